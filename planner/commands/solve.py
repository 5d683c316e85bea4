"""``planner solve``: the plan, audited, as a workbook for the meeting."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.again import again
from planner.commands.console import (
    OK,
    FiniteRange,
    Progress,
    check_output,
    ending,
    finding_lines,
    gap_option,
    language_of,
    output_options,
    runs_options,
    seed_option,
    threads_option,
    time_limit_option,
)
from planner.commands.endings import written_at_least_as_tables
from planner.commands.no_plan import explainer
from planner.commands.second_opinion import second_opinion
from planner.commands.streams import echo, print_json
from planner.commands.telling import (
    GIGABYTE,
    show_choice,
    show_seconds,
    tell_at_once,
)
from planner.commands.valuing import with_every_onset, with_value
from planner.words import say
from planner.workbook.messages.findings import Severity

if TYPE_CHECKING:
    from models.runs.run import Runner


@click.command(short_help="The plan, as a workbook for the meeting.")
@click.argument("plan", type=click.Path(path_type=Path))
@gap_option()
@time_limit_option("Seconds up to the best plan.")
@click.option(
    "--method",
    type=click.Choice(["auto", "extensive", "benders"]),
    metavar="METHOD",
    default="auto",
    show_default=True,
    help="extensive: one model; benders: decomposition; auto: by the size of the plan.",
)
@click.option(
    "--memory",
    type=FiniteRange(0, min_open=True),
    metavar="GB",
    show_default="what is free",
    help="Memory the run may take.",
)
@threads_option
@seed_option()
@runs_options
@click.option("--no-disruptions", is_flag=True, help="Plan as if nothing new could happen.")
@click.option(
    "--solution",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="FILE",
    help="Take the plan that another solver found for the model of planner export.",
)
@click.option(
    "--last",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="LAST.xlsx",
    help="Last month's result: begin from it, and change only what is worth it.",
)
@click.option(
    "--change-worth",
    type=FiniteRange(0),
    metavar="AMOUNT",
    show_default="the gap asked",
    help="With --last: what a change must gain, in the plan's currency.",
)
@click.option(
    "--value/--no-value",
    default=None,
    show_default="where it is soon done",
    help="Say what planning for disruptions is worth (EVPI, VSS) and what other onsets would cost.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show the solver's log, the size, the seconds by phase.")
@output_options("outputs/<plan>-result.xlsx")
@click.pass_context
def solve(
    ctx: click.Context,
    plan: Path,
    gap: float | None,
    time_limit: float | None,
    method: str,
    memory: float | None,
    threads: int,
    seed: int,
    jobs: Runner,
    no_disruptions: bool,
    solution: Path | None,
    last: Path | None,
    change_worth: float | None,
    value: bool | None,
    verbose: bool,
    output: Path | None,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Find the plan for PLAN, audit it, and write the result workbook.

    Ctrl-C keeps the best plan found so far.
    """
    from models.runs.stopping import Stop, ctrl_c_asks, listen  # noqa: PLC0415

    stop = Stop()
    ctx.obj |= {"json": as_json, "language": lang, "verbose": verbose, "stop": stop, "solution": solution}
    if (last is None and change_worth is not None) or (last is not None and solution is not None):
        raise click.UsageError("--change-worth goes with --last, and --last does not go with --solution")
    out = output or Path("outputs") / f"{plan.stem}-result.xlsx"
    check_output(out, force=force, language=language_of(ctx), source=plan, make_folder=output is None)
    if last is not None:
        check_output(out, force=force, language=language_of(ctx), source=last)
    ctx.with_resource(ctrl_c_asks(stop, lambda: tell_at_once(say("finishing", language_of(ctx)))))

    from planner import pipeline  # noqa: PLC0415 (pandas and SciPy take a while to load)

    begin = time.perf_counter()
    checked = pipeline.read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    reading = time.perf_counter() - begin
    if not quiet:
        warnings = [f for f in checked.findings if f.severity is Severity.WARNING]
        for line in finding_lines(warnings, language):
            echo(line)
    progress = None if quiet or verbose or not sys.stderr.isatty() else Progress(language)
    ctx.obj["explain"] = explainer(
        checked,
        gap=gap,
        time_limit=time_limit,
        since=begin,
        seed=seed,
        disruptions=not no_disruptions,
        stop=stop,
        language=language,
        quiet=quiet,
    )
    room = None if memory is None else int(memory * GIGABYTE)
    effort: dict[str, Any] = {
        "gap": gap,
        "time_limit": time_limit,
        "memory": room,
        "threads": threads,
        "seed": seed,
        "disruptions": not no_disruptions,
        "progress": progress,
        "log": echo if verbose else None,
        "chosen": None if quiet else lambda choice: show_choice(choice, language, verbose=verbose),
        "stop": stop,
    }
    if last is not None:
        result = again(checked, last, change_worth, {**effort, "method": method, "jobs": jobs}, language)
    elif solution is None:
        result = pipeline.solve(checked, **effort, method=method, since=begin, jobs=jobs)
    else:
        result = second_opinion(checked, solution, language, quiet=quiet, effort=effort)
    if progress is not None:
        progress.clear()
    begin = time.perf_counter()
    try:
        listen(stop, listening=False)  # what comes beside the plan may be interrupted, the plan is kept
        if value is not False:
            result = with_every_onset(result, stop=stop, language=language, quiet=quiet, jobs=jobs)
        result = with_value(
            result,
            asked=value,
            gap=gap,
            time_limit=time_limit,
            threads=threads,
            seed=seed,
            memory=room,
            stop=stop,
            language=language,
            quiet=quiet,
            jobs=jobs,
        )
    except KeyboardInterrupt:
        echo(say("no value", language))
    finally:
        listen(stop)
    valuing = time.perf_counter() - begin
    begin = time.perf_counter()
    written = written_at_least_as_tables(ctx, result, out)
    spent = {"read": reading, **result.seconds, "value": valuing, "write": time.perf_counter() - begin}
    if not quiet:
        _show(result.with_output(written), language)
        echo(say("next report", language, path=written))
        echo(say("confidential", language))
    if verbose:
        show_seconds(spent, language)
    end = {"exit_code": OK} if jobs.lost is None else ending(jobs, written, language, kept="best kept")
    if as_json:
        print_json({**end, **result.with_output(written).to_json(), "seconds": spent})
    ctx.exit(end["exit_code"])


def _show(result: Any, language: str) -> None:
    from rich.console import Console  # noqa: PLC0415

    from planner.reporting.summary.screen import screen  # noqa: PLC0415

    screen(result, language, Console(stderr=True))
