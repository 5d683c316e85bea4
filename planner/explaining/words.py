"""What the explanation of a plan says, in English and Japanese."""

# ruff: noqa: E501 (sentences stand whole)
from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.sentences import filled

WORDS: Mapping[str, Mapping[str, str]] = {
    "title": {"en": "{plan}: why is it as it is?", "ja": "{plan}：なぜこの計画になるのか"},
    "title infeasible": {"en": "{plan}: why is there no plan?", "ja": "{plan}：なぜ計画が成り立たないのか"},
    # --- the lead ---
    "cost": {
        "en": "The plan costs {cost} (present value, expected and tail cost weighed). No plan costs less than {bound}, so the best may be up to {noise} cheaper.",
        "ja": "この計画の費用は{cost}（現在価値、期待値と費用上位を加重）です。{bound}を下回る計画はないため、最良の計画との差は最大{noise}です。",
    },
    "cost exact": {
        "en": "The plan costs {cost} (present value, expected and tail cost weighed), and no plan costs less.",
        "ja": "この計画の費用は{cost}（現在価値、期待値と費用上位を加重）で、これより安い計画はありません。",
    },
    "cost open": {
        "en": "The plan costs {cost} (present value, expected and tail cost weighed); the search was stopped before it knew how much cheaper the best may be.",
        "ja": "この計画の費用は{cost}（現在価値、期待値と費用上位を加重）です。探索が途中で終わったため、最良の計画との差は分かりません。",
    },
    "dearest without": {
        "en": "The dearest limit is {limit} ({place}): without it the plan costs {money} less.",
        "ja": "最も高くつく制約は{limit}（{place}）です。なくせば費用が{money}減ります。",
    },
    "dearest looser": {
        "en": "The dearest limit is {limit} ({place}): at {to} instead of {now} the plan costs {money} less.",
        "ja": "最も高くつく制約は{limit}（{place}）です。{now}を{to}にすれば費用が{money}減ります。",
    },
    "no limit costs": {
        "en": "No rule or limit that was changed is known to change the cost by more than the gap.",
        "ja": "変更したどのルール・制約も、ギャップを超える費用の変化は確認されませんでした。",
    },
    "nearest": {
        "en": "The nearest to being taken: {thing}, {change}.",
        "ja": "採用に最も近いもの：{thing}（{change}）。",
    },
    "others": {
        "en": "Other plans that cost at most {within} more: {count}.",
        "ja": "費用の増加が{within}以内の別の計画：{count}件。",
    },
    "no others": {
        "en": "No other plan that was tried costs at most {within} more.",
        "ja": "試した別の計画のうち、費用の増加が{within}以内のものはありませんでした。",
    },
    "not settled": {
        "en": "Not settled: {count} of {all} questions, because of a time limit or an interruption; they are marked.",
        "ja": "未確定：{all}件中{count}件。制限時間または中断のためです（表に印があります）。",
    },
    # --- sections ---
    "prices": {"en": "What every rule and limit costs", "ja": "ルールと制約のコスト"},
    "prices how": {
        "en": "Each line is a plan made anew with that one cell changed. A limit that is lifted never costs: the plan itself still holds. “Between” is what the bounds of both solves prove; where it reaches 0 the effect is within the gap.",
        "ja": "各行は、そのセルだけを変えて計画を作り直した結果です。制約を緩めて費用が増えることはありません（元の計画も有効なため）。「範囲」は両方の計算の上下界から確実にいえる範囲で、0を含む場合はギャップの範囲内です。",
    },
    "prices none": {
        "en": "The plan has no rule and reaches no limit.",
        "ja": "ルールがなく、到達した制約もありません。",
    },
    "why not": {
        "en": "Why not? What was left aside, and its break-even",
        "ja": "なぜ採用しないのか：損益分岐点",
    },
    "why not how": {
        "en": "Break-even: the largest value of the cell at which a plan that takes the thing costs no more than this plan, found by solving anew, value by value, until no cheaper plan comes. An offer's floor, ceiling and tiers move with its price; freight and tariff stay as they are. “For certain”: cheaper than any plan without it, whatever the gap hides. “Today adds”: what taking it at today's value adds to the cost.",
        "ja": "損益分岐点：それを採用した計画の費用がこの計画以下になる、セルの最大の値です。値を変えて計算を繰り返し、より安い計画がなくなるまで求めました。下限・上限価格と数量帯の価格は単価と同じ比率で動き、運賃と関税率は変えません。「確実」は、ギャップに関わらず採用が有利になる値です。「現在の増加」は、現在の値で採用した場合に増える費用です。",
    },
    "why not none": {
        "en": "The plan leaves nothing aside: every offer is used, every supplier qualified, every investment made.",
        "ja": "採用されなかった供給条件、サプライヤー、投資はありません。",
    },
    "why not none asked": {
        "en": "Of what was asked about, the plan leaves nothing aside.",
        "ja": "指定した範囲に、採用されなかったものはありません。",
    },
    "alternatives": {"en": "Other plans that cost little more", "ja": "費用の近い別の計画"},
    "alternatives how": {
        "en": "Each is the best plan without one supplier, contract or investment that this plan relies on. Of those within the cost, the cheapest are shown, each with something that every other one keeps; the sheet 代替案 has all.",
        "ja": "この計画が使うサプライヤー、契約、投資を1つ外した場合の最良の計画です。費用の条件を満たすもののうち、安い順に、内容が他に含まれないものを示します。全件はシート 代替案 にあります。",
    },
    "clash": {"en": "What cannot hold together", "ja": "同時に成り立たない条件"},
    "ways": {"en": "The cheapest ways out", "ja": "最も安い解決策"},
    "clash how": {
        "en": "Each set cannot hold together; loosening any one line of a set undoes that set.",
        "ja": "各組の条件は同時に成り立ちません。組の中のどれか1行を緩めれば、その組は解消します。",
    },
    "ways lead": {
        "en": "No plan meets every hard limit of this workbook. Limits that clash: {limits}. Ways out that were found: {ways}.",
        "ja": "すべての必須条件を満たす計画はありません。同時に成り立たない条件：{limits}件。見つかった解決策：{ways}件。",
    },
    "ways scenarios": {
        "en": "They clash in these scenarios: {names}.",
        "ja": "衝突するシナリオ：{names}。",
    },
    "ways incomplete": {
        "en": "The time was up before everything was looked at: there may be more clashes, and smaller changes.",
        "ja": "制限時間のため調べ終わっていません。ほかの衝突や、より小さな変更がありえます。",
    },
    "way smallest": {"en": "The smallest change", "ja": "最小の変更"},
    "ways how": {
        "en": "Each way makes a plan possible; the cost is that of the best plan with these changes.",
        "ja": "いずれの案でも計画が成り立ちます。費用はその変更をした場合の最良の計画のものです。",
    },
    "ways none": {"en": "No way out was found.", "ja": "解決策は見つかりませんでした。"},
    "head clash": {"en": "Set", "ja": "組"},
    "head asks": {"en": "Asks", "ja": "条件"},
    "head way": {"en": "Way", "ja": "案"},
    "head changes": {"en": "Changes", "ja": "変更"},
    "head costs then": {"en": "Then the plan costs", "ja": "その場合の費用"},
    # --- columns for people ---
    "head limit": {"en": "Rule or limit", "ja": "ルール・制約"},
    "head cell": {"en": "Cell", "ja": "セル"},
    "head changed": {"en": "Changed to", "ja": "変更"},
    "head effect": {"en": "Cost of the best plan", "ja": "最良の計画の費用"},
    "head change": {"en": "Change", "ja": "増減"},
    "head low": {"en": "Between", "ja": "範囲（下）"},
    "head high": {"en": "and", "ja": "上限"},
    "head thing": {"en": "Left aside", "ja": "採用しなかったもの"},
    "head now": {"en": "Asks", "ja": "現在の値"},
    "head break-even": {"en": "Break-even", "ja": "損益分岐点"},
    "head sure": {"en": "For certain", "ja": "確実"},
    "head part": {"en": "Of today", "ja": "現在比"},
    "head extra": {"en": "Today adds", "ja": "現在の増加"},
    "head unit": {"en": "Unit", "ja": "単位"},
    "head answer": {"en": "Answer", "ja": "判定"},
    "head without": {"en": "Without", "ja": "外すもの"},
    "head extra cost": {"en": "Costs more by", "ja": "費用の増加"},
    "head dropped": {"en": "Does without", "ja": "使わなくなるもの"},
    "head added": {"en": "Takes instead", "ja": "代わりに使うもの"},
    "head expected": {"en": "Expected cost", "ja": "期待費用"},
    "head cvar": {"en": "Tail cost", "ja": "費用上位の費用"},
    "money title": {"en": "{title}, {scale}", "ja": "{title}（{scale}）"},
    # --- kinds of limits ---
    "limit rule": {"en": "Rule {row}", "ja": "ルール {row}"},
    "limit capex_budget": {"en": "Investment budget of a plan-year", "ja": "年間投資予算"},
    "limit cover": {"en": "Days of cover wanted, {row}", "ja": "{row} の目標在庫日数"},
    "limit fill_rate": {"en": "Least fill rate, {row}", "ja": "{row} の最低充足率"},
    "limit min_suppliers": {"en": "Qualified suppliers wanted, {row}", "ja": "{row} の最少認定社数"},
    "limit supplier_capacity": {"en": "Capacity of supplier {row}", "ja": "サプライヤー {row} の月間能力"},
    "limit max_per_month": {"en": "Monthly maximum of {row}", "ja": "{row} の月間上限"},
    "limit max_annual": {"en": "Annual maximum of {row}", "ja": "{row} の年間上限"},
    "limit tier_end": {"en": "End of the last tier, {row}", "ja": "最後の数量帯の上限 {row}"},
    "limit pool_end": {"en": "End of the last tier of pool {row}", "ja": "プールの最後の段階の上限 {row}"},
    "limit min_stock": {"en": "Least stock wanted, {row}", "ja": "{row} の最低在庫"},
    "limit order_multiple": {"en": "Order multiple of {row}", "ja": "{row} の発注単位"},
    "limit min_annual": {"en": "Least annual volume of {row}", "ja": "{row} の年間下限"},
    "limit moq": {"en": "Smallest order of {row}", "ja": "{row} の最低発注量（MOQ）"},
    "limit process_capacity": {"en": "Capacity of process {row}", "ja": "工程 {row} の能力"},
    "limit max_stock": {"en": "Storage limit of {row}", "ja": "{row} の保管上限"},
    "limit max_modules": {"en": "Modules of {row}", "ja": "{row} の最大モジュール数"},
    "to nothing": {"en": "{now} → none", "ja": "{now} → なし"},
    "to": {"en": "{now} → {to}", "ja": "{now} → {to}"},
    # --- effects ---
    "saves": {"en": "{change}: saves {money}", "ja": "{change}：{money}減"},
    "range": {"en": "{low} to {high}", "ja": "{low}～{high}"},
    "costs": {"en": "{change}: costs {money} more", "ja": "{change}：{money}増"},
    "within": {
        "en": "{change}: within the gap (at most {money})",
        "ja": "{change}：ギャップの範囲内（最大{money}）",
    },
    "nothing": {"en": "{change}: no effect", "ja": "{change}：影響なし"},
    "no effect": {"en": "no effect", "ja": "影響なし"},
    "within gap": {"en": "within the gap", "ja": "ギャップの範囲内"},
    "saving": {"en": "saves", "ja": "減る"},
    "costing": {"en": "costs more", "ja": "増える"},
    "ended infeasible": {"en": "no plan possible", "ja": "計画なし"},
    "ended invalid": {"en": "not a valid plan", "ja": "無効な変更"},
    "ended unbounded": {"en": "cost falls without end", "ja": "費用が下限なし"},
    "ended stopped": {"en": "stopped early", "ja": "途中終了"},
    "ended stopped_without_plan": {"en": "not settled", "ja": "未確定"},
    "ended none_better": {"en": "nothing cheaper", "ja": "より安い計画なし"},
    "ended failed": {"en": "the solver gave up", "ja": "計算失敗"},
    "ended unconfirmed": {"en": "not confirmed by the audit", "ja": "監査で確認できず"},
    "ended too_large": {"en": "too large for this machine", "ja": "メモリ不足"},
    "ended not_run": {"en": "not run", "ja": "未計算"},
    # --- why not ---
    "thing offer": {"en": "Offer {name}", "ja": "供給条件 {name}"},
    "thing qualification": {"en": "Supplier {name} (qualification)", "ja": "サプライヤー {name}（認定費用）"},
    "thing supplier": {"en": "Supplier {name} (all its prices)", "ja": "サプライヤー {name}（全価格）"},
    "thing investment": {"en": "Investment {name} (capex)", "ja": "投資 {name}（投資額）"},
    "answer below": {"en": "taken at that or less", "ja": "分岐点以下で採用"},
    "answer now": {
        "en": "a plan with it costs no more: within the gap",
        "ja": "採用しても費用は同等（ギャップの範囲内）",
    },
    "answer never": {"en": "not even for nothing", "ja": "無償でも採用しない"},
    "answer never gap": {
        "en": "not even for nothing, as far as the gap shows",
        "ja": "無償でも採用しない（ギャップの範囲で）",
    },
    "answer never by": {
        "en": "not even for nothing; without {cells} it would be taken for nothing",
        "ja": "無償でも採用しないが、{cells}がなければ無償なら採用",
    },
    "answer below by": {
        "en": "taken at that or less; without {cells} at its price",
        "ja": "分岐点以下で採用。{cells}がなければ現在の値で採用",
    },
    "answer closed": {"en": "ruled out by {cells}", "ja": "{cells}により対象外"},
    "answer not_settled": {"en": "not settled: the search was cut short", "ja": "未確定（探索が途中で終了）"},
    "answer not_settled below": {
        "en": "taken at that or less, perhaps at more: the search was cut short",
        "ja": "この値以下で採用。探索が途中で終わったため、より高い値でも採用の可能性あり",
    },
    "answer not_run": {"en": "not run", "ja": "未計算"},
    "down to": {"en": "from {now} down to {price} {unit}", "ja": "{now} → {price} {unit}"},
    "down to part": {"en": "all prices down to {part}", "ja": "全価格を{part}に"},
    # --- on the screen ---
    "line price": {"en": "{place} {limit}: {effect}", "ja": "{place} {limit}：{effect}"},
    "line below": {
        "en": "{place} {thing}: {now} today, taken at or below {price} {unit}",
        "ja": "{place} {thing}：現在{now}、{price} {unit} 以下で採用",
    },
    "line open": {
        "en": ", perhaps at more",
        "ja": "（より高い値でも採用の可能性あり）",
    },
    "line sure": {
        "en": " (for certain below {price}; in between it lies within the plan's own gap, and a smaller --gap tells)",
        "ja": "（{price}未満なら確実。その間は計画のギャップの範囲内で、--gap を小さくすれば分かります）",
    },
    "line part": {
        "en": "{place} {thing}: taken at or below {part} of today",
        "ja": "{place} {thing}：現在の{part}以下で採用",
    },
    "line other": {"en": "{place} {thing}: {answer}", "ja": "{place} {thing}：{answer}"},
    "line alternative": {
        "en": "Without {without}: costs {money} more; {changes}",
        "ja": "{without} を使わない場合：費用は{money}増。{changes}",
    },
    "line alternative free": {
        "en": "Without {without}: costs no more; {changes}",
        "ja": "{without} を使わない場合：費用は増えません。{changes}",
    },
    "also without": {"en": "also gives up {names}", "ja": "ほかに使わなくなるもの：{names}"},
    "instead": {"en": "takes {names} instead", "ja": "代わりに使うもの：{names}"},
    "others stay": {
        "en": "no other supplier, contract or investment changes",
        "ja": "ほかのサプライヤー、契約、投資は変わりません",
    },
    "line more": {"en": "More in the workbook: {count}.", "ja": "ほか{count}件はワークブックにあります。"},
    # --- decisions ---
    "decision supplier": {"en": "supplier {name}", "ja": "サプライヤー {name}"},
    "decision contract": {"en": "contract {name}", "ja": "契約 {name}"},
    "decision investment": {"en": "investment {name}", "ja": "投資 {name}"},
    "same": {"en": "–", "ja": "–"},
    # --- charts ---
    "chart prices": {
        "en": "What lifting each limit saves, {scale}",
        "ja": "制約を緩めた場合の節約額（{scale}）",
    },
    "chart saves": {"en": "Saving", "ja": "節約額"},
    "chart sure": {"en": "of which certain", "ja": "うち確実"},
    # --- the command ---
    "stage rules": {"en": "prices of rules: {done} of {count}", "ja": "ルールのコスト：{count}件中{done}件"},
    "stage why_not": {"en": "why not: {done} of {count}", "ja": "損益分岐点：{count}件中{done}件"},
    "stage alternatives": {"en": "other plans: {done} of {count}", "ja": "別の計画：{count}件中{done}件"},
    "stage ways": {"en": "ways out: {done} of {count}", "ja": "解決策：{count}件中{done}件"},
    "kept": {
        "en": "Interrupted; what was finished is kept.",
        "ja": "中断しました。計算済みの結果は保存します。",
    },
}
"""Text by key and language; braces take facts."""


def told(key: str, language: str, **facts: object) -> str:
    """Return one sentence in a language."""
    return filled(WORDS[key][language], language, facts)
