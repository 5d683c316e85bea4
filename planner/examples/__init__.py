"""The examples that ship with the planner, made by code from public facts.

``build("traction_motor_jp")`` returns the rows of every sheet with a comment on each: the id of the fact it
rests on (``facts/*.csv``), or "invented" and what is.
``python -m planner.examples inputs/`` writes all workbooks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from planner.examples import (
    cutting_tools,
    first_steps,
    heavy_rare_earths_jp,
    traction_motor_jp,
    two_plants,
    wind_turbine_eu,
)
from planner.examples.sheets import Example

EXAMPLES: Mapping[str, Callable[[], Example]] = {
    "heavy_rare_earths_jp": heavy_rare_earths_jp.build,
    "traction_motor_jp": traction_motor_jp.build,
    "wind_turbine_eu": wind_turbine_eu.build,
    "cutting_tools": cutting_tools.build,
    "two_plants": two_plants.build,
    "first_steps": first_steps.build,
}
"""Builder of every example by name, the richest first."""


def build(name: str) -> Example:
    """Return one example; ``KeyError`` where there is none of that name."""
    return EXAMPLES[name]()
