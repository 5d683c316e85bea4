"""How much of each table and text a report shows on paper, so that it keeps to its pages.

The page is laid out here before any browser does: blocks of reckoned heights, none of which is torn, are put
on pages one below the other. Tables shrink first, then texts, then pictures go. Nothing is cut unsaid: what
finds no room is counted on the page, and stands on the screen and in the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from planner.reporting.layout.page import display_width
from planner.reporting.paper.document import Document, Warned
from planner.reporting.paper.figure import Figure, Table
from planner.reporting.paper.measure import WIDTH, lines, table_height, text_width

PAGE = 260.0
"""Height of a page between its margins, which is 270, with room for what is reckoned too low."""
PAGES = {"meeting": 2, "approval": 4}
MOST = {"contracts": 12, "orders": 12, "scenarios": 8, "since": 10, "cases": 8, "warnings": 6}
FEW, LEAST = 4, 2
"""Rows that a table keeps as long as there is another way, and always."""
TITLE, SECTION, BETWEEN = 11.5, 8.0, 2.0
"""Height of a heading, of a smaller one, and between two blocks."""
LINE, ITEM, TEXT_POINTS, INDENT = 4.5, 0.8, 9.0, 7.0
"""A line of text, the space around it, its size, and what the marks of a list take."""
LOW, FLOW = (46.0, 38.0), (68.0, 52.0)
"""The most height of a picture beside another, and of one of full width: large, and small (see the style)."""
CAPTION, LEGEND, LEGEND_POINTS, SWATCH = 4.5, 3.6, 7.0, 8.0
"""Lines above and below a picture."""
SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
HALF = (WIDTH - 6) / 2
FORM = {"meeting": 17.0, "approval": 26.0}
"""Title with what stands beside and right below it."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a report shows on paper."""

    rows: Mapping[str, int] = field(default_factory=lambda: MOST)
    """The most rows by table, and the most warnings."""
    sentence: int = 360
    warning: int = 230
    """Characters of a sentence and of a warning; what is longer ends in dots."""
    cell: int = 120
    """Characters of a cell."""
    pictures: str = "large"
    """``large``, ``small`` or ``none``."""

    def table(self, document: Document, name: str) -> Table:
        """Return a table as it stands on paper."""
        return self.cut(_found(document, name), self.rows[name], document.word("more_rows"))

    def cut(self, table: Table, most: int, more: str) -> Table:
        """Return the first rows of a table, its texts short enough."""
        shown = table.head(most, more)
        rows = tuple(
            tuple(
                brief(cell, 24 if kind == "name" else self.cell)
                for cell, kind in zip(row, shown.kinds, strict=True)
            )
            for row in shown.rows
        )
        return replace(shown, rows=rows)


def brief(text: str, most: int) -> str:
    """Return a text that fits on paper: what is cut ends in dots; four kanji count for five letters."""
    if _counted(text) <= most:
        return text
    kept = text
    while _counted(kept) > most - 1:
        kept = kept[: min(len(kept) - 1, most)]
    return kept.rstrip() + "…"


def _counted(text: str) -> float:
    return 0.75 * len(text) + 0.25 * display_width(text)


def fitting(document: Document) -> Room:
    """Return the most that its pages hold."""
    found = Room()
    if document.kind not in PAGES:
        return found
    for found in _rooms():
        if _fits(document, found):
            return _filled(document, found)
    return found


def _fits(document: Document, room: Room) -> bool:
    return pages(document, room) <= PAGES[document.kind]


def _rooms() -> Iterator[Room]:
    """Yield what may be shown, from the most to the least: rows shrink, then pictures, then texts."""
    room = Room()
    for less in range(max(MOST.values()) - FEW + 1):
        room = Room({name: max(FEW, rows - less) for name, rows in MOST.items()})
        yield room
    room = replace(room, pictures="small")
    yield room
    room = replace(room, rows=dict.fromkeys(MOST, LEAST))
    yield room
    for sentence, warning, cell in ((240, 170, 90), (150, 120, 60)):
        room = replace(room, sentence=sentence, warning=warning, cell=cell)
        yield room
    yield replace(room, pictures="none")


def _filled(document: Document, room: Room) -> Room:
    """Return a room with more rows, table by table, as long as the pages hold them."""
    growing = list(MOST)
    while growing:
        name = min(growing, key=lambda one: room.rows[one])
        more = replace(room, rows={**room.rows, name: room.rows[name] + 1})
        if room.rows[name] < MOST[name] and _fits(document, more):
            room = more
        else:
            growing.remove(name)
    return room


def pages(document: Document, room: Room) -> int:
    """Return how many pages a report takes."""
    count, used = 1, 0.0
    blocks = _meeting(document, room) if document.kind == "meeting" else _approval(document, room)
    for height in blocks:
        if used and used + height > PAGE:
            count, used = count + 1, 0.0
        used += height
        while used > PAGE:
            count, used = count + 1, used - PAGE
    return count


