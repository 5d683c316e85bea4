"""Texts of readings that may be wrong, and of what can be read in more than one way.

Each says what was read and how to write what was meant.
"""

from __future__ import annotations

_FILE: dict[str, tuple[str, str]] = {
    "E115": (
        (
            "'{file}' holds more than {millions} million filled cells on the sheets that are read. "
            "Delete what the plan does not need."
        ),
        (
            "「{file}」の読み込み対象シートには{millions}00万個を超えるセルがあります。"
            "計画に不要な行や列を削除してください。"
        ),
    ),
    "E125": (
        (
            "The sheet '{sheet}' is missing; do you mean '{near}'? Name it '{sheet}', "
            "or begin its name with # if it is none of the plan."
        ),
        (
            "「{sheet}」シートがありません。「{near}」のことですか。シート名を「{sheet}」にするか、"
            "計画に使わないなら名前の先頭に#を付けてください。"
        ),
    ),
    "E199": (
        (
            "'{near}' is used nowhere, but '{id}', which is not on this sheet, is used {count} times "
            "({places}). Do you mean '{id}' here?"
        ),
        (
            "「{near}」はどこにも使われていません。一方、このシートにない「{id}」が{count}か所で"
            "使われています（{places}）。ここは「{id}」のことですか。"
        ),
    ),
    "W122": (
        (
            "The sheet '{sheet}' is not read; do you mean '{near}'? Name it '{near}', "
            "or begin its name with # if it is none of the plan."
        ),
        (
            "「{sheet}」シートは読み込みません。「{near}」のことですか。シート名を「{near}」にするか、"
            "計画に使わないなら名前の先頭に#を付けてください。"
        ),
    ),
    "W123": (
        (
            "The sheet '{sheet}' is not read, only '{near}' is. Do you mean them as one? "
            "Copy its rows to '{near}', or begin its name with # if it is none of the plan."
        ),
        (
            "「{sheet}」シートは読み込まず、「{near}」だけを読み込みます。続きのデータですか。行を「{near}」に移すか、"
            "計画に使わないなら名前の先頭に#を付けてください。"
        ),
    ),
}

_COLUMNS: dict[str, tuple[str, str]] = {
    "E134": (
        "months stand here as columns and in {first} as a column of their own. Keep one of the two.",
        "月がここでは列見出しに、{first}では月の列にあります。どちらか一方にしてください。",
    ),
    "E193": (
        (
            "column '{header}' is no month, so its numbers were not read. Write the month as 2026-06, "
            "or head it '#{header}' if it is no demand."
        ),
        (
            "列「{header}」は月として読めないため、数値を読み込みませんでした。2026-06のように月を書くか、"
            "需要でないなら「#{header}」としてください。"
        ),
    ),
}

