"""From the result tables to what the Summary says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.reporting.view.content import (
    CLASS_OF,
    CLASSES,
    Build,
    Component,
    Contract,
    Holding,
    Path,
    Purchase,
    Qualification,
    Spot,
    Summary,
)
from planner.reporting.view.lookup import (
    TINY,
    Names,
    days_held,
    month_of,
    number,
    some_month,
    trunk_rows,
    trunk_stock,
)
from planner.reporting.view.paths import Branch, Record, Tree, records
from planner.result import Result
from planner.workbook.access import amount, text, whole, yes
from planner.workbook.events.scenarios import TRUNK, known_events, last_month, scenario_list
from planner.workbook.tables import Row

NO_CHANCE = 1e-9
"""A probability below this is rounding."""
ADVICE_MONTHS = 3
"""Only the orders of the nearest months are advice; later ones will be planned again."""


def by_kind(components: Mapping[str, float]) -> dict[str, float]:
    """Add components up by kind of cost."""
    found = dict.fromkeys(CLASSES, 0.0)
    for component, cost in components.items():
        found[CLASS_OF.get(component, "cash")] += cost
    return found


def summarise(result: Result) -> Summary:
    """Return what the Summary says of a result."""
    tree = Tree(result)
    names = Names(result.inputs)
    settings = result.inputs.settings
    paths = _paths(result, tree)
    weighted = [path for path in paths if path.probability > 0]
    worst = max(weighted, key=lambda path: path.cost)
    orders = trunk_rows(result, "Orders")
    never_calm = tree.reach()[0] <= NO_CHANCE
    return Summary(
        plan_name=str(settings["plan_name"]),
        currency=str(settings["currency"]),
        first_month=result.inputs.start,
        last_month=result.inputs.month_date(result.inputs.months - 1),
        status=result.status,
        unfinished=result.unfinished,
        gap=result.gap,
        gap_asked=number(result.run.get("option_gap", settings["mip_gap"])),
        noise=result.gap * max(1.0, abs(result.objective)),
        alpha=number(settings["cvar_alpha"]),
        risk_weight=number(settings["risk_weight"]),
        expected=result.expected_cost,
        cvar=result.cvar,
        worst=result.worst_cost,
        worst_scenario=worst.scenario,
        trunk=result.path_costs[TRUNK],
        scenarios=sum(path.scenario != TRUNK for path in weighted),
        kinds=by_kind(tree.expected_components),
        short_probability=sum(path.probability for path in weighted if path.short_units > TINY),
        contracts=_contracts(result, names, orders),
        spot=_spot(result, names),
        qualify=_qualify(result),
        builds=_builds(result, names),
        purchases=() if never_calm else _purchases(result, names, orders),
        purchase_months=tuple(
            result.inputs.month_date(month) for month in range(min(ADVICE_MONTHS, result.inputs.months))
        ),
        holdings=_holdings(result, names, tree),
        components=_components(tree),
        paths=paths,
        every_onset=result.every_onset,
        ends=result.ends,
        tail_start=tail_start(result, orders),
        never_calm=never_calm,
    )


def _contracts(result: Result, names: Names, orders: list[Record]) -> tuple[Contract, ...]:
    tiers: dict[str, list[float]] = {}
    for band in sorted(result.inputs["PriceTiers"], key=lambda row: amount(row, "from_annual")):
        tiers.setdefault(text(band, "offer"), []).append(amount(band, "price"))
    pools = records(result.tables["Pools"]) if "Pools" in result.tables else []
    discounts = {row["pool"]: number(row["discount"]) for row in pools if row["discount"] is not None}
    found = []
    for row in records(result.tables["Awards"]):
        if row["kind"] != "contract" or not row["signed"]:
            continue
        offer = names.row("Offers", row["offer"])
        tier = None if row["tier"] is None else int(row["tier"])
        months = [
            order["order_month"]
            for order in orders
            if order["offer"] == row["offer"] and order["quantity"] > TINY
        ]
        price = offer["price"]
        if tier is not None and row["offer"] in tiers:
            price = tiers[row["offer"]][tier - 1]
        elif text(offer, "pool") in discounts:
            price = number(price) * (1 - discounts[text(offer, "pool")])
        found.append(
            Contract(
                offer=row["offer"],
                tier=tier,
                supplier=row["supplier"],
                item=row["item"],
                unit=names.unit(row["item"]),
                rate_per_month=number(row["rate_per_month"]),
                rate_per_year=12 * number(row["rate_per_month"]),
                price=None if price is None else number(price),
                currency=_quoted_in(result, offer, names.unit(row["item"])),
                mean_unit_cost=row["mean_unit_cost"],
                share_of_item=number(row["share_of_item"]),
                first_order=month_of(min(months)) if months else None,
                decided=offer["signed"] is True,
                tiers=len(tiers.get(str(row["offer"]), ())),
            )
        )
    return tuple(sorted(found, key=lambda contract: (contract.item, -contract.share_of_item)))


def _spot(result: Result, names: Names) -> tuple[Spot, ...]:
    found = [
        Spot(
            offer=row["offer"],
            supplier=row["supplier"],
            item=row["item"],
            unit=names.unit(row["item"]),
            annual_quantity=number(row["annual_quantity"]),
            share_of_item=number(row["share_of_item"]),
            mean_unit_cost=row["mean_unit_cost"],
        )
        for row in records(result.tables["Awards"])
        if row["kind"] == "spot" and number(row["annual_quantity"]) > TINY
    ]
    return tuple(sorted(found, key=lambda spot: (spot.item, -spot.share_of_item)))


def _qualify(result: Result) -> tuple[Qualification, ...]:
    qualified = {row["supplier"]: row for row in records(result.tables["Suppliers"]) if row["qualified"]}
    return tuple(
        Qualification(
            supplier=text(row, "supplier"),
            cost=number(qualified[text(row, "supplier")]["qualification_cost"]),
            orders_from=result.inputs.month_date(whole(row, "qualification_months")),
        )
        for row in result.inputs["Suppliers"]
        if not yes(row, "already_qualified") and text(row, "supplier") in qualified
    )


def _builds(result: Result, names: Names) -> tuple[Build, ...]:
    last = result.inputs.month_date(result.inputs.months - 1)
    qualified = {
        str(row["supplier"]) for row in records(result.tables["Suppliers"]) if bool(row["qualified"])
    }
    found = []
    for row in records(result.tables["Investments"]):
        given = names.row("Investments", row["investment"])
        kind, _, target = text(given, "adds_to").partition(":")
        committed = given["committed_start"] is not None
        if committed and kind == "offer" and text(names.row("Offers", target), "supplier") not in qualified:
            continue  # capacity of somebody from whom nothing can be bought is nothing to build
        complete = month_of(row["complete_month"])
        found.append(
            Build(
                investment=row["investment"],
                start=some_month(row["start_month"]),
                modules=int(row["modules"]),
                complete=complete if complete is not None and complete <= last else None,
                net_capex=number(row["net_capex"]),
                committed=committed,
            )
        )
    return tuple(sorted(found, key=lambda build: (build.start, -build.net_capex)))


def _quoted_in(result: Result, offer: Row, unit: str) -> str:
    """Return an offer's currency, and for how many units its price stands where that is not one."""
    currency = text(offer, "currency") or str(result.inputs.settings["currency"])
    per = amount(offer, "price_per", 1.0)
    return currency if per == 1 else f"{currency} / {per:.6g} {unit}"


