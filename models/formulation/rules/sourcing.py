"""Qualification, orders, lots, supplier capacity and count (model, section 3).

Owns what is ordered from whom at each node; contracts add their own limits in ``contracts``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from math import floor, inf
from operator import itemgetter

from models.formulation.terms import (
    Language,
    Model,
    OrdersOnPaths,
    Row,
    added,
    available,
    equal,
    investments_of_offer,
    order_bounds,
    order_caps,
    order_of_use,
    orders_on_path,
    row,
)
from models.plan.data import ROUNDING, PlanData
from models.plan.names import TRUNK, Item, Month, Offer, Scenario, Supplier
from models.plan.tree import Tree

Order = tuple[Offer, Scenario, Month]


def add(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    """Add suppliers, orders and their limits to the model."""
    m.SUPPLIERS = pyo.Set(initialize=list(data.suppliers), doc="suppliers g")
    m.v_qualified = pyo.Var(
        m.SUPPLIERS,
        domain=pyo.Binary,
        bounds=lambda m, g: (int(data.suppliers[g].qualified), 1),
        doc="supplier is qualified, y [-]",
    )

    m.HISTORY = pyo.Set(initialize=list(range(len(data.history))), doc="orders placed before the plan")
    m.v_past_order = pyo.Var(
        m.HISTORY,
        domain=pyo.NonNegativeReals,
        bounds=lambda m, k: (data.history[k].quantity, data.history[k].quantity),
        doc="quantity ordered before the plan, as History says [unit]",
    )

    m.order_caps = order_caps(data)
    m.grown_by = {j: ks for j in data.offers if (ks := investments_of_offer(data, j))}
    gated = {
        j
        for j, spec in data.offers.items()
        if not spec.contract and not data.suppliers[spec.supplier].qualified
    }
    bounds = dict(_orders(m, data, tree))
    orders, scope = list(bounds), set(m.scope)
    own = [index for index in orders if index[1] in scope]
    m.ORDERS = pyo.Set(dimen=3, initialize=orders, doc="orders (offer, scenario, month) that arrive in time")
    m.v_order_qty = pyo.Var(
        m.ORDERS,
        domain=pyo.NonNegativeReals,
        bounds=bounds,
        doc="quantity ordered, x, up to what is available and the supplier can make [unit]",
    )
    m.orders_on_paths = OrdersOnPaths(m.v_order_qty, tree)
    growing = [index for index in own if index[0] in m.grown_by]
    m.GROWING_ORDERS = pyo.Set(dimen=3, initialize=growing, doc="orders whose maximum investments lift")
    m.order_limit = pyo.Constraint(
        m.GROWING_ORDERS, rule=order_limit, doc="(1) monthly maximum with what investments add [unit]"
    )
    m.GATED_ORDERS = pyo.Set(
        dimen=3,
        initialize=[index for index in own if index[0] in gated],
        doc="spot orders from suppliers to be qualified",
    )
    m.qualification_link = pyo.Constraint(
        m.GATED_ORDERS, rule=qualification_link, doc="(1) spot orders need a qualified supplier [unit]"
    )
    _add_annual_and_supplier_limits(m, data, tree, pyo)
    if TRUNK in m.scope:
        _add_trunk_constraints(m, data, [(j, t) for j, s, t in own if s == TRUNK], pyo)


def _orders(m: Model, data: PlanData, tree: Tree) -> Iterator[tuple[Order, tuple[float, float]]]:
    """Yield the orders that may be placed at the nodes in sight, and arrive in time, with their bounds."""
    known: dict[tuple[Offer, int], list[float]] = {}
    for scenario, nodes in groupby(m.VISIBLE, key=itemgetter(0)):
        offers = []
        for offer in data.offers:
            alike = (offer, id(tree.dispatched(offer, scenario)))
            if alike not in known:
                known[alike] = order_bounds(m, offer, scenario)
            offers.append((offer, tree.order_months(offer, scenario), known[alike]))
        for _, month in nodes:
            for offer, months, most in offers:
                if month in months:
                    yield (offer, scenario, month), (0.0, most[month])


def _add_annual_and_supplier_limits(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    capped = [j for j, spec in data.offers.items() if not spec.contract and spec.max_annual is not None]
    m.ANNUAL_LIMITS = pyo.Set(
        dimen=3,
        initialize=[
            (j, s, year)
            for s in m.scope
            for j in capped
            for year, months in enumerate(data.plan_years)
            if months[-1] >= tree.onset[s]
        ],
        doc="spot offers with an annual maximum, path, plan-year",
    )
    m.annual_limit = pyo.Constraint(
        m.ANNUAL_LIMITS, rule=annual_limit, doc="most ordered from a spot offer in a plan-year [unit]"
    )
    limited = [g for g in data.offers_of_supplier if data.suppliers[g].capacity is not None]
    months = [(g, s, t) for s, t in m.NODES for g in limited]
    m.SUPPLIER_MONTHS = pyo.Set(dimen=3, initialize=months, doc="supplier with a capacity, node")
    m.supplier_capacity = pyo.Constraint(
        m.SUPPLIER_MONTHS, rule=supplier_capacity, doc="most ordered from a supplier in a month [unit]"
    )


def _add_trunk_constraints(
    m: Model, data: PlanData, orders: list[tuple[Offer, Month]], pyo: Language
) -> None:
    lots = [(j, t) for j, t in orders if data.offers[j].moq > 0 or data.offers[j].order_cost > 0]
    m.LOTS = pyo.Set(dimen=2, initialize=lots, doc="trunk orders with a smallest order or a cost per order")
    m.v_order_placed = pyo.Var(m.LOTS, domain=pyo.Binary, doc="order is placed on the trunk, o [-]")
    m.order_lot_limit = pyo.Constraint(
        m.LOTS, rule=order_lot_limit, doc="no quantity without an order [unit]"
    )
    least = [(j, t) for j, t in lots if data.offers[j].moq > 0]
    m.MOQ_LOTS = pyo.Set(dimen=2, initialize=least, doc="trunk orders with a smallest order")
    m.order_moq_floor = pyo.Constraint(m.MOQ_LOTS, rule=order_moq_floor, doc="smallest order [unit]")
    whole = [(j, t) for j, t in orders if data.offers[j].order_multiple is not None]
    m.MULTIPLES = pyo.Set(dimen=2, initialize=whole, doc="trunk orders in whole multiples")
    m.v_order_multiples = pyo.Var(
        m.MULTIPLES,
        domain=pyo.NonNegativeIntegers,
        bounds=lambda m, j, t: (0, most_multiples(m, j, t)),
        doc="multiples ordered on the trunk, k [-]",
    )
    m.multiple_link = pyo.Constraint(m.MULTIPLES, rule=multiple_link, doc="orders in whole multiples [unit]")
    counted = [i for i, spec in data.items.items() if spec.min_suppliers > 0]
    m.COUNTED_ITEMS = pyo.Set(initialize=counted, doc="items with a number of suppliers wanted")
    m.supplier_count = pyo.Constraint(
        m.COUNTED_ITEMS, rule=supplier_count, doc="qualified suppliers wanted [-]"
    )


def order_limit(m: Model, offer: Offer, scenario: Scenario, month: Month) -> Row:
    r"""An order stays within the monthly maximum, grown by what is built by the order month, as available.

    .. math:: x_{j,(s,t)} \le (\bar x_j + \sum_k A_k \cdot done_k[s,t])\, a_{j,s,dispatch}  \quad (1)

    x quantity ordered [unit]; x̄ max_per_month [unit]; A what a module adds [unit]; a availability [-].
    Offers that nothing grows have this as the bound of x.
    """
    part = available(m, offer, scenario, month)
    most = m.useful.order.get(offer, inf) if not m.data.offers[offer].contract else inf
    most = min(most, m.useful.order_at.get((offer, scenario, month), inf))
    most = most / part if part > 0 else inf
    growth = added(m, m.grown_by[offer], scenario, month, most=most, factor=-part)
    limit = m.data.offers[offer].max_per_month * part
    return row([(1.0, m.v_order_qty[offer, scenario, month]), *growth], upper=limit)


def qualification_link(m: Model, offer: Offer, scenario: Scenario, month: Month) -> Row:
    r"""A spot order needs a qualified supplier.

    .. math:: x_{j,(s,t)} \le X_{j,s,t}\, y_g

    X the largest value that x can have at this node, or be of any use [unit]; y supplier qualified [-].
    Orders before qualification_months are not created. Contracts are gated through their signature
    (``contracts``).
    """
    bound = order_of_use(m, offer, scenario, month)
    supplier = m.data.offers[offer].supplier
    return row([(1.0, m.v_order_qty[offer, scenario, month]), (-bound, m.v_qualified[supplier])], upper=0.0)


def annual_limit(m: Model, offer: Offer, scenario: Scenario, year: int) -> Row:
    r"""Spot orders of a plan-year stay within the annual maximum on every path; it is not prorated.

    .. math:: \sum_{t \in Y} x_{j,path(s,t)} \le \max(0, \bar X_j - h_j)\, y_g

    For plan-years that end at or after the branch's onset. y is 1 for a supplier already qualified; h what
    was ordered in the plan-year before the plan [unit].
    """
    spec = m.data.offers[offer]
    orders = orders_on_path(m, [offer], scenario, m.data.plan_years[year])
    before = m.data.past_of_first_year if year == 0 else ()
    left = max(0.0, spec.max_annual - sum(past.quantity for _, past in before if past.offer == spec.origin))
    return row([*orders, (-left, m.v_qualified[spec.supplier])], upper=0.0)


def supplier_capacity(m: Model, supplier: Supplier, scenario: Scenario, month: Month) -> Row:
    r"""All orders of a month from one supplier stay within its capacity, disruption or not.

    .. math:: \sum_{j \in g} x_{j,(s,t)} \le C_g\, y_g

    C capacity_per_month [unit]; availability does not scale it.
    """
    orders = orders_on_path(m, m.data.offers_of_supplier[supplier], scenario, [month])
    return row([*orders, (-m.data.suppliers[supplier].capacity, m.v_qualified[supplier])], upper=0.0)


def order_lot_limit(m: Model, offer: Offer, month: Month) -> Row:
    r"""Nothing is bought on the trunk in a month without placing an order.

    .. math:: x_{j,(0,t)} \le M_{j,t}\, o_{j,t}

    M the tightest bound of x, or the most that can be of any use [unit]; never a constant.
    """
    bound = order_of_use(m, offer, TRUNK, month)
    placed = m.v_order_placed[offer, month]
    return row([(1.0, m.v_order_qty[offer, TRUNK, month]), (-bound, placed)], upper=0.0)


def order_moq_floor(m: Model, offer: Offer, month: Month) -> Row:
    r"""An order on the trunk, once placed, is at least the smallest order; branches have no lots.

    .. math:: x_{j,(0,t)} \ge Q_j\, o_{j,t}

    Q moq [unit]. With ``order_lot_limit`` this makes x semi-continuous. Source: Pochet & Wolsey (2006),
    Production Planning by Mixed Integer Programming.
    """
    floor = m.data.offers[offer].moq
    placed = m.v_order_placed[offer, month]
    return row([(1.0, m.v_order_qty[offer, TRUNK, month]), (-floor, placed)], lower=0.0)


def most_multiples(m: Model, offer: Offer, month: Month) -> int:
    """Return the most multiples that an order of the trunk can be."""
    multiple: float = m.data.offers[offer].order_multiple
    return floor(order_of_use(m, offer, TRUNK, month) / multiple * (1 + ROUNDING))


def multiple_link(m: Model, offer: Offer, month: Month) -> Row:
    r"""An order on the trunk is a whole number of multiples; branches order any quantity.

    .. math:: x_{j,(0,t)} = q_j\, k_{j,t}

    q order_multiple [unit]; k whole [-].
    """
    multiple = m.data.offers[offer].order_multiple
    multiples = m.v_order_multiples[offer, month]
    return equal([(1.0, m.v_order_qty[offer, TRUNK, month]), (-multiple, multiples)], 0.0)


def supplier_count(m: Model, item: Item) -> Row:
    r"""Enough suppliers with an offer for an item are qualified.

    .. math:: \sum_{g \text{ offers } i} y_g \ge N_i
    """
    offers = m.data.offers_of_item.get(item, ())
    suppliers = sorted({m.data.offers[j].supplier for j in offers})
    return row([(1.0, m.v_qualified[g]) for g in suppliers], lower=m.data.items[item].min_suppliers)
