"""Texts whose parts have fonts of their own: a part may be struck through, and then does not count."""

from __future__ import annotations

from typing import Self


class StruckText(str):
    """A text of which a part is struck through."""

    __slots__ = ("rest",)
    rest: str
    """What is left without it."""

    def __new__(cls, whole: str, rest: str) -> Self:
        """Return the text."""
        text = super().__new__(cls, whole)
        text.rest = rest
        return text


class Runs:
    """The parts of one text as they come."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._rest: list[str] = []
        self._begin = 0
        self._struck = self._any = False

    def begin(self) -> None:
        """Begin a part; its font comes first."""
        self._struck = False

    def strike(self) -> None:
        """Take that the part is struck through."""
        self._struck = True

    def open(self) -> list[str]:
        """Return where the letters of a part go."""
        self._begin = len(self._pieces)
        return self._pieces

    def close(self) -> None:
        """End the letters of a part."""
        if self._struck:
            self._any = True
        else:
            self._rest += self._pieces[self._begin :]

    def text(self) -> str:
        """Return the whole text."""
        whole = "".join(self._pieces)
        return StruckText(whole, "".join(self._rest)) if self._any else whole
