"""Orders and arrivals: qualification, limits, lots, capacity, what is lost on the way (model, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.audit.answer import LISTED_QUANTITY, numeric
from planner.audit.cells import month, number
from planner.audit.ledger import TOLERANCE

if TYPE_CHECKING:
    from planner.audit.case import Case
    from planner.audit.ledger import Bools, Floats, Ints
    from planner.workbook.tables import Row

NEVER = 10**6


@dataclass(frozen=True)
class Supply:
    """What follows from the orders; all by scenario, option and month."""

    arrival: Ints
    """Month in which an order placed at the path's node of a month arrives."""
    dispatch: Ints
    possible: Bools
    """An order may be placed there: in its availability and arriving within the plan."""
    available: Floats
    """Availability, over E_s, in the dispatch month of the order of a month."""
    added: Floats
    """Monthly maximum added by investments complete by the order month."""
    arrived: Floats
    """Quantity that arrives at the scenario's own nodes, by arrival month."""
    past: Floats
    """The same by scenario, item and month, of orders placed before the plan."""


def options_of(case: Case, attribute: str) -> Floats:
    """Return a numeric attribute of every option, shaped to stand beside scenario × option × month."""
    return np.array([getattr(option, attribute) for option in case.plan.options], float).reshape(1, -1, 1)


def qualification_months(case: Case) -> Ints:
    """Return by option the month from which its supplier can be ordered from, once qualified."""
    suppliers = case.plan.rows["Suppliers"]
    rows = [suppliers[option.supplier] for option in case.plan.options]
    return np.array([_first_month(case, row) for row in rows], np.int64)


def _first_month(case: Case, supplier: Row) -> int:
    """Return the month from which a supplier, once qualified, can be ordered from."""
    since = month(case.plan.tables, supplier, "qualified_from", NEVER)
    if since != NEVER:
        return max(0, since)
    return 0 if supplier["already_qualified"] is True else int(number(supplier, "qualification_months"))


def qualified_anyway(case: Case) -> Bools:
    """Return by supplier whether it is qualified, or being qualified, whatever the plan decides."""
    rows = [case.plan.rows["Suppliers"][supplier] for supplier in case.plan.suppliers]
    return np.array(
        [row["already_qualified"] is True or row.values.get("qualified_from") is not None for row in rows],
        bool,
    )


def qualified(case: Case) -> Floats:
    """Return by option whether its supplier is qualified (1 or 0)."""
    by_supplier = dict(zip(case.plan.suppliers, numeric(case.answer.suppliers["qualified"]), strict=True))
    return np.array([by_supplier[option.supplier] for option in case.plan.options], float)


def work_out_supply(case: Case) -> Supply:
    """Work out when and whether every order arrives."""
    plan, tree, effects = case.plan, case.tree, case.effects
    months = np.arange(plan.months)[None, None, :]
    lead, transit = options_of(case, "lead").astype(np.int64), options_of(case, "transit").astype(np.int64)
    arrival = tree.along_paths(months + lead + effects.extension)
    dispatch = arrival - transit
    first, last = options_of(case, "first"), options_of(case, "last")
    possible = (months >= first) & (months <= last) & (arrival < plan.months)
    inside = np.minimum(dispatch, plan.months - 1)
    added = np.zeros(effects.availability.shape)
    for k, investment in enumerate(plan.investments):
        if investment.target[0] == "offer":
            raised = [o for o, option in enumerate(plan.options) if option.offer == investment.target[1]]
            added[:, raised, :] += investment.adds * case.working[:, k, None, :]
    return Supply(
        arrival=arrival,
        dispatch=dispatch,
        possible=possible,
        available=np.take_along_axis(effects.availability, inside, axis=2),
        added=added,
        arrived=_arrivals(case, arrival, inside),
        past=_past_arrivals(case),
    )


