"""What the roll says: why a cell was changed, what cannot be kept, what cannot be done."""

# ruff: noqa: E501 (sentences stand whole)

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from planner.workbook.cells import short_number
from planner.workbook.sentences import filled

WORDS: Mapping[str, Mapping[str, str]] = {
    # --- why a cell was changed ---
    "rolled": {"en": "the plan begins {months} months later", "ja": "計画開始を{months}か月後へ"},
    "version": {"en": "History and year_start need it", "ja": "発注実績・年度開始月の使用に必要"},
    "same end": {"en": "the end stays", "ja": "終了月は同じ"},
    "years stay": {
        "en": "contract years stay where they were: the first month of the old plan, made explicit",
        "ja": "契約年度を変えないため、元の計画の開始月を明記",
    },
    "closing stock": {"en": "stock at the end of {month}", "ja": "{month}末の在庫"},
    "was default": {
        "en": "was blank and meant the old stock at start; made explicit",
        "ja": "空欄（期首在庫と同じ）だったので明記",
    },
    "month gone": {"en": "the month has passed", "ja": "過ぎた月"},
    "in progress": {
        "en": "comes out of {source}, begun before the plan",
        "ja": "計画前に着手した{source}から出る分",
    },
    "ordered": {"en": "ordered and arrived before the plan", "ja": "計画前に発注し到着済み"},
    "on the way": {"en": "ordered, still on the way", "ja": "発注済み、未着"},
    "arrived": {
        "en": "has arrived: the plan pays nothing for it any more",
        "ja": "到着済みのため、計画では支払わない",
    },
    "paid before": {"en": "was paid before the plan begins", "ja": "計画開始前に支払い済み"},
    "lost on the way": {
        "en": "lost on the way and not paid; it counts in what was ordered this year",
        "ja": "輸送中に失われ支払いなし。年度の発注量には数える",
    },
    "owed": {"en": "with {quantity} owed to customers", "ja": "納入遅れ{quantity}を含む"},
    "qualified": {
        "en": "the plan qualified it: paid, and on its way",
        "ja": "計画で認定を開始（費用は支払い済み）",
    },
    "signed": {"en": "the plan signed it", "ja": "計画で締結"},
    "rate": {"en": "signed at {rate} a month", "ja": "月{rate}で締結"},
    "tier": {"en": "the tier that was signed, at {rate} a month", "ja": "締結した段階（月{rate}）"},
    "signed in": {
        "en": "signed in {month}: what was before owes nothing",
        "ja": "{month}に締結。それ以前の引取義務はない",
    },
    "nothing taken": {
        "en": "nothing was taken this year yet; take-or-pay counts it",
        "ja": "今年度はまだ引取りなし（引取義務に数える）",
    },
    "started": {"en": "modules were started", "ja": "着手済み"},
    "parted": {
        "en": "modules of {investment} that were started in another month",
        "ja": "{investment}のうち別の月に着手したモジュール",
    },
    "modules left": {"en": "{modules} were started; these are left", "ja": "{modules}は着手済み。残り"},
    "group held": {
        "en": "the modules started hold the group's place",
        "ja": "着手済みの分が排他グループの枠を占める",
    },
    "passed": {"en": "its month has passed and it did not happen", "ja": "起きないまま月が過ぎた"},
    "not any more": {"en": "does not agree with what happened", "ja": "実際に起きたことと合わない"},
    "conditioned": {
        "en": "divided by {weight}, the probability of what was until now",
        "ja": "ここまでの経過の確率{weight}で割った",
    },
    "happened": {"en": "it happened", "ja": "実際に起きた"},
    "leaves now": {
        "en": "what it follows has happened: it leaves the trunk now",
        "ja": "前のシナリオが起きたので、ここから分岐",
    },
    "moved": {
        "en": "moved by {months} months with what it follows",
        "ja": "前のシナリオに合わせて{months}か月移動",
    },
    "window cut": {"en": "the part of its window that is left", "ja": "残りの期間"},
    "window passed": {"en": "its window has passed", "ja": "発生期間が過ぎた"},
    "no scenario left": {
        "en": "no scenario of the sheet is left; without this, scenarios would be made of events now",
        "ja": "シナリオが残らないため。空欄にしないとイベントからシナリオが作られる",
    },
    "assumed": {"en": "ASSUMED: as in {month}", "ja": "仮定：{month}と同じ"},
    "counted": {"en": "counted at the end of {month}", "ja": "{month}末の実地棚卸"},
    "ordered otherwise": {"en": "ordered otherwise than planned", "ja": "計画と異なる発注"},
    "actual order": {"en": "as it was ordered", "ja": "実際の発注"},
    "known now": {"en": "known now", "ja": "判明した値"},
    "case lost": {"en": "names a row that is gone", "ja": "なくなった行を指す"},
    # --- what cannot be kept ---
    "bare": {
        "en": "A result keeps the input and the comment column; formats, formulas, other columns of your own and your own sheets are in your last workbook, not here.",
        "ja": "結果ブックは入力の値とコメント列だけを保持するため、書式・数式・独自の列とシートは引き継げません（元のブックに残っています）。",
    },
    "deposits": {
        "en": "Orders paid before they arrive ({offers}): the deposit is paid; if goods are lost, its return is not counted.",
        "ja": "前払いの発注（{offers}）：支払い済みです。輸送中に失われた場合の返金は数えません。",
    },
    "owed without demand": {
        "en": "{quantity} of {product} owed to customers: nothing is asked in the first month on the path that is now life as planned, so it cannot be added there.",
        "ja": "{product}の納入遅れ{quantity}：基本経路の最初の月に需要がないため、加えられません。",
    },
    "owed moves": {
        "en": "{product}: what customers are owed stands in the first month's demand; an event on demand in that month moves it too.",
        "ja": "{product}：納入遅れを最初の月の需要に加えました。その月に需要を変えるイベントがあれば一緒に変わります。",
    },
    "owed counts": {
        "en": "{product}: what customers are owed counts as demand in the fill rate.",
        "ja": "{product}：納入遅れは充足率の需要に数えられます。",
    },
    "tier cost moves": {
        "en": "{offer}: the fixed cost of its tier changes with the exchange rate; the next year's is written for all.",
        "ja": "{offer}：段階の固定費は為替で変わるため、次年度の額を全年度に記入しました。",
    },
    "tier cost again": {
        "en": "Fixed costs of tiers for the year under way are paid, but the next plan counts the months left of it again: {amount} {currency} on every path, which moves no decision.",
        "ja": "今年度の段階固定費は支払い済みですが、次の計画は残り月分を再度数えます（全経路で{amount} {currency}、意思決定には影響しません）。",
    },
    "rule horizon": {
        "en": "Rule {rule} holds over the whole plan: what was bought before counts in it no more.",
        "ja": "ルール{rule}（計画全体）：計画前の購入はもう数えられません。",
    },
    "rule use": {
        "en": "Rule {rule} measures use or recycled content: the months gone of the year under way count in it no more.",
        "ja": "ルール{rule}（使用量・再生材）：今年度の過ぎた月はもう数えられません。",
    },
    "rule made": {
        "en": "Rule {rule} also counts what processes make: theirs of the months gone of this year counts no more (History holds orders).",
        "ja": "ルール{rule}：工程の生産分は今年度の過ぎた月を数えられません（発注実績は発注だけ）。",
    },
    "fill rate": {
        "en": "{product}: the least fill rate of life as planned is of the months left; what was short before counts in it no more.",
        "ja": "{product}：基本経路の充足率は残りの月だけで数えます。過去の不足は数えません。",
    },
    "cover tail": {
        "en": "Days of cover beyond the end ({items}) look at the mean use of the {months} months left, no longer of twelve.",
        "ja": "計画終了後の在庫日数（{items}）は、12か月でなく残り{months}か月の平均使用量で数えます。",
    },
    "resets move": {
        "en": "Prices reset every few months were counted from January; with contract years made explicit they are counted from there: {offers}.",
        "ja": "価格改定の期は1月起算でしたが、契約年度の明記により年度起算になります：{offers}。",
    },
    "budget": {
        "en": "The investment budget of the year under way does not see what was spent of it already: lower it by hand if that matters.",
        "ja": "今年度の投資予算に既支出分は反映されません。必要なら手で減らしてください。",
    },
    "force majeure": {
        "en": "Take-or-pay of {offers}: where a disruption to come stops goods already ordered, the year's duty is not lowered for them.",
        "ja": "{offers}の引取義務：発注済みの貨物が今後の途絶で止まっても、その分の義務は減りません。",
    },
    "not foreseen": {
        "en": "{events}: no scenario of the plan holds what happened; what could follow it is not in the plan. Add it to Scenarios.",
        "ja": "{events}：起きたことを含むシナリオがありません。その後に起こり得ることをシナリオに追加してください。",
    },
    "as planned until now": {
        "en": "The result has no path for exactly what happened, so stock and orders until {month} are those of life as planned. Correct them with --actual.",
        "ja": "起きたこととまったく同じ経路が結果にないため、{month}までの在庫と発注は基本経路の値です。--actual で直してください。",
    },
    "others gone": {
        "en": "Scenarios beside the one that happened exclude it and are gone: {scenarios}. Add those that can still come.",
        "ja": "起きたシナリオと両立しないシナリオは除きました：{scenarios}。まだ起こり得るものは追加してください。",
    },
    "no scenario in added months": {
        "en": "No scenario begins in the months added from {month} on: the sheet Scenarios is yours to go on with.",
        "ja": "追加した{month}以降の月に始まるシナリオはありません。シナリオシートに追加してください。",
    },
    "event was sure": {
        "en": "{event} was sure to begin in the months gone and did not; what is left of its probability is kept as it is.",
        "ja": "{event}は過ぎた月に必ず始まるはずでしたが起きませんでした。残りの確率はそのままです。",
    },
    "cases lost": {
        "en": "What-if cases that name rows which are gone were left out: {cases}.",
        "ja": "なくなった行を指すWhat-ifケースを除きました：{cases}。",
    },
    "not after": {
        "en": "the plan begins in {month}, the last result was from {first} to {last}: it is no plan that follows from it",
        "ja": "計画の開始は{month}ですが、前回の結果は{first}〜{last}です。前回に続く計画ではありません",
    },
    "another plan": {
        "en": "{name} is the result of another plan: it has none of this plan's items or offers",
        "ja": "{name}は別の計画の結果です（品目または供給条件が1つも一致しません）",
    },
    # --- the sheet Rolled ---
    "sheet title": {"en": "Rolled from {before} to {start}", "ja": "繰り越し：{before} → {start}"},
    "sheet what": {
        "en": "Each cell of this plan that differs from the one it was made from. This sheet is not read.",
        "ja": "元の計画から変わったセルの一覧。このシートは読み込まれません。",
    },
    "sheet unkept": {"en": "What this plan cannot keep", "ja": "引き継げないこと"},
    "sheet gaps": {"en": "Plan and actual", "ja": "計画と実績"},
    "head sheet": {"en": "Sheet", "ja": "シート"},
    "head row": {"en": "Row", "ja": "行"},
    "head column": {"en": "Column", "ja": "列"},
    "head from": {"en": "From", "ja": "変更前"},
    "head to": {"en": "To", "ja": "変更後"},
    "head why": {"en": "Why", "ja": "理由"},
    "head name": {"en": "Name", "ja": "名称"},
    "head month": {"en": "Month", "ja": "月"},
    "head planned": {"en": "Planned", "ja": "計画"},
    "head actual": {"en": "Actual", "ja": "実績"},
    "head difference": {"en": "Difference", "ja": "差"},
    "gap stock": {"en": "Stock counted", "ja": "実地在庫"},
    "gap order": {"en": "Ordered", "ja": "発注"},
    "gap demand": {"en": "Demand", "ja": "需要"},
    "gap index": {"en": "Price index", "ja": "価格指標"},
    "gap rate": {"en": "Exchange rate", "ja": "為替レート"},
    # --- on the screen ---
    "screen rolled": {
        "en": "Months gone: {gone}. The next plan begins in {start} and has {months} months. {changes} cells changed (sheet Rolled).",
        "ja": "{gone}か月経過：次の計画は{start}開始、{months}か月。{changes}セルを変更（シート「繰り越し」）。",
    },
    "screen by sheet": {"en": "  {sheet}: {count}", "ja": "  {sheet}：{count}"},
    "screen unkept": {"en": "Not kept:", "ja": "引き継げないこと："},
    "screen next": {
        "en": "Look it over, then: planner solve {path} --last {result}",
        "ja": "内容を確認して実行：planner solve {path} --last {result}",
    },
    # --- what cannot be done ---
    "no such month": {
        "en": "the next plan cannot begin in {month}; it begins from {first} to {last}",
        "ja": "{month}からの計画は作れません。{first}から{last}までの月を指定してください",
    },
    "no month left": {
        "en": "the plan has one month only, so none is left to plan; plan more months",
        "ja": "計画が1か月しかないため、次に計画する月が残っていません。計画月数を増やしてください",
    },
    "happened form": {
        "en": "--happened {told}: write EVENT@MONTH, for example CHINA-BAN@2026-07",
        "ja": "--happened {told}：EVENT@MONTH の形で指定してください（例：CHINA-BAN@2026-07）",
    },
    "unknown event": {
        "en": "event {event} is not in the plan (did you mean {near}?)",
        "ja": "イベント{event}は計画にありません（{near}のことですか？）",
    },
    "happened when": {
        "en": "{event} cannot have begun in {month}: tell what began from {first} to {last}",
        "ja": "{event}の開始{month}は範囲外です。{first}から{last}までの月を指定してください",
    },
    "known already": {
        "en": "{event} of {month} stands under scenario 0 already",
        "ja": "{month}の{event}は既にシナリオ0にあります",
    },
    "no probability": {
        "en": "what happened has no probability in the plan: give its scenario one, or plan anew",
        "ja": "起きたことの確率が計画では0です。シナリオに確率を入れるか、計画を作り直してください",
    },
    "no probability left": {
        "en": "some disruption was sure to begin by now: say what happened with --happened, or correct the probabilities",
        "ja": "これまでに必ず何かが起きる計画でした。--happened で実際に起きたことを示すか、確率を直してください",
    },
}


def tell(key: str, language: str, **facts: object) -> str:
    """Return one text in a language, with its facts filled in."""
    return filled(WORDS[key][language], language, {name: _shown(value) for name, value in facts.items()})


def _shown(value: object) -> object:
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    if isinstance(value, float):
        return short_number(float(f"{value:.6g}"))
    return value
