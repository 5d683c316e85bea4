"""Standard output is the program's own: what a library prints at the descriptor itself goes nowhere.

HiGHS 1.16 prints two lines there when the first solver of a process is made, before any option can be set
(docs/decisions/0019). Nothing is switched to and fro around calls, so threads and Ctrl-C change nothing.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from typing import Any

DESCRIPTOR = 1
"""Standard output, as C knows it."""
STANDARD_ERROR = 2


def keep_standard_output() -> None:
    """Let Python print to a duplicate of standard output, and the descriptor itself lead nowhere.

    For a program of its own, before it prints: processes that it starts inherit a descriptor that leads
    nowhere. Where standard output is closed or something else than the descriptor (a test's), all stays.
    """
    plain = sys.stdout
    try:
        if plain is None or plain.fileno() != DESCRIPTOR:
            return
        plain.flush()
        own = os.dup(DESCRIPTOR)
    except (OSError, ValueError):  # closed, or no file
        return
    lead_nowhere()
    # A console of Windows is known by its descriptor here too.
    kept = io.TextIOWrapper(
        open(own, "wb"),  # noqa: SIM115, PTH123 (open as long as the program runs)
        encoding=plain.encoding,
        errors=plain.errors,
        line_buffering=getattr(plain, "line_buffering", False),
        write_through=getattr(plain, "write_through", False),
    )
    sys.stdout = sys.__stdout__ = kept  # type: ignore[misc]


def lead_nowhere() -> None:
    """Let the descriptor lead nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, DESCRIPTOR)
    os.close(nowhere)


class _Forgiving(io.RawIOBase):
    """A descriptor on which what cannot be written is lost: its terminal has gone, its disk is full.

    What is told to people must not end a run whose answer stands in a file.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._descriptor

    def isatty(self) -> bool:
        """Tell whether people sit before it."""
        try:
            return os.isatty(self._descriptor)
        except OSError:
            return False

    def writable(self) -> bool:
        """Say so."""
        return True

    def write(self, data: Any, /) -> int:
        """Write what can be written."""
        with contextlib.suppress(OSError):
            return os.write(self._descriptor, data)
        return len(data)


def forgive_standard_error() -> None:
    """Let nothing that is told on standard error be able to end the program."""
    plain = sys.stderr
    try:
        if plain is None or plain.fileno() != STANDARD_ERROR:
            return
        plain.flush()
    except (OSError, ValueError):
        pass
    sys.stderr = sys.__stderr__ = io.TextIOWrapper(  # type: ignore[misc]
        io.BufferedWriter(_Forgiving(STANDARD_ERROR)),
        encoding=plain.encoding,
        errors=plain.errors,
        line_buffering=True,
    )


def open_closed_descriptors() -> None:
    """Let descriptors that the program was started without lead nowhere: the next file would become one."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != descriptor:
                os.dup2(nowhere, descriptor)
                os.close(nowhere)
    if sys.stderr is None:
        sys.stderr = sys.__stderr__ = open(os.devnull, "w", encoding="utf-8")  # type: ignore[misc]  # noqa: SIM115, PTH123


def begin_worker() -> None:
    """Prepare a process that works for another: Ctrl-C is heard there alone, and nothing is printed here."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lead_nowhere()
    end_with_parent()


def end_with_parent() -> None:
    """End this process when the one that started it ends, however that ends: nobody waits for its answer."""
    from multiprocessing import parent_process  # noqa: PLC0415 (only workers have a parent)

    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()


def _outlive(sentinel: int) -> None:
    from multiprocessing.connection import wait  # noqa: PLC0415

    wait([sentinel])
    os._exit(1)
