"""Days of cover: what is wanted on the trunk and again in branches, and how long stock lasts (section 4)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from planner.audit.cells import month, number
from planner.audit.ledger import TOLERANCE
from planner.audit.stock import path_stock

if TYPE_CHECKING:
    from planner.audit.case import Case
    from planner.audit.ledger import Bools, Floats
    from planner.audit.stock import Flows

DAYS_PER_MONTH = 365 / 12
NO_USE = 1e-9
"""Use at or below this part of a month's (the dust of a solver) is no use that stock could last for."""


def mean_beyond(use: Floats) -> Floats:
    """Return the monthly use beyond the horizon: the mean of the last min(12, H) months of each path."""
    mean: Floats = use[:, :, -12:].mean(axis=2)
    return mean


def check_cover(case: Case, flows: Flows) -> None:
    """Hold the stock to the cover wanted, hard or at its price, and the Stock table to the days it lasts."""
    plan, tree, ledger = case.plan, case.tree, case.ledger
    use, stock = flows.use, path_stock(case)
    axes = case.axes("item", plan.items)
    missing, terms = np.zeros(stock.shape), np.zeros(stock.shape)
    hard, soft = np.zeros(stock.shape, bool), np.zeros(stock.shape, bool)
    needed, minimum = np.zeros(stock.shape), np.zeros(stock.shape)
    months, sizes = np.arange(plan.months), case.sizes.items
    for i, item in enumerate(plan.items):
        row = plan.rows["Items"][item]
        wanted_months, least = number(row, "min_cover_days") / DAYS_PER_MONTH, number(row, "min_stock")
        if wanted_months <= 0.0 and least <= 0.0:
            continue
        needed[:, i] = _need(use[:, i], mean_beyond(use)[:, i], wanted_months)
        minimum[:, i] = least
        start = month(plan.tables, row, "cover_from", 0)
        penalty, again = row["cover_penalty"], row["cover_again_months"]
        (hard if penalty is None else soft)[0, i] = months >= start
        if again is not None:
            first = np.maximum(
                np.maximum(tree.onset, start),
                case.effects.last_disturbed + int(number(row, "cover_again_months")),
            )
            soft[1:, i] = months[None, :] >= first[1:, None]
        wanted = np.maximum(needed[:, i], least)  # one shortfall is paid once, for whichever is larger
        lacking = np.where(soft[:, i], np.maximum(0.0, wanted - np.nan_to_num(stock[:, i])), 0.0)
        missing[:, i] = lacking * number(row, "cover_penalty")
        measured = np.maximum(wanted, sizes[0, i])
        terms[:, i] = np.where(soft[:, i], measured, 0.0) * number(row, "cover_penalty")
    ledger.at_least("days of cover (6)", stock, needed, axes, where=hard, least=sizes)
    ledger.at_least("least stock", stock, minimum, axes, where=hard & (minimum > 0.0), least=sizes)
    case.bill.add("cover", missing, terms)
    paid = case.answer.amounts["cover"]
    for check, rows in (("days of cover (6)", slice(0, 1)), ("cover again (6)", slice(1, None))):
        ledger.at_least(
            check,
            paid[rows],
            missing.sum(axis=1)[rows],
            {"scenario": tree.ids[rows], "month": plan.month_labels()},
            where=np.any(soft, axis=1)[rows],
            terms=(terms.max(axis=1, initial=0.0)[rows],),
        )
    _check_days(case, use, stock)


def _need(use: Floats, beyond: Floats, wanted_months: float) -> Floats:
    """Return by scenario and month the use of the months that follow, for a cover of so many months."""
    whole = math.floor(wanted_months)
    months = use.shape[1]
    ahead = np.concatenate([use, np.repeat(beyond[:, None], whole + 1, axis=1)], axis=1)
    need = np.zeros(use.shape)
    for k in range(1, whole + 1):
        need += ahead[:, k : k + months]
    return need + (wanted_months - whole) * ahead[:, whole + 1 : whole + 1 + months]


def _check_days(case: Case, use: Floats, stock: Floats) -> None:
    """Hold days_of_cover between what a little less and a little more stock would last.

    Where the next months use nothing, a trace of stock more lasts months longer: both answers are right.
    """
    plan, own = case.plan, case.tree.own_nodes[:, None, :]
    slack = TOLERANCE * np.maximum(case.sizes.items, np.abs(stock))
    beyond, none = mean_beyond(use), NO_USE * case.sizes.items
    low, _ = lasts(np.maximum(stock - slack, 0.0), use, beyond, through_equal=False, none=none)
    # of dust beyond the plan what is left lasts for ever, or as long as dust lets it
    dusty = TOLERANCE * case.sizes.items
    high, following = lasts(np.maximum(stock + slack, 0.0), use, beyond, through_equal=True, none=dusty)
    days = case.answer.stock["days_of_cover"]
    blank = np.isnan(days)
    axes = case.axes("item", plan.items)
    # of the solver's dust a stock may be said to last for days, for ever or not at all
    dust = following <= TOLERANCE * case.sizes.items
    case.ledger.holds("Stock table", blank, axes, where=own & (following <= 0.0))
    case.ledger.holds("Stock table", ~blank, axes, where=own & ~dust & np.isfinite(high))
    written: Bools = own & ~blank & ~dust
    case.ledger.at_least("Stock table", days, low * DAYS_PER_MONTH, axes, where=written)
    case.ledger.at_most("Stock table", days, high * DAYS_PER_MONTH, axes, where=written)


def lasts(
    left: Floats, use: Floats, beyond: Floats, *, through_equal: bool, none: Floats | float = NO_USE
) -> tuple[Floats, Floats]:
    """Return how many months each stock lasts, and the largest use of a month that follows it."""
    months = use.shape[2]
    lasts, left = np.zeros(left.shape), left.copy()
    largest = np.repeat(beyond[:, :, None], months, axis=2)
    following = np.maximum.accumulate(use[:, :, :0:-1], axis=2)[:, :, ::-1]
    largest[:, :, :-1] = np.maximum(largest[:, :, :-1], following)
    running = np.ones(left.shape, bool)
    for k in range(1, months):
        # all that follows is about the months that have a k-th month after them within the plan
        inside = (slice(None), slice(None), slice(0, months - k))
        taken, held = use[:, :, k:], left[inside]
        whole = running[inside] & ((held >= taken) if through_equal else (held > taken))
        last = running[inside] & ~whole
        lasts[inside] += whole
        lasts[inside] += np.divide(held, taken, out=np.zeros(held.shape), where=last & (taken > 0.0))
        left[inside] = np.where(whole, held - taken, held)
        running[inside] = whole
        if not whole.any():
            break
    ever = np.divide(
        left, beyond[:, :, None], out=np.full(left.shape, np.inf), where=beyond[:, :, None] > none
    )
    return lasts + np.where(running, ever, 0.0), largest
