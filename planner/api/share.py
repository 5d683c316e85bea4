"""``planner.share``: a part of a result for somebody who must not see the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from planner.api.answer import Answer, sha256
from planner.reporting import PlanResult
from planner.reporting.layout.look import FONTS, Look
from planner.reporting.summary.summarise import summarise
from planner.reporting.tables.sheets import add_frame
from planner.result_file import read_result
from planner.words import say
from planner.workbook.access import text
from planner.workbook.checks.base import nearest
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.files import new_workbook

PARTS = ("summary", "orders", "costs")
"""What can be left in, beside ``supplier:NAME``."""
SUPPLIER = "supplier:"
DEFAULT = ("summary", "orders")


class CannotShare(ValueError):
    """There is no such part, or no such supplier in the plan.

    Attributes
    ----------
    part : str
        What was asked for.
    near : str
        What may be meant; empty where nothing is like it.
    known : tuple of str
    """

    def __init__(self, part: str, known: Sequence[str]) -> None:
        self.part, self.known = part, tuple(known)
        self.near = nearest(part, known)
        super().__init__(f"{part!r} is none of {', '.join(known)}")


@dataclass(frozen=True)
class Shared(Answer):
    """A part of a result: its tables and nothing else; what it was taken from is not kept."""

    frames: dict[str, pd.DataFrame] = field(repr=False)
    parts: tuple[str, ...]
    title: str
    own_language: str
    files: frozenset[str] = field(default_factory=frozenset, repr=False)

    @property
    def language(self) -> str:
        """Language of the result."""
        return self.own_language

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Data frames by the name of their sheet; ``Contents`` comes first when it is written."""
        return dict(self.frames)

    def left_in(self, language: str) -> list[tuple[str, str]]:
        """Return each sheet with what it holds."""
        return [(sheet, say(f"shared {sheet}", language)) for sheet in self.frames]

    def to_json(self) -> dict[str, object]:
        """Return what was left in."""
        return {"parts": list(self.parts), "left_in": dict(self.left_in(self.language))}

    def _sources(self) -> Iterable[str]:
        return self.files

    def _write(self, path: Path, language: str) -> Path:
        rows = [*self.left_in(language), ("–", say("left out", language))]
        fonts = {"font_name": FONTS[language], "font_size": 10}
        with new_workbook(path, properties={"title": self.title}, default_format=fonts) as (book, draft):
            look = Look(book)
            add_frame(book, look, "Contents", pd.DataFrame(rows, columns=["sheet", "holds"]))
            for name, frame in self.frames.items():
                add_frame(book, look, name, frame)
        return draft.path


def share(
    result: PlanResult | str | Path, parts: Sequence[str] = DEFAULT, *, language: str | None = None
) -> Shared:
    """Return a part of a result that may be handed on: no inputs, no audit, no facts of the run.

    Parameters
    ----------
    result : PlanResult, str or Path
        A result, or its workbook.
    parts : sequence of str
        ``summary``: how sure the supply is, without money; ``orders``: what is bought from whom and when as
        long as nothing happens, without prices; ``costs``: the plan's costs in total; ``supplier:NAME``: what
        that supplier delivers, with the prices it quoted. Several suppliers may be named.
    language : {"en", "ja"}, optional
        Of the words in the tables; by default the workbook's.

    Returns
    -------
    Shared

    Raises
    ------
    CannotShare
        There is no such part or supplier.
    InputErrors
        It is no result workbook.
    """
    files: frozenset[str] = frozenset()
    if not isinstance(result, PlanResult):
        path = Path(result)
        result = read_result(path, language)  # first: it says what is wrong with a file that is not there
        files = frozenset({sha256(path)})
    known = [text(row, "supplier") for row in result.inputs["Suppliers"]]
    asked = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    suppliers = []
    for part in asked:
        if part.startswith(SUPPLIER):
            suppliers.append(part.removeprefix(SUPPLIER).strip())
            if suppliers[-1] not in known:
                raise CannotShare(part, [SUPPLIER + name for name in known])
        elif part not in PARTS:
            raise CannotShare(part, [*PARTS, f"{SUPPLIER}NAME"])
    if not asked:
        raise CannotShare("", [*PARTS, f"{SUPPLIER}NAME"])
    spoken = language or result.inputs.language
    orders = _orders(result)
    frames: dict[str, pd.DataFrame] = {}
    if "summary" in asked:
        frames["Summary"] = _summary(result, spoken)
        frames["Scenarios"] = _scenarios(result)
    if "costs" in asked:
        frames["Costs"] = _costs(result, spoken)
    if "orders" in asked:
        frames["Orders"] = orders["order_month supplier item quantity unit arrival_month".split()]
    if suppliers:
        own = orders[orders["supplier"].isin(suppliers)]
        frames["Supplier orders"] = own[
            "supplier offer order_month item quantity unit arrival_month quoted_price currency "
            "payment_month".split()
        ]
        awards = result.tables["Awards"]
        awards = awards[awards["supplier"].isin(suppliers)].assign(unit=lambda rows: _units(result, rows))
        frames["Supplier contracts"] = awards[
            "supplier offer item kind signed rate_per_month annual_quantity unit".split()
        ]
    return Shared(
        {name: frame.reset_index(drop=True) for name, frame in frames.items()},
        tuple(asked),
        str(result.inputs.settings["plan_name"]),
        spoken,
        files | {result.inputs.sha256},
    )


def _units(result: PlanResult, rows: pd.DataFrame) -> pd.Series:
    units = {text(row, "item"): text(row, "unit") for row in result.inputs["Items"]}
    return rows["item"].map(units)


def _orders(result: PlanResult) -> pd.DataFrame:
    """Return the orders as long as nothing happens, with whom they go to and in which currency."""
    offers = {text(row, "offer"): row for row in result.inputs["Offers"]}
    orders = result.tables["Orders"]
    orders = orders[orders["scenario"].astype(str) == TRUNK].copy()
    home = str(result.inputs.settings["currency"])
    orders["supplier"] = [text(offers[offer], "supplier") for offer in orders["offer"]]
    orders["item"] = [text(offers[offer], "item") for offer in orders["offer"]]
    orders["currency"] = [text(offers[offer], "currency") or home for offer in orders["offer"]]
    orders["unit"] = _units(result, orders)
    return orders


def _summary(result: PlanResult, language: str) -> pd.DataFrame:
    summary = summarise(result)
    rows: list[tuple[str, object]] = [
        (say("share plan", language), summary.plan_name),
        (say("share first", language), f"{summary.first_month:%Y-%m}"),
        (say("share last", language), f"{summary.last_month:%Y-%m}"),
        (say("share short", language), summary.short_probability),
    ]
    for held in summary.holdings:
        name = say("share stock", language, item=held.item, unit=held.unit)
        rows.append((name, held.average))
    return pd.DataFrame(rows, columns=["what", "value"], dtype=object)


def _scenarios(result: PlanResult) -> pd.DataFrame:
    return result.tables["Scenarios"]["scenario onset probability fill_rate first_short_month".split()]


def _costs(result: PlanResult, language: str) -> pd.DataFrame:
    summary = summarise(result)
    rows = [
        (say(f"share {name}", language), value, summary.currency)
        for name, value in (
            ("expected", summary.expected),
            ("tail", summary.cvar),
            ("worst", summary.worst),
            *summary.kinds.items(),
        )
    ]
    return pd.DataFrame(rows, columns=["what", "amount", "currency"])
