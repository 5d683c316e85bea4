"""What a comparison of plans says, as plain data: nothing here knows a cell, a colour or a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.workbook.tables import Value

THUMB = "rule-of-thumb:"
"""Stands before the name of a rule of thumb where a case of the plan has the same name."""
Cell = float | str | None
"""A figure of one case; blank where the case has no plan."""


@dataclass(frozen=True, slots=True)
class Side:
    """One plan of a comparison."""

    name: str
    """Id of the case, or name of the file."""
    thumb: bool
    """A rule of thumb, judged on the plan's scenarios."""
    note: str
    status: str
    reasons: Mapping[str, tuple[str, ...]]
    """Why there is no plan, by language; empty where there is one."""
    noise: float
    """Its cost may be this much above the best there is."""
    left: bool = False
    """A plan of some months ago, in the months that are left of it; its name ends in ``@2027-02``."""

    @property
    def solved(self) -> bool:
        """Whether there is a plan."""
        return self.status in ("optimal", "stopped")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of every side."""

    key: str
    """Names it in the catalogue (``figure_<key>``), with ``detail`` as a fact."""
    detail: str
    kind: str
    """``money``, ``share``, ``days``, ``count`` or ``text``."""
    group: str
    values: tuple[Cell, ...]
    """In the order of the sides."""

    @property
    def name(self) -> str:
        """Stable name in plain tables: ``stock_days:NdPr``."""
        return f"{self.key}:{self.detail}" if self.detail else self.key

    def difference(self, side: int) -> float | None:
        """Return a side's figure less the first side's; ``None`` where either has none or it is a text."""
        value, base = self.values[side], self.values[0]
        if isinstance(value, str) or isinstance(base, str) or value is None or base is None:
            return None
        return value - base


@dataclass(frozen=True, slots=True)
class InputChange:
    """One cell, or one whole row, that is not as in the first side."""

    side: str
    sheet: str
    row: str
    """Name of the row: its key, parts joined by ``/``."""
    column: str
    """Key of the column; empty for a whole row."""
    change: str
    """``changed``, ``added`` or ``removed``; ``same`` where all are asked for."""
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """One decision that is not as in the first side."""

    side: str
    kind: str
    """``supplier``, ``contract``, ``spot``, ``investment`` or ``stock``."""
    name: str
    what: str
    """``qualified``, ``signed``, ``rate_per_month``, ``annual_quantity``, ``modules``, ``start_month``,
    ``average_stock`` or ``average_days``."""
    before: Cell
    after: Cell
    unit: str
    same: bool = False
    """Nothing changed (kept where all are asked for)."""


@dataclass(frozen=True, slots=True)
class Unlike:
    """A setting by which the amounts of a side are others than those of the first side."""

    side: int
    setting: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One driver of a tornado: the objective with it down and up."""

    driver: str
    detail: str
    down: float | None
    """Objective with the driver lowered; ``None``: no plan, or it cannot be lowered."""
    up: float | None
    down_status: str
    up_status: str
    down_noise: float
    up_noise: float

    def swing(self, base: float) -> float:
        """Return the widest move of the objective."""
        moves = [abs(value - base) for value in (self.down, self.up) if value is not None]
        return max(moves, default=0.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several plans side by side; the first is what the others are compared with."""

    plan_name: str
    currency: str
    sides: tuple[Side, ...]
    figures: tuple[Figure, ...]
    inputs: tuple[InputChange, ...]
    decisions: tuple[DecisionChange, ...]
    unlike: tuple[Unlike, ...] = ()

    def noise(self, side: int) -> float:
        """Return the difference in cost that the gaps of two solves can make by themselves."""
        return self.sides[0].noise + self.sides[side].noise

    def difference(self, figure: Figure, side: int) -> float | None:
        """Return a side's figure less the first side's; ``None`` also for amounts in two currencies."""
        if figure.kind == "money" and any(u.side == side and u.setting == "currency" for u in self.unlike):
            return None
        return figure.difference(side)

    def within_gap(self, figure: Figure, side: int) -> bool:
        """Tell whether a difference in money is no news, since the two gaps can make it."""
        difference = self.difference(figure, side)
        return figure.kind == "money" and difference is not None and abs(difference) <= self.noise(side)

    def figure(self, name: str) -> Figure | None:
        """Return a figure by its stable name."""
        return next((figure for figure in self.figures if figure.name == name), None)
