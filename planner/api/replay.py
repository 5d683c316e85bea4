"""``planner.replay``: planning again month by month, held against what really happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import ClusterLost
from models.runs.run import Jobs, run_all, runner_of, threads_each
from planner.api.answer import BookAnswer, effort_facts
from planner.cases import Effort
from planner.pipeline import Plan
from planner.replaying.figures import Figures
from planner.replaying.follow import PERFECT, POLICIES, SHIPPED, Follow, Outcome, follow, least
from planner.replaying.knowing import Story
from planner.replaying.page import largest_money, replay_book, sentences
from planner.replaying.truth import Truth, truth_of
from planner.replaying.words import policy_name, tell
from planner.reporting.layout.scale import money_scale
from planner.reporting.risk.book import RiskBook, risk_speech
from planner.reporting.words.phrases import Speech
from planner.workbook.cells import short_number
from planner.workbook.messages.findings import Finding
from planner.workbook.tables import Tables
from planner.workbook.truth import read_truth

Told = Callable[[str, int], None]


@dataclass(frozen=True)
class Replayed(BookAnswer):
    """What each policy came to on what really happened."""

    inputs: Tables
    story: Story
    months: int
    """Months replayed."""
    outcomes: tuple[Outcome, ...]
    """In the order asked for; perfect knowledge last."""
    facts: dict[str, object]
    findings: tuple[Finding, ...] = ()
    """Of the truth."""
    files: frozenset[str] = field(default_factory=frozenset, repr=False)

    @property
    def figures(self) -> tuple[Figures, ...]:
        """Each policy in numbers."""
        return tuple(Figures(outcome, self.inputs) for outcome in self.outcomes)

    @property
    def interrupted(self) -> bool:
        """Whether the user stopped it on the way."""
        return any(outcome.status in ("interrupted", "not run") for outcome in self.outcomes)

    def book(self, language: str) -> tuple[RiskBook, Speech, float]:
        """Return what the workbook holds, how it speaks, and the largest amount of money in it."""
        figures = self.figures
        largest = largest_money(figures)
        speech = risk_speech(language, str(self.inputs.settings["currency"]), largest)
        scale = money_scale(speech, largest)
        book = replay_book(
            figures, self.story, self.inputs, self.months, speech, scale=scale, facts=self.facts
        )
        return book, speech, largest

    def sentences(self, language: str | None = None) -> list[str]:
        """Return the answer in a few sentences."""
        figures = self.figures
        currency = str(self.inputs.settings["currency"])
        speech = risk_speech(language or self.language, currency, largest_money(figures))
        return list(sentences(figures, self.story, self.inputs, self.months, speech))

    def rows(self, language: str | None = None) -> list[str]:
        """Return a line for each policy: what it cost and how much was short."""
        spoken = language or self.language
        figures = self.figures
        speech = risk_speech(spoken, str(self.inputs.settings["currency"]), largest_money(figures))
        return [
            tell(
                "row",
                spoken,
                policy=policy_name(one.outcome.policy, spoken),
                cost="-" if one.cost is None else speech.money(one.cost),
                short=short_number(round(one.short_units, 1)),
            )
            for one in figures
            if one.outcome.begun
        ]

    def to_json(self) -> dict[str, object]:
        """Return each policy's totals, months and decisions."""
        date = self.inputs.month_date
        return {
            "months": self.months,
            "policies": [
                {
                    "policy": one.outcome.policy,
                    "status": one.outcome.status,
                    "months": one.outcome.months,
                    "cost_pv": one.cost,
                    "short_units": one.short_units,
                    "shortage_pv": one.shortage_cost,
                    "mean_stock_value": one.mean_stock_value,
                    "months_loosened": [f"{date(at):%Y-%m}" for at in one.outcome.loosened],
                    "copied": one.outcome.copied,
                    "message": one.outcome.message,
                    "cpu_seconds": one.outcome.cpu,
                    "cost_by_month": [one.cost_by_month[at][0] for at in one.months],
                    "decisions": [
                        {"kind": kind, "name": name, "month": f"{date(at):%Y-%m}", "amount": amount}
                        for kind, name, at, amount in one.decisions()
                    ],
                }
                for one in self.figures
            ],
        }

    def _sources(self) -> frozenset[str]:
        return self.files | {self.inputs.sha256}


