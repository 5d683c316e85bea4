"""Checked tables → plan data: the only place for calendar, currencies, indices and units.

Nothing is checked here: it takes tables without errors (``workbook.checks``). Defaults that depend on other
cells are filled here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from models.plan.data import (
    DesignSpec,
    EventSpec,
    InvestmentSpec,
    ItemSpec,
    Measure,
    OfferSpec,
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
    Offer,
    Process,
    Product,
    Rule,
    Scenario,
    Supplier,
)
from planner.workbook.access import amount, month, number, numbers, text, texts, whole
from planner.workbook.events.scenarios import known_events, on_months, scenario_list
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
        items={Item(k): _item(tables, row) for k, row in _sorted(tables, "Items", "item")},
        suppliers={Supplier(k): _supplier(row) for k, row in _sorted(tables, "Suppliers", "supplier")},
        offers=dict(_offers(tables)),
        products={Product(k): _product(tables, row) for k, row in _sorted(tables, "Products", "product")},
        processes={Process(k): _process(tables, row) for k, row in _sorted(tables, "Processes", "process")},
        investments={
            Investment(k): _investment(tables, row) for k, row in _sorted(tables, "Investments", "investment")
        },
        rules={Rule(k): _rule(tables, row) for k, row in _sorted(tables, "Rules", "rule")},
        events={Event(k): _event(row) for k, row in _sorted(tables, "Events", "event")},
        known_events=tuple((Event(e), start) for e, start in known_events(tables)),
        scenarios={
            Scenario(spec.scenario): ScenarioSpec(
                after=Scenario(spec.after),
                probability=spec.probability,
                events=tuple((Event(e), start) for e, start in spec.events),
            )
            for spec in scenarios
        },
        price_index=price_indices(tables),
        receipts=_receipts(tables),
        home_country=Country(str(settings["home_country"])) if settings["home_country"] else None,
        discount_rate=_setting(tables, "discount_rate"),
        capital_rate=_setting(tables, "capital_rate"),
        risk_weight=_setting(tables, "risk_weight"),
        cvar_alpha=_setting(tables, "cvar_alpha"),
        capex_budget=None if budget is None else _setting(tables, "capex_budget"),
    )


def tier_number(rows: Iterable[Row], row: Row) -> int:
    """Return the number of a price tier of its offer, from 1 by ``from_annual``."""
    starts = sorted(amount(r, "from_annual") for r in rows if text(r, "offer") == text(row, "offer"))
    return starts.index(amount(row, "from_annual")) + 1


def price_indices(tables: Tables) -> dict[str, tuple[float, ...]]:
    """Return each index's factor in months 0 … H−1: the last earlier one, before the first the first."""
    known: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row in tables["PriceIndex"]:
        date = month(row, "month")
        if date is not None:
            known[text(row, "index")].append((tables.month_index(date), amount(row, "factor", 1.0)))
    filled = {}
    for index, points in sorted(known.items()):
        points.sort()
        factors = []
        for t in range(tables.months):
            earlier = [factor for at, factor in points if at <= t]
            factors.append(earlier[-1] if earlier else points[0][1])
        filled[index] = tuple(factors)
    return filled


def exchange_rate(tables: Tables, currency: str) -> float:
    """Return the plan currency per unit of a currency (1 for the plan currency or a blank)."""
    if currency in ("", tables.settings["currency"]):
        return 1.0
    return next(amount(row, "rate", 1.0) for row in tables["FX"] if text(row, "currency") == currency)


def _sorted(tables: Tables, sheet: str, key: str) -> list[tuple[str, Row]]:
    return sorted(((text(row, key), row) for row in tables[sheet]), key=lambda pair: pair[0])


def _setting(tables: Tables, key: str) -> float:
    return float(tables.settings[key])  # type: ignore[arg-type]


def _month(tables: Tables, row: Row, key: str, default: int) -> int:
    date = month(row, key)
    return default if date is None else tables.month_index(date)


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
        cover_from=max(0, _month(tables, row, "cover_from", 0)),
        cover_penalty=number(row, "cover_penalty"),
        cover_again=None if again is None else int(again),
        disposal_cost=amount(row, "disposal_cost"),
        min_suppliers=whole(row, "min_suppliers"),
    )


def _supplier(row: Row) -> SupplierSpec:
    qualified = row["already_qualified"] is not False
    return SupplierSpec(
        qualified=qualified,
        qualification_cost=0.0 if qualified else amount(row, "qualification_cost"),
        qualification_months=0 if qualified else whole(row, "qualification_months"),
        capacity=number(row, "capacity_per_month"),
    )


