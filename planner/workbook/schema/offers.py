"""The sheet of offers: spot purchases and contracts; what most plans need stands first."""

from __future__ import annotations

from planner.workbook.schema.columns import Kind, Sheet
from planner.workbook.schema.offer_terms import OFFER_TERMS
from planner.workbook.schema.parts import (
    ITEM_UNITS_MONTH,
    ITEM_UNITS_YEAR,
    MONTHS,
    OFFER_MONEY_UNIT,
    added,
    choice,
    column,
    country,
    fraction,
    ident,
    month,
    number,
    rate,
    subject,
    whole,
    yesno,
)

_FIRST = (
    ident(
        "offer",
        ("Offer", "供給条件（見積）"),
        ("A short id you choose.", "任意の短いID。"),
        "DY-LYNAS",
        required=True,
    ),
    ident(
        "supplier",
        ("Supplier", "サプライヤー"),
        ("As on the sheet of suppliers.", "サプライヤーシートのID。"),
        "LYNAS",
        required=True,
        ref="Suppliers",
    ),
    ident(
        "item",
        ("Item", "品目"),
        ("As on the sheet of items.", "品目シートのID。"),
        "DY",
        required=True,
        ref="Items",
    ),
    choice(
        "kind",
        ("Spot or contract", "種別"),
        ("spot", "contract"),
        (
            "spot: buy month by month. contract: a yearly volume the plan may sign.",
            "スポットは月ごとの購入、契約は年間数量の契約（締結するかを計画が決める）。",
        ),
        "contract",
        default="spot",
    ),
    number(
        "price",
        ("Unit price", "単価"),
        OFFER_MONEY_UNIT,
        (
            "Price before tariff and freight. Leave blank where PriceTiers gives the prices.",
            "関税・運賃を除く単価。数量区分シートに価格がある場合は空欄。",
        ),
        "310",
        otherwise=("required, unless PriceTiers has the offer", "必須（数量値引に価格がある場合は空欄）"),
    ),
    added(
        number(
            "price_per",
            ("Price is for so many units", "価格の数量単位"),
            ("item's units", "品目の単位"),
            (
                (
                    "Units of the item that price, floor, freight and so on stand for. 0.45359237: per "
                    "pound of an item in kg. 10: per metric-ton unit."
                ),
                (
                    "単価・下限・上限・運賃・値引の価格が品目の何単位分か。kgの品目のポンド建てなら0.45359237、"
                    "MTU建てなら10。"
                ),
            ),
            "0.45359237",
            default=1.0,
            low_open=True,
        )
    ),
    column(
        "currency",
        Kind.CURRENCY,
        ("Currency", "通貨"),
        (
            "Of price, floor, ceiling, freight and tiers. Needs a rate on the sheet FX.",
            "単価・下限・上限・運賃・数量値引の通貨。為替シートにレートが必要。",
        ),
        "USD",
        otherwise=("plan currency", "計画通貨"),
    ),
    number(
        "freight",
        ("Freight per unit", "運賃"),
        OFFER_MONEY_UNIT,
        ("Added to the price, after tariff.", "単価（関税込み）に加算。"),
        "4",
        default=0.0,
    ),
    rate(
        "tariff",
        ("Tariff", "関税率"),
        ("Share of the price. May exceed 100%.", "単価に対する率。100%超も可。"),
        "3.3%",
    ),
    number(
        "max_per_month",
        ("Most per month", "月間上限"),
        ITEM_UNITS_MONTH,
        (
            "Most you can order in a month. Required for spot offers.",
            "1か月に発注できる上限。スポットは必須。",
        ),
        "150",
        otherwise=("required for spot; contract: no limit", "スポットは必須、契約は上限なし"),
    ),
    *subject(
        "contracts",
        number(
            "max_annual",
            ("Annual volume, most", "年間上限"),
            ITEM_UNITS_YEAR,
            (
                "Contract: the most you could commit to. Leave blank where PriceTiers has the offer.",
                "契約で約束できる年間数量の上限。数量値引がある場合は空欄。",
            ),
            "1500",
            otherwise=(
                "required for contracts without tiers; spot: no limit",
                "契約は必須（値引時は空欄）、スポットは上限なし",
            ),
        ),
        number(
            "min_annual",
            ("Annual volume, least", "年間下限"),
            ITEM_UNITS_YEAR,
            (
                "Contract: the least you must commit to when you sign.",
                "契約する場合に約束する年間数量の下限。",
            ),
            "600",
            default=0.0,
        ),
        fraction(
            "take_or_pay",
            ("Take-or-pay share", "引取義務率（テイク・オア・ペイ）"),
            (
                "Contract: share of the committed volume that is paid even if not taken.",
                "契約数量のうち、引き取らなくても支払う割合。",
            ),
            "80%",
            default=0.0,
        ),
        yesno(
            "signed",
            ("Already decided", "締結済み"),
            (
                "Contract: yes = signed, no = ruled out, blank = the plan decides.",
                "契約：はい＝締結済み、いいえ＝対象外、空欄＝計画が決める。",
            ),
            "yes",
            otherwise=("the plan decides", "計画が決める"),
        ),
    ),
    whole(
        "lead_time_months",
        ("Lead time", "リードタイム"),
        MONTHS,
        ("From order to arrival.", "発注から到着まで。"),
        "3",
        default=0,
    ),
    whole(
        "transit_months",
        ("of which in transit", "うち輸送"),
        MONTHS,
        (
            "Months on the way. Export bans stop what has not been shipped yet.",
            "輸送中の月数。輸出規制は未出荷の分を止める。",
        ),
        "1",
        otherwise=("1, or the lead time if that is 0", "1（リードタイムが0なら0）"),
    ),
    *subject(
        "risk",
        country(
            "mining_country",
            ("Country of mining", "採掘国"),
            ("Where it is mined. Disruptions and caps look here.", "採掘する国。途絶や上限の判定に使う。"),
            "AU",
            otherwise=("not stated", "指定なし"),
        ),
        country(
            "refining_country",
            ("Country of refining", "製錬国"),
            ("Where it is separated and refined.", "分離・製錬する国。"),
            "MY",
            otherwise=("not stated", "指定なし"),
        ),
        country(
            "metal_country",
            ("Country of metal making", "金属化国"),
            ("Where the metal or alloy is made.", "金属・合金にする国。"),
            "VN",
            otherwise=("not stated", "指定なし"),
        ),
        country(
            "magnet_country",
            ("Country of magnet making", "磁石製造国"),
            ("Where the magnet is made.", "磁石を製造する国。"),
            "JP",
            otherwise=("not stated", "指定なし"),
        ),
    ),
    month(
        "available_from",
        ("Order months, from", "発注可能期間（自）"),
        ("First month in which you can order.", "発注できる最初の月。"),
        "2026-04",
        otherwise=("first month", "計画の最初の月"),
    ),
    month(
        "available_to",
        ("Order months, to", "発注可能期間（至）"),
        ("Last month in which you can order.", "発注できる最後の月。"),
        "2029-03",
        otherwise=("last month", "計画の最後の月"),
    ),
)

OFFERS = Sheet(
    name="Offers",
    ja="供給条件（見積）",
    columns=(*_FIRST, *OFFER_TERMS),
    key=("offer",),
    required=True,
    hint_en="One row for each thing a supplier would sell you: spot purchases and contracts you could sign.",
    hint_ja="サプライヤーが売ってくれる条件ごとに1行。スポット購入と、締結しうる契約。",
)
