"""What is said of plans that hardly anyone makes: a cap that lets nothing through, a ban that is certain."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path

import pytest
from books import GOOD, Sheets, book, with_sheets

import planner
from planner.pipeline import solve
from planner.reporting.advice.every import advise
from planner.reporting.advice.lead import hold, order
from planner.reporting.risk.value import value_sentences
from planner.reporting.summary.summarise import summarise
from planner.reporting.view.content import Summary
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Speech
from planner.risk.value import value_of_planning

ENGLISH = Speech("en", "USD")


def nothing_bought() -> Sheets:
    """Return a plan whose hard cap of 30 % to each of two suppliers allows no purchase if nothing happens."""
    cap = ["CAP", "supplier", "*", 0.3, "max"]
    items = [[*GOOD["Items"][0], "storage_cost"], [*GOOD["Items"][1], 1]]
    return with_sheets(Rules=[GOOD["Rules"][0], cap], Items=items)


def told(folder: Path, sheets: Sheets) -> tuple[Summary, dict[str, str], Names]:
    """Return the summary of a plan and its advice, by code, as sentences."""
    result = solve(planner.read(book(folder, sheets)), gap=1e-9)
    summary = summarise(result)
    return summary, {one.code: str(one.facts) for one in advise(result, summary)}, Names(result.inputs)


def test_an_empty_store_lasts_no_days(tmp_path: Path) -> None:
    """20 units last two months; the line then stands, and nothing lasted 167 days on average."""
    summary, advice, _ = told(tmp_path, nothing_bought())
    (held,) = summary.holdings
    assert (held.average, held.average_days) == pytest.approx((10 / 12, 11 * 365 / 12 / 12))
    assert "advice_collapse" not in advice
    # The store is as empty if nothing happens: not for an end that the branch knows.
    assert "advice_empty_before_end" not in advice


@pytest.mark.parametrize("probabilities", [(1.0,), (0.25, 0.75)])
def test_nobody_is_told_to_order_for_a_future_that_does_not_come(
    probabilities: tuple[float, ...], tmp_path: Path
) -> None:
    """A ban surely begins with the plan: what it would order if nothing happened is no advice."""
    sheets = copy.deepcopy(GOOD)
    sheets["Events"] = [["event", "items", "severity", "duration_months"]]
    sheets["Events"] += [[f"E{at}", "DY", 1, 11 + at] for at in range(len(probabilities))]
    sheets["Scenarios"] = [["scenario", "event", "start_month", "probability"]]
    sheets["Scenarios"] += [
        [f"S{at}", f"E{at}", dt.date(2026, 4, 1), p] for at, p in enumerate(probabilities)
    ]
    summary, advice, names = told(tmp_path, sheets)
    assert summary.never_calm
    assert summary.purchases == ()
    assert next(iter(advice)) == "advice_never_calm"
    for language in ("en", "ja"):
        speech = Speech(language, "USD")
        assert "EV" not in order(speech, summary, names) + hold(speech, summary, names)
    assert "surely begins in Apr 2026" in order(ENGLISH, summary, names)
    sheets["Scenarios"][1][3] -= 0.1
    summary, advice, names = told(tmp_path, sheets)
    assert "advice_never_calm" not in advice
    assert order(ENGLISH, summary, names).startswith("Order in the nearest 3 months")


def test_a_plan_of_one_month_speaks_of_one(tmp_path: Path) -> None:
    """Not of the nearest 1 months."""
    sheets = with_sheets(Demand=GOOD["Demand"][:2])
    sheets["Settings"][2][1] = 1
    sheets["Events"] = [sheets["Events"][0]]
    summary, _, names = told(tmp_path, sheets)
    assert order(ENGLISH, summary, names) == "Order nothing in the nearest month."
    assert order(Speech("ja", "USD"), summary, names) == "今月発注するものはありません。"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_measures_at_weight_0_are_not_told_of_a_plan_with_another_weight(
    language: str, tmp_path: Path
) -> None:
    """At weight 0 a contract is signed for the scenarios; the plan signs none, and pays no premium."""
    sheets = nothing_bought()
    terms = [*sheets["Offers"][0], "kind", "max_annual", "take_or_pay"]
    spot, contract = [*sheets["Offers"][1], "spot"], [*sheets["Offers"][2], "contract", 200, 0.5]
    contract[5] = None
    sheets["Offers"] = [terms, spot, contract]
    sheets["Settings"] = [*sheets["Settings"], ["risk_weight", 0.3]]
    plan = planner.read(book(tmp_path, sheets))
    result = solve(plan, gap=1e-9)
    value = value_of_planning(planner.assemble.assemble(plan.tables)).to_json()
    assert value["insurance_premium"] != pytest.approx(value["insurance_premium_as_planned"])
    said = dict(value_sentences(value, 0.9, Speech(language, "USD"), result.expected_cost))
    assert ("risk weight 0" if language == "en" else "リスク重み0") in said["weight"]
    same = {**value, "insurance_premium_as_planned": value["insurance_premium"]}
    assert "weight" not in dict(value_sentences(same, 0.9, Speech(language, "USD"), value["optimum"]))