def _meeting(document: Document, room: Room) -> Iterator[float]:
    """Yield the heights of what is never torn, from the top to the bottom."""
    yield FORM["meeting"] + lines(brief(document.summary.plan_name, 90), WIDTH, 16) * 8.0 + _tiles(document)
    yield from _list(document.lead, room.sentence)
    if room.pictures != "none":
        yield _beside(document, room, ("bought", "difference"))
    yield from _list([one.text for one in _warnings(document, room)], room.warning)
    yield LINE + BETWEEN
    for name in ("contracts", "orders"):
        if _found(document, name).rows:
            yield TITLE + table_height(room.table(document, name))
    if room.pictures != "none":
        yield _flow(document, room)
    yield TITLE + table_height(room.table(document, "scenarios"))
    yield BETWEEN + LINE * 2


def _approval(document: Document, room: Room) -> Iterator[float]:
    yield FORM["approval"] + 22.0 + LINE * lines(document.summary.plan_name, 90.0, 8.5)
    yield TITLE + SECTION + table_height(room.table(document, "contracts"))
    yield from _list((*document.asked, document.extra["amount"]), room.sentence)
    yield _whole(document.why, room.sentence)
    yield _cost(document, room)
    yield _whole(document.premises, min(300, room.sentence))
    yield _risks(document, room)
    yield TITLE + (table_height(room.table(document, "cases")) if document.cases else 3 * LINE)
    yield TITLE + table_height(room.table(document, "orders"))
    yield TITLE + _flow(document, room)
    yield table_height(room.table(document, "scenarios")) + BETWEEN + LINE * 2


def _cost(document: Document, room: Room) -> float:
    texts = [document.against, document.remarks[0], document.word("approval_no_last")]
    since = 0.0 if document.since is None else 2 * LINE + table_height(room.table(document, "since"))
    return _whole(texts, 10 * room.sentence) + since


def _risks(document: Document, room: Room) -> float:
    texts = [document.extra["chance"], *(one.text for one in _warnings(document, room))]
    return _whole(texts, room.warning) + LINE + _beside(document, room, ("difference", "cost"))


def _warnings(document: Document, room: Room) -> tuple[Warned, ...]:
    return document.warnings[: room.rows["warnings"]]


def _found(document: Document, name: str) -> Table:
    if name == "contracts" and document.kind == "approval":
        return document.tables["terms"]
    if name == "since" and document.since is not None:
        return document.since.figures
    if name == "cases" and document.cases is not None:
        return document.cases.table
    return document.tables[name]


def _list(texts: Iterable[str], most: int) -> Iterator[float]:
    """Yield the heights of a list's items; the first stands with the heading."""
    for at, text in enumerate(texts):
        yield _item(text, most) + (0.0 if at else TITLE + BETWEEN)


def _whole(texts: Iterable[str], most: int) -> float:
    """Return the height of a heading and texts that stay together."""
    return TITLE + BETWEEN + sum(_item(text, most) for text in texts)


def _item(text: str, most: int) -> float:
    return ITEM + LINE * lines(brief(text, most), WIDTH - INDENT, TEXT_POINTS)


def _tiles(document: Document) -> float:
    room = (WIDTH - 10) / 6 - 3
    texts = ((tile.label, brief(tile.note, 40)) for tile in document.tiles)
    most = max(lines(label, room, 7.0) + lines(note, room, 7.0) for label, note in texts)
    values = max(lines(tile.value, room, 10.5) for tile in document.tiles)
    return 9.0 + 3.4 * most + 4.7 * values


def _beside(document: Document, room: Room, names: Iterable[str]) -> float:
    """Return the height of two pictures side by side, or of the one that is there."""
    shown = [document.brief[name] for name in names if name in document.brief]
    return max((_figure(figure, HALF, LOW, room) for figure in shown), default=0.0)


def _flow(document: Document, room: Room) -> float:
    return _figure(document.flows[0].figures[0], WIDTH, FLOW, room) if document.flows else 0.0


def _figure(figure: Figure, width: float, most: tuple[float, float], room: Room) -> float:
    """Return the height of a picture with the lines above and below it."""
    if room.pictures == "none":
        return 0.0
    used, legend = 0.0, 1
    for key in figure.legend:
        name = SWATCH + text_width(brief(key.name, 60), LEGEND_POINTS)
        if used and used + name > width:
            used, legend = 0.0, legend + 1
        used += name
    size = SIZE.search(figure.picture)
    drawn = most[room.pictures == "small"]
    if size is not None:
        drawn = min(drawn, width * float(size[2]) / float(size[1]))
    note = LINE * lines(brief(figure.note, 300), width, TEXT_POINTS) if figure.note else 0.0
    return 3.5 + CAPTION * lines(brief(figure.title, 160), width, 8.5) + drawn + LEGEND * legend + note
