"""A plan's sheets as the reference model reads them: months as numbers, the tree, what events do on it.

Written from the model's document alone. Nothing of the planner is used, so no misreading is shared with it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Start = tuple[str, int]
"""An event and the plan month it starts in."""
STAGES = ("mining", "refining", "metal", "magnet")
TARGETS = (
    "country",
    "stage",
    "supplier",
    "items",
    "destination",
    "process",
    "investment",
    "product",
    "index",
    "currency",
)


def number(row: Row, key: str, default: float = 0.0) -> float:
    """Return a number of a row; where blank, the default."""
    return default if row.get(key) in (None, "") else float(row[key])


def limit(row: Row, key: str) -> float | None:
    """Return a limit of a row; ``None`` where blank."""
    return None if row.get(key) in (None, "") else float(row[key])


def parts(value: object) -> set[str]:
    """Return the ids listed in a cell."""
    return {part.strip() for part in re.split(r"[,;、]", str(value or "")) if part.strip()}


def yes(value: object, *, default: bool) -> bool:
    """Return a yes/no cell."""
    return default if value in (None, "") else str(value).lower() in ("yes", "true", "1")


class Event:
    """One row of Events."""

    def __init__(self, row: Row) -> None:
        self.targets = {key: parts(row.get(key)) for key in TARGETS}
        self.profile = [float(part) for part in str(row.get("loss_profile") or "").split("|") if part]
        self.severity = number(row, "severity", 1.0)
        self.duration = len(self.profile) or int(number(row, "duration_months"))
        self.recovery = 0 if self.profile else int(number(row, "recovery_months"))
        self.extension = int(number(row, "lead_time_extension"))
        self.price_factor = number(row, "price_factor", 1.0)
        self.demand_factor = number(row, "demand_factor", 1.0)
        self.delay = int(number(row, "investment_delay_months"))

    def is_on(self, age: int) -> bool:
        return 0 <= age < self.duration

    def remains(self, age: int) -> float:
        """Return the part that remains so many months after the start."""
        if self.is_on(age):
            return 1 - (self.profile[age] if self.profile else self.severity)
        step = age - self.duration + 1
        if 1 <= step <= self.recovery:
            return (1 - self.severity) + self.severity * step / (self.recovery + 1)
        return 1.0


class Book:
    """The sheets of one plan: every row by its key, and the tree of scenarios."""

    def __init__(self, sheets: Mapping[str, Sequence[Row]]) -> None:
        self.sheets = sheets
        self.settings = {row["key"]: row["value"] for row in sheets["Settings"]}
        self.first = self._count(self.settings["start_month"])
        self.months = int(self.settings["months"])
        self.year_start = self.settings.get("year_start")
        anchor = self.first if self.year_start in (None, "") else int(self.year_start) - 1
        self.year_began = -((self.first - anchor) % 12)
        """The plan month, at or before the first, in which the first plan-year's twelve months begin."""
        cuts = range(self.year_began, self.months, 12)
        self.years = [range(max(0, t), min(t + 12, self.months)) for t in cuts]
        self.home = self.settings.get("home_country")
        self.items = {row["item"]: row for row in self.rows("Items")}
        self.suppliers = {row["supplier"]: row for row in self.rows("Suppliers")}
        self.products = {row["product"]: row for row in self.rows("Products")}
        self.processes = {row["process"]: row for row in self.rows("Processes")}
        self.investments = {row["investment"]: row for row in self.rows("Investments")}
        self.events = {row["event"]: Event(row) for row in self.rows("Events")}
        self.demand: dict[str, list[float]] = {product: [0.0] * self.months for product in self.products}
        for row in self.rows("Demand"):
            self.demand[row["product"]][self.month(row["month"])] += row["quantity"]
        self._read_scenarios()

    def rows(self, sheet: str) -> Sequence[Row]:
        return self.sheets.get(sheet, ())

    @staticmethod
    def _count(month: object) -> int:
        year, number_ = str(month).split("-")[:2]
        return int(year) * 12 + int(number_) - 1

    def month(self, month: object) -> int:
        """Return a month's number in the plan."""
        return self._count(month) - self.first

    def within(self, row: Row, first: str, last: str) -> range:
        """Return the months of a window, cut to the plan."""
        begin = 0 if row.get(first) is None else max(0, self.month(row[first]))
        end = self.months - 1 if row.get(last) is None else min(self.months - 1, self.month(row[last]))
        return range(begin, end + 1)

    # --- the tree ---------------------------------------------------------------------------------------

    def _read_scenarios(self) -> None:
        self.own: dict[str, list[Start]] = {"0": []}
        self.parent: dict[str, str] = {}
        self.chance: dict[str, float] = {}
        for row in self.rows("Scenarios"):
            name = str(row["scenario"])
            self.own.setdefault(name, []).append((row["event"], self.month(row["start_month"])))
            if row.get("probability") is not None:
                self.chance[name] = float(row["probability"])
            if row.get("after") is not None:
                self.parent[name] = str(row["after"])
        if len(self.own) == 1:
            self._make_scenarios()
        self.branches = [name for name in self.own if name != "0"]
        for name in self.branches:
            self.parent.setdefault(name, "0")
        self.onset = {name: min(start for _, start in self.own[name]) for name in self.branches} | {"0": 0}
        self.known = {name: self._known(name) for name in self.own}
        left = 1 - math.fsum(self.chance.values())
        self.chance["0"] = left if left > 1e-9 else 0.0

    def _make_scenarios(self) -> None:
        for row in self.rows("Events"):
            window = self.within(row, "start_from", "start_to")
            chance = self._chance(row, len(window))
            if chance is None:
                continue
            span = len(window) - 1
            count = int(number(row, "onsets", span // 3 + 1))
            for k in range(count):
                name = f"{row['event']}-{k + 1}"
                later = 0 if count == 1 else math.floor(k * span / (count - 1) + 0.5)
                self.own[name] = [(row["event"], window[0] + later)]
                self.chance[name] = chance / count
        if self.settings.get("event_probabilities") == "independent":
            self._make_one_at_most()

    @staticmethod
    def _chance(row: Row, months: int) -> float | None:
        if row.get("probability_per_year") is not None:
            return 1 - (1 - float(row["probability_per_year"])) ** (months / 12)
        return limit(row, "probability")

    def _make_one_at_most(self) -> None:
        """Let events be independent, on the condition that there is one at most."""
        whole: dict[str, float] = defaultdict(float)
        event_of = {name: self.own[name][0][0] for name in self.chance}
        for name, chance in self.chance.items():
            whole[event_of[name]] += chance
        odds = {event: chance / (1 - chance) for event, chance in whole.items()}
        for name, chance in self.chance.items():
            of_event = chance / whole[event_of[name]] if chance else 0.0
            self.chance[name] = of_event * odds[event_of[name]] / (1 + sum(odds.values()))

    def _known(self, scenario: str) -> list[Start]:
        own = self.own[scenario]
        return own if scenario == "0" else own + self._known(self.parent[scenario])

    def path(self, scenario: str, month: int) -> str:
        """Return whose node the path of a scenario passes in a month."""
        while scenario != "0" and month < self.onset[scenario]:
            scenario = self.parent[scenario]
        return scenario

    def nodes(self) -> Iterator[tuple[str, int]]:
        for scenario in self.own:
            for month in range(self.onset[scenario], self.months):
                yield scenario, month

    # --- what events do ---------------------------------------------------------------------------------

    def happening(self, scenario: str) -> Iterator[tuple[Event, int]]:
        for name, start in self.known[scenario]:
            yield self.events[name], start

    def bound_here(self, event: Event, row: Row) -> bool:
        """Tell whether what an offer, a process or an investment delivers goes where the event strikes."""
        return not event.targets["destination"] or (
            (row.get("destination") or self.home) in event.targets["destination"]
        )

    def hits_offer(self, event: Event, offer: Row) -> bool:
        at = event.targets
        if at["process"] or not (at["country"] or at["supplier"] or at["items"] or at["destination"]):
            return False
        stages = at["stage"] or STAGES
        countries = {offer.get(f"{stage}_country") for stage in stages}
        return (
            (not at["country"] or bool(countries & at["country"]))
            and (not at["supplier"] or offer["supplier"] in at["supplier"])
            and (not at["items"] or offer["item"] in at["items"])
            and self.bound_here(event, offer)
        )

    def hits_process(self, event: Event, process: Row) -> bool:
        at = event.targets
        if at["supplier"] or at["items"] or not (at["country"] or at["process"]):
            return False
        return (
            (not at["country"] or process.get("country") in at["country"])
            and (not at["process"] or process["process"] in at["process"])
            and (not at["stage"] or process.get("stage") in at["stage"])
            and self.bound_here(event, process)
        )

    def available(self, offer: Row, scenario: str, month: int) -> float:
        return math.prod(
            event.remains(month - start)
            for event, start in self.happening(scenario)
            if self.hits_offer(event, offer)
        )

    def works(self, process: Row, scenario: str, month: int) -> float:
        return math.prod(
            event.remains(month - start)
            for event, start in self.happening(scenario)
            if self.hits_process(event, process)
        )

    def extension(self, offer: Row, scenario: str, month: int) -> int:
        return sum(
            event.extension
            for event, start in self.happening(scenario)
            if event.is_on(month - start) and self.hits_offer(event, offer)
        )

    def survives(self, offer: Row, placed: str, scenario: str, dispatch: int) -> float:
        """Return the part of an order, placed at an ancestor's node, that arrives on a scenario's path."""
        return math.prod(
            self.events[name].remains(dispatch - start)
            for name, start in self.known[scenario]
            if (name, start) not in self.known[placed] and self.hits_offer(self.events[name], offer)
        )

    def asked(self, product: str, scenario: str, month: int) -> float:
        factors = (
            event.demand_factor
            for event, start in self.happening(scenario)
            if event.is_on(month - start) and product in event.targets["product"]
        )
        return self.demand[product][month] * math.prod(factors)

    def on_in(self, scenario: str, month: int) -> Iterator[Event]:
        """Return the events of a path's scenario that are on in a month, which may lie before the plan."""
        return (event for event, start in self.happening(scenario) if event.is_on(month - start))

    def spike(self, offer: Row, scenario: str, month: int) -> float:
        """Return the factor of spot prices outside the clip, of events without index and currency."""
        return math.prod(
            event.price_factor
            for event in self.on_in(scenario, month)
            if not event.targets["index"] and not event.targets["currency"]
            if offer.get("kind") != "contract"
            if not event.targets["items"] or offer["item"] in event.targets["items"]
        )

    def exchange(self, currency: str | None, scenario: str, month: int) -> float:
        """Return the rate of orders of a node: the listed one times that of events on the currency."""
        named = currency or self.settings.get("currency") or "USD"
        return self.rate(currency, month) * math.prod(
            event.price_factor for event in self.on_in(scenario, month) if named in event.targets["currency"]
        )

    def observed(self, offer: Row, month: int) -> range:
        """Return the months whose index sets the price of an order month."""
        reset, average = (int(number(offer, f"index_{what}_months", 1)) for what in ("reset", "average"))
        begins = 0 if self.year_start in (None, "") else int(self.year_start) - 1
        period = month - (self.first + month - begins) % reset
        last = period - int(number(offer, "index_lag_months"))
        return range(last - average + 1, last + 1)

    def formula(self, offer: Row, month: int, scenario: str | None) -> float:
        """Return the index factor of an order month: with the events of a scenario, or as listed."""
        index = offer.get("index")
        if index in (None, ""):
            return 1.0
        months = self.observed(offer, month)
        factors = (
            self.index_factor(index, k)
            * math.prod(
                event.price_factor
                for event in (() if scenario is None else self.on_in(scenario, k))
                if index in event.targets["index"]
            )
            for k in months
        )
        return math.fsum(factors) / len(months)

    def complete(self, investment: str, scenario: str, start: int) -> int:
        """Return when a module is complete on a path."""
        row = self.investments[investment]
        complete = start + int(number(row, "lead_months"))
        for name, begin in sorted(self.known[scenario], key=lambda known: known[1]):
            event = self.events[name]
            meant = row.get("technology_country") in event.targets["country"] or (
                investment in event.targets["investment"]
            )
            under_way = begin < complete and start <= begin + event.duration - 1
            if event.delay and meant and under_way and self.bound_here(event, row):
                complete += event.delay
        return complete

    def last_felt(self, scenario: str) -> int:
        """Return the last month in which an event beyond those of the trunk is on or recovering."""
        return max(
            start + self.events[name].duration + self.events[name].recovery - 1
            for name, start in self.known[scenario]
            if (name, start) not in self.known["0"]
        )

    def index_factor(self, index: str | None, month: int) -> float:
        known = sorted(
            (self.month(row["month"]), float(row["factor"]))
            for row in self.rows("PriceIndex")
            if row["index"] == index
        )
        earlier = [factor for start, factor in known if start <= month]
        return earlier[-1] if earlier else known[0][1] if known else 1.0

    def rate(self, currency: str | None, month: int) -> float:
        """Return the listed rate of a month; a rate without a month stands before all others."""
        if currency in (None, "", self.settings.get("currency") or "USD"):
            return 1.0
        listed = sorted(
            (-math.inf if row.get("month") is None else self.month(row["month"]), float(row["rate"]))
            for row in self.rows("FX")
            if row["currency"] == currency
        )
        return next((rate for start, rate in reversed(listed) if start <= month), listed[0][1])

    def tiers_of(self, pool: str) -> list[tuple[float, float, float, float]]:
        """Return (from, to, discount, cost) of every tier of a pool, the one without discount included."""
        rows = sorted(
            (row for row in self.rows("Pools") if row["pool"] == pool), key=lambda row: row["from_annual"]
        )
        starts = [float(row["from_annual"]) for row in rows]
        follows = [*starts[1:], math.inf]
        tiers = [
            (low, number(row, "to_annual", high), number(row, "discount"), number(row, "tier_cost"))
            for row, low, high in zip(rows, starts, follows, strict=True)
        ]
        return tiers if starts[0] == 0 else [(0.0, starts[0], 0.0, 0.0), *tiers]

    def embodied(self, item: str, wanted: set[str], done: tuple[str, ...] = ()) -> float:
        """Return the most units of some items that a unit of an item takes, directly or through processes.

        A process is passed once at most, so that transfers to and fro come to an end.
        """
        most = float(item in wanted)
        for process in self.processes:
            flows = [row for row in self.rows("ProcessFlows") if row["process"] == process]
            out = sum(row["quantity"] for row in flows if row["kind"] == "out" and row["item"] == item)
            if out > 0 and process not in done:
                taken = sum(
                    row["quantity"] * self.embodied(row["item"], wanted, (*done, process))
                    for row in flows
                    if row["kind"] == "in"
                )
                most = max(most, taken / out)
        return most

    def countries_of(self, group: str) -> set[str]:
        return {row["code"] for row in self.rows("Countries") if group in parts(row.get("groups"))}

    def flows(self, kind: str) -> dict[str, list[tuple[str, float]]]:
        """Return (process, quantity) by item, of what goes in or comes out."""
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in self.rows("ProcessFlows"):
            if row["kind"] == kind:
                found[row["item"]].append((row["process"], row["quantity"]))
        return found
