"""Texts of the checks of events.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

EVENTS: dict[str, tuple[str, str]] = {
    "E260": (
        ("event '{event}' names the stage {stage} but no country. Name the country, or clear the stage."),
        (
            "イベント「{event}」は段階（{stage:ja}）だけで国がありません。国を入力するか、段階を消してください。"
        ),
    ),
    "E261": (
        "event '{event}' changes demand but names no product. Name the products.",
        "イベント「{event}」は需要を変えますが、製品がありません。製品を入力してください。",
    ),
    "E262": (
        "event '{event}' does not say how long it lasts. Type its months, or a loss profile.",
        "イベント「{event}」の期間がありません。月数か月別減少率を入力してください。",
    ),
    "W280": (
        (
            "event '{event}' names a country but no stage, so it stops processes ({processes}) as well "
            "as {offers} offers. Name the stage if only offers are meant."
        ),
        (
            "イベント「{event}」は段階の指定がないため、供給条件{offers}件のほか工程（{processes}）"
            "も止めます。供給条件だけなら段階を指定してください。"
        ),
    ),
    "W281": (
        (
            "event '{event}' stops nothing: no offer and no process matches all that it names. Check its "
            "targets, or set severity to 0 if only other effects are meant."
        ),
        (
            "イベント「{event}」に当てはまる供給条件も工程もなく、何も止まりません。対象を確認するか、"
            "他の効果だけなら供給減少率を0にしてください。"
        ),
    ),
    "W282": (
        "event '{event}' moves price index '{index}', but no offer is priced on it. Check the index.",
        "イベント「{event}」の価格指標「{index}」を使う供給条件がありません。指標を確認してください。",
    ),
    "W283": (
        (
            "event '{event}' fills in {field}, but severity is blank, which stops all supply it hits. "
            "Type 0 if only the other effect is meant."
        ),
        (
            "イベント「{event}」は{field:ja}を指定していますが、供給減少率が空欄なので対象の供給が"
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
        "イベント「{event}」には月別減少率があり、{field:ja}は使われません。どちらかを消してください。",
    ),
    "W286": (
        (
            "event '{event}' has a price factor but moves no price: no spot offer is for its items. Name "
            "an index, or check the items."
        ),
        (
            "イベント「{event}」の価格倍率に当てはまるスポットの供給条件がありません。価格指標を"
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
            "も当たりません。「自国」を入力してください。"
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
        "イベント「{event}」でリードタイムが延びる供給条件がありません。対象を確認してください。",
    ),
    "W296": (
        "event '{event}' has severity 0 and no other effect, so it does nothing. Type its effect.",
        (
            "イベント「{event}」は供給減少率が0で他の効果もないため、何も起こりません。効果を入力してください。"
        ),
    ),
    "W297": (
        ("event '{event}' moves price index '{index}', but no offer is priced on it. Did you mean '{near}'?"),
        "イベント「{event}」の価格指標「{index}」を使う供給条件がありません。「{near}」のことですか。",
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
