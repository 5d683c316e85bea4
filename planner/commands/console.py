"""What every command shares: languages, findings and progress for people, JSON for programs, safe outputs."""

from __future__ import annotations

import filecmp
import locale
import math
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from planner.commands.streams import echo, echo_over
from planner.words import say
from planner.workbook.files import temporary_beside
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.present import grouped

if TYPE_CHECKING:
    from models.errors import ClusterError
    from models.runs.run import Runner


class FiniteRange(click.FloatRange):
    """A range of numbers in which there is neither ``nan`` nor an infinity."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no finite number.", param, ctx)
        return number


OK, OUR_BUG, INPUT_ERRORS, NO_PLAN, STOPPED, CANNOT_WRITE, CLUSTER, INTERRUPTED = 0, 1, 3, 4, 5, 6, 7, 130
"""Exit codes; 2 (usage) is click's."""

LANGUAGES = click.Choice(["en", "ja"])
MOST = 256
"""Processes or threads beyond which a number is a slip of the hand."""
REPORT_EVERY = 1.0
"""Seconds between two lines of progress."""


class CannotWrite(Exception):
    """The output cannot be written; the message says why and what to do."""


def finding_lines(findings: Sequence[Finding], language: str) -> list[str]:
    """Return findings as lines for people, the gravest first, each kind under its heading."""
    lines: list[str] = []
    for severity in Severity:
        group = [f for f in findings if f.severity is severity]
        if group:
            lines.append(say(f"{severity.value}s", language, count=len(group)))
            lines += [f"  {line}" for line in grouped(group, language)]
    return lines


def language_of(ctx: click.Context) -> str:
    """Return the language in which a command speaks: asked for, the workbook's, or the machine's."""
    return str(ctx.obj.get("language") or machine_language())


def machine_language() -> str:
    """Return the language of the machine."""
    return "ja" if (locale.getlocale()[0] or "").lower().startswith("ja") else "en"


def language_option_of(default: str) -> Callable[..., Any]:
    """Return the option ``--lang``, saying whose language it is else."""
    return click.option("--lang", type=LANGUAGES, show_default=default, help="Language.")


language_option = language_option_of("the workbook's")


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object to stdout.")(command)


def quiet_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``-q``; what ends the command badly then tells errors only too."""
    return click.option("-q", "--quiet", is_flag=True, help="Print errors only.", callback=_remember_quiet)(
        command
    )


def _remember_quiet(ctx: click.Context, _option: click.Parameter, value: bool) -> bool:
    if isinstance(ctx.obj, dict):
        ctx.obj["quiet"] = value
    return value


def force_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--force``."""
    return click.option("--force", is_flag=True, help="Replace a file that exists.")(command)


def triangle_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--triangle``."""

    def show(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
        from planner.reporting.words.minus import triangles  # noqa: PLC0415

        if asked:
            ctx.with_resource(triangles())

    what = "Show negative amounts with △."
    return click.option("--triangle", is_flag=True, expose_value=False, callback=show, help=what)(command)


def output_options(default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command that writes a workbook the options of every such command.

    ``default`` says where it is written where nobody says where.
    """

    def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
        where = click.Path(dir_okay=False, path_type=Path)
        for option in (
            force_option,
            triangle_option,
            language_option,
            quiet_option,
            json_option,
            click.option("-o", "--output", type=where, show_default=default, help="Workbook to write."),
        ):
            command = option(command)
        return command

    return with_options


def gap_option(what: str = "Relative gap at which a search ends.") -> Callable[..., Any]:
    """Return the option ``--gap``."""
    default = "the workbook's mip_gap"
    return click.option("--gap", type=FiniteRange(0), metavar="G", show_default=default, help=what)


def time_limit_option(what: str = "Seconds for each solve.") -> Callable[..., Any]:
    """Return the option ``--time-limit``."""
    kind = FiniteRange(0, min_open=True)
    default = "the workbook's time_limit"
    return click.option("--time-limit", type=kind, metavar="S", show_default=default, help=what)


def seed_option(of_what: str = "solver") -> Callable[..., Any]:
    """Return the option ``--seed``."""
    kind = click.IntRange(0, 2**31 - 1)
    what = f"Random seed of the {of_what}."
    return click.option("--seed", type=kind, metavar="N", default=0, show_default=True, help=what)


