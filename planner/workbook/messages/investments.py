"""Texts of the checks of investments.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

INVESTMENTS: dict[str, tuple[str, str]] = {
    "E235": (
        "'{found}' is no target. Write process:ID, stock:ITEM or offer:ID.",
        (
            "「{found}」は増強対象として読めません。工程:ID、在庫:品目、供給条件:IDのいずれかで"
            "書いてください。"
        ),
    ),
    "E238": (
        ("contract '{offer}' has no monthly limit to add to. Type one at {cell}, or name another target."),
        ("契約「{offer}」には増強できる月間上限がありません。{cell}に入力するか、別の対象にしてください。"),
    ),
    "E239": (
        (
            "investment '{investment}' is under way only after the last month of the plan ({last}). "
            "Correct the month, or let the plan decide."
        ),
        (
            "投資「{investment}」の着手済みの月が計画の最終月（{last}）より後です。月を直すか、空欄に"
            "してください。"
        ),
    ),
    "E240": (
        (
            "'{investment}' and '{other}' of group '{group}' are both under way, but only one of a group "
            "may be. Correct the group, or one of them."
        ),
        (
            "排他グループ「{group}」の「{investment}」と「{other}」が両方とも着手済みです。一つの"
            "グループで着手できるのは1件だけです。どちらかを直してください。"
        ),
    ),
    "W246": (
        (
            "adds storage to item '{item}', which has no storage limit, so it has no effect. Type the "
            "limit at {cell}."
        ),
        ("品目「{item}」には保管上限がないため、保管の増強は効きません。{cell}に上限を入力してください。"),
    ),
    "W247": (
        (
            "investment '{investment}' adds {adds} but names no target, so it has no effect. Fill in "
            "what it adds to (adds_to)."
        ),
        (
            "投資「{investment}」は{adds}を増強しますが、対象がないため効きません。増強対象を"
            "入力してください。"
        ),
    ),
    "W248": (
        ("investment '{investment}' adds 0 to '{target}', so it has no effect. Type how much a module adds."),
        (
            "投資「{investment}」の「{target}」への増強量が0なので効きません。1モジュールの増強量を"
            "入力してください。"
        ),
    ),
    "W249": (
        (
            "investment '{investment}' adds to nothing, and no design or process requires it, so the "
            "plan never starts it. Say what it is for."
        ),
        (
            "投資「{investment}」は何も増強せず、必要とする設計や工程もないため、着手されません。対象を"
            "指定してください。"
        ),
    ),
    "W250": (
        "investment '{investment}' may start only outside the plan, so never. Check its months.",
        ("投資「{investment}」の着手可能期間が計画期間の外なので、着手されません。月を確認してください。"),
    ),
    "W251": (
        (
            "investment '{investment}' takes {months} months and is never complete by {last}, the end of "
            "the plan. Start it earlier, or plan longer."
        ),
        (
            "投資「{investment}」は工期{months}か月で、計画の終わり（{last}）までに完成しません。着手を"
            "早めるか、計画を延ばしてください。"
        ),
    ),
    "W252": (
        (
            "one module of '{investment}' costs {capex}, above the budget of {budget} a plan-year, so it "
            "can never be started. Check both."
        ),
        (
            "「{investment}」は1モジュール{capex}で、年間投資予算{budget}を超えるため着手できません。"
            "両方を確認してください。"
        ),
    ),
    "N218": (
        "only one investment is in group '{group}', so the group has no effect.",
        "排他グループ「{group}」の投資は1件だけなので、グループの効果はありません。",
    ),
    "N219": (
        "investment '{investment}' is already under way, so {field} is not used.",
        "投資「{investment}」は着手済みなので、{field:ja}は使いません。",
    ),
}
