"""What every function of this room returns, and the one error they share."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import PlanError
from planner.reporting.words.phrases import LANGUAGES, Speech
from planner.workbook.cells import value_text
from planner.workbook.files import new_workbook
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.tables import Tables, Value

if TYPE_CHECKING:  # an answer that solves nothing (check) does without all of these
    import pandas as pd

    from models.runs.run import Jobs
    from planner.cases import CaseRun, Effort
    from planner.reporting.risk.book import RiskBook

PlainTable = tuple[Sequence[str], Sequence[Sequence[Any]]]
"""Columns and rows."""


class NoBase(PlanError):
    """The plan itself was not solved, so there is nothing to begin with.

    Attributes
    ----------
    run : CaseRun
        Why: its ``status``, what clashes (``clash``), whether the user stopped it (``interrupted``).
    """

    def __init__(self, run: CaseRun) -> None:
        super().__init__(f"the plan was not solved: {run.status}")
        self.run = run


class Answer(ABC):
    """What was asked for: as data frames, for programs, and as a workbook."""

    @property
    @abstractmethod
    def language(self) -> str:
        """Language of the answer where none is asked for: the workbook's."""

    @property
    @abstractmethod
    def tables(self) -> dict[str, pd.DataFrame]:
        """Data frames by the name of their sheet."""

    @abstractmethod
    def to_json(self) -> dict[str, object]:
        """Return what the command prints with ``--json``, ready for ``json.dumps``."""

    @abstractmethod
    def _write(self, path: Path, language: str) -> Path:
        """Write the workbook; an existing file is replaced."""

    def _sources(self) -> Iterable[str]:
        """Yield the SHA-256 of each file that was read: none of them is ever overwritten."""
        return ()

    def write(self, path: str | Path, language: str | None = None, *, force: bool = False) -> Path:
        """Write the answer as a workbook, whole or not at all.

        Parameters
        ----------
        path : str or Path
            The workbook to write; its folder must exist.
        language : {"en", "ja"}, optional
            By default that of the workbook that was read.
        force : bool
            Replace an existing file.

        Returns
        -------
        Path
            The file written: ``path``, or a second name beside it where Excel holds ``path`` open.

        Raises
        ------
        FileExistsError
            ``path`` exists and ``force`` is not set, or ``path`` is a file that was read.
        OSError
            It cannot be written.
        ValueError
            The language is not known.
        """
        path, spoken = Path(path), language or self.language
        if spoken not in LANGUAGES:
            raise ValueError(f"language {spoken!r} is not one of {', '.join(LANGUAGES)}")
        if path.exists():
            if sha256(path) in set(self._sources()):
                raise FileExistsError(f"{path.name} is an input; the answer needs another name")
            if not force:
                raise FileExistsError(f"{path.name} exists")
        return self._write(path, spoken)


class BookAnswer(Answer):
    """An answer whose workbook has one page for people, plain tables and the plan as it was read."""

    inputs: Tables

    @property
    def language(self) -> str:
        """Language of the workbook that was read."""
        return self.inputs.language

    @abstractmethod
    def book(self, language: str) -> tuple[RiskBook, Speech, float]:
        """Return what the workbook holds, how it speaks, and the largest amount of money in it."""

    @abstractmethod
    def sentences(self, language: str | None = None) -> list[str]:
        """Return the answer in a few sentences, as the command tells it."""

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Data frames by the name of their sheet."""
        return {name: frame(table) for name, table in self.book(self.language)[0].sheets.items()}

    def _sources(self) -> Iterable[str]:
        return (self.inputs.sha256,)

    def _write(self, path: Path, language: str) -> Path:
        from planner.reporting.risk.book import write_risk_book  # noqa: PLC0415

        book, speech, largest = self.book(language)
        return write_risk_book(book, path, speech, self.inputs, largest)


def frame(table: PlainTable) -> pd.DataFrame:
    """Return a plain table as a data frame."""
    import pandas as pd  # noqa: PLC0415

    columns, rows = table
    return pd.DataFrame.from_records([tuple(row) for row in rows], columns=list(columns))


def sheet_frame(tables: Tables, sheet: str) -> pd.DataFrame:
    """Return an input sheet as a data frame: a column for each key, lists as text, blanks as ``None``."""
    import pandas as pd  # noqa: PLC0415

    columns = [column.key for column in SHEETS[sheet].columns]
    rows = [[_cell(row.values.get(key)) for key in columns] for row in tables.sheets.get(sheet, ())]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _cell(value: Value) -> object:
    return value_text(value) if isinstance(value, tuple) else value


def write_tables(path: Path, language: str, tables: Mapping[str, PlainTable]) -> Path:
    """Write plain tables as a workbook of their own, whole or not at all."""
    from planner.reporting.layout.look import FONTS, Look  # noqa: PLC0415
    from planner.reporting.tables.sheets import add_table  # noqa: PLC0415

    fonts = {"font_name": FONTS[language], "font_size": 10}
    with new_workbook(path, properties={"comments": "planner"}, default_format=fonts) as (workbook, draft):
        look = Look(workbook)
        for name, (columns, rows) in tables.items():
            add_table(workbook, look, name, columns, rows, language=language)
    return draft.path


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def effort_facts(effort: Effort, jobs: Jobs) -> dict[str, object]:
    """Return how the solves were asked for, as facts of the run."""
    from models.runs.run import runner_of  # noqa: PLC0415

    return {
        "option_gap": effort.gap,
        "option_time_limit": effort.time_limit,
        "option_threads": effort.threads,
        "option_seed": effort.seed,
        "option_jobs": runner_of(jobs).name,
    }
