"""The report as a page, looked at in a real browser: drawn, answering, printed, and nothing fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

import planner
from planner.reporting import PlanResult
from planner.workbook.tables import Row, Tables
from tests.planner.chromium import Page, chromium

ROOT = Path(__file__).parents[2]
INPUTS = ROOT / "inputs"
LIMIT = 3_000_000
"""Bytes of a report at most."""
PAGES = {"meeting": 2, "approval": 4}

TOUCHING = """(() => {
  const seen = [...document.querySelectorAll('.screen .picture svg')].filter(s => s.checkVisibility());
  return seen.map(s => {
    const box = s.getBoundingClientRect();
    return [box.width, box.height, s.querySelectorAll('[data-said]').length];
  });
})()"""
"""Width, height and marks of every picture that is shown."""


@pytest.fixture(scope="module")
def result() -> PlanResult:
    return planner.solve(planner.read(INPUTS / "first_steps.xlsx"))


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as tab:
        yield tab


def opened(page: Page, report: Any, folder: Path, language: str) -> Path:
    """Write a report and open it."""
    page.requests.clear()
    page.complaints.clear()
    path = report.write(folder / "report.html", language, force=True)
    page.open(path)
    return Path(path)


def looks_right(page: Page, path: Path) -> None:
    """Nothing is fetched or complained of, every picture is drawn, every button shows its view."""
    assert path.stat().st_size < LIMIT
    assert page.requests == [path.resolve().as_uri()]
    drawn = page.run(TOUCHING)
    assert drawn
    assert all(width > 200 and height > 30 and marks for width, height, marks in drawn), drawn
    buttons = page.run("document.querySelectorAll('[data-choices] button').length")
    for at in range(buttons):
        shown = page.run(
            f"(() => {{ const b = document.querySelectorAll('[data-choices] button')[{at}]; b.click();"
            " const p = document.getElementById(b.getAttribute('aria-controls'));"
            " return [b.getAttribute('aria-pressed'), p.checkVisibility(),"
            " [...b.parentElement.querySelectorAll('[aria-pressed=true]')].length]; })()"
        )
        assert shown == ["true", True, 1], at
        assert all(width > 200 and height > 30 and marks for width, height, marks in page.run(TOUCHING))
    ids = page.run("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    assert page.complaints == []


def printed(page: Page, most: int) -> list[str]:
    """Return the text of each printed page, numbered, none empty, nothing beyond the edge of the paper."""
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf())).pages]
    assert len(pages) <= most
    for at, text in enumerate(pages, start=1):
        assert f"{at} / {len(pages)}" in text
        assert len(text) > 100
    assert wider_than_paper(page) == []
    return pages


def wider_than_paper(page: Page) -> Any:
    """Return what is wider than its column on A4, and what lies under the status."""
    page.send("Emulation.setEmulatedMedia", media="print")
    page.send("Emulation.setDeviceMetricsOverride", width=688, height=1017, deviceScaleFactor=1, mobile=False)
    found = page.run(
        "[...document.querySelectorAll('.paper table, .paper figure, .paper svg, .paper li')]"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => e.textContent.slice(0, 60))"
    )
    covered = page.run(
        "[...document.querySelectorAll('.paper .scale')].filter(e => e.checkVisibility()).filter(e => {"
        " const words = document.createRange(); words.selectNodeContents(e);"
        " const at = words.getBoundingClientRect();"
        " return [...document.querySelectorAll('.paper .status')].some(o => {"
        " const box = o.getBoundingClientRect(); return o.checkVisibility() && box.right > at.left"
        " && box.left < at.right && box.bottom > at.top && box.top < at.bottom; }); })"
        ".map(e => e.textContent)"
    )
    page.send("Emulation.clearDeviceMetricsOverride")
    page.send("Emulation.setEmulatedMedia", media="")
    return found + covered


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("kind", ["meeting", "approval"])
def test_the_report_opens_answers_and_prints(
    page: Page, result: PlanResult, tmp_path: Path, kind: str, language: str
) -> None:
    """In both languages: no request, no complaint, all pictures, all buttons, the pages promised."""
    path = opened(page, planner.report(result, kind), tmp_path, language)
    looks_right(page, path)
    assert page.run("document.documentElement.lang") == language
    printed(page, PAGES[kind])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["wind_turbine_eu", "traction_motor_jp", "two_plants", "cutting_tools"])
def test_the_large_examples_print_on_the_pages_promised(page: Page, tmp_path: Path, name: str) -> None:
    """Many contracts, warnings and scenarios: what finds no room is counted, and none is cut."""
    solved = planner.solve(planner.read(INPUTS / f"{name}.xlsx"))
    for kind, language in (("meeting", "en"), ("meeting", "ja"), ("approval", "ja"), ("approval", "en")):
        path = opened(page, planner.report(solved, kind, last=solved), tmp_path, language)
        looks_right(page, path)
        printed(page, PAGES[kind])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "name", ["Extraordinarily long names of things and places ", "途方もなく長い名称の品目および供給元 "]
)
def test_long_names_print_on_the_pages_promised(page: Page, tmp_path: Path, name: str, language: str) -> None:
    """Names of several lines in every row cost rows, never a page."""
    solved = planner.solve(planner.read(INPUTS / "two_plants.xlsx"))
    long = replace(solved, inputs=renamed(solved, lambda row, key: name + str(row.values[key])))
    for kind, most in PAGES.items():
        opened(page, planner.report(long, kind, last=long), tmp_path, language)
        printed(page, most)


def renamed(result: PlanResult, name: Callable[[Row, str], str]) -> Tables:
    """Return the input of a result with other names of items, suppliers, events and products."""
    sheets = ("Items", "Suppliers", "Events", "Products", "Investments")
    changed = {
        sheet: tuple(
            replace(row, values={**row.values, "name": name(row, "name")}) for row in result.inputs[sheet]
        )
        for sheet in sheets
    }
    return replace(result.inputs, sheets={**result.inputs.sheets, **changed})


def test_everything_can_be_printed(page: Page, result: PlanResult, tmp_path: Path) -> None:
    """`--for full` prints what the screen has, the views behind buttons too."""
    opened(page, planner.report(result, "full"), tmp_path, "en")
    text = " ".join(printed(page, 30))
    assert "Worst scenario" in text
    assert "Dysprosium oxide: stock at month" in text


def test_a_picture_answers_to_pointer_and_keys(page: Page, result: PlanResult, tmp_path: Path) -> None:
    """Pointing at a mark reads its figure; so do the arrow keys, and Escape ends it."""
    opened(page, planner.report(result), tmp_path, "en")
    readout = (
        "document.getElementById('readout').hidden ? '' : document.getElementById('readout').textContent"
    )
    box = page.run(
        "(() => { const m = document.querySelector('#item-0-supply [data-said]');"
        " m.scrollIntoView({block: 'center'});"
        " const b = m.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
    )
    page.point(*box)
    assert re.fullmatch(r"2027-\d\d · .+: [\d,]+ kg", page.run(readout))
    page.point(1, 1)
    assert page.run(readout) == ""
    page.run("document.querySelector('#cost svg').focus()")
    page.press("ArrowRight")
    first = page.run(readout)
    assert "Goods bought" in first
    page.press("ArrowRight")
    assert page.run(readout) not in ("", first)
    page.press("Escape")
    assert page.run(readout) == ""


def test_every_control_is_reached_by_the_tab_key(page: Page, result: PlanResult, tmp_path: Path) -> None:
    """Buttons, links, pictures and tables of figures are in the order of the page."""
    opened(page, planner.report(result), tmp_path, "en")
    page.run("document.body.focus()")
    reached = set()
    for _ in range(60):
        page.press("Tab")
        reached.add(page.run("document.activeElement.tagName"))
    assert {"A", "BUTTON", "svg", "SUMMARY"} <= reached


def test_names_that_look_like_markup_stay_text(page: Page, result: PlanResult, tmp_path: Path) -> None:
    """What a cell says is read, never obeyed: no element, no attribute, no script is made of it."""
    name = "<b id=made>A & B</b> {{ 7 * 7 }} \"quoted\" '</svg>' url(#x) \\u003c"
    inputs = result.inputs
    renamed = {
        sheet: tuple(
            replace(row, values={**row.values, key: name}) if key in row.values else row
            for row in inputs[sheet]
        )
        for sheet, key in (("Items", "name"), ("Suppliers", "name"), ("Events", "name"), ("Products", "name"))
    }
    settings = {**inputs.settings, "plan_name": name}
    odd = replace(inputs, sheets={**inputs.sheets, **renamed}, settings=settings)
    path = opened(page, planner.report(replace(result, inputs=odd), "approval"), tmp_path, "en")
    looks_right(page, path)
    assert page.run("document.getElementById('made')") is None
    assert page.run("document.querySelectorAll('b').length") == 6  # the tiles
    assert page.run("document.querySelector('h1').textContent") == name
    assert page.run("document.title").endswith(name)
    assert page.run("document.querySelectorAll('script, style, link, img, iframe, object').length") == 2
    printed(page, PAGES["approval"])
    labels = page.run(
        "[...document.querySelectorAll('[data-said]')].map(e => e.getAttribute('aria-label')).join(' ')"
    )
    assert name in labels


def test_the_browser_refuses_script_that_is_not_ours(page: Page, result: PlanResult, tmp_path: Path) -> None:
    """The page's own policy forbids every script and style but the one of each that we wrote."""
    report = planner.report(result)
    path = report.write(tmp_path / "report.html", "en")
    text = path.read_text(encoding="utf-8").replace(
        "</body>", "<script>document.title = 'changed'</script></body>"
    )
    path.write_text(text, encoding="utf-8")
    page.open(path)
    assert page.run("document.title") != "changed"
    assert any("Content Security Policy" in told for told in page.complaints)


