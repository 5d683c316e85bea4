"""Texts of the warnings and reading hints (``advice``), in English and Japanese."""

from __future__ import annotations

ADVICE_EN: dict[str, str] = {
    "advice_gap": (
        "The plan is proven to be within {gap} of the best possible cost. Differences below {noise} "
        "between two plans are noise."
    ),
    "advice_gap_stopped": (
        "The search stopped at a gap of {gap} ({asked} was asked): a plan cheaper by up to {noise} "
        "may exist. Give it more time before signing, or accept the gap knowingly."
    ),
    "advice_gap_unknown": (
        "The search stopped so early ({asked} was asked) that next to nothing is known of the best cost. "
        "Give it more time before comparing or signing anything."
    ),
    "advice_trunk_short": (
        "{product}: {short} ({share} of demand) is not made even if nothing new happens, first in {month}: "
        "{why}."
    ),
    "short_reach": (
        "it cannot be made in time, not within what must be kept (rules, cover, limits), or would cost more "
        "than the shortage penalty of {penalty} a unit"
    ),
    "short_chosen": (
        "the plan chooses so, for a unit takes goods for {cost} at least, and not delivering it costs "
        "{penalty}; if it must be delivered, raise the penalty or ask for a fill rate"
    ),
    "advice_calendar_stock": (
        "Stock follows the calendar of the scenarios: {item} covers {before} days in the month "
        "before an onset, and {other} days in other months. A disruption that starts in between "
        "meets less stock. Add onsets, or test the plan at other dates. Onsets: {dates}."
    ),
    "advice_calendar_gap": (
        "No scenario starts for {gap} months ({start} to {end}), so no stock is held for a "
        "disruption that starts there. Onsets: {dates}."
    ),
    "advice_calendar": "Stock insures against disruptions that start in these months: {dates}.",
    "advice_known_ends": (
        "Every scenario knows from its first month how long it will last (longest: {scenario}, "
        "{months} months), and none of the {count} is followed by another. A second shock, or one "
        "that lasts longer, is not insured: add a child scenario (column after)."
    ),
    "advice_empty_before_end": (
        "In {scenario} the stock of {item} stands at zero from {start} on, {months} months before the event "
        "ends: the branch knows its end, people do not. Scenarios like this: {count}; other items: {others}. "
        "planner shock PLAN EVENT --end-unknown tells what not knowing costs."
    ),
    "nothing_else": "none",
    "advice_foreseen_child": (
        "{scenario} has no probability of its own and leads only to {child}: the second shock is "
        "foreseen. Give {scenario} a probability to make {child} a surprise."
    ),
    "advice_cheaper": (
        "{scenario} costs {difference} less than nothing happening (cash {cash}, policy penalties {policy}, "
        "lost margin {lost}). Why: {reasons}."
    ),
    "advice_cheaper_more": "These scenarios are cheaper than nothing happening, too: {scenarios}.",
    "because_cover": (
        "{component} {amount} (cover is not asked for in a branch unless cover_again_months is filled)"
    ),
    "because_rule": (
        "{component} {amount} (rules that hold on the trunk only are not asked for in a branch)"
    ),
    "because_purchase": (
        "{component} {amount} (fewer or cheaper goods: a dearer source stops, stock is used up, or "
        "less is made)"
    ),
    "because_order": "{component} {amount} (costs per order exist on the trunk only)",
    "because_holding": "{component} {amount} (stock is used up)",
    "because_take_or_pay": "{component} {amount} (what a disruption stops need not be taken)",
    "because_shortage": "{component} {amount} (less is asked for, substitutes are made "
    "sooner, or what must be kept as planned need not be kept in a branch)",
    "because_final_stock": "{component} {amount} (more is left at the end)",
    "because_other": "{component} {amount}",
    "clause_joint": "; ",
    "advice_shortage_cheap": (
        "A missing {unit} of {item} costs {penalty} in {product}, less than its dearest offer "
        "{offer} at {dearest}: the plan rather stops this line than buys there. Check the shortage "
        "penalty."
    ),
    "advice_weight_weak": (
        "Expected cost alone already insures: a missing {unit} of {item} costs {penalty} in "
        "{product}, its dearest offer {offer} {dearest}. The risk weight of {weight} changes little "
        "on top."
    ),
    "advice_weight_works": (
        "Expected cost and the risk weight of {weight} insure together: a missing {unit} of {item} "
        "costs {penalty} in {product}, its dearest offer {offer} {dearest}."
    ),
    "advice_expectation_insures": (
        "Expected cost alone insures (risk weight 0): a missing {unit} of {item} costs {penalty} in "
        "{product}, its dearest offer {offer} {dearest}."
    ),
    "advice_collapse": (
        "Cover falls away at the end of the plan: {item} from {mean} days on average to {low} days "
        "in the last {count} months (from {month}), because nothing comes after them. Plan 12 months "
        "longer than you decide, and do not read the pale months of the charts."
    ),
    "advice_first_months": (
        "{item}: opening stock and goods on the way last {days} days; the first goods ordered now "
        "arrive in {month}, after {arrival} days. The first months are lumpy because of that."
    ),
    "advice_odds": (
        "With a probability of {year} nothing new has happened by the end of {month}, and with {end} "
        "by the end of the plan. Trunk figures are one path among others."
    ),
    "advice_odds_low": (
        "From {half} on it is more likely than not that a disruption has come: the trunk is reached "
        "with {year} at the end of {month} and with {end} at the end of the plan. Read its later "
        "months as what is prepared, not as a forecast."
    ),
    "advice_never_calm": (
        "A scenario surely begins in {month}, the first month, so nobody follows the plan without one: the "
        "orders, stock and volumes shown if nothing happens are for a future that does not come. Read the "
        "scenarios. What is known to come belongs under scenario 0."
    ),
    "advice_weightless": (
        "No probability stands behind {scenarios}: they do not shape the plan. Their figures are the "
        "cheapest way through with everything else fixed."
    ),
    "advice_disposed": (
        "{quantity} of {item} ({share} of what comes in under rule {rule}) is discarded. A share can "
        "be met by buying and discarding: check that this is meant, or give the item a disposal cost."
    ),
    "advice_rule_broken": (
        "Rule {rule} is broken at its price in {windows}: {paid} in penalties on the trunk."
    ),
    "advice_rule_off_plan": (
        "Rule {rule} does not hold in every case: {member} reaches {reached} (limit {share}) in "
        "{scenario}, {window}. It holds with a probability of {chance}."
    ),
    "advice_next_tier": (
        "Pool {pool}: {committed} a year are committed, for {discount} off; {missing} a year more would "
        "take {more} off."
    ),
    "advice_lots": (
        "Smallest orders and costs per order ({offers}) are kept on the trunk only ({cost} there); "
        "branches order freely, which makes them a little too cheap."
    ),
    "advice_here_and_now": (
        "Nobody is qualified, signed or built because of a disruption: these are decided now, for "
        "every path. Not qualified, and not there in any scenario: {suppliers}."
    ),
}

