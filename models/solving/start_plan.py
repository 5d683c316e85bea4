"""A plan before the search, for large plans as one model (docs/decisions/0016).

The root LP of such a plan is nearly all of the search, and HiGHS holds no plan before it is solved. The trunk
alone is planned in a moment. Its whole numbers make a first plan of the whole; from that plan's basis the LP
relaxation is the bound; and a dive from the relaxation, which turns back wherever a plan within the gap is no
longer possible, mostly ends in one. Then nothing is left to search.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.formulation.build import build_array_model, collector_paused
from models.plan.data import PlanData
from models.plan.names import TRUNK
from models.plan.tree import Tree
from models.solver.dive import dive, holding
from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.side_constraints import SideConstraints, with_side_constraints
from models.solver.standard_form import Arrays, compile_model
from models.solving.method import LARGE, SHORT

TRUNK_GAP, TRUNK_NODES = 0.02, 100
"""What the plan of the trunk alone may miss, and cost in nodes."""


def find_start_plan(
    data: PlanData, tree: Tree, arrays: Arrays, options: Options, side_constraints: SideConstraints = ()
) -> Outcome | None:
    """Look for a plan by way of the trunk alone, with LPs only.

    Parameters
    ----------
    data : PlanData
    tree : Tree
    arrays : Arrays
        The whole plan, with what is wanted.
    options : Options
    side_constraints : tuple of tuple of Named, optional
        Groups of decisions of which the plan must take one at least.

    Returns
    -------
    Outcome or None
        ``OPTIMAL``: a plan within the gap asked. ``STOPPED``: a plan to begin the search with, and a bound.
        ``None``: none was found, or the plan is one whose search is quicker without.
    """
    branches = [node for node in tree.nodes() if node[0] != TRUNK]
    if len(arrays.cost) < LARGE or not branches or not arrays.whole.any():
        return None
    # Short branches hang on yes/no decisions: their relaxation says little before HiGHS has tightened it.
    short = len(branches) < SHORT * len(data.scenarios)
    if short and options.seconds_left is None:
        return None
    best = _first(data, arrays, options, side_constraints)
    if best is None:
        return None
    if short or best.gap <= options.gap:
        return _told(best, options)
    relaxed = solve_arrays(arrays, options, "searching", relaxed=True, basis=best.basis)
    if relaxed.status is not Status.OPTIMAL:
        return _told(best, options)
    found, lps = dive(arrays, relaxed, options)
    if found is not None and found.objective < best.objective:
        best = found
    return _told(replace(best, bound=relaxed.objective, nodes=lps), options)


def _told(plan: Outcome, options: Options) -> Outcome:
    return replace(plan, status=Status.OPTIMAL if plan.gap <= options.gap else Status.STOPPED)


def _first(
    data: PlanData, arrays: Arrays, options: Options, side_constraints: SideConstraints
) -> Outcome | None:
    """Return the best plan with the whole numbers of the trunk's own."""
    with collector_paused():
        trunk = with_side_constraints(
            compile_model(build_array_model(replace(data, scenarios={}))), side_constraints
        )
    quick = replace(options, gap=max(TRUNK_GAP, options.gap), nodes=TRUNK_NODES)
    planned = solve_arrays(trunk, quick, "searching")
    if planned.status not in (Status.OPTIMAL, Status.STOPPED):
        return None
    known = dict(zip(trunk.names, planned.values.tolist(), strict=True))
    return holding(arrays, np.array([known.get(name, 0.0) for name in arrays.names]), options)
