"""Contracts: signing, tiers, the committed rate, least take and take-or-pay (model, section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.audit.answer import numeric
from planner.audit.supply import listed_prices, options_of, qualification_months, qualified

if TYPE_CHECKING:
    from planner.audit.case import Case
    from planner.audit.ledger import Bools, Floats
    from planner.audit.supply import Supply


def check_contracts(case: Case, supply: Supply) -> None:
    """Hold contracts to what was signed, and charge what they cost besides the goods."""
    plan, ledger = case.plan, case.ledger
    names = {"offer": [option.label for option in plan.options]}
    contract = np.array([option.contract for option in plan.options], bool)
    written = numeric(case.answer.awards["signed"])
    committed = numeric(case.answer.awards["rate_per_month"])
    for blank in (written, committed):
        ledger.holds("Awards table", np.isnan(blank), names, where=~contract)
    sizes = case.sizes.options[0, :, 0]
    ledger.equal("whole numbers", written, np.round(np.clip(written, 0, 1)), names, where=contract)
    signed = np.where(contract, np.nan_to_num(written), 0.0)
    rate = np.where(contract, committed, 0.0)
    low, high = (
        np.array([getattr(o, key) for o in plan.options], float) for key in ("low_annual", "high_annual")
    )
    finite = np.where(np.isinf(high), np.inf, signed * np.where(np.isinf(high), 0.0, high) / 12)
    ledger.at_least("committed rate (2)", rate, signed * low / 12, names, where=contract, least=sizes)
    ledger.at_most("committed rate (2)", rate, finite, names, where=contract, least=sizes)
    ledger.at_most("qualification", signed, qualified(case), names, where=contract)
    _check_signing(case, signed, contract)

    orders, own = case.answer.orders, case.tree.own_nodes[:, None, :]
    axes = case.axes("offer", names["offer"])
    each_rate, terms = rate[None, :, None], (orders,)
    callable_ = own & supply.possible & contract[None, :, None]
    limit = (1 + options_of(case, "flex")) * each_rate * supply.available
    ledger.at_most("committed rate (2)", orders, limit, axes, where=callable_, least=case.sizes.options)
    months = _contract_months(case, supply) & contract[:, None]
    least = options_of(case, "min_take") * each_rate * supply.available
    where = callable_ & months[None]
    ledger.at_least("min take", orders, least, axes, where=where, terms=terms, least=case.sizes.options)
    _charge_shortfalls(case, supply, rate, months)


def _contract_months(case: Case, supply: Supply) -> Bools:
    """Return by option its order months: qualified, available and, as the trunk stands, arriving in time."""
    qualified_from = qualification_months(case)[:, None] <= np.arange(case.plan.months)[None, :]
    months: Bools = qualified_from & supply.possible[0]
    return months


def _check_signing(case: Case, signed: Floats, contract: Bools) -> None:
    """Hold each contract to one tier and to what is already decided; charge signing and tier costs."""
    plan, ledger = case.plan, case.ledger
    offers: dict[str, list[int]] = {}
    for o, option in enumerate(plan.options):
        if contract[o]:
            offers.setdefault(option.offer, []).append(o)
    for offer, options in offers.items():
        total = np.array([signed[options].sum()])
        ledger.at_most("tiers", total, np.ones(1), {"offer": (offer,)})
        decided = plan.options[options[0]].signed
        if decided is not None:
            ledger.equal("signed contracts", total, np.array([float(decided)]), {"offer": (offer,)})
    for o in np.flatnonzero(signed).tolist():
        option, chosen = plan.options[o], float(signed[o])
        case.bill.add_first_stage("contract", 0, option.contract_cost * chosen)
        for year, cost in zip(plan.years(), option.tier_costs, strict=True):
            case.bill.add_first_stage("contract", year[0], cost * len(year) / 12 * chosen)


def _charge_shortfalls(case: Case, supply: Supply, rate: Floats, months: Bools) -> None:
    """Work out the least that is owed for what was not taken, by path and plan-year, and charge it (3)."""
    plan, tree, orders = case.plan, case.tree, case.answer.orders
    share = options_of(case, "take_or_pay")[:, :, 0]
    price = listed_prices(case)
    before, had = _before_plan(case)
    sizes = case.sizes.options[:, :, 0]
    money, terms = np.zeros(orders.shape), np.zeros(orders.shape)
    scenario, option = np.arange(len(tree.ids))[:, None], np.arange(len(plan.options))[None, :]
    for year in plan.years():
        inside = months.copy()
        inside[:, : year[0]] = False
        inside[:, year[-1] + 1 :] = False
        last = np.where(inside.any(axis=1), plan.months - 1 - np.argmax(inside[:, ::-1], axis=1), -1)
        counted = inside[None] & supply.possible
        taken = np.where(counted, orders, 0.0).sum(axis=2)
        available = np.where(counted, supply.available, 0.0).sum(axis=2)
        if year[0] == 0:
            available, taken = available + before, taken + had
        owed = share * rate[None, :] * available
        # a window that ends before the onset belongs to an ancestor; an empty one to nobody
        due = (last[None, :] >= tree.onset[:, None]) & (last[None, :] >= 0)
        short = np.where(due, np.maximum(0.0, owed - taken), 0.0)
        unit = price[np.arange(len(plan.options)), last]
        money[scenario, option, last[None, :]] += short * unit
        terms[scenario, option, last[None, :]] += np.where(
            due, np.maximum(np.maximum(owed, taken), sizes) * unit, 0.0
        )
    case.bill.add("take_or_pay", money, terms)
    paid = case.answer.amounts["take_or_pay"]
    axes = {"scenario": tree.ids, "month": plan.month_labels()}
    where = (terms.max(axis=1, initial=0.0) > 0.0) & tree.own_nodes
    case.ledger.at_least(
        "take-or-pay (3)", paid, money.sum(axis=1), axes, where=where, terms=(terms.max(axis=1, initial=0.0),)
    )


def _before_plan(case: Case) -> tuple[Floats, Floats]:
    """Return by option what a contract's months before the plan add to (3): availability, and what was taken.

    Only the first plan-year of a contract already signed, with a row of History in that year, counts them.
    """
    plan, past = case.plan, case.plan.past_of_first_year()
    available, had = np.zeros(len(plan.options)), np.zeros(len(plan.options))
    for o, option in enumerate(plan.options):
        orders = [order.quantity for order in past if order.offer == option.offer]
        if option.contract and option.signed is True and orders:
            had[o] = sum(orders)
            available[o] = sum(
                case.effects.known_part(case.tree, o, option.lead, option.transit, t) for t in option.before
            )
    return available, had
