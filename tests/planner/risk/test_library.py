"""The library of disruptions: complete, sourced, and mapped as its rules say."""

from __future__ import annotations

import json
import math
from pathlib import Path

import openpyxl
import pytest
from cases import from_sheets, item_row, tiny_sheets
from click.testing import CliRunner

from planner.cli import main
from planner.commands.events import events
from planner.examples.facts import facts
from planner.risk.additions import CannotAdd, add_events, check_addition
from planner.risk.library import library, matching, rate_of, unknown_items
from planner.risk.library_sheet import TITLES, add_library_sheet
from planner.workbook.access import number, numbers, text, texts
from planner.workbook.checks.every import check
from planner.workbook.files import new_workbook
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.reader import read_workbook, tables_from
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.tables import Row, Tables

LISTED_ONLY = {"RM17", "RM22a", "D08", "D12", "D17", "D24"}


def plan(**settings: object) -> Tables:
    """A plan of 12 months with one item."""
    return from_sheets(tiny_sheets([10.0] * 12, settings={"home_country": "JP", **settings}))


def added(name: str, *items: str, tables: Tables | None = None) -> Row:
    """Return the row that an event of the library makes on Events."""
    tables = tables or plan()
    after = add_events(tables, check_addition(tables, [name], items, 0.1))
    assert not [f for f in check(after) if f.severity is Severity.ERROR]
    return after["Events"][-1]


def test_every_fact_about_a_disruption_is_in_the_library() -> None:
    """What happened or is planned, and 6 scenarios: a name in both languages, a source and a grade."""
    known = [fact.id for fact in facts().values() if fact.table == "disruptions"]
    assert sorted(library()) == sorted(known)
    assert len(known) == 67
    for event in library().values():
        assert all(event.names.values()), event.id
        assert event.source, event.id
        assert event.grade in "ABCD", event.id
        assert bool(event.items["en"]) == bool(event.items["ja"]), event.id
        assert bool(event.reasons["en"]) == bool(event.reasons["ja"]), event.id
        assert bool(event.notes["en"]) == bool(event.notes["ja"]), event.id


def test_what_maps_to_nothing_is_listed_and_cannot_be_added() -> None:
    """No loss, no delay, or a stage that no offer has: the reason is told."""
    assert {event.id for event in library().values() if not event.addable} == LISTED_ONLY
    with pytest.raises(CannotAdd, match="D24 cannot be added: scrap"):
        check_addition(plan(), ["D24"], ["Dy"])


@pytest.mark.parametrize("name", [name for name in library() if name not in LISTED_ONLY])
def test_every_other_event_can_be_added_and_hits_something(name: str) -> None:
    """Its row has no error in a plan, a target, and either a loss or a delay."""
    event = library()[name]
    home = event.destinations[0] if event.destinations else "JP"
    row = added(name, *(["Dy"] if event.needs_items else []), tables=plan(home_country=home))
    assert texts(row, "country")
    effects = ("severity", "investment_delay_months", "lead_time_extension")
    assert numbers(row, "loss_profile") or any(number(row, effect) for effect in effects)
    assert name in text(row, "source")


def test_april_2025_is_the_measured_profile_month_by_month() -> None:
    """Heavy oxides from China, all buyers but the US: refining (and metal), no destination."""
    row = added("D14a", "Dy")
    assert numbers(row, "loss_profile") == (0.5, 1.0, 0.97, 0.4, 0.11)
    assert (texts(row, "country"), texts(row, "destination")) == (("CN",), ())
    assert texts(row, "stage")[0] == "refining"
    assert texts(row, "items") == ("Dy",)


def test_all_except_x_is_not_offered_to_x() -> None:
    """A plan at home in the US is spared by D14a."""
    with pytest.raises(CannotAdd, match="spares US"):
        check_addition(plan(home_country="US"), ["D14a"], ["Dy"])


def test_magnets_are_hit_where_they_are_made() -> None:
    """An export measure on magnets names the stage magnet."""
    assert texts(added("D14c", "Dy"), "stage") == ("magnet",)


@pytest.mark.parametrize("name", ["D07", "D16", "D19", "D23", "H4"])
def test_separation_and_cracking_are_refining(name: str) -> None:
    """The workbook knows no finer stages."""
    assert texts(added(name, "Dy"), "stage") == ("refining",)


