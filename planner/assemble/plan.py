"""The plan as a whole: every sheet's records, in sorted order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from models.plan.data import (
    DesignSpec,
    EventSpec,
    InvestmentSpec,
    ItemSpec,
    Measure,
    PastOrder,
    PlanData,
    ProcessSpec,
    ProductSpec,
    RuleSpec,
    ScenarioSpec,
    Stage,
    SupplierSpec,
)
from models.plan.names import (
    Country,
    Design,
    Event,
    Investment,
    Item,
    Process,
    Product,
    Rule,
    Scenario,
    Supplier,
)
from planner.assemble.offers import offers
from planner.assemble.parts import by_id, country, month_or
from planner.assemble.pools import pools
from planner.workbook.access import amount, month, number, numbers, text, texts, whole
from planner.workbook.events.scenarios import known_events, on_months, scenario_list
from planner.workbook.history import arrival_month
from planner.workbook.series import first_year, indices, observed
from planner.workbook.tables import Row, Tables


def assemble(tables: Tables, *, disruptions: bool = True) -> PlanData:
    """Make plan data from checked tables.

    Parameters
    ----------
    tables : Tables
        Without errors.
    disruptions : bool
        ``False`` leaves every scenario but 0 out.

    Returns
    -------
    PlanData
        Sets in sorted order, so that the same workbook, however its rows are ordered, gives the same model.
    """
    settings = tables.settings
    scenarios = scenario_list(tables) if disruptions else ()
    budget = settings["capex_budget"]
    return PlanData(
        months=tables.months,
        items={Item(k): _item(tables, row) for k, row in by_id(tables, "Items", "item")},
        suppliers={Supplier(k): _supplier(tables, row) for k, row in by_id(tables, "Suppliers", "supplier")},
        offers=dict(offers(tables)),
        products={Product(k): _product(tables, row) for k, row in by_id(tables, "Products", "product")},
        processes={Process(k): _process(tables, row) for k, row in by_id(tables, "Processes", "process")},
        investments={
            Investment(k): _investment(tables, row) for k, row in by_id(tables, "Investments", "investment")
        },
        rules={Rule(k): _rule(tables, row) for k, row in by_id(tables, "Rules", "rule")},
        events={Event(k): _event(row) for k, row in by_id(tables, "Events", "event")},
        known_events=tuple((Event(e), start) for e, start in known_events(tables)),
        scenarios={
            Scenario(spec.scenario): ScenarioSpec(
                after=Scenario(spec.after),
                probability=spec.probability,
                events=tuple((Event(e), start) for e, start in spec.events),
            )
            for spec in scenarios
        },
        **_indices(tables),
        pools=pools(tables),
        history=_history(tables),
        first_year=first_year(tables),
        receipts=_receipts(tables),
        home_country=Country(str(settings["home_country"])) if settings["home_country"] else None,
        discount_rate=_setting(tables, "discount_rate"),
        capital_rate=_setting(tables, "capital_rate"),
        risk_weight=_setting(tables, "risk_weight"),
        cvar_alpha=_setting(tables, "cvar_alpha"),
        capex_budget=None if budget is None else _setting(tables, "capex_budget"),
    )


def _setting(tables: Tables, key: str) -> float:
    return float(tables.settings[key])  # type: ignore[arg-type]


def _item(tables: Tables, row: Row) -> ItemSpec:
    initial = amount(row, "initial_stock")
    again = number(row, "cover_again_months")
    return ItemSpec(
        initial_stock=initial,
        final_stock=amount(row, "final_stock", initial),
        unit_value=amount(row, "unit_value"),
        max_stock=number(row, "max_stock"),
        storage_cost=amount(row, "storage_cost"),
        monthly_loss=amount(row, "monthly_loss"),
        cover_days=amount(row, "min_cover_days"),
        cover_from=max(0, month_or(tables, row, "cover_from", 0)),
        cover_penalty=number(row, "cover_penalty"),
        cover_again=None if again is None else int(again),
        disposal_cost=amount(row, "disposal_cost"),
        min_suppliers=whole(row, "min_suppliers"),
        min_stock=amount(row, "min_stock"),
        site=text(row, "site"),
    )


def _supplier(tables: Tables, row: Row) -> SupplierSpec:
    coming = month(row, "qualified_from")
    qualified = coming is not None or row["already_qualified"] is not False
    months = 0 if qualified else whole(row, "qualification_months")
    return SupplierSpec(
        qualified=qualified,
        qualification_cost=0.0 if qualified else amount(row, "qualification_cost"),
        qualification_months=months if coming is None else max(0, tables.month_index(coming)),
        capacity=number(row, "capacity_per_month"),
    )


def _product(tables: Tables, row: Row) -> ProductSpec:
    product = text(row, "product")
    demand = [0.0] * tables.months
    for entry in tables["Demand"]:
        date = month(entry, "month")
        if text(entry, "product") == product and date is not None:
            demand[tables.month_index(date)] += amount(entry, "quantity")
    designs = [r for r in tables["Designs"] if text(r, "product") == product]
    return ProductSpec(
        shortage_penalty=amount(row, "shortage_penalty"),
        min_fill_rate=amount(row, "min_fill_rate"),
        late_months=whole(row, "late_months"),
        late_cost=amount(row, "late_cost"),
        site=text(row, "site"),
        demand=tuple(demand),
        designs={
            Design(text(r, "design")): _design(tables, r)
            for r in sorted(designs, key=lambda r: text(r, "design"))
        },
    )


def _design(tables: Tables, row: Row) -> DesignSpec:
    lines = [
        line
        for line in tables["BOM"]
        if (text(line, "product"), text(line, "design")) == (text(row, "product"), text(row, "design"))
    ]
    return DesignSpec(
        requires=Investment(text(row, "requires")) if text(row, "requires") else None,
        max_share=amount(row, "max_share", 1.0),
        unit_cost=amount(row, "unit_cost"),
        use=_quantities(lines, "use"),
        scrap=_quantities((line for line in lines if not whole(line, "lag_months")), "scrap"),
        scrap_later=_scrap_later(lines),
    )


def _quantities(lines: Iterable[Row], kind: str) -> Mapping[Item, float]:
    chosen = sorted((text(line, "item"), amount(line, "quantity")) for line in lines if line["kind"] == kind)
    return {Item(item): quantity for item, quantity in chosen if quantity}


def _scrap_later(lines: Iterable[Row]) -> Mapping[tuple[Item, int], float]:
    chosen = sorted(
        ((text(line, "item"), whole(line, "lag_months")), amount(line, "quantity"))
        for line in lines
        if line["kind"] == "scrap" and whole(line, "lag_months") and amount(line, "quantity")
    )
    return {(Item(item), lag): quantity for (item, lag), quantity in chosen}


def _process(tables: Tables, row: Row) -> ProcessSpec:
    flows = [flow for flow in tables["ProcessFlows"] if text(flow, "process") == text(row, "process")]
    return ProcessSpec(
        country=country(row, "country"),
        stage=Stage(text(row, "stage")) if text(row, "stage") else None,
        capacity=amount(row, "capacity_per_month"),
        opex=amount(row, "opex"),
        requires=Investment(text(row, "requires")) if text(row, "requires") else None,
        recycling=row["recycling"] is True,
        inputs=_quantities(flows, "in"),
        outputs=_quantities(flows, "out"),
        lead=whole(row, "lead_months"),
        destination=country(row, "destination"),
    )


def _investment(tables: Tables, row: Row) -> InvestmentSpec:
    what, _, target = text(row, "adds_to").partition(":")
    committed = month(row, "committed_start")
    life = number(row, "life_months")
    return InvestmentSpec(
        capex=amount(row, "capex"),
        subsidy=amount(row, "subsidy"),
        fixed_opex=amount(row, "fixed_opex"),
        max_modules=whole(row, "max_modules", 1),
        lead=whole(row, "lead_months"),
        earliest=max(0, month_or(tables, row, "earliest_start", 0)),
        latest=min(tables.months - 1, month_or(tables, row, "latest_start", tables.months - 1)),
        committed=None if committed is None else tables.month_index(committed),
        adds_process=Process(target.strip()) if what == "process" else None,
        adds_stock=Item(target.strip()) if what == "stock" else None,
        adds_offer=target.strip() if what == "offer" else None,
        adds=amount(row, "adds"),
        life=None if life is None else int(life),
        excludes=text(row, "excludes") or None,
        technology_country=country(row, "technology_country"),
        ramp=whole(row, "ramp_months"),
        destination=country(row, "destination"),
    )


def _rule(tables: Tables, row: Row) -> RuleSpec:
    measure = Measure(text(row, "measure"))
    items = frozenset(texts(row, "items")) or frozenset(text(r, "item") for r in tables["Items"])
    penalty = number(row, "penalty")
    applies = text(row, "applies_in") or ("plan" if penalty is None else "always")
    return RuleSpec(
        measure=measure,
        members=_members(tables, row, measure, items),
        items=frozenset(Item(item) for item in items),
        at_most=text(row, "sense") != "min",
        share=amount(row, "share"),
        of_use=measure is Measure.RECYCLED or text(row, "base") == "use",
        horizon=text(row, "window") == "horizon",
        always=applies in ("always", "unless_short"),
        unless_short=applies == "unless_short",
        penalty=penalty,
    )


def _members(
    tables: Tables, row: Row, measure: Measure, items: frozenset[str]
) -> Mapping[str, frozenset[str]]:
    member, excluded = text(row, "member"), set(texts(row, "except"))
    if measure is Measure.RECYCLED:
        return {"": frozenset()}
    if member == "*":
        return {name: frozenset({name}) for name in sorted(_found(tables, measure, items) - excluded)}
    if member.startswith("group:"):
        group = member.removeprefix("group:").strip()
        members = {text(r, "code") for r in tables["Countries"] if group in texts(r, "groups")}
        return {member: frozenset(members - excluded)}
    return {member: frozenset({member})}


def _found(tables: Tables, measure: Measure, items: frozenset[str]) -> set[str]:
    """Who ``*`` stands for: every supplier, or every country found at the stage, among the rule's items."""
    offers = [row for row in tables["Offers"] if text(row, "item") in items]
    if measure is Measure.SUPPLIER:
        return {text(row, "supplier") for row in offers}
    makers = {
        text(flow, "process")
        for flow in tables["ProcessFlows"]
        if flow["kind"] == "out" and text(flow, "item") in items
    }
    countries = {text(row, f"{measure.value}_country") for row in offers}
    countries |= {
        text(row, "country")
        for row in tables["Processes"]
        if text(row, "stage") == measure.value and text(row, "process") in makers
    }
    return countries - {""}