_CELLS: dict[str, tuple[str, str]] = {
    "E182": (
        "'{value}' only says that it repeats the cell above. Write the value itself.",
        "「{value}」は上のセルと同じという印です。値そのものを入力してください。",
    ),
    "E183": (
        "'{value}' could be {first} or {second}. Type it as a number, without a separator.",
        "「{value}」は{first}とも{second}とも読めます。区切りのない数値で入力してください。",
    ),
    "E184": (
        "'{value}' is no currency code. Do you mean {near}?",
        "「{value}」は通貨コードではありません。{near}のことですか。",
    ),
    "E185": (
        (
            "'{value}' is no currency code (ISO 4217), such as USD or JPY. Amounts are in whole units of it, "
            "not in thousands or millions."
        ),
        (
            "「{value}」は通貨コード（ISO 4217、例：JPY、USD）ではありません。金額は千円・百万円ではなく、"
            "1円・1ドル単位で入力してください。"
        ),
    ),
    "E186": (
        "'{value}' is no country of ISO 3166. Do you mean {near}?",
        "「{value}」はISO 3166の国ではありません。{near}のことですか。",
    ),
    "E187": (
        "'{value}' is no country of ISO 3166. Type a code of two letters, such as CN, or the country's name.",
        "「{value}」はISO 3166の国ではありません。CNのような2文字のコードか国名を入力してください。",
    ),
    "E188": (
        (
            "'{value}' is a group of countries. Name the country; groups are given on sheet Countries "
            "and used in rules as group:NAME."
        ),
        (
            "「{value}」は国の集まりです。国を入力してください。グループは「国」シートで定め、"
            "ルールでグループ:名前として使います。"
        ),
    ),
    "E189": (
        "'{value}' could be a day, or the month {month}. Write it as {month}.",
        "「{value}」は日付とも{month}とも読めます。月なら{month}と入力してください。",
    ),
    "E190": (
        "'{value}' is a week; the plan counts in months. Add the weeks up by month, written as 2026-04.",
        "「{value}」は週です。計画は月単位なので、月ごとに合計し、2026-04のように入力してください。",
    ),
    "E191": (
        "'{value}' is longer than a month. Split it into months, written as 2026-04.",
        "「{value}」は1か月より長い期間です。月に分けて、2026-04のように入力してください。",
    ),
    "E192": (
        "'{value}' names no year. Write it as 2026-04, or put the year in the row above.",
        "「{value}」には年がありません。2026-04のように書くか、上の行に年を入れてください。",
    ),
    "E197": (
        (
            "is {value}; {bound} or more is no number that can be planned with. Type what is meant, "
            "or another unit."
        ),
        "{value}になっています。{bound}以上の数値では計画できません。正しい値か、別の単位で入力してください。",
    ),
    "E198": (
        "'{value}' has {count} characters; results have room for {most}. Shorten it.",
        "「{value}」は{count}文字あります。結果に表示できるのは{most}文字までです。短くしてください。",
    ),
    "E194": (
        "'{value}' writes another currency than {money}, in which it is read. Convert it or correct that.",
        "「{value}」の通貨は、読み込みに使う{money}と異なります。換算するか、通貨を直してください。",
    ),
    "E195": (
        (
            "holds the {day}th of {read}. Excel makes that of a month typed as month and year: "
            "do you mean {meant}? Write {meant}, or the first of the month."
        ),
        (
            "{read}の{day}日が入っています。月と年の入力をExcelが日付に変えた可能性があります（{meant}のことですか）。"
            "{meant}または月の1日を入力してください。"
        ),
    ),
    "E196": (
        "'{value}' writes a currency, but this is no amount of money. Type the number alone.",
        "「{value}」には通貨が付いていますが、この列は金額ではありません。数値だけを入力してください。",
    ),
    "W160": (
        (
            "is {value}, read as {percent}%. If you mean {value}%, type {value}% (or {fraction}); "
            "if {percent}% is right, type {percent}%."
        ),
        (
            "{value}を{percent}%と読みました。{value}%の意味なら{value}%（または{fraction}）、"
            "{percent}%が正しければ{percent}%と入力してください。"
        ),
    ),
    "W161": (
        "shows per cent, but is read as a number ({unit}). Is it meant as a share? Change the cell's format.",
        "セルは%表示ですが、数値（{unit:ja}）として読みました。比率の意味ですか。セルの表示形式を確認してください。",
    ),
    "W162": (
        (
            "shows '{shown}' beside its number, but the number is read as it stands, in: {unit}. "
            "Convert it, or change the cell's format."
        ),
        (
            "セルには「{shown}」と表示されますが、数値はそのまま（{unit:ja}として）読みました。"
            "換算するか、セルの表示形式を直してください。"
        ),
    ),
    "W167": (
        (
            "its format writes % behind the number {shown}, which is read as {percent}%. "
            "If {shown}% is meant, type {shown}% and give the cell a per cent format."
        ),
        (
            "セルの表示形式が数値{shown}の後ろに%の文字を付けているだけで、値は{percent}%と読みました。"
            "{shown}%の意味なら、表示形式をパーセンテージにして{shown}%と入力してください。"
        ),
    ),
    "W254": (
        "leaves {value} of what stands there. For {value} more, type {meant}.",
        "今の値の{value}になります。{value}増やすなら、{meant}と入力してください。",
    ),
    "W163": (
        (
            "the unit was changed to '{shown}', but the column is still read in: {unit}. "
            "Convert the numbers and put the unit back."
        ),
        (
            "単位が「{shown}」に変更されていますが、{unit:ja}のまま読みました。"
            "数値を換算し、単位の表示を元に戻してください。"
        ),
    ),
    "W164": (
        (
            "day {day} ignored, read as {read}. If Excel made the date of a month and a year, {meant} was "
            "meant: write {meant}, else the first of the month."
        ),
        (
            "日付の{day}日は無視し、{read}と読みました。月と年の入力をExcelが日付に変えたのなら{meant}のことです。"
            "{meant}または月の1日を入力してください。"
        ),
    ),
}

_CHECKS: dict[str, tuple[str, str]] = {
    "E401": (
        "event '{event}' is to begin {onsets} times, but the plan has {months} months. Type no more.",
        "イベント「{event}」の発生回数は{onsets}ですが、計画は{months}か月です。それ以下にしてください。",
    ),
    "W401": (
        (
            "1 {currency} is {rate} {plan} here; usually it is about {usual}. The rate may be upside down: "
            "type {plan} per 1 {currency}, about {inverse}."
        ),
        (
            "1 {currency}＝{rate} {plan}になっています（通常は約{usual}）。レートが逆の可能性があります。"
            "1 {currency}あたりの{plan}（約{inverse}）を入力してください。"
        ),
    ),
    "W402": (
        "1 {currency} is {rate} {plan} here; usually it is about {usual}. Type {plan} per 1 {currency}.",
        (
            "1 {currency}＝{rate} {plan}になっています（通常は約{usual}）。"
            "1 {currency}あたりの{plan}を入力してください。"
        ),
    ),
    "W403": (
        (
            "index '{index}' begins with the factor {factor}, so a price of 10 becomes {worth}. A factor "
            "multiplies the offer's price (1 = as offered); this may be a price. "
            "Divide by the price at which the offer stands."
        ),
        (
            "指標「{index}」の最初の係数は{factor}で、単価10は{worth}になります。係数は単価に掛ける倍率（1＝単価どおり）"
            "です。価格を入力したのなら、供給条件単価の時点の価格で割ってください。"
        ),
    ),
    "W405": (
        "product '{product}' has no demand in {months}. Add rows, with 0 where there truly is none.",
        "製品「{product}」は{months}の需要がありません。行を追加してください（本当に無いなら0）。",
    ),
    "W406": (
        (
            "the processes {processes} give back more than they take, so goods come out of nothing: {items}. "
            "Correct a quantity on sheet ProcessFlows or BOM."
        ),
        (
            "工程{processes}は投入より多くを産み出し、無から物ができてしまいます（{items}）。"
            "工程フローまたは部品表の数量を直してください。"
        ),
    ),
    "W407": (
        (
            "nobody has confirmed this ({comment}). Type what you know now, and delete the mark in the "
            "comment column."
        ),
        "未確認の値です（{comment}）。判明した値を入力し、コメント列の印を消してください。",
    ),
}

DOUBT_MESSAGES: dict[str, dict[str, str]] = {
    code: {"en": english, "ja": japanese}
    for texts in (_FILE, _COLUMNS, _CELLS, _CHECKS)
    for code, (english, japanese) in texts.items()
}
"""Text by code, then by language."""
