"""``planner frontier``: expected cost against tail risk."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.console import (
    Counter,
    check_output,
    effort_options,
    ending,
    language_of,
    output_options,
    print_json,
    show_warnings,
    write_output,
)
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner
    from planner.risk.frontier import Point

IMPOSSIBLE = ("infeasible", "unbounded")


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

    from planner.cases import CaseRun, Effort  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415
    from planner.reporting.layout.scale import money_scale  # noqa: PLC0415
    from planner.reporting.risk.book import risk_speech, write_risk_book  # noqa: PLC0415
    from planner.risk.frontier import frontier as solve_frontier  # noqa: PLC0415
    from planner.risk.page_frontier import frontier_book, largest_money, lead  # noqa: PLC0415

    begin = time.perf_counter()
    checked = read(plan, lang)
    tables = checked.tables
    language = ctx.obj["language"] = lang or tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    counter = Counter(language, quiet=quiet)
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    found = solve_frontier(checked, points, by, effort, jobs=jobs, done=counter)
    counter.clear()
    stopped = jobs.lost is None and any(point.status == "not_run" for point in found)
    found = [point for point in found if point.status != "not_run"]
    answer: dict[str, Any] = {"by": by, "points": [_as_json(point) for point in found]}
    largest = largest_money(found)
    speech = risk_speech(language, str(tables.settings["currency"]), largest)
    said = list(lead(found, by, tables, speech))
    if not any(point.on_frontier for point in found):
        if jobs.lost is not None:
            raise jobs.lost
        status = next((p.status for p in found if p.status not in IMPOSSIBLE), found[0].status)
        code = CaseRun("", "", tables, status).exit_code
        hint = {"stopped_without_plan": "stopped", "infeasible": "explain more"}.get(status)
        lines = [*said, *([say(hint, language)] if hint else [])]
        for line in lines:
            click.echo(line, err=True)
        if as_json:
            print_json({"status": status, "exit_code": code, **answer, "message": "\n".join(lines)})
        ctx.exit(code)
    facts = {
        "input": tables.name,
        "input_sha256": tables.sha256,
        "option_by": by,
        "option_points": points,
        "option_gap": gap,
        "option_time_limit": time_limit,
        "option_threads": threads,
        "option_seed": seed,
    }
    book = frontier_book(found, by, tables, speech, scale=money_scale(speech, largest), facts=facts)
    written = write_output(lambda: write_risk_book(book, out, speech, tables, largest), out, language)
    if not quiet:
        kept = [say("rest not run", language)] if stopped else []
        for line in (*said, *kept, say("written", language, path=written)):
            click.echo(line, err=True)
    end = ending(jobs, written, language)
    if as_json:
        print_json({**end, **answer, "output": str(written), "seconds": time.perf_counter() - begin})
    ctx.exit(end["exit_code"])


def _as_json(point: Point) -> dict[str, Any]:
    answer: dict[str, Any] = {"level": point.level, "status": point.status, "on_frontier": point.on_frontier}
    if point.status in ("optimal", "stopped"):
        answer |= {
            "expected_cost": point.expected,
            "cvar": point.cvar,
            "worst_cost": point.worst,
            "mean_stock_value": point.stock,
            "short_value": point.shortage,
            "signed": dict(point.signed),
            "built": dict(point.built),
        }
    return answer
