"""From a constraint of the model back to the sheet, row and cell that asks for it, in the buyer's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from models.plan.data import PlanData
from models.plan.names import TRUNK, Offer, Pool
from planner.workbook.access import amount, text
from planner.workbook.tables import Row, Tables

Named = tuple[str, tuple[object, ...]]


class Origin(NamedTuple):
    """Where a constraint comes from and what it says."""

    sheet: str
    column: str
    en: str
    ja: str
    scenario: int | None = None
    """Position of the scenario in the constraint's index."""
    month: int | None = None
    """Position of the month."""


ORIGINS: Mapping[str, Origin] = {
    "v_order_qty": Origin("Offers", "max_per_month", "monthly maximum and what disruptions leave of it", "月間上限と、途絶時に残る供給", 1, 2),
    "order_limit": Origin("Offers", "max_per_month", "monthly maximum with what investments add", "月間上限（投資による増強を含む）", 1, 2),
    "qualification_link": Origin("Suppliers", "already_qualified", "orders need a qualified supplier", "発注には認定が必要", 1, 2),
    "annual_limit": Origin("Offers", "max_annual", "annual maximum", "年間上限", 1),
    "supplier_capacity": Origin("Suppliers", "capacity_per_month", "capacity of the supplier", "サプライヤーの月間能力", 1, 2),
    "order_lot_limit": Origin("Offers", "order_cost", "an order must be placed to buy", "購入には発注が必要", None, 1),
    "order_moq_floor": Origin("Offers", "moq", "smallest order", "最低発注量（MOQ）", None, 1),
    "v_order_multiples": Origin("Offers", "order_multiple", "whole multiples up to the monthly maximum", "月間上限までの整数倍", None, 1),
    "multiple_link": Origin("Offers", "order_multiple", "orders in whole multiples", "発注は発注単位の整数倍", None, 1),
    "v_past_order": Origin("History", "quantity", "ordered before the plan", "計画前の発注"),
    "supplier_count": Origin("Items", "min_suppliers", "qualified suppliers wanted", "最少認定社数"),
    "rate_ceiling": Origin("Offers", "max_annual", "annual volume at most", "年間数量の上限"),
    "rate_floor": Origin("Offers", "min_annual", "annual volume at least", "年間数量の下限"),
    "signature_link": Origin("Suppliers", "already_qualified", "a contract needs a qualified supplier", "契約には認定が必要"),
    "tier_choice": Origin("Offers", "signed", "one price tier at most, exactly one where signed", "価格帯は一つまで（締結済みなら必ず一つ）"),
    "pool_choice": Origin("Pools", "pool", "one tier of the pool at most", "プールの段階は一つまで"),
    "pool_link": Origin("Offers", "pool", "members sign in the tier that the pool reaches", "プールが達した段階で契約する"),
    "pool_floor": Origin("Pools", "from_annual", "least committed in a tier of the pool", "段階の契約量の下限"),
    "pool_ceiling": Origin("Pools", "to_annual", "most committed in a tier of the pool", "段階の契約量の上限"),
    "v_pool_tier": Origin("Pools", "pool", "a tier of the pool is reached or not", "段階に達するか否か"),
    "call_off_limit": Origin("Offers", "flex", "call-offs stay within the committed rate and its flexibility", "引取量は契約量と柔軟性の範囲内", 1, 2),
    "min_take_floor": Origin("Offers", "min_take", "least monthly take", "最低引取率", 1, 2),
    "take_or_pay_floor": Origin("Offers", "take_or_pay", "take or pay", "引取義務", 1),
    "demand_split": Origin("Products", "product", "demand is made or lost", "需要は生産されるか失われる", 1, 2),
    "late_share": Origin("Designs", "max_share", "largest share of what is asked and owed", "需要と受注残に占める最大比率", 2, 3),
    "v_late": Origin("Products", "late_months", "months that demand may be late", "納期遅れの許容月数", 1, 2),
    "design_gate": Origin("Designs", "requires", "the design needs its investment first", "設計には先に投資が必要", 2, 3),
    "v_made": Origin("Designs", "max_share", "largest share of demand", "需要に占める最大比率", 2, 3),
    "service_floor": Origin("Products", "min_fill_rate", "least fill rate", "最低充足率", 1),
    "v_activity": Origin("Processes", "capacity_per_month", "capacity and what disruptions leave of it", "能力と、途絶時に残る能力", 1, 2),
    "process_capacity": Origin("Processes", "capacity_per_month", "capacity with what investments add", "能力（投資による増強を含む）", 1, 2),
    "process_gate": Origin("Processes", "requires", "the process needs its investment first", "工程には先に投資が必要", 1, 2),
    "stock_balance": Origin("Items", "initial_stock", "stock balance: what is used must have arrived", "在庫収支：使う量は入荷していること", 1, 2),
    "v_stock": Origin("Items", "max_stock", "storage limit", "保管上限", 1, 2),
    "storage_limit": Origin("Items", "max_stock", "storage limit with what investments add", "保管上限（投資による増強を含む）", 1, 2),
    "cover_floor": Origin("Items", "min_cover_days", "days of cover wanted", "目標在庫日数", 1, 2),
    "min_stock_floor": Origin("Items", "min_stock", "least stock wanted", "最低在庫", 1, 2),
    "final_stock_floor": Origin("Items", "final_stock", "stock wanted at the end", "期末在庫", 1),
    "share_limit": Origin("Rules", "share", "share rule", "比率ルール", 3),
    "module_limit": Origin("Investments", "max_modules", "modules at most", "最大モジュール数"),
    "v_modules_started": Origin("Investments", "max_modules", "modules at most", "最大モジュール数", None, 1),
    "choice_link": Origin("Investments", "excludes", "only one of the group", "グループから一つだけ"),
    "group_choice": Origin("Investments", "excludes", "only one of the group", "グループから一つだけ"),
    "v_chosen": Origin("Investments", "excludes", "only one of the group", "グループから一つだけ"),
    "capex_limit": Origin("Settings", "capex_budget", "investment budget of a plan-year", "年間投資予算"),
    "v_qualified": Origin("Suppliers", "already_qualified", "a supplier is qualified or not", "認定の有無"),
    "v_signed": Origin("Offers", "signed", "a contract is signed or not", "契約の有無"),
    "v_rate": Origin("Offers", "max_annual", "annual volume at most", "年間数量の上限"),
    "v_order_placed": Origin("Offers", "order_cost", "an order is placed or not", "発注の有無", None, 1),
}  # fmt: skip
"""Every constraint and bound that can make a plan infeasible; a test holds this complete."""

