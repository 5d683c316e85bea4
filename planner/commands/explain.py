"""``planner explain``: the price of every rule, why not, other plans; or what clashes and the ways out."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.console import (
    INTERRUPTED,
    NO_PLAN,
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
from planner.commands.no_plan import without_base
from planner.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.runs.run import Runner
    from planner.cases import CaseRun, Effort
    from planner.explaining.explanation import Wish
    from planner.origins import Clash
    from planner.pipeline import Plan

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
    type=click.FloatRange(0),
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

    from planner.cases import Effort, run_base  # noqa: PLC0415
    from planner.explaining.explanation import Wish  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415

    checked = read(plan, lang)
    ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, ctx.obj["language"])
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    with progress_line(ctx.obj["language"], quiet=quiet) as progress:
        base = run_base(checked, effort, progress)
    talk = _Talk(ctx, out, effort, jobs, quiet=quiet, as_json=as_json)
    if base.status == "infeasible":
        talk.no_plan(checked, base.clash)
    elif base.result is None or base.interrupted:
        talk.nothing(base)
    else:
        talk.plan(base, Wish(only or PARTS, alternatives, within))


class _Talk:
    """Explains, writes the workbook and says where it is."""

    def __init__(
        self, ctx: click.Context, out: Path, effort: Effort, jobs: Runner, *, quiet: bool, as_json: bool
    ) -> None:
        self.ctx, self.out, self.effort, self.jobs = ctx, out, effort, jobs
        self.quiet, self.as_json = quiet, as_json
        self.language: str = ctx.obj["language"]
        self.begin = time.perf_counter()

    def plan(self, base: CaseRun, wish: Wish) -> None:
        """Explain a plan that there is."""
        from planner.explaining.explanation import explain_plan  # noqa: PLC0415
        from planner.explaining.page import explanation_book, largest_money  # noqa: PLC0415
        from planner.explaining.sentences import Teller  # noqa: PLC0415
        from planner.explaining.words import told  # noqa: PLC0415
        from planner.reporting.layout.scale import money_scale  # noqa: PLC0415
        from planner.reporting.risk.book import risk_speech, write_risk_book  # noqa: PLC0415

        found = explain_plan(base, wish, self.effort, jobs=self.jobs, stage=self._stage)
        self._clear()
        tables = base.inputs
        largest = largest_money(found)
        speech = risk_speech(self.language, str(tables.settings["currency"]), found.known.cost)
        facts = self._facts(base) | {
            "option_only": ", ".join(wish.parts),
            "option_alternatives": wish.alternatives,
            "option_within": wish.within,
            "plan_objective": found.known.cost,
            "plan_bound": found.known.bound,
            "not_settled": found.not_settled,
        }
        book = explanation_book(found, speech, money_scale(speech, largest), facts)
        written = write_output(
            lambda: write_risk_book(book, self.out, speech, tables, largest), self.out, self.language
        )
        lines = [*book.lead, *Teller(speech).lines(found)]
        if found.interrupted:
            lines.append(told("kept", self.language))
        self._end(written, lines, found.to_json())

    def no_plan(self, checked: Plan, clash: tuple[Clash, ...]) -> None:
        """Say what clashes and what would make a plan."""
        from planner.explaining.page_ways import ways_book  # noqa: PLC0415
        from planner.explaining.ways import explain_infeasible  # noqa: PLC0415
        from planner.reporting.risk.book import risk_speech, write_risk_book  # noqa: PLC0415

        found = explain_infeasible(
            checked, self.effort, jobs=self.jobs, done=self._stage("ways"), known=clash
        )
        self._clear()
        tables = checked.tables
        costs = [way.objective for way in found.ways if way.objective is not None]
        largest = max((abs(cost) for cost in costs), default=0.0)
        speech = risk_speech(self.language, str(tables.settings["currency"]), largest)
        facts = {"input": tables.name, "input_sha256": tables.sha256, **self._options()}
        book = ways_book(found, tables, speech, facts)
        written = write_output(
            lambda: write_risk_book(book, self.out, speech, tables, largest), self.out, self.language
        )
        self._end(written, found.sentences(self.language), found.to_json(), NO_PLAN, "infeasible")

    def nothing(self, base: CaseRun) -> None:
        """Say that the plan was not solved."""
        message = "\n".join(without_base(base, "no base", self.language))
        click.echo(message, err=True)
        code = INTERRUPTED if base.interrupted else base.exit_code or NO_PLAN
        if self.as_json:
            print_json({"status": base.status, "exit_code": code, "base": base.to_json(), "message": message})
        self.ctx.exit(code)

    def _end(
        self,
        written: Path,
        lines: list[str],
        answer: dict[str, Any],
        code: int | None = None,
        status: str | None = None,
    ) -> None:
        if not self.quiet:
            for line in (*lines, say("written", self.language, path=written)):
                click.echo(line, err=True)
        end = ending(self.jobs, written, self.language)
        if code is not None and self.jobs.lost is None:
            end |= {"status": status, "exit_code": code}
        if self.as_json:
            seconds = time.perf_counter() - self.begin
            print_json({**end, **answer, "output": str(written), "seconds": seconds})
        self.ctx.exit(end["exit_code"])

    def _stage(self, name: str) -> Callable[[int, int], None] | None:
        if self.quiet or not sys.stderr.isatty():
            return None
        from planner.explaining.words import told  # noqa: PLC0415

        def show(done: int, count: int) -> None:
            seconds = time.perf_counter() - self.begin
            text = f"{told(f'stage {name}', self.language, done=done, count=count)}, {seconds:.0f} s"
            click.echo(f"\r{text:<78.78}", nl=False, err=True)

        return show

    def _clear(self) -> None:
        if not self.quiet and sys.stderr.isatty():
            click.echo(f"\r{'':<78}\r", nl=False, err=True)

    def _options(self) -> dict[str, object]:
        return {
            "option_gap": self.effort.gap,
            "option_time_limit": self.effort.time_limit,
            "option_threads": self.effort.threads,
            "option_seed": self.effort.seed,
            "option_jobs": self.jobs.name,
        }

    def _facts(self, base: CaseRun) -> dict[str, object]:
        result = base.result
        return {
            "input": base.inputs.name,
            "input_sha256": base.inputs.sha256,
            **self._options(),
            **({} if result is None else {k: v for k, v in result.run.items() if k.startswith("version_")}),
            "seconds_plan": round(base.seconds, 3),
            "seconds_explanation": round(time.perf_counter() - self.begin, 3),
        }
