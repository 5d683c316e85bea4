"""``planner export``: the model of a plan as a file for another solver."""

from __future__ import annotations

from pathlib import Path

import click

from planner.commands.console import (
    FiniteRange,
    check_output_file,
    force_option,
    json_option,
    language_of,
    language_option,
    quiet_option,
    show_warnings,
    write_output,
)
from planner.commands.streams import echo, print_json
from planner.words import say

GIGABYTE = 1_000_000_000


@click.command(short_help="The model, for another solver.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    show_default="outputs/<plan>.mps",
    help="File to write; .mps, .mps.gz or .lp says what.",
)
@click.option("--no-disruptions", is_flag=True, help="As if nothing new could happen.")
@click.option(
    "--memory",
    type=FiniteRange(0, min_open=True),
    metavar="GB",
    show_default="what is free",
    help="Memory the model may take.",
)
@json_option
@quiet_option
@language_option
@force_option
@click.pass_context
def export(
    ctx: click.Context,
    plan: Path,
    output: Path | None,
    no_disruptions: bool,
    memory: float | None,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Write the whole model of PLAN for another solver, and beside it a table of what its names stand for.

    \b
    planner export plan.xlsx -o plan.mps
    planner solve plan.xlsx --solution plan.sol

    The second command takes back what the other solver found (HiGHS, SCIP, Gurobi, COPT or CBC), checks it
    and writes the result.
    """  # noqa: D301
    ctx.obj |= {"json": as_json, "language": lang}
    out = output or Path("outputs") / f"{plan.stem}.mps"

    from planner.exchange import FORMATS, format_of, names_path  # noqa: PLC0415
    from planner.exchange import export as told_to_others  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415

    language = language_of(ctx)
    try:
        format_of(out)
    except ValueError:
        endings = ", ".join(FORMATS)
        raise click.BadParameter(say("not a model", language, path=out, endings=endings)) from None
    for path in (out, names_path(out)):
        check_output_file(path, force=force, language=language, source=plan, make_folder=output is None)

    checked = read(plan, lang)
    language = ctx.obj["language"] = lang or checked.tables.language
    if not quiet:
        show_warnings(checked.findings, language)
    room = None if memory is None else int(memory * GIGABYTE)
    told = told_to_others(checked, memory=room, disruptions=not no_disruptions)
    model = write_output(lambda: told.write(out, force=True)[0], out, language)
    names = names_path(model)
    if not quiet:
        echo(say("exported", language, path=model, names=names, **told.size))
    if as_json:
        written = {"output": str(model), "names": str(names)}
        print_json({"status": "ok", "exit_code": 0, **told.size, **written})
