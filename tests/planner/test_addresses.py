"""Addresses, days and number formats as openpyxl reads them, which is the oracle here and no part of us."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import from_excel, from_ISO8601

from planner.workbook.addresses import column_of, edges_of, letters_of, place_of
from planner.workbook.reading.moments import EPOCH_1900, EPOCH_1904, from_text, moment_of, span_of
from planner.workbook.reading.number_formats import BUILT_IN, shown_by

FORMATS = (
    *BUILTIN_FORMATS.values(),
    *(
        'yyyy"年"m"月"',
        "[$-411]ggge",
        "[h]",
        "[mm]:ss.0",
        '"days" 0',
        "0_d",
        r"0\d",
        "[Red]0",
        "0;yyyy",
        "[s]",
    ),
)


def test_every_column_has_its_letters() -> None:
    """A to ZZZ, and back."""
    for column in range(1, 18279):
        letters = letters_of(column)
        assert letters == get_column_letter(column)
        assert column_of(letters) == column_of(letters.lower()) == column == column_index_from_string(letters)


@pytest.mark.parametrize("cells", ["A1", "C17", "XFD1048576", "$B$2", "A1:C17", "$A$1:$B$9"])
def test_addresses_and_ranges_are_read(cells: str) -> None:
    """With and without signs of what stays put."""
    assert edges_of(cells) == range_boundaries(cells)
    if cells.isalnum():
        assert place_of(cells) == coordinate_to_tuple(cells)


@pytest.mark.parametrize("wrong", ["", "A", "7", "AAAA1", "A1:", "1A", "A-1"])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    """Nothing is guessed."""
    if wrong != "A1:":
        with pytest.raises(ValueError, match="is no cell"):
            place_of(wrong)
    with pytest.raises(ValueError, match="is no"):
        column_of(wrong if wrong != "A" else "")
    with pytest.raises(ValueError, match="no number of a column"):
        letters_of(0)


@given(st.floats(-1e5, 3e6) | st.floats(0, 61), st.sampled_from([EPOCH_1900, EPOCH_1904]))
def test_a_number_is_the_day_it_is_elsewhere(serial: float, epoch: dt.datetime) -> None:
    """Times of day, the days before March 1900, and those from 1904 on; also those that no calendar has."""
    try:
        expected = from_excel(serial, epoch)
    except (OverflowError, ValueError) as error:
        with pytest.raises(type(error)):
            moment_of(serial, epoch)
        return
    assert moment_of(serial, epoch) == expected
    assert span_of(serial) == from_excel(serial, epoch, timedelta=True)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-01-27", "2026-01-27T10:30:00", "2026-01-27T10:30:00.25Z", "10:30", "10:30:05"),
        *("PT1H30M", "PT90M", "PT1.5S", "2026-01-27T", "20260127", "Jan", "T"),
    ],
)
def test_a_text_of_iso_8601_is_what_it_is_elsewhere(text: str) -> None:
    """Days, times, both, lengths of time; anything else is refused."""
    try:
        expected = from_ISO8601(text)
    except ValueError:
        with pytest.raises(ValueError, match="neither a day nor a time"):
            from_text(text)
        return
    assert from_text(text) == expected


@pytest.mark.parametrize("code", FORMATS)
def test_a_format_shows_a_date_where_it_does_elsewhere(code: str) -> None:
    """Dates and lengths of time, whatever else the format says."""
    shown = shown_by(code)
    assert shown.date == is_date_format(code)
    assert shown.span == (is_date_format(code) and is_timedelta_format(code))


def test_the_formats_known_by_number_are_those_of_excel() -> None:
    """But for money, which the country of the machine shows, and for the dates of East Asia."""
    assert {n: code for n, code in BUILT_IN.items() if n in BUILTIN_FORMATS} == {
        n: code for n, code in BUILTIN_FORMATS.items() if not (5 <= n <= 8 or 37 <= n <= 44)
    }
