"""A second opinion: the whole model handed to another solver, and its answer taken back.

Nothing that comes back is believed. Whole numbers are held and the rest is solved again, so a plan that does
not hold is refused; how far the best plan may be from it is asked of the relaxation, here.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from models.errors import NotThisPlan
from models.formulation.build import build_array_model, collector_paused
from models.formulation.choice import EXTENSIVE
from models.formulation.terms import Model
from models.plan.data import PlanData
from models.solution.solution import Solution
from models.solver.highs import Options, Outcome, Progress, Status, in_time, solve_arrays
from models.solver.model_files import ModelFile, columns_of, model_file
from models.solver.solution_files import Told, read_solution
from models.solver.standard_form import Arrays, Floats, compile_model, fixed_integers, largest_terms
from models.solving.method import choose_method
from models.solving.solve import finished

WHOLE = 1e-4
"""How far a whole number of another solver may be off; their usual tolerance is 1e-5 or 1e-6."""
AGREES = 1e-6
"""Part of the cost within which two solvers say the same."""
ROOT = 1
"""Nodes of the search that bounds the cost: proving the plan all over again is not asked for."""
WORST = 5
"""So many rows are named that a solution breaks."""


def told_to_others(data: PlanData, memory: int | None = None) -> ModelFile:
    """Return the whole model of a plan, ready to be written for another solver.

    Parameters
    ----------
    data : PlanData
    memory : int, optional
        What the model may take [bytes]; by default what the machine has free.

    Raises
    ------
    TooLarge
        The machine has not the memory for it as one model; nothing was built.
    """
    choose_method(data, EXTENSIVE, memory)
    return model_file(_arrays_of(data)[1])


def taken_back(
    data: PlanData,
    text: str,
    options: Options | None = None,
) -> tuple[Solution, Told, float]:
    """Return another solver's plan as a solution, what its file says, and what it costs by its own values.

    Parameters
    ----------
    data : PlanData
        Of the workbook that the model was written from.
    text : str
        A solution file (``models.solver.solution_files``) of the model that ``told_to_others`` gives.
    options : Options, optional

    Returns
    -------
    Solution
        Its bound is that of the root of the search tree: what the other solver proved is not in its file.
    Told
    float
        Cost times values, in plan currency: to be compared with what the other solver told.

    Raises
    ------
    NotASolution
        The text is no solution of such a model.
    NotThisPlan
        The values break the model: a whole number that is none, or rows that cannot hold.
    StoppedWithoutPlan
    SolverFailed
    """
    options = (options or Options()).started()
    in_time(options)
    choice = choose_method(data, EXTENSIVE, options.memory)
    if options.chosen is not None:
        options.chosen(choice)
    if options.progress is not None:
        options.progress(Progress("building", 0.0))
    seconds: dict[str, float] = {}
    begin = time.perf_counter()
    m, arrays = _arrays_of(data)
    seconds["build"] = time.perf_counter() - begin
    begin = time.perf_counter()
    model = model_file(arrays)
    told = read_solution(text, model.columns)
    given = model.in_plan_units(_in_order(model, told.values))
    held = _held(arrays, given, options)
    bound = _bound(arrays, held, options)
    outcome = Outcome(Status.STOPPED, held.objective, bound, held.values, basis=held.basis)
    if outcome.gap <= options.gap:
        outcome = replace(outcome, status=Status.OPTIMAL)
    seconds["search"] = time.perf_counter() - begin
    solution = finished(m, arrays, outcome, options, side_constraints=(), seconds=seconds)
    return replace(solution, choice=choice), told, float(arrays.cost @ given)


def _arrays_of(data: PlanData) -> tuple[Model, Arrays]:
    with collector_paused():
        m = build_array_model(data)
        return m, compile_model(m)


def _in_order(model: ModelFile, values: Mapping[str, float]) -> Floats:
    column, given = columns_of(model), np.zeros(len(model.columns))
    for name, value in values.items():
        given[column[name]] = value
    return given


def _held(arrays: Arrays, given: Floats, options: Options) -> Outcome:
    """Return the best plan with the whole numbers given."""
    off = np.where(arrays.whole, np.abs(given - np.round(given)), 0.0)
    outside = np.maximum(arrays.lower - given, given - arrays.upper)
    wrong = (off > WHOLE) | (arrays.whole & (outside > WHOLE))
    if wrong.any():
        raise NotThisPlan(tuple(arrays.names[k] for k in np.flatnonzero(wrong)[:WORST].tolist()))
    final = solve_arrays(fixed_integers(arrays, given), options, "final LP")
    if final.status is not Status.OPTIMAL:
        raise NotThisPlan(tuple(_broken(arrays, given)))
    return replace(final, values=np.where(arrays.whole, np.round(given), final.values))


def _bound(arrays: Arrays, held: Outcome, options: Options) -> float:
    """Return what no plan can cost less than: that of the root of the search tree, with its cuts."""
    if not arrays.whole.any():
        return solve_arrays(arrays, options, "searching", relaxed=True).objective
    root = solve_arrays(arrays, replace(options, nodes=ROOT), "searching", start=held.values)
    return root.bound


def _broken(arrays: Arrays, given: Floats) -> list[tuple[str, tuple[object, ...]]]:
    """Return the rows that values break the most, measured against the largest term of each."""
    activity = arrays.activity(given)
    breach = np.maximum(arrays.row_lower - activity, activity - arrays.row_upper)
    breach = breach / largest_terms(arrays.matrix, given, arrays.row_units)
    worst = np.argsort(-breach, kind="stable")[:WORST]
    return [arrays.row_names[k] for k in worst.tolist() if breach[k] > AGREES]
