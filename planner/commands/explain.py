"""``planner explain``: the price of every rule, why not, other plans; or what clashes and the ways out."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.commands.console import (
    NO_PLAN,
    FiniteRange,
    check_output,
    effort_options,
    ending,
    language_of,
    output_options,
    progress_line,
    show_warnings,
    write_output,
)
from planner.commands.no_plan import end_without_base
from planner.commands.streams import echo, echo_over, print_json
from planner.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.runs.run import Runner

PARTS = ("rules", "offers", "suppliers", "investments", "alternatives")


@click.command(short_help="Why the plan is as it is; or why there is none.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--only",
    type=click.Choice(PARTS),
    metavar="PART",
    multiple=True,
    help=f"Only this part; may be repeated: {', '.join(PARTS)}.",
)
@click.option(
    "--alternatives",
    type=click.IntRange(0),
    metavar="N",
    default=3,
    show_default=True,
    help="Other plans to show; 0: none.",
)
@click.option(
    "--within",
    type=FiniteRange(0),
    metavar="X",
    default=0.02,
    show_default=True,
    help="Part that another plan may cost more; 0.02 is 2 %.",
)
@effort_options
@output_options("outputs/<plan>-explained.xlsx")
@click.pass_context
def explain(
    ctx: click.Context,
    plan: Path,
    only: tuple[str, ...],
    alternatives: int,
    within: float,
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
    """Say why the plan for PLAN is as it is: what each rule costs, what was left aside and why, other plans.

    Where there is no plan: what cannot hold together, and the cheapest ways out (exit code 4; the workbook is
    written all the same). Ctrl-C keeps what is finished.
    """
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}-explained.xlsx"
    check_output(out, force=force, language=language_of(ctx), source=plan, make_folder=output is None)

    from planner.api.answer import NoBase  # noqa: PLC0415
    from planner.api.explain import explain as find_reasons  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415

    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    stages = _Stages(language, quiet=quiet)
    try:
        with progress_line(language, quiet=quiet) as progress:
            answer = find_reasons(
                checked,
                only,
                alternatives=alternatives,
                within=within,
                gap=gap,
                time_limit=time_limit,
                threads=threads,
                seed=seed,
                jobs=jobs,
                progress=progress,
                stage=stages,
            )
    except NoBase as error:
        end_without_base(ctx, error.run, as_json=as_json)
        return
    stages.clear()
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        for line in (*answer.sentences(language), say("written", language, path=written)):
            echo(line)
    end = ending(jobs, written, language)
    if not answer.feasible and jobs.lost is None:
        end |= {"status": "infeasible", "exit_code": NO_PLAN}
    if as_json:
        facts = {"output": str(written), "seconds": time.perf_counter() - stages.begin}
        print_json({**end, **answer.to_json(), **facts})
    ctx.exit(end["exit_code"])


class _Stages:
    """One line on a terminal that says which stage an explanation is in, and how far."""

    def __init__(self, language: str, *, quiet: bool) -> None:
        self.begin = time.perf_counter()
        self._language = language
        self._shown = not quiet and sys.stderr.isatty()

    def __call__(self, name: str) -> Callable[[int, int], None] | None:
        """Return what is called after each solve of a stage."""
        if not self._shown:
            return None
        from planner.explaining.words import told  # noqa: PLC0415

        def show(done: int, count: int) -> None:
            seconds = time.perf_counter() - self.begin
            text = f"{told(f'stage {name}', self._language, done=done, count=count)}, {seconds:.0f} s"
            echo_over(text)

        return show

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            echo_over("")
