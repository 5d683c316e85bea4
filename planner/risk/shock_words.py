"""What ``planner shock`` says, in English and Japanese."""

# ruff: noqa: E501 (sentences stand whole)
from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.sentences import filled

WORDS: Mapping[str, Mapping[str, str]] = {
    "unknown": {
        "en": "the plan has no event {event}; it has {known}",
        "ja": "計画にイベント {event} はありません。計画のイベント：{known}",
    },
    "start": {
        "en": "the event must begin in one of the {months} months of the plan",
        "ja": "イベントの開始月は計画の{months}か月の中で指定してください",
    },
    "long": {
        "en": "{duration} months would outlast the plan: from that month on {most} are left",
        "ja": "{duration}か月は計画の終わりを超えます。その月からは{most}か月しかありません",
    },
    "known": {
        "en": "{event} begins in that month in any case (scenario 0)",
        "ja": "{event} はその月に必ず始まります（シナリオ0）",
    },
    "no months": {
        "en": "{text!r} is no list of months, such as 9 or 3,6,9",
        "ja": "{text!r} は月数（9 や 3,6,9 など）ではありません",
    },
    "no month": {
        "en": "{text!r} is no month, such as 2027-07",
        "ja": "{text!r} は月（2027-07 など）ではありません",
    },
    # --- the answer ---
    "title": {"en": "{plan}: {event} begins in {month}", "ja": "{plan}：{month}に{event}が始まると"},
    "lead": {
        "en": "The plan's decisions stand; {event} begins in {month}, and nothing else happens.",
        "ja": "計画の決定はそのままに、{month}に{event}だけが起こるとします。",
    },
    "lead unknown": {
        "en": "Nobody knows how long it lasts: it is taken to last {own} months and, once over that, one month more, again and again.",
        "ja": "いつ終わるかは誰にも分かりません。{own}か月と想定し、それを超えたら毎月「あと1か月」と考えます。",
    },
    "lead short": {
        "en": "Undisturbed, {lost} is short already, first in {first}; a shortage told below is what comes on top.",
        "ja": "途絶がなくても{lost}の欠品があります（最初は{first}）。以下の欠品はそれに加わる分です。",
    },
    "story": {
        "en": "{months} months: {extra} more than undisturbed; nothing is short.",
        "ja": "{months}か月：途絶のない場合より{extra}増、欠品なし。",
    },
    "story short": {
        "en": "{months} months: {extra} more than undisturbed; short of {lost}, first in {first}.",
        "ja": "{months}か月：途絶のない場合より{extra}増、欠品は{lost}（最初は{first}）。",
    },
    "story broken": {
        "en": "{months} months: a hard limit cannot be kept ({limits}).",
        "ja": "{months}か月：必須条件を守れません（{limits}）。",
    },
    "longest": {
        "en": "The longest outage without a shortage: {months} months, if its end is known. One month more costs {more}.",
        "ja": "欠品なしで耐えられる最長：{months}か月（終わりが分かっている場合）。さらに1か月続くと{more}増。",
    },
    "longest none": {
        "en": "Something is short from the first month on.",
        "ja": "最初の1か月から欠品が生じます。",
    },
    "longest all": {
        "en": "Nothing is short before the plan ends, {months} months later.",
        "ja": "計画の終わり（{months}か月後）まで欠品は生じません。",
    },
    "worth": {
        "en": "Knowing from the start that it lasts {months} months would save {worth}.",
        "ja": "{months}か月続くと最初から分かっていれば{worth}減らせます。",
    },
    "zero": {
        "en": "Stocks at zero while it is on: {stocks}.",
        "ja": "途絶中に在庫がゼロになる品目：{stocks}。",
    },
    "zero item": {"en": "{item} from {first} to {last}", "ja": "{item}（{first}〜{last}）"},
    # --- tables ---
    "side by side": {"en": "By how long it lasts", "ja": "続く長さごと"},
    "side how": {
        "en": "Cost is present value, beside the same months undisturbed. A shortage counts at the shortage penalty.",
        "ja": "費用は現在価値で、途絶のない同じ月との差です。欠品は欠品損失で評価します。",
    },
    "head months": {"en": "Months", "ja": "月数"},
    "head extra": {"en": "Costs more", "ja": "費用増"},
    "head next": {"en": "The last month of it", "ja": "うち最後の1か月"},
    "head lost": {"en": "Short", "ja": "欠品"},
    "head first": {"en": "First in", "ja": "最初の月"},
    "head worth": {"en": "Worth of knowing the end", "ja": "終わりを知る価値"},
    "months": {"en": "Month by month, if it lasts {months} months", "ja": "月ごと（{months}か月続く場合）"},
    "months how": {
        "en": "Stops: part of an offer or process that is lost in the month of dispatch. Bought otherwise: ordered in the month beyond (or short of) "
        "what is ordered undisturbed, at the landed price.",
        "ja": "停止：その月に失われる見積り・工程の割合（出荷月）。変更した発注：途絶のない場合との発注量の差と着荷単価。",
    },
    "head month": {"en": "Month", "ja": "月"},
    "head stops": {"en": "Stops", "ja": "停止"},
    "head stock": {"en": "{item}", "ja": "{item}"},
    "head bought": {"en": "Bought otherwise", "ja": "変更した発注"},
    "head money": {"en": "Costs more", "ja": "費用増"},
    "stock": {"en": "{amount} ({days} d)", "ja": "{amount}（{days}日）"},
    "stock plain": {"en": "{amount}", "ja": "{amount}"},
    "way": {"en": " + {amount} on the way", "ja": "＋輸送中{amount}"},
    "purchase": {"en": "{quantity} {offer} at {price}", "ja": "{offer} {quantity}（{price}）"},
    "more": {"en": "+{count} more", "ja": "ほか{count}件"},
    "chart stock": {"en": "Days of stock at the end of each month", "ja": "月末在庫の日数"},
    "chart sources": {
        "en": "{item}: what arrives, by offer ({unit})",
        "ja": "{item}：見積り別の入荷（{unit}）",
    },
    "chart short": {"en": "Part of demand that is lost", "ja": "失われる需要の割合"},
    "way source": {"en": "ordered before", "ja": "途絶前の発注"},
}


def say(key: str, language: str, **facts: object) -> str:
    """Return one sentence or word, in the user's language."""
    return filled(WORDS[key][language], language, facts)
