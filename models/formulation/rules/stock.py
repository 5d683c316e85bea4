"""Stock balance, storage, days of cover and final stock (model, section 4)."""

from __future__ import annotations

from math import floor, inf
from operator import neg

from models.formulation.terms import (
    Language,
    Model,
    Row,
    Term,
    added,
    equal,
    investments_of_item,
    most_added,
    row,
    use,
)
from models.plan.data import PlanData
from models.plan.names import TRUNK, Item, Month, Scenario
from models.plan.tree import Tree

MONTHS_PER_DAY = 12 / 365


def add(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    """Add stock and what is asked of it; orders, products and processes stand in the model already."""
    m.storage_grown_by = {
        i: ks
        for i, spec in data.items.items()
        if spec.max_stock is not None and (ks := investments_of_item(data, i))
    }
    m.STOCKS = pyo.Set(
        dimen=3, initialize=[(i, s, t) for s, t in m.VISIBLE for i in data.items], doc="item, scenario, month"
    )
    limits = {
        i: None
        if spec.max_stock is None
        else spec.max_stock + most_added(data, m.storage_grown_by.get(i, ()))
        for i, spec in data.items.items()
    }
    m.v_stock = pyo.Var(
        m.STOCKS,
        domain=pyo.NonNegativeReals,
        bounds=lambda m, i, s, t: (0.0, limits[i]),
        doc="stock at the end of the month, I, up to the storage limit (5) [unit]",
    )
    own = [(i, s, t) for s, t in m.NODES for i in data.items]
    m.BALANCES = pyo.Set(dimen=3, initialize=own, doc="item, scenario, month of the scenario's own")
    m.v_disposed = pyo.Var(m.BALANCES, domain=pyo.NonNegativeReals, doc="stock disposed of, disp [unit]")
    m.arrivals = arrivals(m, data, tree)
    m.stock_balance = pyo.Constraint(m.BALANCES, rule=stock_balance, doc="(4) stock balance [unit]")
    growing = [index for index in own if index[0] in m.storage_grown_by]
    m.GROWING_STOCKS = pyo.Set(dimen=3, initialize=growing, doc="stocks whose storage investments add to")
    m.storage_limit = pyo.Constraint(
        m.GROWING_STOCKS, rule=storage_limit, doc="(5) storage limit with what investments add [unit]"
    )
    _add_cover(m, data, tree, pyo)
    m.ENDS = pyo.Set(
        dimen=2,
        initialize=[(i, s) for s in m.scope for i, spec in data.items.items() if spec.final_stock > 0],
        doc="item with a final stock wanted, scenario",
    )
    m.v_final_gap = pyo.Var(m.ENDS, domain=pyo.NonNegativeReals, doc="final stock missing, fin [unit]")
    m.final_stock_floor = pyo.Constraint(m.ENDS, rule=final_stock_floor, doc="(7) final stock [unit]")


def arrivals(m: Model, data: PlanData, tree: Tree) -> dict[tuple[Item, Scenario], list[list[Term]]]:
    """Return what of each item arrives in each month of the scenarios in scope, also of before the plan.

    With the sign that it has in the balance, where stock stands on the same side.
    """
    arriving: dict[tuple[Item, Scenario], list[list[Term]]] = {
        (item, scenario): [[] for _ in range(data.months)] for scenario in m.scope for item in data.items
    }
    for scenario in m.scope:
        for offer, placed_in, order_months, months, parts in tree.shipments(scenario):
            orders = map(m.orders_on_paths.of(offer, placed_in).__getitem__, order_months)
            by_month = arriving[data.offers[offer].item, scenario]
            for month, term in zip(months, zip(map(neg, parts), orders, strict=True), strict=True):
                by_month[month].append(term)
        for number, arrival, part in tree.past_deliveries(scenario):
            offer = data.tiers_of_offer[data.history[number].offer][0]
            order = m.v_past_order[number]
            arriving[data.offers[offer].item, scenario][arrival].append((-part, order))
    return arriving


def _add_cover(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    wanted = [
        (i, s, t)
        for i, spec in data.items.items()
        if spec.cover_days > 0 or spec.min_stock > 0
        for s in m.scope
        for t in _cover_months(tree, spec.cover_from, spec.cover_again, s)
    ]
    in_days = [index for index in wanted if data.items[index[0]].cover_days > 0]
    m.COVERS = pyo.Set(dimen=3, initialize=in_days, doc="item, scenario, month in which cover is wanted")
    in_units = [index for index in wanted if data.items[index[0]].min_stock > 0]
    m.MIN_STOCKS = pyo.Set(
        dimen=3, initialize=in_units, doc="item, scenario, month in which a least stock is wanted"
    )
    soft = [index for index in wanted if data.items[index[0]].cover_penalty is not None]
    m.SOFT_COVERS = pyo.Set(dimen=3, initialize=soft, doc="covers that may be missed at a price")
    m.v_cover_gap = pyo.Var(m.SOFT_COVERS, domain=pyo.NonNegativeReals, doc="cover missing, cs [unit]")
    m.cover_floor = pyo.Constraint(m.COVERS, rule=cover_floor, doc="(6) days of cover [unit]")
    m.min_stock_floor = pyo.Constraint(m.MIN_STOCKS, rule=min_stock_floor, doc="(6) least stock [unit]")


def _cover_months(tree: Tree, cover_from: Month, again: int | None, scenario: Scenario) -> range:
    """Months in which cover is wanted: on the trunk, and again in a branch some time after its disruption."""
    if scenario == TRUNK:
        return range(max(0, cover_from), tree.data.months)
    if again is None:
        return range(0)
    return range(max(tree.onset[scenario], cover_from, tree.last_felt(scenario) + again), tree.data.months)


def stock_balance(m: Model, item: Item, scenario: Scenario, month: Month) -> Row:
    r"""Stock is what was left, plus arrivals, receipts, output and scrap, less what is taken and disposed of.

    .. math::
        I_{i,n} = (1 - loss)\, I_{i,pred(n)} + \sum_j arr_{j,n} + receipts_{i,t}
        + \sum_p out_{p,i} v_{p,path(s,t-lead)} - \sum_p in_{p,i} v_{p,n} - \sum_v use_{v,i} u_{v,n}
        + \sum_v scrap_{v,i} u_{v,path(s,t-lag)} - disp_{i,n}\ (4)

    A process gives its outputs ``lead`` months after it is begun, production its scrap ``lag`` months later,
    both on the path; nothing comes from before month 0. Month 0 keeps (1 − loss) of the initial stock on
    every path. All in the item's unit.
    """
    spec = m.data.items[item]
    keep = 1 - spec.monthly_loss
    supply = m.data.receipts.get((item, month), 0.0)
    terms: list[Term] = [(1.0, m.v_stock[item, scenario, month]), (1.0, m.v_disposed[item, scenario, month])]
    if month == 0:
        supply += keep * spec.initial_stock
    else:
        terms.append((-keep, m.v_stock[item, m.tree.path(scenario, month - 1), month - 1]))
    terms += m.arrivals[item, scenario][month]
    terms += use(m, item, scenario, month)
    path, begun = m.tree.path, {p: month - m.data.processes[p].lead for p, _ in m.makers[item]}
    terms += [(-c, m.v_activity[p, path(scenario, t), t]) for p, c in m.makers[item] if (t := begun[p]) >= 0]
    terms += [(-c, m.v_made[d, v, scenario, month]) for d, v, c in m.scrappers[item]]
    for product, design, lag, quantity in m.returns[item]:
        if (made := month - lag) >= 0:
            terms.append((-quantity, m.v_made[product, design, path(scenario, made), made]))
    return equal(terms, supply)


def storage_limit(m: Model, item: Item, scenario: Scenario, month: Month) -> Row:
    r"""Stock stays within the storage limit, grown by what is built.

    .. math:: I_{i,n} \le \bar I_i + \textstyle\sum_k A_k \cdot done_k[s,t]   \quad (5)

    Items whose storage nothing grows have this as the bound of I.
    """
    growth = added(
        m, m.storage_grown_by[item], scenario, month, most=m.useful.stock.get(item, inf), factor=-1.0
    )
    limit = m.data.items[item].max_stock
    return row([(1.0, m.v_stock[item, scenario, month]), *growth], upper=limit)


def cover_floor(m: Model, item: Item, scenario: Scenario, month: Month) -> Row:
    r"""Stock covers the days wanted of the use that follows, or the gap is paid for.

    .. math:: I_{i,(s,t)} + cs_{i,s,t} \ge \sum_{k=1}^{\lfloor C \rfloor} use_{i,t+k}
              + (C - \lfloor C \rfloor)\, use_{i,t+\lfloor C \rfloor+1},
              \quad C = days \cdot 12/365   \quad (6)

    use: consumption on the path by products and processes [unit/month]; beyond the horizon the mean of the
    path's last min(12, H) months. Hard where cover has no price.
    """
    last = m.data.months - 1
    cover = m.data.items[item].cover_days * MONTHS_PER_DAY
    whole = floor(cover)
    ahead = [(1.0, month + k) for k in range(1, whole + 1)] + [(cover - whole, month + whole + 1)]
    terms: list[Term] = [(1.0, m.v_stock[item, scenario, month])]
    if (item, scenario, month) in m.v_cover_gap:
        terms.append((1.0, m.v_cover_gap[item, scenario, month]))
    for weight, t in ahead:
        if weight and t <= last:
            terms += use(m, item, scenario, t, -weight)
    beyond = sum(weight for weight, t in ahead if t > last)
    if beyond:
        tail = range(max(0, m.data.months - 12), m.data.months)
        for t in tail:
            terms += use(m, item, m.tree.path(scenario, t), t, -beyond / len(tail))
    return row(terms, lower=0.0)


def min_stock_floor(m: Model, item: Item, scenario: Scenario, month: Month) -> Row:
    r"""Stock reaches the least that is wanted in units, or the gap that days of cover have too is paid for.

    .. math:: I_{i,(s,t)} + cs_{i,s,t} \ge S_i   \quad (6)

    S min_stock [unit]; in the months and on the paths of ``cover_floor``.
    """
    terms: list[Term] = [(1.0, m.v_stock[item, scenario, month])]
    if (item, scenario, month) in m.v_cover_gap:
        terms.append((1.0, m.v_cover_gap[item, scenario, month]))
    return row(terms, lower=m.data.items[item].min_stock)


def final_stock_floor(m: Model, item: Item, scenario: Scenario) -> Row:
    r"""The stock wanted at the end is there, or the missing part is paid at its value.

    .. math:: I_{i,(s,H-1)} + fin_{i,s} \ge \underline I_i   \quad (7)
    """
    stock = m.v_stock[item, scenario, m.data.months - 1]
    return row([(1.0, stock), (1.0, m.v_final_gap[item, scenario])], lower=m.data.items[item].final_stock)
