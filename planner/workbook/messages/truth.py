"""Texts of what can be wrong with a truth: what really happened to a plan that is replayed."""

# ruff: noqa: E501 (sentences stand whole)

from __future__ import annotations

TRUTH: dict[str, tuple[str, str]] = {
    "E560": (
        "this is no truth: none of the sheets {sheets} is in it. planner template --truth writes an empty one.",
        "実績ブックではありません。{sheets}のいずれのシートもありません。planner template --truth で空のブックを作れます。",
    ),
    "E561": (
        (
            "{event} cannot begin in {month}: a replay tells what began from {first} to {last}. What was on "
            "before belongs into the plan, under scenario 0."
        ),
        (
            "{event}の開始{month}は範囲外です。再現できるのは{first}〜{last}に始まったことです。"
            "それより前に始まったものは計画のシナリオ0に書いてください。"
        ),
    ),
    "E562": (
        "it was on for {months} months, but {parts} losses are listed. Give one loss a month, or leave one out.",
        "続いた月数は{months}ですが、損失が{parts}か月分あります。月数と合わせるか、一方を空欄にしてください。",
    ),
    "E563": (
        "{event} begins again while it is still on (row {other}, until {until}). Make one row of both.",
        "{event}は{other}行で{until}まで続いているのに、また始まっています。1行にまとめてください。",
    ),
    "E564": (
        "offer '{offer}' follows the index '{index}': say on the sheet of indices what that was.",
        "オファー「{offer}」は指標「{index}」に連動します。指標のシートに実際の値を書いてください。",
    ),
    "E565": (
        "offer '{offer}' has tiers or a pool, whose prices stand. Take this row out.",
        "オファー「{offer}」には段階価格またはプールがあり、価格は固定です。この行を消してください。",
    ),
    "E566": (
        "offer '{offer}' costs nothing in the plan, so no other price can stand for it.",
        "オファー「{offer}」は計画で価格0なので、別の価格にできません。",
    ),
    "W560": (
        (
            "the real {index} and the price factor of {event} both raise prices. Type 1 here where the index "
            "holds it already."
        ),
        "実際の{index}と{event}の価格倍率が重なります。指標が既に含んでいれば、ここに1と書いてください。",
    ),
}
"""Text by code: English, Japanese."""
