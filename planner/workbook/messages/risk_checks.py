"""Texts of the checks of rules, events, scenarios, what-if cases, and of what cannot be feasible.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

RULES: dict[str, tuple[str, str]] = {
    "E250": (
        (
            "rule '{rule}' does not say whom it is about. Type a country, group:NAME, a supplier, or * "
            "for each."
        ),
        ("ルール「{rule}」の対象がありません。国、group:名前、サプライヤー、または*を入力してください。"),
    ),
    "E251": (
        "a rule on recycled material has no member, but '{found}' stands here. Clear it.",
        "再生材のルールに対象は不要ですが、「{found}」が入っています。消してください。",
    ),
    "E252": (
        (
            "no country of sheet {sheet} is in group '{group}'. Put the group's name beside its "
            "countries there."
        ),
        (
            "「{sheet}」シートにグループ「{group}」の国がありません。該当する国にグループ名を"
            "記入してください。"
        ),
    ),
    "E253": (
        "no country of sheet {sheet} is in group '{group}'. Did you mean '{near}'?",
        "「{sheet}」シートにグループ「{group}」の国がありません。「{near}」のことですか。",
    ),
    "E254": (
        (
            "rule '{rule}' asks at least a share of each one (*), which hardly any plan could keep. Name "
            "whom you mean."
        ),
        "ルール「{rule}」は*（それぞれ）に下限を課しています。対象を具体的に指定してください。",
    ),
    "W260": (
        (
            "rule '{rule}' overlooks {count} offers whose {stage} country is blank: {names}. Fill in the "
            "country, or they count as nobody's."
        ),
        (
            "ルール「{rule}」では、{stage}の国が空欄のオファー{count}件（{names}）がどの国に"
            "も数えられません。国を入力してください。"
        ),
    ),
    "W261": (
        (
            "rule '{rule}' overlooks processes of stage {stage} whose country is blank: {names}. Fill in "
            "the country."
        ),
        (
            "ルール「{rule}」では、国が空欄の{stage}工程（{names}）がどの国にも数えられません。国を"
            "入力してください。"
        ),
    ),
    "W262": (
        (
            "rule '{rule}' counts twice what process '{process}' makes: its input {items} is among the "
            "rule's items too. Name only the items before or after it."
        ),
        (
            "ルール「{rule}」は工程「{process}」の投入品（{items}）と産出品を二重に数えます。工程の"
            "前か後の品目だけを指定してください。"
        ),
    ),
    "W263": (
        "rule '{rule}': a recycled share is always of use, never of purchases. Change it to use.",
        "ルール「{rule}」：再生材の比率は常に使用量に対するものです。useにしてください。",
    ),
    "W264": (
        ("{names} is not among {member} ({known}), so leaving it out has no effect. Correct or clear it."),
        ("{names}は{member}（{known}）に含まれないため、除外しても効果がありません。直すか消してください。"),
    ),
    "W265": (
        (
            "rule '{rule}' is about '{member}' alone, so there is nothing to leave out. Clear it, or use "
            "a group or *."
        ),
        (
            "ルール「{rule}」の対象は「{member}」だけなので、除外は効きません。消すか、グループまたは*に"
            "してください。"
        ),
    ),
    "W266": (
        "rule '{rule}' adds up items of different units ({units}). Make one rule for each unit.",
        "ルール「{rule}」は単位の違う品目（{units}）を合計します。単位ごとにルールを分けてください。",
    ),
    "W267": (
        (
            "rule '{rule}' has no effect: nothing that it counts belongs to '{member}'. Check who is "
            "meant, and its items."
        ),
        (
            "ルール「{rule}」は効きません。数える対象に「{member}」のものがありません。対象と品目を"
            "確認してください。"
        ),
    ),
    "W268": (
        (
            "rule '{rule}' must be kept, but allows {share} to each of {members} ({names}), {total} in "
            "all: nothing could be bought. Raise the share, or give the rule a price."
        ),
        (
            "ルール「{rule}」は必ず守る設定ですが、{members}者（{names}）に{share}ずつ、"
            "合計{total}しか認めないため、何も買えません。比率を上げるか、違反単価を入力してください。"
        ),
    ),
    "W269": (
        (
            "rule '{rule}' asks at least a share of '{member}', but nothing that it counts belongs to "
            "it. Add offers, or correct who is meant."
        ),
        (
            "ルール「{rule}」は「{member}」の下限を求めますが、該当するものがありません。オファーを"
            "追加するか、対象を直してください。"
        ),
    ),
    "W270": (
        (
            "rule '{rule}' asks for recycled material, but no recycling process makes its items. Mark "
            "the process as recycling, or add one."
        ),
        (
            "ルール「{rule}」は再生材を求めますが、対象品目を作るリサイクル工程がありません。工程を"
            "リサイクルと指定するか、追加してください。"
        ),
    ),
    "W271": (
        (
            "rule '{rule}' allows {share} to each of {members} ({names}), {total} in all: every purchase "
            "pays for breaking it. Raise the share."
        ),
        (
            "ルール「{rule}」は{members}者（{names}）に{share}ずつ、合計{total}しか認めないため、"
            "購入すれば必ず違反費用がかかります。比率を上げてください。"
        ),
    ),
    "W272": (
        (
            "rule '{rule}' does not count what processes {names} make, because they name no stage. Fill "
            "in their stage if this is {stage}."
        ),
        (
            "ルール「{rule}」は、段階のない工程（{names}）の産出を数えません。{stage}に当たるなら段階を"
            "入力してください。"
        ),
    ),
    "W273": (
        (
            "breaking rule '{rule}' costs 0, so it has no effect. Type a price, or leave it blank if it "
            "must be kept."
        ),
        ("ルール「{rule}」の違反単価が0なので効きません。金額を入力するか、必ず守るなら空欄にしてください。"),
    ),
    "N217": (
        "rule '{rule}' with {share} is kept by every plan.",
        "ルール「{rule}」の{share}はどの計画でも満たされます。",
    ),
}

EVENTS: dict[str, tuple[str, str]] = {
    "E260": (
        ("event '{event}' names the stage {stage} but no country. Name the country, or clear the stage."),
        ("イベント「{event}」は段階（{stage}）だけで国がありません。国を入力するか、段階を消してください。"),
    ),
    "E261": (
        "event '{event}' changes demand but names no product. Name the products.",
        "イベント「{event}」は需要を変えますが、製品がありません。製品を入力してください。",
    ),
    "E262": (
        "event '{event}' does not say how long it lasts. Type its months, or a loss profile.",
        "イベント「{event}」の期間がありません。月数か損失推移を入力してください。",
    ),
    "W280": (
        (
            "event '{event}' names a country but no stage, so it stops processes ({processes}) as well "
            "as {offers} offers. Name the stage if only offers are meant."
        ),
        (
            "イベント「{event}」は段階の指定がないため、オファー{offers}件のほか工程（{processes}）"
            "も止めます。オファーだけなら段階を指定してください。"
        ),
    ),
    "W281": (
        (
            "event '{event}' stops nothing: no offer and no process matches all that it names. Check its "
            "targets, or set severity to 0 if only other effects are meant."
        ),
        (
            "イベント「{event}」に当てはまるオファーも工程もなく、何も止まりません。対象を確認するか、"
            "他の効果だけなら深刻度を0にしてください。"
        ),
    ),
    "W282": (
        "event '{event}' moves price index '{index}', but no offer is priced on it. Check the index.",
        "イベント「{event}」の価格指標「{index}」を使うオファーがありません。指標を確認してください。",
    ),
    "W283": (
        (
            "event '{event}' fills in {field}, but severity is blank, which stops all supply it hits. "
            "Type 0 if only the other effect is meant."
        ),
        (
            "イベント「{event}」は{field:ja}を指定していますが、深刻度が空欄なので対象の供給が"
            "すべて止まります。他の効果だけなら0を入力してください。"
        ),
    ),
    "W284": (
        (
            "event '{event}' fills in {target} but not its effect, {field}, so it does nothing there. "
            "Type the effect, or clear this."
        ),
        (
            "イベント「{event}」は{target:ja}だけで、効果の{field:ja}がないため効きません。効果を"
            "入力するか、消してください。"
        ),
    ),
    "W285": (
        "event '{event}' has a loss profile, which replaces {field}. Clear one of them.",
        "イベント「{event}」には損失推移があり、{field:ja}は使われません。どちらかを消してください。",
    ),
    "W286": (
        (
            "event '{event}' has a price factor but moves no price: no spot offer is for its items. Name "
            "an index, or check the items."
        ),
        (
            "イベント「{event}」の価格倍率に当てはまるスポットのオファーがありません。価格指標を"
            "指定するか、品目を確認してください。"
        ),
    ),
    "W287": (
        (
            "event '{event}' names a destination, but sheet {sheet} has no home country, so it hits "
            "nothing. Type home_country there."
        ),
        (
            "イベント「{event}」は仕向先を指定していますが、「{sheet}」シートに自国がないため何に"
            "も当たりません。home_countryを入力してください。"
        ),
    ),
    "W288": (
        ("event '{event}' delays no investment: none has its country of technology or its name. Check both."),
        "イベント「{event}」で遅れる投資がありません。技術国と投資の指定を確認してください。",
    ),
    "W289": (
        (
            "event '{event}' may start only outside the plan, so no scenario is made from it. Check its "
            "months."
        ),
        ("イベント「{event}」は計画期間内に始まらないため、シナリオが作られません。月を確認してください。"),
    ),
    "W294": (
        (
            "event '{event}' names a process together with a supplier or items, so it hits neither "
            "offers nor processes. Split it into two events."
        ),
        (
            "イベント「{event}」は工程とサプライヤー（または品目）を同時に指定しているため、どれに"
            "も当たりません。二つのイベントに分けてください。"
        ),
    ),
    "W295": (
        "event '{event}' lengthens lead times but hits no offer. Check its targets.",
        "イベント「{event}」でリードタイムが延びるオファーがありません。対象を確認してください。",
    ),
    "W296": (
        "event '{event}' has severity 0 and no other effect, so it does nothing. Type its effect.",
        ("イベント「{event}」は深刻度が0で他の効果もないため、何も起こりません。効果を入力してください。"),
    ),
    "W297": (
        ("event '{event}' moves price index '{index}', but no offer is priced on it. Did you mean '{near}'?"),
        "イベント「{event}」の価格指標「{index}」を使うオファーがありません。「{near}」のことですか。",
    ),
    "W298": (
        (
            "event '{event}' asks for {onsets} onsets in a window that gives only {months} different "
            "months, so some coincide. Ask for fewer."
        ),
        (
            "イベント「{event}」は開始{onsets}回を求めますが、期間内の異なる月は{months}だけなので"
            "重なります。回数を減らしてください。"
        ),
    ),
    "N212": (
        "event '{event}' never happens: no scenario names it.",
        "イベント「{event}」はどのシナリオにも使われず、起こりません。",
    ),
    "N213": (
        "the probability of event '{event}' is not used, since sheet {sheet} lists the scenarios.",
        "「{sheet}」シートにシナリオがあるため、イベント「{event}」の発生確率は使いません。",
    ),
}

SCENARIOS: dict[str, tuple[str, str]] = {
    "E270": (
        "scenario '{scenario}' has no probability. Type it on one of its rows; 0 is allowed.",
        "シナリオ「{scenario}」に確率がありません。いずれかの行に入力してください（0も可）。",
    ),
    "E271": (
        "scenario '{scenario}' has two different probabilities, here and at {other}. Keep one.",
        "シナリオ「{scenario}」の確率がここと{other}で違います。一つにしてください。",
    ),
    "E272": (
        "scenario '{scenario}' follows two different scenarios, here and at {other}. Keep one.",
        "シナリオ「{scenario}」の前のシナリオがここと{other}で違います。一つにしてください。",
    ),
    "E273": (
        "there is no scenario '{id}' to follow. Correct it, or leave it blank to follow the plan.",
        "前のシナリオ「{id}」がありません。直すか、平常時からなら空欄にしてください。",
    ),
    "E274": (
        "there is no scenario '{id}' to follow. Did you mean '{near}'?",
        "前のシナリオ「{id}」がありません。「{near}」のことですか。",
    ),
    "E275": (
        ("scenario '{scenario}' follows '{after}', which in the end follows '{scenario}'. Break the circle."),
        (
            "シナリオ「{scenario}」が「{after}」に続き、それがまた「{scenario}」に続いています。循環を"
            "なくしてください。"
        ),
    ),
    "E276": (
        ("{month} lies outside the plan ({first} to {last}). Only events of scenario 0 may start earlier."),
        "{month}は計画期間（{first}～{last}）の外です。計画前に始まれるのはシナリオ0だけです。",
    ),
    "E277": (
        "scenario 0 is what is already known: it has no {field}. Clear it.",
        "シナリオ0は既知の事象なので、{field:ja}は不要です。消してください。",
    ),
    "E278": (
        (
            "the probabilities add up to {total}, more than 1. Lower them; what is left to 1 is that "
            "nothing happens."
        ),
        "確率の合計が{total}で1を超えています。下げてください（1との差が平常時の確率です）。",
    ),
    "E279": (
        (
            "scenario '{scenario}' begins in {onset}, not after '{after}', which begins in {before}. A "
            "second shock must begin later."
        ),
        (
            "シナリオ「{scenario}」の開始{onset}が、前の「{after}」の開始{before}より後ではありません。"
            "二次的な途絶は後に始めてください。"
        ),
    ),
    "E280": (
        (
            "event '{event}' starts twice in {month} on the path of scenario '{scenario}'. Remove one, "
            "or let it start when the other has ended."
        ),
        (
            "シナリオ「{scenario}」の経路で、イベント「{event}」が{month}に二度始まります。一方を消すか、"
            "終わった後に始めてください。"
        ),
    ),
    "W278": (
        (
            "the probabilities add up to 1, so that nothing happening has no weight: the plan counts on one "
            "of the scenarios beginning by {month}, and life as planned from then on is settled at its own "
            "cost only. Leave scenario 0 a share, unless one of these is certain to come."
        ),
        (
            "確率の合計が1のため、「何も起こらない」場合に重みがありません。計画は{month}までにいずれかの"
            "シナリオが必ず始まると見込み、それ以降の基本経路はその経路自体の費用だけで決まります。必ず"
            "いずれかが起こる場合を除き、シナリオ0に確率を残してください。"
        ),
    ),
    "W290": (
        (
            "events '{event}' and '{other}' both act on {thing} at the same time in scenario "
            "'{scenario}'; their effects combine. Let one start when the other has ended if that is not "
            "meant."
        ),
        (
            "シナリオ「{scenario}」で、イベント「{event}」と「{other}」が同時に{thing}に働き、効果が"
            "重なります。意図しない場合は時期をずらしてください。"
        ),
    ),
    "W291": (
        (
            "'{after}' has probability 0 ({cell}) and leads only to '{scenario}', so the plan sees "
            "'{scenario}' coming. Give '{after}' a probability of its own if it should surprise."
        ),
        (
            "「{after}」は確率0（{cell}）で「{scenario}」にしか続かないため、計画は「{scenario}」を"
            "予見します。不意打ちにするなら「{after}」に確率を与えてください。"
        ),
    ),
    "W292": (
        (
            "no scenario begins in: {runs}. Stock follows the calendar of onsets and may be low there. "
            "Add onsets every three months or so."
        ),
        (
            "次の期間に始まるシナリオがありません：{runs}。在庫は開始月に左右され、この間は薄くなりがちで"
            "す。3か月おき程度に開始を追加してください。"
        ),
    ),
    "W293": (
        (
            "events '{event}' and '{other}' both hit {thing} at the same time in scenario '{scenario}'; "
            "what remains is multiplied. Split their targets if that is not meant."
        ),
        (
            "シナリオ「{scenario}」で、イベント「{event}」と「{other}」が同時に{thing}に当たり、"
            "残る割合が掛け合わされます。意図しない場合は対象を分けてください。"
        ),
    ),
    "W299": (
        (
            "the scenarios leave no chance that '{scenario}' does not come, so the plan sees it coming. "
            "Lower the probability."
        ),
        "「{scenario}」が起こらない可能性がないため、計画はそれを予見します。確率を下げてください。",
    ),
    "N214": (
        "the weight of tail risk has no effect, since there are no scenarios.",
        "シナリオがないため、リスク重みは効きません。",
    ),
}

WHAT_IF: dict[str, tuple[str, str]] = {
    "E288": (
        "the value is blank, but {field} must be filled. Type the new value.",
        "値が空欄ですが、{field:ja}は必須です。新しい値を入力してください。",
    ),
    "E289": (
        "setting '{setting}' cannot be removed. Use set with another value.",
        "設定「{setting}」は除けません。setで別の値にしてください。",
    ),
    "E290": (
        "sheet {sheet} has no row '{name}'. Write its key ({key}), * for any part.",
        "「{sheet}」シートに行「{name}」がありません。キー（{key}）で指定してください（*は任意）。",
    ),
    "E291": (
        "sheet {sheet} has no row '{name}'. Did you mean '{near}'? (Its key: {key}.)",
        "「{sheet}」シートに行「{name}」がありません。「{near}」のことですか（キー：{key}）。",
    ),
    "E292": (
        "sheet {sheet} has no column '{name}'. Its columns: {known}.",
        "「{sheet}」シートに列「{name}」がありません。列：{known}。",
    ),
    "E293": (
        "sheet {sheet} has no column '{name}'. Did you mean '{near}'?",
        "「{sheet}」シートに列「{name}」がありません。「{near}」のことですか。",
    ),
    "E294": (
        "'{change}' needs to know which column to change. Type its key.",
        "「{change}」には変更する列が必要です。列のキーを入力してください。",
    ),
    "E295": (
        "'{change}' needs a number. Type it as a value.",
        "「{change}」には数値が必要です。値に入力してください。",
    ),
    "E296": (
        "{field} is not a number, so '{change}' cannot change it. Use set.",
        "{field:ja}は数値ではないため「{change}」では変更できません。setを使ってください。",
    ),
    "E299": (
        "case '{case}' takes row '{name}' out ({other}) and changes it as well. Keep one of the two.",
        ("ケース「{case}」は行「{name}」を除き（{other}）、かつ変更しています。どちらかにしてください。"),
    ),
    "W201": (
        (
            "case '{case}' sets column {name} of a row that it has changed already (at {other}); only the "
            "later one holds. Remove one."
        ),
        (
            "ケース「{case}」は、すでに変更した行の列{name}（{other}）を改めて設定しています。"
            "後のものだけが有効です。一方を消してください。"
        ),
    ),
}

FEASIBILITY: dict[str, tuple[str, str]] = {
    "W202": (
        (
            "cannot be feasible: rule '{rule}' asks at least {share} recycled, {need} in {months}, but "
            "recycling can make at most {most}. Add recycling, lower the share, or give the rule a price."
        ),
        (
            "実行不可能です：ルール「{rule}」は再生材{share}以上（{months}に{need}）を求めますが、再生で"
            "きるのは最大{most}です。リサイクルを増やすか、比率を下げるか、違反単価を入力してください。"
        ),
    ),
    "W203": (
        (
            "cannot be feasible: signed contract '{offer}' must take at least {take} a month, but at "
            "most {most} can be ordered. Raise the monthly limit, or lower the least take."
        ),
        (
            "実行不可能です：締結済みの契約「{offer}」は月に{take}以上の引取りが必要ですが、発注できるの"
            "は最大{most}です。月間上限を上げるか、最低引取率を下げてください。"
        ),
    ),
    "W204": (
        (
            "cannot be feasible: the signed contracts of '{supplier}' must take at least {take} in "
            "{month}, but its capacity is {most} a month. Raise the capacity, or lower the least takes."
        ),
        (
            "実行不可能です：「{supplier}」の締結済み契約は{month}に{take}以上の引取りが必要ですが、"
            "供給能力は月{most}です。能力を上げるか、最低引取率を下げてください。"
        ),
    ),
    "W205": (
        (
            "cannot be feasible: {rate} of the demand of '{product}' is {need}, but its designs can make "
            "at most {most}. Raise their shares, start investments earlier, or lower the share delivered."
        ),
        (
            "実行不可能です：製品「{product}」の需要の{rate}は{need}ですが、設計で製造できるのは"
            "最大{most}です。最大比率を上げるか、投資を早めるか、最低充足率を下げてください。"
        ),
    ),
    "W206": (
        (
            "cannot be feasible: by {month} at most {most} of item '{item}' can be there, but the least "
            "share delivered needs {need}. Add stock, receipts or offers, or lower min_fill_rate."
        ),
        (
            "実行不可能です：品目「{item}」は{month}までに最大{most}しか得られませんが、最低充足率には"
            "{need}必要です。在庫・入荷・オファーを増やすか、min_fill_rateを下げてください。"
        ),
    ),
    "W207": (
        (
            "cannot be feasible: in scenario '{scenario}' at most {most} of item '{item}' can be there "
            "by {month}, but the least share delivered in every disruption needs {need}. Add other "
            "sources or stock, or lower min_fill_rate. Scenarios: {scenarios}."
        ),
        (
            "実行不可能です：シナリオ「{scenario}」では品目「{item}」は{month}までに"
            "最大{most}しか得られませんが、途絶時にも守る最低充足率には{need}必要です。他の供給源や在庫を"
            "増やすか、min_fill_rateを下げてください。該当シナリオ：{scenarios}。"
        ),
    ),
    "W208": (
        (
            "cannot be feasible: {days} days of cover of '{item}' must be kept, but by {month} at most "
            "{most} can be there and {need} is needed. Begin later, ask for fewer days, or type a "
            "cover_penalty."
        ),
        (
            "実行不可能です：「{item}」の目標在庫{days}日分は必ず守る設定ですが、{month}までに"
            "最大{most}しか得られず、{need}必要です。開始を遅らせるか、日数を減らすか、cover_penaltyを"
            "入力してください。"
        ),
    ),
    "W209": (
        (
            "cannot be feasible: rule '{rule}' allows at most {share} from '{member}', and the others "
            "can deliver {others}, so there can be at most {most} where {need} is needed. Add other "
            "sources, or give the rule a price."
        ),
        (
            "実行不可能です：ルール「{rule}」は「{member}」を{share}以下とし、それ以外の供給は"
            "{others}までなので、得られるのは最大{most}、必要なのは{need}です。他の供給源を増やすか、"
            "違反単価を入力してください。"
        ),
    ),
}
