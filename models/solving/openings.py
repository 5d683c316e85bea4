"""The search of one model, where it only opens without what it can do without (docs/decisions/0079)."""

from __future__ import annotations

from dataclasses import replace

from models.solver.dive import holding
from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.openings import only_opens
from models.solver.spare import spared
from models.solver.standard_form import Arrays, Floats
from models.solver.whole_flows import dear_columns
from models.solving.neighbourhoods import SEARCH, better_plan, has_much_to_open, near_plan


def search(arrays: Arrays, options: Options, start: Floats | None) -> Outcome:
    """Search for a plan.

    Parameters
    ----------
    arrays : Arrays
    options : Options
    start : array, optional
        A plan to begin with.
    """
    if not only_opens(arrays):
        return solve_arrays(arrays, options, "searching", start=start)
    options = options.started()
    less = spared(arrays, options)
    if less is None:
        return _without_what_is_dear(arrays, options, start)
    begun = None if start is None else _beginning(less.arrays, start[less.kept], options)
    return less.whole_plan(_without_what_is_dear(less.arrays, options, begun))


def _without_what_is_dear(arrays: Arrays, options: Options, start: Floats | None) -> Outcome:
    """Search without what is too dear for a plan of least cost; with it where that proves too little."""
    dear = dear_columns(arrays, options)
    if dear is None:
        return _searched(arrays, options, start)
    without = dear.without(arrays)
    begun = None if start is None else _beginning(without, start, options)
    found = _searched(without, options, begun)
    if found.status in (Status.OPTIMAL, Status.STOPPED):
        found = dear.bounded(found)
        if found.status is Status.STOPPED or found.gap <= options.gap:
            return found
        start = found.values
    return solve_arrays(arrays, options, "searching", start=start)


def _searched(arrays: Arrays, options: Options, start: Floats | None) -> Outcome:
    """Search from a good plan; what is not closed in most of the time gives the rest to better plans."""
    begun, left = near_plan(arrays, options, start), options.seconds_left
    if left is None or not has_much_to_open(arrays):
        return solve_arrays(arrays, options, "searching", start=begun)
    first = replace(options, time_limit=SEARCH * left, deadline=None).started()
    found = solve_arrays(arrays, first, "searching", start=begun)
    stalled = found.status is Status.STOPPED and first.seconds_left == 0
    return better_plan(arrays, options, found) if stalled else found


def _beginning(arrays: Arrays, start: Floats, options: Options) -> Floats | None:
    """Return the best plan with the same whole numbers, which may be another where columns are closed."""
    begun = holding(arrays, start, options)
    return None if begun is None else begun.values
