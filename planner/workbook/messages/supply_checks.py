"""Texts of the checks of references, items, suppliers, offers, production and investments.

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
    "W227": (
        ("'{id}' and '{near}' ({near_cell}) differ only in capitals or blanks, but count as two. Use one."),
        (
            "「{id}」と「{near}」（{near_cell}）は大文字・小文字や空白だけの違いですが、別のIDです。"
            "統一してください。"
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

OFFERS: dict[str, tuple[str, str]] = {
    "E210": (
        (
            "offer '{offer}' is spot, and {field} belongs to contracts. Clear it, or make the offer a "
            "contract."
        ),
        (
            "オファー「{offer}」はスポットですが、{field:ja}は契約の項目です。消すか、種別をcontractに"
            "してください。"
        ),
    ),
    "E211": (
        "offer '{offer}' has no price. Type its unit price, or give it price tiers.",
        "オファー「{offer}」に単価がありません。単価を入力するか、価格の段階を設けてください。",
    ),
    "E212": (
        ("offer '{offer}' has a price here and price tiers at {tiers}. Clear this price; the tiers hold."),
        (
            "オファー「{offer}」は、ここの単価と{tiers}の段階価格の両方があります。ここの単価を"
            "消してください。"
        ),
    ),
    "E213": (
        "spot offer '{offer}' has no monthly limit. Type the most you could order in a month.",
        ("スポットのオファー「{offer}」に月間上限がありません。1か月に発注できる上限を入力してください。"),
    ),
    "E214": (
        "contract '{offer}' has no largest annual volume. Type it, or give the contract price tiers.",
        "契約「{offer}」に年間上限がありません。入力するか、価格の段階を設けてください。",
    ),
    "E215": (
        "contract '{offer}' has price tiers, which say the volumes. Clear {field}.",
        "契約「{offer}」の数量は価格の段階で決まります。{field:ja}を消してください。",
    ),
    "E216": (
        ("offer '{offer}' is spot but has price tiers ({tiers}). Make it a contract, or remove the tiers."),
        (
            "オファー「{offer}」はスポットですが、価格の段階（{tiers}）があります。contractにするか、"
            "段階を消してください。"
        ),
    ),
    "E217": (
        (
            "contract '{offer}' has incremental tiers, which cannot go with {field}. Clear it, or use "
            "all_units tiers."
        ),
        (
            "契約「{offer}」の増分型（incremental）の段階価格は{field:ja}と併用できません。消すか、"
            "all_unitsにしてください。"
        ),
    ),
    "E218": (
        "tier of '{offer}' ends at {high}, below its beginning at {low}. Correct one of them.",
        "「{offer}」の段階の上限{high}が下限{low}を下回っています。直してください。",
    ),
    "E219": (
        (
            "tiers of '{offer}' overlap: this one begins at {high}, the one before ends at {low} "
            "({other}). Begin where that one ends."
        ),
        (
            "「{offer}」の段階が重なっています。この段階は{high}から、前の段階は{low}まで（{other}）で"
            "す。前の段階の終わりから始めてください。"
        ),
    ),
    "E227": (
        (
            "incremental tiers of '{offer}': what is bought before {high} a year costs {earned} less than "
            "at this tier's price, so signing it and buying nothing would earn {earned} a year. Let the "
            "tiers begin at 0, without gaps, and prices fall from tier to tier, or use all_units."
        ),
        (
            "「{offer}」の増分型の段階：年間{high}までの購入費がこの段階の単価より{earned}少ないため、契約"
            "して何も買わなければ年{earned}の得になります。段階を0から隙間なく始め、単価を段階ごとに下げるか、"
            "all_unitsにしてください。"
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
            "オファー「{offer}」には価格指標がないため、単価{price}は常に{bound}になります。指標を"
            "指定するか、下限・上限を消してください。"
        ),
    ),
    "W211": (
        (
            "offer '{offer}' names an incremental discount but has no price tiers, so it has no effect. "
            "Add tiers, or clear it."
        ),
        (
            "オファー「{offer}」は増分型の値引きですが、価格の段階がないため効きません。段階を"
            "追加するか、消してください。"
        ),
    ),
    "W212": (
        (
            "tiers of '{offer}' are incremental: this cost is worked out from the prices, and what is "
            "typed here is not used. Clear it, or use all_units."
        ),
        (
            "「{offer}」は増分型なので、段階費用は価格から計算し、ここの値は使いません。消すか、"
            "all_unitsにしてください。"
        ),
    ),
    "W213": (
        (
            "no tier of '{offer}' covers {low} to {high} a year, so an incremental discount would leave "
            "that volume unpaid. Close the gap."
        ),
        (
            "「{offer}」には年間{low}～{high}の段階がなく、増分型ではこの数量が無償になります。隙間を"
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
            "オファー「{offer}」は計画期間内に届きません。最も早い{first}の発注でも{lead}か月かかります。"
            "月を確認するか、計画を延ばしてください。"
        ),
    ),
    "W217": (
        (
            "smallest order {moq} of '{offer}' is above the most that can be ordered in a month, {most}, "
            "so it is never ordered as planned. Lower it, or raise the limit."
        ),
        (
            "「{offer}」の最小発注量{moq}が月間の上限{most}を上回るため、平常時には発注できません。"
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
            "最後の計画年度は{months}か月だけですが、{limits}は1年分がそのまま適用されます。12か月単位で"
            "計画するか、この点に注意してください。"
        ),
    ),
    "W221": (
        (
            "offer '{offer}' has a monthly limit of 0 and no investment adds to it, so nothing can be "
            "ordered. Type its limit."
        ),
        ("オファー「{offer}」は月間上限が0で、増やす投資もないため発注できません。上限を入力してください。"),
    ),
    "W222": (
        (
            "contract '{offer}' has price tiers but no take-or-pay, so the cheapest tier can be signed "
            "without buying its volume. Type the share you owe."
        ),
        (
            "契約「{offer}」は段階価格なのに引取義務がないため、数量を買わずに最安の段階を"
            "選べてしまいます。引取義務率を入力してください。"
        ),
    ),
    "W223": (
        (
            "no tier of '{offer}' covers {low} to {high} a year, so no such volume can be agreed. Close "
            "the gap if that is not meant."
        ),
        (
            "「{offer}」には年間{low}～{high}の段階がなく、その数量は契約できません。意図しない場合は"
            "隙間をなくしてください。"
        ),
    ),
    "W224": (
        (
            "offer '{offer}' can never be ordered: its last month lies before supplier '{supplier}' is "
            "qualified. Check both."
        ),
        (
            "オファー「{offer}」は発注できません。サプライヤー「{supplier}」の認定前に発注可能期間が"
            "終わります。両方を確認してください。"
        ),
    ),
    "W225": (
        (
            "a unit of '{item}' costs {cost} from offer '{offer}' but {others} from the others. Check "
            "the unit (kg or t), the currency and the price."
        ),
        (
            "「{item}」1単位がオファー「{offer}」では{cost}、他では{others}です。単位（kgかt）、通貨、"
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
        "サプライヤー「{supplier}」にはオファーがないため、計画では使われません。",
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

ITEMS: dict[str, tuple[str, str]] = {
    "E226": (
        (
            "item '{item}' asks for {wanted} qualified suppliers, but only {found} offer it "
            "({suppliers}). Lower the number, or add offers."
        ),
        (
            "品目「{item}」は認定{wanted}社を求めますが、オファーがあるのは{found}社（{suppliers}）です。"
            "数を下げるか、オファーを追加してください。"
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
        (
            "品目「{item}」の在庫復元には未達ペナルティ（cover_penalty）が必要です。入力するか、ここを"
            "消してください。"
        ),
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
            "品目「{item}」に目標在庫日数（min_cover_days）がないため、{field:ja}は効きません。日数を"
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
            "全需要の生産には少なくとも{need}必要です。オファー・能力・設計を増やすか、欠品を見込んで"
            "ください。"
        ),
    ),
    "W236": (
        (
            "nobody supplies item '{item}', which {users} use: it has no offer, no process, no receipts "
            "and no stock. Add an offer."
        ),
        (
            "品目「{item}」（使用：{users}）の供給元がありません。オファー、工程、入荷予定、在庫の"
            "いずれもありません。オファーを追加してください。"
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
            "未達ペナルティ（cover_penalty）を入力してください。"
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

PRODUCTION: dict[str, tuple[str, str]] = {
    "E230": (
        "product '{product}' has no design, so it cannot be made. Add a row on sheet Designs.",
        "製品「{product}」に設計がなく、製造できません。設計シートに行を追加してください。",
    ),
    "E231": (
        (
            "{month} lies outside the plan ({first} to {last}). Correct the month, or the first month "
            "and length of the plan."
        ),
        "{month}は計画期間（{first}～{last}）の外です。月か、計画の開始月・月数を直してください。",
    ),
    "E234": (
        (
            "requires investment '{investment}', which may have {modules} modules ({cell}). What opens a "
            "design or process has exactly one: set it to 1, or split the investment."
        ),
        (
            "必要な投資「{investment}」の最大モジュール数が{modules}です（{cell}）。設計や工程を"
            "開く投資は1モジュールだけです。1にするか、投資を分けてください。"
        ),
    ),
    "W239": (
        (
            "a missing unit of '{product}' costs {penalty}, less than the material of one unit from "
            "offer '{offer}' ({worth}). The plan stops lines rather than buy from: {offers}. Raise the "
            "cost if a stopped line is dearer."
        ),
        (
            "製品「{product}」の欠品費用{penalty}は、オファー「{offer}」から買う材料費（1単位{worth}）"
            "より安いため、計画は次から買うよりラインを止めます：{offers}。実際の損失が"
            "大きければ引き上げてください。"
        ),
    ),
    "W240": (
        (
            "design '{design}' of '{product}' uses no item, so it can be made from nothing. Add its rows "
            "on sheet BOM."
        ),
        (
            "製品「{product}」の設計「{design}」は品目を使わず、材料なしで製造できます。部品表に行を"
            "追加してください。"
        ),
    ),
    "W241": (
        "process '{process}' takes and makes nothing. Add its rows on sheet ProcessFlows.",
        "工程「{process}」には投入も産出もありません。工程投入産出シートに行を追加してください。",
    ),
    "W242": (
        (
            "the designs of '{product}' may together make only {total} of its demand; the rest is short. "
            "Raise their largest shares."
        ),
        (
            "製品「{product}」の設計は合計で需要の{total}しか製造できず、残りは欠品になります。最大比率を"
            "上げてください。"
        ),
    ),
    "W243": (
        "product '{product}' has no demand in the plan. Add it on sheet Demand.",
        "製品「{product}」の需要がありません。需要シートに追加してください。",
    ),
    "W244": (
        (
            "process '{process}' has no capacity and no investment adds any, so it never runs. Type its "
            "capacity."
        ),
        "工程「{process}」は能力が0で、増やす投資もないため動きません。能力を入力してください。",
    ),
}

INVESTMENTS: dict[str, tuple[str, str]] = {
    "E235": (
        "'{found}' is no target. Write process:ID, stock:ITEM or offer:ID.",
        (
            "「{found}」は増強対象として読めません。process:ID、stock:品目、offer:IDのいずれかで"
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
            "投資「{investment}」は{adds}を増強しますが、対象がないため効きません。増強対象（adds_to）を"
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
