"""One policy followed through what really happened, month by month."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from models.errors import PlanError, StoppedWithoutPlan
from models.solution.carried import WarmStart
from models.solution.solution import Solution
from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.cases import Effort
from planner.pipeline import NoPlan, Plan, solve
from planner.replaying.account import Account, account
from planner.replaying.course import Course, Part
from planner.replaying.holding import held, restored
from planner.replaying.knowing import Story, arriving, loosened, with_sheets, without_scenarios
from planner.replaying.truth import surprises, with_cells
from planner.replaying.warm import moved
from planner.reporting import PlanResult
from planner.rolling import Rolled, roll_plan
from planner.rules_of_thumb import THUMBS, Known, held_from, monthly_use
from planner.workbook.access import month, text, whole
from planner.workbook.history import arrival_month
from planner.workbook.tables import Row, Tables

PLANNER, HELD, PERFECT = "planner", "held", "perfect"
RULES = tuple(thumb.name for thumb in THUMBS)
POLICIES = (PLANNER, HELD, *RULES)
"""What can be asked for; perfect knowledge is always there."""
SHIPPED = (PLANNER, HELD, "60-days", "50-50", "no-stock")
"""What is replayed where nothing is asked for."""

Told = Callable[[str, int], None]
"""Called with a policy and the month of the plan that it is about to plan."""


@dataclass(frozen=True)
class Outcome:
    """What one policy came to."""

    policy: str
    status: str
    """``done``, ``interrupted`` (its months until then stand) or why it ended (``no plan``, ``failed``)."""
    months: int
    """Months carried out."""
    account: Account | None
    """Of the whole plan; where the run was interrupted, as if nothing more happened afterwards."""
    course: Course
    loosened: tuple[int, ...] = ()
    """Months in which no plan kept every policy limit, so that they were given up."""
    copied: str | None = None
    """Perfect knowledge: the policy whose decisions cost less than its own search found."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why it ended early, by language."""
    seconds: float = 0.0
    cpu: float = 0.0

    @classmethod
    def not_run(cls, policy: str) -> Outcome:
        """Return a policy that was not begun, since the user stopped the run."""
        return cls(policy, "not run", 0, None, Course())

    @property
    def begun(self) -> bool:
        """Whether it has a month to show, or a reason why not."""
        return self.months > 0 or self.status not in ("not run", "interrupted")

    @property
    def message(self) -> str:
        """Why it ended early, in English; empty where it did not."""
        return self.reasons.get("en", "")


@dataclass(frozen=True)
class Follow:
    """A policy to follow; plain data that any process can take."""

    policy: str
    story: Story
    months: int
    effort: Effort
    first: PlanResult | None = None
    """The first plan, where it is solved already."""


def follow(task: Follow, told: Told | None = None) -> Outcome:
    """Follow one policy; why it ended early stands in the answer."""
    return _Follower(task, told).run()


