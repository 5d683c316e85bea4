"""A second opinion: a plan's model as a file for another solver, and that solver's answer as a result."""

from __future__ import annotations

import csv
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from models.errors import NotThisPlan
from models.formulation.choice import EXTENSIVE, Choice
from models.solver.highs import Options, Progress
from models.solver.model_files import ModelFile, as_lp, as_mps
from models.solver.solution_files import Told
from models.solving.second_opinion import AGREES, taken_back, told_to_others
from planner.assemble import assemble
from planner.origins import Clash, trace
from planner.pipeline import Plan, confirmed
from planner.reporting import PlanResult
from planner.workbook.files import atomic_path

FORMATS = {".mps": as_mps, ".mps.gz": as_mps, ".lp": as_lp}
"""What a model can be written as, by the ending of the file's name."""
NAMES = ".names.csv"
"""The table of names stands beside the model under this ending."""
LARGEST = 1 << 30
"""A solution file larger than this [bytes] is no solution of such a model."""


class BrokenPlan(NotThisPlan):
    """Values of another solver do not hold; carries what they break by sheet and cell."""

    def __init__(self, error: NotThisPlan, clash: tuple[Clash, ...]) -> None:
        super().__init__(error.broken)
        self.clash = clash


@dataclass(frozen=True)
class Export:
    """The model of one plan, ready to be written."""

    told: ModelFile
    sha256: str
    """Of the workbook it was made from."""

    @property
    def size(self) -> dict[str, int]:
        """Rows, columns, whole-number columns and nonzeros of the file."""
        return self.told.arrays.size | {"rows": len(self.told.rows)}

    def write(self, path: str | Path, *, force: bool = False) -> tuple[Path, Path]:
        """Write the model, and beside it the table of its names.

        Parameters
        ----------
        path
            Ends in ``.mps``, ``.mps.gz`` or ``.lp``, which says what is written; its folder must exist.
        force
            Replace files that exist.

        Returns
        -------
        tuple of Path
            The model, and the table of names (CSV): kind, name in the file, component, index, and own units
            in one unit of the file.

        Raises
        ------
        ValueError
            The name has another ending.
        FileExistsError
            One of the two exists and ``force`` is not set.
        OSError
        """
        path = Path(path)
        lines = FORMATS[format_of(path)](self.told)
        names = names_path(path)
        for out in (path, names):
            if out.exists() and not force:
                raise FileExistsError(f"{out} exists")
        with atomic_path(names) as table, atomic_path(path) as model:
            _write(model.temporary, _ended(lines), packed=path.name.lower().endswith(".gz"))
            table.temporary.write_text(self._names(), encoding="utf-8-sig")
        return model.path, table.path

    def _names(self) -> str:
        text = StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(["kind", "name", "component", "index", "units"])
        for kind, name, component, index, units in self.told.names():
            # An id may look like a formula to Excel; a table that is opened there must stay text.
            table.writerow(
                [kind, name, component, f"'{index}" if index[:1] in tuple("=+-@\t\r") else index, repr(units)]
            )
        return text.getvalue()


def format_of(path: Path) -> str:
    """Return the ending that says what a file holds.

    Raises
    ------
    ValueError
    """
    for ending in FORMATS:
        if path.name.lower().endswith(ending) and len(path.name) > len(ending):
            return ending
    raise ValueError(f"{path.name} ends in none of {', '.join(FORMATS)}")


def names_path(path: Path) -> Path:
    """Return where the table of names of a model file stands."""
    return path.with_name(path.name[: -len(format_of(path))] + NAMES)


def _ended(lines: Iterator[str]) -> Iterator[str]:
    yield from (f"{line}\n" for line in lines)


def _write(path: Path, lines: Iterator[str], *, packed: bool) -> None:
    if packed:
        # No name and no time inside: equal plans give equal bytes.
        with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
            file.writelines(line.encode("ascii") for line in lines)
    else:
        with path.open("w", encoding="ascii", newline="\n") as file:
            file.writelines(lines)


def export(plan: Plan, *, memory: int | None = None, disruptions: bool = True) -> Export:
    """Return the whole model of a plan for another solver.

    Parameters
    ----------
    plan : Plan
    memory : int, optional
        What the model may take [bytes]; by default what the machine has free.
    disruptions : bool
        ``False``: as if nothing but scenario 0 could happen.

    Raises
    ------
    models.errors.TooLarge
        It would need more memory than there is as one model.
    """
    return Export(told_to_others(assemble(plan.tables, disruptions=disruptions), memory), plan.tables.sha256)


@dataclass(frozen=True)
class Opinion:
    """What another solver found, checked here."""

    result: PlanResult
    told: Told
    """What its file says."""
    cost: float
    """Cost times its values."""

    @property
    def agrees(self) -> bool:
        """Its objective is that of its values, as far as it told one."""
        told = self.told.objective
        return told is None or abs(told - self.cost) <= AGREES * max(1.0, abs(self.cost))


def solve_from(
    plan: Plan,
    solution: str | Path,
    *,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int = 0,
    seed: int = 0,
    disruptions: bool = True,
    progress: Callable[[Progress], None] | None = None,
    chosen: Callable[[Choice], None] | None = None,
    log: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
    memory: int | None = None,
) -> Opinion:
    """Take another solver's answer to the exported model of a plan, and audit it.

    Its whole numbers are held; the rest is solved again, and the gap is that to the relaxation solved here.

    Parameters
    ----------
    plan : Plan
        Of the workbook that was exported.
    solution : str or Path
        As HiGHS, SCIP, Gurobi, COPT or CBC write it.
    gap, time_limit, threads, seed, disruptions, progress, chosen, log, stop, memory
        As for ``planner.solve``.

    Raises
    ------
    models.solver.solution_files.NotASolution
        The file cannot be read as a solution of this model.
    BrokenPlan
        Its values break the plan.
    OSError
    planner.pipeline.AuditFailed
    """
    settings = plan.tables.settings
    limit = float(str(settings["time_limit"])) if time_limit is None else time_limit
    options = Options(
        gap=float(str(settings["mip_gap"])) if gap is None else gap,
        time_limit=limit,
        deadline=time.perf_counter() + limit,
        threads=threads,
        seed=seed,
        progress=progress,
        log=log,
        chosen=chosen,
        stop=stop or threading.Event(),
        method=EXTENSIVE,
        memory=memory,
    )
    text = _text(Path(solution))
    started, begin = datetime.now(UTC), time.perf_counter()
    data = assemble(plan.tables, disruptions=disruptions)
    seconds = {"assemble": time.perf_counter() - begin}
    try:
        found, told, cost = taken_back(data, text, options)
    except NotThisPlan as error:
        raise BrokenPlan(error, tuple(trace(error.broken, plan.tables, data))) from error
    result = confirmed(plan, found, options, started, {**seconds, **found.seconds}, disruptions=disruptions)
    return Opinion(result, told, cost)


def _text(path: Path) -> str:
    with (gzip.open if path.suffix.lower() == ".gz" else open)(path, "rb") as file:
        return file.read(LARGEST).decode("utf-8", errors="replace")
