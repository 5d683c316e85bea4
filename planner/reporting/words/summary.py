"""Labels and sentences of the Summary, in English and Japanese."""

# ruff: noqa: E501 (sentences stand whole)
from __future__ import annotations

SUMMARY_EN: dict[str, str] = {
    "money_million": "{value} M {currency}",
    "money_thousand": "{value} k {currency}",
    "money_plain": "{value} {currency}",
    "scale_million": "M {currency}",
    "scale_thousand": "k {currency}",
    "scale_plain": "{currency}",
    "list_joint": ", ",
    "list_more": " and {count} more",
    "none": "none",
    "short_million": " M",
    "short_thousand": " k",
    "warning_ahead": "Warnings below: {count}. Read them before deciding.",
    "onset": "From",
    "ends": "Known end",
    "happens": "What happens in it (it knows this and its end from its first month)",
    "not_met": "Part of units not made",
    "trunk_happens": "Life as planned; knows of no disruption to come",
    "trunk_happens_events": "Life as planned, with {events}; knows of no disruption to come",
    "path_happens": "{events}",
    "path_happens_after": "after {after}: {events}",
    "month_format": "mmm yyyy",
    "title": "{plan}",
    "subtitle": (
        "Sourcing plan {first} to {last}. Money in {currency}, present value unless said otherwise."
    ),
    "status_optimal": (
        "Solved: no plan can be cheaper by more than {gap} in the scenarios given ({asked} was asked)."
    ),
    "status_optimal_exact": "Solved: no plan can be cheaper in the scenarios given.",
    "status_unfinished": (
        "UNFINISHED: stopped at a gap of {gap} ({asked} was asked). Sign nothing by this plan; give it more "
        "time."
    ),
    "status_unfinished_unknown": (
        "UNFINISHED: stopped long before the gap asked ({asked}) was reached; next to nothing is known of "
        "the best plan. Sign nothing by this one; give it more time."
    ),
    "status_stopped": (
        "STOPPED before the gap asked was reached: the best plan may be cheaper by up to {gap} "
        "({asked} was asked), in the scenarios given."
    ),
    "status_stopped_unknown": (
        "STOPPED long before the gap asked ({asked}) was reached: this is a plan, but how much cheaper the "
        "best one would be is not known."
    ),
    "tile_expected": "Expected cost",
    "tile_expected_note": "mean of {count} scenarios and nothing happening",
    "tile_cvar": "Tail cost (CVaR {alpha})",
    "tile_cvar_note": "mean of the worst {tail}",
    "tile_worst": "Worst case",
    "tile_worst_note": "{scenario}",
    "tile_trunk": "If nothing happens",
    "tile_trunk_note": "probability {odds}",
    "tile_cash": "of expected: cash",
    "tile_cash_note": "goods, stock, contracts, building",
    "tile_policy": "Policy penalties",
    "tile_policy_note": "cover and rules: no money out",
    "tile_lost": "Lost margin",
    "tile_lost_note": "price of shortage: no money out",
    "tile_short": "Chance of any shortage",
    "tile_short_note": "one unit is enough; scenarios given",
    "split_sentence": (
        "Expected cost {expected} = cash {cash} + policy penalties {policy} (cover, rules) + lost "
        "margin {lost} (shortage: margin not earned, no goods bought for it) + end-of-plan values "
        "{end} (residual value of investments, stock missing at the end)."
    ),
    "advice_title": "The advice",
    "sign_title": "What to sign: contracts",
    "spot_title": "What to buy month by month (spot, if nothing happens)",
    "qualify_title": "Whom to qualify, now",
    "build_title": "What to build, and when",
    "order_title": "What to order in the nearest months: the advice (later orders will be planned again)",
    "hold_title": "What to hold, if nothing happens; and the least there is in any scenario",
    "cost_title": "What it costs, by component ({scale}, present value)",
    "path_title": "The scenarios given, the dearest first ({scale}, present value of the whole path)",
    "path_more": "{count} more stand on the sheet Scenarios.",
    "joint": " ",
    "tail_reading": (
        "The tail cost has a second reading: it is the expected cost if every path may be up to {times} "
        "times as likely as told. planner odds asks how far the probabilities may be wrong."
    ),
    "every_onset": (
        "Disruptions do not keep to the months of the scenarios. With each of them alone, in every month in "
        "which it may start, the plan costs {expected} on average and {tail} in the worst {part} "
        "({difference} against the scenarios given); something is short with a chance of {chance}."
    ),
    "ends_unknown": (
        "Nobody knows when a disruption ends. With every event a month longer than its row says, and no one "
        "told, the plan costs {expected} on average and {tail} in the worst {part}; knowing the ends would "
        "save {worth} of that on average."
    ),
    "every_onset_lost": "With a chance of {part} a hard limit cannot be kept; that is in no figure here.",
    "value_title": "What planning for the scenarios is worth",
    "value_left_out": (
        "Not computed, since it takes more solves; planner solve PLAN --value says what the insurance costs "
        "(premium), what planning for the scenarios saves (VSS), what knowing the future would save (EVPI)."
    ),
    "path_note": (
        "A scenario is its parent until its first month; then it knows its own events and when they "
        "end, and nothing of what may follow. Whom to qualify, what to sign and what to build was "
        "decided before."
    ),
    "warning_title": "Warnings: read before deciding ({count})",
    "warning_none": "No warnings.",
    "hint_title": "How to read this plan",
    "finding_note": (
        "{warnings} warnings and {notes} notes from reading the workbook stand on the sheet Notes."
    ),
    "nothing": "Nothing.",
    "supplier": "Supplier",
    "item": "Item",
    "offer": "Offer",
    "offer_tier": "{offer} (tier {tier})",
    "per_month": "per month",
    "per_year": "per year",
    "unit": "Unit",
    "price": "Price",
    "currency": "Currency",
    "landed": "Landed cost",
    "share": "Share of item",
    "from": "From",
    "state": "State",
    "to_sign": "to sign",
    "signed": "signed",
    "annual": "per year",
    "cost": "Cost",
    "orders_from": "Orders from",
    "investment": "Investment",
    "modules": "Modules",
    "start": "Start",
    "complete": "Complete",
    "after_plan": "after plan",
    "net_capex": "Net capex",
    "under_way": "under way",
    "to_start": "to start",
    "quoted_price": "Quoted at",
    "pays": "Paid",
    "several_prices": "several",
    "arrives": "Arrives",
    "payable": "Payable",
    "now": "End of {month}",
    "now_days": "days",
    "average": "Average",
    "average_days": "days",
    "lowest": "Lowest",
    "lowest_days": "days",
    "lowest_month": "in",
    "target_days": "target days",
    "value": "Value, average",
    "component": "Component",
    "kind": "Kind",
    "trunk": "If nothing happens",
    "expected": "Expected",
    "part": "of expected",
    "total": "Total",
    "scenario": "Scenario",
    "probability": "Prob.",
    "difference": "against nothing happening",
    "of_cash": "of it cash",
    "of_policy": "policy",
    "of_lost": "lost margin",
    "first_short": "First short",
    "trunk_name": "0: nothing happens",
    "path_unaware": "; does not know that {children} may follow",
    "scale_note": "Amounts in {scale}",
    "rounding_note": "Figures are rounded, so parts may not add up to the total shown.",
    "money_title": "{title}, {scale}",
    "trunk_short": "nothing happens",
    "place_input": "input {where}",
    "of_end": "end values",
    "worst_low": "Least, any scenario",
    "worst_path": "where",
    "against_less": "Against a plan made as if nothing could happen, then met by the scenarios ({other} on average), this plan saves {difference} on average.",
    "against_more": "Against a plan made as if nothing could happen, then met by the scenarios ({other} on average), this plan costs {difference} more on average: that is what its caution costs.",
    "against_within": "A plan made as if nothing could happen, then met by the scenarios, costs the same on average ({other}), within the gaps of the solves.",
    "against_breaks": "A plan made as if nothing could happen breaks a hard limit when the scenarios come: there is no cost to compare with.",
    "against_unknown": "What it saves against a plan made as if nothing could happen was not computed: planner solve PLAN --value does.",
}

