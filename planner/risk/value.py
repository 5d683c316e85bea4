"""What planning for disruptions is worth: EVPI, VSS and the insurance premium (model, section 9).

All three at λ = 0. Source: Birge & Louveaux (2011), Introduction to Stochastic Programming, chapter 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from models.errors import NoRecourse
from models.evaluation.evaluate import evaluate_fixed
from models.plan.data import PlanData, ScenarioSpec
from models.plan.names import TRUNK, Scenario
from models.runs.run import Jobs, run_with, threads_each
from models.solution.carried import WarmStart
from models.solution.solution import Solution
from models.solver.highs import Options
from models.solving.solve import solve_plan


@dataclass(frozen=True)
class ValueOfPlanning:
    """What the plan's caution costs and is worth [money, present value]."""

    optimum: float
    """RP: expected cost of the best plan, λ = 0."""
    wait_and_see: float
    """WS: expected cost if each scenario were known before month 0."""
    trunk_plan: float | None
    """EEV: expected cost of the plan made as if nothing could happen; ``None``: it cannot be kept."""
    uncertainty: float
    """How far EVPI and VSS may be off, since whole-number plans are found to within a gap."""
    premium: float
    """Trunk cost of the plan (λ = 0) less that of the trunk-only plan."""
    own_premium: float
    """The same of the plan as it stands, with its own λ."""
    tail: float
    """CVaR of the plan as it stands."""
    trunk_plan_tail: float | None
    """CVaR of the plan made as if nothing could happen, with its here-and-now and trunk decisions held."""
    lots: bool
    """The plan has order lots: these stand on the trunk only, so that a scenario can lower the cost."""
    wait_and_see_costs: Mapping[str, float]
    """WS_s by scenario with a probability, the trunk included."""

    @property
    def evpi(self) -> float:
        """Expected value of perfect information: what knowing the future would save."""
        return self.optimum - self.wait_and_see

    @property
    def vss(self) -> float | None:
        """Value of the stochastic solution: what planning for them saves; ``None``: infeasible without it."""
        return None if self.trunk_plan is None else self.trunk_plan - self.optimum

    @property
    def tail_reduction(self) -> float | None:
        """By how much the plan lowers the CVaR of the plan made as if nothing could happen."""
        return None if self.trunk_plan_tail is None else self.trunk_plan_tail - self.tail

    @property
    def tail_per_premium(self) -> float | None:
        """Tail reduction per unit of premium; ``None`` where there is no premium to speak of."""
        least = 1e-9 * max(1.0, abs(self.tail))
        if self.tail_reduction is None or self.own_premium <= max(least, 1e-6):
            return None
        return self.tail_reduction / self.own_premium

    def to_json(self) -> dict[str, object]:
        """Return all of it, ready for ``json.dumps``."""
        return {
            "optimum": self.optimum,
            "wait_and_see": self.wait_and_see,
            "expected_cost_of_trunk_plan": self.trunk_plan,
            "evpi": self.evpi,
            "vss": "infeasible" if self.vss is None else self.vss,
            "insurance_premium": self.premium,
            "insurance_premium_as_planned": self.own_premium,
            "tail_reduction": self.tail_reduction,
            "tail_reduction_per_premium": self.tail_per_premium,
            "uncertainty": self.uncertainty,
            "order_lots": self.lots,
        }


@dataclass(frozen=True)
class _Common:
    """What the solves of single scenarios share; plain data."""

    data: PlanData
    gap: float
    time_limit: float | None
    threads: int
    seed: int
    start: WarmStart | None


@dataclass(frozen=True)
class _Answer:
    cost: float
    bound: float
    interrupted: bool
    """The user stopped this solve."""


