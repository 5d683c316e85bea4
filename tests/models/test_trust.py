"""No solver is believed: a stand-in that lies in each way it can is found out, and the right answer comes."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from typing import Any, ClassVar

import highspy
import numpy as np
import pytest
from cases import EXACT
from scipy.sparse import csr_matrix

from models.errors import Unconfirmed
from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.persistent_lp import PersistentLP
from models.solver.scaling import scale_of
from models.solver.standard_form import Arrays

ENOUGH, STOCK = np.array([9.0, 7.0, 4.0]), np.array([0.0, 2.0, 5.0])
INSIDE = np.array([1.0, 1.5, 1.0])
"""A plan on no bound and no row."""


def problem() -> Arrays:
    """Return min 5a + 4b + 3c, 2a + 3b + c ≥ 5.5, 4a + b + 2c ≤ 40, a and b whole, all at most 9, 7, 4."""
    return Arrays(
        names=tuple(("v", (k,)) for k in range(3)),
        row_names=(("need", (None,)), ("room", (None,))),
        cost=np.array([5.0, 4.0, 3.0]),
        lower=np.zeros(3),
        upper=ENOUGH,
        whole=np.array([True, True, False]),
        matrix=csr_matrix([[2.0, 3.0, 1.0], [4.0, 1.0, 2.0]]),
        row_lower=np.array([5.5, -np.inf]),
        row_upper=np.array([np.inf, 40.0]),
    )


def by_hand() -> float:
    """Return the least cost, from every pair of whole numbers."""
    costs = []
    for a, b in product(range(10), range(8)):
        c = max(0.0, 5.5 - 2 * a - 3 * b)
        if c <= 4.0 and 4 * a + b + 2 * c <= 40.0:
            costs.append(5.0 * a + 4.0 * b + 3.0 * c)
    return min(costs)


BEST, RELAXED = by_hand(), 22 / 3
UNIT = scale_of(problem()).cost
"""What the solver is told the objective in."""


class Liar(highspy.Highs):
    """HiGHS, but the first ``times`` runs of all are told otherwise than they were."""

    times: ClassVar[float] = 1
    runs: ClassVar[int] = 0
    clears: ClassVar[int] = 0
    told: ClassVar[dict[str, Any]] = {}

    def run(self) -> Any:
        Liar.runs += 1
        self.lies = Liar.runs <= Liar.times
        return super().run()

    def clearSolver(self) -> Any:  # noqa: N802 (HiGHS's name)
        Liar.clears += 1
        return super().clearSolver()

    def getModelStatus(self) -> Any:  # noqa: N802
        true = super().getModelStatus()
        return self.told.get("status", true) if getattr(self, "lies", False) else true

    def getInfo(self) -> Any:  # noqa: N802
        true = super().getInfo()
        names = ("objective_function_value", "mip_dual_bound", "mip_node_count")
        facts = SimpleNamespace(**{name: getattr(true, name) for name in names})
        if self.lies:
            if "objective" in self.told:
                facts.objective_function_value = self.told["objective"] / UNIT
            if "bound" in self.told:
                facts.mip_dual_bound = self.told["bound"] / UNIT
            facts.mip_node_count = self.told.get("nodes", facts.mip_node_count)
        return facts

    def getSolution(self) -> Any:  # noqa: N802
        true = super().getSolution()
        names = ("col_value", "col_dual", "row_value", "row_dual", "value_valid")
        facts = SimpleNamespace(**{name: getattr(true, name) for name in names})
        if self.lies and "values" in self.told:
            facts.col_value, facts.value_valid = list(self.told["values"]), True
        if self.lies and "duals" in self.told:
            facts.row_dual = list(self.told["duals"])
        return facts


@pytest.fixture
def lies(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what makes the solver lie from now on."""

    def begin(told: dict[str, Any], times: float = 1) -> None:
        Liar.runs, Liar.clears, Liar.times, Liar.told = 0, 0, times, told
        monkeypatch.setattr(highspy, "Highs", Liar)

    return begin


DEAR = np.array([2.0, 1.0, 0.0])
"""A plan that holds and costs 14."""
INFEASIBLE = highspy.HighsModelStatus.kInfeasible
LIES = {
    "an objective below": {"objective": BEST - 3},
    "an objective above": {"objective": BEST + 3},
    "a bound above a plan known": {"bound": BEST + 3},
    "no bound at all": {"bound": np.nan},
    "values that break a row": {"values": [0.0, 1.0, 0.0], "objective": 4.0, "bound": 4.0},
    "values out of their bounds": {"values": [-1.0, 3.0, 0.0], "objective": 7.0, "bound": 7.0},
    "half a whole number": {"values": [0.0, 11 / 6, 0.0], "objective": RELAXED, "bound": RELAXED},
    "no values": {"values": [], "objective": BEST},
    "values that are no numbers": {"values": [np.nan, 2.0, 0.0]},
    "optimal with a gap": {"bound": BEST - 3},
    "optimal with a dear plan": {"values": DEAR, "objective": 14.0},
    "no plan": {"status": INFEASIBLE},
}
"""By name, what is told in place of the truth."""


