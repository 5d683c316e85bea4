"""Sheets that frame a plan: settings, countries, exchange rates and price indices."""

from __future__ import annotations

from planner.workbook.schema.columns import Column, Kind, Sheet
from planner.workbook.schema.parts import (
    FACTOR,
    MONTHS,
    NO_LIMIT,
    added,
    choice,
    column,
    country,
    fraction,
    ident,
    ids,
    month,
    number,
    rate,
    subject,
    text,
    whole,
)

SETTINGS: tuple[Column, ...] = (
    text(
        "plan_name",
        ("Plan name", "計画名"),
        ("What this plan is called in the result.", "結果に表示する計画の名前。"),
        "Magnets 2026",
        otherwise=("file name", "ファイル名"),
    ),
    month(
        "start_month",
        ("First month", "開始月"),
        ("The first month you plan. Month 0 of the plan.", "計画の最初の月（計画の0か月目）。"),
        "2026-04",
        required=True,
    ),
    whole(
        "months",
        ("Months in the plan", "計画月数"),
        MONTHS,
        (
            "How many months to plan, 1 to 120. 36 is a good start.",
            "計画する月数（1～120）。まずは36が目安。",
        ),
        "36",
        required=True,
        low=1,
        high=120,
    ),
    column(
        "currency",
        Kind.CURRENCY,
        ("Plan currency", "計画通貨"),
        (
            "Three-letter code. All money is in it, except what an offer states in a currency of its own.",
            "ISO 4217の3文字コード。供給条件独自の通貨を除き、金額はすべてこの通貨。",
        ),
        "JPY",
        default="USD",
    ),
    country(
        "home_country",
        ("Home country", "自国"),
        (
            "Your own country's code. Export bans may name it as their destination.",
            "自社の国コード。輸出規制の仕向先として指定できる。",
        ),
        "JP",
        otherwise=("none", "なし"),
    ),
    rate(
        "discount_rate",
        ("Discount rate per year", "割引率（年）"),
        (
            "How much less a payment weighs when it falls a year later.",
            "支払いが1年遅れるごとに割り引く率。",
        ),
        "3%",
        unit=("% per year", "%／年"),
        usual=0.5,
    ),
    rate(
        "capital_rate",
        ("Cost of capital tied in stock, per year", "在庫資本コスト（年）"),
        (
            "Yearly cost of the money that lies in stock, as a share of its value.",
            "在庫に固定される資金の年間コスト（在庫評価額に対する率）。",
        ),
        "8%",
        unit=("% per year", "%／年"),
        usual=0.5,
    ),
    fraction(
        "risk_weight",
        ("Weight of tail risk (0…1)", "リスク重み"),
        (
            "0: plan for the average cost. 100%: plan only for the bad cases. 30% is a usual middle.",
            "0なら平均費用だけ、100%なら悪い場合だけを重視。30%前後が一般的。",
        ),
        "30%",
        default=0.0,
    ),
    fraction(
        "cvar_alpha",
        ("Tail level", "CVaR水準"),
        (
            "Which cases count as bad: 90% means the dearest tenth.",
            "悪い場合とみなす範囲。90%なら費用の高い方から1割。",
        ),
        "90%",
        default=0.9,
        inside=True,
    ),
    number(
        "capex_budget",
        ("Investment budget per plan-year", "年間投資予算"),
        ("plan currency per plan-year", "計画通貨／計画年"),
        (
            "Most you may spend on starting investments in 12 months, before subsidies.",
            "12か月間に着手できる投資額の上限（補助金控除前）。",
        ),
        "50000000",
        otherwise=NO_LIMIT,
    ),
    rate(
        "mip_gap",
        ("Relative gap to stop at", "許容ギャップ"),
        (
            "Stop when the plan is proven to be this close to the best possible cost.",
            "最適値との差がこの率以下と証明できたら計算を終える。",
        ),
        "0.1%",
        default=0.001,
        usual=0.1,
    ),
    number(
        "time_limit",
        ("Seconds to stop after", "制限時間（秒）"),
        ("seconds", "秒"),
        (
            "Stop after this time with the best plan found so far.",
            "この時間で計算を打ち切り、それまでの最良の計画を示す。",
        ),
        "600",
        default=600.0,
        low_open=True,
    ),
    whole(
        "schema_version",
        ("Workbook version", "様式版"),
        ("version", "版"),
        ("Version of this form. Leave as it is.", "この様式の版。変更不要。"),
        "2",
        default=1,
        low=1,
    ),
    *subject(
        "history",
        added(
            whole(
                "year_start",
                ("Contract years begin in month", "契約年度の開始月"),
                ("month, 1 to 12", "月（1～12）"),
                (
                    "Month in which the years of contracts, budgets and rules begin: 1 for January.",
                    "契約・予算・ルールの年度が始まる月。4月なら4。",
                ),
                "1",
                otherwise=("the plan's first month", "計画の最初の月"),
                low=1,
                high=12,
            )
        ),
    ),
    *subject(
        "risk",
        added(
            choice(
                "event_probabilities",
                ("Events exclude each other", "途絶イベントの重なり"),
                ("exclusive", "independent"),
                (
                    (
                        "exclusive: at most one happens, and probabilities add up. independent: each happens "
                        "or not on its own; scenarios hold one at most and share what is left."
                    ),
                    (
                        "「いずれか1つ」は起こるとしても1つだけで、確率は足し合わせる。「独立」は互いに無関係に起こり、"
                        "シナリオは多くても1つのイベントを持つ（2つ以上の場合は除いて按分する）。"
                    ),
                ),
                "exclusive",
                default="exclusive",
            )
        ),
    ),
)
"""The settings, declared as columns although they stand in rows."""

