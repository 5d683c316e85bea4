"""What one event does to a plan, month by month, and what it does beyond the undisturbed months."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.evaluation.recourse_templates import BRANCH
from models.evaluation.stress import Followed
from models.plan.data import EventSpec, PlanData
from models.plan.names import TRUNK, Event, Item, Month, Offer, Product
from models.plan.tree import Tree
from planner.risk.kept import HeldPlan

Floats = NDArray[np.float64]

DAYS_PER_MONTH = 365 / 12
SHORT = 1e-7
"""Part of a month's demand below which a shortage is rounding."""
DUST = 1e-6
"""Part of an order below which a difference is rounding."""


@dataclass(frozen=True)
class Asked:
    """Which event, from when on, and for how long."""

    event: Event
    start: Month
    months: tuple[int, ...]
    """Durations to be told side by side."""
    severity: float | None = None
    """In place of the row's."""
    end_unknown: bool = False


@dataclass(frozen=True)
class Story:
    """What happens when the event lasts so many months."""

    months: int
    known: bool
    """The plan knows from the start how long it lasts."""
    followed: Followed
    cost: float
    """Of the whole path [money, present value]; NaN where a hard limit cannot be kept."""
    data: PlanData
    event: EventSpec
    """As long and as severe as it was."""
    start: Month

    @cached_property
    def last(self) -> Month:
        """The last month told: three after everything has recovered, or the plan's."""
        return min(self.data.months - 1, self.start + self.event.months_felt + 3)

    @property
    def told(self) -> range:
        """The months told: from the one before the event on."""
        return range(max(0, self.start - 1), self.last + 1)

    @property
    def final(self) -> Tree:
        """The tree with everything that happened; its branch is called ``BRANCH``."""
        return self.followed.stages[-1][1]

    def tree_at(self, month: Month) -> tuple[Tree, str]:
        """Return what is believed in a month: the tree, and the scenario the plan is on."""
        tree: tuple[Tree, str] | None = None
        for onset, found in self.followed.stages:
            if onset <= month:
                tree = found, BRANCH
        return tree if tree is not None else (Tree(self.data), TRUNK)

    def stock(self, item: Item) -> Floats:
        """Return the stock of an item at the end of each month of the plan [unit]."""
        held = self.followed.past["v_stock"]
        return np.array([max(0.0, held.get((item, t), 0.0)) for t in range(self.data.months)])

    def use(self, item: Item) -> Floats:
        """Return what products and processes take of an item in each month [unit]."""
        taken = np.zeros(self.data.months)
        made, run = self.followed.past["v_made"], self.followed.past["v_activity"]
        for (product, design, t), quantity in made.items():
            taken[t] += quantity * self.data.products[product].designs[design].use.get(item, 0.0)
        for (process, t), quantity in run.items():
            taken[t] += quantity * self.data.processes[process].inputs.get(item, 0.0)
        return taken

    def days(self, item: Item) -> Floats:
        """Return for how many days the stock of each month's end lasts, by the use that follows on this path.

        NaN where nothing is used any more.
        """
        return np.array(
            [days_of(x, self.use(item)[t + 1 :]) for t, x in enumerate(self.stock(item).tolist())]
        )

    def orders(self) -> Mapping[tuple[Offer, Month], float]:
        """Return what is ordered from each offer in each month [unit]."""
        return {key: x for key, x in self.followed.past["v_order_qty"].items() if x > 0}

    @cached_property
    def arrivals(self) -> Mapping[tuple[Offer, Month], tuple[float, float]]:
        """What arrives from each offer in each month: ordered before the event, and since [unit]."""
        found: dict[tuple[Offer, Month], list[float]] = {}
        stages = list(self.followed.stages)
        placed = self.followed.past["v_order_qty"]
        ends = [*(onset for onset, _ in stages[1:]), self.data.months]
        for (onset, tree), end in zip(stages, ends, strict=True):
            for offer, _, month, arrival, part in tree.deliveries(BRANCH):
                if onset <= arrival < end:
                    cell = found.setdefault((offer, arrival), [0.0, 0.0])
                    cell[month >= self.start] += placed.get((offer, month), 0.0) * part
        return {key: (before, since) for key, (before, since) in found.items() if before + since > 0}

    def short(self, product: Product) -> Floats:
        """Return what is lost of a product in each month [unit]; a trace is nothing."""
        lost = np.maximum(0.0, self.followed.short[product])
        asked = np.maximum(1.0, np.abs(self.followed.demand[product]))
        return np.where(lost > SHORT * asked, lost, 0.0)

    @property
    def feasible(self) -> bool:
        """Every hard limit can be kept."""
        return not math.isnan(self.cost)


@dataclass(frozen=True)
class Duration:
    """What an outage of one length does, in short."""

    months: int
    cost: float
    """[money, present value]; NaN where a hard limit cannot be kept."""
    short_units: float
    """More than on the trunk."""
    short_value: float
    """At the shortage penalties [money]."""


