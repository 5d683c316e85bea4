"""Plain tables written column by column: the file is what XlsxWriter makes of the same cells one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.reporting.tables.table_sheet import Column, TableSheet
from planner.workbook.cells import CellFormats, put_text, put_value
from planner.workbook.files import new_workbook

Table = Sequence[tuple[str, Sequence[Any]]]

EVERY_KIND: Table = (
    ("scenario", ["0", "0", "trunk", None, None, "0"] * 8),
    ("number", [1, 2.5, None, None, -0.1, 0.1 + 0.2] * 8),
    ("month", [dt.date(2027, 4, 1), None, dt.datetime(2028, 1, 1), None, dt.date(1900, 1, 31), None] * 8),  # noqa: DTZ001
    ("yes", [True, None, False, None, True, False] * 8),
    ("mixed", ["1.0", 1.0, dt.date(2030, 1, 1), None, ("a", "b"), False] * 8),
    ("text", ["=1+1", "磁石", "", None, " two  blanks ", "<a & b>\x07"] * 8),
    ("blank", [None] * 48),
)


def _write(path: Path, table: Table, *, at_once: bool) -> bytes:
    """Write a table between two other sheets, with a TableSheet or cell by cell, and return the file."""
    with new_workbook(path) as (workbook, _):
        workbook.add_worksheet("Before").write_string(0, 0, "trunk")
        head = workbook.add_format({"bold": True})
        columns = [
            Column(
                key,
                values,
                CellFormats(
                    text=workbook.add_format({"num_format": "@"}),
                    number=workbook.add_format({"num_format": "0.0%" if key == "mixed" else "#,##0.00"}),
                    month=workbook.add_format({"num_format": "yyyy-mm"}),
                ),
            )
            for key, values in table
        ]
        sheet = workbook.add_worksheet("Table", TableSheet if at_once else None)
        if at_once:
            sheet.put_table(columns, head)
        else:
            for place, column in enumerate(columns):
                put_text(sheet, 0, place, column.key, head)
            for row in range(len(columns[0].values)):
                for place, column in enumerate(columns):
                    value = column.values[row]
                    if isinstance(value, bool):
                        sheet.write_boolean(row + 1, place, value)
                    else:
                        put_value(sheet, row + 1, place, value, column.formats)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(columns[0].values)), len(columns) - 1)
        workbook.add_worksheet("After").write_string(0, 0, "last")
    return path.read_bytes()


def test_same_bytes_as_cell_by_cell(tmp_path: Path) -> None:
    """Every kind of cell, blank rows and columns, texts used before, rows beyond the first sixteen."""
    at_once = _write(tmp_path / "at once.xlsx", EVERY_KIND, at_once=True)
    assert at_once == _write(tmp_path / "one by one.xlsx", EVERY_KIND, at_once=False)


def test_same_bytes_without_rows(tmp_path: Path) -> None:
    """A table without rows is its header."""
    empty: Table = [(key, []) for key, _ in EVERY_KIND]
    at_once = _write(tmp_path / "at once.xlsx", empty, at_once=True)
    assert at_once == _write(tmp_path / "one by one.xlsx", empty, at_once=False)


values = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(dt.date(1900, 1, 1), dt.date(2300, 1, 1)),
)
tables = st.integers(0, 40).flatmap(
    lambda rows: st.lists(
        st.tuples(st.sampled_from(["a", "b", "mixed"]), st.lists(values, min_size=rows, max_size=rows)),
        min_size=1,
        max_size=4,
    )
)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(table=tables)
def test_same_bytes_for_any_table(tmp_path: Path, table: Table) -> None:
    """Whatever stands in a table, the file is the same."""
    at_once = _write(tmp_path / "at once.xlsx", table, at_once=True)
    assert at_once == _write(tmp_path / "one by one.xlsx", table, at_once=False)


def test_read_back(tmp_path: Path) -> None:
    """What was written is read back: numbers with all their digits, texts as texts."""
    _write(tmp_path / "t.xlsx", EVERY_KIND, at_once=True)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Table"]
    rows = list(sheet.iter_rows(min_row=2, max_row=7, values_only=True))
    assert [row[1] for row in rows] == [1, 2.5, None, None, -0.1, 0.1 + 0.2]
    assert rows[0][2] == dt.datetime(2027, 4, 1)  # noqa: DTZ001
    assert [row[3] for row in rows] == [True, None, False, None, True, False]
    assert [sheet.cell(2, 6).value, sheet.cell(2, 6).data_type] == ["=1+1", "s"]
    assert rows[1][5] == "磁石"


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("beside", [1.0, "text"])
def test_refuses_what_is_no_number(tmp_path: Path, wrong: float, beside: object) -> None:
    """A number that is not finite is refused, and nothing is left behind."""
    with pytest.raises(TypeError, match="quantity"):
        _write(tmp_path / "t.xlsx", [("quantity", [beside, wrong])], at_once=True)
    assert not list(tmp_path.iterdir())


def test_long_texts(tmp_path: Path) -> None:
    """A text is cut where the cell ends; one whose signs take two places each is refused."""
    _write(tmp_path / "t.xlsx", [("text", ["x" * 40_000])], at_once=True)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Table"]
    assert sheet["A2"].value == "x" * 32_767
    with pytest.raises(ValueError, match="no room"):
        _write(tmp_path / "u.xlsx", [("text", ["😀" * 20_000])], at_once=True)


def test_refuses_more_rows_than_a_sheet_has(tmp_path: Path) -> None:
    """Rows beyond the end of a sheet are refused, not lost."""
    with pytest.raises(ValueError, match="1048576 rows"):
        _write(tmp_path / "t.xlsx", [("text", [None] * 1_048_576)], at_once=True)
