"""The command line: parses, calls the pipeline, maps what went wrong to exit codes. Nothing is computed here.

People's text goes to stderr, ``--json`` prints one object to stdout.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.again import again
from planner.commands.compare import compare
from planner.commands.console import (
    CANNOT_WRITE,
    CLUSTER,
    INPUT_ERRORS,
    INTERRUPTED,
    LANGUAGES,
    NO_PLAN,
    OK,
    OUR_BUG,
    STOPPED,
    CannotWrite,
    FiniteRange,
    Progress,
    check_output,
    cluster_lines,
    ending,
    finding_lines,
    force_option,
    gap_option,
    json_option,
    language_of,
    language_option,
    machine_language,
    output_options,
    quiet_option,
    runs_options,
    seed_option,
    threads_option,
    time_limit_option,
    write_output,
)
from planner.commands.events import events
from planner.commands.explain import explain
from planner.commands.export import export
from planner.commands.exposure import exposure
from planner.commands.frontier import frontier
from planner.commands.help import (
    WIDEST,
    Formatter,
    japanese,
    language_in,
    told,
    without_language,
    words_of_click,
)
from planner.commands.no_plan import explainer, no_plan_lines
from planner.commands.odds import odds
from planner.commands.replay import replay
from planner.commands.report import report
from planner.commands.roll import roll
from planner.commands.scenarios import scenarios
from planner.commands.second_opinion import no_opinion_lines, second_opinion
from planner.commands.sensitivity import sensitivity
from planner.commands.share import share
from planner.commands.shock import shock
from planner.commands.streams import CannotPrint, echo, print_json
from planner.commands.stress import stress
from planner.commands.telling import (
    GIGABYTE,
    show_choice,
    show_seconds,
    tell_at_once,
    too_large_lines,
)
from planner.commands.valuing import with_every_onset, with_value
from planner.commands.whatif import whatif
from planner.words import say
from planner.workbook.messages.findings import Finding, InputErrors, Severity
from planner.workbook.present import as_json as findings_json
from planner.workbook.printable import printable

if TYPE_CHECKING:
    from models.runs.run import Runner


HELP = ["-h", "--help"]
HELP_LANGUAGE = "planner.help"
"""Where a context keeps the language of the help."""


class _Commands(click.Group):
    """The group of commands: whatever ends a command ends with its own exit code and without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click asks so)
        """Return the commands as one comes to need them."""
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the language of the help from wherever it is asked for."""
        asked = language_in(args)
        ctx.meta[HELP_LANGUAGE] = asked if asked in LANGUAGES.choices else machine_language()
        if not any(argument in self.commands for argument in args):
            args = without_language(args)
        if ctx.meta[HELP_LANGUAGE] == "ja":
            ctx.max_content_width = WIDEST
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; one that speaks Japanese where its help is asked for so."""
        command = super().get_command(ctx, cmd_name)
        return command if command is None or ctx.meta.get(HELP_LANGUAGE) != "ja" else japanese(command)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help of the program."""
        if ctx.meta.get(HELP_LANGUAGE) != "ja":
            return super().get_help(ctx)
        formatter = Formatter(width=ctx.terminal_width, max_width=WIDEST)
        english, self.help = self.help, told(self.help or "")
        try:
            self.format_help(ctx, formatter)
        finally:
            self.help = english
        return words_of_click(formatter.getvalue().rstrip("\n"))

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        # click keeps the help option of a command's first call: on its own it must know both names too.
        cmd.context_settings.setdefault("help_option_names", HELP)
        super().add_command(cmd, name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            error.message = printable(error.message)  # type: ignore[misc]
            raise
        except (click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            _end_interrupted(ctx)
        except InputErrors as error:
            if error.language and not ctx.obj.get("language"):
                ctx.obj["language"] = error.language
            _end_with_findings(ctx, error.findings)
        except CannotWrite as error:
            _end(ctx, CANNOT_WRITE, "cannot_write", [str(error)])
        except CannotPrint as error:
            ctx.obj["json"] = False
            _end(ctx, CANNOT_WRITE, "cannot_write", [say("cannot print", language_of(ctx), reason=error)])
        except Exception as error:
            if isinstance(error, ImportError) and _of_ctrl_c(error):
                _end_interrupted(ctx)
            _end_with_error(ctx, error)


def _of_ctrl_c(error: BaseException | None) -> bool:
    """Tell whether Ctrl-C is behind an error: a compiled module makes an ImportError of it."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _end_with_findings(ctx: click.Context, findings: Sequence[Finding]) -> None:
    language = language_of(ctx)
    wrong = [f for f in findings if f.severity is Severity.ERROR]
    shown = wrong if ctx.obj.get("quiet") else findings
    lines = [*finding_lines(shown, language), say("not solved", language, errors=len(wrong))]
    _end(ctx, INPUT_ERRORS, "input_errors", lines, findings=findings_json(findings, language))


