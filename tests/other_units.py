"""One plan written in other units: the same plan, so the same status, the same cost, the same bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from planner.workbook.tables import Row, Tables


@dataclass(frozen=True)
class OtherUnits:
    """How many of the new unit each old one is."""

    items: Mapping[str, float] = field(default_factory=dict)
    products: Mapping[str, float] = field(default_factory=dict)
    processes: Mapping[str, float] = field(default_factory=dict)
    money: float = 1.0


def joined_items(tables: Tables) -> list[set[str]]:
    """Return the items in groups that some row adds up: they must be told in one unit."""
    items = [str(row["item"]) for row in tables["Items"]]
    together = [_ids(row["items"]) or set(items) for row in tables["Rules"]]
    for supplier in tables["Suppliers"]:
        if supplier["capacity_per_month"] is not None:
            sold = {str(o["item"]) for o in tables["Offers"] if o["supplier"] == supplier["supplier"]}
            together.append(sold)
    groups = [{item} for item in items]
    for joined in together:
        touched = [group for group in groups if group & joined]
        if touched:
            groups = [group for group in groups if group not in touched] + [set().union(*touched)]
    return sorted(groups, key=min)


def written(tables: Tables, units: OtherUnits) -> Tables:
    """Return a plan in other units: every number that is a quantity or money of one, and no other."""
    return replace(
        tables,
        sheets={
            sheet: tuple(_Writer(tables, units).row(row) for row in rows)
            for sheet, rows in tables.sheets.items()
        },
        settings={
            key: _times(value, units.money) if key == "capex_budget" else value
            for key, value in tables.settings.items()
        },
    )


def _ids(value: Any) -> set[str]:
    return set() if value is None else {value} if isinstance(value, str) else set(value)


def _times(value: Any, factor: float) -> Any:
    return value * factor if isinstance(value, int | float) and not isinstance(value, bool) else value


class _Writer:
    """The factor of each column of a row."""

    def __init__(self, tables: Tables, units: OtherUnits) -> None:
        self._units = units
        self._item_of = {str(row["offer"]): str(row["item"]) for row in tables["Offers"]}
        self._sold: dict[str, str] = {}
        for row in tables["Offers"]:
            self._sold.setdefault(str(row["supplier"]), str(row["item"]))
        self._all = [str(row["item"]) for row in tables["Items"]]

    def row(self, row: Row) -> Row:
        factors = self._factors(row)
        if not factors:
            return row
        return replace(row, values={k: _times(v, factors.get(k, 1.0)) for k, v in row.values.items()})

    def _item(self, name: Any) -> float:
        return self._units.items.get(str(name), 1.0)

    def _factors(self, row: Row) -> dict[str, float]:
        one = getattr(self, f"_{row.sheet.lower()}", None)
        return {} if one is None else one(row)

    def _quantities(self, f: float, amounts: str, prices: str) -> dict[str, float]:
        return dict.fromkeys(amounts.split(), f) | dict.fromkeys(prices.split(), self._units.money / f)

    def _sums(self, names: str) -> dict[str, float]:
        return dict.fromkeys(names.split(), self._units.money)

    def _items(self, row: Row) -> dict[str, float]:
        prices = "unit_value disposal_cost storage_cost cover_penalty"
        return self._quantities(
            self._item(row["item"]), "initial_stock final_stock max_stock min_stock", prices
        )

    def _receipts(self, row: Row) -> dict[str, float]:
        return {"quantity": self._item(row["item"])}

    def _suppliers(self, row: Row) -> dict[str, float]:
        item = self._sold.get(str(row["supplier"]))
        return {"capacity_per_month": self._item(item)} | self._sums("qualification_cost")

    def _offers(self, row: Row) -> dict[str, float]:
        f = self._item(row["item"])
        amounts = "max_per_month max_annual min_annual moq order_multiple"
        prices = "price freight price_floor price_ceiling"
        weight = {"pool_weight": 1.0 / f}  # a pool counts in what its members' weights say
        return self._quantities(f, amounts, prices) | self._sums("contract_cost order_cost") | weight

    def _pricetiers(self, row: Row) -> dict[str, float]:
        f = self._item(self._item_of[str(row["offer"])])
        return self._quantities(f, "from_annual to_annual", "price") | self._sums("tier_cost")

    def _pools(self, row: Row) -> dict[str, float]:  # noqa: ARG002
        return self._sums("tier_cost")

    def _history(self, row: Row) -> dict[str, float]:
        return self._quantities(self._item(self._item_of[str(row["offer"])]), "quantity", "unit_cost")

    def _products(self, row: Row) -> dict[str, float]:
        return self._quantities(self._made(row), "", "shortage_penalty late_cost")

    def _made(self, row: Row) -> float:
        return self._units.products.get(str(row["product"]), 1.0)

    def _demand(self, row: Row) -> dict[str, float]:
        return {"quantity": self._made(row)}

    def _designs(self, row: Row) -> dict[str, float]:
        return self._quantities(self._made(row), "", "unit_cost")

    def _bom(self, row: Row) -> dict[str, float]:
        return {"quantity": self._item(row["item"]) / self._made(row)}

    def _run(self, row: Row) -> float:
        return self._units.processes.get(str(row["process"]), 1.0)

    def _processes(self, row: Row) -> dict[str, float]:
        return self._quantities(self._run(row), "capacity_per_month", "opex")

    def _processflows(self, row: Row) -> dict[str, float]:
        return {"quantity": self._item(row["item"]) / self._run(row)}

    def _investments(self, row: Row) -> dict[str, float]:
        kind, _, name = str(row["adds_to"] or "").partition(":")
        factor = {
            "process": self._units.processes.get(name, 1.0),
            "stock": self._item(name),
            "offer": self._item(self._item_of.get(name, "")),
        }.get(kind, 1.0)
        return {"adds": factor} | self._sums("capex fixed_opex")

    def _rules(self, row: Row) -> dict[str, float]:
        items = _ids(row["items"]) or set(self._all)
        return {"penalty": self._units.money / self._item(min(items))}
