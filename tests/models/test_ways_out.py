"""Why there is no plan: what clashes is irreducible, and each change out of it as small as can be typed.

Whatever the diagnosis says is held against plain solves of the plan with other limits.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import branches, from_sheets, item_row, offer_row, tiny_plan, tiny_sheets
from infeasible_plans import ALL, MISFITS, Misfit, both
from random_plans import random_sheets

from models.errors import Infeasible
from models.infeasibility.limits import (
    FIELDS,
    Limit,
    Step,
    field_of,
    grid,
    limits_of,
    looser_is_more,
    loosest,
    needs_of,
    number_of,
    value_of,
    with_value,
)
from models.infeasibility.loosening import Change, InfeasibleSubset, Way
from models.infeasibility.ways_out import changed, diagnose
from models.plan.data import ItemSpec, PlanData
from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble

OPTIONS = Options(gap=1e-6, threads=1, time_limit=60.0)
ANY_PLAN = replace(OPTIONS, gap=10.0)


def has_plan(data: PlanData) -> bool:
    """Tell whether a plan can be, by solving it."""
    try:
        solve_plan(replace(data, risk_weight=0.0), ANY_PLAN)
    except Infeasible:
        return False
    return True


def let_go(data: PlanData, limit: Limit) -> PlanData:
    """Return the plan in which a limit asks nothing."""
    value = None if limit.field == "share" else loosest(data, limit, needs_of(data))
    return with_value(data, limit, value)


def step_back(data: PlanData, change: Change) -> float | None:
    """Return the value one step tighter than a change; ``None`` where there is none short of the old one."""
    if change.new is None or field_of(change.limit).step is Step.SWITCH:
        return None
    new, sign = float(change.new), -1 if looser_is_more(data, change.limit) else 1
    tighter = float(f"{new + sign * grid(change.limit, new):.12g}")
    return tighter if sign * (number_of(data, change.limit) - tighter) > 0 else None


def confirm_way(data: PlanData, way: Way) -> None:
    """Fail where a way leads to no plan, or does with a smaller change."""
    after = changed(data, way)
    assert has_plan(after), way
    for change in way.changes:
        tighter = step_back(data, change)
        if tighter is not None:
            assert not has_plan(with_value(after, change.limit, tighter)), (way, tighter)


def confirm_clash(data: PlanData, subset: InfeasibleSubset) -> None:
    """Fail where limits that are said to clash can hold, or could not without one of them."""
    alone = data
    for limit in limits_of(data):
        same_rows = limit.field == "cover_from" and Limit("cover_days", limit.key) in subset.limits
        if limit not in subset.limits and not same_rows:
            alone = let_go(alone, limit)
    assert not has_plan(alone), subset
    members: dict[object, list[Limit]] = {}
    for limit in subset.limits:  # those of one exclusive group make one constraint
        members.setdefault(value_of(data, limit) if limit.field == "excludes" else limit, []).append(limit)
    for group in members.values():
        without = alone
        for limit in group:
            without = let_go(without, limit)
        assert has_plan(without), group


def plan_of(misfit: Misfit) -> PlanData:
    return assemble(from_sheets(misfit.sheets))


@pytest.mark.parametrize("name", MISFITS)
def test_each_limit_is_named_and_changed_as_little_as_it_takes(name: str) -> None:
    """Its kind alone, it takes the change computed by hand; no way could do with less."""
    misfit = MISFITS[name]
    data, limit = plan_of(misfit), Limit(misfit.field, misfit.key)
    assert not has_plan(data)
    found = diagnose(data, OPTIONS)
    assert found.complete
    assert any(limit in subset.limits for subset in found.infeasible_subsets) or misfit.field == "cover_from"
    own = [
        way for way in found.ways if {field_of(c.limit).family.value for c in way.changes} == {misfit.family}
    ]
    changes = [(c.limit, c.old, c.new) for way in own for c in way.changes]
    assert changes == [(limit, value_of(data, limit), misfit.new)], misfit.why
    for subset in found.infeasible_subsets:
        assert subset.irreducible
        confirm_clash(data, subset)
    for way in found.ways:
        assert way.least
        confirm_way(data, way)


def test_there_is_a_plan_that_cannot_be_for_every_kind_of_limit() -> None:
    """The least volume of a contract is named beside its least take; too many suppliers wanted: see below."""
    assert {misfit.field for misfit in MISFITS.values()} == set(FIELDS) - {"min_annual", "min_suppliers"}
    subset = diagnose(plan_of(MISFITS["least take"]), OPTIONS).infeasible_subsets[0]
    assert Limit("min_annual", ("c",)) in subset.limits


def test_more_suppliers_than_there_are() -> None:
    """Three are wanted and there is one, which the workbook's checks would refuse: ask for one."""
    data = tiny_plan(items={"Dy": ItemSpec(min_suppliers=3)})
    found = diagnose(data, OPTIONS)
    limit = Limit("min_suppliers", ("Dy",))
    assert found.infeasible_subsets == (InfeasibleSubset((limit,), irreducible=True),)
    assert found.ways == (Way((Change(limit, 3, 1.0),)),)


