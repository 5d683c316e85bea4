"""What a replay says, in English and Japanese."""

# ruff: noqa: E501 (sentences stand whole)

from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.sentences import filled

WORDS: Mapping[str, Mapping[str, str]] = {
    # --- policies ---
    "planner": {"en": "Planned again each month", "ja": "毎月計画し直す"},
    "held": {"en": "First plan held", "ja": "最初の計画を守る"},
    "60-days": {"en": "60 days of stock, cheapest", "ja": "60日在庫・最安調達"},
    "50-50": {"en": "Two sources, half each", "ja": "2社に半分ずつ"},
    "no-stock": {"en": "No stock", "ja": "在庫なし"},
    "no-investment": {"en": "No investment", "ja": "投資なし"},
    "perfect": {"en": "Perfect knowledge", "ja": "完全情報"},
    # --- the answer ---
    "title": {"en": "{plan}: replayed on what happened", "ja": "{plan}：実績による再現"},
    "lead wins": {
        "en": "Planned again each month: {cost}, {saved} less than the next best ({next}), with {short} short.",
        "ja": "毎月計画し直すと{cost}。次善（{next}）より{saved}少なく、欠品は{short}。",
    },
    "lead loses": {
        "en": "Planned again each month: {cost}, {lost} more than {best}, with {short} short.",
        "ja": "毎月計画し直すと{cost}。「{best}」より{lost}多く、欠品は{short}。",
    },
    "lead ties": {
        "en": "Planned again each month: {cost}, as much as {best}, with {short} short.",
        "ja": "毎月計画し直すと{cost}。「{best}」と同額で、欠品は{short}。",
    },
    "lead one": {
        "en": "{policy}: {cost}, with {short} short.",
        "ja": "{policy}：{cost}、欠品{short}。",
    },
    "lead perfect": {"en": "Knowing everything: {perfect}.", "ja": "すべて知っていれば{perfect}。"},
    "not begun": {"en": "Not begun: {policies}.", "ja": "未着手：{policies}。"},
    "nothing happened": {
        "en": "Nothing happened otherwise than planned.",
        "ja": "計画と異なることは起きませんでした。",
    },
    "happened": {
        "en": "{event}: from {start}, for {months} months.",
        "ja": "{event}：{start}から{months}か月。",
    },
    "months only": {
        "en": "The first {months} months were replayed; after them nothing more happens, and each policy carries out its last plan.",
        "ja": "最初の{months}か月を再現しました。その後は何も起きず、各方針は最後の計画を実行します。",
    },
    "interrupted": {
        "en": "{policy} was stopped after {months} months; they are kept.",
        "ja": "「{policy}」は{months}か月で中断しました。そこまでの結果は残っています。",
    },
    "ended": {
        "en": "{policy} ended after {months} months: {why}",
        "ja": "「{policy}」は{months}か月で終わりました：{why}",
    },
    "loosened": {
        "en": "{policy}: in {count} months no plan kept every policy limit (fill rates, hard rules, hard cover); they were given up there.",
        "ja": "「{policy}」：{count}か月は方針上の制限（充足率・必須ルール・必須在庫）を守れる計画がなく、その月は外しました。",
    },
    "copied": {
        "en": "Perfect knowledge does here what {policy} did: its own search found nothing cheaper.",
        "ja": "完全情報はここでは「{policy}」と同じです。それより安い計画は見つかりませんでした。",
    },
    # --- the page ---
    "policies": {"en": "What each policy came to", "ja": "方針ごとの結果"},
    "policies how": {
        "en": "All of them are counted in one ledger: what really arrived, at the prices that really were (present value).",
        "ja": "どの方針も同じ帳簿で計算：実際に届いた数量、実際の価格（現在価値）。",
    },
    "months": {"en": "Month by month", "ja": "月ごとの推移"},
    "decisions": {"en": "What was decided, and when", "ja": "いつ何を決めたか"},
    "decisions how": {
        "en": "Contracts signed (a month), suppliers qualified and investments started.",
        "ja": "締結した契約（月間数量）、認定したサプライヤー、着手した投資。",
    },
    "head policy": {"en": "Policy", "ja": "方針"},
    "head cost": {"en": "Cost", "ja": "費用"},
    "head more": {"en": "More than knowing", "ja": "完全情報との差"},
    "head short": {"en": "Short, units", "ja": "欠品数"},
    "head short value": {"en": "Cost of shortage", "ja": "欠品費用"},
    "head stock": {"en": "Mean stock", "ja": "平均在庫額"},
    "head when": {"en": "Month", "ja": "月"},
    "head what": {"en": "What", "ja": "内容"},
    "head amount": {"en": "Amount", "ja": "数量"},
    "chart cost": {"en": "Cost by policy ({scale})", "ja": "方針ごとの費用（{scale}）"},
    "series goods": {"en": "Goods and everything else", "ja": "調達ほか"},
    "series shortage": {"en": "Shortage", "ja": "欠品"},
    "chart spent": {"en": "Spent so far ({scale})", "ja": "累積費用（{scale}）"},
    "chart short": {"en": "Short in each month (units)", "ja": "月ごとの欠品（個）"},
    "chart stock": {"en": "Stock at month's end ({scale})", "ja": "月末在庫額（{scale}）"},
    "kind contract": {"en": "contract {name}", "ja": "契約 {name}"},
    "kind supplier": {"en": "qualified {name}", "ja": "認定 {name}"},
    "kind investment": {"en": "started {name}", "ja": "着手 {name}"},
    "nothing": {"en": "nothing", "ja": "なし"},
    # --- on the screen ---
    "month told": {"en": "{policy}: {month} ({done}/{count})", "ja": "{policy}：{month}（{done}/{count}）"},
    "row": {
        "en": "  {policy:<28} {cost:>16}  short {short}",
        "ja": "  {policy:<28} {cost:>16}  欠品 {short}",
    },
    # --- what cannot be done ---
    "unknown policy": {
        "en": "{policy!r} is no policy; there are {known}",
        "ja": "{policy!r}という方針はありません。使えるもの：{known}",
    },
    "too many months": {
        "en": "the plan has {most} months, so it cannot be replayed for {months}",
        "ja": "計画は{most}か月なので、{months}か月の再現はできません",
    },
}


def tell(key: str, language: str, **facts: object) -> str:
    """Return one text in a language, with its facts filled in."""
    return filled(WORDS[key][language], language, facts)


def policy_name(policy: str, language: str) -> str:
    """Return a policy as people read it."""
    return WORDS[policy][language]
