"""What the Summary says agrees with the tables it was made from."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cases import branches, from_sheets, item_row, offer_row, tiny_sheets
from fake_result import FIRST_STAGE, Story, fake_result

from planner.pipeline import Plan, solve
from planner.reporting.advice.lead import lead
from planner.reporting.charts.data import TOP_SUPPLIERS, chart_data, cover_targets
from planner.reporting.layout.scale import money_scale, plan_speech
from planner.reporting.summary.summarise import summarise, tail_start
from planner.reporting.view.lookup import Names
from planner.reporting.view.paths import Tree
from planner.reporting.words import phrases as words
from planner.reporting.words.phrases import CATALOGUE, Amount, Money, Share, Speech
from planner.reporting.words.phrases import Names as Listed

STORY = Story(stops=True, event_months=4, opening=20.0, cover_penalty=10.0, rule_penalty=30.0)


def test_every_path_costs_what_its_components_add_up_to() -> None:
    # C_s is recomputed by the story itself, stretch by stretch; the tree adds up rows of the Costs table.
    result = fake_result(STORY)
    tree = Tree(result)
    for scenario, cost in result.path_costs.items():
        assert sum(tree.costs(scenario).values()) == pytest.approx(cost, rel=1e-12)


def test_kinds_add_up_to_the_expected_cost_and_keep_penalties_apart() -> None:
    # Cash is what is left once lost margin, policy penalties and end values are taken out.
    result = fake_result(STORY)
    summary = summarise(result)
    assert sum(summary.kinds.values()) == pytest.approx(result.expected_cost, rel=1e-12)
    assert summary.kinds["end_value"] == FIRST_STAGE["residual"]
    short = sum(path.probability * path.short_value for path in summary.paths)
    assert short > 0
    assert summary.kinds["lost_margin"] == pytest.approx(short)
    for path in summary.paths:
        assert sum(path.by_class.values()) == pytest.approx(path.cost, rel=1e-12)


def test_a_grandchild_takes_each_month_from_the_right_path() -> None:
    # BAN2 leaves BAN in month 6, BAN leaves the trunk in month 3.
    tree = Tree(fake_result(STORY))
    assert list(tree.stretches("BAN2")) == [("BAN2", 6, 12), ("BAN", 3, 6), ("0", 0, 3)]
    rows = tree.along(tree.split("Demand"), "BAN2")
    assert [row["scenario"] for row in rows] == ["0"] * 3 + ["BAN"] * 3 + ["BAN2"] * 6


def test_the_trunk_is_reached_with_what_the_branches_leave() -> None:
    # From month 3 BAN and its child (0.15) are gone, from month 6 LATE (0.1), from month 9 SPIKE (0.1).
    reach = Tree(fake_result(STORY)).reach()
    assert reach[2] == 1.0
    assert reach[3] == pytest.approx(0.85)
    assert reach[8] == pytest.approx(0.75)
    assert reach[11] == pytest.approx(0.65)


def test_what_to_sign_qualify_build_order_and_hold() -> None:
    # The story signs ACME for 12 a month, qualifies NA for 5, builds the plant now, orders 12 + 7 a month.
    summary = summarise(fake_result())
    (contract,) = summary.contracts
    assert (contract.supplier, contract.rate_per_month, contract.rate_per_year) == ("ACME", 12.0, 144.0)
    assert (contract.price, contract.first_order, contract.decided) == (300.0, dt.date(2026, 4, 1), False)
    assert [(row.supplier, row.cost) for row in summary.qualify] == [("NA", 5.0)]
    assert [(row.investment, row.complete, row.net_capex) for row in summary.builds] == [
        ("PLANT", dt.date(2026, 10, 1), 80.0)
    ]
    orders = {row.offer: (row.quantities, row.cost) for row in summary.purchases}
    assert orders == {"DY-ACME": ((12.0,) * 3, 10_800.0), "DY-NA": ((7.0,) * 3, 5_250.0)}
    (held,) = summary.holdings
    # 60 + 20 on the way + 1 recycled - 20 used; then 20 come in and 20 go out every month.
    assert (held.now, held.average, held.lowest) == (61.0, 61.0, 61.0)
    assert held.now_days == pytest.approx(61 / 20 * 365 / 12)


def test_every_scenario_says_what_it_knows_and_what_it_does_not() -> None:
    # BAN lasts two months from July and may be followed by BAN2, which it does not know.
    paths = {path.scenario: path for path in summarise(fake_result()).paths}
    assert paths["BAN"].ends == dt.date(2026, 8, 1)
    assert paths["BAN"].surprises == ("BAN2",)
    assert paths["BAN2"].after == "BAN"
    assert paths["SPIKE"].surprises == ()
    assert paths["0"].events == ()


def test_cover_targets_follow_equation_six() -> None:
    # 45.625 days are 1.5 months: next month whole, the one after half; beyond the plan the mean use.
    assert cover_targets([10.0, 20.0, 30.0], 45.625) == pytest.approx([20 + 15, 30 + 10, 20 + 10])


def test_the_tail_begins_where_orders_end_or_cover_is_gone() -> None:
    # Goods take a month, so the last month cannot be ordered for; without orders from October cover is below
    # nine tenths of 50 days in February, and never more than a third of the plan is called its tail.
    quiet = fake_result()
    trunk = [{"order_month": dt.date(2026, 4, 1), "arrival_month": dt.date(2026, 5, 1)}]
    assert tail_start(quiet, trunk) == 11
    assert summarise(fake_result(replace(STORY, stops=False, spot=(7.0,) * 4 + (0.0,) * 8))).tail_start == 8


def test_charts_cover_supply_stock_shares_costs_and_scenarios() -> None:
    # One item: two charts of its own, then the share rule, components, differences and shortages.
    result = fake_result(STORY)
    charts = chart_data(result, summarise(result))
    assert [chart.kind for chart in charts.main] == [
        "supply",
        "stock",
        "share",
        "cost",
        "difference",
        "short",
    ]
    supply = charts.main[0]
    assert {series.source for series in supply.series} == {"ACME", "NA", "recycled", "receipts"}
    assert sum(value or 0 for series in supply.series for value in series.values) == pytest.approx(
        sum(result.tables["Stock"].query("scenario == '0'")[["arrivals", "receipts", "process_out"]].sum())
    )
    assert charts.suppliers == ("ACME", "NA")
    for chart in charts.main:
        assert all(len(series.values) == len(chart.categories) for series in chart.series)
    assert chart_data(fake_result(), summarise(fake_result())).main[-1].kind == "difference"
    assert TOP_SUPPLIERS == 7


def test_a_plan_without_scenarios_says_so() -> None:
    # No branch: no scenario charts, no worst scenario, and the sentence that nothing is insured.
    result = fake_result(Story(branches=()))
    summary = summarise(result)
    assert summary.scenarios == 0
    assert [chart.kind for chart in chart_data(result, summary).main] == ["supply", "stock", "share", "cost"]
    said = lead(Speech("en", "USD"), summary, Names(result.inputs))
    assert said[-1] == CATALOGUE["en"]["lead_worst_none"]


def test_the_advice_reads_like_advice() -> None:
    # The sentences a buyer acts on, word for word.
    result = fake_result()
    said = lead(Speech("en", "USD"), summarise(result), Names(result.inputs))
    assert said[:5] == [
        "Sign 1 contract: Dy oxide from Acme Oxides, 12 kg a month.",
        "Qualify now, for 5 USD: NA.",
        "Build, for 80 USD net of subsidies: New plant from Apr 2026.",
        "Hold on average: Dy oxide 61 kg (93 days).",
        "Order in the nearest 3 months for 16.1 k USD, from Acme Oxides (10.8 k USD), NA (5,250 USD).",
    ]


@pytest.mark.parametrize(
    ("fact", "en", "ja"),
    [
        (Money(274_123_456.0), "274.1 M USD", "274.1百万USD"),
        (Money(-1_250.0), "-1,250 USD", "-1,250USD"),
        (Money(45_600.0, signed=True), "+45.6 k USD", "+45.6千USD"),
        (Share(0.1), "10%", "10%"),
        (Share(0.0123), "1.2%", "1.2%"),
        (Share(0.00086), "0.09%", "0.09%"),
        (Share(0.00001), "<0.01%", "<0.01%"),
        (Amount(1234.5, "kg"), "1,234 kg", "1,234 kg"),
        (Amount(0.5, "t"), "0.500 t", "0.500 t"),
        (dt.date(2026, 4, 1), "Apr 2026", "2026年4月"),
        (Listed(("a", "b")), "a, b", "a、b"),
        (Listed(tuple("abcdefghij")), "a, b, c, d, e, f, g, h and 2 more", "a、b、c、d、e、f、g、h、ほか2件"),
    ],
)
def test_facts_are_written_as_each_language_writes_them(fact: Money, en: str, ja: str) -> None:
    # Scales, signs, months and lists.
    assert Speech("en", "USD").fact(fact) == en
    assert Speech("ja", "USD").fact(fact) == ja


@pytest.mark.parametrize(
    ("cost", "amount", "text"),
    [(274e6, 47_200.0, "47 k USD"), (274e6, 7.71e6, "7.7 M USD"), (1.31e6, 1.3124e6, "1.312 M USD")],
)
def test_amounts_are_told_to_four_digits_of_the_plan(cost: float, amount: float, text: str) -> None:
    # In a plan of 274 M nobody reads hundreds of dollars; in one of 1.3 M they tell the scenarios apart.
    summary = replace(summarise(fake_result()), expected=cost, worst=cost)
    assert plan_speech("en", summary).money(amount) == text


def test_both_catalogues_have_the_same_keys_and_facts() -> None:
    # A text that is missing in one language would only be seen by its readers.
    english, japanese = CATALOGUE["en"], CATALOGUE["ja"]
    assert english.keys() == japanese.keys()
    for key in english:
        fields = [sorted(_fields(text[key])) for text in (english, japanese)]
        # A Japanese page names the scale once, at its top.
        once = {"scale"} if key in {"cost_title", "path_title", "money_title"} else set()
        assert set(fields[0]) - once == set(fields[1]), key


def _fields(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


@pytest.mark.parametrize(("largest", "word"), [(3e8, "M USD"), (45_000.0, "k USD"), (900.0, "USD")])
def test_money_is_scaled_to_a_handful_of_digits(largest: float, word: str) -> None:
    # One scale for a whole sheet.
    assert money_scale(Speech("en", "USD"), largest).word == word


def test_the_result_goes_to_json() -> None:
    # What ``solve --json`` prints: numbers by name, and no path until one was written.
    result = fake_result()
    told = json.loads(json.dumps(result.to_json()))
    assert told["status"] == "optimal"
    assert told["expected_cost"] == result.expected_cost
    assert told["path_costs"].keys() == {"0", "BAN", "BAN2", "LATE", "SPIKE"}
    assert told["output"] is None
    assert result.with_output(Path("x.xlsx")).to_json()["output"] == "x.xlsx"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_key_has_a_text_in_two_catalogues(language: str) -> None:
    """The later one would stand in the other's place, as a chart's title once did over columns of money."""
    parts = [texts for name, texts in vars(words).items() if name.endswith(f"_{language.upper()}")]
    assert sum(map(len, parts)) == len(CATALOGUE[language])


def test_the_nearest_orders_say_at_which_price_and_when_they_are_paid() -> None:
    """USD 12 for 2 units, paid two months after arrival: each contract's price as it is quoted."""
    sheets = tiny_sheets(
        [10.0] * 6,
        Offers=[offer_row(price=12, price_per=2, payment_months=2)],
    )
    summary = summarise(solve(Plan(from_sheets(sheets), ()), gap=1e-6))
    (purchase,) = summary.purchases
    assert purchase.price == "12 USD / 2 kg"
    assert purchase.arrivals == (dt.date(2026, 1, 1), dt.date(2026, 3, 1))
    assert purchase.payments == (dt.date(2026, 3, 1), dt.date(2026, 5, 1))


def test_cash_is_drawn_by_month_of_payment_on_the_plan_and_on_the_dearest_path() -> None:
    """60 a month, due two months later; on the dearest path A stops in April and nothing is due in June."""
    sheets = tiny_sheets(
        [10.0] * 6,
        Items=[item_row(storage_cost=100)],
        Offers=[offer_row(price=12, price_per=2, payment_months=2)],
        **branches((3, 0.1), supplier="A", severity=1, duration_months=1),
    )
    result = solve(Plan(from_sheets(sheets), ()), gap=1e-6)
    chart = next(chart for chart in chart_data(result, summarise(result)).main if chart.kind == "cash")
    plan, dearest = (dict(zip(chart.categories, series.values, strict=True)) for series in chart.series)
    assert list(plan) == [dt.date(2026, month, 1) for month in range(3, 9)]
    assert set(plan.values()) == {60.0}
    assert dearest[dt.date(2026, 6, 1)] == 0.0
    assert dearest[dt.date(2026, 7, 1)] == 60.0
