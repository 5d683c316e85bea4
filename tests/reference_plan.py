"""The plan written down a second time, from the model's document alone: one extensive form for scipy.

It shares nothing with the optimiser, the assembly or the audit, and takes no care to be quick.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from reference_first import FirstStage, Term
from reference_offers import Offer, history_of
from reference_shares import share
from reference_sheets import Book, Row, number
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix


def reference_optimum(sheets: Mapping[str, Sequence[Row]]) -> float:
    """Return the least objective (11) of a plan given as sheets; infinite where there is no plan."""
    return Plan(Book(sheets)).optimum()


class Plan(FirstStage):
    """Variables, rows and costs of one plan."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.history = history_of(book)
        self.discount = 1 + number(book.settings, "discount_rate")
        self.one = self.var(1, lower=1)
        """A variable that is 1, for what is owed whatever is decided."""
        self.taken, self.given = book.flows("in"), book.flows("out")
        self._order()
        self._make()
        for scenario in book.own:
            self._hold(scenario)
            for row in book.rows("Rules"):
                share(self, row, scenario)
            for offer in self.offers:
                self._owe(offer, scenario)

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
            if scenario == "0" and offer.multiple:
                count = self.var(math.floor(min(most) / offer.multiple + 1e-9), whole=True)
                self.constraint([(1, x), (-offer.multiple, count)], least=0, most=0)
        for scenario, t in book.nodes():
            for name, row in book.suppliers.items():
                own = [o for o in self.offers if o.row["supplier"] == name and (o, scenario, t) in self.x]
                capacity = number(row, "capacity_per_month", math.inf)
                self.constraint([(1, self.x[offer, scenario, t]) for offer in own], most=capacity)
        for offer in self.offers:
            if not offer.contract and offer.most is not None:
                for scenario, year in self._windows(book.years):
                    left = max(0.0, offer.most - self.ordered_before([offer.row], year))
                    self.constraint(self.ordered([offer], scenario, year), most=left)

    def _windows(self, windows: Iterable[range]) -> list[tuple[str, range]]:
        return [(s, months) for months in windows for s in self.book.own if months[-1] >= self.book.onset[s]]

    def ordered(self, offers: Iterable[Offer], scenario: str, months: Iterable[int]) -> list[Term]:
        places = [(offer, self.book.path(scenario, t), t) for t in months for offer in offers]
        return [(1.0, self.x[place]) for place in places if place in self.x]

    def ordered_before(self, offers: Sequence[Row], window: range) -> float:
        """Return what was ordered before the plan in the plan-year that a window belongs to."""
        if window[0] > 0:
            return 0.0
        return sum(
            past.quantity
            for past in self.history
            if past.offer in offers and self.book.year_began <= past.ordered
        )

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
            told = [past for past in self.history if past.offer is row and past.ordered >= book.year_began]
            had = 0.0
            if year[0] == 0 and offer.signed and told:
                owed += sum(offer.part("0", "0", t) for t in offer.before_plan())
                had = self.ordered_before([row], year)
            top = self.var()
            taken = self.ordered([offer], scenario, kept)
            share = number(row, "take_or_pay")
            self.constraint([*taken, (1, top), (-share * owed, self.r[offer])], least=-had)
            self.paid[scenario, months[-1]].append((offer.shortfall_price(months[-1]), top))

    # --- production -------------------------------------------------------------------------------------

    def _make(self) -> None:
        book = self.book
        self.u: dict[tuple[str, str, str, int], int] = {}
        self.v: dict[tuple[str, str, int], int] = {}
        self.owed: dict[tuple[str, str, int], int] = {}
        """B, what is late at the end of a month."""
        self.bill: dict[str, dict[str, list[tuple[str, str, float, int]]]] = {"use": {}, "scrap": {}}
        for row in book.rows("BOM"):
            line = (row["product"], row["design"], row["quantity"], int(number(row, "lag_months")))
            self.bill[row.get("kind") or "use"].setdefault(row["item"], []).append(line)
        self.short: dict[tuple[str, str, int], int] = {}
        for scenario, t in book.nodes():  # a scenario may stand before the one it follows
            for product, row in book.products.items():
                self.owed[product, scenario, t] = self.var(self._most_owed(product, row, scenario, t))
        for scenario, t in book.nodes():
            made = self._design(scenario, t)
            for product, row in book.products.items():
                self._deliver(product, row, scenario, t, made[product])
            for name, row in book.processes.items():
                self._run_process(name, row, scenario, t)
        for scenario in book.own:
            for product, row in book.products.items():
                if not number(row, "min_fill_rate"):
                    continue  # a floor of nothing: what is owed may be given up after an onset
                months = range(book.onset[scenario], book.months)
                asked = sum(book.asked(product, scenario, t) for t in months)
                lost_in = [(1.0, self.short[product, scenario, t]) for t in months]
                self.constraint(lost_in, most=(1 - number(row, "min_fill_rate")) * asked + 1e-12)

    def _before(self, product: str, scenario: str, month: int) -> list[Term]:
        """Return what is owed from the month before, on a path."""
        if month == 0:
            return []
        return [(1.0, self.owed[product, self.book.path(scenario, month - 1), month - 1])]

    def _asked_lately(self, product: str, scenario: str, month: int, months: int) -> float:
        """Return what was asked on a path in so many months up to this one."""
        book = self.book
        lately = range(max(0, month - months + 1), month + 1)
        return sum(book.asked(product, book.path(scenario, t), t) for t in lately)

    def _most_owed(self, product: str, row: Row, scenario: str, t: int) -> float:
        late = int(number(row, "late_months"))
        last = t == self.book.months - 1
        return 0.0 if last or not late else self._asked_lately(product, scenario, t, late)

    def _design(self, scenario: str, t: int) -> dict[str, list[Term]]:
        """Limit what is made in each design at a node, and charge it."""
        book = self.book
        made: dict[str, list[Term]] = defaultdict(list)
        for row in book.rows("Designs"):
            product = row["product"]
            u = self.u[product, row["design"], scenario, t] = self.var()
            share, late = number(row, "max_share", 1.0), int(number(book.products[product], "late_months"))
            waiting = [(-share * q, b) for q, b in self._before(product, scenario, t)]
            self.constraint([(1, u), *waiting], most=share * book.asked(product, scenario, t))
            if row.get("requires"):
                most = share * self._asked_lately(product, scenario, t, late + 1)
                opened = self.done(row["requires"], scenario, t)
                self.constraint([(1, u), *((-most, z) for _, z in opened)], most=0)
            self.paid[scenario, t].append((number(row, "unit_cost"), u))
            made[product].append((1.0, u))
        return made

    def _deliver(self, product: str, row: Row, scenario: str, t: int, made: list[Term]) -> None:
        """Balance what is asked, made, owed and lost at a node."""
        book, owed = self.book, self.owed[product, scenario, t]
        self.short[product, scenario, t] = lost = self.var()
        asked = book.asked(product, scenario, t)
        before = [(-q, b) for q, b in self._before(product, scenario, t)]
        self.constraint([*made, (1, lost), (1, owed), *before], least=asked, most=asked)
        self.paid[scenario, t] += [(row["shortage_penalty"], lost), (number(row, "late_cost"), owed)]

    def _run_process(self, name: str, row: Row, scenario: str, t: int) -> None:
        book, lead = self.book, int(number(row, "lead_months"))
        if t + lead >= book.months:
            return
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
        worth = sum(
            q * number(book.items[item], "unit_value")
            for item, made in self.given.items()
            for process, q in made
            if process == name
        )
        under_way = lead * worth * number(book.settings, "capital_rate") / 12
        self.paid[scenario, t].append((number(row, "opex") + under_way, v))

    def use(self, item: str, scenario: str, month: int) -> list[Term]:
        node = self.book.path(scenario, month)
        made = [(q, self.u[d, v, node, month]) for d, v, q, _ in self.bill["use"].get(item, [])]
        places = [(q, (p, node, month)) for p, q in self.taken[item]]
        return made + [(q, self.v[place]) for q, place in places if place in self.v]

    def output(self, item: str, scenario: str, month: int) -> list[Term]:
        """Return what processes give in a month: begun their lead before, on the path."""
        found = []
        for process, q in self.given[item]:
            begun = month - int(number(self.book.processes[process], "lead_months"))
            if begun >= 0:
                found.append((q, self.v[process, self.book.path(scenario, begun), begun]))
        return found

    def returned(self, item: str, scenario: str, month: int) -> list[Term]:
        """Return the scrap that comes in a month, of what was made its lag before, on the path."""
        return [
            (q, self.u[d, v, self.book.path(scenario, month - lag), month - lag])
            for d, v, q, lag in self.bill["scrap"].get(item, [])
            if month >= lag
        ]

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
                worth = self.discount ** (-offer.pays_after / 12)
                self.paid[scenario, arrival].append((part * offer.unit_cost(placed, t) * worth, x))
        for past in self.history:
            if book.onset[scenario] <= past.arrival < book.months:
                part, worth = past.part(book, scenario), past.unit_cost * past.quantity
                worth *= self.discount ** (-int(number(past.offer, "payment_months")) / 12)
                arriving[past.offer["item"], past.arrival].append((part * past.quantity, self.one))
                self.paid[scenario, past.arrival].append((part * worth, self.one))
        for item, row in book.items.items():
            keep = 1 - number(row, "monthly_loss")
            worth = number(row, "unit_value") * number(book.settings, "capital_rate") / 12
            for t in range(book.onset[scenario], book.months):
                stock, disposed = self.stock[item, scenario, t], self.var()
                terms = [(1.0, stock), (1.0, disposed), *self.use(item, scenario, t)]
                terms += [(-part, x) for part, x in arriving[item, t]]
                terms += [(-q, v) for q, v in self.output(item, scenario, t)]
                terms += [(-q, u) for q, u in self.returned(item, scenario, t)]
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
        cover, least = number(row, "min_cover_days") * 12 / 365, number(row, "min_stock")
        weights = [1.0] * math.floor(cover) + [cover - math.floor(cover)]
        tail = range(max(0, book.months - 12), book.months)
        for t in range(first, book.months) if cover or least else ():
            terms: list[Term] = [(1.0, self.stock[item, scenario, t])]
            for ahead, weight in enumerate(weights, start=t + 1):
                months, share = ([ahead], weight) if ahead <= last else (tail, weight / len(tail))
                terms += [(-share * q, one) for m in months for q, one in self.use(item, scenario, m)]
            here: list[Term] = [(1.0, self.stock[item, scenario, t])]
            if row.get("cover_penalty") is not None:
                missing = (1.0, self.var())
                terms.append(missing)
                here.append(missing)
                self.paid[scenario, t].append((float(row["cover_penalty"]), missing[1]))
            self.constraint(terms, least=0)
            self.constraint(here, least=least)

    # --- objective --------------------------------------------------------------------------------------

    def optimum(self) -> float:
        book = self.book
        risk, alpha = number(book.settings, "risk_weight"), number(book.settings, "cvar_alpha", 0.9)
        cost: dict[int, float] = defaultdict(float)
        threshold = self.var(lower=-math.inf)
        cost[threshold] += risk
        for scenario, chance in book.chance.items():
            path: dict[int, float] = defaultdict(float)
            for t in range(book.months):
                for amount, one in self.first_stage[t] + self.paid[book.path(scenario, t), t]:
                    path[one] += amount * self.discount ** (-t / 12)
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
