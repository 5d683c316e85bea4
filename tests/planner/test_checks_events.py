"""Checks of events and scenarios: each break alone, and its twin without a word."""

from __future__ import annotations

import pytest
from check_plans import BASE, Break, Edits, assert_said, brk, findings

_HIT = {"event": "X", "severity": 1, "duration_months": 2}


def _event(
    code: str, at: str, *words: str, also: str = "", twin: dict[str, object] | None = None, **cells: object
) -> Break:
    """Return a break in one new event that starts in January 2027; ``twin`` are the cells that mend it."""
    start = {"X": {"scenario": "X", "event": "X", "start_month": "2027-01", "probability": 0.01}}
    edits: Edits = {"Events": {"X": _HIT | cells}, "Scenarios": start}
    repaired: Edits = {"Events": {"X": _HIT | cells | (twin or {})}, "Scenarios": start}
    return brk(code, edits, f"Events|X|{at}", *words, also=also, twin=repaired)


EVENTS = [
    _event("E260", "country", "stage refining", supplier="T", stage="refining", twin={"stage": None}),
    _event("E261", "product", "names no product", severity=0, demand_factor=1.5, twin={"product": "P"}),
    _event(
        "E262", "duration_months", "how long", supplier="T", duration_months=None, twin={"duration_months": 1}
    ),
    brk(
        "W280",
        {"Processes": {"REC": {"country": "CN"}}, "Events": {"BAN": {"stage": None}}},
        "Events|BAN|stage",
        "(REC)",
        "1 offer.",
        twin={"Processes": {"REC": {"country": "CN"}}},
    ),
    _event("W281", "country", "stops nothing", country="IS", twin={"country": "AU"}),
    _event("W281", "event", "stops nothing", twin={"supplier": "T"}),
    _event("W282", "index", "'COPPER'", severity=0, price_factor=2, index="COPPER", twin={"index": "NDPR"}),
    _event(
        "W297",
        "index",
        "Did you mean 'NDPR'",
        severity=0,
        price_factor=2,
        index="NDPT",
        twin={"index": "NDPR"},
    ),
    _event(
        "W283",
        "severity",
        "stops all supply",
        "price_factor",
        supplier="T",
        severity=None,
        price_factor=2,
        twin={"severity": 1},
    ),
    _event("W284", "product", "demand_factor", supplier="T", product="P", twin={"demand_factor": 2}),
    _event(
        "W284",
        "investment",
        "investment_delay_months",
        supplier="T",
        investment="K",
        twin={"investment_delay_months": 2},
    ),
    _event("W284", "index", "price_factor", supplier="T", index="NDPR", twin={"price_factor": 2}),
    _event(
        "W285",
        "severity",
        "replaces",
        supplier="T",
        duration_months=None,
        loss_profile="1|0.5",
        twin={"severity": None},
    ),
    _event(
        "W285",
        "duration_months",
        "replaces",
        supplier="T",
        severity=None,
        loss_profile="1|0.5",
        twin={"duration_months": None},
    ),
    _event(
        "W286", "price_factor", "no spot offer", severity=0, items="M", price_factor=2, twin={"items": "A"}
    ),
    _event(
        "W288",
        "investment_delay_months",
        "delays no investment",
        severity=0,
        investment_delay_months=3,
        twin={"investment": "K"},
    ),
    _event("W294", "process", "neither offers nor", supplier="T", process="RED", twin={"supplier": None}),
    _event(
        "W295",
        "lead_time_extension",
        "hits no offer",
        process="RED",
        lead_time_extension=1,
        twin={"process": None, "supplier": "T"},
    ),
    _event("W296", "event", "does nothing", supplier="T", severity=0, twin={"severity": 0.1}),
    brk(
        "W287",
        {"Settings": {"home_country": None}},
        "Events|BAN|destination",
        "home country",
        also="W281",
        twin={"Settings": {"home_country": None}, "Events": {"BAN": {"destination": None}}},
    ),
    brk("N212", {"Events": {"X": _HIT | {"supplier": "T"}}}, "Events|X|event", "never happens"),
    brk("N213", {"Events": {"BAN": {"probability": 0.3}}}, "Events|BAN|probability", "not used"),
]


