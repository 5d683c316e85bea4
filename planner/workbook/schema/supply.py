"""Sheets of supply: items, receipts and suppliers."""

from __future__ import annotations

from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.parts import (
    COUNT,
    HARD,
    ITEM_UNITS,
    ITEM_UNITS_MONTH,
    MONEY,
    MONEY_UNIT,
    MONTHS,
    NO_LIMIT,
    added,
    fraction,
    grouped,
    ident,
    month,
    number,
    subject,
    text,
    whole,
    yesno,
)

ITEMS = Sheet(
    name="Items",
    ja="品目",
    columns=(
        ident("item", ("Item", "品目"), ("A short id you choose.", "任意の短いID。"), "DY", required=True),
        text(
            "name",
            ("Name", "名称"),
            ("Name shown in the results.", "結果に表示する名称。"),
            "Dysprosium oxide",
            otherwise=("= item", "＝品目"),
        ),
        text(
            "unit",
            ("Unit", "単位"),
            ("All quantities of the item are in this unit.", "この品目の数量はすべてこの単位。"),
            "kg",
            default="kg",
        ),
        number(
            "unit_value",
            ("Value per unit", "在庫評価単価"),
            MONEY_UNIT,
            (
                "What a unit in stock is worth: for holding cost and for the stock left at the end.",
                "在庫1単位の評価額。保管の資本コストと期末在庫の評価に使う。",
            ),
            "30000",
            default=0.0,
        ),
        number(
            "initial_stock",
            ("Stock at start", "期首在庫"),
            ITEM_UNITS,
            ("On hand on the first day of the plan.", "計画初日の手持ち在庫。"),
            "1200",
            default=0.0,
        ),
        number(
            "final_stock",
            ("Stock wanted at end", "期末在庫"),
            ITEM_UNITS,
            ("What should be left after the last month.", "最終月の終わりに残したい在庫。"),
            "1200",
            otherwise=("= stock at start", "＝期首在庫"),
        ),
        number(
            "max_stock",
            ("Storage limit", "保管上限"),
            ITEM_UNITS,
            ("Most you can store.", "保管できる最大量。"),
            "5000",
            otherwise=NO_LIMIT,
        ),
        number(
            "disposal_cost",
            ("Disposal cost per unit", "処分費"),
            MONEY_UNIT,
            ("Cost of getting rid of a surplus unit.", "余剰1単位を処分する費用。"),
            "10",
            default=0.0,
        ),
        whole(
            "min_suppliers",
            ("Qualified suppliers wanted", "最少認定社数"),
            COUNT,
            (
                "At least so many qualified suppliers that offer the item.",
                "この品目の認定サプライヤーの最少数。",
            ),
            "2",
            default=0,
        ),
        *grouped(
            "cover",
            number(
                "storage_cost",
                ("Storage cost per unit and month", "保管費"),
                ("plan currency per unit and month", "計画通貨／単位／月"),
                ("Warehouse cost, without the cost of capital.", "倉庫費用（資本コストを除く）。"),
                "20",
                default=0.0,
            ),
            fraction(
                "monthly_loss",
                ("Loss per month", "月間ロス率"),
                ("Part of the stock that spoils or is lost each month.", "毎月劣化・減耗する在庫の割合。"),
                "0%",
                default=0.0,
                unit=("% per month", "%／月"),
                usual=0.2,
            ),
            number(
                "min_cover_days",
                ("Days of cover wanted", "目標在庫日数（安全在庫）"),
                ("days", "日"),
                (
                    "Stock at each month's end should last this long, in normal times.",
                    "平常時、各月末の在庫で何日分の使用をまかなうか。",
                ),
                "60",
                default=0.0,
                high=3650.0,
            ),
            month(
                "cover_from",
                ("Cover wanted from", "目標在庫開始月"),
                ("Leave time to build the stock up.", "積み増しの時間を見込んで指定。"),
                "2026-10",
                otherwise=("first month", "開始月"),
            ),
            number(
                "cover_penalty",
                ("Price of missing cover", "未達ペナルティ"),
                ("plan currency per unit and month", "計画通貨／単位／月"),
                (
                    "What a missing unit of cover costs for a month. Blank: the cover must be kept.",
                    "目標在庫の不足1単位・1か月あたりの費用。空欄なら必ず守る。",
                ),
                "500",
                otherwise=HARD,
            ),
            whole(
                "cover_again_months",
                ("Cover again, months after a disruption", "在庫回復期限"),
                MONTHS,
                (
                    "So long after a disruption, cover is wanted again. Needs a price of missing cover.",
                    "途絶の終了から何か月後に目標在庫へ戻すか。未達ペナルティの記入が必要。",
                ),
                "6",
                otherwise=("never", "戻さない"),
            ),
            added(
                number(
                    "min_stock",
                    ("Stock wanted, in units", "目標在庫（数量）"),
                    ITEM_UNITS,
                    (
                        "Wanted at month's end beside the days of cover: same months, same price.",
                        "目標在庫日数とは別に、各月末に持ちたい数量。期間と未達ペナルティは目標在庫日数と同じ。",
                    ),
                    "500",
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
                        "Where it is kept. Results are also shown by site.",
                        "保管する拠点。結果を拠点別にも示す。",
                    ),
                    "JP",
                    otherwise=("none", "なし"),
                )
            ),
        ),
    ),
    key=("item",),
    required=True,
    hint_en="Everything you buy, make, recycle or keep in stock: ores, oxides, metals, magnets, parts.",
    hint_ja="購入・製造・回収・在庫するものすべて。鉱石、酸化物、金属、磁石、部品など。",
)

