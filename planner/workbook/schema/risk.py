"""Sheets of risk: events and scenarios."""

from __future__ import annotations

from planner.workbook.schema.columns import Kind, Sheet
from planner.workbook.schema.parts import (
    COUNT,
    FACTOR,
    LIST,
    MONTHS,
    STAGES,
    added,
    column,
    countries,
    fraction,
    grouped,
    ident,
    ids,
    month,
    number,
    text,
    whole,
)

EVENTS = Sheet(
    name="Events",
    ja="途絶イベント",
    columns=(
        ident(
            "event",
            ("Event", "イベント"),
            ("A short id you choose.", "任意の短いID。"),
            "CN-BAN",
            required=True,
        ),
        text(
            "name",
            ("Name", "名称"),
            ("Name shown in the results.", "結果に表示する名称。"),
            "Chinese export ban",
            otherwise=("= event", "＝イベント"),
        ),
        countries(
            "country",
            ("Country", "国"),
            ("Hits what is made in these countries.", "この国で作られるものに影響。"),
            "CN",
            otherwise=("any", "指定なし"),
        ),
        column(
            "stage",
            Kind.CHOICES,
            ("Stage", "段階"),
            (
                "Only at these stages in the country. Blank: any stage.",
                "その国のこの段階だけ。空欄なら全段階。",
            ),
            "refining; metal",
            choices=STAGES,
            unit=LIST,
            otherwise=("any", "全段階"),
        ),
        ids(
            "items",
            ("Items", "品目"),
            ("Hits offers of these items.", "この品目の供給条件に影響。"),
            "DY; TB",
            ref="Items",
            otherwise=("any", "指定なし"),
        ),
        countries(
            "destination",
            ("Destination", "仕向先"),
            (
                "Only what goes to these countries; yours, unless the offer or process says another.",
                "仕向先がこの中にあるものだけ影響。供給条件や工程に記載がなければ自国。",
            ),
            "JP",
            otherwise=("any", "指定なし"),
        ),
        fraction(
            "severity",
            ("Severity", "供給減少率"),
            (
                "Part of the supply lost while it lasts. 0 where only prices, demand or builds change.",
                "継続中に失われる供給の割合。価格・需要・工期だけが変わるなら0。",
            ),
            "100%",
            default=1.0,
        ),
        whole(
            "duration_months",
            ("Duration", "継続期間（月）"),
            MONTHS,
            (
                "How long it lasts. Required unless there is a loss profile.",
                "継続する月数。月別減少率がなければ必須。",
            ),
            "12",
            otherwise=("required, unless loss profile", "必須（月別減少率がある場合を除く）"),
            low=1,
        ),
        number(
            "price_factor",
            ("Price factor", "価格倍率"),
            FACTOR,
            (
                "Prices are multiplied by this while it lasts. Below 1: they fall.",
                "継続中の価格に掛ける倍率。1未満なら値下がり。",
            ),
            "1.5",
            default=1.0,
            low_open=True,
        ),
        fraction(
            "probability",
            ("Probability", "発生確率"),
            (
                (
                    "That it begins within the plan. Used where the sheet of scenarios is empty. Once in 20 "
                    "years is 14% of a plan of three; planner events --rate counts what happened since 2010."
                ),
                (
                    "計画期間中に起こる確率。シナリオシートが空のときに使う。20年に一度なら3年の計画で14%。"
                    "2010年以降の回数は planner events --rate で分かる。"
                ),
            ),
            "10%",
            otherwise=("makes no scenario", "シナリオを作らない"),
        ),
        month(
            "start_from",
            ("Could begin, from", "開始可能期間（自）"),
            ("First month in which it could begin.", "起こりうる最初の月。"),
            "2026-07",
            otherwise=("first month", "計画の最初の月"),
        ),
        month(
            "start_to",
            ("Could begin, to", "開始可能期間（至）"),
            ("Last month in which it could begin.", "起こりうる最後の月。"),
            "2028-12",
            otherwise=("last month", "計画の最後の月"),
        ),
        text(
            "source",
            ("Source", "出典"),
            ("Where your numbers come from.", "数値の根拠。"),
            "METI notice, April 2025",
            otherwise=("none", "なし"),
        ),
        *grouped(
            "targets",
            ids(
                "supplier",
                ("Supplier", "サプライヤー"),
                ("Hits offers of these suppliers.", "このサプライヤーの供給条件に影響。"),
                "LYNAS",
                ref="Suppliers",
                otherwise=("any", "指定なし"),
            ),
            ids(
                "process",
                ("Process", "工程"),
                ("Hits these processes, and no offers.", "この工程に影響（供給条件には影響しない）。"),
                "HD-RECYCLE",
                ref="Processes",
                otherwise=("none", "なし"),
            ),
            ids(
                "investment",
                ("Investment", "投資"),
                ("Investments whose completion is delayed.", "完成が遅れる投資。"),
                "HD-PLANT",
                ref="Investments",
                otherwise=("none", "なし"),
            ),
            ids(
                "product",
                ("Product", "製品"),
                ("Products whose demand changes.", "需要が変わる製品。"),
                "MOTOR-A",
                ref="Products",
                otherwise=("none", "なし"),
            ),
            ids(
                "index",
                ("Price index", "価格指標"),
                (
                    "Indices that move. Blank, and no currency: spot prices of the items.",
                    "変動する指標。通貨も空欄なら品目のスポット価格。",
                ),
                "NDPR",
                ref="PriceIndex",
                otherwise=("spot prices", "スポット価格"),
            ),
            added(
                ids(
                    "currency",
                    ("Currency", "通貨"),
                    (
                        "Currencies whose exchange rate moves by the price factor, for every offer in them.",
                        "価格倍率だけ為替レートが動く通貨。その通貨のすべての供給条件に及ぶ。",
                    ),
                    "USD",
                    otherwise=("none", "なし"),
                )
            ),
        ),
        *grouped(
            "effects",
            whole(
                "recovery_months",
                ("Recovery", "回復期間（月）"),
                MONTHS,
                (
                    "After that, supply comes back evenly over so many months.",
                    "終了後、この月数で徐々に回復。",
                ),
                "3",
                default=0,
            ),
            column(
                "loss_profile",
                Kind.PROFILE,
                ("Loss profile", "月別減少率"),
                (
                    "A measured event: part lost in each month. Replaces severity, duration and recovery.",
                    "実績に基づく月ごとの損失率。供給減少率・継続・回復の代わりに使う。",
                ),
                "1|1|0.6|0.3",
                unit=("parts lost, month by month: 1|0.5", "月ごとの損失率：1|0.5"),
                low=0.0,
                high=1.0,
                otherwise=("none", "なし"),
            ),
            whole(
                "lead_time_extension",
                ("Extra lead time", "リードタイム延長（月）"),
                MONTHS,
                ("Added to orders placed while it lasts.", "継続中に出す注文のリードタイムに加算。"),
                "2",
                default=0,
            ),
            number(
                "demand_factor",
                ("Demand factor", "需要倍率"),
                FACTOR,
                ("Demand of the products is multiplied by this.", "製品の需要に掛ける倍率。"),
                "1.2",
                default=1.0,
            ),
            whole(
                "investment_delay_months",
                ("Investment delay", "投資遅延（月）"),
                MONTHS,
                ("Investments under way are completed later by so much.", "進行中の投資の完成が遅れる月数。"),
                "6",
                default=0,
            ),
        ),
        *grouped(
            "chances",
            added(
                fraction(
                    "probability_per_year",
                    ("Probability per year", "年間発生確率"),
                    (
                        "In place of the probability: that it begins within a year. Once in 20 years: 5%.",
                        "発生確率の代わりに、1年のうちに起こる確率。20年に一度なら5%。",
                    ),
                    "5%",
                    otherwise=("see Probability", "発生確率による"),
                    below_one=True,
                )
            ),
            added(
                fraction(
                    "low",
                    ("Probability, at least", "発生確率（低く見て）"),
                    (
                        "Low end of the range the team agrees on, over the plan. For the odds of a plan.",
                        "関係者が納得できる発生確率の下限（計画期間）。計画が変わる確率を調べるときに使う。",
                    ),
                    "5%",
                    otherwise=("no range", "範囲なし"),
                )
            ),
            added(
                fraction(
                    "high",
                    ("Probability, at most", "発生確率（高く見て）"),
                    ("High end of that range.", "同じく上限。"),
                    "20%",
                    otherwise=("no range", "範囲なし"),
                )
            ),
            whole(
                "onsets",
                ("Onsets", "開始時点の数"),
                COUNT,
                (
                    "How many start months to try, evenly spread. The probability is shared among them.",
                    "試す開始月の数（等間隔）。確率は等分される。",
                ),
                "12",
                otherwise=("one every 3 months", "3か月ごとに1つ"),
                low=1,
            ),
        ),
    ),
    key=("event",),
    hint_en="What could go wrong: bans, outages, price spikes. It hits what matches all targets.",
    hint_ja="起こりうる途絶。輸出規制、操業停止、価格急騰、遅延など。記入した条件をすべて満たすものが影響を受ける。",
    subjects=("risk",),
)

