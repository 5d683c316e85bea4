"""``planner stress``: a fixed plan through thousands of sampled disruptions."""

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
    seed_option,
    time_limit_option,
    write_output,
)
from planner.commands.holding import result_option
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner
    from planner.risk.stress import Stress

SAMPLES = 1000


@click.command(short_help="The plan held fixed, through sampled disruptions.")
@click.argument("plan", type=click.Path(path_type=Path))
@result_option
@click.option(
    "--sample",
    type=click.IntRange(2, 1_000_000),
    metavar="N",
    default=SAMPLES,
    show_default=True,
    help="Futures to sample.",
)
@seed_option("sampling")
@gap_option("Relative gap of the solve.")
@time_limit_option("Seconds of the solve.")
@runs_options
@output_options("outputs/<plan>-stress.xlsx")
@click.pass_context
def stress(
    ctx: click.Context,
    plan: Path,
    result: Path | None,
    sample: int,
    seed: int,
    gap: float | None,
    time_limit: float | None,
    jobs: Runner,
    output: Path | None,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Hold PLAN's decisions fixed and run it through sampled disruptions, and through every onset.

    A seed gives the same answer from any number of jobs.
    """
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-stress.xlsx"
    for source in (plan, result):
        check_output(out, force=force, language=language_of(ctx), source=source, make_folder=output is None)

    from planner.commands.holding import hold, run_facts  # noqa: PLC0415
    from planner.reporting.layout.scale import money_scale  # noqa: PLC0415
    from planner.reporting.risk.book import risk_speech, write_risk_book  # noqa: PLC0415
    from planner.risk.page_stress import largest_money, lead, stress_book  # noqa: PLC0415
    from planner.risk.sampling import shocks_of  # noqa: PLC0415
    from planner.risk.stress import stress_test  # noqa: PLC0415
    from planner.risk.words import tell  # noqa: PLC0415

    begin = time.perf_counter()
    kept = hold(ctx, plan, result, lang, gap=gap, time_limit=time_limit, quiet=quiet)
    language, tables = ctx.obj["language"], kept.tables
    if not shocks_of(tables):
        raise click.UsageError(tell("nothing to sample", language))
    counter = Counter(language, quiet=quiet)
    found = stress_test(kept, sample, seed, jobs, counter)
    counter.clear()
    largest = largest_money(found)
    speech = risk_speech(language, str(tables.settings["currency"]), largest)
    facts = run_facts(kept, result, option_sample=sample, option_seed=seed)
    book = stress_book(found, speech, money_scale(speech, largest), facts, seed)
    written = write_output(lambda: write_risk_book(book, out, speech, tables, largest), out, language)
    if not quiet:
        for line in (*lead(found, speech), say("written", language, path=written)):
            click.echo(line, err=True)
    if as_json:
        answer = {**_as_json(found), "output": str(written), "seconds": time.perf_counter() - begin}
        print_json({"status": "ok", "exit_code": OK, **answer})


def _as_json(found: Stress) -> dict[str, Any]:
    """Return the figures of a stress test for programs."""
    return {
        "in_sample": {
            "expected_cost": found.kept.expected_cost,
            "cvar": found.kept.cvar,
            "chance_of_shortage": found.kept.chance_of_shortage,
            "fill_rate": found.kept.fill_rate,
        },
        "every_onset": found.every_onset.figures(),
        "sampled": {
            "samples": found.samples.count,
            "different": len(found.samples.paths),
            **found.samples.figures(),
        },
        "spread": {name: list(values) for name, values in found.samples.spread().items()},
        "months": [
            {"month": f"{found.kept.tables.month_date(month):%Y-%m}", "part": part, "extra_cost": extra}
            for month, part, extra, _ in found.by_month
        ],
        "shocks": [
            {
                "shock": line.shock.name,
                "part": line.part,
                "extra_cost": line.extra,
                "chance_of_shortage": line.short,
                "worst_cost": line.worst,
            }
            for line in found.by_shock
        ],
    }
