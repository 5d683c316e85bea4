"""``planner stress``: a fixed plan through thousands of sampled disruptions."""

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
    seed_option,
    time_limit_option,
    write_output,
)
from planner.commands.holding import answering, result_option
from planner.commands.streams import echo, print_json
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner

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
@click.option(
    "--end-unknown", is_flag=True, help="Also with every event a month longer than told, and nobody told."
)
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
    end_unknown: bool,
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

    from planner.api.stress import stress as stress_test  # noqa: PLC0415

    begin = time.perf_counter()
    with answering(ctx, plan, lang, quiet=quiet) as (checked, progress, counter):
        answer = stress_test(
            checked,
            result,
            sample=sample,
            seed=seed,
            end_unknown=end_unknown,
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
