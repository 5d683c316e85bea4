"""Write the shipped replays: ``python -m planner.replays inputs/replays``."""

from __future__ import annotations

from pathlib import Path

import click

from planner.replays import REPLAYS, build


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    """Write every replay's plan, and what happened after it, into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in REPLAYS:
        replay = build(name)
        click.echo(replay.write_plan(folder / f"{name}.xlsx"))
        click.echo(replay.write_truth(folder / f"{name}-truth.xlsx"))


if __name__ == "__main__":
    main()
