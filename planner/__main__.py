"""``python -m planner``, and the command ``planner``: quiet where Ctrl-C comes while it is still loading."""

from __future__ import annotations

import os
import sys

INTERRUPTED, CANNOT_WRITE = 130, 6
"""Exit codes; the command line has them too, but that is not loaded yet."""


def main() -> None:
    """Load the command line and run it."""
    # The process that minds semaphores tells of them, with a path of ours, where this one was killed.
    sys.warnoptions.append("ignore:resource_tracker:UserWarning")
    try:
        from models.runs.standard_output import (  # noqa: PLC0415
            forgive_standard_error,
            keep_standard_output,
            open_closed_descriptors,
        )
        from models.runs.stopping import end_like_ctrl_c, hear_what_is_swallowed  # noqa: PLC0415

        open_closed_descriptors()
        end_like_ctrl_c()
        hear_what_is_swallowed()
        keep_standard_output()
        forgive_standard_error()
        from planner.cli import main as commands  # noqa: PLC0415 (what takes the time)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    try:
        commands()
    except SystemExit as end:
        if end.code == INTERRUPTED and "distributed" in sys.modules:
            # What Dask has left of a cluster given up would be told as tracebacks while Python ends; the
            # workers end with this process.
            sys.stderr.flush()
            os._exit(INTERRUPTED)
        raise
    except OSError as error:  # the help could not be printed
        from planner.commands.streams import give_up_stdout  # noqa: PLC0415

        give_up_stdout()
        sys.stderr.write(f"{error.strerror or error}\n")
        sys.exit(CANNOT_WRITE)


if __name__ == "__main__":
    main()
