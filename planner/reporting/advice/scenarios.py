"""Warnings about the scenarios of a plan: their calendar, what they know and cost, how likely they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.reporting.advice.view import Advice, View
from planner.reporting.view.content import Path
from planner.reporting.view.lookup import TINY, days_held, trunk_stock
from planner.reporting.view.paths import records
from planner.reporting.words.phrases import Clause, Clauses, Fact, Money, Share, Term
from planner.reporting.words.phrases import Names as Listed
from planner.workbook.access import text, yes
from planner.workbook.events.scenarios import TRUNK

if TYPE_CHECKING:
    import pandas as pd

ONSET_GAP = 3
"""Months in a row without an onset that still count as dense."""
WORTH = 0.05
"""Items below this part of the value in stock do not show what stock is held for."""
CALENDAR_RATIO = 1.25
"""Cover before onsets may exceed cover elsewhere by this factor before stock follows the calendar."""
CALENDAR_DAYS = 3
"""Days of cover more before an onset that are worth a word."""
SHOWN = 3
"""At most so many warnings of one kind stand alone; the others are counted."""
EMPTY = 1e-3
"""Part of the trunk's stock of the month below which a stock stands at zero."""
ODDS_OF_TRUNK = 0.5
"""Below this chance of going to the end as planned, the trunk's later months are not a forecast."""
EXPLAINED = frozenset(
    {"cover", "rule", "purchase", "order", "holding", "take_or_pay", "shortage", "final_stock"}
)
"""Components for whose saving there is a usual reason."""


def onset_calendar(view: View) -> Iterator[Advice]:
    """Stock is built for the months in which scenarios start, and for no others."""
    onsets = sorted(
        {
            view.tree.branches[path.scenario].onset
            for path in view.summary.paths
            if path.onset is not None and path.probability > 0
        }
    )
    if not onsets:
        return
    dates = Listed(tuple(_iso(view.month(onset)) for onset in onsets))
    place = view.at("Scenarios", 0)
    item, before, other = max(
        _cover_before_onsets(view, onsets), key=lambda found: found[1] / found[2], default=("", 0.0, 0.0)
    )
    if other and before / other >= CALENDAR_RATIO:
        facts: dict[str, Fact] = {
            "dates": dates,
            "item": view.names.name("Items", item),
            "before": round(before),
            "other": round(other),
        }
        yield Advice("advice_calendar_stock", True, facts, place)
        return
    free, first = max(
        (after - onset - 1, onset + 1) for onset, after in pairwise((-1, *onsets, view.summary.tail_start))
    )
    if free > ONSET_GAP:
        facts = {
            "dates": dates,
            "gap": free,
            "start": view.month(first),
            "end": view.month(first + free - 1),
        }
        yield Advice("advice_calendar_gap", True, facts, place)
    else:
        yield Advice("advice_calendar", False, {"dates": dates}, place)


def _iso(month: dt.date) -> str:
    return f"{month:%Y-%m}"


def _cover_before_onsets(view: View, onsets: list[int]) -> Iterator[tuple[str, float, float]]:
    """Yield items with their mean days of cover in the month before an onset, and in other months."""
    eves = {onset - 1 for onset in onsets}
    stock = trunk_stock(view.result)
    worth = WORTH * sum(holding.average_value for holding in view.summary.holdings)
    for item in (holding.item for holding in view.summary.holdings if holding.average_value >= worth):
        rows = stock[item]
        before: list[float] = []
        other: list[float] = []
        for month, row in enumerate(rows[: view.summary.tail_start]):
            days = days_held(row)
            if days is not None:
                (before if month in eves else other).append(days)
        if before and len(other) >= ONSET_GAP and sum(other) > 0:
            mean, elsewhere = sum(before) / len(before), sum(other) / len(other)
            if mean - elsewhere >= CALENDAR_DAYS:
                yield item, mean, elsewhere


def known_ends(view: View) -> Iterator[Advice]:
    """A branch knows how long its events last; only a child scenario brings a second surprise."""
    weighted = [path for path in view.summary.paths if path.onset is not None and path.probability > 0]
    if not weighted:
        return
    if not any(path.after != TRUNK for path in weighted):
        longest = max(weighted, key=lambda path: _length(view, path))
        yield Advice(
            "advice_known_ends",
            True,
            {
                "count": len(weighted),
                "scenario": longest.scenario,
                "months": _length(view, longest),
            },
            view.at("Scenarios", view.scenario_row(longest.scenario)),
        )
    for path in view.summary.paths:
        if path.onset is None or len(path.surprises) != 1:
            continue
        if view.tree.branches[path.scenario].probability == 0:
            yield Advice(
                "advice_foreseen_child",
                True,
                {"scenario": path.scenario, "child": path.surprises[0]},
                view.at("Scenarios", view.scenario_row(path.scenario)),
            )


def _length(view: View, path: Path) -> int:
    if path.ends is None or path.onset is None:
        return 0
    return view.result.inputs.month_index(path.ends) - view.result.inputs.month_index(path.onset) + 1


