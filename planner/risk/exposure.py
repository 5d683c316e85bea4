"""Exposure: every source taken out, one at a time, from every onset: time to survive, time to recover."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.evaluation.fixed_plan import FixedPlan
from models.evaluation.stress import Judge
from models.evaluation.survival import (
    Remedy,
    Source,
    Survival,
    hits_something,
    remedies,
    survival,
    with_outages,
)
from models.plan.data import EventSpec, PlanData, Stage
from models.plan.names import TRUNK, Country, Event, Item, Month, Offer, Process, Supplier
from models.plan.tree import Tree
from models.runs.run import Jobs, run_with

AMBER = 2
"""Months of survival beyond recovery that are still too few to be at ease."""
ROOM = 12
"""Months that an outage is given room for where no event says how long recovery takes."""
LEAST_MONEY = 1.0
"""Money short below this is rounding."""


@dataclass(frozen=True)
class Price:
    """What a remedy costs."""

    remedy: Remedy
    per_year: float
    """Carrying cost of a stock, or extra cost of a contract with its one-off costs spread over the plan."""
    tied: float
    """Money tied in a stock."""


@dataclass(frozen=True)
class Exposure:
    """How exposed the plan is to one source."""

    key: str
    source: Source
    onsets: tuple[Survival, ...]
    """By onset; onsets so late that the plan ends before recovery does are left out."""
    remedies: tuple[Price, ...] = ()
    """What buys the next month of survival at the worst onset, the cheapest first."""

    @property
    def worst(self) -> Survival:
        """Return the onset with the shortest survival; of several, the one with the most money short.

        Where the plan ends first says nothing, unless it does so at every onset.
        """
        return min(self.onsets, key=lambda s: (s.censored, s.months, -s.money))

    @property
    def median(self) -> Survival:
        """Return the onset in the middle."""
        ordered = sorted(self.onsets, key=lambda s: (s.months, s.censored))
        return ordered[(len(ordered) - 1) // 2]

    @property
    def recovery(self) -> int | None:
        """Return the months that recovery takes."""
        return self.source.recovery

    @property
    def gap(self) -> int | None:
        """Return the months between survival and recovery at the worst onset; ``None`` without a recovery."""
        if self.recovery is None:
            return None
        return 0 if self.worst.censored else max(0, self.recovery - self.worst.months)

    @property
    def dearest(self) -> Survival:
        """Return the onset at which an outage as long as recovery costs most."""
        return max(self.onsets, key=lambda s: s.money)

    @property
    def unkept(self) -> tuple[tuple[str, str], ...]:
        """Return the hard limits that cannot be kept without the source at some onset: constraint, name."""
        return tuple(sorted({limit for survived in self.onsets for limit in survived.limits}))

    @property
    def colour(self) -> str:
        """Return red (short), amber (hardly survives), green, or grey (no recovery is known)."""
        if self.recovery is None or self.gap is None:
            return "grey"
        if self.gap > 0 or self.dearest.money > LEAST_MONEY:
            return "red"
        near = not self.worst.censored and self.worst.months < self.recovery + AMBER
        return "amber" if near else "green"


_Wanted = tuple[tuple[str, Month, int], ...]
"""Source, onset and months to survive."""


def exposures(
    plan: FixedPlan,
    sources: Mapping[str, Source] | None = None,
    *,
    every: int = 1,
    jobs: Jobs = 1,
    priced: bool = True,
    done: Callable[[int, int], None] | None = None,
) -> list[Exposure]:
    """Take out every source, one at a time, from every onset.

    Parameters
    ----------
    plan : FixedPlan
    sources : mapping, optional
        By default every supplier, every country at a stage and every process.
    every : int
        Months between the onsets tried.
    jobs : int or Runner
        Processes, or where else to run.
    priced : bool
        Say what buys the next month of survival.
    done : callable, optional
        Called with how many parts are done and how many there are.

    Returns
    -------
    list of Exposure
        The dearest first, then the widest gap, then the shortest survival.
    """
    sources = sources_of(plan) if sources is None else sources
    judged = with_outages(plan, sources)
    onsets = {key: _onsets(plan.data.months, source, every) for key, source in sources.items()}
    tasks = [
        (onset, {key: sources[key] for key in sources if onset in onsets[key]})
        for onset in sorted({onset for listed in onsets.values() for onset in listed})
    ]
    found: dict[str, list[Survival]] = {key: [] for key in sources}
    for answer in run_with(judged, _survivals, tasks, jobs, done=done):
        if answer is None:
            raise KeyboardInterrupt
        for key, survived in answer.items():
            found[key].append(survived)
    exposed = [Exposure(key, sources[key], tuple(onsets_)) for key, onsets_ in found.items() if onsets_]
    if priced:
        exposed = _with_remedies(judged, exposed, jobs)
    return sorted(exposed, key=lambda e: (-e.dearest.money, -(e.gap or 0), e.worst.months, e.key))


def _onsets(months: int, source: Source, every: int) -> range:
    room = min(source.recovery or ROOM, max(1, months // 2))
    return range(0, max(1, months - room + 1), every)


def _survivals(plan: FixedPlan, task: tuple[Month, Mapping[str, Source]]) -> dict[str, Survival]:
    judge = Judge(plan)
    onset, sources = task
    return {key: survival(judge, key, source, onset) for key, source in sources.items()}


def _with_remedies(plan: FixedPlan, exposed: Sequence[Exposure], jobs: Jobs) -> list[Exposure]:
    wanted: dict[Month, list[tuple[str, Month, int]]] = {}
    for one in exposed:
        if not one.worst.censored:
            onset = one.worst.onset
            wanted.setdefault(onset, []).append((one.key, onset, one.worst.months + 1))
    tasks = [tuple(rows) for _, rows in sorted(wanted.items())]
    found: dict[str, list[Remedy]] = {}
    for answer in run_with(plan, _remedies, tasks, jobs):
        if answer is None:
            raise KeyboardInterrupt
        found |= answer
    tree = Tree(plan.data)
    return [
        replace(
            one,
            remedies=tuple(
                sorted(
                    (price(plan, tree, remedy) for remedy in found.get(one.key, ())),
                    key=lambda p: (p.per_year, p.tied),
                )
            ),
        )
        for one in exposed
    ]


def _remedies(plan: FixedPlan, wanted: _Wanted) -> dict[str, list[Remedy]]:
    judge = Judge(plan)
    data, tree = plan.data, judge.tree
    # Money tied decides between items that cost nothing to hold.
    weights = {item: carrying(data, item) + 1e-3 * cheapest(data, tree, item) + 1e-9 for item in data.items}
    return {key: remedies(judge, key, onset, months, weights) for key, onset, months in wanted}


def price(plan: FixedPlan, tree: Tree, remedy: Remedy) -> Price:
    """Return what a remedy costs a year.

    A stock costs its storage and capital; a contract what it is dearer than the item's cheapest offer, with
    signing and qualification spread over the plan.
    """
    data = plan.data
    if remedy.offer is None:
        return Price(
            remedy,
            sum(quantity * carrying(data, item) for item, quantity in remedy.parts),
            sum(quantity * cheapest(data, tree, item) for item, quantity in remedy.parts),
        )
    ((item, quantity),) = remedy.parts
    terms = data.offers[remedy.offer]
    once = 0.0 if plan.decided["v_signed"].get(remedy.offer) else terms.contract_cost
    if not plan.decided["v_qualified"].get(terms.supplier):
        once += data.suppliers[terms.supplier].qualification_cost
    dearer = max(0.0, tree.unit_cost(remedy.offer, TRUNK, 0) - cheapest(data, tree, item))
    return Price(remedy, 12 * quantity * dearer + once * 12 / data.months, 0.0)


def carrying(data: PlanData, item: Item) -> float:
    """Return what a unit in stock costs a year: storage and capital."""
    spec = data.items[item]
    return 12 * spec.storage_cost + spec.unit_value * data.capital_rate


def cheapest(data: PlanData, tree: Tree, item: Item) -> float:
    """Return the unit cost of an item's cheapest offer in month 0; its value where nobody offers it."""
    costs = [tree.unit_cost(j, TRUNK, 0) for j in data.offers_of_item.get(item, ())]
    return min(costs, default=data.items[item].unit_value)


