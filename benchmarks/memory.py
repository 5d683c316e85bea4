"""Peak memory of a run as one model, and of HiGHS alone on the same matrix: ``--way ours|highs``, as JSON.

HiGHS alone reads the matrix from a file, in a process without Pyomo and pandas.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import highspy
import numpy as np

SECONDS = 30.0
"""Both run HiGHS for so long: what it holds by then is compared."""


def ours(scenarios: int, folder: Path) -> None:
    """Read, build and solve as one model."""
    from plans import plan_sheets, write_plan  # noqa: PLC0415

    from models.errors import StoppedWithoutPlan  # noqa: PLC0415
    from models.solver.highs import Options  # noqa: PLC0415
    from models.solving.solve import solve_plan  # noqa: PLC0415
    from planner.assemble import assemble  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415

    path = folder / "plan.xlsx"
    write_plan(path, plan_sheets(scenarios))
    data = assemble(read(path).tables)
    with contextlib.suppress(StoppedWithoutPlan):  # memory is asked for, not the plan
        solve_plan(data, Options(threads=1, method="extensive", time_limit=SECONDS))


def save_matrix(scenarios: int, folder: Path) -> None:
    """Write the matrix of a plan into a file."""
    from plans import plan_sheets, write_plan  # noqa: PLC0415

    from models.formulation.build import build_array_model  # noqa: PLC0415
    from models.solver.standard_form import compile_model  # noqa: PLC0415
    from planner.assemble import assemble  # noqa: PLC0415
    from planner.pipeline import read  # noqa: PLC0415

    path = folder / "plan.xlsx"
    write_plan(path, plan_sheets(scenarios))
    arrays = compile_model(build_array_model(assemble(read(path).tables)))
    np.savez(
        folder / "matrix.npz",
        cost=arrays.cost,
        lower=arrays.lower,
        upper=arrays.upper,
        whole=arrays.whole,
        row_lower=arrays.row_lower,
        row_upper=arrays.row_upper,
        start=arrays.matrix.indptr,
        index=arrays.matrix.indices,
        value=arrays.matrix.data,
    )


def highs_alone(folder: Path) -> None:
    """Pass a saved matrix and run."""
    with np.load(folder / "matrix.npz") as saved:
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = len(saved["row_lower"]), len(saved["cost"])
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = saved["cost"], saved["lower"], saved["upper"]
        lp.row_lower_, lp.row_upper_ = saved["row_lower"], saved["row_upper"]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.num_row_, lp.a_matrix_.num_col_ = lp.num_row_, lp.num_col_
        lp.a_matrix_.start_, lp.a_matrix_.index_ = saved["start"], saved["index"]
        lp.a_matrix_.value_ = saved["value"]
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        lp.integrality_ = [kinds[int(w)] for w in saved["whole"]]
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", SECONDS)
    highs.passModel(lp)
    highs.run()


def main() -> None:
    """Print one JSON object."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--scenarios", type=int, default=50)
    ask.add_argument("--way", choices=("ours", "highs", "save", "alone"), default="ours")
    ask.add_argument("--folder", type=Path)
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.folder or Path(name)
        if asked.way == "save":
            save_matrix(asked.scenarios, folder)
        elif asked.way == "alone":
            highs_alone(folder)
        elif asked.way == "highs":
            again = [sys.executable, __file__, "--scenarios", str(asked.scenarios), "--folder", str(folder)]
            subprocess.run([*again, "--way", "save"], check=True, stdout=subprocess.DEVNULL)
            done = subprocess.run([*again, "--way", "alone"], check=True, stdout=subprocess.PIPE, text=True)
            print(done.stdout.splitlines()[-1])
            return
        else:
            ours(asked.scenarios, folder)
    print(
        json.dumps({"way": asked.way, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})
    )


if __name__ == "__main__":
    main()
