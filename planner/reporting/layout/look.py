"""Colours, fonts and cell formats of the result workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format

INK = "#1F2A37"
MUTED = "#667085"
LINE = "#D0D5DD"
PAPER = "#F5F7FA"
ACCENT = "#123C69"
WARN = "#B54708"
WARN_PAPER = "#FFF6E5"
GOOD = "#1B6E3C"
GOOD_PAPER = "#EAF6EE"

FONTS = {"en": "Arial", "ja": "Yu Gothic"}
"""Fonts whose digits are 7 pixels wide at 10 points, as XlsxWriter assumes when it places charts."""

SUPPLIER_COLOURS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#7A5195",
    "#8C6D31",
    "#3B7D8C",
    "#B5A900",
    "#A23B3B",
    "#5B8C5A",
    "#9C89B8",
    "#2F4B7C",
)
"""Told apart by colour-blind eyes (after Okabe & Ito 2008), then darker and paler companions."""

SOURCE_COLOURS: Mapping[str, str] = {
    "other": "#98A2B3",
    "receipts": "#C3CAD5",
    "made": "#E3C9A8",
    "recycled": "#7FB77E",
    "scrap": "#CBBFA5",
    "stock": "#5B8DB8",
    "target": "#C0392B",
    "share": "#5B8DB8",
    "cap": "#C0392B",
    "floor": "#1B6E3C",
    "cash": "#2E5E8C",
    "end_value": "#98A2B3",
    "policy": "#E69F00",
    "lost_margin": "#C0392B",
}


def tint(colour: str, share: float = 0.62) -> str:
    """Return a colour mixed with white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * share):02X}" for part in parts)


class Look:
    """Cell formats of one workbook, made once each."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
