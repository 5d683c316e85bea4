"""What every benchmark needs: CPU seconds here and inside HiGHS, and what machine this is."""

from __future__ import annotations

import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import highspy

HERE = Path(__file__).parent


def cpu_seconds() -> float:
    """Return the CPU seconds of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_megabytes() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def workers() -> dict[str, float]:
    """Return the CPU seconds of the processes that have worked for this one, and the most that one held."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"cpu": used.ru_utime + used.ru_stime, "largest_mb": used.ru_maxrss / 1024}


@dataclass
class Watch:
    """CPU seconds by phase, and those of them spent inside HiGHS."""

    phases: dict[str, float] = field(default_factory=dict)
    inside: float = 0.0
    runs: int = 0

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count what is done within as one phase, less what HiGHS takes of it."""
        begin, inside = cpu_seconds(), self.inside
        yield
        spent = cpu_seconds() - begin - (self.inside - inside)
        self.phases[name] = self.phases.get(name, 0.0) + spent

    @contextmanager
    def on_highs(self) -> Iterator[None]:
        """Count the CPU seconds of every run of HiGHS; one thread each, so its own thread's are all."""
        plain = highspy.Highs.run

        def timed(highs: highspy.Highs, *args: Any) -> Any:
            begin = time.thread_time()
            answer = plain(highs, *args)
            self.inside += time.thread_time() - begin
            self.runs += 1
            return answer

        highspy.Highs.run = timed
        yield
        highspy.Highs.run = plain

    @property
    def outside(self) -> float:
        """CPU seconds of all phases outside HiGHS."""
        return sum(self.phases.values())


def machine() -> str:
    """Return processor, cores and the versions that count."""
    versions = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("highspy", "pyomo", "numpy", "scipy")
    )
    return f"{_processor()}, Python {platform.python_version()}, {versions}"


def _processor() -> str:
    import os  # noqa: PLC0415

    cpus = Path("/proc/cpuinfo")
    names = {
        line.split(":", 1)[1].strip()
        for line in (cpus.read_text().splitlines() if cpus.exists() else ())
        if line.startswith("model name")
    }
    return f"{os.cpu_count()} cores {', '.join(sorted(names)) or platform.machine()}"


def in_own_process(script: str, *arguments: object) -> dict[str, Any]:
    """Run a benchmark in a process of its own, which prints one JSON object as its last line."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=HERE.parent)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
