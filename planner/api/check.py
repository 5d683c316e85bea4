"""``planner.check``: everything that is wrong with a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.api.answer import Answer, PlainTable, frame, write_tables
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.present import as_json
from planner.workbook.reading.reader import read_workbook
from planner.workbook.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("severity", "code", "sheet", "cell", "column", "message")


@dataclass(frozen=True)
class Checked(Answer):
    """What was found in a workbook."""

    inputs: Tables | None
    """``None`` only where the file itself cannot be read; with errors, for looking at and not for solving."""
    findings: tuple[Finding, ...]
    """Errors, warnings and notes, by sheet, row and column."""
    asked: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the plan can be solved: there is no error."""
        return self.inputs is not None and not self.count(Severity.ERROR)

    def count(self, severity: Severity) -> int:
        """Return how many findings there are of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def language(self) -> str:
        """The language asked for, or the workbook's."""
        return self.asked or ("en" if self.inputs is None else self.inputs.language)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``Findings``, one to a row."""
        return {"Findings": frame(self._table(self.language))}

    def to_json(self) -> dict[str, object]:
        """Return every finding."""
        return {"findings": as_json(self.findings, self.language)}

    def _table(self, language: str) -> PlainTable:
        rows = [
            (f.severity.value, f.code, f.sheet or None, f.cell or None, f.column or None, f.message(language))
            for f in self.findings
        ]
        return COLUMNS, rows

    def _sources(self) -> Iterable[str]:
        return () if self.inputs is None else (self.inputs.sha256,)

    def _write(self, path: Path, language: str) -> Path:
        return write_tables(path, language, {"Findings": self._table(language)})


def check(path: str | Path, language: str | None = None) -> Checked:
    """Read a workbook and report everything that is wrong with it; nothing is raised for it.

    Parameters
    ----------
    path : str or Path
        As for ``planner.read``.
    language : {"en", "ja"}, optional
        Of the messages; by default the workbook's.

    Returns
    -------
    Checked
    """
    tables, findings = read_workbook(Path(path), language)
    return Checked(tables, tuple(findings), language)
