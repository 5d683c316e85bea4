"""The road to HiGHS: arrays as Pyomo sees the model, statuses as named errors, clashes, stopping."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from cases import (
    EXACT,
    confirm,
    contract,
    contract_row,
    from_sheets,
    many_lots,
    offer_row,
    spot,
    supplier_row,
    tiny_plan,
    tiny_sheets,
)
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from random_plans import random_sheets

from models.errors import Infeasible, StoppedWithoutPlan, Unbounded
from models.formulation.build import build_array_model, build_plan
from models.plan.data import DesignSpec, ItemSpec, PlanData, ProductSpec
from models.solver.dive import holding
from models.solver.highs import Options, Progress, Status, solve_arrays, version
from models.solver.iis import iis_rows
from models.solver.standard_form import compile_model, fixed_integers
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.tables import result_tables

# --- arrays ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 7, 23, 42])
def test_the_arrays_are_those_that_pyomo_itself_compiles(seed: int) -> None:
    """Every coefficient, bound, side and cost of a rich plan, against Pyomo's standard form."""
    data = assemble(from_sheets(random_sheets(seed)))
    m, ours = build_plan(data), compile_model(build_array_model(data))
    theirs = LinearStandardFormCompiler().write(m, mixed_form=True)

    variables = [m.component(name)[index if len(index) > 1 else index[0]] for name, index in ours.names]
    columns = [variable.name for variable in variables]
    matrix = ours.matrix.tocoo()
    rows = {constraint: k for k, constraint in enumerate(ours.row_names)}
    entries = {
        (int(r), columns[c]): x for r, c, x in zip(matrix.row, matrix.col, matrix.data, strict=True) if x
    }
    expected = {}
    for k, (constraint, _) in enumerate(theirs.rows):
        index = constraint.index() if isinstance(constraint.index(), tuple) else (constraint.index(),)
        at = rows[constraint.parent_component().local_name, index]
        line = theirs.A[[k], :].tocoo()
        expected |= {(at, theirs.columns[c].name): x for c, x in zip(line.col, line.data, strict=True) if x}
        kind, side = theirs.rows[k].bound_type, theirs.rhs[k]
        assert ours.row_upper[at] == (pytest.approx(side) if kind >= 0 and kind != -1 else np.inf)
        assert ours.row_lower[at] == (pytest.approx(side) if kind <= 0 else -np.inf)
    assert entries == pytest.approx(expected)

    costs = dict(zip((v.name for v in theirs.columns), theirs.c.toarray()[0], strict=True))
    assert dict(zip(columns, ours.cost, strict=True)) == pytest.approx(costs)
    for variable, low, high, whole in zip(variables, ours.lower, ours.upper, ours.whole, strict=True):
        lower, upper = variable.bounds
        assert low == (-np.inf if lower is None else lower)
        assert high == (np.inf if upper is None else upper)
        assert whole == (not variable.is_continuous())


def test_a_variable_already_decided_is_a_column_with_one_value() -> None:
    """A qualified supplier's y."""
    plan = tiny_plan(offers={"a": spot(max_annual=30.0)})
    arrays = compile_model(build_array_model(plan))
    at = [name for name, _ in arrays.names].index("v_qualified")
    assert (arrays.lower[at], arrays.upper[at]) == (1, 1)
    assert arrays.size["integers"] == 0


def test_whole_numbers_are_fixed_to_the_nearest() -> None:
    arrays = compile_model(build_array_model(tiny_plan(offers={"a": spot(order_cost=9.0)})))
    values = np.where(arrays.whole, 0.9999, 3.0)
    fixed = fixed_integers(arrays, values)
    assert not fixed.whole.any()
    assert set(fixed.lower[arrays.whole]) == set(fixed.upper[arrays.whole]) == {1.0}
    assert np.array_equal(fixed.lower[~arrays.whole], arrays.lower[~arrays.whole])


# --- statuses -------------------------------------------------------------------------------------------


def _starved(**changes: object) -> PlanData:
    """Return a plan that must serve 0.9 of 20 and can buy 12."""
    product = ProductSpec(50.0, (10.0, 10.0), {"std": DesignSpec(use={"Dy": 1.0})}, min_fill_rate=0.9)
    return tiny_plan(products={"P": product}, offers={"a": spot(max_per_month=6.0)}, **changes)


def test_no_plan_is_infeasible_and_the_subset_names_the_constraints() -> None:
    """The service floor asks for what orders, within their bounds, cannot bring."""
    with pytest.raises(Infeasible) as caught:
        solve_plan(_starved())
    names = {name for name, _ in caught.value.iis}
    assert ("service_floor", ("P", "0")) in caught.value.iis
    assert "v_order_qty" in names  # the monthly maximum is a bound of the order
    assert caught.value.exit_code == 4


