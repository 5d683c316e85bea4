"""The plain tables of a comparison: one header row of keys, one row per figure or difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.reporting.comparison.content import Comparison

PlainTable = tuple[Sequence[str], list[Sequence[Any]]]


def figure_table(comparison: Comparison) -> PlainTable:
    """Return every figure of every side, one to a row."""
    rows: list[Sequence[Any]] = []
    for at, side in enumerate(comparison.sides):
        for figure in comparison.figures:
            value = figure.values[at]
            number, word = (None, value) if isinstance(value, str) else (value, None)
            difference = comparison.difference(figure, at) if at else None
            within = comparison.within_gap(figure, at) if difference is not None else None
            rows.append((side.name, figure.name, figure.kind, number, word, difference, within))
    return ("case", "figure", "kind", "value", "text", "difference", "within_gap"), rows


def input_table(comparison: Comparison) -> PlainTable:
    """Return every input that is not as in the base."""
    rows = [
        (c.side, c.sheet, c.row, c.column or None, c.change, _plain(c.before), _plain(c.after))
        for c in comparison.inputs
    ]
    return ("case", "sheet", "row", "column", "change", "from", "to"), list(rows)


def decision_table(comparison: Comparison) -> PlainTable:
    """Return every decision that is not as in the base."""
    rows = [(c.side, c.kind, c.name, c.what, c.before, c.after, c.unit or None) for c in comparison.decisions]
    return ("case", "kind", "name", "what", "from", "to", "unit"), list(rows)


def unlike_table(comparison: Comparison) -> PlainTable:
    """Return every setting by which the amounts of a side are others than those of the base."""
    rows = [(comparison.sides[u.side].name, u.setting, u.before, u.after) for u in comparison.unlike]
    return ("case", "setting", "from", "to"), list(rows)


def _plain(value: Any) -> Any:
    """Return an input value as one cell: numbers and months as they are, yes/no and lists as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        joint = "|" if value and isinstance(value[0], float) else "; "
        return joint.join(f"{part:g}" if isinstance(part, float) else str(part) for part in value) or None
    return value
