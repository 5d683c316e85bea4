"""Texts of the checks of what-if cases, and of what is met while a plan is changed by one."""

from __future__ import annotations

WHAT_IF: dict[str, tuple[str, str]] = {
    "E288": (
        "the value is blank, but {field} must be filled. Type the new value.",
        "値が空欄ですが、{field:ja}は必須です。新しい値を入力してください。",
    ),
    "E289": (
        "setting '{setting}' cannot be removed. Use set with another value.",
        "設定「{setting}」は除けません。「置換」で別の値にしてください。",
    ),
    "E290": (
        "sheet {sheet} has no row '{name}'. Write its key ({key}), * for any part.",
        "「{sheet}」シートに行「{name}」がありません。キー（{key}）で指定してください（*は任意）。",
    ),
    "E291": (
        "sheet {sheet} has no row '{name}'. Did you mean '{near}'? (Its key: {key}.)",
        "「{sheet}」シートに行「{name}」がありません。「{near}」のことですか（キー：{key}）。",
    ),
    "E292": (
        "sheet {sheet} has no column '{name}'. Its columns: {known}.",
        "「{sheet}」シートに列「{name}」がありません。列：{known}。",
    ),
    "E293": (
        "sheet {sheet} has no column '{name}'. Did you mean '{near}'?",
        "「{sheet}」シートに列「{name}」がありません。「{near}」のことですか。",
    ),
    "E294": (
        "'{change}' needs to know which column to change. Type its key.",
        "「{change}」には変更する列が必要です。列のキーを入力してください。",
    ),
    "E295": (
        "'{change}' needs a number. Type it as a value.",
        "「{change}」には数値が必要です。値に入力してください。",
    ),
    "E296": (
        "{field} is not a number, so '{change}' cannot change it. Use set.",
        "{field:ja}は数値ではないため「{change}」では変更できません。「置換」を使ってください。",
    ),
    "E297": (
        (
            "'{value}' says how much more or less, but is taken for a factor of {factor}. "
            "For a change by {change}, type {meant}."
        ),
        (
            "「{value}」は増減に見えますが、倍率{factor}として扱われます。"
            "今の値を{change}変えるなら、{meant}と入力してください。"
        ),
    ),
    "W253": (
        "multiplies by {value}. If {value}% are meant, type {value}%.",
        "{value}倍になります。{value}%の意味なら、{value}%と入力してください。",
    ),
    "E299": (
        "case '{case}' takes row '{name}' out ({other}) and changes it as well. Keep one of the two.",
        ("ケース「{case}」は行「{name}」を除き（{other}）、かつ変更しています。どちらかにしてください。"),
    ),
    "W201": (
        (
            "case '{case}' sets column {name} of a row that it has changed already (at {other}); only the "
            "later one holds. Remove one."
        ),
        (
            "ケース「{case}」は、すでに変更した行の列{name}（{other}）を改めて設定しています。"
            "後のものだけが有効です。一方を消してください。"
        ),
    ),
}

