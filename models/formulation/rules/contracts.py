"""Contracts: signing, the committed rate, call-offs, take-or-pay and tiers (model, section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

from models.formulation.terms import (
    Language,
    Model,
    Row,
    Term,
    equal,
    for_all,
    orders_of,
    orders_on_path,
    pairs,
    past_orders,
    row,
)
from models.plan.data import PlanData
from models.plan.names import TRUNK, Month, Offer, Pool, Scenario
from models.plan.tree import Tree


def add(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    """Add contracts and what they oblige to; orders stand in the model already."""
    contracts = [j for j, spec in data.offers.items() if spec.contract]
    m.CONTRACTS = pyo.Set(initialize=contracts, doc="contract offers, one per tier")
    m.v_signed = pyo.Var(
        m.CONTRACTS,
        domain=pyo.Binary,
        bounds=lambda m, j: _signed_already(data, j),
        doc="contract is signed, w [-]",
    )
    m.v_rate = pyo.Var(
        m.CONTRACTS,
        domain=pyo.NonNegativeReals,
        bounds=lambda m, j: (0.0, _most_committed(m, j)),
        doc="committed rate, r [unit/month]",
    )
    m.order_months, m.windows_owed = tree.commitments, tree.windows_owed
    ours, scope = set(contracts), set(m.scope)
    calls = [index for index in m.ORDERS if index[0] in ours and index[1] in scope]
    m.CALL_OFFS = pyo.Set(dimen=3, initialize=calls, doc="orders under a contract")
    m.call_off_limit = pyo.Constraint(
        m.CALL_OFFS, rule=call_off_limit, doc="(2) call-offs stay within the rate and its flexibility [unit]"
    )
    months = {j: set(order_months) for j, order_months in m.order_months.items()}
    m.LEAST_CALL_OFFS = pyo.Set(
        dimen=3,
        initialize=[(j, s, t) for j, s, t in calls if data.offers[j].min_take > 0 and t in months[j]],
        doc="call-offs with a least take",
    )
    m.min_take_floor = pyo.Constraint(
        m.LEAST_CALL_OFFS, rule=min_take_floor, doc="least taken each month [unit]"
    )
    owed = [
        (j, s, year)
        for s in m.scope
        for j in contracts
        for year, window in m.windows_owed[j].items()
        if window[-1] >= tree.onset[s]
    ]
    m.OWED = pyo.Set(dimen=3, initialize=owed, doc="take-or-pay: contract, path, plan-year")
    m.v_deficiency = pyo.Var(
        m.OWED, domain=pyo.NonNegativeReals, doc="quantity owed by take-or-pay and not taken, top [unit]"
    )
    m.take_or_pay_floor = pyo.Constraint(
        m.OWED, rule=take_or_pay_floor, doc="(3) take or pay in a plan-year [unit]"
    )
    if TRUNK in m.scope:
        _add_signing(m, data, pyo)
        _add_pools(m, data, pyo)


def _most_committed(m: Model, offer: Offer) -> float:
    """Return the highest rate that may be committed, and of which all can be of use in some month."""
    most: float = m.useful.rate.get(offer, inf)
    return min((m.data.offers[offer].max_annual or 0.0) / 12, most)


def _signed_already(data: PlanData, offer: Offer) -> tuple[int, int]:
    """Return the least and the most that a signature may be: of several tiers the optimiser chooses one."""
    spec = data.offers[offer]
    if spec.signed is False:
        return 0, 0
    return int(bool(spec.signed) and len(data.tiers_of_offer[spec.origin]) == 1), 1


def _add_signing(m: Model, data: PlanData, pyo: Language) -> None:
    m.rate_ceiling = pyo.Constraint(
        m.CONTRACTS, rule=rate_ceiling, doc="rate at most max_annual/12 [unit/month]"
    )
    least = [j for j in m.CONTRACTS if data.offers[j].min_annual > 0]
    m.LEAST_RATES = pyo.Set(initialize=least, doc="contracts with a least rate")
    m.rate_floor = pyo.Constraint(
        m.LEAST_RATES, rule=rate_floor, doc="rate at least min_annual/12 [unit/month]"
    )
    gated = [j for j in m.CONTRACTS if not data.suppliers[data.offers[j].supplier].qualified]
    m.GATED_CONTRACTS = pyo.Set(initialize=gated, doc="contracts of suppliers to be qualified")
    m.signature_link = pyo.Constraint(
        m.GATED_CONTRACTS, rule=signature_link, doc="only a qualified supplier's contract is signed [-]"
    )
    tiered = [origin for origin, offers in data.tiers_of_offer.items() if len(offers) > 1]
    m.TIERED_OFFERS = pyo.Set(initialize=tiered, doc="offers with price tiers")
    m.tier_choice = pyo.Constraint(m.TIERED_OFFERS, rule=tier_choice, doc="one tier at most [-]")


def _add_pools(m: Model, data: PlanData, pyo: Language) -> None:
    pools = list(data.members_of_pool)
    tiers = [(g, k) for g in pools for k in range(1, len(data.pools[g]) + 1)]
    m.POOLS = pyo.Set(initialize=pools, doc="pools of offers")
    m.POOL_TIERS = pyo.Set(dimen=2, initialize=tiers, doc="pool, number of its tier")
    m.v_pool_tier = pyo.Var(m.POOL_TIERS, domain=pyo.Binary, doc="tier of a pool is reached, W [-]")
    m.pool_choice = pyo.Constraint(m.POOLS, rule=pool_choice, doc="one tier of a pool at most [-]")
    members = [j for g in pools for j in data.members_of_pool[g]]
    m.MEMBERS = pyo.Set(initialize=members, doc="contracts of a pool, one per member and tier")
    m.pool_link = pyo.Constraint(m.MEMBERS, rule=pool_link, doc="members sign in the pool's tier [-]")
    least = [(g, k) for g, k in tiers if data.pools[g][k - 1].from_annual > 0]
    m.LEAST_POOL_TIERS = pyo.Set(dimen=2, initialize=least, doc="tiers of pools with a least volume")
    m.pool_floor = pyo.Constraint(
        m.LEAST_POOL_TIERS, rule=pool_floor, doc="least committed in a pool's tier [unit/year]"
    )
    m.pool_ceiling = pyo.Constraint(
        m.POOL_TIERS, rule=pool_ceiling, doc="most committed in a pool's tier [unit/year]"
    )


def pool_choice(m: Model, pool: Pool) -> Row:
    r"""A pool stands in one tier at most: :math:`\sum_k W_{g,k} \le 1`."""
    return row([(1.0, m.v_pool_tier[pool, k + 1]) for k in range(len(m.data.pools[pool]))], upper=1.0)


def pool_link(m: Model, offer: Offer) -> Row:
    r"""A member signs in the tier that its pool has reached: :math:`w_{j,k} \le W_{g,k}`."""
    spec = m.data.offers[offer]
    return row([(1.0, m.v_signed[offer]), (-1.0, m.v_pool_tier[spec.pool, spec.tier])], upper=0.0)


def pool_floor(m: Model, pool: Pool, tier: int) -> Row:
    r"""In a tier the members commit its least volume together, each by its weight.

    .. math:: \sum_j 12\, \omega_j\, r_{j,k} \ge from_{g,k}\, W_{g,k}
    """
    least = m.data.pools[pool][tier - 1].from_annual
    return row([*committed(m, pool, tier), (-least, m.v_pool_tier[pool, tier])], lower=0.0)


def pool_ceiling(m: Model, pool: Pool, tier: int) -> Row:
    r"""In a tier the members commit its most together at most, each by its weight.

    .. math:: \sum_j 12\, \omega_j\, r_{j,k} \le to_{g,k}\, W_{g,k}

    to at most what the members can commit [unit/year].
    """
    most = pool_most(m.data, pool, tier)
    return row([*committed(m, pool, tier), (-most, m.v_pool_tier[pool, tier])], upper=0.0)


def pool_most(data: PlanData, pool: Pool, tier: int) -> float:
    """Return the most that the members of a pool can commit in a tier, each by its weight [unit/year]."""
    members = (data.offers[j] for j in data.members_of_pool[pool] if data.offers[j].tier == tier)
    together = sum(spec.pool_weight * (spec.max_annual or 0.0) for spec in members)
    end = data.pools[pool][tier - 1].to_annual
    return together if end is None else min(end, together)


def committed(m: Model, pool: Pool, tier: int) -> list[Term]:
    """Return what the members commit in a tier of their pool, each by its weight [unit/year]."""
    offers = m.data.offers
    return [
        (12 * offers[j].pool_weight, m.v_rate[j])
        for j in m.data.members_of_pool[pool]
        if offers[j].tier == tier
    ]


def rate_ceiling(m: Model, offer: Offer) -> Row:
    r"""A rate is committed only under a signed contract, at most its annual volume.

    .. math:: r_j \le w_j\, \overline{R}_j / 12

    Where less can be of use (``models.formulation.bounds``) that stands in its place.
    """
    limit = _most_committed(m, offer)
    return row([(1.0, m.v_rate[offer]), (-limit, m.v_signed[offer])], upper=0.0)


def rate_floor(m: Model, offer: Offer) -> Row:
    r"""A signed contract commits at least its least annual volume.

    .. math:: r_j \ge w_j\, \underline{R}_j / 12
    """
    floor = m.data.offers[offer].min_annual / 12
    return row([(1.0, m.v_rate[offer]), (-floor, m.v_signed[offer])], lower=0.0)


def signature_link(m: Model, offer: Offer) -> Row:
    r"""Only the contract of a qualified supplier is signed: :math:`w_j \le y_g`."""
    supplier = m.data.offers[offer].supplier
    return row([(1.0, m.v_signed[offer]), (-1.0, m.v_qualified[supplier])], upper=0.0)


def tier_choice(m: Model, origin: str) -> Row:
    r"""One tier of an offer is chosen at most; exactly one where the offer is already signed.

    .. math:: \sum_{tiers} w_j \le 1 \quad (= 1)
    """
    offers = m.data.tiers_of_offer[origin]
    terms = [(1.0, m.v_signed[j]) for j in offers]
    return equal(terms, 1.0) if m.data.offers[offers[0]].signed else row(terms, upper=1.0)


@for_all("offer", "scenario", "month")
def call_off_limit(m: Model, orders: Sequence[tuple[Offer, Scenario, Month]]) -> list[Row]:
    r"""A month's order stays within the committed rate and its flexibility, as available.

    .. math:: x_{j,(s,t)} \le (1 + flex_j)\, r_j\, a_{j,s,dispatch}   \quad (2)

    The monthly maximum, where there is one, is the bound of x or ``order_limit``.
    """
    at_most = {offer: 1 + m.data.offers[offer].flex for offer, _, _ in orders}
    return pairs(orders_of(m, orders), _less_of_rate(m, orders, at_most), lower=None, upper=0.0)


@for_all("offer", "scenario", "month")
def min_take_floor(m: Model, orders: Sequence[tuple[Offer, Scenario, Month]]) -> list[Row]:
    r"""At least a share of the rate is taken in every order month, as available.

    .. math:: x_{j,(s,t)} \ge m_j\, r_j\, a_{j,s,dispatch}
    """
    at_least = {offer: m.data.offers[offer].min_take for offer, _, _ in orders}
    return pairs(orders_of(m, orders), _less_of_rate(m, orders, at_least), lower=0.0, upper=None)


def _less_of_rate(
    m: Model, orders: Sequence[tuple[Offer, Scenario, Month]], shares: Mapping[Offer, float]
) -> list[Term]:
    """Return a share of the committed rate of each order's contract, as available, taken off."""
    rate, dispatched = m.v_rate, m.tree.dispatched
    return [(-(shares[j] * dispatched(j, s)[t]), rate[j]) for j, s, t in orders]


