"""``planner compare``: what differs between result workbooks, going in and coming out."""

from __future__ import annotations

from pathlib import Path

import click

from planner.commands.console import (
    OK,
    check_output,
    language_of,
    output_options,
    print_json,
    write_output,
)


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

    from planner.comparing import Entry  # noqa: PLC0415
    from planner.comparing import compare as side_by_side  # noqa: PLC0415
    from planner.reporting.comparison.book import write_comparison  # noqa: PLC0415
    from planner.reporting.comparison.tables import (  # noqa: PLC0415
        decision_table,
        figure_table,
        input_table,
        unlike_table,
    )
    from planner.result_file import read_result  # noqa: PLC0415

    found = [read_result(path, lang) for path in results]
    language = ctx.obj["language"] = lang or found[0].inputs.language
    entries = [
        Entry(name, result.inputs, result, result.status)
        for name, result in zip(_names(results), found, strict=True)
    ]
    comparison = side_by_side(
        entries, all_inputs=everything, all_decisions=everything, all_figures=everything
    )
    facts = {
        f"{name}_{fact}": value
        for name, result in zip(_names(results), found, strict=True)
        for fact, value in (
            ("file", result.run.get("input")),
            ("input_sha256", result.run.get("input_sha256")),
        )
    }
    written = write_output(
        lambda: write_comparison(comparison, out, language, title="cases_title_files", facts=facts),
        out,
        language,
    )
    if not quiet:
        from planner.reporting.comparison.screen import show_comparison  # noqa: PLC0415

        show_comparison(comparison, language, written, details=True)
    if as_json:
        plans = {name: result.to_json() for name, result in zip(_names(results), found, strict=True)}
        told = {
            "unlike": _objects(*unlike_table(comparison)),
            "inputs": _objects(*input_table(comparison)),
            "decisions": _objects(*decision_table(comparison)),
            "figures": _objects(*figure_table(comparison)),
        }
        print_json({"status": "ok", "exit_code": OK, "output": str(written), "plans": plans, **told})


def _names(paths: tuple[Path, ...]) -> list[str]:
    """Return a name for each file: its stem, with its folder or a number where two are alike."""
    stems = [path.stem for path in paths]
    named = [
        f"{path.parent.name}/{path.stem}" if stems.count(path.stem) > 1 and path.parent.name else path.stem
        for path in paths
    ]
    return [name if named.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(named, 1)]


def _objects(columns: object, rows: object) -> list[dict[str, object]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]  # type: ignore[attr-defined, call-overload]
