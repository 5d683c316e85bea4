"""Solutions that other solvers wrote: HiGHS, SCIP, Gurobi, COPT and CBC, told apart by how they begin.

Only the values of the columns are read. What a file says of its status or its objective is kept as what
somebody else says; whoever uses the values checks them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


class NotASolution(ValueError):
    """A file is no solution that can be read; says in which line, and what stands there."""

    def __init__(self, what: str, line: int = 0, found: str = "") -> None:
        super().__init__(what)
        self.what = what
        """``empty``, ``format``, ``number``, ``name``, ``twice``, ``no solution``."""
        self.line = line
        """From 1; 0: the file as a whole."""
        self.found = found


@dataclass(frozen=True)
class Told:
    """What a solution file says."""

    solver: str
    """``highs``, ``scip``, ``gurobi``, ``copt`` or ``cbc``."""
    values: Mapping[str, float]
    """By the name of the column; columns that are left out are 0."""
    objective: float | None = None
    """As the solver told it."""
    status: str = ""
    """As the solver told it; empty where it did not."""


Line = tuple[int, str]
"""A line with its number, from 1."""

_OBJECTIVE = re.compile(r"objective(?: value)?\s*[:=]?\s*(\S+)", re.IGNORECASE)
_CBC = re.compile(r"^(.*?)\s+-\s+objective value\s+(\S+)\s*$", re.IGNORECASE)
_NOTHING = ("infeasible", "unbounded", "no solution", "none")


def read_solution(text: str, columns: Iterable[str]) -> Told:
    """Read a solution file.

    Parameters
    ----------
    text : str
        All of it.
    columns : iterable of str
        The names that the model's columns have (``models.solver.model_files``).

    Returns
    -------
    Told

    Raises
    ------
    NotASolution
        It is of none of the five kinds, says that there is no solution, or holds a name that the model does
        not have, a name twice, or something that is no number.
    """
    known = frozenset(columns)
    lines = [(k, line.strip()) for k, line in enumerate(text.splitlines(), 1)]
    lines = [(k, line) for k, line in lines if line]
    if not lines:
        raise NotASolution("empty")
    first = lines[0][1].lower()
    if first.startswith("model status"):
        return _highs(lines, known)
    if first.startswith(("solution status", "objective value")):
        return _scip(lines, known)
    if _CBC.match(lines[0][1]):
        return _cbc(lines, known)
    if first.startswith("#"):
        return _gurobi(lines, known)
    raise NotASolution("format", *lines[0])


def _highs(lines: Sequence[Line], known: frozenset[str]) -> Told:
    """Read what HiGHS writes with ``write_solution_to_file``, in its default (raw) style."""
    status = lines[1][1] if len(lines) > 1 else ""
    objective, pairs, inside = None, list[Line](), False
    for k, line in lines:
        if line.startswith("# Dual"):
            break
        if line.lower().startswith("objective"):
            objective = _objective(line)
        elif line.startswith("# Columns"):
            inside = True
        elif line.startswith("#"):
            inside = False
        elif inside:
            pairs.append((k, line))
    if not pairs or any(word in status.lower() for word in _NOTHING):
        raise NotASolution("no solution", lines[0][0], status)
    return Told("highs", _values(pairs, known), objective, status)


def _scip(lines: Sequence[Line], known: frozenset[str]) -> Told:
    """Read what SCIP writes, with its status or without: columns that are 0 are left out."""
    status, rest = "", [(k, line) for k, line in lines if not line.startswith("#")]
    if rest and rest[0][1].lower().startswith("solution status"):
        status, rest = rest[0][1].partition(":")[2].strip(), rest[1:]
    if any(word in status.lower() for word in _NOTHING) or (
        rest and rest[0][1].lower().startswith("no solution")
    ):
        raise NotASolution("no solution", lines[0][0], status)
    objective = None
    if rest and rest[0][1].lower().startswith("objective"):
        objective, rest = _objective(rest[0][1]), rest[1:]
    return Told("scip", _values(rest, known), objective, status)


def _gurobi(lines: Sequence[Line], known: frozenset[str]) -> Told:
    """Read what Gurobi (``Model.write``) and COPT (``writesol``) write; they differ by one sign."""
    comments = [line for _, line in lines if line.startswith("#")]
    rest = [(k, line) for k, line in lines if not line.startswith("#")]
    told = next((line for line in comments if "objective" in line.lower()), "")
    if not rest:
        raise NotASolution("no solution", lines[0][0], lines[0][1])
    solver = "gurobi" if "=" in told or not told else "copt"
    return Told(solver, _values(rest, known), _objective(told))


def _cbc(lines: Sequence[Line], known: frozenset[str]) -> Told:
    """Read what CBC writes with ``solution``: number, name, value and reduced cost of each column used."""
    found = _CBC.match(lines[0][1])
    status = "" if found is None else found[1]
    if any(word in status.lower() for word in _NOTHING):
        raise NotASolution("no solution", lines[0][0], status)
    pairs = []
    for k, line in lines[1:]:
        words = line.removeprefix("**").split()  # CBC marks what breaks a bound or a row
        if len(words) < 3:
            raise NotASolution("format", k, line)
        pairs.append((k, f"{words[1]} {words[2]}"))
    return Told("cbc", _values(pairs, known), _objective(lines[0][1]), status)


def _values(pairs: Sequence[Line], known: frozenset[str]) -> dict[str, float]:
    values: dict[str, float] = {}
    for k, name, value in _split(pairs):
        if name not in known:
            raise NotASolution("name", k, name)
        if name in values:
            raise NotASolution("twice", k, name)
        values[name] = value
    return values


def _split(pairs: Sequence[Line]) -> Iterator[tuple[int, str, float]]:
    for k, line in pairs:
        words = line.split()
        if len(words) < 2:
            raise NotASolution("format", k, line)
        try:
            value = float(words[1])
        except ValueError:
            raise NotASolution("number", k, words[1]) from None
        if not math.isfinite(value):
            raise NotASolution("number", k, words[1])
        yield k, words[0], value


def _objective(line: str) -> float | None:
    found = _OBJECTIVE.search(line)
    try:
        return None if found is None else float(found[1])
    except ValueError:
        return None
