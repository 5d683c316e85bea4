"""Tables of a workbook of results by their English names, whichever language it speaks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from planner.workbook.titles import own_title


def tables_in(path: Path) -> dict[str, pd.DataFrame]:
    """Return every sheet; where labels stand above the keys, the second row is the header."""
    found = {}
    for title, frame in pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl").items():
        keys = 1 if len(frame) > 1 and not str(frame.iloc[0, 0]).isascii() else 0
        found[own_title(str(title))] = pd.read_excel(path, sheet_name=title, header=keys, engine="openpyxl")
    return found
