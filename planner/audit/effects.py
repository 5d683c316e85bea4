"""What the events do: availability, lead time, prices, demand and delays by scenario (model, section 2)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.audit.cells import listed, number, text, text_setting
from planner.audit.offers import STAGES, index_factors, means_over

if TYPE_CHECKING:
    from planner.audit.inputs import Investment, Plan
    from planner.audit.ledger import Bools, Floats, Ints
    from planner.audit.offers import Option
    from planner.audit.tree import Tree
    from planner.workbook.tables import Row


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the Events sheet."""

    row: Row
    remaining: tuple[float, ...]
    """Part that remains in each month from the start, on and recovering; 1 before and after."""
    on_months: int
    """Months it is on (recovery apart)."""
    delay: int
    """Months by which it delays investments."""

    def span(self, start: int, months: int) -> slice:
        """Return the plan months in which an event that starts in ``start`` is on."""
        return slice(max(0, start), max(0, min(months, start + self.on_months)))

    def part(self, start: int, months: int) -> Floats:
        """Return the part that remains in each plan month."""
        part = np.ones(months)
        for k, value in enumerate(self.remaining):
            if 0 <= start + k < months:
                part[start + k] = value
        return part

    def remains(self, age: int) -> float:
        """Return the part that remains so many months after the start."""
        return self.remaining[age] if 0 <= age < len(self.remaining) else 1.0


def read_event(row: Row) -> Event:
    """Read one event; a loss profile replaces severity, duration and recovery."""
    profile, delay = row["loss_profile"], int(number(row, "investment_delay_months"))
    if isinstance(profile, tuple) and profile:
        return Event(row, tuple(1.0 - float(loss) for loss in profile), len(profile), delay)
    severity, on = number(row, "severity", 1.0), int(number(row, "duration_months"))
    recovery = int(number(row, "recovery_months"))
    back = tuple((1 - severity) + severity * k / (recovery + 1) for k in range(1, recovery + 1))
    return Event(row, (1.0 - severity,) * on + back, on, delay)


def _hit_options(row: Row, options: tuple[Option, ...]) -> Bools:
    targets = {key: listed(row, key) for key in ("country", "supplier", "items", "destination")}
    if listed(row, "process") or not any(targets.values()):
        return np.zeros(len(options), bool)
    stages = listed(row, "stage") or STAGES
    country, supplier, items, destination = targets.values()
    return np.array(
        [
            (not destination or option.destination in destination)
            and (not country or any(option.countries[stage] in country for stage in stages))
            and (not supplier or option.supplier in supplier)
            and (not items or option.item in items)
            for option in options
        ],
        bool,
    )


def _hit_processes(row: Row, processes: list[Row], home: str) -> Bools:
    country, named, destination = (listed(row, key) for key in ("country", "process", "destination"))
    stage = listed(row, "stage")
    if listed(row, "supplier") or listed(row, "items") or not (country or named):
        return np.zeros(len(processes), bool)
    return np.array(
        [
            (not destination or (text(process, "destination") or home) in destination)
            and (not country or text(process, "country") in country)
            and (not named or text(process, "process") in named)
            and (not stage or text(process, "stage") in stage)
            for process in processes
        ],
        bool,
    )


def _delays(row: Row, investment: Investment) -> bool:
    country, named, destination = (listed(row, key) for key in ("country", "investment", "destination"))
    return (not destination or investment.destination in destination) and (
        (bool(investment.country) and investment.country in country) or investment.name in named
    )


@dataclass(frozen=True)
class Effects:
    """What E_s does to everything, for every scenario s and all months (not only those of its own nodes)."""

    events: dict[str, Event]
    availability: Floats
    """Scenario × option × month."""
    own_part: Floats
    """The same of a scenario's own events alone."""
    process_part: Floats
    """Scenario × process × month."""
    extension: Ints
    """Scenario × option × month: extra months of lead time by order month."""
    spot_factor: Floats
    """Scenario × option × month: price factor outside the clip."""
    index_factor: Floats
    """Mean of the option's index over the months observed, events on it included; inside the clip."""
    exchange_factor: Floats
    """Factor of events on the option's currency, on the whole unit cost."""
    demand_factor: Floats
    """Scenario × product × month."""
    last_disturbed: Ints
    """Last month in which an event the trunk does not have is on or recovering; −1 on the trunk."""
    hits: Mapping[str, Bools]
    """Options that each event of the tree hits."""

    def known_part(self, tree: Tree, option: int, lead: int, transit: int, ordered: int) -> float:
        """Return the availability, under the trunk's events, of an order placed before the plan."""
        known = [(self.events[name], start) for name, start in tree.own[0] if self.hits[name][option]]
        late = sum(
            int(number(event.row, "lead_time_extension"))
            for event, start in known
            if 0 <= ordered - start < event.on_months
        )
        dispatch = ordered + lead + late - transit
        return math.prod(event.remains(dispatch - start) for event, start in known)


