"""Recycling, refining, metal and magnet making (model, section 5)."""

from __future__ import annotations

from math import inf

from models.formulation.terms import (
    Language,
    Model,
    Row,
    added,
    investments_of_process,
    makers_of_items,
    modules_done,
    most_added,
    row,
    takers_of_items,
)
from models.plan.data import PlanData
from models.plan.names import Month, Process, Scenario
from models.plan.tree import Tree


def add(m: Model, data: PlanData, tree: Tree, pyo: Language) -> None:
    """Add the activity of processes and its limits."""
    m.takers, m.makers = takers_of_items(data), makers_of_items(data)
    m.process_grown_by = {p: ks for p in data.processes if (ks := investments_of_process(data, p))}
    m.process_caps = {
        p: spec.capacity + most_added(data, m.process_grown_by.get(p, ()))
        for p, spec in data.processes.items()
    }
    m.ACTIVITIES = pyo.Set(
        dimen=3,
        initialize=[(p, s, t) for s, t in m.VISIBLE for p in data.processes if _ends(data, p, t)],
        doc="process, node at which it is begun",
    )
    m.v_activity = pyo.Var(
        m.ACTIVITIES,
        domain=pyo.NonNegativeReals,
        bounds=lambda m, p, s, t: (0.0, m.process_caps[p] * tree.process_availability(p, s)[t]),
        doc="activity of a process, v, up to its capacity [activity]",
    )
    own = [(p, s, t) for s, t in m.NODES for p in data.processes if _ends(data, p, t)]
    growing = [index for index in own if index[0] in m.process_grown_by]
    m.GROWING_ACTIVITIES = pyo.Set(dimen=3, initialize=growing, doc="activities that investments add to")
    m.process_capacity = pyo.Constraint(
        m.GROWING_ACTIVITIES, rule=process_capacity, doc="capacity with what investments add [activity]"
    )
    gated = {p for p, spec in data.processes.items() if spec.requires is not None}
    to_open = [index for index in own if index[0] in gated]
    m.GATED_ACTIVITIES = pyo.Set(dimen=3, initialize=to_open, doc="activities that an investment opens")
    m.process_gate = pyo.Constraint(
        m.GATED_ACTIVITIES, rule=process_gate, doc="process opened first [activity]"
    )


def _ends(data: PlanData, process: Process, month: Month) -> bool:
    """Tell whether what is begun in a month gives its outputs within the plan."""
    return month + data.processes[process].lead < data.months


def process_capacity(m: Model, process: Process, scenario: Scenario, month: Month) -> Row:
    r"""Activity stays within capacity, grown by what is built, as available.

    .. math:: v_{p,n} \le (C_p + \textstyle\sum_k A_k \cdot done_k[s,t])\, b_{p,s,t}

    It limits what is begun in a month, however long the lead. Processes that nothing grows have this as the
    bound of v.
    """
    part = m.tree.process_availability(process, scenario)[month]
    most = m.useful.activity.get(process, inf)
    most = most / part if part > 0 else inf
    growth = added(m, m.process_grown_by[process], scenario, month, most=most, factor=-part)
    limit = m.data.processes[process].capacity * part
    return row([(1.0, m.v_activity[process, scenario, month]), *growth], upper=limit)


def process_gate(m: Model, process: Process, scenario: Scenario, month: Month) -> Row:
    r"""A process that an investment opens runs only once that is complete.

    .. math:: v_{p,n} \le \hat C_p\, b_{p,s,t} \cdot done_k[s,t]

    Ĉ capacity and the most that can be added, or be of any use [activity].
    """
    most = m.process_caps[process] * m.tree.process_availability(process, scenario)[month]
    most = min(most, m.useful.activity.get(process, inf))
    done = modules_done(m, m.data.processes[process].requires, scenario, month, -most)
    return row([(1.0, m.v_activity[process, scenario, month]), *done], upper=0.0)
