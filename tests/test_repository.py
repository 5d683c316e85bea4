"""What holds of the repository as a whole: floors, documents, commands, and nothing that names a machine."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from models.formulation.describe import formulation
from planner import cli, result
from planner.audit.ledger import CHECKS
from planner.cli_reference import japanese_page, with_help
from planner.commands import console, endings, group
from planner.commands.help import texts_of
from planner.commands.help_ja import in_japanese
from planner.workbook.messages.catalogue import MESSAGES
from planner.workbook.messages.reference import FINDINGS_FILES, findings_page
from planner.workbook.schema.reference import REFERENCE_FILES, columns_page

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")
BILINGUAL = (
    "getting-started",
    "reading-the-result",
    "reading-the-risk",
    "arguing-with-the-plan",
    "month-after-month",
    "columns",
    "findings",
    "cluster",
)
"""Pages that buyers read, and so need both languages."""


def tracked() -> list[Path]:
    """Every file that is in the repository, or would be with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def pages() -> list[Path]:
    """README, changelog and every page of the documents."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def marked(name: str) -> str:
    """Return the block of the README that follows a mark."""
    found = re.search(rf"<!-- {name} -->\n```\n(.*?)\n```", README, re.DOTALL)
    assert found, f"README has no block marked {name}"
    return found[1]


# --- floors ---------------------------------------------------------------------------------


def test_imports_go_down_the_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every import contract of pyproject.toml is kept."""
    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = lint_imports(no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, said.getvalue()


def test_importing_the_planner_loads_neither_solver_nor_pandas() -> None:
    """`planner --help` is quick because heavy packages wait until they are needed."""
    script = "import planner.cli, sys; print([n for n in ('pyomo', 'highspy', 'pandas') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# --- generated pages ------------------------------------------------------------------------


def test_the_formulation_page_is_current() -> None:
    """docs/model.md says what the code says."""
    assert (DOCS / "model.md").read_text(encoding="utf-8") == formulation(), (
        "run: python -m models.formulation.describe docs/model.md"
    )


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_column_reference_is_current(language: str) -> None:
    """docs/columns*.md says what the schema says."""
    page = (DOCS / REFERENCE_FILES[language]).read_text(encoding="utf-8")
    assert page == columns_page(language), "run: python -m planner.workbook.schema.reference"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_list_of_findings_is_current(language: str) -> None:
    """docs/findings*.md lists every message."""
    page = (DOCS / FINDINGS_FILES[language]).read_text(encoding="utf-8")
    assert page == findings_page(language), "run: python -m planner.workbook.messages.reference"
    assert all(f"| {code} |" in page for code in MESSAGES)


def test_every_constraint_and_equation_is_on_the_formulation_page() -> None:
    """The page and the model for analysts both carry equations 1 to 11."""
    analysts = (DOCS / "model-for-analysts.md").read_text(encoding="utf-8")
    for number in range(1, 12):
        assert f"({number})" in formulation(), f"equation {number} is not in the code's formulation"
        assert f"\\tag{{{number}}}" in analysts, f"equation {number} is not in model-for-analysts.md"


def test_the_model_for_analysts_has_the_same_formulas_in_japanese() -> None:
    """Formula by formula, words apart; one that changes must change on both pages."""
    english, japanese = (
        (DOCS / f"model-for-analysts{ending}.md").read_text(encoding="utf-8") for ending in ("", ".ja")
    )
    assert list(map(_symbols, _displayed(english))) == list(map(_symbols, _displayed(japanese)))
    headings = [re.findall(r"^## (\d+)", page, re.MULTILINE) for page in (english, japanese)]
    assert headings[0] == headings[1]


def _displayed(page: str) -> list[str]:
    return re.findall(r"```math\n(.*?)```", page, re.DOTALL)


def _symbols(formula: str) -> list[str]:
    """Return the symbols of a formula, without the words in it and in no order: languages have their own."""
    bare = re.sub(r"\\text\{[^}]*\}|\\in\b", "", formula)
    return sorted(re.findall(r"\\?[A-Za-z]+|\d+", bare))


def test_the_audit_names_only_equations_that_the_model_has() -> None:
    """An equation number in the sheet Audit can be looked up."""
    numbers = {int(found) for check in CHECKS for found in re.findall(r"\((\d+)\)", check)}
    assert numbers <= set(range(1, 12))


# --- README and .ci/run ---------------------------------------------------------------------


def test_ci_ends_with_the_readme_s_own_test_command() -> None:
    """.ci/run reads its last command from the README, so the two cannot differ."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    program = re.search(r"awk '([^']+)' README\.md", script)
    assert program, ".ci/run does not read the README"
    read = subprocess.run(
        ["awk", program[1], "README.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert read.stdout.strip() == marked("tests")
    assert "/pytest" in marked("tests")
    assert script.rstrip().endswith('eval "$tests"')


def test_one_readme_command_solves_every_shipped_plan() -> None:
    """The command that installs and runs the main job names each workbook of inputs/, and nothing else."""
    command = marked("plans")
    assert "\n" not in command
    shipped = {path.name for path in (ROOT / "inputs").glob("*.xlsx")}
    assert set(re.findall(r"inputs/(\S+)", command)) == shipped
    assert command.count("planner solve") == len(shipped)


def test_every_package_that_runs_has_a_tested_floor_and_a_ceiling() -> None:
    """The floors that .ci/run installs are those of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    allowed = {}
    for each in (*project["dependencies"], *project["optional-dependencies"]["cluster"]):
        found = re.fullmatch(r"(\w+)>=([\d.]+),<([\d.]+)", each)
        assert found, f"{each} has no floor or no ceiling"
        allowed[found[1]] = found[2]
    lines = (ROOT / ".ci" / "floors.txt").read_text(encoding="utf-8").splitlines()
    floors = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert set(floors) == set(allowed)
    for name, floor in floors.items():
        assert f"{floor}.".startswith(f"{allowed[name]}."), name


def test_the_ci_script_can_be_run() -> None:
    """.ci/run is executable and starts with the shell it needs."""
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")


def test_the_answer_in_the_readme_is_the_answer(tmp_path: Path) -> None:
    """The rows that the README shows are those that `planner solve` prints."""
    plan = ROOT / "inputs" / "first_steps.xlsx"
    said = CliRunner(env={"COLUMNS": "100"}).invoke(
        cli.main, ["solve", str(plan), "-o", str(tmp_path / "result.xlsx")]
    )
    assert said.exit_code == 0, said.output
    shown = [line.rstrip() for line in said.stderr.splitlines()]
    missing = [line for line in marked("answer").splitlines() if line.rstrip() not in shown]
    assert not missing, said.stderr


# --- commands -------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the command line."""
    assert isinstance(cli.main, click.Group)
    yield from cli.main.commands.items()


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    """docs/commands.md has a section per command, with every one of its options and no other."""
    section = re.search(rf"## planner {name}\n(.*?)(?=\n## |\Z)", COMMANDS, re.DOTALL)
    assert section, f"commands.md has no section on {name}"
    assert command.help
    known: set[str] = set()
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            known.update(parameter.opts, parameter.secondary_opts)
            assert parameter.help, f"{name} {parameter.name} has no help"
        else:
            assert str(parameter.metavar or parameter.name).upper() in section[1].upper()
    documented = set(re.findall(r"`(--?[a-z][a-z-]*)", section[1]))
    assert documented == known


def test_the_help_of_every_command_is_current() -> None:
    """docs/commands.md holds what each command prints with --help."""
    assert with_help(COMMANDS) == COMMANDS, "run: python -m planner.cli_reference docs/commands.md"


@pytest.mark.parametrize("name", [*cli.main.commands, ""])
def test_no_text_of_the_help_is_without_japanese(name: str) -> None:
    """planner/commands/help_ja.py has every paragraph, option and default of ``--help``."""
    command = cli.main.commands[name] if name else cli.main
    assert [text for text in texts_of(command) if in_japanese(text) is None] == []


def test_the_japanese_page_of_commands_is_current() -> None:
    """docs/commands.ja.md is written from the commands."""
    page = (DOCS / "commands.ja.md").read_text(encoding="utf-8")
    assert page == japanese_page(), "run: python -m planner.cli_reference docs/commands.md"


def test_every_command_stands_in_the_readme() -> None:
    """A reader of the README meets every command."""
    assert all(f"planner {name} " in README for name, _ in commands())


def test_every_exit_code_is_documented() -> None:
    """docs/commands.md and `planner --help` list the codes that the command line ends with."""
    codes = {
        console.OK,
        console.OUR_BUG,
        click.UsageError.exit_code,
        console.INPUT_ERRORS,
        console.NO_PLAN,
        console.STOPPED,
        console.CANNOT_WRITE,
        console.CLUSTER,
        console.INTERRUPTED,
    }
    section = COMMANDS.partition("## Exit codes")[2].partition("\n## ")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)} == codes
    assert all(re.search(rf"\b{code} \w", str(cli.main.help)) for code in codes)


