"""What a plan can do without is found by its rows, and the least cost stays what it is without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from networks import network

from models.formulation.build import build_array_model
from models.solver.highs import Options, Status, solve_arrays
from models.solver.spare import spared, without_disposal, without_price
from models.solver.standard_form import Arrays, compile_model
from models.solver.whole_flows import dear_columns, is_network_of_whole_numbers
from models.solving.openings import search
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.pipeline import read

CASES = Path(__file__).parents[1] / "cases"
EXACT = Options(gap=1e-7, threads=1)
SEEDS = range(10)


def balance_of(arrays: Arrays, number: int) -> np.ndarray:
    """Return the disposal columns of the arrays that are open in a balance."""
    row = arrays.matrix[[number]].indices
    return row[[arrays.names[k][0] == "disposed" and arrays.upper[k] > 0 for k in row]]


def row_named(arrays: Arrays, *name: object) -> int:
    """Return the number of a row."""
    return list(arrays.row_names).index(("balance", tuple(name)))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_is_thrown_away_is_missed(seed: int) -> None:
    """Random networks cost the same without disposal, and none of it is left."""
    arrays = network(seed)
    closed = without_disposal(arrays)
    thrown = [k for k, (name, _) in enumerate(arrays.names) if name == "disposed"]
    assert thrown
    assert not closed.upper[thrown].any()
    with_it, without = solve_arrays(arrays, EXACT, "searching"), solve_arrays(closed, EXACT, "searching")
    assert without.objective == pytest.approx(with_it.objective, rel=1e-6)


def changed(arrays: Arrays, **of: tuple[str, float]) -> Arrays:
    """Return the arrays with one thing of all columns of a name changed: ``cost=("flow", -1.0)``."""
    fields = {}
    for field, (name, value) in of.items():
        found = getattr(arrays, field).copy()
        found[[k for k, (known, _) in enumerate(arrays.names) if known == name]] = value
        fields[field] = found
    return replace(arrays, **fields)


@pytest.mark.parametrize(
    "of",
    [
        {"cost": ("flow", -1.0)},
        {"lower": ("flow", 0.5)},
        {"upper": ("disposed", 3.0)},
        {"cost": ("disposed", 1.0)},
    ],
    ids=["paid to bring", "must bring", "little room", "dear to throw away"],
)
def test_what_may_have_to_be_thrown_away_stays(of: dict[str, tuple[str, float]]) -> None:
    """Where bringing earns or is owed, or where not everything can be thrown away a step before."""
    arrays = changed(network(0), **of)
    assert without_disposal(arrays) is arrays


def test_what_is_there_whatever_is_decided_may_be_thrown_away() -> None:
    """A node into which something comes by itself keeps its disposal; the others lose theirs."""
    arrays = network(0)
    row = row_named(arrays, 0, 3)
    lower, upper = arrays.row_lower.copy(), arrays.row_upper.copy()
    lower[row] = upper[row] = -2.0
    closed = without_disposal(replace(arrays, row_lower=lower, row_upper=upper))
    assert len(balance_of(closed, row)) == 1
    assert len(balance_of(closed, row_named(arrays, 0, 2))) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_what_nothing_is_paid_for_only_has_to_hold(seed: int) -> None:
    """A scenario without weight is left out; the plan of the rest has every column and holds."""
    arrays = network(seed)
    first = np.array([name != "open" and index[0] == 0 for name, index in arrays.names])
    arrays = replace(arrays, cost=np.where(first, 0.0, arrays.cost))
    assert np.array_equal(without_price(without_disposal(arrays)) & first, first)
    less = spared(arrays, EXACT)
    assert less is not None
    assert not less.kept[first].any()
    found = less.whole_plan(solve_arrays(less.arrays, EXACT, "searching"))
    usual = solve_arrays(arrays, EXACT, "searching")
    assert found.objective == pytest.approx(usual.objective, rel=1e-6)
    activity = arrays.activity(found.values)
    assert np.all(activity >= arrays.row_lower - 1e-6)
    assert np.all(activity <= arrays.row_upper + 1e-6)


def test_a_network_of_whole_numbers_is_known() -> None:
    """Not where something is lost on the way, where a number is broken, or where a column feeds two nodes."""
    arrays = network(0)
    assert is_network_of_whole_numbers(arrays)
    assert not is_network_of_whole_numbers(replace(arrays, row_lower=arrays.row_lower + 0.5))
    lossy, twice = arrays.matrix.tolil(), arrays.matrix.tolil()
    flow = arrays.names.index(("flow", (0, 1)))
    row = row_named(arrays, 0, 1)
    for number in range(1, 6):
        twice[row_named(arrays, 0, number), flow] = 1.0
    lossy[row, int(np.flatnonzero(arrays.matrix[[row]].toarray()[0])[0])] = 0.9
    assert not is_network_of_whole_numbers(replace(arrays, matrix=lossy.tocsr()))
    assert not is_network_of_whole_numbers(replace(arrays, matrix=twice.tocsr()))


@pytest.mark.parametrize("price", [60.0, 500.0, 5000.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_networks_cost_the_same_whatever_a_shortage_costs(seed: int, price: float) -> None:
    """Cheap enough to pay, dear, and too dear: cost and bound are those of a plain search."""
    arrays = network(seed, price)
    found, usual = search(arrays, EXACT, None), solve_arrays(arrays, EXACT, "searching")
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(usual.objective, rel=1e-6)
    assert found.bound == pytest.approx(usual.objective, rel=1e-6)
    again = search(arrays, EXACT, usual.values)
    assert again.objective == pytest.approx(usual.objective, rel=1e-6)


def test_what_is_dear_is_told_by_the_relaxation() -> None:
    """A shortage of 5,000 is dear, one of 3 is not; a plan with one costs no less than is said."""
    dear = dear_columns(network(1, 5000.0), EXACT)
    assert dear is not None
    arrays = network(1, 5000.0)
    best = solve_arrays(arrays, EXACT, "searching")
    for column in np.flatnonzero(dear.columns):
        lower = arrays.lower.copy()
        lower[column] = 1.0
        forced = solve_arrays(replace(arrays, lower=lower), EXACT, "searching")
        assert forced.objective >= dear.least - 1e-6
    assert dear.least > best.bound
    assert dear_columns(network(1, 3.0), EXACT) is None


def test_what_cannot_be_without_a_shortage_is_searched_with_it() -> None:
    """Demand beyond every capacity: without shortage there is no plan, with it the same as ever."""
    arrays = network(2, 5000.0)
    sides = arrays.row_lower.copy()
    sides[row_named(arrays, 0, 4)] += 200.0
    upper = np.where(np.isinf(sides), arrays.row_upper, sides)
    arrays = replace(arrays, row_lower=sides, row_upper=upper)
    found, usual = search(arrays, EXACT, None), solve_arrays(arrays, EXACT, "searching")
    assert found.objective == pytest.approx(usual.objective, rel=1e-6)
    assert found.bound == pytest.approx(usual.objective, rel=1e-6)


def test_a_published_network_is_searched_without_disposal_and_shortage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As read from its workbook, and its plan is the published one."""
    data = assemble(read(CASES / "netdes" / "network-10-10-L-01.xlsx").tables)
    less = spared(compile_model(build_array_model(data)), EXACT)
    assert less is not None
    left = {name for name, _ in less.arrays.names}
    assert "v_disposed" not in left
    assert dear_columns(less.arrays, EXACT) is not None
    searched = list[tuple[int, ...]]()

    def heard(arrays: Arrays, *rest: object) -> object:
        searched.append(arrays.matrix.shape)
        return search(arrays, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("models.solving.solve.search", heard)
    found = solve_plan(data, replace(EXACT, gap=1e-6, method="extensive"))
    assert len(searched) == 1
    assert found.objective == pytest.approx(88557.3, rel=2e-6)
    assert found.bound == pytest.approx(found.objective, rel=2e-6)
