"""Which offers and processes each event of a plan hits, found once for all events with the same targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from planner.workbook.access import text, texts
from planner.workbook.events.targets import (
    aims_at_offers,
    aims_at_processes,
    hits_offer,
    hits_process,
    moves_price,
)
from planner.workbook.tables import Row

TARGETS = ("country", "stage", "supplier", "items", "destination", "process")
"""Columns of Events that choose what is hit."""

_Key = tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Hits:
    """Finds what events hit; remembers, because many events share their targets."""

    offer_rows: Mapping[str, Row]
    process_rows: Mapping[str, Row]
    home_country: str
    _offers: dict[_Key, tuple[str, ...]] = field(default_factory=dict)
    _processes: dict[_Key, tuple[str, ...]] = field(default_factory=dict)
    _priced: dict[_Key, tuple[str, ...]] = field(default_factory=dict)
    _by: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def offers(self, event: Row) -> tuple[str, ...]:
        """Return the offers an event hits."""
        if not aims_at_offers(event):
            return ()
        key = tuple(texts(event, column) for column in TARGETS)
        if key not in self._offers:
            self._offers[key] = tuple(
                name
                for name in self._candidates(event)
                if hits_offer(event, self.offer_rows[name], self.home_country)
            )
        return self._offers[key]

    def processes(self, event: Row) -> tuple[str, ...]:
        """Return the processes an event hits."""
        if not aims_at_processes(event):
            return ()
        key = tuple(texts(event, column) for column in TARGETS)
        if key not in self._processes:
            self._processes[key] = tuple(
                name for name, row in self.process_rows.items() if hits_process(event, row, self.home_country)
            )
        return self._processes[key]

    def priced(self, event: Row) -> tuple[str, ...]:
        """Return the offers whose price an event's price factor moves."""
        key = (texts(event, "index"), texts(event, "currency"), texts(event, "items"))
        if key not in self._priced:
            rows = self.offer_rows.items()
            self._priced[key] = tuple(name for name, row in rows if moves_price(event, row))
        return self._priced[key]

    def _candidates(self, event: Row) -> Iterable[str]:
        """Return the offers of the event's suppliers, else of its items, else all."""
        for target, column in (("supplier", "supplier"), ("items", "item")):
            if wanted := texts(event, target):
                by = self._grouped(column)
                return [name for value in dict.fromkeys(wanted) for name in by.get(value, ())]
        return self.offer_rows

    def _grouped(self, column: str) -> Mapping[str, Sequence[str]]:
        if column not in self._by:
            groups: dict[str, list[str]] = {}
            for name, row in self.offer_rows.items():
                groups.setdefault(text(row, column), []).append(name)
            self._by[column] = groups
        return self._by[column]
