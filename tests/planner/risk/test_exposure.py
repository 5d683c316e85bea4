"""Exposure: the hand case of the plan through the whole road, and its ranking, colours and prices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cases import EXACT, contract_row, from_sheets, item_row, offer_row, tiny_sheets

import planner
from models.evaluation.fixed_plan import FixedPlan, fix_plan
from models.evaluation.survival import Source, Survival
from models.plan.data import Stage
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.risk.exposure import Exposure, events_to_come, exposures, sources_of
from planner.risk.held import hold_plan
from planner.risk.kept import CannotHold
from planner.workbook.tables import Tables
from planner.workbook.template.input_sheets import write_bare

MONTHS = 24


def sheets(stock: float = 300, **more: Any) -> dict[str, Any]:
    """Return the hand case: A may stop for six months and recovers over two: 8 in all."""
    plan: dict[str, Any] = tiny_sheets(
        [100.0] * MONTHS,
        settings={"capital_rate": 0.12},
        Items=[item_row(initial_stock=stock, final_stock=stock, unit_value=9, max_stock=stock)],
        Suppliers=[{"supplier": name} for name in "ABC"],
        Offers=[
            offer_row(max_per_month=60, refining_country="CN"),
            offer_row("b", "B", max_per_month=40, price=1, refining_country="AU"),
            contract_row("c", "C", max_annual=240, price=3, contract_cost=10000),
        ],
        Events=[
            {"event": "E", "supplier": "A", "duration_months": 6, "recovery_months": 2},
            {"event": "K", "supplier": "B", "duration_months": 20, "severity": 0.0, "lead_time_extension": 1},
        ],
    )
    return {**plan, **more}


def plan(**more: Any) -> FixedPlan:
    """Return the hand case solved and held."""
    data = replace(assemble(from_sheets(sheets(**more))), scenarios={})
    return fix_plan(solve_plan(data, EXACT))


def only_a(kept: FixedPlan) -> dict[str, Source]:
    """Return supplier A, with its recovery."""
    return {"supplier A": sources_of(kept)["supplier A"]}


def by_key(found: list[Exposure]) -> dict[str, Exposure]:
    return {one.key: one for one in found}


def test_the_hand_case_through_the_whole_road() -> None:
    """Stock 300, need 100, others 40: 5 months, recovery 8, gap 3, short 180 at 50 each; A leads the list."""
    found = exposures(plan(), every=4)
    a = by_key(found)["supplier A"]
    assert (a.worst.months, a.median.months, a.recovery, a.gap) == (5, 5, 8, 3)
    assert a.dearest.short == pytest.approx({"P": 180})
    assert a.dearest.money == pytest.approx(9000)
    assert a.colour == "red"
    assert found[0].dearest.money == a.dearest.money


def test_onsets_too_late_for_the_recovery_are_left_out() -> None:
    """24 months, recovery 8: the last onset leaves room for 8."""
    (a,) = exposures(kept := plan(), only_a(kept), every=1, priced=False)
    assert [s.onset for s in a.onsets] == list(range(17))


def test_a_source_without_an_event_has_no_recovery() -> None:
    """B is hit by lead time only: survival is told, the rest is grey."""
    b = by_key(exposures(plan(), every=6, priced=False))["supplier B"]
    assert (b.recovery, b.gap, b.colour) == (None, None, "grey")
    assert b.worst.months == 7  # 300 / 40


def test_a_country_at_a_stage_fails_as_a_whole() -> None:
    """What CN refines is what A sells; no event names CN there."""
    found = sources_of(plan())
    assert [key for key in found if key.startswith("country")] == [
        "country AU@refining",
        "country CN@refining",
    ]
    assert found["country CN@refining"].recovery is None
    events = [{"event": "X", "country": "CN", "stage": "refining", "loss_profile": "1|0.5|0|0"}]
    hit = sources_of(plan(Events=events))
    assert hit["country CN@refining"].recovery == 2  # months in which something is lost
    assert hit["supplier A"].recovery == 2
    assert hit["supplier B"].recovery is None
    assert Stage.REFINING in hit["country CN@refining"].event.stages


def test_known_events_are_no_outages_to_recover_from() -> None:
    """An event under scenario 0 is life as planned."""
    scenarios = [{"scenario": "0", "event": "E", "start_month": "2026-04"}]
    assert sources_of(plan(Scenarios=scenarios))["supplier A"].recovery is None


def test_a_known_event_that_may_come_again_has_to_be_recovered_from() -> None:
    """E stands under scenario 0 and in another scenario."""
    rows = [
        {"scenario": "0", "event": "E", "start_month": "2026-04"},
        {"scenario": "s1", "event": "E", "start_month": "2027-06", "probability": 0.1},
    ]
    data = assemble(from_sheets(sheets(Scenarios=rows)))
    found = sources_of(fix_plan(solve_plan(replace(data, scenarios={}), EXACT)), events_to_come(data))
    assert found["supplier A"].recovery == 8


def test_the_next_month_of_survival_is_priced() -> None:
    """60 in stock cost 60 · 9 · 12 % a year; 10 a month from C 10 · 12 · 2 more, and half of signing."""
    a = by_key(exposures(plan(), every=8))["supplier A"]
    prices = {p.remedy.kind: p for p in a.remedies}
    assert prices["stock"].per_year == pytest.approx(64.8, rel=1e-3)
    assert prices["stock"].tied == pytest.approx(60, rel=1e-3)
    assert prices["contract"].per_year == pytest.approx(120 * 2 + 10000 / 2, rel=1e-3)
    assert a.remedies[0].remedy.kind == "stock"


def test_more_stock_never_survives_less() -> None:
    """Survival grows with the stock, the gap and the shortage fall."""
    kept = [plan(stock=stock) for stock in (0, 150, 300, 480)]
    found = [exposures(one, only_a(one), every=8, priced=False)[0] for one in kept]
    assert [one.worst.months for one in found] == [0, 2, 5, 8]
    assert [one.gap for one in found] == [8, 6, 3, 0]
    assert [round(one.dearest.money) for one in found] == [24000, 16500, 9000, 0]
    assert found[-1].colour == "amber"


def test_colours() -> None:
    """Amber within two months of the recovery, green beyond, and when the plan ends first."""

    def colour(months: int, censored: bool, money: float = 0.0) -> str:
        source = Source("supplier", "A", None, 6)  # type: ignore[arg-type]
        return Exposure("A", source, (Survival(0, months, censored, {}, money),)).colour

    assert [colour(5, False), colour(7, False), colour(8, False), colour(7, True)] == [
        "red",
        "amber",
        "green",
        "green",
    ]
    assert colour(9, False, money=50.0) == "red"


def test_where_the_plan_ends_first_is_not_the_worst_onset() -> None:
    """Exactly 7 at month 0, at least 6 at month 6, recovery 9: the worst is 7, and 2 months are missing."""
    source = Source("supplier", "A", None, 9)  # type: ignore[arg-type]
    seen = Survival(0, 7, censored=False, short={}, money=1.0)
    cut = Survival(6, 6, censored=True, short={})
    assert (Exposure("A", source, (seen, cut)).worst, Exposure("A", source, (seen, cut)).gap) == (seen, 2)
    assert Exposure("A", source, (cut, Survival(5, 7, censored=True, short={}))).worst == cut


# --- the plan held ------------------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path: Path) -> tuple[Path, Tables]:
    """The hand case as a workbook, and solved."""
    tables = from_sheets(sheets())
    path = write_bare(tmp_path / "plan.xlsx", tables)
    planner.solve(planner.read(path)).write(tmp_path / "result.xlsx")
    return path, tables


def test_a_result_is_held_like_the_plan_it_came_from(book: tuple[Path, Tables]) -> None:
    """Read back from the workbook, every decision stands; trunk cost and survival are the same."""
    path, _ = book
    checked = planner.read(path)
    here = hold_plan(checked, gap=1e-6)
    there = hold_plan(checked, path.with_name("result.xlsx"))
    assert there.expected_cost == pytest.approx(here.expected_cost)
    assert there.held.first_stage == pytest.approx(here.held.first_stage)
    assert sum(there.held.trunk_costs) == pytest.approx(sum(here.held.trunk_costs))
    a = by_key(exposures(there.held, every=8, priced=False))["supplier A"]
    assert (a.worst.months, a.gap) == (5, 3)


def test_a_result_of_another_plan_is_refused(book: tuple[Path, Tables], tmp_path: Path) -> None:
    """Other offers, other months: told by name."""
    path, _ = book
    more = sheets()
    more["Offers"] = [*more["Offers"], offer_row("d", "C")]
    other = planner.read(write_bare(tmp_path / "other.xlsx", from_sheets(more)))
    with pytest.raises(CannotHold, match="Offers: d"):
        hold_plan(other, path.with_name("result.xlsx"))


@pytest.mark.slow
def test_the_same_from_two_processes() -> None:
    """Spawned workers bring back the same numbers in the same order."""
    assert exposures(plan(), every=6, jobs=2) == exposures(plan(), every=6)
