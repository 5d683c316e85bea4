"""Places the nodes and ribbons of a flow picture: columns are stages, heights are quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.reporting.view.flow import COLUMNS, Flow, Node

WIDTH, HEIGHT = 690.0, 300.0
BAR = 13.0
"""Width of a node."""
GAP = 17.0
"""Between two nodes of a column: room for a label."""
MARGIN = 62.0
"""Room for labels beside the last column."""
THIN = 1.0
"""No ribbon is drawn thinner."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place; y grows downwards."""

    node: Node
    x: float
    y: float
    height: float
    quantity: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A link between the right side of one node and the left side of another."""

    start: Box
    stop: Box
    quantity: float
    from_y: float
    to_y: float
    width: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A flow picture."""

    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]


def quantities(flow: Flow) -> dict[Node, float]:
    """Return what goes through each node: what comes in, or what goes out where that is more."""
    came: dict[Node, float] = {}
    went: dict[Node, float] = {}
    for (start, stop), quantity in flow.links.items():
        went[start] = went.get(start, 0.0) + quantity
        came[stop] = came.get(stop, 0.0) + quantity
    return {node: max(came.get(node, 0.0), went.get(node, 0.0)) for node in sorted({*came, *went})}


def scale_of(flows: Sequence[Flow]) -> float:
    """Return pixels per unit at which each of several pictures fits: they compare."""
    most = 0.0
    for flow in flows:
        through = quantities(flow)
        for column in range(len(COLUMNS)):
            own = [quantity for node, quantity in through.items() if node.column == column]
            room = HEIGHT - GAP * len(own)
            if sum(own) > 0:
                most = max(most, sum(own) / max(room, HEIGHT / 4))
    return 1 / most if most > 0 else 1.0


def place(flow: Flow, scale: float, ranks: Mapping[str, int]) -> Layout:
    """Return where everything stands; countries keep their order in every column."""

    def rank(node: Node) -> tuple[int, str]:
        return (ranks.get(node.country, len(ranks)) if not node.kind else len(ranks) + 1, node.kind)

    through = quantities(flow)
    step = (WIDTH - BAR - MARGIN) / (len(COLUMNS) - 1)
    boxes: dict[Node, Box] = {}
    for column in range(len(COLUMNS)):
        y = GAP / 2
        for node in sorted((node for node in through if node.column == column), key=rank):
            height = max(THIN, through[node] * scale)
            boxes[node] = Box(node, column * step, y, height, through[node])
            y += height + GAP
    ends = {node: [box.y, box.y] for node, box in boxes.items()}
    ribbons = []
    for start, stop in sorted(flow.links, key=lambda ends: (rank(ends[0]), ends[1].column, rank(ends[1]))):
        quantity = flow.links[start, stop]
        left, right = ends[start], ends[stop]
        width = quantity * scale
        ribbons.append(Ribbon(boxes[start], boxes[stop], quantity, left[0], right[1], max(THIN, width)))
        left[0] += width
        right[1] += width
    return Layout(tuple(boxes.values()), tuple(ribbons))
