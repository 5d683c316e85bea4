"""What stands in a report, as plain data ready for the templates: pictures, tables, lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text."""

    heads: tuple[str, ...]
    kinds: tuple[str, ...]
    """``text``, ``name`` (never broken into lines) or ``figure`` (set to the right), by column."""
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    total: bool = False
    """The last row sums the others up."""

    def head(self, rows: int, more: str) -> Table:
        """Return the first rows, and a note (with a place for the ``{count}``) of how many more there are."""
        if len(self.rows) <= rows:
            return self
        keep = self.rows[: rows - 1] + self.rows[-1:] if self.total else self.rows[:rows]
        note = more.format(count=len(self.rows) - len(keep))
        return Table(self.heads, self.kinds, keep, f"{self.note} {note}".strip(), self.total)


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend."""

    fill: str
    name: str
    line: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its legend, and the same figures as a table."""

    name: str
    """Unique on the page; letters and digits."""
    title: str
    picture: Markup
    legend: tuple[Key, ...] = ()
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views that buttons choose from."""

    name: str
    label: str
    figures: Sequence[Figure]
