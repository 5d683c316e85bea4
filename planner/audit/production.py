"""Production and processes: demand, designs, service floor, capacities (model, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.audit.cells import number, text
from planner.audit.investments import added, opened

if TYPE_CHECKING:
    from planner.audit.case import Case
    from planner.audit.ledger import Floats, Ints


def path_made(case: Case) -> Floats:
    """Return what is made by scenario, design and month, along every path."""
    return case.tree.along_paths(np.nan_to_num(case.answer.made["quantity"]))


def path_activity(case: Case) -> Floats:
    """Return process activity by scenario, process and month, along every path."""
    return case.tree.along_paths(np.nan_to_num(case.answer.processes["activity"]))


def process_leads(case: Case) -> Ints:
    """Return by process the months from what is begun to its outputs."""
    plan = case.plan
    return plan.numbers("Processes", plan.processes, "lead_months").astype(np.int64)


def later(along_path: Floats, months: int) -> Floats:
    """Return an array by month along paths, moved some months later."""
    moved = np.zeros(along_path.shape)
    kept = max(0, along_path.shape[-1] - months)
    moved[..., along_path.shape[-1] - kept :] = along_path[..., :kept]
    return moved


def path_demand(case: Case) -> Floats:
    """Return demand with the factors of every path, by scenario, product and month."""
    return case.tree.along_paths(case.plan.demand[None] * case.effects.demand_factor)


def check_production(case: Case) -> None:
    """Hold production and shortage to demand, designs to their share, shortage to the service floor."""
    plan, ledger, table = case.plan, case.ledger, case.answer.demand
    own, sizes = case.tree.own_nodes[:, None, :], case.sizes.products
    axes = case.axes("product", plan.products)
    made, demand = path_made(case), path_demand(case)
    product = np.array([plan.products.index(name) for name, _ in plan.designs], np.int64)
    member = (product[None, :] == np.arange(len(plan.products))[:, None]).astype(float)
    total = np.einsum("dv,svt->sdt", member, made)
    short = case.tree.along_paths(table["short"])
    ledger.equal("Demand table", table["demand"], demand, axes, where=own, least=sizes)
    ledger.equal("Demand table", table["made"], total, axes, where=own, least=sizes)
    late = case.tree.along_paths(table["late"])
    owed = np.concatenate([np.zeros((*late.shape[:2], 1)), late[:, :, :-1]], axis=2)
    terms = (total, short, late, owed)
    served = total + short + late - owed
    ledger.equal("demand (8)", served, demand, axes, where=own, terms=terms, least=sizes)
    nothing = np.zeros(demand.shape)
    ledger.at_least("not negative", table["short"], nothing, axes, where=own, least=sizes)
    ledger.at_least("not negative", late, nothing, axes, where=own, least=sizes)
    longest = plan.numbers("Products", plan.products, "late_months").astype(int).tolist()
    lately = np.stack([_lately(demand[:, d], n) for d, n in enumerate(longest)], axis=1)
    ledger.at_most("late deliveries", late, lately, axes, where=own, least=sizes)
    last = own & (np.arange(plan.months) == plan.months - 1)
    ledger.at_most("late deliveries", late, nothing, axes, where=last, least=sizes)
    late_cost = plan.numbers("Products", plan.products, "late_cost")[None, :, None]
    case.bill.add("late", np.where(own, late_cost * np.nan_to_num(late), 0.0))

    rows = {(text(row, "product"), text(row, "design")): row for row in plan.tables["Designs"]}
    designs = [rows[design] for design in plan.designs]
    share = np.array([number(row, "max_share", 1.0) for row in designs], float)[None, :, None]
    done = opened(case, [text(row, "requires") for row in designs])
    design_axes = case.axes("design", [" ".join(design) for design in plan.designs])
    ledger.at_least(
        "not negative",
        case.answer.made["quantity"],
        np.zeros(made.shape),
        design_axes,
        where=own,
        least=case.sizes.designs,
    )
    ledger.at_most(
        "design share (9)",
        made,
        share * (demand + owed)[:, product],
        design_axes,
        where=own,
        terms=(owed[:, product],),
        least=case.sizes.designs,
    )
    needs = np.array([bool(text(row, "requires")) for row in designs], bool)[None, :, None]
    widest = np.stack([_lately(demand[:, d], n + 1) for d, n in enumerate(longest)], axis=1)[:, product]
    ledger.at_most(
        "design share (9)",
        made,
        share * widest * done,
        design_axes,
        where=own & needs,
        least=case.sizes.designs,
    )

    fill = plan.numbers("Products", plan.products, "min_fill_rate")[None, :]
    missing = np.where(own, short, 0.0).sum(axis=2)
    allowed = (1 - fill) * np.where(own, demand, 0.0).sum(axis=2)
    asked = np.broadcast_to(fill > 0.0, missing.shape)
    ledger.at_most(
        "service floor (10)",
        missing,
        allowed,
        {"scenario": case.tree.ids, "product": plan.products},
        where=asked,
        least=sizes[:, :, 0],
    )
    unit_cost = np.array([number(row, "unit_cost") for row in designs], float)[None, :, None]
    penalty = plan.numbers("Products", plan.products, "shortage_penalty")[None, :, None]
    case.bill.add("design", np.where(own, unit_cost * made, 0.0))
    case.bill.add("shortage", np.where(own, penalty * short, 0.0))


def _lately(amount: Floats, months: int) -> Floats:
    """Return by scenario and month what there was in so many months up to it, together."""
    total = np.zeros(amount.shape)
    for back in range(min(months, amount.shape[1])):
        total[:, back:] += amount[:, : amount.shape[1] - back]
    return total


def check_processes(case: Case) -> None:
    """Hold process activity to capacity, availability and what must be built first."""
    plan, ledger = case.plan, case.ledger
    own, sizes = case.tree.own_nodes[:, None, :], case.sizes.processes
    axes = case.axes("process", plan.processes)
    activity, part = path_activity(case), case.effects.process_part
    base = plan.numbers("Processes", plan.processes, "capacity_per_month")[None, :, None]
    done = opened(case, [text(plan.rows["Processes"][p], "requires") for p in plan.processes])
    capacity = (base + added(case, "process", plan.processes)) * part
    ledger.at_least(
        "not negative",
        case.answer.processes["activity"],
        np.zeros(activity.shape),
        axes,
        where=own,
        least=sizes,
    )
    ledger.at_most("process capacity", activity, capacity, axes, where=own, least=sizes)
    closed, nothing = own & (done < 1.0), np.zeros(activity.shape)
    ledger.at_most("process requires", activity, nothing, axes, where=closed, least=sizes)
    written = case.answer.processes["capacity"]
    ledger.equal("Processes table", written, capacity * done, axes, where=own, least=sizes)
    lead = process_leads(case)
    begun = np.zeros(activity.shape)
    for at, months in enumerate(lead.tolist()):
        begun[:, at] = _lately(activity[:, at], int(months))
    ledger.equal("Processes table", case.answer.processes["under_way"], begun, axes, where=own, least=sizes)
    endless = own & (np.arange(plan.months)[None, None, :] + lead[None, :, None] >= plan.months)
    ledger.at_most("process lead", activity, nothing, axes, where=endless, least=sizes)
    opex = plan.numbers("Processes", plan.processes, "opex")[None, :, None]
    case.bill.add("process", np.where(own, opex * activity, 0.0))
    worth = plan.numbers("Items", plan.items, "unit_value") @ plan.outputs
    under_way = (lead * worth * plan.setting("capital_rate") / 12)[None, :, None]
    case.bill.add("holding", np.where(own, under_way * activity, 0.0))
