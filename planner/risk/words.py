"""What the risk commands say on the command line, in English and Japanese."""

# ruff: noqa: E501 (sentences stand whole)

from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.printable import facts_for_print
from planner.workbook.sentences import filled

WORDS: Mapping[str, Mapping[str, str]] = {
    # --- adding events ---
    "unknown event": {
        "en": "{event} is not in the library{hint}; planner events lists it",
        "ja": "{event} はライブラリにありません{hint}。planner events で一覧を表示できます",
    },
    "did you mean": {"en": " (did you mean {near}?)", "ja": "（{near} のことですか？）"},
    "not addable": {
        "en": "{event} cannot be added: {reason}",
        "ja": "{event} は追加できません：{reason}",
    },
    "not for you": {
        "en": "{event} spares {home}, your home country (Settings, home_country): it is not offered",
        "ja": "{event} は自国 {home}（設定の「自国」）には適用されないため、追加できません",
    },
    "items needed": {
        "en": "{event} hits {items}: name your items with --items ID,ID",
        "ja": "{event} の対象は {items} です。--items ID,ID で品目を指定してください",
    },
    "unknown item": {
        "en": "item {item} is not in the plan{hint}; it has {known}",
        "ja": "品目 {item} は計画にありません{hint}。計画の品目：{known}",
    },
    "already there": {
        "en": "{event} stands in the plan's events already",
        "ja": "{event} は既に計画のイベントにあります",
    },
    "added": {
        "en": "Added {event}: {name}.",
        "ja": "追加しました：{event} {name}",
    },
    "added beside scenarios": {
        "en": "The sheet Scenarios has scenarios of its own, and the events added stand in none of them: they change nothing until you "
        "write them there, or sample (--sample N, with a probability on Events or --probability).",
        "ja": "シナリオシートに独自のシナリオがあり、追加したイベントはそのどれにも入っていません。シナリオシートに記入するか、"
        "抽出（--sample N、発生確率は途絶イベントシートか --probability）するまで計画に影響しません。",
    },
    "added without probability": {
        "en": "It has no probability yet: fill it in on Events (or give --probability), or place it on Scenarios.",
        "ja": "発生確率がまだありません。途絶イベントシートに記入するか（または --probability）、シナリオシートに入れてください。",
    },
    # --- making scenarios ---
    "nothing asked": {
        "en": "say what to do: --add, --sample, --at-most-one or --reduce",
        "ja": "--add、--sample、--at-most-one、--reduce のいずれかを指定してください",
    },
    "items without event": {"en": "--items goes with --add", "ja": "--items は --add と一緒に使います"},
    "nothing to sample": {
        "en": "nothing to sample: no event has a probability and no scenario either",
        "ja": "発生確率のあるイベントもシナリオもないため、抽出できません",
    },
    "no likely event": {
        "en": "no event has a probability (sheet Events), so --at-most-one has no scenarios to make",
        "ja": "発生確率のあるイベント（シート「途絶イベント」）がないため、--at-most-one でシナリオを作れません",
    },
    "nothing to reduce": {
        "en": "the plan has no scenarios to reduce; sample some first (--sample N)",
        "ja": "減らすシナリオがありません。先に抽出してください（--sample N）",
    },
    "probability without event": {
        "en": "--probability goes with --add",
        "ja": "--probability は --add と一緒に使います",
    },
    "optimum without reduce": {
        "en": "--optimum goes with --reduce",
        "ja": "--optimum は --reduce と一緒に使います",
    },
    "one or sample": {
        "en": "--at-most-one and --sample exclude each other: what is sampled happens as it falls",
        "ja": "--at-most-one と --sample は同時に指定できません。抽出では複数のイベントが起こりえます",
    },
    "levels not found": {
        "en": "At {levels} no plan was found.",
        "ja": "{levels}では計画が見つかりませんでした。",
    },
    "certain event": {
        "en": "{event} is certain (probability 1): put it under scenario 0 instead",
        "ja": "{event} は確実（確率1）です。シナリオ0に入れてください",
    },
    "too many to reduce": {
        "en": "{count} different scenarios are too many to compare with each other; sample fewer",
        "ja": "異なるシナリオが{count}件あり、互いに比較できません。抽出数を減らしてください",
    },
    "made added": {
        "en": "Events from the library: {events}.",
        "ja": "ライブラリから追加したイベント：{events}。",
    },
    "made sampled": {
        "en": "Scenarios sampled {samples:,} times with seed {seed}: each shock (there are {shocks}) by its "
        "probability over its window, independently. Different scenarios: {count:,}, what starts later a child of what "
        "came first.",
        "ja": "シナリオは乱数の種{seed}で{samples:,}回抽出：{shocks}種の途絶が、それぞれの期間に、それぞれの確率で独立に発生。"
        "異なるシナリオは{count:,}件で、後から起こる途絶は先の途絶の子シナリオです。",
    },
    "made one at most": {
        "en": "Scenarios conditional on at most one event within the plan: {count}, of weight o/(1+Σo) with o = p/(1−p).",
        "ja": "計画期間中に起こるイベントは多くて1つという条件付きの{count}シナリオ：重み o/(1+Σo)、o = p/(1−p)。",
    },
    "made reduced": {
        "en": "Scenarios reduced from {of:,} to {count} by fast forward selection, measured by what each would cost a plan "
        "made without any; what was left out is {distance} (plan currency) away on average, {relative} of what ignoring "
        "all scenarios would be.",
        "ja": "シナリオなしで作った計画にそれぞれが与える費用を尺度に、{of:,}件から{count}件に絞りました（前進選択法）。除いたものとの平均の差は"
        "{distance}（計画通貨）で、全シナリオを無視した場合の{relative}です。",
    },
    "made reduced events": {
        "en": "Left of each event, in scenarios and probability: {events}.",
        "ja": "イベントごとに残ったシナリオ数と確率：{events}。",
    },
    "too few to keep": {
        "en": "{count} scenarios are too few to keep one of each event: it takes {needed}. Ask for that many, or give --any-event",
        "ja": "{count}件では、各イベントのシナリオを1件ずつ残せません（{needed}件必要）。件数を増やすか、--any-event を指定してください",
    },
    "made reduced by loss": {
        "en": "Scenarios reduced from {of:,} to {count} by fast forward selection on supply lost by item and month; "
        "what was left out is {distance} (plan currency) of lost supply away on average, {relative} of what ignoring "
        "all scenarios would be.",
        "ja": "品目・月別の供給損失に基づく高速前進選択で{of:,}件から{count}件に削減。除いたシナリオとの平均距離は供給損失 "
        "{distance}（計画通貨）で、全シナリオを無視した場合の{relative}です。",
    },
    "made without cases": {
        "en": "What-if cases left out, since the scenarios they change are no longer there: {cases}.",
        "ja": "変更対象のシナリオがなくなったため除いた条件変更のケース：{cases}。",
    },
    "made optimum": {
        "en": "With {count} scenarios the optimum is {objective} (gap {gap}).",
        "ja": "{count}シナリオでの最適値は{objective}（ギャップ{gap}）です。",
    },
    "optimum hint": {
        "en": "With --optimum it is said how the optimum moves with the number of scenarios kept (three solves).",
        "ja": "--optimum を付けると、残すシナリオ数による最適値の変化を示します（3回計算します）。",
    },
    "made optimum none": {
        "en": "With {count} scenarios there is no plan ({status}).",
        "ja": "{count}シナリオでは計画がありません（{status}）。",
    },
    "remark sampled": {"en": "{part} of the samples end here", "ja": "抽出の{part}がここで終わる"},
    "remark one at most": {
        "en": "conditional on at most one event within the plan",
        "ja": "計画期間中に多くて1つのイベントという条件付き",
    },
    "remark reduced": {
        "en": "stands for {count} scenarios, itself included",
        "ja": "自身を含む{count}件のシナリオを代表",
    },
    "lost sheets": {
        "en": "Not in the copy, since a plan does not use them: sheets {sheets}.",
        "ja": "計画で使わないため、コピーに含まれないシート：{sheets}。",
    },
    "lost formulas": {
        "en": "In the copy {count} formulas ({sheets}) are the values that were saved.",
        "ja": "コピーでは{count}個の数式（{sheets}）が保存時の値になります。",
    },
    "lost wide": {
        "en": "In the copy the months of {sheets} stand below each other, a row each, not side by side.",
        "ja": "コピーでは{sheets}の各月が横ではなく縦に、1か月1行で並びます。",
    },
    "made": {"en": "How it was made: {how}", "ja": "作成方法：{how}"},
    # --- a result that is held ---
    "other months": {
        "en": "the result plans other months than this plan; solve the plan again",
        "ja": "結果の計画期間がこの計画と異なります。計画を解き直してください",
    },
    "other things": {
        "en": "the result and the plan differ on {sheet}: {names}; solve the plan again",
        "ja": "結果と計画の {sheet} が異なります：{names}。計画を解き直してください",
    },
    "result cannot be kept": {
        "en": "the result's decisions break limits of this plan ({laws}); solve the plan again",
        "ja": "結果の決定はこの計画の制約を満たしません（{laws}）。計画を解き直してください",
    },
    # --- the list of events ---
    "library sheet": {
        "en": "Ready rows: copy the cells of a row into Events and give it a probability. Where items begin with ?, write your own; "
        "what has no end yet is written for {months} months.",
        "ja": "そのまま使える行です。行のセルをイベントシートにコピーし、発生確率を入れてください。品目が ? で始まる場合は自社の品目に書き換えてください。"
        "終期のないものは{months}か月としています。",
    },
    "events title": {
        "en": "Library of disruptions ({count} shown)",
        "ja": "途絶イベントのライブラリ（{count}件）",
    },
    "events when": {"en": "when", "ja": "時期"},
    "events who": {"en": "who", "ja": "対象国"},
    "events what": {"en": "what it hits", "ja": "対象"},
    "events loss": {"en": "part lost, month by month", "ja": "月ごとの損失率"},
    "events sure": {"en": "how sure", "ja": "確かさ"},
    "events source": {"en": "source", "ja": "出典"},
    "events note": {"en": "note", "ja": "注"},
    "events not addable": {"en": "Listed only: {reason}.", "ja": "一覧のみ：{reason}。"},
    "events unknown": {
        "en": "The library has no event for {items}. Write your own on the sheet Events; docs/reading-the-risk.md says how to "
        "think of its probability.",
        "ja": "ライブラリに {items} の事例はありません。シート「途絶イベント」に自社で記入してください（確率の考え方は docs/reading-the-risk.ja.md）。",
    },
    "events arrivals": {"en": "arrivals", "ja": "到着"},
    "arrivals from": {
        "en": "{losses} lost at the buyers from {start} on",
        "ja": "{start}から買い手側で{losses}減",
    },
    "rate": {
        "en": "{count} such events began between {since} and {until}: about one in {every:.1f} years. If they come "
        "independently, one at least in a given year has a chance of {yearly:.0%}.",
        "ja": "{since}から{until}までに{count}件が始まりました（約{every:.1f}年に1件）。互いに無関係に起こるとすれば、ある1年に"
        "1件以上起こる確率は{yearly:.0%}です。",
    },
    "rate none": {
        "en": "None of them began between {since} and {until}: the history says nothing of how likely they are.",
        "ja": "{since}から{until}までに始まったものはありません。過去の頻度からは確率を示せません。",
    },
    "rate hint": {
        "en": "What was reported is counted, not what happened; regimes come in clusters. Write a range your team agrees on "
        "(Events, low and high) and ask planner odds whether the plan hangs on it.",
        "ja": "数えているのは報道された事例です。規制は集中して起こる傾向があります。",
    },
    "events none": {"en": "Nothing in the library matches.", "ja": "該当するイベントはありません。"},
    "events hint": {
        "en": "Add one: planner scenarios PLAN.xlsx -o NEW.xlsx --add ID [--items ITEM,ITEM]",
        "ja": "追加：planner scenarios PLAN.xlsx -o NEW.xlsx --add ID [--items 品目,品目]",
    },
    "everything": {"en": "all rare earths", "ja": "全レアアース"},
    "to all": {"en": "all buyers", "ja": "全仕向先"},
    "all except": {"en": "all except {who}", "ja": "{who} 以外"},
    "to horizon": {"en": "to the horizon", "ja": "計画の終わりまで"},
    "for months": {"en": "for {months} months", "ja": "{months}か月"},
    "for a month": {"en": "for a month", "ja": "1か月"},
    "and on": {"en": "the last one to the horizon", "ja": "最後の値が計画の終わりまで"},
    "delay": {
        "en": "investments {months} months later",
        "ja": "投資が{months}か月遅れる",
    },
    "extension": {"en": "lead time +{months} months", "ja": "リードタイム +{months}か月"},
    "since": {"en": "since {start}", "ja": "{start} から"},
    "mining": {"en": "mining", "ja": "採掘"},
    "refining": {"en": "refining", "ja": "製錬"},
    "metal": {"en": "metal", "ja": "金属化"},
    "magnet": {"en": "magnet", "ja": "磁石"},
    "historical": {"en": "happened", "ja": "過去"},
    "in force": {"en": "in force", "ja": "実施中"},
    "suspended": {"en": "suspended", "ja": "停止中"},
    "planned": {"en": "planned", "ja": "予定"},
    "scheduled risk": {"en": "scheduled risk", "ja": "予定されたリスク"},
    "historical risk": {"en": "threatened", "ja": "過去のリスク"},
    "hypothetical": {"en": "imagined", "ja": "想定"},
    "measured": {"en": "measured", "ja": "実測"},
    "mixed": {"en": "partly measured", "ja": "一部実測"},
    "assumed": {"en": "assumed", "ja": "仮定"},
    "unverified": {"en": "unverified", "ja": "未確認"},
    "grade A": {"en": "A: official, wire or research report", "ja": "A：公的・通信社・調査機関"},
    "grade B": {"en": "B: trade press", "ja": "B：業界紙"},
    "grade C": {"en": "C: weak page", "ja": "C：信頼性の低いページ"},
    "grade D": {"en": "D: assumption", "ja": "D：仮定"},
}


def tell(key: str, language: str, **facts: object) -> str:
    """Return one sentence in a language."""
    return filled(WORDS[key][language], language, facts_for_print(facts))