class _Follower:
    """A policy on its way."""

    def __init__(self, task: Follow, told: Told | None) -> None:
        self.task, self.story, self.told = task, task.story, told
        self.course = Course()
        self.stop = threading.Event()
        self.loosened: list[int] = []
        self._parts: tuple[object, Part] | None = None
        self.done = 0
        self._last: tuple[PlanResult, int] | None = None

    def run(self) -> Outcome:
        """Return what the policy came to."""
        begin, cpu = time.perf_counter(), time.process_time()
        status, done = "done", self.task.months
        reasons: dict[str, str] = {}
        try:
            match self.task.policy:
                case "planner":
                    done = self._plan_again()
                case "perfect":
                    done = self._know_all()
                case _:
                    done = self._hold()
        except KeyboardInterrupt:
            self.stop.set()
            done = self.done
        except NoPlan as error:
            status, done = "no plan", self.done
            for language in ("en", "ja"):
                reasons[language] = "; ".join(c.sentence(language) for c in error.clash[:3])
        except PlanError as error:
            status, done, reasons = "failed", self.done, {"en": str(error), "ja": str(error)}
        if status == "done" and done < self.task.months:
            status = "interrupted"
        settled = None
        if done > 0:
            self._carry_on(done)
            settled = account(self.story.world(done - 1), self.course, Options(threads=1))
        return Outcome(
            self.task.policy,
            status,
            done,
            settled,
            self.course,
            tuple(self.loosened),
            reasons=reasons,
            seconds=time.perf_counter() - begin,
            cpu=time.process_time() - cpu,
        )

    # --- policies ---------------------------------------------------------------------------------------

    def _plan_again(self) -> int:
        """Plan, carry out the month, and plan again."""
        result = self.task.first or self._solve(self.story.known(self.story.plan, 0), 0, None)
        return self._month_after_month(result, 0, self._planned_again)

    def _planned_again(self, rolled: Rolled, _frames: Mapping[str, pd.DataFrame]) -> Tables:
        return rolled.tables

    def _hold(self) -> int:
        """Carry the first plan out until something is otherwise than it says; then only adapt."""
        first = self.story.known(self.story.plan, 0)
        if self.task.policy != HELD:
            first = self._by_rule(first)
            result = self._solve(first, 0, None)
        else:
            result = self.task.first or self._solve(first, 0, None)
        wrong = [
            at
            for at in surprises(self.story.plan, self.story.truth, prices=False)
            if 0 < at < self.task.months
        ]
        until = wrong[0] if wrong else self.task.months
        last = self.task.months if until < self.task.months else self.story.plan.months
        self._take(result, 0, range(until if wrong else last))
        self.done = until
        if not wrong:
            return self.task.months
        rolled = self._roll(result.inputs, result, until)
        tables = self.story.known(self._adapted(rolled, result.tables), until)
        again = self._solve(self._on_the_way(tables, until), until, None)
        return self._month_after_month(again, until, self._adapted)

    def _adapted(self, rolled: Rolled, frames: Mapping[str, pd.DataFrame]) -> Tables:
        """Return the next plan with nothing left to decide but orders and production.

        From the first event on nothing further is expected, and a rule of thumb gives way.
        """
        tables = held(rolled, frames, self.course.origin)
        now = self.story.plan.month_index(tables.start)
        if self.story.disturbed_until(now) is None:
            return tables
        tables = without_scenarios(tables)
        return tables if self.task.policy == HELD else restored(tables, self.story.plan)

    def _by_rule(self, tables: Tables) -> Tables:
        """Return the first plan as the rule of thumb changes it, without a thought of disruptions."""
        thumb = next(thumb for thumb in THUMBS if thumb.name == self.task.policy)
        alone = Plan(without_scenarios(tables), ())
        options = self._options(alone.tables)
        known = Known()
        try:
            trunk = solve_plan(assemble(alone.tables), options)
            known = Known(monthly_use(trunk, alone), held_from(trunk, alone, options))
        except StoppedWithoutPlan:
            raise
        except PlanError:
            pass  # a rule that changes what clashes may still lead to a plan
        return thumb.change(alone.tables, known)

    def _know_all(self) -> int:
        """Plan once, knowing everything."""
        last = self.task.months - 1
        result = self._solve(self.story.world(last), 0, None, final=True)
        self._take(result, 0, range(self.story.plan.months), last)
        self.done = self.task.months
        return self.task.months

    # --- months -----------------------------------------------------------------------------------------

    def _month_after_month(
        self,
        result: PlanResult,
        now: int,
        adapt: Callable[[Rolled, Mapping[str, pd.DataFrame]], Tables],
    ) -> int:
        while True:
            if self.stop.is_set():
                return now
            end = now == self.task.months - 1
            self._take(result, now, range(now, self.story.plan.months if end else now + 1))
            self.done = now + 1
            if end:
                return self.done
            start = None if result.solution is None else moved(result.solution.warm, 1)
            rolled = self._roll(result.inputs, result, 1, now)
            now += 1
            tables = self.story.known(adapt(rolled, result.tables), now)
            result = self._solve(self._on_the_way(tables, now), now, start)

    def _roll(self, tables: Tables, result: PlanResult, months: int, now: int = 0) -> Rolled:
        began = [(event, months) for event, _ in self.story.beginning(now + months)]
        if not any(text(row, "event") for row in tables["Events"]):
            began = []
        rolled = roll_plan(tables, result.tables, months, happened=began)
        for (name, _), part in rolled.parts.items():
            self.course.origin[part] = self.course.origin.get(name, name)
        return rolled

    def _on_the_way(self, tables: Tables, now: int) -> Tables:
        """Return a plan with what arrives, by what is known now, of the orders that are on the way."""
        part = self._part(now)
        self.course.learn(part, now)
        date = self.story.plan.month_date
        coming: dict[tuple[object, ...], float] = {}
        for order in self.course.orders:
            if order.arrival >= now:
                placed = order.offer, date(order.month), date(order.arrival)
                coming[placed] = coming.get(placed, 0.0) + order.quantity * order.part
        before = self._before(part)
        rows: list[Row] = []
        for row in tables["History"]:
            arrives = arrival_month(tables, row)
            key = text(row, "offer"), month(row, "order_month"), arrives
            quantity = coming.get(key, before.get(key))
            if quantity is not None and arrives is not None and arrives >= tables.start:
                row = with_cells(row, quantity=quantity)  # noqa: PLW2901
            rows.append(row)
        return with_sheets(tables, History=rows)

    def _before(self, part: Part) -> dict[tuple[object, ...], float]:
        """Return what arrives of the orders from before the plan."""
        plan = self.story.plan
        if not plan["History"]:
            return {}
        calm = self._calm
        transit = {text(row, "offer"): row for row in plan["Offers"]}
        found: dict[tuple[object, ...], float] = {}
        for row in plan["History"]:
            arrives = arrival_month(plan, row)
            if arrives is None or arrives < plan.start:
                continue
            offer = text(row, "offer")
            dispatch = plan.month_index(arrives) - _transit(transit[offer])
            before = calm(offer, dispatch)
            left = min(1.0, part(offer, dispatch) / before) if before > 0 else 1.0
            quantity = float(row["quantity"] or 0.0) * left  # type: ignore[arg-type]
            found[offer, month(row, "order_month"), arrives] = quantity
        return found

    @property
    def _calm(self) -> Part:
        return arriving(without_scenarios(self.story.plan))

    def _part(self, now: int) -> Part:
        """Return what part of an offer can be dispatched in a month, by what is known now."""
        begun = tuple(
            (what.event, what.start, tuple(self.story.known_cells(what, now).items()))
            for what in self.story.begun(now)
        )
        if self._parts is None or self._parts[0] != begun:
            self._parts = begun, arriving(self.story.world(now))
        return self._parts[1]

    def _take(
        self, result: PlanResult, first: int, months: Iterable[int], known_by: int | None = None
    ) -> None:
        solution: Solution | None = result.solution
        assert solution is not None  # noqa: S101 (just solved)
        self._last = result, first
        part = self._part(first if known_by is None else known_by)
        self.course.take(solution, first, months, part)

    def _carry_on(self, done: int) -> None:
        """Carry the last plan out to the end, where the policy was stopped on the way."""
        if done < self.task.months and self._last is not None:
            result, first = self._last
            self._take(result, first, range(done, self.story.plan.months))

    # --- solving ----------------------------------------------------------------------------------------

    def _options(self, tables: Tables) -> Options:
        effort, settings = self.task.effort, tables.settings
        gap = effort.gap if effort.gap is not None else float(settings["mip_gap"])  # type: ignore[arg-type]
        limit = effort.time_limit if effort.time_limit is not None else float(settings["time_limit"])  # type: ignore[arg-type]
        return Options(gap=gap, time_limit=limit, threads=effort.threads, seed=effort.seed, stop=self.stop)

    def _solve(self, tables: Tables, now: int, start: WarmStart | None, *, final: bool = False) -> PlanResult:
        if self.told is not None:
            self.told(self.task.policy, now)
        asked = [tables, loosened(tables)]
        for attempt in asked:
            try:
                result = self._solved(attempt, start)
            except NoPlan:
                if attempt is asked[-1]:
                    raise
                continue
            if attempt is not tables:
                self.loosened.append(now)
            if self.stop.is_set() and not final:
                raise KeyboardInterrupt
            return replace(result, inputs=tables)
        raise AssertionError("a plan was found or refused")

    def _solved(self, tables: Tables, start: WarmStart | None) -> PlanResult:
        effort = self.task.effort
        return solve(
            Plan(tables, ()),
            gap=effort.gap,
            time_limit=effort.time_limit,
            threads=effort.threads,
            seed=effort.seed,
            stop=self.stop,
            start=start,
        )


def _transit(row: Row) -> int:
    return whole(row, "transit_months", min(1, whole(row, "lead_time_months")))


def least(perfect: Outcome, others: Sequence[Outcome]) -> Outcome:
    """Return perfect knowledge that is never dearer than a policy: it could have done the same."""
    done = [one for one in others if one.status == "done" and one.account is not None]
    best = min(done, key=lambda one: one.account.total if one.account else 0.0, default=None)
    if best is None or best.account is None or perfect.status not in ("done", "no plan", "failed"):
        return perfect
    if perfect.account is not None and perfect.account.total <= best.account.total:
        return perfect
    return replace(
        perfect,
        status="done",
        months=best.months,
        account=best.account,
        course=best.course,
        copied=best.policy,
    )
