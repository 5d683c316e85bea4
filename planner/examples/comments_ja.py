"""Comments of the examples' rows in Japanese: where a figure is from, and whether it is assumed."""

from __future__ import annotations

import re

COMMENTS_JA: dict[str, str] = {
    "title": "計画の名称",
    "first month": "最初の月",
    "one year": "1年間",
    "plan currency": "計画通貨",
    "the ban names it as its destination": "禁輸の仕向先",
    "small enough to solve exactly": "小さいので最適まで解く",
    "version of the workbook": "様式の版",
    "C20 separates 92 %": "出典：C20（分離の92％）",
    "S01 separates ore from Australia": "出典：S01（オーストラリアの鉱石を分離）",
    "M39 price level; invented: round numbers": "出典：M39（価格水準）。端数を丸めた想定値",
    "M35 price level; invented: round numbers": "出典：M35（価格水準）。端数を丸めた想定値",
    "invented: what is used in the first month is on its way": "想定：最初の月に使う分は輸送中",
    "S01 S02; invented: round number": "出典：S01、S02。端数を丸めた想定値",
    "invented: round number": "端数を丸めた想定値",
    "M39; invented: round numbers": "出典：M39。端数を丸めた想定値",
    "P17 floor of 110; invented: volumes, take-or-pay": "出典：P17（下限110）。数量と引取義務は想定",
    "M35; invented: round numbers": "出典：M35。端数を丸めた想定値",
    "M29 800 in Europe; invented: volume": "出典：M29（欧州で800）。数量は想定",
    "invented: lost margin": "想定：失う粗利",
    "invented: 1,000 motors a month": "想定：月1,000台",
    "invented: design": "想定の設計",
    "B01 0.8 kg of Nd a car; invented: round number": "出典：B01（1台あたりNd 0.8kg）。端数を丸めた想定値",
    "B24; invented: round number": "出典：B24。端数を丸めた想定値",
    "P04 cap of 65 %": "出典：P04（上限65％）",
    "D20a; invented: 3 months": "出典：D20a。3か月は想定",
    "D20a; invented: probability, month": "出典：D20a。確率と月は想定",
    "invented: question": "想定の問い",
}
"""By English comment, where more is to be said than its sources."""

_SOURCE = re.compile(r"\b[A-Z]\d{2}[a-z]?\b")


def comment_in(comment: str, language: str) -> str:
    """Return the comment of a row in a language: in Japanese at least its sources and what is assumed."""
    if language != "ja" or not comment:
        return comment
    if comment in COMMENTS_JA:
        return COMMENTS_JA[comment]
    sources = "、".join(dict.fromkeys(_SOURCE.findall(comment)))
    parts = [f"出典：{sources}"] if sources else []
    if "invented" in comment or not sources:
        parts.append("丸めた想定値を含む" if sources else "想定値")
    return "。".join(parts)