def _purchases(result: Result, names: Names, orders: list[Record]) -> tuple[Purchase, ...]:
    months = min(ADVICE_MONTHS, result.inputs.months)
    near = [
        (result.inputs.month_index(row["order_month"]), row)
        for row in orders
        if 0 <= result.inputs.month_index(row["order_month"]) < months and row["quantity"] > TINY
    ]
    found = []
    for offer in dict.fromkeys(row["offer"] for _, row in near):
        own = [(month, row) for month, row in near if row["offer"] == offer]
        quantities = [0.0] * months
        for month, row in own:
            quantities[month] += row["quantity"]
        arrivals = [month_of(row["arrival_month"]) for _, row in own]
        known = [month for month in arrivals if month is not None]
        source = names.row("Offers", offer)
        pays = [due for _, row in own if (due := month_of(row.get("payment_month"))) is not None]
        prices = {
            round(number(row["quoted_price"]), 6) for _, row in own if row.get("quoted_price") is not None
        }
        quoted = _quoted_in(result, source, names.unit(text(source, "item")))
        found.append(
            Purchase(
                offer=offer,
                supplier=text(source, "supplier"),
                item=text(source, "item"),
                unit=names.unit(text(source, "item")),
                quantities=tuple(quantities),
                arrivals=(min(known, default=None), max(known, default=None)),
                price=f"{prices.pop():,.6g} {quoted}" if len(prices) == 1 else "",
                payments=(min(pays, default=None), max(pays, default=None)),
                cost=sum(row["arrived"] * number(row["unit_cost"]) for _, row in own),
            )
        )
    return tuple(sorted(found, key=lambda purchase: -purchase.cost))


def _worst_stocks(result: Result, tree: Tree) -> dict[str, tuple[float, str]]:
    """Return the least stock of each item on any path that may come, and the scenario in which it is."""
    stock = result.tables["Stock"]
    scenarios = stock["scenario"].astype(str)
    likely = {scenario for scenario in tree.branches if tree.weight(scenario) > 0}
    # The trunk's rows come first, and the first of equals is taken.
    places = stock[scenarios.isin(likely)].groupby("item", sort=False)["stock"].idxmin()
    return {
        str(item): (float(stock.loc[place, "stock"]), str(scenarios[place])) for item, place in places.items()
    }


