"""Sheets of plant: processes, what flows through them, and investments."""

from __future__ import annotations

from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.parts import (
    COUNT,
    MONTHS,
    STAGES,
    added,
    choice,
    country,
    fraction,
    grouped,
    ident,
    month,
    number,
    text,
    whole,
    yesno,
)

_ITEM_HINT = ("As on the sheet of items.", "品目シートのID。")

PROCESSES = Sheet(
    name="Processes",
    ja="工程",
    columns=(
        ident(
            "process",
            ("Process", "工程"),
            ("A short id you choose.", "任意の短いID。"),
            "HD-RECYCLE",
            required=True,
        ),
        text(
            "name",
            ("Name", "名称"),
            ("Name shown in the results.", "結果に表示する名称。"),
            "Magnet recycling line",
            otherwise=("= process", "＝工程"),
        ),
        country(
            "country",
            ("Country", "国"),
            ("Where it stands.", "工程がある国。"),
            "JP",
            otherwise=("not stated", "指定なし"),
        ),
        choice(
            "stage",
            ("Stage", "段階"),
            STAGES,
            (
                "Stage of the chain it does. Caps on that stage count its output.",
                "担当する段階。その段階の比率ルールに産出量が数えられる。",
            ),
            "refining",
            otherwise=("none", "なし"),
        ),
        number(
            "capacity_per_month",
            ("Capacity per month", "月間能力"),
            ("units of activity per month", "稼働単位／月"),
            (
                "Without investments. 0 where an investment must build it.",
                "投資前の能力。これから建てるなら0。",
            ),
            "500",
            default=0.0,
        ),
        number(
            "opex",
            ("Running cost", "変動費"),
            ("plan currency per unit of activity", "計画通貨／稼働単位"),
            ("Cost of one unit of activity.", "1単位稼働させる費用。"),
            "900",
            default=0.0,
        ),
        ident(
            "requires",
            ("Requires investment", "必要な投資"),
            ("Investment that opens it. Blank: it runs today.", "必要な投資。空欄なら今すぐ稼働できる。"),
            "HD-PLANT",
            ref="Investments",
            otherwise=("available today", "今すぐ可能"),
        ),
        yesno(
            "recycling",
            ("Is recycling", "リサイクル"),
            ("yes: its output counts towards recycled shares.", "はいなら、産出量を再生材として数える。"),
            "yes",
            default=False,
        ),
        added(
            whole(
                "lead_months",
                ("Months it takes", "所要月数"),
                MONTHS,
                (
                    "Its output comes so many months after its input went in: a transfer by sea, a toller.",
                    "投入から産出までの月数。海上輸送での移送、委託加工など。",
                ),
                "2",
                default=0,
            )
        ),
        *grouped(
            "places",
            added(
                country(
                    "destination",
                    ("Delivers to", "仕向先"),
                    (
                        "Country where its output arrives. Disruptions may hit one destination alone.",
                        "産出物が届く国。仕向先を限った途絶の判定に使う。",
                    ),
                    "DE",
                    otherwise=("home country", "自国"),
                )
            ),
        ),
    ),
    key=("process",),
    hint_en="What you or a toller can do with items: recycle, separate, make metal or magnets.",
    hint_ja="自社または委託先の工程。リサイクル、分離精製、金属化、磁石製造など。",
    subjects=("places", "investments"),
)

PROCESS_FLOWS = Sheet(
    name="ProcessFlows",
    ja="工程フロー",
    columns=(
        ident(
            "process",
            ("Process", "工程"),
            ("As on the sheet of processes.", "工程シートのID。"),
            "HD-RECYCLE",
            required=True,
            ref="Processes",
        ),
        ident("item", ("Item", "品目"), _ITEM_HINT, "DY", required=True, ref="Items"),
        choice(
            "kind",
            ("In or out", "投入・産出"),
            ("in", "out"),
            ("in: the process takes it. out: the process makes it.", "工程に入るか、工程から出るか。"),
            "out",
            required=True,
        ),
        number(
            "quantity",
            ("Quantity per unit of activity", "数量（稼働1単位あたり）"),
            ("item's unit per unit of activity", "品目の単位／稼働単位"),
            ("How much one unit of activity takes or makes.", "稼働1単位あたりの投入量または産出量。"),
            "0.05",
            required=True,
        ),
    ),
    key=("process", "item", "kind"),
    hint_en="What goes into each process and what comes out, per unit of activity.",
    hint_ja="稼働1単位あたりの投入と産出。",
    subjects=("places", "investments"),
)

