"""The column reference in ``docs/``, written from the schema.

``python -m planner.workbook.schema.reference [FOLDER]`` writes ``columns.md`` and ``columns.ja.md``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from planner.workbook.schema import wording
from planner.workbook.schema.sheets import SCHEMA, SETTINGS, SHEETS
from planner.workbook.schema.wording import (
    allowed_words,
    default_words,
    hint,
    label,
    sheet_hint,
    sheet_title,
    unit,
)

REFERENCE_FILES = {"en": "columns.md", "ja": "columns.ja.md"}

_INTRODUCTION = {
    "en": """# Columns of the planning workbook

Written from the schema by `python -m planner.workbook.schema.reference`; do not edit it by hand.

One .xlsx file is one plan. Sheets and columns are found by the names below, by key or by label, in English
or Japanese, in any order. A column whose header begins with `#` is a free comment, and so is a row whose
first cell begins with `#`. A blank cell means the default. Columns marked ● must be filled.
""",
    "ja": """# 計画ワークブックの列

`python -m planner.workbook.schema.reference` がスキーマから作成する。手で編集しない。

1つの .xlsx ファイルが1つの計画。シートと列は、下のキーまたは名称（日本語・英語）で認識され、順序は自由。
見出しが `#` で始まる列と、先頭のセルが `#` で始まる行は自由なコメント。空欄は既定値を意味する。●は必須。
""",
}
_HEADER = {
    "en": ("key", "label", "●", "unit", "allowed", "if blank", "meaning", "example"),
    "ja": ("キー", "名称", "●", "単位", "入力できる値", "空欄の場合", "意味", "例"),
}
_ONE_ROW_PER = {"en": "A row is named by", "ja": "行のキー："}
_NEEDED = {"en": "At least one row is needed.", "ja": "1行以上必要。"}
_SUMMED = {"en": "Rows with the same key are added up.", "ja": "同じキーの行は合計される。"}
_WIDE = {
    "en": "May also have one column per month instead of month and quantity.",
    "ja": "年月と数量の代わりに、月ごとの列にしてもよい。",
}


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def columns_page(language: str) -> str:
    """Return the column reference in one language, as Markdown."""
    lines = [_INTRODUCTION[language]]
    names = {name: sheet_title(sheet, language) for name, sheet in SHEETS.items()}
    for sheet in SCHEMA:
        other = sheet_title(sheet, "ja" if language == "en" else "en")
        facts = [sheet_hint(sheet, language)]
        facts += [_NEEDED[language]] if sheet.required else []
        if sheet.key:
            facts.append(f"{_ONE_ROW_PER[language]} {', '.join(f'`{key}`' for key in sheet.key)}.")
        facts += [_SUMMED[language]] if sheet.summed else []
        facts += [_WIDE[language]] if sheet.wide else []
        lines += [f"## {names[sheet.name]} ({other})", "", "\n".join(facts), ""]
        lines += [_row(_HEADER[language]), _row(("---",) * len(_HEADER[language]))]
        lines += [
            _row(
                (
                    f"`{column.key}`",
                    label(column, language),
                    "●" if column.required else "",
                    unit(column, language),
                    allowed_words(column, language, names),
                    default_words(column, language),
                    hint(column, language),
                    f"`{column.example}`",
                )
            )
            for column in (SETTINGS if sheet.name == "Settings" else sheet.columns)
        ]
        lines.append("")
    return "\n".join(lines)


def write_reference(folder: Path) -> None:
    """Write the column reference in both languages into a folder."""
    for language in wording.LANGUAGES:
        (folder / REFERENCE_FILES[language]).write_text(
            columns_page(language), encoding="utf-8", newline="\n"
        )


if __name__ == "__main__":
    write_reference(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
