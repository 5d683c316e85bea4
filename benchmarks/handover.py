"""Building a model and handing it to HiGHS, each way in a process of its own, on the same plan.

``python benchmarks/handover.py --scenarios 50 --way ours``: CPU seconds and peak memory, as JSON. Ways:

- ours: the road of a solve, the rules written straight into arrays and passed.
- ours, Pyomo model: the same rules in Pyomo (``build_plan``), read into arrays and passed.
- appsi, contrib: the same Pyomo model, handed over by Pyomo's own ``appsi_highs`` or ``contrib.solver``.
- linopy-rows: the finished matrix written in linopy, one vectorised expression for each constraint;
  linopy-scenarios: one for each constraint and scenario, as one would loop over scenarios. Neither counts
  what it takes to find the coefficients, which ours does: a floor of what linopy could cost.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable, Hashable
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from measure import cpu_seconds, peak_megabytes
from plans import plan_sheets, write_plan

from models.formulation.array_backend import ArrayModel
from models.formulation.build import build_array_model, build_plan, collector_paused
from models.plan.data import PlanData
from models.solver.highs import Options, loaded
from models.solver.scaling import scale_of
from models.solver.standard_form import Arrays, compile_model
from planner.assemble import assemble
from planner.pipeline import read

Named = tuple[str, tuple[object, ...]]


def ours(data: PlanData) -> dict[str, float]:
    """Write a plan as one model, compile and pass it as it is for a solve, without solving it."""
    return _by_us(lambda: build_array_model(data))


def ours_in_pyomo(data: PlanData) -> dict[str, float]:
    """Build the Pyomo model of the same plan, read it into arrays, compile and pass."""
    from models.formulation import pyomo_backend  # noqa: PLC0415

    return _by_us(lambda: pyomo_backend.as_array_model(build_plan(data)))


def _by_us(build: Callable[[], ArrayModel]) -> dict[str, float]:
    begin = cpu_seconds()
    with collector_paused():
        model = build()
        arrays = compile_model(model)
    built = cpu_seconds()
    loaded(arrays, Options(threads=1), relaxed=False, scale=scale_of(arrays))
    return {"build": built - begin, "hand over": cpu_seconds() - built}


def appsi(data: PlanData) -> dict[str, float]:
    """Hand the Pyomo model over by ``appsi_highs``, without solving it."""
    from pyomo.contrib.appsi.solvers import Highs  # noqa: PLC0415

    return _by_pyomo(data, Highs().set_instance)


def contrib(data: PlanData) -> dict[str, float]:
    """Hand the Pyomo model over by ``pyomo.contrib.solver``, without solving it."""
    from pyomo.contrib.solver.solvers.highs import Highs  # noqa: PLC0415

    return _by_pyomo(data, Highs().set_instance)


def _by_pyomo(data: PlanData, hand_over: Callable[[Any], object]) -> dict[str, float]:
    from models.formulation import pyomo_backend  # noqa: PLC0415

    def plain(coefficients: list[float], variables: list[Any]) -> Any:
        return pyomo_backend.LinearExpression(constant=0.0, linear_coefs=coefficients, linear_vars=variables)

    pyomo_backend.expression = plain  # Pyomo's own expression in place of ours
    begin = cpu_seconds()
    model = build_plan(data)
    built = cpu_seconds()
    hand_over(model)
    return {"build": built - begin, "hand over": cpu_seconds() - built}


def by_linopy(data: PlanData, group: Callable[[Named], Hashable]) -> dict[str, float]:
    """Write the finished matrix in linopy, a block of rows for each group, and hand it over."""
    import linopy  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    arrays = compile_model(build_array_model(data))
    begin = cpu_seconds()
    written = linopy.Model()
    for _, block in groupby(range(len(arrays.names)), key=lambda k: arrays.names[k][0]):
        part = list(block)
        kind = {"integer": True} if arrays.whole[part[0]] else {}
        written.add_variables(
            lower=xr.DataArray(arrays.lower[part], dims="column"),
            upper=xr.DataArray(arrays.upper[part], dims="column"),
            name=f"{arrays.names[part[0]][0]}",
            **kind,
        )
    for _, block in groupby(range(len(arrays.row_names)), key=lambda k: group(arrays.row_names[k])):
        rows = list(block)
        expression = _block(arrays, rows, written)
        lower, upper = (xr.DataArray(side[rows], dims="row") for side in (arrays.row_lower, arrays.row_upper))
        if np.array_equal(lower, upper):
            written.add_constraints(expression, "=", lower)
        elif np.isfinite(lower).all():
            written.add_constraints(expression, ">=", lower)
        else:
            written.add_constraints(expression, "<=", upper)
    written.add_objective(_objective(arrays, written))
    built = cpu_seconds()
    written.to_highspy()
    return {"build": built - begin, "hand over": cpu_seconds() - built}


def _block(arrays: Arrays, rows: list[int], written: Any) -> Any:
    """Return rows as one expression: their terms side by side, short rows filled up with nothing."""
    import linopy  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    part = arrays.matrix[rows[0] : rows[-1] + 1]
    lengths = np.diff(part.indptr)
    at = np.arange(max(1, lengths.max()))[None, :] < lengths[:, None]
    coefficients, labels = np.full(at.shape, np.nan), np.full(at.shape, -1)
    coefficients[at], labels[at] = part.data, part.indices
    terms = {"coeffs": (("row", "_term"), coefficients), "vars": (("row", "_term"), labels)}
    return linopy.LinearExpression(xr.Dataset(terms), written)


def _objective(arrays: Arrays, written: Any) -> Any:
    import linopy  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    paid = np.flatnonzero(arrays.cost)
    terms = {"coeffs": ("_term", arrays.cost[paid]), "vars": ("_term", paid)}
    return linopy.LinearExpression(xr.Dataset(terms), written)


WAYS: dict[str, Callable[[PlanData], dict[str, float]]] = {
    "ours": ours,
    "ours, Pyomo model": ours_in_pyomo,
    "appsi": appsi,
    "contrib": contrib,
    "linopy-rows": lambda data: by_linopy(data, lambda constraint: constraint[0]),
    "linopy-scenarios": lambda data: by_linopy(
        data, lambda constraint: (constraint[0], _scenario(constraint))
    ),
}


def _scenario(constraint: Named) -> Hashable:
    """Return the scenario in the index of a constraint."""
    return next((part for part in constraint[1] if isinstance(part, str) and part[1:].isdigit()), None)


def main() -> None:
    """Print one JSON object."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--scenarios", type=int, default=50)
    ask.add_argument("--way", choices=WAYS, default="ours")
    ask.add_argument("--cpu", type=int, help="give up after so many CPU seconds")
    asked = ask.parse_args()
    if asked.cpu is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (asked.cpu, asked.cpu))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_plan(path, plan_sheets(asked.scenarios))
        data = assemble(read(path).tables)
    begin = time.perf_counter()
    spent = WAYS[asked.way](data)
    wall = time.perf_counter() - begin
    told = {"way": asked.way, "scenarios": asked.scenarios, **spent, "together": sum(spent.values())}
    print(json.dumps({**told, "wall": wall, "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main()
