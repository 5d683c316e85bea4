"""The charts of the Summary as pictures for a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from planner.reporting.charts.data import Chart, Series
from planner.reporting.layout.look import LINE, SOURCE_COLOURS
from planner.reporting.layout.scale import Scale
from planner.reporting.paper.figure import Figure, Key, Table
from planner.reporting.paper.palette import Palette
from planner.reporting.paper.svg import draw
from planner.reporting.words.phrases import Fact, Speech, percent, quantity

WIDTH = 450
HEIGHT = 165
BESIDE = 150
"""Room for labels beside bars."""
ON_PAPER = 8
"""Bars of a picture on paper: the longest."""
MONEY = frozenset({"cost", "difference", "bought"})
SHARES = frozenset({"share", "short"})
PALE = 0.45
"""Opacity of the tail of the plan, in which its end shows."""
LONGEST = 24
"""Characters of a label beside a bar."""


class Charts:
    """Draws charts in one language, with one palette."""

    def __init__(self, speech: Speech, scale: Scale, palette: Palette) -> None:
        self.speech, self.scale, self.palette = speech, scale, palette

    def brief(self, chart: Chart, name: str) -> Figure:
        """Return a chart as a figure for paper: its first bars."""
        series = tuple(replace(one, values=one.values[:ON_PAPER]) for one in chart.series)
        return self.figure(replace(chart, categories=chart.categories[:ON_PAPER], series=series), name)

    def figure(self, chart: Chart, name: str) -> Figure:
        """Return a chart as a figure."""
        title = self.speech.say(f"chart_{chart.kind}", **{"scale": self.scale.word, **chart.facts})
        across = chart.kind in MONEY | SHARES
        layers = [self._bars(chart, across=across), *self._lines(chart, across=across)]
        if across:
            layers.append(_zero())
        spec = {
            "width": WIDTH - BESIDE if across else WIDTH,
            "height": max(60, 22 * len(chart.categories)) if across else HEIGHT,
            "layer": layers,
        }
        legend = tuple(
            Key(self._colour(series), self.speech.fact(series.name), series.line) for series in chart.series
        )
        return Figure(name, title, draw(spec, title), legend, self._table(chart))

    def told(self, chart: Chart, value: float) -> str:
        """Return a figure of a chart as people read it."""
        if chart.kind in SHARES:
            return percent(value)
        if chart.kind in MONEY:
            return self.speech.money(value, signed=chart.kind == "difference")
        unit = chart.facts.get("unit")
        return quantity(value) + (f" {unit}" if unit else "")

    def _colour(self, series: Series) -> str:
        return SOURCE_COLOURS.get(series.source, LINE) if series.line else self.palette.fill(series.source)

    def _category(self, fact: Fact) -> str:
        return f"{fact:%Y-%m}" if isinstance(fact, dt.date) else self.speech.fact(fact)

    def _rows(self, chart: Chart, *, lines: bool) -> Iterator[dict[str, Any]]:
        scale = self.scale.size if chart.kind in MONEY else 1.0
        for place, series in enumerate(chart.series):
            if series.line is not lines:
                continue
            name = self.speech.fact(series.name)
            for at, (category, value) in enumerate(zip(chart.categories, series.values, strict=True)):
                if value is None or (not lines and abs(value) < 1e-9 * scale):
                    continue
                where = self._category(category)
                yield {
                    "at": at,
                    "value": value / scale,
                    "series": place,
                    "pale": PALE if chart.tail is not None and at >= chart.tail else 1.0,
                    "said": f"{where} · {name}: {self.told(chart, value)}",
                }

    def _bars(self, chart: Chart, *, across: bool) -> dict[str, Any]:
        places = [place for place, series in enumerate(chart.series) if not series.line]
        fills = [self._colour(chart.series[place]) for place in places]
        at, value = self._axes(chart, across=across)
        return {
            "data": {"values": list(self._rows(chart, lines=False))},
            "mark": {"type": "bar", "stroke": "#FFFFFF", "strokeWidth": 0.6},
            "encoding": {
                "y" if across else "x": at,
                "x" if across else "y": value,
                "fill": {
                    "field": "series",
                    "type": "ordinal",
                    "scale": {"domain": places, "range": fills},
                    "legend": None,
                },
                "order": {"field": "series"},
                "opacity": {"field": "pale", "type": "quantitative", "scale": None},
                "description": {"field": "said"},
            },
        }

    def _axes(self, chart: Chart, *, across: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        labels = [self._category(category) for category in chart.categories]
        count = len(labels)
        places = list(range(count))
        axis: dict[str, Any] = {
            "labelAngle": 0,
            "labelOverlap": not across,
            "ticks": False,
            "labelPadding": 5,
        }
        if across:
            axis["labelLimit"] = BESIDE - 5
            axis["minExtent"] = BESIDE - 5
        else:
            axis["values"] = places[:: max(1, -(-count // 7))]
        shown = {
            "field": "at",
            "type": "ordinal",
            "scale": {"domain": places, "paddingInner": 0.25},
            # Texts are looked up by their number: what a cell says is never part of an expression.
            "axis": {**axis, "labelExpr": label_lookup([shortened(label) for label in labels])},
        }
        percents = {"format": ".0%" if chart.kind in SHARES else self._format(chart)}
        scaled = {
            "field": "value",
            "type": "quantitative",
            "axis": {**percents, "tickCount": 4},
            "stack": "zero",
        }
        return shown, scaled

    def _format(self, chart: Chart) -> str:
        scale = self.scale.size if chart.kind in MONEY else 1.0
        most = max((abs(value) for series in chart.series for value in series.values if value), default=0.0)
        return "~s" if most / scale >= 1_000_000 else ",.2~f"

    def _lines(self, chart: Chart, *, across: bool) -> Iterator[dict[str, Any]]:
        rows = list(self._rows(chart, lines=True))
        if not rows:
            return
        at, value = self._axes(chart, across=across)
        del value["stack"]
        for place, series in enumerate(chart.series):
            own = [row for row in rows if row["series"] == place]
            if not own:
                continue
            mark = {"type": "tick", "thickness": 3, "size": 18} if across else {"type": "line", "size": 2}
            yield {
                "data": {"values": own},
                "mark": {**mark, "color": self._colour(series), "strokeDash": [] if across else [5, 3]},
                "encoding": {
                    "y" if across else "x": at,
                    "x" if across else "y": value,
                    **({"description": {"field": "said"}} if across else {}),
                },
            }

    def _table(self, chart: Chart) -> Table:
        heads = ("", *(self.speech.fact(series.name) for series in chart.series))
        rows = tuple(
            (
                self._category(category),
                *(
                    "" if (value := series.values[at]) is None else self.told(chart, value)
                    for series in chart.series
                ),
            )
            for at, category in enumerate(chart.categories)
        )
        return Table(heads, ("text", *("figure",) * len(chart.series)), rows)


def _zero() -> dict[str, Any]:
    return {
        "data": {"values": [{"value": 0}]},
        "mark": {"type": "rule", "color": "#667085"},
        "encoding": {"x": {"field": "value", "type": "quantitative"}},
    }


def shortened(label: str) -> str:
    """Return a label that fits beside a bar."""
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"


def label_lookup(labels: list[str]) -> str:
    """Return an expression of Vega that turns a number into its label, each written in code points."""
    codes = ",".join("'" + "".join(f"\\u{unit:04x}" for unit in _units(label)) + "'" for label in labels)
    return f"[{codes}][datum.value]"


def _units(text: str) -> Iterator[int]:
    data = text.encode("utf-16-be", "surrogatepass")
    for place in range(0, len(data), 2):
        yield int.from_bytes(data[place : place + 2], "big")
