"""Texts of what a sheet's looks say beside its values, and of rows that are no rows of data."""

from __future__ import annotations

_RESULTS: dict[str, tuple[str, str]] = {
    "E141": (
        (
            "holds the formula {formula}, which gives {gives}, but {saved} is saved as its result. "
            "Open the file in Excel or LibreOffice, recalculate (Ctrl+Alt+F9; LibreOffice: Ctrl+Shift+F9), "
            "save it, run again."
        ),
        (
            "数式{formula}の結果は{gives}ですが、計算結果として{saved}が保存されています。ExcelまたはLibreOfficeで開き、"
            "再計算（Ctrl+Alt+F9、LibreOfficeはCtrl+Shift+F9）して保存し、再度実行してください。"
        ),
    ),
    "W145": (
        (
            "takes its value from another file; {value}, saved last, was read. "
            "Check that it is up to date, or type it as a value."
        ),
        "他のファイルを参照しています。最後に保存された{value}を読みました。最新か確認するか、値として入力してください。",
    ),
}

_LOOKS: dict[str, tuple[str, str]] = {
    "W142": (
        "row {row} is struck through but was read. Delete it if it should not count.",
        "{row}行目は取り消し線が引かれていますが読み込みました。対象外なら行を削除してください。",
    ),
    "W143": (
        "'{value}' is struck through but was read. Correct it, or take the line away.",
        "「{value}」は取り消し線が引かれていますが読み込みました。値を直すか、取り消し線を外してください。",
    ),
    "E147": (
        "'{value}' is struck through in part. Type what holds alone; without that part it is '{rest}'.",
        "「{value}」の一部に取り消し線があります。有効な値だけを入力してください（取り消し線の部分を除くと「{rest}」）。",
    ),
    "W147": (
        "holds {value}, which its cell's format hides. Show it and check it; clear it if it is not to count.",
        "値{value}が入っていますが、セルの表示形式で隠されています。表示して確認し、対象外なら消してください。",
    ),
    "W144": (
        "column {letter} is hidden but was read. Show it and check it; clear it if it should not count.",
        "{letter}列は非表示ですが読み込みました。再表示して確認し、対象外なら値を消してください。",
    ),
    "W166": (
        (
            "the unit above the table is '{shown}', but its numbers are read in the unit of each column. "
            "Convert them, or take the line away."
        ),
        (
            "表の上に単位「{shown}」とありますが、数値は各列の単位のまま読みました。換算するか、この表示を消してください。"
        ),
    ),
    "W165": (
        (
            "is {value}, but its cell shows it in {scale}. It is read as {value} ({unit}). "
            "Correct it if it was typed in {scale}, or change the cell's format."
        ),
        (
            "値は{value}ですが、セルは{scale:ja}単位で表示しています。{value}（{unit:ja}）と読みました。"
            "{scale:ja}単位で入力したのなら換算し、そうでなければセルの表示形式を直してください。"
        ),
    ),
}

_ASIDES: dict[str, tuple[str, str]] = {
    "E142": (
        (
            "row {row} repeats the header, as if another table began. Delete it if the rows below belong to "
            "this table; else move them to a sheet of their own."
        ),
        (
            "{row}行目は見出しの繰り返しで、別の表が始まっているように見えます。下の行が同じ表ならこの行を削除し、"
            "違う表なら別のシートに移してください。"
        ),
    ),
    "E143": (
        (
            "row {row} has '{value}' but no {columns}. Fill them in; "
            "if it is a remark or a total, begin the row with # or delete it."
        ),
        (
            "{row}行目には「{value}」がありますが、{columns:ja}がありません。記入するか、注記や合計なら行の先頭に#を"
            "付けるか削除してください。"
        ),
    ),
    "E144": (
        "row {row} looks like a total ('{value}'). Delete it, or begin it with # to keep it as a comment.",
        "{row}行目は合計のように見えます（「{value}」）。行を削除するか、コメントとして残すなら先頭に#を付けてください。",
    ),
    "E151": (
        "'{value}' is a group of sheet {sheet}. Write group:{value}.",
        "「{value}」は「{sheet}」シートのグループです。「グループ:{value}」と入力してください。",
    ),
    "E145": (
        (
            "row {row} gives scenario '{value}' no event. Life as planned needs no row: it has the "
            "probability that the others leave. Delete the row, or name its event and when it begins."
        ),
        (
            "{row}行目のシナリオ「{value}」にイベントがありません。何も起きない場合の行は不要で、残りの確率がそれにあたります。"
            "行を削除するか、イベントと開始月を入力してください。"
        ),
    ),
    "W146": (
        "row {row} holds what the template shows as its example, and was read. Delete it if it is not yours.",
        "{row}行目はテンプレートの記入例と同じ内容ですが読み込みました。自社のデータでなければ削除してください。",
    ),
    "N141": (
        "row {row} repeats the header and was skipped.",
        "{row}行目は見出しの繰り返しなので読み飛ばしました。",
    ),
    "N143": (
        "has a comment, which is not read: '{text}'.",
        "コメント（メモ）が付いていますが、内容は読み込みません：「{text}」。",
    ),
    "N142": (
        "row {row} holds units or hints and was skipped.",
        "{row}行目は単位や説明なので読み飛ばしました。",
    ),
}

LOOK_MESSAGES: dict[str, dict[str, str]] = {
    code: {"en": english, "ja": japanese}
    for texts in (_RESULTS, _LOOKS, _ASIDES)
    for code, (english, japanese) in texts.items()
}
"""Text by code, then by language."""