def read_effects(plan: Plan, tree: Tree) -> Effects:
    """Work out the effects of every scenario from those of what it leaves and its own events."""
    home = text_setting(plan.tables, "home_country")
    scenarios, months = len(tree.ids), plan.months
    by_option = (scenarios, len(plan.options), months)
    availability, own_part = np.ones(by_option), np.ones(by_option)
    spot_factor, exchange_factor = np.ones(by_option), np.ones(by_option)
    indices = _Indices(plan, scenarios)
    currencies = [option.currency for option in plan.options]
    extension = np.zeros(by_option, np.int64)
    process_part = np.ones((scenarios, len(plan.processes), months))
    demand_factor = np.ones((scenarios, len(plan.products), months))
    last = np.full(scenarios, -1, np.int64)
    spot = np.array([not option.contract for option in plan.options], bool)
    events = {name: read_event(row) for name, row in plan.rows["Events"].items()}
    processes = [plan.rows["Processes"][process] for process in plan.processes]
    hit_options: dict[str, Bools] = {}
    hit_processes: dict[str, Bools] = {}
    for s in range(scenarios):
        if s:
            parent = tree.parent[s]
            for array in (
                availability,
                spot_factor,
                exchange_factor,
                indices.factors,
                extension,
                process_part,
                demand_factor,
                last,
            ):
                array[s] = array[parent]
        for name, start in tree.own[s]:
            event = events[name]
            row, on = event.row, event.span(start, months)
            if name not in hit_options:
                hit_options[name] = _hit_options(row, plan.options)
                hit_processes[name] = _hit_processes(row, processes, home)
            hit, part = hit_options[name], event.part(start, months)
            own_part[s, hit] *= part
            extension[s, hit, on] += int(number(row, "lead_time_extension"))
            process_part[s, hit_processes[name]] *= part
            factor = number(row, "price_factor", 1.0)
            if listed(row, "index"):
                indices.shock(s, listed(row, "index"), start, event.on_months, factor)
            elif listed(row, "currency"):
                shocked = np.array([name in listed(row, "currency") for name in currencies], bool)
                exchange_factor[s, shocked, on] *= factor
            elif factor != 1.0:
                named = listed(row, "items")
                of_items = np.array([not named or option.item in named for option in plan.options], bool)
                spot_factor[s, spot & of_items, on] *= factor
            asked = [plan.products.index(product) for product in listed(row, "product")]
            demand_factor[s, asked, on] *= number(row, "demand_factor", 1.0)
            if s:
                last[s] = max(last[s], start + len(event.remaining) - 1)
        availability[s] *= own_part[s]
    return Effects(
        events,
        availability,
        own_part,
        process_part,
        extension,
        spot_factor,
        indices.means(plan),
        exchange_factor,
        demand_factor,
        last,
        hit_options,
    )


class _Indices:
    """Every price index by scenario and month, from the earliest month that a price observes."""

    def __init__(self, plan: Plan, scenarios: int) -> None:
        names = {option.index: None for option in plan.options if option.index}
        observed = [months.start for option in plan.options for months in option.observed]
        self.reach = range(min([0, *observed]), plan.months)
        self.place = {name: k for k, name in enumerate(names)}
        listed_factors = [index_factors(plan.tables, name, self.reach) for name in names]
        self.factors = np.ones((scenarios, len(names), len(self.reach)))
        self.factors[:] = np.array(listed_factors, float).reshape(len(names), len(self.reach))

    def shock(self, scenario: int, names: tuple[str, ...], start: int, months: int, factor: float) -> None:
        """Multiply some indices while an event is on, also before the plan."""
        on = slice(max(0, start - self.reach.start), max(0, start + months - self.reach.start))
        places = [self.place[name] for name in names if name in self.place]
        self.factors[scenario, places, on] *= factor

    def means(self, plan: Plan) -> Floats:
        """Return scenario × option × order month: the mean over the months its price observes."""
        means = np.ones((len(self.factors), len(plan.options), plan.months))
        for o, option in enumerate(plan.options):
            if not option.index:
                continue
            series = self.factors[:, self.place[option.index]]
            means[:, o] = means_over(series, option.observed, self.reach.start)
        return means


def completion(
    events: tuple[tuple[str, int], ...], effects: Effects, investment: Investment, start: int
) -> int:
    """Return the month in which a module started in ``start`` is complete, with the delays of some events."""
    done = start + investment.lead
    late = [(begins, effects.events[name]) for name, begins in events if effects.events[name].delay]
    for begins, event in sorted(late, key=lambda each: each[0]):
        if _delays(event.row, investment) and begins < done and start < begins + event.on_months:
            done += event.delay
    return done
