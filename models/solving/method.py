"""Which way a plan is solved, why, and whether this machine can (docs/decisions/0009 and 0013)."""

from __future__ import annotations

from models.errors import TooLarge
from models.formulation.bounds import opened_by_need, opens_suppliers
from models.formulation.choice import AUTO, BENDERS, EXTENSIVE, Choice
from models.formulation.size import Size, estimate_size
from models.plan.data import PlanData
from models.runs.memory import available_memory

FEWEST_BRANCHES, LARGE, SHORT = 6, 8000, 3
"""Branches, columns and months of a branch from which on decomposition wins."""
MANY, RATHER_LARGE, EACH = 20, 5000, 3
"""Short branches, and columns, from which on it wins where suppliers are to be opened and there are no more
whole numbers than so many for each branch."""
MANY_OF_A_NETWORK = 60
"""Short branches from which on it wins where processes stand between suppliers and needs: how little is
needed of one says little there, and HiGHS knows more of a network than cuts do."""


def choose_method(data: PlanData, asked: str = AUTO, memory: int | None = None) -> Choice:
    """Choose how to solve a plan before anything of it is built.

    Parameters
    ----------
    data : PlanData
    asked : str
        ``auto``, ``extensive`` or ``benders``.
    memory : int, optional
        What the run may take [bytes]; by default what the machine has free.

    Raises
    ------
    TooLarge
        Neither way that may be taken fits into the memory.
    """
    size = estimate_size(data)
    free = available_memory() if memory is None else memory
    choice = Choice(asked, "asked", size) if asked != AUTO else _by_size(data, size)
    if free is None or choice.memory <= free:
        return choice
    parts = Choice(BENDERS, "memory", size)
    if asked == AUTO and size.branches > 0 and parts.memory <= free:
        return parts
    counts = {"rows": size.rows, "columns": size.columns, "nonzeros": size.nonzeros}
    raise TooLarge({"scenarios": size.scenarios, **counts}, choice.memory, free)


def _by_size(data: PlanData, size: Size) -> Choice:
    """Choose by how many branches there are, how large they are and how long."""
    if size.branches < FEWEST_BRANCHES:
        return Choice(EXTENSIVE, "few_branches", size)
    short = size.branch_nodes < SHORT * size.scenarios
    by_need = opened_by_need(data)
    if short and opens_suppliers(data) and _asks_many(size, MANY if by_need else MANY_OF_A_NETWORK):
        return Choice(BENDERS, "large", size)
    if size.columns < LARGE:
        return Choice(EXTENSIVE, "small", size)
    # Short branches hang on yes/no decisions alone: the cuts are weak and one model is quicker, unless what
    # a branch needs limits what a yes opens there.
    if short and not by_need:
        return Choice(EXTENSIVE, "short_branches", size)
    return Choice(BENDERS, "large", size)


def _asks_many(size: Size, many: int) -> bool:
    """Tell whether there are many branches beside few whole numbers: a small master, and many to ask."""
    return size.branches >= many and size.columns >= RATHER_LARGE and size.integers <= EACH * size.branches
