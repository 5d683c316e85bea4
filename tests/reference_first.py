"""The first stage of the reference model: whom to qualify, what to sign, what to build (sections 3, 6).

Written from the model's document alone, like all of the reference model.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from reference_offers import offers_of
from reference_sheets import Book, limit, number, yes

Term = tuple[float, int]
"""A coefficient and the number of a variable."""


class FirstStage:
    """Variables, rows and costs, begun with what is decided once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.constraints: list[tuple[dict[int, float], float, float]] = []
        self.paid: dict[tuple[str, int], list[Term]] = defaultdict(list)
        self.first_stage: dict[int, list[Term]] = defaultdict(list)
        self.offers = offers_of(book)
        self._decide()
        self._pool()
        self._invest()

    def var(self, upper: float = math.inf, *, lower: float = 0.0, whole: bool = False) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def constraint(self, terms: Iterable[Term], *, least: float = -math.inf, most: float = math.inf) -> None:
        row: dict[int, float] = defaultdict(float)
        for coefficient, variable in terms:
            row[variable] += coefficient
        self.constraints.append((row, least, most))

    def _decide(self) -> None:
        book = self.book
        self.y = {}
        for name, row in book.suppliers.items():
            since = row.get("qualified_from")
            done = since is not None or yes(row.get("already_qualified"), default=True)
            self.y[name] = self.var(1, lower=float(done), whole=True)
            if not done:
                self.first_stage[0].append((number(row, "qualification_cost"), self.y[name]))
        self.w = {offer: self.var(0 if offer.signed is False else 1, whole=True) for offer in self.offers}
        self.r = {offer: self.var() for offer in self.offers}
        for offer in (offer for offer in self.offers if offer.contract):
            w, r = self.w[offer], self.r[offer]
            self.constraint([(1, r), (-(offer.most or 0) / 12, w)], most=0)
            self.constraint([(1, r), (-offer.least / 12, w)], least=0)
            self.constraint([(1, w), (-1, self.y[offer.row["supplier"]])], most=0)
            if not offer.signed:
                self.first_stage[0].append((number(offer.row, "contract_cost"), w))
            for year in book.years:
                self.first_stage[year[0]].append((offer.tier_cost_of(year) * len(year) / 12, w))
        for row in book.rows("Offers"):
            alike = [(1.0, self.w[offer]) for offer in self.offers if offer.contract and offer.row is row]
            if alike:
                self.constraint(alike, least=1 if yes(row.get("signed"), default=False) else 0, most=1)
        for item, row in book.items.items():
            able = {offer.row["supplier"] for offer in self.offers if offer.row["item"] == item}
            self.constraint([(1, self.y[g]) for g in able], least=number(row, "min_suppliers"))

    def _pool(self) -> None:
        """Let each pool reach one tier at most, by what its members have committed there."""
        book = self.book
        for pool in sorted({row["pool"] for row in book.rows("Offers") if row.get("pool")}):
            members = [offer for offer in self.offers if offer.row.get("pool") == pool]
            reached = []
            for k, (low, high, _, tier_cost) in enumerate(book.tiers_of(pool)):
                chosen = self.var(1, whole=True)
                reached.append((1.0, chosen))
                here = [offer for offer in members if offer.pool_tier == k]
                weights = [number(offer.row, "pool_weight", 1.0) for offer in here]
                most = sum(weight * (offer.most or 0) for weight, offer in zip(weights, here, strict=True))
                committed = [(12 * q, self.r[offer]) for q, offer in zip(weights, here, strict=True)]
                self.constraint([*committed, (-low, chosen)], least=0)
                self.constraint([*committed, (-min(high, most), chosen)], most=0)
                for offer in here:
                    self.constraint([(1, self.w[offer]), (-1, chosen)], most=0)
                for year in book.years:
                    self.first_stage[year[0]].append((tier_cost * len(year) / 12, chosen))
            self.constraint(reached, most=1)

    def _invest(self) -> None:
        book = self.book
        self.z: dict[str, dict[int, int]] = {}
        groups: dict[str, list[Term]] = defaultdict(list)
        for name, row in book.investments.items():
            most = int(number(row, "max_modules", 1))
            under_way = row.get("committed_start")
            if under_way is None:
                window = book.within(row, "earliest_start", "latest_start")
                self.z[name] = {t: self.var(most, whole=True) for t in window}
            else:
                self.z[name] = {book.month(under_way): self.var(most, lower=most, whole=True)}
            starts = [(1.0, z) for z in self.z[name].values()]
            self.constraint(starts, most=most)
            if row.get("excludes"):
                chosen = self.var(1, whole=True)
                self.constraint([*starts, (-most, chosen)], most=0)
                groups[row["excludes"]].append((1.0, chosen))
            net, life = row["capex"] * (1 - number(row, "subsidy")), number(row, "life_months")
            for start, z in self.z[name].items():
                complete = book.complete(name, "0", start)
                if start >= 0:
                    self.first_stage[start].append((net, z))
                for t in range(max(0, complete), book.months):
                    self.first_stage[t].append((number(row, "fixed_opex"), z))
                if life and complete < book.months:
                    left = max(0, life - (book.months - complete)) / life
                    self.first_stage[book.months - 1].append((-net * left, z))
        for members in groups.values():
            self.constraint(members, most=1)
        budget = limit(book.settings, "capex_budget")
        if budget is not None:
            free = {k: row for k, row in book.investments.items() if row.get("committed_start") is None}
            for year in book.years:
                started = [
                    (row["capex"], z) for k, row in free.items() for t, z in self.z[k].items() if t in year
                ]
                self.constraint(started, most=budget)

    def done(self, investment: str, scenario: str, month: int) -> list[Term]:
        starts = self.z[investment].items()
        return [(1.0, z) for t, z in starts if self.book.complete(investment, scenario, t) <= month]

    def added(self, target: str, scenario: str, month: int) -> list[Term]:
        found = []
        for name, row in self.book.investments.items():
            if str(row.get("adds_to") or "").replace(" ", "") != target:
                continue
            steps = number(row, "ramp_months") + 1
            for t, z in self.z[name].items():
                age = month - self.book.complete(name, scenario, t)
                if age >= 0:
                    found.append((number(row, "adds") * min(1.0, (age + 1) / steps), z))
        return found

    def most_added(self, target: str) -> float:
        rows = self.book.investments.values()
        return sum(
            number(row, "adds") * number(row, "max_modules", 1)
            for row in rows
            if str(row.get("adds_to") or "").replace(" ", "") == target
        )
