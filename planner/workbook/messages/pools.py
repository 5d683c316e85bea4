"""Texts of the checks of pools."""

from __future__ import annotations

POOLS: dict[str, tuple[str, str]] = {
    "E510": (
        (
            "offer '{offer}' is spot, and only contracts belong to a pool. Clear {field}, or "
            "make it a contract."
        ),
        (
            "供給条件「{offer}」はスポットです。共同契約に入れるのは契約だけです。{field:ja}を消"
            "すか、種別を「契約」にしてください。"
        ),
    ),
    "E511": (
        ("contract '{offer}' belongs to a pool, which gives its discount. Remove its price tiers ({tiers})."),
        ("契約「{offer}」の値引は共同契約で決まります。数量値引の行（{tiers}）を消してください。"),
    ),
    "E512": (
        "contract '{offer}' belongs to a pool, which gives its discount. Clear {field}.",
        "契約「{offer}」の値引は共同契約で決まります。{field:ja}を消してください。",
    ),
    "E513": (
        ("tier of pool '{pool}' ends at {high}, not above its beginning at {low}. Correct one of them."),
        "共同契約「{pool}」の区分の上限{high}が下限{low}を超えていません。直してください。",
    ),
    "E514": (
        (
            "tiers of pool '{pool}' overlap: this one begins at {high}, the one before ends at "
            "{low} ({other}). Leave that end blank, or begin where it ends."
        ),
        (
            "共同契約「{pool}」の区分が重なっています。この区分は{high}から、前の区分は{low}まで"
            "（{other}）です。前の区分の終わりを空欄にするか、そこから始めてください。"
        ),
    ),
    "E515": (
        (
            "tiers of pool '{pool}' leave a gap: this one begins at {high}, the one before ends "
            "at {low} ({other}). Leave that end blank, or begin where it ends."
        ),
        (
            "共同契約「{pool}」の区分に隙間があります。この区分は{high}から、前の区分は{low}まで"
            "（{other}）です。前の区分の終わりを空欄にするか、そこから始めてください。"
        ),
    ),
    "W510": (
        ("no offer belongs to pool '{pool}', so it does nothing. Name it at the contracts it is for."),
        ("共同契約「{pool}」に入る供給条件がないので、効果がありません。対象の契約に記入してください。"),
    ),
    "W511": (
        (
            "the tier from {low} of pool '{pool}' is out of reach: its contracts ({offers}) can "
            "commit to at most {most} together, by their weights."
        ),
        (
            "共同契約「{pool}」の{low}からの区分には届きません。契約（{offers}）で約束できるのは"
            "、重みを掛けて合計{most}までです。"
        ),
    ),
    "W512": (
        ("offer '{offer}' has a weight but belongs to no pool. Fill in its pool, or clear the weight."),
        (
            "供給条件「{offer}」に重みがありますが、共同契約がありません。共同契約を記入するか、"
            "重みを消してください。"
        ),
    ),
    "W513": (
        (
            "pool '{pool}' adds up items of different units ({units}), all with weight 1. Give "
            "each offer what a unit of it counts for."
        ),
        (
            "共同契約「{pool}」は単位の異なる品目（{units}）を重み1のまま合計します。各供給条件に"
            "1単位の重みを記入してください。"
        ),
    ),
    "W514": (
        (
            "no contract of pool '{pool}' has take_or_pay or min_take, so a volume can be "
            "committed to and never bought: the highest discount is free. Fill in what is owed."
        ),
        (
            "共同契約「{pool}」の契約には引取義務率も最低引取率もないので、約束だけして購入しない"
            "ことができ、最大の値引が無償になります。引取義務を記入してください。"
        ),
    ),
}
