"""XML read piece by piece, with what no spreadsheet writes refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping

from defusedxml.expatreader import DefusedExpatParser

PIECE = 1 << 18
"""Bytes that are unpacked at once."""

_Attributes = Mapping[str, str]


class XmlEvents(DefusedExpatParser):  # type: ignore[misc]
    """An incremental parser that calls ``opened``, ``closed`` and ``characters``, names without prefixes.

    Definitions of types or entities raise ``defusedxml.DefusedXmlException``, damage
    ``xml.sax.SAXParseException``. Time and memory grow with the length of the part, whatever stands in it.
    """

    def __init__(self) -> None:
        super().__init__(forbid_dtd=True, forbid_entities=True, forbid_external=True)
        self.text: list[str] | None = None
        """Where the characters go; ``None`` while nobody wants them."""
        self._local: dict[str, str] = {}
        self.setContentHandler(_Characters(self))

    def opened(self, name: str, attributes: _Attributes) -> None:
        """Take the start of an element."""

    def closed(self, name: str) -> None:
        """Take the end of an element."""

    def start_element(self, name: str, attrs: _Attributes) -> None:
        """Take what expat reports."""
        self.opened(self._local.get(name) or self._without_prefix(name), attrs)

    def end_element(self, name: str) -> None:
        """Take what expat reports."""
        self.closed(self._local.get(name) or self._without_prefix(name))

    def _without_prefix(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self._local) < 1000:
            self._local[name] = local
        return local

    def read(self, package: zipfile.ZipFile, part: str) -> None:
        """Read one part of a package to its end."""
        with package.open(part) as stream:
            while piece := stream.read(PIECE):
                self.feed(piece)
        self.close()


class _Characters:
    """What xml.sax asks of a handler of contents."""

    def __init__(self, events: XmlEvents) -> None:
        self._events = events

    def characters(self, text: str) -> None:
        """Keep characters where they are wanted."""
        if self._events.text is not None:
            self._events.text.append(text)

    def _nothing(self, *_: object) -> None:
        """Pass over everything else."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return self._nothing


def attribute(attributes: _Attributes, name: str) -> str:
    """Return an attribute whatever its prefix; empty where it is missing."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def is_on(value: str) -> bool:
    """Tell whether an attribute of yes or no says yes."""
    return value.strip().lower() in ("1", "true", "on")
