"""A small result made by arithmetic, not by a solver: every table agrees with every other.

One product (EV) needs 2 kg of DY a unit; DY comes from a contract with ACME, month by month from NA, and from
recycling. Every scenario hits NA; BAN2 follows BAN. Nobody decides anything: what a story says is ordered,
and what cannot be made is short.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from planner.reporting import PlanResult
from planner.workbook.messages.findings import Finding
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables

START = dt.date(2026, 4, 1)
DEMAND = 10.0
PER_UNIT = 2.0
RECYCLED = 1.0
DAYS = 365 / 12
FIRST_STAGE = {"qualification": 5.0, "contract": 3.0, "capex": 80.0, "fixed_opex": 6.0, "residual": -40.0}


@dataclass(frozen=True)
class Story:
    """What is different from a plan in which nothing is worth a warning."""

    months: int = 12
    contract: float = 12.0
    """Ordered from ACME every month."""
    spot: tuple[float, ...] = ()
    """Ordered from NA by month; empty: 7 every month."""
    opening: float = 60.0
    receipts: float = 20.0
    """Arrives in month 0."""
    branches: tuple[tuple[str, str, int, float], ...] = (
        ("BAN", "0", 3, 0.1),
        ("BAN2", "BAN", 6, 0.05),
        ("LATE", "0", 6, 0.1),
        ("SPIKE", "0", 9, 0.1),
    )
    """Scenario, parent, onset, probability."""
    event_months: int = 2
    stops: bool = False
    """Events stop NA; else they make it dearer."""
    penalty: float = 5000.0
    """Shortage penalty per unit."""
    cover_penalty: float = 0.0
    """Paid on the trunk for every month, and in no branch."""
    risk_weight: float = 0.3
    gap: float = 0.001
    status: str = "optimal"
    disposed: float = 0.0
    """Thrown away in month 2 of every path."""
    rule_penalty: float = 0.0
    moq: float | None = None
    other_supplier: bool = False
    """A supplier that is not qualified."""
    holding: float = 0.5
    ids: Mapping[str, str] = field(default_factory=dict)
    """Other ids for those of the story."""
    findings: tuple[Finding, ...] = ()

    def name(self, name: str) -> str:
        """Return the id of a thing."""
        return self.ids.get(name, name)


def month(index: int) -> pd.Timestamp:
    """Return a plan month as the result tables hold it."""
    count = START.year * 12 + START.month - 1 + index
    return pd.Timestamp(count // 12, count % 12 + 1, 1)


def fake_inputs(story: Story) -> Tables:
    """Return the checked input of a story."""
    n = story.name
    suppliers: list[dict[str, object]] = [
        {"supplier": n("ACME"), "name": None if story.ids else "Acme Oxides", "already_qualified": "yes"},
        {"supplier": n("NA"), "already_qualified": "no", "qualification_cost": 5, "qualification_months": 0},
    ]
    if story.other_supplier:
        suppliers.append({"supplier": "OTHER", "already_qualified": "no", "qualification_cost": 9})
    offers: list[dict[str, object]] = [
        {
            "offer": n("DY-ACME"),
            "supplier": n("ACME"),
            "item": n("DY"),
            "kind": "contract",
            "price": 300,
            "max_annual": 240,
            "contract_cost": 3,
            "take_or_pay": 0.5,
            "min_annual": 12,
            "lead_time_months": 1,
            "refining_country": "MY",
        },
        {
            "offer": n("DY-NA"),
            "supplier": n("NA"),
            "item": n("DY"),
            "price": 250,
            "max_per_month": 100,
            "lead_time_months": 1,
            "refining_country": "CN",
            "moq": story.moq,
        },
    ]
    if story.other_supplier:
        offers.append({**offers[1], "offer": "DY-OTHER", "supplier": "OTHER"})
    sheets: dict[str, list[dict[str, object]]] = {
        "Settings": [
            {"key": key, "value": value}
            for key, value in {
                "plan_name": n("Plan"),
                "start_month": START,
                "months": story.months,
                "currency": "USD",
                "risk_weight": story.risk_weight,
                "mip_gap": None,
            }.items()
        ],
        "Items": [
            {
                "item": n("DY"),
                "name": None if story.ids else "Dy oxide",
                "unit_value": 280,
                "initial_stock": story.opening,
                "final_stock": 0,
                "min_cover_days": 50,
                "cover_penalty": 1,
            }
        ],
        "Receipts": [{"item": n("DY"), "month": START, "quantity": story.receipts}],
        "Suppliers": suppliers,
        "Offers": offers,
        "Products": [{"product": n("EV"), "unit": "car", "shortage_penalty": story.penalty}],
        "Demand": [
            {"product": n("EV"), "month": month(t).date(), "quantity": DEMAND} for t in range(story.months)
        ],
        "Designs": [{"product": n("EV"), "design": "std"}],
        "BOM": [{"product": n("EV"), "design": "std", "item": n("DY"), "quantity": PER_UNIT}],
        "Processes": [{"process": "REC", "recycling": "yes", "capacity_per_month": RECYCLED}],
        "ProcessFlows": [{"process": "REC", "item": n("DY"), "kind": "out", "quantity": 1}],
        "Investments": [
            {"investment": "PLANT", "name": "New plant", "capex": 100, "subsidy": 0.2, "lead_months": 6}
        ],
        "Rules": [
            {
                "rule": n("CN-cap"),
                "measure": "refining",
                "member": "CN",
                "items": n("DY"),
                "share": 0.5,
                "penalty": 2,
            }
        ],
        "Events": [
            {
                "event": scenario + "-EV",
                "supplier": n("NA"),
                "severity": 1,
                "duration_months": story.event_months,
            }
            for scenario, *_ in story.branches
        ],
        "Scenarios": [
            {
                "scenario": scenario,
                "event": scenario + "-EV",
                "start_month": month(onset).date(),
                "probability": probability,
                "after": after,
            }
            for scenario, after, onset, probability in story.branches
        ],
    }
    tables, findings = tables_from(sheets, "fake")
    assert tables is not None, findings
    return tables


@dataclass
class _Path:
    """What happens month by month on one path."""

    rows: dict[str, list[tuple[int, tuple[object, ...]]]]
    costs: list[tuple[int, str, float]]


def _use(stock: float) -> float:
    return min(DEMAND, stock / PER_UNIT)


def _simulate(story: Story, scenario: str) -> _Path:
    n = story.name
    branches = {name: (after, onset) for name, after, onset, _ in story.branches}
    onsets = []
    at = scenario
    while at != "0":
        onsets.append(branches[at][1])
        at = branches[at][0]
    stopped = {onset + k for onset in onsets if at == "0" for k in range(story.event_months)}
    spot = story.spot or (7.0,) * story.months
    ordered = [0.0 if story.stops and t in stopped else quantity for t, quantity in enumerate(spot)]
    path = _Path({name: [] for name in ("Orders", "Stock", "Production", "Demand", "Processes")}, [])
    stock = story.opening
    for t in range(story.months):
        for offer, quantity, price in (
            ("DY-ACME", story.contract, 300.0),
            ("DY-NA", ordered[t], 310.0 if t in stopped else 250.0),
        ):
            if quantity > 0 and t + 1 < story.months:
                row = (n(offer), None, month(t), quantity, month(t + 1), quantity, price)
                path.rows["Orders"].append((t, row))
                path.costs.append((t + 1, "purchase", quantity * price))
        arrived = 0.0
        if t > 0:
            arrived = story.contract + ordered[t - 1]
        receipts = story.receipts if t == 0 else 0.0
        disposed = story.disposed if t == 2 else 0.0
        stock += arrived + receipts + RECYCLED - disposed
        made = _use(stock)
        stock -= made * PER_UNIT
        short = DEMAND - made
        days = stock / (DEMAND * PER_UNIT) * DAYS
        flows = (arrived, receipts, 0.0, RECYCLED, made * PER_UNIT, 0.0, disposed, stock, days)
        path.rows["Stock"].append((t, (n("DY"), month(t), *flows)))
        path.rows["Production"].append((t, (n("EV"), "std", month(t), made)))
        path.rows["Demand"].append((t, (n("EV"), month(t), DEMAND, made, short)))
        path.rows["Processes"].append((t, ("REC", month(t), RECYCLED, RECYCLED)))
        path.costs += [(t, "holding", stock * story.holding), (t, "shortage", short * story.penalty)]
        if scenario == "0":
            path.costs.append((t, "cover", story.cover_penalty))
    if scenario == "0" and story.rule_penalty:
        path.costs.append((story.months - 1, "rule", story.rule_penalty))
    return path


COLUMNS = {
    "Orders": "scenario offer tier order_month quantity arrival_month arrived unit_cost",
    "Stock": "scenario item month arrivals receipts process_in process_out used scrap disposed stock"
    " days_of_cover",
    "Production": "scenario product design month quantity",
    "Demand": "scenario product month demand made short",
    "Processes": "scenario process month activity capacity",
    "Rules": "rule member window scenario matching base share limit slack penalty",
    "Scenarios": "scenario events after onset probability cost_pv short_units short_value fill_rate"
    " first_short_month lowest_cover_days",
    "Costs": "scenario month component amount amount_pv",
    "RuleReach": "rule member limit_share worst_share window scenario holds_probability",
    "Sites": "site purchases mean_stock_value demand made short late_units expected_short",
    "Cash": "month plan expected dearest_path scenario",
    "Pools": "pool tier from_annual committed discount tier_cost",
    "Suppliers": "supplier qualified qualification_cost",
    "Investments": "investment start_month modules complete_month capex net_capex",
    "Audit": "check items_checked largest_violation passed",
}


def _frame(name: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS[name].split())


def fake_result(story: Story | None = None) -> PlanResult:
    """Return the result of a story."""
    story = story or Story()
    inputs = fake_inputs(story)
    tree: dict[str, tuple[str, int, float]] = {
        "0": ("0", 0, 1 - sum(probability for *_, probability in story.branches))
    }
    tree |= {name: (after, onset, p) for name, after, onset, p in story.branches}
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in COLUMNS}
    path_costs = {}
    paths = {scenario: _simulate(story, scenario) for scenario in tree}
    for scenario, (after, onset, probability) in tree.items():
        path = paths[scenario]
        for name, lines in path.rows.items():
            rows[name] += [(scenario, *line) for t, line in lines if t >= onset]
        path_costs[scenario] = sum(FIRST_STAGE.values()) + _cost(story, tree, paths, scenario)
        if scenario == "0":
            rows["Costs"] += [("0", month(0), name, cost, cost) for name, cost in FIRST_STAGE.items()]
        own = [(t, name, cost) for t, name, cost in path.costs if t >= onset and abs(cost) > 1e-12]
        rows["Costs"] += [(scenario, month(t), name, cost, cost) for t, name, cost in own]
        short = [(t, line[4]) for t, line in path.rows["Demand"]]
        missing = sum(float(str(amount)) for _, amount in short)
        dry = [t for t, amount in short if float(str(amount)) > 1e-9]
        rows["Scenarios"].append(
            (
                scenario,
                "" if scenario == "0" else f"{scenario}-EV @ {month(onset):%Y-%m}",
                None if scenario == "0" else after,
                pd.NaT if scenario == "0" else month(onset),
                probability,
                path_costs[scenario],
                missing,
                missing * story.penalty,
                1 - missing / (DEMAND * story.months),
                month(dry[0]) if dry else pd.NaT,
                min(float(str(line[10])) for _, line in path.rows["Stock"]),
            )
        )
    if story.rule_penalty > 0:
        rows["RuleReach"] = [("CN-cap", "CN", 0.5, 0.75, "Y1", "0", 0.9)]
    rows["Sites"] = [("JP", 1.0, 2.0, 3.0, 3.0, 0.0, 0.0, 0.5)]
    rows["Cash"] = [(month(0), 10.0, 11.0, 12.0, "0")]
    rows["Pools"] = [("POOL", 2, 60.0, 84.0, 0.05, 0.0)]
    rows["Suppliers"] = [(story.name("ACME"), True, 0.0), (story.name("NA"), True, 5.0)]
    if story.other_supplier:
        rows["Suppliers"].append(("OTHER", False, 0.0))
    rows["Investments"] = [("PLANT", month(0), 1, month(6), 100.0, 80.0)]
    spot = sum(story.spot or (7.0,) * story.months)
    bought = story.contract * story.months + spot
    rows["Rules"] = [
        (
            story.name("CN-cap"),
            "CN",
            "Y1",
            "0",
            spot,
            bought,
            spot / bought,
            0.5 * bought,
            0.5 * bought - spot,
            story.rule_penalty,
        )
    ]
    rows["Audit"] = [("stock balance", 60, 1e-12, True)]
    tables = {name: _frame(name, lines) for name, lines in rows.items()}
    tables["Awards"] = _awards(story, bought, spot)
    return _result(story, inputs, tables, path_costs, {name: p for name, (_, _, p) in tree.items()})


def _cost(
    story: Story, tree: Mapping[str, tuple[str, int, float]], paths: Mapping[str, _Path], scenario: str
) -> float:
    """Return what a path costs after its here-and-now decisions: each stretch at its holder's prices."""
    total, end = 0.0, story.months
    while True:
        after, onset, _ = tree[scenario]
        total += sum(cost for t, _, cost in paths[scenario].costs if onset <= t < end)
        if scenario == "0":
            return total
        scenario, end = after, min(end, onset)


