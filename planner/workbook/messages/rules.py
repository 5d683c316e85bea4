"""Texts of the checks of rules.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

RULES: dict[str, tuple[str, str]] = {
    "E250": (
        (
            "rule '{rule}' does not say whom it is about. Type a country, group:NAME, a supplier, or * "
            "for each."
        ),
        ("ルール「{rule}」の対象がありません。国、グループ:名前、サプライヤー、または*を入力してください。"),
    ),
    "E251": (
        "a rule on recycled material has no member, but '{found}' stands here. Clear it.",
        "再生材のルールに対象は不要ですが、「{found}」が入っています。消してください。",
    ),
    "E252": (
        (
            "no country of sheet {sheet} is in group '{group}'. Put the group's name beside its "
            "countries there."
        ),
        (
            "「{sheet}」シートにグループ「{group}」の国がありません。該当する国にグループ名を"
            "記入してください。"
        ),
    ),
    "E253": (
        "no country of sheet {sheet} is in group '{group}'. Did you mean '{near}'?",
        "「{sheet}」シートにグループ「{group}」の国がありません。「{near}」のことですか。",
    ),
    "E254": (
        (
            "rule '{rule}' asks at least a share of each one (*), which hardly any plan could keep. Name "
            "whom you mean."
        ),
        "ルール「{rule}」は*（それぞれ）に下限を課しています。対象を具体的に指定してください。",
    ),
    "W260": (
        (
            "rule '{rule}' overlooks {count} offers whose {stage} country is blank: {names}. Fill in the "
            "country, or they count as nobody's."
        ),
        (
            "ルール「{rule}」では、{stage:ja}の国が空欄の供給条件{count}件（{names}）がどの国に"
            "も数えられません。国を入力してください。"
        ),
    ),
    "W261": (
        (
            "rule '{rule}' overlooks processes of stage {stage} whose country is blank: {names}. Fill in "
            "the country."
        ),
        (
            "ルール「{rule}」では、国が空欄の{stage:ja}工程（{names}）がどの国にも数えられません。国を"
            "入力してください。"
        ),
    ),
    "W262": (
        (
            "rule '{rule}' counts twice what process '{process}' makes: its input {items} is among the "
            "rule's items too. Name only the items before or after it."
        ),
        (
            "ルール「{rule}」は工程「{process}」の投入品（{items}）と産出品を二重に数えます。工程の"
            "前か後の品目だけを指定してください。"
        ),
    ),
    "W263": (
        "rule '{rule}': a recycled share is always of use, never of purchases. Change it to use.",
        "ルール「{rule}」：再生材の比率は常に使用量に対するものです。「使用量」にしてください。",
    ),
    "W264": (
        ("{names} is not among {member} ({known}), so leaving it out has no effect. Correct or clear it."),
        ("{names}は{member}（{known}）に含まれないため、除外しても効果がありません。直すか消してください。"),
    ),
    "W265": (
        (
            "rule '{rule}' is about '{member}' alone, so there is nothing to leave out. Clear it, or use "
            "a group or *."
        ),
        (
            "ルール「{rule}」の対象は「{member}」だけなので、除外は効きません。消すか、グループまたは*に"
            "してください。"
        ),
    ),
    "W266": (
        "rule '{rule}' adds up items of different units ({units}). Make one rule for each unit.",
        "ルール「{rule}」は単位の違う品目（{units}）を合計します。単位ごとにルールを分けてください。",
    ),
    "W267": (
        (
            "rule '{rule}' has no effect: nothing that it counts belongs to '{member}'. Check who is "
            "meant, and its items."
        ),
        (
            "ルール「{rule}」は効きません。数える対象に「{member}」のものがありません。対象と品目を"
            "確認してください。"
        ),
    ),
    "W268": (
        (
            "rule '{rule}' must be kept, but allows {share} to each of {members} ({names}), {total} in "
            "all: nothing could be bought. Raise the share, or give the rule a price."
        ),
        (
            "ルール「{rule}」は必ず守る設定ですが、{members}者（{names}）に{share}ずつ、"
            "合計{total}しか認めないため、何も買えません。比率を上げるか、違反ペナルティ単価を入力してください。"
        ),
    ),
    "W269": (
        (
            "rule '{rule}' asks at least a share of '{member}', but nothing that it counts belongs to "
            "it. Add offers, or correct who is meant."
        ),
        (
            "ルール「{rule}」は「{member}」の下限を求めますが、該当するものがありません。供給条件を"
            "追加するか、対象を直してください。"
        ),
    ),
    "W270": (
        (
            "rule '{rule}' asks for recycled material, but no recycling process makes its items. Mark "
            "the process as recycling, or add one."
        ),
        (
            "ルール「{rule}」は再生材を求めますが、対象品目を作るリサイクル工程がありません。工程を"
            "リサイクルと指定するか、追加してください。"
        ),
    ),
    "W271": (
        (
            "rule '{rule}' allows {share} to each of {members} ({names}), {total} in all: every purchase "
            "pays for breaking it. Raise the share."
        ),
        (
            "ルール「{rule}」は{members}者（{names}）に{share}ずつ、合計{total}しか認めないため、"
            "購入すれば必ず違反費用がかかります。比率を上げてください。"
        ),
    ),
    "W272": (
        (
            "rule '{rule}' does not count what processes {names} make, because they name no stage. Fill "
            "in their stage if this is {stage}."
        ),
        (
            "ルール「{rule}」は、段階のない工程（{names}）の産出を数えません。{stage:ja}に当たるなら段階を"
            "入力してください。"
        ),
    ),
    "W273": (
        (
            "breaking rule '{rule}' costs 0, so it has no effect. Type a price, or leave it blank if it "
            "must be kept."
        ),
        (
            "ルール「{rule}」の違反ペナルティ単価が0なので効きません。金額を入力するか、必ず守るなら空欄にしてください。"
        ),
    ),
    "N217": (
        "rule '{rule}' with {share} is kept by every plan.",
        "ルール「{rule}」の{share}はどの計画でも満たされます。",
    ),
}
