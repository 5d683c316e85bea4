"""Share rules of the reference model: what matches, of what, and what a breach costs (section 7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reference_offers import Offer
from reference_sheets import STAGES, Row, number, parts, yes

if TYPE_CHECKING:
    from reference_plan import Plan, Term


def share(plan: Plan, row: Row, scenario: str) -> None:
    """Add a rule's rows on one path."""
    book, measure = plan.book, row["measure"]
    applies = row.get("applies_in") or ("plan" if row.get("penalty") is None else "always")
    if scenario != "0" and applies == "plan":
        return
    items = parts(row.get("items")) or set(book.items)
    price = None if row.get("penalty") is None else float(row["penalty"])
    if applies == "unless_short" and scenario != "0":
        price = way_out(plan, items)
    windows = [range(book.months)] if row.get("window") == "horizon" else book.years
    made = [(p, q) for item in items for p, q in plan.given[item]]
    staged = [(p, q) for p, q in made if book.processes[p].get("stage") == measure]
    offers = [offer for offer in plan.offers if offer.row["item"] in items]
    column = "supplier" if measure == "supplier" else f"{measure}_country"
    of_use = measure == "recycled" or row.get("base") == "use"
    sign, part = (-1.0 if row.get("sense") == "min" else 1.0), float(row["share"])
    for members in _members(plan, row, offers, staged, column):
        if measure == "recycled":
            counted: list[Offer] = []
            works = [(p, q) for p, q in made if yes(book.processes[p].get("recycling"), default=False)]
        else:
            counted = [offer for offer in offers if offer.row.get(column) in members]
            works = [(p, q) for p, q in staged if book.processes[p].get("country") in members]
        for months in (window for window in windows if window[-1] >= book.onset[scenario]):
            matching = plan.ordered(counted, scenario, months) + _run(plan, works, scenario, months)
            if of_use:
                base = [term for t in months for item in items for term in plan.use(item, scenario, t)]
            else:
                base = plan.ordered(offers, scenario, months) + _run(plan, staged, scenario, months)
            before = 0.0
            if not of_use and row.get("window") != "horizon":
                before = plan.ordered_before([offer.row for offer in counted], months)
                before -= part * plan.ordered_before([offer.row for offer in offers], months)
            terms = [(sign * q, one) for q, one in matching] + [(-sign * part * q, one) for q, one in base]
            if price is not None:
                excess = plan.var()
                terms.append((-1.0, excess))
                plan.paid[scenario, months[-1]].append((price, excess))
            plan.constraint(terms, most=-sign * before)


def way_out(plan: Plan, items: set[str]) -> float | None:
    """Return the price at which a rule gives way where a line would stand still; ``None``: it never does."""
    book, prices = plan.book, []
    for product, row in book.products.items():
        taken = [
            sum(
                line["quantity"] * book.embodied(line["item"], items)
                for line in book.rows("BOM")
                if (line["product"], line["design"]) == (product, design["design"])
                and (line.get("kind") or "use") == "use"
            )
            for design in book.rows("Designs")
            if design["product"] == product
        ]
        if max(taken, default=0.0) > 0:
            prices.append(number(row, "shortage_penalty") / max(taken))
    return 0.999 * min(prices) if prices else None


def _run(plan: Plan, works: Iterable[tuple[str, float]], scenario: str, months: Iterable[int]) -> list[Term]:
    places = [(q, (p, plan.book.path(scenario, t), t)) for t in months for p, q in works]
    return [(q, plan.v[place]) for q, place in places if place in plan.v]


def _members(
    plan: Plan, row: Row, offers: list[Offer], staged: list[tuple[str, float]], column: str
) -> list[set[Any]]:
    member, left_out = str(row.get("member") or ""), parts(row.get("except"))
    if row["measure"] == "recycled":
        return [set()]
    if member == "*":
        found = {offer.row.get(column) for offer in offers}
        if row["measure"] in STAGES:
            found |= {plan.book.processes[p].get("country") for p, _ in staged}
        return [{name} for name in found - left_out - {None, ""}]
    if member.startswith("group:"):
        return [plan.book.countries_of(member.removeprefix("group:").strip()) - left_out]
    return [{member}]
