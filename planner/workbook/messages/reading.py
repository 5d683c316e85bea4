"""Texts of what is found while a file, its sheets, its columns and its cells are read.

Each says what was found and what to do. Place and column label are put before it by ``present``.
"""

from __future__ import annotations

_FILE: dict[str, tuple[str, str]] = {
    "E101": (
        "'{file}' was not found. Check the name and the folder.",
        "「{file}」が見つかりません。ファイル名とフォルダーを確認してください。",
    ),
    "E102": (
        "'{file}' was not found. Did you mean '{near}'?",
        "「{file}」が見つかりません。「{near}」のことですか。",
    ),
    "E103": (
        "'{file}' is a folder. Name the workbook in it.",
        "「{file}」はフォルダーです。その中のブックを指定してください。",
    ),
    "E104": (
        "'{file}' could not be opened. Close it in Excel, check that you may read it, or work on a copy.",
        "「{file}」を開けません。Excelで閉じるか、読み取り権限を確認するか、コピーを使ってください。",
    ),
    "E105": (
        "'{file}' is damaged or not an Excel workbook. Open it in Excel and save it again as .xlsx.",
        "「{file}」は壊れているか、Excelブックではありません。Excelで開き、.xlsxとして保存し直してください。",
    ),
    "E106": (
        "'{file}' is a CSV or text file. Paste its contents into the template and save that as .xlsx.",
        "「{file}」はCSVまたはテキストファイルです。内容をテンプレートに貼り付け、.xlsxで保存してください。",
    ),
    "E107": (
        "'{file}' is in the old .xls format. Save it in Excel as .xlsx (Excel Workbook).",
        "「{file}」は旧形式の.xlsです。Excelで.xlsx（Excelブック）として保存してください。",
    ),
    "E108": (
        "'{file}' is protected by a password. Remove the password in Excel and save it.",
        "「{file}」はパスワードで保護されています。Excelでパスワードを解除して保存してください。",
    ),
    "E109": (
        "'{file}' is a binary workbook (.xlsb). Save it in Excel as .xlsx (Excel Workbook).",
        "「{file}」はバイナリブック（.xlsb）です。Excelで.xlsx（Excelブック）として保存してください。",
    ),
    "E110": (
        (
            "'{file}' expands to {megabytes} MB and was refused: it is damaged or unsafe. "
            "Copy the tables into a new workbook."
        ),
        (
            "「{file}」は展開すると{megabytes} MBになるため、読み込みを中止しました"
            "（破損または危険なファイル）。表を新しいブックにコピーしてください。"
        ),
    ),
    "E111": (
        (
            "'{file}' holds definitions that no spreadsheet writes; it is damaged or unsafe and was refused. "
            "Copy the tables into a new workbook."
        ),
        (
            "「{file}」には通常の表計算ソフトが書かない定義が含まれるため、読み込みを中止しました"
            "（破損または危険なファイル）。表を新しいブックにコピーしてください。"
        ),
    ),
    "E112": (
        "'{file}' is a file of another program ({kind}). Save it as .xlsx (Excel Workbook).",
        "「{file}」は別の形式（{kind}）です。.xlsx（Excelブック）として保存してください。",
    ),
    "E114": (
        "The sheet is damaged and could not be read. Open the file in Excel, save it again and run again.",
        "シートが壊れていて読み込めません。Excelで開いて保存し直し、再度実行してください。",
    ),
    "N101": (
        "The file contains macros; they were not run.",
        "マクロが含まれていますが、実行していません。",
    ),
    "N102": (
        "The file links to other files; their last saved values were used and may be out of date.",
        "他のファイルへのリンクがあります。最後に保存された値を使いました（古い可能性があります）。",
    ),
    "N103": (
        "The file counts dates from 1904; they were converted.",
        "1904年起点の日付形式のファイルです。日付を換算して読み込みました。",
    ),
    "N104": (
        "{count} cells hold formulas ({sheets}); their last saved results were used.",
        "{count}個のセルに数式があります（{sheets}）。最後に保存された計算結果を使いました。",
    ),
    "N105": (
        (
            "the workbook is of version {version}, and {columns} came with version {known}; read all the "
            "same. Set schema_version to {known}."
        ),
        (
            "様式版{version}のワークブックですが、{columns:ja}は版{known}の項目です。そのまま読み込みました。"
            "設定の「様式版」を{known}にしてください。"
        ),
    ),
}

