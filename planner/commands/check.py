"""``planner check``: everything that is wrong with a workbook, by sheet and cell."""

from __future__ import annotations

from pathlib import Path

import click

from planner.commands.console import (
    OK,
    finding_lines,
    json_option,
    language_of,
    language_option,
    quiet_option,
)
from planner.commands.endings import end_with_findings
from planner.commands.streams import echo, print_json
from planner.words import say
from planner.workbook.messages.findings import Severity
from planner.workbook.present import as_json as findings_json


@click.command(short_help="Everything that is wrong with it, by sheet and cell.")
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
        end_with_findings(ctx, findings)
    warnings, notes = answer.count(Severity.WARNING), answer.count(Severity.NOTE)
    told = say("checked", language, warnings=warnings, notes=notes)
    for line in () if quiet else (*finding_lines(findings, language), told):
        echo(line)
    if as_json:
        print_json({"status": "ok", "exit_code": OK, "findings": findings_json(findings, language)})
