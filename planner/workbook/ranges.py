"""Addresses of cells as people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl.utils import column_index_from_string

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)")
_MOST_RANGES = 4


def joined(cells: Sequence[str], separator: str) -> str:
    """Return addresses with neighbours joined, ``C17:C54, C60``; after the first few stands ``…``."""
    found = [_ADDRESS.match(cell) for cell in dict.fromkeys(cells)]
    places = sorted((column_index_from_string(f.group(1)), int(f.group(2)), f.group(1)) for f in found if f)
    runs: list[tuple[str, int, int]] = []
    for _, row, letter in places:
        if runs and runs[-1][0] == letter and runs[-1][2] == row - 1:
            runs[-1] = (letter, runs[-1][1], row)
        else:
            runs.append((letter, row, row))
    texts = [f"{letter}{top}" if top == end else f"{letter}{top}:{letter}{end}" for letter, top, end in runs]
    return separator.join(texts[:_MOST_RANGES]) + ("…" if len(texts) > _MOST_RANGES else "")
