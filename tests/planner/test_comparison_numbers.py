"""Every number of a comparison is found again in the runs it compares, each made alone."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from rich_plan import rich_plan

from planner import cli
from planner.changes import apply_case, cases_of
from planner.workbook.access import amount
from planner.workbook.tables import Tables
from planner.workbook.template.input_sheets import write_bare

FIRST_STAGE = frozenset({"qualification", "contract", "capex", "fixed_opex", "residual"})
BAN = 3
"""Plan month in which the one scenario of the plan begins."""
NEAR = 1e-6


def run(*arguments: object) -> int:
    """Run the command line; return its exit code."""
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments]).exit_code


def frames(path: Path) -> dict[str, pd.DataFrame]:
    """Return the plain tables of a workbook, scenarios as text."""
    book = pd.read_excel(path, sheet_name=None, keep_default_na=False, na_values=[""])
    return {
        name: frame.astype({"scenario": str}) if "scenario" in frame else frame
        for name, frame in book.items()
    }


def close(number: float) -> Any:
    """Return a number to compare with."""
    return pytest.approx(number, rel=NEAR, abs=NEAR)


@pytest.fixture(scope="module")
def singles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Tables, Path | None]]:
    """Solve the plan and each of its cases as a workbook of its own; ``None`` where there is no plan."""
    folder = tmp_path_factory.mktemp("singles")
    tables = rich_plan()
    found: dict[str, tuple[Tables, Path | None]] = {}
    for name, inputs in {"base": tables, **{c: apply_case(tables, c)[0] for c in cases_of(tables)}}.items():
        out = folder / f"{name}-result.xlsx"
        code = run("solve", write_bare(folder / f"{name}.xlsx", inputs), "-o", out, "--gap", "1e-9", "-q")
        found[name] = (inputs, out if code == 0 else None)
    return found


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """Compare the plan with its cases in one run; return the workbook's plain tables."""
    folder = tmp_path_factory.mktemp("comparison")
    out = folder / "cmp.xlsx"
    assert run("whatif", write_bare(folder / "p.xlsx", rich_plan()), "-o", out, "--gap", "1e-9", "-q") == 0
    return frames(out)


def test_figures_are_those_of_the_single_results(
    singles: Mapping[str, tuple[Tables, Path | None]], comparison: Mapping[str, pd.DataFrame]
) -> None:
    """Worked out from the result's plain tables alone, by other means than the comparison's."""
    figures = comparison["Figures"]
    for name, (inputs, result) in singles.items():
        told = figures[figures["case"] == name].set_index("figure")
        assert (told.loc["status", "text"] == "optimal") == (result is not None), name
        if result is None:
            assert told["value"].isna().all()
            continue
        known = figures_of(frames(result), inputs)
        for figure, number in known.items():
            assert told.loc[figure, "value"] == close(number), (name, figure)
        left = set(told.index[told["value"].notna()]) - set(known)
        # A component that only other cases have is 0 here.
        assert all(figure.startswith("kind:") or told.loc[figure, "value"] == 0 for figure in left), left
        kinds = told.loc[[figure for figure in told.index if figure.startswith("kind:")], "value"]
        assert kinds.sum() == close(known["expected_cost"])


def test_decisions_are_those_of_the_single_results(
    singles: Mapping[str, tuple[Tables, Path | None]], comparison: Mapping[str, pd.DataFrame]
) -> None:
    """Before and after, each stands in the run it is said of; a decision that differs is not left out."""
    changed = comparison["Decisions changed"]
    known = {
        name: decisions_of(frames(result)) for name, (_, result) in singles.items() if result is not None
    }
    for row in changed.to_dict("records"):
        key = (row["kind"], row["name"], row["what"])
        for side, shown in (("base", row["from"]), (row["case"], row["to"])):
            _same(shown, known[side].get(key), (side, key))
    told = {(row["case"], row["kind"], row["name"], row["what"]) for row in changed.to_dict("records")}
    for name, decisions in known.items():
        for key, value in decisions.items():
            before = known["base"][key]
            if isinstance(value, float) and isinstance(before, float):
                differs = abs(value - before) > 1e-3 * max(abs(value), abs(before), 1e-3)
            else:
                differs = value != before
            if differs and not (
                key[2] == "rate_per_month" and "yes" not in (value, before) and not value + before
            ):
                assert (name, *key) in told, (name, key)
    assert {"contract", "spot", "supplier", "stock"} <= {kind for _, kind, _, _ in told}