def test_whole_numbers_that_clash_alone_are_named() -> None:
    """The relaxation has a plan, so the solver names nothing; the smallest order is found all the same."""
    data = plan_of(MISFITS["smallest order"])
    with pytest.raises(Infeasible) as caught:
        solve_plan(data)
    assert caught.value.iis == ()
    assert Limit("moq", ("a",)) in diagnose(data, OPTIONS).infeasible_subsets[0].limits


def test_two_at_once_are_both_told() -> None:
    """Two items that are each too few: both clashes, and a way for both at once."""
    data = assemble(
        from_sheets(
            tiny_sheets(
                Products=ALL,
                Items=[item_row(), item_row("Nd")],
                Offers=[offer_row(max_per_month=8), offer_row("n", item="Nd", max_per_month=3)],
                BOM=[{"product": "P", "design": "std", "item": i, "quantity": 1} for i in ("Dy", "Nd")],
            )
        )
    )
    found = diagnose(data, OPTIONS)
    fill, dy, nd = (
        Limit("min_fill_rate", ("P",)),
        Limit("max_per_month", ("a",)),
        Limit("max_per_month", ("n",)),
    )
    assert {frozenset(subset.limits) for subset in found.infeasible_subsets} == {
        frozenset({fill, dy}),
        frozenset({fill, nd}),
    }
    ways = {frozenset((c.limit, c.new) for c in way.changes) for way in found.ways}
    assert ways == {frozenset({(fill, 0.3)}), frozenset({(dy, 10.0), (nd, 10.0)})}
    for way in found.ways:
        confirm_way(data, way)


def _confirm_pair(one: str, other: str) -> None:
    data = assemble(from_sheets(both(MISFITS[one], MISFITS[other])))
    found = diagnose(data, OPTIONS)
    assert found.ways
    confirm_clash(data, found.infeasible_subsets[0])
    for way in found.ways:
        confirm_way(data, way)
    months = {plan_of(MISFITS[name]).months for name in (one, other)}
    if len(months) == 1 and data.capex_budget is None:
        # Neither plan helps the other, so what is loosened in the smallest way belongs to both.
        assert {_is_second(change.limit) for change in found.ways[0].changes} == {False, True}


def _is_second(limit: Limit) -> bool:
    return any(name.endswith("2") for name in limit.key)


@pytest.mark.parametrize(("one", "other"), [("cap", "first order"), ("modules", "storage")])
def test_two_plans_in_one(one: str, other: str) -> None:
    """Two limits of two kinds at once: every way is small and is a way, and the first mends both."""
    _confirm_pair(one, other)


@pytest.mark.slow
@pytest.mark.parametrize("one", MISFITS)
def test_two_at_once(one: str) -> None:
    """So it is of each kind beside three others."""
    names = list(MISFITS)
    for step in (1, 4, 9):
        _confirm_pair(one, names[(names.index(one) + step) % len(names)])


def test_of_many_scenarios_those_that_press_are_told_and_a_way_holds_in_all() -> None:
    """A is out in one month or another; 9 must lie in stock for the worst of them."""
    events = branches(*((month, 0.05) for month in range(1, 8)), supplier="A", duration_months=1)
    sheets = tiny_sheets(
        (10.0,) * 8,
        Products=[ALL[0] | {"min_fill_rate": 0.5}],
        Items=[item_row(max_stock=2)],
        **events,
    )
    data = assemble(from_sheets(sheets))
    found = diagnose(data, OPTIONS)
    assert 0 < len(found.scenarios) < len(data.scenarios)
    assert found.infeasible_subsets
    for way in found.ways:
        confirm_way(data, way)


