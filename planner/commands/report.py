"""``planner report``: a result as a page for a meeting or for approval, on the screen and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from planner.commands.console import (
    CANNOT_WRITE,
    OK,
    check_output_file,
    force_option,
    json_option,
    language_of,
    language_option,
    quiet_option,
    triangle_option,
    write_output,
)
from planner.commands.streams import print_json
from planner.words import say


@click.command(short_help="The result as a page to open and to print.")
@click.argument("result", type=click.Path(path_type=Path), metavar="RESULT.xlsx")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    show_default="outputs/<result>-report.html",
    help="File to write.",
)
@click.option(
    "--for",
    "kind",
    type=click.Choice(["meeting", "approval", "full"]),
    metavar="KIND",
    default="meeting",
    show_default=True,
    help="meeting: two pages of A4; approval: the form, four at most; full: everything.",
)
@click.option(
    "--last",
    type=click.Path(path_type=Path),
    metavar="LAST.xlsx",
    help="The result in force: say what has changed since.",
)
@click.option(
    "--compare",
    "compared",
    type=click.Path(path_type=Path),
    metavar="CASES.xlsx",
    help="What planner whatif or compare wrote: the alternatives that were looked at.",
)
@click.option("--pdf", is_flag=True, help="Print it too, beside it; needs Chromium or Google Chrome.")
@triangle_option
@json_option
@quiet_option
@language_option
@force_option
@click.pass_context
def report(
    ctx: click.Context,
    result: Path,
    output: Path | None,
    kind: str,
    last: Path | None,
    compared: Path | None,
    pdf: bool,
    as_json: bool,
    quiet: bool,
    lang: str | None,
    force: bool,
) -> None:
    """Write the result as one page of HTML that opens without a network and prints on A4.

    \b
    planner report outputs/plan-result.xlsx
    planner report plan-result.xlsx --for approval --last last-result.xlsx --pdf
    """  # noqa: D301
    ctx.obj |= {"json": as_json, "language": lang}
    language = language_of(ctx)
    out = output or Path("outputs") / f"{result.stem}-report.html"
    if out.suffix.lower() not in (".html", ".htm"):
        raise click.BadParameter(say("not html", language, path=out))
    for source in (result, last, compared):
        check_output_file(out, force=force, language=language, source=source, make_folder=output is None)

    from planner.printing import NotPrinted, browser  # noqa: PLC0415

    program, printed = browser() if pdf else None, out.with_suffix(".pdf")
    if pdf:
        if program is None:
            raise click.UsageError(say("no browser", language))
        check_output_file(printed, force=force, language=language)

    from planner.api.report import report as page_of  # noqa: PLC0415

    answer = page_of(result, kind, last=last, compare_with=compared, language=lang)
    language = ctx.obj["language"] = lang or answer.language
    written = write_output(lambda: answer.write(out, language, force=True), out, language)
    if not quiet:
        click.echo(say("written", language, path=written), err=True)
    end: dict[str, Any] = {"status": "ok", "exit_code": OK, "output": str(written)}
    if program is not None:
        try:
            printed = write_output(lambda: answer.print(written, printed, program), printed, language)
            end["pdf"] = str(printed)
            if not quiet:
                click.echo(say("printed", language, path=printed), err=True)
        except NotPrinted as error:
            told = say("browser failed", language, browser=program, reason=error, path=written)
            click.echo(told, err=True)
            end |= {"status": "cannot_write", "exit_code": CANNOT_WRITE, "message": told}
    if as_json:
        print_json({**end, **answer.to_json()})
    ctx.exit(end["exit_code"])
