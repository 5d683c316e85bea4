"""Checks of share rules: who is a member, what is counted, and whether the share can mean anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.workbook.access import amount, number, text, texts, yes
from planner.workbook.checks.base import (
    Book,
    Findings,
    error,
    labels,
    listed,
    nearest,
    note,
    percent,
    several_units,
    warning,
)
from planner.workbook.checks.references import Lookup
from planner.workbook.events.targets import STAGES
from planner.workbook.schema.words import choice_words
from planner.workbook.tables import Row

EACH = "*"
"""Member that stands for each one, with a row of its own."""

GROUP = "group:"
"""What a member that is a group of countries begins with."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one rule counts."""

    items: frozenset[str]
    """The items the rule is about."""
    offers: Sequence[Row]
    """Offers of these items."""
    processes: Sequence[Row]
    """Processes of the rule's stage that make one of these items."""
    stageless: Sequence[str]
    """Processes that make one of these items, are not recycling, and name no stage."""
    column: str
    """Column of Offers that says whose an offer is: a country or the supplier."""


def check_rules(book: Book) -> Findings:
    """Yield what is wrong or odd on the sheet Rules."""
    lookup = Lookup(book)
    for rule in book.rows("Rules"):
        measure = text(rule, "measure")
        if measure == "recycled":
            yield from _recycled(book, rule)
        elif measure in STAGES or measure == "supplier":
            yield from _member(book, lookup, rule)
            counted = counted_by(book, rule)
            yield from _escapes(rule, counted)
            yield from _members_found(book, rule, counted)
            yield from _counted_twice(book, rule, counted)
        yield from _gives_way(book, rule)
        yield from _used_and_made(book, rule)
        yield from _share(rule)
        yield from _units(book, rule)


def counted_by(book: Book, rule: Row) -> Counted:
    """Return the offers and processes a rule of countries or suppliers counts."""
    measure = text(rule, "measure")
    items = frozenset(texts(rule, "items") or book.ids("Items"))
    flows = book.by("ProcessFlows", "process")
    makers = [
        process
        for name, process in book.ids("Processes").items()
        if any(text(flow, "kind") == "out" and text(flow, "item") in items for flow in flows.get(name, ()))
    ]
    return Counted(
        items=items,
        offers=[offer for offer in book.rows("Offers") if text(offer, "item") in items],
        processes=[process for process in makers if text(process, "stage") == measure],
        stageless=[
            text(process, "process")
            for process in makers
            if not text(process, "stage") and not yes(process, "recycling")
        ],
        column="supplier" if measure == "supplier" else f"{measure}_country",
    )


def _recycled(book: Book, rule: Row) -> Findings:
    """Yield what does not go with a rule on recycled material."""
    if text(rule, "member"):
        yield error("E251", rule, "member", found=text(rule, "member"))
    if "base" in rule.given and text(rule, "base") == "purchases":
        yield warning("W263", rule, "base", rule=text(rule, "rule"))
    items = set(texts(rule, "items") or book.ids("Items"))
    flows = book.by("ProcessFlows", "process")
    recycling = [name for name, process in book.ids("Processes").items() if yes(process, "recycling")]
    made = {
        text(row, "item") for name in recycling for row in flows.get(name, ()) if text(row, "kind") == "out"
    }
    if not made & items:
        code = "W270" if text(rule, "sense") == "min" else "W267"
        yield warning(code, rule, "measure", rule=text(rule, "rule"), member="recycled")


def _member(book: Book, lookup: Lookup, rule: Row) -> Findings:
    """Yield a member that is missing, unknown or does not go with the rule."""
    member, measure = text(rule, "member"), text(rule, "measure")
    if not member:
        yield error("E250", rule, "member", rule=text(rule, "rule"))
    elif member == EACH:
        if text(rule, "sense") == "min":
            yield error("E254", rule, "member", rule=text(rule, "rule"))
    elif measure == "supplier":
        if member not in book.ids("Suppliers"):
            yield lookup.finding(rule, "member", member, "Suppliers")
    elif member.startswith(GROUP):
        name = member.removeprefix(GROUP).strip()
        if name not in book.groups:
            near = nearest(name, book.groups)
            code = "E253" if near else "E252"
            yield error(code, rule, "member", group=name, near=near, sheet=book.sheet_name("Countries"))


def members_of(book: Book, rule: Row, counted: Counted) -> tuple[frozenset[str], frozenset[str]]:
    """Return the members of a rule before and after ``except``."""
    member = text(rule, "member")
    present = frozenset({text(row, counted.column) for row in counted.offers} - {""}) | frozenset(
        {text(row, "country") for row in counted.processes} - {""}
    )
    if member == EACH:
        every = present
    elif member.startswith(GROUP) and counted.column != "supplier":
        every = book.groups.get(member.removeprefix(GROUP).strip(), frozenset())
    else:
        return frozenset({member}), frozenset({member})
    return every, every - frozenset(texts(rule, "except"))


def _members_found(book: Book, rule: Row, counted: Counted) -> Findings:
    """Yield exceptions without effect, members that nothing belongs to, and caps that leave no room."""
    name, member = text(rule, "rule"), text(rule, "member")
    if not member:
        return
    every, kept = members_of(book, rule, counted)
    exceptions = texts(rule, "except")
    if exceptions and member != EACH and not member.startswith(GROUP):
        yield warning("W265", rule, "except", rule=name, member=member)
    elif every:
        strange = [code for code in exceptions if code not in every]
        if strange:
            yield warning(
                "W264", rule, "except", names=listed(strange), member=member, known=listed(sorted(every))
            )
    present = {text(row, counted.column) for row in counted.offers}
    present |= {text(row, "country") for row in counted.processes}
    known_group = not member.startswith(GROUP) or member.removeprefix(GROUP).strip() in book.groups
    known_supplier = counted.column != "supplier" or member == EACH or member in book.ids("Suppliers")
    if known_group and known_supplier and not kept & present:
        code = "W269" if text(rule, "sense") == "min" else "W267"
        yield warning(code, rule, "member", rule=name, member=member)
    elif member == EACH and kept == every and text(rule, "sense") != "min":
        yield from _room(rule, kept, counted)


