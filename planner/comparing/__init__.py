"""Compares plans: what differs going in, what differs coming out, and what of that is more than the gaps.

Makes plain data for ``planner.reporting.comparison``. Nothing is solved here, and no sheet is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.comparing.decisions import decision_changes
from planner.comparing.figures import figures
from planner.comparing.inputs import input_changes
from planner.comparing.view import Entry, View
from planner.reporting.comparison.content import Comparison, Figure, Unlike
from planner.workbook.cells import value_text

__all__ = ["Entry", "compare"]

MEASURES = ("currency", "start_month", "months", "discount_rate", "risk_weight", "cvar_alpha")
"""Settings that say what is counted, and how: by one of them alone costs differ."""


def compare(
    entries: Sequence[Entry],
    *,
    all_inputs: bool = False,
    all_decisions: bool = False,
    all_figures: bool = True,
) -> Comparison:
    """Compare plans with the first one.

    Parameters
    ----------
    entries : sequence of Entry
        At least one; the first is the base.
    all_inputs, all_decisions, all_figures : bool
        Keep filled inputs, decisions, figures that are the same everywhere, too. The answer itself is always
        kept.

    Returns
    -------
    Comparison
        Plain data for ``planner.reporting``.
    """
    views = [View(entry) for entry in entries]
    base = views[0]
    settings = entries[0].inputs.settings
    return Comparison(
        plan_name=str(settings["plan_name"]),
        currency=str(settings["currency"]),
        sides=tuple(view.side for view in views),
        figures=tuple(
            figure for figure in figures(views) if all_figures or figure.group == "answer" or _differs(figure)
        ),
        inputs=tuple(
            change
            for entry in entries[1:]
            for change in input_changes(entry.name, entries[0].inputs, entry.inputs, everything=all_inputs)
        ),
        decisions=tuple(
            change
            for view in views[1:]
            if base.result is not None and view.result is not None
            for change in decision_changes(base, view, everything=all_decisions)
        ),
        unlike=tuple(_unlike(entries)),
    )


def _unlike(entries: Sequence[Entry]) -> Iterator[Unlike]:
    before = entries[0].inputs.settings
    for side, entry in enumerate(entries[1:], start=1):
        after = entry.inputs.settings
        for key in MEASURES:
            if after[key] != before[key]:
                yield Unlike(side, key, value_text(before[key]), value_text(after[key]))


def _differs(figure: Figure) -> bool:
    return any(value != figure.values[0] for value in figure.values)
