"""Texts of the checks of what came before the plan, and of stock wanted in units."""

from __future__ import annotations

PAST: dict[str, tuple[str, str]] = {
    "E530": (
        (
            "{month} is not before the plan, which begins in {first}. What is ordered in the "
            "plan, the plan decides."
        ),
        "{month}は計画開始（{first}）より前ではありません。計画期間中の発注は計画が決めます。",
    ),
    "E531": (
        "it arrives in {arrival}, before it was ordered in {month}. Correct one of them.",
        "到着{arrival}が発注{month}より前です。直してください。",
    ),
    "E532": (
        (
            "offer '{offer}' has two orders of {month} that arrive in {arrival} (also row {other}"
            "; a blank arrival is the lead time). Add them up, or correct one."
        ),
        (
            "供給条件「{offer}」の{month}発注・{arrival}到着の行が2つあります（もう1つは{other}行"
            "。到着月が空欄ならリードタイムで決まります）。合計するか、直してください。"
        ),
    ),
    "W530": (
        (
            "'{offer}': what was ordered in {month} arrives in {arrival}, after the plan, and "
            "does nothing in it."
        ),
        "「{offer}」：{month}発注分の到着は{arrival}で計画より後なので、計画に影響しません。",
    ),
    "W531": (
        ("what arrived in {arrival}, before the plan, costs it nothing: this unit cost is not paid."),
        "計画前の{arrival}に到着した分の費用は計画に入りません。この単価は支払われません。",
    ),
    "W532": (
        (
            "contract '{offer}' is not signed: its history counts for what arrives and for share "
            "rules, not for take-or-pay. Type yes at {cell} if it runs already."
        ),
        (
            "契約「{offer}」は締結済みではないので、発注実績は入荷と比率ルールだけに数え、引取義"
            "務には数えません。すでに有効なら{cell}に「はい」と記入してください。"
        ),
    ),
    "W533": (
        (
            "'{offer}': {taken} was ordered since {from_month}, more than its {most} a year, so "
            "nothing is left until {until}."
        ),
        (
            "「{offer}」：{from_month}以降の発注{taken}が年間上限{most}を超えているので、{until}"
            "までは発注できません。"
        ),
    ),
    "W534": (
        (
            "rule '{rule}' is broken already: since {from_month}, {share} of what was ordered "
            "counts for '{member}', and the rule says {sense} {limit}. What is ordered until "
            "{until} must make up for it."
        ),
        (
            "ルール「{rule}」はすでに守られていません。{from_month}以降の発注の{share}が「"
            "{member}」で、ルールは{limit}{sense:ja}です。{until}までの発注で埋め合わせる必要があ"
            "ります。"
        ),
    ),
    "W535": (
        (
            "the first plan-year has only {months} months in the plan, but {limits} still holds "
            "in full for it; what was spent or ordered before counts only where it stands on "
            "sheet {sheet}."
        ),
        (
            "最初の年度は計画内に{months}か月しかありませんが、{limits}はその年度にも全量で適用さ"
            "れます。計画前の分は「{sheet}」シートにあるものだけ数えます。"
        ),
    ),
    "E533": (
        (
            "supplier '{supplier}' is already qualified ({cell}), so it is not being qualified. "
            "Clear one of the two."
        ),
        (
            "サプライヤー「{supplier}」は認定済み（{cell}）なので、認定作業中ではありません。どち"
            "らかを消してください。"
        ),
    ),
    "W536": (
        (
            "supplier '{supplier}' is qualified only from {month}, after the plan: nothing can "
            "be ordered from it."
        ),
        ("サプライヤー「{supplier}」の認定は{month}で計画より後なので、計画では発注できません。"),
    ),
    "W537": (
        ("supplier '{supplier}' is being qualified already, so {field} plays no part. Clear it."),
        ("サプライヤー「{supplier}」は認定作業中なので、{field:ja}は使われません。消してください。"),
    ),
    "W538": (
        (
            "'{item}': {stock} units must always be kept, but storage holds {limit}. Lower the "
            "stock wanted, or give missing cover a price."
        ),
        (
            "「{item}」：常に{stock}を持つ設定ですが、保管できるのは{limit}までです。目標在庫を下"
            "げるか、未達ペナルティを記入してください。"
        ),
    ),
    "W539": (
        (
            "cannot be feasible: {stock} units of '{item}' must be kept from {month} on, but at "
            "most {most} can be there beside the {need} to be used. Begin later, ask for less, "
            "or type a cover_penalty."
        ),
        (
            "実行不可能です：「{item}」は{month}から{stock}を必ず持つ設定ですが、使用する{need}の"
            "ほかに最大{most}しか得られません。開始を遅らせるか、数量を下げるか、未達ペナルティを"
            "入力してください。"
        ),
    ),
    "E550": (
        "{month} is not gone: orders as they were placed are of months before {first}.",
        "{month}はまだ過ぎていません。実際の発注は{first}より前の月について記入してください。",
    ),
    "E551": (
        "{month} lies outside the plan, which was from {first} to {last}.",
        "{month}は計画期間（{first}〜{last}）の外です。",
    ),
    "E552": (
        (
            "nothing to take over: none of the sheets {sheets} has a row. planner template --actual "
            "writes an empty one."
        ),
        (
            "引き継ぐ値がありません。{sheets}のいずれにも行がありません。"
            "planner template --actual で空のブックを作れます。"
        ),
    ),
}