def test_charts_show_the_figures(comparison: Mapping[str, pd.DataFrame]) -> None:
    """Every number behind a chart is a figure, a difference of figures, or a sum of such from the base on."""
    figures = comparison["Figures"]
    values = [float(v) for column in ("value", "difference") for v in figures[column].dropna()]
    expected = figures[figures["figure"] == "expected_cost"].dropna(subset=["value"])
    component = figures[figures["figure"].str.startswith("component:")].dropna(subset=["difference"])
    moves = component.groupby("case")["difference"].apply(list)
    base = float(expected.loc[expected["case"] == "base", "value"].iloc[0])
    sums = {base}
    for steps in moves:
        ordered = sorted(steps, key=lambda step: -abs(step))
        for count in range(len(ordered) + 1):
            sums |= {base + sum(ordered[:count]), sum(ordered[count:])}
    cells = [
        v
        for row in comparison["ChartData"].itertuples(index=False)
        for v in row
        if isinstance(v, float | int)
    ]
    shown = [float(v) for v in cells if not math.isnan(float(v))]
    assert len(shown) > 20
    for number in shown:
        assert any(
            abs(abs(number) - abs(known)) <= NEAR * max(1, abs(known)) for known in (*values, *sums)
        ), number


def _same(shown: object, known: object, what: object) -> None:
    if known is None:
        assert shown is None or (isinstance(shown, float) and math.isnan(shown)), what
    elif isinstance(known, float):
        assert shown == close(known), what
    else:
        assert shown == known, what


def figures_of(book: Mapping[str, pd.DataFrame], inputs: Tables) -> dict[str, float]:
    """Return the figures of a result as its plain tables have them."""
    facts = dict(zip(book["Run"].iloc[:, 0], book["Run"].iloc[:, 1], strict=True))
    found = {name: float(facts[name]) for name in ("gap", "objective", "expected_cost", "cvar", "worst_cost")}
    chance = {str(row["scenario"]): amount(row, "probability") for row in inputs["Scenarios"]}
    chance["0"] = 1 - sum(chance.values())
    scenarios = book["Scenarios"].set_index("scenario")
    found["trunk_cost"] = scenarios.loc["0", "cost_pv"]
    found |= {f"component:{name}": cost for name, cost in _components(book["Costs"], chance, inputs).items()}
    found["short_probability"] = sum(p for s, p in chance.items() if scenarios.loc[s, "short_units"] > NEAR)
    found["short_value"] = sum(p * scenarios.loc[s, "short_value"] for s, p in chance.items())
    found["lowest_fill_rate"] = scenarios["fill_rate"].min()
    qualified = {s for s, yes in _suppliers(book).items() if yes}
    ready = {str(row["supplier"]) for row in inputs["Suppliers"] if row["already_qualified"]}
    found |= {"suppliers": len(qualified), "newly_qualified": len(qualified - ready)}
    found["contracts"] = sum(row["signed"] == 1 for row in book["Awards"].to_dict("records"))
    found["modules"] = book["Investments"]["modules"].sum()
    found["net_capex"] = book["Investments"]["net_capex"].sum()
    stock = book["Stock"][book["Stock"]["scenario"] == "0"]
    found["stock_value"] = 2 * stock["stock"].mean()  # the plan's one item is worth 2
    found["stock_days:Dy"] = stock["days_of_cover"].mean() if stock["stock"].mean() > NEAR else 0.0
    orders = book["Orders"][book["Orders"]["scenario"] == "0"]
    spent = (orders["quantity"] * orders["unit_cost"]).groupby(orders["offer"]).sum()  # one country each
    found["top_share:refining"] = spent.max() / spent.sum()
    return {name: float(number) for name, number in found.items()}


def _components(costs: pd.DataFrame, chance: Mapping[str, float], inputs: Tables) -> dict[Hashable, float]:
    """Return expected cost by component: each path's own months and what it shares with the trunk."""
    month = (costs["month"].dt.year - inputs.start.year) * 12 + costs["month"].dt.month - inputs.start.month
    shared = (costs["scenario"] == "0") & ((month < BAN) | costs["component"].isin(FIRST_STAGE))
    weight = sum(p * ((costs["scenario"] == s) | shared).astype(float) for s, p in chance.items())
    return dict((costs["amount_pv"] * weight).groupby(costs["component"]).sum())


def _suppliers(book: Mapping[str, pd.DataFrame]) -> dict[str, bool]:
    return {row["supplier"]: bool(row["qualified"]) for row in book["Suppliers"].to_dict("records")}


def decisions_of(book: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str, str], object]:
    """Return the decisions of a result as its plain tables have them."""
    found: dict[tuple[str, str, str], object] = {}
    for supplier, yes in _suppliers(book).items():
        found["supplier", supplier, "qualified"] = "yes" if yes else "no"
    for row in book["Awards"].to_dict("records"):
        offer = row["offer"]
        if row["kind"] == "contract":
            found["contract", offer, "signed"] = "yes" if row["signed"] == 1 else "no"
            found["contract", offer, "rate_per_month"] = float(row["rate_per_month"])
        else:
            found["spot", offer, "annual_quantity"] = float(row["annual_quantity"])
    stock = book["Stock"][book["Stock"]["scenario"] == "0"]
    held = float(stock["stock"].mean())
    found["stock", "Dy", "average_stock"] = held
    found["stock", "Dy", "average_days"] = float(stock["days_of_cover"].mean()) if held > NEAR else 0.0
    return found
