"""Runs the planner with Ctrl-C in one of its phases: ``python interrupting.py PHASE TIMES solve PLAN …``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

PLACES = {
    "reading": ("planner.workbook.reading.reader", "read_grids"),
    "assembling": ("planner.pipeline", "assemble"),
    "building": ("models.solving.solve", "build_array_model"),
    "searching": ("models.solving.openings", "solve_arrays"),
    "final LP": ("models.solving.solve", "determine_idle_paths"),
    "final LP of parts": ("models.decomposition.rejoin", "determine_idle_paths"),
    "audit": ("planner.pipeline", "audit"),
    "writing": ("xlsxwriter.workbook:Workbook", "close"),
}


def press() -> None:
    """Do what Ctrl-C does."""
    os.kill(os.getpid(), signal.SIGINT)


def at_the_start(real: Callable[..., Any], times: int) -> Callable[..., Any]:
    """Return a function that presses Ctrl-C before it begins: once, or once at each of the first calls."""
    left = [times]

    def pressed(*arguments: Any, **named: Any) -> Any:
        while left[0] > 0:
            left[0] -= 1
            press()
        return real(*arguments, **named)

    return pressed


def at_the_first_plan(real: Callable[..., Any]) -> Callable[..., Any]:
    """Return solves in which Ctrl-C is pressed as soon as there is a plan."""
    done: list[bool] = []

    def pressed(arrays: Any, options: Any, phase: str, **more: Any) -> Any:
        def seen(progress: Any) -> None:
            if progress.incumbent is not None and not done:
                done.append(True)
                press()

        return real(arrays, replace(options, progress=seen), phase, **more)

    return pressed


def main() -> None:
    """Press Ctrl-C where asked."""
    from importlib import import_module

    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
    phase, times, *arguments = sys.argv[1:]
    place, name = PLACES[phase]
    module, _, kind = place.partition(":")
    owner = import_module(module)
    owner = getattr(owner, kind) if kind else owner
    real = getattr(owner, name)
    own = at_the_first_plan(real) if phase == "searching" else at_the_start(real, int(times))
    setattr(owner, name, own)

    from planner.cli import main as planner

    planner(arguments)


if __name__ == "__main__":
    main()
