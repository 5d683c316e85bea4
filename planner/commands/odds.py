"""``planner odds``: over which probabilities of each event the plan stays best."""

from __future__ import annotations

import time
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
    show_warnings,
    write_output,
)
from planner.commands.holding import result_option
from planner.commands.streams import echo, print_json
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner


@click.command(short_help="The odds at which the plan changes.")
@click.argument("plan", type=click.Path(path_type=Path))
@result_option
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="EVENT",
    show_default="every event",
    help="An event to ask about; two: also both at once, as a map.",
)
@click.option(
    "--wrong-by",
    "times",
    type=FiniteRange(1, 1000, min_open=True),
    metavar="K",
    help="Also make the plan for every path being up to K times as likely as told.",
)
@click.option(
    "--rounds",
    type=click.IntRange(0, 100),
    metavar="N",
    default=6,
    show_default=True,
    help="Solves of an event beyond its two ends, at most.",
)
@effort_options
@output_options("outputs/<plan>-odds.xlsx")
@click.pass_context
def odds(
    ctx: click.Context,
    plan: Path,
    result: Path | None,
    events: tuple[str, ...],
    times: float | None,
    rounds: int,
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
    """Ask over which probabilities of each event PLAN stays best, what else is best beyond, and who gains.

    \b
    planner odds plan.xlsx
    planner odds plan.xlsx --event BAN --event LICENCE
    planner odds plan.xlsx --wrong-by 3

    Ctrl-C keeps what is finished.
    """  # noqa: D301
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-odds.xlsx"
    for source in (plan, result):
        check_output(out, force=force, language=language_of(ctx), source=source, make_folder=output is None)

    from planner.api.odds import odds as ask_odds  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415
    from planner.risk import odds_words  # noqa: PLC0415
    from planner.risk.kept import CannotHold  # noqa: PLC0415
    from planner.risk.odds_tree import CannotAsk  # noqa: PLC0415

    begin = time.perf_counter()
    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    counter = Counter(language, quiet=quiet)
    try:
        answer = ask_odds(
            checked,
            result,
            events=events,
            wrong_by=times,
            rounds=rounds,
            gap=gap,
            time_limit=time_limit,
            threads=threads,
            seed=seed,
            jobs=jobs,
            done=counter,
        )
    except CannotHold as error:
        raise click.UsageError(error.message(language)) from error
    except CannotAsk as error:
        facts = {
            name: ", ".join(value) if isinstance(value, tuple) else value
            for name, value in error.facts.items()
        }
        raise click.UsageError(odds_words.say(error.key, language, **facts)) from error
    finally:
        counter.clear()
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        for line in (*answer.sentences(language), say("written", language, path=written)):
            echo(line)
    end = ending(jobs, written, language)
    if as_json:
        facts = {"output": str(written), "seconds": time.perf_counter() - begin}
        print_json({**end, **answer.to_json(), **facts})
    ctx.exit(end["exit_code"])
