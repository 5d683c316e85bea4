"""A fixed plan through thousands of sampled disruptions, and through every shock at every month it may start.

In-sample figures are the plan's own; out-of-sample ones come from shocks that start independently, several in
one sample, the second unforeseen.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import NoRecourse
from models.evaluation.evaluate import evaluate_fixed
from models.evaluation.fixed_plan import FixedPlan
from models.evaluation.stress import Judge
from models.plan.deliveries import Start
from models.plan.names import TRUNK, Event
from models.runs.run import Jobs, run_with
from planner.risk.judged import NEVER, Fate, Judged, Path, onset
from planner.risk.kept import HeldPlan
from planner.risk.sampling import Draw, Shock, draw, shocks_in_plan, shocks_of, steps

CHUNK = 40
"""Paths judged in one task: few enough to share the work, enough to share what is compiled."""
SHORT = 1e-6
"""Shortage below this part of demand is rounding."""


@dataclass(frozen=True)
class ShockLine:
    """What one shock does in the samples."""

    shock: Shock
    part: float
    """Part of the samples in which it starts."""
    extra: float
    """Mean cost of these samples beyond the trunk's, whatever else happens in them."""
    short: float
    """Part of these samples in which something is short."""
    worst: float
    """Highest cost among them."""


@dataclass(frozen=True)
class OnsetLine:
    """One shock alone, starting in one month."""

    shock: Shock
    month: int
    fate: Fate


@dataclass(frozen=True)
class Stress:
    """A stress test."""

    kept: HeldPlan
    shocks: tuple[Shock, ...]
    samples: Judged
    by_shock: tuple[ShockLine, ...]
    """The dearest first."""
    by_month: tuple[tuple[int, float, float, float], ...]
    """First onset: month, part of the samples, mean extra cost, part of these with a shortage."""
    onsets: tuple[OnsetLine, ...]
    every_onset: Judged
    """One shock at most, as likely as in the plan, at every month of its window alike."""
    own: Mapping[str, float]
    """Path costs of the plan's own scenarios judged again; empty where they cannot all be kept."""
    names: tuple[str, ...]
    """Of the sampled paths."""

    @property
    def trunk_cost(self) -> float:
        """Cost of the plan when nothing happens."""
        return self.kept.held.first_stage + sum(self.kept.held.trunk_costs)


