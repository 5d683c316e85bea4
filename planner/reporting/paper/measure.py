"""How wide and how high texts and tables come out on paper, in millimetres: on the side of too much.

No browser is asked. The widths of a table's columns are set here and handed to the page, so that what is
reckoned is what is printed, whatever fonts are at hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from planner.reporting.paper.figure import Table

WIDTH = 182.0
"""Width of what stands on a page."""
POINT = 25.4 / 72
NARROW, FIGURES, WIDE = 0.55, 0.58, 1.0
"""Width of a letter, of a letter or digit that must not break, and of a kanji, in parts of the size."""
CELL_POINTS, CELL_LINE, CELL_PADDING, CELL_FRAME = 7.6, 3.5, 3.0, 1.75
"""Type of a table, the height of its lines, what stands beside a text, and above and below it."""
LEAST_COLUMN = 14.0
PIECES = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+")
"""What a line is made of: signs that may stand alone, words, blanks."""


def text_width(text: str, points: float, letter: float = NARROW) -> float:
    """Return the width of a text in one line."""
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in text)
    return (wide * WIDE + (len(text) - wide) * letter) * points * POINT


def lines(text: str, room: float, points: float) -> int:
    """Return how many lines a text takes; a word that is longer than a line is broken."""
    used, count = 0.0, 1
    for piece in PIECES.findall(text):
        width = text_width(piece, points)
        if used and used + width > room:
            if piece.isspace():
                continue
            used, count = 0.0, count + 1
        while width > room:
            width, count = width - room, count + 1
        used += width
    return count


def columns(table: Table) -> list[float]:
    """Return the parts of its width (in per cent) that a table's columns take.

    Figures stand in one line, texts share what is left.
    """
    widths = [_wanted(table, at) for at in range(len(table.heads))]
    texts = [at for at, kind in enumerate(table.kinds) if kind == "text"]
    rest = WIDTH - sum(width for at, width in enumerate(widths) if at not in texts)
    shared = sum(widths[at] for at in texts)
    if not texts:
        return [100.0 * width / sum(widths) for width in widths]
    rest = max(rest, LEAST_COLUMN * len(texts))
    for at in texts:
        widths[at] = LEAST_COLUMN + (rest - LEAST_COLUMN * len(texts)) * widths[at] / shared
    return [100.0 * width / sum(widths) for width in widths]


def _wanted(table: Table, at: int) -> float:
    """Return the width a column asks for; the words above it may take three lines, of kanji two."""
    if table.kinds[at] == "text":
        return max([text_width(row[at], CELL_POINTS) for row in table.rows], default=1.0) + CELL_PADDING
    head = table.heads[at]
    longest = max(text_width(word, CELL_POINTS, FIGURES) for word in head.split() or [""])
    whole = text_width(head, CELL_POINTS, FIGURES)
    sign = CELL_POINTS * POINT
    above = max(longest, whole / 3) if head.isascii() else min(whole, max(5 * sign, whole / 2 + 2 * sign))
    cells = max((text_width(row[at], CELL_POINTS, FIGURES) for row in table.rows), default=0.0)
    return max(above, cells) + CELL_PADDING


def table_height(table: Table) -> float:
    """Return the height of a table with what stands above and below it."""
    widths = [part * WIDTH / 100.0 for part in columns(table)]
    note = 5.5 * lines(table.note, WIDTH, 9.0) if table.note else 0.0
    return 2.0 + note + sum(_row(row, table, widths) for row in (table.heads, *table.rows))


def _row(row: Sequence[str], table: Table, widths: Sequence[float]) -> float:
    broken = row is table.heads
    most = max(
        lines(cell, width - CELL_PADDING, CELL_POINTS) if broken or kind == "text" else 1
        for cell, width, kind in zip(row, widths, table.kinds, strict=True)
    )
    return CELL_FRAME + CELL_LINE * most
