"""What a run may take: the least of what the machine, its control groups and the process's limits leave."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from models.runs.memory import available_memory

ROOT = Path(__file__).parents[2]
GIGABYTE = 1 << 30


def machine(root: Path, files: Mapping[str, str]) -> Path:
    """Return a machine that says these things of itself."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii")
    return root


FREE = {"proc/meminfo": f"MemTotal: {16 << 20} kB\nMemAvailable:   {8 << 20} kB\n"}


def test_the_machine_says_what_is_free(tmp_path: Path) -> None:
    assert available_memory(machine(tmp_path, FREE)) == 8 * GIGABYTE


@pytest.mark.parametrize("limit", ["max", str((1 << 63) - 4096)])
def test_a_group_without_a_limit_takes_nothing_away(tmp_path: Path, limit: str) -> None:
    group = {"sys/fs/cgroup/memory.max": limit, "sys/fs/cgroup/memory.current": "5"}
    found = available_memory(machine(tmp_path, {**FREE, **group, "proc/self/cgroup": "0::/\n"}))
    assert found == 8 * GIGABYTE


def test_a_group_leaves_its_limit_less_what_it_cannot_give_up(tmp_path: Path) -> None:
    """3 GB of 4 in use, 2 of them files that can be read again: 3 left; the tighter parent leaves 1."""
    group = {
        "proc/self/cgroup": "0::/jobs/mine\n",
        "sys/fs/cgroup/jobs/mine/memory.max": str(4 * GIGABYTE),
        "sys/fs/cgroup/jobs/mine/memory.current": str(3 * GIGABYTE),
        "sys/fs/cgroup/jobs/mine/memory.stat": f"anon 1\ninactive_file {2 * GIGABYTE}\n",
    }
    assert available_memory(machine(tmp_path, FREE | group)) == 3 * GIGABYTE
    parent = {
        "sys/fs/cgroup/jobs/memory.max": str(6 * GIGABYTE),
        "sys/fs/cgroup/jobs/memory.current": str(5 * GIGABYTE),
    }
    assert available_memory(machine(tmp_path, FREE | group | parent)) == GIGABYTE


def test_the_older_groups_count_too(tmp_path: Path) -> None:
    """Version 1, seen from inside a container: the group's own path is not there, its root is."""
    group = {
        "proc/self/cgroup": "5:cpu:/x\n4:memory:/docker/abc\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": str(2 * GIGABYTE),
        "sys/fs/cgroup/memory/memory.usage_in_bytes": str(GIGABYTE),
    }
    assert available_memory(machine(tmp_path, FREE | group)) == GIGABYTE


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_the_limit_of_the_process_counts() -> None:
    """A process of 4 GB of addresses at most is not told the whole machine."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 32, 1 << 32));"
        "from models.runs.memory import available_memory; print(available_memory())"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert 0 < int(found.stdout) < 1 << 32


def test_this_machine_has_some() -> None:
    found = available_memory()
    assert found is None or found > 0
