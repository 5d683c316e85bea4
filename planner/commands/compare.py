"""``planner compare``: what differs between result workbooks, going in and coming out."""

from __future__ import annotations

from pathlib import Path

import click

from planner.commands.console import (
    OK,
    check_output,
    language_of,
    output_options,
    write_output,
)
from planner.commands.streams import print_json


@click.command(short_help="What differs between results, going in and coming out.")
@click.argument(
    "results", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="A.xlsx B.xlsx …"
)
@click.option("--all", "everything", is_flag=True, help="Also what does not differ.")
@output_options("outputs/<first>-compare.xlsx")
@click.pass_context
def compare(
    ctx: click.Context,
    results: tuple[Path, ...],
    output: Path | None,
    everything: bool,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Compare result workbooks with the first one: inputs, decisions, figures."""
    ctx.obj |= {"json": as_json, "language": lang}
    if len(results) < 2:
        raise click.UsageError("Give at least two result workbooks.")
    out = output or Path("outputs") / f"{results[0].stem}-compare.xlsx"
    for path in results:
        check_output(out, force=force, language=language_of(ctx), source=path, make_folder=output is None)

    from planner.api.compare import compare as side_by_side  # noqa: PLC0415

    answer = side_by_side(results, everything=everything, language=lang)
    language = ctx.obj["language"] = lang or answer.language
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        from planner.reporting.comparison.screen import show_comparison  # noqa: PLC0415

        show_comparison(answer.comparison, language, written, details=True)
    if as_json:
        print_json({"status": "ok", "exit_code": OK, "output": str(written), **answer.to_json()})
