"""What goes wrong around a run: streams, disks, names, options. One sentence, its exit code."""

from __future__ import annotations

import errno
import json
import os
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from cases import from_sheets, tiny_sheets
from click.testing import CliRunner, Result

from planner import cli
from planner.commands import streams
from planner.workbook.files import LEFT_SECONDS, atomic_path, temporary_beside
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.present import line
from planner.workbook.printable import in_one_line, printable
from planner.workbook.template.input_sheets import write_bare

ROOT = Path(__file__).parents[2]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Write the tiny plan."""
    return write_bare(tmp_path / "plan.xlsx", from_sheets(tiny_sheets()))


def run(*arguments: object) -> Result:
    """Run the command line."""
    result = CliRunner(env={"COLUMNS": "120"}).invoke(cli.main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    return result


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("solve", "--gap"),
        ("solve", "--time-limit"),
        ("solve", "--memory"),
        ("explain", "--within"),
        ("sensitivity", "--by"),
        ("scenarios", "--probability"),
        ("export", "--memory"),
    ],
)
@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_numbers_that_are_none_are_refused(plan: Path, command: str, option: str, value: str) -> None:
    """Exit 2 before anything runs."""
    result = run(command, plan, option, value, "-o", plan.with_name("o.xlsx"))
    assert result.exit_code == 2, result.output
    assert option in result.stderr


@pytest.mark.parametrize("option", ["--jobs", "--threads"])
def test_more_processes_or_threads_than_anyone_has_are_refused(plan: Path, option: str) -> None:
    """A slip of the hand must not start a thousand processes."""
    assert run("solve", plan, option, 10_000).exit_code == 2


def test_a_copy_of_the_input_is_never_overwritten(plan: Path) -> None:
    """Byte for byte the input under another name: refused before the solve, also with ``--force``."""
    copy = plan.with_name("copy.xlsx")
    copy.write_bytes(plan.read_bytes())
    result = run("solve", plan, "-o", copy, "--force")
    assert (result.exit_code, "is the input" in result.stderr) == (6, True)


@pytest.mark.parametrize("command", ["solve", "whatif", "stress"])
def test_a_name_that_is_too_long_is_refused_before_the_solve(plan: Path, command: str) -> None:
    """Exit 6 at once."""
    result = run(command, plan, "-o", plan.with_name("o" * 300 + ".xlsx"))
    assert (result.exit_code, "Cannot write" in result.stderr) == (6, True)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_just_short_enough_and_one_that_is_no_utf_8_are_written(plan: Path) -> None:
    """The hidden name beside them is no longer than they are."""
    odd = Path(os.fsdecode(os.fsencode(plan.parent) + b"/\xff.xlsx"))
    plan.rename(odd)
    for name in ("o" * 250, os.fsdecode(b"\xfe")):
        out = odd.with_name(f"{name}.xlsx")
        result = run("solve", odd, "--no-value", "--json", "-o", out)
        assert result.exit_code == 0, result.output
        assert out.exists()
        assert json.loads(result.stdout)["status"] == "optimal"


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """By name and age: a file that is being written now stays, and so does any other."""
    old, new = temporary_beside(tmp_path / "a.xlsx"), temporary_beside(tmp_path / "a.xlsx")
    others = [tmp_path / ".planner-notes.xlsx", tmp_path / ".plan-12345678.xlsx"]
    for file in (old, new, *others):
        file.write_text("half")
    for file in (old, *others):
        then = file.stat().st_mtime - LEFT_SECONDS - 1
        os.utime(file, (then, then))
    with atomic_path(tmp_path / "b.xlsx") as draft:
        draft.temporary.write_text("new")
    assert {file.name for file in tmp_path.iterdir()} == {"b.xlsx", new.name, *(f.name for f in others)}


def test_a_full_disk_is_one_sentence(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 6, and nothing half."""
    full = OSError(errno.ENOSPC, "No space left on device")

    def refuse(*_: object, **__: object) -> None:
        raise full

    monkeypatch.setattr("planner.reporting.workbook.add_guide", refuse)
    result = run("solve", plan, "-o", plan.with_name("o.xlsx"), "-q", "--no-value")
    assert (result.exit_code, result.stderr.count("\n")) == (6, 1)
    assert "No space left on device" in result.stderr
    assert [file.name for file in plan.parent.iterdir()] == [plan.name]


def test_json_that_cannot_be_printed_does_not_deny_the_workbook(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 6, with where the workbook stands."""

    def full(*_: object, **__: object) -> None:
        raise streams.CannotPrint("No space left on device")

    monkeypatch.setattr("planner.commands.solve.print_json", full)
    out = plan.with_name("o.xlsx")
    result = run("solve", plan, "-o", out, "-q", "--no-value", "--json")
    assert result.exit_code == 6
    assert "No space left on device" in result.stderr
    assert f"{out} was written and is whole" in result.stderr
    assert "othing was written" not in result.stderr
    assert out.exists()


def test_a_fault_after_the_workbook_was_written_does_not_deny_it(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours or Ctrl-C: the workbook stands."""
    for error, code in ((RuntimeError("x"), 1), (KeyboardInterrupt(), 130)):

        def fail(*_: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr("planner.commands.solve._show", fail)
        result = run("solve", plan, "-o", plan.with_name(f"{code}.xlsx"), "--no-value")
        assert result.exit_code == code
        assert "was written and is whole" in result.stderr
        assert "othing was written" not in result.stderr


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    ("redirected", "code"),
    [
        ("--json >/dev/full", 6),
        ("--json >&-", 6),
        ("2>/dev/full", 0),
        ("2>&-", 0),
        ("--json <&- >&- 2>&-", 6),
    ],
)
def test_streams_that_are_full_or_closed(plan: Path, redirected: str, code: int) -> None:
    """What people would have read is lost, what a program asked for is an error; the workbook stands."""
    out = plan.with_name("o.xlsx")
    command = f'"{sys.executable}" -m planner solve "{plan}" --no-value -o "{out}" {redirected}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr, b"ignored" in done.stderr) == (code, False, False)
    assert out.exists()
    assert (b"standard output" in done.stderr.lower()) == (code == 6 and "2>" not in redirected)


def test_names_cannot_move_the_cursor_or_turn_the_text() -> None:
    """Escape sequences, overrides of direction and line breaks in names are not printed."""
    assert in_one_line("a\x1b[2Jb\u202ec\nd\u2066e\u3000あ") == "a[2Jbc de\u3000あ"
    assert printable("two\nlines\r\x07") == "two\nlines"
    finding = Finding(
        Severity.ERROR, "E310", "S\x1b]0;t\x07", "A1", facts={"file": "f\u202e", "sheets": "s\n"}
    )
    assert line(finding).isprintable()


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", struct.pack("<Q", 5 << 20)])
def test_what_is_no_scheduler_ends_with_7(plan: Path, said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Silent, or answering something else: said within seconds."""
    pytest.importorskip("distributed")
    monkeypatch.setattr("models.runs.cluster.CONNECT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            talking, _ = server.accept()
            with suppress(OSError):
                talking.sendall(said)
                talking.recv(1)

        threading.Thread(target=answer, daemon=True).start()
        port = server.getsockname()[1]
        result = run("solve", plan, "--scheduler", f"tcp://127.0.0.1:{port}", "-o", plan.with_name("o.xlsx"))
    assert result.exit_code == 7, result.output
    assert "what listens there" in result.stderr