def _event(row: Row) -> EventSpec:
    profile = numbers(row, "loss_profile")
    return EventSpec(
        countries=frozenset(Country(c) for c in texts(row, "country")),
        stages=frozenset(Stage(s) for s in texts(row, "stage")),
        suppliers=frozenset(Supplier(s) for s in texts(row, "supplier")),
        items=frozenset(Item(i) for i in texts(row, "items")),
        destinations=frozenset(Country(c) for c in texts(row, "destination")),
        processes=frozenset(Process(p) for p in texts(row, "process")),
        investments=frozenset(Investment(k) for k in texts(row, "investment")),
        products=frozenset(Product(d) for d in texts(row, "product")),
        indices=frozenset(texts(row, "index")),
        currencies=frozenset(texts(row, "currency")),
        severity=amount(row, "severity", 1.0),
        duration=on_months(row),
        recovery=0 if profile else whole(row, "recovery_months"),
        profile=profile,
        lead_time_extension=whole(row, "lead_time_extension"),
        price_factor=amount(row, "price_factor", 1.0),
        demand_factor=amount(row, "demand_factor", 1.0),
        investment_delay=whole(row, "investment_delay_months"),
    )


def _receipts(tables: Tables) -> dict[tuple[Item, int], float]:
    receipts: dict[tuple[Item, int], float] = defaultdict(float)
    for row in tables["Receipts"]:
        date = month(row, "month")
        if date is not None:
            receipts[Item(text(row, "item")), tables.month_index(date)] += amount(row, "quantity")
    return dict(receipts)


def _indices(tables: Tables) -> dict[str, dict[str, tuple[float, ...]]]:
    """Each index's factors in the months of the plan, and in those before it that a price looks at."""
    first = min(
        (
            observed(tables, row, t).start
            for row in tables["Offers"]
            if text(row, "index")
            for t in range(min(12, tables.months))
        ),
        default=0,
    )
    found = indices(tables)
    return {
        "price_index": {name: tuple(own.at(t) for t in range(tables.months)) for name, own in found.items()},
        "index_before": {
            name: tuple(own.at(t) for t in range(first, 0)) for name, own in found.items() if first < 0
        },
    }


def _history(tables: Tables) -> tuple[PastOrder, ...]:
    past = []
    for row in tables["History"]:
        ordered, arrival = month(row, "order_month"), arrival_month(tables, row)
        if ordered is not None and arrival is not None:
            past.append(
                PastOrder(
                    offer=text(row, "offer"),
                    order_month=tables.month_index(ordered),
                    arrival=tables.month_index(arrival),
                    quantity=amount(row, "quantity"),
                    unit_cost=amount(row, "unit_cost"),
                )
            )
    return tuple(sorted(past, key=lambda order: (order.offer, order.order_month, order.arrival)))