def test_every_field_of_the_json_is_documented() -> None:
    """docs/commands.md explains what `solve --json` prints."""
    tree = ast.parse(Path(result.__file__).read_text(encoding="utf-8"))
    to_json = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "to_json")
    fields = {
        key.value
        for node in ast.walk(to_json)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    assert fields
    assert all(f"`{field}`" in COMMANDS for field in fields)


def test_every_status_of_the_json_is_documented() -> None:
    """docs/commands.md lists each status with which the command line can end."""
    source = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in (endings, group))
    statuses = set(re.findall(r'\bend\(\s*ctx, [A-Z_]+, "(\w+)"', source)) | {"ok", "optimal", "stopped"}
    assert len(statuses) > 15
    assert all(f"`{status}`" in COMMANDS for status in statuses)


# --- what the repository must not hold --------------------------------------------------------

_PLACES = re.compile(  # in pieces, so that this file does not name them either
    "|".join(
        (
            r"(?<![\w.)>}*])/(?:home|root|work|tmp|mnt|opt|Users|private|usr/local)/[\w.]",
            r"\b[A-Z]:\\\\?(?:Users|Windows)",
            r"\.\./" + "shared",
            r"\.\./" + "design",
            r"index-" + "url",
            r"pypi\." + r"org/simple",
            r"proxy\." + r"golang",
        )
    )
)


