"""A plan a few months later: what is done becomes the past, and what can still happen is conditioned on it.

``roll_plan`` is a pure function from a plan, the result tables of its solution and what happened to the
plan that is made next; a replay calls it without files. No workbook is read or written here, and nothing
is solved.
"""

from planner.rolling.ledger import CannotRoll, Change, Reason
from planner.rolling.next_plan import Rolled, roll_plan

__all__ = ["CannotRoll", "Change", "Reason", "Rolled", "roll_plan"]
