"""``planner share``: a part of a result for somebody who must not see the rest."""

from __future__ import annotations

from pathlib import Path

import click

from planner.commands.console import (
    OK,
    check_output,
    force_option,
    json_option,
    language_of,
    language_option,
    quiet_option,
    write_output,
)
from planner.commands.events import split_list
from planner.commands.streams import echo, print_json
from planner.words import say


@click.command(short_help="A part of a result, to hand on.")
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Workbook to write.",
)
@click.option(
    "--with",
    "parts",
    metavar="PART,PART",
    default="summary,orders",
    show_default=True,
    help="What to leave in: summary, orders, costs, supplier:NAME (again for more).",
)
@json_option
@quiet_option
@language_option
@force_option
@click.pass_context
def share(
    ctx: click.Context,
    result: Path,
    output: Path,
    parts: str,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Write a copy of RESULT without inputs, prices, audit and facts of the run, to hand on.

    \b
    planner share plan-result.xlsx -o for-the-plant.xlsx
    planner share plan-result.xlsx -o for-acme.xlsx --with supplier:ACME
    """  # noqa: D301 (click's mark for lines to keep)
    ctx.obj |= {"json": as_json, "language": lang}
    check_output(output, force=force, language=language_of(ctx), source=result)

    from planner.api.share import CannotShare  # noqa: PLC0415
    from planner.api.share import share as part_of  # noqa: PLC0415

    try:
        answer = part_of(result, split_list(parts), language=lang)
    except CannotShare as error:
        language = language_of(ctx)
        key = "no such part near" if error.near else "no such part"
        told = say(key, language, part=error.part, near=error.near, known=", ".join(error.known))
        raise click.BadParameter(told, param_hint="--with") from error
    language = ctx.obj["language"] = lang or answer.language
    written = write_output(lambda: answer.write(output, language, force=True), output, language)
    if not quiet:
        for sheet, holds in answer.left_in(language):
            echo(f"  {sheet}: {holds}")
        echo(say("left out", language))
        echo(say("written", language, path=written))
    if as_json:
        print_json({"status": "ok", "exit_code": OK, **answer.to_json(), "output": str(written)})