@dataclass(frozen=True)
class Shock:
    """One event told for one plan."""

    kept: HeldPlan
    asked: Asked
    calm: Story
    """The same months undisturbed."""
    stories: tuple[Story, ...]
    """One a duration; where the end is not known to anybody, told so."""
    foreseen: tuple[Story, ...]
    """The same durations, known from the start; empty where ``stories`` are these."""
    durations: tuple[Duration, ...]
    """Every length up to the longest asked about, or to the first with a shortage; known from the start."""
    longest: int
    """The longest outage without more short than undisturbed."""
    censored: bool
    """The plan ends before anything is short."""

    @property
    def scarce(self) -> list[Item]:
        """Items by how low the event drives their stock, in days, the lowest first."""
        story = self.stories[-1]
        span = range(story.start, story.last + 1)
        low: dict[Item, tuple[float, float]] = {}
        for item in story.data.items:
            days, before = (
                story.days(item)[span.start : span.stop],
                self.calm.days(item)[span.start : span.stop],
            )
            if np.isnan(days).all() or not story.use(item).any():
                continue
            fall = float(np.nanmax(before - days)) if not np.isnan(before - days).all() else 0.0
            if fall > 1:
                low[item] = (float(np.nanmin(days)), -fall)
        return sorted(low, key=lambda item: (*low[item], str(item)))

    def more(self, story: Story) -> float:
        """Return what a story costs more than the undisturbed months [money, present value]."""
        return story.cost - self.calm.cost

    @property
    def worth_of_knowing(self) -> tuple[float, ...]:
        """What knowing each duration from the start would save [money, present value]."""
        return tuple(u.cost - k.cost for u, k in zip(self.stories, self.foreseen, strict=False))


def days_of(stock: float, use: Floats) -> float:
    """Return for how many days a stock lasts, by the use of the months that follow; NaN where none follows.

    Beyond the last month the use of the last twelve goes on.
    """
    ahead = use.tolist()
    tail = float(np.mean(ahead[-12:])) if ahead else 0.0
    if not any(ahead):
        return math.nan
    months = 0.0
    left = stock
    for need in ahead:
        if need > left:
            return (months + (left / need if need > 0 else 0.0)) * DAYS_PER_MONTH
        left -= need
        months += 1
    return (months + (left / tail if tail > 0 else 0.0)) * DAYS_PER_MONTH


def stopped(shock: Shock, story: Story, month: Month) -> list[tuple[str, float]]:
    """Return the offers and processes that give less in a month than undisturbed, with the part lost."""
    found = []
    after, before = story.final, shock.calm.final
    data = story.data
    for offer in data.offers:
        calm = before.availability(offer, BRANCH)[month]
        left = after.availability(offer, BRANCH)[month]
        if calm > 0 and left < calm:
            found.append((str(data.offers[offer].origin), 1 - left / calm))
    for process in data.processes:
        calm = before.process_availability(process, BRANCH)[month]
        left = after.process_availability(process, BRANCH)[month]
        if calm > 0 and left < calm:
            found.append((str(process), 1 - left / calm))
    return list(dict(found).items())


@dataclass(frozen=True)
class Purchase:
    """What is ordered in a month beyond, or short of, the same month undisturbed."""

    offer: str
    quantity: float
    """More (or, negative, less) than undisturbed [unit]."""
    price: float
    """Landed [money/unit]."""


def bought_instead(shock: Shock, story: Story, month: Month) -> list[Purchase]:
    """Return what is ordered otherwise in a month than undisturbed, the most money first."""
    now, calm = story.followed.past["v_order_qty"], shock.calm.followed.past["v_order_qty"]
    tree, scenario = story.tree_at(month)
    more: dict[str, tuple[float, float]] = {}
    for offer, terms in story.data.offers.items():
        quantity, before = now.get((offer, month), 0.0), calm.get((offer, month), 0.0)
        if abs(quantity - before) > DUST * max(1.0, quantity, before):
            sum_, _ = more.get(str(terms.origin), (0.0, 0.0))
            price = tree.unit_cost(offer, scenario, month)  # type: ignore[arg-type]
            more[str(terms.origin)] = (sum_ + quantity - before, price)
    found = [Purchase(offer, quantity, price) for offer, (quantity, price) in more.items()]
    return sorted(found, key=lambda one: -abs(one.quantity * one.price))


def on_the_way(story: Story, item: Item, month: Month) -> float:
    """Return what is still to come of an item after a month, ordered before the event [unit]."""
    return sum(
        before
        for (offer, arrival), (before, _) in story.arrivals.items()
        if arrival > month and story.data.offers[offer].item == item
    )


def extra_by_month(shock: Shock, story: Story) -> Floats:
    """Return what each month costs more than undisturbed [money, present value]."""
    return np.asarray(story.followed.cost_by_month - shock.calm.followed.cost_by_month)
