"""A model as a file that other solvers read: MPS or LP, written so that their readers agree on what it says.

Readers differ where one would not think it (docs/decisions/0040), so the files keep to what all of them read
alike: names of one letter and a number; a lower and an upper bound for every column, spelt out; one side to
each row; numbers with every digit they have; no constant in the objective (what a plan pays in any case
stands on columns that are fixed); and quantities in the units that the solver is told (``solver.scaling``),
so that no coefficient is too small to be seen. The objective stays in plan currency.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.solver.scaling import Scale, scale_of, scaled
from models.solver.standard_form import Arrays, Floats

TERMS_IN_A_LINE = 4
"""Terms of an LP file in one line: some readers take 255 characters and no more."""
OBJECTIVE = "cost"
"""The name of the objective row."""
BOUND, RIGHT = "BND", "RHS"
"""The one set of bounds and of right-hand sides of an MPS file."""


@dataclass(frozen=True)
class ModelFile:
    """A model told to another solver: its text, and what its names stand for."""

    arrays: Arrays
    """As told: in the solver's units, its objective in plan currency."""
    scale: Scale
    """From the plan's units to those of the file."""
    columns: tuple[str, ...]
    """The name of each column in the file."""
    rows: tuple[tuple[str, int, str, float], ...]
    """Each row of the file: its name, the row of the model, its sense (``E``, ``L``, ``G``), its right side;
    a row with two sides stands twice."""

    def names(self) -> Iterator[tuple[str, str, str, str, float]]:
        """Yield what each name stands for: kind, name, component, index, own units in one of the file."""
        for name, (component, index), factor in zip(
            self.columns, self.arrays.names, self.scale.columns.tolist(), strict=True
        ):
            yield "column", name, component, _index(index), factor
        factors = 1.0 / self.scale.rows(self.arrays.matrix)
        for name, row, _, _ in self.rows:
            component, index = self.arrays.row_names[row]
            yield "row", name, component, _index(index), float(factors[row])

    def in_plan_units(self, values: Floats) -> Floats:
        """Return values of the file's columns in the units of the plan."""
        return np.asarray(values * self.scale.columns)


def model_file(arrays: Arrays) -> ModelFile:
    """Return a model ready to be written.

    Parameters
    ----------
    arrays : Arrays
        In the plan's own units.
    """
    scale = scale_of(arrays)
    told = scaled(arrays, scale)
    told = replace(told, cost=told.cost * scale.cost)
    columns = tuple(f"x{k}" for k in range(1, len(told.names) + 1))
    return ModelFile(told, scale, columns, tuple(_one_sided(told)))


def _one_sided(arrays: Arrays) -> Iterator[tuple[str, int, str, float]]:
    """Yield the rows with one side each: ranges are read differently, two rows are not."""
    sides = zip(arrays.row_lower.tolist(), arrays.row_upper.tolist(), strict=True)
    for row, (low, high) in enumerate(sides):
        name = f"r{row + 1}"
        if low == high:
            yield name, row, "E", low
            continue
        if not math.isinf(high):
            yield name, row, "L", high
        if not math.isinf(low):
            yield (name if math.isinf(high) else f"{name}g"), row, "G", low


def as_mps(told: ModelFile) -> Iterator[str]:
    """Yield the lines of a free MPS file.

    The layout keeps the columns of the fixed form as far as numbers allow, for readers that guess the form.
    """
    arrays = told.arrays
    yield "NAME          plan  FREE"
    yield "ROWS"
    yield f" N  {OBJECTIVE}"
    for name, _, sense, _ in told.rows:
        yield f" {sense}  {name}"
    yield "COLUMNS"
    by_column = arrays.by_column
    of_row: dict[int, list[str]] = {}
    for name, row, _, _ in told.rows:
        of_row.setdefault(row, []).append(name)
    inside = False
    for k, column in enumerate(told.columns):
        if bool(arrays.whole[k]) != inside:
            inside = not inside
            yield f"    MARKER{k + 1:<8d}  'MARKER'                 '{'INTORG' if inside else 'INTEND'}'"
        # The objective's entry is written even where it is 0, so that no column is ever without one.
        yield f"    {column:<8}  {OBJECTIVE:<8}  {_number(arrays.cost[k])}"
        entries = slice(by_column.indptr[k], by_column.indptr[k + 1])
        for row, value in zip(
            by_column.indices[entries].tolist(), by_column.data[entries].tolist(), strict=True
        ):
            for name in of_row.get(row, ()):
                yield f"    {column:<8}  {name:<8}  {_number(value)}"
    if inside:
        yield "    MARKEREND     'MARKER'                 'INTEND'"
    yield "RHS"
    for name, _, _, right in told.rows:
        if right != 0.0:
            yield f"    {RIGHT:<8}  {name:<8}  {_number(right)}"
    yield "BOUNDS"
    yield from _mps_bounds(told)
    yield "ENDATA"


