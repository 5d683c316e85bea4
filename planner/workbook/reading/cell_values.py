"""What cells hold before they are typed: blanks, invisible characters, and how a message shows them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

from planner.workbook.messages.findings import Severity
from planner.workbook.printable import CONTROLS
from planner.workbook.tables import Value

EXCEL_ERRORS = frozenset(
    "#N/A #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM! #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #UNKNOWN! "
    "#CONNECT! #BUSY! #PYTHON! #EXTERNAL!".split()
)
"""What Excel shows in a cell whose formula failed."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about a cell that does not know its place yet."""

    severity: Severity
    code: str
    facts: dict[str, object] = field(default_factory=dict)


Cleaned = tuple[Value, tuple[Remark, ...]]
"""A typed value (``None`` where blank or unreadable) and what there is to say about it."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_QUOTE = 60
_LONGEST_INT = 10**300


def is_blank(raw: object) -> bool:
    """Tell whether a cell holds nothing that can be seen."""
    raw = plain(raw)
    return raw is None or (isinstance(raw, str) and not without_controls(raw).strip())


def shortest(number: float) -> str:
    """Return a number as people write it: ``1`` for 1.0, at most 15 digits."""
    if isinstance(number, int):
        return str(number) if abs(number) < _LONGEST_INT else "10^300…"
    return f"{number:.15g}"


def quote(raw: object) -> str:
    """Return what a cell holds as a message shows it: short, and numbers and dates in plain form."""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float | int):
        return shortest(raw)
    if isinstance(raw, dt.datetime):
        return str(raw.date() if raw.time() == dt.time() else raw)
    text = " ".join(str(raw).split())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def month_text(month: dt.date) -> str:
    """Return a month as ``2026-04``."""
    return f"{month.year:04d}-{month.month:02d}"


def plain(raw: object) -> object:
    """Return a value of numpy or pandas as Python's own, and their blanks as ``None``."""
    if isinstance(raw, tuple | list):
        return raw or None
    if raw is None or isinstance(raw, str | bool):
        return raw
    if type(raw).__name__ in ("NAType", "NaTType"):
        return None
    item = getattr(raw, "item", None)
    return item() if callable(item) and not getattr(raw, "shape", ()) else raw


def without_controls(text: str) -> str:
    """Return a text without the characters nobody sees."""
    # Excel keeps what XML cannot hold as _x0007_.
    text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text
    return text if text.isprintable() else CONTROLS.sub("", text)


def error(code: str, **facts: object) -> Remark:
    """Return a remark that the cell cannot be read."""
    return Remark(Severity.ERROR, code, facts)


def note(code: str, **facts: object) -> Remark:
    """Return a remark that the cell was read, but not as it stands."""
    return Remark(Severity.NOTE, code, facts)


def warning(code: str, **facts: object) -> Remark:
    """Return a remark that the cell was read, but perhaps not as it was meant."""
    return Remark(Severity.WARNING, code, facts)


def folded(text: str) -> str:
    """Return a text trimmed and in one width."""
    return unicodedata.normalize("NFKC", text).strip()
