"""Rules of thumb as cases: planned by their rule, without a thought of disruptions, then judged on them.

What is signed, built and done on the trunk comes from the plan without scenarios, changed as the rule says;
it is then held fixed on the plan's own scenarios, where only the branches adapt.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pandas as pd

from models.errors import ClusterLost, Infeasible, NoRecourse, PlanError
from models.evaluation.evaluate import evaluate_fixed
from models.plan.names import Product
from models.runs.run import Jobs, run_all, threads_each
from models.solution.carried import WarmStart
from models.solution.solution import Solution
from models.solver.highs import Options
from models.solving.solve import solve_plan
from planner.assemble import assemble
from planner.cases import CaseRun, Effort, without_plan
from planner.origins import trace
from planner.pipeline import NoPlan, Plan, confirmed
from planner.tables import result_tables
from planner.workbook.access import amount, month, text, whole
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.tables import Row, Tables, Value

DAYS = 60.0
"""Days of cover that the first rule of thumb holds."""
HALF = 0.5
"""Most that the second one buys of an item from one supplier."""
PRESSING = 10.0
"""Price of a month of missing cover, in dearest prices, where it is found when cover can be held."""
SLIP = 1e-6
"""Part of a quantity that is the solver's rounding."""


@dataclass(frozen=True)
class Known:
    """What a rule knows of the plan without scenarios, by item."""

    use: Mapping[str, float] = field(default_factory=dict)
    """Largest use of a month [unit/month]."""
    held_from: Mapping[str, int] = field(default_factory=dict)
    """First month from which 60 days can be held without stopping a line; the horizon: never."""


@dataclass(frozen=True)
class Thumb:
    """One rule of thumb: how it changes a plan."""

    name: str
    change: Callable[[Tables, Known], Tables]


@dataclass(frozen=True)
class ThumbTask:
    """One rule of thumb to plan and to judge; plain data."""

    name: str
    plan: Plan
    known: Known
    effort: Effort
    start: WarmStart | None


def run_thumbs(
    plan: Plan, effort: Effort | None = None, jobs: Jobs = 1, done: Callable[[int, int], None] | None = None
) -> list[CaseRun]:
    """Plan by every rule of thumb and judge each on the plan's scenarios.

    Parameters
    ----------
    plan : Plan
    effort : Effort, optional
    jobs : int or Runner
        Processes (1: this one), or where else to run.
    done : callable, optional
        Called after each with how many are done and how many there are.

    Returns
    -------
    list of CaseRun
        Same scenarios as the plan's, decisions of the rule. A rule that leads to no plan, or to one that
        cannot be kept in every scenario, stands with its reason; so does one not run since the user stopped.
    """
    effort = effort or Effort()
    options = _options(plan, effort)
    known, start = Known(), None
    try:
        trunk = solve_plan(assemble(plan.tables, disruptions=False), options)
        known, start = Known(monthly_use(trunk, plan), held_from(trunk, plan, options)), trunk.warm
    except PlanError:
        pass  # a rule that changes what clashes may still lead to a plan
    except KeyboardInterrupt:
        options.stop.set()
    if options.stop.is_set():
        return [CaseRun(thumb.name, "", plan.tables, "not_run") for thumb in THUMBS]
    effort = replace(effort, threads=threads_each(jobs, effort.threads))
    tasks = [ThumbTask(thumb.name, plan, known, effort, start) for thumb in THUMBS]
    try:
        answers = run_all(judge, tasks, jobs, done=done, last=lambda run: run.interrupted)
    except ClusterLost as lost:  # what is finished is kept; ``jobs.lost`` says why there is no more
        answers = lost.answers
    return [
        run or CaseRun(task.name, "", plan.tables, "not_run")
        for run, task in zip(answers, tasks, strict=True)
    ]


def judge(task: ThumbTask) -> CaseRun:
    """Plan by one rule of thumb, hold the plan fixed, and let the branches adapt."""
    begin = time.perf_counter()
    thumb = next(thumb for thumb in THUMBS if thumb.name == task.name)
    changed = thumb.change(task.plan.tables, task.known)
    run = CaseRun(task.name, "", changed, "failed")
    options = _options(task.plan, task.effort)
    data = assemble(changed, disruptions=False)
    started = datetime.now(UTC)
    try:
        decided = solve_plan(data, options, task.start)
        data = assemble(task.plan.tables)
        solution = evaluate_fixed(data, decided, options)
        result = confirmed(task.plan, solution, options, started, solution.seconds)
        run = replace(run, status=result.status, result=replace(result, solution=None))
    except Infeasible as error:
        tables = task.plan.tables if isinstance(error, NoRecourse) else changed
        run = without_plan(run, NoPlan(tuple(trace(error.iis, tables, data))))
    except PlanError as error:
        run = without_plan(run, error)
    return replace(run, seconds=time.perf_counter() - begin, interrupted=options.stop.is_set())


def monthly_use(solution: Solution, plan: Plan) -> dict[str, float]:
    """Return the largest use of a month of each item on the trunk [unit/month], by products and processes."""
    stock: pd.DataFrame = result_tables(solution, plan.tables.start)["Stock"]
    trunk = stock[stock["scenario"] == TRUNK]
    used = (trunk["used"] + trunk["process_in"]).groupby(trunk["item"]).max()
    return {str(item): float(quantity) for item, quantity in used.items()}