def texts(path: Path) -> Iterator[str]:
    """Return what a file says: its text, or the XML parts of a workbook."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            for part in book.namelist():
                yield book.read(part).decode("utf-8", errors="replace")
    elif path.suffix not in {".png", ".ico"}:
        yield path.read_text(encoding="utf-8")


def test_no_file_names_a_machine_or_a_registry() -> None:
    """A clone works anywhere: no absolute folders, no package registry, no place outside the repository."""
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in tracked()
        for text in texts(path)
        for hit in _PLACES.finditer(text)
    ]
    assert not found


def test_results_are_not_kept() -> None:
    """outputs/ holds nothing but the file that keeps the folder."""
    kept = [path.name for path in tracked() if path.parent == ROOT / "outputs"]
    assert kept == [".gitkeep"]


# --- documents ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BILINGUAL)
def test_pages_for_buyers_stand_in_both_languages(name: str) -> None:
    """The English and the Japanese page exist and have the same headings, in number and depth."""

    def depths(path: Path) -> list[int]:
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        return [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)]

    assert depths(DOCS / f"{name}.md") == depths(DOCS / f"{name}.ja.md")


def test_every_japanese_page_has_an_english_one() -> None:
    """No page is left behind when its twin moves."""
    japanese = sorted(DOCS.rglob("*.ja.md"))
    twins = [path.with_name(path.name.replace(".ja.md", ".md")) for path in japanese]
    assert all(twin.exists() for twin in twins if twin.name != "README.md")  # that one stands at the root
    assert {path.name.removesuffix(".ja.md") for path in japanese} >= set(BILINGUAL)


@pytest.mark.parametrize("page", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link and picture is there."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    broken = [
        link
        for link in links
        if "://" not in link and not link.startswith("#") and not (page.parent / link.split("#")[0]).exists()
    ]
    assert not broken


def test_every_page_can_be_reached_from_the_readme() -> None:
    """A page that nothing leads to is read by nobody."""
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            target = (page.parent / link.split("#")[0]).resolve()
            if target.is_dir():
                waiting += target.glob("*.md")
            elif target.suffix == ".md" and target.exists():
                waiting.append(target)
    assert set(pages()) <= reached


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_decisions_have_their_four_parts_on_one_page(page: Path) -> None:
    """A decision says its question, the options, the choice, and what would change our mind."""
    text = page.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+", page.stem)
    assert text.startswith(f"# {page.stem[:4]} ")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    wanted = ["Question", "Options", "Choice", "What would change our mind"]
    assert [heading for heading in headings if heading in wanted] == wanted
    assert len(text.splitlines()) <= 70


def test_the_changelog_says_what_is_new() -> None:
    """The first section of the changelog is unreleased or a version with its date, and it is not empty."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first = re.search(
        r"^## \[(Unreleased|\d+\.\d+\.\d+)\](?: - \d{4}-\d{2}-\d{2})?\n(.*?)(?=^## |\Z)",
        text,
        re.MULTILINE | re.DOTALL,
    )
    assert first
    assert re.search(r"^- \S", first[2], re.MULTILINE)


