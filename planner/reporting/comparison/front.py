"""The sheet Cases: figures of every side, differences, and why a side has no plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from planner.reporting.comparison.charts import figure_words, left_words, side_name, unlike_words
from planner.reporting.comparison.content import Comparison, Figure
from planner.reporting.layout.look import ACCENT, INK, LINE, MUTED, PAPER, WARN, Look
from planner.reporting.layout.page import LINE_POINTS, lines
from planner.reporting.layout.scale import Scale
from planner.reporting.words.minus import signed_format
from planner.reporting.words.phrases import Speech
from planner.workbook.cells import put_number, put_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABEL, FIRST = 1, 2
"""Column of the figures' names, column of the first side."""
LABEL_WIDTH, SIDE_WIDTH = 46, 16
"""Their widths in characters."""
SIDES_ON_A_PAGE, PAGE_PIXELS = 8, 860
"""Most sides on a page of paper, and how wide such a page is at full size."""


class Front:
    """Writes the sheet Cases: figures, differences, and why a case has no plan."""

    def __init__(
        self, sheet: Worksheet, look: Look, speech: Speech, scale: Scale, comparison: Comparison
    ) -> None:
        self.sheet, self.look, self.speech, self.scale = sheet, look, speech, scale
        self.comparison = comparison
        self.row = 0
        self.plain = scale.number_format.split(";")[0]
        self.formats = {
            "money": scale.number_format,
            "share": "0.00%",
            "days": "#,##0.0",
            "count": "#,##0",
        }

    def draw(self, title: str, warnings: Sequence[str]) -> None:
        """Write the whole sheet."""
        sheet, speech, comparison = self.sheet, self.speech, self.comparison
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 1.5)
        sheet.set_column(LABEL, LABEL, LABEL_WIDTH)
        sheet.set_column(FIRST, FIRST + len(comparison.sides), SIDE_WIDTH)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_footer("&L&8&F&R&8&P / &N")
        self._text(speech.say(title, plan=comparison.plan_name), bold=True, font_size=16, font_color=ACCENT)
        base = side_name(speech, comparison, 0)
        facts = {"currency": comparison.currency, "scale": self.scale.word, "base": base}
        self._text(speech.say("cases_subtitle", **facts), font_color=MUTED)
        self._text(speech.word("cases_gap"), font_color=MUTED, wrap=True)
        if any(side.thumb for side in comparison.sides):
            self._text(speech.word("cases_thumbs"), font_color=MUTED, wrap=True)
        for sentence in left_words(speech, comparison):
            self._text(sentence, font_color=MUTED, wrap=True)
        for sentence in unlike_words(speech, comparison):
            self._text(sentence, font_color=WARN, wrap=True)
        self.row += 1
        self._heads(speech.word("cases_figure"), range(len(comparison.sides)))
        sheet.freeze_panes(self.row, FIRST)
        sheet.repeat_rows(self.row - 1)
        sheet.repeat_columns(0, LABEL)
        self._block(difference=False)
        breaks = []
        if len(comparison.sides) > 1 and comparison.sides[0].solved:
            self.row += 1
            breaks.append(self.row)
            self._heads(speech.say("cases_difference", base=base), range(len(comparison.sides)))
            self._block(difference=True)
        self._reasons(warnings)
        self._pages(breaks)

    def _pages(self, breaks: list[int]) -> None:
        """Lay the sheet out for paper: as many sides on a page as can still be read."""
        sheet, sides = self.sheet, len(self.comparison.sides)
        across = min(sides, SIDES_ON_A_PAGE)
        width = sum(7 * characters + 5 for characters in (1.5, LABEL_WIDTH, *[SIDE_WIDTH] * across))
        sheet.set_print_scale(min(100, int(100 * PAGE_PIXELS / width)))
        sheet.set_h_pagebreaks(breaks)
        sheet.set_v_pagebreaks([FIRST + at for at in range(SIDES_ON_A_PAGE, sides, SIDES_ON_A_PAGE)])
        sheet.print_area(0, 0, self.row, max(FIRST + sides - 1, self._last))

    @property
    def _last(self) -> int:
        """Last column of texts that run over several."""
        return FIRST + min(max(3, len(self.comparison.sides)), SIDES_ON_A_PAGE) - 1

    def _text(self, text: str, *, wrap: bool = False, **style: object) -> None:
        cell_format = self.look(**{"font_color": INK, **style, **({"text_wrap": True} if wrap else {})})
        if wrap:
            self.sheet.merge_range(self.row, LABEL, self.row, self._last, "", cell_format)
            width = LABEL_WIDTH + SIDE_WIDTH * (self._last - LABEL)
            self.sheet.set_row(self.row, LINE_POINTS * lines(text, width) + 2)
        put_text(self.sheet, self.row, LABEL, text, cell_format)
        self.row += 1

    def _heads(self, first: str, sides: Iterable[int]) -> None:
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "valign": "top", "text_wrap": True}
        put_text(self.sheet, self.row, LABEL, first, self.look(**head))
        names = {at: side_name(self.speech, self.comparison, at) for at in sides}
        self.sheet.set_row(
            self.row, LINE_POINTS * max(lines(name, SIDE_WIDTH - 1) for name in names.values())
        )
        for at, name in names.items():
            put_text(self.sheet, self.row, FIRST + at, name, self.look(**head, align="right"))
        self.row += 1

    def _block(self, *, difference: bool) -> None:
        group = ""
        for figure in self.comparison.figures:
            if difference and (figure.kind == "text" or figure.key == "gap"):
                continue
            if figure.group != group:
                group = figure.group
                style = {"bold": True, "font_color": ACCENT, "bg_color": PAPER}
                for column in range(LABEL, FIRST + len(self.comparison.sides)):
                    self.sheet.write_blank(self.row, column, None, self.look(**style))
                put_text(self.sheet, self.row, LABEL, self.speech.word(f"group_{group}"), self.look(**style))
                self.row += 1
            line = {"bottom": 4, "bottom_color": LINE}
            name = figure_words(self.speech, figure)
            if difference and figure.kind == "share":
                name = self.speech.say("cases_points", figure=name)
            put_text(self.sheet, self.row, LABEL, name, self.look(**line))
            for at in range(len(self.comparison.sides)):
                self._cell(figure, at, line, difference=difference)
            self.row += 1

    def _cell(self, figure: Figure, at: int, line: dict[str, object], *, difference: bool) -> None:
        value = self.comparison.difference(figure, at) if difference else figure.values[at]
        column = FIRST + at
        if difference and at and self.comparison.within_gap(figure, at):
            style = self.look(**line, font_color=MUTED, italic=True, align="right")
            put_text(self.sheet, self.row, column, self.speech.word("cases_within"), style)
        elif value is None or (difference and at == 0):
            self.sheet.write_blank(self.row, column, None, self.look(**line))
        elif isinstance(value, str):
            text = self.speech.word(f"ended_{value}") if figure.key == "status" else value
            colour = WARN if figure.key == "status" and value != "optimal" else INK
            style = self.look(**line, align="right", font_color=colour, text_wrap=True)
            put_text(self.sheet, self.row, column, text, style)
        else:
            shown = self.formats[figure.kind]
            if difference and figure.kind == "share":
                value, signed = 100 * value, "+0.00;-0.00;0"  # points, not per cent
            elif figure.kind != "money":
                signed = f"+{shown};-{shown};0" if difference else shown
            else:
                signed = signed_format(self.plain, plus=True) if difference else shown
            put_number(self.sheet, self.row, column, value, self.look(**line, num_format=signed))

    def _reasons(self, warnings: Sequence[str]) -> None:
        speech, comparison = self.speech, self.comparison
        missing = [at for at, side in enumerate(comparison.sides) if not side.solved]
        if missing:
            self.row += 1
            self._text(speech.word("cases_no_plan"), bold=True, font_size=12, font_color=ACCENT)
            for at in missing:
                self._text(side_name(speech, comparison, at), bold=True, font_color=WARN)
                for reason in comparison.sides[at].reasons.get(speech.language, ()):
                    self._text(reason, wrap=True)
        notes = [f"{side.name}: {side.note}" for side in comparison.sides if side.note]
        if notes or warnings:
            self.row += 1
            self._text(speech.word("cases_notes"), bold=True, font_size=12, font_color=ACCENT)
            for text in (*notes, *warnings):
                self._text(text, wrap=True)
