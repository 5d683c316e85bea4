"""Texts of the checks of how likely events are, and of what their prices act on."""

from __future__ import annotations

CHANCES: dict[str, tuple[str, str]] = {
    "E540": (
        (
            "event '{event}' has both an index and a currency, and its price factor can act on "
            "one of them only. Clear one, or make two events."
        ),
        (
            "イベント「{event}」には指標と通貨の両方があり、価格倍率はどちらか一方にしか使えませ"
            "ん。一方を消すか、イベントを2つに分けてください。"
        ),
    ),
    "W540": (
        ("no offer is in {names}, so event '{event}' moves nothing by it. Currencies of offers: {known}."),
        (
            "通貨{names}の供給条件がないので、イベント「{event}」はそれでは何も動かしません（オフ"
            "ァーの通貨：{known}）。"
        ),
    ),
    "W541": (
        ("{names} is the plan's own currency, which has no rate that event '{event}' could move."),
        "{names}は計画通貨なので、イベント「{event}」で動くレートがありません。",
    ),
    "E541": (
        (
            "event '{event}' has a probability over the plan and one per year. Clear one; per "
            "year, {yearly} is {whole} over its window."
        ),
        (
            "イベント「{event}」に発生確率と年間発生確率の両方があります。一方を消してください（"
            "年{yearly}は、その期間では{whole}）。"
        ),
    ),
    "E542": (
        ("event '{event}' has a range of probability from {low} to {high}. Swap or correct them."),
        ("イベント「{event}」の発生確率の範囲が{low}から{high}になっています。入れ替えるか直してください。"),
    ),
    "E543": (
        ("event '{event}' has one end of a range of probability only. Fill in both, or clear it."),
        ("イベント「{event}」の発生確率の範囲に一方しかありません。両方を記入するか、消してください。"),
    ),
    "W542": (
        (
            "event '{event}' has probability {chance}, outside its own range from {low} to {high}"
            ". Correct one."
        ),
        ("イベント「{event}」の発生確率{chance}が、範囲{low}～{high}の外にあります。直してください。"),
    ),
    "W543": (
        (
            "the probabilities of the events add up to {total}, so life as planned has only "
            "{left} left. If they do not exclude each other, set event_probabilities to "
            "independent on sheet {sheet}."
        ),
        (
            "イベントの発生確率の合計が{total}なので、平常時の確率は{left}しか残りません。互いに"
            "排他でなければ、「{sheet}」シートの「途絶イベントの重なり」を「独立」にしてください。"
        ),
    ),
    "E544": (
        (
            "the probabilities of the events add up to {total}, more than 100%. Set "
            "event_probabilities to independent on sheet {sheet} if they do not exclude each "
            "other, or lower them."
        ),
        (
            "イベントの発生確率の合計が{total}で、100%を超えています。互いに排他でなければ「"
            "{sheet}」シートの「途絶イベントの重なり」を「独立」にし、そうでなければ下げてください"
            "。"
        ),
    ),
    "E545": (
        (
            "event '{event}' is certain, which leaves nothing beside it. Lower its probability "
            "below 100%, or put it under scenario 0 on sheet {sheet}."
        ),
        (
            "イベント「{event}」の発生確率が100%で、他の場合が残りません。100%未満にするか、「"
            "{sheet}」シートのシナリオ0に入れてください。"
        ),
    ),
    "N540": (
        (
            "events are taken as independent, and scenarios hold one at most: two or more happen "
            "with probability {more}, which is left out. Life as planned has {none}; {scaled}."
        ),
        (
            "イベントは互いに無関係とし、シナリオは多くても1つのイベントを持ちます。2つ以上起こる"
            "確率{more}は除きました。平常時は{none}、{scaled}です。"
        ),
    ),
    "N541": (
        ("scenarios stand on sheet {sheet} with their own probabilities, so this setting does nothing."),
        "シナリオと確率が「{sheet}」シートにあるので、この設定は使われません。",
    ),
    "W544": (
        (
            "event '{event}' made to begin in {months} ends after the plan, so it is not seen "
            "whole; a probability of {chance} sits there. Type an earlier last month (by {last}"
            "), or plan longer."
        ),
        (
            "イベント「{event}」を{months}に開始すると計画の後に終わるので、影響の全体が見えませ"
            "ん（その確率は{chance}）。開始可能期間の終了を{last}までにするか、計画を長くしてくだ"
            "さい。"
        ),
    ),
    "E546": (
        (
            "rule '{rule}' gives way when a line would stand still, so it has no price of its "
            "own. Clear {field}."
        ),
        (
            "ルール「{rule}」は生産が止まるときに譲るので、違反ペナルティ単価は付けられません。{field:ja}を"
            "消してください。"
        ),
    ),
    "N542": (
        ("no product takes the items of rule '{rule}', so it never gives way and must be kept everywhere."),
        "ルール「{rule}」の品目を使う製品がないので、譲ることはなく、常に守る必要があります。",
    ),
}
