"""``planner.report``: a result as one page of HTML for a meeting or for approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from planner.api.answer import Answer, sha256
from planner.api.compare import compare
from planner.comparison_file import read_figures
from planner.printing import print_page
from planner.reporting import PlanResult
from planner.reporting.comparison.content import Comparison
from planner.reporting.paper.document import KINDS, Document, document
from planner.reporting.paper.figure import Table
from planner.reporting.paper.page import write_page
from planner.result_file import read_result

PLAN_TABLES = ("contracts", "qualify", "builds", "orders", "holdings", "scenarios", "costs")


@dataclass(frozen=True)
class Report(Answer):
    """A result as a page that opens in any browser, without a network, and prints on A4."""

    result: PlanResult
    kind: str
    """``meeting``, ``approval`` or ``full``: what it is printed as."""
    last: tuple[str, Comparison] | None = None
    """Name of the result in force, and what differs between it and this one."""
    compared: tuple[str, Sequence[Mapping[str, object]]] | None = None
    """Name of a comparison workbook, and its figures."""
    files: frozenset[str] = field(default_factory=frozenset, repr=False)
    """SHA-256 of the workbooks that were read."""

    @property
    def language(self) -> str:
        """Language of the plan's workbook."""
        return self.result.inputs.language

    def document(self, language: str | None = None) -> Document:
        """Return what the report says, in one language."""
        return document(
            self.result, language or self.language, self.kind, last=self.last, compared=self.compared
        )

    @cached_property
    def _document(self) -> Document:
        return self.document()

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the report as text, by name; ``flow``: what moves between countries."""
        found = {name: self._document.tables[name] for name in PLAN_TABLES}
        if self._document.flows:
            flow = self._document.flows[0].figures[0].table
            found |= {} if flow is None else {"flow": flow}
        if self._document.since is not None:
            found["since"] = self._document.since.figures
        if self._document.cases is not None:
            found["cases"] = self._document.cases.table
        return {name: _frame(table) for name, table in found.items()}

    def to_json(self) -> dict[str, object]:
        """Return what the report says first, and its warnings."""
        told = self._document
        return {
            "for": self.kind,
            "expected_cost": self.result.expected_cost,
            "cvar": self.result.cvar,
            "worst_cost": self.result.worst_cost,
            "advice": list(told.lead),
            "warnings": [one.text for one in told.warnings],
        }

    def _sources(self) -> Iterable[str]:
        return self.files

    def _write(self, path: Path, language: str) -> Path:
        return write_page(self._document if language == self.language else self.document(language), path)

    def print(self, page: str | Path, pdf: str | Path, browser: str) -> Path:
        """Print a page written before as PDF.

        Parameters
        ----------
        page : str or Path
            What ``write`` wrote.
        pdf : str or Path
            The file to write.
        browser : str
            Path of Chromium or Google Chrome, such as ``planner.printing.browser()`` finds.

        Raises
        ------
        planner.printing.NotPrinted
            The browser failed.
        OSError
            The PDF cannot be written.
        """
        return print_page(Path(page), Path(pdf), browser)


def report(
    result: str | Path | PlanResult,
    kind: str = "meeting",
    *,
    last: str | Path | PlanResult | None = None,
    compare_with: str | Path | None = None,
    language: str | None = None,
) -> Report:
    """Make the report of a result.

    Parameters
    ----------
    result : str, Path or PlanResult
        A result workbook, or a result just solved.
    kind : {"meeting", "approval", "full"}
        What it is printed as: two pages of A4, the form for approval on four at most, or everything.
    last : str, Path or PlanResult, optional
        The result in force: the report says what has changed since.
    compare_with : str or Path, optional
        A workbook of ``planner whatif`` or ``planner compare``: its cases are the alternatives looked at.
    language : {"en", "ja"}, optional
        Of what is wrong with a workbook; by default the workbook's.

    Returns
    -------
    Report

    Raises
    ------
    ValueError
        ``kind`` is not known.
    InputErrors
        A file is not the workbook it should be.
    """
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is not one of {', '.join(KINDS)}")
    given = [
        one for one in (result, last, compare_with) if one is not None and not isinstance(one, PlanResult)
    ]
    found = _result(result, language)
    compared = None if compare_with is None else (Path(compare_with).name, read_figures(Path(compare_with)))
    return Report(
        found,
        kind,
        None if last is None else _since(_result(last, language), found, last),
        compared,
        frozenset(sha256(Path(one)) for one in given),
    )


def _result(one: str | Path | PlanResult, language: str | None) -> PlanResult:
    return one if isinstance(one, PlanResult) else read_result(Path(one), language)


def _since(last: PlanResult, now: PlanResult, given: str | Path | PlanResult) -> tuple[str, Comparison]:
    path = (given.output or Path(given.inputs.name)) if isinstance(given, PlanResult) else Path(given)
    return path.name, compare([last, now], everything=True).comparison


def _frame(table: Table) -> pd.DataFrame:
    return pd.DataFrame([list(row) for row in table.rows], columns=list(table.heads), dtype=object)