_SHEETS: dict[str, tuple[str, str]] = {
    "E120": (
        "The sheets '{first}' and '{second}' are both read as {sheet}. Rename or delete one of them.",
        "「{first}」と「{second}」はどちらも{sheet}シートとして読まれます。一方を改名または削除してください。",
    ),
    "E121": (
        "The sheet '{sheet}' is missing; found: {found}. Add it with at least one row (columns: {columns}).",
        "「{sheet}」シートがありません（あるシート：{found}）。追加して1行以上記入してください（列：{columns:ja}）。",
    ),
    "E122": (
        "The sheet has no rows yet. Fill in at least one row (needed: {columns}).",
        "まだ行がありません。1行以上記入してください（必須：{columns:ja}）。",
    ),
    "E123": (
        "No header row was found in the first 20 rows. Put the column names in one row: {columns}.",
        "先頭20行に見出し行が見つかりません。1つの行に列名を入れてください：{columns:ja}。",
    ),
    "E124": (
        "The workbook is of version {found}; this program reads up to version {known}. Update the program.",
        (
            "このブックの様式版は{found}ですが、このプログラムが読めるのは{known}までです。"
            "プログラムを更新してください。"
        ),
    ),
    "W121": (
        "The sheet is hidden but was read. Delete it if it should not count.",
        "シートは非表示ですが読み込みました。対象外なら削除してください。",
    ),
    "N121": ("The sheet '{sheet}' is not used.", "「{sheet}」シートは使いません。"),
    "N122": (
        "To begin, fill in these sheets in this order: {sheets}.",
        "まず、次の順にシートを記入してください：{sheets:ja}。",
    ),
}

_COLUMNS: dict[str, tuple[str, str]] = {
    "E130": (
        (
            "column '{header}' is not known; did you mean '{near}'?{unit} "
            "Head it '#{header}' to keep it as a comment."
        ),
        (
            "列「{header}」は不明です。「{near}」のことですか。{unit:ja}"
            "コメントとして残すなら「#{header}」としてください。"
        ),
    ),
    "E131": (
        "column '{header}' is not known. Delete it, or head it '#{header}' to keep it as a comment.",
        "列「{header}」は不明です。削除するか、コメントとして残すなら「#{header}」としてください。",
    ),
    "E132": (
        "column '{header}' stands here and in {first}. Keep one of the two.",
        "列「{header}」がここと{first}の2か所にあります。一方だけ残してください。",
    ),
    "E133": (
        "column '{column}' is missing; found: {found}. Add it.",
        "列「{column:ja}」がありません（ある列：{found}）。追加してください。",
    ),
    "W130": (
        "column {letter} has no header, so its numbers were not read. Head it, or begin its head with #.",
        "{letter}列は見出しがないため、数値を読み込みませんでした。見出しを付けるか、先頭に#を付けた見出しにしてください。",
    ),
    "N130": (
        "column {letter} has no header and was not read.",
        "{letter}列は見出しがないため読み込みませんでした。",
    ),
}

_ROWS: dict[str, tuple[str, str]] = {
    "E140": (
        "{range} is merged. Unmerge it and fill every row.",
        "{range}は結合されています。結合を解除し、すべての行に記入してください。",
    ),
    "W140": (
        "row {row} is hidden but was read. Delete it if it should not count.",
        "{row}行目は非表示ですが読み込みました。対象外なら削除してください。",
    ),
    "W141": (
        (
            "row {row} is marked #example and was skipped, but it holds values of your own. "
            "Move them to a row of their own."
        ),
        (
            "{row}行目は#exampleの印があるため読み飛ばしましたが、値が書き換えられています。"
            "別の行に移してください。"
        ),
    ),
    "N140": (
        "rows {rows} are blank and were skipped.",
        "{rows}行目は空白のため読み飛ばしました。",
    ),
    "E150": (
        "{key} is already in row {first} (rows {first} and {row}, {cells}). Keep one of the two.",
        "{key}は{first}行目にもあります（{first}行目と{row}行目、{cells}）。一方だけ残してください。",
    ),
    "N150": (
        "{key} is already in row {first} (rows {first} and {row}, {cells}); the quantities were added up.",
        "{key}は{first}行目にもあります（{first}行目と{row}行目、{cells}）。数量を合計しました。",
    ),
    "E152": (
        "setting '{found}' is not known; did you mean '{near}'?",
        "設定項目「{found}」は不明です。「{near}」のことですか。",
    ),
    "E153": (
        "setting '{found}' is not known. Delete the row, or begin it with # to keep it as a comment.",
        "設定項目「{found}」は不明です。行を削除するか、コメントとして残すなら先頭に#を付けてください。",
    ),
    "E154": (
        "setting '{setting}' is missing. Add a row with '{setting}' and its value, e.g. {example}.",
        "設定項目「{setting}」がありません。「{setting}」と値（例：{example}）の行を追加してください。",
    ),
}

