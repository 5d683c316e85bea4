"""Making the scenarios of a plan: sampled, conditional on one event, or fewer of those there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.errors import PlanError
from models.plan.names import Event
from models.runs.run import Jobs
from planner.assemble import assemble
from planner.pipeline import Plan, solve
from planner.risk.held import hold_result
from planner.risk.judged import Path
from planner.risk.plan_file import MORE_THAN_ONE, Comments, with_scenarios, without_lost_cases
from planner.risk.reduction import MOST, Reduction, TooFew, TooMany, reduce_to
from planner.risk.sampling import Shock, at_most_one, draw, shocks_of, tree_of
from planner.risk.stress import judge_paths
from planner.risk.words import tell
from planner.workbook.checks.every import check
from planner.workbook.events.scenarios import TRUNK, ScenarioSpec, has_own_scenarios, scenario_list
from planner.workbook.messages.findings import Severity
from planner.workbook.tables import Tables

MOST_SOLVED = 200
"""Scenarios up to which the plan is also solved with all of them, to say what a reduction moved."""


class CannotMake(Exception):
    """Scenarios that cannot be made from this plan."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key, self.facts = key, facts
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """Return the reason, in the user's language."""
        return tell(self.key, language, **self.facts)


@dataclass(frozen=True, slots=True)
class Made:
    """A plan with the scenarios asked for, and how they came about."""

    tables: Tables
    comments: Comments
    told: tuple[tuple[str, Mapping[str, object]], ...]
    """Sentences on how it was made: key and facts."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """The same for programs."""

    def sentences(self, language: str) -> list[str]:
        """Return how it was made, in the user's language."""
        return [tell(key, language, **facts) for key, facts in self.told]


def make_scenarios(
    tables: Tables,
    *,
    samples: int | None = None,
    seed: int = 0,
    count: int | None = None,
    one_at_most: bool = False,
    every_event: bool = True,
    jobs: Jobs = 1,
) -> Made:
    """Return the plan with the scenarios asked for.

    Parameters
    ----------
    tables : Tables
    samples : int, optional
        Sample so many times; by default the plan's own scenarios are taken.
    seed : int
        Of the sampling; the same gives the same plan.
    count : int, optional
        Keep so many scenarios; by default all.
    one_at_most : bool
        Make scenarios conditional on at most one event. Done without being asked where the events add up to
        more than 1 and nothing is sampled.
    every_event : bool
        Of the scenarios kept, one at least has each event.
    jobs : int or Runner
        Where scenarios are judged that are to be compared.

    Raises
    ------
    CannotMake
    """
    told: list[tuple[str, Mapping[str, object]]] = []
    facts: dict[str, object] = {}
    remarks: dict[str, str] = {}
    too_likely = any(f.code in MORE_THAN_ONE for f in check(tables) if f.severity is Severity.ERROR)
    if samples is not None:
        specs, shocks = _sampled(tables, samples, seed)
        told.append(
            ("made sampled", {"samples": samples, "seed": seed, "shocks": len(shocks), "count": len(specs)})
        )
        facts |= {"samples": samples, "seed": seed, "shocks": [_as_json(shock) for shock in shocks]}
        remarks = {
            s.scenario: tell("remark sampled", tables.language, part=f"{s.probability:.3%}") for s in specs
        }
    elif one_at_most or (too_likely and not has_own_scenarios(tables)):
        try:
            specs = at_most_one(tables)
        except ValueError as error:
            raise CannotMake("certain event", event=error) from error
        if not specs:
            raise CannotMake("no likely event")
        told.append(("made one at most", {"count": len(specs)}))
        facts["at_most_one"] = True
        remarks = {s.scenario: tell("remark one at most", tables.language) for s in specs}
    else:
        specs = list(scenario_list(tables))
    if count is not None:
        specs, reduction, measured = _reduced(tables, specs, count, every_event=every_event, jobs=jobs)
        told.append(
            (
                "made reduced" if measured else "made reduced by loss",
                {
                    "count": len(specs),
                    "of": reduction.of,
                    "distance": f"{reduction.distance:,.0f}",
                    "relative": f"{reduction.relative:.1%}",
                },
            )
        )
        told.append(("made reduced events", {"events": _events_left(reduction)}))
        facts |= {
            "reduced_from": reduction.of,
            "method": "fast forward selection",
            "measured_by": "cost" if measured else "loss",
            "events": [
                {
                    "event": one.event,
                    "scenarios_before": one.before,
                    "scenarios": one.after,
                    "probability_before": one.chance_before,
                    "probability": one.chance_after,
                }
                for one in reduction.events
            ],
            "distance": reduction.distance,
            "relative_distance": reduction.relative,
        }
        remarks = {
            name: tell("remark reduced", tables.language, count=stands)
            for name, stands in reduction.stands_for.items()
        }
    facts |= {
        "scenarios": len(specs),
        "trunk_probability": max(0.0, 1 - sum(spec.probability for spec in specs)),
    }
    if not told:
        return Made(tables, {}, (), facts)
    made, comments = with_scenarios(tables, specs, remarks)
    made, lost = without_lost_cases(made)
    if lost:
        told.append(("made without cases", {"cases": ", ".join(lost)}))
        facts["cases_left_out"] = list(lost)
    return Made(made, comments, tuple(told), facts)


