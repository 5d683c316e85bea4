"""Stochastic network design, here and in mpi-sppy: ``python benchmarks/netdes.py FILE ours|ef|lshaped``.

``ours`` takes a workbook of an instance (``tests/cases/netdes``), ``ef`` and ``lshaped`` its original data
file (Pyomo/mpi-sppy, examples/netdes), whose model is written here for mpi-sppy's extensive form and L-shaped
method with HiGHS. Prints the cost, our bound, the CPU seconds of the whole run, and those inside HiGHS, as
JSON; one thread each. The last two need mpi-sppy and an MPI: an environment of its own, with the versions of
Pyomo and highspy that are used here.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measure import Watch, cpu_seconds, peak_megabytes

GAP = 1e-6
LONGEST = 600
"""Seconds after which a run here is stopped; those of mpi-sppy are stopped from outside."""
ROUNDS = 400
"""Of the L-shaped method."""


@dataclass(frozen=True)
class Network:
    """An instance: what opening an arc costs; by scenario its probability, costs, capacities and needs."""

    opening: dict[tuple[int, int], float]
    probabilities: list[float]
    costs: list[list[list[float]]]
    capacities: list[list[list[float]]]
    needs: list[list[float]]


def network_of(path: Path) -> Network:
    """Read an original data file."""
    text = path.read_text().split("\n+\n", 1)[1]
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("-" * 2)]
    there, opening = _matrix(lines[3]), _matrix(lines[4])
    arcs = [(i, j) for i, row in enumerate(there) for j, x in enumerate(row) if x]
    rest = lines[7:]
    scenarios = range(int(lines[5]))
    return Network(
        {(i, j): opening[i][j] for i, j in arcs},
        [float(x) for x in lines[6].split(",")],
        [_matrix(rest[3 * k]) for k in scenarios],
        [_matrix(rest[3 * k + 1]) for k in scenarios],
        [_matrix(rest[3 * k + 2])[0] for k in scenarios],
    )


def _matrix(line: str) -> list[list[float]]:
    return [[float(x) for x in row.split(",")] for row in line.split(";") if row.strip()]


def theirs(path: Path, method: str) -> float:
    """Solve an instance with mpi-sppy and return its cost."""
    import pyomo.environ as pyo  # noqa: PLC0415
    from mpisppy.utils import sputils  # noqa: PLC0415

    network = network_of(path)
    names = [f"Scenario{k}" for k in range(len(network.probabilities))]

    def creator(name: str, **_: Any) -> Any:
        k = int(name.removeprefix("Scenario"))
        arcs, needs = list(network.opening), network.needs[k]
        m = pyo.ConcreteModel(name)
        m.x = pyo.Var(arcs, domain=pyo.Binary)
        m.y = pyo.Var(arcs, domain=pyo.NonNegativeReals)
        m.first = pyo.Expression(expr=sum(network.opening[a] * m.x[a] for a in arcs))
        m.second = pyo.Expression(expr=sum(network.costs[k][i][j] * m.y[i, j] for i, j in arcs))
        m.cost = pyo.Objective(expr=m.first + m.second)
        m.open = pyo.Constraint(
            arcs, rule=lambda m, i, j: m.y[i, j] <= network.capacities[k][i][j] * m.x[i, j]
        )
        m.balance = pyo.Constraint(
            range(len(needs)),
            rule=lambda m, v: (
                sum(m.y[a] for a in arcs if a[0] == v) - sum(m.y[a] for a in arcs if a[1] == v) == needs[v]
            ),
        )
        sputils.attach_root_node(m, m.first, [m.x])
        m._mpisppy_probability = network.probabilities[k]  # noqa: SLF001
        return m

    if method == "ef":
        from mpisppy.opt.ef import ExtensiveForm  # noqa: PLC0415

        ef = ExtensiveForm({"solver": "highs"}, names, creator)
        ef.solve_extensive_form(solver_options={"mip_rel_gap": GAP, "threads": 1})
        return float(pyo.value(ef.ef.EF_Obj))
    from mpisppy.opt.lshaped import LShapedMethod  # noqa: PLC0415

    bounds = dict.fromkeys(names, 0.0)
    options = {
        "root_solver": "highs",
        "sp_solver": "highs",
        "root_solver_options": {"mip_rel_gap": GAP, "threads": 1},
        "sp_solver_options": {"threads": 1},
        "valid_eta_lb": bounds,
        "max_iter": ROUNDS,
        "tol": GAP * 1e5,
        "verbose": False,
    }
    found = LShapedMethod(options, names, creator)
    found.lshaped_algorithm()
    return float(pyo.value(found.root.obj))


def ours(path: Path) -> tuple[float, float]:
    """Solve the workbook of an instance and return its cost and the bound found."""
    from models.solver.highs import Options  # noqa: PLC0415
    from models.solving.solve import solve_plan  # noqa: PLC0415
    from planner.assemble import assemble  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415

    found = solve_plan(assemble(read(path).tables), Options(gap=GAP, threads=1, time_limit=LONGEST))
    return found.objective, found.bound


def main() -> None:
    """Solve one instance one way."""
    path, method = Path(sys.argv[1]), sys.argv[2]
    watch, begin = Watch(), cpu_seconds()
    with watch.on_highs():
        cost, bound = ours(path) if method == "ours" else (theirs(path, method), None)
    told = {"instance": path.stem, "method": method, "cost": cost, "bound": bound}
    told["cpu"] = cpu_seconds() - begin
    print(json.dumps({**told, "inside": watch.inside, "runs": watch.runs, "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main()