SUMMARY_JA: dict[str, str] = {
    "money_million": "{value}百万{currency}",
    "money_thousand": "{value}千{currency}",
    "money_plain": "{value}{currency}",
    "scale_million": "百万{currency}",
    "scale_thousand": "千{currency}",
    "scale_plain": "{currency}",
    "list_joint": "、",
    "list_more": "、ほか{count}件",
    "none": "なし",
    "short_million": "百万",
    "short_thousand": "千",
    "warning_ahead": "下に注意事項が{count}件あります。判断の前にお読みください。",
    "onset": "開始",
    "ends": "終了月",
    "happens": "起きること（開始月に終わりまで分かります）",
    "not_met": "不足した数量の割合",
    "trunk_happens": "計画どおりの推移（途絶の到来は知らない）",
    "trunk_happens_events": "{events}を織り込んだ推移（途絶の到来は知らない）",
    "path_happens": "{events}",
    "path_happens_after": "{after}に続いて：{events}",
    "month_format": 'yyyy"年"m"月"',
    "title": "{plan}",
    "subtitle": "調達計画　{first}～{last}　金額は{currency}、特記のない限り現在価値",
    "status_optimal": (
        "計算完了：与えられたシナリオのもとで、これより{gap}を超えて安い計画は存在しません（要求ギャ"
        "ップ{asked}）。"
    ),
    "status_optimal_exact": "計算完了：与えられたシナリオのもとで、これより安い計画は存在しません。",
    "status_unfinished": (
        "未完成：ギャップ{gap}で打ち切り（要求{asked}）。この計画では契約を結ばず、計算時間を延ばしてください。"
    ),
    "status_unfinished_unknown": (
        "未完成：要求ギャップ（{asked}）に遠く及ばない段階で打ち切り。最良の計画についてはほとんど分かっていません。"
        "この計画では契約を結ばず、計算時間を延ばしてください。"
    ),
    "status_stopped": (
        "途中で打ち切り：与えられたシナリオのもとで、最大{gap}安い計画が残っている可能性があります（"
        "要求ギャップ{asked}）。"
    ),
    "status_stopped_unknown": (
        "早い段階で打ち切り：計画は得られましたが、これよりどれだけ安い計画があるかは分かっていません（"
        "要求ギャップ{asked}）。"
    ),
    "tile_expected": "期待費用",
    "tile_expected_note": "{count}シナリオと何も起きない場合の平均",
    "tile_cvar": "費用上位の平均（CVaR {alpha}）",
    "tile_cvar_note": "費用上位{tail}の平均",
    "tile_worst": "最悪の場合",
    "tile_worst_note": "{scenario}",
    "tile_trunk": "何も起きない場合",
    "tile_trunk_note": "確率{odds}",
    "tile_cash": "期待費用のうち現金",
    "tile_cash_note": "購入・在庫・契約・投資",
    "tile_policy": "方針ペナルティ",
    "tile_policy_note": "在庫日数・ルール（支出なし）",
    "tile_lost": "欠品損失",
    "tile_lost_note": "欠品による（支出なし）",
    "tile_short": "何かが欠品する確率",
    "tile_short_note": "1単位でも数える",
    "split_sentence": (
        "期待費用{expected} ＝ 現金{cash} ＋ 方針ペナルティ{policy}（在庫日数・ルール） ＋ 欠品損失"
        "{lost}（欠品で得られない利益であり、品物の代金ではない） ＋ 期末評価{end}（投資の残存価値、"
        "期末在庫の不足）"
    ),
    "advice_title": "提案",
    "sign_title": "締結する契約",
    "spot_title": "月ごとに買うもの（スポット、何も起きない場合）",
    "qualify_title": "いま認定する先",
    "build_title": "投資と時期",
    "order_title": "今後数か月の発注：これが提案（その先は改めて計画する）",
    "hold_title": "保有する在庫（何も起きない場合）と、全シナリオ中の最低",
    "cost_title": "費用の内訳（現在価値）",
    "path_title": "与えられたシナリオ、費用の高い順（経路全体の現在価値）",
    "path_more": "ほか{count}件は「シナリオ」シートにあります。",
    "joint": "",
    "tail_reading": (
        "費用上位の平均（CVaR）は、どの経路も想定の最大{times}倍の確率で起こりうるとしたときの期待費用とも読めます。確率がどこまで"
        "違ってもよいかは planner odds で確認できます。"
    ),
    "every_onset": (
        "途絶はシナリオの月に起こるとは限りません。各途絶を1つずつ、起こりうるすべての月に開始させると、費用は平均"
        "{expected}、費用上位{part}の平均{tail}（与えられたシナリオとの差{difference}）、欠品の確率は{chance}です。"
    ),
    "ends_unknown": (
        "途絶がいつ終わるかは誰にも分かりません。どのイベントも行に書かれた月数より1か月長く続き、それが知らされないとすると、"
        "費用は平均{expected}、費用上位{part}の平均{tail}です。終わりが分かっていれば平均{worth}減ります。"
    ),
    "every_onset_lost": "確率{part}で必須条件を守れません（ここの数値には含みません）。",
    "value_title": "シナリオに備える価値",
    "value_left_out": (
        "追加の計算が必要なため、算定していません。planner solve PLAN --value で、備えの費用、"
        "備えによる節約（VSS）、将来を知ることの価値（EVPI）が分かります。"
    ),
    "path_note": (
        "シナリオは開始月までは親と同じです。開始月からは自らの事象とその終わりを知りますが、その後に"
        "何が続くかは知りません。認定・契約・投資はその前に決まっています。"
    ),
    "warning_title": "注意：判断の前に読むこと（{count}件）",
    "warning_none": "注意事項はありません。",
    "hint_title": "この計画の読み方",
    "finding_note": (
        "ワークブックの読み取りで生じた警告{warnings}件と注記{notes}件は「読み取り」シートにあります。"
    ),
    "nothing": "該当なし",
    "supplier": "サプライヤー",
    "item": "品目",
    "offer": "供給条件",
    "offer_tier": "{offer}（数量区分{tier}）",
    "per_month": "月間数量",
    "per_year": "年間数量",
    "unit": "単位",
    "price": "単価",
    "currency": "通貨",
    "landed": "着荷単価",
    "share": "品目内比率",
    "from": "発注開始",
    "state": "状態",
    "to_sign": "締結する",
    "signed": "締結済み",
    "annual": "年間数量",
    "cost": "費用",
    "orders_from": "発注可能",
    "investment": "投資",
    "modules": "数",
    "start": "着手",
    "complete": "完成",
    "after_plan": "計画後",
    "net_capex": "純投資額",
    "under_way": "着手済み（決定済み）",
    "to_start": "着手する",
    "quoted_price": "提示価格",
    "pays": "支払",
    "several_prices": "複数",
    "arrives": "到着",
    "payable": "支払額",
    "now": "{month}末",
    "now_days": "日数",
    "average": "平均",
    "average_days": "日数",
    "lowest": "最低",
    "lowest_days": "日数",
    "lowest_month": "その月",
    "target_days": "目標日数",
    "value": "平均在庫金額",
    "component": "費目",
    "kind": "区分",
    "trunk": "何も起きない場合",
    "expected": "期待値",
    "part": "構成比",
    "total": "合計",
    "scenario": "シナリオ",
    "probability": "確率",
    "difference": "基本経路との差",
    "of_cash": "うち現金",
    "of_policy": "方針",
    "of_lost": "欠品損失",
    "first_short": "最初の欠品",
    "trunk_name": "0：何も起きない（基本経路）",
    "path_unaware": "（{children}が続きうることは知らない）",
    "scale_note": "単位：{scale}",
    "rounding_note": "端数を四捨五入しているため、内訳の合計が一致しないことがあります。",
    "money_title": "{title}",
    "trunk_short": "何も起きない場合",
    "place_input": "入力 {where}",
    "of_end": "期末評価",
    "worst_low": "全シナリオ最低",
    "worst_path": "その場合",
    "against_less": "何も起きない前提で作り、途絶にはその決定のまま対応する計画（平均{other}）に比べ、この計画は平均{difference}安くなります。",
    "against_more": "何も起きない前提で作り、途絶にはその決定のまま対応する計画（平均{other}）に比べ、この計画は平均{difference}高くなります。これが慎重さの費用です。",
    "against_within": "何も起きない前提で作り、途絶にはその決定のまま対応する計画の費用（平均{other}）との差は、計算のギャップの範囲内です。",
    "against_breaks": "何も起きない前提で作った計画は、途絶のときに必須条件を守れません。比べられる費用はありません。",
    "against_unknown": "何も起きない前提で作った計画との差は計算していません（planner solve PLAN --value で算定）。",
}
