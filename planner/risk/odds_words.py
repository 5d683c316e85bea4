"""What ``planner odds`` says, in English and Japanese."""

# ruff: noqa: E501 (sentences stand whole)
from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.sentences import filled

WORDS: Mapping[str, Mapping[str, str]] = {
    # --- why it cannot be asked ---
    "unknown": {
        "en": "the plan has no event {event}; it has {known}",
        "ja": "計画にイベント {event} はありません。計画のイベント：{known}",
    },
    "known": {
        "en": "{event} stands under scenario 0: it has happened or is certain, so there are no odds to ask about; "
        "events with odds: {known}",
        "ja": "{event} はシナリオ0にあり、既に起きたか確実なため、確率を変えて調べることはできません。調べられるイベント：{known}",
    },
    "no scenario": {
        "en": "no scenario has {event}: give it a probability on Events, or a scenario; events with odds: {known}",
        "ja": "{event} を含むシナリオがありません。途絶イベントのシートに確率を入れるか、シナリオに加えてください。調べられるイベント：{known}",
    },
    "nothing": {
        "en": "the plan has no scenario, so no event has odds",
        "ja": "計画にシナリオがないため、調べる確率がありません",
    },
    "no plan": {"en": "the plan has no solution ({status})", "ja": "計画の解がありません（{status}）"},
    "together": {
        "en": "{first} and {second} stand in one scenario ({scenario}): their odds cannot be moved apart",
        "ja": "{first} と {second} は同じシナリオ（{scenario}）にあるため、確率を別々に変えられません",
    },
    # --- the answer ---
    "title": {"en": "{plan}: how sure are the odds?", "ja": "{plan}：確率をどこまで信じるか"},
    "lead": {
        "en": "Each event was made likelier and less likely, its scenarios together; life as planned takes what is left. "
        "The plan in hand counts as best while no plan is cheaper by more than {gap}.",
        "ja": "各イベントの確率を、そのシナリオをまとめて上下させました（残りは途絶のない場合）。他のどの計画も{gap}を超えて安くならない間は、"
        "手元の計画を最良とみなします。",
    },
    "all stay": {
        "en": "Whatever the odds, the plan in hand stays best: none of the {count} events changes what to decide.",
        "ja": "確率がいくつであっても手元の計画が最良です。{count}件のイベントのどれも決定を変えません。",
    },
    "hangs": {
        "en": "The plan hangs the most on {event}: it stays best from {low} to {high} (now {now}); beyond, it costs up to {regret} "
        "more than the best plan.",
        "ja": "計画が最も左右されるのは{event}です。{low}から{high}の間は最良（現在{now}）ですが、その外では最良の計画より最大{regret}高くなります。",
    },
    "hangs now": {
        "en": "At the odds told for {event} ({now}) the plan in hand is not within the gap of the best: solve it longer.",
        "ja": "{event}の現在の確率（{now}）で、手元の計画は最良から許容ギャップ以内にありません。計算時間を延ばしてください。",
    },
    "safe": {
        "en": "{event}: stays best in the whole range agreed on, {low} to {high}.",
        "ja": "{event}：合意した範囲{low}〜{high}の全体で最良です。",
    },
    "not safe": {
        "en": "{event}: not best in the whole range agreed on, {low} to {high}.",
        "ja": "{event}：合意した範囲{low}〜{high}の一部では最良ではありません。",
    },
    "unsettled range": {
        "en": "{event}: in the range agreed on, {low} to {high}, it is not settled everywhere (a smaller --gap, or more --rounds).",
        "ja": "{event}：合意した範囲{low}〜{high}の一部は判定できていません（--gap を小さく、または --rounds を大きくしてください）。",
    },
    "stopped": {
        "en": "Stopped before everything was solved: what is not settled says so.",
        "ja": "途中で停止したため、一部は判定できていません。",
    },
    "robust": {
        "en": "If every path may be up to {times:g} times as likely as told, the plan in hand costs up to {own}, and the plan made for that "
        "{best} (no plan less than {bound}). That is the other reading of the tail: CVaR at {level}.",
        "ja": "どの経路も想定の最大{times:g}倍の確率で起こりうるとすると、手元の計画の費用は最大{own}、その前提で作った計画は{best}"
        "（下限{bound}）です。これは費用上位の平均（CVaR {level}）のもう一つの読み方です。",
    },
    "robust differs": {"en": "It decides otherwise: {what}.", "ja": "異なる決定：{what}。"},
    "robust same": {"en": "It decides the same.", "ja": "決定は同じです。"},
    "robust none": {
        "en": "No plan was found for paths up to {times:g} times as likely as told ({status}).",
        "ja": "どの経路も最大{times:g}倍の確率で起こりうるとした計画は見つかりませんでした（{status}）。",
    },
    # --- tables ---
    "ranges": {"en": "How far the odds may be wrong", "ja": "確率はどこまで違ってもよいか"},
    "ranges how": {
        "en": "Stays best: proved. Another plan is better: for certain from there on. Between the two it is not settled at the gap asked. "
        "Regret: the most that the plan in hand costs more than the best plan found. Proof: how far any plan could still be below "
        "the best one found, anywhere on the line.",
        "ja": "最良の範囲：証明済み。他の計画が勝る：その先では確実に他の計画が安い。その間は指定ギャップでは判定できません。後悔：手元の計画が"
        "見つかった最良の計画より高くなる最大額。証明：見つかった最良の計画をさらに下回りうる幅の最大値。",
    },
    "head event": {"en": "Event", "ja": "イベント"},
    "head now": {"en": "Told", "ja": "想定確率"},
    "head agreed": {"en": "Range agreed on", "ja": "合意した範囲"},
    "head stays": {"en": "Plan stays best", "ja": "最良の範囲"},
    "head below": {"en": "Another is better below", "ja": "他が勝る（以下）"},
    "head above": {"en": "Another is better above", "ja": "他が勝る（以上）"},
    "head regret": {"en": "Most regret", "ja": "最大の後悔"},
    "head proof": {"en": "Proof", "ja": "証明"},
    "from to": {"en": "{low} – {high}", "ja": "{low}〜{high}"},
    "not best": {"en": "not best today", "ja": "現在は最良でない"},
    "not settled": {"en": "not settled", "ja": "未判定"},
    "nowhere": {"en": "–", "ja": "–"},
    "whole": {"en": "everywhere (0% – {high})", "ja": "全範囲（0%〜{high}）"},
    "worth": {
        "en": "How likely it must be for each thing to be worth it",
        "ja": "それぞれの決定に見合う確率",
    },
    "worth how": {
        "en": "What the best plan has at each probability, where that changes. While the plan in hand is within the gap of the best, "
        "it counts as the best, so a thing that gains less than the gap does not show.",
        "ja": "最良の計画が確率ごとに何を含むかを、変わるものだけ示します。手元の計画が許容ギャップ以内なら最良とみなすため、効果がギャップより小さい決定は"
        "現れません。",
    },
    "worth none": {
        "en": "Nothing that the plan decides hangs on the odds of these events.",
        "ja": "これらのイベントの確率によって変わる決定はありません。",
    },
    "head thing": {"en": "What", "ja": "決定"},
    "head plan": {"en": "In the plan", "ja": "手元の計画"},
    "head spans": {"en": "In the best plan", "ja": "最良の計画"},
    "kind contract": {"en": "contract {name}", "ja": "契約 {name}"},
    "kind investment": {"en": "investment {name}", "ja": "投資 {name}"},
    "kind supplier": {"en": "qualify {name}", "ja": "{name}の認定"},
    "kind stock": {"en": "stock of {name}, mean", "ja": "{name}の平均在庫"},
    "rate": {"en": "{amount} a month", "ja": "月{amount}"},
    "modules": {"en": "{count:g}", "ja": "{count:g}基"},
    "yes": {"en": "yes", "ja": "行う"},
    "none": {"en": "none", "ja": "なし"},
    "no": {"en": "no", "ja": "行わない"},
    "span": {"en": "{low}–{high}: {value}", "ja": "{low}〜{high}：{value}"},
    "chart": {
        "en": "{event} (told {now}): what the plan in hand costs more than the best plan ({scale})",
        "ja": "{event}（想定{now}）：手元の計画が最良の計画より高い額（{scale}）",
    },
    "regret": {"en": "regret", "ja": "後悔"},
    "gap": {
        "en": "the gap: below it the plan in hand counts as best",
        "ja": "許容ギャップ（これ以下なら最良とみなす）",
    },
    "agreed": {"en": "range agreed on, {low} to {high}", "ja": "合意した範囲{low}〜{high}"},
    "axis": {"en": "probability that it begins within the plan", "ja": "計画期間内に始まる確率"},
    # --- two at once ---
    "map": {"en": "{first} and {second} at once", "ja": "{first}と{second}を同時に変えた場合"},
    "map how": {
        "en": "Rows: {first}. Columns: {second}. What the plan in hand costs more than the best plan found; ✓ where it is proved to be within the gap, "
        "? where that is not settled.",
        "ja": "行：{first}、列：{second}。手元の計画が最良の計画より高い額。✓は許容ギャップ以内と証明済み、?は未判定。",
    },
    "head map": {"en": "Odds", "ja": "確率"},
    "map chart": {
        "en": "Regret ({scale}), a line for each odds of {first}",
        "ja": "後悔（{scale}）、{first}の確率ごと",
    },
}


def say(key: str, language: str, **facts: object) -> str:
    """Return one sentence or word, in the user's language."""
    return filled(WORDS[key][language], language, facts)
