"""What the command line says, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.printable import facts_for_print
from planner.workbook.sentences import filled

WORDS: Mapping[str, Mapping[str, str]] = {
    "interrupted": {
        "en": "Interrupted; nothing was written.",
        "ja": "中断しました。何も書き込んでいません。",
    },
    "errors": {"en": "Errors ({count}):", "ja": "エラー（{count}件）："},
    "warnings": {"en": "Warnings ({count}):", "ja": "警告（{count}件）："},
    "notes": {"en": "Notes ({count}):", "ja": "注記（{count}件）："},
    "not solved": {
        "en": "Errors to mend first: {errors}. Nothing was solved.",
        "ja": "エラーが{errors}件あります。修正してから実行してください。計算は行っていません。",
    },
    "no plan": {
        "en": "No plan meets every hard limit. These cannot all hold together:",
        "ja": "すべての必須条件を満たす計画はありません。次の条件は同時に成り立ちません。",
    },
    "whole numbers": {
        "en": "  Only whole-number decisions clash (lots, signing, qualifying, modules), or naming the clash took too long.",
        "ja": "  整数の決定（ロット、契約、認定、モジュール）だけが衝突しているか、衝突の特定に時間がかかりすぎました。",
    },
    "loosen": {
        "en": "Loosen one of them, or give a rule a penalty so that it may be broken at a price.",
        "ja": "いずれかを緩めるか、ルールに違反ペナルティ単価を入れてください。",
    },
    "looking": {
        "en": "There is no plan; looking for the smallest way out, for {seconds:.0f} seconds at most.",
        "ja": "計画が成り立ちません。最小の解決策を最長{seconds:.0f}秒で探しています。",
    },
    "looking case": {
        "en": "Cases without a plan: looking for the smallest way out, for {seconds:.0f} seconds at most.",
        "ja": "計画が成り立たないケースの最小の解決策を、最長{seconds:.0f}秒で探しています。",
    },
    "clash": {"en": "These cannot all hold together:", "ja": "次の条件は同時に成り立ちません。"},
    "explain more": {
        "en": "planner explain says more: other ways out, and what each of them costs. Nothing was written.",
        "ja": "planner explain で、ほかの解決策とそれぞれの費用を表示します。何も書き込んでいません。",
    },
    "unbounded": {
        "en": "The cost can fall without end: a design earns more than it costs without a limit. "
        "Check negative unit_cost in Designs, and prices of 0. Nothing was written.",
        "ja": "費用が際限なく下がります。「設計」シートの負の追加費用と価格 0 を確認してください。何も書き込んでいません。",
    },
    "not a model": {
        "en": "{path} must end in one of {endings}.",
        "ja": "{path} の拡張子は {endings} のいずれかにしてください。",
    },
    "exported": {
        "en": "Written: {path} ({rows:,} rows, {columns:,} columns, {integers:,} of them whole numbers). What its names "
        "stand for: {names}. The model holds every price of the plan. Take the answer back with "
        "planner solve PLAN.xlsx --solution FILE.",
        "ja": "書き込みました：{path}（{rows:,}行、{columns:,}列、うち整数{integers:,}）。名前の対応表：{names}。"
        "モデルには計画のすべての価格が含まれます。解は planner solve PLAN.xlsx --solution FILE で読み込みます。",
    },
    "opinion": {
        "en": "Taken from {path} ({solver}): its plan costs {cost:,.2f} by its values. How far the best plan may be "
        "from it was asked anew, without a search: --solution takes a plan, it does not prove it.",
        "ja": "{path}（{solver}）の解を読み込みました。その値による費用は{cost:,.2f}です。最良の計画との差は改めて見積もったもので、探索による証明ではありません。",
    },
    "opinion differs": {
        "en": "Beware: {path} tells an objective of {told:,.2f}, but its values cost {cost:,.2f}. "
        "The other solver read the model differently, or the file was changed.",
        "ja": "注意：{path} の目的関数値は{told:,.2f}ですが、値から計算した費用は{cost:,.2f}です。"
        "モデルの読み取り方が異なるか、ファイルが変更されています。",
    },
    "no opinion empty": {"en": "{path} is empty.", "ja": "{path} は空です。"},
    "no opinion format": {
        "en": "{path}, line {line}: ‘{found}’ is not what HiGHS, SCIP, Gurobi, COPT or CBC write in a solution.",
        "ja": "{path} の{line}行目：「{found}」は HiGHS、SCIP、Gurobi、COPT、CBC の解ファイルの形式ではありません。",
    },
    "no opinion number": {
        "en": "{path}, line {line}: ‘{found}’ is no number.",
        "ja": "{path} の{line}行目：「{found}」は数値ではありません。",
    },
    "no opinion name": {
        "en": "{path}, line {line}: this plan's model has no column ‘{found}’. "
        "Solve the file that planner export wrote from this workbook.",
        "ja": "{path} の{line}行目：この計画のモデルに列「{found}」はありません。このワークブックから planner export が書いたファイルを解いてください。",
    },
    "no opinion twice": {
        "en": "{path}, line {line}: the column ‘{found}’ stands twice.",
        "ja": "{path} の{line}行目：列「{found}」が2回あります。",
    },
    "no opinion no solution": {
        "en": "{path} holds no solution (‘{found}’). planner explain says why a plan cannot be.",
        "ja": "{path} に解がありません（「{found}」）。計画が成り立たない理由は planner explain で確認できます。",
    },
    "opinion broken": {
        "en": "The values in {path} do not hold in this plan. Was the workbook changed since it was exported? "
        "What they break:",
        "ja": "{path} の値はこの計画では成り立ちません。書き出し後にワークブックを変更していませんか。成り立たない条件：",
    },
    "stopped": {
        "en": "The time limit came before a first plan was found. Give more time (--time-limit) or a wider gap (--gap).",
        "ja": "最初の計画が見つかる前に制限時間になりました。--time-limit か --gap を大きくしてください。",
    },
    "too large": {
        "en": "The plan is too large for this machine: about {rows:,} rows, {columns:,} columns and {nonzeros:,} entries "
        "need about {needed:.1f} GB of memory, and {free:.1f} GB are free. Nothing was built or written.",
        "ja": "この計画はこのマシンには大きすぎます：約{rows:,}行、{columns:,}列、非ゼロ{nonzeros:,}件で、メモリー約{needed:.1f} GBが"
        "必要ですが、空きは{free:.1f} GBです。モデルの作成も書き込みも行っていません。",
    },
    "smaller": {
        "en": "What helps, the most first: fewer scenarios (planner scenarios PLAN.xlsx --reduce {fewer} -o SMALLER.xlsx); "
        "a shorter horizon (months in Settings); offers nobody would take left out; a machine, or a node of a cluster, "
        "with more memory. If you know better what is free: --memory GB.",
        "ja": "効果の大きい順に：シナリオを減らす（planner scenarios PLAN.xlsx --reduce {fewer} -o SMALLER.xlsx）、計画期間を短くする"
        "（設定の「計画月数」）、使わない見積りを外す、メモリーの多いマシン（クラスターのノードなど）で実行する。空き容量が実際と異なる場合は"
        " --memory GB で指定してください。",
    },
    "method": {
        "en": "Method: {method} ({branches} branches, about {columns:,} columns): {why}.",
        "ja": "解法：{method}（枝{branches}本、約{columns:,}列）。{why}。",
    },
    "method extensive": {"en": "one model", "ja": "一括解法"},
    "method benders": {"en": "decomposition", "ja": "分解法"},
    "why asked": {"en": "as asked", "ja": "指定どおり"},
    "why few_branches": {
        "en": "with few branches one model is quicker",
        "ja": "枝が少ないため、一つのモデルで解く方が速い",
    },
    "why small": {
        "en": "a small plan is quicker in one model",
        "ja": "小規模なため、一つのモデルで解く方が速い",
    },
    "why short_branches": {
        "en": "with branches this short one model is quicker",
        "ja": "枝が短いため、一つのモデルで解く方が速い",
    },
    "why large": {
        "en": "a large plan is quicker in parts, the trunk against its branches",
        "ja": "大規模なため、基本経路と枝に分けて解く方が速い",
    },
    "why memory": {
        "en": "one model would not fit into the memory",
        "ja": "一つのモデルではメモリーに収まらない",
    },
    "estimate": {
        "en": "Estimate: about {rows:,} rows, {columns:,} columns, {nonzeros:,} entries; {memory:.1f} GB of memory.",
        "ja": "見積り：約{rows:,}行、{columns:,}列、非ゼロ{nonzeros:,}件、メモリー{memory:.1f} GB。",
    },
    "alike": {
        "en": "Scenarios solved with another that has the same events in the same months: {alike:,}.",
        "ja": "他のシナリオと同じイベントが同じ月に起こり、まとめて解くシナリオ：{alike:,}件。",
    },
    "finishing": {
        "en": "Stopping: the best plan found so far is finished and written. Ctrl-C again gives it up.",
        "ja": "終了処理中：これまでの最良の計画を仕上げて書き込みます。もう一度 Ctrl-C を押すと破棄します。",
    },
    "seconds": {"en": "Seconds: {phases}; {total} in all.", "ja": "秒数：{phases}、合計 {total}。"},
    "seconds read": {"en": "reading", "ja": "読み込み"},
    "seconds assemble": {"en": "assembling", "ja": "データ組立て"},
    "seconds build": {"en": "building", "ja": "モデル作成"},
    "seconds search": {"en": "searching", "ja": "探索"},
    "seconds final LP": {"en": "settling", "ja": "数量の確定"},
    "seconds tables": {"en": "tables", "ja": "表の作成"},
    "seconds audit": {"en": "audit", "ja": "検算"},
    "seconds value": {"en": "value of planning", "ja": "備えの価値"},
    "seconds write": {"en": "writing", "ja": "書き込み"},
    "audit failed": {
        "en": "The independent audit does not confirm this plan; it was not written. Please report this:",
        "ja": "独立した検算がこの計画を確認できませんでした。書き込みは行っていません。次をご報告ください。",
    },
    "unconfirmed": {
        "en": "No plan was written: what the solver HiGHS {solver} answered does not hold when it is checked against the "
        "model, whichever way it was asked. Another version may do: pip install --force-reinstall planner takes one that is "
        "tested. What was found:",
        "ja": "計画は書き込みませんでした。ソルバー HiGHS {solver} の回答をモデルと照合したところ、どの方法で解いても成り立ちません。"
        "別のバージョンをお試しください（pip install --force-reinstall planner で検証済みのものが入ります）。照合の結果：",
    },
    "failed": {"en": "The solver gave up: {reason}", "ja": "ソルバーが停止しました：{reason}"},
    "bug": {
        "en": "Something went wrong that is our fault. Nothing was written. Please report this: {reason}.",
        "ja": "プログラムの不具合です。何も書き込んでいません。次をご報告ください：{reason}",
    },
    "page failed": {
        "en": (
            "The plan is solved and audited, but a page of the report failed; that is our fault. The tables were "
            "written without the pages: {path}. Please report this: {reason}."
        ),
        "ja": (
            "計画は計算・監査済みですが、レポートのページを作成できませんでした（プログラムの不具合です）。"
            "表だけを書き込みました：{path}。次をご報告ください：{reason}"
        ),
    },
    "bug more": {"en": "-v shows more.", "ja": "-v で詳細を表示します。"},
    "cannot write": {"en": "Cannot write {path}: {reason}.", "ja": "{path} に書き込めません：{reason}"},
    "second name": {
        "en": "{path} is open in another program (Excel?), so the file got a second name.",
        "ja": "{path} は他のプログラム（Excel など）で開かれているため、別名で保存しました。",
    },
    "written": {"en": "Written: {path}", "ja": "書き込みました：{path}"},
    "next check": {"en": "Next: planner check {path}", "ja": "次：planner check {path}"},
    "more subjects": {
        "en": "Not in it: {more}. Write another with --for SUBJECT and copy its sheets or columns over; they are "
        "found by their names.",
        "ja": "含まれない分野：{more}。--for SUBJECT で別に作り、シートや列をコピーしてください（名前で認識されます）。",
    },
    "checked": {
        "en": "No errors; {warnings} warnings, {notes} notes. The plan can be solved.",
        "ja": "エラーはありません。警告{warnings}件、注記{notes}件。計算できます。",
    },
    "not html": {
        "en": "{path}: the report must end in .html",
        "ja": "{path}：報告書の拡張子は .html にしてください",
    },
    "no browser": {
        "en": "--pdf needs Chromium or Google Chrome, and none was found on the PATH. Without --pdf the report is "
        "written as HTML; any browser prints it. Nothing was written.",
        "ja": "--pdf には Chromium または Google Chrome が必要ですが、PATH に見つかりません。--pdf を付けなければ "
        "HTML で書き出し、どのブラウザでも印刷できます。何も書き込んでいません。",
    },
    "browser failed": {
        "en": "{browser} did not print the report ({reason}). The report itself stands in {path}.",
        "ja": "{browser} で印刷できませんでした（{reason}）。報告書は {path} にあります。",
    },
    "printed": {"en": "Printed: {path}", "ja": "PDF を書き込みました：{path}"},
    "next report": {
        "en": "On paper: planner report {path}",
        "ja": "印刷用の報告書：planner report {path}",
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
    "is a folder": {
        "en": "{path} is a folder. Choose another output.",
        "ja": "{path} はフォルダーです。別の出力名にしてください。",
    },
    "cannot print": {
        "en": "Standard output cannot be written ({reason}).",
        "ja": "標準出力に書き込めません（{reason}）。",
    },
    "stands": {"en": "{path} was written and is whole.", "ja": "{path} は書き込み済みで、完全です。"},
    "interrupted after": {"en": "Interrupted.", "ja": "中断しました。"},
    "bug after": {
        "en": "Something went wrong that is our fault. Please report this: {reason}.",
        "ja": "プログラムの不具合です。次をご報告ください：{reason}",
    },
    "confidential": {
        "en": "It holds every price of the plan; planner share writes a part to hand on.",
        "ja": "計画のすべての価格を含みます。社外などに渡す場合は planner share で一部だけを書き出してください。",
    },
    "no such part": {
        "en": "there is no part '{part}'. Known: {known}.",
        "ja": "「{part}」という部分はありません。指定できるもの：{known}。",
    },
    "no such part near": {
        "en": "there is no part '{part}'. Did you mean '{near}'? Known: {known}.",
        "ja": "「{part}」という部分はありません。「{near}」のことですか。指定できるもの：{known}。",
    },
    "left out": {
        "en": "Left out: the inputs, everybody else's prices, the audit, the facts of the run.",
        "ja": "含まないもの：入力、ほかの取引先の価格、検算、実行の記録。",
    },
    "shared Summary": {
        "en": "how sure the supply is, and the stock held, without money",
        "ja": "供給の確かさと在庫（金額なし）",
    },
    "shared Scenarios": {
        "en": "each scenario with its probability and the part of demand met, without money",
        "ja": "シナリオごとの確率と充足率（金額なし）",
    },
    "shared Costs": {
        "en": "the costs of the plan in total; beside quantities they let prices be guessed",
        "ja": "計画の費用の合計（数量と合わせると価格を推測できます）",
    },
    "shared Orders": {
        "en": "what is ordered from whom and when as long as nothing happens, without prices",
        "ja": "途絶がない場合の発注先、発注月、数量（価格なし）",
    },
    "shared Supplier orders": {
        "en": "the orders from the suppliers named, as long as nothing happens, with the prices they quoted",
        "ja": "指定した調達先への発注（途絶がない場合）と、その調達先の見積価格",
    },
    "shared Supplier contracts": {
        "en": "the offers of the suppliers named: rates and quantities",
        "ja": "指定した調達先の契約と数量",
    },
    "share plan": {"en": "Plan", "ja": "計画"},
    "share first": {"en": "First month", "ja": "最初の月"},
    "share last": {"en": "Last month", "ja": "最後の月"},
    "share short": {"en": "Chance of any shortage", "ja": "不足が生じる確率"},
    "share stock": {"en": "Mean stock of {item} ({unit})", "ja": "{item}の平均在庫（{unit}）"},
    "share expected": {"en": "Expected cost", "ja": "期待費用"},
    "share tail": {"en": "Cost in the worst cases (CVaR)", "ja": "費用上位の平均（CVaR）"},
    "share worst": {"en": "Cost in the worst scenario", "ja": "最悪のシナリオの費用"},
    "share cash": {"en": "of the expected cost: paid", "ja": "期待費用のうち支払い"},
    "share policy": {
        "en": "of the expected cost: prices of wishes not met",
        "ja": "期待費用のうち方針の違反",
    },
    "share lost_margin": {"en": "of the expected cost: shortages", "ja": "期待費用のうち不足"},
    "share end_value": {"en": "of the expected cost: value at the end", "ja": "期待費用のうち期末の価値"},
    "no folder": {"en": "Folder {path} does not exist.", "ja": "フォルダー {path} がありません。"},
    "incumbent": {
        "en": "best {incumbent}, bound {bound}, gap {gap}",
        "ja": "最良 {incumbent}、下界 {bound}、差 {gap}",
    },
    "no onsets": {
        "en": "What the plan costs at other onsets was left out: it could not be judged to the end.",
        "ja": "他の発生月での費用は省略しました。最後まで評価できなかったためです。",
    },
    "nothing to value": {
        "en": "The plan has no scenario with a probability: there is nothing to say about what planning is worth.",
        "ja": "確率のあるシナリオがないため、備えの価値は計算できません。",
    },
    "no value": {
        "en": "What planning is worth was left out: the further solves it takes were stopped before they had an answer.",
        "ja": "備えの価値は省略しました。追加の計算が途中で終了したためです。",
    },
    "cluster missing": {
        "en": "Runs on a cluster need Dask, which is not installed: pip install 'planner[cluster]'",
        "ja": "クラスターでの計算に必要な Dask がインストールされていません：pip install 'planner[cluster]'",
    },
    "cluster or jobs": {
        "en": "--jobs and --scheduler exclude each other: the cluster has as many processes as it has workers.",
        "ja": "--jobs と --scheduler は同時に指定できません。クラスターのプロセス数はワーカー数で決まります。",
    },
    "cluster unreachable": {
        "en": "The scheduler at {where} cannot be reached ({reason}). Nothing was solved.",
        "ja": "スケジューラー {where} に接続できません（{reason}）。計算は行っていません。",
    },
    "no workers": {
        "en": "The scheduler at {where} has no workers. Start some (dask worker {where} --nthreads 1). Nothing was solved.",
        "ja": "スケジューラー {where} にワーカーがありません。ワーカーを起動してください（dask worker {where} --nthreads 1）。計算は行っていません。",
    },
    "versions differ": {
        "en": "The cluster at {where} runs other versions than this machine, so its numbers could differ. Nothing was solved.",
        "ja": "クラスター {where} とこのマシンでバージョンが異なり、結果が変わるおそれがあります。計算は行っていません。",
    },
    "version": {
        "en": "{package}: {here} here, {there} at {at}",
        "ja": "{package}：このマシン {here}、{at} {there}",
    },
    "not installed": {"en": "not installed", "ja": "未インストール"},
    "cluster lost": {
        "en": "The cluster at {where} was lost: {reason}.",
        "ja": "クラスター {where} が失われました：{reason}。",
    },
    "runs finished": {
        "en": "{finished} of {count} runs were finished.",
        "ja": "{count}件中{finished}件の計算が終わっていました。",
    },
    "best kept": {
        "en": "The best plan found by then was written to {path}.",
        "ja": "それまでに見つかった最良の計画を {path} に書き込みました。",
    },
    "lost connection": {"en": "its scheduler is gone", "ja": "スケジューラーとの接続が切れました"},
    "lost no_workers": {"en": "all of its workers are gone", "ja": "ワーカーがすべてなくなりました"},
    "lost killed": {
        "en": "a run was killed on every worker that took it, for want of memory perhaps",
        "ja": "ある計算がどのワーカーでも強制終了されました。メモリー不足が考えられます",
    },
    "finished kept": {
        "en": "What was finished was written to {path}; the rest was not run.",
        "ja": "終わった分は {path} に書き込みました。残りは計算していません。",
    },
    "nothing found": {
        "en": "There was no plan yet; nothing was written.",
        "ja": "計画はまだ見つかっていません。何も書き込んでいません。",
    },
    "nothing kept": {
        "en": "Nothing was written: a part of the runs would not give the right figures.",
        "ja": "一部だけでは正しい数値にならないため、何も書き込んでいません。",
    },
    "prices in clear": {
        "en": "Warning: {where} is not encrypted; prices can be read on the way. tls://… is (docs/cluster.md).",
        "ja": "警告：{where} は暗号化されていません。価格が通信路で読み取られるおそれがあります。tls://… を使ってください（docs/cluster.ja.md）。",
    },
    "cases done": {"en": "{done} of {count} solved", "ja": "{count}件中{done}件を計算"},
    "no case": {
        "en": "No plan was found, neither for the workbook as it is nor for a case. Nothing was written.",
        "ja": "現状でも、どのケースでも、計画が得られませんでした。何も書き込んでいません。",
    },
    "no base": {
        "en": "No plan was found, so there is nothing to go on from. Nothing was written.",
        "ja": "計画が得られなかったため、先に進めません。何も書き込んでいません。",
    },
    "explain why": {
        "en": "planner explain says why, and what would make a plan possible.",
        "ja": "planner explain で、原因と解決策を確認できます。",
    },
    "rest not run": {
        "en": "Interrupted; what was finished is kept, the rest was not run.",
        "ja": "中断しました。終わった分は保存し、残りは計算していません。",
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
    return filled(WORDS[key][language], language, facts_for_print(facts))