def _mps_bounds(told: ModelFile) -> Iterator[str]:
    """Yield both bounds of every column: what is left out is read differently (whole numbers up to 1, …)."""
    sides = zip(told.columns, told.arrays.lower.tolist(), told.arrays.upper.tolist(), strict=True)
    for column, low, high in sides:
        if low == high:
            yield f" FX {BOUND:<8}  {column:<8}  {_number(low)}"
        elif math.isinf(low) and math.isinf(high):
            yield f" FR {BOUND:<8}  {column:<8}"
        else:
            # The lower bound comes first: a negative upper one without it makes some readers lower it to −∞.
            yield (
                f" MI {BOUND:<8}  {column:<8}"
                if math.isinf(low)
                else (f" LO {BOUND:<8}  {column:<8}  {_number(low)}")
            )
            yield (
                f" PL {BOUND:<8}  {column:<8}"
                if math.isinf(high)
                else (f" UP {BOUND:<8}  {column:<8}  {_number(high)}")
            )


def as_lp(told: ModelFile) -> Iterator[str]:
    """Yield the lines of an LP file (the CPLEX form)."""
    arrays = told.arrays
    yield "Minimize"
    used = np.flatnonzero(arrays.cost)
    yield from _row(OBJECTIVE, _terms(told.columns, used.tolist(), arrays.cost[used].tolist()), "")
    yield "Subject To"
    matrix = arrays.matrix
    for name, row, sense, right in told.rows:
        entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
        terms = _terms(told.columns, matrix.indices[entries].tolist(), matrix.data[entries].tolist())
        yield from _row(name, terms, f"{_SENSES[sense]} {_number(right)}")
    yield "Bounds"
    for column, low, high in zip(told.columns, arrays.lower.tolist(), arrays.upper.tolist(), strict=True):
        if low == high:
            yield f" {column} = {_number(low)}"
        elif math.isinf(low) and math.isinf(high):
            yield f" {column} free"
        elif math.isinf(high):
            yield f" {column} >= {_number(low)}"
        else:
            yield f" {'-inf' if math.isinf(low) else _number(low)} <= {column} <= {_number(high)}"
    whole = [told.columns[k] for k in np.flatnonzero(arrays.whole).tolist()]
    if whole:
        yield "General"
        yield from (f" {' '.join(part)}" for part in _parts(whole, 2 * TERMS_IN_A_LINE))
    yield "End"


_SENSES = {"E": "=", "L": "<=", "G": ">="}


def _terms(columns: Sequence[str], which: Iterable[int], factors: Iterable[float]) -> list[str]:
    return [
        f"{'-' if factor < 0 else '+'} {_number(abs(factor))} {columns[k]}"
        for k, factor in zip(which, factors, strict=True)
        if factor != 0.0
    ]


def _row(name: str, terms: Sequence[str], end: str) -> Iterator[str]:
    """Yield one row, a few terms to a line; a row without terms still names a column."""
    lines = [" ".join(part) for part in _parts(terms or ["0 x1"], TERMS_IN_A_LINE)]
    lines[-1] = f"{lines[-1]} {end}".rstrip()
    yield f" {name}: {lines[0]}"
    yield from (f"   {line}" for line in lines[1:])


def _parts(things: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    yield from (things[k : k + size] for k in range(0, len(things), size))


def _number(value: float) -> str:
    """Return a number with every digit it has; never ``-0.0``, which is a lower bound to no reader."""
    text = repr(float(value) + 0.0)
    return text.removesuffix(".0")


def _index(index: tuple[object, ...]) -> str:
    return "/".join("" if part is None else str(part) for part in index)


def columns_of(told: ModelFile) -> dict[str, int]:
    """Return the column of each name of a file."""
    return {name: k for k, name in enumerate(told.columns)}