WHAT_IF_MESSAGES: dict[str, dict[str, str]] = {
    code: {"en": english, "ja": japanese}
    for code, (english, japanese) in {
        "E301": (
            "there is no case '{name}'. Cases: {known}.",
            "ケース「{name}」はありません。ケース：{known}。",
        ),
        "E302": (
            "there is no case '{name}'. Did you mean '{near}'?",
            "ケース「{name}」はありません。「{near}」のことですか。",
        ),
        "E303": (
            "there is no what-if case. Describe one: case, sheet, row, column, change, value.",
            "条件変更のケースがありません。ケース、シート、行、列、変更、値を記入してください。",
        ),
        "E304": (
            "case '{case}' would make {field} of '{row}' ({place}) {value}: {problem}",
            "ケース「{case}」では「{row}」の{field:ja}（{place}）が{value}になります。{problem:ja}",
        ),
        "E305": (
            "case '{case}' gives two rows of sheet {sheet} the same key '{row}'.",
            "ケース「{case}」では「{sheet}」シートの二つの行が同じキー「{row}」になります。",
        ),
        "E306": (
            "case '{case}' takes the last row out of sheet {sheet}; a plan needs at least one.",
            "ケース「{case}」では「{sheet}」シートに行が残りません。少なくとも1行必要です。",
        ),
        "E307": (
            "{field} of '{row}' ({place}) is blank, so there is nothing to {change}. Use set.",
            "「{row}」の{field:ja}（{place}）は空欄のため「{change}」できません。「置換」を使ってください。",
        ),
        "E308": (
            "case '{case}' leaves a plan that is not valid. {place}: {problem}",
            "ケース「{case}」で変更した計画は有効ではありません。{place}：{problem:ja}",
        ),
        "E310": (
            "{file} is not a result workbook: it lacks {sheets}. Run planner solve first.",
            (
                "{file}は結果ブックではありません（{sheets}がありません）。"
                "planner solveを実行し、その結果を比較してください。"
            ),
        ),
        "E311": (
            "{file}: the sheet Run does not hold the answer any more. Solve its plan again.",
            "{file}：「実行情報」シートに計算結果が残っていません。もう一度計算してください。",
        ),
        "E312": (
            "'{name}' is how the plan itself is called. Give the case another name.",
            "「{name}」は計画そのものを指す名前です。ケースには別の名前を付けてください。",
        ),
        "E330": (
            "{file} is not a comparison: it lacks the sheet Figures. Give one of planner whatif or compare.",
            (
                "{file}は比較結果のブックではありません（ケースを並べたFiguresシートがありません）。"
                "planner whatifまたはplanner compareが書いたブックを指定してください。"
            ),
        ),
        "E313": (
            "setting '{setting}' says how the workbook is read, so a case cannot change it. Remove this row.",
            "設定「{setting}」はブックの読み方を決めるため、ケースでは変更できません。この行を削除してください。",
        ),
        "E314": (
            "sheet {sheet} has no rows, so there is nothing to change. Fill it in, or remove this row.",
            "「{sheet}」シートに行がないため、変更する対象がありません。入力するか、この行を削除してください。",
        ),
        "E315": (
            "settings are changed one by one. Type the key of one, e.g. risk_weight.",
            "設定は一つずつ変更します。設定の名称（例：リスク重み）を入力してください。",
        ),
        "E316": (
            "case '{case}' has no row '{name}' any more: a change before renames it. Put this one first.",
            (
                "ケース「{case}」では前の変更でキーが変わるため、行「{name}」がもうありません。"
                "この変更を先に書いてください。"
            ),
        ),
        "E317": (
            "setting '{setting}' is there already; settings are not added. Use set.",
            "設定「{setting}」は既にあります。設定は追加できません。「置換」を使ってください。",
        ),
        "E318": (
            (
                "'{found}' is no pair column=value. Write pairs with semicolons between: "
                "supplier=ACME; item=DY; price=120."
            ),
            (
                "「{found}」は「列=値」の形ではありません。セミコロンで区切って書いてください："
                "supplier=ACME; item=DY; price=120。"
            ),
        ),
        "E319": (
            "sheet {sheet} has a row '{name}' already. Change it with set, or give the new row another key.",
            "「{sheet}」シートに行「{name}」が既にあります。setで変更するか、新しい行に別のキーを付けてください。",
        ),
        "E320": (
            "{field} of the new row is given twice (the key stands in the column row). Keep one.",
            "新しい行の{field:ja}が二重に指定されています（キーは行の列に書きます）。一つにしてください。",
        ),
        "E321": (
            "the new row lacks {field}, which must be filled. Add {key}=….",
            "新しい行に必須の{field:ja}がありません。{key}=…を加えてください。",
        ),
        "E322": (
            "'{name}' cannot be the key of a new row of sheet {sheet}. Write every part ({key}), without *.",
            "「{name}」は「{sheet}」シートの新しい行のキーになりません。すべての部分（{key}）を*なしで書いてください。",
        ),
        "E323": (
            "{field} of the new row cannot be {found}: {problem}",
            "新しい行の{field:ja}を{found}にできません。{problem:ja}",
        ),
        "E324": (
            "add_row takes every column from value. Leave this cell blank.",
            "行の追加では、列はすべて「値」に書きます。このセルは空欄にしてください。",
        ),
        "E325": (
            "'{value}' stands where the result has a number or a month; it was edited. Solve its plan again.",
            "結果では数値または月が入るセルに「{value}」があります。書き換えられています。もう一度計算してください。",
        ),
        "W301": (
            "case '{case}' leaves {count} rows of sheet {sheet} as they are, where {field} is blank: {rows}.",
            (
                "ケース「{case}」では、{field:ja}が空欄の{count}行（「{sheet}」シート：{rows}）は"
                "そのままです。"
            ),
        ),
        "W303": (
            "remove takes the whole row out, not only {what}. To blank one cell, write set without a value.",
            "「削除」は{what:ja}だけでなく行全体を除きます。セルを空欄にするには、値を空欄にして「置換」と書いてください。",
        ),
        "W302": (
            "in case '{case}', {place}: {problem}",
            "ケース「{case}」で、{place}：{problem:ja}",
        ),
    }.items()
}
"""Text by code, then by language."""
