"""Short forms in which the schema files declare columns, and the units they share.

Texts come in pairs, English then Japanese.
"""

from __future__ import annotations

from dataclasses import replace

from planner.workbook.schema.columns import Column, Kind
from planner.workbook.tables import Value

Pair = tuple[str, str]
"""One text in English and in Japanese."""

NONE: Pair = ("", "")
NO_LIMIT: Pair = ("no limit", "上限なし")
HARD: Pair = ("must be kept", "必ず守る（ペナルティでは破れない）")

ITEM_UNITS: Pair = ("item's unit", "品目の単位")
ITEM_UNITS_MONTH: Pair = ("item's unit per month", "品目の単位／月")
ITEM_UNITS_YEAR: Pair = ("item's unit per year", "品目の単位／年")
PRODUCT_UNITS: Pair = ("product's unit", "製品の単位")
MONEY: Pair = ("plan currency", "計画通貨")
MONEY_UNIT: Pair = ("plan currency per unit", "計画通貨／単位")
OFFER_MONEY_UNIT: Pair = ("offer's currency per unit", "供給条件の通貨／単位")
MONTHS: Pair = ("months", "か月")
YEAR_MONTH: Pair = ("yyyy-mm", "年-月")
PERCENT: Pair = ("%", "%")
FACTOR: Pair = ("factor", "倍率")
COUNT: Pair = ("whole number", "整数")
LIST: Pair = ("list: A; B; C", "複数可：A; B; C")

STAGES = ("mining", "refining", "metal", "magnet")
"""Stages of the chain at which an offer or a process stands in a country."""


def column(
    key: str,
    kind: Kind,
    label: Pair,
    hint: Pair,
    example: str,
    *,
    unit: Pair = NONE,
    required: bool = False,
    default: Value = None,
    otherwise: Pair = NONE,
    low: float | None = None,
    high: float | None = None,
    low_open: bool = False,
    high_open: bool = False,
    choices: tuple[str, ...] = (),
    ref: str = "",
    usual: float | None = None,
) -> Column:
    """Return a column; ``otherwise`` says in words what a blank cell means where no constant does."""
    return Column(
        key=key,
        en=label[0],
        ja=label[1],
        kind=kind,
        required=required,
        default=default,
        default_en=otherwise[0],
        default_ja=otherwise[1],
        low=low,
        high=high,
        low_open=low_open,
        high_open=high_open,
        choices=choices,
        ref=ref,
        usual=usual,
        unit_en=unit[0],
        unit_ja=unit[1],
        hint_en=hint[0],
        hint_ja=hint[1],
        example=example,
    )


def ident(
    key: str,
    label: Pair,
    hint: Pair,
    example: str,
    *,
    required: bool = False,
    ref: str = "",
    otherwise: Pair = NONE,
) -> Column:
    """Return a column of identifiers or codes; with ``ref``, of rows of that sheet."""
    return column(key, Kind.ID, label, hint, example, required=required, ref=ref, otherwise=otherwise)


def ids(key: str, label: Pair, hint: Pair, example: str, *, ref: str = "", otherwise: Pair = NONE) -> Column:
    """Return a column that takes a list of identifiers in one cell."""
    return column(key, Kind.IDS, label, hint, example, ref=ref, otherwise=otherwise, unit=LIST)


def country(key: str, label: Pair, hint: Pair, example: str, *, otherwise: Pair = NONE) -> Column:
    """Return a column of one country."""
    return column(key, Kind.COUNTRY, label, hint, example, otherwise=otherwise)


def countries(key: str, label: Pair, hint: Pair, example: str, *, otherwise: Pair = NONE) -> Column:
    """Return a column that takes a list of countries in one cell."""
    return column(key, Kind.COUNTRIES, label, hint, example, otherwise=otherwise, unit=LIST)


def text(
    key: str, label: Pair, hint: Pair, example: str, *, default: str | None = None, otherwise: Pair = NONE
) -> Column:
    """Return a column of free text."""
    return column(key, Kind.TEXT, label, hint, example, default=default, otherwise=otherwise)