@pytest.mark.parametrize("name", LIES)
@pytest.mark.parametrize("begun", [False, True], ids=["from nothing", "from a plan known"])
def test_a_lie_about_a_search_is_found_out(lies: Any, name: str, begun: bool) -> None:
    """It is searched again another way, and that way's answer is right."""
    lies(LIES[name])
    found = solve_arrays(problem(), EXACT, "testing", start=DEAR if begun else None)
    assert Liar.runs > 1
    assert (found.status, found.objective, found.bound) == (
        Status.OPTIMAL,
        pytest.approx(BEST),
        pytest.approx(BEST),
    )


def test_the_start_told_as_the_best_plan_is_found_out(lies: Any) -> None:
    """Its objective, values and bound agree: only a search without the start shows that there is a better."""
    lies({"values": DEAR, "objective": 14.0, "bound": 14.0, "nodes": 0})
    found = solve_arrays(problem(), EXACT, "testing", start=DEAR)
    assert (found.status, found.objective) == (Status.OPTIMAL, pytest.approx(BEST))


def test_the_constant_that_presolve_took_away_is_missed(lies: Any) -> None:
    """As HiGHS 1.16.0 did: the start as the optimum, its objective and bound far below any plan."""
    lies({"values": DEAR, "objective": 2.0, "bound": 2.0, "nodes": 0})
    found = solve_arrays(problem(), EXACT, "testing", start=DEAR)
    assert (found.status, found.objective, found.bound) == (
        Status.OPTIMAL,
        pytest.approx(BEST),
        pytest.approx(BEST),
    )


@pytest.mark.parametrize("name", ["an objective below", "a bound above a plan known", "optimal with a gap"])
def test_a_plan_whose_bound_nobody_confirms_is_not_called_optimal(lies: Any, name: str) -> None:
    """Its values hold, so that it is kept."""
    lies(LIES[name], times=np.inf)
    found = solve_arrays(problem(), EXACT, "testing", start=DEAR)
    assert (found.status, found.objective) == (Status.STOPPED, pytest.approx(BEST))
    assert found.bound <= BEST - 3


def test_a_plan_known_stands_where_it_is_said_that_there_is_none(lies: Any) -> None:
    lies({"status": INFEASIBLE}, times=np.inf)
    found = solve_arrays(problem(), EXACT, "testing", start=DEAR)
    assert (found.status, found.objective) == (Status.STOPPED, 14.0)


@pytest.mark.parametrize("name", ["values that break a row", "half a whole number", "no values"])
def test_what_nothing_confirms_is_an_error_of_its_own(lies: Any, name: str) -> None:
    lies(LIES[name], times=np.inf)
    with pytest.raises(Unconfirmed, match=r"HiGHS .* gave no answer that holds: ") as error:
        solve_arrays(problem(), EXACT, "testing")
    assert error.value.exit_code == 1
    assert error.value.doubts


LP_LIES = {
    "an objective below": {"objective": RELAXED - 3},
    "values that break a row": {"values": [0.0, 1.0, 0.0], "objective": 4.0},
    "a plan that is not the best": {"values": INSIDE, "objective": 14.0},
    "prices of nothing": {"duals": [0.0, 0.0]},
    "prices of another sign": {"duals": [-4 / 3, 0.0]},
    "no plan": {"status": INFEASIBLE},
}


@pytest.mark.parametrize("name", LP_LIES)
def test_a_lie_about_an_lp_is_found_out(lies: Any, name: str) -> None:
    """The dual values prove the optimum, or that there is no plan."""
    lies(LP_LIES[name])
    found = solve_arrays(problem(), EXACT, "testing", relaxed=True)
    assert Liar.runs > 1
    assert (found.status, found.objective) == (Status.OPTIMAL, pytest.approx(RELAXED))


@pytest.mark.parametrize("name", LP_LIES)
def test_a_lie_about_an_lp_that_stays_is_found_out(lies: Any, name: str) -> None:
    """Branches and masters too, with rows that came later."""
    lies(LP_LIES[name])
    live = PersistentLP(problem(), Options())
    found = live.solve()
    assert Liar.runs > 1
    assert (found.status, found.objective) == (Status.OPTIMAL, pytest.approx(RELAXED))
    for least in (2.0, 2.5, 3.0):
        live.add_rows(np.array([least]), np.array([np.inf]), csr_matrix([[0.0, 1.0, 0.0]]))
        found = live.solve()
        assert found.objective == pytest.approx(4.0 * least)
    live.set_bounds(np.array([1], dtype=np.int32), np.zeros(1), np.full(1, 2.0))
    assert live.solve().status is Status.INFEASIBLE


