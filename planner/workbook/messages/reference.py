"""The list of all findings in ``docs/``, written from the catalogue of messages.

``python -m planner.workbook.messages.reference [FOLDER]`` writes ``findings.md`` and ``findings.ja.md``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from planner.workbook.messages.catalogue import MESSAGES

FINDINGS_FILES = {"en": "findings.md", "ja": "findings.ja.md"}

_INTRODUCTION = {
    "en": """# Every finding

Written by `python -m planner.workbook.messages.reference` from the messages; do not edit it by hand.

What `planner check` and `planner solve` can say of a workbook.
Before each text stand the sheet, the cell and the label of the column; words in braces are filled in.
[How a workbook is read](workbook.md) explains when.
""",
    "ja": """# 検出項目の一覧

`python -m planner.workbook.messages.reference` がメッセージの一覧から作成する。手で編集しない。

`planner check` と `planner solve` がワークブックについて示すことのある項目。
文の前にシート名、セル番地、列の名称が付く。波かっこの語には実際の値が入る。
""",
}
_SECTIONS = {
    "E": {
        "en": ("Errors", "Nothing is solved while one of these stands."),
        "ja": ("エラー", "残っている間は計算しない。"),
    },
    "W": {
        "en": ("Warnings", "Probably not meant, or a consequence worth knowing; the plan can be solved."),
        "ja": ("警告", "意図と異なる可能性がある、または知っておくべき帰結。計算はできる。"),
    },
    "N": {
        "en": ("Notes", "Accepted, but read differently from how it was written, or without effect."),
        "ja": ("注記", "受け付けたが、書かれたとおりではない読み方をした、または効果がない。"),
    },
}
_HEADER = {"en": ("code", "text"), "ja": ("コード", "文")}


def findings_page(language: str) -> str:
    """Return the list of findings in one language, as Markdown."""
    lines = [_INTRODUCTION[language]]
    for letter, texts in _SECTIONS.items():
        title, meaning = texts[language]
        code, text = _HEADER[language]
        lines += [f"## {title}", "", meaning, "", f"| {code} | {text} |", "| --- | --- |"]
        lines += [
            f"| {code} | {_cell(MESSAGES[code][language])} |"
            for code in sorted(MESSAGES)
            if code.startswith(letter)
        ]
        lines.append("")
    return "\n".join(lines)


def write_findings(folder: Path) -> None:
    """Write the list of findings in both languages into a folder."""
    for language, name in FINDINGS_FILES.items():
        (folder / name).write_text(findings_page(language), encoding="utf-8", newline="\n")


def _cell(text: str) -> str:
    for mark in "|*<":
        text = text.replace(mark, f"\\{mark}")
    # The language of a fact is the program's affair, not the reader's.
    return text.replace(":ja}", "}")


if __name__ == "__main__":
    write_findings(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
