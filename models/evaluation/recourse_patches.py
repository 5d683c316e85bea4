"""One branch of a fixed plan as an LP of its own: compiled once for each onset, then patched, never rebuilt.

With here-and-now and trunk held, a branch is an LP in its own months. Branches with one onset differ in
numbers only: availability, lead times, prices, demand, delays. So the constraints of an undisturbed branch
are written and compiled once, by the same rule functions as the plan; for each disruption the same functions
write the rows of what it touches anew, with column numbers in place of variables and numbers in place of what
is decided.

A second disruption finds another past than the trunk; only numbers differ there too, so one template serves
all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix

from models.evaluation.fixed_plan import DECIDED, SEEN, Past
from models.evaluation.recourse_templates import BRANCH, Problem, RecourseTemplate
from models.formulation.array_backend import Named
from models.formulation.charges import one_by_one
from models.formulation.rules import contracts, costs, processes, production, sourcing, stock
from models.formulation.terms import Model, OrdersOnPaths, Row, lists_of, order_bound
from models.plan.data import PlanData, ScenarioSpec
from models.plan.deliveries import Start
from models.plan.names import TRUNK, Month, Scenario
from models.plan.tree import Tree
from models.solver.standard_form import Floats, row_units

BREACH = 1e-6
"""A row decided already is broken beyond this part of its largest term."""
SLACK = 1e-9
"""What rounding in what is held may take of a row, as a part of its largest term held."""

Steps = Sequence[tuple[Start, ...]]
"""Events that a branch and those before it bring, the first disruption first."""


def patched(template: RecourseTemplate, steps: Steps, past: Past) -> Problem:
    """Return the branch that the last step opens, from the template of its onset.

    Parameters
    ----------
    template : RecourseTemplate
        Of the earliest start among the last step's events.
    steps : sequence of tuples of (event, start)
        What the branches before it brought, then its own.
    past : mapping
        What was decided in the months before the onset.
    """
    plan = template.plan
    scenarios: dict[Scenario, ScenarioSpec] = {}
    before = TRUNK
    for number, events in enumerate(steps, start=1):
        name = BRANCH if number == len(steps) else Scenario(f"before-{number}")
        scenarios[name] = ScenarioSpec(before, 0.0, tuple(events))
        before = name
    data = replace(plan.data, events=template.calm.data.events, scenarios=scenarios)
    tree = Tree(data)
    tree.begin_beside(template.calm)
    return _Patch(template, data, tree, past).problem()


class _Values:
    """Stands in for a variable of the model: column numbers in the branch, numbers before it."""

    def __init__(
        self, name: str, template: RecourseTemplate, past: Mapping[tuple[Any, ...], float] | None
    ) -> None:
        self._name, self._past, self._onset = name, past, template.onset
        self._position = template.position

    def __getitem__(self, index: tuple[Any, ...]) -> Any:
        if self._past is not None and index[-1] < self._onset:
            return self._past.get((*index[:-2], index[-1]), 0.0)
        return self._position[self._name, index]

    def __contains__(self, index: tuple[Any, ...]) -> bool:
        if self._past is not None and index[-1] < self._onset:
            return True
        return (self._name, index) in self._position


class _Decided:
    """Stands in for a here-and-now variable: its value."""

    def __init__(self, values: Mapping[Any, float]) -> None:
        self._values = values

    def __getitem__(self, index: Any) -> float:
        return float(self._values[index])


@dataclass
class _Patch:
    """One disruption on its way into a template."""

    template: RecourseTemplate
    data: PlanData
    tree: Tree
    past: Past
    model: Model = None
    rows: dict[int, tuple[list[int], list[float], float, float]] = field(default_factory=dict)
    """Rows written anew: columns, coefficients, lower and upper."""
    largest: dict[int, float] = field(default_factory=dict)
    """Largest term held of each of these."""

    def problem(self) -> Problem:
        """Return the LP."""
        template = self.template
        offers, things, products, built = self._touched()
        self.model = self._light_model()
        self._write(offers, things, products, built)
        self._lift_cover()
        lower, upper = self._bounds(offers, things, products)
        charges = [*template.static, *self._purchases()]
        columns = np.array([column for column, _, _ in charges], dtype=np.int64)
        months = np.array([month for _, month, _ in charges], dtype=np.int64)
        rates = np.array([rate for *_, rate in charges])
        cost = np.bincount(columns[columns >= 0], rates[columns >= 0], minlength=len(template.names)).astype(
            np.float64
        )
        matrix, row_lower, row_upper, broken = self._rows()
        arrays = replace(
            template.own,
            cost=cost,
            lower=lower,
            upper=upper,
            matrix=matrix,
            row_lower=row_lower,
            row_upper=row_upper,
        )
        constant = float(rates[columns < 0].sum())
        return Problem(arrays, self.tree, constant, (columns, months, rates), broken)

    # --- what is touched ----------------------------------------------------------------------------------

    def _touched(self) -> tuple[set[Any], set[Any], set[Any], set[Any]]:
        """Return the offers, processes, products and investments that differ from an undisturbed branch."""
        data, tree, calm = self.data, self.tree, self.template.calm
        offers = {
            j
            for j in data.offers
            if tree.availability(j, BRANCH) != calm.availability(j, TRUNK)
            or tree.lead_time_extension(j, BRANCH) != calm.lead_time_extension(j, TRUNK)
        }
        things = {
            p
            for p in data.processes
            if tree.process_availability(p, BRANCH) != calm.process_availability(p, TRUNK)
        }
        products = {d for d in data.products if tree.demand_factor(d, BRANCH) != calm.demand_factor(d, TRUNK)}
        built = {
            k
            for k in data.investments
            if any(
                tree.completion(k, BRANCH, start) != calm.completion(k, TRUNK, start)
                for start in tree.start_months(k)
            )
        }
        return offers, things, products, built

    def _light_model(self) -> Model:
        template = self.template
        m = SimpleNamespace(**vars(template.model))
        m.data, m.tree = self.data, self.tree
        for name in SEEN:
            setattr(m, name, _Values(name, template, self.past[name]))
        for name in (
            "v_short",
            "v_disposed",
            "v_cover_gap",
            "v_deficiency",
            "v_final_gap",
            "v_rule_excess",
        ):
            setattr(m, name, _Values(name, template, None))
        for name in DECIDED:
            setattr(m, name, _Decided(template.plan.decided[name]))
        m.demand = {
            (d, BRANCH): tuple(
                q * f for q, f in zip(spec.demand, self.tree.demand_factor(d, BRANCH), strict=True)
            )
            for d, spec in self.data.products.items()
        }
        m.orders_on_paths = OrdersOnPaths(m.v_order_qty, self.tree)
        m.arrivals = stock.arrivals(m, self.data, self.tree)
        return m

    # --- rows ---------------------------------------------------------------------------------------------

    def _write(self, offers: set[Any], things: set[Any], products: set[Any], built: set[Any]) -> None:
        """Write the rows of what is touched anew."""
        data, m = self.data, self.model
        items = {data.offers[j].item for j in offers}
        grown = {j for j, ks in m.grown_by.items() if not built.isdisjoint(ks)}
        made = {p for p, ks in m.process_grown_by.items() if not built.isdisjoint(ks)}
        stored = {i for i, ks in m.storage_grown_by.items() if not built.isdisjoint(ks)}
        opened = {p for p, spec in data.processes.items() if spec.requires in built}
        for name, rule in (
            ("order_limit", sourcing.order_limit),
            ("qualification_link", sourcing.qualification_link),
            ("call_off_limit", contracts.call_off_limit),
            ("min_take_floor", contracts.min_take_floor),
        ):
            wanted = offers | grown if name == "order_limit" else offers
            for row, index in self._indices(name, wanted):
                offer, _, month = index
                if self.tree.can_order(offer, BRANCH, month):
                    self._put(row, rule(m, *index))
                else:
                    self.rows[row] = ([], [], -math.inf, math.inf)
        for row, index in self._indices("take_or_pay_floor", offers):
            self._put(row, contracts.take_or_pay_floor(m, *index))
        for row, index in self._indices("stock_balance", items):
            self._put(row, stock.stock_balance(m, *index))
        for row, index in self._indices("storage_limit", stored):
            self._put(row, stock.storage_limit(m, *index))
        for row, index in self._indices("demand_split", products):
            self._put(row, production.demand_split(m, *index))
        for row, index in self._indices("service_floor", products):
            self._put(row, production.service_floor(m, *index))
        for row, index in self._indices("late_share", products):
            self._put(row, production.late_share(m, *index))
        for row, index in self._indices("design_gate", None):
            product, design, *_ = index
            if product in products or data.products[product].designs[design].requires in built:
                self._put(row, production.design_gate(m, *index))
        for row, index in self._indices("process_capacity", things | made):
            self._put(row, processes.process_capacity(m, *index))
        for row, index in self._indices("process_gate", things | opened):
            self._put(row, processes.process_gate(m, *index))

    def _indices(self, constraint: str, wanted: set[Any] | None) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield the rows of a constraint whose first index is wanted."""
        for row in self.template.rows_of.get(constraint, ()):
            index = self.template.row_names[row][1]
            if wanted is None or index[0] in wanted:
                yield row, index

    def _put(self, row: int, written: Row) -> None:
        lower, body, upper = written
        columns: list[int] = []
        coefficients: list[float] = []
        known = largest = 0.0
        factors, things = lists_of(body)
        for factor, thing in zip(factors, things, strict=True):
            if isinstance(thing, int):
                columns.append(thing)
                coefficients.append(factor)
            else:
                known += factor * thing
                largest = max(largest, abs(factor * thing))
        self.largest[row] = largest
        self.rows[row] = (
            columns,
            coefficients,
            -math.inf if lower is None else lower - known,
            math.inf if upper is None else upper - known,
        )

    def _lift_cover(self) -> None:
        """Let go of cover and of a least stock where they are not wanted yet."""
        felt = self.tree.last_felt(BRANCH)
        for constraint in ("cover_floor", "min_stock_floor"):
            for row, (item, _, month) in self._indices(constraint, None):
                again = self.data.items[item].cover_again
                if again is None or month < felt + again:
                    self.rows[row] = ([], [], -math.inf, math.inf)

    def _rows(self) -> tuple[csr_matrix, Floats, Floats, tuple[Named, ...]]:
        """Return matrix and right-hand sides with the rows written anew, and what is broken already."""
        template = self.template
        values = self._seen_values()
        fixed = np.asarray(template.seen @ values)
        row_lower, row_upper = template.own.row_lower - fixed, template.own.row_upper - fixed
        terms = abs(template.seen) @ np.abs(values)
        matrix = template.own.matrix.tocoo()
        new = np.zeros(len(template.row_names), dtype=bool)
        added_rows: list[int] = []
        added_columns: list[int] = []
        added: list[float] = []
        for row, (columns, coefficients, lower, upper) in self.rows.items():
            new[row] = True
            row_lower[row], row_upper[row] = lower, upper
            terms[row] = self.largest.get(row, 0.0)
            added_rows += [row] * len(columns)
            added_columns += columns
            added += coefficients
        keep = ~new[matrix.row]
        whole = coo_matrix(
            (
                np.concatenate([matrix.data[keep], added]),
                (
                    np.concatenate([matrix.row[keep], np.array(added_rows, dtype=np.int64)]),
                    np.concatenate([matrix.col[keep], np.array(added_columns, dtype=np.int64)]),
                ),
            ),
            shape=matrix.shape,
        ).tocsr()
        loose = row_lower < row_upper
        least = row_units(whole, template.own.sizes, template.own.whole)
        slack = np.where(loose, SLACK * np.maximum(least, terms), 0.0)
        row_lower, row_upper = row_lower - slack, row_upper + slack
        empty = np.diff(whole.indptr) == 0
        breach = np.maximum(row_lower, -row_upper) / np.maximum(least, terms)
        bad = np.flatnonzero(empty & (breach > BREACH))
        row_lower[empty], row_upper[empty] = -math.inf, math.inf
        return whole, row_lower, row_upper, tuple(template.row_names[k] for k in bad)

    def _seen_values(self) -> Floats:
        decided = self.template.plan.decided
        return np.array(
            [
                self.past[name].get((*index[:-2], index[-1]), 0.0)
                if name in self.past
                else decided[name][index if len(index) > 1 else index[0]]
                if name in decided
                else 0.0
                for name, index in self.template.seen_names
            ]
        )

    # --- bounds and costs ---------------------------------------------------------------------------------

    def _bounds(self, offers: set[Any], things: set[Any], products: set[Any]) -> tuple[Floats, Floats]:
        template, m = self.template, self.model
        lower, upper = template.own.lower, template.own.upper.copy()
        for column, (name, index) in enumerate(template.names):
            if name == "v_order_qty" and index[0] in offers:
                can = self.tree.can_order(index[0], BRANCH, index[2])
                upper[column] = order_bound(m, *index) if can else 0.0
            elif name == "v_activity" and index[0] in things:
                process, _, month = index
                part = self.tree.process_availability(process, BRANCH)[month]
                upper[column] = m.process_caps[process] * part
            elif name == "v_made" and index[0] in products:
                product, design, _, month = index
                share = self.data.products[product].designs[design].max_share
                upper[column] = share * production.asked_at_most(m, product, BRANCH, month)
            elif name == "v_late" and index[0] in products:
                upper[column] = production.owed_at_most(m, *index)
        return lower, upper

    def _purchases(self) -> Iterator[tuple[int, Month, float]]:
        """Yield what arrivals cost: column (−1: ordered before the onset), month, present value."""
        for charge in one_by_one(costs.purchase(self.model)):
            paid = charge.rate * self.data.discount(charge.paid)
            if isinstance(charge.variable, int):
                yield charge.variable, charge.month, paid
            elif charge.variable:
                yield -1, charge.month, paid * charge.variable
