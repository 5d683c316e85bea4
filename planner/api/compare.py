"""``planner.compare``: what differs between results, going in and coming out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from planner.api.answer import Answer, PlainTable, frame, sha256
from planner.api.whatif import comparison_tables
from planner.comparing import Entry
from planner.comparing import compare as side_by_side
from planner.comparing.inputs import input_changes
from planner.reporting import PlanResult
from planner.reporting.comparison.book import write_comparison
from planner.reporting.comparison.content import Comparison
from planner.reporting.comparison.months import BridgeRow, bridge_table
from planner.reporting.comparison.tables import unlike_table
from planner.result_file import read_result
from planner.rolling import CannotRoll
from planner.rolling.bridge import Bridge, bridge
from planner.rolling.moved import Moved, moved_decisions


@dataclass(frozen=True)
class Compared(Answer):
    """Results side by side."""

    results: Mapping[str, PlanResult]
    """By name, the base first."""
    comparison: Comparison
    steps: tuple[BridgeRow, ...] = ()
    """From the first plan to the second by steps that add up, where they follow each other."""
    moved: tuple[Moved, ...] = ()
    """Decisions of the months that both have that are not as they were."""
    files: frozenset[str] = field(default_factory=frozenset, repr=False)
    """SHA-256 of the workbooks that were read."""

    @property
    def language(self) -> str:
        """Language of the first result."""
        return next(iter(self.results.values())).inputs.language

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``Figures``, ``Inputs changed``, ``Decisions changed``; ``Unlike``: what is counted otherwise."""
        return {name: frame(table) for name, table in self._tables().items()}

    def _tables(self) -> dict[str, PlainTable]:
        found = comparison_tables(self.comparison) | {"Unlike": unlike_table(self.comparison)}
        if self.steps:
            found |= {"Bridge": bridge_table(self.steps), "Decisions moved": self._moved()}
        return found

    def _moved(self) -> PlainTable:
        columns = ("kind", "name", "month", "from", "to", "cost_of_keeping")
        return columns, [
            (one.kind, one.name, one.month, one.before, one.after, one.worth) for one in self.moved
        ]

    def to_json(self) -> dict[str, object]:
        """Return each result with the fields of a solve, and every difference."""
        plain = self._tables()
        follow = {"bridge": "Bridge", "moved": "Decisions moved"} if self.steps else {}
        keys = {"unlike": "Unlike", "inputs": "Inputs changed", "decisions": "Decisions changed"}
        return {
            "plans": {name: result.to_json() for name, result in self.results.items()},
            **{key: _objects(plain[name]) for key, name in (keys | {"figures": "Figures"} | follow).items()},
        }

    def _sources(self) -> Iterable[str]:
        return self.files

    def _write(self, path: Path, language: str) -> Path:
        facts = {
            f"{name}_{fact}": value
            for name, result in self.results.items()
            for fact, value in (
                ("file", result.run.get("input")),
                ("input_sha256", result.run.get("input_sha256")),
            )
        }
        return write_comparison(
            self.comparison,
            path,
            language,
            title="cases_title_files",
            facts=facts,
            bridge=self.steps,
            moved=self._moved() if self.steps else None,
        )


def compare(
    results: Sequence[str | Path | PlanResult],
    *,
    everything: bool = False,
    language: str | None = None,
) -> Compared:
    """Compare results with the first one.

    Two results in one currency, of which the second begins in a later month of the first, are taken for one
    plan made again. They are aligned by calendar month: what stands beside the new plan is the last one's
    decisions held over the new plan's months, under the name ``last@2027-02``. A bridge says why the cost is
    another.

    Parameters
    ----------
    results : sequence of str, Path or PlanResult
        Two at least: result workbooks, or results just solved.
    everything : bool
        Keep what does not differ, too.
    language : {"en", "ja"}, optional
        Of what is wrong with a workbook; by default the workbook's.

    Returns
    -------
    Compared

    Raises
    ------
    ValueError
        Fewer than two results.
    InputErrors
        One is no result workbook.
    """
    if len(results) < 2:
        raise ValueError("give at least two results")
    files = [Path(one) for one in results if not isinstance(one, PlanResult)]
    found = [one if isinstance(one, PlanResult) else read_result(Path(one), language) for one in results]
    names = _names([_path(one) for one in results])
    between = _bridge(found) if len(found) == 2 else None
    entries = [
        Entry(name, result.inputs, result, result.status) for name, result in zip(names, found, strict=True)
    ]
    if between is not None:
        # Side by side stand the months that the new plan has; what the old one cost in all is in the bridge.
        left = between.left
        entries[0] = Entry(f"{names[0]}@{left.inputs.start:%Y-%m}", left.inputs, left, left.status, left=True)
    comparison = side_by_side(
        entries, all_inputs=everything, all_decisions=everything, all_figures=everything
    )
    if between is not None:
        # Aligned by calendar: what only moved on with it is no change.
        changed = input_changes(names[1], between.pure, found[1].inputs, everything=everything)
        comparison = replace(comparison, inputs=tuple(changed))
    return Compared(
        dict(zip(names, found, strict=True)),
        comparison,
        () if between is None else _rows(between),
        () if between is None else tuple(moved_decisions(found[0], found[1])),
        frozenset(sha256(path) for path in files),
    )


def _bridge(found: Sequence[PlanResult]) -> Bridge | None:
    """Return the way from the first plan to the second, or ``None`` where the second does not follow it."""
    before, after = (one.inputs for one in found)
    if before.start >= after.start or before.settings["currency"] != after.settings["currency"]:
        return None
    try:
        return bridge(found[0], found[1])
    except CannotRoll:  # after its end, or about other things: two plans beside each other
        return None


def _rows(found: Bridge) -> tuple[BridgeRow, ...]:
    """Return the bridge with the costs that stand between its steps."""
    rows = [BridgeRow("before", found.before)]
    for step in found.steps:
        rows.append(BridgeRow(step.key, step.amount, ", ".join(step.moved)))
        if step.key == "odds":
            rows.append(BridgeRow("remaining", found.remaining))
    return (*rows, BridgeRow("after", found.after))


def _path(one: str | Path | PlanResult) -> Path:
    return (one.output or Path(one.inputs.name)) if isinstance(one, PlanResult) else Path(one)


def _names(paths: Sequence[Path]) -> list[str]:
    """Return a name for each file: its stem, with its folder or a number where two are alike."""
    stems = [path.stem for path in paths]
    named = [
        f"{path.parent.name}/{path.stem}" if stems.count(path.stem) > 1 and path.parent.name else path.stem
        for path in paths
    ]
    return [name if named.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(named, 1)]


def _objects(table: PlainTable) -> list[dict[str, object]]:
    columns, rows = table
    return [dict(zip(columns, row, strict=True)) for row in rows]