# --- sources and their recovery ---------------------------------------------------------------------------


def sources_of(plan: FixedPlan, happening: Sequence[str] | None = None) -> dict[str, Source]:
    """Return everything that may fail as a whole and would stop something, by a key of its own.

    Parameters
    ----------
    plan : FixedPlan
    happening : sequence of str, optional
        Events whose recovery counts; by default all but those that are known already.
    """
    data = plan.data
    events = events_to_come(data) if happening is None else [e for e in data.events if e in happening]
    tree = Tree(data)
    sources: dict[str, Source] = {}
    for supplier in data.suppliers:
        spec = EventSpec(suppliers=frozenset({supplier}))
        sources[f"supplier {supplier}"] = Source("supplier", supplier, spec)
    for stage in Stage:
        for country in sorted(_countries(data, stage)):
            spec = EventSpec(countries=frozenset({country}), stages=frozenset({stage}))
            sources[f"country {country}@{stage.value}"] = Source("country", f"{country}@{stage.value}", spec)
    for process in data.processes:
        spec = EventSpec(processes=frozenset({process}))
        sources[f"process {process}"] = Source("process", process, spec)
    return {
        key: replace(source, recovery=_recovery(data, tree, source, events))
        for key, source in sources.items()
        if hits_something(plan, source)
    }


