"""Facility location with CVaR, here and as one model: ``python benchmarks/flcvar.py METHOD [COUNT] [SEED]``.

An instance of AdaptiveBenders (Ramirez-Pico, Ljubic & Moreno 2022) by its own recipe: cap62 of OR-Library,
what stands there as capacity read as the cost of opening and the other way round, the demand of each customer
times a uniform number of ``numpy.random.default_rng(SEED)``. Customers and distances are those of cap41, read
from ``tests/cases/flcvar_cap41_100_1.xlsx``. With 500 scenarios and seed 2 the published best is
695,570.723014. METHOD is ``auto``, ``benders`` or ``extensive``. Prints cost, bound, the CPU seconds of the
solve and those inside HiGHS as JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from measure import Watch, cpu_seconds, peak_megabytes

from models.plan.data import EventSpec, PlanData, ScenarioSpec
from models.plan.names import TRUNK, Event, Scenario
from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.pipeline import read

CASE = Path(__file__).parents[1] / "tests" / "cases" / "flcvar_cap41_100_1.xlsx"
OPENING, CAPACITY = 15_000.0, 12_500.0
GAP = 1e-4
LONGEST = 1800
"""Seconds after which a run is stopped."""
SHORT_OF_ONE = 1e-13
"""By this part the probabilities stay below 1."""


def instance(count: int, seed: int) -> PlanData:
    """Return the plan of cap62 with so many scenarios."""
    plan = assemble(read(CASE).tables)
    products = sorted(plan.products, key=lambda name: int(name.removeprefix("P-c")))
    factors = np.random.default_rng(seed).random((len(products), count))
    events, scenarios = dict[Event, EventSpec](), dict[Scenario, ScenarioSpec]()
    for k in range(count):
        starts = []
        for d, product in enumerate(products):
            name = Event(f"E{k}-{product}")
            demand = float(factors[d, k])
            events[name] = EventSpec(products=frozenset({product}), severity=0.0, demand_factor=demand)
            starts.append((name, 0))
        weight = (1 - SHORT_OF_ONE) / count
        scenarios[Scenario(f"S{k}")] = ScenarioSpec(TRUNK, weight, tuple(starts))
    needs = {
        item: spec.demand[0]
        for spec in plan.products.values()
        for design in spec.designs.values()
        for item in design.use
    }
    return replace(
        plan,
        suppliers={
            g: replace(spec, qualification_cost=OPENING, capacity=CAPACITY if spec.capacity else 0.0)
            for g, spec in plan.suppliers.items()
        },
        offers={
            j: replace(spec, max_per_month=min(CAPACITY, needs[spec.item])) for j, spec in plan.offers.items()
        },
        events=events,
        scenarios=scenarios,
    )


def main() -> None:
    """Solve an instance one way."""
    method, count, seed = sys.argv[1], *map(int, (*sys.argv[2:], 500, 2)[:2])
    data, watch = instance(count, seed), Watch()
    begin = cpu_seconds()
    with watch.on_highs():
        found = solve_plan(data, Options(gap=GAP, threads=1, time_limit=LONGEST, method=method))
    told = {"method": method, "scenarios": count, "cost": found.objective, "bound": found.bound}
    told |= {"cpu": cpu_seconds() - begin, "inside": watch.inside, "seconds": found.seconds}
    print(json.dumps({**told, "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main()
