"""Files are written whole or not at all, and text in them stays text."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from planner.workbook.cells import put_number, put_text
from planner.workbook.files import atomic_path, new_workbook


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_finished_file_takes_its_place(tmp_path: Path) -> None:
    """On success the new file replaces the old one and nothing else is left."""
    target = tmp_path / "plan.xlsx"
    target.write_text("old")
    with atomic_path(target) as draft:
        draft.temporary.write_text("new")
    assert draft.path == target
    assert target.read_text() == "new"
    assert _names(tmp_path) == ["plan.xlsx"]


def _write_half(target: Path, failure: type[BaseException]) -> None:
    with atomic_path(target) as draft:
        draft.temporary.write_text("half")
        raise failure


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    """An error or Ctrl-C in the middle of writing changes nothing."""
    target = tmp_path / "plan.xlsx"
    target.write_text("old")
    with pytest.raises(failure):
        _write_half(target, failure)
    assert target.read_text() == "old"
    assert _names(tmp_path) == ["plan.xlsx"]


def test_a_file_open_in_excel_gets_a_second_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace an open file: the result is kept beside it, under a name that is told."""
    target = tmp_path / "plan.xlsx"
    target.write_text("open in Excel")
    replace = Path.replace

    def refuse(self: Path, other: Path) -> Path:
        if other == target:
            raise PermissionError(13, "in use")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", refuse)
    with atomic_path(target) as draft:
        draft.temporary.write_text("new")
    assert draft.path != target
    assert draft.path.stem.startswith("plan_2")
    assert draft.path.read_text() == "new"
    assert target.read_text() == "open in Excel"


def test_a_folder_that_does_not_exist_is_an_os_error(tmp_path: Path) -> None:
    """The reason of a failed write is an ordinary OSError, not one of XlsxWriter's own."""
    with (
        pytest.raises(OSError, match="No such file"),
        new_workbook(tmp_path / "no" / "plan.xlsx") as (book, _),
    ):
        book.add_worksheet()


@pytest.mark.parametrize(
    "text", ["=1+1", "{=1}", "+1", "-1", "@SUM(A1)", "\t=1", "http://x", "internal:A!A1", "007"]
)
def test_text_never_becomes_a_formula_a_link_or_a_number(tmp_path: Path, text: str) -> None:
    """What a user typed as text is text in every workbook written."""
    path = tmp_path / "text.xlsx"
    with new_workbook(path) as (workbook, _):
        put_text(workbook.add_worksheet(), 0, 0, text)
    cell = openpyxl.load_workbook(path).active["A1"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.hyperlink is None


def test_numbers_keep_all_their_digits(tmp_path: Path) -> None:
    """A number is read back as the very same double; XlsxWriter alone would round it to 16 digits."""
    path, numbers = tmp_path / "numbers.xlsx", [0.1 + 0.2, 1 / 3, 1e-7, 12_345_678.9, -2.0]
    with new_workbook(path) as (workbook, _):
        sheet = workbook.add_worksheet()
        for row, number in enumerate(numbers):
            put_number(sheet, row, 0, number)
    found = [row[0] for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
    assert found == numbers


def test_what_a_cell_cannot_hold_is_refused(tmp_path: Path) -> None:
    """A text too long for Excel and a number that is none fail loudly instead of leaving a blank."""
    with new_workbook(tmp_path / "x.xlsx") as (workbook, _):
        sheet = workbook.add_worksheet()
        with pytest.raises(ValueError, match="cannot write"):
            put_text(sheet, 0, 0, "x" * 40_000)
        with pytest.raises(TypeError):
            put_number(sheet, 0, 0, float("nan"))