def _offers(tables: Tables) -> Iterable[tuple[Offer, OfferSpec]]:
    """One record per offer, or per tier of an offer; keys stay unique whatever ids people choose."""
    tiers: dict[str, list[Row]] = defaultdict(list)
    for row in tables["PriceTiers"]:
        tiers[text(row, "offer")].append(row)
    taken = {text(row, "offer") for row in tables["Offers"]}
    for origin, row in _sorted(tables, "Offers", "offer"):
        if origin not in tiers:
            yield Offer(origin), _offer(tables, row)
            continue
        ordered = sorted(tiers[origin], key=lambda tier: amount(tier, "from_annual"))
        for number_ in range(1, len(ordered) + 1):
            key = f"{origin}#{number_}"
            while key in taken:
                key += "#"
            taken.add(key)
            yield Offer(key), _tier(tables, row, ordered, number_)


def _offer(tables: Tables, row: Row) -> OfferSpec:
    contract = text(row, "kind") == "contract"
    lead = whole(row, "lead_time_months")
    signed = row["signed"]
    return OfferSpec(
        supplier=Supplier(text(row, "supplier")),
        item=Item(text(row, "item")),
        contract=contract,
        price=amount(row, "price"),
        origin=text(row, "offer"),
        fx=exchange_rate(tables, text(row, "currency")),
        index=text(row, "index") or None,
        floor=number(row, "price_floor"),
        ceiling=number(row, "price_ceiling"),
        freight=amount(row, "freight"),
        tariff=amount(row, "tariff"),
        max_per_month=number(row, "max_per_month"),
        max_annual=number(row, "max_annual"),
        min_annual=amount(row, "min_annual"),
        take_or_pay=amount(row, "take_or_pay"),
        min_take=amount(row, "min_take"),
        flex=amount(row, "flex"),
        signed=signed if isinstance(signed, bool) else None,
        contract_cost=0.0 if signed is True else amount(row, "contract_cost"),
        moq=amount(row, "moq"),
        order_cost=amount(row, "order_cost"),
        lead_time=lead,
        transit=whole(row, "transit_months", min(1, lead)),
        available_from=max(0, _month(tables, row, "available_from", 0)),
        available_to=min(tables.months - 1, _month(tables, row, "available_to", tables.months - 1)),
        countries={
            stage: Country(country) for stage in Stage if (country := text(row, f"{stage.value}_country"))
        },
    )


def _tier(tables: Tables, row: Row, tiers: list[Row], number_: int) -> OfferSpec:
    offer, tier = _offer(tables, row), tiers[number_ - 1]
    start, price = amount(tier, "from_annual"), amount(tier, "price")
    cost = amount(tier, "tier_cost")
    if text(row, "tier_kind") == "incremental":
        # What earlier tiers cost up to here, less what this tier's price would charge for it: continuous.
        earlier = sum(
            amount(t, "price") * (amount(t, "to_annual") - amount(t, "from_annual"))
            for t in tiers[: number_ - 1]
        )
        cost = (earlier - price * start) * (1 + offer.tariff) * offer.fx
    fields = {name: getattr(offer, name) for name in offer.__dataclass_fields__}
    fields |= {
        "price": price,
        "tier": number_,
        "tier_cost": cost,
        "min_annual": start,
        "max_annual": amount(tier, "to_annual"),
    }
    return OfferSpec(**fields)


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
        scrap=_quantities(lines, "scrap"),
    )


def _quantities(lines: Iterable[Row], kind: str) -> Mapping[Item, float]:
    chosen = sorted((text(line, "item"), amount(line, "quantity")) for line in lines if line["kind"] == kind)
    return {Item(item): quantity for item, quantity in chosen if quantity}


def _process(tables: Tables, row: Row) -> ProcessSpec:
    flows = [flow for flow in tables["ProcessFlows"] if text(flow, "process") == text(row, "process")]
    return ProcessSpec(
        country=Country(text(row, "country")) if text(row, "country") else None,
        stage=Stage(text(row, "stage")) if text(row, "stage") else None,
        capacity=amount(row, "capacity_per_month"),
        opex=amount(row, "opex"),
        requires=Investment(text(row, "requires")) if text(row, "requires") else None,
        recycling=row["recycling"] is True,
        inputs=_quantities(flows, "in"),
        outputs=_quantities(flows, "out"),
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
        earliest=max(0, _month(tables, row, "earliest_start", 0)),
        latest=min(tables.months - 1, _month(tables, row, "latest_start", tables.months - 1)),
        committed=None if committed is None else tables.month_index(committed),
        adds_process=Process(target.strip()) if what == "process" else None,
        adds_stock=Item(target.strip()) if what == "stock" else None,
        adds_offer=target.strip() if what == "offer" else None,
        adds=amount(row, "adds"),
        life=None if life is None else int(life),
        excludes=text(row, "excludes") or None,
        technology_country=Country(text(row, "technology_country"))
        if text(row, "technology_country")
        else None,
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
        always=applies == "always",
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