def _holdings(result: Result, names: Names, tree: Tree) -> tuple[Holding, ...]:
    found = []
    worst = _worst_stocks(result, tree)
    for item, rows in trunk_stock(result).items():
        average = sum(row["stock"] for row in rows) / len(rows)
        if average <= TINY:
            continue
        source = names.row("Items", item)
        days = [known for row in rows if (known := days_held(row)) is not None]
        low = min(rows, key=lambda row: float(row["stock"]))
        found.append(
            Holding(
                item=item,
                unit=names.unit(item),
                now=rows[0]["stock"],
                now_days=_days(rows[0]),
                average=average,
                average_days=sum(days) / len(days) if days else None,
                lowest=low["stock"],
                lowest_days=_days(low),
                lowest_month=some_month(low["month"]),
                worst_stock=worst.get(item, (float(low["stock"]), TRUNK))[0],
                worst_scenario=worst.get(item, (0.0, TRUNK))[1],
                target_days=amount(source, "min_cover_days"),
                average_value=average * amount(source, "unit_value"),
            )
        )
    return tuple(sorted(found, key=lambda held: (held.target_days <= 0, -held.average_value, held.item)))


def _days(row: Record) -> float | None:
    """Return days of cover; none where nothing is held because nothing is used for a while."""
    return None if row["stock"] <= TINY and number(row["days_of_cover"]) > 1 else row["days_of_cover"]


def _components(tree: Tree) -> tuple[Component, ...]:
    trunk = tree.path_components[TRUNK]
    found = [
        Component(name, CLASS_OF.get(name, "cash"), trunk.get(name, 0.0), expected)
        for name, expected in tree.expected_components.items()
    ]
    return tuple(
        sorted(found, key=lambda component: (CLASSES.index(component.kind), -abs(component.expected)))
    )


def _paths(result: Result, tree: Tree) -> tuple[Path, ...]:
    names = Names(result.inputs)
    events = {spec.scenario: spec.events for spec in scenario_list(result.inputs)}
    events[TRUNK] = known_events(result.inputs)
    found = []
    for row in records(result.tables["Scenarios"]):
        branch = tree.branches[str(row["scenario"])]
        own = tuple(
            (
                event,
                result.inputs.month_date(start),
                result.inputs.month_date(max(start, last_month(names.row("Events", event), start))),
            )
            for event, start in events[branch.scenario]
        )
        parts = tree.path_components[branch.scenario]
        cost = result.path_costs[branch.scenario]
        found.append(
            Path(
                scenario=branch.scenario,
                after=branch.after,
                onset=None if branch.scenario == TRUNK else result.inputs.month_date(branch.onset),
                probability=branch.probability,
                events=own,
                ends=max((end for _, _, end in own), default=None),
                surprises=_surprises(tree, branch),
                cost=cost,
                difference=cost - result.path_costs[TRUNK],
                by_class=by_kind(parts),
                short_units=number(row["short_units"]),
                short_value=number(row["short_value"]),
                fill_rate=row["fill_rate"],
                first_short=month_of(row["first_short_month"]),
                lowest_days=row["lowest_cover_days"],
            )
        )
    return tuple(sorted(found, key=lambda path: (path.scenario != TRUNK, -path.cost)))


def _surprises(tree: Tree, branch: Branch) -> tuple[str, ...]:
    if branch.scenario == TRUNK:
        return ()
    return tuple(child for child in tree.children[branch.scenario] if tree.weight(child) > 0)


def tail_start(result: Result, orders: Iterable[Record]) -> int:
    """Return the first plan month of the tail: too late to order for, or cover does not come back.

    At most a third of the plan is called its tail. Cover counts as gone where the days stay below nine
    tenths of the target (of the mean, where there is no target) until the end.
    """
    months = result.inputs.months
    earliest = months - months // 3
    leads = [
        result.inputs.month_index(order["arrival_month"]) - result.inputs.month_index(order["order_month"])
        for order in orders
        if order["arrival_month"] is not None
    ]
    start = months - max(leads, default=0)
    targets = {text(row, "item"): amount(row, "min_cover_days") for row in result.inputs["Items"]}
    covered = {item for item, days in targets.items() if days > 0} or set(targets)
    for item, rows in trunk_stock(result).items():
        if item in covered:
            start = min(start, collapse(rows, targets[item], earliest))
    return min(months, max(start, earliest))


def collapse(rows: list[Record], target: float, earliest: int) -> int:
    """Return the month from which an item's cover stays low to the end; the plan's length if never."""
    days = [row["days_of_cover"] for row in rows]
    known = [value for value in days[:earliest] if value is not None]
    wanted = target or (sum(known) / len(known) if known else 0.0)
    start = len(rows)
    while start > earliest and days[start - 1] is not None and days[start - 1] < 0.9 * wanted:
        start -= 1
    return start
