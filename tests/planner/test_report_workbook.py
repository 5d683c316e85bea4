"""The result workbook: tables read back, charts point at figures, text stays text, writing is whole."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from defusedxml import ElementTree
from fake_result import Story, fake_result
from openpyxl.utils import range_boundaries

from planner.reporting import workbook
from planner.reporting.charts.draw import DATA_SHEET
from planner.reporting.summary.sheet import chart_rows
from planner.reporting.tables import sheets
from planner.reporting.tables.sheets import RESULT_SHEETS, guide_rows, header_rows
from planner.reporting.words.labels import column_label
from planner.reporting.words.phrases import Speech
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.reader import read_workbook
from planner.workbook.titles import shown_title

STORY = Story(stops=True, event_months=4, opening=20.0, cover_penalty=10.0, rule_penalty=30.0)
DANGEROUS = {
    "ACME": "=1+1",
    "NA": "{=1}",
    "DY": "+1",
    "EV": "@x",
    "DY-ACME": "http://x",
    "CN-cap": "-1+1",
    "Plan": "=2",
}
TEXT = set("scenario offer supplier item kind product design process rule member window events after".split())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fake_result(STORY).write(tmp_path_factory.mktemp("report") / "plan-result.xlsx")


def _plain(frame: pd.DataFrame) -> list[dict[object, object]]:
    """Return the rows of a frame with one kind of blank."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{key: None if value == "" else value for key, value in row.items()} for row in rows]


@pytest.mark.parametrize("name", [*RESULT_SHEETS, "Audit"])
def test_pandas_reads_every_table_back_as_it_was(written: Path, name: str) -> None:
    # Ids are read as text ("NA" is Namibia, "0" the trunk); everything else comes back by itself.
    frame = fake_result(STORY).tables[name]
    text = {column: str for column in frame.columns if column in TEXT}
    found = pd.read_excel(
        written, sheet_name=name, engine="openpyxl", dtype=text, keep_default_na=False, na_values=[""]
    )
    assert list(found.columns) == list(frame.columns)
    assert _plain(found) == _plain(frame)


def test_the_summary_comes_first_and_the_input_last(written: Path) -> None:
    # People open the first sheet; the planner reads the last ones.
    names = openpyxl.load_workbook(written, read_only=True).sheetnames
    assert names[:2] == ["Summary", "Charts"]
    assert names[2:17] == list(RESULT_SHEETS)
    assert names[17:22] == ["Run", "Audit", "Notes", "Guide", DATA_SHEET]
    assert all(name.startswith("In ") for name in names[22:])


def test_a_plan_without_pools_has_no_sheet_of_them(tmp_path: Path) -> None:
    # Most plans have none; an empty sheet would only be in the way.
    result = fake_result(STORY)
    plain = replace(result, tables={**result.tables, "Pools": result.tables["Pools"].iloc[:0]})
    book = openpyxl.load_workbook(plain.write(tmp_path / "plain.xlsx"), read_only=True)
    assert "Pools" not in book.sheetnames
    assert "Suppliers" in book.sheetnames


def test_totals_on_the_summary_follow_from_the_tables(written: Path) -> None:
    # Recomputed from the workbook alone: expected cost, nearest orders, cost of each component.
    book = openpyxl.load_workbook(written, data_only=True)
    cells = [[cell.value for cell in row] for row in book["Summary"].iter_rows()]
    scenarios = pd.read_excel(written, sheet_name="Scenarios", engine="openpyxl", dtype={"scenario": str})
    expected = (scenarios.probability * scenarios.cost_pv).sum()
    tiles = next(at for at, row in enumerate(cells) if "Expected cost" in row)
    assert cells[tiles + 1][1] == pytest.approx(expected)
    assert cells[tiles + 1][5] == pytest.approx(scenarios.cost_pv[scenarios.probability > 0].max())
    orders = pd.read_excel(written, sheet_name="Orders", engine="openpyxl", dtype={"scenario": str})
    near = orders[(orders.scenario == "0") & (orders.order_month < "2026-07-01")]
    totals = [row for row in cells if "Total" in row]
    assert [value for value in totals[0] if value is not None][-1] == pytest.approx(
        (near.arrived * near.unit_cost).sum()
    )
    assert [value for value in totals[1] if isinstance(value, (int, float))][1] == pytest.approx(expected)


def _references(path: Path) -> list[tuple[str, str]]:
    """Return (kind, reference) of every formula in every chart."""
    found: list[tuple[str, str]] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/charts/chart"):
                tree = ElementTree.fromstring(archive.read(name))
                parents = {child: parent for parent in tree.iter() for child in parent}
                found += [
                    (parents[parents[node]].tag.split("}")[1], str(node.text))
                    for node in tree.iter()
                    if node.tag.endswith("}f")
                ]
    return found


