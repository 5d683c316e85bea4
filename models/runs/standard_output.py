"""Standard output is the program's own: what a library prints at the descriptor itself goes nowhere.

HiGHS 1.16 prints two lines there when the first solver of a process is made, before any option can be set
(docs/decisions/0019). Nothing is switched to and fro around calls, so threads and Ctrl-C change nothing.
"""

from __future__ import annotations

import io
import os
import signal
import sys

DESCRIPTOR = 1
"""Standard output, as C knows it."""


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


def begin_worker() -> None:
    """Prepare a process that works for another: Ctrl-C is heard there alone, and nothing is printed here."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lead_nowhere()
