"""Draws charts natively with XlsxWriter; their figures stand on a sheet of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.reporting.charts.data import Chart, Series
from planner.reporting.layout.look import INK, LINE, MUTED, SOURCE_COLOURS, SUPPLIER_COLOURS, Look, tint
from planner.reporting.words.phrases import Fact, Speech
from planner.workbook.cells import put_number, put_text

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

DATA_SHEET = "ChartData"

SHAPES: dict[str, dict[str, str]] = {
    "supply": {"type": "column", "subtype": "stacked"},
    "stock": {"type": "column"},
    "share": {"type": "column"},
    "cost": {"type": "bar", "subtype": "stacked"},
    "difference": {"type": "column", "subtype": "stacked"},
    "short": {"type": "column"},
    "cash": {"type": "column"},
}


MONEY = frozenset({"cost", "difference", "cash"})
"""Charts of money, told in the scale of the page."""


@dataclass(slots=True)
class Gallery:
    """Draws the charts of one workbook, and remembers where on the data sheet the next figures go."""

    workbook: xlsxwriter.Workbook
    sheet: Worksheet
    look: Look
    speech: Speech
    scale: float
    """Money is shown divided by this."""
    scale_word: str
    suppliers: tuple[str, ...]
    font: str
    row: int = 0

    def colour(self, source: str) -> str:
        """Return the colour of a source: one supplier has one colour in every chart."""
        if source in self.suppliers:
            return SUPPLIER_COLOURS[self.suppliers.index(source) % len(SUPPLIER_COLOURS)]
        return SOURCE_COLOURS.get(source, SOURCE_COLOURS["other"])

    def draw(self, chart: Chart, width: int, height: int) -> Any:
        """Write a chart's figures and return the chart, ready to insert."""
        title = self.speech.say(f"chart_{chart.kind}", **{"scale": self.scale_word, **chart.facts})
        first = self._write(chart, title)
        last = first + len(chart.categories) - 1
        drawn = self.workbook.add_chart(SHAPES[chart.kind])
        lines = self.workbook.add_chart({"type": "line"}) if any(s.line for s in chart.series) else None
        for column, series in enumerate(chart.series, start=1):
            refs = {
                "name": [self.sheet.get_name(), first - 1, column],
                "categories": [self.sheet.get_name(), first, 0, last, 0],
                "values": [self.sheet.get_name(), first, column, last, column],
            }
            if lines is not None and series.line:
                lines.add_series({**refs, **self._line(chart, series)})
            else:
                drawn.add_series({**refs, **self._fill(chart, series)})
        if lines is not None:
            drawn.combine(lines)
        # By reference, since a title that begins with "=" would be taken for a formula.
        self._dress(drawn, chart, [self.sheet.get_name(), first - 2, 0])
        drawn.set_size({"width": width, "height": height})
        return drawn

    def _write(self, chart: Chart, title: str) -> int:
        """Write title, heads and figures; return the first row of figures."""
        put_text(self.sheet, self.row, 0, title, self.look(bold=True, font_color=INK))
        head = self.look(font_color=MUTED, bottom=1, bottom_color=LINE)
        for column, series in enumerate(chart.series, start=1):
            put_text(self.sheet, self.row + 1, column, self.speech.fact(series.name), head)
        money = chart.kind in MONEY
        scale = self.scale if money else 1.0
        shown = self.look(num_format="0.0%" if chart.kind in {"share", "short"} else "#,##0.00")
        first = self.row + 2
        for at, category in enumerate(chart.categories):
            self._category(first + at, category)
            for column, series in enumerate(chart.series, start=1):
                value = series.values[at]
                if value is not None:
                    put_number(self.sheet, first + at, column, value / scale, shown)
        self.row = first + len(chart.categories) + 1
        return first

    def _category(self, row: int, category: Fact) -> None:
        if isinstance(category, dt.date):
            # Text, so that every program spaces months evenly and shows them alike.
            put_text(self.sheet, row, 0, f"{category:%Y-%m}")
        else:
            put_text(self.sheet, row, 0, self.speech.fact(category))

    def _fill(self, chart: Chart, series: Series) -> dict[str, object]:
        colour = self.colour(series.source)
        filled: dict[str, object] = {
            "fill": {"color": colour},
            "border": {"none": True},
            "gap": 35 if len(chart.categories) > 8 else 60,
        }
        if series.source in self.suppliers[len(SUPPLIER_COLOURS) :]:
            filled["pattern"] = {
                "pattern": "wide_upward_diagonal",
                "fg_color": colour,
                "bg_color": tint(colour),
            }
        if chart.tail is not None and chart.tail < len(chart.categories):
            pale = {"fill": {"color": tint(colour)}, "border": {"none": True}}
            filled["points"] = [None] * chart.tail + [pale] * (len(chart.categories) - chart.tail)
        return filled

    def _line(self, chart: Chart, series: Series) -> dict[str, object]:
        colour = self.colour(series.source)
        if chart.kind == "share":
            return {
                "line": {"none": True},
                "marker": {
                    "type": "long_dash",
                    "size": 11,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        return {"line": {"color": colour, "width": 2, "dash_type": "dash"}, "marker": {"type": "none"}}

    def _dress(self, drawn: Any, chart: Chart, title: list[object]) -> None:
        small = {"name": self.font, "size": 8, "color": MUTED}
        drawn.set_title(
            {
                "name": title,
                "name_font": {"name": self.font, "size": 10, "bold": True, "color": INK},
                "overlay": False,
            }
        )
        share = chart.kind in {"share", "short"}
        values = {
            "num_font": small,
            "num_format": "0%" if share else "#,##0" if self._large(chart) else "#,##0.0",
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
            "line": {"none": True},
            "min": 0 if chart.kind in {"supply", "stock", "share", "short"} else None,
        }
        categories: dict[str, object] = {
            "num_font": {**small, **self._turn(chart)},
            "line": {"color": LINE},
            "label_position": "low",
        }
        if len(chart.categories) > 14 and chart.kind in {"supply", "stock", "cash"}:
            categories["interval_unit"] = categories["interval_tick"] = 3
        if chart.kind == "cost":
            # Bars lie: the first component stands on top, and money runs along the lower edge.
            drawn.set_y_axis({**categories, "reverse": True, "interval_unit": 1})
            drawn.set_x_axis({**values, "label_position": "high"})
        else:
            drawn.set_x_axis(categories)
            drawn.set_y_axis(values)
        if len(chart.series) > 1 or chart.series[0].source not in {"lost_margin", "stock"}:
            drawn.set_legend({"position": "bottom", "font": small})
        else:
            drawn.set_legend({"none": True})
        drawn.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
        drawn.show_blanks_as("gap")

    def _turn(self, chart: Chart) -> dict[str, object]:
        """Turn long labels that would overlap."""
        if chart.kind == "cost" or len(chart.categories) <= 6:
            return {}
        return {"rotation": -45}

    def _large(self, chart: Chart) -> bool:
        if chart.kind in MONEY:
            return self._top(chart) >= 20 * self.scale
        return self._top(chart) >= 20

    @staticmethod
    def _top(chart: Chart) -> float:
        return max((abs(value) for series in chart.series for value in series.values if value), default=0.0)