def _awards(story: Story, bought: float, spot: float) -> pd.DataFrame:
    n, contract = story.name, story.contract * story.months
    columns = "offer tier supplier item kind signed rate_per_month annual_quantity year_1".split()
    columns += ["share_of_item", "mean_unit_cost"]
    signed = (story.contract * 12, contract, contract / bought, 300.0)
    bought_month_by_month = (spot * 12 / story.months, spot, spot / bought, 250.0)
    rows: list[tuple[object, ...]] = [
        (*(n("DY-ACME"), None, n("ACME"), n("DY"), "contract", True, story.contract), *signed),
        (*(n("DY-NA"), None, n("NA"), n("DY"), "spot", None, None), *bought_month_by_month),
    ]
    frame = pd.DataFrame(rows, columns=columns)
    frame["tier"] = frame["tier"].astype("Int64")
    frame["signed"] = frame["signed"].astype("boolean")
    return frame


def _result(
    story: Story,
    inputs: Tables,
    tables: Mapping[str, pd.DataFrame],
    path_costs: Mapping[str, float],
    odds: Mapping[str, float],
) -> PlanResult:
    expected = sum(odds[name] * cost for name, cost in path_costs.items())
    worst = max(cost for name, cost in path_costs.items() if odds[name] > 0)
    cvar = (expected + worst) / 2
    objective = (1 - story.risk_weight) * expected + story.risk_weight * cvar
    return PlanResult(
        inputs=inputs,
        findings=story.findings,
        status=story.status,
        objective=objective,
        bound=objective * (1 - story.gap),
        gap=story.gap,
        expected_cost=expected,
        cvar=cvar,
        worst_cost=worst,
        path_costs=path_costs,
        tables=tables,
        run={"version_planner": "0"},
        seconds={"search": 0.5},
    )
