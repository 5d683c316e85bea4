"""The help of the command line in Japanese, by its English text; a test finds what is missing."""

# ruff: noqa: E501 (sentences stand whole)
from __future__ import annotations

HELP_JA: dict[str, str] = {
    # what click itself says
    "Usage:": "使い方:",
    "[OPTIONS]": "[オプション]",
    "COMMAND [ARGS]...": "コマンド [引数]...",
    "Options:": "オプション:",
    "Commands:": "コマンド:",
    "Show this message and exit.": "この説明を表示して終了します。",
    "Show the version and exit.": "バージョンを表示して終了します。",
    "default:": "既定値:",
    "required": "必須",
    # the program
    "Plan purchases of critical materials that survive supply disruptions at least cost.": "重要鉱物の調達を、供給の途絶に耐え、費用が最小になるように計画します。",
    "Each command says more: planner solve --help. Exit codes: 0 done, 1 our bug, 2 not understood, 3 errors in the workbook, 4 no plan possible, 5 stopped without a plan, 6 cannot write, 7 cluster lost or unusable, 130 interrupted.": "各コマンドの詳細：planner solve --help --lang ja。終了コード：0 正常、1 プログラムの不具合、2 指定の誤り、3 ワークブックの誤り、4 計画が成り立たない、5 計画が得られずに停止、6 書き込み不可、7 クラスターの異常、130 中断。",
    # template
    "Write an empty template, or a filled example, to OUT.": "空の様式、または記入済みの例を OUT に書き込みます。",
    "An empty workbook to fill in, or a filled example.": "空の様式、または記入済みの例。",
    "Only these sheets and columns (again for more): basic, contracts, index, places, investments, risk, late, history.": "この分野のシートと列だけ（繰り返し指定可）：basic 基本、contracts 契約、index 指標連動、places 拠点、investments 投資、risk 途絶、late 納期遅れ、history 発注実績。",
    "The form of what was counted, ordered and learnt, for planner roll.": "棚卸・発注・判明した事実の記入様式（planner roll 用）。",
    "Language of the workbook.": "ワークブックの言語。",
    "Replace a file that exists.": "既にあるファイルを置き換えます。",
    # check
    "Report everything that is wrong with PLAN, by sheet and cell; solve nothing.": "PLAN の誤りをすべて、シートとセルで示します。計算はしません。",
    "Everything that is wrong with it, by sheet and cell.": "誤りの一覧（シートとセル）。",
    "Print one JSON object to stdout.": "結果を JSON で標準出力に書きます。",
    "Print errors only.": "エラーだけを表示します。",
    "Language.": "言語。",
    "the workbook's": "ワークブックの言語",
    # solve
    "Find the plan for PLAN, audit it, and write the result workbook.": "PLAN の最良の計画を求め、検算し、結果のワークブックを書き込みます。",
    "Ctrl-C keeps the best plan found so far.": "Ctrl-C で止めると、それまでの最良の計画を残します。",
    "The plan, as a workbook for the meeting.": "計画（会議用のワークブック）。",
    "Relative gap at which a search ends.": "探索を終える相対ギャップ。",
    "the workbook's mip_gap": "ワークブックの許容ギャップ",
    "Seconds up to the best plan.": "最良の計画までの秒数。",
    "the workbook's time_limit": "ワークブックの制限時間",
    "extensive: one model; benders: decomposition; auto: by the size of the plan.": "extensive：一括解法、benders：分解法、auto：計画の規模で選択。",
    "Memory the run may take.": "使ってよいメモリー（GB）。",
    "what is free": "空き容量",
    "Threads of the solver; 0: it decides.": "ソルバーのスレッド数。0 はソルバーに任せます。",
    "Random seed of the solver.": "ソルバーの乱数の種。",
    "Processes to run in; dask: a Dask cluster on this machine.": "並列のプロセス数。dask はこのマシン上の Dask クラスター。",
    "Run on the Dask cluster of this scheduler instead, such as tls://host:8786.": "このスケジューラーの Dask クラスターで計算します（例：tls://host:8786）。",
    "Plan as if nothing new could happen.": "新たな途絶が起こらないものとして計画します。",
    "Take the plan that another solver found for the model of planner export.": "planner export のモデルを他のソルバーで解いた解を取り込みます。",
    "Last month's result: begin from it, and change only what is worth it.": "前回の結果。ここから始め、効果のある変更だけを行います。",
    "With --last: what a change must gain, in the plan's currency.": "--last と併用：変更に求める効果（計画通貨）。",
    "the gap asked": "求めるギャップ",
    "Say what planning for disruptions is worth (EVPI, VSS) and what other onsets would cost.": "途絶に備える価値（EVPI、VSS）と、他の発生月での費用を示します。",
    "where it is soon done": "すぐに終わる場合のみ",
    "Show the solver's log, the size, the seconds by phase.": "ソルバーのログ、規模、段階ごとの秒数を表示します。",
    "Workbook to write.": "書き込むワークブック。",
    "outputs/<plan>-result.xlsx": "outputs/<計画>-result.xlsx",
    "Show negative amounts with △.": "負の金額を△で表示します。",
    # whatif
    "Solve PLAN and every case of its sheet WhatIf, and write them side by side.": "PLAN と「条件変更」シートの各ケースを計算し、並べて書き込みます。",
    "With --rules-of-thumb the rules a board has heard of stand beside the plan instead, judged on the same scenarios; cases of the sheet too, where they are named with --case. Ctrl-C keeps what is finished.": "--rules-of-thumb では、よく知られた経験則を同じシナリオで評価して計画と並べます。--case で指定したケースも加わります。Ctrl-C で止めると、終わった分を残します。",
    "The plan and its cases (sheet WhatIf) side by side.": "計画と条件変更のケースの比較。",
    "Only this case; may be repeated.": "このケースだけ（繰り返し指定可）。",
    "Instead of the cases: 60 days, 50/50, no stock and no investment, beside the plan.": "ケースの代わりに経験則（60日分、50/50、在庫なし、投資なし）を計画と並べます。",
    "Seconds for each solve.": "1回の計算の秒数。",
    "outputs/<plan>-whatif.xlsx": "outputs/<計画>-whatif.xlsx",
    # compare
    "Compare result workbooks with the first one: inputs, decisions, figures.": "結果のワークブックを最初のものと比べます（入力、決定、数値）。",
    "What differs between results, going in and coming out.": "結果どうしの違い（入力と結果）。",
    "Also what does not differ.": "違いのないものも示します。",
    "outputs/<first>-compare.xlsx": "outputs/<最初の結果>-compare.xlsx",
    # share
    "Write a copy of RESULT without inputs, prices, audit and facts of the run, to hand on.": "入力、価格、検算、実行情報を除いた RESULT の写しを、社外への提供用に書き込みます。",
    "A part of a result, to hand on.": "結果の一部（提供用）。",
    "What to leave in: summary, orders, costs, supplier:NAME (again for more).": "残すもの：summary 概要、orders 発注、costs 費用、supplier:NAME その供給元（繰り返し指定可）。",
    # explain
    "Say why the plan for PLAN is as it is: what each rule costs, what was left aside and why, other plans.": "PLAN の計画の理由を説明します。ルールごとの費用、採用しなかったものとその理由、別の計画。",
    "Where there is no plan: what cannot hold together, and the cheapest ways out (exit code 4; the workbook is written all the same). Ctrl-C keeps what is finished.": "計画が成り立たない場合は、両立しない条件と最も安い解決策を示します（終了コード4、ワークブックは書き込みます）。Ctrl-C で止めると、終わった分を残します。",
    "Why the plan is as it is; or why there is none.": "計画の理由、または成り立たない理由。",
    "Only this part; may be repeated: rules, offers, suppliers, investments, alternatives.": "この部分だけ（繰り返し指定可）：rules ルール、offers 供給条件、suppliers サプライヤー、investments 投資、alternatives 代替案。",
    "Other plans to show; 0: none.": "示す代替案の数。0 はなし。",
    "Part that another plan may cost more; 0.02 is 2 %.": "代替案に認める費用増の割合。0.02 は2％。",
    "outputs/<plan>-explained.xlsx": "outputs/<計画>-explained.xlsx",
    # sensitivity
    "Solve PLAN again with each main driver up and down: demand, prices, penalties, odds, rates, limits.": "主な要因（需要、価格、欠品損失、確率、率、上限）を上下させて PLAN を計算し直します。",
    "Ctrl-C keeps what is finished.": "Ctrl-C で止めると、終わった分を残します。",
    "What drives the cost.": "費用を動かす要因。",
    "Part by which each driver is lowered and raised; 0.1 is 10 %.": "各要因を増減する割合。0.1 は10％。",
    "Drivers in the chart.": "グラフに示す要因の数。",
    "outputs/<plan>-sensitivity.xlsx": "outputs/<計画>-sensitivity.xlsx",
    # events
    "List the library of disruptions: what, who, when, how much was lost, where it is from, how sure.": "途絶事例のライブラリを一覧します（内容、対象、時期、損失、出典、確からしさ）。",
    "The library of disruptions.": "途絶事例のライブラリ。",
    "Only what hits supply from this country, e.g. CN.": "この国からの供給に影響するものだけ（例：CN）。",
    "Only what hits these: Dy,Tb or magnet, ore, tungsten.": "これらに影響するものだけ（例：Dy,Tb、magnet、ore、tungsten）。",
    "Only how often such a thing has happened since 2010.": "2010年以降の発生頻度だけ。",
    "the machine's": "このマシンの言語",
    # scenarios
    "Write a copy of PLAN with events of the library, sampled scenarios, or fewer of them.": "ライブラリの事例の追加、シナリオの抽出・削減を行った PLAN の写しを書き込みます。",
    "A copy with more, sampled or fewer scenarios.": "シナリオを追加・抽出・削減した写し。",
    "The new plan; PLAN itself is never changed.": "新しい計画。PLAN は変更しません。",
    "Add an event of the library; may be repeated.": "ライブラリの事例を追加（繰り返し指定可）。",
    "Which of your items the added events hit.": "追加した事例が影響する品目。",
    "Probability that each added event begins within the plan.": "追加した事例が計画期間内に始まる確率。",
    "Sample N futures from the events.": "途絶イベントから N 通りの将来を抽出します。",
    "Random seed of the sampling.": "抽出の乱数の種。",
    "Let at most one event happen (done anyway where probabilities add up to more than 1).": "起こるイベントを多くても1つにします（確率の合計が1を超える場合は自動）。",
    "Keep the K scenarios that best stand for all of them.": "全体を最もよく代表する K 件のシナリオを残します。",
    "With --reduce: an event may be lost with all of its scenarios.": "--reduce と併用：シナリオがすべてなくなるイベントを認めます。",
    "With --reduce: also solve with K/4, K/2, K and (up to 200) all scenarios, and compare.": "--reduce と併用：K/4、K/2、K 件と全件（200件まで）でも計算し、比べます。",
    # stress
    "Hold PLAN's decisions fixed and run it through sampled disruptions, and through every onset.": "PLAN の決定を固定し、抽出した途絶とすべての発生月で試します。",
    "A seed gives the same answer from any number of jobs.": "乱数の種が同じなら、プロセス数によらず同じ結果になります。",
    "The plan held fixed, through sampled disruptions.": "固定した計画を、抽出した途絶で試す。",
    "Result of PLAN whose decisions are held.": "決定を固定する PLAN の結果。",
    "PLAN is solved": "PLAN を計算",
    "Futures to sample.": "抽出する将来の数。",
    "Also with every event a month longer than told, and nobody told.": "各イベントが予告なく1か月長引く場合も試します。",
    "Relative gap of the solve.": "計算の相対ギャップ。",
    "Seconds of the solve.": "計算の秒数。",
    "outputs/<plan>-stress.xlsx": "outputs/<計画>-stress.xlsx",
    # exposure
    "Take out every supplier, country at a stage and process: how long PLAN survives, against recovery.": "各サプライヤー、各段階の国、各工程を停止させ、PLAN が何か月耐えるかを回復期間と比べます。",
    "How long the plan survives without each source.": "供給元を失ったときに耐えられる期間。",
    "Months from one onset that is tried to the next.": "試す発生月の間隔（月）。",
    "outputs/<plan>-exposure.xlsx": "outputs/<計画>-exposure.xlsx",
    # frontier
    "Solve PLAN at several settings, careless to careful: what less risk costs, and which plan it takes.": "備えの薄い設定から厚い設定まで PLAN を計算し、リスクを減らす費用とその計画を示します。",
    "What less risk costs.": "リスクを減らす費用。",
    "Settings to try.": "試す設定の数。",
    "What is turned up: the weight of the tail, a fill rate held everywhere, or days of cover.": "強める条件：リスク重み、常に守る充足率、在庫日数のいずれか。",
    "outputs/<plan>-frontier.xlsx": "outputs/<計画>-frontier.xlsx",
    # export
    "Write the whole model of PLAN for another solver, and beside it a table of what its names stand for.": "PLAN のモデル全体を他のソルバー用に書き出し、名前の対応表を添えます。",
    "The second command takes back what the other solver found (HiGHS, SCIP, Gurobi, COPT or CBC), checks it and writes the result.": "2つ目のコマンドは、他のソルバー（HiGHS、SCIP、Gurobi、COPT、CBC）の解を取り込み、検算して結果を書き込みます。",
    "The model, for another solver.": "他のソルバー用のモデル。",
    "File to write; .mps, .mps.gz or .lp says what.": "書き込むファイル（拡張子 .mps、.mps.gz、.lp で形式を指定）。",
    "outputs/<plan>.mps": "outputs/<計画>.mps",
    "As if nothing new could happen.": "新たな途絶が起こらないものとします。",
    "Memory the model may take.": "モデルに使ってよいメモリー（GB）。",
    # odds
    "Ask over which probabilities of each event PLAN stays best, what else is best beyond, and who gains.": "各イベントの確率がどの範囲なら PLAN が最良か、その外では何が最良か、誰が得をするかを調べます。",
    "The odds at which the plan changes.": "計画が変わる確率。",
    "An event to ask about; two: also both at once, as a map.": "調べるイベント。2つ指定すると両方を同時に動かした図も作ります。",
    "every event": "すべてのイベント",
    "Also make the plan for every path being up to K times as likely as told.": "どの経路も想定の最大 K 倍の確率で起こりうる場合の計画も作ります。",
    "Solves of an event beyond its two ends, at most.": "1イベントあたりの追加の計算回数の上限。",
    "outputs/<plan>-odds.xlsx": "outputs/<計画>-odds.xlsx",
    # shock
    "Hold PLAN's decisions, let EVENT begin and nothing else, and tell what happens month by month.": "PLAN の決定を固定して EVENT だけを起こし、月ごとの推移を示します。",
    "One event, told month by month.": "1つの途絶の月ごとの推移。",
    "How long it lasts; several are told side by side.": "継続月数。複数指定すると並べて示します。",
    "as its row says": "イベントの行のとおり",
    "Part of supply that is lost while it is on.": "継続中に失われる供給の割合。",
    "Month in which it begins.": "発生月。",
    "where a scenario first has it": "シナリオでの最初の発生月",
    "Nobody knows how long: as its row says and, once over that, one month more, again and again.": "終わる時期が分からないものとします。予定の月数を過ぎても、1か月ずつ延びます。",
    "outputs/<plan>-shock.xlsx": "outputs/<計画>-shock.xlsx",
    # roll
    "Write the plan that is made next: what RESULT did until then becomes the past.": "次の計画を書き込みます。RESULT がそれまでに行ったことは過去の事実になります。",
    "Next month's plan, from a result.": "結果から作る翌月の計画。",
    "The next plan; RESULT itself is never changed.": "次の計画。RESULT は変更しません。",
    "First month of the next plan.": "次の計画の開始月。",
    "one month later": "1か月後",
    "An event that began in the months gone; may be repeated.": "過ぎた月に始まったイベント（繰り返し指定可）。",
    "Workbook of what was counted, ordered and learnt; planner template --actual writes an empty one.": "棚卸・発注・判明した事実のワークブック（空の様式は planner template --actual）。",
    "Keep the number of months (the added ones as a year before, marked as assumed), or the end.": "計画の月数を保つか（追加した月は前年と同じとし、仮定の印を付ける）、終わりを保つか。",
    # report
    "Write the result as one page of HTML that opens without a network and prints on A4.": "結果を、ネットワークなしで開き A4 に印刷できる1つの HTML ファイルに書き込みます。",
    "The result as a page to open and to print.": "結果を、開いて読み印刷できるページに。",
    "File to write.": "書き込むファイル。",
    "meeting: two pages of A4; approval: the form, four at most; full: everything.": "印刷の形：meeting は A4 2枚、approval は稟議書（4枚以内）、full は全部。",
    "The result in force: say what has changed since.": "現行の計画の結果。それからの変更点を示します。",
    "What planner whatif or compare wrote: the alternatives that were looked at.": "planner whatif または compare の出力。検討した代替案として示します。",
    "Print it too, beside it; needs Chromium or Google Chrome.": "PDF も作ります（Chromium または Google Chrome が必要）。",
    "outputs/<result>-report.html": "outputs/<結果>-report.html",
    # replay
    "A plan made again month by month, on what really happened.": "実際に起きたことに沿って、月ごとに計画し直す。",
    "Replay the first N months; after them nothing more happens.": "最初の N か月を再現します。その後は何も起きないものとします。",
    "Workbook of what happened; planner template --truth writes an empty one.": "起きたことのワークブック（空の様式は planner template --truth）。",
    "The form of what really happened, for planner replay; with a plan to replay, what happened after it.": "実際に起きたことの記入様式（planner replay 用）。再現用の計画と合わせると、その後に起きたこと。",
    "Plan PLAN again month by month, knowing what had happened by then, and count what it came to.": "PLAN を、その月までに起きたことだけを知って毎月計画し直し、結果を計算します。",
    "Ctrl-C keeps the months that are done.": "Ctrl-C で止めても、終わった月は残ります。",
    "What is followed: planner, held, or a rule of thumb (60-days, 50-50, no-stock, no-investment). Perfect knowledge stands beside them.": "比べる方針：planner、held、または経験則（60-days、50-50、no-stock、no-investment）。完全情報も並べて示します。",
    "all of the plan": "計画の全期間",
    "outputs/<plan>-replay.xlsx": "outputs/<計画>-replay.xlsx",
}
"""Paragraphs of the help of commands, help of options and their defaults."""

STARTS_JA: dict[str, str] = {"A filled example: ": "記入済みの例："}
"""Beginnings of texts whose rest is names."""


def in_japanese(text: str) -> str | None:
    """Return a text in Japanese; ``None`` where the catalogue lacks it."""
    plain = " ".join(text.split())
    for start, said in STARTS_JA.items():
        if plain.startswith(start):
            return said + plain.removeprefix(start)
    return HELP_JA.get(plain)