def _reason(error: Exception) -> str:
    """Return what is to be reported of an error of ours, in one line."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(at.filename).name}:{at.lineno})"


def _end_with_tables(ctx: click.Context, result: Any, out: Path, error: Exception) -> None:
    """Write the tables of a plan of which a page failed, and say so."""
    language = language_of(ctx)
    if ctx.obj.get("verbose"):
        echo(traceback.format_exc())
    try:
        written = result.write(out, language, force=True, pages=False)
    except OSError as worse:
        raise CannotWrite(say("cannot write", language, path=out, reason=worse.strerror or worse)) from worse
    lines = [say("page failed", language, path=written, reason=_reason(error))]
    _end(ctx, OUR_BUG, "page_failed", lines, output=str(written))


def _end_with_error(ctx: click.Context, error: Exception) -> None:
    from models.errors import (  # noqa: PLC0415
        ClusterError,
        ClusterLost,
        NotThisPlan,
        PlanError,
        StoppedWithoutPlan,
        TooLarge,
        Unbounded,
        Unconfirmed,
    )
    from models.solver.solution_files import NotASolution  # noqa: PLC0415
    from planner.pipeline import AuditFailed, NoPlan  # noqa: PLC0415

    language = language_of(ctx)
    match error:
        case NoPlan():
            from planner.api.ways import no_plan_facts  # noqa: PLC0415

            found = _explained(ctx, error)
            lines = no_plan_lines(error, found, language)
            _end(ctx, NO_PLAN, "infeasible", lines, **no_plan_facts(error.clash, found))
        case NotASolution() | NotThisPlan():
            lines = no_opinion_lines(error, ctx.obj.get("solution"), language)
            _end(ctx, INPUT_ERRORS, "not_a_solution", lines)
        case Unbounded():
            _end(ctx, NO_PLAN, "unbounded", [say("unbounded", language)], clash=[])
        case TooLarge():
            facts = {"estimate": {**error.size, "memory": error.needed}, "memory_free": error.free}
            _end(ctx, STOPPED, "too_large", too_large_lines(error, language), **facts)
        case StoppedWithoutPlan() if ctx.obj.get("stop") is not None and ctx.obj["stop"].is_set():
            _end_interrupted(ctx)
        case StoppedWithoutPlan():
            _end(ctx, STOPPED, "stopped_without_plan", [say("stopped", language)])
        case AuditFailed():
            lines = [say("audit failed", language), *(f"  {v}" for v in error.violations[:10])]
            _end(ctx, OUR_BUG, "audit_failed", lines)
        case ClusterLost():
            kept = "nothing kept" if error.count else "nothing found"
            lines = [*cluster_lines(error, language), say(kept, language)]
            _end(ctx, CLUSTER, "cluster_lost", lines)
        case ClusterError():
            _end(ctx, CLUSTER, "cluster_unusable", cluster_lines(error, language))
        case Unconfirmed():
            lines = [say("unconfirmed", language, solver=error.solver), *(f"  {d}" for d in error.doubts)]
            _end(ctx, OUR_BUG, "unconfirmed", lines)
        case PlanError():
            _end(ctx, OUR_BUG, "failed", [say("failed", language, reason=error)])
        case _:
            if ctx.obj.get("verbose"):
                echo(traceback.format_exc())
            reason = _reason(error)
            more = [say("bug more", language)] if ctx.obj.get("verbose") is False else []
            key = "bug after" if ctx.obj.get("written") else "bug"
            _end(ctx, OUR_BUG, "failed", [say(key, language, reason=reason), *more])


def _explained(ctx: click.Context, error: Any) -> Any:
    """Return the ways out; whatever goes wrong in looking for them, that there is no plan is still said."""
    explain = ctx.obj.get("explain")
    try:
        return None if explain is None else explain(error)
    except (Exception, KeyboardInterrupt):
        if ctx.obj.get("verbose"):
            echo(traceback.format_exc())
        return None


def _end_interrupted(ctx: click.Context) -> None:
    key = "interrupted after" if ctx.obj.get("written") else "interrupted"
    _end(ctx, INTERRUPTED, "interrupted", [say(key, language_of(ctx))])


def _end(ctx: click.Context, code: int, status: str, lines: Sequence[str], **facts: Any) -> None:
    if ctx.obj.get("written"):
        lines = [*lines, say("stands", language_of(ctx), path=ctx.obj["written"])]
    for line in lines:
        echo(line)
    if ctx.obj.get("json"):
        try:
            print_json({"status": status, "exit_code": code, **facts, "message": "\n".join(lines)})
        except CannotPrint as error:
            echo(say("cannot print", language_of(ctx), reason=error))
    ctx.exit(code)


@click.group(cls=_Commands, context_settings={"help_option_names": HELP})
@click.version_option(package_name="planner")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Plan purchases of critical materials that survive supply disruptions at least cost.

    \b
    planner template plan.xlsx --example first_steps
    planner check plan.xlsx
    planner solve plan.xlsx

    Each command says more: planner solve --help. Exit codes: 0 done, 1 our bug, 2 not understood, 3 errors in
    the workbook, 4 no plan possible, 5 stopped without a plan, 6 cannot write, 7 cluster lost or unusable,
    130 interrupted.
    """  # noqa: D301 (click's mark for lines to keep)
    ctx.obj = {}
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a cp932 or cp1252 console must not crash on a dash


