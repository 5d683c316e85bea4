"""What may happen to the Japanese maker: events, scenarios and the what-ifs buyers ask for."""

from __future__ import annotations

from planner.examples.facts import fact, loss_profile
from planner.examples.sheets import Calendar, Cell, Rows, row, table

# fmt: off
HEAVY = "DY_OX,TB_OX"
LIGHT = "NDPR_OX,NDPR_M"
MAGNETS = "MAG_STD,MAG_LO"


def _measured(name: str) -> str:
    """Return the loss profile of a fact as the workbook writes it."""
    return loss_profile(*fact(name).profile())


def events() -> Rows:
    """Return the Events sheet: what is in force already, then what may come."""
    return [*_known(), *_chinese(), *_other()]


def _known() -> Rows:
    """Return the events that stand under scenario 0."""
    return [
        row(
            "D14a P39 review of 45 working days, in force; severity 0: approvals are the offers' limits",
            event="LICENCE", name="Chinese export licences for heavy rare earths, in force", country="CN",
            stage="refining", items=HEAVY, destination="JP", severity=0, duration_months=72,
            lead_time_extension=2, source="D14a, P39"),
        row("S08 starts in 2027; invented: ramp-up of the first deliveries", event="RAMP-ILUKA",
            name="Iluka ramps up", supplier="ILUKA", loss_profile=loss_profile(0.6, 0.5, 0.4, 0.3, 0.2, 0.1),
            source="S08"),
        row("D10 technology catalogue in force; invented: months", event="TECH-NOW",
            name="Chinese technology catalogue, in force", investment="RED_JP2", severity=0,
            duration_months=96, investment_delay_months=4, source="D10"),
    ]


def _chinese() -> Rows:
    """Return the disruptions that start in China."""
    heavy: dict[str, Cell] = {"country": "CN", "stage": "refining", "items": HEAVY, "destination": "JP"}
    light: dict[str, Cell] = {"country": "CN", "stage": "refining", "items": LIGHT, "destination": "JP"}
    magnet: dict[str, Cell] = {"country": "CN", "stage": "magnet", "items": MAGNETS, "destination": "JP"}
    spike: dict[str, Cell] = {"index": "HEAVY_EX", "price_factor": 1.4}
    ban = (1, 1, 1, 1, *[fact("D21").profile()[0]] * 8)
    practice = (*fact("D20b").profile(), 0.5, 0.3)
    magnets = (0.6, 0.6, 0.6, 0.6, 0.4, 0.4, 0.4, 0.4, 0.3, 0.3, 0.3, 0.3)
    return [
        row("D14a measured in part; M29 M35 asks of 1,100 in Europe give the price; lead time in LICENCE",
            event="LIC-HEAVY", name="Licences tighten as in April 2025: heavy oxides", **heavy,
            loss_profile=_measured("D14a"), **spike, source="D14a"),
        row("D14c measured", event="LIC-MAGNET", name="Licences tighten as in April 2025: magnets", **magnet,
            loss_profile=_measured("D14c"), source="D14c"),
        row("D20a four months, then D21 some approvals; invented: length of the second part",
            event="BAN-HEAVY", name="Ban on Japan as in January 2026: heavy oxides", **heavy,
            loss_profile=loss_profile(*ban), **spike, source="D20a, D21"),
        row("D20a covers magnets; invented: loss", event="BAN-MAGNET",
            name="Ban on Japan as in January 2026: magnets", **magnet, loss_profile=loss_profile(*magnets),
            source="D20a"),
        row("D20b four months; invented: two more", event="BAN-LIGHT",
            name="Ban on Japan as in January 2026: licence practice for NdPr", **light,
            loss_profile=loss_profile(*practice), source="D20b"),
        row("D20b; tolling in China brings its metal out under the same practice", event="BAN-TOLL",
            name="Ban on Japan as in January 2026: tolled metal", process="RED_CN", destination="JP",
            loss_profile=loss_profile(*practice), source="D20b"),
        row("H1; invented: recovery, price", event="STOP", name="Full stop to Japan for six months",
            country="CN", stage="refining", destination="JP", severity=1, duration_months=6,
            recovery_months=3, index="NDPR,HEAVY_EX", price_factor=1.5, source="H1"),
        row("H1; invented: recovery", event="STOP-TOLL", name="Full stop to Japan: tolled metal",
            process="RED_CN", destination="JP", severity=1, duration_months=6, recovery_months=3,
            source="H1"),
        row("D02 derived from the quotas; M01 M02 prices of 2011; invented: price factor", event="QUOTA",
            name="Export quota cut as in 2010", country="CN", stage="refining", items=f"{LIGHT},{HEAVY}",
            loss_profile=_measured("D02"), index="NDPR,DY,TB,HEAVY_EX", price_factor=2.5, source="D02"),
        row("H2; its longer lead time is in LICENCE", event="ERRATIC", name="Erratic licences for a year",
            **heavy, loss_profile=_measured("H2"), **spike, source="H2"),
        row("H6", event="HALF", name="Imports from China halved for a year", country="CN", stage="refining",
            destination="JP", severity=0.5, duration_months=12, source="H6"),
        row("H6 tolling included", event="HALF-TOLL", name="Imports from China halved: tolled metal",
            process="RED_CN", destination="JP", severity=0.5, duration_months=12, source="H6"),
        row("H3 new plants 12 months later", event="TECH",
            name="October 2025 measures come back: equipment and know-how", investment="HPMS,GBD_LINE",
            severity=0, duration_months=12, investment_delay_months=12, source="D17, H3"),
    ]