_CELLS: dict[str, tuple[str, str]] = {
    "E160": (
        "is blank but needed. Fill it in, e.g. {example}.",
        "必須ですが空白です。記入してください（例：{example}）。",
    ),
    "E161": (
        "has the Excel error {value}. Fix the formula or type the value.",
        "Excelのエラー{value}があります。数式を直すか、値を入力してください。",
    ),
    "E162": (
        "has a formula with no saved result. Open the file in Excel or LibreOffice, save it, run again.",
        "数式の計算結果が保存されていません。ExcelまたはLibreOfficeで開いて保存し、再度実行してください。",
    ),
    "E163": (
        "'{value}' is not a number. Type digits, e.g. 1200.",
        "「{value}」は数値ではありません。数字で入力してください（例：1200）。",
    ),
    "E164": (
        "is {value}; a whole number is needed. Round it.",
        "{value}は整数ではありません。整数で入力してください。",
    ),
    "E165": (
        "is {value}; a share is 0-100%. If you mean {value}%, type {value}% (or {fraction}).",
        (
            "{value}になっています。比率は0～100%です。{value}%の意味なら{value}%（または{fraction}）と"
            "入力してください。"
        ),
    ),
    "E166": (
        "is {value}; a share is 0-100%. Type a share, e.g. 65% (or 0.65).",
        "{value}になっています。比率は0～100%です。65%（または0.65）のように入力してください。",
    ),
    "E167": (
        (
            "is {value}, that is {percent}%. A rate above 10 is taken for per cent: "
            "if you mean {value}%, type {value}% (or {fraction})."
        ),
        (
            "{value}（{percent}%）になっています。10を超える率は%の書き忘れとみなします。"
            "{value}%の意味なら{value}%（または{fraction}）と入力してください。"
        ),
    ),
    "E168": (
        "is {value}; it must be {bound} or more. Correct it.",
        "{value}になっています。{bound}以上にしてください。",
    ),
    "E169": (
        "is {value}; it must be more than {bound}. Correct it.",
        "{value}になっています。{bound}より大きくしてください。",
    ),
    "E170": (
        "is {value}; it must be {bound} or less. Correct it.",
        "{value}になっています。{bound}以下にしてください。",
    ),
    "E171": (
        "is {value}; it must be less than {bound}. Correct it.",
        "{value}になっています。{bound}より小さくしてください。",
    ),
    "E172": (
        "'{value}' is neither yes nor no. Type yes or no.",
        "「{value}」は「はい」「いいえ」のどちらでもありません。「はい」または「いいえ」と入力してください。",
    ),
    "E173": (
        "'{value}' is not one of {choices}. Did you mean {near}?",
        "「{value}」は選べません（選択肢：{choices:ja}）。{near:ja}のことですか。",
    ),
    "E174": (
        "'{value}' is not one of {choices}. Type one of these.",
        "「{value}」は選べません。次のいずれかを入力してください：{choices:ja}。",
    ),
    "E175": (
        "'{value}' is not a month. Write it as 2026-04.",
        "「{value}」は月として読めません。2026-04のように入力してください。",
    ),
    "E176": (
        "'{value}' could be {first} or {second}. Write it as 2026-04.",
        "「{value}」は{first}とも{second}とも読めます。2026-04のように入力してください。",
    ),
    "E177": (
        (
            "is the number {value}, not a month. If it was the date {date}, format the cell as a date "
            "or type {month}."
        ),
        (
            "数値{value}は月ではありません。日付{date}のつもりなら、セルを日付の書式にするか{month}と"
            "入力してください。"
        ),
    ),
    "E178": (
        "holds the date {value}, not a number. Format the cell as a number and type it again.",
        "日付{value}が入っています。セルを数値の書式にして入力し直してください。",
    ),
    "E179": (
        (
            "holds the date or time {value}; Excel may have changed what was typed. "
            "Format the cell as Text and type it again."
        ),
        (
            "日付または時刻{value}が入っています（Excelが自動変換した可能性があります）。"
            "セルを文字列の書式にして入力し直してください。"
        ),
    ),
    "E180": (
        "'{value}' is not a loss profile: '{part}' is not a share. Write shares joined by |, e.g. 1|0.6|0.3.",
        (
            "「{value}」は月別減少率として読めません（「{part}」は比率ではありません）。"
            "1|0.6|0.3のように比率を|でつないでください。"
        ),
    ),
    "E181": (
        "'{value}' is no usable value here. Type text or a number.",
        "「{value}」はここでは使えません。文字または数値を入力してください。",
    ),
    "N160": ("text '{value}' read as {read}.", "文字「{value}」を{read}と読みました。"),
    "N161": ("'{value}' read as blank.", "「{value}」を空白と読みました。"),
    "N162": ("'{value}' read as {read}.", "「{value}」を{read}と読みました。"),
    "N164": ("day {day} ignored, read as {read}.", "日付の{day}日は無視し、{read}と読みました。"),
    "N165": ("'{value}' read as '{read}'.", "「{value}」を「{read}」と読みました。"),
    "N166": (
        "invisible control characters were removed; read as '{read}'.",
        "見えない制御文字を取り除き、「{read}」と読みました。",
    ),
}

READING_MESSAGES: dict[str, dict[str, str]] = {
    code: {"en": english, "ja": japanese}
    for texts in (_FILE, _SHEETS, _COLUMNS, _ROWS, _CELLS)
    for code, (english, japanese) in texts.items()
}
"""Text by code, then by language."""
