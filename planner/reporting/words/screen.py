"""Sentences of the advice and labels of the terminal, in English and Japanese."""

# ruff: noqa: E501 (sentences stand whole)
from __future__ import annotations

LEAD_EN: dict[str, str] = {
    "lead_sign": "Sign {count} contracts: {list}.",
    "lead_unfinished": (
        "No advice yet: the search had no time to find a sensible plan. Raise time_limit (--time-limit) and "
        "solve again."
    ),
    "lead_sign_none": "Sign no contract.",
    "lead_signed": "Already signed, keep: {list}.",
    "lead_signed_tiers": (
        "Signed, but its tiers leave its volume open, so the plan chose it: '{offer}', tier {tier}, {rate} a "
        "month. If the contract fixes its volume, leave that tier alone on PriceTiers."
    ),
    "lead_contract": "{item} from {supplier}, {rate} a month",
    "lead_qualify": "Qualify now, for {cost}: {list}.",
    "lead_qualify_none": "Qualify nobody new.",
    "lead_build": "Build, for {cost} net of subsidies: {list}.",
    "lead_build_item": "{investment} from {month}",
    "lead_build_modules": "{investment} ({modules} modules) from {month}",
    "lead_build_none": "Start no investment.",
    "lead_hold": "Hold on average: {list}.",
    "lead_hold_days": "{item} {quantity} ({days} days)",
    "lead_hold_item": "{item} {quantity}",
    "lead_hold_none": "Hold no stock.",
    "lead_order": "Order in the nearest {months} months for {cost}, from {list}.",
    "lead_order_none": "Order nothing in the nearest {months} months.",
    "lead_order_one": "Order in the nearest month for {cost}, from {list}.",
    "lead_order_none_one": "Order nothing in the nearest month.",
    "lead_order_never": (
        "Order by the scenario that comes (sheet Orders): one surely begins in {month}, before any order."
    ),
    "lead_hold_never": "Hold what the scenario that comes asks for (sheet Stock).",
    "lead_worst": (
        "The dearest scenario is {scenario} ({probability}): {cost}, {difference} against nothing happening; {short}."
    ),
    "lead_short": "Shortage is worst in {scenario} ({probability}): {short}.",
    "lead_worst_none": "There is no scenario: this plan is insured against nothing new.",
    "short_none": "no shortage",
    "short_some": "{share} of demand (units) is not met, first in {month}",
    "screen_status": "Status",
    "screen_costs": "Costs",
    "screen_costs_line": "expected {expected}   tail (CVaR {alpha}) {cvar}   worst {worst} ({scenario})",
    "screen_split_line": (
        "of expected: cash {cash}, policy penalties {policy}, lost margin {lost}, end values {end}"
    ),
    "screen_unfinished": "Advice",
    "screen_sign": "Sign",
    "screen_qualify": "Qualify",
    "screen_build": "Build",
    "screen_hold": "Hold",
    "screen_order": "Order",
    "screen_worst": "Worst scenarios",
    "screen_ends": "Ends unknown",
    "screen_ends_line": (
        "expected {expected}, tail {cvar}: every event a month longer than told, and nobody told; knowing "
        "the ends would save {worth}"
    ),
    "screen_onsets": "Any onset",
    "screen_onsets_line": (
        "expected {expected}, tail {tail} ({difference}): each disruption alone, in every month it may start"
    ),
    "screen_value": "Insurance",
    "screen_value_line": (
        "premium {premium} if nothing happens; planning for the scenarios saves {vss} on average (VSS); "
        "knowing the future would save {evpi} (EVPI)"
    ),
    "screen_value_infeasible": (
        "premium {premium} if nothing happens; a plan that ignores the scenarios breaks a limit (no VSS); "
        "knowing the future would save {evpi} (EVPI)"
    ),
    "screen_value_weight": "{said}; all at risk weight 0, this plan's own premium is {own}",
    "screen_value_gap": "{said}; each off by up to {gap}, the gaps of the solves",
    "screen_bullet": "- ",
    "screen_path": "{scenario} ({probability}): {cost}, {difference} against nothing happening; {short}",
    "screen_warnings": "Warnings",
    "screen_warning_count": "{count} to read before deciding:",
    "screen_warning_more": "{count} more are in the workbook.",
    "screen_written": "Written",
    "screen_unwritten": "not written to a workbook",
}

