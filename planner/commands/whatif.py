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
    show_warnings,
    write_output,
)
from planner.report.comparison import THUMB
from planner.words import say

if TYPE_CHECKING:
    from models.runs import Runner


@click.command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--case", "cases", metavar="NAME", multiple=True, help="Only this case (may be repeated).")
@click.option("--rules-of-thumb", is_flag=True, help="60 days, 50/50, no stock, no investment, judged alike.")
@effort_options
@output_options
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
    seed: int,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Solve PLAN and every case of its sheet WhatIf, and write them side by side.

    Without -o the comparison is outputs/<plan>-whatif.xlsx. With --rules-of-thumb the rules a board has
    heard of stand beside the plan instead; cases of the sheet too, where they are named with --case.
    """
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-whatif.xlsx"
    check_output(out, force=force, language=language_of(ctx), source=plan, make_folder=output is None)

    from planner.cases import Effort, changed_plans, entry_of, run_base, run_cases  # noqa: PLC0415
    from planner.compare import compare  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415
    from planner.report.comparison_book import write_comparison  # noqa: PLC0415
    from planner.rules_of_thumb import run_thumbs  # noqa: PLC0415

    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    tasks = changed_plans(checked, cases) if cases or not rules_of_thumb else []
    warnings = [finding for task in tasks for finding in task.findings]
    if not quiet:
        show_warnings([*checked.findings, *warnings], language)
    effort = Effort(gap=gap, time_limit=time_limit, seed=seed)
    counter = Counter(language, quiet=quiet)
    base = run_base(checked, effort)
    runs = run_cases(base, tasks, effort, jobs, counter)
    thumbs = run_thumbs(checked, effort, jobs, counter) if rules_of_thumb and not base.interrupted else []
    taken = {run.name for run in runs}
    thumbs = [replace(run, name=f"{THUMB}{run.name}") if run.name in taken else run for run in thumbs]
    counter.clear()

    answer = {
        "base": base.to_json(),
        "cases": {run.name: run.to_json() for run in (*runs, *thumbs)},
    }
    if not any(run.result is not None for run in (base, *runs, *thumbs)):
        interrupted = base.status == "stopped_without_plan" and base.interrupted
        click.echo(say("interrupted" if interrupted else "no case", language), err=True)
        code = INTERRUPTED if interrupted else base.exit_code or NO_PLAN
        if as_json:
            print_json({"status": base.status, "exit_code": code, **answer})
        ctx.exit(code)
    entries = [
        entry_of(base),
        *(entry_of(run) for run in runs),
        *(entry_of(run, thumb=True) for run in thumbs),
    ]
    comparison = compare(entries)
    facts = {
        "input": checked.tables.name,
        "input_sha256": checked.tables.sha256,
        "option_gap": gap,
        "option_time_limit": time_limit,
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
        from planner.report.comparison_screen import show_comparison  # noqa: PLC0415

        show_comparison(comparison, language, written)
    end = ending(jobs, written, language)
    if any(run.status == "unconfirmed" for run in (*runs, *thumbs)):
        end |= {"status": "audit_failed", "exit_code": OUR_BUG}
    if as_json:
        print_json({**end, "output": str(written), **answer})
    ctx.exit(end["exit_code"])
