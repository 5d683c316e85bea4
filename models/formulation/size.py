"""How large the model of a plan will be, counted from its data before anything is built.

The counts follow the rules one by one (``models.formulation.rules``), with lead times as they are on the
trunk, so they
are near the true ones; the memory is an estimate from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import floor

import numpy as np
from numpy.typing import NDArray

from models.formulation.rules.shares import counted
from models.plan.data import OfferSpec, PlanData, RuleSpec
from models.plan.names import TRUNK, Investment, Month, Offer

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Size:
    """About how large a model is."""

    scenarios: int
    """Branches; the trunk not counted."""
    branches: int
    """Branches that leave the trunk: the parts of a decomposition."""
    nodes: int
    """Months of all scenarios that have decisions of their own, the trunk's included."""
    branch_nodes: int
    """Those of the branches alone."""
    rows: int
    columns: int
    integers: int
    """Whole-number columns."""
    nonzeros: int

    def memory(self, method: str) -> int:
        """Return about how much memory a run needs at its peak [bytes]."""
        by_row, by_column, by_nonzero = BYTES[method]
        grown = by_row * self.rows + by_column * self.columns + by_nonzero * self.nonzeros
        return int(FIXED_BYTES + grown)


FIXED_BYTES = 60e6
"""What a run needs for itself, however small the plan."""
BYTES = {"extensive": (2600.0, 2600.0, 380.0), "benders": (650.0, 650.0, 80.0)}
"""By row, column and nonzero, with the search: measured (docs/decisions/0013)."""


def estimate_size(data: PlanData) -> Size:
    """Count the rows, columns and nonzeros that the rules will write for a plan.

    Parameters
    ----------
    data : PlanData

    Returns
    -------
    Size
    """
    count = _Count(data)
    count.suppliers_and_contracts()
    count.investments()
    count.orders()
    count.production()
    count.stock()
    count.shares()
    count.costs()
    return Size(
        scenarios=len(data.scenarios),
        branches=sum(spec.after == TRUNK for spec in data.scenarios.values()),
        nodes=count.nodes,
        branch_nodes=count.nodes - data.months,
        rows=int(count.rows),
        columns=int(count.columns),
        integers=int(count.integers),
        nonzeros=int(count.nonzeros),
    )


