"""``planner template``: an empty workbook to fill in, or a filled example."""

from __future__ import annotations

from pathlib import Path

import click

from planner.commands.console import (
    LANGUAGES,
    check_output,
    force_option,
    write_output,
)
from planner.commands.streams import echo
from planner.words import say


@click.command(short_help="An empty workbook to fill in, or a filled example.")
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