def test_a_single_loss_is_a_severity_with_a_duration() -> None:
    """D18: 81 % for one month; no loss profile."""
    row = added("D18", "Dy")
    assert (number(row, "severity"), number(row, "duration_months")) == (0.81, 1)
    assert numbers(row, "loss_profile") == ()


def test_what_is_open_ended_lasts_to_the_horizon() -> None:
    """D21: 50 % in every month of the plan; D20b: its last month goes on."""
    assert number(added("D21", "Dy"), "duration_months") == 12
    profile = numbers(added("D20b"), "loss_profile")
    assert (len(profile), profile[:4], set(profile[4:])) == (12, (0.057, 0.4, 0.8, 0.8), {0.8})


def test_a_technology_ban_delays_investments_and_stops_nothing() -> None:
    """D10: severity 0, twelve months later."""
    row = added("D10")
    assert (number(row, "severity"), number(row, "investment_delay_months")) == (0.0, 12)


def test_items_are_asked_for_where_an_event_hits_certain_ones() -> None:
    """And they must be the plan's."""
    with pytest.raises(CannotAdd, match="name your items with --items"):
        check_addition(plan(), ["D14a"])
    with pytest.raises(CannotAdd, match="item Dyy is not in the plan \\(did you mean Dy"):
        check_addition(plan(), ["D14a"], ["Dyy"])
    assert texts(added("D03"), "items") == ()


def test_an_event_is_added_once_and_under_its_own_name() -> None:
    """Lower case is understood; an unknown id gets a suggestion."""
    tables = add_events(plan(), check_addition(plan(), ["d03"]))
    with pytest.raises(CannotAdd, match="stands in the plan's events already"):
        check_addition(tables, ["D03"])
    with pytest.raises(CannotAdd, match="did you mean D14a"):
        check_addition(plan(), ["D14aa"])


def test_names_and_reasons_come_in_japanese() -> None:
    """A Japanese workbook gets the Japanese name."""
    sheets = tiny_sheets([10.0] * 12, Items=[item_row()], settings={"home_country": "JP"})
    tables = from_sheets(sheets)
    tables = type(tables)(tables.name, tables.sheets, tables.settings, "ja")
    assert text(added("D03", tables=tables), "name").startswith("尖閣")
    with pytest.raises(CannotAdd) as caught:
        check_addition(tables, ["D17"])
    assert "追加できません" in caught.value.message("ja")


def test_the_library_is_searched_by_country_and_item() -> None:
    """An event on all rare earths matches every element; words match in any case."""
    assert {event.id for event in matching("MM")} == {"D04", "D05", "D06", "D09", "D13", "RM15"}
    found = {event.id for event in matching("cn", ["TB"])}
    assert {"D02", "D14a", "D20a"} <= found
    assert "D18" not in found


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_command_lists_every_event_in_both_languages(language: str) -> None:
    """For people on stderr, for programs as JSON on stdout."""
    told = CliRunner().invoke(events, ["--lang", language], obj={})
    assert told.exit_code == 0
    assert all(f"\n{name}  " in told.stderr for name in library())
    said = CliRunner().invoke(events, ["--json", "--lang", language], obj={})
    answer = json.loads(said.stdout)
    assert answer["exit_code"] == 0
    assert len(answer["events"]) == 67
    assert {event["event"] for event in answer["events"] if not event["addable"]} == LISTED_ONLY


@pytest.mark.parametrize("language", ["en", "ja"])
def test_ready_rows_can_be_copied_into_events(tmp_path: Path, language: str) -> None:
    """Same columns in the same places; items to fill in are an error until they are filled."""
    path = tmp_path / "library.xlsx"
    with new_workbook(path) as (workbook, _):
        add_library_sheet(workbook, language)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.title.startswith("#")
    rows = list(sheet.iter_rows(values_only=True))
    keys = [column.key for column in SHEETS["Events"].columns]
    assert list(rows[2][1 : len(keys) + 1]) == keys
    ready = [dict(zip(keys, row[1:], strict=False)) for row in rows[4:]]
    assert {row["event"] for row in ready} == set(library()) - LISTED_ONLY
    sheets = tiny_sheets([10.0] * 12, settings={"home_country": "JP"})
    for row in ready:
        given = {key: value for key, value in row.items() if value is not None}
        _, findings = tables_from({**sheets, "Events": [given]})
        errors = [f.column for f in findings if f.severity is Severity.ERROR]
        assert set(errors) == ({"items"} if library()[str(row["event"])].needs_items else set()), row


