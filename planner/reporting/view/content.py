"""What the Summary says, as plain data: nothing here knows a cell, a colour or a language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

CLASSES = ("cash", "end_value", "policy", "lost_margin")
"""Kinds of cost: money out, values set on the plan's end, prices put on wishes, margin not earned."""

CLASS_OF = {
    "shortage": "lost_margin",
    "cover": "policy",
    "rule": "policy",
    "residual": "end_value",
    "final_stock": "end_value",
}
"""Kind of each cost component; every other one is cash."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract to sign, or one already signed to call off."""

    offer: str
    tier: int | None
    supplier: str
    item: str
    unit: str
    rate_per_month: float
    rate_per_year: float
    price: float | None
    """Price per unit on the offer or its tier, in the offer's currency."""
    currency: str
    mean_unit_cost: float | None
    """Mean landed cost over the trunk, in the plan currency."""
    share_of_item: float
    first_order: dt.date | None
    decided: bool
    """Signed before this plan was made."""
    tiers: int = 0
    """How many tiers it has."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What is bought month by month from one offer."""

    offer: str
    supplier: str
    item: str
    unit: str
    annual_quantity: float
    share_of_item: float
    mean_unit_cost: float | None


@dataclass(frozen=True, slots=True)
class Qualification:
    """A supplier to qualify."""

    supplier: str
    cost: float
    orders_from: dt.date


@dataclass(frozen=True, slots=True)
class Build:
    """An investment to start."""

    investment: str
    start: dt.date
    modules: int
    complete: dt.date | None
    """On the trunk; ``None`` where that is after the plan."""
    net_capex: float
    committed: bool
    """Under way before this plan was made."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """Orders of one offer in the nearest months."""

    offer: str
    supplier: str
    item: str
    unit: str
    quantities: tuple[float, ...]
    """By month, from month 0."""
    arrivals: tuple[dt.date | None, dt.date | None]
    """First and last arrival."""
    price: str
    """As quoted, such as ``12.50 USD / lb``; empty where orders have several."""
    payments: tuple[dt.date | None, dt.date | None]
    """First and last month of payment."""
    cost: float
    """Payable on arrival, undiscounted."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Stock of one item on the trunk."""

    item: str
    unit: str
    now: float
    now_days: float | None
    average: float
    average_days: float | None
    """Mean of the months in which days are known."""
    lowest: float
    lowest_days: float | None
    lowest_month: dt.date
    worst_stock: float
    """The least at the end of any month of any scenario with a probability."""
    worst_scenario: str
    """Where that is; the trunk if it is nowhere less."""
    target_days: float
    average_value: float


@dataclass(frozen=True, slots=True)
class Path:
    """One scenario: what happens in it, what is known in it, and what it costs."""

    scenario: str
    after: str
    onset: dt.date | None
    probability: float
    events: tuple[tuple[str, dt.date, dt.date], ...]
    """Own events with the first and the last month in which they are on or recovering."""
    ends: dt.date | None
    """Last month of its own events: known from the onset on."""
    surprises: tuple[str, ...]
    """Scenarios that may follow from here and are not foreseen."""
    cost: float
    difference: float
    """To the trunk."""
    by_class: Mapping[str, float]
    """Cost by kind (``CLASSES``); adds up to ``cost``."""
    short_units: float
    short_value: float
    fill_rate: float | None
    first_short: dt.date | None
    lowest_days: float | None


@dataclass(frozen=True, slots=True)
class Component:
    """One component of the cost, in present value."""

    name: str
    kind: str
    trunk: float
    expected: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything the first sheet says."""

    plan_name: str
    currency: str
    first_month: dt.date
    last_month: dt.date
    status: str
    unfinished: bool
    """Stopped so early that nothing should be signed by it (``Result.unfinished``)."""
    gap: float
    gap_asked: float
    noise: float
    """Differences in cost below this are within the gap."""
    alpha: float
    risk_weight: float
    expected: float
    cvar: float
    worst: float
    worst_scenario: str
    trunk: float
    scenarios: int
    """Scenarios with probability, other than the trunk."""
    kinds: Mapping[str, float]
    """Expected cost by kind; adds up to ``expected``."""
    short_probability: float
    """Probability of the scenarios in which any demand is not met."""
    contracts: tuple[Contract, ...]
    spot: tuple[Spot, ...]
    qualify: tuple[Qualification, ...]
    builds: tuple[Build, ...]
    purchases: tuple[Purchase, ...]
    purchase_months: tuple[dt.date, ...]
    holdings: tuple[Holding, ...]
    components: tuple[Component, ...]
    paths: tuple[Path, ...]
    """The trunk, then the scenarios from the dearest."""
    every_onset: Mapping[str, float] | None
    """What the plan costs where each shock comes alone in every month in which it may start."""
    ends: Mapping[str, float] | None
    """The same with every event a month longer than told, and nobody told (``planner.risk.ends``)."""
    tail_start: int
    """First plan month of the tail, in which the end of the plan shows."""
    never_calm: bool = False
    """Some scenario surely begins with the plan, so that nobody follows the trunk."""

    @property
    def judged(self) -> bool:
        """Tell whether anything is known of the best cost: a plan is no more than its whole cost too dear."""
        return self.gap < 1.0
