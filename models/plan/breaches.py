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
    taken = _Taken(data, spec.items)
    prices = []
    for product in data.products.values():
        most = max(
            (
                sum(quantity * taken.of(item) for item, quantity in design.use.items())
                for design in product.designs.values()
            ),
            default=0.0,
        )
        if most > 0:
            prices.append(product.shortage_penalty / most)
    return BELOW * min(prices) if prices else None


class _Taken:
    """The most units of some items that one unit of an item is, or takes to make."""

    def __init__(self, data: PlanData, counted: frozenset[Item]) -> None:
        self._data, self._counted = data, counted
        self._makers = makers_of(data)
        self._behind: dict[Item, frozenset[Process]] = {}
        self._found: dict[tuple[Item, frozenset[Process]], float] = {}

    def of(self, item: Item, through: frozenset[Process] = frozenset()) -> float:
        """Return the most; no process is gone through twice, for goods may be carried back and forth.

        What was gone through matters only where it can be met again, so that without circles every item is
        looked at once, whatever the number of ways to it.
        """
        key = (item, through & self._processes_behind(item))
        if key not in self._found:
            most = 1.0 if item in self._counted else 0.0
            for process in self._makers.get(item, ()):
                if process not in through:
                    terms, passed = self._data.processes[process], through | {process}
                    sources = terms.inputs.items()
                    taken = sum(quantity * self.of(source, passed) for source, quantity in sources)
                    most = max(most, taken / terms.outputs[item])
            self._found[key] = most
        return self._found[key]

    def _processes_behind(self, item: Item) -> frozenset[Process]:
        """Return the processes that may stand on the way to an item."""
        if item not in self._behind:
            seen, ahead = set[Process](), [item]
            while ahead:
                for process in self._makers.get(ahead.pop(), ()):
                    if process not in seen:
                        seen.add(process)
                        ahead += self._data.processes[process].inputs
            self._behind[item] = frozenset(seen)
        return self._behind[item]


def makers_of(data: PlanData) -> dict[Item, list[Process]]:
    """Return for each item the processes that make it."""
    makers: dict[Item, list[Process]] = {}
    for process, terms in data.processes.items():
        for item, quantity in terms.outputs.items():
            if quantity > 0:
                makers.setdefault(item, []).append(process)
    return makers