def threads_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--threads``."""
    return click.option(
        "--threads",
        type=click.IntRange(0, MOST),
        metavar="N",
        default=0,
        show_default=True,
        help="Threads of the solver; 0: it decides.",
    )(command)


def effort_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that solves many plans the options of a solve."""
    for option in (runs_options, seed_option(), threads_option, time_limit_option(), gap_option()):
        command = option(command)
    return command


class _Jobs(click.ParamType[str | int]):
    """A number of processes, or ``dask``."""

    name = "jobs"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str | int:
        """Return what was asked for."""
        if value == "dask":
            return "dask"
        try:
            return click.IntRange(1, MOST).convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is neither a number of processes (1 to {MOST}) nor dask.", param, ctx)


def runs_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that runs many tasks ``--jobs`` and ``--scheduler``.

    The command gets ``jobs``, a ``models.runs.run.Runner``: a cluster is there, and its versions are
    compared,
    before the command begins.
    """

    @click.option(
        "--jobs",
        type=_Jobs(),
        metavar="N|dask",
        default="1",
        show_default=True,
        help="Processes to run in; dask: a Dask cluster on this machine.",
    )
    @click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Run on the Dask cluster of this scheduler instead, such as tls://host:8786.",
    )
    @wraps(command)
    def with_runner(*arguments: Any, jobs: str | int, scheduler: str | None, **options: Any) -> Any:
        ctx = click.get_current_context()
        ctx.obj |= {"json": bool(options.get("as_json")), "language": options.get("lang")}
        if scheduler is not None and ctx.get_parameter_source("jobs") is not ParameterSource.DEFAULT:
            raise click.UsageError(say("cluster or jobs", language_of(ctx)))
        return command(*arguments, jobs=_runner(ctx, jobs, scheduler), **options)

    return with_runner


def _runner(ctx: click.Context, jobs: str | int, scheduler: str | None) -> Runner:
    from models.errors import ClusterMissing  # noqa: PLC0415
    from models.runs.run import Here, Processes  # noqa: PLC0415

    if scheduler is None and isinstance(jobs, int):
        return Here() if jobs == 1 else ctx.with_resource(Processes(jobs))
    from models.runs.cluster import connect, in_clear, local_cluster  # noqa: PLC0415

    language = language_of(ctx)
    if scheduler is not None and in_clear(scheduler):
        echo(say("prices in clear", language, where=scheduler))
    try:
        return ctx.with_resource(connect(scheduler) if scheduler is not None else local_cluster())
    except ClusterMissing as error:
        raise click.UsageError(say("cluster missing", language)) from error


def cluster_lines(error: ClusterError, language: str) -> list[str]:
    """Return what is wrong with a cluster, for people."""
    from models.errors import ClusterLost, NoWorkers, VersionsDiffer  # noqa: PLC0415

    match error:
        case ClusterLost():
            reason = say(f"lost {error.reason}", language)
            lines = [say("cluster lost", language, where=error.where, reason=reason)]
            if error.count:
                lines.append(say("runs finished", language, finished=error.finished, count=error.count))
            return lines
        case NoWorkers():
            return [say("no workers", language, where=error.where)]
        case VersionsDiffer():
            missing = say("not installed", language)
            lines = [
                say("version", language, package=name, here=here or missing, there=there or missing, at=at)
                for name, here, at, there in error.differences
            ]
            return [say("versions differ", language, where=error.where), *(f"  {line}" for line in lines)]
        case _:
            return [say("cluster unreachable", language, where=error.where, reason=error.reason)]


def ending(jobs: Runner, written: Path, language: str, kept: str = "finished kept") -> dict[str, Any]:
    """Return status and exit code of a command that has written what its runs brought.

    Where the cluster was lost on the way, say so, and (``kept``) what was written all the same.
    """
    if jobs.lost is None:
        return {"status": "ok", "exit_code": OK}
    lines = [*cluster_lines(jobs.lost, language), say(kept, language, path=written)]
    for line in lines:
        echo(line)
    return {"status": "cluster_lost", "exit_code": CLUSTER, "message": "\n".join(lines)}


def show_warnings(findings: Sequence[Finding], language: str) -> None:
    """Print the warnings of a workbook."""
    for line in finding_lines([f for f in findings if f.severity is Severity.WARNING], language):
        echo(line)


def write_output(write: Callable[[], Path], out: Path, language: str) -> Path:
    """Write a file, and say where it stands if that is not where it was asked for.

    Raises
    ------
    CannotWrite
    """
    try:
        written = write()
    except FileExistsError as error:
        raise CannotWrite(say("is the input", language, path=out)) from error
    except OSError as error:
        raise CannotWrite(say("cannot write", language, path=out, reason=error.strerror or error)) from error
    click.get_current_context().obj["written"] = written
    if written != out:
        echo(say("second name", language, path=out))
    return written


class Counter:
    """One line on a terminal that says how many of several solves are done."""

    def __init__(self, language: str, *, quiet: bool) -> None:
        self._language = language
        self._shown = not quiet and sys.stderr.isatty()

    def __call__(self, done: int, count: int) -> None:
        """Show how many are done."""
        if self._shown:
            text = say("cases done", self._language, done=done, count=count)
            echo_over(text)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            echo_over("")


def check_output(
    out: Path, *, force: bool, language: str, source: Path | None = None, make_folder: bool = False
) -> None:
    """Refuse, before anything is solved, a workbook that could not or must not be written."""
    if out.suffix.lower() != ".xlsx":
        raise click.BadParameter(say("not xlsx", language, path=out))
    check_output_file(out, force=force, language=language, source=source, make_folder=make_folder)


def check_output_file(
    out: Path, *, force: bool, language: str, source: Path | None = None, make_folder: bool = False
) -> None:
    """Refuse, before anything is solved, a file that could not or must not be written."""
    try:
        there = _is_there(out)
        if there and source is not None and _is_the_same(out, source):
            raise CannotWrite(say("is the input", language, path=out))
        if there and not force:
            raise CannotWrite(say("exists", language, path=out))
        if make_folder:
            out.parent.mkdir(parents=True, exist_ok=True)
        if not out.parent.is_dir():
            raise CannotWrite(say("no folder", language, path=out.parent))
        if there and out.is_dir():
            raise CannotWrite(say("is a folder", language, path=out))
        probe = temporary_beside(out)
        probe.touch()
        probe.unlink()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotWrite(say("cannot write", language, path=out, reason=reason)) from error


def _is_there(out: Path) -> bool:
    """Tell whether there is a file; raises ``OSError`` where its name cannot be one."""
    try:
        out.lstat()
    except FileNotFoundError:
        return False
    return True


def _is_the_same(out: Path, source: Path) -> bool:
    """Tell whether an output is the input, or a copy of it."""
    if not (source.is_file() and out.is_file()):
        return False
    return out.samefile(source) or filecmp.cmp(out, source, shallow=False)


class Progress:
    """One line on a terminal that says how far the search is, at most once a second."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._begin = self._last = time.perf_counter()
        self._search = ""
        self._lock = threading.Lock()

    def __call__(self, progress: Any) -> None:
        """Show where the run is (called from the solver's thread)."""
        with self._lock:
            if progress.incumbent is not None or progress.bound is not None:
                self._search = say(
                    "incumbent",
                    self._language,
                    incumbent="–" if progress.incumbent is None else f"{progress.incumbent:,.0f}",
                    bound="–" if progress.bound is None else f"{progress.bound:,.0f}",
                    gap="–" if progress.gap is None else f"{progress.gap:.2%}",
                )
            now = time.perf_counter()
            if now - self._last < REPORT_EVERY:
                return
            self._last = now
            text = f"{say(progress.phase, self._language)} {now - self._begin:.0f} s {self._search}"
            echo_over(text)

    def clear(self) -> None:
        """Take the line away."""
        echo_over("")


@contextmanager
def progress_line(language: str, *, quiet: bool) -> Iterator[Progress | None]:
    """Give what shows a solve on a terminal while it runs, and take the line away afterwards."""
    progress = None if quiet or not sys.stderr.isatty() else Progress(language)
    try:
        yield progress
    finally:
        if progress is not None:
            progress.clear()
