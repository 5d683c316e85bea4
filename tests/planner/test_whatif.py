"""What-if cases: each change does exactly what it says, and what cannot be done is a finding at its cell."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any

import pytest
from cases import Sheets, describe, from_sheets, tiny_sheets
from random_plans import random_sheets

from planner.assemble import assemble
from planner.changes import apply_case, cases_of, chosen_cases
from planner.comparing.inputs import input_changes
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.reader import tables_from
from planner.workbook.reading.row_names import row_name
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.tables import Tables

Change = dict[str, Any]


def change(sheet: str, row: str, column: str | None, how: str, *value: object, case: str = "c") -> Change:
    """Return a row of WhatIf."""
    told = next(iter(value), None)
    return {"case": case, "sheet": sheet, "row": row, "column": column, "change": how, "value": told}


def plan(*rows: Change, **changes: Any) -> Tables:
    """Return the tiny plan with two offers, and a sheet WhatIf."""
    return from_sheets(sheets(*rows, **changes))


def sheets(*rows: Change, **changes: Any) -> Sheets:
    """Return the sheets of that plan."""
    offers = [
        {"offer": "a", "supplier": "A", "item": "Dy", "price": 2, "max_per_month": 100, "tariff": 0.1},
        {"offer": "b", "supplier": "B", "item": "Dy", "price": 3, "max_per_month": 100},
    ]
    suppliers = [{"supplier": "A"}, {"supplier": "B"}]
    return tiny_sheets(**{"Offers": offers, "Suppliers": suppliers, "WhatIf": list(rows), **changes})


def told(before: Tables, after: Tables) -> list[tuple[object, ...]]:
    """Return every difference as (sheet, row, column, change, to)."""
    return [(c.sheet, c.row, c.column, c.change, c.after) for c in input_changes("c", before, after)]


def errors(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """Return code, sheet and cell of every error."""
    return [(f.code, f.sheet, f.cell) for f in findings if f.severity is Severity.ERROR]


# --- what a change does -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([change("Offers", "a", "price", "set", 5)], [("Offers", "a", "price", "changed", 5.0)]),
        ([change("Offers", "a", "price", "multiply", 1.5)], [("Offers", "a", "price", "changed", 3.0)]),
        (
            [change("Offers", "a", "price", "multiply", "1,000")],
            [("Offers", "a", "price", "changed", 2000.0)],
        ),
        ([change("Offers", "a", "price", "add", -0.5)], [("Offers", "a", "price", "changed", 1.5)]),
        ([change("Offers", "b", None, "remove")], [("Offers", "b", "", "removed", None)]),
        (
            [change("Offers", "*", "price", "multiply", 2)],
            [("Offers", "a", "price", "changed", 4.0), ("Offers", "b", "price", "changed", 6.0)],
        ),
        ([change("Offers", "a", "tariff", "set", "145%")], [("Offers", "a", "tariff", "changed", 1.45)]),
        ([change("Offers", "a", "tariff", "set")], [("Offers", "a", "tariff", "changed", 0.0)]),
        ([change("Offers", "a", "price", "multiply", "110%")], [("Offers", "a", "price", "changed", 2.2)]),
        ([change("Offers", "a", "tariff", "add", "5%")], [("Offers", "a", "tariff", "changed", 0.15)]),
        ([change("Suppliers", "A", "already_qualified", "set", "いいえ")], None),
        (
            [change("Offers", "a", "available_from", "set", "2026年2月")],
            [("Offers", "a", "available_from", "changed", dt.date(2026, 2, 1))],
        ),
        (
            [change("Settings", "risk_weight", "value", "set", 0.5)],
            [("Settings", "risk_weight", "value", "changed", 0.5)],
        ),
        (
            [
                change("Settings", "capital_rate", "value", "set", "6%"),
                change("Settings", "capital_rate", "value", "multiply", 3),
            ],
            [("Settings", "capital_rate", "value", "changed", 0.18)],
        ),
        (
            # In order: (2 + 1)·2, not 2·2 + 1.
            [change("Offers", "a", "price", "add", 1), change("Offers", "a", "price", "multiply", 2)],
            [("Offers", "a", "price", "changed", 6.0)],
        ),
        (
            [change("Demand", "P/2026-02", "quantity", "add", 5)],
            [("Demand", "P/2026-02", "quantity", "changed", 15.0)],
        ),
        (
            [change("Demand", "P/*", "quantity", "multiply", 2)],
            [
                ("Demand", "P/2026-01", "quantity", "changed", 20.0),
                ("Demand", "P/2026-02", "quantity", "changed", 20.0),
            ],
        ),
        (
            [change("BOM", "P/std/*/use", "quantity", "set", 3)],
            [("BOM", "P/std/Dy/use/0", "quantity", "changed", 3.0)],
        ),
        ([change("Demand", "*/2026-01", None, "remove")], [("Demand", "P/2026-01", "", "removed", None)]),
    ],
)
def test_a_change_changes_what_it_names_and_nothing_else(
    rows: list[Change], expected: list[tuple[object, ...]] | None
) -> None:
    """Set, multiply, add, remove; all rows, parts of a key, settings; cells read as the reader reads them."""
    tables = plan(*rows)
    changed, findings = apply_case(tables, "c")
    assert errors(findings) == []
    if expected is None:
        expected = [("Suppliers", "A", "already_qualified", "changed", False)]
    assert told(tables, changed) == expected


@pytest.mark.parametrize(
    "month", ["2026-02", "2026/2", "2026/02", "2026年2月", "Feb 2026", "令和8年2月", "202602", "2026-02-01"]
)
def test_a_month_in_a_row_s_name_has_any_form_that_a_cell_has(month: str) -> None:
    """``P/2026/2`` names a product and a month, although the key is joined by the same sign."""
    tables = plan(change("Demand", f"P/{month}", "quantity", "set", 7))
    changed, findings = apply_case(tables, "c")
    assert errors(findings) == []
    assert told(tables, changed) == [("Demand", "P/2026-02", "quantity", "changed", 7.0)]


def test_an_id_may_hold_the_sign_that_joins_keys() -> None:
    """Product ``P/EU`` is found as it stands, beside its month."""
    products = [{"product": "P/EU", "shortage_penalty": 50}]
    named = sheets(
        change("Demand", "P/EU/2026-01", "quantity", "set", 4),
        Products=products,
        Demand=[{"product": "P/EU", "month": "2026-01", "quantity": 10}],
        Designs=[{"product": "P/EU", "design": "std"}],
        BOM=[{"product": "P/EU", "design": "std", "item": "Dy", "quantity": 1}],
    )
    tables = from_sheets(named)
    changed, _ = apply_case(tables, "c")
    assert told(tables, changed) == [("Demand", "P/EU/2026-01", "quantity", "changed", 4.0)]


def test_rows_that_add_up_are_one_row_to_a_case() -> None:
    """Demand of 4 and 6 in two rows is 10: adding 5 gives 15, setting 7 gives 7."""
    twice = [
        {"product": "P", "month": "2026-01", "quantity": 4},
        {"product": "P", "month": "2026-01", "quantity": 6},
    ]
    for how, value, result in (("add", 5, 15.0), ("set", 7, 7.0), ("multiply", 2, 20.0)):
        tables = plan(change("Demand", "P/2026-01", "quantity", how, value), Demand=twice)
        changed, _ = apply_case(tables, "c")
        assert [row["quantity"] for row in changed["Demand"]] == [result]


def test_a_plan_is_never_changed_in_place() -> None:
    """The tables that go in are as they were; those that come out have no cases of their own."""
    tables = plan(change("Offers", "a", "price", "set", 5))
    before = {name: tuple(rows) for name, rows in tables.sheets.items()}
    changed, _ = apply_case(tables, "c")
    assert {name: tuple(rows) for name, rows in tables.sheets.items()} == before
    assert changed["WhatIf"] == ()


def test_a_case_may_take_out_what_another_case_names() -> None:
    """Cases do not meet: removing offer b is no error although another case changes its price."""
    tables = plan(
        change("Offers", "b", None, "remove", case="gone"),
        change("Offers", "b", "price", "set", 1, case="cheap"),
    )
    changed, findings = apply_case(tables, "gone")
    assert errors(findings) == []
    assert [row["offer"] for row in changed["Offers"]] == ["a"]
    assert list(cases_of(tables)) == ["gone", "cheap"]


def test_what_was_filled_is_known_after_a_change() -> None:
    """A filled cell is kept in a result's inputs, a blanked one is not."""
    tables = plan(
        change("Offers", "b", "tariff", "set", 0), change("Offers", "a", "tariff", "set", case="blank")
    )
    filled, _ = apply_case(tables, "c")
    assert "tariff" in filled["Offers"][1].given
    blanked, _ = apply_case(tables, "blank")
    assert "tariff" not in blanked["Offers"][0].given


