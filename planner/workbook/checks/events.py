"""Checks of events: what each one hits, and whether every effect it names has something to act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.workbook.access import number, numbers, text, texts, whole
from planner.workbook.checks.base import (
    Book,
    Findings,
    error,
    labels,
    listed,
    nearest,
    note,
    percent,
    quantity,
    warning,
)
from planner.workbook.checks.places import destinations, unknown_destinations
from planner.workbook.events.chances import own_chance
from planner.workbook.events.hits import TARGETS
from planner.workbook.events.scenarios import ScenarioSpec, generated, on_months, severity
from planner.workbook.events.targets import hits_investment
from planner.workbook.schema.words import choice_words
from planner.workbook.tables import Row

EFFECTS = {
    "price_factor": 1.0,
    "demand_factor": 1.0,
    "lead_time_extension": 0.0,
    "investment_delay_months": 0.0,
}
"""Effects beside the loss of supply, with the value that does nothing."""


def check_events(book: Book) -> Findings:
    """Yield what is wrong or odd on the sheet Events."""
    happening = {text(row, "event") for row in book.rows("Scenarios")}
    for event in book.rows("Events"):
        yield from _effects(event)
        yield from _supply(book, event)
        yield from _price(book, event)
        yield from _currency(book, event)
        yield from _investments(book, event)
        yield from _range(book, event)
        yield from _when(book, event, text(event, "event") in happening)


def effect(event: Row, key: str) -> bool:
    """Tell whether an effect column says something other than "nothing"."""
    found = number(event, key)
    return found is not None and found != EFFECTS[key]


def _effects(event: Row) -> Findings:
    """Yield effects and targets that miss their other half."""
    name = text(event, "event")
    profile = numbers(event, "loss_profile")
    named = [key for key in EFFECTS if effect(event, key)]
    if "severity" not in event.given and not profile and named:
        yield warning("W283", event, "severity", event=name, field=labels(event, *named))
    if effect(event, "demand_factor") and not texts(event, "product"):
        yield error("E261", event, "product", event=name)
    if texts(event, "stage") and not texts(event, "country"):
        yield error("E260", event, "country", event=name, stage=choice_words(texts(event, "stage")))
    pairs = (
        ("product", "demand_factor"),
        ("investment", "investment_delay_months"),
        ("index", "price_factor"),
        ("currency", "price_factor"),
    )
    for target, key in pairs:
        if texts(event, target) and not effect(event, key):
            yield warning(
                "W284", event, target, event=name, target=labels(event, target), field=labels(event, key)
            )
    if profile:
        for key in ("severity", "duration_months", "recovery_months"):
            if key in event.given and event.values.get(key) is not None:
                yield warning("W285", event, key, event=name, field=labels(event, key))
    elif number(event, "duration_months") is None:
        yield error("E262", event, "duration_months", event=name)


def _supply(book: Book, event: Row) -> Findings:
    """Yield an event that stops or delays nothing, or processes that were perhaps not meant."""
    name = text(event, "event")
    if texts(event, "destination") and not destinations(book):
        yield warning("W287", event, "destination", event=name, sheet=book.sheet_name("Settings"))
    lost = list(unknown_destinations(book, event))
    yield from lost
    stops, delays = severity(event) > 0, effect(event, "lead_time_extension")
    offers, processes = book.hits.offers(event), book.hits.processes(event)
    aimed = [key for key in TARGETS if texts(event, key)]
    if stops and offers and processes and not texts(event, "stage"):
        facts = {"processes": listed(processes), "offers": len(offers)}
        yield warning("W280", event, "stage", event=name, **facts)
    other = any(effect(event, key) for key in EFFECTS if key != "lead_time_extension")
    if texts(event, "process") and (texts(event, "supplier") or texts(event, "items")):
        if stops or delays:
            yield warning("W294", event, "process", event=name)
    elif stops and not offers and not processes and not lost:
        # A blank severity beside another effect is said already (W283).
        if aimed or not other or "severity" in event.given:
            yield warning("W281", event, aimed[0] if aimed else "event", event=name)
    elif delays and not offers:
        yield warning("W295", event, "lead_time_extension", event=name)
    if not stops and not delays and not other:
        yield warning("W296", event, "event", event=name)


def _price(book: Book, event: Row) -> Findings:
    """Yield price factors that move no price."""
    name = text(event, "event")
    used = book.by("Offers", "index")
    for index in texts(event, "index"):
        if index not in used:
            near = nearest(index, used)
            code = "W297" if near else "W282"
            yield warning(code, event, "index", event=name, index=index, near=near)
    named = texts(event, "index") or texts(event, "currency")
    if effect(event, "price_factor") and not book.hits.priced(event) and not named:
        yield warning("W286", event, "price_factor", event=name)


def _currency(book: Book, event: Row) -> Findings:
    """Yield currencies beside an index, and currencies that no offer is in."""
    name, named = text(event, "event"), texts(event, "currency")
    if named and texts(event, "index") and effect(event, "price_factor"):
        yield error("E540", event, "currency", event=name)
    own = book.setting_text("currency") or "USD"
    known = set(book.by("Offers", "currency"))
    if own in named:
        yield warning("W541", event, "currency", event=name, names=own)
    strange = [currency for currency in named if currency not in known | {own}]
    if strange:
        shown = listed(sorted(known - {own})) or "-"
        yield warning("W540", event, "currency", event=name, names=listed(strange), known=shown)


def _range(book: Book, event: Row) -> Findings:
    """Yield probabilities said twice, and ranges that are none or leave the probability out."""
    name = text(event, "event")
    chance, yearly = number(event, "probability"), number(event, "probability_per_year")
    if chance is not None and yearly is not None:
        over = own_chance(_only_yearly(event), book.tables, book.months)
        facts = {"yearly": percent(yearly), "whole": "-" if over is None else percent(over)}
        yield error("E541", event, "probability_per_year", event=name, **facts)
    low, high = number(event, "low"), number(event, "high")
    if (low is None) != (high is None):
        yield error("E543", event, "low" if low is not None else "high", event=name)
    if low is None or high is None:
        return
    if low > high:
        yield error("E542", event, "low", event=name, low=percent(low), high=percent(high))
        return
    own = own_chance(event, book.tables, book.months)
    if own is not None and not low - 1e-9 <= own <= high + 1e-9:
        facts = {"chance": percent(own), "low": percent(low), "high": percent(high)}
        yield warning("W542", event, "low", event=name, **facts)


def _only_yearly(event: Row) -> Row:
    return replace(event, values={**event.values, "probability": None})


def _investments(book: Book, event: Row) -> Findings:
    """Yield delays that no investment feels."""
    if not effect(event, "investment_delay_months"):
        return
    home = book.home_country
    if not any(hits_investment(event, row, home) for row in book.rows("Investments")):
        yield warning("W288", event, "investment_delay_months", event=text(event, "event"))


def _when(book: Book, event: Row, happens: bool) -> Findings:
    """Yield events that never happen, and windows outside the plan."""
    if not book.months:
        return
    name = text(event, "event")
    first, last = book.index(event, "start_from"), book.index(event, "start_to")
    own = book.has_own_scenarios
    stated = next((k for k in ("probability", "probability_per_year") if number(event, k) is not None), None)
    if first is not None and last is not None and first > last:
        facts = {"first": book.month_name(first), "last": book.month_name(last)}
        yield error("E224", event, "start_from", id=name, **facts)
    elif whole(event, "onsets") > book.months:
        yield error("E401", event, "onsets", event=name, onsets=whole(event, "onsets"), months=book.months)
    elif stated is not None and not own:
        made = generated(event, book.tables)
        if not made:
            yield warning("W289", event, "start_from", event=name)
        elif len({spec.onset for spec in made}) < len(made):
            months = quantity(len({spec.onset for spec in made}))
            yield warning("W298", event, "onsets", event=name, onsets=whole(event, "onsets"), months=months)
        yield from _late_onsets(book, event, made)
    if stated is not None and own:
        yield note("N213", event, stated, event=name, sheet=book.sheet_name("Scenarios"))
    if not happens and (own or stated is None):
        yield note("N212", event, "event", event=name)


def _late_onsets(book: Book, event: Row, made: Sequence[ScenarioSpec]) -> Findings:
    """Yield onsets so late that their event is not over when the plan is."""
    last = book.months - on_months(event)
    late = [spec for spec in made if spec.onset > last and spec.probability > 0]
    if late and last >= 0 and on_months(event) > 0:
        facts = {
            "months": listed(book.month_name(spec.onset) for spec in late),
            "chance": percent(sum(spec.probability for spec in late)),
            "last": book.month_name(last),
        }
        yield warning("W544", event, "start_to", event=text(event, "event"), **facts)
