"""Where every number of the examples is from, as the tables that ``docs/examples.md`` shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from planner.examples.facts import Fact, cited, fact
from planner.examples.sheets import COMMENT, Cell, Example, Rows

START, END = "<!-- generated: python -m planner.examples --docs -->", "<!-- end of generated -->"
"""Marks between which the document is generated."""

_MONTHS = 6
"""Rows of one kind that are listed one by one; longer runs are shown by their ends."""


def with_provenance(text: str, examples: Iterable[Example]) -> str:
    """Return a document with the part between the marks made anew."""
    head, _, rest = text.partition(START)
    _, _, tail = rest.partition(END)
    if not rest or START + rest == text == head:
        raise ValueError("the document has no marks to write between")
    return f"{head}{START}\n\n{provenance(examples)}\n{END}{tail}"


def provenance(examples: Iterable[Example]) -> str:
    """Return the list of sources and, for each example, of invented numbers."""
    made = list(examples)
    parts = ["### Facts that are used", "", *_sources(made)]
    for example in made:
        parts += ["", f"### Invented numbers of `{example.name}`", "", *_inventions(example)]
    return "\n".join(parts) + "\n"


def describe(found: Fact) -> str:
    """Return what a fact says, in a few words."""
    cells = found.cells
    match found.table:
        case "suppliers":
            said = (
                f"{cells['supplier_or_project']}: {cells['item']}, {cells['capacity_t_per_year']} t a year, "
                f"{cells['status']}"
            )
        case "policies":
            said = f"{cells['instrument']}: {cells['parameter']} {cells['value']} {cells['unit']}"
        case "disruptions":
            lost = f"{cells['loss_fraction_by_month']} ({cells['loss_quality']})"
            said = f"{cells['name_en']}; part lost by month {lost}"
        case "bom":
            amounts = " to ".join(cells[key] for key in ("low", "typical", "high") if cells[key])
            amount = f"{amounts} {cells['unit']}" if amounts else cells["note"]
            said = f"{cells['parameter']}, {cells['applies_to']}: {amount} ({cells['basis']})"
        case "prices":
            ends = dict.fromkeys(cells[key] for key in ("price_low", "price_high") if cells[key])
            amount = f"{' to '.join(ends)} {cells['currency']}/{cells['unit']}" if ends else cells["note"]
            said = " ".join(
                f"{cells['item']} {cells['form']}, {cells['market']} {cells['date']}: {amount}".split()
            )
        case _:
            share = f", {cells['share_pct']} %" if cells["share_pct"] else ""
            said = f"{cells['country']} {cells['year']}, {cells['stage']}, {cells['scope']}{share}"
    return said


def _sources(examples: list[Example]) -> list[str]:
    names = {
        name
        for example in examples
        for comments in example.comments().values()
        for comment in comments
        for name in cited(comment)
    }
    lines = ["| fact | what it says | grade | source |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {_cell(describe(found))} | {found.grade} | {_cell(found.source)} |"
        for name in sorted(names)
        for found in (fact(name),)
    ]
    return lines


def _inventions(example: Example) -> list[str]:
    lines = ["| sheet | row | numbers | where they are from |", "|---|---|---|---|"]
    for sheet, rows in example.sheets.items():
        by_comment: dict[str, Rows] = {}
        for row in rows:
            if "invented" in str(row[COMMENT]):
                by_comment.setdefault(str(row[COMMENT]), []).append(row)
        for comment, alike in by_comment.items():
            shown = alike if len(alike) <= _MONTHS else [alike[0], alike[-1]]
            apart = " … " if len(shown) < len(alike) else "; "
            numbers = apart.join(dict.fromkeys(_numbers(row) for row in shown))
            names = apart.join(dict.fromkeys(_name(row) for row in shown))
            lines.append(f"| {sheet} | {_cell(names)} | {_cell(numbers)} | {_cell(comment)} |")
    return lines


def _name(row: dict[str, Cell]) -> str:
    """Return the first cell of a row, and its month where it has one."""
    first = str(next(iter(row.values())))
    month = row.get("month") or row.get("start_month")
    return f"{first} {month:%Y-%m}" if isinstance(month, dt.date) else first


def _numbers(row: dict[str, Cell]) -> str:
    """Return the numbers and months of a row by column."""
    return ", ".join(
        f"{key} {cell:%Y-%m}" if isinstance(cell, dt.date) else f"{key} {cell:,}"
        for key, cell in row.items()
        if isinstance(cell, dt.date | float | int) and key not in ("month", "start_month")
    )


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")