NAMED = 4
"""Scenarios named in a line; the others are counted."""


@dataclass(frozen=True)
class Clash:
    """One line of what clashes: a cell, what it asks, and where on the tree it bites."""

    sheet: str
    title: str
    """The sheet's name as the file spells it."""
    cell: str
    column: str
    name: str
    """Id of the row: offer, item, rule, …"""
    en: str
    ja: str
    scenarios: tuple[str, ...]
    months: tuple[str, ...]
    """First and last month (``2027-04``), or empty."""

    def sentence(self, language: str = "en") -> str:
        """Return the line as people read it."""
        where = ""
        if self.scenarios and self.scenarios != (TRUNK,):
            ja = language == "ja"
            names = [s for s in self.scenarios if s != TRUNK]
            trunk = [] if len(names) == len(self.scenarios) else ["途絶なしの計画" if ja else "as planned"]
            more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
            listed = ("、" if ja else ", ").join(names[:NAMED]) + more
            where = f" [{('、' if ja else '; ').join([*trunk, f'シナリオ {listed}' if ja else f'scenario {listed}'])}]"
        months = dict.fromkeys((*self.months[:1], *self.months[-1:]))  # one that is both stands once
        when = f" {'…'.join(months)}" if months else ""
        place = f"{self.title}!{self.cell}" if self.cell else self.title
        if language == "ja":
            return f"{place}（{self.name}）：{self.ja}{where}{when}"
        return f"{place} ({self.name}): {self.en}{where}{when}"

    def as_json(self) -> dict[str, object]:
        """Return the line as ``--json`` prints it."""
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "column": self.column,
            "row": self.name,
            "asks": self.en,
            "scenarios": list(self.scenarios),
            "months": list(self.months),
        }


def trace(constraints: Iterable[Named], tables: Tables, data: PlanData) -> list[Clash]:
    """Return the lines behind a set of constraints, those of one cell gathered into one."""
    gathered: dict[tuple[str, str, str], tuple[Origin, Row | None, set[str], set[int]]] = {}
    for constraint, index in constraints:
        origin = ORIGINS[constraint]
        name, row = _row_of(origin, constraint, index, tables, data)
        key = (origin.sheet, name, origin.column)
        _, _, scenarios, months = gathered.setdefault(key, (origin, row, set(), set()))
        if origin.scenario is not None:
            scenarios.add(str(index[origin.scenario]))
        if origin.month is not None:
            months.add(int(str(index[origin.month])))
    return [
        Clash(
            sheet=sheet,
            title=tables.title(sheet),
            cell=row.cell(column) if row is not None else "",
            column=column,
            name=name,
            en=origin.en,
            ja=origin.ja,
            scenarios=tuple(sorted(scenarios)),
            months=tuple(f"{tables.month_date(t):%Y-%m}" for t in sorted({min(months), max(months)}))
            if months
            else (),
        )
        for (sheet, name, column), (origin, row, scenarios, months) in gathered.items()
    ]


def _row_of(
    origin: Origin, constraint: str, index: tuple[object, ...], tables: Tables, data: PlanData
) -> tuple[str, Row | None]:
    """Return the id that a constraint's index names and its row in the workbook."""
    first = str(index[0]) if index and index[0] is not None else ""
    match origin.sheet:
        case "Settings":
            return origin.column, _find(tables, "Settings", {"key": origin.column})
        case "Offers":
            first = data.offers[Offer(first)].origin if first in data.offers else first
            return first, _find(tables, "Offers", {"offer": first})
        case "Suppliers":
            if Offer(first) in data.offers and constraint not in {"v_qualified", "supplier_capacity"}:
                first = data.offers[Offer(first)].supplier
            return first, _find(tables, "Suppliers", {"supplier": first})
        case "Designs":
            found = _find(tables, "Designs", {"product": first, "design": str(index[1])})
            return f"{first}/{index[1]}", found
        case "Pools":
            tier = data.pools[Pool(first)][int(str(index[1])) - 1] if len(index) > 1 else None
            own = [row for row in tables["Pools"] if text(row, "pool") == first]
            at = [row for row in own if tier is not None and amount(row, "from_annual") == tier.from_annual]
            return first, next(iter([*at, *own]), None)
        case "History":
            first = data.history[int(first)].offer
            return first, _find(tables, "History", {"offer": first})
        case "Investments" if constraint == "group_choice":
            return first, _find(tables, "Investments", {"excludes": first})
        case sheet:
            key = {"Items": "item", "Products": "product", "Processes": "process", "Rules": "rule"}
            return first, _find(tables, sheet, {key.get(sheet, "investment"): first})


def _find(tables: Tables, sheet: str, wanted: Mapping[str, str]) -> Row | None:
    for row in tables.sheets.get(sheet, ()):
        if all(text(row, key) == value for key, value in wanted.items()):
            return row
    return None
