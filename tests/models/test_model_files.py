"""A model written for other solvers: HiGHS, SCIP, CBC and GLPK read the same columns and the same optimum."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pytest
from cases import from_sheets
from random_plans import random_sheets
from scipy.sparse import csr_matrix

from models.formulation.build import build_array_model
from models.solver.model_files import ModelFile, as_lp, as_mps, model_file
from models.solver.standard_form import Arrays, compile_model
from planner.assemble import assemble
from planner.workbook.reading.reader import read_workbook

CASES = Path(__file__).parents[1] / "cases"
KNOWN = {
    "bid": 15210109.512,
    "trnsport": 153.675,
    "snyder_p4_7b": 1225000.0,
    "supply_network_1": 198500.0,
    "ww_wagner_whitin_1958": 864.0,
    "semantics/cvar": None,
    "semantics/facility-1": None,
    "semantics/nested-loss": None,
    "semantics/newsvendor": None,
    "semantics/tiers": None,
    "semantics/toll-cap": None,
    "semantics/window-year": None,
}
"""Plans that every solver solves; ``None``: the objective stands in semantics/expected.csv."""
FORMATS = {"mps": as_mps, "lp": as_lp}

Seen = Mapping[str, tuple[float, float, bool]]
"""By column: lower bound, upper bound, whole."""


def _arrays(path: Path) -> Arrays:
    tables, _ = read_workbook(path)
    assert tables is not None
    return compile_model(build_array_model(assemble(tables)))


def _awkward() -> Arrays:
    """Everything that readers take differently, in one model of seven columns and five rows.

    min 3a − 2b + c + 7·1 + e + 0f + g over a ∈ [−5, −2] (a negative upper bound), b whole in [0, ∞) below 9.5
    by a row, c free and at least −4 by a row, d fixed at 1 (a constant), e whole in [−3, −1], f whole in
    (−∞, 8] in no row but the two-sided one, g ≤ −1.5 without a lower bound but by a row:
    −15 − 18 − 4 + 7 − 3 + 0 − 2.
    """
    inf = math.inf
    matrix = csr_matrix(
        np.array(
            [
                [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
                [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
                [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
                [0.1, 1e-7, 0.0, 0.0, 1.0 / 3.0, 0.0, 0.0],
            ]
        )
    )
    return Arrays(
        names=tuple(("v", (f"a name with blanks {k}",)) for k in range(7)),
        row_names=tuple(("r", (k,)) for k in range(5)),
        cost=np.array([3.0, -2.0, 1.0, 7.0, 1.0, 0.0, 1.0]),
        lower=np.array([-5.0, 0.0, -inf, 1.0, -3.0, -inf, -inf]),
        upper=np.array([-2.0, inf, inf, 1.0, -1.0, 8.0, -1.5]),
        whole=np.array([False, True, False, False, True, True, False]),
        matrix=matrix,
        row_lower=np.array([-inf, -4.0, -20.0, -2.0, -inf]),
        row_upper=np.array([9.5, inf, 20.0, inf, 50.0]),
    )


AWKWARD = -15.0 - 18.0 - 4.0 + 7.0 - 3.0 - 2.0


def _by_highs(path: Path) -> tuple[Seen, float]:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("mip_rel_gap", 0.0)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    lp = highs.getLp()
    kinds = [int(kind) == 1 for kind in lp.integrality_] or [False] * lp.num_col_
    seen = dict(zip(lp.col_names_, zip(lp.col_lower_, lp.col_upper_, kinds, strict=True), strict=True))
    highs.run()
    return seen, highs.getInfo().objective_function_value


def _by_scip(path: Path) -> tuple[Seen, float]:
    scip = pytest.importorskip("pyscipopt").Model()
    scip.hideOutput()
    scip.readProblem(str(path))
    endless = scip.infinity()

    def bound(value: float) -> float:
        return value if abs(value) < endless else math.copysign(math.inf, value)

    seen = {
        v.name: (bound(v.getLbOriginal()), bound(v.getUbOriginal()), v.vtype() != "CONTINUOUS")
        for v in scip.getVars()
    }
    scip.optimize()
    return seen, scip.getObjVal()


def _by_cbc(path: Path) -> tuple[Seen, float]:
    mip = pytest.importorskip("mip")
    model = mip.Model(solver_name=mip.CBC)
    model.verbose, model.max_mip_gap, model.max_mip_gap_abs = 0, 0.0, 0.0
    model.read(str(path))

    def bound(value: float) -> float:
        return value if abs(value) < 1e20 else math.copysign(math.inf, value)

    seen = {v.name: (bound(v.lb), bound(v.ub), v.var_type != "C") for v in model.vars}
    model.optimize()
    return seen, model.objective_value


def _by_glpk(path: Path) -> tuple[Seen, float]:
    glpk: Any = pytest.importorskip("swiglpk")
    glpk.glp_term_out(glpk.GLP_OFF)
    problem = glpk.glp_create_prob()
    wrong = (
        glpk.glp_read_lp(problem, None, str(path))
        if path.suffix == ".lp"
        else glpk.glp_read_mps(problem, glpk.GLP_MPS_FILE, None, str(path))
    )
    assert wrong == 0
    largest = 1e300
    seen = {}
    for k in range(1, glpk.glp_get_num_cols(problem) + 1):
        low, high = glpk.glp_get_col_lb(problem, k), glpk.glp_get_col_ub(problem, k)
        seen[glpk.glp_get_col_name(problem, k)] = (
            low if low > -largest else -math.inf,
            high if high < largest else math.inf,
            glpk.glp_get_col_kind(problem, k) != glpk.GLP_CV,
        )
    options = glpk.glp_iocp()
    glpk.glp_init_iocp(options)
    options.presolve = glpk.GLP_ON
    assert glpk.glp_intopt(problem, options) == 0
    return seen, glpk.glp_mip_obj_val(problem)


SOLVERS: Mapping[str, Callable[[Path], tuple[Seen, float]]] = {
    "highs": _by_highs,
    "scip": _by_scip,
    "cbc": _by_cbc,
    "glpk": _by_glpk,
}


def _written(told: ModelFile, form: str, folder: Path) -> Path:
    path = folder / f"plan.{form}"
    path.write_text("".join(f"{line}\n" for line in FORMATS[form](told)), encoding="ascii")
    return path


def _expect(told: ModelFile) -> Seen:
    arrays = told.arrays
    return dict(
        zip(
            told.columns,
            zip(arrays.lower.tolist(), arrays.upper.tolist(), arrays.whole.tolist(), strict=True),
            strict=True,
        )
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("solver", SOLVERS)
def test_what_readers_take_differently_is_read_alike(solver: str, form: str, tmp_path: Path) -> None:
    """Negative upper bounds, whole numbers without an upper bound, a constant, two-sided rows, odd names."""
    told = model_file(_awkward())
    seen, optimum = SOLVERS[solver](_written(told, form, tmp_path))
    assert seen == _expect(told)
    assert optimum == pytest.approx(AWKWARD, abs=1e-6)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("case", KNOWN)
def test_a_known_plan_has_its_optimum_in_every_solver(
    case: str, solver: str, form: str, tmp_path: Path
) -> None:
    """Published problems and plans that turn on one sentence."""
    optimum = KNOWN[case]
    if optimum is None:
        rows = (CASES / "semantics" / "expected.csv").read_text(encoding="utf-8").splitlines()
        optimum = float(dict(row.split(",")[:2] for row in rows)[case.removeprefix("semantics/")])
    told = model_file(_arrays(CASES / f"{case}.xlsx"))
    seen, found = SOLVERS[solver](_written(told, form, tmp_path))
    assert {name: seen[name] for name in seen} == _expect(told)
    assert found == pytest.approx(optimum, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", [3, 11])
def test_a_random_plan_costs_the_same_in_scip(seed: int, form: str, tmp_path: Path) -> None:
    """Rich plans with every kind of row."""
    arrays = compile_model(build_array_model(assemble(from_sheets(random_sheets(seed)))))
    path = _written(model_file(arrays), form, tmp_path)
    assert _by_scip(path)[1] == pytest.approx(_by_highs(path)[1], rel=1e-6, abs=1e-6)


def test_every_number_keeps_all_its_digits(tmp_path: Path) -> None:
    """What HiGHS reads is the model to the last bit, from both forms."""
    arrays = compile_model(build_array_model(assemble(from_sheets(random_sheets(5)))))
    told = model_file(arrays)
    for form in FORMATS:
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.readModel(str(_written(told, form, tmp_path)))
        lp = highs.getLp()
        order = [lp.col_names_.index(name) for name in told.columns]
        assert np.array(lp.col_cost_)[order].tolist() == told.arrays.cost.tolist()
        sides = {
            name: (low, high)
            for name, low, high in zip(lp.row_names_, lp.row_lower_, lp.row_upper_, strict=True)
        }
        for name, _, sense, right in told.rows:
            low, high = sides[name]
            assert (low if sense == "G" else high) == right


def test_names_lead_back_to_ours() -> None:
    """Each name of the file stands for one column or row of the plan, with its index."""
    told = model_file(_awkward())
    named = list(told.names())
    assert [name for kind, name, *_ in named if kind == "column"] == list(told.columns)
    assert named[1] == ("column", "x2", "v", "a name with blanks 1", 1.0)
    two_sided = [name for kind, name, _, index, _ in named if kind == "row" and index == "2"]
    assert two_sided == ["r3", "r3g"]


def test_lines_of_an_lp_file_are_short() -> None:
    """Some readers take 255 characters and no more."""
    told = model_file(_arrays(CASES / "cap41.xlsx"))
    assert max(len(line) for line in as_lp(told)) < 255


def test_a_row_without_columns_is_kept(tmp_path: Path) -> None:
    """A row that nothing enters and that cannot hold makes the file as infeasible as the plan."""
    arrays = _awkward()
    empty = csr_matrix((1, 7))
    from scipy.sparse import vstack

    told = model_file(
        replace(
            arrays,
            row_names=(*arrays.row_names, ("r", (5,))),
            matrix=vstack([arrays.matrix, empty]).tocsr(),
            row_lower=np.append(arrays.row_lower, 1.0),
            row_upper=np.append(arrays.row_upper, math.inf),
        )
    )
    for form in FORMATS:
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.readModel(str(_written(told, form, tmp_path)))
        highs.run()
        assert highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible
