"""``planner frontier``: expected cost against tail risk."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.commands.console import (
    Counter,
    check_output,
    effort_options,
    ending,
    language_of,
    output_options,
    show_warnings,
    write_output,
)
from planner.commands.streams import echo, print_json
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner


@click.command(short_help="What less risk costs.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--points",
    type=click.IntRange(2, 50),
    metavar="N",
    default=6,
    show_default=True,
    help="Settings to try.",
)
@click.option(
    "--by",
    type=click.Choice(["risk", "fill-rate", "stock"]),
    default="risk",
    show_default=True,
    help="What is turned up: the weight of the tail, a fill rate held everywhere, or days of cover.",
)
@effort_options
@output_options("outputs/<plan>-frontier.xlsx")
@click.pass_context
def frontier(
    ctx: click.Context,
    plan: Path,
    points: int,
    by: str,
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
    """Solve PLAN at several settings, careless to careful: what less risk costs, and which plan it takes.

    Ctrl-C keeps what is finished.
    """
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-frontier.xlsx"
    check_output(out, force=force, language=language_of(ctx), source=plan, make_folder=output is None)

    from planner.api.frontier import frontier as turn_knob  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415

    begin = time.perf_counter()
    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    counter = Counter(language, quiet=quiet)
    answer = turn_knob(
        checked,
        points,
        by,
        gap=gap,
        time_limit=time_limit,
        threads=threads,
        seed=seed,
        jobs=jobs,
        done=counter,
    )
    counter.clear()
    said = answer.sentences(language)
    if not answer.solved:
        if jobs.lost is not None:
            raise jobs.lost
        hint = {"stopped_without_plan": "stopped", "infeasible": "explain more"}.get(answer.status)
        lines = [*said, *([say(hint, language)] if hint else [])]
        for line in lines:
            echo(line)
        if as_json:
            refused = {"status": answer.status, "exit_code": answer.exit_code}
            print_json({**refused, **answer.to_json(), "message": "\n".join(lines)})
        ctx.exit(answer.exit_code)
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        kept = [say("rest not run", language)] if answer.stopped and jobs.lost is None else []
        for line in (*said, *kept, say("written", language, path=written)):
            echo(line)
    end = ending(jobs, written, language)
    if as_json:
        facts = {"output": str(written), "seconds": time.perf_counter() - begin}
        print_json({**end, **answer.to_json(), **facts})
    ctx.exit(end["exit_code"])
