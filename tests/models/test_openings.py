"""Plans whose whole numbers only open are known, and searched their own way with the same answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np
import pytest
from networks import network
from scipy.sparse import csr_matrix

from models.formulation.build import build_array_model
from models.solver import highs as road
from models.solver.highs import Options, Status, loaded, solve_arrays
from models.solver.openings import only_opens
from models.solver.standard_form import Arrays, Floats, compile_model
from planner.assemble import assemble
from planner.pipeline import read

CASES = Path(__file__).parents[1] / "cases"
EXACT = Options(gap=1e-7, threads=1)


def arrays_of(
    rows: list[list[float]], lower: list[float], upper: list[float], cost: list[float], whole: int
) -> Arrays:
    """Return arrays whose first columns are a yes or no."""
    width = len(cost)
    return Arrays(
        names=[("x", (k,)) for k in range(width)],
        row_names=[("row", (k,)) for k in range(len(rows))],
        cost=np.array(cost),
        lower=np.zeros(width),
        upper=np.where(np.arange(width) < whole, 1.0, np.inf),
        whole=np.arange(width) < whole,
        matrix=csr_matrix(np.array(rows)),
        row_lower=np.array(lower),
        row_upper=np.array(upper),
    )


def two_sites(**changes: Floats) -> Arrays:
    """Return two sites (5 and 4 to open, 8 and 7 at most, 1 and 2 a unit) for 10 units: 9 + 8 + 4 = 21."""
    rows = [[-8.0, 0.0, 1.0, 0.0], [0.0, 7.0, 0.0, -1.0], [0.0, 0.0, 1.0, 1.0]]
    found = arrays_of(rows, [-np.inf, 0.0, 10.0], [0.0, np.inf, np.inf], [5.0, 4.0, 1.0, 2.0], 2)
    return replace(found, **changes)


def test_sites_only_open() -> None:
    """Written either way round, and the plan is the one worked out by hand."""
    assert only_opens(two_sites())
    found = solve_arrays(two_sites(), EXACT, "searching")
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(21.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"upper": np.array([3.0, 1.0, np.inf, np.inf])},
        {"lower": np.array([1.0, 0.0, 0.0, 0.0])},
        {"row_lower": np.array([-8.0, 0.0, 10.0])},
        {
            "matrix": csr_matrix(
                np.array([[-8.0, -1.0, 1.0, 0.0], [0.0, 7.0, 0.0, -1.0], [0.0, 0.0, 1.0, 1.0]])
            )
        },
        {"whole": np.array([True, True, True, False])},
        {"whole": np.zeros(4, dtype=bool)},
    ],
    ids=["several", "decided", "a yes obliges", "together", "lots", "nothing"],
)
def test_anything_more_is_searched_as_ever(changes: dict[str, Floats]) -> None:
    """More than yes or no, only one to decide, a least order, a row of two."""
    assert not only_opens(two_sites(**changes))


def test_the_search_is_asked_in_the_way_of_openings() -> None:
    """Its own options for openings; for all else, and for the relaxation, those of HiGHS."""

    def reliable(highs: highspy.Highs) -> object:
        return highs.getOptionValue("mip_pscost_minreliable")[1]

    usual = reliable(highspy.Highs())
    assert reliable(loaded(two_sites(), EXACT, relaxed=False)) == 0
    assert reliable(loaded(two_sites(), EXACT, relaxed=True)) == usual
    other = two_sites(whole=np.array([True, True, True, False]))
    assert reliable(loaded(other, EXACT, relaxed=False)) == usual


@pytest.mark.parametrize("seed", range(12))
def test_networks_cost_the_same_either_way(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random networks, searched their own way and with HiGHS's own options."""
    arrays = network(seed)
    assert only_opens(arrays)
    found = solve_arrays(arrays, EXACT, "searching")
    monkeypatch.setattr(road, "only_opens", lambda _: False)
    usual = solve_arrays(arrays, EXACT, "searching")
    assert found.objective == pytest.approx(usual.objective, rel=1e-6)
    assert found.bound == pytest.approx(usual.bound, rel=1e-6)


def test_a_published_network_is_known_as_one() -> None:
    """As read from its workbook, shortage, disposal and the trunk included."""
    data = assemble(read(CASES / "netdes" / "network-10-10-L-01.xlsx").tables)
    assert only_opens(compile_model(build_array_model(data)))
