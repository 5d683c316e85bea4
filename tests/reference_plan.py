"""The plan written down a second time, from the model's document alone: one extensive form for scipy.

It shares nothing with the optimiser, the assembly or the audit, and takes no care to be quick.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from reference_sheets import STAGES, Book, Offer, Row, limit, number, offers_of, parts, yes
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

Term = tuple[float, int]
"""A coefficient and the number of a variable."""


def reference_optimum(sheets: Mapping[str, Sequence[Row]]) -> float:
    """Return the least objective (11) of a plan given as sheets; infinite where there is no plan."""
    return _Plan(Book(sheets)).optimum()


class _Plan:
    """Variables, rows and costs of one plan."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.constraints: list[tuple[dict[int, float], float, float]] = []
        self.paid: dict[tuple[str, int], list[Term]] = defaultdict(list)
        self.first_stage: dict[int, list[Term]] = defaultdict(list)
        self.offers = offers_of(book)
        self.taken, self.given = book.flows("in"), book.flows("out")
        self._decide_first()
        self._order()
        self._make()
        for scenario in book.own:
            self._hold(scenario)
            for row in book.rows("Rules"):
                self._share(row, scenario)
            for offer in self.offers:
                self._owe(offer, scenario)

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

    # --- here and now -----------------------------------------------------------------------------------

    def _decide_first(self) -> None:
        book = self.book
        self.y = {}
        for name, row in book.suppliers.items():
            done = yes(row.get("already_qualified"), default=True)
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
                self.first_stage[year[0]].append((offer.tier_cost * len(year) / 12, w))
        for row in book.rows("Offers"):
            alike = [(1.0, self.w[offer]) for offer in self.offers if offer.contract and offer.row is row]
            if alike:
                self.constraint(alike, least=1 if yes(row.get("signed"), default=False) else 0, most=1)
        for item, row in book.items.items():
            able = {offer.row["supplier"] for offer in self.offers if offer.row["item"] == item}
            self.constraint([(1, self.y[g]) for g in able], least=number(row, "min_suppliers"))
        self._invest()

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
        return [
            (number(row, "adds") * one, z)
            for name, row in self.book.investments.items()
            if str(row.get("adds_to") or "").replace(" ", "") == target
            for one, z in self.done(name, scenario, month)
        ]

    def most_added(self, target: str) -> float:
        rows = self.book.investments.values()
        return sum(
            number(row, "adds") * number(row, "max_modules", 1)
            for row in rows
            if str(row.get("adds_to") or "").replace(" ", "") == target
        )

    # --- orders -----------------------------------------------------------------------------------------

    def _order(self) -> None:
        book = self.book
        self.x: dict[tuple[Offer, str, int], int] = {}
        for scenario, t in book.nodes():
            for offer in self.offers:
                late = offer.arrival(scenario, t) >= book.months
                if t in offer.months and t >= offer.first and not late and offer.signed is not False:
                    self.x[offer, scenario, t] = self.var()
        for (offer, scenario, t), x in self.x.items():
            part, target = offer.part(scenario, scenario, t), f"offer:{offer.row['offer']}"
            most = [] if offer.monthly is None else [offer.monthly + self.most_added(target)]
            if offer.monthly is not None:
                growth = [(-part * adds, z) for adds, z in self.added(target, scenario, t)]
                self.constraint([(1, x), *growth], most=offer.monthly * part)
            if offer.contract:
                flex = 1 + number(offer.row, "flex")
                self.constraint([(1, x), (-flex * part, self.r[offer])], most=0)
                most.append(flex * (offer.most or 0) / 12)
            else:
                self.constraint([(1, x), (-min(most), self.y[offer.row["supplier"]])], most=0)
            if scenario == "0" and (number(offer.row, "moq") or number(offer.row, "order_cost")):
                placed = self.var(1, whole=True)
                self.constraint([(1, x), (-min(most), placed)], most=0)
                self.constraint([(1, x), (-number(offer.row, "moq"), placed)], least=0)
                self.paid["0", t].append((number(offer.row, "order_cost"), placed))
        for scenario, t in book.nodes():
            for name, row in book.suppliers.items():
                own = [o for o in self.offers if o.row["supplier"] == name and (o, scenario, t) in self.x]
                capacity = number(row, "capacity_per_month", math.inf)
                self.constraint([(1, self.x[offer, scenario, t]) for offer in own], most=capacity)
        for offer in self.offers:
            if not offer.contract and offer.most is not None:
                for scenario, year in self._windows(book.years):
                    self.constraint(self._ordered([offer], scenario, year), most=offer.most)

    def _windows(self, windows: Iterable[range]) -> list[tuple[str, range]]:
        return [(s, months) for months in windows for s in self.book.own if months[-1] >= self.book.onset[s]]

    def _ordered(self, offers: Iterable[Offer], scenario: str, months: Iterable[int]) -> list[Term]:
        places = [(offer, self.book.path(scenario, t), t) for t in months for offer in offers]
        return [(1.0, self.x[place]) for place in places if place in self.x]

    def _owe(self, offer: Offer, scenario: str) -> None:
        """Least takes, and take-or-pay (3)."""
        if not offer.contract:
            return
        book, row = self.book, offer.row
        ordering = [
            t
            for t in offer.months
            if t >= offer.first and offer.arrival("0", t) < book.months and offer.signed is not False
        ]
        for t in ordering:
            if (offer, scenario, t) in self.x:
                least = number(row, "min_take") * offer.part(scenario, scenario, t)
                self.constraint([(1, self.x[offer, scenario, t]), (-least, self.r[offer])], least=0)
        for year in book.years:
            months = [t for t in ordering if t in year]
            if not months or months[-1] < book.onset[scenario]:
                continue
            kept = [t for t in months if (offer, book.path(scenario, t), t) in self.x]
            owed = sum(offer.part(scenario, book.path(scenario, t), t) for t in kept)
            top = self.var()
            taken = self._ordered([offer], scenario, kept)
            self.constraint([*taken, (1, top), (-number(row, "take_or_pay") * owed, self.r[offer])], least=0)
            self.paid[scenario, months[-1]].append((offer.clipped(months[-1]) * offer.fx, top))

    # --- production -------------------------------------------------------------------------------------

    def _make(self) -> None:
        book = self.book
        self.u: dict[tuple[str, str, str, int], int] = {}
        self.v: dict[tuple[str, str, int], int] = {}
        self.bill: dict[str, dict[str, list[tuple[str, str, float]]]] = {"use": {}, "scrap": {}}
        for row in book.rows("BOM"):
            kind = self.bill[row.get("kind") or "use"]
            kind.setdefault(row["item"], []).append((row["product"], row["design"], row["quantity"]))
        short: dict[tuple[str, str, int], int] = {}
        for scenario, t in book.nodes():
            made: dict[str, list[Term]] = defaultdict(list)
            for row in book.rows("Designs"):
                product = row["product"]
                u = self.u[product, row["design"], scenario, t] = self.var()
                most = number(row, "max_share", 1.0) * book.asked(product, scenario, t)
                self.constraint([(1, u)], most=most)
                if row.get("requires"):
                    opened = self.done(row["requires"], scenario, t)
                    self.constraint([(1, u), *((-most, z) for _, z in opened)], most=0)
                self.paid[scenario, t].append((number(row, "unit_cost"), u))
                made[product].append((1.0, u))
            for product, row in book.products.items():
                short[product, scenario, t] = lost = self.var()
                asked = book.asked(product, scenario, t)
                self.constraint([*made[product], (1, lost)], least=asked, most=asked)
                self.paid[scenario, t].append((row["shortage_penalty"], lost))
            for name, row in book.processes.items():
                v = self.v[name, scenario, t] = self.var()
                part, target = book.works(row, scenario, t), f"process:{name}"
                growth = [(-part * adds, z) for adds, z in self.added(target, scenario, t)]
                capacity = number(row, "capacity_per_month")
                self.constraint([(1, v), *growth], most=capacity * part)
                if row.get("requires"):
                    top = (capacity + self.most_added(target)) * part
                    self.constraint(
                        [(1, v), *((-top, z) for _, z in self.done(row["requires"], scenario, t))], most=0
                    )
                self.paid[scenario, t].append((number(row, "opex"), v))
        for scenario in book.own:
            for product, row in book.products.items():
                months = range(book.onset[scenario], book.months)
                asked = sum(book.asked(product, scenario, t) for t in months)
                lost_in = [(1.0, short[product, scenario, t]) for t in months]
                self.constraint(lost_in, most=(1 - number(row, "min_fill_rate")) * asked + 1e-12)

    def use(self, item: str, scenario: str, month: int) -> list[Term]:
        node = self.book.path(scenario, month)
        made = [(q, self.u[d, v, node, month]) for d, v, q in self.bill["use"].get(item, [])]
        return made + [(q, self.v[p, node, month]) for p, q in self.taken[item]]

    # --- stock ------------------------------------------------------------------------------------------

    def _hold(self, scenario: str) -> None:
        """Balances, limits, cover and final stock at a scenario's own nodes; the trunk must come first."""
        book = self.book
        if scenario == "0":
            self.stock = {(i, s, t): self.var() for s, t in book.nodes() for i in book.items}
        arriving: dict[tuple[str, int], list[Term]] = defaultdict(list)
        for (offer, placed, t), x in self.x.items():
            arrival = offer.arrival(placed, t)
            if book.path(scenario, t) == placed and arrival >= book.onset[scenario]:
                part = book.survives(offer.row, placed, scenario, arrival - offer.transit)
                arriving[offer.row["item"], arrival].append((part, x))
                self.paid[scenario, arrival].append((part * offer.unit_cost(placed, t), x))
        for item, row in book.items.items():
            keep = 1 - number(row, "monthly_loss")
            worth = number(row, "unit_value") * number(book.settings, "capital_rate") / 12
            for t in range(book.onset[scenario], book.months):
                stock, disposed = self.stock[item, scenario, t], self.var()
                terms = [(1.0, stock), (1.0, disposed), *self.use(item, scenario, t)]
                terms += [(-part, x) for part, x in arriving[item, t]]
                terms += [(-q, self.v[p, scenario, t]) for p, q in self.given[item]]
                terms += [(-q, self.u[d, v, scenario, t]) for d, v, q in self.bill["scrap"].get(item, [])]
                supply = sum(
                    receipt["quantity"]
                    for receipt in book.rows("Receipts")
                    if receipt["item"] == item and book.month(receipt["month"]) == t
                )
                if t == 0:
                    supply += keep * number(row, "initial_stock")
                else:
                    terms.append((-keep, self.stock[item, book.path(scenario, t - 1), t - 1]))
                self.constraint(terms, least=supply, most=supply)
                grown = [(-adds, z) for adds, z in self.added(f"stock:{item}", scenario, t)]
                self.constraint([(1, stock), *grown], most=number(row, "max_stock", math.inf))
                self.paid[scenario, t] += [
                    (number(row, "disposal_cost"), disposed),
                    (number(row, "storage_cost") + worth, stock),
                ]
            final, last = self.var(), book.months - 1
            wanted = number(row, "final_stock", number(row, "initial_stock"))
            self.constraint([(1, self.stock[item, scenario, last]), (1, final)], least=wanted)
            self.paid[scenario, last].append((number(row, "unit_value"), final))
            self._cover(item, row, scenario)

    def _cover(self, item: str, row: Row, scenario: str) -> None:
        book, last = self.book, self.book.months - 1
        first = 0 if row.get("cover_from") is None else max(0, book.month(row["cover_from"]))
        if scenario != "0":
            if row.get("cover_again_months") is None:
                return
            again = book.last_felt(scenario) + int(row["cover_again_months"])
            first = max(first, book.onset[scenario], again)
        cover = number(row, "min_cover_days") * 12 / 365
        weights = [1.0] * math.floor(cover) + [cover - math.floor(cover)]
        tail = range(max(0, book.months - 12), book.months)
        for t in range(first, book.months) if cover else ():
            terms: list[Term] = [(1.0, self.stock[item, scenario, t])]
            for ahead, weight in enumerate(weights, start=t + 1):
                months, share = ([ahead], weight) if ahead <= last else (tail, weight / len(tail))
                terms += [(-share * q, one) for m in months for q, one in self.use(item, scenario, m)]
            if row.get("cover_penalty") is not None:
                missing = self.var()
                terms.append((1.0, missing))
                self.paid[scenario, t].append((float(row["cover_penalty"]), missing))
            self.constraint(terms, least=0)

    # --- share rules ------------------------------------------------------------------------------------

    def _share(self, row: Row, scenario: str) -> None:
        book, measure = self.book, row["measure"]
        always = (row.get("applies_in") or ("plan" if row.get("penalty") is None else "always")) == "always"
        if scenario != "0" and not always:
            return
        items = parts(row.get("items")) or set(book.items)
        windows = [range(book.months)] if row.get("window") == "horizon" else book.years
        made = [(p, q) for item in items for p, q in self.given[item]]
        staged = [(p, q) for p, q in made if book.processes[p].get("stage") == measure]
        offers = [offer for offer in self.offers if offer.row["item"] in items]
        column = "supplier" if measure == "supplier" else f"{measure}_country"
        for members in self._members(row, offers, staged, column):
            if measure == "recycled":
                counted: list[Offer] = []
                works = [(p, q) for p, q in made if yes(book.processes[p].get("recycling"), default=False)]
            else:
                counted = [offer for offer in offers if offer.row.get(column) in members]
                works = [(p, q) for p, q in staged if book.processes[p].get("country") in members]
            for months in (window for window in windows if window[-1] >= book.onset[scenario]):
                matching = self._ordered(counted, scenario, months) + self._run(works, scenario, months)
                if measure == "recycled" or row.get("base") == "use":
                    base = [term for t in months for item in items for term in self.use(item, scenario, t)]
                else:
                    base = self._ordered(offers, scenario, months) + self._run(staged, scenario, months)
                sign = -1.0 if row.get("sense") == "min" else 1.0
                terms = [(sign * q, one) for q, one in matching]
                terms += [(-sign * row["share"] * q, one) for q, one in base]
                if row.get("penalty") is not None:
                    excess = self.var()
                    terms.append((-1.0, excess))
                    self.paid[scenario, months[-1]].append((float(row["penalty"]), excess))
                self.constraint(terms, most=0)

    def _run(self, works: Iterable[tuple[str, float]], scenario: str, months: Iterable[int]) -> list[Term]:
        return [(q, self.v[p, self.book.path(scenario, t), t]) for t in months for p, q in works]

    def _members(
        self, row: Row, offers: list[Offer], staged: list[tuple[str, float]], column: str
    ) -> list[set[Any]]:
        member, left_out = str(row.get("member") or ""), parts(row.get("except"))
        if row["measure"] == "recycled":
            return [set()]
        if member == "*":
            found = {offer.row.get(column) for offer in offers}
            if row["measure"] in STAGES:
                found |= {self.book.processes[p].get("country") for p, _ in staged}
            return [{name} for name in found - left_out - {None, ""}]
        if member.startswith("group:"):
            return [self.book.countries_of(member.removeprefix("group:").strip()) - left_out]
        return [{member}]

    # --- objective --------------------------------------------------------------------------------------

    def optimum(self) -> float:
        book = self.book
        discount = 1 + number(book.settings, "discount_rate")
        risk, alpha = number(book.settings, "risk_weight"), number(book.settings, "cvar_alpha", 0.9)
        cost: dict[int, float] = defaultdict(float)
        threshold = self.var(lower=-math.inf)
        cost[threshold] += risk
        for scenario, chance in book.chance.items():
            path: dict[int, float] = defaultdict(float)
            for t in range(book.months):
                for amount, one in self.first_stage[t] + self.paid[book.path(scenario, t), t]:
                    path[one] += amount * discount ** (-t / 12)
            for one, amount in path.items():
                cost[one] += (1 - risk) * chance * amount
            excess = self.var()
            cost[excess] += risk * chance / (1 - alpha)
            above = [(amount, one) for one, amount in path.items()]
            self.constraint([*above, (-1, threshold), (-1, excess)], most=0)
        objective = np.zeros(len(self.lower))
        objective[list(cost)] = list(cost.values())
        row, column, value = [], [], []
        for at, (terms, _, _) in enumerate(self.constraints):
            row += [at] * len(terms)
            column += list(terms)
            value += list(terms.values())
        matrix = csr_matrix((value, (row, column)), shape=(len(self.constraints), len(self.lower)))
        least, most = ([constraint[side] for constraint in self.constraints] for side in (1, 2))
        found = milp(
            objective,
            integrality=np.array(self.whole, dtype=int),
            bounds=Bounds(self.lower, self.upper),
            constraints=LinearConstraint(matrix, least, most),
            options={"mip_rel_gap": 0.0},
        )
        if found.status == 2:  # infeasible
            return math.inf
        assert found.status == 0, found.message
        return float(found.fun)
