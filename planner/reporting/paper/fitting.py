"""How many rows of each table a report shows on paper, so that it keeps to its pages.

Heights are reckoned, in millimetres, from the widths of the texts; they err on the side of too much. Nothing
is cut: what finds no room is counted on the page, and stands on the screen and in the workbook.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from planner.reporting.layout.page import display_width
from planner.reporting.paper.document import Document
from planner.reporting.paper.figure import Table

PAGE = 268.0
"""Height of a page between its margins."""
PAGES = {"meeting": 2, "approval": 4}
LOST = 26.0
"""What is left empty at the end of a page, since no block is torn."""
LINE, ITEM, ROW, WRAPPED = 4.5, 1.3, 5.1, 3.5
"""A line of text, the space around an item, a row of a table and each further line in it."""
HEAD = 11.0
CHARACTERS = 108.0
"""Half-width characters of a line."""
CELLS = 138.0
"""The same of a row of a table, in its smaller type."""
FIXED = {"meeting": 190.0, "approval": 250.0}
"""Titles, boxes, pictures and legends."""
MOST = {"contracts": 12, "orders": 12, "scenarios": 8, "since": 10, "cases": 8, "warnings": 6}
LEAST = 2


def fitting(document: Document) -> Mapping[str, int]:
    """Return the most rows by table; every table shrinks alike until the pages hold them."""
    if document.kind not in PAGES:
        return MOST
    room = PAGES[document.kind] * (PAGE - LOST) - FIXED[document.kind] - _texts(document)
    tables = _tables(document)
    for less in range(max(MOST.values()) - LEAST + 1):
        most = {name: max(LEAST, rows - less) for name, rows in MOST.items()}
        warnings = sum(_item(one.text, 230) for one in document.warnings[: most["warnings"]])
        if warnings + sum(_height(table, most[name]) for name, table in tables.items()) <= room:
            break
    return most


def _tables(document: Document) -> dict[str, Table]:
    found = {name: document.tables[name] for name in ("contracts", "orders", "scenarios")}
    if document.kind == "approval":
        if document.since is not None:
            found["since"] = document.since.figures
        if document.cases is not None:
            found["cases"] = document.cases.table
    return found


def _texts(document: Document) -> float:
    if document.kind == "meeting":
        return sum(_item(text, 360) for text in document.lead)
    asked: Iterable[str] = (*document.asked, *document.why, *document.premises, document.against)
    return sum(_item(text, 360) for text in asked)


def _item(text: str, most: int) -> float:
    return ITEM + LINE * math.ceil(min(display_width(text), 2 * most) / CHARACTERS)


def _height(table: Table, most: int) -> float:
    """Return the height of a table with so many rows: columns of text share what figures leave them."""
    if not table.rows:
        return 0.0
    shown = table.rows[:most]
    columns = range(len(table.heads))
    widest = [max(display_width(row[at][:150]) for row in shown) + 2 for at in columns]
    figures = sum(widest[at] for at in columns if table.kinds[at] != "text")
    texts = [at for at in columns if table.kinds[at] == "text"]
    room = max(20.0, CELLS - figures)
    wanted = max(1, sum(widest[at] for at in texts))
    height = HEAD + ROW + WRAPPED
    for row in shown:
        lines = max(
            (math.ceil(display_width(row[at][:150]) / max(4.0, room * widest[at] / wanted)) for at in texts),
            default=1,
        )
        height += ROW + WRAPPED * (max(1, lines) - 1)
    return height