def value_of_planning(
    data: PlanData,
    options: Options | None = None,
    plan: Solution | None = None,
    jobs: Jobs = 1,
    done: Callable[[int, int], None] | None = None,
) -> ValueOfPlanning:
    """Solve what it takes to say what planning for disruptions is worth.

    Parameters
    ----------
    data : PlanData
        With its scenarios.
    options : Options, optional
        Of every solve.
    plan : Solution, optional
        Of ``data``; solved here where it is not given.
    jobs : int or Runner
        Processes, or where else to run, for the scenarios known in advance.
    done : callable, optional
        Called with how many of the scenarios known in advance are solved, and how many there are.

    Raises
    ------
    models.errors.PlanError
        The plan itself has no solution, or a solve was stopped without one.
    KeyboardInterrupt
        The user stopped before everything was solved.
    """
    options = options or Options()
    plan = plan or solve_plan(data, options)
    neutral = replace(data, risk_weight=0.0)
    best = plan if data.risk_weight == 0 else solve_plan(neutral, options, plan.warm)
    _heed(options)
    alone = solve_plan(replace(neutral, scenarios={}), options, plan.warm)
    _heed(options)
    held = _held(data, alone, options)
    _heed(options)
    effort = (options.gap, options.time_limit, threads_each(jobs, options.threads), options.seed)
    names = [s for s in data.scenarios if data.scenarios[s].probability > 0]
    common = _Common(neutral, *effort, plan.warm)
    answers = run_with(common, _wait_and_see, names, jobs, done=done, last=_was_interrupted)
    costs = {str(TRUNK): (alone.objective, alone.bound)} if data.trunk_probability > 0 else {}
    for name, answer in zip(names, answers, strict=True):
        if answer is None or answer.interrupted:
            raise KeyboardInterrupt
        costs[str(name)] = answer.cost, answer.bound
    weight = {name: data.probability(Scenario(name)) for name in costs}
    return ValueOfPlanning(
        optimum=best.objective,
        wait_and_see=sum(weight[name] * cost for name, (cost, _) in costs.items()),
        trunk_plan=None if held is None else held.expected_cost,
        uncertainty=best.objective
        - best.bound
        + sum(weight[name] * (cost - bound) for name, (cost, bound) in costs.items()),
        premium=best.path_costs[TRUNK] - alone.path_costs[TRUNK],
        own_premium=plan.path_costs[TRUNK] - alone.path_costs[TRUNK],
        tail=plan.cvar,
        trunk_plan_tail=None if held is None else held.cvar,
        lots=any(terms.order_cost > 0 or terms.moq > 0 for terms in data.offers.values()),
        wait_and_see_costs={name: cost for name, (cost, _) in costs.items()},
    )


def known_in_advance(data: PlanData, scenario: Scenario) -> PlanData:
    """Return the plan in which one scenario is certain; those it descends from stay, with probability 0."""
    kept: dict[Scenario, ScenarioSpec] = {scenario: replace(data.scenarios[scenario], probability=1.0)}
    parent = data.scenarios[scenario].after
    while parent != TRUNK:
        kept[parent] = replace(data.scenarios[parent], probability=0.0)
        parent = data.scenarios[parent].after
    return replace(data, scenarios={s: kept[s] for s in data.scenarios if s in kept})


def _held(data: PlanData, alone: Solution, options: Options) -> Solution | None:
    """Return the trunk-only plan on the plan's scenarios; ``None`` where it cannot be kept in all of them."""
    try:
        # At λ = 0 every path with a probability is at its own least cost, which its tail is read from too.
        return evaluate_fixed(replace(data, risk_weight=0.0), alone, options)
    except NoRecourse:
        return None


def _heed(options: Options) -> None:
    """Go no further where the user has stopped the run."""
    if options.stop.is_set():
        raise KeyboardInterrupt


def _wait_and_see(common: _Common, scenario: Scenario) -> _Answer:
    options = Options(gap=common.gap, time_limit=common.time_limit, threads=common.threads, seed=common.seed)
    solution = solve_plan(known_in_advance(common.data, scenario), options, common.start)
    return _Answer(solution.objective, solution.bound, options.stop.is_set())


def _was_interrupted(answer: _Answer) -> bool:
    return answer.interrupted
