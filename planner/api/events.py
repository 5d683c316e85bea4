"""``planner.events``: the built-in library of disruptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner.api.answer import Answer, PlainTable, frame, write_tables
from planner.risk.library import LibraryEvent, matching


@dataclass(frozen=True)
class Events(Answer):
    """Disruptions of the library."""

    events: tuple[LibraryEvent, ...]
    spoken: str = "en"

    @property
    def language(self) -> str:
        """Language asked for."""
        return self.spoken

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``Events``, one to a row: what, who, when, how much was lost, where it is from, how sure."""
        return {"Events": frame(self._table(self.spoken))}

    def to_json(self) -> dict[str, object]:
        """Return every event."""
        return {"events": [event.as_json(self.spoken) for event in self.events]}

    def _table(self, language: str) -> PlainTable:
        told = [event.as_json(language) for event in self.events]
        columns = list(told[0]) if told else ["event", "name"]
        return columns, [[_plain(one[column]) for column in columns] for one in told]

    def _write(self, path: Path, language: str) -> Path:
        return write_tables(path, language, {"Events": self._table(language)})


def events(country: str | None = None, items: Iterable[str] = (), language: str = "en") -> Events:
    """Return the library of disruptions, or what of it hits some supply.

    Parameters
    ----------
    country : str, optional
        Only what hits supply from this country, e.g. ``CN``.
    items : iterable of str
        Only what hits these: ``Dy``, ``Tb``, or ``magnet``, ``ore``, ``NdPr``.
    language : {"en", "ja"}

    Returns
    -------
    Events
    """
    return Events(tuple(matching(country, tuple(items))), language)


def _plain(value: object) -> object:
    """Return a value as one cell: lists as text."""
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
