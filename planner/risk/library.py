"""The built-in library of disruptions: public facts with their sources, mapped to the columns of Events.

The facts themselves (name, loss by month, source, grade) stand in ``planner/examples/facts/disruptions.csv``;
``data/events.csv`` says what each one hits. Mapping rules: separation and cracking are refining; an export
measure hits the stage of the form it names (oxide: refining, metal: metal, magnet: magnet); "all except X" is
a blank destination, not offered to X; what is open-ended lasts to the horizon; a single loss is a severity
with a duration, several are a loss profile. What maps to no column is listed with its reason and cannot be
added.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from planner.examples.facts import Fact, fact
from planner.workbook.tables import Value

EVERYTHING = "all"
"""Word of the library for every rare earth."""
CARGO = "cargo"
"""Word of the library for whatever is shipped: such an event is found under every item."""
NAMES_OF: Mapping[str, str] = {
    "sc": "scandium スカンジウム",
    "y": "yttrium イットリウム",
    "la": "lanthanum ランタン",
    "ce": "cerium セリウム",
    "pr": "praseodymium プラセオジム",
    "nd": "neodymium ネオジム",
    "ndpr": "didymium ネオジム・プラセオジム",
    "sm": "samarium サマリウム",
    "eu": "europium ユウロピウム",
    "gd": "gadolinium ガドリニウム",
    "tb": "terbium テルビウム",
    "dy": "dysprosium ジスプロシウム",
    "ho": "holmium ホルミウム",
    "er": "erbium エルビウム",
    "tm": "thulium ツリウム",
    "yb": "ytterbium イッテルビウム",
    "lu": "lutetium ルテチウム",
    "light": "軽希土 軽希土類",
    "heavy": "重希土 重希土類",
    "magnet": "magnets 磁石 永久磁石",
    "ndfeb": "ネオジム磁石",
    "smco": "サマリウムコバルト磁石",
    "ore": "ores 鉱石",
    EVERYTHING: "ree rare-earths レアアース 希土類",
}
"""Words of the library for rare earths, in lower case, and what else they are called."""
WORD_OF = {name: word for word, names in NAMES_OF.items() for name in (word, *names.split())}
EUROPEAN_UNION = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()
)
"""Its members: an event's destination is a country."""
SINCE, AS_OF = "2010-01", "2026-11"
"""First and last month over which the library is a history; what is older or planned is no count of it."""
HAPPENED = frozenset({"historical", "in force", "suspended"})
"""Statuses of what really began."""


@dataclass(frozen=True, slots=True)
class LibraryEvent:
    """One disruption that happened, is feared, or was written as a scenario."""

    id: str
    names: Mapping[str, str]
    """Name by language."""
    status: str
    """historical, in force, suspended, planned, scheduled risk, historical risk or hypothetical."""
    start: str
    """First day, as far as known; empty for a hypothetical one."""
    end: str
    countries: tuple[str, ...]
    """Whose supply is hit."""
    stages: tuple[str, ...]
    destinations: tuple[str, ...]
    """Buyers' countries that feel it; empty: all."""
    not_for: tuple[str, ...]
    """Home countries it spares: not offered to them."""
    elements: tuple[str, ...]
    """Elements and words it can be found by."""
    items: Mapping[str, str]
    """By language, what it hits, in words; empty texts: every item of the countries and stages."""
    losses: tuple[float, ...]
    """Part lost in each month known."""
    duration: int | None
    """Months it is on where one loss is known; ``None``: to the horizon."""
    held: bool
    """The last loss known is held to the horizon."""
    lead_time_extension: int
    investment_delay: int
    """[months]."""
    arrival_start: str
    """First month of …"""
    arrival_losses: tuple[float, ...]
    """… the part of arrivals lost at the buyers, month by month, where known: later than shipments."""
    notes: Mapping[str, str]
    reasons: Mapping[str, str]
    """By language, why it cannot be added; empty texts: it can."""
    mechanism: str
    basis: str
    """Where the losses come from."""
    quality: str
    """measured, mixed, assumed or unverified."""
    grade: str
    """A official, wire or research report; B trade press; C weak page; D assumption."""
    source: str

    @property
    def addable(self) -> bool:
        """Tell whether it maps to the columns of Events."""
        return not self.reasons["en"]

    @property
    def needs_items(self) -> bool:
        """Tell whether the plan's items that it hits must be named."""
        return self.addable and bool(self.items["en"])

    @property
    def loses(self) -> bool:
        """Tell whether supply is lost or late, and not only an investment."""
        return any(self.losses) or self.lead_time_extension > 0

    def profile(self, months: int) -> tuple[float, ...]:
        """Return the loss profile in a plan of so many months; empty where a severity says it all."""
        if len(self.losses) < 2:
            return ()
        rest = max(0, months - len(self.losses)) if self.held else 0
        return (*self.losses, *[self.losses[-1]] * rest)

    def cells(
        self, months: int, items: Iterable[str] = (), language: str = "en", probability: float | None = None
    ) -> dict[str, Value]:
        """Return the filled cells of its row on Events, in a plan of so many months."""
        profile = self.profile(months)
        cells: dict[str, Value] = {
            "event": self.id,
            "name": self.names[language],
            "country": self.countries,
            "stage": self.stages,
            "items": tuple(items),
            "destination": self.destinations,
            "loss_profile": profile,
            "severity": None if profile else self.losses[0],
            "duration_months": None if profile else self.duration or months,
            "lead_time_extension": self.lead_time_extension or None,
            "investment_delay_months": self.investment_delay or None,
            "probability": probability,
            "source": f"{self.id} ({self.grade}, {self.quality}): {self.source}",
        }
        return {key: value for key, value in cells.items() if value not in (None, ())}

    def as_json(self, language: str = "en") -> dict[str, object]:
        """Return what ``planner events --json`` prints of it."""
        return {
            "event": self.id,
            "name": self.names[language],
            "status": self.status,
            "start": self.start or None,
            "end": self.end or None,
            "country": list(self.countries),
            "stage": list(self.stages),
            "items": self.items[language],
            "elements": list(self.elements),
            "destination": list(self.destinations),
            "not_offered_to": list(self.not_for),
            "losses": list(self.losses),
            "duration_months": self.duration if len(self.losses) < 2 else len(self.losses),
            "to_horizon": self.held or (len(self.losses) < 2 and self.duration is None),
            "arrivals_from": self.arrival_start or None,
            "arrival_losses": list(self.arrival_losses),
            "lead_time_extension": self.lead_time_extension,
            "investment_delay_months": self.investment_delay,
            "mechanism": self.mechanism,
            "quality": self.quality,
            "grade": self.grade,
            "basis": self.basis,
            "source": self.source,
            "note": self.notes[language],
            "addable": self.addable,
            "items_needed": self.needs_items,
            "reason": self.reasons[language],
        }


