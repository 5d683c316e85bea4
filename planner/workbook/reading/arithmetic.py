"""Formulas of plain arithmetic, worked out to tell whether a saved result of 0 can be one."""

from __future__ import annotations

import re
from collections.abc import Callable

_TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|\$?([A-Za-z]{1,3})\$?(\d{1,7})|([-+*/^()%]))")
_LONGEST = 500
DEEPEST = 30


class Unclear(Exception):
    """More than plain arithmetic, or no number."""


def result_of(formula: str, cell: Callable[[str], float]) -> float:
    """Return what a formula of ``+ - * / ^ %``, numbers and cells of its own sheet gives.

    Parameters
    ----------
    formula
        Without its ``=``.
    cell
        Returns the number in a cell (``"B7"``); may raise ``Unclear``.

    Raises
    ------
    Unclear
        Functions, names, other sheets, text, or a division by zero.
    """
    try:
        return _Formula(formula, cell).result()
    except (ZeroDivisionError, OverflowError, RecursionError, TypeError) as error:
        raise Unclear from error


class _Formula:
    def __init__(self, formula: str, cell: Callable[[str], float]) -> None:
        self._cell = cell
        self._tokens: list[str | float] = []
        self._at = 0
        place = 0
        text = formula.strip()
        if len(text) > _LONGEST:
            raise Unclear
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                raise Unclear
            number, letters, row, sign = found.groups()
            if number:
                self._tokens.append(float(number))
            elif letters:
                self._tokens.append(self._cell(f"{letters.upper()}{row}"))
            else:
                self._tokens.append(sign)
            place = found.end()

    def result(self) -> float:
        value = self._sum()
        if self._at != len(self._tokens):
            raise Unclear
        return value

    def _next(self, signs: str) -> str:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        if isinstance(token, str) and token and token in signs:
            self._at += 1
            return token
        return ""

    def _sum(self) -> float:
        value = self._product()
        while sign := self._next("+-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> float:
        value = self._power()
        while sign := self._next("*/"):
            other = self._power()
            value = value * other if sign == "*" else value / other
        return value

    def _power(self) -> float:
        value = self._signed()
        while self._next("^"):
            value = float(value ** self._signed())
        return value

    def _signed(self) -> float:
        if sign := self._next("+-"):
            value = self._signed()
            return -value if sign == "-" else value
        if self._next("("):
            value = self._sum()
            if not self._next(")"):
                raise Unclear
        else:
            token = self._tokens[self._at] if self._at < len(self._tokens) else None
            if not isinstance(token, float):
                raise Unclear
            self._at += 1
            value = token
        while self._next("%"):
            value /= 100
        return value
