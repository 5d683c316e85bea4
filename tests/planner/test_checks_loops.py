"""What comes out of nothing by way of scrap; and what is the same however written: a unit, a currency."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from books import with_sheets

from planner.workbook.messages.findings import Finding
from planner.workbook.reading.reader import tables_from


def told(**changes: Sequence[Sequence[object]]) -> list[Finding]:
    """Return the findings on the good plan with whole sheets replaced."""
    sheets = with_sheets(**{name: [list(row) for row in rows] for name, rows in changes.items()})
    _, findings = tables_from(
        {
            name: [dict(zip(map(str, rows[0]), row, strict=False)) for row in rows[1:]]
            for name, rows in sheets.items()
        }
    )
    return findings


@pytest.mark.parametrize(
    ("scrap", "back", "gains"),
    [
        ([("DY", 1.2)], 0, True),
        ([("DY", 0.9)], 0, False),
        ([("S", 0.5)], 1.9, False),
        ([("S", 0.5)], 2.1, True),
        ([("S", 5)], 0, False),  # a residue of which nothing is made
    ],
)
def test_scrap_closes_a_loop_too(scrap: list[tuple[str, float]], back: float, gains: bool) -> None:
    """A unit made that gives more scrap than it uses, itself or once it is recycled."""
    flows = [["MELT", "S", "in", 1], ["MELT", "DY", "out", back]] if back else []
    found = told(
        Items=[["item", "unit_value"], *([name, 280] for name in ("DY", "S"))],
        Processes=[["process", "capacity_per_month"], *([["MELT", 10]] if back else [])],
        ProcessFlows=[["process", "item", "kind", "quantity"], *flows],
        BOM=[
            ["product", "design", "item", "quantity", "kind"],
            ["EV", "std", "DY", 1, "use"],
            *(["EV", "std", item, quantity, "scrap"] for item, quantity in scrap),
        ],
    )
    loops = [f for f in found if f.code == "W406"]
    assert bool(loops) is gains
    assert all("EV / std" in f.message() for f in loops)


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [("kg", "Kg", False), ("t", "トン", False), ("㎏", "KG", False), ("mg", "Mg", True), ("kg", "t", True)],
)
def test_one_unit_is_written_in_many_ways(one: str, other: str, two: bool) -> None:
    """A rule adds up kg and Kg; not milligrams and megagrams."""
    found = told(
        Items=[["item", "unit", "unit_value"], ["DY", one, 280], ["S", other, 280]],
        Offers=[
            ["offer", "supplier", "item", "price", "max_per_month"],
            ["DY-ACME", "ACME", "DY", 300, 100],
            ["S-ACME", "ACME", "S", 300, 100],
        ],
        Rules=[["rule", "measure", "member", "share", "items"], ["R", "supplier", "ACME", 0.9, "DY,S"]],
    )
    assert ("W266" in {f.code for f in found}) is two


def test_a_rate_of_the_plan_s_own_currency_is_one_finding() -> None:
    """It is an error, not also a rate that is unusual."""
    found = told(FX=[["currency", "rate"], ["USD", 100]])
    assert [f.code for f in found if f.sheet == "FX"] == ["E221"]
