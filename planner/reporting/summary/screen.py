"""The answer on one terminal screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from planner.reporting.advice.every import advise
from planner.reporting.advice.lead import build, hold, order, qualify, shortage, sign
from planner.reporting.advice.view import Advice
from planner.reporting.layout.scale import plan_speech
from planner.reporting.risk.value import TINY
from planner.reporting.summary.advice import advice_words
from planner.reporting.summary.last import last_sentences
from planner.reporting.summary.sheet import path_name, status_words
from planner.reporting.summary.summarise import summarise
from planner.reporting.view.content import Path, Summary
from planner.reporting.view.lookup import Names
from planner.reporting.words.months import say
from planner.reporting.words.phrases import Money, Share, Speech
from planner.result import Result
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.printable import printable

WIDEST = 100
"""Columns beyond which lines grow hard to read."""
CUT = "..."
COMPLETE = 1000
"""Lines of what is to be done: none of it is cut."""
WORST = 3
"""Scenarios shown."""
WARNINGS = 3
"""Warnings shown; the workbook has all."""


def screen(result: Result, language: str, console: Console) -> None:
    """Print the answer.

    Parameters
    ----------
    result
        What was found.
    language
        ``en`` or ``ja``.
    console
        Where to print. Characters its encoding lacks are replaced, so that a pipe or an old Windows console
        never fails.

    """
    summary = summarise(result)
    speech = plan_speech(language, summary)
    names = Names(result.inputs)
    said = _Lines(console)
    console.print(Text(said.sayable(summary.plan_name), "bold"), no_wrap=True, crop=False)
    said.put(
        speech.word("screen_status"),
        status_words(speech, summary),
        "green" if summary.status == "optimal" else "bold yellow",
        lines=2,
    )
    said.put(speech.word("screen_costs"), _costs(speech, summary), lines=2)
    said.put("", _split(speech, summary), lines=2)
    for label, sentence in _advice(speech, summary, names):
        said.put(speech.word(label), sentence, lines=COMPLETE)
    dearest = [path for path in summary.paths if path.scenario != TRUNK and path.probability > 0][:WORST]
    for number, path in enumerate(dearest):
        said.put(speech.word("screen_worst") if number == 0 else "", _path(speech, path), lines=2)
    if result.every_onset is not None:
        said.put(speech.word("screen_onsets"), _onsets(speech, summary, result.every_onset), lines=3)
    if result.ends is not None and result.ends["worth_of_knowing"] > summary.noise:
        said.put(speech.word("screen_ends"), _ends(speech, result.ends), lines=3)
    if result.since_last is not None:
        for number, sentence in enumerate(last_sentences(result.since_last, speech)):
            said.put(say("last title", language) if number == 0 else "", sentence, lines=2)
    if result.value is not None:
        said.put(speech.word("screen_value"), _value(speech, result.value), lines=3)
    _warnings(said, speech, advise(result, summary))
    where = speech.word("screen_unwritten") if result.output is None else str(result.output)
    said.put(speech.word("screen_written"), where, "bold", lines=3)
    said.show()


def _advice(speech: Speech, summary: Summary, names: Names) -> tuple[tuple[str, str], ...]:
    """Return what to decide, each with its label; nothing by a plan that is not finished."""
    if summary.unfinished:
        return (("screen_unfinished", speech.word("lead_unfinished")),)
    return (
        ("screen_sign", " ".join(sign(speech, summary, names))),
        ("screen_qualify", qualify(speech, summary, names)),
        ("screen_build", build(speech, summary, names)),
        ("screen_hold", hold(speech, summary, names)),
        ("screen_order", order(speech, summary, names)),
    )


def _ends(speech: Speech, found: Mapping[str, float]) -> str:
    return speech.say(
        "screen_ends_line",
        expected=Money(found["expected_cost"]),
        cvar=Money(found["cvar"]),
        worth=Money(found["worth_of_knowing"]),
    )


def _costs(speech: Speech, summary: Summary) -> str:
    return speech.say(
        "screen_costs_line",
        expected=Money(summary.expected),
        alpha=Share(summary.alpha),
        cvar=Money(summary.cvar),
        worst=Money(summary.worst),
        scenario=path_name(speech, summary.worst_scenario),
    )


def _split(speech: Speech, summary: Summary) -> str:
    return speech.say(
        "screen_split_line",
        cash=Money(summary.kinds["cash"]),
        policy=Money(summary.kinds["policy"]),
        lost=Money(summary.kinds["lost_margin"]),
        end=Money(summary.kinds["end_value"]),
    )


def _path(speech: Speech, path: Path) -> str:
    return speech.say(
        "screen_path",
        scenario=path.scenario,
        probability=Share(path.probability),
        cost=Money(path.cost),
        difference=Money(path.difference, signed=True),
        short=shortage(path),
    )


def _onsets(speech: Speech, summary: Summary, found: Mapping[str, float]) -> str:
    return speech.say(
        "screen_onsets_line",
        expected=Money(found["expected_cost"]),
        tail=Money(found["cvar"]),
        difference=Money(found["cvar"] - summary.cvar, signed=True),
    )


def _value(speech: Speech, value: Mapping[str, Any]) -> str:
    facts = {"premium": Money(value["insurance_premium"]), "evpi": Money(value["evpi"])}
    if value["vss"] == "infeasible":
        said = speech.say("screen_value_infeasible", **facts)
    else:
        said = speech.say("screen_value_line", **facts, vss=Money(value["vss"]))
    gap = value["uncertainty"]
    own, least = value.get("insurance_premium_as_planned"), TINY * max(1.0, abs(value["optimum"]))
    if own is not None and abs(own - value["insurance_premium"]) > max(gap, least):
        said = speech.say("screen_value_weight", said=said, own=Money(own))
    if gap <= least:
        return said
    return speech.say("screen_value_gap", said=said, gap=Money(gap))


def _warnings(said: _Lines, speech: Speech, advice: Sequence[Advice]) -> None:
    warnings = [one for one in advice if one.warning]
    if not warnings:
        said.put(speech.word("screen_warnings"), speech.word("warning_none"))
        return
    said.put(
        speech.word("screen_warnings"), speech.say("screen_warning_count", count=len(warnings)), "yellow"
    )
    of_each_kind = {one.code: one for one in reversed(warnings)}
    shown = [one for one in warnings if of_each_kind[one.code] is one][:WARNINGS]
    for one in shown:
        said.put("", speech.word("screen_bullet") + advice_words(speech, one), lines=2)
    if len(warnings) > len(shown):
        said.put("", speech.say("screen_warning_more", count=len(warnings) - len(shown)))


class _Lines:
    """Label and text in two columns, in what the console's encoding can say."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._rows: list[tuple[Text, Text, int]] = []

    def put(self, label: str, text: str, style: str = "", lines: int = 1) -> None:
        """Add a row of at most so many lines."""
        self._rows.append((Text(self.sayable(label), "bold"), Text(self.sayable(text), style), lines))

    def show(self) -> None:
        """Print the rows."""
        indent = 2 + max(label.cell_len for label, _, _ in self._rows)
        room = max(20, min(self._console.width, WIDEST) - indent - 1)
        for label, text, most in self._rows:
            wrapped = list(text.wrap(self._console, room))
            if len(wrapped) > most:
                cut = wrapped[most - 1]
                cut.truncate(room - len(CUT))
                wrapped[most - 1] = Text(cut.plain.rstrip() + CUT, text.style)
            for number, line in enumerate(wrapped[:most]):
                line.rstrip()
                start = label + " " * (indent - label.cell_len) if number == 0 else Text(" " * indent)
                self._console.print(start + line, no_wrap=True, crop=False)

    def sayable(self, text: str) -> str:
        """Return a text without the characters that the console's encoding lacks."""
        encoding = self._console.encoding or "utf-8"
        return printable(text).encode(encoding, errors="replace").decode(encoding)
