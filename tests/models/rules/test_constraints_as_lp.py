"""Each constraint alone, written as an LP that a reader can hold against the mathematics.

A golden file shows the constraint's rows for a tiny plan (``constraints.py``) and the bounds of the variables
in them. ``pytest --update-golden`` writes the files anew; the diff is read in review.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyomo.environ as pyo
import pytest
from constraints import CONSTRAINTS
from pyomo.repn.tests.lp_diff import lp_diff

from models.formulation.build import build_plan

HERE = Path(__file__).parent
GOLDEN = HERE / "lp"
RULES = HERE.parents[2] / "models" / "formulation" / "rules"


def _as_lp(constraint: str, path: Path) -> str:
    """Return the LP of one constraint of its plan, all others left out."""
    m = build_plan(CONSTRAINTS[constraint]())
    for component in (*m.component_objects(pyo.Constraint), m.risk_adjusted_cost):
        if component.local_name != constraint:
            component.deactivate()
    if constraint != "risk_adjusted_cost":
        m.nothing = pyo.Objective(expr=0.0)
    m.write(str(path), format="lp", io_options={"symbolic_solver_labels": True})
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_constraint_reads_as_it_did(constraint: str, tmp_path: Path, update_golden: bool) -> None:
    """The rows of the constraint, coefficient by coefficient."""
    written = _as_lp(constraint, tmp_path / "constraint.lp")
    golden = GOLDEN / f"{constraint}.lp"
    if update_golden:
        golden.write_text(written, encoding="utf-8")
    differences, _ = lp_diff(golden.read_text(encoding="utf-8"), written, str(golden), "as written now")
    assert not differences, (
        f"{constraint} reads differently; see the diff above, or run pytest --update-golden"
    )


def test_every_constraint_has_a_golden() -> None:
    """A constraint that nobody has written out is a constraint that nobody has read."""
    declared = {
        name
        for source in RULES.glob("*.py")
        for name in re.findall(
            r"m\.(\w+) = pyo\.(?:Constraint|Objective)\(", source.read_text(encoding="utf-8")
        )
    }
    assert declared == set(CONSTRAINTS) == {path.stem for path in GOLDEN.glob("*.lp")}


@pytest.mark.parametrize(
    "constraint", [constraint for constraint in CONSTRAINTS if constraint != "risk_adjusted_cost"]
)
def test_the_plan_of_a_constraint_has_it(constraint: str) -> None:
    """A golden without rows would say nothing."""
    assert len(getattr(build_plan(CONSTRAINTS[constraint]()), constraint)) > 0


def test_every_component_says_what_it_is_and_in_which_unit() -> None:
    """Variables, constraints, objective: their doc ends with a unit in brackets; sets say what they hold."""
    lacking = set()
    for plan in CONSTRAINTS.values():
        m = build_plan(plan())
        for kind in (pyo.Var, pyo.Constraint, pyo.Objective):
            for component in m.component_objects(kind):
                if not re.search(r"\S \[[^\]]+\]$", component.doc or ""):
                    lacking.add(f"{component.local_name}: {component.doc}")
        lacking |= {component.local_name for component in m.component_objects(pyo.Set) if not component.doc}
    assert not lacking
