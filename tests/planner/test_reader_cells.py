"""One cell at a time: kinds, ranges, months, lists, and tables given in Python."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from books import GOOD, only

from planner.workbook.messages.findings import Severity
from planner.workbook.reading.clean import clean
from planner.workbook.reading.clean_numbers import parse_number
from planner.workbook.reading.months import month_of_text
from planner.workbook.reading.reader import tables_from
from planner.workbook.schema.columns import Column, Kind


def column(kind: Kind, **limits: object) -> Column:
    return Column("x", "X", "X", kind, **limits)  # type: ignore[arg-type]


def given(**changes: list[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    """Return the good plan as rows of named values."""
    plan = {
        title: [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]
        for title, rows in GOOD.items()
    }
    return {**plan, **changes}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(
            ("yes", True),
            ("N", False),
            ("ＹＥＳ", True),
            (1, True),
            (0.0, False),
            (True, True),
            ("はい", True),
        ),
        *(("いいえ", False), ("○", True), ("×", False), ("FALSE", False), ("〇", True)),
    ],
)
def test_yes_and_no_in_all_their_forms(written: object, meant: bool) -> None:
    """People tick in many ways."""
    assert clean(written, column(Kind.YESNO)) == (meant, ())


@pytest.mark.parametrize("written", ["perhaps", 2, "x", dt.date(2026, 4, 1)])
def test_what_is_neither_yes_nor_no(written: object) -> None:
    """Nothing else is taken for either."""
    value, remarks = clean(written, column(Kind.YESNO))
    assert value is None
    assert [remark.code for remark in remarks] == ["E172"]


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("A, B;C、D", ("A", "B", "C", "D")),
        ("Ａ，Ｂ；Ｃ", ("A", "B", "C")),
        ("A,,A , ", ("A",)),
        (1.0, ("1",)),
        (("A", 2), ("A", "2")),
        ((), None),
        ("NA", ("NA",)),
    ],
)
def test_lists_in_a_cell(written: object, ids: tuple[str, ...] | None) -> None:
    """Comma, semicolon and the Japanese comma part them, in either width."""
    assert clean(written, column(Kind.IDS))[0] == ids


@pytest.mark.parametrize(
    ("written", "text"),
    [
        *((1, "1"), (1.0, "1"), ("1", "1"), (1.5, "1.5"), (0.1 + 0.2, "0.3"), ("00123", "00123")),
        *((" a  ", "a"), ("ＣＮ", "CN"), ("ﾓｰﾀ", "モータ"), ("Dy\u3000oxide", "Dy oxide"), ("NaN", "NaN")),
        *((True, "TRUE"), (10**20, "100000000000000000000"), (math.inf, None), (10**400, None)),
    ],
)
def test_ids_are_text(written: object, text: str | None) -> None:
    """Trimmed, of one width, a number as its shortest text."""
    assert clean(written, column(Kind.ID))[0] == text


def test_a_date_is_no_id() -> None:
    """Excel makes dates of ids like 4-1; what was typed is lost."""
    value, remarks = clean(dt.datetime(2026, 4, 1), column(Kind.ID))  # noqa: DTZ001 (Excel knows no zones)
    assert value is None
    assert remarks[0].code == "E179"


@pytest.mark.parametrize(
    ("written", "profile"),
    [("1|1|0.6|0.3", (1.0, 1.0, 0.6, 0.3)), ("１｜50%", (1.0, 0.5)), (0.4, (0.4,)), ((0.5, 1.0), (0.5, 1.0))],
)
def test_loss_profiles(written: object, profile: tuple[float, ...]) -> None:
    """Shares joined by a bar, one a month."""
    assert clean(written, column(Kind.PROFILE, low=0.0, high=1.0))[0] == profile


@pytest.mark.parametrize(
    ("written", "code"), [("1|x", "E180"), ("1||1", "E180"), ("1|65", "E165"), (-0.1, "E168")]
)
def test_faulty_loss_profiles(written: object, code: str) -> None:
    """The part that is wrong is named."""
    value, remarks = clean(written, column(Kind.PROFILE, low=0.0, high=1.0))
    assert value is None
    assert remarks[-1].code == code


@pytest.mark.parametrize(
    ("written", "limits", "code"),
    [
        (0, {"low": 0.0, "low_open": True}, "E169"),
        (-1, {"low": 0.0}, "E168"),
        (1, {"high": 1.0, "high_open": True}, "E171"),
        (1.5, {"high": 1.0}, "E170"),
        (math.inf, {}, "E163"),
        (10**400, {}, "E163"),
        (True, {}, "E163"),
        (dt.time(3, 4), {}, "E178"),
        ("1e999", {}, "E163"),
        ("0x10", {}, "E163"),
        ("1_000", {}, "E163"),
        ("nan", {}, "E163"),
        ("٣", {}, "E163"),
    ],
)
def test_numbers_out_of_range_and_no_numbers(written: object, limits: dict[str, object], code: str) -> None:
    """Bounds, open and closed, and what only Python would call a number."""
    value, remarks = clean(written, column(Kind.NUMBER, **limits))
    assert value is None
    assert [remark.code for remark in remarks if remark.severity is Severity.ERROR] == [code]


@pytest.mark.parametrize(
    ("text", "number"), [("-0", 0.0), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("+7", 7.0)]
)
def test_number_texts(text: str, number: float) -> None:
    """Plain forms; minus zero is zero."""
    read = parse_number(text)
    assert read == number
    assert math.copysign(1, read) == 1


def test_choices_take_any_case_and_suggest() -> None:
    """'Spot' is spot, 'contrat' is nearly contract, and 'lease' is nothing."""
    kinds = column(Kind.CHOICE, choices=("spot", "contract"))
    assert clean("Ｓｐｏｔ", kinds) == ("spot", ())
    assert clean("contrat", kinds)[1][0].facts["near"] == "contract"
    assert clean("lease", kinds)[1][0].code == "E174"
    assert clean("spot; CONTRACT", column(Kind.CHOICES, choices=("spot", "contract")))[0] == (
        "spot",
        "contract",
    )


@pytest.mark.parametrize(
    "text", ["26/4", "Apr-26", "4月", "2026Q1", "2026-13", "1126-04", "R0.4", "tomorrow", "99999999"]
)
def test_what_is_no_month(text: str) -> None:
    """Without a full year, or beyond any calendar, nothing is guessed."""
    assert month_of_text(text) is None


def test_an_unformatted_date_shows_what_it_was() -> None:
    """A date cell formatted as a number is Excel's count of days."""
    value, remarks = clean(46113, column(Kind.MONTH))
    assert value is None
    assert remarks[0].facts == {"value": "46113", "date": "2026-04-01", "month": "2026-04"}


