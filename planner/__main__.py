"""``python -m planner``, and the command ``planner``: quiet where Ctrl-C comes while it is still loading."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""Exit code; the command line has it too, but that is not loaded yet."""


def main() -> None:
    """Load the command line and run it."""
    try:
        from models.runs.standard_output import keep_standard_output  # noqa: PLC0415

        keep_standard_output()
        from planner.cli import main as commands  # noqa: PLC0415 (what takes the time)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    commands()


if __name__ == "__main__":
    main()
