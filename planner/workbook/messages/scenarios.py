"""Texts of the checks of scenarios.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

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
            "確率の合計が1のため、「何も起きない」場合に重みがありません。計画は{month}までにいずれかの"
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
