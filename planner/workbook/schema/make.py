"""Sheets of what is made: products, demand, designs and bills of material."""

from __future__ import annotations

from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.parts import (
    MONEY_UNIT,
    MONTHS,
    PRODUCT_UNITS,
    added,
    choice,
    fraction,
    grouped,
    ident,
    month,
    number,
    subject,
    text,
    whole,
)

_ITEM_HINT = ("As on the sheet of items.", "品目シートのID。")
_PRODUCT_HINT = ("As on the sheet of products.", "製品シートのID。")

PRODUCTS = Sheet(
    name="Products",
    ja="製品",
    columns=(
        ident(
            "product",
            ("Product", "製品"),
            ("A short id you choose.", "任意の短いID。"),
            "MOTOR-A",
            required=True,
        ),
        text(
            "name",
            ("Name", "名称"),
            ("Name shown in the results.", "結果に表示する名称。"),
            "Traction motor A",
            otherwise=("= product", "＝製品"),
        ),
        text(
            "unit",
            ("Unit", "単位"),
            ("Demand of the product is in this unit.", "この製品の需要の単位。"),
            "unit",
            default="unit",
        ),
        number(
            "shortage_penalty",
            ("Cost of a missing unit", "欠品損失"),
            MONEY_UNIT,
            (
                "What it costs you not to deliver one unit: lost margin, stopped line, penalties.",
                "1単位納められないときの損失。粗利、ライン停止、違約金など。",
            ),
            "60000",
            required=True,
        ),
        fraction(
            "min_fill_rate",
            ("Least share delivered", "最低充足率"),
            (
                "Share of the demand that must be met, as planned and in every disruption.",
                "必ず満たす需要の割合。平常時にも、どの途絶でも守る。",
            ),
            "90%",
            default=0.0,
        ),
        *grouped(
            "late",
            added(
                whole(
                    "late_months",
                    ("May be late by", "許せる遅れ（月）"),
                    MONTHS,
                    (
                        "May be delivered so many months late. 0: what is not delivered in time is lost.",
                        "この月数までは遅れて納めてよい。0なら、間に合わない分は失注。",
                    ),
                    "2",
                    default=0,
                )
            ),
            added(
                number(
                    "late_cost",
                    ("Cost of a late unit", "遅れの費用"),
                    ("plan currency per unit and month", "計画通貨／単位／月"),
                    ("For each unit and month it is late.", "遅れた1単位・1か月あたりの費用。"),
                    "800",
                    default=0.0,
                )
            ),
        ),
        *grouped(
            "places",
            added(
                ident(
                    "site",
                    ("Site", "拠点"),
                    (
                        "Where it is made. Results are also shown by site.",
                        "製造する拠点。結果を拠点別にも示す。",
                    ),
                    "JP",
                    otherwise=("none", "なし"),
                )
            ),
        ),
    ),
    key=("product",),
    required=True,
    hint_en="What you deliver to your customers, and what it costs to miss a delivery.",
    hint_ja="顧客に納めるものと、納められないときの損失。",
)

DEMAND = Sheet(
    name="Demand",
    ja="需要",
    columns=(
        ident("product", ("Product", "製品"), _PRODUCT_HINT, "MOTOR-A", required=True, ref="Products"),
        month("month", ("Month", "月"), ("Month of delivery.", "納入する月。"), "2026-04", required=True),
        number(
            "quantity",
            ("Quantity", "数量"),
            PRODUCT_UNITS,
            ("Demand of the month. Months without a row have none.", "その月の需要。行のない月は需要なし。"),
            "2000",
            required=True,
        ),
    ),
    key=("product", "month"),
    required=True,
    summed=True,
    wide=True,
    hint_en="One row per product and month. A table with one column per month (2026-04, …) is read too.",
    hint_ja="製品・月ごとに1行。月を列に並べた表（2026-04、2026-05…）も読み込める。",
)

DESIGNS = Sheet(
    name="Designs",
    ja="設計",
    columns=(
        ident("product", ("Product", "製品"), _PRODUCT_HINT, "MOTOR-A", required=True, ref="Products"),
        ident(
            "design",
            ("Design", "設計"),
            (
                "A short id, for example standard or low-dysprosium.",
                "任意の短いID。例：標準、低ジスプロシウム。",
            ),
            "LOW-DY",
            required=True,
        ),
        text(
            "name",
            ("Name", "名称"),
            ("Name shown in the results.", "結果に表示する名称。"),
            "Grain-boundary diffusion",
            otherwise=("= design", "＝設計"),
        ),
        fraction(
            "max_share",
            ("Largest share", "最大比率"),
            (
                "Most of the product's demand made in this design.",
                "製品需要のうち、この設計で製造できる割合。",
            ),
            "100%",
            default=1.0,
        ),
        number(
            "unit_cost",
            ("Extra cost per unit", "追加費用"),
            MONEY_UNIT,
            (
                "Extra cost of this design. Negative: it brings a margin.",
                "この設計の追加費用。マイナスなら利益。",
            ),
            "1500",
            default=0.0,
            low=None,
        ),
        *subject(
            "investments",
            ident(
                "requires",
                ("Requires investment", "必要な投資"),
                (
                    "Investment that opens this design. Blank: it can be made today.",
                    "この設計に必要な投資。空欄なら今すぐ製造できる。",
                ),
                "GBD-LINE",
                ref="Investments",
                otherwise=("available today", "今すぐ可能"),
            ),
        ),
    ),
    key=("product", "design"),
    required=True,
    hint_en="The ways to make each product. Every product needs at least one.",
    hint_ja="製品ごとの作り方。各製品に少なくとも1つ必要。",
)

BOM = Sheet(
    name="BOM",
    ja="部品表",
    columns=(
        ident("product", ("Product", "製品"), _PRODUCT_HINT, "MOTOR-A", required=True, ref="Products"),
        ident(
            "design",
            ("Design", "設計"),
            ("A design of this product.", "この製品の設計のID。"),
            "LOW-DY",
            required=True,
        ),
        ident("item", ("Item", "品目"), _ITEM_HINT, "DY", required=True, ref="Items"),
        number(
            "quantity",
            ("Quantity per unit", "使用量（1単位あたり）"),
            ("item's unit per unit of product", "品目の単位／製品1単位"),
            ("How much of the item one unit of the product takes.", "製品1単位あたりの品目の量。"),
            "0.03",
            required=True,
        ),
        choice(
            "kind",
            ("Use or scrap", "使用・端材"),
            ("use", "scrap"),
            (
                "use: goes into the product. scrap: comes back when it is made.",
                "使用量は投入、端材は製造時に戻るもの。",
            ),
            "use",
            default="use",
        ),
        *subject(
            "places",
            added(
                whole(
                    "lag_months",
                    ("Comes back after", "戻るまでの月数"),
                    MONTHS,
                    (
                        "Scrap only: months until it comes back, such as take-back of sold products.",
                        "端材のみ：戻るまでの月数。販売した製品の回収、使用済み工具の買い戻しなど。",
                    ),
                    "24",
                    default=0,
                )
            ),
        ),
    ),
    required=True,
    key=("product", "design", "item", "kind", "lag_months"),
    summed=True,
    hint_en="What one unit of each design takes, and what scrap making it gives back.",
    hint_ja="設計ごとの1単位あたりの使用量と、製造時に戻る端材。",
)