@cache
def library() -> Mapping[str, LibraryEvent]:
    """Return every event of the library by its id, in the order of the facts."""
    text = resources.files("planner.risk").joinpath("data", "events.csv").read_text("utf-8")
    return {row["id"]: _event(row, fact(row["id"])) for row in csv.DictReader(io.StringIO(text))}


def matching(country: str | None = None, items: Iterable[str] = ()) -> list[LibraryEvent]:
    """Return the events that hit supply of a country and any of some elements (or words such as magnet).

    Parameters
    ----------
    country : str, optional
        Country code; by default any.
    items : iterable of str
        Elements, materials or words, in either language, upper or lower case; an event that hits every rare
        earth matches each of them, one that hits whatever is shipped matches everything.
    """
    wanted = [item.casefold() for item in items]
    return [
        event
        for event in library().values()
        if (country is None or country.upper() in event.countries)
        and (not wanted or any(_hits(event, item) for item in wanted))
    ]


def unknown_items(items: Iterable[str]) -> tuple[str, ...]:
    """Return the items that no event of the library is about."""
    known = [event for event in library().values() if CARGO not in event.elements]
    return tuple(item for item in items if not any(_hits(event, item.casefold()) for event in known))


def _hits(event: LibraryEvent, item: str) -> bool:
    """Tell whether an event is about an item, given in lower case."""
    words = {element.casefold() for element in event.elements}
    word = WORD_OF.get(item, item)
    if CARGO in words or item in words or word in words:
        return True
    if word == EVERYTHING:
        return not words.isdisjoint(NAMES_OF)
    return EVERYTHING in words and word in NAMES_OF


@dataclass(frozen=True)
class Rate:
    """How often such a thing has begun, counted from the library: a history of what was reported, no more."""

    starts: tuple[tuple[str, str], ...]
    """Month and id of each, in order."""
    years: float
    """From ``SINCE`` to the end of ``AS_OF``."""

    @property
    def per_year(self) -> float:
        """Mean number of starts in a year."""
        return len(self.starts) / self.years

    @property
    def in_a_year(self) -> float:
        """Probability that one at least starts within a year, if they come independently (Poisson)."""
        return 1.0 - math.exp(-self.per_year)


def rate_of(events: Iterable[LibraryEvent]) -> Rate:
    """Count the events that really began since 2010."""
    first, last = (int(month[:4]) * 12 + int(month[5:7]) for month in (SINCE, AS_OF))
    starts = sorted(
        (event.start[:7], event.id)
        for event in events
        if event.status in HAPPENED and SINCE <= event.start[:7] <= AS_OF
    )
    return Rate(tuple(starts), (last - first + 1) / 12)


def _event(row: Mapping[str, str], found: Fact) -> LibraryEvent:
    cells = found.cells
    return LibraryEvent(
        id=row["id"],
        names={"en": cells["name_en"], "ja": cells["name_ja"]},
        status=cells["status"],
        start=cells["start_date"],
        end=cells["end_date"],
        countries=tuple(row["country"].split()),
        stages=tuple(row["stage"].split()),
        destinations=tuple(row["destination"].split()),
        not_for=tuple(row["not_for"].split()),
        elements=tuple(row["elements"].split()),
        items={"en": row["items_en"], "ja": row["items_ja"]},
        losses=found.profile(),
        duration=int(cells["duration_months"]) if cells["duration_months"] else None,
        held=row["open"] == "yes",
        lead_time_extension=int(row["lead"] or 0),
        investment_delay=int(row["delay"] or 0),
        arrival_start=cells["arrival_start"],
        arrival_losses=tuple(float(part) for part in cells["arrival_loss_by_month"].split("|") if part),
        notes={"en": row["note_en"], "ja": row["note_ja"]},
        reasons={"en": row["reason_en"], "ja": row["reason_ja"]},
        mechanism=cells["mechanism"],
        basis=cells["loss_basis_by_month"],
        quality=row["quality"] or cells["loss_quality"],
        grade=found.grade,
        source=found.source,
    )
