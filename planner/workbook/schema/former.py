"""Japanese names that sheets and columns had in older templates: they are still read."""

from __future__ import annotations

FORMER_SHEETS: dict[str, tuple[str, ...]] = {
    "Offers": ("オファー", "供給条件", "見積"),
    "PriceTiers": ("数量値引",),
}
"""By canonical name."""

FORMER_LABELS: dict[tuple[str, str], tuple[str, ...]] = {
    ("Settings", "event_probabilities"): ("イベントの重なり",),
    ("Settings", "year_start"): ("年度の開始月",),
    ("Items", "unit_value"): ("単価（評価）",),
    ("Items", "min_cover_days"): ("目標在庫日数",),
    ("Items", "cover_again_months"): ("在庫復元猶予（月）",),
    ("Offers", "offer"): ("オファー", "供給条件"),
    ("PriceTiers", "offer"): ("オファー", "供給条件"),
    ("History", "offer"): ("オファー", "供給条件"),
    ("Offers", "take_or_pay"): ("引取義務率",),
    ("Offers", "flex"): ("月間柔軟性",),
    ("Offers", "moq"): ("最小発注量",),
    ("Offers", "order_cost"): ("発注費",),
    ("Offers", "available_from"): ("発注可能期間（開始）",),
    ("Offers", "available_to"): ("発注可能期間（終了）",),
    ("Products", "shortage_penalty"): ("欠品費用", "欠品ペナルティ"),
    ("Investments", "committed_start"): ("着手済み",),
    ("Investments", "earliest_start"): ("着手可能期間（開始）",),
    ("Investments", "latest_start"): ("着手可能期間（終了）",),
    ("Rules", "member"): ("対象",),
    ("Rules", "sense"): ("以下・以上",),
    ("Rules", "penalty"): ("違反単価",),
    ("Events", "severity"): ("深刻度",),
    ("Events", "loss_profile"): ("損失推移",),
    ("Events", "start_from"): ("開始可能期間（開始）",),
    ("Events", "start_to"): ("開始可能期間（終了）",),
}
"""By sheet and key."""

COMMENT_LABELS = ("備考", "備考欄", "コメント", "摘要")
"""Headers of columns that are comments, as ``#comment`` is."""