def _other() -> Rows:
    """Return the disruptions that start elsewhere."""
    return [
        row("H4; D07 D08 D19; invented: recovery", event="LYNAS-STOP",
            name="Lynas stands still for three months", supplier="LYNAS", severity=1, duration_months=3,
            recovery_months=2, source="H4"),
        row("D07 measured", event="LYNAS-WATER", name="Lynas without water", supplier="LYNAS",
            loss_profile=_measured("D07"), source="D07"),
        row("D13 the last month measured; invented: price factor", event="MYANMAR",
            name="Myanmar border closed", country="MM", stage="mining", items=HEAVY,
            loss_profile=_measured("D13"), index="DY,TB,HEAVY_EX", price_factor=1.3, source="D13"),
        row("M10 M14 M37 moves of NdPr; invented: factor, a year", event="SPIKE",
            name="NdPr price spike for a year", severity=0, duration_months=12, index="NDPR",
            price_factor=1.8, source="M10, M37"),
        row("H5", event="CAREMAG-LATE", name="Caremag starts a year late", supplier="CAREMAG", severity=1,
            duration_months=12, source="H5"),
        row("D16 if applied; invented: two years", event="INDIA", name="India keeps its rare earths",
            country="IN", stage="mining", destination="JP", severity=1, duration_months=24, source="D16"),
        row("invented: demand +15 % for a year", event="EV-BOOM", name="More electric cars than planned",
            product="EV", severity=0, duration_months=12, demand_factor=1.15, source="invented"),
    ]


BANS = ("LIC", "BAN", "STOP", "QUOTA", "HALF", "ERRATIC")
"""Families of scenarios that are Chinese bans or licences; one what-if sets their weight to 0."""

_FAMILIES: tuple[tuple[str, tuple[str, ...], tuple[int, ...], float, str], ...] = (
    # family, events that start together, onsets (plan months), probability over the plan, why
    ("BAN", ("BAN-HEAVY", "BAN-MAGNET", "BAN-LIGHT", "BAN-TOLL"), tuple(range(1, 36, 3)), 0.18,
     "D20a D20b D21"),
    ("STOP", ("STOP", "STOP-TOLL"), tuple(range(2, 36, 3)), 0.09, "H1"),
    ("LIC", ("LIC-HEAVY", "LIC-MAGNET"), (12, 24), 0.06, "D14a D14c"),
    ("QUOTA", ("QUOTA",), (21,), 0.02, "D02"),
    ("LYNAS", ("LYNAS-STOP",), (6, 15, 24), 0.05, "H4 D08"),
    ("WATER", ("LYNAS-WATER",), (18,), 0.05, "D07 D19"),
    ("MYANMAR", ("MYANMAR",), (9, 21), 0.06, "D13"),
    ("SPIKE", ("SPIKE",), (6, 18), 0.05, "M37"),
    ("CAREMAG", ("CAREMAG-LATE",), (3,), 0.04, "H5"),
    ("INDIA", ("INDIA",), (18,), 0.02, "D16"),
    ("HALF", ("HALF", "HALF-TOLL", "TECH"), (9,), 0.02, "H6 H3"),
    ("BOOM", ("EV-BOOM",), (21,), 0.04, "P43"),
)

