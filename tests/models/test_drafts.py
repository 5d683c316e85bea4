"""Parts of a plan taken over from a plan like it: to the last number what they are when written anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

import pytest
from cases import from_sheets
from random_additions import richer_sheets
from random_plans import random_sheets

from models.decomposition import drafts as drafts_room
from models.decomposition.drafts import Drafts, DraftsLike, KeptDrafts, drafts_for
from models.decomposition.split import Split, split_plan
from models.formulation.touched import PLAN, RECORDS, touched_between
from models.plan.data import OfferSpec, PlanData, ProductSpec
from models.plan.names import TRUNK
from models.plan.tree import Tree
from models.solver.standard_form import Arrays
from planner.assemble import assemble
from planner.workbook.reading.reader import tables_from

MAPPINGS = ("items", "suppliers", "offers", "products", "processes", "investments", "scenarios")
ARRAYS = ("cost", "lower", "upper", "whole", "row_lower", "row_upper", "numbers", "units", "counts")
MORE_THAN_ZERO = {"price", "fx", "fx_by_month", "life", "order_multiple"}
"""Numbers that no plan has at 0."""
SEEDS = (7, 15, 23, 42, 77, 91)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Begin and end with nothing kept."""
    drafts_room._last.clear()
    yield
    drafts_room._last.clear()


def plan(seed: int) -> PlanData:
    """Return a rich random plan."""
    return assemble(from_sheets(random_sheets(seed)))


def another(value: Any) -> Any:
    """Return another value in place of one."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value * 0.75 + 0.125
        case None:
            return 3.0
        case tuple():
            return tuple(another(x) for x in value)
        case Mapping():
            return {key: another(each) for key, each in value.items()}
    raise TypeError(value)


def none_left(value: Any) -> Any:
    """Return nothing in place of a number: columns and rows may go with it."""
    match value:
        case int() | float():
            return type(value)(0)
        case tuple():
            return tuple(none_left(x) for x in value)
        case Mapping():
            return {key: none_left(each) for key, each in value.items()}
    return value


def changed_records(data: PlanData, name: str) -> Iterator[tuple[str, PlanData]]:
    """Yield a plan with each number of one of its records changed that is known to touch little."""
    records = getattr(data, name)
    for key, record in records.items():
        for field in RECORDS[type(record)]:
            other = replace(record, **{field: another(getattr(record, field))})
            yield f"{name}/{key}/{field}", replace(data, **{name: {**records, key: other}})
        if isinstance(record, ProductSpec):
            designs = {v: replace(spec, unit_cost=spec.unit_cost + 1) for v, spec in record.designs.items()}
            other = replace(record, designs=designs)
            yield f"{name}/{key}/designs", replace(data, **{name: {**records, key: other}})
        return  # one of each kind: the first


def changed_plans(data: PlanData) -> Iterator[tuple[str, PlanData]]:
    """Yield plans in which one number is another, or a rule is gone, or several things are."""
    several = data
    for name in MAPPINGS:
        for label, other in changed_records(data, name):
            yield label, other
        several = replace(several, **{name: getattr(other, name)}) if getattr(data, name) else several
    for name in PLAN:
        if name != "rules":
            yield name, replace(data, **{name: another(getattr(data, name))})
    for key, rule in data.rules.items():
        yield f"without {key}", replace(data, rules={k: r for k, r in data.rules.items() if k != key})
        for field in ("share", "penalty", "always", "at_most", "horizon"):
            if field == "penalty" and rule.unless_short:
                continue
            other = replace(rule, **{field: another(getattr(rule, field))})
            yield f"{key}/{field}", replace(data, rules={**data.rules, key: other})
    yield "several", replace(several, risk_weight=0.5, discount_rate=0.01)


def assert_same(one: Arrays, other: Arrays) -> None:
    """Every name, bound, side, cost and coefficient is the same, in the same order."""
    assert tuple(one.names) == tuple(other.names)
    assert tuple(one.row_names) == tuple(other.row_names)
    assert one.least_cost == other.least_cost
    for part in ARRAYS:
        ours, theirs = getattr(one, part), getattr(other, part)
        assert (ours is None) == (theirs is None), part
        assert ours is None or ours.tolist() == theirs.tolist(), part
    assert abs(one.matrix - other.matrix).max() == 0.0


def assert_alike(ours: Split, anew: Split) -> None:
    """Two ways of cutting up a plan have cut it up alike."""
    assert_same(ours.base, anew.base)
    assert_same(ours.master, anew.master)
    for one, other in zip(ours.subproblems, anew.subproblems, strict=True):
        assert one.scenarios == other.scenarios
        assert_same(one.arrays, other.arrays)
        assert list(one.model.charges) == list(other.model.charges)
        assert one.model.data is ours.data
        assert {n: dict(of) for n, of in one.model.variables.items()} == {
            n: dict(of) for n, of in other.model.variables.items()
        }
        assert one.model.windows_owed == other.model.windows_owed
        assert (one.here.tolist(), one.there.tolist()) == (other.here.tolist(), other.there.tolist())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_that_is_said_to_touch_little_does(seed: int) -> None:
    """A plan with each of them changed, from the parts of the plan before and from nothing."""
    data = plan(seed)
    split_plan(data, drafts=KeptDrafts(data))
    (kept,) = drafts_room._last
    for label, other in changed_plans(data):
        touched = touched_between(data, other)
        assert touched is not None, label
        drafts = DraftsLike(other, kept, touched)
        try:
            assert_alike(split_plan(other, drafts=drafts), split_plan(other, drafts=Drafts(other)))
        except AssertionError as error:
            raise AssertionError(label) from error


@pytest.mark.parametrize("seed", [1, 3, 5, 9, 13])
def test_numbers_that_go_in_plans_with_pools_places_and_a_past(seed: int) -> None:
    """Every record's numbers that may be 0, each of them 0 in turn."""
    tables, _ = tables_from(richer_sheets(seed))
    assert tables is not None
    data = assemble(tables)
    split_plan(data, drafts=KeptDrafts(data))
    (kept,) = drafts_room._last
    changes = 0
    for name in MAPPINGS:
        records = getattr(data, name)
        for key, record in records.items():
            for field in RECORDS[type(record)].keys() - MORE_THAN_ZERO:
                value = getattr(record, field)
                if none_left(value) == value:
                    continue
                other = replace(
                    data, **{name: {**records, key: replace(record, **{field: none_left(value)})}}
                )
                touched = touched_between(data, other)
                assert touched is not None, field
                drafts = DraftsLike(other, kept, touched)
                assert_alike(split_plan(other, drafts=drafts), split_plan(other, drafts=Drafts(other)))
                changes += 1
    assert changes > 20


