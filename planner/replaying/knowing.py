"""A plan with what is known of the truth in a month: what has begun, what prices and demand are by now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from models.plan.names import TRUNK
from models.plan.tree import Tree
from planner.assemble import assemble
from planner.replaying.truth import (
    Happened,
    Known,
    Truth,
    believed,
    demand_of,
    last_felt,
    new_row,
    with_cells,
    with_price_indices,
)
from planner.workbook.access import amount, month, number, text
from planner.workbook.events.scenarios import known_events
from planner.workbook.series import Series, indices, rates
from planner.workbook.tables import Row, Tables, Value

ODDS = ("probability", "probability_per_year", "low", "high", "onsets")


@dataclass(frozen=True)
class Story:
    """A plan and the truth it is held against."""

    plan: Tables
    """With an index for each offer whose price is known by month."""
    truth: Truth
    """Prices in these indices."""

    @classmethod
    def of(cls, tables: Tables, truth: Truth) -> Story:
        """Return the story of a plan, where its truth's prices are indices."""
        return cls(*with_price_indices(tables, truth))

    @cached_property
    def events(self) -> Mapping[str, Row]:
        """Events of the plan by id."""
        return {text(row, "event"): row for row in self.plan["Events"]}

    @cached_property
    def foreknown(self) -> frozenset[tuple[str, int]]:
        """What stands under scenario 0 of the plan."""
        return frozenset(known_events(self.plan))

    @cached_property
    def names(self) -> Mapping[Happened, str]:
        """Id of each event as it happened; its row keeps its own for what may still come."""
        found: dict[Happened, str] = {}
        taken = set(self.events)
        for what in self.truth.happened:
            name = f"{what.event}@{self.plan.month_date(what.start):%Y-%m}"
            while name in taken:
                name += "'"
            taken.add(name)
            found[what] = name
        return found

    def begun(self, now: int) -> tuple[Happened, ...]:
        """Return what has begun by a month; what the plan knows from before is known from its start."""
        return tuple(
            what
            for what in self.truth.happened
            if what.start <= now or (what.event, what.start) in self.foreknown
        )

    def beginning(self, now: int) -> list[tuple[str, int]]:
        """Return the events that begin in a month and that the plan did not know."""
        return [
            (what.event, what.start)
            for what in self.truth.happened
            if what.start == now and (what.event, what.start) not in self.foreknown
        ]

    def disturbed_until(self, now: int) -> int | None:
        """Return the last month in which anything unforeseen is felt, as far as is known; else ``None``."""
        ends = [
            last_felt(self.events[what.event], what, now)
            for what in self.begun(now)
            if (what.event, what.start) not in self.foreknown
        ]
        return max(ends, default=None)

    def known_cells(self, what: Happened, now: int) -> Mapping[str, Value]:
        """Return the cells of what has begun, as it is known in a month."""
        return believed(self.events[what.event], what, max(0, now - what.start))

    # --- what is known ----------------------------------------------------------------------------------

    def world(self, now: int) -> Tables:
        """Return the whole plan on the path of what is known in a month, with no scenario."""
        tables = self._with_events(without_scenarios(self.plan), now)
        tables = self._with_series(tables, now)
        tables = self._with_demand(tables, range(now + 1))
        return self._as_on_a_branch(tables, now)

    def known(self, tables: Tables, now: int) -> Tables:
        """Return a plan that begins in a month with what is known by then."""
        tables = self._with_events(tables, now)
        tables = self._with_series(tables, now)
        tables = self._with_demand(tables, [now])
        return self._as_on_a_branch(tables, now)

    def _with_events(self, tables: Tables, now: int) -> Tables:
        begun, date = self.begun(now), self.plan.month_date
        if not begun:
            return tables
        ours = set(self.names.values())
        told = {(what.event, date(what.start)) for what in begun}
        events = [row for row in tables["Events"] if text(row, "event") not in ours]
        rows = [
            row
            for row in tables["Scenarios"]
            if text(row, "scenario") != TRUNK
            or (text(row, "event") not in ours and (text(row, "event"), row["start_month"]) not in told)
        ]
        for what in begun:
            name, own = self.names[what], self.events[what.event]
            cells: dict[str, Value] = dict.fromkeys(ODDS)
            cells |= {"event": name, **self.known_cells(what, now)}
            last = max(row.number for row in events)
            events.append(replace(with_cells(own, **cells), number=last + 1))
            start = date(what.start)
            rows.append(new_row(tuple(rows), "Scenarios", scenario=str(TRUNK), event=name, start_month=start))
        return with_sheets(tables, Events=events, Scenarios=rows)

    def _with_series(self, tables: Tables, now: int) -> Tables:
        index = self._series("PriceIndex", ("index", "factor"), self.truth.index, indices(self.plan), now)
        fx = self._series("FX", ("currency", "rate"), self.truth.rates, rates(self.plan), now)
        return with_sheets(
            tables,
            **({} if index is None else {"PriceIndex": index}),
            **({} if fx is None else {"FX": fx}),
        )

    def _series(
        self,
        sheet: str,
        columns: tuple[str, str],
        truth: Mapping[str, Known],
        plan: Mapping[str, Series],
        now: int,
    ) -> list[Row] | None:
        """Return the rows of a sheet: what is known, and from its level on as the plan saw it move."""
        known = {
            name: seen
            for name, values in truth.items()
            if (seen := {t: v for t, v in values.items() if t <= now})
        }
        if not known:
            return None
        name_key, value_key = columns
        rows: list[Row] = []
        for row in self.plan[sheet]:
            name, date = text(row, name_key), month(row, "month")
            if name not in known:
                rows.append(row)
                continue
            at = -(10**6) if date is None else self.plan.month_index(date)
            if at < min(known[name]):
                rows.append(row)
            elif at > now:
                level = known[name][max(known[name])] / plan[name].at(now)
                rows.append(with_cells(row, **{value_key: amount(row, value_key) * level}))
        for name, seen in known.items():
            for at, value in sorted(seen.items()):
                cells: dict[str, Value] = {
                    name_key: name,
                    "month": self.plan.month_date(at),
                    value_key: value,
                }
                rows.append(new_row(tuple(rows), sheet, **cells))
        return rows

    def _with_demand(self, tables: Tables, months: Iterable[int]) -> Tables:
        planned = demand_of(self.plan)
        rows = list(tables["Demand"])
        for at in months:
            date = self.plan.month_date(at)
            for product, values in self.truth.demand.items():
                if at not in values:
                    continue
                more = values[at] - planned.get((product, at), 0.0)
                place = _place(rows, product, date)
                if place is None:
                    rows.append(
                        new_row(tuple(rows), "Demand", product=product, month=date, quantity=values[at])
                    )
                else:
                    quantity = max(0.0, amount(rows[place], "quantity") + more)
                    rows[place] = with_cells(rows[place], quantity=quantity)
        return with_sheets(tables, Demand=rows)

    # --- policies that a disruption suspends ------------------------------------------------------------

    def _as_on_a_branch(self, tables: Tables, now: int) -> Tables:
        """Return the plan with what is asked on a branch only, once something has happened.

        Cover may be drawn down until it is wanted again; rules of the plan alone give way (model, 4 and 7).
        """
        last = self.disturbed_until(now)
        if last is None:
            return tables
        items = {text(row, "item"): row for row in self.plan["Items"]}
        end = tables.month_date(tables.months - 1)
        changed = []
        for row in tables["Items"]:
            own = items[text(row, "item")]
            again = number(own, "cover_again_months")
            back = None if again is None else self.plan.month_date(last + int(again))
            if back is None or back > end or number(own, "cover_penalty") is None:
                changed.append(with_cells(row, min_cover_days=None, min_stock=None))
            else:
                begin = max(back, month(own, "cover_from") or back)
                cells: dict[str, Value] = {key: own[key] for key in ("min_cover_days", "min_stock")}
                changed.append(with_cells(row, **cells, cover_from=begin))
        return with_sheets(tables, Items=changed, Rules=self._rules_on_a_branch(tables))

    def _rules_on_a_branch(self, tables: Tables) -> list[Row]:
        rules = []
        for row in tables["Rules"]:
            applies = text(row, "applies_in") or ("plan" if number(row, "penalty") is None else "always")
            if applies == "unless_short":
                price = self._breaches.get(text(row, "rule"))
                rules.append(with_cells(row, applies_in="always", penalty=price))
            elif applies != "plan":
                rules.append(row)
        return rules

    @cached_property
    def _breaches(self) -> dict[str, float | None]:
        from models.plan.breaches import price_unless_short  # noqa: PLC0415 (few plans need it)

        data = assemble(self.plan, disruptions=False)
        return {str(rule): price_unless_short(data, spec) for rule, spec in data.rules.items()}


