"""What an event hits: offers, processes, investments and prices (model, section 2)."""

from __future__ import annotations

from collections.abc import Iterable

from planner.workbook.access import text, texts
from planner.workbook.tables import Row

STAGES = ("mining", "refining", "metal", "magnet")
"""Stages of the chain whose country an offer may name."""

SPOT = "spot"


def offer_countries(offer: Row, stages: Iterable[str] = STAGES) -> set[str]:
    """Return the non-blank countries of an offer at the given stages."""
    return {country for stage in stages if (country := text(offer, f"{stage}_country"))}


def aims_at_offers(event: Row) -> bool:
    """Tell whether an event names something that offers can match."""
    return not texts(event, "process") and any(
        texts(event, key) for key in ("country", "supplier", "items", "destination")
    )


def hits_offer(event: Row, offer: Row, home_country: str) -> bool:
    """Tell whether an event hits an offer: it matches every target column that is filled."""
    if not aims_at_offers(event):
        return False
    countries, suppliers, items = texts(event, "country"), texts(event, "supplier"), texts(event, "items")
    return (
        (not countries or not offer_countries(offer, texts(event, "stage") or STAGES).isdisjoint(countries))
        and (not suppliers or text(offer, "supplier") in suppliers)
        and (not items or text(offer, "item") in items)
        and reaches(event, text(offer, "destination") or home_country)
    )


def aims_at_processes(event: Row) -> bool:
    """Tell whether an event names something that processes can match."""
    if texts(event, "supplier") or texts(event, "items"):
        return False
    return bool(texts(event, "country") or texts(event, "process"))


def hits_process(event: Row, process: Row, home_country: str) -> bool:
    """Tell whether an event hits a process (``destination`` alone hits none)."""
    if not aims_at_processes(event):
        return False
    countries, names, stages = texts(event, "country"), texts(event, "process"), texts(event, "stage")
    return (
        (not countries or text(process, "country") in countries)
        and (not names or text(process, "process") in names)
        and (not stages or text(process, "stage") in stages)
        and reaches(event, text(process, "destination") or home_country)
    )


def hits_investment(event: Row, investment: Row, home_country: str) -> bool:
    """Tell whether an event delays an investment: by its country of technology or by its name."""
    return reaches(event, text(investment, "destination") or home_country) and (
        (text(investment, "technology_country") or None) in texts(event, "country")
        or text(investment, "investment") in texts(event, "investment")
    )


def moves_price(event: Row, offer: Row) -> bool:
    """Tell whether an event's price factor holds for an offer.

    With ``currency`` filled: every offer in one of these currencies. With ``index`` filled: every offer
    priced on one of these indices. Else the spot offers of its items (blank: all), whether the event stops
    them or not.
    """
    indices, currencies = texts(event, "index"), texts(event, "currency")
    if currencies:
        return text(offer, "currency") in currencies
    if indices:
        return text(offer, "index") in indices
    items = texts(event, "items")
    return (text(offer, "kind") or SPOT) == SPOT and (not items or text(offer, "item") in items)


def reaches(event: Row, destination: str) -> bool:
    """Tell whether the event's destinations, where it names any, hold the country something goes to."""
    destinations = texts(event, "destination")
    return not destinations or destination in destinations
