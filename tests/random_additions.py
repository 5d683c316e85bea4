"""Random plans with what contracts, places, years and the past bring, on top of the older random plans.

A plan of one seed is ``random_sheets`` of that seed with new columns filled here and there. They are thrown
with dice of their own, so the older plans stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cases import Sheets, month
from random_plans import Dice, random_sheets

ADDITIONS = frozenset(
    "year_start price_per formula dated payment multiple pools places leads late returns ramps history"
    " qualified_from min_stock unless_short price_falls currency_events odds".split()
)
"""What can be left out."""


def richer_sheets(
    seed: int, *, without: Iterable[str] = (), old: Iterable[str] = (), months: int | None = None
) -> Sheets:
    """Return the plan of one seed.

    Parameters
    ----------
    seed : int
    without : iterable of str
        Names in ``ADDITIONS`` to leave out.
    old : iterable of str
        Names in ``random_plans.SUBJECTS`` to leave out.
    months : int, optional
        Horizon, as for ``random_sheets``.
    """
    sheets = random_sheets(seed, without=old, months=months)
    return _Adder(seed, sheets, ADDITIONS - set(without)).sheets


class _Adder:
    """One plan being added to."""

    def __init__(self, seed: int, sheets: Sheets, additions: frozenset[str]) -> None:
        self.dice, self.sheets, self.additions = Dice(f"{seed} richer"), sheets, additions
        self.months = int(self._setting("months"))
        self._settings()
        self._items_and_suppliers()
        self._offers()
        self._pools()
        self._places()
        self._making()
        self._rules_and_events()
        self._history()

    def on(self, addition: str, probability: float) -> bool:
        return self.dice.random() < probability and addition in self.additions

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        return self.sheets.setdefault(sheet, [])

    def _setting(self, key: str) -> Any:
        return next((row["value"] for row in self.rows("Settings") if row["key"] == key), None)

    def _set(self, key: str, value: object) -> None:
        self.rows("Settings").append({"key": key, "value": value})

    def _settings(self) -> None:
        if self.on("year_start", 0.4):
            self._set("year_start", self.dice.choice((1, 2, 3, 4, 10, 12)))
        made = any(event.get("probability") for event in self.rows("Events"))
        if made and self.on("odds", 0.6):
            self._set("event_probabilities", "independent")
        if made and self.on("odds", 0.6):
            for event in self.rows("Events"):
                del event["probability"]
                event["probability_per_year"] = self.dice.choice((0.1, 0.25))
        if self.on("dated", 0.5):
            self.rows("FX").append({"currency": "EUR", "month": month(1), "rate": 1.5})
            if self.dice.random() < 0.5:
                self.rows("FX")[0]["month"] = month(-2)

    def _items_and_suppliers(self) -> None:
        for item in self.rows("Items"):
            if self.on("min_stock", 0.2):
                item["min_stock"] = self.dice.choice((2, 5))
                if self.dice.random() < 0.8:
                    item["cover_penalty"] = self.dice.choice((0.5, 2))
                    if self.dice.random() < 0.5:
                        item["cover_again_months"] = self.dice.randint(0, 2)
        for supplier in self.rows("Suppliers"):
            if self.on("qualified_from", 0.2):
                for key in ("already_qualified", "qualification_cost", "qualification_months"):
                    supplier.pop(key, None)
                supplier["qualified_from"] = month(self.dice.randint(-2, 2))

    def _offers(self) -> None:
        dice = self.dice
        for offer in self.rows("Offers"):
            if self.on("price_per", 0.3):
                offer["price_per"] = dice.choice((0.5, 2, 10))
            if offer.get("index") and self.on("formula", 0.6):
                offer["index_lag_months"] = dice.randint(0, 2)
                offer["index_average_months"] = dice.randint(1, 3)
                offer["index_reset_months"] = dice.choice((1, 2, 3))
            if self.on("payment", 0.3):
                offer["payment_months"] = dice.choice((-2, 1, 3))
            if self.on("multiple", 0.2):
                offer["order_multiple"] = dice.choice((2, 5, 7.5))

    def _pools(self) -> None:
        dice, pools = self.dice, self.rows("Pools")
        contracts = [o for o in self.rows("Offers") if o.get("kind") == "contract" and "tier_kind" not in o]
        if not contracts or not self.on("pools", 0.6):
            return
        members = dice.sample(contracts, dice.randint(1, len(contracts)))
        for offer in members:
            offer["pool"] = "L"
            if dice.random() < 0.3:
                offer["pool_weight"] = dice.choice((0.5, 4))
        most = sum(offer.get("pool_weight", 1) * offer["max_annual"] for offer in members)
        for part, discount in ((dice.choice((0, 0.2)), 0.0), (0.4, 0.1), (0.7, 0.25)):
            pools.append({"pool": "L", "from_annual": part * most, "discount": discount})
            if dice.random() < 0.3:
                pools[-1]["tier_cost"] = dice.choice((5, 20))

    def _places(self) -> None:
        for sheet in ("Offers", "Processes", "Investments"):
            for row in self.rows(sheet):
                if self.on("places", 0.3):
                    row["destination"] = self.dice.choice(("JP", "DE", "US"))

    def _making(self) -> None:
        dice = self.dice
        for process in self.rows("Processes"):
            if self.on("leads", 0.5):
                process["lead_months"] = dice.randint(1, 2)
        for product in self.rows("Products"):
            if self.on("late", 0.5):
                product["late_months"] = dice.randint(1, 3)
                product["late_cost"] = dice.choice((0, 1, 5))
        for line in self.rows("BOM"):
            if line.get("kind") == "scrap" and self.on("returns", 0.7):
                line["lag_months"] = dice.randint(1, 3)
        for investment in self.rows("Investments"):
            if self.on("ramps", 0.5):
                investment["ramp_months"] = dice.randint(1, 3)

    def _rules_and_events(self) -> None:
        dice = self.dice
        for rule in self.rows("Rules"):
            if "penalty" not in rule and self.on("unless_short", 0.7):
                rule["applies_in"] = "unless_short"
        for event in self.rows("Events"):
            if "price_factor" in event and self.on("price_falls", 0.4):
                event["price_factor"] = 0.5
            if "index" not in event and self.on("currency_events", 0.3):
                event["currency"] = "EUR"
                event["price_factor"] = dice.choice((0.8, 1.5))
            if self.on("places", 0.2) and "product" not in event:
                event["destination"] = dice.choice(("JP", "DE", "JP;US"))

    def _history(self) -> None:
        dice = self.dice
        for offer in self.rows("Offers"):
            if not self.on("history", 0.4):
                continue
            for ordered in dice.sample((-1, -2, -5), dice.randint(1, 2)):
                row: dict[str, Any] = {"offer": offer["offer"], "order_month": month(ordered)}
                row["quantity"] = dice.choice((0, 4, 8, 12))
                if dice.random() < 0.7:
                    row["unit_cost"] = dice.choice((2, 5))
                if dice.random() < 0.4:
                    row["arrival_month"] = month(dice.randint(ordered, 3))
                self.rows("History").append(row)
