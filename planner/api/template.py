"""``planner.template``: an empty planning workbook, or a filled example."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.api.answer import Answer, frame, sheet_frame
from planner.examples import EXAMPLES
from planner.examples.write import tables_of, write_example
from planner.replays import REPLAYS
from planner.replays import build as build_replay
from planner.risk.library_sheet import add_library_sheet
from planner.workbook.schema.actual import actual_sheets
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.sheets import SCHEMA
from planner.workbook.schema.subjects import BASIC, SUBJECTS
from planner.workbook.schema.truth import truth_sheets
from planner.workbook.tables import Tables
from planner.workbook.template.book import sheets_for, write_template

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Template(Answer):
    """A planning workbook that is not written yet."""

    example: str | None
    spoken: str
    subjects: tuple[str, ...] = tuple(SUBJECTS)
    """Of an empty one."""
    actual: bool = False
    """The form of an actual, which ``planner.roll`` takes over."""
    truth: bool = False
    """The form of what really happened, or what happened after a replay's plan."""

    @property
    def language(self) -> str:
        """Language asked for."""
        return self.spoken

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every input sheet by name, with a column for each key; rows only in an example."""
        if self._side:
            return {sheet.name: frame(([c.key for c in sheet.columns], ())) for sheet in self._side}
        if self.example in REPLAYS:
            filled = build_replay(str(self.example)).plan_tables()
        elif self.example is not None:
            filled = tables_of(self.example, self.spoken)
        else:
            filled = Tables("template", {sheet.name: () for sheet in SCHEMA}, {})
        return {name: sheet_frame(filled, name) for name in self._sheets}

    @property
    def _side(self) -> tuple[Sheet, ...]:
        """Return the sheets of a form that is no plan."""
        if self.truth:
            return truth_sheets()
        return actual_sheets() if self.actual else ()

    @property
    def _sheets(self) -> list[str]:
        if self._side:
            return [sheet.name for sheet in self._side]
        return [sheet.name for sheet in (SCHEMA if self.example else sheets_for(self.subjects))]

    def to_json(self) -> dict[str, object]:
        """Return what it is."""
        return {"example": self.example, "language": self.spoken, "sheets": self._sheets}

    def _write(self, path: Path, language: str) -> Path:
        if self.example in REPLAYS:
            replay = build_replay(str(self.example))
            return replay.write_truth(path, language) if self.truth else replay.write_plan(path, language)
        if self._side:
            return write_template(path, language, sheets=self._side)
        if self.example is None:
            beside = {"Events": add_library_sheet}
            return write_template(path, language, beside=beside, subjects=self.subjects)
        return write_example(self.example, path, language)


def template(
    example: str | None = None,
    language: str = "en",
    *,
    subjects: Collection[str] = (),
    actual: bool = False,
    truth: bool = False,
) -> Template:
    """Return an empty planning workbook, or a filled example; ``write(path)`` writes it.

    Parameters
    ----------
    example : str, optional
        ``first_steps``, ``two_plants``, ``cutting_tools``, ``wind_turbine_eu``, ``traction_motor_jp`` or
        ``heavy_rare_earths_jp``; or a plan to replay: ``japan_2010``, ``april_2025``, ``japan_2026``.
    language : {"en", "ja"}
        Of sheets, labels and hints.
    subjects : collection of str, optional
        Of an empty one: write only the sheets and columns of these, of ``basic``, ``contracts``, ``index``,
        ``places``, ``investments``, ``risk``, ``late`` and ``history`` (``basic`` always); none: of all.

    actual : bool
        The form of an actual instead: what was counted, ordered and learnt, for ``planner.roll``.
    truth : bool
        The form of a truth instead, for ``planner.replay``; with a plan to replay, what happened after it.

    Returns
    -------
    Template

    Raises
    ------
    ValueError
        There is no such example or subject, or one is asked for beside ``actual``.
    """
    if actual and (example is not None or subjects or truth):
        raise ValueError("an actual has neither example nor subjects, and is no truth")
    if truth and (subjects or example not in (None, *REPLAYS)):
        raise ValueError(f"a truth is empty, or that of {', '.join(REPLAYS)}")
    strange = [subject for subject in subjects if subject not in SUBJECTS]
    if strange:
        raise ValueError(f"{', '.join(strange)}; there are {', '.join(SUBJECTS)}")
    if example is not None and example not in (*EXAMPLES, *REPLAYS):
        raise ValueError(f"{example}; there are {', '.join((*sorted(EXAMPLES), *REPLAYS))}")
    return Template(
        example,
        language,
        tuple(dict.fromkeys((BASIC, *subjects))) if subjects else tuple(SUBJECTS),
        actual,
        truth,
    )
