"""Why there is no plan, and the least changes of limits that make one.

Of a plan with many scenarios those that press are looked at; what is found there is held against all of them.

Source: Chinneck (2008), Feasibility and Infeasibility in Optimization.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.errors import StoppedWithoutPlan
from models.infeasibility.elastic_filter import NOTHING, Elastic
from models.infeasibility.limits import Family, field_of, with_value
from models.infeasibility.loosening import InfeasibleSubset, Search, Way
from models.plan.data import PlanData
from models.plan.names import Scenario
from models.solver.highs import Options

FEW = 4
"""So many scenarios are looked at all together."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why there is no plan, and the ways out."""

    infeasible_subsets: tuple[InfeasibleSubset, ...] = ()
    """One, and one more for each change that the smallest way needs besides."""
    ways: tuple[Way, ...] = ()
    """The smallest changes first, then each family that suffices alone."""
    scenarios: tuple[Scenario, ...] = ()
    """Where the limits clash: as planned and in these, looked at alone."""
    complete: bool = True
    """``False``: the time was up; what stands here is right, but there may be more."""


def changed(data: PlanData, way: Way) -> PlanData:
    """Return the plan with the changes of a way made."""
    for change in way.changes:
        data = with_value(data, change.limit, change.new)
    return data


def diagnose(data: PlanData, options: Options, *, families: bool = True) -> Diagnosis:
    """Say which limits clash and what least changes end it.

    Parameters
    ----------
    data : PlanData
        An infeasible plan.
    options : Options
        ``time_limit`` is for all of it: what is found by then is returned.
    families : bool
        Also look for ways that loosen one family alone, and at every clash.

    Returns
    -------
    Diagnosis
        Nothing clashes where the plan turns out to be feasible, if only by the solver's tolerance.
    """
    begin = time.perf_counter()
    looked_at = set(data.scenarios)
    try:
        everything = Elastic(data, options)
        if len(looked_at) > FEW:
            relaxed = everything.solve(everything.all_room, everything.limits, relaxed=True)
            looked_at = everything.pressed_scenarios(relaxed)
        while True:
            search = Search(_part(everything, looked_at, options, begin))
            first = search.way()
            missed = _missed(everything, first) - looked_at
            if not missed:
                break
            looked_at |= missed
    except StoppedWithoutPlan:
        return Diagnosis(complete=False)
    if first is None or not first.changes:
        return Diagnosis()
    return _explained(search, first, everything, families=families)


def _part(everything: Elastic, scenarios: set[Scenario], options: Options, begin: float) -> Elastic:
    """Return the plan with some of its scenarios, to be asked in the time that is left."""
    data = everything.data
    if len(scenarios) == len(data.scenarios):
        return everything
    if options.time_limit is not None:
        options = replace(options, time_limit=options.time_limit - (time.perf_counter() - begin))
    chosen = {name: spec for name, spec in data.scenarios.items() if name in scenarios}
    return Elastic(replace(data, scenarios=chosen), options)


def _missed(everything: Elastic, way: Way | None) -> set[Scenario]:
    """Return scenarios in which the plan is still infeasible after the changes of a way."""
    if way is None:
        return set()
    outcome = everything.at({change.limit: change.new for change in way.changes}, relaxed=True)
    return everything.pressed_scenarios(outcome) if outcome.objective > NOTHING else set()


def _explained(search: Search, first: Way, everything: Elastic, *, families: bool) -> Diagnosis:
    """Return what is to be said beside the smallest way out: clashes, and ways of one family alone."""
    ways, infeasible_subsets = [first], list[InfeasibleSubset]()
    complete = True
    try:
        found = search.infeasible_subset()
        infeasible_subsets += [found] if found is not None else []
        for family in _promising(infeasible_subsets) if families else ():
            way = search.way(family)
            if way is not None and all(way.changes != other.changes for other in ways):
                ways += [way] if not _missed(everything, way) else []
        if families:
            infeasible_subsets += _others(search, ways, infeasible_subsets)
    except StoppedWithoutPlan:
        complete = False
    return Diagnosis(tuple(infeasible_subsets), tuple(ways), tuple(sorted(search.data.scenarios)), complete)


def _promising(infeasible_subsets: Sequence[InfeasibleSubset]) -> list[Family]:
    """Return families that may suffice alone: whatever ends a clash loosens a limit of it."""
    touched = [
        {field_of(limit).family for limit in subset.limits}
        for subset in infeasible_subsets
        if subset.irreducible
    ]
    return [family for family in Family if all(family in families for families in touched)]


def _others(
    search: Search, ways: Sequence[Way], infeasible_subsets: Sequence[InfeasibleSubset]
) -> list[InfeasibleSubset]:
    """Return the clashes that are left while all changes of a way but one are made: why each is needed."""
    found: list[InfeasibleSubset] = []
    for way in ways:
        limits = [change.limit for change in way.changes]
        for limit in limits if len(limits) > 1 else ():
            if any(limit in subset.limits for subset in (*infeasible_subsets, *found)):
                continue
            subset = search.infeasible_subset([other for other in limits if other != limit])
            found += [subset] if subset is not None else []
    return found
