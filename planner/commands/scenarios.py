"""``planner scenarios``: a copy of a plan with events of the library and/or sampled and reduced scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from planner.commands.console import (
    OK,
    FiniteRange,
    check_output,
    finding_lines,
    force_option,
    json_option,
    language_of,
    language_option,
    quiet_option,
    seed_option,
    write_output,
)
from planner.commands.events import split_list
from planner.commands.streams import echo, print_json
from planner.words import say


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
    type=FiniteRange(0, 1, min_open=True),
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
    "--any-event", is_flag=True, help="With --reduce: an event may be lost with all of its scenarios."
)
@click.option(
    "--optimum",
    is_flag=True,
    help="With --reduce: also solve with K/4, K/2, K and (up to 200) all scenarios, and compare.",
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
    any_event: bool,
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
    from planner.api.scenarios import refuse_together  # noqa: PLC0415
    from planner.api.scenarios import scenarios as make_scenarios  # noqa: PLC0415
    from planner.risk.additions import CannotAdd  # noqa: PLC0415
    from planner.risk.making import CannotMake  # noqa: PLC0415
    from planner.risk.words import tell  # noqa: PLC0415
    from planner.workbook.messages.findings import Severity  # noqa: PLC0415

    asked: dict[str, Any] = {
        "add": add,
        "items": split_list(items),
        "probability": probability,
        "sample": sample,
        "at_most_one": at_most_one,
        "reduce": count,
        "optimum": optimum,
    }
    try:
        refuse_together(**asked)
        check_output(output, force=force, language=language_of(ctx), source=plan)
        answer = make_scenarios(plan, **asked, every_event=not any_event, seed=seed, language=lang)
    except CannotMake as error:
        raise click.UsageError(error.message(language_of(ctx))) from error
    except CannotAdd as error:
        raise click.BadParameter(error.message(language_of(ctx)), param_hint="--add") from error
    language = ctx.obj["language"] = lang or answer.language
    written = write_output(lambda: answer.write(output, force=True), output, language)
    if not quiet:
        warnings = [f for f in answer.plan.findings if f.severity is Severity.WARNING]
        lines = [tell("made", language, how=" ".join(answer.made)), *answer.lost]
        lines += finding_lines(warnings, language)
        if count is not None and not optimum:
            lines.append(tell("optimum hint", language))
        if add and sample is None and answer.had_scenarios:
            lines.append(tell("added beside scenarios", language))
        elif add and probability is None:
            lines.append(tell("added without probability", language))
        lines += [say("written", language, path=written), say("next check", language, path=written)]
        echo("\n".join(lines))
    if as_json:
        print_json({"status": "ok", "exit_code": OK, **answer.to_json(), "output": str(written)})
