"""How much of each thing the plan uses: what the audit calls next to nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from planner.audit.answer import Answer
    from planner.audit.inputs import Plan
    from planner.audit.ledger import Floats

SPECK = 1e-9
"""What a solver may leave of nothing, as a share of what there could be."""
LEAST = 1e-3
"""What is hardly used is as large as this share of what the products could use of it, or bring with them."""
ROUNDING = 1e-12
"""The same of what nobody uses, as a share of the item there is most of, whatever the units of both."""


@dataclass(frozen=True)
class Sizes:
    """The most that a month uses of each thing, as 1 × thing × 1; 1 where nothing does.

    A row is held to a part of its largest term, or of this where all of them are smaller: in a month without
    any use a gram is nothing where tonnes are used, and much where milligrams are.
    """

    items: Floats
    products: Floats
    designs: Floats
    processes: Floats
    options: Floats
    suppliers: Floats


def read_sizes(plan: Plan, answer: Answer) -> Sizes:
    """Read from the answer what is used of each thing, and of what nobody uses how much there is."""
    made = np.nan_to_num(answer.made["quantity"]).max(axis=(0, 2), initial=0.0)
    activity = np.nan_to_num(answer.processes["activity"]).max(axis=(0, 2), initial=0.0)
    # what a solver leaves of nothing is no size: it would make a violation of the next speck
    capacity = np.nan_to_num(answer.processes["capacity"]).max(axis=(0, 2), initial=0.0)
    activity[(activity <= SPECK * capacity) | (capacity <= 0.0)] = 0.0
    made_of = {name: k for k, name in enumerate(plan.products)}
    product = np.array([made_of[name] for name, _ in plan.designs], np.int64)
    demand = plan.demand.max(axis=1, initial=0.0)
    asked = demand[product]
    made[(made <= SPECK * asked) | (asked <= 0.0)] = 0.0
    used = (plan.use * made[None, :]).max(axis=1, initial=0.0)
    used = np.maximum(used, (plan.inputs * activity[None, :]).max(axis=1, initial=0.0))
    bought = np.zeros(len(plan.items))
    orders = answer.orders.max(axis=(0, 2), initial=0.0)
    for option, most in zip(plan.options, orders.tolist(), strict=True):
        k = plan.items.index(option.item)
        bought[k] = max(bought[k], most)
    stock = np.nan_to_num(answer.stock["stock"]).max(axis=(0, 2), initial=0.0)
    there = np.maximum(bought, stock)
    # where nothing is made and nothing bought, all that there is may be such specks
    wanted = (plan.use * asked[None, :]).max(axis=1, initial=0.0)
    most = max(there.max(initial=0.0), wanted.max(initial=0.0))
    there[(there <= ROUNDING * most) | (there <= SPECK * wanted)] = 0.0
    could, works = _could_use(plan, wanted)
    used = np.maximum(np.where(used > 0.0, used, there), LEAST * could)
    items = np.where(used > 0.0, used, 1.0)
    of_option = np.array([items[plan.items.index(option.item)] for option in plan.options], float)
    suppliers = [
        max((size for o, size in zip(plan.options, of_option, strict=True) if o.supplier == g), default=1.0)
        for g in plan.suppliers
    ]
    products = np.where(demand > 0.0, demand, 1.0)
    # a process that stands idle is as large as what would move a month's use of one of its items
    flows = np.maximum(plan.inputs, plan.outputs)
    with np.errstate(divide="ignore"):
        moves = np.where(flows > 0.0, items[:, None] / flows, np.inf).min(axis=0, initial=np.inf)
    idle = np.where(np.isfinite(moves), moves, 1.0)
    return Sizes(
        items=_along(items),
        products=_along(products),
        designs=_along(products[product]),
        processes=_along(np.maximum(np.where(activity > 0.0, activity, idle), LEAST * works)),
        options=_along(of_option),
        suppliers=_along(np.array(suppliers, float)),
    )


def _could_use(plan: Plan, wanted: Floats) -> tuple[Floats, Floats]:
    """Return what a month's demand could use of each item and do of each process, by its shortest way.

    ``wanted`` is what the products take themselves; a process takes what makes all that is wanted of what it
    gives. What is reached by a short way is not asked again: processes may go round in circles. Of what
    nobody takes, slag or residue, it is what would come with all that.
    """
    could, works = wanted.copy(), np.zeros(plan.inputs.shape[1])
    while True:
        each = np.divide(
            could[:, None], plan.outputs, out=np.zeros_like(plan.outputs), where=plan.outputs > 0
        )
        works = np.where(works > 0.0, works, each.max(axis=0, initial=0.0))
        further = (plan.inputs * works[None, :]).max(axis=1, initial=0.0)
        new = (could <= 0.0) & (further > 0.0)
        if not new.any():
            break
        could[new] = further[new]
    given = (plan.outputs * works[None, :]).max(axis=1, initial=0.0)
    return np.where(could > 0.0, could, given), works


def _along(sizes: Floats) -> Floats:
    return sizes[None, :, None]
