"""``planner sensitivity``: what drives the cost, as a tornado."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.commands.console import (
    INTERRUPTED,
    NO_PLAN,
    Counter,
    check_output,
    effort_options,
    ending,
    language_of,
    output_options,
    print_json,
    progress_line,
    show_warnings,
    write_output,
)
from planner.commands.no_plan import without_base
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner


@click.command(short_help="What drives the cost.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--by",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
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

    from planner.cases import Effort, entry_of, run_base  # noqa: PLC0415
    from planner.comparing import compare  # noqa: PLC0415
    from planner.drivers import sensitivity as bars_of  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415
    from planner.reporting.comparison.book import write_comparison  # noqa: PLC0415
    from planner.reporting.comparison.tornado import Tornado, driver_table  # noqa: PLC0415

    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    with progress_line(language, quiet=quiet) as progress:
        base = run_base(checked, effort, progress)
    if base.result is None or base.interrupted:
        message = "\n".join(without_base(base, "no base", language))
        click.echo(message, err=True)
        code = INTERRUPTED if base.interrupted else base.exit_code or NO_PLAN
        if as_json:
            print_json({"status": base.status, "exit_code": code, "base": base.to_json(), "message": message})
        ctx.exit(code)
        return
    counter = Counter(language, quiet=quiet)
    bars = bars_of(base, by, effort, jobs, counter)
    counter.clear()
    tornado = Tornado(tuple(bars), base.result.objective, by, top)
    comparison = compare([entry_of(base)])
    facts = {
        "input": checked.tables.name,
        "input_sha256": checked.tables.sha256,
        "option_by": by,
        "option_gap": gap,
        "option_time_limit": time_limit,
        "option_threads": threads,
        "option_seed": seed,
        "option_jobs": jobs.name,
    }
    written = write_output(
        lambda: write_comparison(
            comparison, out, language, facts=facts, inputs=checked.tables, tornado=tornado
        ),
        out,
        language,
    )
    if not quiet:
        from planner.reporting.comparison.screen import show_tornado  # noqa: PLC0415

        show_tornado(comparison, tornado, language, written)
        if jobs.lost is None and any("not_run" in (bar.down_status, bar.up_status) for bar in bars):
            click.echo(say("rest not run", language), err=True)
    end = ending(jobs, written, language)
    if as_json:
        heads, rows = driver_table(tornado)
        drivers = [dict(zip(heads, row, strict=True)) for row in rows]
        answer = {"output": str(written), "base": base.to_json(), "drivers": drivers}
        print_json({**end, **answer})
    ctx.exit(end["exit_code"])