def test_the_list_names_numbers_that_there_are() -> None:
    """A renamed number would make every change of it touch anything."""
    assert PLAN.keys() <= {field.name for field in fields(PlanData)}
    for kind, numbers in RECORDS.items():
        assert numbers.keys() <= {field.name for field in fields(kind)}


def test_what_is_not_named_may_touch_anything() -> None:
    """Lead times, and what comes or goes: the plan is written anew."""
    data = plan(7)
    name, offer = next(iter(data.offers.items()))
    later = replace(data, offers={**data.offers, name: replace(offer, lead_time=offer.lead_time + 1)})
    fewer = replace(data, offers={k: spec for k, spec in data.offers.items() if k != name})
    split_plan(data, drafts=drafts_for(data, near=False))
    for other in (later, fewer):
        assert touched_between(data, other) is None
        assert type(drafts_for(other, near=True)) is Drafts
    assert OfferSpec in RECORDS
    assert "lead_time" not in RECORDS[OfferSpec]


def test_what_is_the_same_is_not_made_again() -> None:
    """A lone branch is the same however likely it is; with other prices only its costs are others."""
    dear = (data for data in map(plan, range(200)) if Tree(data).units.least_cost == 1.0)
    data = next(data for data in dear if any(spec.after == TRUNK for spec in data.scenarios.values()))
    before = split_plan(data, drafts=drafts_for(data, near=False))
    key, spec = next(iter(data.scenarios.items()))
    likelier = replace(
        data, scenarios={**data.scenarios, key: replace(spec, probability=spec.probability / 2)}
    )
    after = split_plan(likelier, drafts=drafts_for(likelier, near=True))
    for one, other in zip(before.subproblems, after.subproblems, strict=True):
        assert len(one.scenarios) > 1 or one.arrays is other.arrays
    dearer = replace(data, offers={k: replace(o, price=o.price * 2) for k, o in data.offers.items()})
    after = split_plan(dearer, drafts=drafts_for(dearer, near=True))
    for one, other in zip(before.subproblems, after.subproblems, strict=True):
        assert len(one.scenarios) > 1 or one.arrays.matrix is other.arrays.matrix


def test_a_plan_too_large_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parts let go of their rows, and what was kept before is let go of, too."""
    monkeypatch.setattr(drafts_room, "MOST_KEPT", 10)
    data = plan(7)
    split = split_plan(data, drafts=drafts_for(data, near=False))
    assert not drafts_room._last
    assert not any(hasattr(subproblem.model, "rows") for subproblem in split.subproblems)
    assert type(drafts_for(data, near=True)) is KeptDrafts
