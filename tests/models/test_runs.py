"""Many runs through one interface: in order, here or in processes, also when one dies or is stopped."""

from __future__ import annotations

import multiprocessing
import operator
import os
from pathlib import Path

import pytest

from models.runs.run import Processes, run_all, run_with


def dies_away_from_home(task: int) -> int:
    """Kill the process that runs it, unless that is the one that tests."""
    if multiprocessing.parent_process() is not None:
        os._exit(9)
    return task * 2


def dies_once(mark: str) -> int:
    """Kill the process that runs it, the first time; then say which process runs it."""
    if not Path(mark).exists():
        Path(mark).touch()
        os._exit(9)
    return os.getpid()


def process_of(_: int) -> int:
    """Say which process runs it."""
    return os.getpid()


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
def test_a_process_that_is_killed_costs_time_not_the_answer(tmp_path: Path) -> None:
    """Its tasks are run by another, never here, where what killed it would end everything."""
    found = run_all(dies_once, [str(tmp_path / "killed")] * 3, jobs=2)
    assert None not in found
    assert os.getpid() not in found


@pytest.mark.slow
def test_what_is_killed_again_and_again_is_run_here() -> None:
    """One after the other, with all the memory there is."""
    assert run_all(dies_away_from_home, [1, 2, 3], jobs=2) == [2, 4, 6]


@pytest.mark.slow
def test_processes_stay_for_the_next_run_where_they_are_asked_to() -> None:
    """Starting one takes longer than many a run."""
    with Processes(1) as jobs:
        assert run_all(process_of, [1], jobs) == run_all(process_of, [2], jobs)
    assert run_all(process_of, [1], jobs) != run_all(process_of, [2], jobs)
    assert os.getpid() not in run_all(process_of, [1, 2], jobs)


@pytest.mark.slow
def test_what_tasks_share_goes_to_each_process_once() -> None:
    """A listener that has heard enough ends the run there too."""
    assert run_with([1, 2], operator.add, [[3], [4]], jobs=2) == [[1, 2, 3], [1, 2, 4]]
    found = run_with(1, operator.add, range(40), jobs=2, last=lambda answer: answer > 0)
    assert sum(answer is not None for answer in found) == 1
