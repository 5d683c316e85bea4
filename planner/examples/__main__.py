"""Write the shipped example workbooks: ``python -m planner.examples inputs/``."""

from __future__ import annotations

from pathlib import Path

import click

from planner.examples import EXAMPLES, build
from planner.examples.provenance import with_provenance
from planner.examples.write import write_example


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.option("--lang", type=click.Choice(["en", "ja"]), default="en", help="Language of sheets and labels.")
@click.option(
    "--docs",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Document whose list of sources and inventions is made anew.",
)
def main(folder: Path | None, lang: str, docs: Path | None) -> None:
    """Write every example workbook into FOLDER."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in EXAMPLES:
            click.echo(write_example(name, folder / f"{name}.xlsx", lang))
    if docs is not None:
        text = with_provenance(docs.read_text(encoding="utf-8"), (build(name) for name in EXAMPLES))
        docs.write_text(text, encoding="utf-8")
        click.echo(docs)


if __name__ == "__main__":
    main()
