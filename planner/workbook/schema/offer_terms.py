"""Columns of the sheet of offers that the template folds away: finer terms, each group under a heading."""

from __future__ import annotations

from planner.workbook.schema.parts import (
    ITEM_UNITS,
    MONEY,
    MONTHS,
    OFFER_MONEY_UNIT,
    added,
    choice,
    country,
    fraction,
    grouped,
    ident,
    number,
    rate,
    whole,
)

OFFER_TERMS = (
    *grouped(
        "terms",
        choice(
            "tier_kind",
            ("Discount", "値引方式"),
            ("all_units", "incremental"),
            (
                "all_units: the tier's price for everything. incremental: only for what is above its start.",
                "全量に適用するか、超過分だけに適用するか。",
            ),
            "all_units",
            default="all_units",
        ),
        fraction(
            "min_take",
            ("Least monthly take", "最低引取率"),
            (
                "Contract: share of the committed monthly rate that must be ordered every month.",
                "契約の月間数量のうち、毎月必ず発注する割合。",
            ),
            "50%",
            default=0.0,
        ),
        rate(
            "flex",
            ("Monthly flexibility", "月間増量許容率"),
            (
                "Contract: a month may exceed the committed rate by this share.",
                "契約：月間数量を超えてよい割合。",
            ),
            "20%",
        ),
        number(
            "contract_cost",
            ("Cost of signing", "契約費用"),
            MONEY,
            ("Contract: paid once when you sign.", "契約時に一度だけ支払う費用。"),
            "100000",
            default=0.0,
        ),
        added(
            ident(
                "pool",
                ("Pool", "共同契約"),
                (
                    "Contract: counts for this pool's volume and gets its discount.",
                    "契約：この共同契約の数量に数え、その値引を受ける。",
                ),
                "WC-2027",
                ref="Pools",
                otherwise=("none", "なし"),
            )
        ),
        added(
            number(
                "pool_weight",
                ("Weight in the pool", "共同契約での重み"),
                ("pool's units per unit", "共同契約の単位／単位"),
                (
                    "What one unit counts for in the pool's volume: its metal content, its value.",
                    "1単位を共同契約の数量にいくつと数えるか（金属含有量、金額など）。",
                ),
                "1",
                default=1.0,
                low_open=True,
            )
        ),
    ),
    *grouped(
        "formula",
        ident(
            "index",
            ("Price index", "価格指標"),
            ("The price moves with this index. Blank: it stays.", "単価が連動する指標。空欄なら固定。"),
            "NDPR",
            ref="PriceIndex",
            otherwise=("fixed price", "固定価格"),
        ),
        number(
            "price_floor",
            ("Floor", "下限価格"),
            OFFER_MONEY_UNIT,
            ("An indexed price does not fall below it.", "指標連動価格の下限。"),
            "250",
            otherwise=("none", "なし"),
        ),
        number(
            "price_ceiling",
            ("Ceiling", "上限価格"),
            OFFER_MONEY_UNIT,
            ("An indexed price does not rise above it.", "指標連動価格の上限。"),
            "400",
            otherwise=("none", "なし"),
        ),
        added(
            whole(
                "index_lag_months",
                ("Index lag", "指標の遅れ"),
                MONTHS,
                (
                    "The index is taken so many months before the month in which the price is set.",
                    "価格を決める月より何か月前までの指標を使うか。",
                ),
                "1",
                default=0,
            )
        ),
        added(
            whole(
                "index_average_months",
                ("Months averaged", "指標の平均期間"),
                MONTHS,
                ("The index is the mean over so many months.", "この月数の指標を平均する。"),
                "3",
                default=1,
                low=1,
            )
        ),
        added(
            whole(
                "index_reset_months",
                ("Price set every", "価格改定の間隔"),
                MONTHS,
                (
                    "Months for which a price holds: 3 for a price by the quarter. 1, 2, 3, 4, 6 or 12.",
                    "価格を据え置く月数。四半期ごとなら3。1、2、3、4、6、12のいずれか。",
                ),
                "3",
                default=1,
                low=1,
                high=12,
            )
        ),
    ),
    *grouped(
        "payment",
        added(
            whole(
                "payment_months",
                ("Paid, months after arrival", "支払時期（到着後の月数）"),
                MONTHS,
                (
                    "Months from arrival to payment; negative: paid in full before. Only interest changes.",
                    "到着から支払いまでの月数。前払い（全額）は負の数。割引だけが変わる。",
                ),
                "3",
                default=0,
                low=-36,
                high=36,
            )
        ),
    ),
    *grouped(
        "sizes",
        number(
            "moq",
            ("Smallest order", "最低発注量（MOQ）"),
            ITEM_UNITS,
            ("If you order in a month, at least so much.", "発注する月は少なくともこの数量。"),
            "20",
            default=0.0,
        ),
        number(
            "order_cost",
            ("Cost per order", "発注1回の費用"),
            ("plan currency per order", "計画通貨／回"),
            ("Paid in every month in which you order.", "発注する月ごとにかかる費用。"),
            "50000",
            default=0.0,
        ),
        added(
            number(
                "order_multiple",
                ("Order multiple", "発注の倍数"),
                ITEM_UNITS,
                (
                    "Orders come in whole multiples of this: a container, a drum. In normal times only.",
                    "発注はこの数量の整数倍（コンテナ、ドラム缶など）。平常時だけ守る。",
                ),
                "20",
                otherwise=("any quantity", "任意の数量"),
                low_open=True,
            )
        ),
    ),
    *grouped(
        "places",
        added(
            country(
                "destination",
                ("Delivered to", "仕向先"),
                (
                    "Country the offer delivers to. Disruptions may hit one destination alone.",
                    "納入先の国。仕向先を限った途絶の判定に使う。",
                ),
                "DE",
                otherwise=("home country", "自国"),
            )
        ),
    ),
)