def _room(rule: Row, members: frozenset[str], counted: Counted) -> Findings:
    """Yield a cap on each member that all of them together cannot fill."""
    share = number(rule, "share")
    escaping = any(not text(row, counted.column) for row in counted.offers)
    escaping |= any(not text(row, "country") for row in counted.processes)
    if share is None or text(rule, "base") == "use" or escaping or share * len(members) >= 1 - 1e-9:
        return
    code = "W268" if number(rule, "penalty") is None else "W271"
    facts = {"rule": text(rule, "rule"), "share": percent(share), "members": len(members)}
    yield warning(
        code, rule, "share", names=listed(sorted(members)), total=percent(share * len(members)), **facts
    )


def _escapes(rule: Row, counted: Counted) -> Findings:
    """Yield offers and processes whose country is blank at the stage that is measured."""
    if counted.column == "supplier":
        return
    facts = {"rule": text(rule, "rule"), "stage": choice_words([text(rule, "measure")])}
    offers = [text(row, "offer") for row in counted.offers if not text(row, counted.column)]
    if offers:
        yield warning("W260", rule, "measure", names=listed(offers), count=len(offers), **facts)
    processes = [text(row, "process") for row in counted.processes if not text(row, "country")]
    if processes:
        yield warning("W261", rule, "measure", names=listed(processes), **facts)
    if counted.stageless:
        yield warning("W272", rule, "measure", names=listed(counted.stageless), **facts)


def _counted_twice(book: Book, rule: Row, counted: Counted) -> Findings:
    """Yield processes of the rule's stage of which it counts both what goes in and what comes out."""
    flows = book.by("ProcessFlows", "process")
    for process in counted.processes:
        name = text(process, "process")
        taken = [
            text(flow, "item")
            for flow in flows.get(name, ())
            if text(flow, "kind") == "in" and text(flow, "item") in counted.items
        ]
        if taken:
            yield warning("W262", rule, "items", rule=text(rule, "rule"), process=name, items=listed(taken))


def _gives_way(book: Book, rule: Row) -> Findings:
    """Yield a rule that gives way and has a price beside it, or that nothing can make give way."""
    if text(rule, "applies_in") != "unless_short":
        return
    name = text(rule, "rule")
    if number(rule, "penalty") is not None:
        yield error("E546", rule, "penalty", rule=name, field=labels(rule, "penalty"))
        return
    if reached_items(book).isdisjoint(texts(rule, "items") or book.ids("Items")):
        yield note("N542", rule, "applies_in", rule=name)


def reached_items(book: Book) -> set[str]:
    """Return the items that some product takes, directly or through processes."""
    found = {
        text(row, "item")
        for row in book.rows("BOM")
        if text(row, "kind") != "scrap" and amount(row, "quantity")
    }
    flows = book.by("ProcessFlows", "process").values()
    while True:
        more = {
            text(row, "item")
            for rows in flows
            if any(text(row, "kind") == "out" and text(row, "item") in found for row in rows)
            for row in rows
            if text(row, "kind") == "in"
        }
        if more <= found:
            return found
        found |= more


def _used_and_made(book: Book, rule: Row) -> Findings:
    """Yield a process that takes and makes items of a rule of use: the same goods count twice."""
    if text(rule, "base") != "use" and text(rule, "measure") != "recycled":
        return
    items = set(texts(rule, "items") or book.ids("Items"))
    for name, flows in book.by("ProcessFlows", "process").items():
        both = [
            sorted({text(f, "item") for f in flows if text(f, "kind") == kind} & items)
            for kind in ("in", "out")
        ]
        if all(both):
            facts = {"rule": text(rule, "rule"), "process": name}
            yield warning("W523", rule, "items", items=listed(dict.fromkeys([*both[0], *both[1]])), **facts)


def _share(rule: Row) -> Findings:
    """Yield a share that every plan keeps, and a price at which breaking it is free."""
    share = number(rule, "share")
    if number(rule, "penalty") == 0:
        yield warning("W273", rule, "penalty", rule=text(rule, "rule"))
    least = text(rule, "sense") == "min"
    if share is not None and ((least and share <= 0) or (not least and share >= 1)):
        if text(rule, "base") == "use" and not least:
            return  # more may be bought than is used, so 100 % of use is a limit
        yield note("N217", rule, "share", rule=text(rule, "rule"), share=percent(share))


def _units(book: Book, rule: Row) -> Findings:
    """Yield a rule that adds up goods of different units."""
    items = set(texts(rule, "items") or book.ids("Items"))
    moved = {text(offer, "item") for offer in book.rows("Offers")}
    if text(rule, "base") == "use" or text(rule, "measure") == "recycled":
        moved |= {text(row, "item") for sheet in ("BOM", "ProcessFlows") for row in book.rows(sheet)}
    rows = book.ids("Items")
    units = sorted({text(rows[item], "unit") for item in items & moved if item in rows})
    if several_units(units):
        yield warning("W266", rule, "items", rule=text(rule, "rule"), units=listed(units))