# --- what cannot be done -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([change("Offers", "zz", "price", "set", 1)], "E290", "C2"),
        ([change("Offers", "A", "price", "set", 1)], "E291", "C2"),
        ([change("Offers", "a", "rows", "set", 1)], "E292", "D2"),
        ([change("Offers", "a", "prize", "set", 1)], "E293", "D2"),
        ([change("Offer", "a", "price", "set", 1)], "E173", "B2"),
        ([change("Offers", "a", None, "set", 1)], "E294", "D2"),
        ([change("Offers", "a", "price", "multiply", "twice")], "E295", "F2"),
        ([change("Offers", "a", "kind", "multiply", 2)], "E296", "E2"),
        ([change("Offers", "a", "item", "set")], "E288", "F2"),
        ([change("Offers", "a", "price", "set", "cheap")], "E163", "F2"),
        ([change("Settings", "risk_weight", "value", "set", 20)], "E165", "F2"),
        ([change("Settings", "*", "value", "set", 1)], "E315", "C2"),
        ([change("Settings", "schema_version", "value", "set", 2)], "E313", "C2"),
        ([change("Processes", "*", "opex", "set", 1)], "E314", "C2"),
        ([change("Offers", "a", "price", "set", 5, case="base")], "E312", "A2"),
        ([change("Offers", "a", "price", "add", "5%")], "E295", "F2"),
        ([change("Settings", "months", None, "remove")], "E289", "E2"),
        (
            [change("Offers", "a", None, "remove"), change("Offers", "*", "price", "set", 1)],
            "E299",
            "C3",
        ),
        ([change("Demand", "P/2027-01", "quantity", "set", 1)], "E291", "C2"),
    ],
)
def test_a_change_that_cannot_be_made_is_found_when_the_plan_is_read(
    rows: list[Change], code: str, cell: str
) -> None:
    """Unknown sheet, row or column, a text multiplied, a row both taken out and changed: each at its cell."""
    _, findings = tables_from(sheets(*rows))
    assert (code, "WhatIf", cell) in errors(findings), [describe(f) for f in findings]


