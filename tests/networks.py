"""Random networks of arcs to open, as arrays, with whole numbers throughout."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from models.solver.standard_form import Arrays

NODES, SCENARIOS = 6, 3


def network(seed: int, price: float = 500.0) -> Arrays:
    """Return a network in which the first node has enough for all others, which differs by scenario.

    Columns ``open`` (arc), ``flow`` (scenario, arc), ``short`` and ``disposed`` (scenario, node); rows
    ``link`` (scenario, arc) and ``balance`` (scenario, node). A unit of shortage costs ``price``.
    """
    rng = np.random.default_rng(seed)
    ends = [(i, j) for i in range(NODES) for j in range(NODES) if i != j and (i == 0 or rng.random() < 0.5)]
    arcs, nodes = range(len(ends)), range(1, NODES)
    names: list[tuple[str, tuple[int, ...]]] = [("open", (a,)) for a in arcs]
    for s in range(SCENARIOS):
        names += [("flow", (s, a)) for a in arcs]
        names += [(name, (s, node)) for name in ("short", "disposed") for node in nodes]
    at = {name: k for k, name in enumerate(names)}
    cost = np.zeros(len(names))
    cost[: len(ends)] = rng.integers(50, 150, len(ends))
    entries, rows = list[tuple[int, int, float]](), list[tuple[str, tuple[int, int]]]()
    lower, upper = list[float](), list[float]()
    for s in range(SCENARIOS):
        for a in arcs:
            cost[at["flow", (s, a)]] = rng.integers(1, 9)
            room = float(rng.integers(5, 15))
            entries += [(len(rows), at["flow", (s, a)], 1.0), (len(rows), at["open", (a,)], -room)]
            rows.append(("link", (s, a)))
            lower.append(-np.inf)
            upper.append(0.0)
        for node in nodes:
            cost[at["short", (s, node)]] = price
            for a, (i, j) in enumerate(ends):
                if node in (i, j):
                    entries.append((len(rows), at["flow", (s, a)], 1.0 if j == node else -1.0))
            entries.append((len(rows), at["short", (s, node)], 1.0))
            entries.append((len(rows), at["disposed", (s, node)], -1.0))
            rows.append(("balance", (s, node)))
            lower.append(float(rng.integers(0, 8)))
            upper.append(lower[-1])
    row_of, column_of, data = zip(*entries, strict=True)
    whole = np.arange(len(names)) < len(ends)
    return Arrays(
        names=names,
        row_names=rows,
        cost=cost,
        lower=np.zeros(len(names)),
        upper=np.where(whole, 1.0, np.inf),
        whole=whole,
        matrix=csr_matrix((data, (row_of, column_of)), shape=(len(rows), len(names))),
        row_lower=np.array(lower),
        row_upper=np.array(upper),
    )
