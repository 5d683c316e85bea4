"""Names of the sheets of results in Japanese workbooks, and how a name is taken back to its own."""

from __future__ import annotations

import re

TITLES_JA: dict[str, str] = {
    "Summary": "概要",
    "Charts": "グラフ",
    "ChartData": "グラフデータ",
    "Guide": "読み方",
    "Notes": "読み取り",
    "Run": "実行情報",
    "Audit": "検算",
    "Awards": "採用条件",
    "Pools": "共同契約",
    "Suppliers": "サプライヤー",
    "Investments": "投資",
    "Orders": "発注",
    "Stock": "在庫",
    "Production": "生産",
    "Demand": "需要",
    "Processes": "工程",
    "Rules": "ルール",
    "RuleReach": "ルール到達",
    "Scenarios": "シナリオ",
    "Costs": "費用",
    "Cash": "支払",
    "Sites": "拠点",
    # comparison
    "Cases": "比較",
    "Tornado": "感度",
    "Figures": "数値",
    "Inputs changed": "入力の違い",
    "Decisions changed": "決定の違い",
    "Unlike": "前提の違い",
    "Bridge": "推移",
    "Decisions moved": "決定の月別の違い",
    "Drivers": "要因",
    # risk
    "Exposure": "弱点一覧",
    "Onsets": "発生月別",
    "Remedies": "対策",
    "Spread": "分布",
    "Samples": "抽出",
    "Shocks": "途絶別",
    "FirstShock": "最初の途絶",
    "Fans": "月別推移",
    "OwnScenarios": "計画のシナリオ",
    "Points": "計画点",
    "Ranges": "確率の範囲",
    "Decisions": "決定",
    "Curves": "曲線",
    "Solved": "計算した点",
    "Map": "2事象の図",
    "Durations": "継続期間",
    "Months": "月別",
    "Otherwise": "途絶時の発注",
    "Stops": "停止",
    "Short": "欠品",
    # replay
    "Policies": "方針",
    "Shortage": "欠品の明細",
    # explanation
    "Explanation": "説明",
    "Price of rules": "条件の値段",
    "Why not": "不採用の理由",
    "Alternatives": "代替案",
    "Clash": "両立しない条件",
    "Ways out": "解決策",
    "Findings": "検出項目",
    "Events": "途絶イベント",
}
"""By English name."""

_ENGLISH = {ja: en for en, ja in TITLES_JA.items()}
_PART = re.compile(r"^(.*?)( \d+)?$", re.DOTALL)


def shown_title(name: str, language: str) -> str:
    """Return the name of a sheet as a workbook of a language has it; a part's number stays."""
    if language != "ja":
        return name
    base, part = _PART.fullmatch(name).groups()  # type: ignore[union-attr]
    return TITLES_JA.get(base, base) + (part or "")


def own_title(title: str) -> str:
    """Return the English name of a sheet, whichever language its workbook speaks."""
    base, part = _PART.fullmatch(title).groups()  # type: ignore[union-attr]
    return _ENGLISH.get(base, base) + (part or "")
