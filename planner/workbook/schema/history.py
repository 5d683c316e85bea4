"""The sheet of orders placed before the plan."""

from __future__ import annotations

from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.parts import ITEM_UNITS, MONEY_UNIT, ident, month, number

HISTORY = Sheet(
    name="History",
    ja="発注実績",
    columns=(
        ident(
            "offer",
            ("Offer", "供給条件（見積）"),
            ("As on the sheet of offers.", "供給条件シートのID。"),
            "DY-LYNAS",
            required=True,
            ref="Offers",
        ),
        month(
            "order_month",
            ("Ordered in", "発注月"),
            ("Month of the order, before the plan begins.", "発注した月。計画開始より前。"),
            "2026-02",
            required=True,
        ),
        number(
            "quantity",
            ("Quantity", "数量"),
            ITEM_UNITS,
            (
                "Ordered. 0: nothing was taken from a contract in that month, which take-or-pay counts.",
                "発注した数量。0は、その月に契約から引き取らなかったこと（引取義務の計算に入る）。",
            ),
            "120",
            required=True,
        ),
        month(
            "arrival_month",
            ("Arrives in", "到着月"),
            ("Month of arrival.", "到着する月。"),
            "2026-05",
            otherwise=("order month + lead time", "発注月＋リードタイム"),
        ),
        number(
            "unit_cost",
            ("Still to pay, per unit", "未払いの単価"),
            MONEY_UNIT,
            (
                "Landed cost still to be paid, per unit of the item. Blank: paid already.",
                "これから支払う着荷単価（品目1単位あたり）。空欄なら支払い済み。",
            ),
            "310",
            otherwise=("paid already", "支払い済み"),
        ),
    ),
    key=("offer", "order_month", "arrival_month"),
    hint_en="Orders placed before the plan: what is on the way, and what this year's contracts already took.",
    hint_ja="計画開始前の発注。輸送中の数量と、今年度の契約ですでに引き取った数量。",
    subjects=("history",),
    since=2,
)
