"""``planner odds``: over which probabilities of each event the plan stays best."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.console import (
    Counter,
    FiniteRange,
    check_output,
    effort_options,
    ending,
    language_of,
    output_options,
    print_json,
    show_warnings,
    write_output,
)
from planner.commands.holding import result_option
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner
    from planner.pipeline import Plan
    from planner.risk.odds import Line, Odds, Pooled


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

    from planner.cases import Effort  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415
    from planner.reporting.layout.scale import money_scale  # noqa: PLC0415
    from planner.reporting.risk.book import risk_speech, write_risk_book  # noqa: PLC0415
    from planner.risk import odds_words  # noqa: PLC0415
    from planner.risk.odds import ask_odds  # noqa: PLC0415
    from planner.risk.odds_tree import CannotAsk  # noqa: PLC0415
    from planner.risk.page_odds import largest_money, lead, odds_book  # noqa: PLC0415

    begin = time.perf_counter()
    checked = read(plan, lang)
    tables = checked.tables
    language = ctx.obj["language"] = lang or tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    counter = Counter(language, quiet=quiet)
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    hand = None if result is None else _in_hand(checked, result, language)
    try:
        found = ask_odds(
            checked,
            events,
            hand=hand,
            times=times,
            rounds=rounds,
            effort=effort,
            jobs=jobs,
            done=counter,
        )
    except CannotAsk as error:
        facts = {
            name: ", ".join(value) if isinstance(value, tuple) else value
            for name, value in error.facts.items()
        }
        raise click.UsageError(odds_words.say(error.key, language, **facts)) from error
    finally:
        counter.clear()
    largest = largest_money(found)
    speech = risk_speech(language, str(tables.settings["currency"]), largest)
    told = {
        "input": tables.name,
        "input_sha256": tables.sha256,
        "result": None if result is None else result.name,
        "option_gap": gap,
        "option_time_limit": time_limit,
        "option_rounds": rounds,
        "option_wrong_by": times,
        "option_threads": threads,
        "option_seed": seed,
    }
    book = odds_book(found, speech, money_scale(speech, largest), told)
    written = write_output(lambda: write_risk_book(book, out, speech, tables, largest), out, language)
    if not quiet:
        for line in (*lead(found, speech), say("written", language, path=written)):
            click.echo(line, err=True)
    end = ending(jobs, written, language)
    if as_json:
        print_json(
            {**end, **as_json_of(found), "output": str(written), "seconds": time.perf_counter() - begin}
        )
    ctx.exit(end["exit_code"])


def _in_hand(plan: Plan, result: Path, language: str) -> Pooled:
    """Return the plan of a result, judged on this workbook.

    Raises
    ------
    click.UsageError
        It decides about something else.
    """
    from planner.risk.held import plan_of_result  # noqa: PLC0415
    from planner.risk.kept import CannotHold  # noqa: PLC0415
    from planner.risk.odds import Pooled  # noqa: PLC0415

    try:
        costs, tables = plan_of_result(plan, result)
    except CannotHold as error:
        raise click.UsageError(error.message(language)) from error
    return Pooled("plan", costs, tables)


def as_json_of(found: Odds) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    from planner.risk.odds_decisions import worth_of  # noqa: PLC0415

    robust = found.robust
    return {
        "gap": found.gap,
        "events": [_line(line) for line in found.lines],
        "decisions": [
            {
                "event": one.event,
                "kind": one.kind,
                "name": one.name,
                "in_plan": one.now,
                "spans": [{"from": s.low, "to": s.high, "value": s.value} for s in one.spans],
            }
            for one in worth_of(found)
        ],
        "map": None
        if found.both is None
        else {
            "first": found.both.first,
            "second": found.both.second,
            "p_first": found.both.rows.tolist(),
            "p_second": found.both.columns.tolist(),
            "regret": [[None if x != x else x for x in row] for row in found.both.regret.tolist()],  # noqa: PLR0124
        },
        "wrong_by": None
        if robust is None
        else {
            "times": robust.times,
            "in_hand": robust.own,
            "status": robust.run.status,
            "best": None if robust.run.result is None else robust.run.result.objective,
            "bound": None if robust.run.result is None else robust.run.result.bound,
        },
        "unfinished": found.unfinished,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "event": line.event,
        "probability": line.now,
        "reach": line.reach,
        "low": line.low,
        "high": line.high,
        "stays": None if line.stays is None else list(line.stays),
        "lost_below": line.lost_below,
        "lost_above": line.lost_above,
        "regret": line.regret,
        "proof": None if line.proof == float("inf") else line.proof,
        "safe": line.safe,
    }
