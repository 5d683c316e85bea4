"""A Dask scheduler and workers on the loopback, each a process of its own that tests may kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = (ROOT, ROOT / "tests", ROOT / "tests" / "models")
"""Where workers find what the tests run."""
PATIENCE = 120.0
"""Seconds that starting or ending may take on a machine with much else to do."""


@dataclass
class Machines:
    """A scheduler and workers, each a process of its own."""

    folder: Path
    options: tuple[str, ...] = ()
    """Further options of scheduler and workers."""
    scheduler: subprocess.Popen[bytes] = field(init=False)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        told = self.folder / "scheduler.json"
        self.scheduler = self._start(
            *("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
            *("--scheduler-file", str(told), *self.options),
        )
        deadline = time.monotonic() + PATIENCE
        while not told.exists() or not told.read_text():
            assert time.monotonic() < deadline, "the scheduler does not start"
            time.sleep(0.1)
        self.address: str = json.loads(told.read_text())["address"]

    def add_worker(self, *before: Path) -> None:
        """Start a worker, with folders in which it looks for packages first."""
        self.workers.append(
            self._start(
                "worker",
                self.address,
                *("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"),
                *("--local-directory", str(self.folder), *self.options),
                before=before,
            )
        )

    def _start(self, *command: str, before: tuple[Path, ...] = ()) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join(map(str, (*before, *FOLDERS)))
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            env={**os.environ, "PYTHONPATH": paths},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end(self) -> None:
        """Kill whatever still runs."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