def test_every_chart_points_at_figures_that_are_there(written: Path) -> None:
    # No reference is empty or outside the figures; values are numbers, names and categories texts.
    sheet = openpyxl.load_workbook(written, data_only=True)[DATA_SHEET]
    references = _references(written)
    assert {kind for kind, _ in references} == {"tx", "cat", "val"}
    for kind, reference in references:
        name, _, area = reference.rpartition("!")
        assert name == DATA_SHEET
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        assert bottom <= sheet.max_row
        assert right <= sheet.max_column
        values = [
            sheet.cell(row, column).value
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
        assert any(value is not None for value in values), reference
        wanted = int | float if kind == "val" else str
        assert all(isinstance(value, wanted) for value in values if value is not None), reference


@pytest.mark.parametrize("language", ["en", "ja"])
def test_dangerous_ids_come_out_as_text(tmp_path: Path, language: str) -> None:
    # Ids that Excel would calculate or follow are strings wherever they stand, charts' titles included.
    path = fake_result(replace(STORY, ids=DANGEROUS)).write(tmp_path / "out.xlsx", language)
    book = openpyxl.load_workbook(path)
    seen = set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                seen.add(cell.value)
                assert cell.hyperlink is None or cell.hyperlink.target is None
    assert set(DANGEROUS.values()) <= seen
    with zipfile.ZipFile(path) as archive:
        assert not any(b'TargetMode="External"' in archive.read(name) for name in archive.namelist())
    data = shown_title(DATA_SHEET, language)
    assert all(reference.replace("'", "").startswith(data + "!") for _, reference in _references(path))


def test_places_lead_to_the_row_they_name(written: Path) -> None:
    # Every link of a warning ends on a filled cell of this workbook.
    sheet = openpyxl.load_workbook(written)["Summary"]
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links
    book = openpyxl.load_workbook(written)
    for link in links:
        name, _, cell = link.rpartition("!")
        assert book[name.strip("'")][cell].value is not None, link


def test_a_result_workbook_is_a_plan_again(written: Path) -> None:
    # The input sheets hold what was read: the same settings and the same rows.
    tables, findings = read_workbook(written)
    inputs = fake_result(STORY).inputs
    assert tables is not None
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]
    assert tables.settings == inputs.settings
    for name in ("Offers", "Scenarios", "Rules", "Demand"):
        assert [row.values for row in tables[name]] == [row.values for row in inputs[name]]


def test_equal_results_differ_in_the_run_sheet_only(tmp_path: Path) -> None:
    # Seconds differ between two runs; nothing else in the file may.
    one, two = (
        replace(fake_result(STORY), seconds={"search": spent}).write(tmp_path / f"{spent}.xlsx")
        for spent in (1.25, 2.5)
    )
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(two) as second:
        assert first.namelist() == second.namelist()
        different = [name for name in first.namelist() if first.read(name) != second.read(name)]
    sheet = 1 + openpyxl.load_workbook(one, read_only=True).sheetnames.index("Run")
    assert different == [f"xl/worksheets/sheet{sheet}.xml"]


def test_the_seconds_of_a_phase_stand_once_in_the_run_sheet(tmp_path: Path) -> None:
    """A phase of two words has one name there, the one that the facts of the run have too."""
    result = replace(fake_result(STORY), seconds={"final LP": 0.25}, run={"seconds_final_LP": 0.25})
    rows = openpyxl.load_workbook(result.write(tmp_path / "out.xlsx"), read_only=True)["Run"].values
    assert [row for row in rows if "final" in str(row[0])] == [("seconds_final_LP", 0.25)]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The writer breaks half-way: the old result is still there, and nothing else is.
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(workbook, "add_input_sheets", _break)
    with pytest.raises(RuntimeError, match="half-way"):
        fake_result(STORY).write(path, force=True)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def _break(*_: object, **_options: object) -> None:
    raise RuntimeError("half-way")


def test_an_existing_file_is_replaced_only_when_forced(tmp_path: Path) -> None:
    # Nobody loses a result by repeating a command.
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    result = fake_result(STORY)
    with pytest.raises(FileExistsError):
        result.write(path)
    assert path.read_bytes() == b"old"
    assert result.write(path, force=True) == path
    assert zipfile.is_zipfile(path)


def test_the_input_is_never_overwritten(tmp_path: Path) -> None:
    # The file whose hash the plan carries is the input, whatever it is called, even when forced.
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"the input")
    result = fake_result(STORY)
    digest = hashlib.sha256(b"the input").hexdigest()
    with pytest.raises(FileExistsError):
        replace(result, inputs=replace(result.inputs, sha256=digest)).write(path, force=True)
    assert path.read_bytes() == b"the input"