INVESTMENTS = Sheet(
    name="Investments",
    ja="投資",
    columns=(
        ident(
            "investment",
            ("Investment", "投資"),
            ("A short id you choose.", "任意の短いID。"),
            "HD-PLANT",
            required=True,
        ),
        text(
            "name",
            ("Name", "名称"),
            ("Name shown in the results.", "結果に表示する名称。"),
            "Recycling plant",
            otherwise=("= investment", "＝投資"),
        ),
        number(
            "capex",
            ("Cost per module", "投資額"),
            ("plan currency per module", "計画通貨／モジュール"),
            ("Paid in the month it is started, before subsidy.", "着手月に支払う額（補助金控除前）。"),
            "12000000",
            required=True,
        ),
        fraction(
            "subsidy",
            ("Subsidy share", "補助率"),
            ("Share of the cost that somebody else pays.", "補助金でまかなわれる割合。"),
            "33%",
            default=0.0,
            usual=1.0,
        ),
        number(
            "fixed_opex",
            ("Fixed cost per module and month", "固定費"),
            ("plan currency per module and month", "計画通貨／モジュール／月"),
            ("Paid every month once it is complete.", "完成後、毎月かかる費用。"),
            "80000",
            default=0.0,
        ),
        whole(
            "max_modules",
            ("Modules at most", "最大モジュール数"),
            COUNT,
            ("How many of it you could build.", "建設できる数。"),
            "1",
            default=1,
        ),
        whole(
            "lead_months",
            ("Months to complete", "工期（月）"),
            MONTHS,
            ("From start to first use.", "着手から使えるまで。"),
            "12",
            default=0,
        ),
        month(
            "earliest_start",
            ("Start window, from", "着手可能期間（自）"),
            ("First month in which it could be started.", "着手できる最初の月。"),
            "2026-04",
            otherwise=("first month", "計画の最初の月"),
        ),
        month(
            "latest_start",
            ("Start window, to", "着手可能期間（至）"),
            ("Last month in which it could be started.", "着手できる最後の月。"),
            "2028-03",
            otherwise=("last month", "計画の最後の月"),
        ),
        month(
            "committed_start",
            ("Already under way since", "着手月（決定済み）"),
            (
                "Month it was or will be started, if that is decided. May lie before the plan.",
                "決定済みの場合の着手月。計画開始前でもよい。",
            ),
            "2025-10",
            otherwise=("the plan decides", "計画が決める"),
        ),
        ident(
            "adds_to",
            ("What a module adds to", "増強対象"),
            (
                "process:ID, stock:ITEM or offer:ID. Blank where it only opens a design or process.",
                "工程:ID、在庫:品目、供給条件:IDのいずれか。設計や工程を可能にするだけなら空欄。",
            ),
            "process:HD-RECYCLE",
            otherwise=("nothing", "なし"),
        ),
        number(
            "adds",
            ("How much per module (per month)", "増強量"),
            ("units, per month for capacity", "単位（能力は月あたり）"),
            ("Capacity or storage that one module adds.", "1モジュールで増える能力または保管量。"),
            "500",
            default=0.0,
        ),
        whole(
            "life_months",
            ("Life", "耐用月数"),
            MONTHS,
            (
                "What is left of it after the plan is credited at the end. Blank: nothing is.",
                "計画終了時に残存価値を差し引く。空欄なら残存価値なし。",
            ),
            "120",
            otherwise=("no residual value", "残存価値なし"),
        ),
        ident(
            "excludes",
            ("Exclusive group", "排他グループ"),
            (
                "Of the investments of one group, at most one is started.",
                "同じグループからは1つだけ着手できる。",
            ),
            "RECYCLING-SITE",
            otherwise=("none", "なし"),
        ),
        country(
            "technology_country",
            ("Country of the technology", "技術国"),
            ("Its export rules may delay completion.", "この国の技術輸出規制で完成が遅れうる。"),
            "CN",
            otherwise=("not stated", "指定なし"),
        ),
        *grouped(
            "places",
            added(
                country(
                    "destination",
                    ("Built in", "建設する国"),
                    (
                        "Country where it is built. Disruptions may hit one destination alone.",
                        "建設する国。仕向先を限った途絶の判定に使う。",
                    ),
                    "DE",
                    otherwise=("home country", "自国"),
                )
            ),
        ),
        *grouped(
            "building",
            added(
                whole(
                    "ramp_months",
                    ("Months to full capacity", "立ち上げ期間（月）"),
                    MONTHS,
                    (
                        "What it adds grows evenly over so many months after completion.",
                        "完成後、増強量がこの月数で均等に立ち上がる。",
                    ),
                    "11",
                    default=0,
                )
            ),
        ),
    ),
    key=("investment",),
    hint_en="What you could build or have decided to build: plants, lines, storage, supplier capacity.",
    hint_ja="建設しうるもの、決定済みのもの。設備、ライン、倉庫、サプライヤーの能力増強など。",
    subjects=("investments",),
)
