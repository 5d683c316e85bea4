"""Texts of the checks of products, designs, demand and processes.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

PRODUCTION: dict[str, tuple[str, str]] = {
    "E230": (
        "product '{product}' has no design, so it cannot be made. Add a row on sheet Designs.",
        "製品「{product}」に設計がなく、製造できません。設計シートに行を追加してください。",
    ),
    "E231": (
        (
            "{month} lies outside the plan ({first} to {last}). Correct the month, or the first month "
            "and length of the plan."
        ),
        "{month}は計画期間（{first}～{last}）の外です。月か、計画の開始月・月数を直してください。",
    ),
    "E234": (
        (
            "requires investment '{investment}', which may have {modules} modules ({cell}). What opens a "
            "design or process has exactly one: set it to 1, or split the investment."
        ),
        (
            "必要な投資「{investment}」の最大モジュール数が{modules}です（{cell}）。設計や工程を"
            "開く投資は1モジュールだけです。1にするか、投資を分けてください。"
        ),
    ),
    "W239": (
        (
            "a missing unit of '{product}' costs {penalty}, less than the material of one unit from "
            "offer '{offer}' ({worth}). The plan stops lines rather than buy from: {offers}. Raise the "
            "cost if a stopped line is dearer."
        ),
        (
            "製品「{product}」の欠品損失{penalty}は、供給条件「{offer}」から買う材料費（1単位{worth}）"
            "より安いため、計画は次から買うよりラインを止めます：{offers}。実際の損失が"
            "大きければ引き上げてください。"
        ),
    ),
    "W240": (
        (
            "design '{design}' of '{product}' uses no item, so it can be made from nothing. Add its rows "
            "on sheet BOM."
        ),
        (
            "製品「{product}」の設計「{design}」は品目を使わず、材料なしで製造できます。部品表に行を"
            "追加してください。"
        ),
    ),
    "W241": (
        "process '{process}' takes and makes nothing. Add its rows on sheet ProcessFlows.",
        "工程「{process}」には投入も産出もありません。工程投入産出シートに行を追加してください。",
    ),
    "W242": (
        (
            "the designs of '{product}' may together make only {total} of its demand; the rest is short. "
            "Raise their largest shares."
        ),
        (
            "製品「{product}」の設計は合計で需要の{total}しか製造できず、残りは欠品になります。最大比率を"
            "上げてください。"
        ),
    ),
    "W243": (
        "product '{product}' has no demand in the plan. Add it on sheet Demand.",
        "製品「{product}」の需要がありません。需要シートに追加してください。",
    ),
    "W244": (
        (
            "process '{process}' has no capacity and no investment adds any, so it never runs. Type its "
            "capacity."
        ),
        "工程「{process}」は能力が0で、増やす投資もないため動きません。能力を入力してください。",
    ),
}
