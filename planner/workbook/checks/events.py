"""Checks of events: what each one hits, and whether every effect it names has something to act on."""

from __future__ import annotations

from planner.workbook.access import number, numbers, text, texts, whole
from planner.workbook.checks.base import (
    Book,
    Findings,
    error,
    labels,
    listed,
    nearest,
    note,
    quantity,
    warning,
)
from planner.workbook.events.hits import TARGETS
from planner.workbook.events.scenarios import generated, severity
from planner.workbook.events.targets import hits_investment
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
        yield from _investments(book, event)
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
        yield error("E260", event, "country", event=name, stage=listed(texts(event, "stage")))
    pairs = (
        ("product", "demand_factor"),
        ("investment", "investment_delay_months"),
        ("index", "price_factor"),
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
    if texts(event, "destination") and not book.home_country:
        yield warning("W287", event, "destination", event=name, sheet=book.sheet_name("Settings"))
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
    elif stops and not offers and not processes:
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
    if effect(event, "price_factor") and not book.hits.priced(event) and not texts(event, "index"):
        yield warning("W286", event, "price_factor", event=name)


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
    chance = number(event, "probability")
    if first is not None and last is not None and first > last:
        facts = {"first": book.month_name(first), "last": book.month_name(last)}
        yield error("E224", event, "start_from", id=name, **facts)
    elif whole(event, "onsets") > book.months:
        yield error("E401", event, "onsets", event=name, onsets=whole(event, "onsets"), months=book.months)
    elif chance is not None and not own:
        made = generated(event, book.tables)
        if not made:
            yield warning("W289", event, "start_from", event=name)
        elif len({spec.onset for spec in made}) < len(made):
            months = quantity(len({spec.onset for spec in made}))
            yield warning("W298", event, "onsets", event=name, onsets=whole(event, "onsets"), months=months)
    if chance is not None and own:
        yield note("N213", event, "probability", event=name, sheet=book.sheet_name("Scenarios"))
    if not happens and (own or chance is None):
        yield note("N212", event, "event", event=name)