def events_to_come(data: PlanData) -> list[Event]:
    """Return the events that may yet happen: all but those known already that no scenario holds."""
    known = {event for event, _ in data.known_events}
    known -= {event for spec in data.scenarios.values() for event, _ in spec.events}
    return [event for event in data.events if event not in known]


def _countries(data: PlanData, stage: Stage) -> set[Country]:
    offers = {terms.countries[stage] for terms in data.offers.values() if stage in terms.countries}
    return offers | {p.country for p in data.processes.values() if p.stage is stage and p.country is not None}


def _recovery(data: PlanData, tree: Tree, source: Source, events: Sequence[Event]) -> int | None:
    """Return how long the longest event that hits a source lasts, its recovery included."""
    lasting = [
        months
        for event in events
        if (months := _months_lost(data.events[event])) and _hits(data, tree, source, event)
    ]
    return min(max(lasting), data.months) if lasting else None


def _months_lost(spec: EventSpec) -> int:
    """Return the months from the start in which an event takes supply; 0 where it takes none."""
    if spec.profile:
        return max((k for k, part in enumerate(spec.profile, start=1) if part > 0), default=0)
    return spec.months_felt if spec.severity > 0 else 0


def _hits(data: PlanData, tree: Tree, source: Source, event: Event) -> bool:
    spec = data.events[event]
    if source.kind == "supplier":
        offers: Sequence[Offer] = data.offers_of_supplier.get(Supplier(source.name), ())
        return any(tree.targets.hits_offer(event, j) for j in offers)
    if source.kind == "process":
        return tree.targets.hits_process(event, Process(source.name))
    country, _, stage = source.name.partition("@")
    if country not in spec.countries or (spec.stages and Stage(stage) not in spec.stages):
        return False
    offers = [j for j, terms in data.offers.items() if terms.countries.get(Stage(stage)) == country]
    made = [p for p, t in data.processes.items() if t.country == country and t.stage == stage]
    return any(tree.targets.hits_offer(event, j) for j in offers) or any(
        tree.targets.hits_process(event, p) for p in made
    )
