"""Sheets of policy: share rules, and what-if cases that change them or anything else."""

from __future__ import annotations

from dataclasses import replace

from planner.workbook.schema.columns import Kind, Sheet
from planner.workbook.schema.parts import (
    HARD,
    MONEY_UNIT,
    STAGES,
    choice,
    column,
    fraction,
    ident,
    ids,
    number,
    text,
)

RULES = Sheet(
    name="Rules",
    ja="ルール",
    columns=(
        ident(
            "rule",
            ("Rule", "ルール"),
            ("A short id you choose.", "任意の短いID。"),
            "CN-REFINING",
            required=True,
        ),
        choice(
            "measure",
            ("Measured by", "集計軸"),
            (*STAGES, "supplier", "recycled"),
            (
                "By country at a stage, by supplier, or the recycled share.",
                "各段階の国別、サプライヤー別、または再生材の比率。",
            ),
            "refining",
            required=True,
        ),
        ident(
            "member",
            ("Who", "判定対象"),
            (
                "A country, group:NAME, a supplier, or * for each one. Blank for recycled.",
                "国、グループ:名前、サプライヤー、または*（それぞれに適用）。再生材では空欄。",
            ),
            "CN",
            otherwise=("required, unless recycled", "必須（再生材では空欄）"),
        ),
        ids(
            "except",
            ("Except", "除外"),
            ("Countries that a group or * leaves out.", "グループや*から除く国。"),
            "JP",
            otherwise=("none", "なし"),
        ),
        ids(
            "items",
            ("Items", "品目"),
            ("Items the rule is about. Blank: all.", "対象の品目。空欄ならすべて。"),
            "DY; TB",
            ref="Items",
            otherwise=("all", "すべて"),
        ),
        choice(
            "sense",
            ("At most or at least", "上限・下限"),
            ("max", "min"),
            ("max: a cap. min: a target to reach.", "以下は上限、以上は達成目標。"),
            "max",
            default="max",
        ),
        fraction(
            "share",
            ("Share", "比率"),
            ("The cap or the target.", "上限または目標の比率。"),
            "65%",
            required=True,
        ),
        choice(
            "base",
            ("Of", "分母"),
            ("purchases", "use"),
            (
                "Share of what is bought, or of what is used. Recycled is always of use.",
                "購入量に対する比率か、使用量に対する比率か。再生材は常に使用量。",
            ),
            "purchases",
            default="purchases",
        ),
        choice(
            "window",
            ("Per", "期間"),
            ("year", "horizon"),
            (
                "year: in each plan-year. horizon: over the whole plan.",
                "計画年ごとか、全期間か。",
            ),
            "year",
            default="year",
        ),
        replace(
            choice(
                "applies_in",
                ("Holds in", "適用"),
                ("plan", "always", "unless_short"),
                (
                    (
                        "plan: as planned. always: in every disruption too. unless_short: "
                        "everywhere, but it gives way before a line stops."
                    ),
                    (
                        "平常時のみか、途絶時も含めて常時か。「欠品時を除く」は途絶時にも守るが、"
                        "生産が止まるくらいなら譲る。"
                    ),
                ),
                "unless_short",
                otherwise=(
                    "always with a penalty, else plan",
                    "違反ペナルティ単価があれば常時、なければ平常時のみ",
                ),
            ),
            former_example="plan",
        ),
        number(
            "penalty",
            ("Price of breaking it, per unit", "違反ペナルティ単価"),
            MONEY_UNIT,
            ("Blank: the rule must be kept.", "空欄ならルールを必ず守る。"),
            "200",
            otherwise=HARD,
        ),
    ),
    key=("rule",),
    hint_en="Caps and targets on shares: at most 65% from one country, at least 25% recycled.",
    hint_ja="比率の上限と目標。例：1か国からは65%以下、再生材25%以上。",
    subjects=("risk",),
)

_SHEET_NAMES = (
    "Settings",
    "Countries",
    "Items",
    "Receipts",
    "Suppliers",
    "Offers",
    "PriceTiers",
    "Pools",
    "PriceIndex",
    "FX",
    "History",
    "Products",
    "Demand",
    "Designs",
    "BOM",
    "Processes",
    "ProcessFlows",
    "Investments",
    "Rules",
    "Events",
    "Scenarios",
)

WHAT_IF = Sheet(
    name="WhatIf",
    ja="条件変更",
    columns=(
        ident(
            "case",
            ("Case", "ケース"),
            (
                "A short id. Rows with one id are changed together.",
                "任意の短いID。同じIDの行はまとめて変更。",
            ),
            "cap50",
            required=True,
        ),
        text(
            "note",
            ("Note", "メモ"),
            ("What the case is about.", "ケースの説明。"),
            "Tighter cap on China",
            otherwise=("none", "なし"),
        ),
        choice(
            "sheet",
            ("Sheet", "シート"),
            _SHEET_NAMES,
            ("Sheet to change.", "変更するシート。"),
            "Rules",
            required=True,
        ),
        ident(
            "row",
            ("Row", "行"),
            (
                "The row's key, parts joined by /. * stands for any part, or for all rows.",
                "行のキー（複数なら/でつなぐ）。*は任意またはすべての行。",
            ),
            "CN-REFINING",
            required=True,
        ),
        ident(
            "column",
            ("Column", "列"),
            (
                "Key of the column to change. Blank with remove and add_row.",
                "変更する列の名称またはキー。削除と行追加では空欄。",
            ),
            "share",
            otherwise=("required, unless remove", "必須（削除を除く）"),
        ),
        choice(
            "change",
            ("Change", "変更"),
            ("set", "multiply", "add", "remove", "add_row"),
            (
                "What to do with it. remove takes the whole row out, add_row adds one.",
                "変更の種類。削除は行ごと除き、行追加は行を加える。",
            ),
            "set",
            required=True,
        ),
        column(
            "value",
            Kind.ANY,
            ("Value", "値"),
            (
                "New value, factor or addition; with add_row: supplier=ACME; item=DY; price=120.",
                "新しい値、倍率、加算値。行追加ではsupplier=ACME; item=DY; price=120のように書く。",
            ),
            "50%",
            otherwise=("blank", "空欄"),
        ),
    ),
    key=(),
    hint_en="Cases to compare with the plan: what if a rule, a price or an offer were different?",
    hint_ja="計画と比べる条件変更。ルール、価格、供給条件が違ったらどうなるか。",
    subjects=("risk",),
)
