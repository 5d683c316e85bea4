"""A plan that was cut up, put together again: idle nodes settled, on the trunk, then in subproblems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from models.decomposition.split import Split, Subproblem
from models.errors import SolverFailed
from models.formulation.array_backend import Named
from models.formulation.build import build_part, collector_paused
from models.plan.names import TRUNK, Scenario
from models.solution.carried import CarriedCutsByScenarios
from models.solution.idle_paths import (
    NO_WEIGHT,
    Part,
    determine_idle_paths,
    path_weights,
    reported,
    without_idle_lots,
)
from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.repair import repaired
from models.solver.standard_form import Floats, compile_model

TOLERANCE = 1e-7
"""What the solver itself lets a row be off, in units as told; a branch stands where the trunk it has seen
moved by less."""


def rejoined(
    split: Split,
    trunk: Floats,
    plans: Sequence[Floats],
    options: Options,
    ends: CarriedCutsByScenarios,
) -> list[Part]:
    """Settle the trunk's idle nodes, then each subproblem at the trunk plan that stands.

    ``ends`` says where the subproblems ended: one that is solved again begins there.
    """
    tree = split.tree
    trunk = np.where(split.base.whole, np.round(trunk), trunk)
    weights = _path_weights(split, trunk, plans)
    first = _with_idle_families(split, trunk, plans, weights)
    settled = determine_idle_paths(first.model, first.arrays, first.values, weights, options)
    settled = repaired(first.arrays, without_idle_lots(first.arrays, settled), options)
    parts = [Part(first.model, first.arrays, settled)]
    settled_there = set(first.model.scope)
    base = settled[[first.arrays.position[name] for name in split.base.names]]
    for subproblem, plan in zip(split.subproblems, plans, strict=True):
        if subproblem.scenarios[0] in settled_there:
            continue
        seen = base[subproblem.there]
        values = plan
        moved = np.abs(seen - trunk[subproblem.there]) > TOLERANCE * subproblem.arrays.sizes[subproblem.here]
        if len(subproblem.scenarios) > 1 or moved.any():
            lower, upper = subproblem.arrays.lower.copy(), subproblem.arrays.upper.copy()
            lower[subproblem.here] = upper[subproblem.here] = seen
            held = replace(subproblem.arrays, lower=lower, upper=upper)
            known = ends.get(subproblem.scenarios)
            basis = None if known is None else known.basis
            outcome = solve_arrays(held, options, "final LP", relaxed=True, basis=basis)
            if outcome.status is not Status.OPTIMAL:
                raise SolverFailed("a branch does not hold at the plan found")
            values = outcome.values
            if len(subproblem.scenarios) > 1:  # a lone branch is solved at its own cost as it is
                own = path_weights(subproblem.model, held, outcome.duals)
                # What lies on the trunk is settled already.
                weighed = {s: own[s] if s in subproblem.scenarios else 1.0 for s in tree.scenarios}
                values = determine_idle_paths(subproblem.model, held, values, weighed, options)
        parts.append(Part(subproblem.model, subproblem.arrays, values))
    return parts


def _is_idle(subproblem: Subproblem, weights: Mapping[Scenario, float]) -> bool:
    return not any(weights[s] for s in subproblem.scenarios)


def _with_idle_families(
    split: Split, trunk: Floats, plans: Sequence[Floats], weights: Mapping[Scenario, float]
) -> Part:
    """Return the trunk with the subproblems that weigh nothing, in one model.

    They leave from nodes that may weigh nothing either, which must be settled so that they still have a plan.
    Where the trunk weighs something to its end there is no such node, and each family stands by itself.
    """
    idle = [k for k, subproblem in enumerate(split.subproblems) if _is_idle(subproblem, weights)]
    if not idle or weights[TRUNK] > NO_WEIGHT:
        return Part(split.trunk, split.base, trunk)
    known: dict[Named, float] = {}
    for k in idle:
        known |= dict(zip(split.subproblems[k].arrays.names, plans[k].tolist(), strict=True))
    known |= dict(zip(split.base.names, trunk.tolist(), strict=True))
    scenarios = [TRUNK, *(s for k in idle for s in split.subproblems[k].scenarios)]
    with collector_paused():
        model = build_part(split.data, split.tree, scenarios)
        arrays = compile_model(model, keep_unused=True)
    return Part(model, arrays, np.array([known.get(name, 0.0) for name in arrays.names]))


def _path_weights(split: Split, trunk: Floats, plans: Sequence[Floats]) -> dict[Scenario, float]:
    """Return the weight of each path's cost in the objective, as far as the trunk must mind it.

    With the tail alone in the objective a branch outside of it has no weight, but what the tail allows it to
    cost holds in its own model only: the trunk leaves alone what any likely branch has seen of it.
    """
    data, tree = split.data, split.tree
    weight = {s: data.probability(s) for s in tree.scenarios}
    if data.risk_weight < 1:
        return weight
    parts = [Part(split.trunk, split.base, trunk)]
    parts += [Part(f.model, f.arrays, plan) for f, plan in zip(split.subproblems, plans, strict=True)]
    costs = reported(parts, Outcome(Status.STOPPED), {}).path_costs
    dearer = sum(weight[s] for s in tree.scenarios if costs[s] > costs[TRUNK])
    weight[TRUNK] = max(0.0, min(weight[TRUNK], 1 - data.cvar_alpha - dearer))
    return weight
