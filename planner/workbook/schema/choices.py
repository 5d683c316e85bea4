"""Words of the drop-downs in Japanese: what a cell shows, and what else is read as the same."""

from __future__ import annotations

from collections.abc import Iterable

CHOICES_JA: dict[str, tuple[str, ...]] = {
    "exclusive": ("いずれか1つ", "排他"),
    "independent": ("独立", "互いに独立"),
    "spot": ("スポット", "都度購入"),
    "contract": ("契約", "年間契約"),
    "all_units": ("全量適用", "全量"),
    "incremental": ("超過分適用", "超過分"),
    "use": ("使用量", "使用"),
    "scrap": ("端材", "スクラップ"),
    "mining": ("採掘", "採鉱"),
    "refining": ("製錬", "精錬", "分離・製錬", "分離製錬"),
    "metal": ("金属化", "金属", "合金化", "金属化・合金化"),
    "magnet": ("磁石製造", "磁石"),
    "in": ("投入",),
    "out": ("産出",),
    "supplier": ("サプライヤー", "供給元", "仕入先"),
    "recycled": ("再生材", "リサイクル"),
    "max": ("以下", "上限"),
    "min": ("以上", "下限"),
    "purchases": ("購入量", "購入"),
    "year": ("年", "年度", "計画年", "年ごと"),
    "horizon": ("全期間", "計画全体"),
    "plan": ("平常時のみ", "平常時", "平常時だけ"),
    "always": ("常時", "常に"),
    "unless_short": ("欠品時を除く", "欠品しない限り"),
    "set": ("置換", "設定", "置き換え"),
    "multiply": ("乗算", "掛ける", "倍"),
    "add": ("加算", "足す"),
    "remove": ("削除", "除く"),
    "add_row": ("行追加", "行を追加"),
}
"""By word: the Japanese one that is shown first, then others that are read."""


def choice_word(choice: str, language: str, sheets: dict[str, str] | None = None) -> str:
    """Return a word of a drop-down as one language shows it; ``sheets`` are sheet names in it."""
    if sheets and choice in sheets:
        return sheets[choice]
    return CHOICES_JA[choice][0] if language == "ja" and choice in CHOICES_JA else choice


def names_of(choice: str) -> Iterable[str]:
    """Return every text that is read as a word."""
    return (choice, *CHOICES_JA.get(choice, ()))
