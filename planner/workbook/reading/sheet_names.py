"""Which sheets of a file are ours, and which have nearly the name of one."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from planner.workbook.reading.headers import fold, kept_input_of, sheet_of
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.former import FORMER_SHEETS
from planner.workbook.schema.sheets import (
    COMMENT_MARK,
    META_SHEET,
    RUN_SHEET,
    RUN_SHEET_JA,
    SCHEMA,
    SIDE_SHEETS,
)

_SIDE = frozenset(fold(name) for name in SIDE_SHEETS)
_BRACKETS = re.compile(r"[(\[{【〔<].*?[)\]}】〕>]")
_COPY = re.compile(r"[\d_\-\s.~#&+v]+|copy|old|new|final|旧|新|のコピー|コピー|最新|最終|案")
_SHORTEST = {True: 4, False: 2}
"""Letters of a name (True: of the Latin alphabet) from which on it is looked for within another."""
_SHORTEST_PART = {True: 5, False: 2}
"""Letters from which on it is taken for a part of the name."""
_ALIKE = 0.75
_OTHER_WORDS = {
    "Events": ("Disruptions", "Shocks"),
    "FX": ("FX rates", "FX rate", "Exchange rates", "Exchange rate", "Forex", "Currencies"),
    "Receipts": ("Arrivals", "Inbound"),
    "Rules": ("Constraints", "制約", "規則"),
    "PriceTiers": ("Discounts", "Volume discounts"),
    "BOM": ("Bill of materials", "Recipes"),
}
"""Words that people have for a sheet; each only asks whether it is meant."""


def is_aside(title: str) -> bool:
    """Tell whether a sheet says of itself that it is none of the input."""
    return fold(title) in _SIDE or title.strip().startswith(("_", COMMENT_MARK, "＃"))


def has_kept_input(titles: Sequence[str]) -> bool:
    """Tell whether a workbook is a result, which keeps its input on sheets of its own."""
    return any(kept_input_of(title) for title in titles)


def wanted_sheets(titles: Sequence[str]) -> list[str]:
    """Return the sheets that are read: the input, and what the workbook says of itself."""
    kept = has_kept_input(titles)
    about = {fold(name) for name in ((RUN_SHEET, RUN_SHEET_JA) if kept else (META_SHEET,))}
    named = kept_input_of if kept else sheet_of
    return [title for title in titles if named(title) or fold(title) in about]


def near_sheet(title: str) -> Sheet | None:
    """Return the input sheet that a sheet with another name may be meant for, or part of."""
    names = {
        fold(name): sheet
        for sheet in SCHEMA
        for name in (
            sheet.name,
            sheet.ja,
            *FORMER_SHEETS.get(sheet.name, ()),
            *_OTHER_WORDS.get(sheet.name, ()),
        )
    }
    folded = unicodedata.normalize("NFKC", title).casefold()
    bare = fold(_COPY.sub("", _BRACKETS.sub("", folded)))
    if not bare:
        return None
    if bare in names:
        return names[bare]
    inside = [name for name in names if len(name) >= _SHORTEST[name.isascii()] and name in bare]
    if inside:
        return names[max(inside, key=len)]
    around = [name for name in names if len(bare) >= _SHORTEST_PART[bare.isascii()] and bare in name]
    if around:
        return names[min(around, key=len)]
    close = difflib.get_close_matches(bare, names, n=1, cutoff=_ALIKE)
    return names[close[0]] if close else None