_SECOND_SHOCKS: tuple[tuple[str, str, str, int, float, str], ...] = (
    # scenario, parent, event, onset, probability, why
    ("STOP-11-LYNAS", "STOP-11", "LYNAS-STOP", 14, 0.003, "H1, then H4: the safe source fails too"),
    ("BAN-13-ERRATIC", "BAN-13", "ERRATIC", 25, 0.006,
     "D20a, then H2: after the ban the licences stay erratic"),
)


def scenarios(plan: Calendar) -> Rows:
    """Return the Scenarios sheet: what is known, the families over their onsets, the second shocks."""
    rows = [
        row("D14a known since April 2025", scenario="0", event="LICENCE", start_month=plan(-21)),
        row("S08 first deliveries", scenario="0", event="RAMP-ILUKA", start_month=plan(12)),
        row("D10 known since December 2023", scenario="0", event="TECH-NOW", start_month=plan(-37)),
    ]
    for family, together, onsets, probability, source in _FAMILIES:
        share = round(probability / len(onsets), 4)
        for onset in onsets:
            guess = f"invented: {probability:g} over {len(onsets)} onsets"
            knows = f"{source}; knows from its first month how long it lasts; {guess}"
            for position, event in enumerate(together):
                rows.append(
                    row(knows if position == 0 else f"{source}; starts with it",
                        scenario=f"{family}-{onset:02d}", event=event, start_month=plan(onset),
                        probability=share if position == 0 else None)
                )
    rows += [
        row(f"{source}; nobody foresees it: the parent keeps weight of its own; invented: probability",
            scenario=name, event=event, start_month=plan(onset), probability=probability, after=parent)
        for name, parent, event, onset, probability, source in _SECOND_SHOCKS
    ]
    return rows


def what_ifs() -> Rows:
    """Return the WhatIf sheet: the arguments a buyer will hear."""
    columns = "case note sheet row column change value"
    question = "invented: question"
    rows = table(
        columns,
        ("risk0", "The tail does not count", "Settings", "risk_weight", "value", "set", 0, question),
        ("risk50", "The tail counts half", "Settings", "risk_weight", "value", "set", 0.5, question),
        ("cap80", "Looser caps", "Rules", "*", "share", "set", 0.8, question),
        ("cap50", "Tighter caps", "Rules", "*", "share", "set", 0.5, question),
        ("cap30", "Much tighter caps", "Rules", "*", "share", "set", 0.3, question),
        ("no-investment", "Nothing may be built", "Investments", "*", "max_modules", "set", 0, question),
        ("no-diffusion", "No diffusion furnaces", "Investments", "GBD_LINE", "max_modules", "set", 0,
         question),
        ("no-Lynas-contract", "No contract for NdPr with Lynas", "Offers", "ND-LYNAS", "signed", "set", "no",
         question),
        ("no-heavy-contracts", "Heavy oxides from China and on the spot only", "Offers", "DY-LYNAS", "signed",
         "set", "no", question),
    )
    rows += [
        row(question, case="no-heavy-contracts", sheet="Offers", row=offer, column="signed", change="set",
            value="no")
        for offer in ("DY-CAREMAG", "TB-LYNAS", "TB-CAREMAG")
    ]
    first = {event for family, together, *_ in _FAMILIES if family in BANS for event in together[:1]}
    rows += [
        row(question, case="bans-impossible", note="China never stops anything", sheet="Scenarios",
            row=f"*/{event}/*", column="probability", change="set", value=0)
        for event in sorted(first)
    ]
    rows += [
        row(question, case="bans-impossible", sheet="Scenarios", row=f"{name}/*/*", column="probability",
            change="set", value=0)
        for name, parent, *_ in _SECOND_SHOCKS
        if parent.split("-")[0] in BANS
    ]
    rows += table(
        columns,
        ("ban-twice-as-likely", "A ban on Japan is twice as likely", "Scenarios", "*/BAN-HEAVY/*",
         "probability", "multiply", 2, question),
        ("stock-cost-3x", "Capital costs three times as much", "Settings", "capital_rate", "value",
         "multiply", 3, question),
        ("shortage-quarter", "A lost motor costs a quarter", "Products", "*", "shortage_penalty", "multiply",
         0.25, question),
        ("days-180", "180 days of cover for heavy oxides (P10)", "Items", "DY_OX", "min_cover_days", "set",
         180, question),
        ("days-180", None, "Items", "TB_OX", "min_cover_days", "set", 180, question),
        ("no-Myanmar-ore", "No ore from Myanmar", "Offers", "DY-CN-MM", "offer", "remove", None, question),
        ("demand-plus-10", "Ten per cent more motors", "Demand", "*", "quantity", "multiply", 1.1, question),
    )
    return rows
