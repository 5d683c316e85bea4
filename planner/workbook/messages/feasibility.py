"""Texts of the checks of what no plan can meet, or only at a price.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

FEASIBILITY: dict[str, tuple[str, str]] = {
    "W202": (
        (
            "cannot be feasible: rule '{rule}' asks at least {share} recycled, {need} in {months}, but "
            "recycling can make at most {most}. Add recycling, lower the share, or give the rule a price."
        ),
        (
            "実行不可能です：ルール「{rule}」は再生材{share}以上（{months}に{need}）を求めますが、再生で"
            "きるのは最大{most}です。リサイクルを増やすか、比率を下げるか、違反ペナルティ単価を入力してください。"
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
            "{need}必要です。在庫・入荷・供給条件を増やすか、最低充足率を下げてください。"
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
            "増やすか、最低充足率を下げてください。該当シナリオ：{scenarios}。"
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
            "最大{most}しか得られず、{need}必要です。開始を遅らせるか、日数を減らすか、未達ペナルティを"
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
            "違反ペナルティ単価を入力してください。"
        ),
    ),
}
