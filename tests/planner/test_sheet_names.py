"""Cells are named as the file spells its sheets, whatever language the reader speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import offer_row, tiny_sheets
from fake_result import Story, fake_result

from models.plan.names import Offer, Scenario
from planner.assemble import assemble
from planner.explaining.changes import place_of
from planner.origins import trace
from planner.reporting.advice.every import advise
from planner.reporting.summary.advice import place_words
from planner.reporting.summary.summarise import summarise
from planner.reporting.words.phrases import Speech
from planner.workbook.reading.reader import tables_from
from planner.workbook.tables import Tables


def _plan(offers: str, language: str) -> Tables:
    """Return a plan whose sheet of offers has this name."""
    sheets = dict(tiny_sheets((10.0, 10.0, 10.0), Offers=[offer_row(max_annual=5)]))
    sheets[offers] = sheets.pop("Offers")
    tables, _ = tables_from(sheets, language=language)
    assert tables.language == language
    return tables


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("offers", ["Offers", "オファー"])
def test_a_clash_names_the_sheet_as_the_file_does(offers: str, language: str) -> None:
    """What clashes, and what an explanation asks about, is found in the file under its own name."""
    tables = _plan(offers, language)
    name = str(tables["Offers"][0]["offer"])
    (clash,) = trace([("annual_limit", (Offer(name), Scenario("0")))], tables, assemble(tables))
    assert clash.sentence(language).startswith(f"{offers}!{clash.cell}")
    assert clash.as_json()["sheet"] == "Offers"
    assert place_of(tables, "Offers", name, "max_annual") == f"{offers}!{clash.cell}"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_summary_points_into_the_file_by_its_own_names(language: str) -> None:
    """A warning about an input cell names the sheet of the file; its link leads to the kept input."""
    result = fake_result(Story(cover_penalty=10.0))
    result = replace(result, inputs=replace(result.inputs, titles={"Settings": "設定", "Products": "製品"}))
    places = [one.place for one in advise(result, summarise(result)) if one.place and one.place.of_input]
    said = [place_words(Speech(language, "USD"), place) for place in places]
    assert any("設定!" in text for text in said)
    assert not any("Settings!" in text for text in said)
    assert {place.sheet for place in places} >= {"Settings"}