def replay(
    plan: Plan,
    truth: Truth | str | Path,
    policies: Sequence[str] = SHIPPED,
    *,
    months: int | None = None,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int = 0,
    seed: int = 0,
    jobs: Jobs = 1,
    progress: Told | None = None,
    done: Callable[[int, int], None] | None = None,
) -> Replayed:
    """Plan a plan again month by month, and hold it against what really happened.

    Parameters
    ----------
    plan : Plan
    truth : Truth, str or Path
        What happened, or its workbook (``planner.template(truth=True)`` is its form).
    policies : sequence of str
        ``planner``, ``held``, or a rule of thumb: ``60-days``, ``50-50``, ``no-stock``, ``no-investment``.
        Perfect knowledge always stands beside them.
    months : int, optional
        Replay so many; after them nothing more happens. By default all of the plan.
    gap, time_limit : float, optional
        Relative gap, seconds of each solve; by default the workbook's settings.
    threads, seed : int
    jobs : int or Runner
        Processes, one policy each.
    progress : callable, optional
        Called with a policy and the month (from 0 on) that it plans; not from other processes.
    done : callable, optional
        Called with how many policies are done and how many there are.

    Returns
    -------
    Replayed
        What was carried out when the user pressed Ctrl-C stands in it.

    Raises
    ------
    InputErrors
        The truth cannot be read, contradicts itself, or is not of this plan.
    planner.rolling.CannotRoll
        What happened had no probability in the plan, and nothing else had any either.
    ValueError
        No such policy, or more months than the plan has.
    """
    tables = plan.tables
    for policy in policies:
        if policy not in POLICIES:
            raise ValueError(
                tell("unknown policy", tables.language, policy=policy, known=", ".join(POLICIES))
            )
    count = tables.months if months is None else months
    if not 1 <= count <= tables.months:
        raise ValueError(tell("too many months", tables.language, months=count, most=tables.months))
    findings: tuple[Finding, ...] = ()
    files: frozenset[str] = frozenset()
    if not isinstance(truth, Truth):
        rows, findings, digest = read_truth(Path(truth), tables)
        truth, files = truth_of(rows, tables), frozenset({digest})
    story = Story.of(tables, truth)
    effort = Effort(gap=gap, time_limit=time_limit, threads=threads_each(jobs, threads), seed=seed)
    asked = tuple(dict.fromkeys(policies))
    alone = runner_of(jobs).name == runner_of(1).name
    tasks = [Follow(policy, story, count, effort) for policy in (*asked, PERFECT)]
    outcomes = _followed(tasks, jobs, progress if alone else None, done)
    told, perfect = outcomes[:-1], outcomes[-1]
    facts = {
        "input": tables.name,
        "input_sha256": tables.sha256,
        "truth_sha256": next(iter(files), None),
        "option_policies": ", ".join(asked),
        "option_months": count,
        **effort_facts(effort, jobs),
        **{f"cpu_seconds_{outcome.policy}": round(outcome.cpu, 3) for outcome in outcomes},
    }
    return Replayed(tables, story, count, (*told, least(perfect, told)), facts, findings, files)


def _followed(
    tasks: Sequence[Follow],
    jobs: Jobs,
    progress: Told | None,
    done: Callable[[int, int], None] | None,
) -> list[Outcome]:
    run = follow if progress is None else (lambda task: follow(task, progress))
    try:
        answers = run_all(run, tasks, jobs, done=done, last=lambda one: one.status == "interrupted")
    except ClusterLost as lost:
        answers = lost.answers
    return [one or Outcome.not_run(task.policy) for one, task in zip(answers, tasks, strict=True)]
