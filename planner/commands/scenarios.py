"""``planner scenarios``: a copy of a plan with events of the library and/or sampled and reduced scenarios."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.console import (
    OK,
    CannotWrite,
    check_output,
    finding_lines,
    force_option,
    json_option,
    language_of,
    language_option,
    print_json,
    quiet_option,
    seed_option,
)
from planner.commands.events import split_list
from planner.words import say

if TYPE_CHECKING:
    from planner.risk.making import Made
    from planner.risk.plan_file import PlanFile


@click.command(short_help="A copy with more, sampled or fewer scenarios.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The new plan; PLAN itself is never changed.",
)
@click.option(
    "--add", "add", multiple=True, metavar="EVENT", help="Add an event of the library; may be repeated."
)
@click.option("--items", metavar="ID,ID", help="Which of your items the added events hit.")
@click.option(
    "--probability",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="P",
    help="Probability that each added event begins within the plan.",
)
@click.option(
    "--sample", type=click.IntRange(1, 1_000_000), metavar="N", help="Sample N futures from the events."
)
@seed_option("sampling")
@click.option(
    "--at-most-one",
    is_flag=True,
    help="Let at most one event happen (done anyway where probabilities add up to more than 1).",
)
@click.option(
    "--reduce",
    "count",
    type=click.IntRange(1),
    metavar="K",
    help="Keep the K scenarios that best stand for all of them.",
)
@click.option(
    "--optimum", is_flag=True, help="With --reduce: also solve with K/4, K/2 and K scenarios, and compare."
)
@json_option
@quiet_option
@language_option
@force_option
@click.pass_context
def scenarios(
    ctx: click.Context,
    plan: Path,
    output: Path,
    add: tuple[str, ...],
    items: str | None,
    probability: float | None,
    sample: int | None,
    seed: int,
    at_most_one: bool,
    count: int | None,
    optimum: bool,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Write a copy of PLAN with events of the library, sampled scenarios, or fewer of them.

    \b
    planner scenarios plan.xlsx -o a.xlsx --add D14a --items DY_OX,TB_OX
    planner scenarios a.xlsx -o b.xlsx --sample 2000 --seed 1 --reduce 50
    """  # noqa: D301 (click's mark for lines to keep)
    ctx.obj |= {"json": as_json, "language": lang}
    from planner.risk.making import CannotMake, make_scenarios  # noqa: PLC0415
    from planner.risk.plan_file import read_plan, write_plan  # noqa: PLC0415
    from planner.risk.words import tell  # noqa: PLC0415
    from planner.workbook.checks.every import check  # noqa: PLC0415
    from planner.workbook.events.scenarios import has_own_scenarios  # noqa: PLC0415
    from planner.workbook.messages.findings import InputErrors, Severity  # noqa: PLC0415
    from planner.workbook.present import as_json as findings_json  # noqa: PLC0415

    if not add and sample is None and count is None and not at_most_one:
        raise click.UsageError(tell("nothing asked", language_of(ctx)))
    for wrong, key in (
        (items and not add, "items without event"),
        (probability is not None and not add, "probability without event"),
        (optimum and count is None, "optimum without reduce"),
        (at_most_one and sample is not None, "one or sample"),
    ):
        if wrong:
            raise click.UsageError(tell(key, language_of(ctx)))
    check_output(output, force=force, language=language_of(ctx), source=plan)
    read = read_plan(plan, lang)
    language = ctx.obj["language"] = lang or read.tables.language
    told = _add(read, add, split_list(items), probability, language)
    try:
        made = make_scenarios(told[0], samples=sample, seed=seed, count=count, one_at_most=at_most_one)
    except CannotMake as error:
        raise click.UsageError(error.message(language)) from error
    found = check(made.tables)
    if any(finding.severity is Severity.ERROR for finding in found):
        raise InputErrors(found)
    how = [*told[1], *made.sentences(made.tables.language)]
    facts: dict[str, Any] = dict(made.facts)
    if optimum and count is not None:

        def smaller(size: int) -> Made:
            return make_scenarios(told[0], samples=sample, seed=seed, count=size, one_at_most=at_most_one)

        facts["optimum"], lines = _optimum(made, count, smaller, made.tables.language)
        how += lines
    comments = {**read.comments, **made.comments}
    try:
        written = write_plan(output, made.tables, comments, how, made.tables.language)
    except OSError as error:
        raise CannotWrite(
            say("cannot write", language, path=output, reason=error.strerror or error)
        ) from error
    lines = [tell("made", language, how=" ".join(how))]
    lines += finding_lines([f for f in found if f.severity is Severity.WARNING], language)
    if count is not None and not optimum:
        lines.append(tell("optimum hint", language))
    if add and sample is None and has_own_scenarios(told[0]):
        lines.append(tell("added beside scenarios", language))
    elif add and probability is None:
        lines.append(tell("added without probability", language))
    if written != output:
        lines.append(say("second name", language, path=output))
    lines += [say("written", language, path=written), say("next check", language, path=written)]
    if not quiet:
        click.echo("\n".join(lines), err=True)
    if as_json:
        print_json(
            {
                "status": "ok",
                "exit_code": OK,
                "added": [name.id for name in told[2]],
                **facts,
                "made": how,
                "findings": findings_json(found, language),
                "output": str(written),
            }
        )


def _add(
    read: PlanFile, add: Sequence[str], items: Sequence[str], probability: float | None, language: str
) -> tuple[Any, list[str], Sequence[Any]]:
    """Return the plan with the events asked for, how it is said, and the events."""
    from planner.risk.additions import CannotAdd, add_events, check_addition  # noqa: PLC0415
    from planner.risk.words import tell  # noqa: PLC0415

    if not add:
        return read.tables, [], ()
    try:
        addition = check_addition(read.tables, add, items, probability)
    except CannotAdd as error:
        raise click.BadParameter(error.message(language), param_hint="--add") from error
    names = "; ".join(f"{event.id} ({event.names[read.tables.language]})" for event in addition.events)
    told = [tell("made added", read.tables.language, events=names)]
    return add_events(read.tables, addition), told, addition.events


def _optimum(
    made: Made, count: int, smaller: Callable[[int], Made], language: str
) -> tuple[list[dict[str, object]], list[str]]:
    """Return how the optimum moves with the number of scenarios kept of the same ones."""
    from planner.cases import Task, solve_task  # noqa: PLC0415
    from planner.risk.making import sizes_of  # noqa: PLC0415
    from planner.risk.words import tell  # noqa: PLC0415

    rows: list[dict[str, object]] = []
    lines: list[str] = []
    for size in sizes_of(count):
        tables = made.tables if size == count else smaller(size).tables
        run = solve_task(Task(str(size), "", tables))
        if run.result is None:
            rows.append({"scenarios": size, "status": run.status})
            lines.append(tell("made optimum none", language, count=size, status=run.status))
            continue
        objective, gap = run.result.objective, run.result.gap
        rows.append({"scenarios": size, "status": run.status, "objective": objective, "gap": gap})
        facts = {"count": size, "objective": f"{objective:,.0f}", "gap": f"{gap:.2%}"}
        lines.append(tell("made optimum", language, **facts))
    return rows, lines
