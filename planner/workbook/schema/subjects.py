"""Subjects a plan may have, and the groups under which wide sheets fold columns away.

A template of few subjects (``planner template --for``) has the sheets and columns of these alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.workbook.schema.columns import Column, Sheet

BASIC = "basic"
"""The subject that every plan has."""

SUBJECTS: dict[str, tuple[str, str]] = {
    BASIC: ("what you buy, from whom, what you make and deliver", "何を誰から買い、何を作って納めるか"),
    "contracts": ("contracts, discounts, payment terms", "契約、値引、支払条件"),
    "index": ("prices tied to an index, other currencies", "指標連動価格、外貨"),
    "places": ("plants in several places, recycling and other processes", "複数の拠点、リサイクルなどの工程"),
    "investments": ("what you could build", "投資の候補"),
    "risk": ("disruptions, cover, share rules, what-if cases", "途絶、目標在庫、比率ルール、条件変更"),
    "late": ("late deliveries instead of lost ones", "失注の代わりの納期遅れ"),
    "history": ("orders already placed, years that are not the plan's", "発注済みの注文、計画と異なる年度"),
}
"""Subjects by name, with what each is about in English and Japanese."""


@dataclass(frozen=True, slots=True)
class Group:
    """Columns of a sheet that the template folds away under one heading."""

    en: str
    ja: str
    subject: str


GROUPS: dict[str, Group] = {
    "terms": Group("More contract terms", "その他の契約条件", "contracts"),
    "formula": Group("Price formula", "価格の算式", "index"),
    "payment": Group("Payment", "支払い", "contracts"),
    "sizes": Group("Order sizes", "発注単位", "contracts"),
    "places": Group("Places", "拠点", "places"),
    "cover": Group("Cover and storage", "目標在庫と保管", "risk"),
    "late": Group("Late deliveries", "納期遅れ", "late"),
    "building": Group("Building", "建設", "investments"),
    "targets": Group("More targets", "その他の対象", "risk"),
    "effects": Group("Other effects", "その他の影響", "risk"),
    "chances": Group("How likely and when", "確率と時期", "risk"),
}
"""Groups by key, in no order of their own: a sheet shows them as its columns stand."""


def subject_of(column: Column) -> str:
    """Return the subject of a column; empty where it has its sheet's."""
    return column.subject or (GROUPS[column.group].subject if column.group else "")


def sheet_for(sheet: Sheet, subjects: Collection[str]) -> Sheet | None:
    """Return a sheet with only the columns of some subjects; ``None`` where it belongs to none of them.

    Required columns and those without a subject of their own are always there.
    """
    if not set(sheet.subjects) & set(subjects):
        return None
    return replace(sheet, columns=tuple(c for c in sheet.columns if wanted(c, subjects)))


def wanted(column: Column, subjects: Collection[str]) -> bool:
    """Tell whether a column belongs to some subjects; required ones and those without a subject always do."""
    return column.required or not subject_of(column) or subject_of(column) in subjects


def group_title(group: str, language: str) -> str:
    """Return the heading of a group."""
    return GROUPS[group].ja if language == "ja" else GROUPS[group].en
