"""What the looks of a sheet say and its values do not: struck through, hidden, in thousands, out of date."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from books import GOOD, only, workbook_of
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.package import shared_texts
from planner.workbook.reading.reader import read_workbook
from planner.workbook.reading.rich_text import StruckText
from planner.workbook.reading.saved_results import is_arithmetic, is_linked, stale_results
from planner.workbook.tables import Tables

PRICE = "D2"
"""Cell of a price of 300 on sheet Offers."""


def read(folder: Path, edit: Callable[[openpyxl.Workbook], object]) -> tuple[Tables, list[Finding]]:
    """Return what is read of the good plan after an edit."""
    book = workbook_of(GOOD)
    edit(book)
    path = folder / "plan.xlsx"
    book.save(path)
    return read_path(path)


def read_path(path: Path) -> tuple[Tables, list[Finding]]:
    tables, findings = read_workbook(path)
    assert tables is not None
    return tables, findings


def with_formula(folder: Path, cell: str, formula: str, saved: str) -> Path:
    """Write the good plan with a formula and its saved result in a cell of Offers."""
    path, rewritten = folder / "plain.xlsx", folder / "plan.xlsx"
    book = workbook_of(GOOD)
    part = f"xl/worksheets/sheet{book.sheetnames.index('Offers') + 1}.xml"
    book.save(path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(rewritten, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                made = f'<c r="{cell}"><f>{formula}</f><v>{saved}</v></c>'
                found = re.sub(rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)', made, text.decode())
                assert made in found
                text = found.encode()
            new.writestr(name, text)
    return rewritten


@pytest.mark.parametrize(
    ("formula", "gives"), [("300*1.1", "330"), ("F2*4", "400"), ("-(2+3)^2*-1+1", "-24")]
)
def test_a_saved_result_that_the_formula_does_not_give_is_an_error(
    tmp_path: Path, formula: str, gives: str
) -> None:
    """Excel shows 330 once it works the cell out, and 300 until then."""
    _, findings = read_path(with_formula(tmp_path, PRICE, formula, "300"))
    finding = only(findings, "E141")
    assert (finding.place(), finding.facts["gives"], finding.facts["saved"]) == ("Offers!D2", gives, "300")
    assert [f.code for f in findings] == ["E141"]
    assert f"={formula}" in finding.message()
    assert "再計算" in finding.message("ja")


@pytest.mark.parametrize(
    "formula", ["100*3", "900/3+0.00000001", "SUM(F2:F3)*1.5", "F2+TODAY()", "E2&amp;300"]
)
def test_what_a_formula_gives_or_cannot_be_told_is_believed(tmp_path: Path, formula: str) -> None:
    """Rounding is none, and functions are not worked out here."""
    tables, findings = read_path(with_formula(tmp_path, PRICE, formula, "300"))
    assert [f.code for f in findings] == ["N104"]
    assert tables["Offers"][0]["price"] == 300


@pytest.mark.parametrize("formula", ["0.3-0.1-0.2", "A2+0.1-A2-0.1", "(1000000000+0.1-1000000000)*10-1"])
def test_a_difference_that_is_all_rounding_is_believed(formula: str) -> None:
    """Excel saves 0 where large numbers cancel; what is left of them here is no other result."""
    assert stale_results([(2, [1e9, 0.0])], {(2, 2): formula}) == {}
    assert stale_results([(2, [1e9, 0.1])], {(2, 2): formula}).keys() == {"B2"}


def test_arithmetic_and_links_are_told_by_their_formula() -> None:
    """A structured reference is no link."""
    assert is_arithmetic("(F2+$G$3)*1.5E3%")
    assert not any(map(is_arithmetic, ("SUM(F2)", "Prices!B2", '"a"', "A1:B2")))
    assert is_linked("[1]Prices!B2*2")
    assert is_linked("'[12]Price list'!B2")
    assert not any(map(is_linked, ("Prices!B2", "Table1[2026]", "SUM(A1:A3)")))


def test_a_value_from_another_file_is_warned_of_at_its_cell(tmp_path: Path) -> None:
    """It is read, and may be out of date."""
    tables, findings = read_path(with_formula(tmp_path, PRICE, "[1]Prices!$B$2", "295"))
    finding = only(findings, "W145")
    assert (finding.place(), finding.severity) == ("Offers!D2", Severity.WARNING)
    assert "295" in finding.message("ja")
    assert tables["Offers"][0]["price"] == 295


def test_a_row_struck_through_is_warned_of_once(tmp_path: Path) -> None:
    """It was likely meant as deleted; it is read all the same."""

    def strike(book: openpyxl.Workbook) -> None:
        for cell in book["Offers"][3]:
            cell.font = Font(strike=True)

    tables, findings = read(tmp_path, strike)
    assert [(f.code, f.place()) for f in findings] == [("W142", "Offers!A3")]
    assert "取り消し線" in findings[0].message("ja")
    assert len(tables["Offers"]) == 2


def test_a_value_struck_through_is_warned_of_at_its_cell(tmp_path: Path) -> None:
    """The new value may stand beside it."""

    def strike(book: openpyxl.Workbook) -> None:
        book["Offers"][PRICE].font = Font(strike=True)
        book["Offers"]["E2"].font = Font(strike=False)

    _, findings = read(tmp_path, strike)
    assert [(f.code, f.place()) for f in findings] == [("W143", "Offers!D2")]
    assert "'300'" in findings[0].message()


def test_a_text_struck_through_in_part_is_an_error(tmp_path: Path) -> None:
    """Somebody struck 300 and typed 350 behind it: Excel shows both, and the cell holds 300350."""

    def strike(book: openpyxl.Workbook) -> None:
        old = TextBlock(InlineFont(strike=True), "300")
        book["Offers"][PRICE] = CellRichText(old, "350")
        book["Offers"]["D3"] = CellRichText(TextBlock(InlineFont(strike=True), "320"))

    _, findings = read(tmp_path, strike)
    finding = only(findings, "E147")
    assert (finding.place(), finding.facts["rest"]) == ("Offers!D2", "350")
    assert only(findings, "W143").place() == "Offers!D3"
    assert not [f for f in findings if f.severity is Severity.WARNING and f.code != "W143"]


def test_shared_texts_know_what_is_struck_in_them(tmp_path: Path) -> None:
    """Excel keeps such texts beside the sheets."""
    part = tmp_path / "texts.zip"
    runs = "<r><rPr><strike/></rPr><t>300</t></r><r><rPr><strike val='0'/></rPr><t>350</t></r>"
    with zipfile.ZipFile(part, "w") as package:
        package.writestr("s.xml", f"<sst><si>{runs}</si><si><t>kg</t></si></sst>")
    with zipfile.ZipFile(part) as package:
        struck, plain = shared_texts(package, "s.xml")
    assert isinstance(struck, StruckText)
    assert (struck, struck.rest, plain) == ("300350", "350", "kg")


def test_a_comment_at_a_cell_is_noted(tmp_path: Path) -> None:
    """What it says may be the number that holds; beside the table it says nothing of a cell."""

    def remark(book: openpyxl.Workbook) -> None:
        book["Offers"]["F2"].comment = Comment("from July only 40 a month", "Tanaka")
        book["Offers"]["F9"].comment = Comment("ask again", "Tanaka")

    _, findings = read(tmp_path, remark)
    assert [(f.code, f.place(), f.column) for f in findings] == [("N143", "Offers!F2", "max_per_month")]
    assert "only 40 a month" in findings[0].message("ja")


def test_a_number_that_its_format_hides_is_warned_of(tmp_path: Path) -> None:
    """Three semicolons show nothing; a format that hides nothing but zeros does not."""

    def hide(book: openpyxl.Workbook) -> None:
        book["Offers"][PRICE].number_format = ";;;"
        book["Offers"]["D3"].number_format = "0;-0;;@"

    _, findings = read(tmp_path, hide)
    assert [(f.code, f.place()) for f in findings] == [("W147", "Offers!D2")]


def test_a_hidden_column_is_warned_of_unless_it_is_folded_or_empty(tmp_path: Path) -> None:
    """The template folds its own columns away, with a sign that opens them."""

    def hide(book: openpyxl.Workbook) -> None:
        for letter, level in (("D", 0), ("F", 1), ("K", 0)):
            book["Offers"].column_dimensions[letter].hidden = True
            book["Offers"].column_dimensions[letter].outlineLevel = level

    _, findings = read(tmp_path, hide)
    assert [(f.code, f.place(), f.column) for f in findings] == [("W144", "Offers!D1", "price")]


def test_a_format_that_shows_thousands_is_warned_of(tmp_path: Path) -> None:
    """3,000,000 as 3,000: read as 3,000,000, and said; a unit of thousands beside it says so itself."""

    def scale(book: openpyxl.Workbook) -> None:
        book["Settings"]["B4"] = None
        book["Settings"]["A5"], book["Settings"]["B5"] = "capex_budget", 3_000_000
        book["Settings"]["B5"].number_format = "#,##0,"
        book["Products"]["B2"].number_format = '#,##0.0,"k"'

    tables, findings = read(tmp_path, scale)
    finding = only(findings, "W165")
    assert finding.place() == "Settings!B5"
    assert "3000000" in finding.message()
    assert "千単位" in finding.message("ja")
    assert tables.settings["capex_budget"] == 3_000_000
