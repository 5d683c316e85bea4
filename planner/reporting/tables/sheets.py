"""The plain sheets of a result: one header row of keys, then rows that pandas reads back as they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.reporting.layout.look import ACCENT, MUTED, PAPER, Look
from planner.reporting.layout.page import display_width
from planner.reporting.tables.table_sheet import SHEET_ROWS, Column, TableSheet
from planner.reporting.view.paths import cells
from planner.reporting.words.labels import column_label
from planner.reporting.words.phrases import Speech
from planner.result import ENDS, ONSETS, WORTH, Result
from planner.workbook.cells import CellFormats, put_text
from planner.workbook.messages.findings import Severity
from planner.workbook.paper import print_setup
from planner.workbook.schema.sheets import RUN_SHEET
from planner.workbook.titles import shown_title

if TYPE_CHECKING:
    import pandas as pd
    import xlsxwriter

RESULT_SHEETS = (
    "Awards",
    "Pools",
    "Suppliers",
    "Investments",
    "Orders",
    "Stock",
    "Production",
    "Demand",
    "Processes",
    "Rules",
    "RuleReach",
    "Scenarios",
    "Costs",
    "Cash",
    "Sites",
)
"""Sheets of results in the order in which they stand."""

WHERE_NEEDED = frozenset({"Pools", "RuleReach", "Cash", "Sites"})
"""Sheets that only a result with rows for them has."""

FORMATS: Mapping[str, str] = {
    "share": "0.0%",
    "share_of_item": "0.0%",
    "fill_rate": "0.00%",
    "probability": "0.0%",
    "tier": "0",
    "discount": "0.0##%",
    "limit_share": "0.0%",
    "worst_share": "0.0%",
    "holds_probability": "0.0%",
    "quoted_price": "#,##0.00##",
    "modules": "0",
    "days_of_cover": "#,##0.0",
    "lowest_cover_days": "#,##0.0",
    "unit_cost": "#,##0.00##",
    "mean_unit_cost": "#,##0.00##",
    "largest_violation": "0.0E+00",
    "items_checked": "#,##0",
}
"""Number format by column key; every other number is a quantity or money."""

NUMBER = "#,##0.00"


def add_table(
    workbook: xlsxwriter.Workbook,
    look: Look,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    language: str = "en",
) -> None:
    """Add one plain table; rows beyond the end of a sheet go on to ``<name> 2`` and so on.

    A Japanese one has the Japanese name of its sheet, and a row of labels above the keys.
    """
    values = [[row[place] for row in rows] for place in range(len(columns))]
    _add_columns(workbook, look, name, columns, values, language=language)


def _add_columns(
    workbook: xlsxwriter.Workbook,
    look: Look,
    name: str,
    keys: Sequence[str],
    values: Sequence[Sequence[Any]],
    *,
    language: str,
) -> None:
    """Add one plain table, given column by column."""
    rows = len(values[0])
    heads = header_rows(language)
    room = SHEET_ROWS + 1 - heads
    for part, start in enumerate(range(0, max(1, rows), room), start=1):
        shown = [column[start : start + room] for column in values]
        title = shown_title(name if part == 1 else f"{name} {part}", language)
        sheet = workbook.add_worksheet(title, TableSheet)
        for place, (key, column) in enumerate(zip(keys, shown, strict=True)):
            wide = display_width(column_label(key, language))
            sheet.set_column(place, place, _width(key, column[:200], wide))
        sheet.put_table(
            [
                Column(
                    key,
                    column,
                    CellFormats(
                        text=look(num_format="@", quote_prefix=True),
                        number=look(num_format=FORMATS.get(key, NUMBER)),
                        month=look(num_format="yyyy-mm"),
                    ),
                    column_label(key, language),
                )
                for key, column in zip(keys, shown, strict=True)
            ],
            look(bold=True, font_color="#FFFFFF", bg_color=ACCENT, num_format="@"),
            look(font_size=8, font_color=MUTED, num_format="@") if heads > 1 else None,
        )
        sheet.freeze_panes(heads, 0)
        sheet.autofilter(heads - 1, 0, heads - 1 + max(1, len(shown[0])), len(keys) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        print_setup(sheet, len(shown[0]), len(keys), heads, language)


def header_rows(language: str) -> int:
    """Return how many rows head a plain table: a Japanese one has labels above its keys."""
    return 2 if language == "ja" else 1


def _width(key: str, values: Iterable[Any], label: int) -> float:
    values = [value for value in values if value is not None]
    texts = (display_width(value) if isinstance(value, str) else 9 for value in values)
    numbers = (len(f"{value:,.2f}") for value in values if isinstance(value, int | float))
    needed = max(max(texts, default=0), max(numbers, default=0)) + 2
    return min(48.0, max(len(key) + 4, label + 2, needed))


def add_frame(
    workbook: xlsxwriter.Workbook, look: Look, name: str, frame: pd.DataFrame, language: str = "en"
) -> None:
    """Add one result table."""
    keys = [str(column) for column in frame.columns]
    values = [cells(frame.iloc[:, place]) for place in range(len(keys))]
    _add_columns(workbook, look, name, keys, values, language=language)


def run_facts(result: Result, language: str) -> list[tuple[str, object]]:
    """Return what stands on the sheet Run: all that changes between two equal runs, and what they share."""
    facts: list[tuple[str, object]] = [
        ("status", result.status),
        ("objective", result.objective),
        ("bound", result.bound),
        ("gap", result.gap),
        ("expected_cost", result.expected_cost),
        ("cvar", result.cvar),
        ("worst_cost", result.worst_cost),
        ("input_sha256", result.inputs.sha256),
        ("language", language),
    ]
    facts += [(key, _plain(value)) for key, value in result.run.items()]
    for begin, found in ((WORTH, result.value), (ONSETS, result.every_onset), (ENDS, result.ends)):
        facts += [
            (f"{begin}{key}", _plain(value)) for key, value in (found or {}).items() if value is not None
        ]
    facts += [(f"seconds_{phase.replace(' ', '_')}", seconds) for phase, seconds in result.seconds.items()]
    return list(dict(facts).items())


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return str(value)


def add_run(workbook: xlsxwriter.Workbook, look: Look, result: Result, language: str) -> None:
    """Add the sheet Run; the language written there is the one in which the result is read back."""
    add_table(workbook, look, RUN_SHEET, ("fact", "value"), run_facts(result, language), language=language)


def add_notes(workbook: xlsxwriter.Workbook, look: Look, result: Result, speech: Speech) -> None:
    """Add the sheet Notes: what was found while reading, the gravest first."""
    order = list(Severity)
    rows = [
        (
            str(finding.severity),
            finding.code,
            finding.sheet or None,
            finding.cell or None,
            finding.column or None,
            finding.message(speech.language),
        )
        for finding in sorted(result.findings, key=lambda finding: order.index(finding.severity))
    ]
    keys = ("severity", "code", "sheet", "cell", "column", "message")
    add_table(workbook, look, "Notes", keys, rows, language=speech.language)


GUIDE_SENTENCES = 9
SIDE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Run": ("fact", "value"),
    "Notes": ("severity", "code", "sheet", "cell", "column", "message"),
}


def add_guide(workbook: xlsxwriter.Workbook, look: Look, result: Result, speech: Speech) -> None:
    """Add the sheet Guide: how to read the result, and what every column means."""
    sheet = workbook.add_worksheet(shown_title("Guide", speech.language))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 24 if speech.language == "en" else 44)
    sheet.set_column(2, 2, 92)
    put_text(sheet, 0, 0, speech.word("guide_title"), look(bold=True, font_size=16, font_color=ACCENT))
    wrap = look(text_wrap=True, valign="top")
    row = 2
    for number in range(1, GUIDE_SENTENCES + 1):
        sheet.merge_range(row, 0, row, 2, "", wrap)
        put_text(sheet, row, 0, speech.word(f"guide_{number}"), wrap)
        sheet.set_row(row, 32)
        row += 1
    row += 1
    for column, key in enumerate(("guide_sheet", "guide_column", "guide_meaning")):
        put_text(sheet, row, column, speech.word(key), look(bold=True, font_color="#FFFFFF", bg_color=ACCENT))
    for name, column_key, told in guide_rows(result, speech):
        row += 1
        head = look() if column_key else look(bold=True, bg_color=PAPER)
        for at, text in enumerate((name, column_key, told)):
            put_text(sheet, row, at, text, head)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8&A&R&8&P / &N")


def shown_sheets(result: Result) -> list[str]:
    """Return the sheets of results that a result has."""
    return [name for name in RESULT_SHEETS if name not in WHERE_NEEDED or len(result.tables.get(name, ()))]


def guide_rows(result: Result, speech: Speech) -> list[tuple[str, str, str]]:
    """Return sheet, column and meaning of everything in the workbook."""
    columns: dict[str, tuple[str, ...]] = {"Summary": (), "Charts": ()}
    for name in shown_sheets(result):
        columns[name] = tuple(str(column) for column in result.tables[name].columns)
    columns |= {"Run": SIDE_COLUMNS["Run"]}
    columns["Audit"] = tuple(str(column) for column in result.tables["Audit"].columns)
    columns |= {"Notes": SIDE_COLUMNS["Notes"], "ChartData": ()}
    found = []
    for name, keys in columns.items():
        tab = shown_title(name, speech.language)
        found.append((tab, "", speech.word(f"sheet_{name}")))
        for key in keys:
            if key.startswith("year_") and key != "year_1":
                continue  # explained once, as year_n
            label = column_label(key, speech.language)
            shown = f"{label}（{key}）" if label else key
            shown += " …" if key == "year_1" else ""
            found.append((tab, shown, meaning(speech, name, "year_n" if key == "year_1" else key)))
    return found


def meaning(speech: Speech, sheet: str, key: str) -> str:
    """Return what a column means, the sheet's own meaning first."""
    try:
        return speech.word(f"column_{sheet}_{key}")
    except KeyError:
        return speech.word(f"column_{key}")