@main.command(short_help="An empty workbook to fill in, or a filled example.")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--example",
    metavar="NAME",
    help="A filled example: first_steps, two_plants, cutting_tools, wind_turbine_eu, traction_motor_jp, "
    "heavy_rare_earths_jp; or a plan to replay: japan_2010, april_2025, japan_2026.",
)
@click.option(
    "--for",
    "subjects",
    metavar="SUBJECT",
    multiple=True,
    help="Only these sheets and columns (again for more): basic, contracts, index, places, "
    "investments, risk, late, history.",
)
@click.option(
    "--actual", is_flag=True, help="The form of what was counted, ordered and learnt, for planner roll."
)
@click.option(
    "--truth",
    is_flag=True,
    help="The form of what really happened, for planner replay; with a plan to "
    "replay, what happened after it.",
)
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of the workbook.")
@force_option
@click.pass_context
def template(
    ctx: click.Context,
    out: Path,
    lang: str,
    example: str | None,
    subjects: tuple[str, ...],
    actual: bool,
    truth: bool,
    force: bool,
) -> None:
    """Write an empty template, or a filled example, to OUT.

    \b
    planner template plan.xlsx
    planner template small.xlsx --for basic --for contracts
    planner template traction.xlsx --example traction_motor_jp --lang ja
    """  # noqa: D301
    from planner.api.template import template as empty_or_filled  # noqa: PLC0415
    from planner.workbook.schema.subjects import SUBJECTS  # noqa: PLC0415

    ctx.obj["language"] = lang
    asked = [part.strip().casefold() for subject in subjects for part in subject.split(",") if part.strip()]
    if asked and example is not None:
        raise click.UsageError("--for goes with an empty workbook, not with --example")
    if actual and (asked or truth or example is not None):
        raise click.UsageError("--actual goes with neither --for, --truth nor --example")
    if truth and asked:
        raise click.UsageError("--truth does not go with --for")
    try:
        answer = empty_or_filled(example, lang, subjects=asked, actual=actual, truth=truth)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--for" if asked else "--example") from error
    check_output(out, force=force, language=lang)
    written = write_output(lambda: answer.write(out, force=True), out, lang)
    echo(say("written", lang, path=written))
    if actual or truth:
        return
    echo(say("next check", lang, path=written))
    if len(answer.subjects) < len(SUBJECTS) and example is None:
        more = ", ".join(subject for subject in SUBJECTS if subject not in answer.subjects)
        echo(say("more subjects", lang, more=more))


