"""Drafts: the same rules as Pyomo's model, straight into arrays."""

from __future__ import annotations

import pytest
from cases import from_sheets
from random_plans import random_sheets

from models.formulation.array_backend import ArrayModel, Constraint
from models.formulation.build import build_array_model, build_plan
from models.solver.standard_form import Arrays, compile_model
from planner.assemble import assemble


def assert_same(one: Arrays, other: Arrays) -> None:
    """Every name, bound, side, cost and coefficient is the same, in the same order."""
    assert one.names == other.names
    assert one.row_names == other.row_names
    for part in ("cost", "lower", "upper", "whole", "row_lower", "row_upper", "money", "numbers"):
        assert getattr(one, part).tolist() == getattr(other, part).tolist(), part
    assert abs(one.matrix - other.matrix).max() == 0.0


@pytest.mark.parametrize("keep_unused", [False, True])
@pytest.mark.parametrize("seed", [0, 7, 23, 42])
def test_a_draft_holds_what_the_model_of_pyomo_holds(seed: int, *, keep_unused: bool) -> None:
    """A rich plan written both ways, number by number."""
    data = assemble(from_sheets(random_sheets(seed)))
    drafted = compile_model(build_array_model(data), keep_unused=keep_unused)
    assert_same(drafted, compile_model(build_plan(data), keep_unused=keep_unused))


def test_a_constraint_without_a_rule_is_refused() -> None:
    """A constraint that says nothing is a mistake in the rules, not an empty constraint."""
    with pytest.raises(ValueError, match="nothing has no rule"):
        ArrayModel().nothing = Constraint()
