"""The sign of negative amounts: a minus, or the triangle of Japanese accounts where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_SIGN: ContextVar[str] = ContextVar("minus", default="-")


def minus() -> str:
    """Return what stands before a negative amount."""
    return _SIGN.get()


@contextmanager
def triangles(*, asked: bool = True) -> Iterator[None]:
    """Show negative amounts with △ while the block runs."""
    token = _SIGN.set("△" if asked else "-")
    try:
        yield
    finally:
        _SIGN.reset(token)


def signed_format(shown: str, *, plus: bool = False) -> str:
    """Return an Excel format with the sign that is asked for; ``plus`` shows that of positive amounts too."""
    if not plus and minus() == "-":
        return shown
    zero = "0" if plus else shown
    return f"{'+' if plus else ''}{shown};{minus()}{shown};{zero}"
