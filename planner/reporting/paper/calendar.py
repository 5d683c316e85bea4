"""When each scenario strikes: its events as bars over the months of the plan, and its first shortage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.reporting.paper.charts import BESIDE, WIDTH, label_lookup, shortened
from planner.reporting.paper.figure import Figure, Key, Table
from planner.reporting.paper.palette import Palette
from planner.reporting.paper.svg import draw
from planner.reporting.paper.tables import table
from planner.reporting.view.content import Path, Summary
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Speech
from planner.result import Result
from planner.workbook.events.scenarios import TRUNK

PATHS = 18
"""Scenarios drawn, the dearest; all stand in the table."""
MARK = "#8A1C10"


def calendar(
    result: Result, summary: Summary, names: Names, speech: Speech, palette: Palette
) -> Figure | None:
    """Return the calendar of the scenarios; none where nothing can happen."""
    paths = [path for path in summary.paths if path.scenario != TRUNK and path.events][:PATHS]
    if not paths:
        return None
    fill = palette.fill("policy")
    bars, marks = [], []
    for at, path in enumerate(paths):
        bars += [{"at": at, **bar} for bar in _bars(result, path, names, speech)]
        if path.first_short is not None:
            said = speech.say("calendar_short", scenario=path.scenario, month=path.first_short)
            marks.append({"at": at, "x": result.inputs.month_index(path.first_short) + 0.5, "said": said})
    months = result.inputs.months
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [0, months], "nice": False},
        "axis": {
            "values": list(range(0, months, max(1, months // 4))),
            "labelExpr": label_lookup([f"{result.inputs.month_date(at):%Y-%m}" for at in range(months + 1)]),
        },
    }
    y = {
        "field": "at",
        "type": "ordinal",
        "scale": {"domain": list(range(len(paths))), "paddingInner": 0.3},
        "axis": {
            "labelExpr": label_lookup([shortened(path.scenario) for path in paths]),
            "labelLimit": BESIDE - 5,
            "minExtent": BESIDE - 5,
            "ticks": False,
        },
    }
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": bars},
            "mark": {"type": "bar", "color": fill, "stroke": "#667085", "strokeWidth": 0.5},
            "encoding": {"x": x, "x2": {"field": "x2"}, "y": y, "description": {"field": "said"}},
        }
    ]
    legend = [Key(fill, speech.word("calendar_event_key"))]
    if marks:
        layers.append(
            {
                "data": {"values": marks},
                "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 90, "color": MARK},
                "encoding": {"x": x, "y": y, "description": {"field": "said"}},
            }
        )
        legend.append(Key(MARK, speech.word("calendar_short_key")))
    spec = {"width": WIDTH - BESIDE, "height": 20 * len(paths), "layer": layers}
    title = speech.word("chart_calendar")
    return Figure("calendar", title, draw(spec, title), tuple(legend), _table(paths, names, speech))


def _bars(result: Result, path: Path, names: Names, speech: Speech) -> Iterator[dict[str, Any]]:
    months = result.inputs.months
    for event, first, last in path.events:
        start, end = result.inputs.month_index(first), result.inputs.month_index(last) + 1
        said = speech.say(
            "calendar_event",
            scenario=path.scenario,
            event=names.name("Events", event),
            first=first,
            last=last,
        )
        yield {"x": max(0, start), "x2": min(months, end), "said": said}


def _table(paths: list[Path], names: Names, speech: Speech) -> Table:
    word = speech.word
    return table(
        [
            (word("scenario"), "text"),
            (word("event"), "text"),
            (word("onset"), "figure"),
            (word("ends"), "figure"),
        ],
        [
            (path.scenario, names.name("Events", event), speech.month(first), speech.month(last))
            for path in paths
            for event, first, last in path.events
        ],
    )
