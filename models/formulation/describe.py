"""The formulation page: every decision, constraint and cost of the model, from the texts beside the code.

``python -m models.formulation.describe docs/model.md`` writes it. Nothing is written twice: what a
variable is stands in
its ``doc=``, what a constraint says in the docstring of its rule.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pyomo.environ as pyo

from models.formulation.build import SUBJECTS, build_plan
from models.formulation.rules import costs, risk
from models.formulation.terms import Model
from models.plan.data import (
    DesignSpec,
    InvestmentSpec,
    ItemSpec,
    Measure,
    OfferSpec,
    PastOrder,
    PlanData,
    PoolTier,
    ProcessSpec,
    ProductSpec,
    RuleSpec,
    SupplierSpec,
)
from models.plan.names import Design, Investment, Item, Offer, Pool, Process, Product, Rule, Supplier

INTRODUCTION = """# The formulation

Written from the code by `python -m models.formulation.describe docs/model.md`; do not edit it by hand.

Every decision, constraint and cost of the model, under the names they have in the code.
[The model for analysts](model-for-analysts.md) explains them in one piece.
Section and equation numbers agree.

A node is a pair (scenario, month), and scenario 0 is the trunk.
`path(s, t)` is the scenario whose node the path of `s` passes in month `t`.
Data stand in `models/plan/data.py`; the tree, and what events do on it, in `models/plan/tree.py`.
Money is undiscounted unless a text says "present value".
"""

DOMAINS: Mapping[str, str] = {
    "Binary": "0 or 1",
    "NonNegativeIntegers": "0, 1, 2, …",
    "NonNegativeReals": "≥ 0",
    "Reals": "any",
}

_MATH_BLOCK = re.compile(r"^\.\. math::(?P<formula>[^\n]*\n(?:(?:[ ]+[^\n]*)?\n)*)", re.MULTILINE)
_MATH = re.compile(r":math:`([^`]+)`")
_CODE = re.compile(r"``([^`]+)``")
_EQUATION = re.compile(r"\s*(?:\\quad|\\)?\s*\((\d+)\)$")


def formulation() -> str:
    """Return the formulation page as Markdown."""
    m = build_plan(_every_subject())
    subjects = [module for add in SUBJECTS.values() if (module := inspect.getmodule(add)) is not None]
    parts = [INTRODUCTION, *(_subject(m, module) for module in subjects)]
    return "\n".join([*parts, _costs(), _subject(m, risk), _sets(m)])


def write_formulation(path: Path) -> None:
    """Write the formulation page to a file."""
    path.write_text(formulation(), encoding="utf-8", newline="\n")


def _every_subject() -> PlanData:
    """Return the smallest plan in which every kind of decision occurs."""
    item, supplier, process, design = Item("item"), Supplier("supplier"), Process("process"), Design("design")
    terms: dict[str, Any] = {"supplier": supplier, "item": item, "price": 1.0, "max_per_month": 1.0}
    return PlanData(
        months=1,
        items={item: ItemSpec(final_stock=1.0, cover_days=30.0, cover_penalty=1.0)},
        suppliers={supplier: SupplierSpec()},
        offers={
            Offer("spot"): OfferSpec(contract=False, origin="spot", moq=1.0, **terms),
            Offer("contract"): OfferSpec(
                contract=True,
                origin="contract",
                max_annual=12.0,
                take_or_pay=1.0,
                pool=Pool("pool"),
                tier=1,
                order_multiple=1.0,
                **terms,
            ),
        },
        products={
            Product("product"): ProductSpec(1.0, (1.0,), {design: DesignSpec(use={item: 1.0})}, late_months=1)
        },
        processes={process: ProcessSpec(inputs={item: 1.0})},
        investments={Investment("investment"): InvestmentSpec(capex=1.0, excludes="group")},
        rules={
            Rule("rule"): RuleSpec(
                measure=Measure.SUPPLIER,
                members={supplier: frozenset({supplier})},
                items=frozenset({item}),
                at_most=True,
                share=0.5,
                of_use=False,
                horizon=True,
                always=True,
                penalty=1.0,
            )
        },
        pools={Pool("pool"): (PoolTier(0.0),)},
        history=(PastOrder("spot", -1, 0, 1.0),),
        risk_weight=0.5,
    )


def _subject(m: Model, module: ModuleType) -> str:
    """Return the section of one file of rules: its decisions, then its constraints."""
    lines = _head(module)
    variables = [v for v in m.component_objects(pyo.Var) if _declares(module, v.local_name)]
    if variables:
        lines += ["| decision | of each | values | what it is |", "| --- | --- | --- | --- |"]
        lines += [f"| `{v.local_name}` | {_index(v)} | {_domain(v)} | {v.doc} |" for v in variables]
        lines.append("")
    for objective in m.component_objects(pyo.Objective):
        if _declares(module, objective.local_name):
            lines += [f"### `{objective.local_name}`", "", f"*minimised: {objective.doc}*", ""]
    for constraint in m.component_objects(pyo.Constraint):
        if _declares(module, constraint.local_name):
            rule = getattr(module, constraint.local_name)
            indices = ", ".join(list(inspect.signature(rule).parameters)[1:])
            lines += [f"### `{constraint.local_name}`", ""]
            lines += [f"*{constraint.doc}; for each {indices}*" if indices else f"*{constraint.doc}*", ""]
            lines += [_prose(inspect.getdoc(rule) or ""), ""]
    return "\n".join(lines)


def _costs() -> str:
    """Return the section on costs: every component and when it is paid."""
    lines = _head(costs)
    lines += _components("Paid at the nodes of the tree:", costs.COST_TERMS)
    lines += _components("Here and now, under the trunk, part of every path:", costs.FIRST_STAGE_TERMS)
    return "\n".join(lines)


def _components(title: str, terms: Mapping[str, Callable[..., object]]) -> list[str]:
    rows = [f"| `{name}` | {_prose(inspect.getdoc(term) or '')} |" for name, term in terms.items()]
    return [title, "", "| component | what is paid, and when |", "| --- | --- |", *rows, ""]


def _sets(m: Model) -> str:
    """Return the index sets that carry a text of their own."""
    rows = [f"| `{s.local_name}` | {s.doc} |" for s in m.component_objects(pyo.Set) if s.doc]
    return "\n".join(["## Index sets", "", "| set | what it holds |", "| --- | --- |", *rows, ""])


def _head(module: ModuleType) -> list[str]:
    """Return the heading of a section and what the file says of itself."""
    title, _, body = (inspect.getdoc(module) or "").partition("\n")
    lines = [
        f"## {title.rstrip('.').replace('(model, section', '(section')}",
        "",
        f"`{module.__name__.replace('.', '/')}.py`",
        "",
    ]
    return [*lines, _prose(body), ""] if body.strip() else lines


def _declares(module: ModuleType, name: str) -> bool:
    return f"m.{name} = pyo." in inspect.getsource(module)


def _index(variable: Any) -> str:
    """Return what a variable is indexed by: its set's text, or the set's name where that says enough."""
    if not variable.is_indexed():
        return "plan"
    index = variable.index_set()
    return str(index.doc or index.local_name.lower())


def _domain(variable: Any) -> str:
    return DOMAINS[next(iter(variable.values())).domain.name]


def _prose(text: str) -> str:
    """Return a docstring as Markdown, with formulas as GitHub shows them."""
    text = _CODE.sub(r"`\1`", _MATH.sub(r"$`\1`$", text))
    return _MATH_BLOCK.sub(_formula, f"{text}\n").strip()


def _formula(found: re.Match[str]) -> str:
    formula = " ".join(line.strip() for line in found["formula"].splitlines()).strip()
    numbered = _EQUATION.sub(r" \\qquad (\1)", formula)
    return f"```math\n{numbered}\n```\n\n"


if __name__ == "__main__":
    write_formulation(Path(sys.argv[1]))
