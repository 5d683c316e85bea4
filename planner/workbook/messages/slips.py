"""Texts of numbers that are likely slips: of another unit, or of another meaning."""

from __future__ import annotations

_SLIPS: dict[str, tuple[str, str]] = {
    "W410": (
        ("is {value}, where other months of '{product}' have about {usual}. Check the number and its unit."),
        "{value}になっています。製品「{product}」の他の月は{usual}程度です。数値と単位を確認してください。",
    ),
    "W411": (
        "is {value} months. If {value} days are meant, type {months}.",
        "{value}か月になっています。{value}日の意味なら{months}と入力してください。",
    ),
    "W412": (
        (
            "event '{event}' lasts {value} months, longer than the plan. "
            "If {value} days are meant, type {months}."
        ),
        (
            "イベント「{event}」は{value}か月続き、計画より長くなっています。"
            "{value}日の意味なら{months}と入力してください。"
        ),
    ),
    "W413": (
        "investment '{investment}' lives {value} months. If {value} years are meant, type {months}.",
        "投資「{investment}」の耐用期間が{value}か月になっています。{value}年の意味なら{months}と入力してください。",
    ),
    "W414": (
        "{days} days of cover of '{item}' are longer than the plan. Check the days, or plan longer.",
        "「{item}」の目標在庫日数{days}日は計画期間より長くなっています。日数を確認するか、計画を長くしてください。",
    ),
    "W415": (
        (
            "supplier '{supplier}' has a capacity of 0, so nothing can be ordered from it. "
            "Type its capacity, or leave it blank where there is no limit."
        ),
        (
            "サプライヤー「{supplier}」の月間供給能力が0なので、何も発注できません。"
            "能力を入力するか、上限がなければ空白にしてください。"
        ),
    ),
    "W416": (
        (
            "from {from} a year on, '{offer}' costs {price}, more than the {less} of the tier below. "
            "Swap the prices if buying more is to cost less."
        ),
        (
            "「{offer}」の単価は年間{from}以上で{price}となり、その下の区分の{less}より高くなります。"
            "数量割引なら単価を入れ替えてください。"
        ),
    ),
    "W417": (
        (
            "process '{process}' makes {items} and takes nothing, so goods come out of nothing. "
            "Add what it takes on sheet ProcessFlows."
        ),
        (
            "工程「{process}」には投入がなく、{items}が無から産出されます。"
            "工程投入産出シートに投入の行を追加してください。"
        ),
    ),
    "W420": (
        (
            "is {value}, {times} times what the whole plan needs of '{item}' ({need}). "
            "Check the number and its unit (kg or t)."
        ),
        (
            "{value}になっています。計画全体で必要な「{item}」（{need}）の{times}倍です。"
            "数値と単位（kgかt）を確認してください。"
        ),
    ),
    "W421": (
        "index '{index}' goes from {before} to {after} in {month}. Check the factor.",
        "指標「{index}」の係数が{month}に{before}から{after}に変わっています。係数を確認してください。",
    ),
    "W422": (
        (
            "process '{process}' costs {cost} for one unit of '{product}', more than a missing unit "
            "({penalty}), so the plan stops lines rather than run it. Check the cost, or raise that of a "
            "missing unit."
        ),
        (
            "工程「{process}」の費用は製品「{product}」1単位あたり{cost}で、欠品損失（{penalty}）を上回るため、"
            "計画は稼働させるよりラインを止めます。費用を確認するか、欠品損失を引き上げてください。"
        ),
    ),
    "W423": (
        (
            "each of the {count} months of '{name}' stands {times} times with the same quantity (first at "
            "{place}), and all are added up. Delete the rows that were pasted again."
        ),
        (
            "「{name}」の{count}か月分が、どの月も同じ数量で{times}回ずつあり（最初は{place}）、合算されます。"
            "二重に貼り付けた行なら削除してください。"
        ),
    ),
    "W424": (
        (
            "is {value}, only {part} of the {need} of '{item}' that are needed in that time. "
            "Check the number and its unit (kg or t)."
        ),
        (
            "{value}になっています。同じ期間に必要な「{item}」（{need}）の{part}にすぎません。"
            "数値と単位（kgかt）を確認してください。"
        ),
    ),
    "W425": (
        "is {value}, so event '{event}' multiplies by {value}. If {value}% are meant, type {meant}.",
        "{value}なので、イベント「{event}」では{value}倍になります。{value}%の意味なら{meant}と入力してください。",
    ),
    "W419": (
        (
            "offer '{offer}' has the same terms as '{other}' ({place}) in every column, so its limits count "
            "twice. Delete it if it is a copy."
        ),
        (
            "供給条件「{offer}」は「{other}」（{place}）とすべての条件が同じで、上限が二重に数えられます。"
            "コピーなら行を削除してください。"
        ),
    ),
    "W418": (
        (
            "is {value}, so the tail is the dearest {worst} of all futures. "
            "If the dearest {value} are meant, type {worst}."
        ),
        (
            "{value}なので、CVaRは費用上位{worst}の平均になります。"
            "費用上位{value}の意味なら{worst}と入力してください。"
        ),
    ),
}

SLIP_MESSAGES: dict[str, dict[str, str]] = {
    code: {"en": english, "ja": japanese} for code, (english, japanese) in _SLIPS.items()
}
"""Text by code, then by language."""
