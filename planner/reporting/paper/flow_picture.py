"""Draws where the goods come from: the countries of each stage, and what moves between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from planner.reporting.layout.look import INK
from planner.reporting.paper.figure import Choice, Figure, Key, Table
from planner.reporting.paper.flow_layout import (
    BAR,
    HEIGHT,
    WIDTH,
    Box,
    Layout,
    Ribbon,
    place,
    quantities,
    scale_of,
)
from planner.reporting.paper.palette import Palette
from planner.reporting.paper.svg import draw
from planner.reporting.view.content import Summary
from planner.reporting.view.flow import COLUMNS, Flow, Node, flow
from planner.reporting.view.lookup import Names
from planner.reporting.view.paths import Tree
from planner.reporting.words.phrases import Fact, Speech, quantity
from planner.reporting.words.phrases import Names as Listed
from planner.result import Result
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.reading.countries import country_name

TOP = 34
"""Room for the names of the stages [pixels]."""


def flow_choices(
    result: Result, summary: Summary, tree: Tree, palette: Palette, speech: Speech
) -> list[Choice]:
    """Return the picture of the plan, of its worst scenario, and of the same months without it.

    Nothing where no offer names a country.
    """
    months = result.inputs.months
    views = [("plan", TRUNK, 0, months)]
    worst = next(path for path in summary.paths if path.scenario == summary.worst_scenario)
    if worst.scenario != TRUNK and worst.onset is not None:
        first = result.inputs.month_index(worst.onset)
        last = months if worst.ends is None else min(months, result.inputs.month_index(worst.ends) + 1)
        views += [("worst", worst.scenario, first, last), ("instead", TRUNK, first, last)]
    flows = [flow(result, tree, scenario, first, end) for _, scenario, first, end in views]
    if not any(start.country for start, _ in flows[0].links):
        return []
    through: dict[str, float] = {}
    for one in flows:
        for node, moved in quantities(one).items():
            if not node.kind and node.country:
                through[node.country] = through.get(node.country, 0.0) + moved
    countries = sorted(through, key=lambda country: -through[country])
    picture = _Picture(speech, palette, countries, scale_of(flows), Names(result.inputs))
    choices = []
    for (name, scenario, first, end), one in zip(views, flows, strict=True):
        facts: dict[str, Fact] = {
            "scenario": scenario,
            "first": result.inputs.month_date(first),
            "last": result.inputs.month_date(end - 1),
            "unit": one.unit,
        }
        title = speech.say(f"flow_{name}", **facts)
        choices.append(
            Choice(
                f"flow-{name}",
                speech.say(f"flow_{name}_button", **facts),
                [picture.figure(one, f"flow-{name}", title)],
            )
        )
    return choices


class _Picture:
    """Draws flows at one scale, in one order of countries."""

    def __init__(
        self, speech: Speech, palette: Palette, countries: Sequence[str], scale: float, names: Names
    ) -> None:
        self.speech, self.palette, self.scale, self.names = speech, palette, scale, names
        self.ranks = {country: place for place, country in enumerate(countries)}

    def figure(self, one: Flow, name: str, title: str) -> Figure:
        """Return one flow as a figure."""
        layout = place(one, self.scale, self.ranks)
        spec = {
            "width": WIDTH,
            "height": HEIGHT + TOP,
            "layer": [
                *self._ribbons(layout, one.unit),
                self._boxes(layout, one.unit),
                *self._labels(layout),
                self._stages(),
            ],
        }
        seen = [country for country in self.ranks if any(box.node.country == country for box in layout.boxes)]
        legend = tuple(Key(self._fill(Node(0, country)), self.country(country)) for country in seen)
        note = ""
        if one.left_out:
            left = Listed(tuple(self.names.name("Items", item) for item in one.left_out))
            note = self.speech.say("flow_left_out", items=left)
        return Figure(name, title, draw(spec, title), legend, self._table(one), note)

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return country_name(code, self.speech.language)

    def node(self, node: Node) -> str:
        """Return what a node is called."""
        if node.kind and not (node.kind == "recycled" and node.country):
            return self.speech.word(f"flow_{node.kind}")
        name = self.country(node.country)
        return self.speech.say("flow_recycled_in", country=name) if node.kind else name

    def _fill(self, node: Node) -> str:
        if node.country in self.ranks:
            return self.palette.fill(f"nth:{self.ranks[node.country]}")
        return self.palette.fill("recycled" if node.kind == "recycled" else "other")

    def _ribbons(self, layout: Layout, unit: str) -> Iterator[dict[str, Any]]:
        for ribbon in layout.ribbons:
            yield {
                "data": {"values": list(self._edge(ribbon, unit))},
                "mark": {
                    "type": "area",
                    "interpolate": "monotone",
                    "opacity": 0.55,
                    "color": self._fill(ribbon.start.node),
                },
                "encoding": {
                    "x": _across("x"),
                    "y": _down("y"),
                    "y2": {"field": "y2"},
                    "description": {"field": "said"},
                },
            }

    def _edge(self, ribbon: Ribbon, unit: str) -> Iterator[dict[str, Any]]:
        left, right = ribbon.start.x + BAR, ribbon.stop.x
        said = self.speech.say(
            "flow_moves",
            start=self.node(ribbon.start.node),
            stop=self.node(ribbon.stop.node),
            quantity=quantity(ribbon.quantity),
            unit=unit,
        )
        for part, y in ((0.0, ribbon.from_y), (0.33, ribbon.from_y), (0.67, ribbon.to_y), (1.0, ribbon.to_y)):
            top = y + TOP
            yield {"x": left + part * (right - left), "y": top, "y2": top + ribbon.width, "said": said}

    def _boxes(self, layout: Layout, unit: str) -> dict[str, Any]:
        fills = [self._fill(box.node) for box in layout.boxes]
        rows = [
            {
                "x": box.x,
                "x2": box.x + BAR,
                "y": box.y + TOP,
                "y2": box.y + box.height + TOP,
                "box": at,
                "said": self.speech.say(
                    "flow_node",
                    stage=self.speech.word(f"stage_{COLUMNS[box.node.column]}"),
                    node=self.node(box.node),
                    quantity=quantity(box.quantity),
                    unit=unit,
                ),
            }
            for at, box in enumerate(layout.boxes)
        ]
        return {
            "data": {"values": rows},
            "mark": {"type": "rect", "stroke": INK, "strokeWidth": 0.5},
            "encoding": {
                "x": _across("x"),
                "x2": {"field": "x2"},
                "y": _down("y"),
                "y2": {"field": "y2"},
                "fill": {
                    "field": "box",
                    "type": "ordinal",
                    "scale": {"domain": list(range(len(fills))), "range": fills},
                    "legend": None,
                },
                "description": {"field": "said"},
            },
        }

    def _labels(self, layout: Layout) -> Iterator[dict[str, Any]]:
        rows = [
            {"x": box.x + BAR + 4, "y": box.y + box.height / 2 + TOP, "text": self._label(box)}
            for box in layout.boxes
        ]
        for halo in (
            {"stroke": "#FFFFFF", "strokeWidth": 3, "strokeOpacity": 0.85, "strokeJoin": "round"},
            {},
        ):
            yield {
                "data": {"values": rows},
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "fontSize": 11,
                    "color": INK,
                    "aria": False,
                    **halo,
                },
                "encoding": {"x": _across("x"), "y": _down("y"), "text": {"field": "text"}},
            }

    def _label(self, box: Box) -> str:
        return f"{self.node(box.node)} {quantity(box.quantity)}"

    def _stages(self) -> dict[str, Any]:
        step = (WIDTH - BAR - 62.0) / (len(COLUMNS) - 1)
        rows = [
            {"x": at * step, "y": 12, "text": self.speech.word(f"stage_{stage}")}
            for at, stage in enumerate(COLUMNS)
        ]
        return {
            "data": {"values": rows},
            "mark": {
                "type": "text",
                "align": "left",
                "fontSize": 12,
                "fontWeight": "bold",
                "color": INK,
                "aria": False,
            },
            "encoding": {"x": _across("x"), "y": _down("y"), "text": {"field": "text"}},
        }

    def _table(self, one: Flow) -> Table:
        word = self.speech.word
        rows = tuple(
            (
                word(f"stage_{COLUMNS[start.column]}"),
                self.node(start),
                word(f"stage_{COLUMNS[stop.column]}"),
                self.node(stop),
                quantity(moved),
            )
            for (start, stop), moved in sorted(
                one.links.items(), key=lambda pair: (pair[0][0].column, -pair[1])
            )
        )
        heads = (
            word("flow_stage"),
            word("flow_from"),
            word("flow_stage"),
            word("flow_to"),
            self.speech.say("flow_quantity", unit=one.unit),
        )
        return Table(heads, ("text",) * 4 + ("figure",), rows)


def _across(field: str) -> dict[str, Any]:
    scale = {"domain": [0, WIDTH], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _down(field: str) -> dict[str, Any]:
    scale = {"domain": [HEIGHT + TOP, 0], "nice": False, "zero": False, "reverse": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}