@pytest.mark.parametrize(
    ("language", "before", "after"), [("en", "Events", "Scenarios"), ("ja", "途絶イベント", "シナリオ")]
)
def test_the_template_offers_the_library(tmp_path: Path, language: str, before: str, after: str) -> None:
    """`planner template` writes it beside Events; reading the workbook passes over it in silence."""
    path = tmp_path / "plan.xlsx"
    done = CliRunner().invoke(main, ["template", str(path), "--lang", language])
    assert done.exit_code == 0, done.output
    names = openpyxl.load_workbook(path).sheetnames
    at = names.index(before)
    assert names[at + 1 : at + 3] == [TITLES[language], after]
    _, findings = read_workbook(path)
    assert not [finding for finding in findings if TITLES[language] in str(finding)]


@pytest.mark.parametrize(
    ("item", "own"),
    [
        ("tungsten", {"RM06a"}),
        ("W", {"RM06a"}),
        ("タングステン", {"RM06a"}),
        ("cobalt", {"RM07", "RM08"}),
        ("gallium", {"RM01", "RM03"}),
        ("黒鉛", {"RM04a", "RM04b"}),
        ("Sb", {"RM03", "RM05a", "RM05b"}),
    ],
)
def test_other_metals_find_their_own_events_and_no_rare_earth_s(item: str, own: set[str]) -> None:
    """A ban on all rare earths is none on tungsten; what stops ships stops everything."""
    assert {event.id for event in matching(items=[item])} == own | {"RM18", "RM19"}


def test_names_of_rare_earths_find_what_their_symbols_find() -> None:
    """In both languages; a word for all of them finds whatever hits any."""
    for name, symbol in (("dysprosium", "Dy"), ("ネオジム", "nd"), ("重希土類", "heavy"), ("磁石", "magnet")):
        assert matching(items=[name]) == matching(items=[symbol]), name
    of_all = {event.id for event in matching(items=["レアアース"])}
    assert {"D02", "D14a", "D18"} <= of_all
    assert not {"RM01", "RM07"} & of_all


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_item_without_events_says_so(language: str) -> None:
    """And what hits everything that is shipped is shown all the same."""
    assert unknown_items(["Dy", "unobtainium", "cobalt"]) == ("unobtainium",)
    told = CliRunner().invoke(events, ["--items", "Dy,unobtainium", "--lang", language], obj={}).stderr
    assert told.splitlines()[0].count("unobtainium") == 1
    assert "\nD14a  " in told
    said = json.loads(CliRunner().invoke(events, ["--items", "unobtainium", "--json"], obj={}).stdout)
    assert said["items_unknown"] == ["unobtainium"]


def test_arrivals_are_told_where_they_are_known() -> None:
    """Shipments to Japan stopped in September 2010; arrivals fell in October and November."""
    event = library()["D03"]
    assert (event.arrival_start, event.arrival_losses) == ("2010-09", (0.0, 0.5, 0.75, 0.0))
    told = CliRunner().invoke(events, ["--items", "Nd", "--lang", "en"], obj={}).stderr
    assert "arrivals: 0%, 50%, 75%, 0% lost at the buyers from 2010-09 on" in told


def test_a_rate_counts_what_really_began_since_2010() -> None:
    """Antimony: licences and the EU in autumn 2024, the ban on the US in December, and the two canals.

    Five starts in 16 years and 11 months; 1 − exp(−5/16.92) = 0.256.
    """
    rate = rate_of(matching(items=["Sb"]))
    assert [name for _, name in rate.starts] == ["RM19", "RM18", "RM05a", "RM05b", "RM03"]
    assert rate.years == pytest.approx(203 / 12)
    assert rate.in_a_year == pytest.approx(1 - math.exp(-5 * 12 / 203))
    told = CliRunner().invoke(events, ["--items", "Sb", "--rate", "--lang", "en"], obj={}).stderr
    assert "5 such events began between 2010-01 and 2026-11" in told
    assert "26%" in told
    assert "2024-12 RM03" in told


def test_what_is_feared_or_planned_is_no_history() -> None:
    """Scenarios, a ban announced for 2029, and what began in 2002 are not counted."""
    counted = {name for _, name in rate_of(library().values()).starts}
    assert not counted & {"D01", "H1", "RM22b"}
    nothing = rate_of([library()["H1"]])
    assert (nothing.starts, nothing.in_a_year) == ((), 0.0)
