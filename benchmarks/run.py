"""All benchmarks, one command: ``python benchmarks/run.py [--quick]``.

Prints tables, draws ``benchmarks/results.svg`` and adds them to ``benchmarks/RESULTS.md`` with machine and
versions. Every measurement is a process of its own with one thread; CPU seconds count: machines are shared.
``--quick`` leaves out what takes long. Needs ``pip install -e '.[bench]'`` for linopy and the plot.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
from typing import Any

from measure import HERE, in_own_process, machine
from plans import SIZES

RESULTS, PLOT = HERE / "RESULTS.md", HERE / "results.svg"
TRACTION = HERE.parent / "inputs" / "traction_motor_jp.xlsx"
FACILITY = HERE.parent / "tests" / "cases" / "flcvar_cap41_100_1.xlsx"
WAYS = ("ours", "ours, drafted", "contrib", "appsi", "linopy-rows", "linopy-scenarios")
SCENARIOS = (20, 50, 100, 200, 500, 1000)
NAMES = {"benders": "decomposition", "extensive": "one model"}
GIVE_UP = 60
"""CPU seconds after which building and handing over is given up."""
LONGEST = 200
"""Seconds after which the search of a plan as one model is cut short."""
MORE = 0.002
"""A gap from which on the one model is compared up to 50 scenarios only."""
PATIENCE = 6.0
"""The one model may take this many times the CPU of decomposition before it is stopped."""


def outside(quick: bool) -> list[str]:
    """Return what a run costs beside HiGHS, as table rows."""
    rows = ["| plan | method | outside HiGHS | read, build, audit, write | inside | ratio | peak MB |"]
    rows.append("| --- | --- | --- | --- | --- | --- | --- |")
    runs = [(name, "auto") for name in (("small", "medium") if quick else SIZES)]
    # The identical matrix; HiGHS would take no less than a search cut short, so the ratio is at most this.
    runs += [("medium", "extensive")] + ([] if quick else [("large", "extensive")])
    for name, method in runs:
        ask = ("outside.py", "--scenarios", SIZES[name], "--method", method, "--seconds", LONGEST)
        told = in_own_process(*ask)
        phases = ", ".join(f"{spent:.1f}" for spent in told["phases"].values())
        rows.append(
            f"| {name} ({SIZES[name]}) | {told['method']} | {told['outside']:.1f} s | {phases} "
            f"| {told['inside']:.1f} s | {told['ratio']:.2f} | {told['peak_mb']:.0f} |"
        )
        print(rows[-1], flush=True)
    return rows


def handover(quick: bool) -> list[str]:
    """Return what building and handing over costs each way, as table rows."""
    rows = [
        "| way | build | hand over | together | times ours | peak MB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    first = 0.0
    for way in WAYS:
        ask = ("handover.py", "--scenarios", 12 if quick else 50, "--way", way, "--cpu", GIVE_UP)
        try:
            told = in_own_process(*ask)
        except subprocess.CalledProcessError:
            rows.append(f"| {way} | | | more than {GIVE_UP} s, given up | | |")
            print(rows[-1], flush=True)
            continue
        first = first or told["together"]
        rows.append(
            f"| {way} | {told['build']:.2f} s | {told['hand over']:.2f} s | {told['together']:.2f} s "
            f"| {told['together'] / first:.1f} | {told['peak_mb']:.0f} |"
        )
        print(rows[-1], flush=True)
    return rows


def methods(quick: bool) -> tuple[list[str], list[dict[str, Any]]]:
    """Return what each method takes by number of scenarios, as table rows and as measured."""
    rows = ["| scenarios | gap asked | method | CPU s | gap | peak MB | one model over decomposition |"]
    rows.append("| --- | --- | --- | --- | --- | --- | --- |")
    found = []
    for gap, counts in (
        (0.001, (20, 50) if quick else (20, 50, 100)),
        (0.005, (20, 50) if quick else SCENARIOS),
    ):
        for count in counts:
            ask = ("methods.py", "--scenarios", count, "--gap", gap)
            cut = in_own_process(*ask, "--method", "benders")
            found.append(cut)
            rows.append(_row(cut, ""))
            print(rows[-1], flush=True)
            if count <= (100 if gap < MORE else 50):
                limit = PATIENCE * cut["cpu"]
                one = in_own_process(*ask, "--method", "extensive", "--cpu", limit)
                found.append(one)
                rows.append(
                    _row(one, f"{'more than ' if one['stopped'] else ''}{one['cpu'] / cut['cpu']:.1f}")
                )
                print(rows[-1], flush=True)
    told = in_own_process("methods.py", "--plan", FACILITY, "--gap", 1e-4)
    rows.append(_row(told | {"scenarios": FACILITY.stem}, ""))
    print(rows[-1], flush=True)
    return rows, found


def _row(told: dict[str, Any], ratio: str) -> str:
    gap = "no plan" if told["gap"] is None else f"{told['gap']:.3%}"
    stopped = " (stopped)" if told["stopped"] else ""
    return (
        f"| {told['scenarios']} | {told['asked']:.2%} | {told['method']} | {told['cpu']:.1f}{stopped} "
        f"| {gap} | {told['peak_mb']:.0f} | {ratio} |"
    )


def memory() -> list[str]:
    """Return what a whole run holds, over HiGHS alone on the same matrix, as table rows."""
    rows = ["| scenarios | ours, whole run | HiGHS alone, same matrix | times |", "| --- | --- | --- | --- |"]
    for count in (50,):
        ours = in_own_process("memory.py", "--scenarios", count, "--way", "ours")["peak_mb"]
        alone = in_own_process("memory.py", "--scenarios", count, "--way", "highs")["peak_mb"]
        rows.append(f"| {count} | {ours:.0f} MB | {alone:.0f} MB | {ours / alone:.2f} |")
        print(rows[-1], flush=True)
    return rows


def whatif(quick: bool) -> list[str]:
    """Return what cases cost warm and cold, as table rows."""
    rows = ["| plan | cases | warm CPU s | cold CPU s | ratio |", "| --- | --- | --- | --- | --- |"]
    for ask in ((TRACTION, 4 if quick else 16), (FACILITY, 4)):
        told = in_own_process("whatif.py", *ask)
        ratio = told["warm"] / told["cold"]
        row = f"| {ask[0].stem} | {told['cases']} | {told['warm']:.1f} | {told['cold']:.1f} | {ratio:.2f} |"
        rows.append(row)
        print(row, flush=True)
    return rows


def draw(found: list[dict[str, Any]]) -> None:
    """Draw CPU seconds by number of scenarios."""
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(7, 4))
    marks = {"benders": "o-", "extensive": "s--"}
    for method, mark in marks.items():
        for asked in sorted({told["asked"] for told in found}):
            at = [t for t in found if t["method"] == method and t["asked"] == asked]
            if at:
                label = f"{NAMES[method]}, {asked:.1%}" + (
                    " (stopped where hollow)" if method == "extensive" else ""
                )
                line = axes.plot([t["scenarios"] for t in at], [t["cpu"] for t in at], mark, label=label)[0]
                open_at = [t for t in at if t["stopped"]]
                axes.plot(
                    [t["scenarios"] for t in open_at],
                    [t["cpu"] for t in open_at],
                    "s",
                    mfc="white",
                    mec=line.get_color(),
                )
    axes.set(xscale="log", yscale="log", xlabel="scenarios", ylabel="CPU seconds, one thread")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend(loc="lower right")
    figure.savefig(PLOT, bbox_inches="tight")


def main() -> None:
    """Run everything, print it, draw it and write it down."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--quick", action="store_true")
    quick = ask.parse_args().quick
    parts = [
        f"\n## {dt.datetime.now(dt.UTC):%Y-%m-%d}",
        f"{machine()}; {' '.join(sys.argv[1:]) or 'all'}",
    ]
    parts += ["### Beside HiGHS", "\n".join(outside(quick))]
    parts += ["### Building and handing over", "\n".join(handover(quick))]
    parts += ["### Memory", "\n".join(memory())]
    parts += ["### Warm answers", "\n".join(whatif(quick))]
    rows, found = methods(quick)
    parts += ["### Methods", "\n".join(rows)]
    draw(found)
    with RESULTS.open("a") as file:
        file.write("\n\n".join(parts) + "\n")


if __name__ == "__main__":
    main()
