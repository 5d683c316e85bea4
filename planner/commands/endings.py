"""How a command ends that did not do what was asked: its words, its exit code, its JSON."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.console import (
    CLUSTER,
    INPUT_ERRORS,
    INTERRUPTED,
    NO_PLAN,
    OUR_BUG,
    STOPPED,
    CannotWrite,
    cluster_lines,
    finding_lines,
    language_of,
    write_output,
)
from planner.commands.no_plan import no_plan_lines
from planner.commands.second_opinion import no_opinion_lines
from planner.commands.streams import CannotPrint, echo, print_json
from planner.commands.telling import too_large_lines
from planner.words import say
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.present import as_json as findings_json

if TYPE_CHECKING:
    from planner.reporting import PlanResult


def end_with_findings(ctx: click.Context, findings: Sequence[Finding]) -> None:
    """End with what is wrong with a workbook."""
    language = language_of(ctx)
    wrong = [f for f in findings if f.severity is Severity.ERROR]
    shown = wrong if ctx.obj.get("quiet") else findings
    lines = [*finding_lines(shown, language), say("not solved", language, errors=len(wrong))]
    end(ctx, INPUT_ERRORS, "input_errors", lines, findings=findings_json(findings, language))


def _reason(error: Exception) -> str:
    """Return what is to be reported of an error of ours, in one line."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(at.filename).name}:{at.lineno})"


def written_at_least_as_tables(ctx: click.Context, result: PlanResult, out: Path) -> Path:
    """Write the workbook of a plan and return its path; where a page fails, end with its tables alone.

    Raises
    ------
    CannotWrite
    """
    language = language_of(ctx)
    try:
        return write_output(lambda: result.write(out, language, force=True), out, language)
    except CannotWrite:
        raise
    except Exception as error:  # whatever it is, the plan is not lost
        if ctx.obj.get("verbose"):
            echo(traceback.format_exc())
        reason = _reason(error)
    try:
        tables = result.write(out, language, force=True, pages=False)
    except OSError as worse:
        raise CannotWrite(say("cannot write", language, path=out, reason=worse.strerror or worse)) from worse
    lines = [say("page failed", language, path=tables, reason=reason)]
    end(ctx, OUR_BUG, "page_failed", lines, output=str(tables))
    return tables


def end_with_error(ctx: click.Context, error: Exception) -> None:
    """End with what an error means to people; one that nobody has foreseen is our bug."""
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
            end(ctx, NO_PLAN, "infeasible", lines, **no_plan_facts(error.clash, found))
        case NotASolution() | NotThisPlan():
            lines = no_opinion_lines(error, ctx.obj.get("solution"), language)
            end(ctx, INPUT_ERRORS, "not_a_solution", lines)
        case Unbounded():
            end(ctx, NO_PLAN, "unbounded", [say("unbounded", language)], clash=[])
        case TooLarge():
            facts = {"estimate": {**error.size, "memory": error.needed}, "memory_free": error.free}
            end(ctx, STOPPED, "too_large", too_large_lines(error, language), **facts)
        case StoppedWithoutPlan() if ctx.obj.get("stop") is not None and ctx.obj["stop"].is_set():
            end_interrupted(ctx)
        case StoppedWithoutPlan():
            end(ctx, STOPPED, "stopped_without_plan", [say("stopped", language)])
        case AuditFailed():
            lines = [say("audit failed", language), *(f"  {v}" for v in error.violations[:10])]
            end(ctx, OUR_BUG, "audit_failed", lines)
        case ClusterLost():
            kept = "nothing kept" if error.count else "nothing found"
            lines = [*cluster_lines(error, language), say(kept, language)]
            end(ctx, CLUSTER, "cluster_lost", lines)
        case ClusterError():
            end(ctx, CLUSTER, "cluster_unusable", cluster_lines(error, language))
        case Unconfirmed():
            lines = [say("unconfirmed", language, solver=error.solver), *(f"  {d}" for d in error.doubts)]
            end(ctx, OUR_BUG, "unconfirmed", lines)
        case PlanError():
            end(ctx, OUR_BUG, "failed", [say("failed", language, reason=error)])
        case _:
            if ctx.obj.get("verbose"):
                echo(traceback.format_exc())
            reason = _reason(error)
            more = [say("bug more", language)] if ctx.obj.get("verbose") is False else []
            key = "bug after" if ctx.obj.get("written") else "bug"
            end(ctx, OUR_BUG, "failed", [say(key, language, reason=reason), *more])


def _explained(ctx: click.Context, error: Any) -> Any:
    """Return the ways out; whatever goes wrong in looking for them, that there is no plan is still said."""
    explain = ctx.obj.get("explain")
    try:
        return None if explain is None else explain(error)
    except (Exception, KeyboardInterrupt):
        if ctx.obj.get("verbose"):
            echo(traceback.format_exc())
        return None


def end_interrupted(ctx: click.Context) -> None:
    """End after Ctrl-C, and say what stands."""
    key = "interrupted after" if ctx.obj.get("written") else "interrupted"
    end(ctx, INTERRUPTED, "interrupted", [say(key, language_of(ctx))])


def end(ctx: click.Context, code: int, status: str, lines: Sequence[str], **facts: Any) -> None:
    """End with these lines and this exit code; with ``--json`` as one object, with the facts."""
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