RECEIPTS = Sheet(
    name="Receipts",
    ja="入荷予定",
    columns=(
        ident(
            "item",
            ("Item", "品目"),
            ("As on the sheet of items.", "品目シートのID。"),
            "DY",
            required=True,
            ref="Items",
        ),
        month("month", ("Month", "月"), ("Month of arrival.", "到着する月。"), "2026-05", required=True),
        number(
            "quantity",
            ("Quantity", "数量"),
            ITEM_UNITS,
            ("What arrives, already paid for.", "到着する数量（支払い済み）。"),
            "300",
            required=True,
        ),
    ),
    key=("item", "month"),
    summed=True,
    hint_en="What comes in anyway: orders already on the way, scrap from end-of-life products.",
    hint_ja="計画によらず入ってくるもの。発注済みの入荷、使用済み製品からの端材など。",
)

SUPPLIERS = Sheet(
    name="Suppliers",
    ja="サプライヤー",
    columns=(
        ident(
            "supplier",
            ("Supplier", "サプライヤー"),
            ("A short id you choose.", "任意の短いID。"),
            "LYNAS",
            required=True,
        ),
        text(
            "name",
            ("Name", "名称"),
            ("Name shown in the results.", "結果に表示する名称。"),
            "Lynas Rare Earths",
            otherwise=("= supplier", "＝サプライヤー"),
        ),
        yesno(
            "already_qualified",
            ("Already qualified", "認定済み"),
            ("no: the plan decides whether qualifying it pays.", "いいえなら、認定するかを計画が決める。"),
            "yes",
            default=True,
        ),
        number(
            "qualification_cost",
            ("Qualification cost", "認定費用"),
            MONEY,
            ("Paid once, in the first month, if it is qualified.", "認定する場合、開始月に一度だけ支払う。"),
            "2000000",
            default=0.0,
        ),
        whole(
            "qualification_months",
            ("Months to qualify", "認定期間（月）"),
            MONTHS,
            ("Orders are possible after so many months.", "この月数の後に発注できる。"),
            "9",
            default=0,
        ),
        number(
            "capacity_per_month",
            ("Capacity for you per month", "月間供給能力"),
            ITEM_UNITS_MONTH,
            (
                "Most you can order from it in a month, all its offers together.",
                "すべての供給条件合計で1か月に発注できる上限。",
            ),
            "800",
            otherwise=NO_LIMIT,
        ),
        *subject(
            "history",
            added(
                month(
                    "qualified_from",
                    ("Qualified from", "認定予定月"),
                    (
                        (
                            "Being qualified already: orders are possible from this month. Leave the columns "
                            "on qualification blank."
                        ),
                        "認定作業中の場合、この月から発注できる。認定済み・認定費用・認定期間は空欄にする。",
                    ),
                    "2026-09",
                    otherwise=("not under way", "作業中ではない"),
                )
            ),
        ),
    ),
    key=("supplier",),
    required=True,
    hint_en="Who could supply you, including those you would first have to qualify.",
    hint_ja="取引の可能性がある会社すべて。これから認定が必要な会社も含む。",
)
