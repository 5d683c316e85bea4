"""Words for plans that follow each other: the bridge from month to month, and what is not worth a change."""

# ruff: noqa: E501 (sentences stand whole)

from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.sentences import filled

WORDS: Mapping[str, Mapping[str, str]] = {
    "title": {
        "en": "From last plan to this one, expected cost ({scale})",
        "ja": "前回から今回への期待費用（{scale}）",
    },
    "before": {"en": "Last plan", "ja": "前回の計画"},
    "paid": {"en": "Months gone: paid", "ja": "過ぎた月：支払い済み"},
    "payable": {"en": "Months gone: still payable", "ja": "過ぎた月：未払い"},
    "odds": {"en": "Time passed, what did not happen", "ja": "時の経過・起きなかった途絶"},
    "remaining": {"en": "Last plan's remaining months", "ja": "前回計画の残り月"},
    "unkept": {"en": "Limits whose past counts no more", "ja": "過去を数えられない条件"},
    "months": {"en": "Months added", "ja": "追加した月"},
    "prices": {"en": "Prices and rates", "ja": "価格・為替・金利"},
    "demand": {"en": "Demand", "ja": "需要"},
    "supply": {"en": "Supply and limits", "ja": "供給・上限"},
    "scenarios": {"en": "Scenarios and probabilities", "ja": "シナリオと確率"},
    "again": {"en": "Planning again", "ja": "計画の見直し"},
    "after": {"en": "This plan", "ja": "今回の計画"},
    "what": {
        "en": "Each step is last month's decisions, held and judged on one more group of this month's inputs; the last one is what planning again gains. Present value, at the first month of each plan.",
        "ja": "各段は、前回の決定を保ったまま、今回の入力を1つずつ加えて評価した差。最後は計画を見直した効果。現在価値（各計画の開始月）。",
    },
    "head step": {"en": "Step", "ja": "段"},
    "head amount": {"en": "Amount", "ja": "金額"},
    "head moved": {"en": "Could not be held", "ja": "保てなかった決定"},
    "bridge line": {"en": "  {step}: {amount}", "ja": "  {step}：{amount}"},
    "bridge moved": {"en": " (could not be held: {moved})", "ja": "（保てなかった決定：{moved}）"},
    "orders": {
        "en": "Orders and decisions that differ: {count} (sheet Decisions moved)",
        "ja": "異なる発注・決定：{count}件（シート「決定の月別の違い」）",
    },
    "moved worth": {"en": " (keeping it: {worth})", "ja": "（維持する場合：{worth}）"},
    # --- what is not worth a change ---
    "last title": {"en": "Since the last plan", "ja": "前回の計画から"},
    "last same": {
        "en": "Nothing is decided otherwise than in the last plan.",
        "ja": "前回と異なる決定はありません。",
    },
    "last kept all": {
        "en": "All of last plan's decisions are kept: changing {count} of them would gain {gain}, which is not worth it (below {threshold}).",
        "ja": "前回の決定をすべて維持：{count}件を変えても効果は{gain}で、基準{threshold}に届きません。",
    },
    "last kept for nothing": {
        "en": "All of last plan's decisions are kept: changing {count} of them, as the search did at first, gains nothing.",
        "ja": "前回の決定をすべて維持：最初の探索では{count}件変わりましたが、効果はありません。",
    },
    "last unknown": {
        "en": "{kind} {name}: {before} → {after}; what keeping it would cost was not found in time.",
        "ja": "{kind} {name}：{before}→{after}。前回のままの費用は時間内に求まりませんでした。",
    },
    "last changed": {
        "en": "{kind} {name}: {before} → {after}; keeping it as it was would cost {cost}.",
        "ja": "{kind} {name}：{before}→{after}。前回のままなら{cost}増。",
    },
    "last cannot": {
        "en": "{kind} {name}: {before} → {after}; it cannot be kept as it was.",
        "ja": "{kind} {name}：{before}→{after}。前回のままにはできません。",
    },
    "last kept": {
        "en": "{kind} {name} stays at {before}: {after} would gain only {cost}.",
        "ja": "{kind} {name}は前回の{before}のまま：{after}にしても効果は{cost}だけです。",
    },
    "last more": {
        "en": "{count} more changes stand on the sheet Run.",
        "ja": "ほか{count}件は「Run」シートにあります。",
    },
    "kind supplier": {"en": "Supplier", "ja": "サプライヤー"},
    "kind contract": {"en": "Contract (a month)", "ja": "契約（月）"},
    "kind investment": {"en": "Investment (modules)", "ja": "投資（モジュール）"},
    "kind order": {"en": "Order", "ja": "発注"},
    "kind stock": {"en": "Mean stock", "ja": "平均在庫"},
}


def say(key: str, language: str, **facts: object) -> str:
    """Return one text in a language, with its facts filled in."""
    return filled(WORDS[key][language], language, facts)
