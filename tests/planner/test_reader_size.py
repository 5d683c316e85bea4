"""Large workbooks are read in seconds."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
import xlsxwriter
from books import GOOD

from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import read_workbook, tables_from

READ_AND_CHECKED = 8.0
"""CPU seconds for 20,000 rows; about three on a quiet machine."""
OFFERS_CHECKED = 20.0
"""CPU seconds for 20,000 offers over ten years; about six on a quiet machine."""


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


@pytest.mark.slow
def test_twenty_thousand_offers_over_ten_years_are_checked_in_seconds() -> None:
    """Forty items, two hundred suppliers, and a ban: what can arrive by each month is summed at once."""
    items, suppliers, months = (
        range(40),
        range(200),
        [f"{2026 + t // 12}-{t % 12 + 1:02d}" for t in range(120)],
    )
    sheets = {
        "Settings": [{"key": "start_month", "value": months[0]}, {"key": "months", "value": len(months)}],
        "Items": [{"item": f"I{i}"} for i in items],
        "Suppliers": [{"supplier": f"S{s}", "capacity_per_month": 5000} for s in suppliers],
        "Offers": [
            {"offer": f"O{n}", "supplier": f"S{n % 200}", "item": f"I{n % 40}", "price": 300}
            | {"max_per_month": 100, "max_annual": 500, "lead_time_months": n % 5, "mining_country": "CN"}
            for n in range(20_000)
        ],
        "Products": [{"product": f"P{i}", "shortage_penalty": 9000, "min_fill_rate": 0.5} for i in items],
        "Demand": [{"product": f"P{i}", "month": month, "quantity": 10} for i in items for month in months],
        "Designs": [{"product": f"P{i}", "design": "std"} for i in items],
        "BOM": [{"product": f"P{i}", "design": "std", "item": f"I{i}", "quantity": 1} for i in items],
        "Countries": [{"code": "CN"}],
        "Events": [{"event": "BAN", "country": "CN", "stage": "mining", "duration_months": 6}],
        "Scenarios": [{"scenario": "s", "event": "BAN", "start_month": months[9], "probability": 0.1}],
    }
    begun = time.process_time()
    tables, findings = tables_from(sheets)
    seconds = time.process_time() - begun
    assert tables is not None
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]
    assert seconds < OFFERS_CHECKED
