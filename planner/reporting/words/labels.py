"""Labels that stand above the keys of the plain tables of Japanese workbooks."""

# ruff: noqa: E501
from __future__ import annotations

import re

from planner.workbook.schema.sheets import SCHEMA

LABELS_JA: dict[str, str] = {
    "activity": "稼働量", "added": "加わるもの", "after": "前のシナリオ", "amount": "金額（割引前）",
    "amount_pv": "金額（現在価値）", "annual_quantity": "年間数量", "arrival_month": "到着月",
    "arrivals": "入荷", "arrived": "到着数量", "asks": "求める内容", "base": "分母の数量",
    "best": "最良の計画", "best_plan": "最良の計画の名称", "bound": "下限", "break_even": "採算点",
    "break_even_sure": "確実な採算点", "cannot_keep": "守れない条件", "capacity": "能力",
    "capex": "投資額", "case": "ケース", "cell": "セル", "chance_of_shortage": "欠品の確率",
    "change": "変更", "change_high": "費用の変化（上限）", "change_low": "費用の変化（下限）",
    "check": "検算項目", "chosen": "表示", "clash": "組", "code": "コード", "column": "列", "copied": "同じ内容の方針",
    "committed": "約束数量（年）", "cost_of_keeping": "維持した場合の費用増", "could_not_be_held": "保てなかった決定", "complete_month": "使用開始月", "component": "費目", "cost": "費用（割引前）",
    "cost_per_year": "年間費用", "cost_pv": "費用（現在価値）", "cvar": "費用上位の平均（CVaR）",
    "cvar_error": "同 誤差", "days": "日数", "days_of_cover": "在庫日数", "dearest_path": "費用最大の経路",
    "demand": "需要", "design": "設計", "detail": "詳細", "difference": "差", "discount": "値引率",
    "disposed": "廃棄", "down_difference": "減の差", "down_noise": "減の誤差", "down_objective": "減の目的関数",
    "down_status": "減の状態", "driver": "要因", "dropped": "外れるもの", "event": "イベント",
    "events": "途絶イベント", "expected": "期待値", "expected_cost": "期待費用", "expected_error": "同 誤差",
    "expected_short": "欠品の期待値", "extra_cost": "費用増", "extra_cost_today": "今の追加費用",
    "extra_pv": "費用増（現在価値）", "fact": "項目", "factor": "倍率", "family": "種類", "figure": "項目",
    "fill_rate": "充足率", "first": "1つ目", "first_month": "最初の月", "first_short_month": "最初の欠品月",
    "from": "変更前", "from_annual": "年間数量（以上）", "from_p": "確率（から）", "gap": "ギャップ",
    "gap_money": "ギャップ（金額）", "high": "高く見て", "holds_probability": "守られる確率",
    "impossible": "必須条件を守れない割合", "in_hand": "手元の計画", "in_plan": "計画で採用",
    "investment": "投資", "irreducible": "最小の組", "item": "品目", "items_checked": "検算行数",
    "kept_out_by": "妨げる条件", "kind": "種別", "largest_violation": "最大の違反", "last_month": "最後の月",
    "late": "遅れ", "late_units": "遅れの最大", "least": "最小限", "level": "水準", "limit": "限度の数量",
    "limit_share": "ルールの比率", "lost_above": "上側の損失", "lost_below": "下側の損失", "low": "低く見て",
    "lowest_cover_days": "最低在庫日数", "made": "生産", "matching": "対象数量",  "mean_stock_value": "平均在庫金額",
    "mean_unit_cost": "平均着荷単価", "median": "中央値", "median_at_least": "中央値は以上",
    "member": "判定対象", "message": "内容", "modules": "モジュール数", "money_tied": "在庫資金",
    "month": "月", "months": "継続月数", "months_loosened": "制限を外した月数", "name": "名称", "net_capex": "純投資額", "now": "現在の値",
    "number": "番号", "objective": "目的関数", "offer": "供給条件（見積）", "offers_entering": "新たに使う供給条件",
    "on_frontier": "効率的", "on_the_way": "輸送中", "onset": "発生月", "order_month": "発注月",
    "p": "確率", "p_first": "1つ目の確率", "p_second": "2つ目の確率", "part": "割合", "part_lost": "失われる割合",
    "passed": "合格", "path": "経路", "payment_month": "支払月", "penalty": "違反ペナルティ",
    "plan": "平常時", "policy": "方針", "pool": "共同契約", "probability": "確率", "process": "工程", "process_in": "工程への投入",
    "process_out": "工程からの産出", "product": "製品", "promised_cost_pv": "計画時の費用（現在価値）",
    "proof": "証明の幅", "proven": "証明済み", "purchases": "購入額", "qualification_cost": "認定費用",
    "qualified": "認定", "quantity": "数量", "quoted_price": "見積単価", "rate_per_month": "月間数量",
    "reach": "届く確率", "receipts": "入荷予定", "recovers": "回復（月）", "regret": "後悔",
    "remedy": "対策", "row": "行", "rule": "ルール", "safe": "安全", "samples": "件数", "scenario": "シナリオ",
    "scrap": "端材", "second": "2つ目", "seconds": "秒数", "setting": "設定", "severity": "重要度",
    "share": "比率", "share_of_item": "品目内比率", "sheet": "シート", "shock": "途絶", "short": "欠品",
    "short_units": "欠品数量", "shortage_pv": "欠品費用（現在価値）", "short_value": "欠品損失", "signed": "締結", "site": "拠点", "slack": "余裕",
    "solves": "計算回数", "source": "停止するもの", "start_month": "着手月", "state": "状態", "step": "段",
    "status": "計算の状態", "stays_from": "計画が保たれる確率（から）", "stays_to": "計画が保たれる確率（まで）",
    "stock": "月末在庫", "stock_value": "在庫金額", "supplier": "サプライヤー", "survives": "耐久（月）", "survives_at_least": "耐久は以上",
    "text": "説明", "tier": "数量区分", "tier_cost": "区分の固定費", "to": "変更後", "to_p": "確率（まで）",
    "under_way": "進行中の稼働", "undisturbed": "途絶なしの在庫", "unit": "単位", "unit_cost": "着荷単価",
    "up_difference": "増の差", "up_noise": "増の誤差", "up_objective": "増の目的関数", "up_status": "増の状態",
    "used": "使用", "value": "値", "variant": "変更案", "way": "解決策", "whatif": "条件変更",
    "where": "条件", "what": "内容", "widest_move": "最大の動き", "swing": "最大の動き", "window": "期間",
    "within_gap": "ギャップ内", "without": "外すもの", "without_kind": "外す種別",
    "worst": "最悪", "worst_cost": "最大費用", "worst_onset": "最悪の発生月", "worst_share": "到達した比率",
}  # fmt: skip
"""By key of a column."""

_YEAR = re.compile(r"year_(\d+)")
_QUANTILE = re.compile(r"q(\d+)")
_INPUT = {column.key: column.ja for sheet in SCHEMA for column in sheet.columns}


def column_label(key: str, language: str) -> str:
    """Return what stands above a key in a workbook of a language; empty where nothing does."""
    if language != "ja":
        return ""
    if year := _YEAR.fullmatch(key):
        return f"計画{year[1]}年目"
    if quantile := _QUANTILE.fullmatch(key):
        return f"下から{int(quantile[1])}％"
    return LABELS_JA.get(key) or _INPUT.get(key, key)