@pytest.mark.parametrize("blank", [None, "", " \u3000", math.nan, np.nan, pd.NA, pd.NaT, (), "\u200b"])
@pytest.mark.parametrize("kind", list(Kind))
def test_blank_is_blank_in_every_kind(kind: Kind, blank: object) -> None:
    """Also as data frames write it."""
    assert clean(blank, column(kind)) == (None, ())


def test_values_of_data_frames_are_read() -> None:
    """Arrays and frames have numbers, truths and times of their own."""
    assert clean(np.int64(3), column(Kind.INTEGER)) == (3, ())
    assert clean(np.float64(0.5), column(Kind.FRACTION)) == (0.5, ())
    assert clean(np.bool_(True), column(Kind.YESNO)) == (True, ())
    assert clean(pd.Timestamp("2026-04-01"), column(Kind.MONTH)) == (dt.date(2026, 4, 1), ())
    assert type(clean(np.float64(2), column(Kind.NUMBER))[0]) is float


def test_tables_given_in_python_are_read_as_if_bare() -> None:
    """Same values, same findings, cells counted from row 2."""
    tables, findings = tables_from(given(), "demo")
    assert not findings
    assert tables.settings["plan_name"] == "demo"
    assert tables["Offers"][1]["supplier"] == "NA"
    assert tables["Offers"][1].cells["supplier"] == "B3"
    assert tables["Offers"][1]["kind"] == "spot"
    assert "kind" not in tables["Offers"][1].given
    _, findings = tables_from(
        given(BOM=[{"product": "EV", "design": "std", "item": "DY", "quantity": "two"}])
    )
    assert only(findings, "E163").place() == "BOM!D2"


def test_checked_tables_are_read_back_as_they_are() -> None:
    """What a what-if changes is read again: the values of a checked table are plain input."""
    tables, _ = tables_from(given())
    again, findings = tables_from(
        {name: [row.values for row in rows] for name, rows in tables.sheets.items()}
    )
    assert not [finding for finding in findings if finding.severity is not Severity.WARNING]
    for name in tables.sheets:
        assert [row.values for row in again[name]] == [row.values for row in tables[name]], name


def test_a_row_with_an_unreadable_cell_stays_for_the_other_checks() -> None:
    """One bad price must not make the offer unknown to the rest; a bad id leaves nothing to know."""
    offers = [dict(row) for row in given()["Offers"]]
    offers[0]["price"] = "dear"
    offers[1]["offer"] = "#REF!"
    tables, findings = tables_from(given(Offers=offers))
    assert [row["offer"] for row in tables["Offers"]] == ["DY-ACME"]
    assert tables["Offers"][0]["price"] is None
    assert "price" in tables["Offers"][0].given
    places = [finding.place() for finding in findings if finding.severity is Severity.ERROR]
    assert sorted(places) == ["Offers!A3", "Offers!D2"]
