"""Drafts: the same rules as Pyomo's model, straight into arrays."""

from __future__ import annotations

import pytest
from cases import from_sheets
from random_plans import random_sheets

from models.formulation.array_backend import ArrayModel, Constraint, Names, found_in
from models.formulation.build import build_array_model, build_plan
from models.formulation.charges import one_by_one
from models.formulation.pyomo_backend import as_array_model
from models.formulation.rules.costs import COST_TERMS, FIRST_STAGE_TERMS
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
    assert_same(drafted, compile_model(as_array_model(build_plan(data)), keep_unused=keep_unused))


@pytest.mark.parametrize("seed", [0, 7, 23])
def test_what_is_kept_of_a_model_says_the_same_in_a_tenth_of_the_room(seed: int) -> None:
    """Numbers and charges of a branch are kept in columns while a plan that is cut up is searched."""
    model = build_array_model(assemble(from_sheets(random_sheets(seed))))
    numbers = {name: dict(of) for name, of in model.variables.items()}
    terms = {**COST_TERMS, **FIRST_STAGE_TERMS}
    charges = [(component, charge) for component, make in terms.items() for charge in one_by_one(make(model))]
    model.let_go()
    assert {name: dict(of) for name, of in model.variables.items()} == numbers
    assert {name: {index: of[index] for index in of} for name, of in model.variables.items()} == numbers
    assert list(model.charges) == [each for each in charges if each[1].rate != 0.0]


def test_a_constraint_without_a_rule_is_refused() -> None:
    """A constraint that says nothing is a mistake in the rules, not an empty constraint."""
    with pytest.raises(ValueError, match="nothing has no rule"):
        ArrayModel().nothing = Constraint()


def test_names_kept_in_groups_are_the_names() -> None:
    """One by one, by their places, and beside others of their kind."""
    names = [("v_a", (1, "s")), ("v_a", (2, "s")), ("v_b", (None,)), ("v_a", (3, "s"))]
    kept = Names.of(names)
    assert list(kept) == names
    assert len(kept) == len(names)
    assert [kept[k] for k in range(-4, 4)] == [*names, *names]
    assert kept[1:3] == tuple(names[1:3])
    assert kept == Names.of(iter(names))
    assert kept != Names.of(names[:3])
    assert list(Names.of([])) == []
    with pytest.raises(IndexError):
        kept[4]


def test_names_wanted_are_found_with_their_numbers() -> None:
    """In groups or one by one, a name that comes twice too."""
    names = [("a", (1,)), ("b", (1,)), ("b", (2,)), ("a", (2,)), ("c", (None,))]
    for known in (names, tuple(names), Names.of(names)):
        assert list(found_in(known, {"a", "c"})) == [(0, names[0]), (3, names[3]), (4, names[4])]
        assert list(found_in(known, {"d"})) == []
