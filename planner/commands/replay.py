"""``planner replay``: planning again month by month, on what really happened."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.commands.console import (
    Counter,
    check_output,
    effort_options,
    ending,
    finding_lines,
    language_of,
    output_options,
    show_warnings,
    write_output,
)
from planner.commands.streams import echo, print_json
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner
    from planner.workbook.tables import Tables

INTERRUPTED = 130


@click.command(short_help="A plan made again month by month, on what really happened.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--truth",
    type=click.Path(path_type=Path),
    required=True,
    help="Workbook of what happened; planner template --truth writes an empty one.",
)
@click.option(
    "--policy",
    "policies",
    metavar="NAME,NAME",
    default="planner,held,60-days,50-50,no-stock",
    show_default=True,
    help="What is followed: planner, held, or a rule of thumb (60-days, 50-50, no-stock, no-investment). "
    "Perfect knowledge stands beside them.",
)
@click.option(
    "--months",
    type=click.IntRange(1),
    metavar="N",
    show_default="all of the plan",
    help="Replay the first N months; after them nothing more happens.",
)
@effort_options
@output_options("outputs/<plan>-replay.xlsx")
@click.pass_context
def replay(
    ctx: click.Context,
    plan: Path,
    truth: Path,
    policies: str,
    months: int | None,
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
    """Plan PLAN again month by month, knowing what had happened by then, and count what it came to.

    \b
    planner template truth.xlsx --truth
    planner replay plan.xlsx --truth truth.xlsx
    planner replay plan.xlsx --truth truth.xlsx --policy planner,held --jobs 2

    Ctrl-C keeps the months that are done.
    """  # noqa: D301
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-replay.xlsx"
    for source in (plan, truth):
        check_output(out, force=force, language=language_of(ctx), source=source, make_folder=output is None)

    from planner.api.replay import replay as follow_through  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415
    from planner.rolling import CannotRoll  # noqa: PLC0415

    begin = time.perf_counter()
    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    asked = [name.strip() for name in policies.replace("、", ",").split(",") if name.strip()]
    counter = Counter(language, quiet=quiet)
    shown = _Months(checked.tables, months, language, quiet=quiet)
    try:
        answer = follow_through(
            checked,
            truth,
            asked,
            months=months,
            gap=gap,
            time_limit=time_limit,
            threads=threads,
            seed=seed,
            jobs=jobs,
            progress=shown,
            done=counter,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except CannotRoll as error:
        raise click.UsageError(error.message(language)) from error
    counter.clear()
    if not any(outcome.months for outcome in answer.outcomes):
        raise KeyboardInterrupt
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        echo("\n".join([*finding_lines(answer.findings, language), *answer.rows(language)]))
        echo("\n".join([*answer.sentences(language), say("written", language, path=written)]))
    end = ending(jobs, written, language)
    if answer.interrupted and jobs.lost is None:
        end = {"status": "interrupted", "exit_code": INTERRUPTED}
    if as_json:
        facts = {"output": str(written), "seconds": time.perf_counter() - begin}
        print_json({**end, **answer.to_json(), **facts})
    ctx.exit(end["exit_code"])


class _Months:
    """One line on a terminal: which policy plans which month."""

    def __init__(self, tables: Tables, months: int | None, language: str, *, quiet: bool) -> None:
        self._tables, self._count, self._language = tables, months or tables.months, language
        self._shown = not quiet and sys.stderr.isatty()

    def __call__(self, policy: str, month: int) -> None:
        """Show where a policy is."""
        if self._shown:
            from planner.replaying.words import policy_name, tell  # noqa: PLC0415

            date = f"{self._tables.month_date(month):%Y-%m}"
            facts = {"month": date, "done": month + 1, "count": self._count}
            text = tell("month told", self._language, policy=policy_name(policy, self._language), **facts)
            click.echo(f"\r{text:<78.78}", nl=False, err=True)