def take_or_pay_floor(m: Model, offer: Offer, scenario: Scenario, year: int) -> Row:
    r"""What is taken in a plan-year plus what is paid for covers the share owed; force majeure is not owed.

    .. math:: \sum_{t \in Y} x_{j,path(s,t)} + top_{j,s,Y}
              \ge \theta_j\, r_j \sum_{t \in Y} a_{j,s,dispatch(t)}   \quad (3)

    Y the contract's order months in the plan-year; months whose order would not arrive within the plan on
    this path drop out of both sums. Orders count in full even where a part is lost on the way. Of a signed
    contract with orders before the plan the first plan-year's earlier months stand in both sums too.
    """
    tree = m.tree
    parts, dispatches = tree.availability(offer, scenario), tree.dispatches(offer, scenario)
    window = [t for t in m.windows_owed[offer][year] if dispatches[t] is not None]
    owed = m.data.offers[offer].take_or_pay * sum([parts[dispatches[t]] for t in window])
    taken = orders_on_path(m, [offer], scenario, window)
    if year == 0 and tree.is_owed_from_before(offer):
        owed += m.data.offers[offer].take_or_pay * tree.past_availability(offer)
        taken += past_orders(m, [offer])
    return row([*taken, (1.0, m.v_deficiency[offer, scenario, year]), (-owed, m.v_rate[offer])], lower=0.0)
