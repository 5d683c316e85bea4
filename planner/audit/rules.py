"""Share rules: what matches, of what, in which windows, and what breaking them costs (model, section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.audit.answer import numeric
from planner.audit.inputs import STAGES, listed, number, text
from planner.audit.production import path_activity

if TYPE_CHECKING:
    from planner.audit.case import Case
    from planner.audit.ledger import Floats
    from planner.audit.stock import Flows
    from planner.workbook.tables import Row


@dataclass(frozen=True, slots=True)
class FixedPlan:
    """One rule for one member: what matches and its base, by scenario and month along paths."""

    rule: str
    member: str
    matching: Floats
    base: Floats
    share: float
    at_least: bool
    windows: tuple[tuple[str, range], ...]
    always: bool
    penalty: float | None


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
    rows: list[tuple[tuple[str, str, str, str], FixedPlan, float, float]] = []
    for rule in held:
        for label, window in rule.windows:
            months = slice(window[0], window[-1] + 1)
            matchings, bases = (
                volume[:, months].sum(axis=1).tolist() for volume in (rule.matching, rule.base)
            )
            for s, scenario in enumerate(case.tree.ids):
                if s and not (rule.always and window[-1] >= case.tree.onset[s]):
                    continue
                matching, base = matchings[s], bases[s]
                rows.append(((rule.rule, rule.member, label, scenario), rule, matching, base))
                _charge(case, rule, (s, window[-1]), matching, base)
    case.ledger.same(
        "table rows",
        {"table": "Rules"},
        ok=written.keys() == {key for key, *_ in rows} and len(written) == len(table),
    )
    _check_rows(case, rows, written)


def _gap(rule: FixedPlan, matching: float, base: float) -> float:
    """Return what is missing or too much."""
    over = matching - rule.share * base
    return max(0.0, -over if rule.at_least else over)


def _charge(case: Case, rule: FixedPlan, node: tuple[int, int], matching: float, base: float) -> None:
    """Charge the excess in the window's last month, where that is a node of the scenario's own."""
    scenario, month = node
    if rule.penalty is None or month < case.tree.onset[scenario]:
        return
    size = rule.penalty * max(abs(matching), rule.share * abs(base))
    case.bill.amounts["rule"][node] += _gap(rule, matching, base) * rule.penalty
    case.bill.terms["rule"][node] = max(case.bill.terms["rule"][node], size)


def _check_rows(
    case: Case,
    rows: list[tuple[tuple[str, str, str, str], FixedPlan, float, float]],
    written: dict[tuple[str, str, str, str], int],
) -> None:
    ledger, table = case.ledger, case.answer.rules
    axes = {"rule": [" ".join(part for part in key if part) for key, *_ in rows]}
    matching = np.array([matching for *_, matching, _ in rows], float)
    base = np.array([base for *_, base in rows], float)
    share = np.array([rule.share for _, rule, *_ in rows], float)
    sign = np.array([1.0 if rule.at_least else -1.0 for _, rule, *_ in rows], float)
    hard = np.array([rule.penalty is None for _, rule, *_ in rows], bool)
    gap = np.array([_gap(rule, m, b) for _, rule, m, b in rows], float)
    price = np.array([rule.penalty or 0.0 for _, rule, *_ in rows], float)
    limit = share * base
    slack = sign * (matching - limit)
    ledger.at_least("share rules", slack, np.zeros(len(rows)), axes, where=hard, terms=(matching, limit))

    at = [written.get(key, -1) for key, *_ in rows]
    frame = table.reindex(at).reset_index(drop=True)
    column = {
        name: numeric(frame[name]) for name in ("matching", "base", "share", "limit", "slack", "penalty")
    }
    for name, expected in (("matching", matching), ("base", base), ("limit", limit)):
        ledger.equal("Rules table", column[name], expected, axes)
    ledger.equal("Rules table", column["slack"], slack, axes, terms=(matching, limit))
    there = np.abs(base) > 0.0
    # the share of next to nothing is dust by dust: it may be blank or anything
    some = np.abs(base) > 1e-6
    reached = np.divide(matching, base, out=np.zeros(len(rows)), where=there)
    ledger.equal("Rules table", column["share"], reached, axes, where=some)
    ledger.holds("Rules table", np.isnan(column["share"]), axes, where=~there)
    paid = np.where(hard, np.nan_to_num(column["penalty"]), column["penalty"])
    terms = (price * np.maximum(np.abs(matching), np.abs(limit)),)
    ledger.equal("Rules table", paid, gap * price, axes, terms=terms)
    ledger.at_least("share rules", paid, gap * price, axes, where=~hard, terms=terms)


def _held(case: Case, flows: Flows, row: Row) -> list[FixedPlan]:
    """Return one rule for each of its members."""
    plan, measure = case.plan, text(row, "measure")
    items = set(listed(row, "items")) or set(plan.items)
    of_items = np.array([item in items for item in plan.items], float)
    ordered = np.array([option.item in items for option in plan.options], float)
    made = of_items @ plan.outputs if plan.processes else np.zeros(0)
    stages = [text(plan.rows["Processes"][p], "stage") for p in plan.processes]
    at_stage = np.array([float(measure in STAGES and stage == measure) for stage in stages])
    activity = path_activity(case)
    purchases = np.einsum("o,sot->st", ordered, case.answer.orders)
    purchases = purchases + np.einsum("p,spt->st", made * at_stage, activity)
    use = np.einsum("i,sit->st", of_items, flows.use)
    base = use if measure == "recycled" or text(row, "base") == "use" else purchases
    years = tuple((f"Y{n + 1}", year) for n, year in enumerate(plan.years()))
    penalty = row["penalty"]
    applies = text(row, "applies_in") or ("plan" if penalty is None else "always")

    def held(member: str, option_counts: Floats, process_counts: Floats) -> FixedPlan:
        matching = np.einsum("o,sot->st", ordered * option_counts, case.answer.orders)
        return FixedPlan(
            rule=text(row, "rule"),
            member=member,
            matching=matching + np.einsum("p,spt->st", made * process_counts, activity),
            base=base,
            share=number(row, "share"),
            at_least=text(row, "sense") == "min",
            windows=(("horizon", range(plan.months)),) if text(row, "window") == "horizon" else years,
            always=applies == "always",
            penalty=None if penalty is None else number(row, "penalty"),
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
