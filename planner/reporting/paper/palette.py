"""Colours of the pictures, each with a texture of its own, so that they are told apart without colour too."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.reporting.layout.look import SOURCE_COLOURS, SUPPLIER_COLOURS

TEXTURES = (
    "",
    "M0,8L8,0M-2,2L2,-2M6,10L10,6",
    "M0,4H8",
    "M0,0L8,8M-2,6L2,10M6,-2L10,2",
    "M4,0V8",
    "M0,4H8M4,0V8",
    "M2,2h2v2h-2zM6,6h2v2h-2z",
)
"""Lines drawn in white over a tile of eight pixels."""
STEPS = {"other": 2, "receipts": 1, "made": 3, "recycled": 4, "scrap": 5, "end_value": 1, "policy": 3}
"""Textures of kinds that stand beside each other; the rest are plain."""


@dataclass(slots=True)
class Palette:
    """The fills of one page; each is defined once, and pictures refer to it."""

    suppliers: tuple[str, ...]
    used: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Colour and texture by id."""

    def fill(self, source: str) -> str:
        """Return the fill of a source or kind: the same one looks the same in every picture."""
        if source.startswith("nth:"):
            return self._fill(int(source.removeprefix("nth:")))
        if source in self.suppliers:
            return self._fill(self.suppliers.index(source))
        colour = SOURCE_COLOURS.get(source, SOURCE_COLOURS["other"])
        return self._named(colour, STEPS.get(source, 0))

    def _fill(self, place: int) -> str:
        count = len(SUPPLIER_COLOURS)
        return self._named(SUPPLIER_COLOURS[place % count], (place + place // count) % len(TEXTURES))

    def _named(self, colour: str, texture: int) -> str:
        name = f"fill-{colour[1:].lower()}-{texture}"
        self.used[name] = (colour, TEXTURES[texture])
        return f"url(#{name})"
