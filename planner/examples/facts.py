"""The public facts the examples are made from, with their sources and grades."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

TABLES = ("suppliers", "policies", "disruptions", "bom", "prices", "countries")
"""The tables of facts, each a CSV file in ``facts/``."""

_CITED = re.compile(r"\b(?:[SPBMC]\d\d|D\d\d[a-f]?|RM\d\d[a-c]?|H\d)\b")


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a table of facts."""

    id: str
    """How comments cite it: S supplier, P policy, D and H disruption, B material, M price, C country."""
    table: str
    """Table it stands in."""
    grade: str
    """A official, wire or research report; B trade press; C weak page; D assumption."""
    source: str
    """Where it was published."""
    cells: Mapping[str, str]
    """The whole row, by column."""

    def number(self, column: str) -> float:
        """Return one cell as a number."""
        return float(self.cells[column])

    def profile(self) -> tuple[float, ...]:
        """Return the loss month by month of a disruption."""
        return tuple(float(part) for part in self.cells["loss_fraction_by_month"].split("|"))


@cache
def facts() -> Mapping[str, Fact]:
    """Return every fact by its id."""
    found: dict[str, Fact] = {}
    for table in TABLES:
        text = resources.files("planner.examples").joinpath("facts", f"{table}.csv").read_text("utf-8")
        for cells in csv.DictReader(io.StringIO(text)):
            fact = Fact(cells["id"], table, cells["grade"], cells["source"], cells)
            if fact.id in found:
                raise ValueError(f"two facts are called {fact.id}")
            found[fact.id] = fact
    return found


def fact(name: str) -> Fact:
    """Return one fact; ``KeyError`` where there is none."""
    return facts()[name]


def cited(comment: str) -> tuple[str, ...]:
    """Return the ids of the facts that a comment names, in order.

    >>> cited("P17 Lynas floor; D14a")
    ('P17', 'D14a')
    """
    return tuple(_CITED.findall(comment))


def loss_profile(*parts: float) -> str:
    """Write the loss month by month as the workbook has it.

    >>> loss_profile(1, 0.7)
    '1|0.7'
    """
    return "|".join(f"{part:g}" for part in parts)