def sizes_of(count: int, of: int) -> tuple[int, ...]:
    """Return the sizes at which the optimum is shown: a quarter, a half, all kept, and all there were."""
    every = {of} if of <= MOST_SOLVED else set()
    return tuple(sorted({max(1, count // 4), max(1, count // 2), count, *every}))


def _sampled(tables: Tables, samples: int, seed: int) -> tuple[list[ScenarioSpec], tuple[Shock, ...]]:
    shocks = shocks_of(tables)
    if not shocks:
        raise CannotMake("nothing to sample")
    return tree_of(draw(shocks, samples, seed), shocks, tables.months), shocks


def _reduced(
    tables: Tables, specs: Sequence[ScenarioSpec], count: int, *, every_event: bool, jobs: Jobs
) -> tuple[list[ScenarioSpec], Reduction, bool]:
    """Return the scenarios kept, how, and whether they were measured by what they would cost."""
    if not specs:
        raise CannotMake("nothing to reduce")
    data = assemble(tables, disruptions=False)
    extra = extra_costs(tables, specs, jobs) if len(specs) <= MOST else None
    try:
        reduction = reduce_to(specs, data, count, extra, every_event=every_event)
    except TooMany as error:
        raise CannotMake("too many to reduce", count=error.count) from error
    except TooFew as error:
        raise CannotMake("too few to keep", count=count, needed=error.needed) from error
    return list(reduction.specs), reduction, extra is not None


def extra_costs(tables: Tables, specs: Sequence[ScenarioSpec], jobs: Jobs = 1) -> dict[str, float] | None:
    """Return what each scenario would cost a plan made without any, more than life as planned [money].

    The plan is held, and each scenario is one LP; NaN where a hard limit cannot be kept. ``None`` where even
    the plan without scenarios cannot be made.
    """
    try:
        kept = hold_result(solve(Plan(tables, ()), disruptions=False))
    except PlanError:
        return None
    paths: dict[str, Path] = {TRUNK: ()}
    for spec in specs:
        own = tuple((Event(event), start) for event, start in spec.events)
        paths[spec.scenario] = (*paths[spec.after], own)
    fates = judge_paths(kept.held, set(paths.values()), jobs)
    calm = fates[()].cost
    return {spec.scenario: fates[paths[spec.scenario]].cost - calm for spec in specs}


def _events_left(reduction: Reduction) -> str:
    """Return what is left of each event: scenarios and probability, before and after."""
    return "; ".join(
        f"{one.event} {one.before} → {one.after} ({one.chance_before:.1%} → {one.chance_after:.1%})"
        for one in reduction.events
    )


def _as_json(shock: Shock) -> dict[str, object]:
    return {
        "name": shock.name,
        "events": [event for event, _ in shock.events],
        "probability": shock.probability,
        "first_month": shock.first,
        "last_month": shock.last,
    }
