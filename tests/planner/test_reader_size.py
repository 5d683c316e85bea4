"""Large workbooks are read in seconds."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
import xlsxwriter
from books import GOOD

from planner.workbook.findings import Severity
from planner.workbook.reader import read_workbook

READ_AND_CHECKED = 8.0
"""CPU seconds for 20,000 rows; about three on a quiet machine."""


def _write(path: Path, products: int) -> None:
    made = xlsxwriter.Workbook(path)
    months = [f"{2026 + (3 + t) // 12}-{(3 + t) % 12 + 1:02d}" for t in range(12)]
    plan = {
        **GOOD,
        "Products": [["product", "shortage_penalty"], *([f"P{p}", 9000] for p in range(products))],
        "Designs": [["product", "design"], *([f"P{p}", "std"] for p in range(products))],
        "BOM": [
            ["product", "design", "item", "quantity"],
            *([f"P{p}", "std", "DY", 1] for p in range(products)),
        ],
        "Demand": [
            ["product", "month", "quantity"],
            *([f"P{p}", month, 0.01] for p in range(products) for month in months),
        ],
    }
    for title, rows in plan.items():
        page = made.add_worksheet(title)
        for number, row in enumerate(rows):
            page.write_row(number, 0, [f"{v:%Y-%m}" if isinstance(v, dt.date) else v for v in row])
    made.close()


@pytest.mark.slow
def test_twenty_thousand_rows_are_read_and_checked_in_seconds(tmp_path: Path) -> None:
    """1,334 products over twelve months, with their designs and parts."""
    _write(tmp_path / "plan.xlsx", 1334)
    begun = time.process_time()
    tables, findings = read_workbook(tmp_path / "plan.xlsx")
    seconds = time.process_time() - begun
    assert tables is not None
    assert sum(len(rows) for rows in tables.sheets.values()) > 20_000
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]
    assert seconds < READ_AND_CHECKED