def test_the_examples_of_the_python_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block of Python in docs/python-api.md and the README runs as it stands."""
    (tmp_path / "inputs").symlink_to(ROOT / "inputs")
    monkeypatch.chdir(tmp_path)
    text = (DOCS / "python-api.md").read_text(encoding="utf-8") + README
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    with contextlib.redirect_stdout(io.StringIO()):
        for block in blocks:
            exec(compile(block, "python-api.md", "exec"), {})  # noqa: S102 (our own pages)
    assert (tmp_path / "first_steps-result.xlsx").exists()


def test_the_tree_of_exceptions_is_drawn_whole() -> None:
    """models/errors.py shows every exception that a user of the packages can meet."""
    drawn = ast.get_docstring(ast.parse((ROOT / "models" / "errors.py").read_text(encoding="utf-8"))) or ""
    known = {"Exception"}
    classes = [
        node
        for path in [ROOT / "models" / "errors.py", *modules()]
        if "reading" not in path.parts  # a reader's own, caught where they are raised
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    for node in classes * 2:  # a base may be met after what inherits from it
        bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
        if bases & known and not node.name.startswith("_"):
            known.add(node.name)
    internal = {"Exception", "PlaceLost", "TooFew", "TooMany"}  # caught where they are raised
    missing = [name for name in sorted(known - internal) if not re.search(rf"\b{name}\b", drawn)]
    assert not missing


def test_every_room_says_what_it_is_for() -> None:
    """A folder's docstring says what lives there and what may not be known there: more than its title."""
    rooms = sorted({path.parent for path in modules()} - {ROOT / "models", ROOT / "planner"})
    said = {
        room: ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
        for room in rooms
    }
    sentences = {room: len(re.findall(r"[.;](?=\s|$)", text)) for room, text in said.items()}
    short = [room.relative_to(ROOT).as_posix() for room, count in sentences.items() if count < 2]
    assert not short


# --- docstrings -----------------------------------------------------------------------------


def modules() -> list[Path]:
    """Every module of both packages."""
    return sorted([*(ROOT / "models").rglob("*.py"), *(ROOT / "planner").rglob("*.py")])


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Public functions and classes, and the public methods of those classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{prefix}{node.name}.")


def test_everything_public_says_what_it_is() -> None:
    """Modules, public classes, functions and methods have a docstring."""
    silent = []
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(ROOT).as_posix()
        silent += [] if ast.get_docstring(tree) else [name]
        silent += [
            f"{name}: {thing}"
            for thing, node in public(tree.body)
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not ast.get_docstring(node)
        ]
    assert not silent


def test_nothing_below_the_command_line_prints_or_swallows() -> None:
    """Only what ends a command may catch every exception; nothing prints or configures logging."""
    catching = {ROOT / "planner" / "commands" / f"{name}.py" for name in ("endings", "group")}
    forbidden = re.compile(r"^\s*(print\(|logging\.basicConfig|except Exception\b|except:)", re.MULTILINE)
    loud = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if path not in catching and forbidden.search(path.read_text(encoding="utf-8"))
    ]
    assert not loud
