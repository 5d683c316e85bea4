"""The workbook of a plan that cannot be: what cannot hold together, and the cheapest ways out."""

from __future__ import annotations

from collections.abc import Mapping

from planner.explaining.page import FRONT
from planner.explaining.ways import InfeasibleExplanation, WayOut
from planner.explaining.ways_tables import clash_table, ways_table
from planner.explaining.words import told
from planner.explaining.words_ways import told as ways_told
from planner.reporting.layout.page import Field
from planner.reporting.layout.scale import money_scale
from planner.reporting.risk.book import Grid, Picture, RiskBook, Section
from planner.reporting.words.phrases import Speech
from planner.workbook.tables import Tables


def ways_book(
    found: InfeasibleExplanation, tables: Tables, speech: Speech, facts: Mapping[str, object]
) -> RiskBook:
    """Return what the workbook of an infeasible plan holds.

    Parameters
    ----------
    found : InfeasibleExplanation
    tables : Tables
        The plan as it was read.
    speech : Speech
        Language and currency.
    facts : mapping
        What is needed to repeat the run.
    """
    language = speech.language
    return RiskBook(
        title=told("title infeasible", language, plan=tables.settings["plan_name"]),
        lead=tuple(_lead(found, language)),
        sections=(_clash(found, language), _ways(found, speech)),
        sheets={"Clash": clash_table(found, language), "Ways out": ways_table(found, language)},
        facts=facts,
        front=FRONT,
    )


def _lead(found: InfeasibleExplanation, language: str) -> list[str]:
    if not found.ways:
        return found.sentences(language)
    limits = sum(len(clash.lines) for clash in found.clashes) + len(found.fixed)
    said = [told("ways lead", language, limits=limits, ways=len(found.ways))]
    if found.scenarios:
        said.append(
            told("ways scenarios", language, names=ways_told("joint", language).join(found.scenarios))
        )
    if not found.complete:
        said.append(told("ways incomplete", language))
    return said


def _clash(found: InfeasibleExplanation, language: str) -> Section:
    fields = (
        Field(told("head clash", language), 2, "count"),
        Field(told("head asks", language), 14),
    )
    rows = [
        (number, line.sentence(language))
        for number, clash in enumerate(found.clashes, start=1)
        for line in clash.lines
    ]
    rows += [(0, line.sentence(language)) for line in found.fixed]
    said = (told("clash how", language),)
    if not rows:
        return Section(told("clash", language), said)
    return Section(told("clash", language), said, Grid(fields, tuple(rows)))


def _ways(found: InfeasibleExplanation, speech: Speech) -> Section:
    language = speech.language
    fields = (
        Field(told("head way", language), 4),
        Field(told("head changes", language), 8),
        Field(told("head costs then", language), 4),
    )
    rows = tuple(
        (
            _name(way, language),
            "\n".join(change.sentence(language) for change in way.changes),
            told(f"ended {way.status}", language) if way.objective is None else speech.money(way.objective),
        )
        for way in found.ways
    )
    said = (told("ways how" if rows else "ways none", language),)
    return Section(told("ways", language), said, Grid(fields, rows) if rows else None, _chart(found, speech))


def _name(way: WayOut, language: str) -> str:
    return ways_told(f"family {way.family}", language) if way.family else told("way smallest", language)


def _chart(found: InfeasibleExplanation, speech: Speech) -> tuple[Picture, ...]:
    """Return what the plan costs on each way, where there are several to choose from."""
    costed = [(way, way.objective) for way in found.ways if way.objective is not None]
    if len(costed) < 2:
        return ()
    scale = money_scale(speech, max(abs(cost) for _, cost in costed))
    return (
        Picture(
            kind="bar",
            title=told(
                "money title",
                speech.language,
                title=told("head costs then", speech.language),
                scale=scale.word,
            ),
            heads=(told("head costs then", speech.language),),
            categories=tuple(_name(way, speech.language) for way, _ in costed),
            rows=tuple((cost,) for _, cost in costed),
            number_format=scale.number_format,
        ),
    )