def test_a_result_read_back_reports_what_it_knew(result: PlanResult, tmp_path: Path) -> None:
    """What planning is worth and what other months cost stands on the sheet Run, and comes back."""
    worth = {"optimum": 1.0, "evpi": 2.0, "vss": "infeasible", "insurance_premium": 3.0, "uncertainty": 0.0}
    worth |= {
        "expected_cost_of_trunk_plan": None,
        "tail_reduction": None,
        "order_lots": False,
        "tail_reduction_per_premium": None,
    }
    onsets = {"expected_cost": 5.0, "cvar": 6.0, "impossible": 0.0, "chance_of_shortage": 0.5}
    ends = {"expected_cost": 7.0, "cvar": 8.0, "worth_of_knowing": 9.0}
    known = replace(result, value=worth, every_onset=onsets, ends=ends)
    path = known.write(tmp_path / "result.xlsx")
    back = planner.report(path)
    assert back.result.value == worth
    assert back.result.every_onset == onsets
    assert back.result.ends == ends
    assert back.document("en").remarks == planner.report(known).document("en").remarks


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_last_result_and_the_cases_are_told(result: PlanResult, tmp_path: Path, language: str) -> None:
    """`last` says what has changed since; `compare_with` has the alternatives that were looked at."""
    plan = planner.read(INPUTS / "first_steps.xlsx")
    cases = planner.whatif(plan, [str(plan.tables["WhatIf"][0]["case"])])
    book = cases.write(tmp_path / "cases.xlsx", language)
    before = replace(result, expected_cost=result.expected_cost + 10_000)
    told = planner.report(result, "approval", last=before, compare_with=book)
    assert told.tables["since"].iloc[0, 3] == "-10.00"
    assert list(told.tables["cases"].iloc[:, 0]) == ["Plan", cases.cases[0].name]
    assert not (told.tables["since"] == told.tables["since"].iloc[0, 0]).iloc[1:].any(axis=None)


def test_a_file_that_is_no_comparison_is_refused(result: PlanResult, tmp_path: Path) -> None:
    """A result given as cases is an error with a way out."""
    path = result.write(tmp_path / "result.xlsx")
    with pytest.raises(planner.InputErrors) as caught:
        planner.report(path, compare_with=path)
    assert [finding.code for finding in caught.value.findings] == ["E330"]
    with pytest.raises(FileExistsError, match="input"):
        planner.report(path).write(path, force=True)


def test_the_last_result_of_a_rolled_plan_stands_over_the_same_months(result: PlanResult) -> None:
    """A month more would make the last plan dearer than it was: its decisions stand in the months left."""
    now = planner.solve(planner.roll(result).plan)
    told = planner.report(now, last=result)
    assert told.last is not None
    sides = told.last[1].figure("expected_cost")
    assert sides is not None
    assert abs(sides.values[0] - sides.values[1]) < 0.05 * now.expected_cost  # type: ignore[operator]
    since = told.document("en").since
    assert since is not None
    assert "over the months of the new plan" in since.remarks[0]