def _past_arrivals(case: Case) -> Floats:
    """Work out what was ordered before the plan and arrives in it, and charge what is still to be paid."""
    plan, tree = case.plan, case.tree
    arrived = np.zeros((len(tree.ids), len(plan.items), plan.months))
    money = np.zeros((len(tree.ids), len(plan.past), plan.months))
    first = {option.offer: o for o, option in reversed(list(enumerate(plan.options)))}
    for n, order in enumerate(plan.past):
        if not 0 <= order.arrival < plan.months:
            continue
        for s in range(len(tree.ids)):
            if order.arrival < tree.onset[s]:
                continue
            part, scenario = 1.0, s
            while scenario and order.dispatch >= 0:
                part *= float(case.effects.own_part[scenario, first[order.offer], order.dispatch])
                scenario = tree.parent[scenario]
            arrived[s, plan.items.index(order.item), order.arrival] += part * order.quantity
            money[s, n, order.arrival] = part * order.quantity * order.unit_cost
    case.bill.add("purchase", money)
    paid_after = np.array([order.paid_after for order in plan.past], float)
    case.bill.later += np.einsum("snt,n->st", money, _until_paid(case, paid_after))
    return arrived


def _until_paid(case: Case, months: Floats) -> Floats:
    """Return what discounting over some months from arrival to payment leaves of 1."""
    worth: Floats = (1 + case.plan.setting("discount_rate")) ** (-months / 12)
    return worth


def _arrivals(case: Case, arrival: Ints, dispatch: Ints) -> Floats:
    """Work out the fraction of every order that arrives on each path, and hold the Orders table to it."""
    plan, tree, effects, answer = case.plan, case.tree, case.effects, case.answer
    fraction = np.ones(arrival.shape)
    owners = tree.owners()
    for s in range(1, len(tree.ids)):
        part, owner = np.ones(arrival.shape[1:]), s
        while owner:
            # what the events of this scenario stop hits the orders placed at nodes of those it descends from
            part = part * effects.own_part[owner]
            owner = tree.parent[owner]
            placed = owners[s] == owner
            fraction[s][:, placed] = np.take_along_axis(part, dispatch[s][:, placed], axis=1)
    quoted, unit_cost = _prices(case)
    paid = arrival + options_of(case, "paid_after").astype(np.int64)
    arrived = answer.orders * fraction
    onset = tree.onset[:, None, None]
    here = (arrival >= onset) & (arrival < plan.months)

    axes = case.axes("offer", [option.label for option in plan.options])
    own = tree.own_nodes[:, None, :]
    listed, lost = answer.order_columns, answer.lost_columns
    is_order = own & (answer.orders > 0.0)
    case.ledger.equal(
        "arrivals", listed["arrived"], answer.orders, axes, where=is_order, least=case.sizes.options
    )
    case.ledger.equal("arrivals", listed["arrival"], arrival, axes, where=is_order)
    case.ledger.equal("arrivals", listed["payment"], paid, axes, where=is_order)
    case.ledger.equal("unit cost", listed["unit_cost"], unit_cost, axes, where=is_order, least=0.0)
    case.ledger.equal("unit cost", listed["quoted_price"], quoted, axes, where=is_order, least=0.0)
    may_stand = ~own & here & (answer.orders > 0.0) & (fraction < 1.0)
    must_stand = may_stand & (answer.orders > LISTED_QUANTITY * case.sizes.options)
    written = ~np.isnan(lost["quantity"])
    rightly = np.where(written, may_stand, ~must_stand)
    case.ledger.holds("lost in transit", rightly, axes, where=must_stand | written)
    both = may_stand & written
    case.ledger.equal("nonanticipativity", lost["quantity"], answer.orders, axes, where=both, least=0.0)
    case.ledger.equal(
        "lost in transit", lost["arrived"], arrived, axes, where=both, terms=(answer.orders,), least=0.0
    )
    case.ledger.equal("lost in transit", lost["arrival"], arrival, axes, where=both)
    case.ledger.equal("arrivals", lost["payment"], paid, axes, where=both)
    case.ledger.equal("unit cost", lost["unit_cost"], unit_cost, axes, where=both, least=0.0)
    case.ledger.equal("unit cost", lost["quoted_price"], quoted, axes, where=both, least=0.0)

    reached = np.flatnonzero(here & (answer.orders > 0.0))
    by_arrival = _in_arrival_months(arrival, reached, arrived)
    money = _in_arrival_months(arrival, reached, arrived * unit_cost)
    # what is too little to stand in a row may still have been paid for
    unlisted = np.abs(unit_cost) * case.sizes.options * (LISTED_QUANTITY / TOLERANCE)
    unlisted = _in_arrival_months(arrival, np.flatnonzero(here), unlisted)
    case.bill.add("purchase", money, unlisted.sum(axis=1, keepdims=True))
    worth = _until_paid(case, options_of(case, "paid_after")[0, :, 0])
    case.bill.later += np.einsum("sot,o->st", money, worth)
    return by_arrival


