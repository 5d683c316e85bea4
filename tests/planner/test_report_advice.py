"""The warnings of a result: each fires where its trap is, with its numbers and place, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_result import Story, fake_result

from planner.reporting.advice.every import ADVISERS, advise
from planner.reporting.advice.scarcity import landed_cost, product_needs, scarcities
from planner.reporting.advice.view import Advice
from planner.reporting.summary.advice import advice_words
from planner.reporting.summary.summarise import summarise
from planner.reporting.words.phrases import CATALOGUE, Money, Speech
from planner.workbook.reading.reader import tables_from

QUIET = Story()
CALM = replace(QUIET, branches=())


def advice_of(story: Story) -> dict[str, Advice]:
    """Return the advice of a story by code (the first of each)."""
    result = fake_result(story)
    found: dict[str, Advice] = {}
    for advice in advise(result, summarise(result)):
        found.setdefault(advice.code, advice)
    return found


def test_a_dense_calm_plan_has_no_warnings() -> None:
    # Onsets every three months, a child, shortage dear, no cover collapse: only hints are left.
    assert [code for code, advice in advice_of(QUIET).items() if advice.warning] == []


CASES = {
    "advice_gap_stopped": (replace(QUIET, status="stopped", gap=0.05), "Settings"),
    "advice_gap_unknown": (replace(QUIET, status="stopped", gap=13.3), "Settings"),
    "advice_trunk_short": (replace(QUIET, opening=0.0, receipts=10.0), "Demand"),
    "advice_calendar_stock": (
        replace(QUIET, opening=0.0, spot=(0.0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
        "Scenarios",
    ),
    "advice_calendar_gap": (
        replace(QUIET, branches=(("BAN", "0", 1, 0.1), ("BAN2", "BAN", 9, 0.1))),
        "Scenarios",
    ),
    "advice_known_ends": (
        replace(QUIET, branches=(("BAN", "0", 3, 0.1), ("LATE", "0", 6, 0.1))),
        "Scenarios",
    ),
    "advice_empty_before_end": (
        replace(QUIET, stops=True, event_months=5, contract=2.0, spot=(17.0,) * 12, opening=20.0),
        "Scenarios",
    ),
    "advice_foreseen_child": (
        replace(QUIET, branches=(("BAN", "0", 3, 0.0), ("BAN2", "BAN", 6, 0.1))),
        "Scenarios",
    ),
    "advice_cheaper": (replace(QUIET, cover_penalty=5000.0), "Scenarios"),
    "advice_shortage_cheap": (replace(QUIET, penalty=400.0), "Products"),
    "advice_collapse": (replace(QUIET, spot=(7.0,) * 6 + (0.0,) * 6), "Stock"),
    "advice_odds_low": (
        replace(QUIET, branches=(("BAN", "0", 3, 0.3), ("BAN2", "BAN", 6, 0.3))),
        "Scenarios",
    ),
    "advice_weightless": (replace(QUIET, branches=(*QUIET.branches, ("NEVER", "0", 9, 0.0))), "Scenarios"),
    "advice_disposed": (replace(QUIET, disposed=10.0), "Stock"),
    "advice_rule_broken": (replace(QUIET, rule_penalty=123.0), "Rules"),
}


@pytest.mark.parametrize("code", CASES)
def test_each_warning_fires_with_its_place_and_stays_silent_otherwise(code: str) -> None:
    # One change of the quiet plan brings the trap, and with it the warning.
    story, sheet = CASES[code]
    advice = advice_of(story)[code]
    assert advice.warning
    assert advice.place is not None
    assert advice.place.sheet == sheet
    assert code not in advice_of(QUIET)


@pytest.mark.parametrize(
    ("code", "story"),
    [
        ("advice_gap", QUIET),
        ("advice_calendar", QUIET),
        ("advice_weight_weak", QUIET),
        ("advice_weight_works", replace(QUIET, penalty=900.0)),
        ("advice_expectation_insures", replace(QUIET, risk_weight=0.0)),
        ("advice_odds", QUIET),
        ("advice_lots", replace(QUIET, moq=5.0)),
        ("advice_here_and_now", replace(QUIET, other_supplier=True)),
        ("advice_first_months", replace(QUIET, opening=21.0, receipts=0.0)),
    ],
)
def test_each_reading_hint_is_given_where_it_helps_only(code: str, story: Story) -> None:
    # A plan without scenarios, gap, lots or spare suppliers needs none of them.
    assert not advice_of(story)[code].warning
    assert code not in advice_of(replace(CALM, gap=0.0))


def test_first_months_warn_where_something_is_short_before_the_first_arrival() -> None:
    # 10 kg in hand and 1 kg recycled against a need of 20 kg in April; the first goods arrive in May.
    advice = advice_of(replace(QUIET, opening=10.0, receipts=0.0))["advice_first_months"]
    assert advice.warning
    assert advice.facts["arrival"] == 30


def test_a_cheaper_scenario_is_split_and_explained() -> None:
    # BAN leaves the trunk in month 3, so 9 months of 5,000 for missing cover are not asked of it.
    advice = advice_of(replace(QUIET, cover_penalty=5000.0))["advice_cheaper"]
    assert advice.facts["policy"] == Money(-45_000.0, signed=True)
    text = advice_words(Speech("en", "USD"), advice)
    assert text.startswith("BAN")
    assert "cover_again_months" in text


def test_a_setting_left_out_is_named_by_its_sheet() -> None:
    # mip_gap is blank in the story, as in a template: there is no cell to point at.
    place = advice_of(QUIET)["advice_gap"].place
    assert place is not None
    assert (place.sheet, place.cell, place.of_input) == ("Settings", "", True)
    place = advice_of(QUIET)["advice_weight_weak"].place
    assert place is not None
    assert place.cell == "B6"


def test_the_calendar_names_item_and_days() -> None:
    # 60 kg arrive before the first onset only.
    advice = advice_of(CASES["advice_calendar_stock"][0])["advice_calendar_stock"]
    assert advice.facts["item"] == "Dy oxide"
    assert int(str(advice.facts["before"])) > int(str(advice.facts["other"]))


def test_many_cheaper_scenarios_are_counted() -> None:
    # Four scenarios are cheaper: three stand alone, the fourth is named in one line.
    advice = [
        one.code
        for one in advise(
            fake_result(replace(QUIET, cover_penalty=5000.0)),
            summarise(fake_result(replace(QUIET, cover_penalty=5000.0))),
        )
    ]
    assert advice.count("advice_cheaper") == 3
    assert advice.count("advice_cheaper_more") == 1


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("code", [*CASES, "advice_gap"])
def test_every_advice_reads_as_a_sentence(code: str, language: str) -> None:
    # Every fact finds its place in the text of both languages.
    story = CASES[code][0] if code in CASES else QUIET
    text = advice_words(Speech(language, "USD"), advice_of(story)[code])
    assert "{" not in text
    assert text.endswith((".", "。", "）"))


def test_every_adviser_has_its_texts() -> None:
    # No text without an adviser that says it, none said without a text.
    said = {key for key in CATALOGUE["en"] if key.startswith("advice_") and key != "advice_title"}
    fired = set(CASES) | {"advice_cheaper_more", "advice_never_calm"}
    hints = said - fired
    assert len(ADVISERS) == 17
    assert hints == {
        "advice_gap",
        "advice_calendar",
        "advice_weight_weak",
        "advice_weight_works",
        "advice_expectation_insures",
        "advice_first_months",
        "advice_odds",
        "advice_lots",
        "advice_here_and_now",
        "advice_next_tier",
        "advice_rule_off_plan",
    }


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_pool_says_what_is_missing_and_a_rule_where_it_gives_way(language: str) -> None:
    # 84 a year committed in the second tier, the third begins at 100; a cap of 50 % reaches 75 %.
    result = fake_result(Story(rule_penalty=1.0))
    tables, _ = tables_from(
        {
            "Pools": [
                {"pool": "POOL", "from_annual": 60, "discount": 0.05},
                {"pool": "POOL", "from_annual": 100, "discount": 0.08},
            ]
        }
    )
    sheets = {**result.inputs.sheets, "Pools": tables["Pools"]}
    given = replace(result, inputs=replace(result.inputs, sheets=sheets))
    told = {advice.code: advice for advice in advise(given, summarise(given))}
    speech = Speech(language, "USD")
    pool, rule = (advice_words(speech, told[code]) for code in ("advice_next_tier", "advice_rule_off_plan"))
    for word in ("POOL", "84", "5%", "16", "8%"):
        assert word in pool
    for word in ("CN-cap", "75%", "50%", "90%"):
        assert word in rule
    assert told["advice_rule_off_plan"].warning


def test_a_missing_kilogram_is_priced_through_processes() -> None:
    # 2 kg of magnet a motor, 0.05 kg Dy a kg of magnet: 0.1 kg Dy a motor, so 1,000 a motor is 10,000 a kg.
    # Recycling turns scrap back into Dy, but nobody stops a line for want of scrap.
    tables, _ = tables_from(
        {
            "Settings": [{"key": "start_month", "value": "2026-04"}, {"key": "months", "value": 3}],
            "Items": [
                {"item": "DY", "unit_value": 300},
                {"item": "MAG", "unit_value": 80},
                {"item": "SCRAP"},
            ],
            "Suppliers": [{"supplier": "S"}],
            "PriceIndex": [
                {"index": "D", "month": "2025-01", "factor": 1.5},
                {"index": "D", "month": "2026-05", "factor": 2},
                {"index": "D", "month": "2026-09", "factor": 9},
            ],
            "FX": [{"currency": "EUR", "rate": 1.1}],
            "Offers": [
                {"offer": "A", "supplier": "S", "item": "DY", "price": 400, "max_per_month": 1},
                {
                    "offer": "B",
                    "supplier": "S",
                    "item": "DY",
                    "price": 200,
                    "max_per_month": 1,
                    "index": "D",
                    "price_ceiling": 390,
                    "tariff": 0.1,
                    "freight": 1,
                    "currency": "EUR",
                },
                {"offer": "C", "supplier": "S", "item": "SCRAP", "price": 2, "max_per_month": 1},
            ],
            "Products": [{"product": "EV", "shortage_penalty": 1000}],
            "Designs": [{"product": "EV", "design": "std"}],
            "BOM": [{"product": "EV", "design": "std", "item": "MAG", "quantity": 2}],
            "Processes": [{"process": "MAKE"}, {"process": "BACK", "recycling": "yes"}],
            "ProcessFlows": [
                {"process": "MAKE", "item": "DY", "kind": "in", "quantity": 0.05},
                {"process": "MAKE", "item": "SCRAP", "kind": "out", "quantity": 0.2},
                {"process": "MAKE", "item": "MAG", "kind": "out", "quantity": 1},
                {"process": "BACK", "item": "SCRAP", "kind": "in", "quantity": 1},
                {"process": "BACK", "item": "DY", "kind": "out", "quantity": 0.01},
            ],
        }
    )
    assert tables is not None
    assert product_needs(tables)["EV"] == {"MAG": 2.0, "DY": pytest.approx(0.1)}
    # Offer B in its dearest month of the plan: min(200·2, 390)·1.1 + 1 = 430 EUR = 473.
    assert landed_cost(tables, tables["Offers"][1]) == pytest.approx(473)
    (scarce,) = scarcities(tables)
    assert (scarce.item, scarce.offer, scarce.product) == ("DY", "B", "EV")
    assert scarce.penalty == pytest.approx(10_000)
    assert scarce.dearest == pytest.approx(473)
