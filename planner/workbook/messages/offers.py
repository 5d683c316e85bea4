"""Texts of the checks of suppliers and offers.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

OFFERS: dict[str, tuple[str, str]] = {
    "E210": (
        (
            "offer '{offer}' is spot, and {field} belongs to contracts. Clear it, or make the offer a "
            "contract."
        ),
        (
            "供給条件「{offer}」はスポットですが、{field:ja}は契約の項目です。消すか、種別を「契約」に"
            "してください。"
        ),
    ),
    "E211": (
        "offer '{offer}' has no price. Type its unit price, or give it price tiers.",
        "供給条件「{offer}」に単価がありません。単価を入力するか、数量区分を設けてください。",
    ),
    "E212": (
        ("offer '{offer}' has a price here and price tiers at {tiers}. Clear this price; the tiers hold."),
        (
            "供給条件「{offer}」は、ここの単価と{tiers}の区分価格の両方があります。ここの単価を"
            "消してください。"
        ),
    ),
    "E213": (
        "spot offer '{offer}' has no monthly limit. Type the most you could order in a month.",
        ("スポットの供給条件「{offer}」に月間上限がありません。1か月に発注できる上限を入力してください。"),
    ),
    "E214": (
        "contract '{offer}' has no largest annual volume. Type it, or give the contract price tiers.",
        "契約「{offer}」に年間上限がありません。入力するか、数量区分を設けてください。",
    ),
    "E215": (
        "contract '{offer}' has price tiers, which say the volumes. Clear {field}.",
        "契約「{offer}」の数量は数量区分で決まります。{field:ja}を消してください。",
    ),
    "E216": (
        ("offer '{offer}' is spot but has price tiers ({tiers}). Make it a contract, or remove the tiers."),
        (
            "供給条件「{offer}」はスポットですが、数量区分（{tiers}）があります。「契約」にするか、"
            "区分を消してください。"
        ),
    ),
    "E217": (
        (
            "contract '{offer}' has incremental tiers, which cannot go with {field}. Clear it, or use "
            "all_units tiers."
        ),
        (
            "契約「{offer}」の超過分適用の区分価格は{field:ja}と併用できません。消すか、"
            "「全量適用」にしてください。"
        ),
    ),
    "E218": (
        "tier of '{offer}' ends at {high}, below its beginning at {low}. Correct one of them.",
        "「{offer}」の区分の上限{high}が下限{low}を下回っています。直してください。",
    ),
    "E219": (
        (
            "tiers of '{offer}' overlap: this one begins at {high}, the one before ends at {low} "
            "({other}). Begin where that one ends."
        ),
        (
            "「{offer}」の区分が重なっています。この区分は{high}から、前の区分は{low}まで（{other}）で"
            "す。前の区分の終わりから始めてください。"
        ),
    ),
    "E227": (
        (
            "incremental tiers of '{offer}': what is bought before {high} a year costs {earned} less than "
            "at this tier's price, so signing it and buying nothing would earn {earned} a year. Let the "
            "tiers begin at 0, without gaps, and prices fall from tier to tier, or use all_units."
        ),
        (
            "「{offer}」の超過分適用の区分：年間{high}までの購入費がこの区分の単価より{earned}少ないため、契約"
            "して何も買わなければ年{earned}の得になります。区分を0から隙間なく始め、単価を区分ごとに下げるか、"
            "「全量適用」にしてください。"
        ),
    ),
    "E220": (
        "currency {currency} has no exchange rate. Add it on sheet FX (plan currency: {plan}).",
        "通貨{currency}の換算レートがありません。為替シートに追加してください（計画通貨：{plan}）。",
    ),
    "E221": (
        (
            "{currency} is the plan currency, so its rate is 1, not {rate}. Remove this row, or correct "
            "the plan currency."
        ),
        (
            "{currency}は計画通貨なので、レートは{rate}ではなく1です。この行を消すか、計画通貨を"
            "直してください。"
        ),
    ),
    "E222": (
        "floor {floor} is above ceiling {ceiling}. Swap or correct them.",
        "下限価格{floor}が上限価格{ceiling}を上回っています。入れ替えるか直してください。",
    ),
    "E223": (
        (
            "{transit} months in transit are more than the lead time of {lead} months. Transit is part "
            "of the lead time."
        ),
        ("輸送{transit}か月がリードタイム{lead}か月を超えています。輸送はリードタイムに含めてください。"),
    ),
    "E225": (
        "least annual volume {low} of '{offer}' is above the largest, {high}. Swap or correct them.",
        "「{offer}」の年間下限{low}が年間上限{high}を上回っています。入れ替えるか直してください。",
    ),
    "W210": (
        (
            "offer '{offer}' has no price index, so its price {price} is always paid as {bound}. Name an "
            "index, or clear the bound."
        ),
        (
            "供給条件「{offer}」には価格指標がないため、単価{price}は常に{bound}になります。指標を"
            "指定するか、下限・上限を消してください。"
        ),
    ),
    "W211": (
        (
            "offer '{offer}' names an incremental discount but has no price tiers, so it has no effect. "
            "Add tiers, or clear it."
        ),
        (
            "供給条件「{offer}」は超過分適用の値引きですが、数量区分がないため効きません。区分を"
            "追加するか、消してください。"
        ),
    ),
    "W212": (
        (
            "tiers of '{offer}' are incremental: this cost is worked out from the prices, and what is "
            "typed here is not used. Clear it, or use all_units."
        ),
        (
            "「{offer}」は超過分適用なので、区分の固定費は価格から計算し、ここの値は使いません。消すか、"
            "「全量適用」にしてください。"
        ),
    ),
    "W213": (
        (
            "no tier of '{offer}' covers {low} to {high} a year, so an incremental discount would leave "
            "that volume unpaid. Close the gap."
        ),
        (
            "「{offer}」には年間{low}～{high}の区分がなく、超過分適用ではこの数量が無償になります。隙間を"
            "なくしてください。"
        ),
    ),
    "W214": (
        (
            "contract '{offer}' has a least volume of {volume} a year but no take-or-pay, so nothing has "
            "to be bought: it is a free option. Type the share you owe."
        ),
        (
            "契約「{offer}」は年間下限が{volume}ですが、引取義務がないため買わなくてもよい契約に"
            "なります。引取義務率を入力してください。"
        ),
    ),
    "W215": (
        "'{id}' can be ordered only outside the plan, so the plan cannot use it. Check its months.",
        "「{id}」の発注可能期間が計画期間の外なので、計画では使えません。月を確認してください。",
    ),
    "W216": (
        (
            "offer '{offer}' can never arrive in the plan: ordered in {first} at the earliest, it takes "
            "{lead} months. Check its months, or plan longer."
        ),
        (
            "供給条件「{offer}」は計画期間内に届きません。最も早い{first}の発注でも{lead}か月かかります。"
            "月を確認するか、計画を延ばしてください。"
        ),
    ),
    "W217": (
        (
            "smallest order {moq} of '{offer}' is above the most that can be ordered in a month, {most}, "
            "so it is never ordered as planned. Lower it, or raise the limit."
        ),
        (
            "「{offer}」の最低発注量（MOQ）{moq}が月間の上限{most}を上回るため、平常時には発注できません。"
            "下げるか、上限を上げてください。"
        ),
    ),
    "W218": (
        (
            "contract '{offer}' makes you take or pay at least {owed} a month, but only {most} a month "
            "can be ordered. Raise the limit, or lower the least volume."
        ),
        (
            "契約「{offer}」は月に少なくとも{owed}の引取りを求めますが、発注できるのは{most}までです。"
            "上限を上げるか、年間下限を下げてください。"
        ),
    ),
    "W219": (
        (
            "capacity of supplier '{supplier}' adds up goods of different units ({units}). Split the "
            "supplier, or use one unit."
        ),
        (
            "サプライヤー「{supplier}」の供給能力は、単位の違う品目（{units}）を合計します。分けるか、"
            "単位をそろえてください。"
        ),
    ),
    "W220": (
        (
            "the last plan-year has only {months} months, but {limits} still holds in full for it. Plan "
            "whole years, or keep this in mind."
        ),
        (
            "最後の計画年は{months}か月だけですが、{limits}は1年分がそのまま適用されます。12か月単位で"
            "計画するか、この点に注意してください。"
        ),
    ),
    "W221": (
        (
            "offer '{offer}' has a monthly limit of 0 and no investment adds to it, so nothing can be "
            "ordered. Type its limit."
        ),
        ("供給条件「{offer}」は月間上限が0で、増やす投資もないため発注できません。上限を入力してください。"),
    ),
    "W222": (
        (
            "contract '{offer}' has price tiers but no take-or-pay, so the cheapest tier can be signed "
            "without buying its volume. Type the share you owe."
        ),
        (
            "契約「{offer}」は区分価格なのに引取義務がないため、数量を買わずに最安の区分を"
            "選べてしまいます。引取義務率を入力してください。"
        ),
    ),
    "W223": (
        (
            "no tier of '{offer}' covers {low} to {high} a year, so no such volume can be agreed. Close "
            "the gap if that is not meant."
        ),
        (
            "「{offer}」には年間{low}～{high}の区分がなく、その数量は契約できません。意図しない場合は"
            "隙間をなくしてください。"
        ),
    ),
    "W224": (
        (
            "offer '{offer}' can never be ordered: its last month lies before supplier '{supplier}' is "
            "qualified. Check both."
        ),
        (
            "供給条件「{offer}」は発注できません。サプライヤー「{supplier}」の認定前に発注可能期間が"
            "終わります。両方を確認してください。"
        ),
    ),
    "W225": (
        (
            "a unit of '{item}' costs {cost} from offer '{offer}' but {others} from the others. Check "
            "the unit (kg or t), the currency and the price."
        ),
        (
            "「{item}」1単位が供給条件「{offer}」では{cost}、他では{others}です。単位（kgかt）、通貨、"
            "単価を確認してください。"
        ),
    ),
    "W228": (
        (
            "{field} is filled in, but 'already qualified' is blank, which means yes, so it counts as 0. "
            "Type no if supplier '{supplier}' must still be qualified."
        ),
        (
            "{field:ja}がありますが、認定済みの欄が空欄（＝はい）なので0とみなします。"
            "サプライヤー「{supplier}」の認定がこれからなら「いいえ」を入力してください。"
        ),
    ),
    "N210": (
        "supplier '{supplier}' has no offer, so the plan cannot use it.",
        "サプライヤー「{supplier}」には供給条件がないため、計画では使われません。",
    ),
    "N215": (
        "contract '{offer}' is already signed, so its cost of signing counts as 0.",
        "契約「{offer}」は締結済みなので、契約費用は0とみなします。",
    ),
    "N216": (
        "supplier '{supplier}' is already qualified, so {field} counts as 0.",
        "サプライヤー「{supplier}」は認定済みなので、{field:ja}は0とみなします。",
    ),
}