def held_from(trunk: Solution, plan: Plan, options: Options) -> dict[str, int]:
    """Return from which month 60 days of each used item can be held, with no more shortage than without.

    Of a plan without scenarios in which missing cover costs far more than anything that is bought.
    """
    tables = plan.tables
    pressing = PRESSING * max(
        [
            1.0,
            *(amount(row, "price") for row in tables["Offers"]),
            *(amount(row, "unit_value") for row in tables["Items"]),
        ]
    )
    for row in tables["Products"]:
        product = text(row, "product")
        asked = sum(trunk.data.products[Product(product)].demand)
        short = sum(q for (d, _, _), q in trunk.values["v_short"].items() if d == product)
        rate = max(amount(row, "min_fill_rate"), 1.0 - short / asked - SLIP) if asked > 0 else 0.0
        tables = _with_rows(tables, "Products", {"min_fill_rate": max(0.0, rate)}, _is("product", product))
    tables = _with_cover(tables, Known(), penalty=pressing)
    found = solve_plan(assemble(tables, disruptions=False), options, trunk.warm)
    last: dict[str, int] = {}
    for (item, _, at), gap in found.values["v_cover_gap"].items():
        if gap > SLIP * max(1.0, found.values["v_stock"][item, TRUNK, at]):
            last[str(item)] = max(at, last.get(str(item), at))
    return {item: at + 1 for item, at in last.items()}


def _options(plan: Plan, effort: Effort) -> Options:
    settings = plan.tables.settings
    return Options(
        gap=effort.gap if effort.gap is not None else float(settings["mip_gap"]),  # type: ignore[arg-type]
        time_limit=effort.time_limit if effort.time_limit is not None else float(settings["time_limit"]),  # type: ignore[arg-type]
        threads=effort.threads,
        seed=effort.seed,
    )


# --- the rules -------------------------------------------------------------------------------------------


def sixty_days(tables: Tables, known: Known) -> Tables:
    """Hold 60 days of cover of every used item, and buy where it is cheapest.

    Held from the month in which it can have been bought and made without stopping a line: asked for at once,
    lines would stop to build it up. What can never be held so is not asked for.
    """
    return _with_cover(tables, known, penalty=None)


def _with_cover(tables: Tables, known: Known, penalty: float | None) -> Tables:
    longest = max((whole(row, "lead_time_months") for row in tables["Offers"]), default=0)
    first = min(tables.months - 1, longest + math.ceil(DAYS * 12 / 365))
    for item in _used_items(tables):
        row = next(row for row in tables["Items"] if text(row, "item") == item)
        own = month(row, "cover_from")
        begin = max(first, known.held_from.get(item, 0), tables.month_index(own) if own else 0)
        if begin < tables.months:
            changes: dict[str, Value] = {
                "min_cover_days": DAYS,
                "cover_from": tables.month_date(begin),
                "cover_penalty": penalty,
            }
            tables = _with_rows(tables, "Items", changes, _is("item", item))
    return tables


def half_and_half(tables: Tables, _known: Known) -> Tables:
    """Buy at most half of every item from one supplier, where it has more than one."""
    suppliers: dict[str, set[str]] = {}
    for row in tables["Offers"]:
        suppliers.setdefault(text(row, "item"), set()).add(text(row, "supplier"))
    taken = {text(row, "rule") for row in tables["Rules"]}
    rows = list(tables["Rules"])
    for item in (text(row, "item") for row in tables["Items"]):
        if len(suppliers.get(item, ())) < 2:
            continue  # nothing to split
        name = f"50/50 {item}"
        while name in taken:
            name += "'"
        rows.append(
            _new_row(
                "Rules", rule=name, measure="supplier", member="*", items=(item,), share=HALF, sense="max"
            )
        )
    return replace(tables, sheets={**tables.sheets, "Rules": tuple(rows)})


def no_stock(tables: Tables, known: Known) -> Tables:
    """Ask for no cover, and have room for one month's use."""
    for row in tables["Items"]:
        item = text(row, "item")
        if known.use.get(item, 0.0) > 0:
            changes: dict[str, Value] = {"min_cover_days": 0.0, "max_stock": known.use[item]}
            tables = _with_rows(tables, "Items", changes, _is("item", item))
    return tables


def no_investment(tables: Tables, _known: Known) -> Tables:
    """Start no investment; what is under way stays."""
    return _with_rows(tables, "Investments", {"max_modules": 0}, lambda row: row["committed_start"] is None)


THUMBS = (
    Thumb("60-days", sixty_days),
    Thumb("50-50", half_and_half),
    Thumb("no-stock", no_stock),
    Thumb("no-investment", no_investment),
)
"""The rules of thumb a board has heard of."""


def _used_items(tables: Tables) -> set[str]:
    """Return the items that products or processes consume."""
    used = {text(row, "item") for row in tables["BOM"] if row["kind"] == "use"}
    return used | {text(row, "item") for row in tables["ProcessFlows"] if row["kind"] == "in"}


def _with_rows(
    tables: Tables, sheet: str, changes: Mapping[str, Value], chosen: Callable[[Row], bool]
) -> Tables:
    rows = tuple(
        replace(row, values={**row.values, **changes}, given=_given(row.given, changes))
        if chosen(row)
        else row
        for row in tables[sheet]
    )
    return replace(tables, sheets={**tables.sheets, sheet: rows})


def _is(key: str, name: str) -> Callable[[Row], bool]:
    return lambda row: row[key] == name


def _given(given: Iterable[str], changes: Mapping[str, Value]) -> frozenset[str]:
    filled = {key for key, value in changes.items() if value is not None}
    return frozenset((set(given) - set(changes)) | filled)


def _new_row(sheet: str, **values: Value) -> Row:
    """Return a row of a sheet that stands in no workbook, with the sheet's constant defaults."""
    filled: dict[str, Value] = {column.key: column.default for column in SHEETS[sheet].columns}
    return Row(sheet, 0, filled | values, frozenset(values))
