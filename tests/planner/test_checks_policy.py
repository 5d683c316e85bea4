"""Checks of share rules and what-if cases: each break alone, and its twin without a word."""

from __future__ import annotations

import pytest
from check_plans import Break, assert_said, brk, edited, read

from planner.workbook.checks.whatif import row_name, rows_named

RULES = [
    brk("E250", {"Rules": {"R": {"member": None}}}, "Rules|R|member", "whom it is about"),
    brk("E251", {"Rules": {"Q": {"member": "JP"}}}, "Rules|Q|member", "'JP'", "Clear it"),
    brk(
        "E252",
        {"Rules": {"R": {"member": "group:xyz"}}},
        "Rules|R|member",
        "'xyz'",
        "sheet Countries",
        twin={"Rules": {"R": {"member": "group:risk"}}},
    ),
    brk("E253", {"Rules": {"R": {"member": "group:risks"}}}, "Rules|R|member", "Did you mean 'risk'"),
    brk(
        "E254",
        {"Rules": {"R": {"member": "*", "sense": "min", "share": 0.1}}},
        "Rules|R|member",
        "each one (*)",
        twin={"Rules": {"R": {"member": "*", "share": 0.6}}},
    ),
    brk(
        "E202",
        {"Rules": {"R": {"measure": "supplier", "member": "t"}}},
        "Rules|R|member",
        "Did you mean 'T'",
        twin={"Rules": {"R": {"measure": "supplier", "member": "T"}}},
    ),
    brk(
        "W260",
        {"Offers": {"CON": {"refining_country": None}}},
        "Rules|R|measure",
        "CON",
        "refining",
        "1 offer",
        twin={"Offers": {"CON": {"refining_country": None}}, "Rules": {"R": {"measure": "mining"}}},
    ),
    brk(
        "W261",
        {
            "Rules": {"R": {"measure": "metal", "items": "M", "member": "CN", "sense": "min", "share": 0.1}},
            "Processes": {"RED": {"country": None}},
        },
        "Rules|R|measure",
        "RED",
        "metal",
        also="W269",
        twin={
            "Rules": {"R": {"measure": "metal", "items": "M", "member": "JP", "sense": "min", "share": 0.1}}
        },
    ),
    brk(
        "W262",
        {
            "Rules": {"R": {"measure": "metal", "items": "A; M", "member": "JP"}},
            "Offers": {
                "SPOT": {"metal_country": "CN"},
                "CON": {"metal_country": "CN"},
                "TIER": {"metal_country": "CN"},
            },
        },
        "Rules|R|items",
        "'RED'",
        "input A",
        twin={"Rules": {"R": {"measure": "metal", "items": "M", "member": "JP", "penalty": 1}}},
    ),
    brk(
        "W263",
        {"Rules": {"Q": {"base": "purchases"}}},
        "Rules|Q|base",
        "always of use",
        twin={"Rules": {"Q": {"base": "use"}}},
    ),
    brk(
        "W264",
        {"Rules": {"R": {"member": "*", "except": "XX", "share": 0.6}}},
        "Rules|R|except",
        "XX",
        "(CN, FR, MY)",
        twin={"Rules": {"R": {"member": "*", "except": "FR", "share": 0.6}}},
    ),
    brk("W265", {"Rules": {"R": {"except": "FR"}}}, "Rules|R|except", "'CN' alone"),
    brk(
        "W266",
        {
            "Items": {"A": {"unit": "t"}, "M": {"unit": "kg"}},
            "Rules": {"R": {"items": "A; M", "base": "use"}},
        },
        "Rules|R|items",
        "(kg, t)",
        also="W523",
        twin={"Items": {"A": {"unit": "t"}}},
    ),
    brk("W267", {"Rules": {"R": {"member": "US"}}}, "Rules|R|member", "no effect", "'US'"),
    brk(
        "W267",
        {"Rules": {"R": {"measure": "supplier", "member": "U"}}, "Suppliers": {"U": {"supplier": "U"}}},
        "Rules|R|member",
        "'U'",
        also="N210",
    ),
    brk(
        "W268",
        {"Rules": {"R": {"member": "*", "share": 0.3}}},
        "Rules|R|share",
        "CN, FR, MY",
        "90% in all",
        "nothing could be bought",
        twin={"Rules": {"R": {"member": "*", "share": 0.34}}},
    ),
    brk(
        "W268",
        {"Rules": {"R": {"measure": "supplier", "member": "*", "share": 0.4}}},
        "Rules|R|share",
        "S, T",
        "80% in all",
        twin={"Rules": {"R": {"measure": "supplier", "member": "*", "share": 0.5}}},
    ),
    brk(
        "W271",
        {"Rules": {"R": {"member": "*", "share": 0.3, "penalty": 2}}},
        "Rules|R|share",
        "90% in all",
        "every purchase pays",
    ),
    brk(
        "W269",
        {"Rules": {"R": {"member": "US", "sense": "min"}}},
        "Rules|R|member",
        "at least",
        "'US'",
        twin={"Rules": {"R": {"member": "MY", "sense": "min", "share": 0.1}}},
    ),
    brk(
        "W270",
        {"Processes": {"REC": {"recycling": "no"}}},
        "Rules|Q|measure",
        "no recycling process",
        also="W272",
    ),
    brk(
        "W272",
        {"Processes": {"RED": {"stage": None}}, "Rules": {"R": {"items": "A; M", "member": "CN"}}},
        "Rules|R|measure",
        "RED",
        "no stage",
        twin={"Rules": {"R": {"items": "A; M", "member": "CN"}}},
    ),
    brk("W273", {"Rules": {"R": {"penalty": 0}}}, "Rules|R|penalty", "costs 0"),
    brk(
        "N217",
        {"Rules": {"R": {"share": 1}}},
        "Rules|R|share",
        "100%",
        "every plan",
        twin={"Rules": {"R": {"share": 1, "base": "use"}}},
    ),
    brk("N217", {"Rules": {"Q": {"share": 0}}}, "Rules|Q|share", "0%"),
]