def number(
    key: str,
    label: Pair,
    unit: Pair,
    hint: Pair,
    example: str,
    *,
    required: bool = False,
    default: float | None = None,
    otherwise: Pair = NONE,
    low: float | None = 0.0,
    low_open: bool = False,
    high: float | None = None,
) -> Column:
    """Return a column of quantities, prices or factors; not below zero unless ``low`` says otherwise."""
    return column(
        key,
        Kind.NUMBER,
        label,
        hint,
        example,
        unit=unit,
        required=required,
        default=default,
        otherwise=otherwise,
        low=low,
        low_open=low_open,
        high=high,
    )


def fraction(
    key: str,
    label: Pair,
    hint: Pair,
    example: str,
    *,
    required: bool = False,
    default: float | None = None,
    otherwise: Pair = NONE,
    inside: bool = False,
    below_one: bool = False,
    unit: Pair = PERCENT,
    usual: float | None = None,
) -> Column:
    """Return a column of shares from 0 to 100 %.

    ``inside`` leaves both ends out, ``below_one`` the upper one.
    """
    return column(
        key,
        Kind.FRACTION,
        label,
        hint,
        example,
        unit=unit,
        required=required,
        default=default,
        otherwise=otherwise,
        low=0.0,
        high=1.0,
        low_open=inside,
        high_open=inside or below_one,
        usual=usual,
    )


def rate(
    key: str,
    label: Pair,
    hint: Pair,
    example: str,
    *,
    default: float = 0.0,
    unit: Pair = PERCENT,
    usual: float = 1.0,
) -> Column:
    """Return a column of rates, which may exceed 100 %; from ``usual`` on a bare number is doubted."""
    return column(
        key, Kind.RATE, label, hint, example, unit=unit, default=default, low=0.0, high=10.0, usual=usual
    )


def whole(
    key: str,
    label: Pair,
    unit: Pair,
    hint: Pair,
    example: str,
    *,
    required: bool = False,
    default: int | None = None,
    otherwise: Pair = NONE,
    low: float | None = 0.0,
    high: float | None = None,
) -> Column:
    """Return a column of whole numbers: months, modules, counts."""
    return column(
        key,
        Kind.INTEGER,
        label,
        hint,
        example,
        unit=unit,
        required=required,
        default=default,
        otherwise=otherwise,
        low=low,
        high=high,
    )


def month(
    key: str, label: Pair, hint: Pair, example: str, *, required: bool = False, otherwise: Pair = NONE
) -> Column:
    """Return a column of months."""
    return column(
        key, Kind.MONTH, label, hint, example, unit=YEAR_MONTH, required=required, otherwise=otherwise
    )


def yesno(
    key: str, label: Pair, hint: Pair, example: str, *, default: bool | None = None, otherwise: Pair = NONE
) -> Column:
    """Return a column of yes and no."""
    return column(key, Kind.YESNO, label, hint, example, default=default, otherwise=otherwise)


def choice(
    key: str,
    label: Pair,
    choices: tuple[str, ...],
    hint: Pair,
    example: str,
    *,
    required: bool = False,
    default: str | None = None,
    otherwise: Pair = NONE,
) -> Column:
    """Return a column that takes one of a few words."""
    return column(
        key,
        Kind.CHOICE,
        label,
        hint,
        example,
        choices=choices,
        required=required,
        default=default,
        otherwise=otherwise,
    )


def added(column: Column) -> Column:
    """Return a column marked as new in version 2 of the workbook."""
    return replace(column, since=2)


def grouped(group: str, *columns: Column) -> tuple[Column, ...]:
    """Return columns placed in one outline group of their sheet."""
    return tuple(replace(column, group=group) for column in columns)


def subject(name: str, *columns: Column) -> tuple[Column, ...]:
    """Return columns that belong to one subject without being folded away."""
    return tuple(replace(column, subject=name) for column in columns)