@pytest.mark.parametrize(
    ("rows", "code", "cell", "told_of"),
    [
        # A share of 0.8 · 1.5 is none; a month and a half is no lead time.
        ([change("Rules", "cap", "share", "multiply", 1.5)], "E304", "F2", "Rules!E2"),
        ([change("Offers", "b", "lead_time_months", "add", 0.5)], "E304", "F2", "Offers!F3"),
        ([change("Offers", "b", "offer", "set", "a")], "E305", "D2", "'a'"),
        ([change("Items", "*", None, "remove")], "E306", "E2", "Items"),
        ([change("Items", "Dy", "max_stock", "multiply", 2)], "E307", "E2", "Items!"),
        ([change("Settings", "capex_budget", "value", "add", 2)], "E307", "E2", "capex_budget"),
        ([change("Suppliers", "B", None, "remove")], "E308", "C2", "Offers!B3"),
        # After itself, by way of another: a circle.
        ([change("Scenarios", "s1/*/*", "after", "set", "s2")], "E308", "C2", "Scenarios!"),
    ],
)
def test_a_plan_that_a_case_breaks_is_a_finding_of_that_case(
    rows: list[Change], code: str, cell: str, told_of: str
) -> None:
    """The changed plan is checked like any plan; what is wrong with it stands at the change that did it."""
    offers = [
        {
            "offer": "a",
            "supplier": "A",
            "item": "Dy",
            "price": 2,
            "max_per_month": 100,
            "lead_time_months": 0,
        },
        {
            "offer": "b",
            "supplier": "B",
            "item": "Dy",
            "price": 3,
            "max_per_month": 100,
            "lead_time_months": 1,
        },
    ]
    tables = plan(
        *rows,
        Offers=offers,
        Rules=[{"rule": "cap", "measure": "supplier", "member": "A", "sense": "max", "share": 0.8}],
        Events=[{"event": "e", "supplier": "A", "duration_months": 1}],
        Scenarios=[
            {"scenario": "s1", "event": "e", "start_month": "2026-01", "probability": 0.1},
            {"scenario": "s2", "event": "e", "start_month": "2026-02", "probability": 0.1, "after": "s1"},
        ],
    )
    _, findings = apply_case(tables, "c")
    assert set(errors(findings)) == {(code, "WhatIf", cell)}, [describe(f) for f in findings]
    for language in ("en", "ja"):
        assert findings[0].message(language)
    assert told_of in findings[0].message("en")


