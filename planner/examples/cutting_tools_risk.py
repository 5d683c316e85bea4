"""What may happen to the German tool maker: licences, cobalt stops, a late mine, a strong dollar."""

from __future__ import annotations

from planner.examples.facts import fact, loss_profile
from planner.examples.sheets import Calendar, Cell, Rows, row, table

# fmt: off
TUNGSTEN = "APT,WC"


def events() -> Rows:
    """Return the Events sheet."""
    china: dict[str, Cell] = {"country": "CN", "stage": "refining", "items": TUNGSTEN, "destination": "DE"}
    congo: dict[str, Cell] = {"country": "CD", "stage": "mining", "items": "CO"}
    licence = fact("RM06a").profile()[0]
    return [
        row("RM06a in force since February 2025; the licence takes two months; volumes are in the offers",
            event="LICENCE", name="Chinese export licences for tungsten, in force", **china, severity=0,
            duration_months=72, lead_time_extension=2, source="RM06a"),
        row("S54 starts up; invented: ramp-up of the first deliveries", event="RAMP-KR",
            name="Korean mine ramps up", supplier="KRMINE",
            loss_profile=loss_profile(0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1), source="S54"),
        row(f"RM06a {licence:.0%} lost for eleven months, measured in part; the price of M45 to M46 in a "
            "year; invented: factor", event="TIGHT", name="Licences tighten as in 2025", **china,
            severity=licence, duration_months=11, recovery_months=3, index="APT", price_factor=2,
            source="RM06a"),
        row("RM05b a total stop to one destination, as for antimony; invented: for tungsten, price",
            event="STOP", name="No licence for Germany, as for antimony in 2024", **china,
            loss_profile=loss_profile(*fact("RM05b").profile()), index="APT", price_factor=1.6,
            source="RM05b"),
        row("RM07 eight months, by law a full stop; M49 M50 the price doubled", event="CONGO",
            name="Congo stops cobalt exports again", **congo,
            loss_profile=loss_profile(*fact("RM07").profile()), index="CO", price_factor=2, source="RM07"),
        row("RM08 M51 the quota cut in half again; invented: length, price", event="QUOTA",
            name="Congo halves its quota", **congo, severity=0.5, duration_months=12, index="CO",
            price_factor=1.5, source="RM08"),
        row("S39 a new mine far below its plan; invented: loss, a year", event="LOW-KR",
            name="Korean mine runs far below its plan for a year", supplier="KRMINE", severity=0.8,
            duration_months=12, source="S39"),
        row("M46 M47 tripled in two months; invented: half a year", event="SPIKE",
            name="Tungsten at 2.5 times its price for half a year", severity=0, duration_months=6,
            index="APT",
            price_factor=2.5, source="M46, M47"),
        row("M44 M47 what rose falls; invented: factor, a year", event="FALL",
            name="Tungsten falls by 40 % for a year", severity=0, duration_months=12, index="APT",
            price_factor=0.6, source="M44"),
        row("invented: the dollar gains 15 % for a year", event="DOLLAR", name="Strong dollar for a year",
            severity=0, duration_months=12, currency="USD", price_factor=1.15, source="invented"),
        row("invented: demand -20 % for a year", event="SLUMP", name="Car makers buy fewer tools",
            product="INS,DRL", severity=0, duration_months=12, demand_factor=0.8, source="invented"),
    ]


_FAMILIES: tuple[tuple[str, tuple[str, ...], tuple[int, ...], float, str], ...] = (
    # family, events that start together, onsets (plan months), probability over the plan, why
    ("TIGHT", ("TIGHT",), tuple(range(2, 34, 4)), 0.16, "RM06a"),
    ("STOP", ("STOP",), tuple(range(1, 34, 4)), 0.09, "RM05b"),
    ("CONGO", ("CONGO",), (4, 12, 20), 0.09, "RM07"),
    ("QUOTA", ("QUOTA",), (11,), 0.04, "RM08"),
    ("LOW-KR", ("LOW-KR",), (16,), 0.05, "S39"),
    ("SPIKE", ("SPIKE",), (5, 17), 0.06, "M47"),
    ("FALL", ("FALL",), (8,), 0.05, "M44"),
    ("DOLLAR", ("DOLLAR",), (6,), 0.05, "invented"),
    ("SLUMP", ("SLUMP",), (10,), 0.05, "invented"),
)

_SECOND = ("TIGHT-10-CONGO", "TIGHT-10", "CONGO", 15, 0.006)
"""A second shock: scenario, parent, event, onset, probability."""


def scenarios(plan: Calendar) -> Rows:
    """Return the Scenarios sheet: what is known, the families over their onsets, one second shock."""
    rows = [
        row("RM06a known since February 2025", scenario="0", event="LICENCE", start_month=plan(-23)),
        row("S54 first deliveries", scenario="0", event="RAMP-KR", start_month=plan(8)),
    ]
    for family, together, onsets, probability, source in _FAMILIES:
        share = round(probability / len(onsets), 4)
        for onset in onsets:
            name = f"{family}-{onset:02}"
            guess = f"invented: {probability:g} over {len(onsets)} onsets"
            comment = f"{source}; knows from its first month how long it lasts; {guess}"
            rows += [
                row(comment, scenario=name, event=event, start_month=plan(onset),
                    probability=share if number == 0 else None)
                for number, event in enumerate(together)
            ]
    name, parent, event, onset, probability = _SECOND
    why = "RM06a, then RM07; nobody foresees it: the parent keeps weight of its own; invented: probability"
    rows.append(row(why, scenario=name, event=event, start_month=plan(onset), probability=probability,
                    after=parent))
    return rows


def what_ifs() -> Rows:
    """Return the WhatIf sheet."""
    question = "invented: question"
    columns = "case note sheet row column change value"
    return table(
        columns,
        ("risk0", "The tail does not count", "Settings", "risk_weight", "value", "set", 0, question),
        *(
            ("stops-impossible", "No licence is refused and Congo sells" if event == "TIGHT" else None,
             "Scenarios", f"*/{event}/*", "probability", "set", 0, question)
            for event in ("TIGHT", "STOP", "CONGO", "QUOTA")
        ),
        ("no-zinc", "No zinc process of our own", "Investments", "ZINC", "max_modules", "set", 0, question),
        ("no-buy-back", "Nobody returns used tools", "BOM", "*/*/USED/scrap/*", "product", "remove", None,
         question),
        ("no-frame", "Two contracts, no frame", "Offers", "APT-AT", "pool", "set", None, question),
        ("no-frame", None, "Offers", "WC-AT", "pool", "set", None, question),
        ("no-frame", None, "Offers", "WC-AT", "pool_weight", "set", None, question),
        ("no-frame", None, "Pools", "*", "pool", "remove", None, question),
        ("cash-on-arrival", "Every supplier is paid on arrival", "Offers", "*", "payment_months", "set", 0,
         question),
        ("dollar-parity", "A dollar costs a euro", "FX", "*", "rate", "set", 1, question),
        ("tungsten-2x", "Tungsten at twice its price", "PriceIndex", "APT/*", "factor", "multiply", 2,
         question),
    )