def test_country_without_a_stage_that_hits_only_offers_is_meant() -> None:
    """Nothing is said of a country in which no process stands."""
    edits = {"Events": {"BAN": {"stage": None}}}
    assert findings(edits) == []


_NONE = dict.fromkeys((label for label in BASE["Scenarios"] if label != "known"), None)
_DENSE = {"probability": 0.2, "onsets": None, "start_to": "2027-10"}
_OTHERS = {"SPIKE": None, "BOOM": None, "LATE": None}
_FIRE = {"event": "FIRE", "process": "RED", "start_to": "2027-10"}

GENERATED = [
    brk(
        "E224",
        {
            "Scenarios": _NONE,
            "Events": _OTHERS | {"BAN": _DENSE | {"start_from": "2026-09", "start_to": "2026-08"}},
        },
        "Events|BAN|start_from",
        "2026-09",
        "2026-08",
        also="N214",
        twin={"Scenarios": _NONE, "Events": _OTHERS | {"BAN": _DENSE}},
    ),
    brk(
        "W289",
        {
            "Scenarios": _NONE,
            "Events": _OTHERS | {"BAN": _DENSE | {"start_from": "2028-01", "start_to": None}},
        },
        "Events|BAN|start_from",
        "no scenario is made",
        also="N214",
    ),
    brk(
        "W298",
        {
            "Scenarios": _NONE,
            "Events": _OTHERS
            | {
                "BAN": _DENSE,
                "FIRE": _HIT
                | {
                    "event": "FIRE",
                    "process": "RED",
                    "probability": 0.1,
                    "onsets": 3,
                    "start_from": "2026-03",
                    "start_to": "2026-04",
                },
            },
        },
        "Events|FIRE|onsets",
        "3 onsets",
        "only 2",
    ),
    brk(
        "E544",
        {
            "Scenarios": _NONE,
            "Events": _OTHERS | {"BAN": _DENSE, "FIRE": _HIT | _FIRE | {"probability": 0.9}},
        },
        "Events|FIRE|probability",
        "110%",
        twin={
            "Scenarios": _NONE,
            "Events": _OTHERS | {"BAN": _DENSE, "FIRE": _HIT | _FIRE | {"probability": 0.5}},
        },
    ),
]