def test_an_unknown_case_is_a_finding() -> None:
    """It names what there is, or what may have been meant; a plan without cases says how to make one."""
    tables = plan(change("Offers", "a", "price", "set", 5, case="cap50"))
    assert [f.code for f in apply_case(tables, "cap60")[1]] == ["E302"]
    assert [f.code for f in chosen_cases(tables, ["other", "cap50"])[1]] == ["E301"]
    assert chosen_cases(tables, ["other", "cap50"])[0] == ["cap50"]
    assert [f.code for f in chosen_cases(plan(), [])[1]] == ["E303"]


def test_a_row_renamed_by_its_case_cannot_be_named_as_before() -> None:
    """Not passed over in silence: the second change would change nothing."""
    tables = plan(change("Offers", "a", "offer", "set", "z"), change("Offers", "a", "price", "set", 9))
    assert errors(apply_case(tables, "c")[1]) == [("E316", "WhatIf", "C3")]
    told_first = plan(change("Offers", "a", "price", "set", 9), change("Offers", "a", "offer", "set", "z"))
    changed, findings = apply_case(told_first, "c")
    assert errors(findings) == []
    assert [(row["offer"], row["price"]) for row in changed["Offers"]] == [("z", 9.0), ("b", 3.0)]


def test_a_row_may_be_taken_out_twice() -> None:
    """By its name and among all: it is gone, and that is what was asked."""
    tables = plan(
        change("Demand", "P/2026-02", None, "remove"),
        change("Demand", "*/2026-02", None, "remove"),
    )
    changed, findings = apply_case(tables, "c")
    assert errors(findings) == []
    assert len(changed["Demand"]) == 1


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (change("Rules", "cap", "penalty", "remove"), "D2"),
        (change("Rules", "cap", "rule", "remove", 5), "F2"),
        (change("Rules", "cap", None, "remove", "x"), "F2"),
    ],
)
def test_taking_out_a_row_where_a_cell_may_be_meant_is_warned_of(row: Change, cell: str) -> None:
    """``remove`` with a column or a value: the whole rule goes, not its penalty."""
    rules = [{"rule": "cap", "measure": "supplier", "member": "A", "share": 0.8}]
    _, findings = tables_from(sheets(row, Rules=rules))
    assert [(f.code, f.cell) for f in findings if f.sheet == "WhatIf"] == [("W303", cell)]
    _, findings = tables_from(sheets(change("Rules", "cap", "rule", "remove"), Rules=rules))
    assert not [f for f in findings if f.sheet == "WhatIf"]


def test_a_change_that_a_later_one_undoes_is_warned_of() -> None:
    """Twice as dear, then set to 6: the first has no effect. Set, then doubled: both have."""
    first, then = change("Offers", "a", "price", "multiply", 2), change("Offers", "a", "price", "set", 6)
    assert [(f.code, f.cell) for f in tables_from(sheets(first, then))[1] if f.code == "W201"] == [
        ("W201", "C3")
    ]
    assert not [f for f in tables_from(sheets(then, first))[1] if f.code == "W201"]


