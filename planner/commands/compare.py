"""``planner compare``: what differs between result workbooks, going in and coming out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.commands.console import (
    OK,
    check_output,
    language_of,
    output_options,
    write_output,
)
from planner.commands.streams import echo, print_json

if TYPE_CHECKING:
    from planner.api.compare import Compared

SHOWN = 8
"""Decisions that moved which are told one by one."""
SHOWN_MONEY = 0.5
"""Steps of less are told in the workbook only."""


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
        for line in bridge_lines(answer, language):
            echo(line)
    if as_json:
        print_json({"status": "ok", "exit_code": OK, "output": str(written), **answer.to_json()})


def bridge_lines(answer: Compared, language: str) -> list[str]:
    """Return why the cost is another than last month's, step by step."""
    from planner.reporting.layout.scale import money_resolution  # noqa: PLC0415
    from planner.reporting.words.months import say  # noqa: PLC0415
    from planner.reporting.words.phrases import Speech, quantity  # noqa: PLC0415

    if not answer.steps:
        return []
    largest = max(abs(row.amount) for row in answer.steps)
    speech = Speech(language, answer.comparison.currency, money_resolution(largest))
    lines = [say("title", language, scale=answer.comparison.currency)]
    for row in answer.steps:
        if row.stands or abs(row.amount) >= SHOWN_MONEY:
            amount = speech.money(row.amount, signed=not row.stands)
            line = say("bridge line", language, step=say(row.key, language), amount=amount)
            lines.append(line + (say("bridge moved", language, moved=row.moved) if row.moved else ""))
    lines.append(say("orders", language, count=len(answer.moved)))
    for one in sorted(answer.moved, key=lambda one: -(one.worth or 0.0))[:SHOWN]:
        month = "" if one.month is None else f" {one.month:%Y-%m}"
        worth = "" if one.worth is None else say("moved worth", language, worth=speech.money(one.worth))
        what = f"{say(f'kind {one.kind}', language)} {one.name}{month}"
        lines.append(f"  {what}: {quantity(one.before)} → {quantity(one.after)}{worth}")
    return lines
