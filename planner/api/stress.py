"""``planner.stress``: a fixed plan through thousands of sampled disruptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from models.runs.run import Jobs
from models.solver.highs import Progress
from planner.api.answer import BookAnswer
from planner.api.holding import run_facts
from planner.pipeline import Plan
from planner.reporting import PlanResult
from planner.reporting.layout.scale import money_scale
from planner.reporting.risk.book import RiskBook, risk_speech
from planner.reporting.risk.words import told
from planner.reporting.words.phrases import Share, Speech
from planner.risk.ends import Ends, ends_unknown
from planner.risk.held import hold_plan
from planner.risk.kept import CannotHold
from planner.risk.page_stress import largest_money, lead, stress_book
from planner.risk.sampling import shocks_of
from planner.risk.stress import Stress, stress_test
from planner.workbook.tables import Tables

SAMPLES = 1000


@dataclass(frozen=True)
class StressTest(BookAnswer):
    """What a plan costs, and where it runs short, in futures it was not made for."""

    inputs: Tables
    stress: Stress
    seed: int
    facts: Mapping[str, object]
    ends: Ends | None = None
    """The same futures with every event a month longer than its row says, and nobody told."""

    def book(self, language: str) -> tuple[RiskBook, Speech, float]:
        """Return what the workbook holds, how it speaks, and the largest amount of money in it."""
        largest = largest_money(self.stress)
        speech = risk_speech(language, str(self.inputs.settings["currency"]), largest)
        book = stress_book(self.stress, speech, money_scale(speech, largest), self.facts, self.seed)
        book = replace(book, lead=(*book.lead, *ends_sentences(self.ends, self.inputs, speech)))
        return book, speech, largest

    def sentences(self, language: str | None = None) -> list[str]:
        """Return the answer in a few sentences."""
        spoken = language or self.language
        currency = str(self.inputs.settings["currency"])
        speech = risk_speech(spoken, currency, largest_money(self.stress))
        return [*lead(self.stress, speech), *ends_sentences(self.ends, self.inputs, speech)]

    def to_json(self) -> dict[str, object]:
        """Return figures in and out of sample, by month and by shock."""
        found = self.stress
        return {
            "in_sample": {
                "expected_cost": found.kept.expected_cost,
                "cvar": found.kept.cvar,
                "chance_of_shortage": found.kept.chance_of_shortage,
                "fill_rate": found.kept.fill_rate,
            },
            "every_onset": found.every_onset.figures(),
            "sampled": {
                "samples": found.samples.count,
                "different": len(found.samples.paths),
                **found.samples.figures(),
            },
            "ends_unknown": None if self.ends is None else self.ends.figures(),
            "spread": {name: list(values) for name, values in found.samples.spread().items()},
            "months": [
                {"month": f"{found.kept.tables.month_date(month):%Y-%m}", "part": part, "extra_cost": extra}
                for month, part, extra, _ in found.by_month
            ],
            "shocks": [
                {
                    "shock": line.shock.name,
                    "part": line.part,
                    "extra_cost": line.extra,
                    "chance_of_shortage": line.short,
                    "worst_cost": line.worst,
                }
                for line in found.by_shock
            ],
        }


def stress(
    plan: Plan,
    result: str | Path | PlanResult | None = None,
    *,
    sample: int = SAMPLES,
    seed: int = 0,
    end_unknown: bool = False,
    gap: float | None = None,
    time_limit: float | None = None,
    jobs: Jobs = 1,
    progress: Callable[[Progress], None] | None = None,
    done: Callable[[int, int], None] | None = None,
) -> StressTest:
    """Hold a plan's decisions fixed and run it through sampled disruptions, and through every onset.

    Parameters
    ----------
    plan : Plan
    result : PlanResult, str or Path, optional
        Whose decisions are held: a result of this plan, or its workbook. By default the plan is solved.
    sample : int
        Futures to sample, two at least.
    seed : int
        Of the sampling; a seed gives the same answer from any number of jobs.
    end_unknown : bool
        Also judge the same futures with every event a month longer than its row says, and nobody told.
    gap, time_limit : float, optional
        Of the solve; by default the workbook's settings.
    jobs : int or Runner
    progress : callable, optional
        Called while the plan is solved, from another thread.
    done : callable, optional
        Called with how many futures are judged and how many there are.

    Returns
    -------
    StressTest

    Raises
    ------
    CannotHold
        The result is not one of this plan, or the plan has no event to sample.
    InputErrors, NoPlan, models.errors.PlanError
    """
    if sample < 2:
        raise ValueError(f"sample is {sample}, not two at least")
    kept = hold_plan(plan, result, gap=gap, time_limit=time_limit, progress=progress)
    if not shocks_of(plan.tables):
        raise CannotHold("nothing to sample")
    found = stress_test(kept, sample, seed, jobs, done)
    facts = run_facts(
        kept,
        result,
        option_sample=sample,
        option_seed=seed,
        option_end_unknown="yes" if end_unknown else "no",
    )
    ends = None
    if end_unknown:
        weights = dict(zip(found.samples.paths, found.samples.weights.tolist(), strict=True))
        ends = ends_unknown(kept, weights, found.samples.count, jobs, done)
    return StressTest(plan.tables, found, seed, facts, ends)


def ends_sentences(ends: Ends | None, tables: Tables, speech: Speech) -> list[str]:
    """Return what the futures cost where nobody knows their ends."""
    if ends is None:
        return []
    part = speech.fact(Share(1 - float(str(tables.settings["cvar_alpha"]))))
    facts = {
        "mean": speech.money(ends.unknown.mean.value),
        "tail": speech.money(ends.unknown.tail.value),
        "worth": speech.money(ends.worth_of_knowing),
        "chance": speech.fact(Share(ends.unknown.chance_of_shortage)),
    }
    return [told("stress ends", speech.language, part=part, **facts)]
