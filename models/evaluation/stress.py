"""A fixed plan through disruptions it may not know: one LP per branch, the second shock unforeseen.

Where disruptions follow each other, the branch of the first is solved as if it were the last; what it decides
before the second one's onset stands, and the branch of the second goes on from there (rolling recourse).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from models.errors import SolverFailed, Unbounded
from models.evaluation.fixed_plan import SEEN, FixedPlan, Past
from models.evaluation.recourse_patches import Steps, patched
from models.evaluation.recourse_templates import (
    BRANCH,
    CALM,
    Problem,
    RecourseTemplate,
    calm_tree,
    template_of,
)
from models.formulation.array_backend import Named
from models.plan.names import TRUNK, Month
from models.plan.tree import Tree
from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.standard_form import Basis, Floats


@dataclass(frozen=True)
class Survived:
    """How a fixed plan came through one sequence of disruptions; plain data."""

    cost: float
    """Of the whole path, first stage included [money, present value]; NaN where it is infeasible."""
    cost_by_month: Floats
    """Without the first stage [money, present value]."""
    short: Mapping[Any, Floats]
    """Lost demand by product and month [unit]."""
    demand: Mapping[Any, Floats]
    stock_value: Floats
    """Stock at the end of each month at its unit value [money]."""
    broken: tuple[Named, ...] = ()
    """Hard limits that cannot be kept; the rest is then meaningless."""

    @property
    def feasible(self) -> bool:
        """Tell whether every hard limit could be kept."""
        return not np.isnan(self.cost)


@dataclass(frozen=True)
class Followed:
    """What a fixed plan did month by month on one path."""

    stages: tuple[tuple[Month, Tree], ...]
    """From which month on which tree was believed in; its branch is called ``BRANCH``."""
    past: Past
    """Orders, stock, production and activities by thing and month."""
    short: Mapping[Any, Floats]
    """Lost demand by product and month [unit]."""
    demand: Mapping[Any, Floats]
    cost_by_month: Floats
    """Without the first stage [money, present value]."""
    feasible: bool = True
    """Every hard limit could be kept; else what follows the last stage is meaningless."""
    broken: tuple[Named, ...] = ()
    """Hard limits that cannot be kept, where they are known."""


@dataclass
class Judge:
    """Judges a fixed plan on disruptions; keeps the template of each onset."""

    plan: FixedPlan
    options: Options = field(default_factory=lambda: Options(threads=1))
    templates: dict[Month, RecourseTemplate] = field(default_factory=dict)
    bases: dict[Month, Basis | None] = field(default_factory=dict)
    solved: dict[Steps, tuple[Problem, Outcome]] = field(default_factory=dict)
    """First shocks, which many samples share."""

    def template(self, onset: Month) -> RecourseTemplate:
        """Return the undisturbed branch of an onset."""
        if onset not in self.templates:
            self.templates[onset] = template_of(self.plan, onset, self.calm)
        return self.templates[onset]

    @cached_property
    def calm(self) -> Tree:
        """Return the trunk's tree, from which those of branches take over what they share."""
        return calm_tree(self.plan)

    @cached_property
    def tree(self) -> Tree:
        """Return the trunk's tree, for what its events hit."""
        return Tree(self.plan.data)

    def problem(self, steps: Steps, past: Past | None = None) -> Problem:
        """Return the LP of the branch that the last of some steps opens."""
        onset = min(start for _, start in steps[-1])
        return patched(self.template(onset), steps, self.plan.trunk if past is None else past)

    def survive(self, steps: Steps) -> Survived:
        """Return how the plan comes through disruptions.

        Parameters
        ----------
        steps : sequence of tuples of (event, start)
            What happens, the first disruption first; each later one comes as a surprise. Empty: nothing.

        Raises
        ------
        Unbounded, SolverFailed
        KeyboardInterrupt
            The user stopped in the middle of it.
        """
        found = self.follow([tuple(steps[: number + 1]) for number in range(len(steps))])
        stock = self._stock_value(found.past)
        cost = np.nan if not found.feasible else self.plan.first_stage + float(found.cost_by_month.sum())
        return Survived(cost, found.cost_by_month, found.short, found.demand, stock, found.broken)

    def follow(self, beliefs: Sequence[Steps]) -> Followed:
        """Return what a fixed plan does month by month while what is known of a disruption changes.

        Parameters
        ----------
        beliefs : sequence of sequences of tuples of (event, start)
            What is believed to happen from the onset of its last step on; what was decided before stands. An
            order that was placed under an earlier belief arrives in the part that survives the events added
            since.

        Raises
        ------
        Unbounded, SolverFailed
        KeyboardInterrupt
            The user stopped in the middle of it.
        """
        data = self.plan.data
        spent = np.array(self.plan.trunk_costs)
        past: dict[str, dict[tuple[Any, ...], float]] = {name: dict(self.plan.trunk[name]) for name in SEEN}
        short = {d: np.array([self.plan.short[d, t] for t in range(data.months)]) for d in data.products}
        demand = {d: np.array(self._trunk_demand(d)) for d in data.products}
        stages: list[tuple[Month, Tree]] = []
        for steps in beliefs:
            problem, outcome = self._solve(tuple(steps), past)
            onset = min(start for _, start in steps[-1])
            if outcome.status is Status.INFEASIBLE:
                told = tuple(stages), past, short, demand, spent
                return Followed(*told, feasible=False, broken=problem.broken)
            values, names = outcome.values, self.template(onset).names
            months = problem.costs_by_month(values)
            spent = np.concatenate([spent[:onset], months[onset:]])
            _take(names, values, past, short)
            stages.append((onset, problem.tree))
            for product in data.products:
                factors = np.array(problem.tree.demand_factor(product, BRANCH))
                demand[product][onset:] = (np.array(data.products[product].demand) * factors)[onset:]
        return Followed(tuple(stages), past, short, demand, spent)

    def _solve(self, steps: Steps, past: Past) -> tuple[Problem, Outcome]:
        first = len(steps) == 1
        if first and steps in self.solved:
            return self.solved[steps]
        problem = self.problem(steps, past)
        onset = min(start for _, start in steps[-1])
        found = problem, self.solve(problem, onset)
        if first:
            self.solved[steps] = found
        return found

    def solve(self, problem: Problem, onset: Month) -> Outcome:
        """Solve a branch from where the undisturbed branch of its onset ended, the same in every process."""
        if problem.broken:
            return Outcome(Status.INFEASIBLE)
        if onset not in self.bases:
            calm = patched(self.template(onset), (((CALM, onset),),), self.plan.trunk)
            self.bases[onset] = solve_arrays(calm.arrays, self.options, "judging").basis
        outcome = solve_arrays(problem.arrays, self.options, "judging", basis=self.bases[onset])
        match outcome.status:
            case Status.UNBOUNDED:
                raise Unbounded("the cost of a branch can fall without end")
            case Status.NOTHING | Status.STOPPED if self.options.stop.is_set():
                raise KeyboardInterrupt
            case Status.NOTHING | Status.STOPPED:
                raise SolverFailed("a branch could not be judged")
        return outcome

    def _trunk_demand(self, product: Any) -> list[float]:
        factors = self.tree.demand_factor(product, TRUNK)
        return [q * f for q, f in zip(self.plan.data.products[product].demand, factors, strict=True)]

    def _stock_value(self, past: Past) -> Floats:
        data = self.plan.data
        worth = np.zeros(data.months)
        for (item, month), held in past["v_stock"].items():
            worth[month] += data.items[item].unit_value * held
        return worth


def _take(
    names: Sequence[Named],
    values: Floats,
    past: dict[str, dict[tuple[Any, ...], float]],
    short: Mapping[Any, Floats],
) -> None:
    """Write what a branch decides over what stood there."""
    for (name, index), x in zip(names, values.tolist(), strict=True):
        if name in past:
            past[name][(*index[:-2], index[-1])] = x
        elif name == "v_short":
            short[index[0]][index[-1]] = x
