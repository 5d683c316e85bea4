"""What is handed on holds what was asked for, and no price of anybody else anywhere in the file."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from cases import from_sheets, item_row, offer_row, supplier_row, tiny_sheets
from click.testing import CliRunner, Result

import planner
from planner import cli
from planner.api.share import CannotShare
from planner.workbook.template.input_sheets import write_bare

OWN, OTHERS = "3.141", "2.718"
"""Prices found nowhere else in the plan."""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Solve a plan that buys from two suppliers, and write its result."""
    folder = tmp_path_factory.mktemp("share")
    sheets = tiny_sheets(
        (10.0, 10.0),
        Items=[item_row(unit="kg")],
        Suppliers=[supplier_row("ACME"), supplier_row("RIVAL")],
        Offers=[
            offer_row("own", supplier="ACME", price=float(OWN), max_per_month=6),
            offer_row("other", supplier="RIVAL", price=float(OTHERS), max_per_month=6),
        ],
    )
    plan = write_bare(folder / "plan.xlsx", from_sheets(sheets))
    out = folder / "result.xlsx"
    assert run("solve", plan, "-o", out, "--no-value").exit_code == 0
    return out


def run(*arguments: object) -> Result:
    """Run the command line."""
    return CliRunner(env={"COLUMNS": "120"}).invoke(cli.main, [str(argument) for argument in arguments])


def xml(path: Path) -> str:
    """Return every part of a workbook."""
    with zipfile.ZipFile(path) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_the_result_itself_holds_every_price_and_says_so(result: Path, tmp_path: Path) -> None:
    """On the Guide, and in solve's last line."""
    assert OWN in xml(result)
    assert OTHERS in xml(result)
    assert "planner share" in xml(result)
    told = run("solve", result.with_name("plan.xlsx"), "-o", tmp_path / "o.xlsx", "--no-value").stderr
    assert "planner share" in told.splitlines()[-1]


@pytest.mark.parametrize("parts", ["summary,orders", "summary,orders,costs", "orders"])
def test_without_a_supplier_there_is_no_price(result: Path, tmp_path: Path, parts: str) -> None:
    """Neither as a number nor in a text, and no sheet of inputs, audit or run."""
    out = tmp_path / "for.xlsx"
    assert run("share", result, "-o", out, "--with", parts).exit_code == 0
    text = xml(out)
    assert OWN not in text
    assert OTHERS not in text
    sheets = set(pd.read_excel(out, engine="openpyxl", sheet_name=None))
    assert not sheets & {"Run", "Audit", "Notes", "Guide", "Awards"}
    assert not [name for name in sheets if name.startswith("In ")]


def test_a_supplier_sees_its_own_orders_and_prices_alone(result: Path, tmp_path: Path) -> None:
    """Its rival's name is in no part of the file either."""
    out = tmp_path / "for.xlsx"
    answer = run("share", result, "-o", out, "--with", "supplier:ACME", "--json")
    assert answer.exit_code == 0, answer.output
    text = xml(out)
    assert OWN in text
    for secret in (OTHERS, "RIVAL", "other", str(result)):
        assert secret not in text
    orders = pd.read_excel(out, engine="openpyxl", sheet_name="Supplier orders")
    assert set(orders["supplier"]) == {"ACME"}
    assert orders["quoted_price"].tolist() == [float(OWN)] * 2
    assert orders["quantity"].sum() == pytest.approx(8.0)
    assert orders["unit"].tolist() == ["kg", "kg"]
    told = json.loads(answer.stdout)
    assert told["parts"] == ["supplier:ACME"]
    assert set(told["left_in"]) == {"Supplier orders", "Supplier contracts"}
    contents = pd.read_excel(out, engine="openpyxl", sheet_name="Contents")
    assert list(contents["sheet"]) == ["Supplier orders", "Supplier contracts", "–"]


@pytest.mark.parametrize(
    ("part", "meant"),
    [("supplier:ACNE", "supplier:ACME"), ("order", "orders"), ("", "summary")],
)
def test_what_is_no_part_is_refused(result: Path, tmp_path: Path, part: str, meant: str) -> None:
    """Exit 2, with what is meant."""
    answer = run("share", result, "-o", tmp_path / "for.xlsx", "--with", part)
    assert (answer.exit_code, meant in answer.stderr) == (2, True)
    assert not (tmp_path / "for.xlsx").exists()
    with pytest.raises(CannotShare):
        planner.share(result, [part])


def test_a_result_is_never_overwritten_and_a_plan_is_none(result: Path, tmp_path: Path) -> None:
    """Exit 6 and 3."""
    assert run("share", result, "-o", result, "--force").exit_code == 6
    for wrong in ("plan.xlsx", "none.xlsx"):
        assert run("share", result.with_name(wrong), "-o", tmp_path / "for.xlsx").exit_code == 3


@pytest.mark.parametrize(("sheet", "column"), [("Orders", "quantity"), ("Costs", "month")])
def test_an_edited_result_is_an_error_at_the_cell(
    result: Path, tmp_path: Path, sheet: str, column: str
) -> None:
    """A text typed over a number or a month: exit 3, whichever command reads it."""
    workbook = openpyxl.load_workbook(result)
    table = workbook[sheet]
    at = [cell.value for cell in table[1]].index(column) + 1
    table.cell(2, at).value = "many"
    edited = tmp_path / "edited.xlsx"
    workbook.save(edited)
    answer = run("share", edited, "-o", tmp_path / "for.xlsx", "--json")
    assert answer.exit_code == 3, answer.output
    (finding,) = json.loads(answer.stdout)["findings"]
    assert (finding["code"], finding["sheet"], finding["cell"]) == (
        "E325",
        sheet,
        table.cell(2, at).coordinate,
    )