ADVICE_JA: dict[str, str] = {
    "advice_gap": (
        "この計画の費用は、理論上の最良値から{gap}以内であることが証明されています。計画どうしの"
        "{noise}未満の差は誤差とみなしてください。"
    ),
    "advice_gap_stopped": (
        "計算はギャップ{gap}で打ち切られました（要求は{asked}）。最大{noise}安い計画が残っている可能"
        "性があります。契約前に計算時間を延ばすか、このギャップを承知のうえで判断してください。"
    ),
    "advice_gap_unknown": (
        "計算を早い段階で打ち切ったため（要求ギャップ{asked}）、最小の費用はほとんど分かっていません。比較や"
        "契約の前に、計算時間を延ばしてください。"
    ),
    "advice_trunk_short": (
        "{product}：新たな事象が起きなくても{short}（需要の{share}）が不足します（最初は{month}）。{why}。"
    ),
    "short_reach": (
        "間に合う供給がない、必ず守る条件（ルール、在庫日数、上限）の下では作れない、または欠品損失"
        "（1単位{penalty}）より高くつくためです"
    ),
    "short_chosen": (
        "計画が作らないことを選んだためです。1単位の材料費は最低{cost}、納入しない費用は{penalty}です。必ず納入"
        "するなら、欠品損失を上げるか、充足率を指定してください"
    ),
    "advice_calendar_stock": (
        "在庫がシナリオの発生月に合わせて積まれています。{item}の在庫日数は発生の前月に平均{before}日、"
        "その他の月は{other}日です。その間に始まる途絶では在庫が足りません。発生月を増やすか、別の発"
        "生月で計画を検証してください。発生月：{dates}。"
    ),
    "advice_calendar_gap": (
        "{start}から{end}までの{gap}か月間に始まるシナリオがないため、その間の途絶に備えた在庫は積ま"
        "れていません。発生月：{dates}。"
    ),
    "advice_calendar": "在庫は、次の月に始まる途絶に備えたものです：{dates}。",
    "advice_known_ends": (
        "どのシナリオも、発生した月に終わりの時期まで分かるものとしています（最長は{scenario}の"
        "{months}か月）。{count}件のうち、続けて次の衝撃が来るものはありません。追い打ちや長期化には"
        "備えていないため、必要なら子シナリオ（「前のシナリオ」列）を加えてください。"
    ),
    "advice_empty_before_end": (
        "{scenario}では、途絶が終わる{months}か月前の{start}から{item}の在庫がゼロになります。枝は終わりの時期を"
        "知っていますが、人には分かりません。同様のシナリオ：{count}件、ほかの品目：{others}。終わりが分からない場合の"
        "費用は planner shock 計画 イベント --end-unknown で確認できます。"
    ),
    "nothing_else": "なし",
    "advice_foreseen_child": (
        "{scenario}はそれ自体の確率がなく、必ず{child}に続くため、二度目の衝撃が予見されてしまいます。"
        "{child}を不意の事象にするには{scenario}に確率を与えてください。"
    ),
    "advice_cheaper": (
        "{scenario}は基本経路より{difference}安くなっています（現金{cash}、方針ペナルティ{policy}、"
        "欠品損失{lost}）。理由：{reasons}。"
    ),
    "advice_cheaper_more": "次のシナリオも基本経路より安くなっています：{scenarios}。",
    "because_cover": (
        "{component}{amount}（在庫回復期限を入力しない限り、途絶中は目標在庫日数を求めないため）"
    ),
    "because_rule": "{component}{amount}（基本経路だけに課すルールは途絶中には適用されないため）",
    "because_purchase": (
        "{component}{amount}（高い調達先の停止、在庫の取り崩し、生産減のいずれかで購入額が減るため）"
    ),
    "because_order": "{component}{amount}（発注1回の費用は基本経路だけで計上するため）",
    "because_holding": "{component}{amount}（在庫を取り崩すため）",
    "because_take_or_pay": "{component}{amount}（途絶で止まった分は引取義務の対象外となるため）",
    "because_shortage": (
        "{component}{amount}（需要が減る、代替設計が早く使える、または計画にだけ適用される条件がシナリオでは"
        "外れるため）"
    ),
    "because_final_stock": "{component}{amount}（期末の在庫が多く残るため）",
    "because_other": "{component}{amount}",
    "clause_joint": "、",
    "advice_shortage_cheap": (
        "{item}が1{unit}不足したときの損失は{product}で{penalty}で、最も高い供給条件{offer}の"
        "{dearest}を下回ります。そこから買うより生産を止める計画になるため、欠品損失を確認して"
        "ください。"
    ),
    "advice_weight_weak": (
        "期待費用だけで十分に備える計画になっています。{item}が1{unit}不足したときの損失は{product}で"
        "{penalty}、最も高い供給条件{offer}は{dearest}です。リスク重み{weight}の影響はわずかです。"
    ),
    "advice_weight_works": (
        "期待費用とリスク重み{weight}の両方で備える計画です。{item}が1{unit}不足したときの損失は"
        "{product}で{penalty}、最も高い供給条件{offer}は{dearest}です。"
    ),
    "advice_expectation_insures": (
        "期待費用だけで備える計画です（リスク重み0）。{item}が1{unit}不足したときの損失は{product}で"
        "{penalty}、最も高い供給条件{offer}は{dearest}です。"
    ),
    "advice_collapse": (
        "計画の終わりで在庫が落ち込みます。{item}の在庫日数は平均{mean}日から、最後の{count}か月（"
        "{month}以降）には{low}日まで下がります。その後が計画にないためです。意思決定の期間より12か月"
        "長く計画し、グラフの淡色の月は判断に使わないでください。"
    ),
    "advice_first_months": (
        "{item}：期首在庫と輸送中の品は{days}日分です。いま発注した品が最初に届くのは{month}（"
        "{arrival}日後）です。そのため最初の数か月は数量が不規則になります。"
    ),
    "advice_odds": (
        "{month}末まで新たな事象が起きない確率は{year}、計画末まででは{end}です。基本経路の数値は、起"
        "こりうる経路の一つにすぎません。"
    ),
    "advice_odds_low": (
        "{half}以降は、途絶が起きている確率のほうが高くなります。基本経路のままである確率は{month}末"
        "で{year}、計画末で{end}です。後半の月は予測ではなく、備えとして読んでください。"
    ),
    "advice_never_calm": (
        "最初の月（{month}）に必ずいずれかのシナリオが始まるため、基本経路をたどることはありません。基本経路の"
        "発注、在庫、契約量は起こらない将来のものです。各シナリオを見てください。起こることが分かっているイベントは"
        "シナリオ0に書いてください。"
    ),
    "advice_weightless": (
        "次のシナリオには確率がなく、計画に影響していません：{scenarios}。数値は、他を固定したうえで"
        "最も安く乗り切る場合のものです。"
    ),
    "advice_disposed": (
        "{item}{quantity}（ルール{rule}の対象となる入荷の{share}）が廃棄されています。買って捨てるだ"
        "けでも比率は満たせるため、意図どおりか確認するか、処分費を設定してください。"
    ),
    "advice_rule_broken": (
        "ルール{rule}は{windows}で違反ペナルティ単価を払って破られています（基本経路でのペナルティ{paid}）。"
    ),
    "advice_rule_off_plan": (
        "ルール{rule}は守られない場合があります。シナリオ{scenario}の{window}に{member}が"
        "{reached}（限度{share}）に達します。守られる確率は{chance}です。"
    ),
    "advice_next_tier": (
        "共同契約{pool}：年{committed}を約束し、値引は{discount}です。年{missing}増やせば{more}になります。"
    ),
    "advice_lots": (
        "最低発注量（MOQ）と発注1回の費用（{offers}）は基本経路だけで考慮しています（費用{cost}）。途絶中は自由に発"
        "注できるものとするため、その費用はやや低めに出ます。"
    ),
    "advice_here_and_now": (
        "認定・契約・投資はいま一度だけ決め、途絶が起きてから行うことはありません。認定せず、どのシナ"
        "リオでも使えない先：{suppliers}。"
    ),
}