class _Count:
    """Running counts over the subjects of a plan, in the order of ``models.formulation.build.SUBJECTS``.

    Scenarios count by their onset alone: those of one onset have the same months to come.
    """

    def __init__(self, data: PlanData) -> None:
        self.data = data
        self.rows = self.columns = self.integers = self.nonzeros = 0
        starts = [min(start for _, start in spec.events) for spec in data.scenarios.values()]
        onsets = Counter([0, *starts])
        self.onset: Counts = np.array(sorted(onsets), dtype=np.int64)
        self.times: Counts = np.array([onsets[month] for month in sorted(onsets)], dtype=np.int64)
        """Scenarios of each onset; the trunk is one of onset 0."""
        years = np.array([months[0] for months in data.plan_years], dtype=np.int64)
        at = np.searchsorted(years, self.onset, side="right") - 1
        self.year: Counts = years[at]
        self.years_left: Counts = len(years) - at
        """Plan-years that end at or after each onset."""
        self.windows = int(self.times @ self.years_left)
        """The same over all scenarios."""
        self.paths = len(data.scenarios) + 1
        self.nodes = int(self.times @ (data.months - self.onset))
        self.charged = 0
        """Entries of the rows of costs."""

    def add(self, rows: int, entries: int) -> None:
        """Count rows and their entries."""
        self.rows += rows
        self.nonzeros += entries

    def orders_from(
        self, offers: Iterable[Offer], begin: Counts, *, under_way: bool = False, trunk_only: bool = False
    ) -> int:
        """Return the orders of some offers from a month on (one for each onset), over all scenarios.

        ``under_way``: those of before that have not arrived by then count too.
        """
        specs = [spec for offer in offers if (spec := self.data.offers[offer]).signed is not False]
        first = np.array([self._first(spec) for spec in specs], dtype=np.int64).reshape(-1, 1)
        last = [min(spec.available_to, self.data.months - 1 - spec.lead_time) for spec in specs]
        lead = np.array([spec.lead_time * under_way for spec in specs], dtype=np.int64).reshape(-1, 1)
        months = np.array(last, dtype=np.int64).reshape(-1, 1) - np.maximum(first, begin - lead) + 1
        by_onset = np.maximum(0, months).sum(axis=0)
        return int(by_onset[0] if trunk_only else by_onset @ self.times)

    def _first(self, spec: OfferSpec) -> Month:
        return max(0, spec.available_from, self.data.suppliers[spec.supplier].qualification_months)

    @cached_property
    def _done(self) -> dict[Investment, int]:
        """Starts of each investment that are complete by a node, over all nodes."""
        months = np.arange(self.data.months)
        nodes = np.array([int(self.times[self.onset <= month].sum()) for month in months], dtype=np.int64)
        found: dict[Investment, int] = {}
        for name, spec in self.data.investments.items():
            starts = [spec.committed] if spec.committed is not None else range(spec.earliest, spec.latest + 1)
            done = np.array([sum(start + spec.lead <= month for start in starts) for month in months])
            found[name] = int(nodes @ done)
        return found

    def suppliers_and_contracts(self) -> None:
        """Count qualification, signing, rates, tiers, and what contracts oblige to."""
        data = self.data
        contracts = [offer for offer, spec in data.offers.items() if spec.contract]
        gated = {g for g, spec in data.suppliers.items() if not spec.qualified}
        owed = [offer for offer in contracts if data.offers[offer].take_or_pay > 0]
        self.columns += len(data.suppliers) + 2 * len(contracts) + len(owed) * self.windows
        undecided = sum(data.offers[offer].signed is None for offer in contracts)
        self.integers += len(gated) + undecided
        rates = sum(1 + (data.offers[j].min_annual > 0) for j in contracts)
        rates += sum(data.offers[j].supplier in gated for j in contracts)
        tiers = sum(len(offers) for offers in data.tiers_of_offer.values() if len(offers) > 1)
        self.add(rates, 2 * rates + tiers)
        self.add(len(owed) * self.windows, 2 * len(owed) * self.windows + self.orders_from(owed, self.year))
        called = self.orders_from(contracts, self.onset)
        called += self.orders_from([j for j in contracts if data.offers[j].min_take > 0], self.onset)
        self.add(called, 2 * called)
        self.charged += len(owed) * self.windows
        self._pools()

    def _pools(self) -> None:
        data = self.data
        members = sum(len(offers) for offers in data.members_of_pool.values())
        tiers = sum(len(data.pools[pool]) for pool in data.members_of_pool)
        self.columns += tiers
        self.integers += tiers
        self.add(len(data.members_of_pool) + members + 2 * tiers, 4 * members + 3 * tiers)

    def investments(self) -> None:
        """Count modules and their groups."""
        for spec in self.data.investments.values():
            starts = max(0, spec.latest - max(0, spec.earliest) + 1) if spec.committed is None else 1
            grouped = spec.excludes is not None
            self.columns += starts + grouped
            self.integers += (starts if spec.committed is None else 0) + grouped
            self.add(1 + grouped, starts * (2 + grouped))

    def orders(self) -> None:
        """Count orders, lots, and their limits."""
        data = self.data
        ordered = self.orders_from(data.offers, self.onset)
        self.columns += ordered
        gated = [j for j, spec in data.offers.items() if not data.suppliers[spec.supplier].qualified]
        linked = self.orders_from([j for j in gated if not data.offers[j].contract], self.onset)
        self.add(linked, 2 * linked)
        for name, spec in data.investments.items():
            grown = [j for j, terms in data.offers.items() if terms.origin == spec.adds_offer]
            if grown:
                self.add(self.orders_from(grown, self.onset), self.nodes + len(grown) * self._done[name])
        capped = [j for j, spec in data.offers.items() if not spec.contract and spec.max_annual is not None]
        self.add(len(capped) * self.windows, len(capped) * self.windows + self.orders_from(capped, self.year))
        limited = [g for g in data.offers_of_supplier if data.suppliers[g].capacity is not None]
        sold = [offer for g in limited for offer in data.offers_of_supplier[g]]
        self.add(len(limited) * self.nodes, len(limited) * self.nodes + self.orders_from(sold, self.onset))
        lots = [j for j, spec in data.offers.items() if spec.moq > 0 or spec.order_cost > 0]
        placed = self.orders_from(lots, self.onset, trunk_only=True)
        least = self.orders_from([j for j in lots if data.offers[j].moq > 0], self.onset, trunk_only=True)
        self.columns += placed
        self.integers += placed
        self.add(placed + least, 2 * (placed + least))
        whole = [j for j, spec in data.offers.items() if spec.order_multiple is not None]
        multiples = self.orders_from(whole, self.onset, trunk_only=True)
        self.columns += multiples + len(data.history)
        self.integers += multiples
        self.add(multiples, 2 * multiples)

    def production(self) -> None:
        """Count what is made, what is short, and processes."""
        data = self.data
        designs = [spec for product in data.products.values() for spec in product.designs.values()]
        activities = sum(self._before_end(spec.lead) for spec in data.processes.values())
        self.columns += (len(designs) + len(data.products)) * self.nodes + activities
        late = [spec for spec in data.products.values() if spec.late_months > 0]
        made_late = sum(len(spec.designs) for spec in late)
        self.columns += len(late) * self.nodes
        self.add(made_late * self.nodes, 2 * (made_late + len(late)) * self.nodes)
        self.charged += sum(spec.late_cost > 0 for spec in late) * self.nodes
        self.add(len(data.products) * self.nodes, (len(designs) + len(data.products)) * self.nodes)
        served = sum(spec.min_fill_rate > 0 for spec in data.products.values())
        self.add(served * self.paths, served * self.nodes)
        opened = [spec.requires for spec in designs]
        opened += [spec.requires for spec in data.processes.values()]
        grown = [k for k, spec in data.investments.items() if spec.adds_process is not None]
        for investment in (*(k for k in opened if k is not None), *grown):
            self.add(self.nodes, self.nodes + self._done[investment])
        costly = sum(spec.unit_cost != 0 for spec in designs)
        costly += len(data.products) + sum(spec.opex != 0 for spec in data.processes.values())
        self.charged += costly * self.nodes

    def _before_end(self, months: int) -> int:
        """Return the nodes at which something that takes so many months still ends within the plan."""
        return int(self.times @ np.maximum(0, self.data.months - months - self.onset))

    def stock(self) -> None:
        """Count balances, storage, cover and final stock."""
        data = self.data
        balances = len(data.items) * self.nodes
        self.columns += 2 * balances
        flows = sum(
            len(spec.use.keys() | spec.scrap.keys()) + len(spec.scrap_later)
            for product in data.products.values()
            for spec in product.designs.values()
        )
        flows += sum(len(spec.inputs.keys() | spec.outputs.keys()) for spec in data.processes.values())
        arriving = self.orders_from(data.offers, self.onset, under_way=True)
        self.add(balances, 3 * balances + flows * self.nodes + arriving)
        for investment, spec in data.investments.items():
            if spec.adds_stock is not None and data.items[spec.adds_stock].max_stock is not None:
                self.add(self.nodes, self.nodes + self._done[investment])
        self._cover()
        ends = sum(spec.final_stock > 0 for spec in data.items.values()) * self.paths
        self.columns += ends
        self.add(ends, 2 * ends)
        held = sum(
            spec.storage_cost + spec.unit_value * data.capital_rate > 0 for spec in data.items.values()
        )
        held += sum(spec.disposal_cost > 0 for spec in data.items.values())
        self.charged += held * self.nodes + arriving + ends

    def _cover(self) -> None:
        data = self.data
        for item, spec in data.items.items():
            if spec.cover_days <= 0 and spec.min_stock <= 0:
                continue
            begins = [max(0, spec.cover_from)]
            if spec.cover_again is not None:
                begins += [
                    max(spec.cover_from, *(start + data.events[e].months_felt - 1 for e, start in s.events))
                    + spec.cover_again
                    for s in data.scenarios.values()
                ]
            ahead = floor(spec.cover_days * 12 / 365) + 1
            users = sum(
                item in design.use
                for product in data.products.values()
                for design in product.designs.values()
            ) + sum(item in process.inputs for process in data.processes.values())
            wanted = [max(0, data.months - begin) for begin in begins]
            rows, last = sum(wanted), sum(min(ahead, months) for months in wanted)
            self.columns += rows * (spec.cover_penalty is not None)
            self.charged += rows
            if spec.min_stock > 0:
                self.add(rows, 2 * rows)
            if spec.cover_days > 0:
                self.add(rows, 2 * rows + users * (ahead * rows + min(12, data.months) * last))

    def shares(self) -> None:
        """Count share rules."""
        for spec in self.data.rules.values():
            begin = np.zeros_like(self.year) if spec.horizon else self.year
            times = self.times if spec.always else np.where(np.arange(len(self.times)) == 0, 1, 0)
            windows = np.ones_like(times) if spec.horizon else self.years_left
            rows = int(times @ windows) * len(spec.members)
            months = int(times @ (self.data.months - begin))
            entries = sum(
                self._matching(spec, names, begin, months, trunk_only=not spec.always)
                for names in spec.members.values()
            )
            hard = rows if spec.penalty is None else 0
            if spec.unless_short:
                hard = len(spec.members) * (1 if spec.horizon else len(self.data.plan_years))
            self.columns += rows - hard
            self.add(rows, rows - hard + entries)
            self.charged += rows - hard

    def _matching(
        self, spec: RuleSpec, names: frozenset[str], begin: Counts, months: int, *, trunk_only: bool
    ) -> int:
        """Return the entries of a rule's rows for one of its members."""
        data = self.data
        bought = counted(data, spec, None if spec.share and not spec.of_use else names)
        entries = self.orders_from(bought.offers, begin, trunk_only=trunk_only)
        entries += len(bought.processes) * months
        if spec.of_use and spec.share:
            users = [
                design.use for product in data.products.values() for design in product.designs.values()
            ] + [process.inputs for process in data.processes.values()]
            entries += sum(not spec.items.isdisjoint(uses) for uses in users) * months
        return entries

    def costs(self) -> None:
        """Count the rows of path costs, where the tail is weighed."""
        if self.data.risk_weight <= 0:
            return
        stretches = len(self.onset) + len(self.data.scenarios)
        on_paths = int(self.times @ np.arange(1, len(self.onset) + 1)) + self.paths
        self.columns += stretches + self.paths + 2
        self.add(stretches + self.paths + 1, stretches + self.charged + 3 * self.paths + on_paths)
