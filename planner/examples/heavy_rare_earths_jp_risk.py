"""What may happen in ten years: bans, quotas, know-how withheld, plants that fail or come late."""

from __future__ import annotations

from planner.examples.facts import fact, loss_profile
from planner.examples.sheets import Calendar, Cell, Rows, row, table

# fmt: off
DY, TB = "DY-A,DY-B,DY-C,DY", "TB-A,TB"
HEAVY = f"{DY},{TB}"


def _measured(name: str) -> str:
    """Return the loss profile of a fact as the workbook writes it."""
    return loss_profile(*fact(name).profile())


def events() -> Rows:
    """Return the Events sheet: what is in force, what China may do, what may go wrong elsewhere."""
    china: dict[str, Cell] = {"country": "CN", "stage": "refining", "destination": "JP"}
    spike: dict[str, Cell] = {"index": "HEAVY_EX", "price_factor": 1.4}
    ban = (1, 1, 1, 1, *[fact("D21").profile()[0]] * 8)
    return [
        row("D14a P39 review of 45 working days, in force; severity 0: approvals are the offers' limits",
            event="LICENCE", name="Chinese export licences for heavy rare earths, in force", items=HEAVY,
            **china, severity=0, duration_months=150, lead_time_extension=2, source="D14a, P39"),
        row("D10 technology catalogue in force; invented: months", event="TECH-NOW",
            name="Chinese technology catalogue, in force", investment="SEP_JP", severity=0,
            duration_months=180, investment_delay_months=6, source="D10"),
        row("D20a four months, then D21 some approvals; invented: length of the second part", event="BAN",
            name="Ban on Japan as in January 2026", items=HEAVY, **china, loss_profile=loss_profile(*ban),
            **spike, source="D20a, D21"),
        row("D14e measured for Dy to Japan", event="LIC-DY",
            name="Licences as from April 2025: dysprosium to Japan", items=DY, **china,
            loss_profile=_measured("D14e"), **spike, source="D14e"),
        row("D14f measured for Tb", event="LIC-TB", name="Licences as from April 2025: terbium", items=TB,
            country="CN", stage="refining", loss_profile=_measured("D14f"), source="D14f"),
        row("H1; invented: recovery, price", event="STOP", name="Full stop to Japan for six months", **china,
            severity=1, duration_months=6, recovery_months=3, index="HEAVY_EX", price_factor=1.6,
            source="H1"),
        row("D02 M02 M03 prices of 2011; invented: price factor", event="QUOTA",
            name="Export quota cut as in 2010", country="CN", stage="refining", items=HEAVY,
            loss_profile=_measured("D02"), index="DY,TB,HEAVY_EX", price_factor=2.5, source="D02"),
        row("H6", event="HALF", name="Imports from China halved for a year", **china, severity=0.5,
            duration_months=12, source="H6"),
        row("H3 D17 new plants 12 months later", event="TECH",
            name="October 2025 measures come back: equipment and know-how", investment="SEP_JP,EOL_JP",
            severity=0, duration_months=12, investment_delay_months=12, source="D17, H3"),
        row("H4; D07 D19; invented: recovery", event="LYNAS-STOP",
            name="Lynas stands still for three months", supplier="LYNAS", severity=1, duration_months=3,
            recovery_months=2, source="H4"),
        row("D23 waste-producing steps to end within five years; invented: half is lost for a year",
            event="LYNAS-WASTE", name="Lynas must end steps that make radioactive waste", supplier="LYNAS",
            severity=0.5, duration_months=12, source="D23"),
        row("D13 the last month measured; invented: price factor", event="MYANMAR",
            name="Myanmar border closed", country="MM", stage="mining", items=HEAVY,
            loss_profile=_measured("D13"), index="DY,TB,HEAVY_EX", price_factor=1.3, source="D13"),
        row("H5", event="CAREMAG-LATE", name="Caremag starts a year late", investment="EQ_CAREMAG",
            severity=0, duration_months=12, investment_delay_months=12, source="H5"),
        row("S21; invented: two years", event="MUD-LATE", name="Mud comes two years late",
            investment="MUD", severity=0, duration_months=24, investment_delay_months=24, source="S21"),
        row("P43 2.5 times by 2040; invented: demand +15 % for three years", event="BOOM",
            name="More electric cars than planned", product="EV", severity=0, duration_months=36,
            demand_factor=1.15, source="P43"),
    ]


