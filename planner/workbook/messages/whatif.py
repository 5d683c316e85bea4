"""Texts of the findings met while a plan is changed by a what-if case."""

from __future__ import annotations

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
            "条件変更のケースがありません。case、sheet、row、column、change、valueを記入してください。",
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
            "「{row}」の{field:ja}（{place}）は空欄のため「{change}」できません。setを使ってください。",
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
            "{file}：Runシートに計算結果が残っていません。もう一度計算してください。",
        ),
        "E312": (
            "'{name}' is how the plan itself is called. Give the case another name.",
            "「{name}」は計画そのものを指す名前です。ケースには別の名前を付けてください。",
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
            "設定は一つずつ変更します。設定のキー（例：risk_weight）を入力してください。",
        ),
        "E316": (
            "case '{case}' has no row '{name}' any more: a change before renames it. Put this one first.",
            (
                "ケース「{case}」では前の変更でキーが変わるため、行「{name}」がもうありません。"
                "この変更を先に書いてください。"
            ),
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
            "removeは{what:ja}だけでなく行全体を除きます。セルを空欄にするには、値を空欄にしてsetと書いてください。",
        ),
        "W302": (
            "in case '{case}', {place}: {problem}",
            "ケース「{case}」で、{place}：{problem:ja}",
        ),
    }.items()
}
"""Text by code, then by language."""
