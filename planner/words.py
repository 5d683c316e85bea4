"""What the command line says, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "interrupted": {
        "en": "Interrupted; nothing was written.",
        "ja": "中断しました。何も書き込んでいません。",
    },
    "errors": {"en": "Errors ({count}):", "ja": "エラー（{count}件）："},
    "warnings": {"en": "Warnings ({count}):", "ja": "警告（{count}件）："},
    "notes": {"en": "Notes ({count}):", "ja": "注記（{count}件）："},
    "not solved": {
        "en": "{errors} errors to mend first; nothing was solved.",
        "ja": "エラーが{errors}件あります。修正してから実行してください。計算は行っていません。",
    },
    "no plan": {
        "en": "No plan meets every hard limit. These cannot all hold together:",
        "ja": "すべての必須条件を満たす計画はありません。次の条件は同時に成り立ちません。",
    },
    "whole numbers": {
        "en": "  Only whole-number decisions clash (lots, signing, qualifying, modules): loosen one of those.",
        "ja": "  整数の決定（ロット、契約、認定、モジュール）だけが衝突しています。いずれかを緩めてください。",
    },
    "loosen": {
        "en": "Loosen one of them, or give a rule a penalty so that it may be broken at a price. Nothing was written.",
        "ja": "いずれかを緩めるか、ルールに違反単価を入れてください。何も書き込んでいません。",
    },
    "unbounded": {
        "en": "The cost can fall without end: a design earns more than it costs without a limit. "
        "Check negative unit_cost in Designs, and prices of 0. Nothing was written.",
        "ja": "費用が際限なく下がります。Designs の負の unit_cost と価格 0 を確認してください。何も書き込んでいません。",
    },
    "stopped": {
        "en": "The time limit came before a first plan was found. Give more time (--time-limit) or a wider gap (--gap).",
        "ja": "最初の計画が見つかる前に制限時間になりました。--time-limit か --gap を大きくしてください。",
    },
    "audit failed": {
        "en": "The independent audit does not confirm this plan; it was not written. Please report this:",
        "ja": "独立した検算がこの計画を確認できませんでした。書き込みは行っていません。次をご報告ください。",
    },
    "failed": {"en": "The solver gave up: {reason}", "ja": "ソルバーが停止しました：{reason}"},
    "bug": {
        "en": "Something went wrong that is our fault ({reason}). Nothing was written; -v shows more.",
        "ja": "プログラムの不具合です（{reason}）。何も書き込んでいません。-v で詳細を表示します。",
    },
    "cannot write": {"en": "Cannot write {path}: {reason}.", "ja": "{path} に書き込めません：{reason}"},
    "second name": {
        "en": "{path} is open in another program (Excel?), so the file got a second name.",
        "ja": "{path} は他のプログラム（Excel など）で開かれているため、別名で保存しました。",
    },
    "written": {"en": "Written: {path}", "ja": "書き込みました：{path}"},
    "next check": {"en": "Next: planner check {path}", "ja": "次：planner check {path}"},
    "checked": {
        "en": "No errors; {warnings} warnings, {notes} notes. The plan can be solved.",
        "ja": "エラーはありません。警告{warnings}件、注記{notes}件。計算できます。",
    },
    "not xlsx": {"en": "{path}: the output must end in .xlsx", "ja": "{path}：出力は .xlsx にしてください"},
    "is the input": {
        "en": "{path} is the input; it is never overwritten. Choose another output.",
        "ja": "{path} は入力ファイルです。上書きはしません。別の出力名にしてください。",
    },
    "exists": {
        "en": "{path} exists; use --force to replace it, or -o for another name.",
        "ja": "{path} は既にあります。--force で置き換えるか、-o で別名にしてください。",
    },
    "no folder": {"en": "Folder {path} does not exist.", "ja": "フォルダー {path} がありません。"},
    "incumbent": {
        "en": "best {incumbent}, bound {bound}, gap {gap}",
        "ja": "最良 {incumbent}、下界 {bound}、差 {gap}",
    },
    "cases done": {"en": "{done} of {count} solved", "ja": "{count}件中{done}件を計算"},
    "no case": {
        "en": "None of the cases has a plan, nor has the plan itself. Nothing was written.",
        "ja": "計画にも、どのケースにも解がありません。何も書き込んでいません。",
    },
    "no base": {
        "en": "The plan itself has no solution, so nothing can be compared with it. Nothing was written.",
        "ja": "計画自体に解がないため、比較できません。何も書き込んでいません。",
    },
    "building": {"en": "building the model", "ja": "モデル作成中"},
    "searching": {"en": "searching", "ja": "探索中"},
    "searching again": {"en": "searching again", "ja": "再探索中"},
    "final LP": {"en": "settling quantities", "ja": "数量の確定中"},
    "paths without weight": {"en": "settling unlikely paths", "ja": "確率のない経路の確定中"},
    "feasibility": {"en": "looking for any plan", "ja": "実行可能性の確認中"},
}


def say(key: str, language: str, **facts: object) -> str:
    """Return one sentence in a language."""
    return WORDS[key][language].format(**facts)
