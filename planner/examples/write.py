"""Writing an example as the workbook a user would fill in."""

from __future__ import annotations

from pathlib import Path

from planner.examples import build
from planner.examples.comments_ja import comment_in
from planner.examples.names_ja import NAMES_JA
from planner.examples.sheets import Example
from planner.workbook.messages.findings import InputErrors, Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables
from planner.workbook.template.book import write_template


def example_tables(example: Example, language: str = "en") -> Tables:
    """Return the checked tables of an example.

    Raises
    ------
    InputErrors
        If the example has an error: a bug of ours, and a test's business.
    """
    tables, findings = tables_from(example.tables(), name=example.name, language=language)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InputErrors(findings)
    return tables


def named(name: str, language: str) -> Example:
    """Return an example with its names in a language."""
    example = build(name)
    return example.renamed(NAMES_JA) if language == "ja" else example


def tables_of(name: str, language: str = "en") -> Tables:
    """Return the checked tables of one of ``EXAMPLES``."""
    return example_tables(named(name, language), language)


def write_example(name: str, path: Path, language: str = "en") -> Path:
    """Write an example into the template of a language, with the comment of every row beside it.

    Parameters
    ----------
    name
        One of ``EXAMPLES``.
    path
        The workbook to write; an existing one is replaced.
    language
        Language of sheets, labels, hints and names: ``en`` or ``ja``. Ids stay; Japanese comments
        name the sources and what is assumed.

    Returns
    -------
    Path
        The file written.
    """
    example = named(name, language)
    tables = example_tables(example, language)
    comments = {
        (sheet, row.number): comment_in(comment, language)
        for sheet, texts in example.comments().items()
        for row, comment in zip(tables[sheet], texts, strict=True)
    }
    return write_template(path, language, tables, comments)