def stress_test(
    kept: HeldPlan,
    samples: int,
    seed: int = 0,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> Stress:
    """Run a fixed plan through sampled disruptions.

    Parameters
    ----------
    kept : HeldPlan
    samples : int
    seed : int
        The same gives the same result, from one process or many.
    jobs : int or Runner
        Processes, or where else to run.
    done : callable, optional
        Called with how many parts are done and how many there are.

    Raises
    ------
    ValueError
        There is nothing to sample: no event has a probability and there is no scenario.
    KeyboardInterrupt
        The user stopped before everything was judged.
    """
    shocks = shocks_of(kept.tables)
    if not shocks:
        raise ValueError("nothing to sample")
    months = kept.data.months
    drawn = [(path_of(sample, shocks, months), sample) for sample in draw(shocks, samples, seed)]
    counts = Counter(path for path, _ in drawn)
    begun = Counter((shock, path) for path, sample in drawn for shock in {s for _, s in sample})
    planned = shocks_in_plan(kept.tables)
    singles, alone = _singles(shocks, months), _alone(kept)
    every = _spread(planned, _singles(planned, months))
    fates = judge_paths(kept.held, {*counts, *singles.values(), *every, *alone.values(), ()}, jobs, done)
    paths = tuple(sorted(counts))
    sampled = Judged(
        paths,
        np.array([counts[path] / samples for path in paths]),
        tuple(fates[path] for path in paths),
        samples,
        kept.data.cvar_alpha,
    )
    trunk = fates[()].cost
    return Stress(
        kept=kept,
        shocks=shocks,
        samples=sampled,
        by_shock=_by_shock(sampled, shocks, begun, trunk),
        by_month=_by_month(sampled, trunk),
        onsets=tuple(OnsetLine(shocks[s], month, fates[path]) for (s, month), path in singles.items()),
        every_onset=judged(kept, every, fates),
        own=_own(kept, {name: fates[path] for name, path in alone.items()}),
        names=tuple(name_of(path) for path in paths),
    )


def at_every_onset(
    kept: HeldPlan,
    most: int | None = None,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> Judged | None:
    """Run a fixed plan through one shock at a time, at every month in which it may start.

    Parameters
    ----------
    kept : HeldPlan
    most : int, optional
        Paths beyond which nothing is judged; by default there is no such number.
    jobs : int or Runner
        Processes, or where else to run.
    done : callable, optional
        Called with how many parts are done and how many there are.

    Returns
    -------
    Judged or None
        Each shock as likely as in the plan, its months alike; ``None`` where nothing is likely, or too much.
    """
    weights = every_onset(kept, most)
    return None if weights is None else judged(kept, weights, judge_paths(kept.held, weights, jobs, done))


def every_onset(kept: HeldPlan, most: int | None = None) -> dict[Path, float] | None:
    """Return the paths on which one shock at most happens, at every month, and how likely each is.

    Nothing where nothing is likely, or where there are more than ``most``.
    """
    shocks = shocks_in_plan(kept.tables)
    singles = _singles(shocks, kept.data.months)
    if not shocks or (most is not None and len(singles) > most):
        return None
    return _spread(shocks, singles)


def judged(kept: HeldPlan, weights: Mapping[Path, float], fates: Mapping[Path, Fate]) -> Judged:
    """Return paths of exact weights with what became of them."""
    paths = tuple(sorted(weights))
    return Judged(
        paths,
        np.array([weights[path] for path in paths]),
        tuple(fates[path] for path in paths),
        0,
        kept.data.cvar_alpha,
    )


def _singles(shocks: Sequence[Shock], months: int) -> dict[tuple[int, int], Path]:
    """Return the paths on which one shock happens alone, by its number and its month."""
    return {
        (s, month): path_of(((month, s),), shocks, months)
        for s, shock in enumerate(shocks)
        for month in range(shock.first, shock.last + 1)
    }


def _alone(kept: HeldPlan) -> dict[str, Path]:
    """Return the paths of the plan's own scenarios that leave the trunk and lead nowhere else."""
    scenarios = kept.data.scenarios
    parents = {spec.after for spec in scenarios.values()}
    return {
        str(name): (tuple(sorted(spec.events)),)
        for name, spec in scenarios.items()
        if spec.after == TRUNK and name not in parents
    }


def path_of(sample: Draw, shocks: Sequence[Shock], months: int) -> Path:
    """Return the events that a sample brings, step by step; an event starts once in a month.

    Events of one step stand in order, so that one future is one path, whatever brings it about.
    """
    seen: set[tuple[str, int]] = set()
    found: dict[int, list[Start]] = {}
    for month, numbers in steps(sample):
        own = [pair for s in numbers for pair in shocks[s].starts(month, months) if pair not in seen]
        own = list(dict.fromkeys(own))
        seen |= set(own)
        if own:
            first = min(start for _, start in own)
            found.setdefault(first, []).extend((Event(event), start) for event, start in own)
    return tuple(tuple(sorted(found[first])) for first in sorted(found))


def name_of(path: Path) -> str:
    """Return a path in words: what starts when, one step after the other."""
    return " > ".join(
        "+".join(event for event, _ in step) + f" {min(start for _, start in step):02d}" for step in path
    )


def judge_paths(
    plan: FixedPlan, paths: Iterable[Path], jobs: Jobs = 1, done: Callable[[int, int], None] | None = None
) -> dict[Path, Fate]:
    """Judge a fixed plan on paths; those that begin alike are judged together."""
    # One onset after the other, so that a task compiles few shapes.
    ordered = sorted(set(paths), key=lambda path: (onset(path) if path else NEVER, path))
    chunks = [tuple(ordered[k : k + CHUNK]) for k in range(0, len(ordered), CHUNK)]
    answers = run_with(plan, _judge, chunks, jobs, done=done)
    found: dict[Path, Fate] = {}
    for chunk, answer in zip(chunks, answers, strict=True):
        if answer is None:
            raise KeyboardInterrupt
        found |= dict(zip(chunk, answer, strict=True))
    return found


def _judge(plan: FixedPlan, paths: tuple[Path, ...]) -> list[Fate]:
    judge = Judge(plan)
    return [_fate(judge, path) for path in paths]


def _fate(judge: Judge, path: Path) -> Fate:
    survived = judge.survive(path)
    products = judge.plan.data.products
    short = np.array([np.maximum(0.0, survived.short[d]) for d in products])
    demand = np.array([survived.demand[d] for d in products])
    short[short <= SHORT * np.maximum(1.0, demand)] = 0.0
    lost, asked = short.sum(axis=0), demand.sum(axis=0)
    dry = np.flatnonzero(lost)
    worth = [spec.shortage_penalty for spec in products.values()]
    return Fate(
        cost=survived.cost,
        short_units=float(lost.sum()),
        short_value=float(worth @ short.sum(axis=1)),
        fill_rate=1.0 - float(lost.sum() / asked.sum()) if asked.sum() > 0 else 1.0,
        first_short=int(dry[0]) if len(dry) else NEVER,
        short_share=np.divide(lost, asked, out=np.zeros_like(lost), where=asked > 0),
        stock_value=survived.stock_value,
    )


def _by_shock(
    sampled: Judged, shocks: Sequence[Shock], begun: Mapping[tuple[int, Path], int], trunk: float
) -> tuple[ShockLine, ...]:
    """Return what each shock does in the samples in which it was drawn.

    Two shocks may begin with the same event, so what happens on a path does not tell which was drawn.
    """
    lines = []
    for number, shock in enumerate(shocks):
        counts = np.array([begun.get((number, path), 0) for path in sampled.paths])
        chosen = (counts > 0) & sampled.kept
        if chosen.any():
            lines.append(
                ShockLine(
                    shock,
                    float(counts.sum() / sampled.count),
                    *_of(sampled, chosen, trunk, counts),
                    _worst(sampled, chosen),
                )
            )
    return tuple(sorted(lines, key=lambda line: -line.extra * line.part))


def _by_month(sampled: Judged, trunk: float) -> tuple[tuple[int, float, float, float], ...]:
    first = np.array([onset(path) if path else NEVER for path in sampled.paths])
    rows = []
    for month in sorted(set(first.tolist()) - {NEVER}):
        chosen = (first == month) & sampled.kept
        if chosen.any():
            rows.append((month, float(sampled.weights[first == month].sum()), *_of(sampled, chosen, trunk)))
    return tuple(rows)


def _of(
    sampled: Judged, chosen: NDArray[np.bool_], trunk: float, counts: NDArray[Any] | None = None
) -> tuple[float, float]:
    """Return mean extra cost and part with a shortage of some paths, by default weighted as sampled."""
    weights = (sampled.weights if counts is None else counts)[chosen]
    weights = weights / weights.sum()
    fates = [fate for fate, c in zip(sampled.fates, chosen, strict=True) if c]
    extra = float(weights @ np.array([fate.cost - trunk for fate in fates]))
    return extra, float(weights @ np.array([fate.first_short != NEVER for fate in fates]))


def _worst(sampled: Judged, chosen: NDArray[np.bool_]) -> float:
    return max(fate.cost for fate, c in zip(sampled.fates, chosen, strict=True) if c)


def _spread(shocks: Sequence[Shock], singles: Mapping[tuple[int, int], Path]) -> dict[Path, float]:
    """Return how likely each path is: shocks spread evenly over their windows, more than 1 scaled by odds."""
    total = sum(shock.probability for shock in shocks)
    if total > 1:
        odds = [s.probability / max(1e-9, 1 - s.probability) for s in shocks]
        weights = [o / (1 + sum(odds)) for o in odds]
    else:
        weights = [s.probability for s in shocks]
    parts: dict[Path, float] = {(): max(0.0, 1 - sum(weights))}
    for (s, _), path in singles.items():
        window = shocks[s].last - shocks[s].first + 1
        parts[path] = parts.get(path, 0.0) + weights[s] / window
    return parts


def _own(kept: HeldPlan, alone: Mapping[str, Fate]) -> dict[str, float]:
    """Return path costs of the plan's own scenarios: lone ones as judged, those with children as one LP."""
    try:
        again = evaluate_fixed(kept.data, kept.decisions)
    except NoRecourse:
        return {}
    costs = {str(scenario): cost for scenario, cost in again.path_costs.items()}
    costs |= {name: fate.cost for name, fate in alone.items()}
    return {} if any(math.isnan(cost) for cost in costs.values()) else costs
