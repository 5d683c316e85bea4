"""Share rules: what matches, of what, in which windows, and what breaking them costs (model, section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.audit.answer import numeric
from planner.audit.cells import listed, number, text
from planner.audit.offers import STAGES
from planner.audit.production import path_activity

if TYPE_CHECKING:
    from planner.audit.case import Case
    from planner.audit.ledger import Floats
    from planner.audit.stock import Flows
    from planner.workbook.tables import Row


HORIZON = "horizon"


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """One rule for one member: what matches and its base, by scenario and month along paths."""

    rule: str
    member: str
    matching: Floats
    base: Floats
    share: float
    at_least: bool
    windows: tuple[tuple[str, range], ...]
    before: tuple[float, float]
    """What matches, and the base, of orders before the plan in its first plan-year."""
    elsewhere: bool
    """Whether it holds on the paths of disruptions too."""
    price: float | None
    """What a unit of breach costs on the trunk; ``None`` where it is hard."""
    price_elsewhere: float | None
    size: float
    """The most that a month uses of one of its items."""


def check_rules(case: Case, flows: Flows) -> None:
    """Hold every rule in every window and scenario, and the Rules table to what was found."""
    held = [one for row in case.plan.tables["Rules"] for one in _held(case, flows, row)]
    table = case.answer.rules
    keys = zip(
        table["rule"].astype(str),
        table["member"].fillna("").astype(str),
        table["window"].astype(str),
        table["scenario"].astype(str),
        strict=True,
    )
    written = {key: n for n, key in enumerate(keys)}
    rows: list[tuple[tuple[str, str, str, str], RuleTerms, float, float]] = []
    for rule in held:
        for label, window in rule.windows:
            months = slice(window[0], window[-1] + 1)
            matchings, bases = (
                volume[:, months].sum(axis=1).tolist() for volume in (rule.matching, rule.base)
            )
            before = rule.before if window[0] == 0 and label != HORIZON else (0.0, 0.0)
            for s, scenario in enumerate(case.tree.ids):
                if s and not (rule.elsewhere and window[-1] >= case.tree.onset[s]):
                    continue
                matching, base = matchings[s] + before[0], bases[s] + before[1]
                rows.append(((rule.rule, rule.member, label, scenario), rule, matching, base))
                _charge(case, rule, (s, window[-1]), matching, base)
    case.ledger.same(
        "table rows",
        {"table": "Rules"},
        ok=written.keys() == {key for key, *_ in rows} and len(written) == len(table),
    )
    _check_rows(case, rows, written)


def _gap(rule: RuleTerms, matching: float, base: float) -> float:
    """Return what is missing or too much."""
    over = matching - rule.share * base
    return max(0.0, -over if rule.at_least else over)


def _price(rule: RuleTerms, scenario: int) -> float | None:
    """Return what a unit of breach costs on a path; ``None`` where the rule is hard."""
    return rule.price_elsewhere if scenario else rule.price


def _charge(case: Case, rule: RuleTerms, node: tuple[int, int], matching: float, base: float) -> None:
    """Charge the excess in the window's last month, where that is a node of the scenario's own."""
    scenario, month = node
    price = _price(rule, scenario)
    if price is None or month < case.tree.onset[scenario]:
        return
    size = price * max(abs(matching), rule.share * abs(base), rule.size)
    case.bill.amounts["rule"][node] += _gap(rule, matching, base) * price
    case.bill.terms["rule"][node] = max(case.bill.terms["rule"][node], size)


def _check_rows(
    case: Case,
    rows: list[tuple[tuple[str, str, str, str], RuleTerms, float, float]],
    written: dict[tuple[str, str, str, str], int],
) -> None:
    ledger, table = case.ledger, case.answer.rules
    axes = {"rule": [" ".join(part for part in key if part) for key, *_ in rows]}
    matching = np.array([matching for *_, matching, _ in rows], float)
    base = np.array([base for *_, base in rows], float)
    share = np.array([rule.share for _, rule, *_ in rows], float)
    sign = np.array([1.0 if rule.at_least else -1.0 for _, rule, *_ in rows], float)
    prices = [_price(rule, case.tree.ids.index(key[3])) for key, rule, *_ in rows]
    hard = np.array([price is None for price in prices], bool)
    gap = np.array([_gap(rule, m, b) for _, rule, m, b in rows], float)
    price = np.array([price or 0.0 for price in prices], float)
    limit = share * base
    sizes = np.array([rule.size for _, rule, *_ in rows], float)
    slack = sign * (matching - limit)
    ledger.at_least(
        "share rules", slack, np.zeros(len(rows)), axes, where=hard, terms=(matching, limit), least=sizes
    )

    at = [written.get(key, -1) for key, *_ in rows]
    frame = table.reindex(at).reset_index(drop=True)
    column = {
        name: numeric(frame[name]) for name in ("matching", "base", "share", "limit", "slack", "penalty")
    }
    for name, expected in (("matching", matching), ("base", base), ("limit", limit)):
        ledger.equal("Rules table", column[name], expected, axes, least=sizes)
    ledger.equal("Rules table", column["slack"], slack, axes, terms=(matching, limit), least=sizes)
    there = np.abs(base) > 0.0
    # the share of next to nothing is dust by dust: it may be blank or anything
    some = np.abs(base) > 1e-6 * sizes
    reached = np.divide(matching, base, out=np.zeros(len(rows)), where=there)
    ledger.equal("Rules table", column["share"], reached, axes, where=some)
    ledger.holds("Rules table", np.isnan(column["share"]), axes, where=~there)
    paid = np.where(hard, np.nan_to_num(column["penalty"]), column["penalty"])
    terms, least = (price * np.maximum(np.abs(matching), np.abs(limit)),), price * sizes
    ledger.equal("Rules table", paid, gap * price, axes, terms=terms, least=least)
    ledger.at_least("share rules", paid, gap * price, axes, where=~hard, terms=terms, least=least)


def _held(case: Case, flows: Flows, row: Row) -> list[RuleTerms]:
    """Return one rule for each of its members."""
    plan, measure = case.plan, text(row, "measure")
    items = set(listed(row, "items")) or set(plan.items)
    of_items = np.array([item in items for item in plan.items], float)
    ordered = np.array([option.item in items for option in plan.options], float)
    size = float(np.max(of_items * case.sizes.items[0, :, 0], initial=0.0))
    made = of_items @ plan.outputs if plan.processes else np.zeros(0)
    stages = [text(plan.rows["Processes"][p], "stage") for p in plan.processes]
    at_stage = np.array([float(measure in STAGES and stage == measure) for stage in stages])
    activity = path_activity(case)
    purchases = np.einsum("o,sot->st", ordered, case.answer.orders)
    purchases = purchases + np.einsum("p,spt->st", made * at_stage, activity)
    use = np.einsum("i,sit->st", of_items, flows.use)
    base = use if measure == "recycled" or text(row, "base") == "use" else purchases
    years = tuple((f"Y{n + 1}", year) for n, year in enumerate(plan.years()))
    price = None if row["penalty"] is None else number(row, "penalty")
    applies = text(row, "applies_in") or ("plan" if price is None else "always")
    elsewhere = _way_out(case, items) if applies == "unless_short" else price

    def held(member: str, option_counts: Floats, process_counts: Floats) -> RuleTerms:
        matching = np.einsum("o,sot->st", ordered * option_counts, case.answer.orders)
        return RuleTerms(
            rule=text(row, "rule"),
            member=member,
            matching=matching + np.einsum("p,spt->st", made * process_counts, activity),
            base=base,
            share=number(row, "share"),
            at_least=text(row, "sense") == "min",
            windows=((HORIZON, range(plan.months)),) if text(row, "window") == HORIZON else years,
            before=(_before_plan(case, ordered * option_counts), _before_plan(case, ordered))
            if base is purchases and measure != "recycled"
            else (0.0, 0.0),
            elsewhere=applies in {"always", "unless_short"},
            price=price,
            price_elsewhere=elsewhere,
            size=size,
        )

    if measure == "recycled":
        recycling = [plan.rows["Processes"][p]["recycling"] is True for p in plan.processes]
        return [held("", np.zeros(len(plan.options)), np.array(recycling, float))]
    none = np.zeros(len(plan.processes))
    result = []
    for member, countries in _members(case, row, items).items():
        if measure == "supplier":
            counts = np.array([option.supplier in countries for option in plan.options], float)
            result.append(held(member, counts, none))
        else:
            counts = np.array([option.countries[measure] in countries for option in plan.options], float)
            homes = [text(plan.rows["Processes"][p], "country") for p in plan.processes]
            here = np.array([float(country in countries) for country in homes])
            result.append(held(member, counts, here * at_stage))
    return result


def _before_plan(case: Case, counts: Floats) -> float:
    """Return what was ordered before the plan, in its first plan-year, from options that count."""
    counting = {option.offer for option, one in zip(case.plan.options, counts, strict=True) if one}
    return sum(order.quantity for order in case.plan.past_of_first_year() if order.offer in counting)


def _way_out(case: Case, items: set[str]) -> float | None:
    """Return the price at which a rule gives way only where a line would stand still; ``None``: never."""
    plan = case.plan
    recipes = tuple(
        (
            tuple((i, float(plan.inputs[i, p])) for i in np.flatnonzero(plan.inputs[:, p]).tolist()),
            {i: float(plan.outputs[i, p]) for i in np.flatnonzero(plan.outputs[:, p] > 0).tolist()},
        )
        for p in range(len(plan.processes))
    )
    such = tuple(float(item in items) for item in plan.items)
    taken = [_most_taken(such, recipes, i, frozenset()) for i in range(len(plan.items))]
    per_design = np.array(taken, float) @ plan.use
    prices = []
    for product in plan.products:
        most = max((q for q, (d, _) in zip(per_design, plan.designs, strict=True) if d == product), default=0)
        if most > 0:
            prices.append(number(plan.rows["Products"][product], "shortage_penalty") / float(most))
    return 0.999 * min(prices) if prices else None


Recipe = tuple[tuple[tuple[int, float], ...], dict[int, float]]
"""What a process takes, and what it makes, by numbers of items."""


def _most_taken(
    such: tuple[float, ...], recipes: tuple[Recipe, ...], item: int, passed: frozenset[int]
) -> float:
    """Return the most units of some items in one of an item, as such or through processes, each once."""
    most = such[item]
    for p, (inputs, outputs) in enumerate(recipes):
        if item in outputs and p not in passed:
            beyond = passed | {p}
            within = sum(quantity * _most_taken(such, recipes, i, beyond) for i, quantity in inputs)
            most = max(most, within / outputs[item])
    return most


def _members(case: Case, row: Row, items: set[str]) -> dict[str, set[str]]:
    """Return by member of the Rules table the countries or suppliers that match."""
    plan, measure, member = case.plan, text(row, "measure"), text(row, "member")
    excepted = set(listed(row, "except"))
    if member == "*" and measure == "supplier":
        found = {option.supplier for option in plan.options if option.item in items}
        return {supplier: {supplier} for supplier in sorted(found - excepted)}
    if member == "*":
        found = {option.countries[measure] for option in plan.options if option.item in items}
        for p, process in enumerate(plan.processes):
            at = plan.rows["Processes"][process]
            if text(at, "stage") == measure and any(
                plan.outputs[plan.items.index(item), p] > 0 for item in items
            ):
                found.add(text(at, "country"))
        return {country: {country} for country in sorted(found - excepted - {""})}
    if member.startswith("group:"):
        group = member.removeprefix("group:").strip()
        countries = {code for code, at in plan.rows["Countries"].items() if group in listed(at, "groups")}
        return {member: countries - excepted}
    return {member: {member}}
