"""Texts of the checks of references between sheets, and of months from and to.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

REFERENCES: dict[str, tuple[str, str]] = {
    "E201": (
        "'{id}' is not on sheet {sheet}. Add it there, or correct it here.",
        "「{id}」は「{sheet}」シートにありません。そこに追加するか、ここを直してください。",
    ),
    "E202": (
        "'{id}' is not on sheet {sheet}. Did you mean '{near}' ({near_cell})?",
        "「{id}」は「{sheet}」シートにありません。「{near}」（{near_cell}）のことですか。",
    ),
    "E203": (
        ("product '{product}' has no design '{design}'. Add the design on its sheet, or correct it here."),
        ("製品「{product}」に設計「{design}」はありません。設計シートに追加するか、ここを直してください。"),
    ),
    "E204": (
        "product '{product}' has no design '{design}'. Did you mean '{near}' ({near_cell})?",
        "製品「{product}」に設計「{design}」はありません。「{near}」（{near_cell}）のことですか。",
    ),
    "E205": (
        (
            "'{id}' is not on sheet {sheet}. It looks like '{near}' ({near_cell}), but some characters are "
            "others (a dash, or letters of another alphabet). Copy the name from there."
        ),
        (
            "「{id}」は「{sheet}」シートにありません。「{near}」（{near_cell}）と似ていますが、ハイフンや文字種が異なります。"
            "そのセルからコピーしてください。"
        ),
    ),
    "W227": (
        (
            "'{id}' and '{near}' ({near_cell}) differ only in capitals, blanks or characters that look "
            "alike, but count as two. Use one."
        ),
        (
            "「{id}」と「{near}」（{near_cell}）は大文字・小文字、空白、ハイフンなど見分けにくい文字だけの違いですが、"
            "別のIDです。統一してください。"
        ),
    ),
    "E224": (
        "'{id}': the first month {first} is after the last month {last}. Swap or correct them.",
        "「{id}」：開始の{first}が終了の{last}より後です。入れ替えるか直してください。",
    ),
    "W229": (
        (
            "'{id}': the first month {first} is after the last month {last}, so there is no month in which "
            "the plan can use it. Swap or correct them."
        ),
        (
            "「{id}」：開始の{first}が終了の{last}より後なので、計画で使える月がありません。入れ替えるか"
            "直してください。"
        ),
    ),
}
