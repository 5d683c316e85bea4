"""Many solves at once, one interface: here one after the other, or in processes of their own.

A task is plain data, the function a top-level one that returns plain data; results come in the order of the
tasks, the same from one process or many.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")


def run_all(
    function: Callable[[Task], Answer],
    tasks: Sequence[Task],
    jobs: int = 1,
    *,
    done: Callable[[int, int], None] | None = None,
    last: Callable[[Answer], bool] | None = None,
) -> list[Answer | None]:
    """Run a function on every task.

    Parameters
    ----------
    function : callable
        Top-level, so that another process can find it. What it raises ends the run.
    tasks : sequence
    jobs : int
        Processes to use; 1: this one.
    done : callable, optional
        Called with how many are done and how many there are.
    last : callable, optional
        Tells from an answer that the user has stopped the run: no further task is begun.

    Returns
    -------
    list
        Answers in the order of the tasks; ``None`` for what was not run because of Ctrl-C.
    """
    answers: list[Answer | None] = [None] * len(tasks)
    left = list(range(len(tasks)))
    count = 0

    def keep(at: int, answer: Answer) -> None:
        nonlocal count
        answers[at] = answer
        left.remove(at)
        count += 1
        if done is not None:
            done(count, len(tasks))

    try:
        if jobs > 1 and len(tasks) > 1:
            _in_processes(function, tasks, jobs, keep)
        for at in tuple(left):  # all of them, or what a process that died left over
            keep(at, answer := function(tasks[at]))
            if last is not None and last(answer):
                break
    except KeyboardInterrupt:
        pass  # what is finished is kept
    return answers


def _in_processes(
    function: Callable[[Task], Answer],
    tasks: Sequence[Task],
    jobs: int,
    keep: Callable[[int, Answer], None],
) -> None:
    # Forking a process in which HiGHS or Pyomo have run threads can hang.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=context)
    try:
        waiting = {pool.submit(function, task): at for at, task in enumerate(tasks)}
        for future in as_completed(waiting):
            keep(waiting[future], future.result())
    except BrokenProcessPool:
        pass  # a process was killed (out of memory, say): what is left is run here
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
