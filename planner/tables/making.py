"""What is asked for, made and lost, and how much processes run."""

from __future__ import annotations

import pandas as pd

from models.formulation.terms import investments_of_process
from models.plan.names import Process, Scenario
from planner.tables.view import View, frame


def production(view: View) -> pd.DataFrame:
    """What is made in which design."""
    made = view.value("v_made")
    rows = [
        (s, product, design, t)
        for s in view.tree.scenarios
        for product, spec in view.data.products.items()
        for design in spec.designs
        for t in view.tree.months_of(s)
    ]
    return frame(
        {
            "scenario": [s for s, _, _, _ in rows],
            "product": [product for _, product, _, _ in rows],
            "design": [design for _, _, design, _ in rows],
            "month": view.dates([t for _, _, _, t in rows]),
            "quantity": [made[product, design, s, t] for s, product, design, t in rows],
        }
    )


def demand(view: View) -> pd.DataFrame:
    """What is asked, made, short and late."""
    made, designs = view.value("v_made"), {d: list(spec.designs) for d, spec in view.data.products.items()}
    rows = [
        (s, product, t)
        for s in view.tree.scenarios
        for product in view.data.products
        for t in view.tree.months_of(s)
    ]
    return frame(
        {
            "scenario": [s for s, _, _ in rows],
            "product": [product for _, product, _ in rows],
            "month": view.dates([t for _, _, t in rows]),
            "demand": [x for quantities in view.asked.values() for x in quantities],
            "made": [sum([made[d, design, s, t] for design in designs[d]]) for s, d, t in rows],
            "short": [x for quantities in view.short.values() for x in quantities],
            "late": [x for quantities in view.late.values() for x in quantities],
        }
    )


def processes(view: View) -> pd.DataFrame:
    """How much each process runs, and how much it could."""
    activity = view.value("v_activity")
    rows = [
        (s, process, t)
        for s in view.tree.scenarios
        for process in view.data.processes
        for t in view.tree.months_of(s)
    ]
    capacities = [
        capacity
        for s in view.tree.scenarios
        for process in view.data.processes
        for capacity in _capacity(view, process, s)[view.tree.onset[s] :]
    ]
    return frame(
        {
            "scenario": [s for s, _, _ in rows],
            "process": [process for _, process, _ in rows],
            "month": view.dates([t for _, _, t in rows]),
            "activity": [activity.get((process, s, t), 0.0) for s, process, t in rows],
            "capacity": capacities,
            "under_way": [_under_way(view, process, s, t) for s, process, t in rows],
        }
    )


def _under_way(view: View, process: Process, scenario: Scenario, month: int) -> float:
    """Return the activity begun on a path by a month's end that ends later."""
    lead, activity = view.data.processes[process].lead, view.value("v_activity")
    if lead == 0:
        return 0.0
    begun = range(max(0, month - lead + 1), month + 1)
    return sum(activity.get((process, view.tree.path(scenario, t), t), 0.0) for t in begun)


def _capacity(view: View, process: Process, scenario: Scenario) -> list[float]:
    """Return what a process can do in each month of a path."""
    spec = view.data.processes[process]
    part = view.tree.process_availability(process, scenario)
    growing = [view.added(k, scenario) for k in investments_of_process(view.data, process)]
    opened = None if spec.requires is None else view.complete(spec.requires, scenario)
    grown = [sum(added) for added in zip(*growing, strict=True)] if growing else [0.0] * view.data.months
    return [
        (spec.capacity + grown[t]) * part[t] * (opened is None or opened[t] > 0)
        for t in range(view.data.months)
    ]