def empty_before_the_end(view: View) -> Iterator[Advice]:
    """A branch that knows its end runs its stock down to it; people who do not know it cannot."""
    ends = view.summary.ends
    if ends is not None and ends["worth_of_knowing"] <= view.summary.noise:
        return  # what nobody knows costs nothing
    stock = view.result.tables["Stock"]
    calm = _stock_by_month(view, stock, TRUNK)
    found = []
    for path in view.summary.paths:
        if path.onset is None or path.ends is None or path.probability <= 0:
            continue
        last = view.result.inputs.month_index(path.ends)
        own = _stock_by_month(view, stock, path.scenario)
        dry = {
            item: months[0]
            for item, held in own.items()
            if (months := [t for t, x in held.items() if t < last and _dry(x, calm[item].get(t, 0.0))])
        }
        if dry:
            first = min(dry, key=lambda item: dry[item])
            found.append((last - dry[first], path, first, dry))
    for ahead, path, item, dry in sorted(found, key=lambda one: -one[0] * one[1].probability)[:1]:
        others = {other for _, _, _, items in found for other in items} - {item}
        yield Advice(
            "advice_empty_before_end",
            True,
            {
                "scenario": path.scenario,
                "item": view.names.name("Items", item),
                "start": view.month(dry[item]),
                "months": ahead,
                "count": len(found),
                "others": Listed(tuple(view.names.name("Items", other) for other in sorted(others)[:SHOWN]))
                if others
                else Term("nothing_else"),
            },
            view.at("Scenarios", view.scenario_row(path.scenario)),
        )


def _dry(held: float, planned: float) -> bool:
    """Tell whether a branch holds nothing of what is held in that month if nothing happens."""
    return planned > TINY and held <= EMPTY * planned


def _stock_by_month(view: View, stock: pd.DataFrame, scenario: str) -> dict[str, dict[int, float]]:
    """Return stock by item and plan month at a scenario's own nodes, where the trunk holds any."""
    rows = stock[stock["scenario"].astype(str) == scenario]
    found: dict[str, dict[int, float]] = {}
    for item, month, held in zip(rows["item"], rows["month"], rows["stock"], strict=True):
        found.setdefault(str(item), {})[view.result.inputs.month_index(month)] = float(held)
    return found


def cheaper_than_trunk(view: View) -> Iterator[Advice]:
    """A disruption that costs less than life as planned needs its reason beside it."""
    tolerance = max(view.summary.noise, 1e-6 * abs(view.summary.trunk))
    cheaper = sorted(
        (path for path in view.summary.paths if path.onset is not None and path.difference < -tolerance),
        key=lambda path: path.difference,
    )
    trunk = view.summary.paths[0]
    trunk_parts = view.tree.path_components[TRUNK]
    for path in cheaper[:SHOWN]:
        parts = view.tree.path_components[path.scenario]
        changes = {
            name: parts.get(name, 0.0) - trunk_parts.get(name, 0.0) for name in {**trunk_parts, **parts}
        }
        savings = sorted((amount, name) for name, amount in changes.items() if amount < -tolerance / 10)
        facts: dict[str, Fact] = {
            "scenario": path.scenario,
            "difference": Money(-path.difference),
            "cash": Money(
                path.by_class["cash"]
                + path.by_class["end_value"]
                - trunk.by_class["cash"]
                - trunk.by_class["end_value"],
                signed=True,
            ),
            "policy": Money(path.by_class["policy"] - trunk.by_class["policy"], signed=True),
            "lost": Money(path.by_class["lost_margin"] - trunk.by_class["lost_margin"], signed=True),
            "reasons": Clauses(
                tuple(
                    Clause(
                        f"because_{name}" if name in EXPLAINED else "because_other",
                        {"component": Term(f"component_{name}"), "amount": Money(amount, signed=True)},
                    )
                    for amount, name in savings[:2]
                )
            ),
        }
        yield Advice("advice_cheaper", True, facts, view.at("Scenarios", view.scenario_row(path.scenario)))
    if len(cheaper) > SHOWN:
        rest = Listed(tuple(path.scenario for path in cheaper[SHOWN:]))
        yield Advice("advice_cheaper_more", True, {"scenarios": rest}, view.at("Scenarios", 0))


def never_calm(view: View) -> Iterator[Advice]:
    """Where a scenario surely begins with the plan, what the trunk shows is for nobody."""
    if view.summary.never_calm:
        yield Advice("advice_never_calm", True, {"month": view.month(0)}, view.at("Scenarios", 0))


def odds_of_trunk(view: View) -> Iterator[Advice]:
    """The trunk is one path among others; say how likely it still is, and which paths weigh nothing."""
    reach = view.tree.reach()
    if view.summary.paths[1:]:
        end = view.result.inputs.months - 1
        half = next((month for month, odds in enumerate(reach) if odds < ODDS_OF_TRUNK), None)
        facts: dict[str, Fact] = {
            "end": Share(reach[end]),
            "year": Share(reach[min(11, end)]),
            "month": view.month(min(11, end)),
        }
        if half is None:
            yield Advice("advice_odds", False, facts, view.at("Scenarios", 0))
        elif not view.summary.never_calm:
            facts["half"] = view.month(half)
            yield Advice("advice_odds_low", True, facts, view.at("Scenarios", 0))
    idle = [path.scenario for path in view.summary.paths if view.tree.weight(path.scenario) <= 0]
    if idle:
        yield Advice(
            "advice_weightless",
            True,
            {"scenarios": Listed(tuple(idle))},
            view.at("Scenarios", view.scenario_row(idle[0])),
        )


def here_and_now(view: View) -> Iterator[Advice]:
    """Nobody is qualified, signed or built because of a disruption."""
    if not view.summary.paths[1:]:
        return
    qualified = {row["supplier"] for row in records(view.result.tables["Suppliers"]) if row["qualified"]}
    left = [
        text(row, "supplier")
        for row in view.result.inputs["Suppliers"]
        if not yes(row, "already_qualified") and text(row, "supplier") not in qualified
    ]
    if left:
        yield Advice(
            "advice_here_and_now",
            False,
            {"suppliers": Listed(tuple(view.names.name("Suppliers", name) for name in left))},
            view.given("Suppliers", left[0], "already_qualified"),
        )
