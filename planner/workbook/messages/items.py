"""Texts of the checks of items: stock, cover, suppliers wanted.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

ITEMS: dict[str, tuple[str, str]] = {
    "E226": (
        (
            "item '{item}' asks for {wanted} qualified suppliers, but only {found} offer it "
            "({suppliers}). Lower the number, or add offers."
        ),
        (
            "品目「{item}」は認定{wanted}社を求めますが、供給条件があるのは{found}社（{suppliers}）です。"
            "数を下げるか、供給条件を追加してください。"
        ),
    ),
    "E241": (
        (
            "is {value}: a month then needs {need} of '{item}', where {supply} is all that can come in "
            "the whole plan. One of them is in another unit. Correct it here, or the limits of the offers "
            "and processes that bring '{item}'."
        ),
        (
            "{value}では、品目「{item}」が1か月に{need}必要ですが、計画全体で入るのは最大{supply}です。"
            "どちらかの単位が違います。ここか、「{item}」の供給条件・工程の上限を直してください。"
        ),
    ),
    "E242": (
        (
            "is {value}, where a month needs {need} of '{item}'. One of them is in another unit. Correct it "
            "here, or the quantity on BOM or Demand."
        ),
        (
            "{value}ですが、品目「{item}」の必要量は1か月{need}です。どちらかの単位が違います。"
            "ここか、BOM・需要の数量を直してください。"
        ),
    ),
    "E232": (
        (
            "{month} lies outside the plan ({first} to {last}). Correct the month, or put what arrives "
            "earlier into the stock at start."
        ),
        (
            "{month}は計画期間（{first}～{last}）の外です。月を直すか、それ以前の入荷は期首在庫に"
            "含めてください。"
        ),
    ),
    "E233": (
        (
            "item '{item}' wants its cover again after a disruption, which needs a price of missing "
            "cover (cover_penalty). Type one, or clear this."
        ),
        ("品目「{item}」の在庫回復には未達ペナルティが必要です。入力するか、ここを消してください。"),
    ),
    "W230": (
        (
            "item '{item}' should end with a stock of {stock}, but a unit is worth 0, so nothing keeps "
            "it there. Type the value per unit."
        ),
        (
            "品目「{item}」は期末に{stock}を残したいはずですが、評価単価が0なので残す理由がありません。"
            "評価単価を入力してください。"
        ),
    ),
    "W231": (
        (
            "stock at start of '{item}', {stock}, is above the storage limit {limit}; what is too much "
            "in the first month is disposed of. Check both."
        ),
        (
            "「{item}」の期首在庫{stock}が保管上限{limit}を超えており、余りは初月に処分されます。両方を"
            "確認してください。"
        ),
    ),
    "W232": (
        (
            "stock wanted at the end of '{item}', {stock}, is above the storage limit {limit}, so it is "
            "never reached. Lower it, or raise the limit."
        ),
        (
            "「{item}」の期末在庫{stock}が保管上限{limit}を超えており、達成できません。下げるか、上限を"
            "上げてください。"
        ),
    ),
    "W233": (
        (
            "{field} has no effect, because item '{item}' asks for no days of cover (min_cover_days). "
            "Type them, or clear this."
        ),
        (
            "品目「{item}」に目標在庫日数がないため、{field:ja}は効きません。日数を"
            "入力するか、消してください。"
        ),
    ),
    "W234": (
        (
            "cover of '{item}' is wanted only after the last month of the plan ({last}), so never. "
            "Choose an earlier month."
        ),
        (
            "「{item}」の目標在庫の開始が計画の最終月（{last}）より後なので、適用されません。早い月に"
            "してください。"
        ),
    ),
    "W235": (
        (
            "demand cannot be met in full: at most {most} of item '{item}' can be had over the plan, and "
            "making all demand takes at least {need}. Add offers, capacity or designs, or expect "
            "shortages."
        ),
        (
            "需要をすべては満たせません。品目「{item}」は計画期間中に最大{most}しか得られませんが、"
            "全需要の生産には少なくとも{need}必要です。供給条件・能力・設計を増やすか、欠品を見込んで"
            "ください。"
        ),
    ),
    "W236": (
        (
            "nobody supplies item '{item}', which {users} use: it has no offer, no process, no receipts "
            "and no stock. Add an offer."
        ),
        (
            "品目「{item}」（使用：{users}）の供給元がありません。供給条件、工程、入荷予定、在庫の"
            "いずれもありません。供給条件を追加してください。"
        ),
    ),
    "W237": (
        (
            "stock and receipts of '{item}' last about {days} days, but no order can arrive before "
            "{first} ({wait} days). Add receipts for orders on the way, or expect shortages."
        ),
        (
            "「{item}」の在庫と入荷予定は約{days}日分ですが、発注品が届くのは早くて{first}（{wait}日後）"
            "です。発注済みの入荷を追加するか、欠品を見込んでください。"
        ),
    ),
    "W238": (
        (
            "{days} days of cover of '{item}' must be kept from the start, but by {month} there can be "
            "at most {most} where full production and cover need {need}, so lines would stop. Begin the "
            "cover later, or give it a price (cover_penalty)."
        ),
        (
            "「{item}」は目標在庫{days}日分を必ず守る設定ですが、{month}までに得られるのは最大{most}、"
            "全量生産と目標在庫には{need}必要で、生産を止めることになります。開始月を遅らせるか、"
            "未達ペナルティを入力してください。"
        ),
    ),
    "W245": (
        (
            "missing cover of '{item}' costs 0, so the days of cover have no effect. Type a price, or "
            "leave it blank if the cover must be kept."
        ),
        (
            "「{item}」の未達ペナルティが0なので、目標在庫は効きません。金額を入力するか、"
            "必ず守るなら空欄にしてください。"
        ),
    ),
    "W226": (
        (
            "a unit of '{item}' is worth {worth} in stock, but costs {cost} to buy. Check the unit (kg "
            "or t) and the currency."
        ),
        (
            "「{item}」1単位の評価額は{worth}ですが、購入費用は{cost}です。単位（kgかt）と通貨を"
            "確認してください。"
        ),
    ),
    "N211": (
        "item '{item}' is used by no product and no process.",
        "品目「{item}」を使う製品や工程がありません。",
    ),
}
