"""``planner whatif``: the plan and its cases side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.commands.console import (
    INTERRUPTED,
    NO_PLAN,
    OUR_BUG,
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
from planner.commands.no_plan import case_json, ways_of, with_ways, without_base
from planner.reporting.comparison.content import THUMB
from planner.words import say

if TYPE_CHECKING:
    from models.runs.run import Runner


@click.command(short_help="The plan and its cases (sheet WhatIf) side by side.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--case", "cases", metavar="NAME", multiple=True, help="Only this case; may be repeated.")
@click.option(
    "--rules-of-thumb",
    is_flag=True,
    help="Instead of the cases: 60 days, 50/50, no stock and no investment, beside the plan.",
)
@effort_options
@output_options("outputs/<plan>-whatif.xlsx")
@click.pass_context
def whatif(
    ctx: click.Context,
    plan: Path,
    cases: tuple[str, ...],
    rules_of_thumb: bool,
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
    """Solve PLAN and every case of its sheet WhatIf, and write them side by side.

    With --rules-of-thumb the rules a board has heard of stand beside the plan instead, judged on the same
    scenarios; cases of the sheet too, where they are named with --case. Ctrl-C keeps what is finished.
    """
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-whatif.xlsx"
    check_output(out, force=force, language=language_of(ctx), source=plan, make_folder=output is None)

    from planner.cases import Effort, changed_plans, entry_of, run_base, run_cases  # noqa: PLC0415
    from planner.comparing import compare  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415
    from planner.reporting.comparison.book import write_comparison  # noqa: PLC0415
    from planner.rules_of_thumb import run_thumbs  # noqa: PLC0415

    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    tasks = changed_plans(checked, cases) if cases or not rules_of_thumb else []
    warnings = [finding for task in tasks for finding in task.findings]
    if not quiet:
        show_warnings([*checked.findings, *warnings], language)
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    counter = Counter(language, quiet=quiet)
    with progress_line(language, quiet=quiet) as progress:
        base = run_base(checked, effort, progress)
    runs = run_cases(base, tasks, effort, jobs, counter)
    stopped = any(run.interrupted or run.status == "not_run" for run in (base, *runs))
    thumbs = run_thumbs(checked, effort, jobs, counter) if rules_of_thumb and not stopped else []
    stopped = stopped or any(run.interrupted or run.status == "not_run" for run in thumbs)
    taken = {run.name for run in runs}
    thumbs = [replace(run, name=f"{THUMB}{run.name}") if run.name in taken else run for run in thumbs]
    counter.clear()
    ways = {} if stopped else ways_of((base, *runs), effort, language, quiet=quiet)

    answer = {
        "base": case_json(base, ways),
        "cases": {run.name: case_json(run, ways) for run in runs}
        | {run.name: case_json(run, {}) for run in thumbs},
    }
    if not any(run.result is not None for run in (base, *runs, *thumbs)):
        message = "\n".join(without_base(base, "no case", language))
        click.echo(message, err=True)
        code = INTERRUPTED if base.interrupted else base.exit_code or NO_PLAN
        if as_json:
            print_json({"status": base.status, "exit_code": code, **answer, "message": message})
        ctx.exit(code)
    entries = [
        *(with_ways(entry_of(run), run, ways.get(run.name)) for run in (base, *runs)),
        *(entry_of(run, thumb=True) for run in thumbs),
    ]
    comparison = compare(entries)
    facts = {
        "input": checked.tables.name,
        "input_sha256": checked.tables.sha256,
        "option_gap": gap,
        "option_time_limit": time_limit,
        "option_threads": threads,
        "option_seed": seed,
        "option_jobs": jobs.name,
        **{f"seconds_{run.name}": round(run.seconds, 3) for run in (base, *runs, *thumbs)},
    }
    said = [finding.message(language) for finding in warnings]
    written = write_output(
        lambda: write_comparison(
            comparison, out, language, facts=facts, inputs=checked.tables, warnings=said
        ),
        out,
        language,
    )
    if not quiet:
        from planner.reporting.comparison.screen import show_comparison  # noqa: PLC0415

        show_comparison(comparison, language, written)
        if stopped and jobs.lost is None:
            click.echo(say("rest not run", language), err=True)
    end = ending(jobs, written, language)
    if any(run.status == "unconfirmed" for run in (*runs, *thumbs)):
        end |= {"status": "audit_failed", "exit_code": OUR_BUG}
    if as_json:
        print_json({**end, "output": str(written), **answer})
    ctx.exit(end["exit_code"])
