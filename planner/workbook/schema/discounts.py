"""Sheets of quantity discounts: price tiers of one contract, pools of several."""

from __future__ import annotations

from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.parts import (
    ITEM_UNITS_YEAR,
    OFFER_MONEY_UNIT,
    fraction,
    ident,
    number,
)

PRICE_TIERS = Sheet(
    name="PriceTiers",
    ja="数量区分",
    columns=(
        ident(
            "offer",
            ("Offer", "供給条件（見積）"),
            ("A contract on the sheet of offers.", "供給条件シートの契約のID。"),
            "DY-LYNAS",
            required=True,
            ref="Offers",
        ),
        number(
            "from_annual",
            ("From annual volume", "年間数量（以上）"),
            ITEM_UNITS_YEAR,
            ("The tier begins at this committed volume.", "この値引区分が始まる年間契約数量。"),
            "500",
            required=True,
        ),
        number(
            "to_annual",
            ("To annual volume", "年間数量（以下）"),
            ITEM_UNITS_YEAR,
            ("The tier ends at this committed volume.", "この値引区分が終わる年間契約数量。"),
            "1000",
            required=True,
        ),
        number(
            "price",
            ("Unit price", "単価"),
            OFFER_MONEY_UNIT,
            ("Price in this tier.", "この区分の単価。"),
            "295",
            required=True,
        ),
        number(
            "tier_cost",
            ("Fixed cost of the tier per year", "区分の固定費（年）"),
            ("plan currency per plan-year", "計画通貨／計画年"),
            ("Paid each plan-year while the tier is signed.", "この区分で契約中、計画年ごとに支払う。"),
            "0",
            default=0.0,
        ),
    ),
    key=("offer", "from_annual"),
    subjects=("contracts",),
    hint_en="Quantity discounts: one row for each tier of a contract. The plan chooses one tier.",
    hint_ja="契約の数量区分（数量値引）。区分ごとに1行。計画は1つの区分を選ぶ。",
)

_POOL_UNITS = ("pool's unit per year", "共同契約の単位／年")

POOLS = Sheet(
    name="Pools",
    ja="共同契約",
    columns=(
        ident(
            "pool",
            ("Pool", "共同契約"),
            ("A short id you choose; offers name it.", "任意の短いID。供給条件シートで指定する。"),
            "WC-2027",
            required=True,
        ),
        number(
            "from_annual",
            ("From annual volume", "年間数量（以上）"),
            _POOL_UNITS,
            (
                "Begins at this committed volume, all offers of the pool together, each by its weight.",
                "この区分が始まる年間契約数量。共同契約のすべての供給条件を重みで合計する。",
            ),
            "50000",
            required=True,
        ),
        number(
            "to_annual",
            ("To annual volume", "年間数量（以下）"),
            _POOL_UNITS,
            (
                "The tier ends here. Blank: where the next begins.",
                "この区分の終わり。空欄なら次の区分の始まり。",
            ),
            "90000",
            otherwise=("start of the next tier; last: no limit", "次の区分の始まり。最後は上限なし"),
        ),
        fraction(
            "discount",
            ("Discount", "値引率"),
            (
                "Taken off the price of every offer of the pool in this tier.",
                "この区分で、共同契約の各供給条件の単価から差し引く率。",
            ),
            "3%",
            required=True,
            below_one=True,
        ),
        number(
            "tier_cost",
            ("Fixed cost of the tier per year", "区分の固定費（年）"),
            ("plan currency per plan-year", "計画通貨／計画年"),
            ("Paid once for the pool, each plan-year.", "共同契約全体で、計画年ごとに1回支払う。"),
            "0",
            default=0.0,
        ),
    ),
    key=("pool", "from_annual"),
    hint_en="A discount over several contracts, whoever sells and wherever they deliver.",
    hint_ja="複数の契約にまたがる値引。複数のサプライヤー、拠点、買い手の数量を合わせられる。",
    subjects=("contracts",),
    since=2,
)
