"""The command line: gathers the commands. Nothing is computed here.

People's text goes to stderr, ``--json`` prints one object to stdout.
"""

from __future__ import annotations

import logging
import sys

import click

from planner.commands.check import check
from planner.commands.compare import compare
from planner.commands.events import events
from planner.commands.explain import explain
from planner.commands.export import export
from planner.commands.exposure import exposure
from planner.commands.frontier import frontier
from planner.commands.group import HELP, Commands
from planner.commands.odds import odds
from planner.commands.replay import replay
from planner.commands.report import report
from planner.commands.roll import roll
from planner.commands.scenarios import scenarios
from planner.commands.sensitivity import sensitivity
from planner.commands.share import share
from planner.commands.shock import shock
from planner.commands.solve import solve
from planner.commands.stress import stress
from planner.commands.template import template
from planner.commands.whatif import whatif


@click.group(cls=Commands, context_settings={"help_option_names": HELP})
@click.version_option(package_name="planner")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Plan purchases of critical materials that survive supply disruptions at least cost.

    \b
    planner template plan.xlsx --example first_steps
    planner check plan.xlsx
    planner solve plan.xlsx

    Each command says more: planner solve --help. Exit codes: 0 done, 1 our bug, 2 not understood, 3 errors in
    the workbook, 4 no plan possible, 5 stopped without a plan, 6 cannot write, 7 cluster lost or unusable,
    130 interrupted.
    """  # noqa: D301 (click's mark for lines to keep)
    ctx.obj = {}
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a cp932 or cp1252 console must not crash on a dash


for _command in (
    template,
    check,
    solve,
    whatif,
    compare,
    share,
    explain,
    sensitivity,
    events,
    scenarios,
    stress,
    exposure,
    frontier,
    export,
    odds,
    shock,
    report,
    roll,
    replay,
):
    main.add_command(_command)

for _package, _level in (("pyomo", logging.ERROR), ("asyncio", logging.CRITICAL)):
    logging.getLogger(_package).setLevel(_level)  # what they warn of speaks of code, not of plans
