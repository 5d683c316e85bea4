"""Texts of the checks of price formulas, exchange rates and order sizes."""

from __future__ import annotations

TERMS: dict[str, tuple[str, str]] = {
    "W501": (
        ("offer '{offer}' has {field}, but no index to look at. Fill in its index, or clear them."),
        (
            "供給条件「{offer}」に{field:ja}がありますが、価格指標がありません。指標を記入するか"
            "、消してください。"
        ),
    ),
    "E501": (
        (
            "a price cannot hold for {months} months: years are cut in whole periods. Type 1, 2, "
            "3, 4, 6 or 12."
        ),
        ("価格改定の間隔{months}か月では年度を割り切れません。1、2、3、4、6、12のいずれかにしてください。"),
    ),
    "W502": (
        (
            "index '{name}' is listed from {first}, but prices of {offers} look at it from "
            "{asked}; the factor of {first} was taken for {months}. Add the earlier months."
        ),
        (
            "指標「{name}」は{first}からですが、{offers}の価格は{asked}から参照します。{months}に"
            "は{first}の係数を使いました。それ以前の月を追加してください。"
        ),
    ),
    "W503": (
        (
            "the rate of {name} is listed from {first}, but {offers} order from {asked}; the "
            "rate of {first} was taken for {months}. Add the earlier months, or a row with a "
            "blank month."
        ),
        (
            "{name}のレートは{first}からですが、{offers}は{asked}から発注します。{months}には"
            "{first}のレートを使いました。それ以前の月、または月を空欄にした行を追加してください"
            "。"
        ),
    ),
    "W504": (
        (
            "'{offer}' is ordered in multiples of {multiple}, but at most {most} can be ordered "
            "in a month, so it can never be ordered. Lower the multiple or raise the limit."
        ),
        (
            "「{offer}」の発注の倍数{multiple}は、1か月に発注できる{most}を超えるので、一度も発注"
            "できません。倍数を下げるか上限を上げてください。"
        ),
    ),
    "W505": (
        (
            "'{offer}' must be ordered in multiples of {multiple} and at least {moq}, so {least} "
            "at least, but at most {most} can be ordered in a month."
        ),
        (
            "「{offer}」は{multiple}の倍数で{moq}以上、つまり{least}以上ですが、1か月に発注できる"
            "のは{most}までです。"
        ),
    ),
}