def test_a_clash_is_irreducible() -> None:
    """Without any one of its constraints there is a plan."""
    arrays = compile_model(build_array_model(_starved()))
    constraints = list(iis_rows(arrays, Options()))
    for constraint in constraints:
        rows = np.array([other == constraint for other in arrays.row_names])
        columns = np.array([name == constraint for name in arrays.names])
        freed = replace(
            arrays,
            row_lower=np.where(rows, -np.inf, arrays.row_lower),
            row_upper=np.where(rows, np.inf, arrays.row_upper),
            upper=np.where(columns, np.inf, arrays.upper),
        )
        assert solve_arrays(freed, EXACT, "testing").status is Status.OPTIMAL, constraint


def test_whole_numbers_alone_can_leave_no_plan() -> None:
    """At least 5 from A, at most half of all with B's 7, and 8 to an order: only the LP has a plan.

    So the clash is empty.
    """
    sheets = tiny_sheets(
        (10.0,),
        Suppliers=[supplier_row(), supplier_row("B")],
        Offers=[
            contract_row(signed="yes", min_annual=120, min_take=0.5, moq=8),
            offer_row("b", "B", max_per_month=7),
        ],
        Rules=[{"rule": "half", "measure": "supplier", "member": "A", "share": 0.5}],
    )
    with pytest.raises(Infeasible) as caught:
        solve_plan(assemble(from_sheets(sheets)), EXACT)
    assert caught.value.iis == ()


@pytest.mark.parametrize("offer", [spot(), spot(order_cost=9.0)])
def test_a_cost_that_falls_without_end_is_unbounded(offer: object) -> None:
    """Somebody pays for missing cover; as an LP and as a MIP."""
    plan = tiny_plan(items={"Dy": ItemSpec(cover_days=30.0, cover_penalty=-1.0)}, offers={"a": offer})
    with pytest.raises(Unbounded):
        solve_plan(plan)


def test_no_time_means_no_plan() -> None:
    with pytest.raises(StoppedWithoutPlan) as caught:
        solve_plan(_hard(), Options(time_limit=0.0))
    assert caught.value.exit_code == 5


def _hard() -> PlanData:
    return assemble(from_sheets(many_lots()))


def test_stopping_keeps_the_best_plan_found() -> None:
    """Stopped at the first incumbent: a whole plan with its gap, confirmed by the audit."""
    stop = threading.Event()

    def at_first_plan(progress: Progress) -> None:
        if progress.incumbent is not None:
            stop.set()

    tables = from_sheets(many_lots())
    solution = solve_plan(
        assemble(tables), Options(gap=0.0, threads=1, progress=at_first_plan, stop=stop, time_limit=60.0)
    )
    assert solution.status == "stopped"
    assert solution.gap > 0
    assert solution.bound <= solution.objective
    confirm(solution, result_tables(solution, tables.start), tables)


def test_progress_and_log_are_told() -> None:
    """Phases by name, never a number that is not finite, and the solver's own log line by line."""
    told: list[Progress] = []
    lines: list[str] = []
    solve_plan(tiny_plan(offers={"a": spot(order_cost=9.0)}), Options(progress=told.append, log=lines.append))
    assert told[0].phase == "building"
    assert all(p.bound is None or np.isfinite(p.bound) for p in told)
    assert any("HiGHS" in line for line in lines)
    assert version().count(".") == 2


def test_a_gap_below_one_is_absolute() -> None:
    """A plan that costs 0: the gap is measured against 1."""
    solution = solve_plan(tiny_plan(offers={"a": spot(price=0.0)}), EXACT)
    assert solution.objective == 0
    assert solution.gap == 0


def test_the_reported_plan_has_whole_numbers() -> None:
    solution = solve_plan(_signed(), EXACT)
    for name in ("v_signed", "v_qualified", "v_order_placed"):
        assert all(value in (0, 1) for value in solution.values[name].values())


def _signed() -> PlanData:
    offers: dict[str, object] = {
        "c": contract(origin="c", contract_cost=5.0),
        "a": spot(order_cost=3.0, price=3.0),
    }
    return tiny_plan(offers=offers)


@pytest.mark.parametrize("make", [_signed, tiny_plan])
def test_the_size_of_the_model_is_reported(make: Callable[[], PlanData]) -> None:
    solution = solve_plan(make(), EXACT)
    assert set(solution.size) == {"rows", "columns", "integers", "nonzeros"}
    assert solution.size["rows"] > 0


def test_a_search_ends_when_its_bound_is_high_enough() -> None:
    """The bound of the relaxation is all that was asked for: the search ends at its root."""
    arrays = compile_model(build_array_model(_hard()))
    relaxed = solve_arrays(arrays, EXACT, "searching", relaxed=True)
    begun = holding(arrays, np.ceil(relaxed.values), EXACT)
    assert begun is not None
    asked = replace(
        EXACT, proven=relaxed.objective - 1.0, time_limit=20.0, progress=lambda _: None, threads=1
    )
    found = solve_arrays(arrays, asked, "searching", start=begun.values)
    assert found.status is Status.STOPPED
    assert found.nodes <= 1
    assert asked.proven is not None
    assert asked.proven <= found.bound <= found.objective <= begun.objective + 1e-6
