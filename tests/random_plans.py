"""Random plans as sheets: small, rich and repeatable by their seed.

Every subject of the model can turn up: contracts, tiers, lots, lead times, indices, currencies, processes,
investments, rules, cover, nested scenarios. Subjects named in ``without`` are left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from cases import Sheets, month

Rows = list[dict[str, Any]]
COUNTRIES = ("CN", "AU", "JP")
STAGES = ("mining", "refining", "metal", "magnet")
SUBJECTS = frozenset(
    "contracts tiers lots lead indices fx processes investments rules cover fill loss storage events"
    " scenarios nested extensions delays prices demand known tail discount budget final receipts unqualified"
    " takes profiles".split()
)
"""What can be left out."""


class Dice(random.Random):
    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def number(self, low: float, high: float, step: float = 0.5) -> float:
        return low + step * self.randint(0, round((high - low) / step))

    def some(self, things: Iterable[Any]) -> list[Any]:
        """Return a few things, at least one."""
        pool = list(things)
        return self.sample(pool, self.randint(1, min(2, len(pool))))


def random_sheets(seed: int, *, without: Iterable[str] = (), months: int | None = None) -> Sheets:
    """Return the plan of one seed.

    Parameters
    ----------
    seed : int
    without : iterable of str
        Names in ``SUBJECTS`` to leave out.
    months : int, optional
        Horizon; by default 3 to 6 months, sometimes 13 or 14, so that there are two plan-years.
    """
    dice = Dice(seed)
    maker = _Maker(dice, SUBJECTS - set(without), months or dice.choice((3, 4, 5, 6, 6, 13, 14)))
    return maker.sheets()


class _Maker:
    """One plan being made."""

    def __init__(self, dice: Dice, subjects: frozenset[str], months: int) -> None:
        self.dice, self.subjects, self.months = dice, subjects, months
        self.items = ["i1", "i2", "i3"][: dice.randint(1, 3)]
        self.suppliers = ["g1", "g2", "g3"][: dice.randint(1, 3)]
        self.products = ["P", "Q"][: dice.randint(1, 2)]
        self.processes = ["p1", "p2"][: dice.randint(0, 2)] if "processes" in subjects else []
        self.investments = ["k1", "k2", "k3"][: dice.randint(0, 3)] if "investments" in subjects else []
        self.committed: set[str] = set()
        self.rows: Sheets = {}

    def on(self, subject: str, probability: float) -> bool:
        """Tell whether a subject turns up here; the dice are thrown either way, so plans stay alike."""
        return self.dice.chance(probability) and subject in self.subjects

    def month(self, low: int = 0, high: int | None = None) -> str:
        return month(self.dice.randint(low, self.months - 1 if high is None else high))

    def sheets(self) -> Sheets:
        self._settings()
        self._items()
        self._suppliers()
        self._offers()
        self._products()
        self._processes()
        self._investments()
        self._rules()
        if "events" in self.subjects:
            self._events()
        return self.rows

    def _settings(self) -> None:
        dice = self.dice
        settings: dict[str, Any] = {"start_month": month(0), "months": self.months, "home_country": "JP"}
        if self.on("discount", 0.4):
            settings["discount_rate"] = dice.choice((0.05, 0.12))
        if self.on("discount", 0.3):
            settings["capital_rate"] = 0.12
        if self.on("tail", 0.4):
            settings["risk_weight"] = dice.choice((0.2, 0.5, 1.0))
            settings["cvar_alpha"] = dice.choice((0.5, 0.8, 0.9))
        if self.on("budget", 0.3):
            settings["capex_budget"] = dice.choice((50, 100))
        self.rows["Settings"] = [{"key": key, "value": value} for key, value in settings.items()]
        self.rows["Countries"] = [
            {"code": "CN", "name": "China", "groups": "big"},
            {"code": "AU", "name": "Australia", "groups": "big;friends"},
            {"code": "JP", "name": "Japan", "groups": "friends"},
        ]

    def _items(self) -> None:
        dice, rows = self.dice, []
        for item in self.items:
            row: dict[str, Any] = {"item": item, "storage_cost": dice.number(0, 1, 0.25)}
            if dice.chance(0.6):
                row["initial_stock"] = dice.number(0, 40, 5)
            if self.on("final", 0.5):
                row["final_stock"] = dice.number(0, 20, 5)
            else:
                row["final_stock"] = 0
            if dice.chance(0.7):
                row["unit_value"] = dice.number(0, 8, 1)
            if self.on("storage", 0.3):
                row["max_stock"] = dice.number(10, 60, 10)
            if self.on("loss", 0.3):
                row["monthly_loss"] = dice.choice((0.02, 0.1))
            if self.on("cover", 0.4):
                row["min_cover_days"] = dice.choice((15, 30, 45, 80))
                if dice.chance(0.7):
                    row["cover_penalty"] = dice.number(0, 5, 1)
                    if dice.chance(0.6):
                        row["cover_again_months"] = dice.randint(0, 2)
                if dice.chance(0.4):
                    row["cover_from"] = self.month()
            if dice.chance(0.4):
                row["disposal_cost"] = dice.number(0, 2)
            if self.on("unqualified", 0.2):
                row["min_suppliers"] = 1
            rows.append(row)
        self.rows["Items"] = rows
        self.rows["Receipts"] = [
            {"item": dice.choice(self.items), "month": self.month(), "quantity": dice.number(1, 10, 1)}
            for _ in range(dice.randint(0, 3))
            if "receipts" in self.subjects
        ]

    def _suppliers(self) -> None:
        dice, rows = self.dice, []
        for supplier in self.suppliers:
            row: dict[str, Any] = {"supplier": supplier}
            if self.on("unqualified", 0.4):
                row["already_qualified"] = "no"
                row["qualification_cost"] = dice.number(0, 60, 10)
                row["qualification_months"] = dice.randint(0, 2)
            if dice.chance(0.4):
                row["capacity_per_month"] = dice.number(10, 60, 5)
            rows.append(row)
        self.rows["Suppliers"] = rows

    def _offers(self) -> None:
        dice = self.dice
        offers: Rows = []
        self.rows["PriceTiers"] = []
        wanted = [*self.items, *(dice.choice(self.items) for _ in range(dice.randint(0, 3)))]
        for number, item in enumerate(wanted, start=1):
            offers.append(self._offer(f"o{number}", item))
        self.offers = offers
        self.rows["Offers"] = offers
        for item in self.rows["Items"]:
            sellers = {offer["supplier"] for offer in offers if offer["item"] == item["item"]}
            if len(sellers) < item.get("min_suppliers", 0):
                del item["min_suppliers"]
        self.rows["PriceIndex"] = [
            {"index": index, "month": month(t), "factor": dice.number(0.5, 2, 0.25)}
            for index in ("x1", "x2")
            for t in sorted(dice.sample(range(-2, self.months), 2))
        ]
        self.rows["FX"] = [{"currency": "EUR", "rate": 1.25}]

    def _offer(self, name: str, item: str) -> dict[str, Any]:
        dice = self.dice
        row: dict[str, Any] = {"offer": name, "supplier": dice.choice(self.suppliers), "item": item}
        price = dice.number(1, 12)
        is_contract, tiered = self.on("contracts", 0.5), False
        if is_contract:
            row["kind"] = "contract"
            tiered = self._contract(row, price)
        else:
            row["max_per_month"] = dice.number(5, 60, 5)
            if dice.chance(0.3):
                row["max_annual"] = dice.number(30, 120, 10)
        if not tiered:
            row["price"] = price
        incremental = row.get("tier_kind") == "incremental"
        if not incremental and self.on("indices", 0.4):
            row["index"] = dice.choice(("x1", "x2"))
            if dice.chance(0.5):
                row["price_floor"] = price * 0.8
            if dice.chance(0.5):
                row["price_ceiling"] = price * 1.4
        if self.on("fx", 0.25):
            row["currency"] = "EUR"
        if dice.chance(0.3):
            row["freight"] = dice.number(0, 1, 0.25)
        if dice.chance(0.3):
            row["tariff"] = dice.choice((0.1, 1.45))
        if self.on("lots", 0.3):
            row[dice.choice(("moq", "order_cost"))] = dice.number(5, 20, 5)
        if self.on("lead", 0.6):
            row["lead_time_months"] = dice.randint(0, 3)
            if dice.chance(0.5):
                row["transit_months"] = dice.randint(0, row["lead_time_months"])
        if dice.chance(0.2):
            first, last = sorted((dice.randint(0, self.months - 1), dice.randint(0, self.months + 1)))
            row["available_from"], row["available_to"] = month(first), month(last)
        for stage in STAGES:
            if dice.chance(0.5):
                row[f"{stage}_country"] = dice.choice(COUNTRIES)
        return row

    def _contract(self, row: dict[str, Any], price: float) -> bool:
        """Fill what only contracts have; tell whether it has tiers."""
        dice = self.dice
        top = dice.number(60, 360, 60)
        tiered = self.on("tiers", 0.35)
        if tiered:
            kind = dice.choice(("all_units", "incremental"))
            row["tier_kind"] = kind
            middle = top / dice.choice((2, 3))
            for first, last, factor in ((0, middle, 1.0), (middle, top, 0.8)):
                tier = {"offer": row["offer"], "from_annual": first, "to_annual": last}
                tier["price"] = price * factor
                if kind == "all_units" and dice.chance(0.5):
                    tier["tier_cost"] = dice.number(0, 40, 10)
                self.rows["PriceTiers"].append(tier)
        else:
            row["max_annual"] = top
            row["min_annual"] = dice.choice((0, 0, top / 4, top / 2))
        if self.on("takes", 0.5):
            row["take_or_pay"] = dice.choice((0.5, 0.8, 1.0))
        if self.on("takes", 0.25):
            row["min_take"] = dice.choice((0.2, 0.5))
        if dice.chance(0.3):
            row["flex"] = dice.choice((0.1, 0.5))
        if dice.chance(0.3):
            row["contract_cost"] = dice.number(0, 30, 10)
        if dice.chance(0.3):
            row["max_per_month"] = dice.number(10, 40, 10)
        decided = dice.random()
        if decided < 0.35:
            row["signed"] = "yes" if decided < 0.25 else "no"
        return tiered

    def _products(self) -> None:
        dice = self.dice
        products, designs, bom, demand = Rows(), Rows(), Rows(), Rows()
        for product in self.products:
            row: dict[str, Any] = {"product": product, "shortage_penalty": dice.number(15, 90, 5)}
            if self.on("fill", 0.25):
                row["min_fill_rate"] = dice.choice((0.2, 0.5))
            products.append(row)
            for t in range(self.months):
                if dice.chance(0.9):
                    quantity = dice.number(0, 15, 1)
                    demand.append({"product": product, "month": month(t), "quantity": quantity})
            for design in ("std", "lean")[: dice.randint(1, 2)]:
                row = {"product": product, "design": design}
                if dice.chance(0.4):
                    row["unit_cost"] = dice.number(-3, 6)
                if dice.chance(0.3):
                    row["max_share"] = dice.choice((0.4, 0.8))
                designs.append(row)
                for item in dice.some(self.items):
                    line = {"product": product, "design": design, "item": item}
                    bom.append({**line, "kind": "use", "quantity": dice.number(0.5, 2)})
                if dice.chance(0.3):
                    line = {"product": product, "design": design, "item": dice.choice(self.items)}
                    bom.append({**line, "kind": "scrap", "quantity": dice.number(0.25, 0.5, 0.25)})
        self.rows |= {"Products": products, "Designs": designs, "BOM": bom}
        self.rows["Demand"] = demand or [{"product": "P", "month": month(0), "quantity": 5}]

    def _processes(self) -> None:
        dice = self.dice
        processes, flows = Rows(), Rows()
        for process in self.processes:
            row: dict[str, Any] = {
                "process": process,
                "capacity_per_month": dice.number(0, 15, 5),
                "opex": dice.number(0, 1),
                "recycling": dice.choice(("yes", "no")),
            }
            if dice.chance(0.6):
                row["country"] = dice.choice(COUNTRIES)
            if dice.chance(0.6):
                row["stage"] = dice.choice(STAGES)
            processes.append(row)
            taken = dice.choice(self.items)
            made = dice.choice(self.items)
            # Less comes out than goes in where both are one item, so nothing grows without end.
            out = 0.5 if made == taken else dice.number(0.5, 1)
            flows.append({"process": process, "item": taken, "kind": "in", "quantity": 1})
            flows.append({"process": process, "item": made, "kind": "out", "quantity": out})
        self.rows |= {"Processes": processes, "ProcessFlows": flows}

    def _investments(self) -> None:
        dice, rows = self.dice, Rows()
        for investment in self.investments:
            row: dict[str, Any] = {"investment": investment, "capex": dice.number(0, 80, 10)}
            row["lead_months"] = dice.randint(0, 2)
            extras = {
                "subsidy": 0.5,
                "fixed_opex": dice.number(0, 3),
                "life_months": dice.choice((2, 24)),
                "technology_country": dice.choice(COUNTRIES),
                "excludes": "G",
            }
            row |= {key: value for key, value in extras.items() if dice.chance(0.35)}
            self._window(row)
            self._target(row)
            rows.append(row)
        in_group = [row for row in rows if "committed_start" in row and row.get("excludes")]
        for row in in_group[1:]:  # two of one group under way cannot be
            del row["excludes"]
        self.rows["Investments"] = rows

    def _window(self, row: dict[str, Any]) -> None:
        if self.dice.chance(0.2):
            row["committed_start"] = self.month(-3)
        elif self.dice.chance(0.3):
            first, last = sorted(self.dice.choices(range(self.months), k=2))
            row["earliest_start"], row["latest_start"] = month(first), month(last)

    def _target(self, row: dict[str, Any]) -> None:
        """Let an investment add to something, or open something."""
        dice = self.dice
        offers = [o["offer"] for o in self.offers if o.get("max_per_month") is not None]
        limited = [item["item"] for item in self.rows["Items"] if "max_stock" in item]
        targets = [
            *(f"process:{p}" for p in self.processes),
            *(f"stock:{item}" for item in limited),
            *(f"offer:{o}" for o in offers),
        ]
        if targets and dice.chance(0.7):
            row["adds_to"], row["adds"] = dice.choice(targets), dice.number(5, 20, 5)
            row["max_modules"] = dice.randint(1, 2)
            return
        opened = dice.choice([*self.rows["Designs"], *self.rows["Processes"]])
        opened.setdefault("requires", row["investment"])

    def _rules(self) -> None:
        dice, rows = self.dice, Rows()
        for number in range(dice.randint(0, 3) if "rules" in self.subjects else 0):
            measure = dice.choice((*STAGES, "supplier", "recycled"))
            row: dict[str, Any] = {"rule": f"r{number}", "measure": measure}
            sense = dice.choice(("max", "max", "min"))
            if measure == "supplier":
                row["member"] = dice.choice((*self.suppliers, *("*",) * (sense == "max")))
            elif measure != "recycled":
                row["member"] = dice.choice(("CN", "AU", "group:big", "group:friends", "*"))
                if dice.chance(0.3) and row["member"] in ("*", "group:big"):
                    row["except"] = dice.choice(COUNTRIES)
            if sense == "min" and row.get("member") == "*":
                row["member"] = "CN"
                row.pop("except", None)
            row["sense"] = sense
            row["share"] = dice.choice((0.2, 0.5, 0.8)) if sense == "max" else dice.choice((0.1, 0.3))
            if dice.chance(0.5):
                row["items"] = ";".join(dice.some(self.items))
            if dice.chance(0.4):
                row["base"] = dice.choice(("purchases", "use")) if measure != "recycled" else "use"
            row["window"] = dice.choice(("year", "horizon"))
            if dice.chance(0.4):
                row["applies_in"] = dice.choice(("plan", "always"))
            if dice.chance(0.7):
                row["penalty"] = dice.number(0, 6, 1)
            rows.append(row)
        self.rows["Rules"] = rows

    def _event(self, name: str) -> dict[str, Any]:
        dice = self.dice
        row: dict[str, Any] = {"event": name, "severity": dice.choice((0, 0.5, 1, 1))}
        kind = dice.random()
        if kind < 0.35:
            row["country"] = ";".join(dice.some(COUNTRIES))
            if dice.chance(0.5):
                row["stage"] = ";".join(dice.some(STAGES))
        elif kind < 0.55:
            row["supplier"] = ";".join(dice.some(self.suppliers))
        elif kind < 0.7:
            row["items"] = ";".join(dice.some(self.items))
        elif kind < 0.8 and self.processes:
            row["process"] = ";".join(dice.some(self.processes))
        else:
            row["destination"] = dice.choice(("JP", "US"))
        if self.on("profiles", 0.3):
            row["loss_profile"] = "|".join(str(dice.choice((0, 0.3, 1))) for _ in range(dice.randint(1, 4)))
            del row["severity"]
        else:
            row["duration_months"] = dice.randint(1, 4)
            row["recovery_months"] = dice.randint(0, 2)
        if self.on("extensions", 0.3):
            row["lead_time_extension"] = dice.randint(1, 2)
        if self.on("prices", 0.3):
            row["price_factor"] = dice.choice((1.5, 3))
            if dice.chance(0.4):
                row["index"] = dice.choice(("x1", "x2"))
        if self.on("demand", 0.3):
            row["product"] = dice.choice(self.products)
            row["demand_factor"] = dice.choice((0.5, 1.5))
        if self.investments and self.on("delays", 0.4):
            row["investment_delay_months"] = dice.randint(1, 2)
            row["investment"] = ";".join(dice.some(self.investments))
        return row

    def _events(self) -> None:
        dice = self.dice
        events = [f"e{n}" for n in range(1, dice.randint(2, 4))]
        self.rows["Events"] = [self._event(name) for name in events]
        rows, used = Rows(), dict[str, set[tuple[str, int]]]({"0": set()})
        if self.on("known", 0.35):
            start = dice.randint(-3, self.months - 1)
            rows.append(_start("0", dice.choice(events), start))
            used["0"].add((rows[-1]["event"], start))
        if dice.chance(0.15) and "scenarios" in self.subjects:
            rows.clear()  # a known start may be one that is made
            for event in self.rows["Events"]:  # the tree is made from chances and windows
                event["probability"] = dice.choice((0.1, 0.3))
                event["onsets"] = dice.choice((None, 1, 2))
                event["start_from"] = month(dice.randint(0, 1))
        else:
            self._branches(rows, used, events)
        self.rows["Scenarios"] = rows

    def _branches(self, rows: Rows, used: dict[str, set[tuple[str, int]]], events: list[str]) -> None:
        dice = self.dice
        onset = {"0": -1}
        count = dice.randint(0, 4) if "scenarios" in self.subjects else 0
        weights = [dice.choice((0, 1, 2, 3)) for _ in range(count)]
        left = dice.choice((0, 1, 4))
        total = sum(weights) + left
        for number, weight in enumerate(weights, start=1):
            name, after = f"s{number}", "0"
            parents = [s for s in onset if s != "0" and onset[s] < self.months - 1]
            if parents and self.on("nested", 0.45):
                after = dice.choice(parents)
            start = dice.randint(max(0, onset[after] + 1), self.months - 1)
            own = {(dice.choice(events), start)}
            if dice.chance(0.3):
                own.add((dice.choice(events), dice.randint(start, self.months - 1)))
            own -= used[after]
            if not own:
                continue
            onset[name] = min(at for _, at in own)
            used[name] = used[after] | own
            share = weight / total if total else 0
            for at, event in sorted((at, event) for event, at in own):
                rows.append(_start(name, event, at) | {"probability": share, "after": after})


def _start(scenario: str, event: str, at: int) -> dict[str, Any]:
    return {"scenario": scenario, "event": event, "start_month": month(at)}