LEAD_JA: dict[str, str] = {
    "lead_sign": "契約を{count}件締結します：{list}。",
    "lead_unfinished": (
        "助言はまだ出せません。妥当な計画を見つける時間がありませんでした。"
        "time_limit（または--time-limit）を延ばして解き直してください。"
    ),
    "lead_sign_none": "新たに締結する契約はありません。",
    "lead_signed": "締結済みの契約を継続します：{list}。",
    "lead_signed_tiers": (
        "締結済みの「{offer}」は数量区分が複数あるため、数量は計画が選びました（区分{tier}、月{rate}）。契約で数量が"
        "決まっている場合は、「数量区分」シートにその区分だけを残してください。"
    ),
    "lead_contract": "{supplier}の{item} 月{rate}",
    "lead_qualify": "いま認定します（合計{cost}）：{list}。",
    "lead_qualify_none": "新たに認定する先はありません。",
    "lead_build": "投資します（補助金控除後{cost}）：{list}。",
    "lead_build_item": "{investment}（{month}着手）",
    "lead_build_modules": "{investment} {modules}モジュール（{month}着手）",
    "lead_build_none": "着手する投資はありません。",
    "lead_hold": "平均して保有する在庫：{list}。",
    "lead_hold_days": "{item} {quantity}（{days}日分）",
    "lead_hold_item": "{item} {quantity}",
    "lead_hold_none": "在庫は持ちません。",
    "lead_order": "今後{months}か月に{cost}を発注します：{list}。",
    "lead_order_none": "今後{months}か月に発注するものはありません。",
    "lead_order_one": "今月分として{cost}を発注します：{list}。",
    "lead_order_none_one": "今月発注するものはありません。",
    "lead_order_never": (
        "発注は実際に起きたシナリオに従います（「発注」シート）：{month}に必ずいずれかが始まり、それより前の発注はありません。"
    ),
    "lead_hold_never": "在庫は実際に起きたシナリオに従います（「在庫」シート）。",
    "lead_worst": (
        "最も費用のかかるシナリオは{scenario}（確率{probability}）：{cost}、基本経路との差"
        "{difference}。{short}。"
    ),
    "lead_short": "欠品が最も大きいシナリオは{scenario}（確率{probability}）：{short}。",
    "lead_worst_none": "シナリオがないため、新たな事象への備えは含まれていません。",
    "short_none": "欠品なし",
    "short_some": "需要数量の{share}が不足（最初は{month}）",
    "screen_status": "状態",
    "screen_costs": "費用",
    "screen_costs_line": "期待 {expected}　費用上位（CVaR {alpha}） {cvar}　最悪 {worst}（{scenario}）",
    "screen_split_line": (
        "期待の内訳：現金 {cash}、方針ペナルティ {policy}、欠品損失 {lost}、期末評価 {end}"
    ),
    "screen_unfinished": "助言",
    "screen_sign": "契約",
    "screen_qualify": "認定",
    "screen_build": "投資",
    "screen_hold": "在庫",
    "screen_order": "発注",
    "screen_worst": "重いシナリオ",
    "screen_ends": "終わり不明",
    "screen_ends_line": (
        "期待 {expected}、費用上位 {cvar}：どのイベントも想定より1か月長く、知らされない場合。終わりが分かれば{worth}減"
    ),
    "screen_onsets": "任意の発生月",
    "screen_onsets_line": (
        "期待 {expected}、費用上位 {tail}（{difference}）：各途絶を1つずつ、起こりうる全ての月に開始"
    ),
    "screen_value": "保険",
    "screen_value_line": (
        "備えの費用 {premium}（何も起きない場合）、備えによる節約 平均{vss}（VSS）、"
        "将来を知る価値 {evpi}（EVPI）"
    ),
    "screen_value_infeasible": (
        "備えの費用 {premium}（何も起きない場合）、シナリオを無視した計画は制約を満たせず（VSSなし）、"
        "将来を知る価値 {evpi}（EVPI）"
    ),
    "screen_value_weight": "{said}（いずれもリスク重み0での値、この計画自身の備えの費用は{own}）",
    "screen_value_gap": "{said}（いずれもソルバーのギャップにより最大{gap}の誤差）",
    "screen_bullet": "・",
    "screen_path": "{scenario}（確率{probability}）：{cost}、基本経路との差{difference}、{short}",
    "screen_warnings": "注意",
    "screen_warning_count": "判断の前に読むこと{count}件：",
    "screen_warning_more": "ほか{count}件はワークブックにあります。",
    "screen_written": "出力",
    "screen_unwritten": "ワークブックには未出力",
}
