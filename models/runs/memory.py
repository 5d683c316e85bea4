"""How much memory a run may use: what the machine has free, within the limits set for the process.

Read with the standard library alone. Every source may be missing; the smallest that answers counts.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

NO_LIMIT = 1 << 60
"""Control groups write "none" as a number near 2**63."""


def available_memory(root: Path = Path("/")) -> int | None:
    """Return how much memory this process may still take [bytes]; ``None`` where nothing tells.

    Parameters
    ----------
    root : Path
        Where ``proc`` and ``sys`` are found (for tests).
    """
    found = [
        value for value in (_of_machine(root), *_of_groups(root), _of_process(root)) if value is not None
    ]
    return max(0, min(found)) if found else None


def _of_machine(root: Path) -> int | None:
    """What the machine has free, caches that it can give up included."""
    for line in _text(root / "proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        return _of_windows()
    try:
        # No count of what is free here (macOS): half of what there is.
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, ValueError, OSError):
        return None


def _of_groups(root: Path) -> Iterator[int]:
    """What the control groups of the process leave (containers, batch systems), versions 2 and 1."""
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        own = path.strip("/")
        if not controllers:
            mount, names = root / "sys/fs/cgroup", ("memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            mount = root / "sys/fs/cgroup/memory"
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        # In a container the group's own path may not be there; then its root is what it sees.
        folders = {mount / own, *(mount / part for part in Path(own).parents)}
        for folder in folders:
            limit, used = (_text(folder / name).strip() for name in names[:2])
            if limit.isdigit() and int(limit) < NO_LIMIT and used.isdigit():
                yield int(limit) - int(used) + _cached(folder, names[2])


def _cached(folder: Path, name: str) -> int:
    """Return what a group holds of files that can be read again."""
    for line in _text(folder / "memory.stat").splitlines():
        key, _, value = line.partition(" ")
        if key == name and value.isdigit():
            return int(value)
    return 0


def _of_process(root: Path) -> int | None:
    """What the limit on the process's own address space leaves (``ulimit -v``)."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 (not on Windows)

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    pages = _text(root / "proc/self/statm").split()
    if limit == resource.RLIM_INFINITY or not pages:
        return None
    return limit - int(pages[0]) * resource.getpagesize()


class _MemoryStatus(ctypes.Structure):
    """``MEMORYSTATUSEX`` of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        *(
            (name, ctypes.c_ulonglong)
            for name in ("total", "available", "page", "page_left", "space", "space_left", "extended")
        ),
    )


def _of_windows() -> int | None:
    status = _MemoryStatus()
    status.length = ctypes.sizeof(status)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 (not there for the type checker elsewhere)
    if not kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return int(status.available)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
