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
        self.years = [range(t, min(t + 12, self.months)) for t in range(0, self.months, 12)]
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
            if row.get("probability") is None:
                continue
            window = self.within(row, "start_from", "start_to")
            span = len(window) - 1
            count = int(number(row, "onsets", span // 3 + 1))
            for k in range(count):
                name = f"{row['event']}-{k + 1}"
                later = 0 if count == 1 else math.floor(k * span / (count - 1) + 0.5)
                self.own[name] = [(row["event"], window[0] + later)]
                self.chance[name] = row["probability"] / count

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

    def bound_here(self, event: Event) -> bool:
        return not event.targets["destination"] or self.home in event.targets["destination"]

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
            and self.bound_here(event)
        )

    def hits_process(self, event: Event, process: Row) -> bool:
        at = event.targets
        if at["supplier"] or at["items"] or not (at["country"] or at["process"]):
            return False
        return (
            (not at["country"] or process.get("country") in at["country"])
            and (not at["process"] or process["process"] in at["process"])
            and (not at["stage"] or process.get("stage") in at["stage"])
            and self.bound_here(event)
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

    def price_factors(self, offer: Row, scenario: str, month: int) -> tuple[float, float]:
        """Return the factor inside the clip and the one outside it."""
        inside = outside = 1.0
        for event, start in self.happening(scenario):
            at = event.targets
            if not event.is_on(month - start):
                continue
            if at["index"]:
                inside *= event.price_factor if offer.get("index") in at["index"] else 1.0
            elif offer.get("kind") != "contract" and (not at["items"] or offer["item"] in at["items"]):
                outside *= event.price_factor
        return inside, outside

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
            if event.delay and meant and under_way and self.bound_here(event):
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

    def rate(self, currency: str | None) -> float:
        if currency in (None, "", self.settings.get("currency") or "USD"):
            return 1.0
        return next(float(row["rate"]) for row in self.rows("FX") if row["currency"] == currency)

    def countries_of(self, group: str) -> set[str]:
        return {row["code"] for row in self.rows("Countries") if group in parts(row.get("groups"))}

    def flows(self, kind: str) -> dict[str, list[tuple[str, float]]]:
        """Return (process, quantity) by item, of what goes in or comes out."""
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in self.rows("ProcessFlows"):
            if row["kind"] == kind:
                found[row["item"]].append((row["process"], row["quantity"]))
        return found


class Offer:
    """A row of Offers, or one of its tiers."""

    def __init__(self, book: Book, row: Row, tier: Row | None, tier_cost: float) -> None:
        self.row, self.book, self.tier_cost = row, book, tier_cost
        self.contract = row.get("kind") == "contract"
        self.price = float((tier or row)["price"])
        self.least = number(tier, "from_annual") if tier else number(row, "min_annual")
        self.most = limit(tier, "to_annual") if tier else limit(row, "max_annual")
        self.tiered = tier is not None
        self.lead = int(number(row, "lead_time_months"))
        self.transit = int(number(row, "transit_months", min(1, self.lead)))
        self.months = book.within(row, "available_from", "available_to")
        supplier = book.suppliers[row["supplier"]]
        self.qualified = yes(supplier.get("already_qualified"), default=True)
        self.first = 0 if self.qualified else int(number(supplier, "qualification_months"))
        self.monthly = limit(row, "max_per_month")
        self.signed = None if row.get("signed") is None else yes(row["signed"], default=True)
        self.fx = book.rate(row.get("currency"))

    def clipped(self, month: int, factor: float = 1.0) -> float:
        price = self.price * factor * self.book.index_factor(self.row.get("index"), month)
        price = min(price, number(self.row, "price_ceiling", math.inf))
        return max(price, number(self.row, "price_floor"))

    def unit_cost(self, scenario: str, month: int) -> float:
        inside, outside = self.book.price_factors(self.row, scenario, month)
        price = self.clipped(month, inside) * outside * (1 + number(self.row, "tariff"))
        return (price + number(self.row, "freight")) * self.fx

    def arrival(self, scenario: str, month: int) -> int:
        return month + self.lead + self.book.extension(self.row, scenario, month)

    def part(self, scenario: str, placed: str, month: int) -> float:
        """Return a[j,s,dispatch] of an order placed at a node."""
        return self.book.available(self.row, scenario, self.arrival(placed, month) - self.transit)


def offers_of(book: Book) -> list[Offer]:
    """Return every offer; one with tiers as one contract for each tier."""
    found = []
    for row in book.rows("Offers"):
        tiers = [tier for tier in book.rows("PriceTiers") if tier["offer"] == row["offer"]]
        if not tiers:
            found.append(Offer(book, row, None, 0.0))
        earlier = 0.0
        for tier in sorted(tiers, key=lambda tier: tier["from_annual"]):
            cost = number(tier, "tier_cost")
            if row.get("tier_kind") == "incremental":
                cost = earlier - tier["price"] * tier["from_annual"]
                cost *= (1 + number(row, "tariff")) * book.rate(row.get("currency"))
            found.append(Offer(book, row, tier, cost))
            earlier += tier["price"] * (tier["to_annual"] - tier["from_annual"])
    return found