def test_setting_one_cell_twice_is_warned_of_and_the_later_one_holds() -> None:
    """The sheet says which of the two counts."""
    tables, findings = tables_from(
        sheets(change("Offers", "a", "price", "set", 5), change("Offers", "*", "price", "set", 6))
    )
    assert ("W201", "C3") in [(f.code, f.cell) for f in findings]
    changed, _ = apply_case(tables, "c")
    assert [row["price"] for row in changed["Offers"]] == [6.0, 6.0]


def test_blank_cells_among_all_rows_are_left_and_said() -> None:
    """``*`` multiplies the storage limits there are, and names the items without one."""
    items = [{"item": "Dy", "max_stock": 50}, {"item": "Tb"}]
    tables = plan(change("Items", "*", "max_stock", "multiply", 2), Items=items)
    changed, findings = apply_case(tables, "c")
    assert [(row["item"], row["max_stock"]) for row in changed["Items"]] == [("Dy", 100.0), ("Tb", None)]
    assert [(f.code, f.cell) for f in findings] == [("W301", "C2")]
    assert "Tb" in findings[0].message()


def test_a_case_says_only_what_the_plan_does_not_say_already() -> None:
    """Warnings of the plan are not repeated for every case; new ones are said once, with the case."""
    tables = plan(
        change("Offers", "a", "price", "set", 5, case="dearer"),
        change("Products", "P", "shortage_penalty", "set", 0.5, case="careless"),
    )
    assert apply_case(tables, "dearer")[1] == ()
    found = apply_case(tables, "careless")[1]
    assert {f.code for f in found} == {"W302"}
    assert all("careless" in f.message("en") and "careless" in f.message("ja") for f in found)


def test_a_japanese_workbook_is_told_in_its_own_sheet_names() -> None:
    """Findings of a case stand on the sheet as the user knows it."""
    rows = sheets(change("Items", "*", None, "remove"))
    rows["条件変更"], rows["品目"] = rows.pop("WhatIf"), rows.pop("Items")
    tables, _ = tables_from(rows, language="ja")
    _, findings = apply_case(tables, "c")
    assert errors(findings) == [("E306", "条件変更", "E2")]
    assert "品目" in findings[0].message("ja")


# --- whatever is written there -----------------------------------------------------------------------------

WRITTEN: tuple[object, ...] = (
    *(None, 0, 1, -1, 2, 0.5, 1.5, 1e9, "x", "", "yes", "no", "50%", "110%", "2026-03", dt.date(2026, 2, 1)),
    *("*", "a;b", "1|0.5", True, "spot", "contract", "max", "min", "always", "nan", "1,200", "２"),
)


def any_change(rng: random.Random, tables: Tables) -> Change:
    """Return a change of some row of a plan, or of a row that is not there, to something."""
    sheet = rng.choice([name for name in SHEETS if name != "WhatIf"])
    names = [*(row_name(sheet, row) for row in tables[sheet]), "*", "zz"]
    columns = [column.key for column in SHEETS[sheet].columns]
    if sheet == "Settings":
        names, columns = list(SETTING_COLUMNS), ["value"]
    how = rng.choice(["set", "set", "multiply", "add", "remove"])
    return change(sheet, rng.choice(names), rng.choice([*columns, None]), how, rng.choice(WRITTEN))


@pytest.mark.parametrize("first", range(0, 160, 40))
def test_whatever_a_case_says_it_is_a_finding_or_a_plan(first: int) -> None:
    """Forty random cases at a time: each is refused in words, in both languages, or can be assembled."""
    plans = 0
    for seed in range(first, first + 40):
        rng = random.Random(seed)  # noqa: S311
        sheets = random_sheets(seed % 20 + 1)
        before = from_sheets(sheets)
        sheets["WhatIf"] = [any_change(rng, before) for _ in range(rng.choice([1, 1, 2]))]
        tables, findings = tables_from(sheets)
        if not errors(findings):
            tables, more = apply_case(tables, "c")
            findings += more
        for finding in findings:
            assert finding.message("en")
            assert finding.message("ja")
        if not errors(findings):
            assemble(tables)
            plans += 1
    assert 0 < plans < 40


# --- rows that are added ----------------------------------------------------------------------------------