@main.command(short_help="Everything that is wrong with it, by sheet and cell.")
@click.argument("plan", type=click.Path(path_type=Path))
@json_option
@quiet_option
@language_option
@click.pass_context
def check(ctx: click.Context, plan: Path, as_json: bool, quiet: bool, lang: str | None) -> None:
    """Report everything that is wrong with PLAN, by sheet and cell; solve nothing."""
    from planner.api.check import check as look_over  # noqa: PLC0415

    ctx.obj |= {"json": as_json, "language": lang}
    answer = look_over(plan, lang)
    findings = answer.findings
    if lang is None and answer.inputs is not None:
        ctx.obj["language"] = answer.inputs.language
    language = language_of(ctx)
    if not answer.ok:
        _end_with_findings(ctx, findings)
    warnings, notes = answer.count(Severity.WARNING), answer.count(Severity.NOTE)
    told = say("checked", language, warnings=warnings, notes=notes)
    for line in () if quiet else (*finding_lines(findings, language), told):
        echo(line)
    if as_json:
        print_json({"status": "ok", "exit_code": OK, "findings": findings_json(findings, language)})


@main.command(short_help="The plan, as a workbook for the meeting.")
@click.argument("plan", type=click.Path(path_type=Path))
@gap_option()
@time_limit_option("Seconds up to the best plan.")
@click.option(
    "--method",
    type=click.Choice(["auto", "extensive", "benders"]),
    metavar="METHOD",
    default="auto",
    show_default=True,
    help="extensive: one model; benders: decomposition; auto: by the size of the plan.",
)
@click.option(
    "--memory",
    type=FiniteRange(0, min_open=True),
    metavar="GB",
    show_default="what is free",
    help="Memory the run may take.",
)
@threads_option
@seed_option()
@runs_options
@click.option("--no-disruptions", is_flag=True, help="Plan as if nothing new could happen.")
@click.option(
    "--solution",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="FILE",
    help="Take the plan that another solver found for the model of planner export.",
)
@click.option(
    "--last",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="LAST.xlsx",
    help="Last month's result: begin from it, and change only what is worth it.",
)
@click.option(
    "--change-worth",
    type=FiniteRange(0),
    metavar="AMOUNT",
    show_default="the gap asked",
    help="With --last: what a change must gain, in the plan's currency.",
)
@click.option(
    "--value/--no-value",
    default=None,
    show_default="where it is soon done",
    help="Say what planning for disruptions is worth (EVPI, VSS) and what other onsets would cost.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show the solver's log, the size, the seconds by phase.")
