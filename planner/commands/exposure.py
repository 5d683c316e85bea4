"""``planner exposure``: every source taken out, one at a time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.console import (
    OK,
    Counter,
    check_output,
    gap_option,
    language_of,
    output_options,
    print_json,
    runs_options,
    time_limit_option,
    write_output,
)
from planner.commands.holding import result_option
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner
    from planner.risk.exposure import Exposure


@click.command(short_help="How long the plan survives without each source.")
@click.argument("plan", type=click.Path(path_type=Path))
@result_option
@click.option(
    "--every",
    type=click.IntRange(1),
    metavar="MONTHS",
    default=1,
    show_default=True,
    help="Months from one onset that is tried to the next.",
)
@gap_option("Relative gap of the solve.")
@time_limit_option("Seconds of the solve.")
@runs_options
@output_options("outputs/<plan>-exposure.xlsx")
@click.pass_context
def exposure(
    ctx: click.Context,
    plan: Path,
    result: Path | None,
    every: int,
    gap: float | None,
    time_limit: float | None,
    jobs: Runner,
    output: Path | None,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Take out every supplier, country at a stage and process: how long PLAN survives, against recovery."""
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-exposure.xlsx"
    for source in (plan, result):
        check_output(out, force=force, language=language_of(ctx), source=source, make_folder=output is None)

    from planner.commands.holding import hold, run_facts  # noqa: PLC0415
    from planner.reporting.risk.book import risk_speech, write_risk_book  # noqa: PLC0415
    from planner.risk.exposure import events_to_come, exposures, sources_of  # noqa: PLC0415
    from planner.risk.page_exposure import exposure_book, largest_money  # noqa: PLC0415

    begin = time.perf_counter()
    kept = hold(ctx, plan, result, lang, gap=gap, time_limit=time_limit, quiet=quiet)
    language, tables = ctx.obj["language"], kept.tables
    counter = Counter(language, quiet=quiet)
    sources = sources_of(kept.held, events_to_come(kept.data))
    found = exposures(kept.held, sources, every=every, jobs=jobs, done=counter)
    counter.clear()
    largest = largest_money(found)
    speech = risk_speech(language, str(tables.settings["currency"]), largest)
    facts = run_facts(kept, result, option_every=every)
    book = exposure_book(found, tables, speech, facts)
    written = write_output(lambda: write_risk_book(book, out, speech, tables, largest), out, language)
    if not quiet:
        for line in (*book.lead[1:], say("written", language, path=written)):
            click.echo(line, err=True)
    if as_json:
        answer = {"sources": [_as_json(one) for one in found], "output": str(written)}
        print_json({"status": "ok", "exit_code": OK, **answer, "seconds": time.perf_counter() - begin})


def _as_json(one: Exposure) -> dict[str, Any]:
    finite = one.dearest.money < float("inf")
    return {
        "kind": one.source.kind,
        "source": one.source.name,
        "survives": one.worst.months,
        "survives_at_least": one.worst.censored,
        "median": one.median.months,
        "median_at_least": one.median.censored,
        "recovers": one.recovery,
        "gap": one.gap,
        "worst_onset": one.worst.onset,
        "short_units": None if one.dearest.short is None else sum(one.dearest.short.values()),
        "short_value": one.dearest.money if one.recovery and finite else None,
        "state": one.colour,
        "cannot_keep": [{"law": law, "name": name} for law, name in one.unkept],
        "remedies": [
            {
                "kind": price.remedy.kind,
                "quantities": dict(price.remedy.parts),
                "offer": price.remedy.offer,
                "cost_per_year": price.per_year,
                "money_tied": price.tied,
            }
            for price in one.remedies
        ],
    }
