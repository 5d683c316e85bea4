"""``planner roll``: next month's plan, from a result."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from planner.commands.console import (
    OK,
    check_output,
    finding_lines,
    force_option,
    json_option,
    language_of,
    language_option,
    quiet_option,
    write_output,
)
from planner.commands.streams import echo, print_json
from planner.words import say


@click.command(short_help="Next month's plan, from a result.")
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The next plan; RESULT itself is never changed.",
)
@click.option("--to", metavar="MONTH", show_default="one month later", help="First month of the next plan.")
@click.option(
    "--happened",
    multiple=True,
    metavar="EVENT@MONTH",
    help="An event that began in the months gone; may be repeated.",
)
@click.option(
    "--actual",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="ACTUAL",
    help="Workbook of what was counted, ordered and learnt; planner template --actual writes an empty one.",
)
@click.option(
    "--extend/--same-end",
    default=False,
    show_default=True,
    help="Keep the number of months (the added ones as a year before, marked as assumed), or the end.",
)
@json_option
@quiet_option
@language_option
@force_option
@click.pass_context
def roll(
    ctx: click.Context,
    result: Path,
    output: Path,
    to: str | None,
    happened: tuple[str, ...],
    actual: Path | None,
    extend: bool,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Write the plan that is made next: what RESULT did until then becomes the past.

    \b
    planner roll plan-result.xlsx -o plan-2027-02.xlsx
    planner roll r.xlsx -o next.xlsx --to 2027-04 --happened BAN@2027-03
    """  # noqa: D301 (click's mark for lines to keep)
    ctx.obj |= {"json": as_json, "language": lang}
    check_output(output, force=force, language=language_of(ctx), source=result)
    if actual is not None:
        check_output(output, force=force, language=language_of(ctx), source=actual)

    from planner.api.roll import roll as next_plan  # noqa: PLC0415
    from planner.rolling import CannotRoll  # noqa: PLC0415
    from planner.rolling.words import tell  # noqa: PLC0415
    from planner.workbook.messages.findings import Severity  # noqa: PLC0415
    from planner.workbook.schema.sheets import SHEETS  # noqa: PLC0415
    from planner.workbook.schema.wording import sheet_title  # noqa: PLC0415

    try:
        answer = next_plan(result, to=to, happened=happened, actual=actual, extend=extend, language=lang)
    except CannotRoll as error:
        raise click.UsageError(error.message(language_of(ctx))) from error
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--to") from error
    language = ctx.obj["language"] = lang or answer.language
    written = write_output(lambda: answer.write(output, language, force=True), output, language)
    if not quiet:
        tables, rolled = answer.plan.tables, answer.rolled
        facts = {"start": tables.start, "months": tables.months, "changes": len(rolled.changes)}
        lines = [tell("screen rolled", language, gone=rolled.months, **facts)]
        for sheet, count in Counter(change.sheet for change in rolled.changes).items():
            title = sheet_title(SHEETS[sheet], language)
            lines.append(tell("screen by sheet", language, sheet=title, count=count))
        lines.append(tell("screen unkept", language))
        lines += [f"  {sentence}" for sentence in answer.not_kept(language)]
        told = [one for one in answer.plan.findings if one.severity is not Severity.NOTE]
        lines += finding_lines(told, language)
        lines.append(say("written", language, path=written))
        lines.append(tell("screen next", language, path=written, result=result))
        echo("\n".join(lines))
    if as_json:
        print_json({"status": "ok", "exit_code": OK, **answer.to_json(), "output": str(written)})
