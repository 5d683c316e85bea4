"""What the workbooks of risk say, in English and Japanese."""

# ruff: noqa: E501 (sentences stand whole)
from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.sentences import filled

RISK_WORDS: Mapping[str, Mapping[str, str]] = {
    # --- exposure ---
    "exposure title": {"en": "{plan}: how exposed is it?", "ja": "{plan}：どこが弱いか"},
    "exposure lead": {
        "en": "Every supplier, every country at a stage and every process is taken out, one at a time, from every month on. "
        "What the plan does until then stands; from then on it does what it can.",
        "ja": "各サプライヤー、各段階の国、各工程を1つずつ、各月から停止させました。それまでの計画は変えず、その後は可能な対応をとります。",
    },
    "exposure worst": {
        "en": "Most exposed: {source}. From {month} on the plan survives {survives} months without it; recovery takes "
        "{recovers}, and what is short meanwhile costs up to {money} at the shortage penalty.",
        "ja": "最も弱い点：{source}。{month}以降に停止すると計画は{survives}か月耐えられますが、回復には{recovers}か月かかり、"
        "その間の欠品は、欠品損失で最大{money}になります。",
    },
    "exposure after": {
        "en": "Most exposed: {source}. From {month} on the plan survives {survives} months without it, but after an outage of "
        "{recovers}, as long as recovery takes, deliveries arrive too late: what is short costs up to {money} at the shortage penalty.",
        "ja": "最も弱い点：{source}。{month}以降に停止しても計画は{survives}か月耐えられますが、回復に必要な{recovers}か月の停止の後、"
        "納入が間に合わず、欠品は欠品損失で最大{money}になります。",
    },
    "exposure none": {
        "en": "No source that a scenario may hit outlasts what the plan can survive.",
        "ja": "シナリオで想定するどの停止にも、計画は回復まで耐えられます。",
    },
    "exposure counts": {
        "en": "Of {count} sources, {red} are red (short before they recover), {amber} amber (less than two months to spare), "
        "{green} green, and for {grey} no event of the plan says how long recovery takes.",
        "ja": "供給元{count}件のうち、赤（回復前に欠品）{red}件、黄（余裕2か月未満）{amber}件、緑{green}件、回復期間を示すイベントのないもの{grey}件。",
    },
    "exposure ranking": {
        "en": "Ranked by what is short, at the shortage penalty",
        "ja": "欠品（欠品損失で換算）の大きい順",
    },
    "exposure how": {
        "en": "Survives: the longest outage during which no more is short than on the trunk, at the worst onset and in the middle "
        "of all onsets; ≥ where the plan ends first. Recovers: the longest event of the plan that hits the source, recovery "
        "included. Short: the least that is short in an outage that long, in units and at the shortage penalty, at the dearest onset. Onsets so late that the plan "
        "ends before recovery does are left out.",
        "ja": "耐久：基本経路より欠品が増えない最長の停止月数（最悪の発生月と中央値）。計画が先に終わる場合は≥。回復：その供給元に影響する"
        "計画中の最長のイベント（回復期間を含む）。欠品：その長さの停止での最小の欠品の数量と欠品損失（最も大きい発生月）。回復前に計画が終わる遅い発生月は除きます。",
    },
    "exposure unkept": {
        "en": "Without {source}, {limits} cannot be kept, whatever is short. It says nothing of supply, so the figures are told without it.",
        "ja": "{source}が停止すると、欠品をどれだけ認めても{limits}を守れません。供給の問題ではないため、これを除いて評価しています。",
    },
    "limit share_limit": {"en": "rule {name}", "ja": "ルール「{name}」"},
    "limit cover_floor": {"en": "the days of cover of {name}", "ja": "「{name}」の在庫日数"},
    "limit min_take_floor": {"en": "the least taken from {name}", "ja": "「{name}」の最低引取量"},
    "limit storage_limit": {"en": "the storage limit of {name}", "ja": "「{name}」の保管上限"},
    "exposure left out": {
        "en": "Not here but on the sheet Exposure: {count} that the plan can do without to its end, or that rank below.",
        "ja": "計画の終わりまで停止しても支障のない供給元など、残り{count}件はシート「弱点一覧」にあります。",
    },
    "head state": {"en": " ", "ja": " "},
    "head source": {"en": "Without", "ja": "停止するもの"},
    "head worst": {"en": "Survives, worst", "ja": "耐久（最悪）"},
    "head median": {"en": "median", "ja": "中央値"},
    "head recovery": {"en": "Recovers in", "ja": "回復"},
    "head gap": {"en": "Gap, months", "ja": "不足月数"},
    "head onset": {"en": "Worst onset", "ja": "最悪の発生月"},
    "head short": {"en": "Short, units", "ja": "欠品量"},
    "head money": {"en": "At the penalty", "ja": "欠品損失"},
    "head remedy": {"en": "Next month of survival", "ja": "耐久を1か月延ばす手段"},
    "head per year": {"en": "a year", "ja": "年間費用"},
    "remedy stock": {"en": "{quantity} of {item} in stock", "ja": "{item}の在庫 {quantity}"},
    "remedy contract": {
        "en": "{quantity} of {item} a month from {offer}",
        "ja": "{offer}から{item}を月{quantity}",
    },
    "remedies": {"en": "What buys the next month of survival", "ja": "耐久を1か月延ばす手段"},
    "remedies how": {
        "en": "At the worst onset, one item at a time. A stock costs its storage and capital; a contract what it is dearer than "
        "the cheapest offer, with signing and qualification spread over the plan. Money tied in a stock comes on top.",
        "ja": "最悪の発生月について、品目ごとに算定。在庫の費用は保管費と資本コスト、契約の費用は最安の供給条件との差額（締結・認定費用は計画期間で按分）。"
        "在庫に寝る資金は別です。",
    },
    "head tied": {"en": "Money tied", "ja": "在庫資金"},
    "exposure chart": {
        "en": "Months the plan survives and months to recover",
        "ja": "耐久月数と回復月数",
    },
    "survives": {"en": "survives (worst onset)", "ja": "耐久（最悪の発生月）"},
    "recovers": {"en": "recovers in", "ja": "回復"},
    "country at": {"en": "{country}, {stage}", "ja": "{country}（{stage}）"},
    "a process": {"en": "process {name}", "ja": "工程 {name}"},
    "mining": {"en": "mining", "ja": "採掘"},
    "refining": {"en": "refining", "ja": "製錬"},
    "metal": {"en": "metal", "ja": "金属化"},
    "magnet": {"en": "magnet", "ja": "磁石"},
    # --- stress ---
    "stress title": {"en": "{plan}: how bad can it get?", "ja": "{plan}：どこまで悪くなりうるか"},
    "stress lead": {
        "en": "Held as planned and run through {samples:,} sampled futures ({different:,} of them different), the plan costs {mean} "
        "on average (± {mean_error}) and {tail} (± {tail_error}) in the worst {part}; in the scenarios it was made for it "
        "said {expected} and {cvar}.",
        "ja": "計画を固定して{samples:,}通りの将来（異なるもの{different:,}件）で試した結果、費用は平均{mean}（±{mean_error}）、費用上位{part}の平均で"
        "{tail}（±{tail_error}）。計画時のシナリオでは{expected}と{cvar}でした。",
    },
    "stress dense": {
        "en": "The same shocks one at a time, at every month in which they may start: {mean} expected, {tail} in the worst {part} "
        "({difference} against the plan's own onsets).",
        "ja": "同じ途絶を1つずつ、起こりうるすべての月に開始させた場合：期待値{mean}、費用上位{part}の平均{tail}（計画の発生月との差 {difference}）。",
    },
    "stress ends": {
        "en": "With every event a month longer than its row says, and nobody told, the same futures cost {mean} on average and {tail} in "
        "the worst {part}, and something is short in {chance} of them; knowing the ends would save {worth} on average.",
        "ja": "どのイベントも行に書かれた月数より1か月長く続き、それが知らされないとすると、同じ将来の費用は平均{mean}、費用上位{part}の平均{tail}、"
        "欠品は{chance}で生じます。終わりが分かっていれば平均{worth}減ります。",
    },
    "stress short": {
        "en": "Something is short in {chance} of the futures; on average {fill} of demand is served. Where it happens, the first "
        "shortage comes {days:,.0f} days after the first shock in the middle case.",
        "ja": "将来の{chance}で欠品が生じ、平均充足率は{fill}です。欠品が生じる場合、最初の途絶から最初の欠品まで中央値で{days:,.0f}日です。",
    },
    "stress never short": {
        "en": "In none of the futures is anything short.",
        "ja": "どの将来でも欠品は生じません。",
    },
    "stress impossible": {
        "en": "In {part} of the futures a hard limit of the plan cannot be kept; these are in no other figure here.",
        "ja": "将来の{part}では必須条件を守れません。これらはここの他の数値に含まれていません。",
    },
    "stress figures": {"en": "In the plan's scenarios and outside them", "ja": "計画のシナリオの内と外"},
    "stress figures how": {
        "en": "Intervals hold the figure with 95 %. Sampled: each shock starts by its probability over its window, independently, so "
        "several may come; a second one is not foreseen. Seed {seed}.",
        "ja": "区間は95％信頼区間。抽出：各途絶はその期間に確率に従い独立に発生し、複数起こることもあります。2つ目は予見されません。乱数の種{seed}。",
    },
    "head where": {"en": "Where", "ja": "条件"},
    "head expected": {"en": "Expected", "ja": "期待値"},
    "head interval": {"en": "±", "ja": "±"},
    "head tail": {"en": "Worst {part}", "ja": "費用上位{part}"},
    "head worst cost": {"en": "Worst", "ja": "最悪"},
    "head chance": {"en": "Anything short", "ja": "欠品の確率"},
    "head fill": {"en": "Fill rate", "ja": "充足率"},
    "in sample": {"en": "the plan's own scenarios", "ja": "計画のシナリオ"},
    "every onset": {"en": "one shock at every month", "ja": "各月に1つの途絶"},
    "out of sample": {"en": "sampled futures", "ja": "抽出した将来"},
    "stress spread": {"en": "How the cost spreads", "ja": "費用の分布"},
    "histogram": {"en": "Futures by cost, {scale}", "ja": "費用別の将来（{scale}）"},
    "futures": {"en": "part of the futures", "ja": "将来に占める割合"},
    "days chart": {
        "en": "Days from the first shock to the first shortage",
        "ja": "最初の途絶から最初の欠品までの日数",
    },
    "stress fans": {"en": "Month by month", "ja": "月ごとの推移"},
    "stress fans how": {
        "en": "Dark bands hold the middle half of the futures, all bands the middle nine tenths; the two dark bands meet at the middle one. What is lost is shown for the futures in which anything is short.",
        "ja": "濃い帯は将来の中央50％、全体の帯は中央90％、濃い2つの帯の境が中央値です。失われる需要は、欠品が生じる将来についてのみ示します。",
    },
    "fan short": {
        "en": "Part of demand lost, where anything is short",
        "ja": "失われる需要の割合（欠品が生じる将来）",
    },
    "fan stock": {"en": "Stock, {scale}", "ja": "在庫（{scale}）"},
    "band outer low": {"en": "5–25 %", "ja": "5–25％"},
    "band inner low": {"en": "25–50 %", "ja": "25–50％"},
    "band inner high": {"en": "50–75 %", "ja": "50–75％"},
    "band outer high": {"en": "75–95 %", "ja": "75–95％"},
    "stress spread how": {
        "en": "Read: in so many of the futures it is no worse than this. Days: where anything is short, from the first shock to the first shortage.",
        "ja": "見方：その割合の将来で、この値より悪くなりません。日数：欠品が生じる場合、最初の途絶から最初の欠品まで。",
    },
    "head figure": {"en": " ", "ja": " "},
    "figure cost": {"en": "Cost", "ja": "費用"},
    "figure short_value": {"en": "Short, at the shortage penalty", "ja": "欠品（欠品損失で換算）"},
    "figure fill_rate": {"en": "Fill rate", "ja": "充足率"},
    "figure days": {"en": "Days to the first shortage", "ja": "最初の欠品までの日数"},
    "stress shocks": {"en": "Which shocks hurt most", "ja": "影響の大きい途絶"},
    "stress shocks how": {
        "en": "Means over the futures in which the shock starts, whatever else happens in them; ranked by what it adds to the expected cost.",
        "ja": "その途絶が起こる将来（他の途絶も含む）の平均。期待費用への寄与の大きい順。",
    },
    "head shock": {"en": "Shock", "ja": "途絶"},
    "head part": {"en": "In the futures", "ja": "将来に占める割合"},
    "head extra": {"en": "Costs more by", "ja": "費用増"},
    "head worst month": {"en": "Worst month to start", "ja": "最悪の発生月"},
    "head worst extra": {"en": "then", "ja": "その費用増"},
    "onset chart": {
        "en": "Extra cost of a shock alone, by the month it starts, {scale}",
        "ja": "単独の途絶による費用増（発生月別、{scale}）",
    },
    "month chart": {
        "en": "Mean extra cost by the month of the first shock, {scale}",
        "ja": "最初の途絶の月別の平均費用増（{scale}）",
    },
    "stress own": {
        "en": "Judged again on exactly its own {count} scenarios, the plan costs what it promised.",
        "ja": "計画自身の{count}シナリオで再評価した費用は計画どおりです。",
    },
    "stress own unknown": {
        "en": "{count} more scenarios of the plan are not in the result: what they cost was never promised.",
        "ja": "計画にはほかに{count}シナリオがありますが、結果に含まれないため、約束された費用はありません。",
    },
    "stress own lost": {
        "en": "Judged again on exactly its own scenarios, a hard limit of the plan cannot be kept: the result and the plan do not have "
        "the same numbers.",
        "ja": "計画自身のシナリオで再評価すると、必須条件を守れません。結果と計画の数値が一致していません。",
    },
    "stress own differs": {
        "en": "Judged again on exactly its own {count} scenarios, the plan differs from what it promised by up to {difference}: the "
        "result and the plan do not have the same numbers.",
        "ja": "計画自身の{count}シナリオで再評価すると、最大{difference}の差があります。結果と計画の数値が一致していません。",
    },
    # --- frontier ---
    "frontier title": {"en": "{plan}: what does less risk cost?", "ja": "{plan}：リスクを減らす費用"},
    "frontier lead": {
        "en": "From {low} to {high} of {knob}, expected cost rises by {cost} and the mean of the worst {part} falls by {tail}.",
        "ja": "{knob}を{low}から{high}まで変えると、期待費用は{cost}増え、費用上位{part}の平均は{tail}減ります。",
    },
    "frontier flat": {
        "en": "Only one of the plans tried is on the frontier: no other lowers either the expected cost or the tail.",
        "ja": "試した計画のうち効率的なのは1つだけで、期待費用も費用上位の平均もこれ以上下がりません。",
    },
    "frontier gap": {
        "en": "Each plan is found to within its gap, up to {gap}: smaller steps are noise.",
        "ja": "各計画にはギャップ（最大{gap}）の誤差があり、それより小さな差は誤差です。",
    },
    "frontier none": {
        "en": "At {levels} there is no plan.",
        "ja": "{levels}では計画がありません。",
    },
    "frontier points": {"en": "Points on the frontier", "ja": "効率的な点"},
    "frontier ties": {
        "en": "At λ = 1 only the tail counts: of all plans with the least tail, the one of least expected cost is shown.",
        "ja": "λ = 1 では費用上位の平均だけを最小にします。同じ値の計画のうち、期待費用の最も低いものを示しています。",
    },
    "frontier stock": {
        "en": "0 days asks for no cover; the plan there still holds the stock that pays, worth {stock} on average. A plan that "
        "holds none is another one, and may cost much more: see whatif --rules-of-thumb.",
        "ja": "0日は在庫日数を求めないという意味で、その計画も引き合う在庫（平均{stock}）を持ちます。在庫を持たない計画とは別で、"
        "費用が大きく増えることがあります（whatif --rules-of-thumb を参照）。",
    },
    "frontier points how": {
        "en": "Only plans that no other one tried beats in both; the sheet Points has all.",
        "ja": "期待費用と費用上位の平均の両方で他に劣らない計画のみ。すべての点はシート「計画点」にあります。",
    },
    "frontier plans": {"en": "The plan behind each point", "ja": "各点の計画"},
    "frontier plans how": {
        "en": "Committed rates a month, modules built, and the mean stock: see where a second supplier, the stock or a new line comes in.",
        "ja": "月間契約量、建設モジュール数、平均在庫。第2サプライヤー、在庫、新ラインがどこで加わるかが分かります。",
    },
    "knob risk": {"en": "the weight of the tail (λ)", "ja": "リスク重み（λ）"},
    "knob fill-rate": {"en": "the fill rate held everywhere", "ja": "すべての場合に守る充足率"},
    "knob stock": {"en": "the days of cover of every used item", "ja": "使用する全品目の在庫日数"},
    "head level": {"en": "At", "ja": "設定"},
    "head stock": {"en": "Mean stock", "ja": "平均在庫"},
    "head shortage": {"en": "Shortage penalty, expected", "ja": "期待欠品損失"},
    "head contracts": {"en": "Contracts", "ja": "契約数"},
    "head built": {"en": "Built", "ja": "投資"},
    "head thing": {"en": "What", "ja": "内容"},
    "thing contract": {
        "en": "{offer}: {item} from {supplier}, a month",
        "ja": "{offer}：{supplier}の{item}（月間）",
    },
    "thing investment": {"en": "{name}, modules", "ja": "{name}（モジュール）"},
    "thing stock": {"en": "mean stock", "ja": "平均在庫"},
    "frontier chart": {
        "en": "Expected cost and the mean of the worst {part}, {scale}",
        "ja": "期待費用と費用上位{part}の平均（{scale}）",
    },
    "axis expected": {"en": "expected cost, {scale}", "ja": "期待費用（{scale}）"},
    "axis tail": {"en": "worst {part}, {scale}", "ja": "費用上位{part}（{scale}）"},
    # --- value of planning ---
    "value evpi": {
        "en": "Knowing the future in advance would save {amount} on average (EVPI): no forecast is worth more.",
        "ja": "将来を事前に知ることができれば平均{amount}節約できます（EVPI）。予測にこれ以上の価値はありません。",
    },
    "value little evpi": {
        "en": "Knowing the future in advance would save so little (EVPI) that the gaps of the solves, {gap}, hide it: no forecast is worth more.",
        "ja": "将来を事前に知ることの価値（EVPI）は、ソルバーのギャップ{gap}に埋もれるほど小さく、予測にこれ以上の価値はありません。",
    },
    "value no evpi": {
        "en": "Knowing the future in advance would save nothing (EVPI).",
        "ja": "将来を事前に知ることができても、費用は変わりません（EVPI）。",
    },
    "value vss": {
        "en": "Planning for the scenarios saves {amount} on average against planning as if nothing could happen (VSS).",
        "ja": "シナリオを考慮した計画は、何も起きない前提の計画より平均{amount}安くなります（VSS）。",
    },
    "value little vss": {
        "en": "Planning for the scenarios saves no more than the gaps of the solves, {gap}, against planning as if nothing could happen (VSS).",
        "ja": "シナリオを考慮した計画と何も起きない前提の計画との差（VSS）は、ソルバーのギャップ{gap}の範囲内です。",
    },
    "value no vss": {
        "en": "Planning for the scenarios saves nothing against planning as if nothing could happen (VSS).",
        "ja": "シナリオを考慮した計画の費用は、何も起きない前提の計画と変わりません（VSS）。",
    },
    "value vss infeasible": {
        "en": "Planned as if nothing could happen, the plan breaks a limit in some scenario: VSS has no figure, the scenarios cannot be ignored.",
        "ja": "何も起きない前提の計画は、いずれかのシナリオで制約を満たせません。VSSは計算できず、シナリオは無視できません。",
    },
    "value premium": {
        "en": "The insurance premium is {amount}: by so much the plan is dearer than it had to be, if nothing happens.",
        "ja": "備えの費用は{amount}：何も起きなければ、計画はその分だけ割高です。",
    },
    "value little premium": {
        "en": "The insurance premium is no larger than the gaps of the solves, {gap}: if nothing happens, the plan is about as cheap as one that ignores the scenarios.",
        "ja": "備えの費用はソルバーのギャップ{gap}の範囲内です：何も起きなければ、シナリオを無視した計画とほぼ同じ費用です。",
    },
    "value no premium": {
        "en": "The insurance costs nothing: if nothing happens, the plan is as cheap as one that ignores the scenarios.",
        "ja": "備えの費用はかかりません：何も起きない場合も、シナリオを無視した計画と同じ費用です。",
    },
    "value weight": {
        "en": "All of these tell of the plan of least expected cost (risk weight 0). The plan above, with its risk weight, is dearer by {amount} than one that ignores the scenarios, if nothing happens.",
        "ja": "以上は期待費用が最小の計画（リスク重み0）での値です。リスク重みを含む上の計画は、何も起きない場合、シナリオを無視した計画より{amount}高くなります。",
    },
    "value weight none": {
        "en": "All of these tell of the plan of least expected cost (risk weight 0). The plan above, with its risk weight, is as cheap as one that ignores the scenarios, if nothing happens.",
        "ja": "以上は期待費用が最小の計画（リスク重み0）での値です。リスク重みを含む上の計画は、何も起きない場合、シナリオを無視した計画と同じ費用です。",
    },
    "value tail": {
        "en": "As it stands, the plan pays {premium} for insurance and lowers the mean of the worst {part} by {tail}: {ratio} for each unit of premium.",
        "ja": "現在の計画は{premium}の備えの費用で、費用上位{part}の平均を{tail}下げます：備えの費用1あたり{ratio}。",
    },
    "value gap": {
        "en": "These figures may be off by {gap}, the gaps of the solves.",
        "ja": "これらの数値にはソルバーのギャップによる{gap}の誤差がありえます。",
    },
    "value lots": {
        "en": "Order lots stand on the trunk only, so that a scenario without effect can lower the cost a little.",
        "ja": "発注ロットは基本経路にのみ適用されるため、影響のないシナリオでも費用が少し下がることがあります。",
    },
    "red": {"en": "red", "ja": "赤"},
    "amber": {"en": "amber", "ja": "黄"},
    "green": {"en": "green", "ja": "緑"},
    "grey": {"en": "–", "ja": "–"},
}


def told(key: str, language: str, **facts: object) -> str:
    """Return one sentence in a language."""
    return filled(RISK_WORDS[key][language], language, facts)
