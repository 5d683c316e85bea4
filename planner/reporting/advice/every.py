"""The warnings that a solved plan calls for, each computed from the plan and each with its place.

One function per trap that trial plans fell into. A function yields nothing where its trap is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planner.reporting.advice.plan import (
    broken_rules,
    cover_collapse,
    disposed,
    first_months,
    gap_noise,
    lots_on_trunk,
    next_tiers,
    rules_off_the_plan,
    trunk_shortage,
    what_insures,
)
from planner.reporting.advice.scenarios import (
    cheaper_than_trunk,
    empty_before_the_end,
    here_and_now,
    known_ends,
    never_calm,
    odds_of_trunk,
    onset_calendar,
)
from planner.reporting.advice.view import Advice, View
from planner.reporting.view.content import Summary
from planner.reporting.view.lookup import Names
from planner.reporting.view.paths import Tree
from planner.result import Result

ADVISERS: tuple[Callable[[View], Iterator[Advice]], ...] = (
    never_calm,
    trunk_shortage,
    gap_noise,
    onset_calendar,
    known_ends,
    empty_before_the_end,
    cheaper_than_trunk,
    what_insures,
    cover_collapse,
    first_months,
    odds_of_trunk,
    disposed,
    broken_rules,
    rules_off_the_plan,
    next_tiers,
    lots_on_trunk,
    here_and_now,
)
"""In the order in which they are told."""


def advise(result: Result, summary: Summary) -> tuple[Advice, ...]:
    """Return every warning and reading hint a result calls for, the warnings first."""
    view = View(result, summary, Tree(result), Names(result.inputs))
    found = [advice for adviser in ADVISERS for advice in adviser(view)]
    return tuple(sorted(found, key=lambda advice: not advice.warning))