def _in_arrival_months(arrival: Ints, orders: Ints, amounts: Floats) -> Floats:
    """Return the amounts of some orders (by their place in the array) by month of arrival."""
    months = arrival.shape[2]
    places = orders - orders % months + arrival.ravel()[orders]
    total = np.asarray(np.bincount(places, amounts.ravel()[orders], arrival.size), float)
    return total.reshape(arrival.shape)


def _prices(case: Case) -> tuple[Floats, Floats]:
    """Return by the node and month of an order the price as quoted, and the landed cost of a unit."""
    effects = case.effects
    price = options_of(case, "price") * effects.index_factor
    price = np.clip(price, options_of(case, "floor"), options_of(case, "ceiling")) * effects.spot_factor
    landed = price * (1 + options_of(case, "tariff")) + options_of(case, "freight")
    landed = landed * listed_rates(case) * effects.exchange_factor / options_of(case, "per")
    return case.tree.along_paths(price), case.tree.along_paths(landed)


def listed_rates(case: Case) -> Floats:
    """Return the listed exchange rate: 1 × option × month."""
    rates = [option.rates for option in case.plan.options]
    return np.array(rates, float).reshape(1, len(rates), case.plan.months)


def listed_prices(case: Case) -> Floats:
    """Return what a unit costs by the listed index and rate, in plan currency, clipped: option × month.

    No event, tariff or freight is in it: what a unit that is owed and not taken costs.
    """
    options = case.plan.options
    index = np.array([option.listed for option in options], float).reshape(1, len(options), case.plan.months)
    price = np.clip(options_of(case, "price") * index, options_of(case, "floor"), options_of(case, "ceiling"))
    listed: Floats = (price * listed_rates(case) / options_of(case, "per"))[0]
    return listed


def check_supply(case: Case, supply: Supply) -> None:
    """Hold the orders to what offers and suppliers allow."""
    plan, ledger, orders = case.plan, case.ledger, case.answer.orders
    own, sizes = case.tree.own_nodes[:, None, :], case.sizes.options
    nothing = np.zeros(orders.shape)
    axes = case.axes("offer", [option.label for option in plan.options])
    ledger.at_most("order windows", orders, nothing, axes, where=own & ~supply.possible, least=sizes)
    late = np.arange(plan.months)[None, None, :] < qualification_months(case)[None, :, None]
    unqualified = (qualified(case) < 1.0)[None, :, None]
    ledger.at_most("qualification", orders, nothing, axes, where=own & (late | unqualified), least=sizes)
    # an infinite maximum (a contract without one) times no availability is no limit of this constraint
    limit = options_of(case, "max_per_month") + supply.added
    limit = np.where(np.isinf(limit), np.inf, np.where(np.isinf(limit), 0.0, limit) * supply.available)
    ledger.at_most("order limit (1)", orders, limit, axes, where=own & supply.possible, least=sizes)

    years = plan.years()
    per_year = np.stack([orders[:, :, year].sum(axis=2) for year in years], axis=2)
    most = np.array([np.inf if option.contract else option.high_annual for option in plan.options], float)
    most = np.repeat(most[:, None], len(years), axis=1)
    for order in plan.past_of_first_year():
        most[:, 0] -= order.quantity * np.array([option.offer == order.offer for option in plan.options])
    most = np.maximum(most, 0.0)
    year_axes = {
        "scenario": case.tree.ids,
        "offer": axes["offer"],
        "plan-year": [f"Y{n + 1}" for n in range(len(years))],
    }
    counted = case.windows_from(years)[:, None, :] == 1.0
    ledger.at_most("annual maximum", per_year, most[None], year_axes, where=counted, least=sizes)
    _check_lots(case)
    _check_suppliers(case)


