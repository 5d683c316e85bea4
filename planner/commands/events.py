"""``planner events``: the built-in library of disruptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from planner.commands.console import OK, json_option, language_of, language_option_of
from planner.commands.streams import echo, print_json

if TYPE_CHECKING:
    from planner.risk.library import LibraryEvent, Rate


@click.command(short_help="The library of disruptions.")
@click.option("--country", metavar="CODE", help="Only what hits supply from this country, e.g. CN.")
@click.option("--items", metavar="A,B", help="Only what hits these: Dy,Tb or magnet, ore, tungsten.")
@click.option("--rate", is_flag=True, help="Only how often such a thing has happened since 2010.")
@json_option
@language_option_of("the machine's")
@click.pass_context
def events(
    ctx: click.Context, country: str | None, items: str | None, rate: bool, as_json: bool, lang: str | None
) -> None:
    """List the library of disruptions: what, who, when, how much was lost, where it is from, how sure.

    \b
    planner events --country CN --items Dy,Tb
    planner events --items tungsten --rate
    planner scenarios plan.xlsx -o new.xlsx --add D14a --items DY_OX,TB_OX
    """  # noqa: D301 (click's mark for lines to keep)
    from planner.api.events import events as library_of  # noqa: PLC0415
    from planner.risk.words import tell  # noqa: PLC0415

    ctx.obj |= {"json": as_json, "language": lang}
    language = language_of(ctx)
    answer = library_of(country, split_list(items), language)
    found, unknown, counted = answer.events, answer.unknown, answer.rate
    if as_json:
        told = answer.to_json() | ({"events": []} if rate else {})
        print_json({"status": "ok", "exit_code": OK, **told})
        return
    lines = [tell("events unknown", language, items=", ".join(unknown))] if unknown else []
    if rate and found:
        lines += rate_lines(counted, language)
    elif found or not unknown:
        lines += [
            tell("events title", language, count=len(found)) if found else tell("events none", language)
        ]
        for event in found:
            lines += ["", *event_lines(event, language)]
        lines += ["", tell("events hint", language)] if found else []
    echo("\n".join(lines))


def rate_lines(rate: Rate, language: str) -> list[str]:
    """Return how often such a thing has happened, as lines for people."""
    from planner.risk.library import AS_OF, SINCE  # noqa: PLC0415
    from planner.risk.words import tell  # noqa: PLC0415

    span = {"since": SINCE, "until": AS_OF}
    if not rate.starts:
        return [tell("rate none", language, **span)]
    facts = {"count": len(rate.starts), "every": 1 / rate.per_year, "yearly": rate.in_a_year, **span}
    dates = ", ".join(f"{month} {name}" for month, name in rate.starts)
    return [tell("rate", language, **facts), f"  {dates}", tell("rate hint", language)]


def split_list(text: str | None) -> tuple[str, ...]:
    """Return the parts of a list typed on the command line."""
    parts = (text or "").replace(";", ",").replace("、", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip())


def event_lines(event: LibraryEvent, language: str) -> list[str]:
    """Return one event as lines for people."""
    from planner.risk.library import EVERYTHING  # noqa: PLC0415
    from planner.risk.words import tell  # noqa: PLC0415

    def line(key: str, *parts: str) -> str:
        return f"  {tell(f'events {key}', language)}: " + " · ".join(part for part in parts if part)

    lines = [f"{event.id}  {event.names[language]}"]
    when = [tell(event.status, language)]
    if event.start:
        span = f"{event.start} – {event.end}" if event.end else tell("since", language, start=event.start)
        when.append(span)
    lines.append(line("when", *when))
    who = ", ".join(_buyers(event.destinations)) or tell("to all", language)
    if event.not_for:
        who = tell("all except", language, who=", ".join(event.not_for))
    if event.countries:
        lines.append(line("who", f"{', '.join(event.countries)} → {who}"))
    stages = ", ".join(tell(stage, language) for stage in event.stages)
    everything = tell("everything", language) if EVERYTHING in event.elements else _words(event, language)
    lines.append(line("what", event.items[language] or everything, stages))
    lines.append(line("loss", _loss(event, language), *_delays(event, language)))
    if event.arrival_losses:
        lost = ", ".join(f"{loss:.0%}" for loss in event.arrival_losses)
        lines.append(
            line("arrivals", tell("arrivals from", language, start=event.arrival_start, losses=lost))
        )
    sure = (tell(event.quality, language), tell(f"grade {event.grade}", language))
    lines.append(line("sure", *sure))
    lines.append(line("source", event.source))
    if event.notes[language]:
        lines.append(line("note", event.notes[language]))
    if not event.addable:
        lines.append(f"  {tell('events not addable', language, reason=event.reasons[language])}")
    return lines


def _buyers(countries: Sequence[str]) -> list[str]:
    """Return countries with the European Union as one."""
    from planner.risk.library import EUROPEAN_UNION  # noqa: PLC0415

    if not set(countries) >= EUROPEAN_UNION:
        return list(countries)
    return [*(code for code in countries if code not in EUROPEAN_UNION), "EU"]


def _words(event: LibraryEvent, language: str) -> str:
    """Return the words of an event in one language."""
    words = [word for word in event.elements if word.isascii() == (language == "en") or len(word) < 3]
    return ", ".join(words)


def _loss(event: LibraryEvent, language: str) -> str:
    from planner.risk.words import tell  # noqa: PLC0415

    losses = ", ".join(f"{loss:.0%}" if loss * 100 % 1 < 0.05 else f"{loss:.1%}" for loss in event.losses)
    if event.held:
        return f"{losses} ({tell('and on', language)})"
    if len(event.losses) > 1:
        return losses
    if event.duration is None:
        return f"{losses} {tell('to horizon', language)}"
    key = "for a month" if event.duration == 1 else "for months"
    return f"{losses} {tell(key, language, months=event.duration)}"


def _delays(event: LibraryEvent, language: str) -> list[str]:
    from planner.risk.words import tell  # noqa: PLC0415

    told = []
    if event.lead_time_extension:
        told.append(tell("extension", language, months=event.lead_time_extension))
    if event.investment_delay:
        told.append(tell("delay", language, months=event.investment_delay))
    return told