SCENARIOS = [
    brk(
        "E270",
        {"Scenarios": {"S3": {"probability": None}}},
        "Scenarios|S3|probability",
        "'S3' has no",
        also="W292",
    ),
    brk(
        "E271",
        {"Scenarios": {"S2+": {"probability": 0.2}}},
        "Scenarios|S2+|probability",
        "two different",
        "D5",
        twin={"Scenarios": {"S2+": {"probability": None}}},
    ),
    brk(
        "E272",
        {"Scenarios": {"S2": {"after": "S1"}, "S2+": {"after": "C1"}}},
        "Scenarios|S2+|after",
        "E5",
        twin={"Scenarios": {"S2+": {"after": "0"}}},
    ),
    brk("E273", {"Scenarios": {"C1": {"after": "nobody"}}}, "Scenarios|C1|after", "no scenario 'nobody'"),
    brk("E274", {"Scenarios": {"C1": {"after": "s1"}}}, "Scenarios|C1|after", "Did you mean 'S1'"),
    brk("E275", {"Scenarios": {"S1": {"after": "C1"}}}, "Scenarios|S1|after", "'C1'", "circle", also="W292"),
    brk(
        "E279",
        {"Scenarios": {"C1": {"start_month": "2026-04"}}},
        "Scenarios|C1|after",
        "2026-04",
        twin={"Scenarios": {"C1": {"start_month": "2026-05"}}},
    ),
    brk(
        "E276",
        {"Scenarios": {"S5": {"start_month": "2028-01"}}},
        "Scenarios|S5|start_month",
        "2028-01",
    ),
    brk(
        "E277", {"Scenarios": {"known": {"probability": 0.1}}}, "Scenarios|known|probability", "already known"
    ),
    brk(
        "E277",
        {"Scenarios": {"known": {"after": "S1"}}},
        "Scenarios|known|after",
        "already known",
        twin={"Scenarios": {"known": {"after": "0"}}},
    ),
    brk(
        "E278",
        {"Scenarios": {"S3": {"probability": 0.66}}},
        "Scenarios|S5|probability",
        "1.01",
        twin={"Scenarios": {"S3": {"probability": 0.64}}},
    ),
    brk(
        "E280",
        {"Scenarios": {"known": {"event": "BAN", "start_month": "2026-09"}}, "Events": {"RAMP": None}},
        "Scenarios|S2|start_month",
        "twice in 2026-09",
        "'S2'",
        twin={"Scenarios": {"known": {"event": "BAN", "start_month": "2025-09"}}, "Events": {"RAMP": None}},
    ),
    brk(
        "W290",
        {
            "Scenarios": {"S2": {"event": "BOOM"}, "S2+": {"event": "HYPE"}},
            "Events": {
                "HYPE": {
                    "event": "HYPE",
                    "product": "P",
                    "severity": 0,
                    "duration_months": 1,
                    "demand_factor": 1.1,
                }
            },
        },
        "Scenarios|S2+|event",
        "'HYPE' and 'BOOM'",
        "P",
        also="N212",
        twin={"Scenarios": {"S2+": {"event": "BOOM", "start_month": "2026-10"}}, "Events": {"SPIKE": None}},
    ),
    brk(
        "W293",
        {
            "Scenarios": {"S2+": {"event": "HALT"}},
            "Events": {
                "SPIKE": None,
                "HALT": {"event": "HALT", "supplier": "S", "severity": 0.5, "duration_months": 1},
            },
        },
        "Scenarios|S2+|event",
        "'HALT' and 'BAN'",
        "SPOT",
        twin={
            "Scenarios": {"S2+": {"event": "HALT", "start_month": "2027-02"}},
            "Events": {
                "SPIKE": None,
                "HALT": {"event": "HALT", "supplier": "S", "severity": 0.5, "duration_months": 1},
            },
        },
    ),
    brk(
        "W291",
        {"Scenarios": {"S1": {"probability": 0}}},
        "Scenarios|C1|after",
        "'S1' has probability 0",
        "D3",
        also="W292",
        twin={
            "Scenarios": {
                "S1": {"probability": 0},
                "C2": {
                    "scenario": "C2",
                    "event": "BOOM",
                    "after": "S1",
                    "start_month": "2026-06",
                    "probability": 0.1,
                },
            }
        },
    ),
    brk(
        "W278",
        {"Scenarios": {"S5": {"probability": 0.6}}},
        "Scenarios|S5|probability",
        "add up to 1",
        twin={"Scenarios": {"S5": {"probability": 0.59}}},
    ),
    brk(
        "W299",
        {"Scenarios": _NONE | {"S1": {"probability": 1}}},
        "Scenarios|S1|probability",
        "sees it coming",
        also="N212 W292",
        twin={"Scenarios": {"S1": {"probability": 0.2}}},
    ),
]


@pytest.mark.parametrize("broken", [*EVENTS, *GENERATED, *SCENARIOS], ids=lambda one: one.code)
def test_break_is_said_at_its_cell_and_its_twin_is_not(broken: Break) -> None:
    """One thing broken gives one finding at its cell; the nearest right plan gives none."""
    assert_said(broken)


def test_long_stretches_without_an_onset_are_named() -> None:
    """Six months in a row in which nothing of positive probability begins; five are not worth a word."""
    assert findings({"Scenarios": {"S3": {"start_month": "2027-03"}}}) == []
    edits: Edits = {"Scenarios": {"S3": {"start_month": "2027-04"}}}
    (found,) = findings(edits)
    assert (found.code, found.place(), found.column) == ("W292", "Scenarios", "start_month")
    assert "2026-10 … 2027-03" in found.message()


def test_scenarios_of_probability_zero_leave_a_stretch_empty() -> None:
    """An onset that cannot come protects nobody."""
    codes = {finding.code for finding in findings({"Scenarios": {"S4": {"probability": 0}}})}
    assert codes == {"W292"}


def test_tail_weight_without_scenarios_is_noted() -> None:
    """A risk weight needs scenarios to weigh."""
    edits: Edits = {"Scenarios": dict.fromkeys(BASE["Scenarios"]), "Events": dict.fromkeys(BASE["Events"])}
    assert [(finding.code, finding.column) for finding in findings(edits)] == [("N214", "risk_weight")]
