"""``planner.events``: the built-in library of disruptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner.api.answer import Answer, PlainTable, frame, write_tables
from planner.risk.library import LibraryEvent, Rate, matching, rate_of, unknown_items


@dataclass(frozen=True)
class Events(Answer):
    """Disruptions of the library."""

    events: tuple[LibraryEvent, ...]
    spoken: str = "en"
    unknown: tuple[str, ...] = ()
    """Items asked for that the library does not know."""

    @property
    def language(self) -> str:
        """Language asked for."""
        return self.spoken

    @property
    def rate(self) -> Rate:
        """How often such events began, counted from those that are dated."""
        return rate_of(self.events)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``Events``, one to a row: what, who, when, how much was lost, where it is from, how sure."""
        return {"Events": frame(self._table(self.spoken))}

    def to_json(self) -> dict[str, object]:
        """Return every event, how often such events began, and what was asked for and is not known."""
        counted = self.rate
        history = {
            "starts": [{"month": month, "event": name} for month, name in counted.starts],
            "years": counted.years,
            "per_year": counted.per_year,
            "in_a_year": counted.in_a_year,
        }
        told = [event.as_json(self.spoken) for event in self.events]
        return {"events": told, "rate": history, "items_unknown": list(self.unknown)}

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
    items = tuple(items)
    return Events(tuple(matching(country, items)), language, tuple(unknown_items(items)))


def _plain(value: object) -> object:
    """Return a value as one cell: lists as text."""
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