SETTINGS_SHEET = Sheet(
    name="Settings",
    ja="設定",
    columns=(
        ident(
            "key",
            ("Setting", "設定項目"),
            ("Name of the setting. Leave as it is.", "設定項目の名前。変更不要。"),
            "months",
            required=True,
        ),
        column(
            "value",
            Kind.ANY,
            ("Value", "値"),
            ("Your value. Blank: the default.", "設定値。空欄なら既定値。"),
            "36",
            otherwise=("the setting's default", "各項目の既定値"),
        ),
    ),
    key=("key",),
    required=True,
    hint_en="The frame of the plan: first month, length, currency, and how much you fear the bad cases.",
    hint_ja="計画の枠組み。開始月、月数、通貨、リスクの重視度など。",
)

COUNTRIES = Sheet(
    name="Countries",
    ja="国",
    columns=(
        column(
            "code",
            Kind.COUNTRY,
            ("Country code", "国コード"),
            (
                "Two-letter code (ISO 3166), or the country's name.",
                "2文字の国コード（ISO 3166）または国名。",
            ),
            "CN",
            required=True,
        ),
        text(
            "name",
            ("Country name", "国名"),
            ("Name shown in the results.", "結果に表示する国名。"),
            "China",
            otherwise=("= code", "＝国コード"),
        ),
        ids(
            "groups",
            ("Groups", "グループ"),
            (
                "Groups the country belongs to. Rules may cap a whole group: group:NAME.",
                "国が属するグループ。ルールでグループ:名前と書けばまとめて制限できる。",
            ),
            "high_risk; ASIA",
            otherwise=("none", "なし"),
        ),
    ),
    key=("code",),
    subjects=("risk", "places"),
    hint_en="Only needed to give countries names or groups. Codes that are not listed here work too.",
    hint_ja="国名やグループを付けたい場合だけ記入。ここにない国コードもそのまま使える。",
)

PRICE_INDEX = Sheet(
    name="PriceIndex",
    ja="価格指標",
    columns=(
        ident(
            "index",
            ("Price index", "価格指標"),
            ("Name of the index, as the offers use it.", "指標の名前。供給条件で使う名前と同じにする。"),
            "NDPR",
            required=True,
        ),
        month(
            "month",
            ("Month", "月"),
            ("Month the factor holds from, until the next one listed.", "この月から、次に記載の月まで適用。"),
            "2026-04",
            required=True,
        ),
        number(
            "factor",
            ("Factor", "係数"),
            FACTOR,
            ("Multiplies the offer's price. 1 = as offered.", "供給条件単価に掛ける係数。1なら単価どおり。"),
            "1.05",
            required=True,
            low_open=True,
        ),
    ),
    key=("index", "month"),
    subjects=("index",),
    hint_en="How prices tied to an index are expected to move.",
    hint_ja="指標連動価格の見通し。",
)

FX = Sheet(
    name="FX",
    ja="為替",
    columns=(
        column(
            "currency",
            Kind.CURRENCY,
            ("Foreign currency", "外貨"),
            ("Three-letter code.", "3文字の通貨コード。"),
            "USD",
            required=True,
        ),
        added(
            month(
                "month",
                ("From month", "適用開始月"),
                (
                    "Month the rate holds from, until the next one listed. Blank: from the beginning.",
                    "この月から、次に記載の月まで適用。空欄なら最初から。",
                ),
                "2026-04",
                otherwise=("before every listed month", "記載のどの月よりも前"),
            )
        ),
        number(
            "rate",
            ("Rate", "換算レート"),
            ("plan currency per 1 of it", "外貨1あたりの計画通貨"),
            ("Plan currency paid for one unit of that currency.", "その通貨1単位に対する計画通貨の額。"),
            "150",
            required=True,
            low_open=True,
        ),
    ),
    key=("currency", "month"),
    hint_en="Every currency that offers use, other than the plan currency; one row, or one for each change.",
    hint_ja="計画通貨以外で、供給条件に使う通貨。1行、または変わる月ごとに1行。",
    subjects=("basic", "index"),
)
