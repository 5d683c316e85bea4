"""Text for a line on a terminal: without the characters that nobody sees and a terminal obeys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from os import PathLike, fspath

CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Controls, marks and overrides of direction, characters without width, halves of characters."""
_BREAKS = re.compile(r"[\t\r\n]+")


def printable(text: str) -> str:
    """Return a text without what moves the cursor or turns the direction; line breaks stay."""
    return text if text.isprintable() else CONTROLS.sub("", text.replace("\r", ""))


def in_one_line(text: str) -> str:
    """Return a name (of a file, a sheet, a column) as it may stand within a sentence."""
    return text if text.isprintable() else CONTROLS.sub("", _BREAKS.sub(" ", text))


def facts_for_print(facts: Mapping[str, object]) -> dict[str, object]:
    """Return facts of a sentence with texts and paths in one line."""
    return {name: _fact(fact) for name, fact in facts.items()}


def _fact(fact: object) -> object:
    if isinstance(fact, PathLike):
        fact = fspath(fact)
    # Words in two languages and the like are texts of our own.
    return in_one_line(fact) if type(fact) is str else fact
