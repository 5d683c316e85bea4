"""Ends that nobody knows: every event one month longer than its row says, and no one has been told.

A branch of the plan knows when its events end, and runs its stock down to that month. Here each event is
taken to last as its row says and, once over that, one month more: what was decided by then stands. Beside it
stands the same path known from the start; the difference is what knowing the end is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.evaluation.fixed_plan import FixedPlan
from models.plan.data import PlanData
from models.plan.deliveries import Start
from models.plan.names import TRUNK, Event, Month
from models.runs.run import Jobs
from planner.risk.judged import Fate, Judged, Path
from planner.risk.kept import HeldPlan
from planner.risk.shock import extension, lasting
from planner.risk.stress import every_onset, judge_paths, judged

LONGER, SUPPLY, MARKET = "~longer", "~supply", "~market"
"""What an event a month longer is called, and the two parts of its last month."""


@dataclass(frozen=True)
class Ends:
    """Paths as the plan has them, and the same with every event a month longer."""

    told: Judged
    """As long as the rows say."""
    unknown: Judged
    """A month longer, which nobody knows."""
    known: Judged
    """A month longer, known from the start."""

    @property
    def worth_of_knowing(self) -> float:
        """What knowing the ends would save on average [money, present value]."""
        return self.unknown.mean.value - self.known.mean.value

    def figures(self) -> dict[str, float]:
        """Return what programs are told of it."""
        return {
            "expected_cost": self.unknown.mean.value,
            "cvar": self.unknown.tail.value,
            "expected_cost_known": self.known.mean.value,
            "cvar_known": self.known.tail.value,
            "expected_cost_told": self.told.mean.value,
            "cvar_told": self.told.tail.value,
            "worth_of_knowing": self.worth_of_knowing,
            "chance_of_shortage": self.unknown.chance_of_shortage,
            "impossible": self.unknown.impossible,
        }


def with_longer(plan: FixedPlan) -> FixedPlan:
    """Return a fixed plan that also has every event a month longer, whole and in its two parts."""
    events = dict(plan.data.events)
    for name, event in plan.data.events.items():
        longer = lasting(event, on_months(plan.data, name) + 1)
        supply, market = extension(event, longer)
        events |= {
            Event(f"{name}{LONGER}"): longer,
            Event(f"{name}{SUPPLY}"): supply,
            Event(f"{name}{MARKET}"): market,
        }
    return replace(plan, data=replace(plan.data, events=events))


def on_months(data: PlanData, event: Event) -> int:
    """Return for how many months an event is on."""
    spec = data.events[event]
    return len(spec.profile) or spec.duration


def longer_path(path: Path, data: PlanData, *, known: bool) -> Path:
    """Return a path on which every event lasts a month longer than its row says.

    Parameters
    ----------
    path : Path
    data : PlanData
        Of ``with_longer``, or of the plan before.
    known : bool
        From the start; else the month longer begins as a surprise when the event was to end. One that would
        begin after the plan is none.
    """
    if known:
        return tuple(tuple((Event(f"{e}{LONGER}"), start) for e, start in step) for step in path)
    steps: dict[Month, list[Start]] = {}
    for step in path:
        steps.setdefault(min(start for _, start in step), []).extend(step)
        for event, start in step:
            end = start + on_months(data, event)
            if end < data.months and on_months(data, event) > 0:
                parts = [(Event(f"{event}{part}"), end) for part in (SUPPLY, MARKET)]
                steps.setdefault(end, []).extend(parts)
    return tuple(tuple(steps[month]) for month in sorted(steps))


def ends_unknown(
    kept: HeldPlan,
    paths: Mapping[Path, float],
    count: int = 0,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> Ends:
    """Judge a fixed plan on paths whose events last a month longer than told.

    Parameters
    ----------
    kept : HeldPlan
    paths : mapping
        Paths and their weights, which add up to 1.
    count : int
        Samples they stand for; 0: the weights are exact.
    jobs : int or Runner
        Where to run.
    done : callable, optional
        Called with how many parts are done and how many there are.
    """
    versions = _versions(kept, paths)
    fates = judge_paths(with_longer(kept.held), _all_of(versions), jobs, done)
    return _ends(kept, paths, versions, fates, count)


def onsets_and_ends(
    kept: HeldPlan,
    most: int,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> tuple[Judged | None, Ends | None]:
    """Judge a fixed plan at every onset, and on its own paths with ends that nobody knows, in one go.

    Both look at branches with the same onsets, which are written once so.

    Parameters
    ----------
    kept : HeldPlan
    most : int
        Paths of either kind beyond which these are not judged.
    jobs, done
        As for ``ends_unknown``.

    Returns
    -------
    Judged, optional
        One shock at most, at every month in which it may start.
    Ends, optional
        Where the plan has scenarios at all.
    """
    onsets, own = every_onset(kept, most), own_paths(kept.data)
    versions = _versions(kept, own) if 1 < len(own) <= most else None
    if onsets is None and versions is None:
        return None, None
    fates = judge_paths(with_longer(kept.held), {*(onsets or ()), *_all_of(versions or ())}, jobs, done)
    return (
        None if onsets is None else judged(kept, onsets, fates),
        None if versions is None else _ends(kept, own, versions, fates, 0),
    )


def _versions(kept: HeldPlan, paths: Iterable[Path]) -> list[dict[Path, Path]]:
    """Return paths as told, and a month longer: unknown, and known from the start."""
    data, each = kept.held.data, list(paths)
    return [
        {path: path for path in each},
        {path: longer_path(path, data, known=False) for path in each},
        {path: longer_path(path, data, known=True) for path in each},
    ]


def _all_of(versions: Iterable[Mapping[Path, Path]]) -> set[Path]:
    return {path for version in versions for path in version.values()}


def _ends(
    kept: HeldPlan,
    paths: Mapping[Path, float],
    versions: Sequence[Mapping[Path, Path]],
    fates: Mapping[Path, Fate],
    count: int,
) -> Ends:
    weights = np.array(list(paths.values()))
    told, unknown, known = (
        Judged(
            tuple(version.values()),
            weights,
            tuple(fates[path] for path in version.values()),
            count,
            kept.data.cvar_alpha,
        )
        for version in versions
    )
    return Ends(told, unknown, known)


def own_paths(data: PlanData) -> dict[Path, float]:
    """Return the paths of a plan's own scenarios with their probabilities; the rest goes on as planned."""
    found: dict[Path, float] = {}
    left = 1.0
    for name, spec in data.scenarios.items():
        if spec.probability > 0:
            path = _path(data, str(name))
            found[path] = found.get(path, 0.0) + spec.probability
            left -= spec.probability
    found[()] = found.get((), 0.0) + max(0.0, left)
    return found


def _path(data: PlanData, name: str) -> Path:
    steps: list[Sequence[Start]] = []
    at = name
    while at != TRUNK:
        spec = next(spec for own, spec in data.scenarios.items() if own == at)
        steps.insert(0, tuple(spec.events))
        at = str(spec.after)
    return tuple(tuple(step) for step in steps)
