"""Plans that somebody could have written before a disruption, and what then happened: ready to replay.

Made by code from public facts, as the examples are: a comment on each row says where a number is from, or
that it is invented. ``python -m planner.replays inputs/replays`` writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from planner.replays import april_2025, japan_2010, japan_2026
from planner.replays.common import Replay

REPLAYS: Mapping[str, Callable[[int], Replay]] = {
    "japan_2010": japan_2010.build,
    "april_2025": april_2025.build,
    "japan_2026": japan_2026.build,
}
"""Builder of every replay by name; it takes how many months before the event the plan begins."""
BEFORE = 6
"""Months before the event in which the shipped plans begin."""


def build(name: str, before: int = BEFORE) -> Replay:
    """Return one replay; ``KeyError`` where there is none of that name."""
    return REPLAYS[name](before)