def test_a_table_longer_than_a_sheet_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # With room for 50 rows the stock of five paths takes more than one sheet, each with its header.
    monkeypatch.setattr(sheets, "SHEET_ROWS", 20)
    result = fake_result(STORY)
    path = result.write(tmp_path / "out.xlsx")
    parts = [pd.read_excel(path, sheet_name=name, engine="openpyxl") for name in ("Stock", "Stock 2")]
    assert [list(part.columns) for part in parts] == [list(result.tables["Stock"].columns)] * 2
    assert sum(map(len, parts)) == len(result.tables["Stock"])


def test_findings_stand_on_notes_in_the_language_asked(tmp_path: Path) -> None:
    # What was read differently from how it was written is told beside the result.
    found = Finding(
        Severity.NOTE,
        "N101",
        "Offers",
        "E5",
        "price",
        {"label": "x", "found": "y", "read": "z", "column": "c"},
    )
    notes = []
    for language in ("en", "ja"):
        path = fake_result(replace(STORY, findings=(found,))).write(tmp_path / f"{language}.xlsx", language)
        notes_sheet, header = shown_title("Notes", language), header_rows(language) - 1
        (row,) = pd.read_excel(path, sheet_name=notes_sheet, header=header, engine="openpyxl").to_dict(
            "records"
        )
        assert (row["severity"], row["code"], row["sheet"], row["cell"]) == ("note", "N101", "Offers", "E5")
        notes.append(row["message"])
    assert notes == [found.message("en"), found.message("ja")]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_column_is_explained(language: str) -> None:
    # The guide has a meaning for every column of every sheet.
    result = fake_result(STORY)
    explained = {(sheet, column) for sheet, column, _ in guide_rows(result, Speech(language, "USD"))}
    for name in RESULT_SHEETS:
        for column in result.tables[name].columns:
            key = "year_1" if column.startswith("year_") else column
            shown = f"{column_label(key, language)}（{key}）" if language == "ja" else key
            shown += " …" if key == "year_1" else ""
            assert (shown_title(name, language), shown) in explained


def test_the_language_is_that_of_the_input_or_the_one_asked(tmp_path: Path) -> None:
    # A Japanese workbook gets a Japanese answer; an unknown language is refused.
    result = fake_result(STORY)
    japanese = replace(result, inputs=replace(result.inputs, language="ja")).write(tmp_path / "ja.xlsx")
    assert "期待費用" in _texts(japanese)
    assert "Expected cost" in _texts(result.write(tmp_path / "en.xlsx"))
    with pytest.raises(ValueError, match="language"):
        result.write(tmp_path / "fr.xlsx", "fr")


def _texts(path: Path) -> set[str]:
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    return {value for row in sheet.iter_rows(values_only=True) for value in row if isinstance(value, str)}


def test_the_summary_prints_on_landscape_pages_one_wide(written: Path) -> None:
    # A board reads it on paper.
    sheet = openpyxl.load_workbook(written)["Summary"]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_area


def test_a_short_text_of_the_summary_shrinks_and_never_breaks_in_two(written: Path) -> None:
    """Another font is wider than ours: half of each line of '114.5 USD' was seen in a row of one line."""
    sheet = openpyxl.load_workbook(written)["Summary"]
    found = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.alignment.shrink_to_fit
    ]
    assert found
    assert not any(cell.alignment.wrap_text for cell in found)


def test_a_chart_is_lower_where_its_page_has_just_room_for_that() -> None:
    """Nine rows at least; with less room, or more, it has its usual height."""
    assert [chart_rows(points) for points in (200.0, 188.0, 187.0, 143.0, 142.0, 0.0)] == [
        12,
        12,
        11,
        9,
        12,
        12,
    ]


def test_sheets_of_data_print_as_wide_as_a_page_and_long_ones_stop_there(tmp_path: Path) -> None:
    """A long table has a print area of one page, and its footer says that there is more."""
    import planner

    path = planner.solve(planner.read(Path(__file__).parents[2] / "inputs" / "first_steps.xlsx")).write(
        tmp_path / "result.xlsx"
    )
    book = openpyxl.load_workbook(path)
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.orientation, str(setup.paperSize)) == ("landscape", "9"), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        if sheet.title not in ("Summary", "Charts", "Guide") and sheet.max_row > 41:
            assert sheet.print_area.endswith("$41"), sheet.title
            assert "first 40 rows" in (sheet.oddFooter.left.text or ""), sheet.title
