"""``planner shock``: one event told month by month."""

from __future__ import annotations

import time
from pathlib import Path

import click

from planner.commands.console import (
    OK,
    FiniteRange,
    check_output,
    gap_option,
    language_of,
    output_options,
    progress_line,
    show_warnings,
    time_limit_option,
    write_output,
)
from planner.commands.holding import result_option
from planner.commands.streams import echo, print_json
from planner.risk import shock_words
from planner.words import say


@click.command(short_help="One event, told month by month.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.argument("event")
@result_option
@click.option(
    "--months",
    metavar="M[,M]",
    show_default="as its row says",
    help="How long it lasts; several are told side by side.",
)
@click.option(
    "--severity",
    type=FiniteRange(0, 1),
    metavar="S",
    show_default="as its row says",
    help="Part of supply that is lost while it is on.",
)
@click.option(
    "--start",
    metavar="YYYY-MM",
    show_default="where a scenario first has it",
    help="Month in which it begins.",
)
@click.option(
    "--end-unknown",
    is_flag=True,
    help="Nobody knows how long: as its row says and, once over that, one month more, again and again.",
)
@gap_option("Relative gap of the solve.")
@time_limit_option("Seconds of the solve.")
@output_options("outputs/<plan>-shock.xlsx")
@click.pass_context
def shock(
    ctx: click.Context,
    plan: Path,
    event: str,
    result: Path | None,
    months: str | None,
    severity: float | None,
    start: str | None,
    end_unknown: bool,
    gap: float | None,
    time_limit: float | None,
    output: Path | None,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Hold PLAN's decisions, let EVENT begin and nothing else, and tell what happens month by month.

    \b
    planner shock plan.xlsx BAN --months 3,6,9
    planner shock plan.xlsx BAN --months 9 --end-unknown --start 2027-07
    """  # noqa: D301
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-shock.xlsx"
    for source in (plan, result):
        check_output(out, force=force, language=language_of(ctx), source=source, make_folder=output is None)

    from planner.api.shock import shock as told_shock  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415
    from planner.risk.kept import CannotHold  # noqa: PLC0415
    from planner.risk.shock import CannotShock  # noqa: PLC0415
    from planner.workbook.reading.months import month_of_text  # noqa: PLC0415

    begin = time.perf_counter()
    lengths = _lengths(ctx, months)
    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    named = None if start is None else month_of_text(start)
    if start is not None and named is None:
        raise click.BadParameter(shock_words.say("no month", language, text=start), param_hint="--start")
    try:
        with progress_line(language, quiet=quiet) as progress:
            answer = told_shock(
                checked,
                event,
                result,
                start=None if named is None else checked.tables.month_index(named[0]),
                months=lengths,
                severity=severity,
                end_unknown=end_unknown,
                gap=gap,
                time_limit=time_limit,
                progress=progress,
            )
    except CannotHold as error:
        raise click.UsageError(error.message(language)) from error
    except CannotShock as error:
        facts = {
            name: ", ".join(value) if isinstance(value, tuple) else value
            for name, value in error.facts.items()
        }
        raise click.UsageError(shock_words.say(error.key, language, **facts)) from error
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        for line in (*answer.sentences(language), say("written", language, path=written)):
            echo(line)
    if as_json:
        end = {
            "status": "ok",
            "exit_code": OK,
            "output": str(written),
            "seconds": time.perf_counter() - begin,
        }
        print_json({**end, **answer.to_json()})


def _lengths(ctx: click.Context, months: str | None) -> tuple[int, ...]:
    """Return the durations asked for.

    Raises
    ------
    click.BadParameter
    """
    parts = [] if months is None else [part.strip() for part in months.replace("、", ",").split(",")]
    if all(part.isascii() and part.isdigit() and 1 <= int(part) <= 120 for part in parts):
        return tuple(int(part) for part in parts)
    told = shock_words.say("no months", language_of(ctx), text=months)
    raise click.BadParameter(told, param_hint="--months")
