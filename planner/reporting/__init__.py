"""What people see of a result: the result workbook and the answer on one screen.

Its rooms stand on floors of their own (``pyproject.toml``). No number is computed here that the result does
not hold, and nothing is solved.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Self

from planner.result import Result


class PlanResult(Result):
    """A result that can write itself as a workbook (the floors keep ``Result`` below the report)."""

    def write(
        self, path: str | Path, language: str | None = None, *, force: bool = False, pages: bool = True
    ) -> Path:
        """Write the result workbook.

        Parameters
        ----------
        path
            The workbook to write; its folder must exist.
        language
            ``en`` or ``ja``; default: the language of the input workbook.
        force
            Replace an existing file.
        pages
            ``False``: the tables alone, without the pages that are made from them.

        Returns
        -------
        Path
            The file written: ``path``, or a second name beside it where Excel holds ``path`` open.

        Raises
        ------
        FileExistsError
            ``path`` exists and ``force`` is not set, or ``path`` is the input workbook itself.

        """
        from planner.reporting.workbook import write_result  # noqa: PLC0415 (XlsxWriter loads only when asked)

        return write_result(self, Path(path), language, force=force, pages=pages)

    def with_output(self, path: Path) -> Self:
        """Return the same result, knowing where it was written."""
        return replace(self, output=path)