_SET = {"case": "new", "sheet": "Offers", "row": "CON", "column": "price", "change": "set", "value": 11}


def _what_if(code: str, at: str, *words: str, also: str = "", **cells: object) -> Break:
    """Return a break in one new row of WhatIf, whose twin sets a price."""
    edits = {"WhatIf": {"new": _SET | cells}}
    return brk(code, edits, f"WhatIf|new|{at}", *words, also=also, twin={"WhatIf": {"new": _SET}})


WHAT_IF = [
    _what_if("E290", "row", "no row 'XYZ'", "(offer)", row="XYZ"),
    _what_if("E291", "row", "Did you mean 'CON'", row="CONN"),
    _what_if("E290", "row", "no row 'P'", "(product/month)", sheet="Demand", row="P", column="quantity"),
    _what_if(
        "E291", "row", "Did you mean 'risk_weight'", sheet="Settings", row="risk_weights", column="value"
    ),
    _what_if("E292", "column", "no column 'zzz'", "price", column="zzz"),
    _what_if("E293", "column", "Did you mean 'price'", column="prise"),
    _what_if("E293", "column", "Did you mean 'max_per_month'", column="Most per month"),
    _what_if("E293", "column", "Did you mean 'value'", sheet="Settings", row="months", column="valu"),
    _what_if("E294", "column", "'set' needs to know which column", column=None),
    _what_if("E295", "value", "'multiply' needs a number", change="multiply", value="a lot"),
    _what_if("E297", "value", "more or less", "type 110%", change="multiply", value="+10%"),
    _what_if("W253", "value", "multiplies by 110", "type 110%", change="multiply", value=110),
    _what_if("E296", "change", "'add' cannot change it", "Supplier", change="add", column="supplier"),
    _what_if("E288", "value", "must be filled", column="supplier", value=None),
    _what_if(
        "E289",
        "change",
        "'months' cannot be removed",
        sheet="Settings",
        row="months",
        change="remove",
        column=None,
        value=None,
    ),
    _what_if("E165", "value", "65", sheet="Rules", row="R", column="share", value=65),
    _what_if("E163", "value", "cheap", value="cheap"),
    brk("E299", {"WhatIf": {"new": _SET | {"case": "gone"}}}, "WhatIf|new|row", "case 'gone'", "'CON'", "C2"),
    brk(
        "W201",
        {
            "WhatIf": {
                "new": _SET
                | {"case": "cap"}
                | {"sheet": "Rules", "row": "*", "column": "share", "value": 0.4}
            }
        },
        "WhatIf|new|row",
        "case 'cap'",
        "C3",
        twin={
            "WhatIf": {
                "new": _SET
                | {"case": "cap2"}
                | {"sheet": "Rules", "row": "*", "column": "share", "value": 0.4}
            }
        },
    ),
]


@pytest.mark.parametrize("broken", [*RULES, *WHAT_IF], ids=lambda one: one.code)
def test_break_is_said_at_its_cell_and_its_twin_is_not(broken: Break) -> None:
    """One thing broken gives one finding at its cell; the nearest right plan gives none."""
    assert_said(broken)


def test_rows_are_named_by_their_key_with_a_star_for_any_part() -> None:
    """Key parts are joined by /, months as 2026-04, numbers as short as they are."""
    tables, _ = read(edited())
    assert row_name("Demand", tables["Demand"][0]) == "P/2026-01"
    assert [row_name("PriceTiers", row) for row in tables["PriceTiers"]] == ["TIER/0", "TIER/120"]
    assert len(rows_named(tables, "Demand", "P/*")) == 24
    assert len(rows_named(tables, "Demand", "*/2026-05")) == 1
    assert len(rows_named(tables, "Offers", "*")) == 3
    assert rows_named(tables, "Offers", "C*") == ()


def test_text_numbers_change_what_can_be_counted_with() -> None:
    """A factor typed as text is a number like any other."""
    found = read(edited({"WhatIf": {"boom": {"value": "1.2"}}}))[1]
    assert [finding.code for finding in found] == []
