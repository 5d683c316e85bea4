"""What a command prints: sentences for people on stderr, one object for programs on stdout.

What is lost on stderr ends nothing: the answer stands in the workbook. What is lost on stdout was asked for.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import click

from planner.workbook.printable import in_one_line, printable


class CannotPrint(Exception):
    """Standard output cannot be written: it is closed, its disk is full, or its reader has gone."""


def echo(text: str) -> None:
    """Print a line for people, in what a terminal only shows."""
    with suppress(OSError, ValueError):  # full, or closed
        click.echo(printable(text), err=True)


def echo_over(text: str) -> None:
    """Print over the last line of a terminal; blank: take it away."""
    with suppress(OSError, ValueError):
        click.echo(f"\r{in_one_line(text):<78.78}" + ("" if text else "\r"), nl=False, err=True)


def print_json(answer: Mapping[str, Any]) -> None:
    """Print one object for programs to stdout.

    Raises
    ------
    CannotPrint
    """
    told = json.dumps(answer, ensure_ascii=False, allow_nan=False, default=str)
    if sys.stdout is None:
        raise CannotPrint("closed")
    try:
        # A file's name may be no UTF-8.
        click.echo(told.encode(errors="backslashreplace"))
    except (OSError, ValueError) as error:
        give_up_stdout()
        raise CannotPrint(getattr(error, "strerror", None) or str(error)) from error


def give_up_stdout() -> None:
    """Let standard output lead nowhere, so that Python does not try once more as it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
