"""``planner exposure``: every source taken out, one at a time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.commands.console import (
    OK,
    check_output,
    gap_option,
    language_of,
    output_options,
    runs_options,
    time_limit_option,
    write_output,
)
from planner.commands.holding import answering, result_option
from planner.commands.streams import echo, print_json
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner


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

    from planner.api.exposure import exposure as take_out  # noqa: PLC0415

    begin = time.perf_counter()
    with answering(ctx, plan, lang, quiet=quiet) as (checked, progress, counter):
        answer = take_out(
            checked,
            result,
            every=every,
            gap=gap,
            time_limit=time_limit,
            jobs=jobs,
            progress=progress,
            done=counter,
        )
    language = language_of(ctx)
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        for line in (*answer.sentences(language), say("written", language, path=written)):
            echo(line)
    if as_json:
        facts = {"output": str(written), "seconds": time.perf_counter() - begin}
        print_json({"status": "ok", "exit_code": OK, **answer.to_json(), **facts})
