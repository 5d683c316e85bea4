"""What breaking a share rule costs where it gives way only to keep a line running (model, section 7)."""

from __future__ import annotations

from models.plan.data import PlanData, RuleSpec
from models.plan.names import Item, Process

BELOW = 0.999
"""Part of a shortage's price at which a breach is cheaper than standing still."""


def price_unless_short(data: PlanData, spec: RuleSpec) -> float | None:
    """Return the price of a breach just below that of the shortage which it prevents [money/unit].

    The least, over the products that take the rule's items, of the shortage penalty by unit of these items.

    Parameters
    ----------
    data : PlanData
    spec : RuleSpec

    Returns
    -------
    float or None
        ``None`` where no product takes the rule's items: the rule is hard then.
    """
    prices = []
    for product in data.products.values():
        most = max(
            (
                sum(quantity * _taken(data, spec, item, frozenset()) for item, quantity in design.use.items())
                for design in product.designs.values()
            ),
            default=0.0,
        )
        if most > 0:
            prices.append(product.shortage_penalty / most)
    return BELOW * min(prices) if prices else None


def _taken(data: PlanData, spec: RuleSpec, item: Item, through: frozenset[Process]) -> float:
    """Return the most units of a rule's items that one unit of an item is, or takes to make.

    No process is gone through twice, for goods may be carried back and forth.
    """
    most = 1.0 if item in spec.items else 0.0
    for process, terms in data.processes.items():
        made = terms.outputs.get(item, 0.0)
        if made > 0 and process not in through:
            taken = sum(
                quantity * _taken(data, spec, source, through | {process})
                for source, quantity in terms.inputs.items()
            )
            most = max(most, taken / made)
    return most
