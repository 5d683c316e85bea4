"""How to read the result workbook, in English and Japanese."""

from __future__ import annotations

GUIDE_EN: dict[str, str] = {
    "guide_title": "How to read this workbook",
    "guide_sheet": "Sheet",
    "guide_column": "Column",
    "guide_meaning": "Meaning",
    "guide_1": (
        "The trunk (scenario 0) is life as planned. Every other scenario is a branch: until its "
        "first month it is the trunk (or the branch it follows), and nobody in the plan can see it "
        "coming."
    ),
    "guide_2": (
        "Suppliers to qualify, contracts to sign and investments to start are decided once, now, and "
        "hold on every path. Nobody is qualified, signed or built because of a disruption."
    ),
    "guide_3": (
        "From its first month a branch knows its own events and when they end. It does not know "
        "whether another scenario will follow it."
    ),
    "guide_4": (
        "Every statement holds in the scenarios given, with the probabilities given. What was not "
        "given is not insured."
    ),
    "guide_5": (
        "Expected cost weighs every path with its probability. The tail cost (CVaR) is the mean of "
        "the worst paths. The plan minimises (1 − risk weight)·expected cost + risk weight·tail "
        "cost."
    ),
    "guide_6": (
        "Cash is kept apart from penalties: missing cover and broken rules cost what the workbook "
        "says a wish is worth, shortage costs margin not earned; neither pays for goods."
    ),
    "guide_7": (
        "Only the orders of the nearest three months are advice. Later ones show what is prepared, "
        "and will be planned again. The last months (pale in charts) are shaped by the end of the "
        "plan."
    ),
    "guide_8": (
        "Sheets with one header row of keys are plain tables (pandas reads them). Quantities are in "
        "the item's unit; money is undiscounted unless the column ends in _pv. The sheets In … hold "
        "the input: solve this file again, or compare it."
    ),
    "guide_9": (
        "Confidential: this file holds every price, supplier and limit of the plan (sheets In …, Orders, "
        "Awards), also where a sheet is hidden. To hand on a part of it: planner share."
    ),
}

GUIDE_JA: dict[str, str] = {
    "guide_title": "このワークブックの読み方",
    "guide_sheet": "シート",
    "guide_column": "列",
    "guide_meaning": "意味",
    "guide_1": (
        "基本経路（シナリオ0）は計画どおりの推移です。その他のシナリオは枝であり、開始月までは基本経"
        "路（または親のシナリオ）と同じで、計画上その到来は誰にも見えません。"
    ),
    "guide_2": (
        "認定・契約・投資はいま一度だけ決め、すべての経路に共通です。途絶が起きてから認定・契約・投資"
        "を行うことはありません。"
    ),
    "guide_3": "枝は開始月から自らの事象とその終わりを知ります。別のシナリオが続くかどうかは知りません。",
    "guide_4": (
        "すべての記述は、与えられたシナリオと確率のもとでのものです。与えられていない事象には備えていません。"
    ),
    "guide_5": (
        "期待費用は各経路を確率で重み付けした平均、費用上位の平均（CVaR）は最も費用の高い経路の平均です。計画は（"
        "1－リスク重み）×期待費用＋リスク重み×費用上位の平均を最小にします。"
    ),
    "guide_6": (
        "現金とペナルティは分けて示します。在庫日数の未達とルール違反は、ワークブックが望ましさに付け"
        "た値段、欠品は得られない利益であり、いずれも品物の代金ではありません。"
    ),
    "guide_7": (
        "提案は今後3か月の発注だけです。その先は備えの姿であり、改めて計画します。最後の数か月（グラ"
        "フの淡色）は計画の終わりの影響を受けています。"
    ),
    "guide_8": (
        "表のシートは、1行目が名称、2行目がキーです（pandasではheader=1で読めます）。数量は品目の単位、金額は列名が_pvで終"
        "わるものを除き割引前です。【入力】…シートは入力であり、このファイルを再計算・比較できます。"
    ),
    "guide_9": (
        "社外秘：このファイルには計画のすべての価格、調達先、制約が含まれます（【入力】…、発注、採用条件"
        "シート。シートを非表示にしても残ります）。一部だけを渡すときはplanner shareを使ってください。"
    ),
}
