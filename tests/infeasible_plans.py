"""Plans that cannot be, each because of one limit, with the least change that makes it one.

All make 10 units a month of product P from 10 units of dysprosium unless they say otherwise; the whole demand
is to be met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases import Sheets, contract_row, item_row, known, month, offer_row, supplier_row, tiny_sheets

ALL = [{"product": "P", "shortage_penalty": 50, "min_fill_rate": 1}]
TWO = [supplier_row("A"), supplier_row("B")]
SOURCES = [
    offer_row("a", "A", refining_country="CN"),
    offer_row("b", "B", price=3, max_per_month=4, refining_country="AU"),
]
CAP = {"rule": "cap", "measure": "refining", "member": "CN", "items": "Dy", "share": 0.5}
LINE = {"investment": "K", "capex": 100, "adds_to": "offer:a", "adds": 5}
OTHER = {"investment": "J", "capex": 60, "adds_to": "offer:a", "adds": 1}
NO_STORE = [item_row(max_stock=0)]
HALF = [offer_row(max_per_month=5)]


@dataclass(frozen=True)
class Misfit:
    """One plan that cannot be."""

    sheets: Sheets
    family: str
    """Kind of the limit."""
    field: str
    key: tuple[str, ...]
    new: Any
    """What the limit has to become if its kind alone is loosened."""
    why: str


def _plan(*asked: float, **changes: Any) -> Sheets:
    return tiny_sheets(asked or (10.0, 10.0), **({"Products": ALL} | changes))


def _made(capacity: float) -> Sheets:
    """Return a plan in which the item is made of another in a process."""
    return _plan(
        Items=[item_row(), item_row("ox")],
        Offers=[offer_row(item="ox")],
        Processes=[{"process": "R", "capacity_per_month": capacity}],
        ProcessFlows=[
            {"process": "R", "item": "ox", "kind": "in", "quantity": 1},
            {"process": "R", "item": "Dy", "kind": "out", "quantity": 1},
        ],
    )


def _taken(**contract: Any) -> Sheets:
    """Return a plan with a signed contract; of what is bought half at most is its supplier's, B gives 6."""
    rule = {"rule": "cap", "measure": "supplier", "member": "A", "items": "Dy", "share": 0.5}
    offers = [contract_row("c", signed="yes", **contract), offer_row("b", "B", max_per_month=6)]
    return tiny_sheets(Offers=offers, Suppliers=TWO, Rules=[rule])


def _grown(*lines: Mapping[str, Any], asked: tuple[float, ...] = (0, 10, 10), **settings: Any) -> Sheets:
    """Return a plan that needs investments: 5 a month can be bought, nothing can be stored."""
    return _plan(
        *asked, settings=settings, Offers=HALF, Items=NO_STORE, Investments=[dict(line) for line in lines]
    )


IDS = frozenset("Dy ox A B a b c P std K J R cap waste g E".split())
LATE = (0.0,) * 12 + (10.0,)

