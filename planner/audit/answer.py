"""The result tables as arrays over scenarios, ids and months, and whether they have the right rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from planner.audit.inputs import Plan
    from planner.audit.ledger import Bools, Floats, Ints, Ledger
    from planner.audit.tree import Tree

COLUMNS = {
    "Awards": "offer tier supplier item kind signed rate_per_month annual_quantity share_of_item"
    " mean_unit_cost",
    "Suppliers": "supplier qualified qualification_cost",
    "Investments": "investment start_month modules complete_month capex net_capex",
    "Orders": "scenario offer tier order_month quantity arrival_month arrived unit_cost"
    " quoted_price payment_month",
    "Stock": "scenario item month arrivals receipts process_in process_out used scrap disposed stock"
    " days_of_cover",
    "Production": "scenario product design month quantity",
    "Demand": "scenario product month demand made short late",
    "Processes": "scenario process month activity capacity under_way",
    "Pools": "pool tier from_annual committed discount tier_cost",
    "Rules": "rule member window scenario matching base share limit slack penalty",
    "Scenarios": "scenario events after onset probability cost_pv short_units short_value fill_rate"
    " first_short_month lowest_cover_days"
    " late_units",
    "Costs": "scenario month component amount amount_pv",
}
"""Columns of each result table; Awards has a ``year_n`` for every plan-year besides."""

COMPONENTS = (
    "purchase",
    "order",
    "holding",
    "disposal",
    "process",
    "design",
    "shortage",
    "late",
    "rule",
    "cover",
    "take_or_pay",
    "final_stock",
)
"""Cost components of a node."""

FIRST_STAGE = ("qualification", "contract", "capex", "fixed_opex", "residual")
"""Cost components decided once; they stand under the trunk and belong to every path."""

LISTED_QUANTITY = 1e-9
"""Orders at or below this part of a month's use need stand in no row."""

NO_MONTH = -(10**6)

Known = Mapping[Any, int]
"""Numbers of the things there are, by the tuple of their ids."""


@dataclass(frozen=True)
class Answer:
    """The result tables; arrays over nodes are NaN where there is no row, unless they follow paths."""

    orders: Floats
    """Quantity by scenario, option and order month, along every path; 0 where nothing is ordered."""
    order_columns: Mapping[str, Floats]
    """The numbers of the orders of a scenario's own nodes; ``arrival`` and ``payment`` as plan months."""
    lost_columns: Mapping[str, Floats]
    """The same of orders of an ancestor that stand again under the scenario in which a part is lost."""
    awards: pd.DataFrame
    """Row k is option k; NaN where the table has no row for it."""
    suppliers: pd.DataFrame
    scenarios: pd.DataFrame
    investments: pd.DataFrame
    """As written, with ``k``, ``start`` and ``complete`` as numbers."""
    stock: Mapping[str, Floats]
    made: Mapping[str, Floats]
    demand: Mapping[str, Floats]
    processes: Mapping[str, Floats]
    pools: pd.DataFrame
    """Row k is pool k; NaN where the table has no row for it."""
    rules: pd.DataFrame
    amounts: Mapping[str, Floats]
    """Cost component → scenario × month, 0 where there is no row."""
    present_values: Mapping[str, Floats]


class Labels(Sequence[str]):
    """Names of the rows of a table, made only where they are asked for."""

    def __init__(self, table: str, count: int) -> None:
        self._table, self._count = table, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """Return "Table row n" as Excel would count it."""
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(self._count))]
        return f"{self._table} {index + 2}"


