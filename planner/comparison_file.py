"""Reads the figures of a comparison workbook back: what ``planner whatif`` or ``planner compare`` wrote."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planner.workbook.messages.findings import Finding, InputErrors, Severity
from planner.workbook.reading.grids import read_grids
from planner.workbook.reading.guard import open_book
from planner.workbook.titles import own_title

SHEET = "Figures"
KEYS = frozenset({"case", "figure", "kind", "value", "text", "difference", "within_gap"})


def read_figures(path: Path) -> list[Mapping[str, object]]:
    """Return the rows of the sheet Figures by column key.

    Raises
    ------
    InputErrors
        It is no comparison workbook, or damaged.
    """
    book, found = open_book(path)
    grids = None
    if book is not None:
        grids, damaged = read_grids(
            book, lambda titles: [title for title in titles if own_title(title) == SHEET]
        )
        found = [*found, *damaged]
    if grids is None:
        raise InputErrors(found)
    for grid in grids.sheets:
        for above in range(min(2, len(grid.rows))):  # in Japanese, labels stand above the keys
            heads = [str(key) for key in grid.rows[above][1]]
            if set(heads) >= KEYS and len(grid.rows) > above + 1:
                return [dict(zip(heads, values, strict=False)) for _, values in grid.rows[above + 1 :]]
    raise InputErrors([Finding(Severity.ERROR, "E330", facts={"file": path.name})])
