"""Texts of findings, and how they are shown."""

from __future__ import annotations

import json
import re
import string

import pytest
from books import GOOD

from planner.workbook.messages.catalogue import MESSAGES
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.present import as_json, grouped
from planner.workbook.reading.reader import tables_from

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_text_exists_in_both_languages_with_the_same_facts(code: str) -> None:
    """A fact that only one language tells is lost to readers of the other."""
    texts = MESSAGES[code]
    assert set(texts) == {"en", "ja"}
    assert names(texts["en"]) == names(texts["ja"])
    assert re.fullmatch(r"[EWN][1-5]\d\d[a-z]?", code)
    assert JAPANESE.search(texts["ja"])
    assert not JAPANESE.search(texts["en"])


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_no_text_speaks_python(code: str) -> None:
    """Users know cells and columns, not floats and exceptions."""
    for text in MESSAGES[code].values():
        assert not re.search(r"\b(None|NaN|float|int|str|dict|list index|exception|traceback|null)\b", text)
        # A text that hands on another finding ends as that one does.
        assert text.rstrip().endswith((".", "?", "。", "…", ")", "）", "{problem}", "{problem:ja}"))


def _many_faults(count: int) -> list[Finding]:
    rows: list[dict[str, object]] = [
        {"product": "EV", "month": "2026-04", "quantity": "x"} for _ in range(count)
    ]
    plan = {
        title: [dict(zip(map(str, given[0]), row, strict=True)) for row in given[1:]]
        for title, given in GOOD.items()
    }
    _, findings = tables_from({**plan, "Demand": rows})
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def test_one_cause_in_many_cells_takes_few_lines() -> None:
    """The first five are shown, the others counted; the findings themselves stay complete."""
    findings = _many_faults(43)
    assert len(findings) == 43
    lines = grouped(findings)
    assert lines[0] == "Demand!C2 (Quantity): 'x' is not a number. Type digits, e.g. 1200."
    assert lines[5:] == ["Demand (Quantity): 38 more in C7:C44"]
    assert grouped(findings, "ja")[5:] == ["Demand（数量）: C7:C44にあと38件"]
    assert len(grouped(_many_faults(5))) == 5


def test_gaps_in_a_group_are_shown() -> None:
    """Ranges are joined only where cells are neighbours."""
    findings = _many_faults(12)
    del findings[7]
    assert grouped(findings)[-1] == "Demand (Quantity): 6 more in C7:C8, C10:C13"


def test_findings_as_plain_data() -> None:
    """Complete, with the label in the language asked for."""
    data = as_json(_many_faults(7), "ja")
    assert len(data) == 7
    assert data[0] == {
        "severity": "error",
        "code": "E163",
        "sheet": "Demand",
        "cell": "C2",
        "column": "quantity",
        "label": "数量",
        "value": "x",
        "message": "「x」は数値ではありません。数字で入力してください（例：1200）。",
    }
    assert json.loads(json.dumps(data)) == data


def test_a_list_as_plain_data_is_what_the_cell_says() -> None:
    """Parts joined as in the cell, not a list of Python's."""
    event = {"event": "E", "supplier": "S; T", "duration_months": 1}
    _, findings = tables_from({"Events": [event], "Suppliers": [{"supplier": "S"}]})
    assert "S; T" in {row["value"] for row in as_json(findings)}


def test_a_finding_about_a_setting_has_the_settings_label() -> None:
    """Not "Value", which says nothing."""
    _, findings = tables_from({"Settings": [{"key": "months", "value": 500}]})
    line = next(line for line in grouped(findings) if "500" in line)
    assert line == "Settings!B2 (Months in the plan): is 500; it must be 120 or less. Correct it."
