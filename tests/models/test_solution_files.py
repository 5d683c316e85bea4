"""Solutions of five solvers: values by name; everything that is no solution is refused with its line."""

from __future__ import annotations

import pytest

from models.solver.solution_files import NotASolution, read_solution

COLUMNS = ("x1", "x2", "x3")
HIGHS = """Model status
Optimal

# Primal solution values
Feasible
Objective 12.5
# Columns 3
x1 1
x2 0
x3 2.5
# Rows 1
r1 7

# Dual solution values
Feasible
# Columns 3
x1 0
x2 4
x3 0
# Rows 1
r1 -1

# Basis
HiGHS v1
None
"""
SCIP = """solution status: optimal solution found
objective value:                                 12.5
x1                                                  1 \t(obj:2)
x3                                                2.5 \t(obj:4.2)
"""
GUROBI = """# Solution for model plan
# Objective value = 1.2500000000000000e+01
x1 1
x2 0
x3 2.5
"""
COPT = """# Objective value 12.5
x1 1
x2 0
x3 2.5
"""
CBC = """Optimal - objective value 12.50000000
      0 x1                     1                       2
**    2 x3                   2.5                     4.2
"""
FILES = {"highs": HIGHS, "scip": SCIP, "gurobi": GUROBI, "copt": COPT, "cbc": CBC}


@pytest.mark.parametrize("solver", FILES)
def test_each_solver_s_file_gives_its_values(solver: str) -> None:
    """Columns that are left out are 0; objective and solver are what the file says."""
    told = read_solution(FILES[solver], COLUMNS)
    assert told.solver == solver
    assert {name: told.values.get(name, 0.0) for name in COLUMNS} == {"x1": 1.0, "x2": 0.0, "x3": 2.5}
    assert told.objective == 12.5


def test_scip_s_best_solution_has_no_status() -> None:
    """``writeBestSol`` begins with the objective."""
    told = read_solution(SCIP.partition("\n")[2], COLUMNS)
    assert told.solver == "scip"
    assert told.values == {"x1": 1.0, "x3": 2.5}


def test_a_file_from_windows_is_read() -> None:
    """Its lines end otherwise."""
    assert read_solution(GUROBI.replace("\n", "\r\n"), COLUMNS).values["x3"] == 2.5


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("", "empty", 0),
        ("\n \n", "empty", 0),
        ("offer,price\nA,1\n", "format", 1),
        ("PK\x03\x04", "format", 1),
        (GUROBI.replace("x2 0", "x2"), "format", 4),
        (GUROBI.replace("x2 0", "x2 none"), "number", 4),
        (GUROBI.replace("x2 0", "x2 nan"), "number", 4),
        (GUROBI.replace("x2 0", "x2 inf"), "number", 4),
        (GUROBI.replace("x2 0", "y2 0"), "name", 4),
        (GUROBI.replace("x2 0", "x1 0"), "twice", 4),
        (CBC.replace("x3                   2.5                     4.2", "x3"), "format", 3),
        ("Infeasible - objective value 0.00000000\n", "no solution", 1),
        ("solution status: infeasible\nno solution available\n", "no solution", 1),
        ("Model status\nInfeasible\n\n# Primal solution values\nNone\n", "no solution", 1),
        ("# Solution for model plan\n", "no solution", 1),
    ],
)
def test_what_is_no_solution_is_refused(text: str, what: str, line: int) -> None:
    """With the line that is wrong."""
    with pytest.raises(NotASolution) as refused:
        read_solution(text, COLUMNS)
    assert (refused.value.what, refused.value.line) == (what, line)