MISFITS: dict[str, Misfit] = {
    "fill rate": Misfit(
        _plan(Offers=[offer_row(max_per_month=8)]), "service", "min_fill_rate", ("P",), 0.8, "8 of 10 a month"
    ),
    "cap": Misfit(
        _plan(Suppliers=TWO, Offers=SOURCES, Rules=[CAP]), "rules", "share", ("cap",), 0.6, "b gives 4 of 10"
    ),
    "floor": Misfit(
        _plan(Suppliers=TWO, Offers=SOURCES, Rules=[CAP | {"member": "AU", "sense": "min"}]),
        "rules",
        "share",
        ("cap",),
        0.4,
        "b gives 4 of 10",
    ),
    "cap of each": Misfit(
        _plan(Suppliers=TWO, Offers=SOURCES, Rules=[CAP | {"measure": "supplier", "member": "*"}]),
        "rules",
        "share",
        ("cap",),
        0.6,
        "b gives 4 of 10",
    ),
    "cover": Misfit(
        _plan(
            10,
            10,
            10,
            Items=[item_row(min_cover_days=60, initial_stock=15)],
            Offers=[offer_row(lead_time_months=1)],
        ),
        "cover",
        "cover_from",
        ("Dy",),
        1,
        "5 are left of the first stock, 10·60·12/365 are wanted; a month later all can be there",
    ),
    "cover in days": Misfit(
        _plan(10, 10, 10, Items=[item_row(min_cover_days=120)], Offers=[offer_row(max_per_month=20)]),
        "cover",
        "cover_days",
        ("Dy",),
        30.4,
        "20 a month leave 10 in the first, a month's use, 365/12 days; even the last has but three months'",
    ),
    "least stock": Misfit(
        _plan(Items=[item_row(min_stock=15)], Offers=[offer_row(max_per_month=20)]),
        "cover",
        "min_stock",
        ("Dy",),
        10,
        "20 a month leave 10 in the first",
    ),
    "order multiple": Misfit(
        _plan(Offers=[offer_row(max_per_month=20, order_multiple=30)]),
        "contracts",
        "order_multiple",
        ("a",),
        None,
        "not one multiple of 30 fits into 20 a month",
    ),
    "pool": Misfit(
        _plan(
            Offers=[contract_row("c", pool="g")],
            Pools=[
                {"pool": "g", "from_annual": 0, "discount": 0},
                {"pool": "g", "from_annual": 60, "to_annual": 90, "discount": 0.1},
            ],
        ),
        "capacity",
        "pool_end",
        ("g",),
        120,
        "10 a month",
    ),
    "monthly maximum": Misfit(
        _plan(Offers=[offer_row(max_per_month=8)]), "capacity", "max_per_month", ("a",), 10, "10 a month"
    ),
    "annual maximum": Misfit(
        _plan(Offers=[offer_row(max_annual=15)]), "capacity", "max_annual", ("a",), 20, "20 in all"
    ),
    "contract maximum": Misfit(
        _plan(Offers=[contract_row("c", max_annual=90)]), "capacity", "max_annual", ("c",), 120, "10 a month"
    ),
    "last tier": Misfit(
        _plan(
            Offers=[contract_row("c", max_annual=None, price=None)],
            PriceTiers=[
                {"offer": "c", "from_annual": 0, "to_annual": 40, "price": 3},
                {"offer": "c", "from_annual": 40, "to_annual": 100, "price": 2},
            ],
        ),
        "capacity",
        "tier_end",
        ("c#2",),
        120,
        "10 a month",
    ),
    "supplier": Misfit(
        _plan(Suppliers=[supplier_row(capacity_per_month=7)]),
        "capacity",
        "supplier_capacity",
        ("A",),
        10,
        "10 a month",
    ),
    "process": Misfit(_made(6), "capacity", "process_capacity", ("R",), 10, "10 a month"),
    "design": Misfit(
        _plan(Designs=[{"product": "P", "design": "std", "max_share": 0.7}]),
        "capacity",
        "max_share",
        ("P", "std"),
        1,
        "there is no other design",
    ),
    "storage": Misfit(
        _plan(0, 10, 10, Items=[item_row(max_stock=4)], **known(1, supplier="A")),
        "storage",
        "max_stock",
        ("Dy",),
        10,
        "nothing can be bought in the second month, so its 10 must lie there before",
    ),
    "smallest order": Misfit(
        _plan(
            Suppliers=TWO,
            Offers=[offer_row(moq=30, max_annual=45), offer_row("b", "B", max_per_month=2)],
            Rules=[
                {"rule": "cap", "measure": "supplier", "member": "B", "items": "Dy", "share": 0.1},
                {
                    "rule": "waste",
                    "measure": "supplier",
                    "member": "A",
                    "items": "Dy",
                    "base": "use",
                    "share": 1,
                },
            ],
        ),
        "contracts",
        "moq",
        ("a",),
        20,
        "20 are used, of which at most 2 may come from b, and no more is to be bought than used",
    ),
    "least take": Misfit(
        _taken(min_annual=120, min_take=0.8), "contracts", "min_take", ("c",), 0.6, "6 of 10 may be taken"
    ),
    "signed": Misfit(
        _plan(Offers=[contract_row("c", signed="no")]), "contracts", "signed", ("c",), None, "the only source"
    ),
    "budget": Misfit(_grown(LINE, capex_budget=80), "budget", "capex_budget", (), 100, "the line costs 100"),
    "modules": Misfit(
        _grown(LINE | {"adds": 2, "max_modules": 2}), "modules", "max_modules", ("K",), 3, "5 = 2.5 modules"
    ),
    "group": Misfit(
        _grown(LINE | {"adds": 4, "excludes": "g"}, OTHER | {"excludes": "g"}),
        "modules",
        "excludes",
        ("K",),
        None,
        "both are needed",
    ),
    "start": Misfit(
        _grown(LINE | {"earliest_start": month(2)}),
        "windows",
        "earliest",
        ("K",),
        1,
        "10 in the second month",
    ),
    "last start": Misfit(
        _grown(
            LINE | {"adds": 4, "latest_start": month(11)},
            OTHER | {"capex": 100, "lead_months": 1},
            asked=LATE,
            capex_budget=100,
        ),
        "windows",
        "latest",
        ("K",),
        12,
        "both are needed in the last month: the budget of its plan-year pays for K, that of the first for J",
    ),
    "first order": Misfit(
        _plan(Offers=[offer_row(available_from=month(1))]),
        "windows",
        "available_from",
        ("a",),
        0,
        "10 at once",
    ),
    "last order": Misfit(
        _plan(Items=NO_STORE, Offers=[offer_row(available_to=month(0))]),
        "windows",
        "available_to",
        ("a",),
        1,
        "nothing can be stored for the last month",
    ),
}


def both(one: Misfit, other: Misfit) -> Sheets:
    """Return two plans in one, with nothing in common but the settings."""
    sheets: Sheets = {name: [dict(row) for row in rows] for name, rows in one.sheets.items()}
    for name, rows in other.sheets.items():
        if name != "Settings":
            renamed = [{key: _renamed(value) for key, value in row.items()} for row in rows]
            sheets[name] = sheets.get(name, []) + renamed
    settings: dict[str, Any] = {}
    for row in (*one.sheets["Settings"], *other.sheets["Settings"]):
        key, value = row["key"], row["value"]
        settings[key] = max(settings[key], value) if key in settings else value
    sheets["Settings"] = [{"key": key, "value": value} for key, value in settings.items()]
    return sheets


def _renamed(value: object) -> object:
    """Return an id with a 2 behind it; all else as it is."""
    if not isinstance(value, str):
        return value
    kind, _, name = value.rpartition(":")
    if name not in IDS:
        return value
    return f"{kind}:{name}2" if kind else f"{name}2"
