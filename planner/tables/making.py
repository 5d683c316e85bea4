"""What is asked for, made and lost, and how much processes run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from models.formulation.terms import investments_of_process
from models.plan.names import Process
from planner.tables.frames import node_table
from planner.tables.nodes import Floats
from planner.tables.view import View


def production(view: View) -> pd.DataFrame:
    """What is made in which design."""
    products, designs = [d for d, _ in view.made], [v for _, v in view.made]
    return node_table(view, {"product": products, "design": designs}, {"quantity": _side_by_side(view.made)})


def demand(view: View) -> pd.DataFrame:
    """What is asked, made, short and late."""
    made = np.zeros(view.short.shape)
    for row, (product, spec) in enumerate(view.data.products.items()):
        for design in spec.designs:
            made[row] += view.made[product, design]
    columns = {"demand": view.own(view.asked), "made": made, "short": view.short, "late": view.late}
    return node_table(view, {"product": list(view.data.products)}, columns)


def processes(view: View) -> pd.DataFrame:
    """How much each process runs, and how much it could."""
    each = list(view.data.processes)
    capacity = {process: view.own(_capacity(view, process)) for process in each}
    under_way = {process: view.own(_under_way(view, process)) for process in each}
    return node_table(
        view,
        {"process": each},
        {
            "activity": _side_by_side(view.activity),
            "capacity": _side_by_side(capacity),
            "under_way": _side_by_side(under_way),
        },
    )


def _side_by_side(rows: Mapping[Any, Floats]) -> Floats:
    return np.array(list(rows.values()))


def _under_way(view: View, process: Process) -> Floats:
    """Return the activity begun on each path by a month's end that ends later."""
    begun = view.nodes.along(view.activity[process,])
    total = np.zeros(begun.shape)
    for ago in range(min(view.data.processes[process].lead, view.data.months) - 1, -1, -1):
        total[:, ago:] += begun[:, : view.data.months - ago]
    return total


def _capacity(view: View, process: Process) -> Floats:
    """Return what a process can do in each month of each path."""
    spec = view.data.processes[process]
    part = view.by_path(view.tree.process_availability(process, s) for s in view.tree.scenarios)
    grown = sum(view.added(k) for k in investments_of_process(view.data, process))
    opened = 1.0 if spec.requires is None else view.complete(spec.requires) > 0
    return np.asarray((spec.capacity + grown) * part * opened)
