"""Findings as text lines for people and as plain data for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from planner.workbook.cells import value_text
from planner.workbook.messages.findings import Finding
from planner.workbook.printable import in_one_line
from planner.workbook.ranges import joined
from planner.workbook.reading.headers import kept_input_of, sheet_of
from planner.workbook.schema.sheets import SETTING_COLUMNS

SHOWN = 5
"""Findings of one cause that are shown one by one; the others are counted."""

_TEXTS = {
    "en": {"label": " ({label})", "colon": ": ", "more": "{count} more in {cells}", "and": ", "},
    "ja": {"label": "（{label}）", "colon": ": ", "more": "{cells}にあと{count}件", "and": "、"},
}


def line(finding: Finding, language: str = "en") -> str:
    """Return one finding as ``Sheet!C12 (Label): message``."""
    return f"{_head(finding, language, finding.place())}{finding.message(language)}"


def grouped(findings: Iterable[Finding], language: str = "en") -> list[str]:
    """Return findings as text lines, where one cause in many cells takes few lines.

    Of findings with one code in one column of one sheet, the first five are shown and the others counted
    (``Demand (Quantity): 38 more in C17:C54``). Order is kept.
    """
    findings = list(findings)
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_cause(finding), []).append(finding)
    lines: list[str] = []
    met: dict[tuple[str, ...], int] = {}
    for finding in findings:
        cause = _cause(finding)
        met[cause] = met.get(cause, 0) + 1
        if met[cause] <= SHOWN:
            lines.append(line(finding, language))
        elif met[cause] == SHOWN + 1:
            lines.append(_more(groups[cause][SHOWN:], language))
    return lines


def as_json(findings: Iterable[Finding], language: str = "en") -> list[dict[str, object]]:
    """Return every finding as plain data, ready for ``json.dumps``."""
    return [
        {
            "severity": finding.severity.value,
            "code": finding.code,
            "sheet": finding.sheet,
            "cell": finding.cell,
            "column": finding.column,
            "label": label_of(finding, language),
            "value": _plain(finding.facts.get("value")),
            "message": finding.message(language),
        }
        for finding in findings
    ]


def label_of(finding: Finding, language: str = "en") -> str:
    """Return the label of the column (or setting) a finding is about; empty where it is about none."""
    named = kept_input_of(finding.sheet) or sheet_of(finding.sheet)
    if named is None or not finding.column:
        return ""
    columns = {column.key: column for column in named[0].columns}
    if named[0].name == "Settings":
        columns |= SETTING_COLUMNS
    column = columns.get(finding.column)
    if column is None:
        return ""
    return column.ja if language == "ja" else column.en


def _cause(finding: Finding) -> tuple[str, ...]:
    return finding.severity, finding.code, finding.sheet, finding.column


def _head(finding: Finding, language: str, place: str) -> str:
    texts = _TEXTS[language]
    if not place:
        return ""
    label = label_of(finding, language)
    return place + (texts["label"].format(label=label) if label else "") + texts["colon"]


def _more(rest: Sequence[Finding], language: str) -> str:
    texts = _TEXTS[language]
    cells = joined([finding.cell for finding in rest if finding.cell], texts["and"])
    more = texts["more"].format(count=len(rest), cells=cells or in_one_line(rest[0].sheet) or "…")
    return f"{_head(rest[0], language, in_one_line(rest[0].sheet))}{more}"


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, tuple):
        return value_text(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)
