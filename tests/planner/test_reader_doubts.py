"""What may be read wrongly, kind by kind: tables of what people write and what it is taken for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from books import GOOD, only
from check_plans import findings as checked

from planner.workbook.messages.findings import Finding
from planner.workbook.reading.arithmetic import Unclear, result_of
from planner.workbook.reading.clean import clean
from planner.workbook.reading.clean_numbers import currency_in, two_numbers
from planner.workbook.reading.countries import country_of, near_country
from planner.workbook.reading.month_headers import month_headers
from planner.workbook.reading.months import doubt_of, month_of_text
from planner.workbook.reading.number_formats import shown_by
from planner.workbook.reading.reader import tables_from
from planner.workbook.reading.sheet_names import near_sheet
from planner.workbook.reading.units import other_unit, same_currency
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.tables import Tables


def read(**changes: Sequence[Sequence[object]]) -> tuple[Tables, list[Finding]]:
    """Return the good plan with whole sheets replaced, given as rows below their header."""
    sheets = {**GOOD, **changes}
    return tables_from(
        {
            name: [dict(zip(map(str, rows[0]), row, strict=False)) for row in rows[1:]]
            for name, rows in sheets.items()
        }
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(
            (name, "JP")
            for name in ("JP", "jp", "ＪＰ", "JPN", "jpn", "392", "Japan", "JAPAN", "日本", "日本国")
        ),
        *(
            (name, "CN")
            for name in ("CN", "China", "中国", "中華人民共和国", "PRC", "People's Republic of China")
        ),
        *((name, "US") for name in ("USA", "U.S.", "United States", "米国", "アメリカ", "アメリカ合衆国")),
        *((name, "GB") for name in ("UK", "United Kingdom", "イギリス", "英国")),
        *(
            (name, "KR")
            for name in ("South Korea", "Korea, Republic of", "Republic of Korea", "韓国", "大韓民国")
        ),
        *((name, "CD") for name in ("DRC", "DR Congo", "コンゴ民主共和国")),
        *((name, "TR") for name in ("Turkey", "Türkiye", "Turkiye", "トルコ")),
        *((name, "CI") for name in ("Côte d'Ivoire", "Cote dIvoire", "Ivory Coast")),
        *((name, "VN") for name in ("Vietnam", "Viet Nam", "ベトナム", "ヴェトナム")),
        ("NA", "NA"),
        ("ナミビア", "NA"),
        ("台湾", "TW"),
        ("豪州", "AU"),
        ("オーストラリア", "AU"),
        ("ロシア", "RU"),
        ("the Netherlands", "NL"),
    ],
)
def test_countries_by_code_and_name(written: str, code: str) -> None:
    """Codes of two, three letters and three digits in any case; names in both languages."""
    assert country_of(written) == code


@pytest.mark.parametrize(
    "written", ["EU", "Korea", "Congo", "コンゴ", "Chnia", "欧州", "Asia", "CN-BT", "A", "?"]
)
def test_what_is_no_country(written: str) -> None:
    """Two countries of one name, groups, regions and slips are none."""
    assert country_of(written) is None


def test_two_countries_of_one_name_are_both_named() -> None:
    """Cobalt comes from one Congo, not from the other."""
    assert near_country("Congo").startswith("CD (Congo, The Democratic Republic of the) / CG")


@pytest.mark.parametrize(
    "mark", ["〃", "々", "仝", "同上", "同", '"', "''", "”", "ditto", "do.", "↑", "same as above"]
)
@pytest.mark.parametrize("kind", [Kind.COUNTRY, Kind.COUNTRIES, Kind.ID, Kind.NUMBER])
def test_ditto_marks_are_errors(mark: str, kind: Kind) -> None:
    """A program cannot know which cell is meant once rows are sorted."""
    value, remarks = clean(mark, Column("x", "X", "X", kind))
    assert value is None
    assert [remark.code for remark in remarks] == ["E182"]


@pytest.mark.parametrize("written", ["－", "-", "—", "ー", "なし", "無し", "None", "n/a", "該当なし"])
def test_words_for_nothing_are_blanks(written: str) -> None:
    """Where a country may be blank, a dash or a word for it is one, and noted."""
    assert clean(written, Column("x", "X", "X", Kind.COUNTRY)) == (
        None,
        clean(written, Column("x", "X", "X", Kind.COUNTRY))[1],
    )
    assert [remark.code for remark in clean(written, Column("x", "X", "X", Kind.COUNTRIES))[1]] == ["N161"]


def test_a_list_of_countries() -> None:
    """Names and codes in one cell, each once."""
    column = Column("x", "X", "X", Kind.COUNTRIES)
    assert clean("中国; JPN、US, cn", column)[0] == ("CN", "JP", "US")
    assert clean("Korea, Republic of", column)[0] == ("KR",)


def test_members_of_rules_are_countries_too() -> None:
    """中国 in a rule is CN in an offer."""
    rules = [
        ["rule", "measure", "member", "share"],
        ["R", "refining", "中国", 0.5],
        ["S", "refining", "Chnia", 0.5],
    ]
    tables, found = read(Rules=rules)
    assert tables["Rules"][0]["member"] == "CN"
    assert only(found, "E186").cell == "C3"


def test_a_code_left_to_users_counts_where_it_is_listed() -> None:
    """ISO keeps XA to XZ free; one that nobody lists is a slip."""
    offers = [[*row, "XB"] if at else [*row, "refining_country"] for at, row in enumerate(GOOD["Offers"])]
    assert [f.code for f in read(Offers=offers)[1] if f.code[0] == "E"] == ["E187", "E187"]
    listed = [["code", "name"], ["XB", "Berlin group"]]
    assert not [f for f in read(Offers=offers, Countries=listed)[1] if f.code[0] == "E"]


@pytest.mark.parametrize(
    ("written", "two"),
    [
        *((text, (1200.0, 1.2)) for text in ("1.200", " １．２００ ", "€1.200", "1.200 EUR")),
        ("-1.200", (-1200.0, -1.2)),
        ("12.345", (12345.0, 12.345)),
        *((text, None) for text in ("0.125", "1.20", "1.2000", "1200", "1,200", "1.200.000", "1234.567")),
    ],
)
def test_a_point_and_three_digits_is_two_numbers(written: str, two: tuple[float, float] | None) -> None:
    """Thousands in German, a fraction in English; after a 0 or among more digits there is one way."""
    assert two_numbers(written) == two


@pytest.mark.parametrize(
    "written", ["1.200.000", "1.200,50", "1'200", "12,34,567", "1·200", "630,50", "690 USD/MTU"]
)
def test_separators_of_other_countries_are_errors(written: str) -> None:
    """What is no number as the program reads them is never guessed."""
    value, remarks = clean(written, Column("x", "X", "X", Kind.NUMBER))
    assert value is None
    assert [remark.code for remark in remarks] == ["E163"]


@pytest.mark.parametrize(
    ("written", "currency", "code", "same"),
    [
        ("$10.50", "$", "USD", True),
        ("$10.50", "$", "JPY", False),
        ("10.5円", "円", "JPY", True),
        ("1,200 円", "円", "USD", False),
        ("EUR 10", "EUR", "EUR", True),
        ("10 EUR", "EUR", "USD", False),
        ("¥10", "¥", "CNY", True),
        ("￥10", "¥", "JPY", True),
        ("10€", "€", "EUR", True),
        ("A$10", "A$", "AUD", True),
        ("A$10", "A$", "USD", False),
        ("₩10", "₩", "KRW", True),
    ],
)
def test_currencies_written_in_cells(written: str, currency: str, code: str, same: bool) -> None:
    """Signs, words and codes, before and behind."""
    assert currency_in(written) == currency
    assert same_currency(currency, code) is same


@pytest.mark.parametrize(
    ("written", "read", "code"),
    [
        ("USD", "USD", ""),
        ("usd", "USD", "N165"),
        ("ＪＰＹ", "JPY", "N165"),
        ("千円", None, "E185"),
        ("円", None, "E184"),
        ("$", None, "E184"),
        ("百万円", None, "E185"),
        ("kUSD", None, "E185"),
        ("XYZ", None, "E185"),
        ("USD/lb", "USD/lb", ""),
    ],
)
def test_currencies_are_those_of_iso_4217(written: str, read: str | None, code: str) -> None:
    """A name is asked about, a multiple refused; a rate may hold a unit too."""
    value, remarks = clean(written, Column("x", "X", "X", Kind.CURRENCY))
    assert value == read
    assert [remark.code for remark in remarks] == ([code] if code else [])


@pytest.mark.parametrize(
    ("written", "month"),
    [
        (dt.datetime(2026, 3, 31, 23, 59, 17), (2026, 4)),  # noqa: DTZ001 (Excel knows no zones)
        (dt.datetime(2026, 3, 31, 23, 46), (2026, 4)),  # noqa: DTZ001
        (dt.datetime(2026, 4, 1, 0, 0, 43), (2026, 4)),  # noqa: DTZ001
        (dt.datetime(2026, 4, 15, 9, 30), (2026, 4)),  # noqa: DTZ001
        (dt.datetime(2026, 3, 31, 15, 0), None),  # noqa: DTZ001 - midnight in Tokyo, by the world's clock
        (dt.datetime(2026, 3, 31, 22, 0), None),  # noqa: DTZ001 - midnight in Berlin
        (dt.datetime(2026, 3, 31, 9, 0), (2026, 3)),  # noqa: DTZ001
        (dt.time(9, 30), None),
    ],
)
def test_times_of_day(written: object, month: tuple[int, int] | None) -> None:
    """Nearly midnight is midnight; a time that is midnight elsewhere leaves two months."""
    value, remarks = clean(written, Column("x", "X", "X", Kind.MONTH))
    assert value == (dt.date(*month, 1) if month else None)
    assert month or remarks[0].code in ("E175", "E176")


@pytest.mark.parametrize(
    ("written", "code", "month"),
    [
        ("Jun-26", "E189", "2026-06"),
        ("26-Jun", "E189", "2026-06"),
        ("June '26", "E189", "2026-06"),
        *(
            (text, "E190", "")
            for text in ("W14", "2026-W14", "CW 14", "KW14", "Week 14", "14 W"[::-1], "第14週", "14週")
        ),
        *(
            (text, "E191", "")
            for text in ("Q2 2026", "2026Q2", "2Q26", "2026年度", "FY2026", "上期", "第1四半期", "H1 2026")
        ),
        *((text, "E192", "") for text in ("4月", "Apr", "June", "4月度")),
    ],
)
def test_times_that_are_no_month(written: str, code: str, month: str) -> None:
    """Weeks, quarters, months without a year; the error says which month it may be."""
    assert month_of_text(written) is None
    doubt = doubt_of(written)
    assert doubt is not None
    assert (doubt.code, doubt.month) == (code, month)


@pytest.mark.parametrize("text", ["2026M04", "2026-M4", "2026 m04", "M04 2026"])
def test_months_with_an_m(text: str) -> None:
    """As statistical offices write them."""
    assert month_of_text(text) == (dt.date(2026, 4, 1), 1)


def months(*header: object, above: Sequence[Sequence[object]] = ()) -> list[str]:
    found, _ = month_headers(header, above)
    return [f"{found[at].month:%Y-%m}" for at in sorted(found)]


def test_headers_bear_each_other_out() -> None:
    """What is one month in a row of months may be read; alone it may not."""
    assert months("product", 46113, 46143, 46174) == ["2026-04", "2026-05", "2026-06"]
    assert months("product", "Apr-26", "May-26") == ["2026-04", "2026-05"]
    assert months("product", "Apr-26") == []
    assert months("product", "4/1/2026", "5/1/2026") == ["2026-04", "2026-05"]
    assert months("product", "1/4/2026", "1/5/2026") == ["2026-04", "2026-05"]
    assert months("product", "1/1/2026", "1/4/2026") == ["2026-01", "2026-04"]
    assert months("product", "4/1/2026") == []
    assert months("product", "4/5/2026", "5/4/2026") == []
    assert months("product", "2026M04", 202605, "2026年6月") == ["2026-04", "2026-05", "2026-06"]
    assert months("product", 46113, 46120) == []
    assert months("product", "46113", "46143") == ["2026-04", "2026-05"]
    midnights = [dt.datetime(2026, month, 30, 23, 59, 50) for month in (4, 6)]  # noqa: DTZ001
    assert months("product", *midnights) == ["2026-05", "2026-07"]


def test_months_under_a_row_of_years() -> None:
    """4月 … 3月 under 2026年度 ends in March 2027; under 2026年 it would not."""
    header = ("製品", "4月", "12月", "1月", "3月")
    business = [(None, "2026年度", None, None, None)]
    assert months(*header, above=business) == ["2026-04", "2026-12", "2027-01", "2027-03"]
    assert months("製品", "11月", "12月", "1月", above=[(None, "2026年", None, "2027年")]) == [
        "2026-11",
        "2026-12",
        "2027-01",
    ]
    assert months("product", "Nov", "Dec", "Jan", above=[(None, 2026, None, 2027)]) == [
        "2026-11",
        "2026-12",
        "2027-01",
    ]
    assert months(*header) == []


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        (["product", "W14", "W15"], ["E190", "E190"]),
        (["product", "Q1 2026", "Q2 2026"], ["E191", "E191"]),
        (["product", "4月", "5月"], ["E192", "E192"]),
        (["product", "M1", "M2", "M3"], ["E192"] * 3),
        (["product", 1, 2, 3], ["E192"] * 3),
        (["product", "26年4月", "26/5", "26-06"], ["E189"] * 3),
        (["product", "2026-04", "2026-05", "Total"], ["E193"]),
        (["product", "2026-04", "2026-05", "26-Jun"], ["E189"]),
    ],
)
def test_headers_that_are_no_month_are_the_only_errors(header: list[object], codes: list[str]) -> None:
    """Nothing advises to delete demand, and nothing is said of the months that are missing for it."""
    _, found = read(Demand=[header, ["EV", *[10] * (len(header) - 1)]])
    assert [f.code for f in found if f.code[0] in "EW"] == codes


def test_months_as_columns_and_as_a_column_are_one_too_many() -> None:
    """Neither of two ways to write demand is dropped."""
    header = ["product", "month", "quantity", "2026-04", "2026-05"]
    _, found = read(Demand=[header, ["EV", "2026-04", 5, 10, 10]])
    assert only(found, "E134").cell == "D1"


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        *(
            (title, "Demand")
            for title in ("Demand (2)", "Demand 2027", "demnad", "Demands", "需要（下期以降）", "需要2")
        ),
        *(
            (title, "Offers")
            for title in ("Offer", "Offers_old", "オファー一覧", "Offers - Copy", "新オファー")
        ),
        *((title, "Events") for title in ("Event", "イベント")),
        ("Supplier", "Suppliers"),
        ("Price Tiers", None),
        ("Notes", None),
        ("Sheet1", None),
        ("メモ", None),
        ("Summary", None),
    ],
)
def test_sheets_with_nearly_a_name(title: str, sheet: str | None) -> None:
    """Parts, copies, plurals and slips; not everything that a file holds."""
    near = near_sheet(title)
    if title == "Price Tiers":
        sheet = "PriceTiers"
    assert (near.name if near else None) == sheet


@pytest.mark.parametrize(
    ("code", "unit", "thousands"),
    [
        ('#,##0"百万円"', "百万円", 0),
        ('#,##0,,"百万円"', "百万円", 2),
        ("[$$-409]#,##0.00", "$", 0),
        ("#,##0円", "円", 0),
        (r"#,##0\ \k\g", "kg", 0),
        ("#,##0_);[Red](#,##0)", "", 0),
        ("General", "", 0),
        ("0.00E+00", "", 0),
        ("#,##0.00_ ", "", 0),
    ],
)
def test_what_a_format_shows(code: str, unit: str, thousands: int) -> None:
    """Quoted, escaped and bare signs; padding and colours are none."""
    shown = shown_by(code)
    assert (shown.unit, shown.thousands) == (unit, thousands)


@pytest.mark.parametrize(
    ("column", "written", "thousands", "other"),
    [
        ("capex_budget", "百万円", 0, True),
        ("capex_budget", "百万円", 2, False),
        ("capex_budget", "千円", 1, False),
        ("capex_budget", "円", 0, False),
        ("capex_budget", "JPY", 0, False),
        ("capex_budget", "円／年度", 0, False),
        ("capex_budget", "$", 0, True),
        ("Offers.lead_time_months", "日", 0, True),
        ("Offers.lead_time_months", "months", 0, False),
        ("Offers.lead_time_months", "ヶ月", 0, False),
        ("Offers.lead_time_months", "weeks", 0, True),
        ("Items.initial_stock", "kg", 0, False),
        ("Items.initial_stock", "t", 0, True),
        ("Items.min_cover_days", "months", 0, True),
        ("Items.storage_cost", "円/kg/月", 0, False),
    ],
)
def test_units_beside_numbers(column: str, written: str, thousands: int, other: bool) -> None:
    """Another word for the same unit is no news."""
    sheet, _, key = column.rpartition(".")
    declared = SHEETS[sheet].column(key) if sheet else SETTING_COLUMNS[key]
    assert other_unit(written, declared, "JPY", {"kg"}, thousands) is other


@pytest.mark.parametrize(
    ("formula", "result"),
    [("8*1.25", 10), ("2+3*4-1", 13), ("-(2+3)^2", 25), ("B2*110%", 110), ("$B$2/4", 25), ("1.5e2", 150)],
)
def test_plain_arithmetic(formula: str, result: float) -> None:
    """What a saved 0 is held against (a sign binds before a power, as in Excel)."""
    assert result_of(formula, {"B2": 100.0}.__getitem__) == pytest.approx(result)


@pytest.mark.parametrize("formula", ["SUM(A1:A3)", "Sheet2!A1", "1/0", '"x"', "1+", "(1", "9^9^9^9", "A", ""])
def test_what_is_not_worked_out(formula: str) -> None:
    """Functions, other sheets, text and what has no end."""
    with pytest.raises(Unclear):
        result_of(formula, lambda _cell: 1.0)


def test_one_slip_in_a_row_is_one_finding() -> None:
    """What depends on the cell that could not be read waits; what does not is told."""
    items: list[list[object]] = [
        ["item", "min_cover_days", "cover_penalty", "unit_value", "initial_stock"],
        ["DY", "6 weeks", 5, 280, 20],
    ]
    assert [f.code for f in read(Items=items)[1]] == ["E163"]
    items[1][3] = -1
    assert [f.code for f in read(Items=items)[1]] == ["E163", "E168"]


def test_an_unreadable_row_brings_no_unknown_ids() -> None:
    """Offers of an item whose own row could not be read are not told to be unknown."""
    items = [["item", "unit_value"], [dt.date(2026, 4, 1), 280]]
    assert [f.code for f in read(Items=items)[1] if f.code[0] == "E"] == ["E179"]


def test_more_onsets_than_months_are_an_error() -> None:
    """A million onsets are no plan of two years; the check ends at once."""
    events = [
        ["event", "supplier", "duration_months", "probability", "onsets"],
        ["OUT", "ACME", 3, 0.1, 10**6],
    ]
    found = read(Events=events)[1]
    assert only(found, "E401").cell == "E2"


@pytest.mark.parametrize(
    ("plan", "currency", "rate", "code"),
    [
        ("JPY", "USD", 0.0067, "W401"),
        ("JPY", "USD", 150, ""),
        ("JPY", "USD", 15000, "W402"),
        ("USD", "JPY", 150, "W401"),
        ("USD", "JPY", 0.66, "W402"),
        ("EUR", "USD", 1.1, ""),
        ("JPY", "CNY", 0.05, "W401"),
        ("USD", "VES", 3, ""),
    ],
)
def test_exchange_rates(plan: str, currency: str, rate: float, code: str) -> None:
    """Upside down, per hundred; of what is not known nothing is said."""
    settings = [*GOOD["Settings"], ["currency", plan]]
    _, found = read(Settings=settings, FX=[["currency", "rate"], [currency, rate]])
    assert [f.code for f in found if f.sheet == "FX"] == ([code] if code else [])


@pytest.mark.parametrize(
    ("factors", "price", "code"),
    [
        ([9500.5], 10, "W403"),
        ([105, 110], 300, "W403"),
        ([2.6], 2.5, "W403"),
        ([1.0, 12.0], 300, ""),
        ([0.9], 300, ""),
        ([1.8], 300, ""),
    ],
)
def test_an_index_is_a_factor(factors: list[float], price: float, code: str) -> None:
    """A price or index points in place of a factor; a price that rises tenfold begins at 1."""
    offers = [
        ["offer", "supplier", "item", "price", "index", "max_per_month"],
        ["O", "ACME", "DY", price, "I", 100],
    ]
    index = [
        ["index", "month", "factor"],
        *(["I", dt.date(2026, 4 + at, 1), f] for at, f in enumerate(factors)),
    ]
    _, found = read(Offers=offers, PriceIndex=index)
    assert [f.code for f in found if f.code == "W403"] == ([code] if code else [])


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ([5], "2026-09"),
        ([10, 11], "2027-02 … 2027-03"),
        ([2, 3, 4, 11], "2026-06 … 2026-08, 2027-03"),
        ([0, 1], ""),
    ],
)
def test_months_without_demand(left_out: list[int], words: str) -> None:
    """Inside and at the end; a product may begin later."""
    rows = [row for at, row in enumerate(GOOD["Demand"]) if at - 1 not in left_out]
    _, found = read(Demand=rows)
    assert [f.facts["months"] for f in found if f.code == "W405"] == ([words] if words else [])


@pytest.mark.parametrize(
    ("flows", "gains"),
    [
        (
            [
                ("MELT", "S", "in", 1),
                ("MELT", "DY", "out", 1.1),
                ("SHRED", "DY", "in", 1),
                ("SHRED", "S", "out", 1),
            ],
            True,
        ),
        (
            [
                ("MELT", "S", "in", 1),
                ("MELT", "DY", "out", 0.9),
                ("SHRED", "DY", "in", 1),
                ("SHRED", "S", "out", 1),
            ],
            False,
        ),
        (
            [
                ("MELT", "S", "in", 1),
                ("MELT", "DY", "out", 1),
                ("SHRED", "DY", "in", 1),
                ("SHRED", "S", "out", 1),
            ],
            False,
        ),
        # It takes virgin material too, so nothing comes out of nothing.
        (
            [
                *(("MELT", "S", "in", 0.5), ("MELT", "V", "in", 0.6), ("MELT", "DY", "out", 1)),
                *(("SHRED", "DY", "in", 1), ("SHRED", "S", "out", 1)),
            ],
            False,
        ),
        ([("GROW", "DY", "in", 1), ("GROW", "DY", "out", 1.2)], True),
        ([("MINE", "DY", "out", 1)], False),
    ],
)
def test_loops(flows: list[tuple[str, str, str, float]], gains: bool) -> None:
    """Only what gives more of everything than it takes; a mine gives without taking."""
    names = dict.fromkeys(flow[0] for flow in flows)
    _, found = read(
        Items=[["item", "unit_value"], *([name, 280] for name in ("DY", "S", "V"))],
        Processes=[["process", "capacity_per_month"], *([name, 10] for name in names)],
        ProcessFlows=[["process", "item", "kind", "quantity"], *flows],
    )
    told = [f for f in found if f.code == "W406"]
    assert bool(told) is gains
    assert all(name in f.message() for f in told for name in names)


def test_the_plan_of_the_checks_is_in_no_doubt() -> None:
    """The plan that the checks are tried on gives no finding of these kinds."""
    assert checked() == []
