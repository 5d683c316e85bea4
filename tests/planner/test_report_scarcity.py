"""What a product needs through processes: right on small networks, and quick on those with many paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from planner.reporting.advice.scarcity import needs_of

Recipe = Mapping[str, float]


class Counting(dict[str, Sequence[Recipe]]):
    """Recipes that count how often they are looked up."""

    looked = 0

    def get(self, key: str, default: Any = None) -> Any:
        self.looked += 1
        return super().get(key, default)


def ladder(stages: int, *, circle: bool = False) -> Counting:
    """Return stages of two items, each made of both of the stage before: 2^stages paths lead through them.

    ``circle``: the first stage is also made of the last, as scrap comes back.
    """
    recipes = {
        f"{side}{k}": [{f"a{k - 1}": 0.25, f"b{k - 1}": 0.25}] for k in range(1, stages + 1) for side in "ab"
    }
    if circle:
        recipes["a0"] = [{f"a{stages}": 0.1}, {"ore": 1.0}]
    return Counting(recipes)


def complete(items: int) -> Counting:
    """Return items each made of every other one, as in a network of arcs both ways."""
    names = [f"n{k}" for k in range(items)]
    return Counting({name: [{other: 0.5} for other in names if other != name] for name in names})


def test_parts_of_one_recipe_add_up_and_of_several_the_most_counts() -> None:
    """X takes 2 A and 3 B; A takes 0.5 B, or 4 C: 2·0.5 + 3 = 4 B at most, 8 C."""
    recipes = {"X": [{"A": 2.0, "B": 3.0}], "A": [{"B": 0.5}, {"C": 4.0}]}
    assert needs_of(recipes, "X") == {"X": 1.0, "A": 2.0, "B": 4.0, "C": 8.0}


def test_a_circle_is_gone_round_once() -> None:
    """A of 2 B, B of 0.1 A or 5 ore: a unit of A takes 2 B and 10 ore, one of B 0.1 A and 5 ore."""
    recipes = {"A": [{"B": 2.0}], "B": [{"A": 0.1}, {"ore": 5.0}]}
    assert needs_of(recipes, "A") == {"A": 1.0, "B": 2.0, "ore": 10.0}
    assert needs_of(recipes, "B") == {"B": 1.0, "A": 0.1, "ore": 5.0}
    assert needs_of({"A": [{"A": 0.5, "ore": 1.0}]}, "A") == {"A": 1.0, "ore": 1.0}


def test_many_paths_add_up() -> None:
    """Ten stages of halves: every stage is needed at (2 · 0.25)^k, a half on either side."""
    needs = needs_of(ladder(10), "a10")
    assert needs["a9"] == pytest.approx(0.25)
    assert needs["b0"] == pytest.approx(0.25 * 0.5**9)


@pytest.mark.parametrize("circle", [False, True])
def test_work_grows_with_the_network_and_not_with_its_paths(circle: bool) -> None:
    """Twice the stages, twice the look-ups (2^200 paths); a deep chain is no recursion."""
    small, large = ladder(100, circle=circle), ladder(200, circle=circle)
    needs_of(small, "a100")
    needs_of(large, "a200")
    assert large.looked < 2.5 * small.looked
    assert len(needs_of({f"n{k}": [{f"n{k + 1}": 1.0}] for k in range(2000)}, "n0")) == 2001


def test_a_network_with_arcs_both_ways_is_walked_once() -> None:
    """Thirty items, each made of all others."""
    small, large = complete(15), complete(30)
    assert len(needs_of(small, "n0")) == 15
    assert len(needs_of(large, "n0")) == 30
    assert large.looked < 2.5 * small.looked
