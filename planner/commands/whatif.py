"""``planner whatif``: the plan and its cases side by side."""

from __future__ import annotations

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
    progress_line,
    show_warnings,
    write_output,
)
from planner.commands.no_plan import looking_line, without_base
from planner.commands.streams import echo, print_json
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

    from planner.api.whatif import whatif as solve_cases  # noqa: PLC0415
    from planner.cases import changed_plans  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415

    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        tasks = changed_plans(checked, cases) if cases or not rules_of_thumb else []
        show_warnings([*checked.findings, *(f for task in tasks for f in task.findings)], language)
    counter = Counter(language, quiet=quiet)
    with progress_line(language, quiet=quiet) as progress:
        answer = solve_cases(
            checked,
            cases,
            rules_of_thumb=rules_of_thumb,
            gap=gap,
            time_limit=time_limit,
            threads=threads,
            seed=seed,
            jobs=jobs,
            progress=progress,
            done=counter,
            looking=looking_line("looking case", language, quiet=quiet),
        )
    counter.clear()
    if not answer.solved:
        base = answer.base
        message = "\n".join(without_base(base, "no case", language))
        echo(message)
        code = INTERRUPTED if base.interrupted else base.exit_code or NO_PLAN
        if as_json:
            print_json({"status": base.status, "exit_code": code, **answer.to_json(), "message": message})
        ctx.exit(code)
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        from planner.reporting.comparison.screen import show_comparison  # noqa: PLC0415

        show_comparison(answer.comparison, language, written)
        if answer.stopped and jobs.lost is None:
            echo(say("rest not run", language))
    end = ending(jobs, written, language)
    if any(run.status == "unconfirmed" for run in answer.runs[1:]):
        end |= {"status": "audit_failed", "exit_code": OUR_BUG}
    if as_json:
        print_json({**end, "output": str(written), **answer.to_json()})
    ctx.exit(end["exit_code"])