SCENARIOS = Sheet(
    name="Scenarios",
    ja="シナリオ",
    columns=(
        ident(
            "scenario",
            ("Scenario", "シナリオ"),
            (
                "A short id. Rows with one id happen together. 0: already known today.",
                "任意の短いID。同じIDの行は同時に起こる。0は既知の事象。",
            ),
            "BAN-2027",
            required=True,
        ),
        ident(
            "event",
            ("Event", "イベント"),
            ("As on the sheet of events.", "途絶イベントシートのID。"),
            "CN-BAN",
            required=True,
            ref="Events",
        ),
        month(
            "start_month",
            ("Begins in", "開始月"),
            ("Month it begins.", "始まる月。"),
            "2027-01",
            required=True,
        ),
        fraction(
            "probability",
            ("Probability", "発生確率"),
            ("That the plan ends in this scenario. Blank for 0.", "このシナリオで終わる確率。0の行は空欄。"),
            "5%",
            otherwise=("as on the scenario's other rows", "同じシナリオの他の行の値"),
        ),
        ident(
            "after",
            ("Follows scenario", "前のシナリオ"),
            (
                "A second shock: the scenario it follows. Blank: follows the plan.",
                "二次的な途絶の場合、その前のシナリオ。空欄なら平常時から。",
            ),
            "BAN-2026",
            otherwise=("the plan", "平常時"),
        ),
    ),
    key=("scenario", "event", "start_month"),
    hint_en="Which events begin when, and how likely. Empty: made from the probabilities of the events.",
    hint_ja="どのイベントがいつ、どの確率で始まるか。空なら途絶イベントの発生確率から作られる。",
    subjects=("risk",),
)
