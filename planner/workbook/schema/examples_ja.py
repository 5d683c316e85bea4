"""Example values of the template in Japanese, where a word of a list, a number or a code does not do."""

from __future__ import annotations

EXAMPLES_JA: dict[tuple[str, str], str] = {
    ("Settings", "plan_name"): "磁石調達2026",
    ("Countries", "name"): "中国",
    ("Countries", "groups"): "高リスク; アジア",
    ("Items", "name"): "酸化ジスプロシウム",
    ("Suppliers", "name"): "ライナス",
    ("Products", "name"): "駆動モーターA",
    ("Products", "unit"): "台",
    ("Designs", "name"): "粒界拡散",
    ("Processes", "name"): "磁石リサイクルライン",
    ("Investments", "name"): "リサイクル設備",
    ("Investments", "adds_to"): "工程:HD-RECYCLE",
    ("Events", "name"): "中国の輸出規制",
    ("Events", "source"): "経済産業省の公表資料（2025年4月）",
    ("WhatIf", "note"): "中国の上限を厳しくする",
    ("WhatIf", "column"): "比率",
}
"""By sheet and key."""