def test_of_a_group_as_few_as_must_be_leave_it() -> None:
    """K and J of one group are needed: K leaves it, and both cells are named as what clashes."""
    found = diagnose(plan_of(MISFITS["group"]), OPTIONS)
    named = {limit for limit in found.infeasible_subsets[0].limits if limit.field == "excludes"}
    assert named == {Limit("excludes", ("J",)), Limit("excludes", ("K",))}


def test_what_waits_for_an_investment_is_no_limit() -> None:
    """A line that has yet to be built has capacity 0; to be told to type in a capacity helps nobody."""
    sheets = MISFITS["process"].sheets | {
        "Processes": [{"process": "R", "capacity_per_month": 0}],
        "Investments": [{"investment": "K", "capex": 5, "adds_to": "process:R", "adds": 6}],
    }
    data = assemble(from_sheets(sheets))
    assert Limit("process_capacity", ("R",)) not in set(limits_of(data))
    changes = {change.limit.field for way in diagnose(data, OPTIONS).ways for change in way.changes}
    assert changes == {"min_fill_rate", "max_modules"}


@pytest.mark.parametrize("size", [1e-4, 1e6])
def test_the_size_of_the_numbers_does_not_matter(size: float) -> None:
    """8 of 10 a month, in milligrams or in tonnes: the same changes."""
    sheets = tiny_sheets((10 * size,) * 2, Products=ALL, Offers=[offer_row(max_per_month=8 * size)])
    found = diagnose(assemble(from_sheets(sheets)), OPTIONS)
    changes = {change.limit.field: change.new for way in found.ways for change in way.changes}
    assert changes == {"min_fill_rate": 0.8, "max_per_month": pytest.approx(10 * size, rel=1e-12)}
    assert all(subset.irreducible for subset in found.infeasible_subsets)


def test_a_plan_that_can_be_has_nothing_to_tell() -> None:
    """No clash and no way out."""
    found = diagnose(tiny_plan(), OPTIONS)
    assert (found.infeasible_subsets, found.ways, found.complete) == ((), (), True)


@pytest.mark.parametrize("seconds", [1e-9, 0.02, 0.05])
def test_when_the_time_is_up_what_is_found_stands(seconds: float) -> None:
    """The diagnosis says that it is not complete, and does not fail."""
    data = plan_of(MISFITS["group"])
    found = diagnose(data, replace(OPTIONS, time_limit=seconds))
    for way in found.ways:
        assert has_plan(changed(data, way))
    if seconds < 1e-6:
        assert (found.ways, found.complete) == ((), False)


def _tightened(data: PlanData, seed: int) -> PlanData:
    """Return a random plan that asks for more than it can have, most of the time."""
    kind = seed % 5
    data = replace(
        data,
        products={k: replace(v, min_fill_rate=(0.8, 0.9, 1.0)[seed % 3]) for k, v in data.products.items()},
    )
    if kind in (0, 1):
        data = replace(data, rules={k: replace(v, penalty=None) for k, v in data.rules.items()})
    if kind in (1, 2):
        data = replace(data, capex_budget=20.0)
    if kind in (2, 3):
        hard = {k: replace(v, cover_penalty=None, cover_again=None) for k, v in data.items.items()}
        data = replace(data, items=hard)
    if kind == 4:
        data = replace(data, items={k: replace(v, max_stock=7.0) for k, v in data.items.items()})
    return data


def _confirm_random(seed: int) -> None:
    data = _tightened(assemble(from_sheets(random_sheets(seed))), seed)
    if has_plan(data):
        assert diagnose(data, OPTIONS).ways == ()
        return
    found = diagnose(data, OPTIONS)
    assert found.ways
    for way in found.ways:
        confirm_way(data, way)
    for subset in found.infeasible_subsets:
        assert subset.irreducible
    confirm_clash(data, found.infeasible_subsets[0])


@pytest.mark.parametrize("seed", [4, 10, 139])
def test_random_plans_quickly(seed: int) -> None:
    """What the diagnosis of a plan of many subjects says holds in plain solves."""
    _confirm_random(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 120, 20))
def test_random_plans(first: int) -> None:
    """So it does of many."""
    for seed in range(first, first + 20):
        _confirm_random(seed)
