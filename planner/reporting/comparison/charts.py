"""Draws the charts of a comparison natively: cost bridges, key figures of each case, a tornado."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.reporting.comparison.content import THUMB, Bar, Comparison, Figure
from planner.reporting.layout.look import ACCENT, GOOD, INK, LINE, MUTED, WARN, Look
from planner.reporting.layout.scale import Scale
from planner.reporting.words.phrases import Speech
from planner.workbook.cells import put_number, put_text

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

DATA_SHEET = "ChartData"
KEY_FIGURES = {
    "bars_title": {"expected_cost": ACCENT, "cvar": "#E69F00", "worst_cost": "#C0392B"},
    "means_title": {"short_value": "#C0392B", "net_capex": "#56B4E9", "stock_value": "#009E73"},
    "share_title": {
        "short_probability": "#C0392B",
        "top_share:mining": "#E69F00",
        "top_share:refining": "#D55E00",
        "top_share:metal": "#7A5195",
        "top_share:magnet": "#0072B2",
    },
}
"""Charts with a group of bars for each case: their figures, with their colours."""
STEPS, SMALL_STEP = 8, 0.01
"""Most components that a bridge shows one by one, and the part of all moves that one must make; the others
are one step."""
Table = tuple[Sequence[str], Sequence[str], Sequence[Sequence[float | None]]]
"""Heads, categories, and the values of each category."""


@dataclass(slots=True)
class Canvas:
    """Draws charts whose figures stand on a sheet of their own."""

    workbook: xlsxwriter.Workbook
    data: Worksheet
    look: Look
    speech: Speech
    scale: Scale
    font: str
    row: int = 0

    def bridge(self, comparison: Comparison, side: int) -> Any | None:
        """Return the steps of expected cost from the base to a case; ``None`` where there are none."""
        steps = bridge_steps(comparison, side)
        ends = comparison.figure("expected_cost")
        if ends is None or not steps:
            return None
        begin, end = ends.values[0], ends.values[side]
        if not isinstance(begin, float) or not isinstance(end, float):
            return None
        name = side_name(self.speech, comparison, side)
        base = side_name(self.speech, comparison, 0)
        key = "bridge_within" if comparison.within_gap(ends, side) else "bridge_title"
        title = self.speech.say(key, base=base, case=name, scale=self.scale.word)
        levels = [begin]
        for _, step in steps:
            levels.append(levels[-1] + step)
        floating = min(levels) > 0
        rows: list[list[float | None]] = [[None, begin, None, None]] if floating else []
        for (_, step), low, high in zip(steps, levels, levels[1:], strict=False):
            under = min(low, high) if floating else None
            up, down = (step, None) if step > 0 else (None, -step if floating else step)
            rows.append([under, None, up, down])
        rows += [[None, end, None, None]] if floating else []
        labels = [self._component(key) for key, _ in steps]
        heads = [self.speech.word(f"bridge_{key}") for key in ("under", "total", "up", "down")]
        first = self._write(title, (heads, [base, *labels, name] if floating else labels, rows))
        chart = self.workbook.add_chart({"type": "column", "subtype": "stacked"})
        fills = (None, ACCENT, WARN, GOOD)
        for column, colour in enumerate(fills, start=1):
            if colour is None and not floating:
                continue
            chart.add_series({**self._refs(first, len(rows), column), **_fill(colour), "gap": 40})
        floor = _axis_floor(levels) / self.scale.size if floating else None
        shown = [level for level in levels if floating] or [end - begin]
        self._dress(chart, first, value_axis={"min": floor, "num_format": self._axis_format(shown)})
        # What holds the steps up is seen neither in the chart nor in its legend.
        chart.set_legend(
            {"position": "bottom", "font": self._small, "delete_series": [0] if floating else []}
        )
        return chart

    def bars(self, comparison: Comparison, title: str = "bars_title") -> Any | None:
        """Return key figures of every case with a plan, a group of bars for each; ``None``: all are 0."""
        colours = KEY_FIGURES[title]
        sides = [at for at, side in enumerate(comparison.sides) if side.solved]
        figures = [figure for name in colours if (figure := comparison.figure(name)) is not None]
        rows = [[_number(figure.values[at]) for figure in figures] for at in sides]
        if not any(value for row in rows for value in row):
            return None
        money = figures[0].kind == "money"
        names = [side_name(self.speech, comparison, at) for at in sides]
        words = self.speech.say(title, scale=self.scale.word) if money else self.speech.word(title)
        heads = [figure_words(self.speech, figure) for figure in figures]
        first = self._write(words, (heads, names, rows), money=money)
        chart = self.workbook.add_chart({"type": "column"})
        for column, figure in enumerate(figures, start=1):
            colour = _fill(colours[figure.name])
            chart.add_series({**self._refs(first, len(rows), column), **colour, "gap": 60})
        largest = [value for row in rows for value in row if value is not None]
        axis: dict[str, object] = (
            {"num_format": self._axis_format(largest)} if money else {"num_format": "0%", "max": 1}
        )
        self._dress(chart, first, value_axis=axis)
        chart.set_legend({"position": "bottom", "font": self._small})
        return chart

    def tornado(self, bars: Sequence[Bar], base: float, by: str) -> Any:
        """Return the move of the objective for every driver, the widest on top."""
        heads = [self.speech.say("tornado_down", by=by), self.speech.say("tornado_up", by=by)]
        rows = [[None if value is None else value - base for value in (bar.down, bar.up)] for bar in bars]
        names = [driver_name(self.speech, bar) for bar in bars]
        title = self.speech.say("tornado_title", by=by, scale=self.scale.word)
        first = self._write(title, (heads, names, rows))
        chart = self.workbook.add_chart({"type": "bar"})
        for column, colour in enumerate(("#56B4E9", "#D55E00"), start=1):
            chart.add_series(
                {**self._refs(first, len(rows), column), **_fill(colour), "gap": 40, "overlap": 100}
            )
        moves = [abs(value) for row in rows for value in row if value is not None]
        axis: dict[str, object] = {"label_position": "high", "num_format": self._axis_format(moves)}
        self._dress(chart, first, value_axis=axis, lying=True)
        chart.set_legend({"position": "bottom", "font": self._small})
        return chart

    @property
    def _small(self) -> dict[str, object]:
        return {"name": self.font, "size": 8, "color": MUTED}

    def _axis_format(self, values: Sequence[float]) -> str:
        """Return as many digits as tell the marks of an axis apart."""
        low, high = min([0.0, *values] if len(values) < 2 else values), max(values, default=0.0)
        return "#,##0" if (high - low) / self.scale.size >= 10 else "#,##0.0"

    def _component(self, key: str) -> str:
        return self.speech.word(f"component_{key}" if key else "bridge_other")

    def _write(self, title: str, table: Table, *, money: bool = True) -> int:
        """Write title, heads and figures (money at its scale); return the first row of figures."""
        size, shown = (self.scale.size, "#,##0.00") if money else (1.0, "0.0%")
        heads, categories, rows = table
        put_text(self.data, self.row, 0, title, self.look(bold=True, font_color=INK))
        for column, head in enumerate(heads, start=1):
            put_text(self.data, self.row + 1, column, head, self.look(font_color=MUTED))
        first = self.row + 2
        for at, (category, values) in enumerate(zip(categories, rows, strict=True)):
            put_text(self.data, first + at, 0, category)
            for column, value in enumerate(values, start=1):
                if value is not None:
                    put_number(self.data, first + at, column, value / size, self.look(num_format=shown))
        self.row = first + len(rows) + 1
        return first

    def _refs(self, first: int, count: int, column: int) -> dict[str, object]:
        last = first + count - 1
        return {
            "name": [self.data.get_name(), first - 1, column],
            "categories": [self.data.get_name(), first, 0, last, 0],
            "values": [self.data.get_name(), first, column, last, column],
        }

    def _dress(self, chart: Any, first: int, value_axis: dict[str, object], *, lying: bool = False) -> None:
        # By reference, since a title that begins with "=" would be taken for a formula.
        chart.set_title(
            {
                "name": [self.data.get_name(), first - 2, 0],
                "name_font": {"name": self.font, "size": 10, "bold": True, "color": INK},
                "overlay": False,
            }
        )
        values = {
            "num_font": self._small,
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
            "line": {"none": True},
            **value_axis,
        }
        categories = {"num_font": self._small, "line": {"color": LINE}, "label_position": "low"}
        if lying:
            chart.set_y_axis({**categories, "reverse": True, "interval_unit": 1})
            chart.set_x_axis(values)
        else:
            chart.set_x_axis({**categories, "interval_unit": 1})
            chart.set_y_axis(values)
        chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
        chart.show_blanks_as("gap")


def side_name(speech: Speech, comparison: Comparison, side: int) -> str:
    """Return how a side is called: the plan, a rule of thumb by its name, a case by its id."""
    one = comparison.sides[side]
    if one.thumb:
        return speech.word(f"thumb_{one.name.removeprefix(THUMB)}")
    if one.left:
        name, _, month = one.name.rpartition("@")
        return speech.say("side_left", name=name, month=month)
    return speech.word("side_base") if side == 0 and one.name == "base" else one.name


def figure_words(speech: Speech, figure: Figure) -> str:
    """Return the name of a figure as people read it."""
    detail = figure.detail
    if figure.key == "kind":
        detail = speech.word(f"class_{detail}")
    elif figure.key == "component":
        detail = speech.word(f"component_{detail}")
    elif figure.key in ("top_share", "top_country"):
        detail = speech.word(f"stage_{detail}")
    text = speech.say(f"figure_{figure.key}", detail=detail)
    return text[:1].upper() + text[1:]


def unlike_words(speech: Speech, comparison: Comparison) -> list[str]:
    """Return a sentence for each setting by which amounts of a side are others than those of the first."""
    base = side_name(speech, comparison, 0)
    return [
        speech.say(
            f"unlike_{unlike.setting}",
            case=side_name(speech, comparison, unlike.side),
            base=base,
            before=unlike.before,
            after=unlike.after,
        )
        for unlike in comparison.unlike
    ]


def left_words(speech: Speech, comparison: Comparison) -> list[str]:
    """Return what of a plan of some months ago stands in the first side, where that is one."""
    first = comparison.sides[0]
    return [speech.say("cases_left", base=side_name(speech, comparison, 0))] if first.left else []


def driver_name(speech: Speech, bar: Bar) -> str:
    """Return how a driver is called."""
    return speech.say(f"driver_{bar.driver}", detail=bar.detail)


def bridge_steps(comparison: Comparison, side: int) -> list[tuple[str, float]]:
    """Return the change of each component of expected cost, widest first; the small ones as one, unnamed.

    A change that the gaps can make by themselves is small; where all are, there is nothing to show.
    """
    changes = []
    for figure in comparison.figures:
        difference = comparison.difference(figure, side) if figure.key == "component" else None
        if difference:
            changes.append((figure.detail, difference))
    changes.sort(key=lambda change: -abs(change[1]))
    least = max(comparison.noise(side), SMALL_STEP * sum(abs(step) for _, step in changes))
    shown = [(name, step) for name, step in changes[:STEPS] if abs(step) > least]
    rest = sum(step for _, step in changes) - sum(step for _, step in shown)
    return [*shown, ("", rest)] if rest and shown else shown


def _axis_floor(levels: Sequence[float]) -> float:
    """Return where the axis of a bridge begins, so that its steps can be seen."""
    low, high = min(levels), max(levels)
    floor = low - 0.25 * (high - low)
    if high <= low or floor <= 0:
        return 0.0
    step = 10.0 ** math.floor(math.log10(high - low))
    return max(0.0, math.floor(floor / step) * step)


def _fill(colour: str | None) -> dict[str, object]:
    if colour is None:
        return {"fill": {"none": True}, "border": {"none": True}}
    return {"fill": {"color": colour}, "border": {"none": True}}


def _number(value: float | str | None) -> float | None:
    return value if isinstance(value, float | int) else None
