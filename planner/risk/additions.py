"""Adding events of the library to a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.risk.library import LibraryEvent, library
from planner.risk.words import tell
from planner.workbook.access import text
from planner.workbook.checks.base import listed, nearest
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.tables import Row, Tables, Value


class CannotAdd(Exception):
    """An event of the library that cannot be added to this plan, or not like this."""

    def __init__(self, key: str, facts: Mapping[str, object]) -> None:
        self.key, self.facts = key, facts
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """Return the reason, in the user's language."""
        facts = {
            name: value[language] if isinstance(value, Mapping) else value
            for name, value in self.facts.items()
        }
        near = facts.pop("near", "")
        hint = tell("did you mean", language, near=near) if near else ""
        return tell(self.key, language, hint=hint, **facts)


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be added, checked against the library and the plan."""

    events: tuple[LibraryEvent, ...]
    items: tuple[str, ...] = ()
    probability: float | None = None


def check_addition(
    tables: Tables, names: Iterable[str], items: Sequence[str] = (), probability: float | None = None
) -> Addition:
    """Return events of the library that may be added to a plan.

    Parameters
    ----------
    tables : Tables
    names : iterable of str
        Ids of the library, upper or lower case.
    items : sequence of str
        Items of the plan that they hit; required where an event hits certain items only, and narrowing the
        others to these.
    probability : float, optional
        That each begins within the plan.

    Raises
    ------
    CannotAdd
        Unknown, listed only, not for the plan's home country, already there, or without its items.
    """
    known = {text(row, "item") for row in tables["Items"]}
    for item in items:
        if item not in known:
            near = nearest(item, known)
            raise CannotAdd("unknown item", {"item": item, "near": near, "known": listed(sorted(known))})
    events = tuple(_found(name) for name in dict.fromkeys(names))
    taken = {text(row, "event") for row in tables["Events"]}
    home = str(tables.settings.get("home_country") or "")
    for event in events:
        if not event.addable:
            raise CannotAdd("not addable", {"event": event.id, "reason": event.reasons})
        if home and home in event.not_for:
            raise CannotAdd("not for you", {"event": event.id, "home": home})
        if event.id in taken:
            raise CannotAdd("already there", {"event": event.id})
        if event.needs_items and not items:
            raise CannotAdd("items needed", {"event": event.id, "items": event.items})
    return Addition(events, tuple(items), probability)


def add_events(tables: Tables, addition: Addition) -> Tables:
    """Return the plan with events of the library at the end of its sheet Events."""
    rows = list(tables["Events"])
    number = max((row.number for row in rows), default=1)
    for number_, event in enumerate(addition.events, start=number + 1):
        items = addition.items if event.loses else ()
        cells = event.cells(tables.months, items, tables.language, addition.probability)
        rows.append(sheet_row("Events", number_, cells))
    return replace(tables, sheets={**tables.sheets, "Events": tuple(rows)})


def sheet_row(sheet: str, number: int, cells: Mapping[str, Value]) -> Row:
    """Return a row of a sheet as if it had been read, with the sheet's constant defaults."""
    filled: dict[str, Value] = {column.key: column.default for column in SHEETS[sheet].columns}
    return Row(sheet, number, filled | dict(cells), frozenset(cells))


def _found(name: str) -> LibraryEvent:
    folded = {key.casefold(): event for key, event in library().items()}
    if name.casefold() in folded:
        return folded[name.casefold()]
    raise CannotAdd("unknown event", {"event": name, "near": nearest(name, library())})
