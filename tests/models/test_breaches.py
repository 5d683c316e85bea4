"""The price at which a rule gives way only where a line would stand still (section 7)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import tiny_plan

from models.plan.breaches import price_unless_short
from models.plan.data import DesignSpec, ItemSpec, Measure, PlanData, ProcessSpec, ProductSpec, RuleSpec
from models.plan.names import TRUNK
from models.plan.tree import Tree


def _rule(*items: str) -> RuleSpec:
    return RuleSpec(
        measure=Measure.MINING,
        members={"CN": frozenset({"CN"})},
        items=frozenset(items),
        at_most=True,
        share=0.5,
        of_use=False,
        horizon=False,
        always=True,
        penalty=None,
        unless_short=True,
    )


def _product(penalty: float, **use: float) -> ProductSpec:
    return ProductSpec(penalty, (1.0, 1.0), {"std": DesignSpec(use=use), "lean": DesignSpec()})


def _plan(products: dict[str, ProductSpec], processes: dict[str, ProcessSpec] | None = None) -> PlanData:
    names = {i for p in products.values() for v in p.designs.values() for i in v.use}
    names |= {i for p in (processes or {}).values() for i in (*p.inputs, *p.outputs)}
    items = {name: ItemSpec() for name in sorted(names)}
    return tiny_plan(items=items, products=products, processes=processes or {})


def test_the_least_penalty_by_unit_taken() -> None:
    """60/2 for P, 100/5 for Q: 0.999 · 20. R takes none and is left out; without P and Q it is hard."""
    products = {"P": _product(60.0, Dy=2.0), "Q": _product(100.0, Dy=5.0), "R": _product(1.0, Tb=1.0)}
    assert price_unless_short(_plan(products), _rule("Dy")) == pytest.approx(19.98)
    assert price_unless_short(_plan({"R": products["R"]}), _rule("Dy")) is None


def test_what_making_an_item_takes_counts_where_it_is_more() -> None:
    """A unit of P takes 2 of alloy, each made of 3 of metal per 2 out: 3 of metal. The alloy is itself 2."""
    smelt = ProcessSpec(inputs={"metal": 3.0}, outputs={"alloy": 2.0})
    plan = _plan({"P": _product(30.0, alloy=2.0)}, {"smelt": smelt})
    assert price_unless_short(plan, _rule("metal")) == pytest.approx(9.99)
    assert price_unless_short(plan, _rule("alloy")) == pytest.approx(14.985)
    assert price_unless_short(plan, _rule("metal", "alloy")) == pytest.approx(9.99)


def test_goods_carried_back_and_forth_count_once_each_way() -> None:
    """JP is made of 2 DE, DE of 2 JP: from JP by way of DE and back, 4 of JP for 1."""
    there = ProcessSpec(inputs={"DE": 2.0}, outputs={"JP": 1.0})
    back = ProcessSpec(inputs={"JP": 2.0}, outputs={"DE": 1.0})
    plan = _plan({"P": _product(8.0, JP=1.0)}, {"there": there, "back": back})
    assert price_unless_short(plan, _rule("JP")) == pytest.approx(1.998)


def test_many_ways_to_an_item_are_looked_at_once() -> None:
    """Forty steps with two ways each are 2⁴⁰ ways."""
    processes = {
        f"{way}{k}": ProcessSpec(inputs={f"i{k + 1}": 1.0}, outputs={f"i{k}": 1.0})
        for k in range(40)
        for way in "ab"
    }
    assert price_unless_short(_plan({"P": _product(5.0, i0=1.0)}, processes), _rule("i40")) == 4.995


def test_the_rule_is_hard_on_the_trunk_only() -> None:
    """A branch may break it at the price; a penalty that is written holds everywhere."""
    plan = _plan({"P": _product(60.0, Dy=2.0)})
    plan = replace(plan, rules={"r": _rule("Dy"), "p": replace(_rule("Dy"), penalty=7.0, unless_short=False)})
    tree = Tree(plan)
    assert tree.breach_price("r", TRUNK) is None
    assert tree.breach_price("r", "s") == pytest.approx(29.97)
    assert tree.breach_price("p", TRUNK) == tree.breach_price("p", "s") == 7.0