@pytest.mark.parametrize("most", [RELAXED - 3.0, RELAXED - 1e-3])
def test_an_lp_ends_where_it_is_too_dear(most: float) -> None:
    """The bound lies above what was asked for and below the optimum, and the LP goes on as if nothing was."""
    live = PersistentLP(problem(), Options())
    found = live.solve(most)
    assert found.status is Status.TOO_DEAR
    assert most <= found.bound <= RELAXED + 1e-9
    assert live.solve(RELAXED + 1e-3).objective == pytest.approx(RELAXED)
    assert live.solve().objective == pytest.approx(RELAXED)


def test_a_bound_that_dual_values_do_not_prove_is_not_believed(lies: Any) -> None:
    """Then the LP is solved to its end, which is confirmed as ever."""
    lies({"status": highspy.HighsModelStatus.kObjectiveBound, "duals": [0.0, 0.0]})
    found = PersistentLP(problem(), Options()).solve(RELAXED + 1.0)
    assert Liar.runs > 1
    assert (found.status, found.objective) == (Status.OPTIMAL, pytest.approx(RELAXED))


def test_rows_that_are_bounded_are_let_go_again() -> None:
    """At most 1 of "need" instead of 5.5 at least costs nothing; then it costs what it did."""
    live = PersistentLP(problem(), Options())
    need = np.array([0], dtype=np.int32)
    live.set_row_bounds(need, np.array([-np.inf]), np.ones(1))
    assert live.solve().objective == pytest.approx(0.0)
    live.set_row_bounds(need, np.array([5.5]), np.array([np.inf]))
    assert live.solve().objective == pytest.approx(RELAXED)
    live.rest(live.basis())
    live.set_row_bounds(need, np.array([-np.inf]), np.ones(1))
    assert live.solve().objective == pytest.approx(0.0)


@pytest.mark.parametrize(("times", "clears"), [(1, False), (2, True)])
def test_an_optimum_in_doubt_is_worked_out_again_from_its_basis(lies: Any, times: int, clears: bool) -> None:
    """From nothing a large LP takes many iterations; that comes next, where the doubt remains."""
    lies(LP_LIES["prices of nothing"], times=times)
    assert PersistentLP(problem(), Options()).solve().objective == pytest.approx(RELAXED)
    assert (Liar.clears > 0) == clears


@pytest.mark.parametrize("name", ["an objective below", "values that break a row", "prices of nothing"])
def test_an_lp_that_nothing_confirms_is_an_error(lies: Any, name: str) -> None:
    lies(LP_LIES[name], times=np.inf)
    with pytest.raises(Unconfirmed):
        solve_arrays(problem(), EXACT, "testing", relaxed=True)
    with pytest.raises(Unconfirmed):
        PersistentLP(problem(), Options()).solve()


def none_possible(*, relaxed: bool) -> Arrays:
    """Return a problem without a plan: no whole number lies between, or (``relaxed``) nothing at all does."""
    sides = (50.0, 60.0) if relaxed else (1.2, 1.8)
    arrays = replace(problem(), matrix=csr_matrix([[2.0, 3.0, 0.0], [1.0, 1.0, 0.0]]))
    return replace(arrays, row_lower=np.array([-np.inf, sides[0]]), row_upper=np.array([30.0, sides[1]]))


@pytest.mark.parametrize("relaxed", [False, True])
def test_a_problem_without_a_plan_is_believed_to_have_none(relaxed: bool) -> None:
    found = solve_arrays(none_possible(relaxed=relaxed), EXACT, "testing", start=DEAR)
    assert found.status is Status.INFEASIBLE


@pytest.mark.parametrize("gap", [1e-4, 0.2])
def test_the_gap_decides_what_is_optimal(lies: Any, gap: float) -> None:
    """A search said to be stopped, whose plan and bound meet, is done; one that is not is not."""
    told = {"status": highspy.HighsModelStatus.kInterrupt, "bound": BEST * 0.9}
    lies(told, times=np.inf)
    found: Outcome = solve_arrays(problem(), replace(EXACT, gap=gap), "testing")
    assert found.status is (Status.OPTIMAL if gap > 0.1 else Status.STOPPED)
    assert found.bound == pytest.approx(BEST * 0.9)


def test_rows_without_columns_that_ask_for_something_have_no_plan() -> None:
    """HiGHS calls such a model empty."""
    nothing = np.empty(0)
    arrays = replace(
        problem(), names=(), cost=nothing, lower=nothing, upper=nothing, whole=nothing.astype(bool)
    )
    arrays = replace(arrays, matrix=csr_matrix((2, 0)))
    assert solve_arrays(arrays, EXACT, "testing").status is Status.INFEASIBLE
