"""Many runs through one interface: in order, here or in processes, also when one dies or is stopped."""

from __future__ import annotations

import multiprocessing
import operator
import os

import pytest

from models.runs import run_all


def dies_away_from_home(task: int) -> int:
    """Kill the process that runs it, unless that is the one that tests."""
    if multiprocessing.parent_process() is not None:
        os._exit(9)
    return task * 2


def fails(task: int) -> int:
    """Raise on the second task."""
    if task == 2:
        raise ArithmeticError(task)
    return task


def stops(task: int) -> int:
    """Be interrupted at the third task."""
    if task == 3:
        raise KeyboardInterrupt
    return task


def test_answers_come_in_the_order_of_the_tasks() -> None:
    """And whoever watches hears of each."""
    heard: list[tuple[int, int]] = []
    assert run_all(operator.neg, [3, 1, 2], done=lambda *told: heard.append(told)) == [-3, -1, -2]
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_a_run_ends_after_an_answer_that_says_so() -> None:
    """What was not begun has no answer."""
    assert run_all(operator.neg, [1, 2, 3], last=lambda answer: answer == -2) == [-1, -2, None]


def test_ctrl_c_keeps_what_is_finished() -> None:
    """The third task never ends; the first two stand."""
    assert run_all(stops, [1, 2, 3, 4]) == [1, 2, None, None]


def test_what_goes_wrong_is_not_swallowed() -> None:
    """A bug in a task ends the run."""
    with pytest.raises(ArithmeticError):
        run_all(fails, [1, 2, 3])


@pytest.mark.slow
def test_processes_give_the_same_answers_in_the_same_order() -> None:
    """Two processes, five tasks."""
    assert run_all(operator.neg, [5, 3, 1, 2, 4], jobs=2) == [-5, -3, -1, -2, -4]


@pytest.mark.slow
def test_a_process_that_is_killed_costs_time_not_the_answer() -> None:
    """Its tasks are run where the run was started."""
    assert run_all(dies_away_from_home, [1, 2, 3], jobs=2) == [2, 4, 6]