class AnswerReader:
    """Reads the tables against the ids, scenarios and months there are."""

    def __init__(self, results: Mapping[str, pd.DataFrame], plan: Plan, tree: Tree, ledger: Ledger) -> None:
        self.results, self.plan, self.tree, self.ledger = results, plan, tree, ledger
        self.scenario = {name: s for s, name in enumerate(tree.ids)}
        self.option = {(option.offer, option.tier or 0): o for o, option in enumerate(plan.options)}
        first = plan.tables.start
        self._first_month = first.year * 12 + first.month

    def read(self) -> Answer:
        """Read every table."""
        items = {(item,): k for k, item in enumerate(self.plan.items)}
        products = {(product,): k for k, product in enumerate(self.plan.products)}
        processes = {(process,): k for k, process in enumerate(self.plan.processes)}
        designs = {design: k for k, design in enumerate(self.plan.designs)}
        own, lost = self._orders()
        orders = self.tree.along_paths(np.nan_to_num(own["quantity"]))
        amounts, present = self._costs()
        investments = self.frame("Investments")
        names = {(k.name,): n for n, k in enumerate(self.plan.investments)}
        investments["k"] = self._find(investments, ["investment"], names)
        investments["start"] = self.months(investments["start_month"])
        investments["complete"] = self.months(investments["complete_month"])
        self._rows_known("Investments", investments["k"].to_numpy() >= 0)
        return Answer(
            orders=orders,
            order_columns=own,
            lost_columns=lost,
            awards=self._by_id("Awards", ["offer", "tier"], self.option),
            suppliers=self._by_id(
                "Suppliers", ["supplier"], {(g,): k for k, g in enumerate(self.plan.suppliers)}
            ),
            scenarios=self._by_id("Scenarios", ["scenario"], {(s,): k for s, k in self.scenario.items()}),
            investments=investments[investments["k"] >= 0],
            stock=self._panel("Stock", ["item"], items, COLUMNS["Stock"].split()[3:]),
            made=self._panel("Production", ["product", "design"], designs, ["quantity"]),
            demand=self._panel("Demand", ["product"], products, COLUMNS["Demand"].split()[3:]),
            processes=self._panel("Processes", ["process"], processes, ["activity", "capacity", "under_way"]),
            pools=self._by_id("Pools", ["pool"], {(pool,): k for k, pool in enumerate(self.plan.pools)}),
            rules=self.frame("Rules"),
            amounts=amounts,
            present_values=present,
        )

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table with all its columns, and say which it lacks."""
        columns = COLUMNS[table].split()
        if table == "Awards":
            columns += [f"year_{n + 1}" for n in range(len(self.plan.years()))]
        frame = self.results.get(table, pd.DataFrame())
        there = [column in frame for column in columns]
        self.ledger.holds("table columns", there, {f"{table} column": columns})
        if list(frame.columns) == columns and frame.index.equals(pd.RangeIndex(len(frame))):
            return frame.copy(deep=False)
        return frame.reset_index(drop=True).reindex(columns=columns)

    def months(self, column: pd.Series) -> Ints:
        """Return the plan months of a column of dates; ``NO_MONTH`` where blank."""
        are_dates = isinstance(column.dtype, np.dtype) and column.dtype.kind == "M"
        dates = (column if are_dates else pd.to_datetime(column, errors="coerce")).to_numpy("datetime64[M]")
        # numpy counts months from January 1970
        count = dates.astype(np.int64) + 1970 * 12 + 1 - self._first_month
        return np.where(np.isnat(dates), NO_MONTH, count)

    def _find(self, frame: pd.DataFrame, keys: list[str], known: Known) -> Ints:
        """Return the number of the thing each row is about, −1 where there is none of that name."""
        ids: list[Sequence[Any]] = []
        row_ids = np.zeros(len(frame), np.int64)
        for key in keys:
            if key == "tier":
                tiers = np.nan_to_num(numeric(frame[key]))
                column: Any = np.where(tiers == np.round(tiers), tiers, -1).astype(np.int64)
            else:
                column = frame[key]
                column = column if isinstance(column.dtype, pd.StringDtype) else column.astype(str)
            codes, names = pd.factorize(column, use_na_sentinel=False)
            ids.append(names.tolist())
            row_ids = row_ids * max(1, len(names)) + codes
        # a table has many rows and few ids: each combination is looked up once
        which, combinations = (row_ids, np.arange(len(ids[0]))) if len(keys) == 1 else pd.factorize(row_ids)
        numbers = []
        for combination in combinations.tolist():
            left, named = combination, []
            for names in reversed(ids):
                left, place = divmod(left, len(names))
                named.append(names[place])
            numbers.append(known.get(tuple(reversed(named)), -1))
        return np.array(numbers, np.int64)[which]

    def _once(self, valid: Bools, s: Ints, k: Ints, t: Ints) -> Bools:
        """Return which rows name a thing, a scenario and a month that are valid and in no row above."""
        once = np.zeros(len(valid), bool)
        things = max(1, int(k.max(initial=0)) + 1)
        places = (s[valid] * things + k[valid]) * self.plan.months + t[valid]
        once[valid] = ~pd.Series(places).duplicated().to_numpy()
        return once

    def _rows_known(self, table: str, known: Bools, check: str = "table rows") -> None:
        axes = {"row": Labels(table, len(known))}
        self.ledger.holds(check, known, axes)

    def _by_id(self, table: str, keys: list[str], known: Known) -> pd.DataFrame:
        """Return a table with one row per id, in the order of the ids."""
        frame = self.frame(table)
        at = self._find(frame, keys, known)
        once = (at >= 0) & ~pd.Series(at).duplicated().to_numpy()
        self._rows_known(table, once)
        frame = frame[once].set_index(at[once]).reindex(range(len(known)))
        names = [" ".join(map(str, key)) for key in known]
        self.ledger.holds("table rows", np.isin(np.arange(len(known)), at), {table: names})
        return frame

    def _nodes(self, frame: pd.DataFrame, month: str) -> tuple[Ints, Ints]:
        return self._find(frame, ["scenario"], {(s,): k for s, k in self.scenario.items()}), self.months(
            frame[month]
        )

    def _panel(self, table: str, keys: list[str], known: Known, columns: list[str]) -> dict[str, Floats]:
        """Return columns of a table that has a row for every id at every node."""
        frame = self.frame(table)
        s, t = self._nodes(frame, "month")
        k = self._find(frame, keys, known)
        valid = (s >= 0) & (k >= 0) & (t >= 0) & (t < self.plan.months)
        once = self._once(valid, s, k, t)
        self._rows_known(table, once)
        own = np.where(valid, t >= self.tree.onset[np.where(valid, s, 0)], True)
        self._rows_known(table, own, "nonanticipativity")
        keep = once & own
        shape = (len(self.tree.ids), len(known), self.plan.months)
        arrays = {}
        for column in columns:
            arrays[column] = np.full(shape, np.nan)
            arrays[column][s[keep], k[keep], t[keep]] = numeric(frame[column])[keep]
        there = np.zeros(shape, bool)
        there[s[keep], k[keep], t[keep]] = True
        axes = {
            "scenario": self.tree.ids,
            f"{table} row of {keys[-1]}": [" ".join(map(str, key)) for key in known],
            "month": self.plan.month_labels(),
        }
        self.ledger.holds("table rows", there, axes, where=self.tree.own_nodes[:, None, :])
        return arrays

    def _orders(self) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Split the Orders table into orders placed at own nodes and those of ancestors that lose a part."""
        frame = self.frame("Orders")
        s, t = self._nodes(frame, "order_month")
        o = self._find(frame, ["offer", "tier"], self.option)
        numbers = ("quantity", "arrived", "unit_cost", "quoted_price")
        values = {column: numeric(frame[column]) for column in numbers}
        for column in ("arrival", "payment"):
            values[column] = self.months(frame[f"{column}_month"]).astype(float)
        valid = (s >= 0) & (o >= 0) & (t >= 0) & (t < self.plan.months)
        valid = self._once(valid, s, o, t)
        self._rows_known("Orders", valid & (values["quantity"] > 0.0))
        own = np.where(valid, t >= self.tree.onset[np.where(valid, s, 0)], False)
        shape = (len(self.tree.ids), len(self.plan.options), self.plan.months)

        def spread(rows: Bools) -> dict[str, Floats]:
            arrays = {}
            for column, cells in values.items():
                arrays[column] = np.full(shape, np.nan)
                arrays[column][s[rows], o[rows], t[rows]] = cells[rows]
            return arrays

        return spread(valid & own), spread(valid & ~own)

    def _costs(self) -> tuple[dict[str, Floats], dict[str, Floats]]:
        frame = self.frame("Costs")
        s, t = self._nodes(frame, "month")
        components = {(name,): c for c, name in enumerate((*COMPONENTS, *FIRST_STAGE))}
        c = self._find(frame, ["component"], components)
        valid = (s >= 0) & (c >= 0) & (t >= 0) & (t < self.plan.months)
        valid &= ~((s > 0) & (c >= len(COMPONENTS)))
        valid = self._once(valid, s, c, t)
        self._rows_known("Costs", valid)
        own = np.where(valid, t >= self.tree.onset[np.where(valid, s, 0)], True)
        self._rows_known("Costs", own, "nonanticipativity")
        keep = valid & own
        shape = (len(components), len(self.tree.ids), self.plan.months)
        both = []
        for column in ("amount", "amount_pv"):
            array = np.zeros(shape)
            array[c[keep], s[keep], t[keep]] = numeric(frame[column])[keep]
            both.append({str(name): array[k] for (name,), k in components.items()})
        return both[0], both[1]


def numeric(column: pd.Series) -> Floats:
    """Return a column as numbers; yes and no as 1 and 0, blank and text as NaN."""
    if column.dtype == np.float64:
        return column.to_numpy()
    numbers: Floats = pd.to_numeric(column, errors="coerce").to_numpy(float, na_value=np.nan)
    return numbers
