"""Stock: balance, storage, final stock and what holding it costs (model, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.audit.cells import number
from planner.audit.investments import added
from planner.audit.production import later, path_activity, path_made, process_leads

if TYPE_CHECKING:
    from planner.audit.case import Case
    from planner.audit.ledger import Floats
    from planner.audit.supply import Supply


@dataclass(frozen=True)
class Flows:
    """What moves each item, recomputed; by scenario, item and month."""

    arrivals: Floats
    """At a scenario's own nodes."""
    used: Floats
    """By products, gross of scrap, along paths (as all that follow)."""
    scrap: Floats
    taken: Floats
    """By processes."""
    made: Floats
    """By processes."""

    @property
    def use(self) -> Floats:
        """Return the consumption by products and processes."""
        return self.used + self.taken


def work_out_flows(case: Case, supply: Supply) -> Flows:
    """Work out the flows of every item from orders, production and process activity."""
    plan = case.plan
    bought = np.array([[option.item == item for option in plan.options] for item in plan.items], float)
    bought = bought.reshape(len(plan.items), len(plan.options))
    made, activity = path_made(case), path_activity(case)
    finished = activity.copy()
    for p, lead in enumerate(process_leads(case).tolist()):
        finished[:, p] = later(activity[:, p], lead)
    return Flows(
        arrivals=np.einsum("io,sot->sit", bought, supply.arrived) + supply.past,
        used=np.einsum("iv,svt->sit", plan.use, made),
        scrap=sum(
            (np.einsum("iv,svt->sit", back, later(made, lag)) for lag, back in plan.scrap.items()),
            np.zeros((len(case.tree.ids), len(plan.items), plan.months)),
        ),
        taken=np.einsum("ip,spt->sit", plan.inputs, activity),
        made=np.einsum("ip,spt->sit", plan.outputs, finished),
    )


def path_stock(case: Case) -> Floats:
    """Return the stock at the end of each month along every path."""
    return case.tree.along_paths(case.answer.stock["stock"])


def check_stock(case: Case, flows: Flows) -> None:
    """Hold the Stock table to its flows, the balance, the storage and the stock wanted at the end."""
    plan, ledger, table = case.plan, case.ledger, case.answer.stock
    own, sizes = case.tree.own_nodes[:, None, :], case.sizes.items
    axes = case.axes("item", plan.items)
    receipts = np.broadcast_to(plan.receipts[None], own.shape[:1] + plan.receipts.shape)
    for column, expected in (
        ("arrivals", flows.arrivals),
        ("receipts", receipts),
        ("process_in", flows.taken),
        ("process_out", flows.made),
        ("used", flows.used),
        ("scrap", flows.scrap),
    ):
        ledger.equal("Stock table", table[column], expected, axes, where=own, least=sizes)
    stock = path_stock(case)
    initial = plan.numbers("Items", plan.items, "initial_stock")
    before = np.concatenate(
        [np.broadcast_to(initial[None, :, None], (*stock.shape[:2], 1)), stock[:, :, :-1]], axis=2
    )
    kept = (1 - plan.numbers("Items", plan.items, "monthly_loss"))[None, :, None] * before
    terms = (
        kept,
        flows.arrivals,
        receipts,
        flows.made,
        flows.taken,
        flows.used,
        flows.scrap,
        table["disposed"],
    )
    balance = kept + flows.arrivals + receipts + flows.made - flows.taken - flows.used + flows.scrap
    rest = balance - table["disposed"]
    ledger.equal("stock balance (4)", stock, rest, axes, where=own, terms=terms, least=sizes)
    ledger.at_least("not negative", stock, np.zeros(stock.shape), axes, where=own, least=sizes)
    ledger.at_least("not negative", table["disposed"], np.zeros(stock.shape), axes, where=own, least=sizes)
    _check_made_of_nothing(case, stock, rest, flows)

    limit = plan.numbers("Items", plan.items, "max_stock", np.inf)[None, :, None]
    most = limit + added(case, "stock", plan.items)
    ledger.at_most("storage (5)", stock, most, axes, where=own, least=sizes)

    rows = [plan.rows["Items"][item] for item in plan.items]
    wanted = np.array([number(row, "final_stock", number(row, "initial_stock")) for row in rows], float)
    unit_value = plan.numbers("Items", plan.items, "unit_value")
    missing = np.zeros(stock.shape)
    missing[:, :, -1] = np.maximum(0.0, wanted[None, :] - np.nan_to_num(stock[:, :, -1]))
    scale = np.zeros(stock.shape)
    scale[:, :, -1] = unit_value * np.maximum(wanted, case.sizes.items[:, :, 0])
    case.bill.add("final_stock", missing * unit_value[None, :, None], scale)
    owed = (missing * unit_value[None, :, None]).sum(axis=1)[:, -1]
    paid = case.answer.amounts["final_stock"][:, -1]
    ledger.at_least(
        "final stock (7)", paid, owed, {"scenario": case.tree.ids}, terms=(scale[:, :, -1].max(axis=1),)
    )

    capital = plan.setting("capital_rate") / 12
    holding = plan.numbers("Items", plan.items, "storage_cost") + unit_value * capital
    case.bill.add("holding", np.where(own, holding[None, :, None] * np.nan_to_num(stock), 0.0))
    disposal = plan.numbers("Items", plan.items, "disposal_cost")[None, :, None]
    case.bill.add("disposal", np.where(own, disposal * np.nan_to_num(table["disposed"]), 0.0))


def _check_made_of_nothing(case: Case, stock: Floats, rest: Floats, flows: Flows) -> None:
    """Hold what every path has more of each item than came in, all months together, to a part of its use.

    A balance that is a hair off in every month always on one side makes goods out of the air.
    """
    more = np.nan_to_num(stock - case.tree.along_paths(np.nan_to_num(rest))).sum(axis=2)
    used = flows.use.sum(axis=2)
    axes = {"scenario": case.tree.ids, "item": case.plan.items}
    case.ledger.at_most(
        "goods out of the air",
        more,
        np.zeros(more.shape),
        axes,
        terms=(used,),
        least=case.sizes.items[:, :, 0],
    )
