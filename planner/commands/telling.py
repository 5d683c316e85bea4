"""What ``planner solve`` tells beside the answer: how it solves, how large that is, where the time went."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from planner.commands.streams import echo
from planner.words import say

if TYPE_CHECKING:
    from models.errors import TooLarge
    from models.formulation.choice import Choice

GIGABYTE = 1_000_000_000
ROOM = 0.8
"""Part of the scenarios that would just fit that is advised: the rest of the plan takes room too."""


def about(count: int) -> int:
    """Return a count with two digits that say something."""
    return int(float(f"{count:.2g}"))


def show_choice(choice: Choice, language: str, *, verbose: bool) -> None:
    """Print in one line how the plan will be solved and why; with ``verbose`` also how large it is."""
    method, why = say(f"method {choice.method}", language), say(f"why {choice.why}", language)
    size = choice.size
    facts = {"branches": size.branches, "columns": about(size.columns)}
    echo(say("method", language, method=method, why=why, **facts))
    if choice.alike:
        echo(say("alike", language, alike=choice.alike))
    if verbose:
        counts = {"rows": about(size.rows), "nonzeros": about(size.nonzeros), "columns": about(size.columns)}
        echo(say("estimate", language, memory=choice.memory / GIGABYTE, **counts))


def too_large_lines(error: TooLarge, language: str) -> list[str]:
    """Return what a plan would need that this machine has not, and what helps."""
    counts = {name: about(count) for name, count in error.size.items()}
    fewer = max(1, about(int(ROOM * error.size["scenarios"] * error.free / error.needed)))
    memory = {"needed": error.needed / GIGABYTE, "free": error.free / GIGABYTE}
    return [say("too large", language, **memory, **counts), say("smaller", language, fewer=fewer)]


def show_seconds(spent: Mapping[str, float], language: str) -> None:
    """Print the seconds of each phase."""
    comma = "、" if language == "ja" else ", "
    phases = comma.join(f"{say(f'seconds {phase}', language)} {took:.1f}" for phase, took in spent.items())
    echo(say("seconds", language, phases=phases, total=f"{sum(spent.values()):.1f}"))


def tell_at_once(text: str) -> None:
    """Print a line from a handler of Ctrl-C: past the streams, which it may have interrupted in mid-write."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    os.write(2, f"\n{text}\n".encode(encoding, errors="replace"))