def _place(rows: Sequence[Row], product: str, date: dt.date) -> int | None:
    return next(
        (k for k, row in enumerate(rows) if text(row, "product") == product and row["month"] == date), None
    )


def with_sheets(tables: Tables, **sheets: Iterable[Row]) -> Tables:
    """Return tables with some sheets replaced."""
    return replace(tables, sheets={**tables.sheets, **{name: tuple(rows) for name, rows in sheets.items()}})


def without_scenarios(tables: Tables) -> Tables:
    """Return a plan in which nothing but scenario 0 can happen, and from whose events no scenario is made."""
    return with_sheets(
        tables,
        Scenarios=[row for row in tables["Scenarios"] if text(row, "scenario") == TRUNK],
        Events=[with_cells(row, **dict.fromkeys(ODDS)) for row in tables["Events"]],
    )


def loosened(tables: Tables) -> Tables:
    """Return a plan without the limits that are a policy: fill rates, hard rules, hard cover."""
    return with_sheets(
        tables,
        Products=[with_cells(row, min_fill_rate=None) for row in tables["Products"]],
        Rules=[row for row in tables["Rules"] if number(row, "penalty") is not None],
        Items=[
            row
            if number(row, "cover_penalty") is not None
            else with_cells(row, min_cover_days=None, min_stock=None)
            for row in tables["Items"]
        ],
    )


def arriving(world: Tables) -> Callable[[str, int], float]:
    """Return what part of an offer can be dispatched in a month of the whole plan, by what is known."""
    data = assemble(world, disruptions=False)
    tree = Tree(data)

    def part(offer: str, at: int) -> float:
        if not 0 <= at < data.months:
            return 1.0
        return tree.availability(data.tiers_of_offer[offer][0], TRUNK)[at]

    return part