@output_options("outputs/<plan>-result.xlsx")
@click.pass_context
def solve(
    ctx: click.Context,
    plan: Path,
    gap: float | None,
    time_limit: float | None,
    method: str,
    memory: float | None,
    threads: int,
    seed: int,
    jobs: Runner,
    no_disruptions: bool,
    solution: Path | None,
    last: Path | None,
    change_worth: float | None,
    value: bool | None,
    verbose: bool,
    output: Path | None,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Find the plan for PLAN, audit it, and write the result workbook.

    Ctrl-C keeps the best plan found so far.
    """
    from models.runs.stopping import Stop, ctrl_c_asks, listen  # noqa: PLC0415

    stop = Stop()
    ctx.obj |= {"json": as_json, "language": lang, "verbose": verbose, "stop": stop, "solution": solution}
    if (last is None and change_worth is not None) or (last is not None and solution is not None):
        raise click.UsageError("--change-worth goes with --last, and --last does not go with --solution")
    out = output or Path("outputs") / f"{plan.stem}-result.xlsx"
    check_output(out, force=force, language=language_of(ctx), source=plan, make_folder=output is None)
    if last is not None:
        check_output(out, force=force, language=language_of(ctx), source=last)
    ctx.with_resource(ctrl_c_asks(stop, lambda: tell_at_once(say("finishing", language_of(ctx)))))

    from planner import pipeline  # noqa: PLC0415 (Pyomo takes a second to load)

    begin = time.perf_counter()
    checked = pipeline.read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    reading = time.perf_counter() - begin
    if not quiet:
        warnings = [f for f in checked.findings if f.severity is Severity.WARNING]
        for line in finding_lines(warnings, language):
            echo(line)
    progress = None if quiet or verbose or not sys.stderr.isatty() else Progress(language)
    ctx.obj["explain"] = explainer(
        checked,
        gap=gap,
        time_limit=time_limit,
        since=begin,
        seed=seed,
        disruptions=not no_disruptions,
        stop=stop,
        language=language,
        quiet=quiet,
    )
    room = None if memory is None else int(memory * GIGABYTE)
    effort: dict[str, Any] = {
        "gap": gap,
        "time_limit": time_limit,
        "memory": room,
        "threads": threads,
        "seed": seed,
        "disruptions": not no_disruptions,
        "progress": progress,
        "log": echo if verbose else None,
        "chosen": None if quiet else lambda choice: show_choice(choice, language, verbose=verbose),
        "stop": stop,
    }
    if last is not None:
        result = again(checked, last, change_worth, {**effort, "method": method, "jobs": jobs}, language)
    elif solution is None:
        result = pipeline.solve(checked, **effort, method=method, since=begin, jobs=jobs)
    else:
        result = second_opinion(checked, solution, language, quiet=quiet, effort=effort)
    if progress is not None:
        progress.clear()
    begin = time.perf_counter()
    try:
        listen(stop, listening=False)  # what comes beside the plan may be interrupted, the plan is kept
        if value is not False:
            result = with_every_onset(result, stop=stop, language=language, quiet=quiet, jobs=jobs)
        result = with_value(
            result,
            asked=value,
            gap=gap,
            time_limit=time_limit,
            threads=threads,
            seed=seed,
            memory=room,
            stop=stop,
            language=language,
            quiet=quiet,
            jobs=jobs,
        )
    except KeyboardInterrupt:
        echo(say("no value", language))
    finally:
        listen(stop)
    valuing = time.perf_counter() - begin
    begin = time.perf_counter()
    try:
        written = write_output(lambda: result.write(out, language, force=True), out, language)
    except CannotWrite:
        raise
    except Exception as error:  # whatever it is, the plan is not lost
        _end_with_tables(ctx, result, out, error)
    spent = {"read": reading, **result.seconds, "value": valuing, "write": time.perf_counter() - begin}
    if not quiet:
        _show(result.with_output(written), language)
        echo(say("next report", language, path=written))
        echo(say("confidential", language))
    if verbose:
        show_seconds(spent, language)
    end = {"exit_code": OK} if jobs.lost is None else ending(jobs, written, language, kept="best kept")
    if as_json:
        print_json({**end, **result.with_output(written).to_json(), "seconds": spent})
    ctx.exit(end["exit_code"])


def _show(result: Any, language: str) -> None:
    from rich.console import Console  # noqa: PLC0415

    from planner.reporting.summary.screen import screen  # noqa: PLC0415

    screen(result, language, Console(stderr=True))


for _command in (
    whatif,
    compare,
    share,
    explain,
    sensitivity,
    events,
    scenarios,
    stress,
    exposure,
    frontier,
    export,
    odds,
    shock,
    report,
    roll,
    replay,
):
    main.add_command(_command)

for _package, _level in (("pyomo", logging.ERROR), ("asyncio", logging.CRITICAL)):
    logging.getLogger(_package).setLevel(_level)  # what they warn of speaks of code, not of plans
