"""Addresses of cells as a spreadsheet writes them: ``C``, ``C17``, ``C17:D20``.

openpyxl has these too, and imports half of itself and numpy with them: a third of the time in which a command
that solves nothing starts.
"""

from __future__ import annotations

import re
from functools import cache

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)", re.IGNORECASE)
_LAST = 18278  # ZZZ
_LETTERS = 26


@cache
def letters_of(column: int) -> str:
    """Return the letters of a column, of which the first is 1.

    Raises
    ------
    ValueError
    """
    if not 1 <= column <= _LAST:
        raise ValueError(f"{column} is no number of a column")
    letters = ""
    while column:
        column, last = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + last) + letters
    return letters


@cache
def column_of(letters: str) -> int:
    """Return the number of a column by its letters; ``A`` is 1.

    Raises
    ------
    ValueError
    """
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise ValueError(f"{letters!r} is no column")
    column = 0
    for letter in letters.upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column


def place_of(cell: str) -> tuple[int, int]:
    """Return row and column of an address, counted from 1.

    Raises
    ------
    ValueError
    """
    found = _ADDRESS.fullmatch(cell)
    if found is None:
        raise ValueError(f"{cell!r} is no cell")
    return int(found.group(2)), column_of(found.group(1))


def edges_of(cells: str) -> tuple[int, int, int, int]:
    """Return the first column and row of a range, and its last ones.

    Raises
    ------
    ValueError
    """
    first, _, last = cells.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    return left, top, right, bottom
