"""A comparison, or a tornado, on one terminal screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.reporting.comparison.charts import driver_name, left_words, side_name, unlike_words
from planner.reporting.comparison.content import Cell, Comparison
from planner.reporting.comparison.tornado import Tornado
from planner.reporting.layout.page import display_width
from planner.reporting.layout.scale import money_resolution, money_scale
from planner.reporting.words.phrases import Money, Share, Speech, quantity
from planner.workbook.cells import value_text

SHOWN = 12
"""Differences of one kind that are shown; the others are counted."""
NAME_WIDTH = 24
"""Characters in which the name of a case stands on one line."""
COSTS = ("expected_cost", "cvar", "worst_cost")

HEAD = 18
"""Columns beyond which a heading of a table takes several lines."""


def show_comparison(
    comparison: Comparison,
    language: str,
    written: Path,
    console: Console | None = None,
    *,
    details: bool = False,
) -> None:
    """Print cases side by side, why a case has no plan, and (``details``) what differs.

    Parameters
    ----------
    comparison
        What was found.
    language
        ``en`` or ``ja``.
    written
        Where the workbook stands.
    console
        Where to print; default: stderr.
    details
        Also the first of the inputs and decisions that differ.
    """
    page = _Screen(comparison, language, console)
    page.costs()
    page.reasons()
    if details:
        page.inputs()
        page.decisions()
    page.written(written)


def show_tornado(
    comparison: Comparison, tornado: Tornado, language: str, written: Path, console: Console | None = None
) -> None:
    """Print the widest drivers of the cost."""
    page = _Screen(comparison, language, console)
    page.drivers(tornado)
    page.written(written)


class _Screen:
    """Prints in what the console's encoding can say."""

    def __init__(self, comparison: Comparison, language: str, console: Console | None) -> None:
        self.comparison = comparison
        figures = [comparison.figure(key) for key in COSTS]
        known = [value for figure in figures if figure for value in figure.values if isinstance(value, float)]
        largest = max(map(abs, known), default=0.0)
        resolution = money_resolution(largest)
        self.speech = Speech(language, comparison.currency, resolution)
        self.scale = money_scale(self.speech, largest)
        self.digits = max(0, round(math.log10(self.scale.size / resolution))) if resolution else 1
        self.console = console or Console(stderr=True)

    def costs(self) -> None:
        """Print cost and status of every side."""
        speech, comparison = self.speech, self.comparison
        heads = [speech.word(f"figure_{key}") for key in ("status", *COSTS)]
        base = side_name(speech, comparison, 0)
        names = [side_name(speech, comparison, at) for at in range(len(comparison.sides))]
        table = self._table([self.scale.word, *heads, speech.say("screen_difference", base=base)])
        table.columns[0].no_wrap = max(map(display_width, names)) <= NAME_WIDTH
        expected = comparison.figure("expected_cost")
        for at, side in enumerate(comparison.sides):
            cells = [self._money(comparison.figure(key), at) for key in COSTS]
            difference = ""
            if at and expected is not None and (moved := comparison.difference(expected, at)) is not None:
                difference = f"{moved / self.scale.size:+,.{self.digits}f}"
                if comparison.within_gap(expected, at):
                    difference = speech.word("cases_within")
            status = speech.word(f"ended_{side.status}")
            self._row(table, [names[at], status, *cells, difference])
        self.console.print(table)
        for sentence in left_words(speech, comparison):
            self._line(sentence)
        for sentence in unlike_words(speech, comparison):
            self._line(sentence, "yellow")

    def _money(self, figure: object, at: int) -> str:
        value = getattr(figure, "values", ())[at] if figure is not None else None
        return f"{value / self.scale.size:,.{self.digits}f}" if isinstance(value, float) else "–"

    def reasons(self) -> None:
        """Print why sides have no plan."""
        for at, side in enumerate(self.comparison.sides):
            reasons = side.reasons.get(self.speech.language, ())
            if reasons:
                self._line(f"{side_name(self.speech, self.comparison, at)}: {reasons[0]}", "yellow")
                for reason in reasons[1:]:
                    self._line(f"  {reason}")

    def inputs(self) -> None:
        """Print the first inputs that differ."""
        lines = []
        for change in (change for change in self.comparison.inputs if change.change != "same"):
            place = "/".join(part for part in (change.sheet, change.row, change.column) if part)
            before, after = value_text(change.before) or "–", value_text(change.after) or "–"
            lines.append(f"{change.side}: {place}: {before} → {after}")
        self._some("screen_inputs", lines)

    def decisions(self) -> None:
        """Print the first decisions that differ."""
        speech = self.speech
        lines = []
        for change in (change for change in self.comparison.decisions if not change.same):
            kind, what = speech.word(f"decided_{change.kind}"), speech.word(f"decided_{change.what}")
            said = speech.say("decision", kind=kind, name=change.name, what=what)
            before, after = (_told(speech, cell) for cell in (change.before, change.after))
            unit = "" if change.what == "average_days" else change.unit
            lines.append(f"{change.side}: {said}: {before} → {after} {unit}")
        self._some("screen_decisions", lines)

    def _some(self, key: str, lines: Sequence[str]) -> None:
        self._line(self.speech.say(key, count=len(lines)), "bold")
        for line in lines[:SHOWN]:
            self._line(f"  {line.rstrip()}")
        if len(lines) > SHOWN:
            self._line("  " + self.speech.say("screen_more", count=len(lines) - SHOWN))

    def drivers(self, tornado: Tornado) -> None:
        """Print the drivers with the widest moves."""
        speech, by = self.speech, Share(tornado.by)
        heads = ["tornado_driver", "tornado_low", "tornado_high"]
        table = self._table([speech.say(key, by=by) for key in heads])
        base_noise = self.comparison.sides[0].noise
        for bar in tornado.bars[: tornado.shown]:
            cells = []
            for value, status, noise in (
                (bar.down, bar.down_status, bar.down_noise),
                (bar.up, bar.up_status, bar.up_noise),
            ):
                if value is None:
                    cells.append(speech.word(f"ended_{status}"))
                elif abs(value - tornado.base) <= noise + base_noise:
                    cells.append(speech.word("cases_within"))
                else:
                    cells.append(speech.fact(Money(value - tornado.base, signed=True)))
            self._row(table, [driver_name(speech, bar), *cells])
        self.console.print(table)

    def written(self, path: Path) -> None:
        """Print where the workbook stands."""
        self._line(f"{self.speech.word('screen_written')}: {path}", "bold")

    def _table(self, heads: Sequence[str]) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for at, head in enumerate(heads):
            table.add_column(
                self._sayable(in_lines(head)), justify="left" if at == 0 else "right", overflow="fold"
            )
        return table

    def _row(self, table: Table, cells: Sequence[str]) -> None:
        table.add_row(*(Text(self._sayable(cell)) for cell in cells))

    def _line(self, text: str, style: str = "") -> None:
        self.console.print(Text(self._sayable(text), style), soft_wrap=True)

    def _sayable(self, text: str) -> str:
        encoding = self.console.encoding or "utf-8"
        return text.encode(encoding, errors="replace").decode(encoding)


def in_lines(head: str) -> str:
    """Return a heading that ends its lines where a Japanese reader would, and not within a word."""
    return head.replace("（", "\n（").replace("、", "、\n") if display_width(head) > HEAD else head


def _told(speech: Speech, cell: Cell) -> str:
    if cell is None:
        return "–"
    if cell in ("yes", "no"):
        return speech.word(f"decided_{cell}")
    return cell if isinstance(cell, str) else quantity(cell)
