"""Making the scenarios of a plan: sampled, conditional on one event, or fewer of those there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.assemble import assemble
from planner.risk.plan_file import MORE_THAN_ONE, Comments, with_scenarios, without_lost_cases
from planner.risk.reduction import Reduction, TooMany, reduce_to
from planner.risk.sampling import Shock, at_most_one, draw, shocks_of, tree_of
from planner.risk.words import tell
from planner.workbook.checks.every import check
from planner.workbook.events.scenarios import ScenarioSpec, has_own_scenarios, scenario_list
from planner.workbook.messages.findings import Severity
from planner.workbook.tables import Tables


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

    Raises
    ------
    CannotMake
    """
    told: list[tuple[str, Mapping[str, object]]] = []
    facts: dict[str, object] = {}
    remarks: dict[str, str] = {}
    too_likely = any(f.code == MORE_THAN_ONE for f in check(tables) if f.severity is Severity.ERROR)
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
        specs, reduction = _reduced(tables, specs, count)
        told.append(
            (
                "made reduced",
                {
                    "count": len(specs),
                    "of": reduction.of,
                    "distance": f"{reduction.distance:,.0f}",
                    "relative": f"{reduction.relative:.1%}",
                },
            )
        )
        facts |= {
            "reduced_from": reduction.of,
            "method": "fast forward selection",
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


def sizes_of(count: int) -> tuple[int, ...]:
    """Return the sizes at which the optimum is shown: a quarter, a half, all of the scenarios kept."""
    return tuple(sorted({max(1, count // 4), max(1, count // 2), count}))


def _sampled(tables: Tables, samples: int, seed: int) -> tuple[list[ScenarioSpec], tuple[Shock, ...]]:
    shocks = shocks_of(tables)
    if not shocks:
        raise CannotMake("nothing to sample")
    return tree_of(draw(shocks, samples, seed), shocks, tables.months), shocks


def _reduced(
    tables: Tables, specs: Sequence[ScenarioSpec], count: int
) -> tuple[list[ScenarioSpec], Reduction]:
    if not specs:
        raise CannotMake("nothing to reduce")
    try:
        reduction = reduce_to(specs, assemble(tables, disruptions=False), count)
    except TooMany as error:
        raise CannotMake("too many to reduce", count=error.count) from error
    return list(reduction.specs), reduction


def _as_json(shock: Shock) -> dict[str, object]:
    return {
        "name": shock.name,
        "events": [event for event, _ in shock.events],
        "probability": shock.probability,
        "first_month": shock.first,
        "last_month": shock.last,
    }
