"""The constraints that a limit makes, as rows over a model in which no limit binds.

They come from the very functions that make the model, read with other numbers: nothing is written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from models.formulation.rules.contracts import committed, min_take_floor, rate_ceiling, rate_floor
from models.formulation.rules.investments import capex_limit, group_choice, module_limit
from models.formulation.rules.production import late_share, service_floor
from models.formulation.rules.shares import share_limit
from models.formulation.rules.sourcing import (
    annual_limit,
    multiple_link,
    order_moq_floor,
    supplier_capacity,
    supplier_count,
)
from models.formulation.rules.stock import cover_floor, min_stock_floor
from models.formulation.terms import (
    Model,
    Row,
    added,
    available,
    investments_of_item,
    investments_of_offer,
    investments_of_process,
    row,
    scaled,
)
from models.infeasibility.limits import Limit
from models.plan.data import PlanData
from models.plan.names import Design, Investment, Item, Month, Offer, Pool, Process, Product, Rule
from models.plan.tree import Tree

CONSTRAINT_OF: Mapping[str, str] = {
    "share": "share_limit",
    "cover_days": "cover_floor",
    "min_stock": "min_stock_floor",
    "min_fill_rate": "service_floor",
    "min_suppliers": "supplier_count",
    "capex_budget": "capex_limit",
    "max_modules": "module_limit",
    "excludes": "group_choice",
    "min_annual": "rate_floor",
    "min_take": "min_take_floor",
    "moq": "order_moq_floor",
    "order_multiple": "multiple_link",
}
"""Constraints that are one limit and no more: a loosened model goes without them; others are raised."""


class View:
    """A model read with the numbers of another plan: same decisions and tree, other limits.

    Parameters
    ----------
    model : ArrayModel
    data : PlanData
        The plan whose numbers count.
    cache : dict
        Kept between views of one model.
    """

    def __init__(self, model: Model, data: PlanData, cache: dict[str, dict[str, list[Any]]]) -> None:
        self.model = model
        self.data = data
        self._cache = cache

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)

    def of(self, index_set: str, name: str) -> list[Any]:
        """Return the members of an index set that begin with a name."""
        if index_set not in self._cache:
            found: dict[str, list[Any]] = {}
            for index in getattr(self.model, index_set):
                found.setdefault(str(index[0]), []).append(index)
            self._cache[index_set] = found
        return self._cache[index_set].get(name, [])


def guards(view: View, limit: Limit, plan_tree: Tree) -> Iterator[Row]:
    """Yield the rows of one limit as it stands in the view's plan, in a fixed order.

    Parameters
    ----------
    view : View
        Of a model in which the limit does not bind.
    limit : Limit
    plan_tree : Tree
        Of the plan as written, where the months in which a contract binds are read.
    """
    if limit.field == "min_take":
        yield from _least_takes(view, limit.key[0], plan_tree)
    else:
        yield from _GUARDS[limit.field](view, *limit.key)


def _shares(view: View, rule: str) -> Iterator[Row]:
    for index in view.of("SHARES", rule):
        yield share_limit(view, Rule(rule), *index[1:])


def _services(view: View, product: str) -> Iterator[Row]:
    for scenario in view.scope:
        yield service_floor(view, Product(product), scenario)


def _covers(view: View, item: str) -> Iterator[Row]:
    """Cover in every month of the trunk; before it is wanted, a row that asks nothing."""
    first = view.data.items[Item(item)].cover_from
    for _, scenario, month in view.of("COVERS", item):
        asked = cover_floor(view, Item(item), scenario, month)
        yield asked if month >= first else row([], lower=0.0)


def _least_stocks(view: View, item: str) -> Iterator[Row]:
    for _, scenario, month in view.of("MIN_STOCKS", item):
        yield min_stock_floor(view, Item(item), scenario, month)


def _counts(view: View, item: str) -> Iterator[Row]:
    yield supplier_count(view, Item(item))


def _budgets(view: View) -> Iterator[Row]:
    for year in range(len(view.data.plan_years)):
        yield capex_limit(view, year)


def _monthly(view: View, origin: str) -> Iterator[Row]:
    for tier in view.data.tiers_of_offer[origin]:
        for offer, scenario, month in view.of("ORDERS", tier):
            part = available(view, offer, scenario, month)
            growth = added(view, investments_of_offer(view.data, offer), scenario, month)
            most = (view.data.offers[offer].max_per_month or 0.0) * part
            yield row([(1.0, view.v_order_qty[offer, scenario, month]), *scaled(-part, growth)], upper=most)


def _annual(view: View, name: str) -> Iterator[Row]:
    """Annual maximum of an offer, of each of its contracts in a pool, or of one price tier."""
    for offer in view.data.tiers_of_offer.get(name, (Offer(name),)):
        if view.data.offers[offer].contract:
            yield rate_ceiling(view, offer)
        for index in view.of("ANNUAL_LIMITS", offer):
            yield annual_limit(view, *index)


def _pool_ends(view: View, pool: str) -> Iterator[Row]:
    tiers = view.data.pools[Pool(pool)]
    reached = (-(tiers[-1].to_annual or 0.0), view.v_pool_tier[pool, len(tiers)])
    yield row([*committed(view, Pool(pool), len(tiers)), reached], upper=0.0)


def _supplier(view: View, supplier: str) -> Iterator[Row]:
    for index in view.of("SUPPLIER_MONTHS", supplier):
        yield supplier_capacity(view, *index)


def _process(view: View, process: str) -> Iterator[Row]:
    grown_by = investments_of_process(view.data, Process(process))
    capacity = view.data.processes[Process(process)].capacity
    for name, scenario, month in view.of("ACTIVITIES", process):
        part = view.tree.process_availability(name, scenario)[month]
        growth = added(view, grown_by, scenario, month)
        activity = (1.0, view.v_activity[name, scenario, month])
        yield row([activity, *scaled(-part, growth)], upper=capacity * part)


def _design(view: View, product: str, design: str) -> Iterator[Row]:
    share = view.data.products[Product(product)].designs[Design(design)].max_share
    for index in view.of("LATE_MAKES", product):
        if index[1] == design:
            yield late_share(view, *index)
    for index in view.of("MAKES", product):
        if index[1] == design and not view.data.products[Product(product)].late_months:
            _, _, scenario, month = index
            yield row([(1.0, view.v_made[index])], upper=share * view.demand[product, scenario][month])


def _storage(view: View, item: str) -> Iterator[Row]:
    grown_by = investments_of_item(view.data, Item(item))
    most = view.data.items[Item(item)].max_stock
    for name, scenario, month in view.of("STOCKS", item):
        growth = added(view, grown_by, scenario, month)
        yield row([(1.0, view.v_stock[name, scenario, month]), *scaled(-1.0, growth)], upper=most)


def _least_rate(view: View, origin: str) -> Iterator[Row]:
    for offer in view.data.tiers_of_offer[origin]:
        yield rate_floor(view, offer)


def _least_takes(view: View, origin: str, plan_tree: Tree) -> Iterator[Row]:
    for offer in view.data.tiers_of_offer[origin]:
        months = set(plan_tree.commitment_months(offer))
        for _, scenario, month in view.of("CALL_OFFS", offer):
            if month in months:
                yield min_take_floor(view, offer, scenario, month)


def _lots(view: View, origin: str) -> Iterator[Row]:
    for tier in view.data.tiers_of_offer[origin]:
        for offer, month in view.of("LOTS", tier):
            yield order_moq_floor(view, offer, month)


def _multiples(view: View, origin: str) -> Iterator[Row]:
    for tier in view.data.tiers_of_offer[origin]:
        for offer, month in view.of("MULTIPLES", tier):
            _, body, _ = multiple_link(view, offer, month)
            yield None, body, 0.0
            yield 0.0, body, None


def _signed(view: View, origin: str) -> Iterator[Row]:
    tiers = view.data.tiers_of_offer[origin]
    terms = [(1.0, view.v_signed[j]) for j in tiers]
    yield row(terms, lower=1.0) if view.data.offers[tiers[0]].signed else row(terms, upper=0.0)


def _modules(view: View, investment: str) -> Iterator[Row]:
    yield module_limit(view, Investment(investment))


def _group(view: View, investment: str) -> Iterator[Row]:
    group = view.data.investments[Investment(investment)].excludes
    if group is not None:
        yield group_choice(view, group)


def _started_early(view: View, investment: str) -> Iterator[Row]:
    first = view.data.investments[Investment(investment)].earliest
    yield from _never(view.v_modules_started, view.of("STARTS", investment), 0, first)


def _started_late(view: View, investment: str) -> Iterator[Row]:
    last = view.data.investments[Investment(investment)].latest
    yield from _never(view.v_modules_started, view.of("STARTS", investment), last + 1, view.data.months)


def _ordered_early(view: View, origin: str) -> Iterator[Row]:
    for offer in view.data.tiers_of_offer[origin]:
        first = view.data.offers[offer].available_from
        yield from _never(view.v_order_qty, view.of("ORDERS", offer), 0, first)


def _ordered_late(view: View, origin: str) -> Iterator[Row]:
    for offer in view.data.tiers_of_offer[origin]:
        last = view.data.offers[offer].available_to
        yield from _never(view.v_order_qty, view.of("ORDERS", offer), last + 1, view.data.months)


def _never(variables: Any, indices: Iterable[Any], first: Month, end: Month) -> Iterator[Row]:
    """Yield "none of it" for the months from ``first`` to before ``end``."""
    for index in indices:
        if first <= index[-1] < end:
            yield row([(1.0, variables[index])], upper=0.0)


_GUARDS: Mapping[str, Callable[..., Iterator[Row]]] = {
    "share": _shares,
    "min_fill_rate": _services,
    "cover_days": _covers,
    "cover_from": _covers,
    "min_stock": _least_stocks,
    "min_suppliers": _counts,
    "capex_budget": _budgets,
    "max_per_month": _monthly,
    "max_annual": _annual,
    "pool_end": _pool_ends,
    "tier_end": _annual,
    "supplier_capacity": _supplier,
    "process_capacity": _process,
    "max_share": _design,
    "max_stock": _storage,
    "min_annual": _least_rate,
    "moq": _lots,
    "order_multiple": _multiples,
    "signed": _signed,
    "max_modules": _modules,
    "excludes": _group,
    "earliest": _started_early,
    "latest": _started_late,
    "available_from": _ordered_early,
    "available_to": _ordered_late,
}
