"""Pictures as SVG: drawn by Vega-Lite, then read again, so that nothing but shapes and text gets in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert
from defusedxml.ElementTree import fromstring
from markupsafe import Markup

VEGA_LITE = "5.20"
"""The language of the pictures, which every version of the package allowed by pyproject.toml draws."""
NAMESPACE = "http://www.w3.org/2000/svg"
SHAPES = frozenset("svg g path rect line text tspan circle".split())
ATTRIBUTES = frozenset(
    "viewBox width height x y x1 x2 y1 y2 cx cy r rx ry d transform fill fill-opacity stroke stroke-width "
    "stroke-opacity stroke-dasharray stroke-miterlimit stroke-linecap stroke-linejoin opacity text-anchor "
    "font-size font-weight dy dx aria-label".split()
)
FILL = re.compile(r"url\(#fill-[0-9a-f]{6}-\d\)")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SAID = "aria-label"


def draw(spec: Mapping[str, Any], title: str) -> Markup:
    """Return a picture; its marks carry their figures as labels that can be pointed at and read aloud."""
    config = {
        "view": {"stroke": None},
        "background": None,
        "axis": {
            "labelColor": "#475467",
            "labelFontSize": 12,
            "domainColor": "#98A2B3",
            "tickColor": "#98A2B3",
            "gridColor": "#EAECF0",
            "title": None,
        },
        "aria": True,
    }
    svg = vl_convert.vegalite_to_svg(
        _legal({**spec, "config": config}), vl_version=VEGA_LITE, allowed_base_urls=[]
    )
    return clean(svg, title)


def clean(svg: str, title: str) -> Markup:
    """Return a drawing with nothing but known shapes and attributes; each labelled mark can be pointed at."""
    root = fromstring(svg)
    _strip(root)
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.set("viewBox", f"0 0 {width} {height}")
    root.set("role", "img")
    root.set(SAID, _legal(title))
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 (made of known shapes; text is escaped)


def _strip(element: ET.Element) -> None:
    element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    drawn = "mark-axis" not in element.get("class", "") and element.get("aria-roledescription") not in (
        "axis",
        "group mark container",
    )
    label = element.get(SAID) if drawn and element.tag == "path" else None
    for name in list(element.attrib):
        value = element.attrib[name]
        if (
            name not in ATTRIBUTES
            or (name == SAID and label is None)
            or ("url(" in value and name != SAID and not FILL.fullmatch(value))
        ):
            del element.attrib[name]
    if label is not None:
        element.set("data-said", "")
    for child in list(element):
        if child.tag.removeprefix(f"{{{NAMESPACE}}}") in SHAPES:
            _strip(child)
        else:
            element.remove(child)


def _legal(value: Any) -> Any:
    """Return a specification without characters that XML cannot hold."""
    match value:
        case str():
            return NOT_XML.sub("", value)
        case Mapping():
            return {key: _legal(part) for key, part in value.items()}
        case list() | tuple():
            return [_legal(part) for part in value]
        case _:
            return value