def _check_lots(case: Case) -> None:
    """Hold trunk orders to the smallest order, and charge each of them its cost."""
    orders = case.answer.orders[:1]
    placed = orders > TOLERANCE * case.sizes.options
    moq = options_of(case, "moq")
    axes = {"offer": [option.label for option in case.plan.options], "month": case.plan.month_labels()}
    with_lots = placed & ((moq > 0.0) | (options_of(case, "order_cost") > 0.0))
    case.ledger.at_least(
        "order lots",
        orders[0],
        np.broadcast_to(moq, orders.shape)[0],
        axes,
        where=with_lots[0],
        least=case.sizes.options[0],
    )
    multiple = options_of(case, "multiple")
    whole = np.round(orders / np.where(multiple > 0.0, multiple, 1.0)) * multiple
    where = placed[0] & (multiple > 0.0)[0]
    least = case.sizes.options[0]
    case.ledger.equal("order multiples", orders[0], whole[0], axes, where=where, least=least)
    money = np.zeros(case.answer.orders.shape)
    money[:1] = options_of(case, "order_cost") * placed
    case.bill.add("order", money)


def _check_suppliers(case: Case) -> None:
    """Hold every supplier to its capacity and every item to its number of suppliers; charge qualification."""
    plan, ledger, suppliers = case.plan, case.ledger, case.answer.suppliers
    member = np.array(
        [[option.supplier == supplier for option in plan.options] for supplier in plan.suppliers], float
    ).reshape(len(plan.suppliers), len(plan.options))
    total = np.einsum("go,sot->sgt", member, case.answer.orders)
    capacity = plan.numbers("Suppliers", plan.suppliers, "capacity_per_month", np.inf)[None, :, None]
    axes = case.axes("supplier", plan.suppliers)
    own = case.tree.own_nodes[:, None, :]
    ledger.at_most("supplier capacity", total, capacity, axes, where=own, least=case.sizes.suppliers)

    chosen = numeric(suppliers["qualified"])
    names = {"supplier": plan.suppliers}
    ledger.equal("whole numbers", chosen, np.round(np.clip(np.nan_to_num(chosen), 0, 1)), names)
    free = qualified_anyway(case)
    ledger.at_least("qualification", chosen, np.ones(len(chosen)), names, where=free)
    money = np.where(free, 0.0, plan.numbers("Suppliers", plan.suppliers, "qualification_cost")) * chosen
    ledger.equal("Suppliers table", numeric(suppliers["qualification_cost"]), money, names)
    for amount in money:
        case.bill.add_first_stage("qualification", 0, float(np.nan_to_num(amount)))

    count = [
        sum(
            chosen[k]
            for k, g in enumerate(plan.suppliers)
            if any(o.supplier == g and o.item == i for o in plan.options)
        )
        for i in plan.items
    ]
    wanted = plan.numbers("Items", plan.items, "min_suppliers")
    ledger.at_least("supplier count", np.array(count, float), wanted, {"item": plan.items}, where=wanted > 0)
