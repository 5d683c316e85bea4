"""The tables of the Summary: what to sign, qualify, build, order and hold, what each path costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from planner.reporting.layout.look import MUTED
from planner.reporting.layout.page import COLUMNS, Field, Page
from planner.reporting.view.content import Path, Summary
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Names as Listed
from planner.reporting.words.phrases import Speech
from planner.workbook.events.scenarios import TRUNK

PATHS_SHOWN = 20
"""Scenarios on the Summary; all stand on the sheet Scenarios."""
QUALIFY_SPAN = 6
BUILD_LEFT = 7
"""Two tables stand side by side, with a column between them."""


def _block(
    page: Page,
    title: str,
    fields: Sequence[Field],
    rows: Sequence[Sequence[Any]],
    *,
    total: bool = False,
) -> None:
    """Write a heading and a table; ``total``: its last row sums the others up."""
    page.block()
    page.heading(title)
    if rows:
        page.row = page.table(fields, rows, bold=len(rows) - 1 if total else None) + 1
    else:
        page.paragraph(page.speech.word("nothing"), font_color=MUTED)
        page.row += 1


def sign_table(page: Page, summary: Summary, names: Names) -> None:
    """Contracts to sign, and those already signed."""
    word, say = page.speech.word, page.speech.say
    _block(
        page,
        word("sign_title"),
        [
            Field(word("supplier"), 3),
            Field(word("item"), 2),
            Field(word("offer"), 2),
            Field(word("per_month"), 1, "quantity"),
            Field(word("per_year"), 1, "quantity"),
            Field(word("unit"), 1),
            Field(word("price"), 1, "price"),
            Field(word("currency"), 1),
            Field(word("landed"), 1, "landed"),
            Field(word("share"), 1, "share"),
            Field(word("from"), 1, "month"),
            Field(word("state"), 1),
        ],
        [
            (
                names.name("Suppliers", row.supplier),
                names.name("Items", row.item),
                row.offer if row.tier is None else say("offer_tier", offer=row.offer, tier=row.tier),
                row.rate_per_month,
                row.rate_per_year,
                row.unit,
                row.price,
                row.currency,
                row.mean_unit_cost,
                row.share_of_item,
                row.first_order,
                word("signed") if row.decided else word("to_sign"),
            )
            for row in summary.contracts
        ],
    )


def start_tables(page: Page, summary: Summary, names: Names) -> None:
    """Whom to qualify, and beside it what to build."""
    word = page.speech.word
    page.block()
    page.heading(word("qualify_title"), 0, QUALIFY_SPAN)
    page.heading(word("build_title"), BUILD_LEFT, COLUMNS - BUILD_LEFT)
    page.row += 1
    ends = [page.row + 1]
    if summary.qualify:
        fields = [
            Field(word("supplier"), 4),
            Field(page.money_title("cost"), 1, "money"),
            Field(word("orders_from"), 1, "month"),
        ]
        rows = [(names.name("Suppliers", row.supplier), row.cost, row.orders_from) for row in summary.qualify]
        ends.append(page.table(fields, rows))
    else:
        page.cell(0, QUALIFY_SPAN, word("nothing"), font_color=MUTED)
    if summary.builds:
        ends.append(_builds(page, summary, names))
    else:
        page.cell(BUILD_LEFT, COLUMNS - BUILD_LEFT, word("nothing"), font_color=MUTED)
    page.row = max(ends) + 1


def _builds(page: Page, summary: Summary, names: Names) -> int:
    word = page.speech.word
    return page.table(
        [
            Field(word("investment"), 4),
            Field(word("modules"), 1, "count"),
            Field(word("start"), 1, "month"),
            Field(word("complete"), 1, "month"),
            Field(page.money_title("net_capex"), 1, "money"),
            Field(word("state"), 1),
        ],
        [
            (
                names.name("Investments", row.investment),
                row.modules,
                row.start,
                row.complete if row.complete is not None else word("after_plan"),
                row.net_capex,
                word("under_way") if row.committed else word("to_start"),
            )
            for row in summary.builds
        ],
        left=BUILD_LEFT,
    )


def spot_table(page: Page, summary: Summary, names: Names) -> None:
    """What is bought month by month."""
    word = page.speech.word
    _block(
        page,
        word("spot_title"),
        [
            Field(word("supplier"), 5),
            Field(word("item"), 4),
            Field(word("offer"), 2),
            Field(word("annual"), 1, "quantity"),
            Field(word("unit"), 1),
            Field(word("landed"), 1, "landed"),
            Field(word("share"), 2, "share"),
        ],
        [
            (
                names.name("Suppliers", row.supplier),
                names.name("Items", row.item),
                row.offer,
                row.annual_quantity,
                row.unit,
                row.mean_unit_cost,
                row.share_of_item,
            )
            for row in summary.spot
        ],
    )


def order_table(page: Page, summary: Summary, names: Names) -> None:
    """Orders of the nearest months."""
    word = page.speech.word
    months = [page.speech.month(month) for month in summary.purchase_months]
    rows: list[tuple[Any, ...]] = [
        (
            names.name("Suppliers", row.supplier),
            names.name("Items", row.item),
            row.offer,
            *(quantity or None for quantity in row.quantities),
            row.unit,
            row.price or word("several_prices"),
            _span(row.arrivals),
            _span(row.payments),
            row.cost,
        )
        for row in summary.purchases
    ]
    if rows:
        blanks = [""] * (6 + len(months))
        rows.append((word("total"), *blanks, sum(row.cost for row in summary.purchases)))
    fields = [
        Field(word("supplier"), 2),
        Field(word("item"), 2),
        Field(word("offer"), 2),
        *(Field(month, 1, "quantity") for month in months),
        Field(word("unit"), 1),
        Field(word("quoted_price"), 1),
        Field(word("arrives"), 2),
        Field(word("pays"), 2),
        Field(page.money_title("payable"), 4 - len(months), "money"),
    ]
    _block(page, word("order_title"), fields, rows, total=True)


def _span(months: Sequence[dt.date | None]) -> str:
    """Return a span of months, short enough for one line."""
    first, last = months[0], months[-1]
    if first is None or last is None:
        return ""
    return f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} – {last:%Y-%m}"


def hold_table(page: Page, summary: Summary, names: Names) -> None:
    """Stock of every item, now, on average and at its lowest."""
    word, say = page.speech.word, page.speech.say
    _block(
        page,
        word("hold_title"),
        [
            Field(word("item"), 3),
            Field(word("unit"), 1),
            Field(say("now", month=summary.first_month), 1, "quantity"),
            Field(word("now_days"), 1, "days"),
            Field(word("average"), 1, "quantity"),
            Field(word("average_days"), 1, "days"),
            Field(word("target_days"), 1, "days"),
            Field(word("lowest"), 1, "quantity"),
            Field(word("lowest_days"), 1, "days"),
            Field(word("lowest_month"), 1, "month"),
            Field(word("worst_low"), 1, "quantity"),
            Field(word("worst_path"), 2),
            Field(page.money_title("value"), 1, "money"),
        ],
        [
            (
                names.name("Items", row.item),
                row.unit,
                row.now,
                row.now_days,
                row.average,
                row.average_days,
                row.target_days or None,
                row.lowest,
                row.lowest_days,
                row.lowest_month,
                row.worst_stock,
                word("trunk_short") if row.worst_scenario == TRUNK else row.worst_scenario,
                row.average_value,
            )
            for row in summary.holdings
        ],
    )


def path_table(page: Page, summary: Summary, names: Names) -> None:
    """Every scenario (the dearest where there are many): what it knows, what it costs, what is short."""
    word, say = page.speech.word, page.speech.say
    trunk = summary.paths[0]
    shown = summary.paths[: PATHS_SHOWN + 1]
    page.block()
    page.heading(say("path_title", scale=page.scale.word))
    page.row = page.table(
        [
            Field(word("scenario"), 2),
            Field(word("probability"), 1, "share"),
            Field(word("onset"), 1, "month"),
            Field(word("ends"), 1, "month"),
            Field(word("happens"), 3),
            Field(word("cost"), 1, "money"),
            Field(word("difference"), 1, "money"),
            Field(word("of_cash"), 1, "money"),
            Field(word("of_end"), 1, "money"),
            Field(word("of_policy"), 1, "money"),
            Field(word("of_lost"), 1, "money"),
            Field(word("not_met"), 1, "share"),
            Field(word("first_short"), 1, "month"),
        ],
        [
            (
                word("trunk_name") if path.scenario == TRUNK else path.scenario,
                path.probability,
                path.onset,
                None if path.scenario == TRUNK else path.ends,
                happens(page.speech, names, path),
                path.cost,
                *_changes(path, trunk),
                None if path.fill_rate is None else max(0.0, 1 - path.fill_rate),
                path.first_short,
            )
            for path in shown
        ],
    )
    note = word("path_note")
    if len(summary.paths) > len(shown):
        note += " " + say("path_more", count=len(summary.paths) - len(shown))
    page.paragraph(note, font_color=MUTED, font_size=9)
    page.row += 1


def _changes(path: Path, trunk: Path) -> tuple[float | None, ...]:
    """Return the difference to the trunk, and its parts: cash, end-of-plan values, policy, margin."""
    if path.scenario == TRUNK:
        return (None,) * 5

    def change(kind: str) -> float:
        return path.by_class[kind] - trunk.by_class[kind]

    return path.difference, change("cash"), change("end_value"), change("policy"), change("lost_margin")


def happens(speech: Speech, names: Names, path: Path) -> str:
    """Return what happens in a scenario, and which surprises it does not know of."""
    events = Listed(tuple(names.name("Events", event) for event, _, _ in path.events))
    if path.scenario == TRUNK:
        return (
            speech.say("trunk_happens_events", events=events) if path.events else speech.word("trunk_happens")
        )
    key = "path_happens" if path.after == TRUNK else "path_happens_after"
    told = speech.say(key, after=path.after, events=events)
    if path.surprises:
        told += speech.say("path_unaware", children=Listed(path.surprises))
    return told


def cost_table(page: Page, summary: Summary) -> None:
    """What each component costs."""
    word, say = page.speech.word, page.speech.say
    rows: list[tuple[Any, ...]] = [
        (
            word(f"component_{row.name}"),
            word(f"class_{row.kind}"),
            row.trunk,
            row.expected,
            row.expected / summary.expected if summary.expected else None,
        )
        for row in summary.components
    ]
    rows.append(
        (
            word("total"),
            "",
            sum(row.trunk for row in summary.components),
            sum(row.expected for row in summary.components),
            None,
        )
    )
    fields = [
        Field(word("component"), 4),
        Field(word("kind"), 3),
        Field(word("trunk"), 2, "money"),
        Field(word("expected"), 2, "money"),
        Field(word("part"), 2, "share"),
    ]
    _block(page, say("cost_title", scale=page.scale.word), fields, rows, total=True)
    page.row -= 1
    page.paragraph(word("rounding_note"), font_color=MUTED, font_size=9)
    page.row += 1