_FAMILIES: tuple[tuple[str, tuple[str, ...], tuple[int, ...], float, str], ...] = (
    # family, events that start together, onsets (plan months), probability over the plan, why
    ("BAN", ("BAN",), tuple(range(6, 109, 6)), 0.27, "D20a D21"),
    ("STOP", ("STOP",), (14, 50, 86), 0.09, "H1"),
    ("LIC", ("LIC-DY", "LIC-TB"), (26, 74), 0.06, "D14e D14f"),
    ("QUOTA", ("QUOTA",), (38,), 0.03, "D02"),
    ("HALF", ("HALF", "TECH"), (9,), 0.04, "H6 H3"),
    ("LYNAS", ("LYNAS-STOP",), (29, 114), 0.05, "H4"),
    ("WASTE", ("LYNAS-WASTE",), (56,), 0.05, "D23"),
    ("MYANMAR", ("MYANMAR",), (20,), 0.04, "D13"),
    ("LATE", ("CAREMAG-LATE", "MUD-LATE"), (2,), 0.04, "H5 S21"),
    ("BOOM", ("BOOM",), (32,), 0.05, "P43"),
)

_SECOND = ("STOP-50-LYNAS", "STOP-50", "LYNAS-STOP", 53, 0.004)
"""A second shock: scenario, parent, event, onset, probability."""


def scenarios(plan: Calendar) -> Rows:
    """Return the Scenarios sheet: what is known, the families over their onsets, one second shock."""
    rows = [
        row("D14a known since April 2025", scenario="0", event="LICENCE", start_month=plan(-21)),
        row("D10 known since December 2023", scenario="0", event="TECH-NOW", start_month=plan(-37)),
    ]
    for family, together, onsets, probability, source in _FAMILIES:
        share = round(probability / len(onsets), 4)
        for onset in onsets:
            guess = f"invented: {probability:g} over {len(onsets)} onsets"
            comment = f"{source}; knows from its first month how long it lasts; {guess}"
            rows += [
                row(comment, scenario=f"{family}-{onset:02}", event=event, start_month=plan(onset),
                    probability=share if number == 0 else None)
                for number, event in enumerate(together)
            ]
    name, parent, event, onset, probability = _SECOND
    why = "H1, then H4: the safe source fails too; nobody foresees it: the parent keeps weight of its own"
    rows.append(row(f"{why}; invented: probability", scenario=name, event=event, start_month=plan(onset),
                    probability=probability, after=parent))
    return rows


def what_ifs() -> Rows:
    """Return the WhatIf sheet."""
    question = "invented: question"
    return table(
        "case note sheet row column change value",
        ("apart", "Each maker signs on its own", "Offers", "*", "pool", "set", None, question),
        ("apart", None, "Offers", "TB-LY-A", "pool_weight", "set", None, question),
        ("apart", None, "Pools", "*", "pool", "remove", None, question),
        ("no-equity", "No equity in Lynas and Caremag", "Investments", "EQ_LYNAS", "max_modules", "set", 0,
         question),
        ("no-equity", None, "Investments", "EQ_CAREMAG", "max_modules", "set", 0, question),
        ("no-state", "No stock of the state", "Items", "DY-NAT", "min_stock", "set", 0, question),
        ("no-state", None, "Items", "TB-NAT", "min_stock", "set", 0, question),
        ("days-180", "The state holds 180 days (P10)", "Items", "DY-NAT", "min_stock", "multiply", 4.29,
         question),
        ("days-180", None, "Items", "TB-NAT", "min_stock", "multiply", 4.29, question),
        ("mud", "The state pays the mud's ship and plant", "Investments", "MUD", "subsidy", "set", 1,
         question),
        ("no-designs", "No design without heavy rare earth", "Investments", "HOT_EV", "max_modules", "set", 0,
         question),
        *(
            ("no-designs", None, "Investments", design, "max_modules", "set", 0, question)
            for design in ("SYN_EV", "FEN_SERVO", "CER_COMP", "FER_COMP")
        ),
    )
