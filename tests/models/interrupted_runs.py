"""A program of many runs, to be interrupted: says when the first is done, and in the end what it has."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext

from models.runs.cluster import local_cluster
from models.runs.run import Processes, run_all
from models.runs.stopping import end_like_ctrl_c


def later(task: int) -> int:
    """Take a moment; all but the first take longer than anyone waits."""
    time.sleep(0.1 if task == 0 else 600.0)
    return task


def tell(what: str) -> None:
    """Say something at once."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    end_like_ctrl_c()
    asked = sys.argv[1]
    runner = local_cluster(2) if asked == "dask" else Processes(2)
    with runner if asked != "once" else nullcontext():
        found = run_all(later, [0, 1, 2], runner, done=lambda *_: tell("begun"))
    tell(str(found))
