"""Checks of what flows in circles: processes and products that together make goods out of nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.workbook.access import amount, text
from planner.workbook.checks.base import Book, Findings, listed, quantity, warning
from planner.workbook.tables import Row

GAIN = 1e-6
"""Least net gain, per unit of the most active process, that is no rounding."""

_GIVEN = ("out", "scrap")


def check_loops(book: Book) -> Findings:
    """Yield the processes that, run together in some mix, give more of every item than they take."""
    flows = _flows(book)
    circle = _in_a_circle(flows)
    if not circle:
        return
    gain = _gain(flows, circle)
    if gain is None:
        return
    names, items = gain
    makers = {**_designs(book), **book.by("ProcessFlows", "process")}
    rows = [row for name in names for row in makers.get(name, ())]
    place = next((row for row in rows if text(row, "kind") in _GIVEN), None)
    if place is not None:
        gained = listed(f"{item} +{quantity(more)}" for item, more in items.items())
        yield warning("W406", place, "quantity", processes=listed(names), items=gained)


def _flows(book: Book) -> dict[str, dict[str, float]]:
    """Return what one unit of activity of each process gives of each item, less what it takes.

    A unit made in a design counts as such a process: it takes what it uses and gives its scrap. What takes
    nothing is a source of its own, such as a mine.
    """
    flows: dict[str, dict[str, float]] = {}
    makers = [(name, rows, "in", "out") for name, rows in book.by("ProcessFlows", "process").items()]
    makers += [(name, rows, "use", "scrap") for name, rows in _designs(book).items()]
    for name, rows, takes, gives in makers:
        own: dict[str, float] = {}
        taken = _of_kind(rows, takes)
        for item, quantity_in in taken.items():
            own[item] = own.get(item, 0.0) - quantity_in
        for item, quantity_out in _of_kind(rows, gives).items():
            own[item] = own.get(item, 0.0) + quantity_out
        if any(taken.values()):
            flows[name] = own
    return flows


def _designs(book: Book) -> dict[str, list[Row]]:
    """Return the parts of each design that leaves scrap."""
    designs: dict[str, list[Row]] = {}
    for row in book.rows("BOM"):
        designs.setdefault(f"{text(row, 'product')} / {text(row, 'design')}", []).append(row)
    return {name: rows for name, rows in designs.items() if any(text(row, "kind") == "scrap" for row in rows)}


def _of_kind(rows: Sequence[Row], kind: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in rows:
        if text(row, "kind") == kind and amount(row, "quantity") > 0:
            found[text(row, "item")] = found.get(text(row, "item"), 0.0) + amount(row, "quantity")
    return found


def _in_a_circle(flows: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return the processes left once those are taken away that nothing else, or nobody, could feed."""
    left = dict(flows)
    while left:
        given = {item for own in left.values() for item, net in own.items() if net > 0}
        kept = {
            name: own
            for name, own in left.items()
            if any(net > 0 for net in own.values())
            and all(net >= 0 or item in given for item, net in own.items())
        }
        if len(kept) == len(left):
            break
        left = kept
    return list(left)


def _gain(
    flows: Mapping[str, Mapping[str, float]], circle: Sequence[str]
) -> tuple[list[str], dict[str, float]] | None:
    """Return the activities of a mix that gains, and what it gains; ``None`` where no mix does.

    The mix that gains most is a small linear program: net flows of no item below zero, activities up to 1.
    """
    import highspy  # noqa: PLC0415 (not needed for most plans, and slow to load)

    scale = {name: max(map(abs, flows[name].values())) for name in circle}
    unit = {name: {item: net / scale[name] for item, net in flows[name].items()} for name in circle}
    solver = highspy.Highs()
    solver.silent()
    level = {name: solver.addVariable(0.0, 1.0, -sum(unit[name].values())) for name in circle}
    items = sorted({item for own in unit.values() for item in own})
    for item in items:
        mixed = (own[item] * level[name] for name, own in unit.items() if item in own)
        solver.addConstr(solver.qsum(mixed) >= 0.0)
    solver.run()
    solved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if not solved or -solver.getObjectiveValue() <= GAIN:
        return None
    mix = {name: solver.variableValue(level[name]) for name in circle}
    more = {item: sum(own.get(item, 0.0) * mix[name] for name, own in unit.items()) for item in items}
    active = [name for name, share in mix.items() if share > GAIN]
    return active, {item: float(f"{net:.3g}") for item, net in more.items() if net > GAIN}
