"""``planner sensitivity``: what drives the cost, as a tornado."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.commands.console import (
    Counter,
    FiniteRange,
    check_output,
    effort_options,
    ending,
    language_of,
    output_options,
    progress_line,
    show_warnings,
    write_output,
)
from planner.commands.no_plan import end_without_base
from planner.commands.streams import echo, print_json
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner


@click.command(short_help="What drives the cost.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--by",
    type=FiniteRange(0, 1, min_open=True, max_open=True),
    metavar="X",
    default=0.1,
    show_default=True,
    help="Part by which each driver is lowered and raised; 0.1 is 10 %.",
)
@click.option(
    "--top",
    type=click.IntRange(1),
    metavar="N",
    default=12,
    show_default=True,
    help="Drivers in the chart.",
)
@effort_options
@output_options("outputs/<plan>-sensitivity.xlsx")
@click.pass_context
def sensitivity(
    ctx: click.Context,
    plan: Path,
    by: float,
    top: int,
    output: Path | None,
    jobs: Runner,
    gap: float | None,
    time_limit: float | None,
    threads: int,
    seed: int,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Solve PLAN again with each main driver up and down: demand, prices, penalties, odds, rates, limits.

    Ctrl-C keeps what is finished.
    """
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-sensitivity.xlsx"
    check_output(out, force=force, language=language_of(ctx), source=plan, make_folder=output is None)

    from planner.api.answer import NoBase  # noqa: PLC0415
    from planner.api.sensitivity import sensitivity as turn_drivers  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415

    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    counter = Counter(language, quiet=quiet)
    try:
        with progress_line(language, quiet=quiet) as progress:
            answer = turn_drivers(
                checked,
                by,
                top=top,
                gap=gap,
                time_limit=time_limit,
                threads=threads,
                seed=seed,
                jobs=jobs,
                progress=progress,
                done=counter,
            )
    except NoBase as error:
        end_without_base(ctx, error.run, as_json=as_json)
        return
    counter.clear()
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        from planner.reporting.comparison.screen import show_tornado  # noqa: PLC0415

        show_tornado(answer.comparison, answer.tornado, language, written)
        if jobs.lost is None and answer.stopped:
            echo(say("rest not run", language))
    end = ending(jobs, written, language)
    if as_json:
        print_json({**end, "output": str(written), **answer.to_json()})
    ctx.exit(end["exit_code"])