def test_a_case_adds_a_supplier_and_its_offer() -> None:
    """The same plan as with the rows typed; a later row may change what an earlier one added."""
    given = "supplier=ACME; item=Dy；Price＝1.50\ntariff=10%;max_per_month = 1,000"
    new = {"offer": "new", "supplier": "ACME", "item": "Dy", "price": 3, "tariff": 0.1}
    case = plan(
        change("Suppliers", "ACME", None, "add_row", "capacity_per_month=40"),
        change("Offers", "new", None, "add_row", given),
        change("Offers", "new", "price", "multiply", 2),
    )
    changed, findings = apply_case(case, "c")
    assert errors(findings) == []
    typed = plan(
        Suppliers=[{"supplier": "A"}, {"supplier": "B"}, {"supplier": "ACME", "capacity_per_month": 40}],
        Offers=[*sheets()["Offers"], {**new, "max_per_month": 1000}],
    )
    for sheet in ("Suppliers", "Offers"):
        assert [row.values for row in changed[sheet]] == [row.values for row in typed[sheet]]
        assert changed[sheet][-1].given == typed[sheet][-1].given
    assert len(case["Offers"]) == 2


def test_added_rows_of_sheets_whose_keys_have_parts() -> None:
    """A row of demand adds up; a rate and a rule are new; a row that was taken out may come again."""
    case = plan(
        change("Demand", "P/2026-01", None, "add_row", "quantity=5"),
        change("FX", "EUR/2026-01", None, "add_row", "rate=1.1"),
        change("Rules", "cap", None, "add_row", "measure=supplier; member=A; sense=max; share=60%; items=Dy"),
        change("Offers", "b", None, "remove"),
        change("Offers", "b", None, "add_row", "supplier=B; item=Dy; price=4; max_per_month=9"),
    )
    _, read = tables_from(sheets(*[dict(row.values) for row in case["WhatIf"]]))
    assert not [f for f in read if f.severity is Severity.ERROR and f.sheet == "WhatIf"]
    changed, findings = apply_case(case, "c")
    assert [f.message() for f in findings if f.severity is Severity.ERROR] == []
    assert (changed["FX"][-1]["rate"], changed["FX"][-1]["month"]) == (1.1, dt.date(2026, 1, 1))
    assert changed["Rules"][-1]["share"] == 0.6
    assert [row["price"] for row in changed["Offers"]] == [2, 4]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (change("Settings", "months", None, "add_row", "value=3"), "E317", "E2"),
        (change("Offers", "new", None, "add_row", "supplier=A; item"), "E318", "F2"),
        (change("Offers", "a", None, "add_row", "supplier=A; item=Dy; price=1"), "E319", "C2"),
        (change("Offers", "new", None, "add_row", "supplier=A; item=Dy; price=1; price=2"), "E320", "F2"),
        (change("Offers", "new", None, "add_row", "offer=x; supplier=A; item=Dy; price=1"), "E320", "F2"),
        (change("Offers", "new", None, "add_row"), "E321", "F2"),
        (change("Offers", "*", None, "add_row", "supplier=A; item=Dy; price=1"), "E322", "C2"),
        (change("Offers", "new", None, "add_row", "supplier=A; item=Dy; price=dear"), "E323", "F2"),
        (change("Offers", "new", "price", "add_row", "supplier=A; item=Dy; price=1"), "E324", "D2"),
        (change("Offers", "new", None, "add_row", "supplier=A; item=Dy; prise=1"), "E293", "F2"),
    ],
)
def test_a_row_that_cannot_be_added_is_an_error_at_its_cell(row: Change, code: str, cell: str) -> None:
    """Found when the plan is read, in both languages."""
    _, findings = tables_from(sheets(row))
    found = [f for f in findings if f.severity is Severity.ERROR]
    assert (code, "WhatIf", cell) in errors(found)
    assert all(f.message("ja") != f.message("en") for f in found)


def test_an_added_row_is_checked_like_any_other() -> None:
    """An offer of a supplier that is not there; the finding stands at the case."""
    case = plan(change("Offers", "new", None, "add_row", "supplier=NOBODY; item=Dy; price=1"))
    _, findings = apply_case(case, "c")
    assert set(errors(findings)) == {("E308", "WhatIf", "C2")}
    assert "NOBODY" in findings[0].message()
