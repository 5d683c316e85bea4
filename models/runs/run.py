"""Many runs through one interface: one after the other, in processes of their own, or on a cluster.

A task is plain data, the function a top-level one that returns plain data; answers come in the order of the
tasks, the same from one process, many, or a cluster (docs/decisions/0012). The cluster is in
``models.runs.cluster``; with ``models.runs.cluster_tasks`` it alone knows Dask.
"""

from __future__ import annotations

import multiprocessing
import pickle
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from models.errors import ClusterLost
from models.runs.standard_output import begin_worker

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Common = TypeVar("Common")

FRESH_POOLS = 3
"""Times that processes are started anew after one was killed, before the rest is run here."""


class PlaceLost(Exception):
    """The process behind a place is gone, with what it remembered; another takes its place."""


class Place(Protocol):
    """One process that remembers what its functions keep between calls, as long as it lives."""

    def begin(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Begin a call of a top-level function."""

    def answer(self) -> Any:
        """Wait for what the call returns.

        Raises
        ------
        PlaceLost, ClusterLost
        """


class Runner(Protocol):
    """Where runs take place."""

    @property
    def name(self) -> str:
        """How the runs were spread, for the facts of a result: a number of processes, or ``dask``."""

    @property
    def alone(self) -> bool:
        """A run has this machine to itself, so that its solver may use several threads."""

    @property
    def lost(self) -> ClusterLost | None:
        """What ended the cluster, if it was lost."""

    def run(
        self,
        function: Callable[[Common, Task], Answer],
        common: Common,
        tasks: Mapping[int, Task],
        keep: Callable[[int, Answer], bool],
    ) -> None:
        """Run a function on numbered tasks and hand in each answer, until ``keep`` says that it is enough.

        Raises
        ------
        ClusterLost
        """

    def places(self) -> AbstractContextManager[Sequence[Place]]:
        """Return processes that remember, one for each that can work at a time; none: work is done here."""


Jobs = int | Runner
"""Processes to use (1: this one), or a runner."""


def is_lost(jobs: Jobs) -> bool:
    """Tell whether runs were to take place on a cluster that is gone."""
    return not isinstance(jobs, int) and jobs.lost is not None


def run_all(
    function: Callable[[Task], Answer],
    tasks: Sequence[Task],
    jobs: Jobs = 1,
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
    jobs : int or Runner
        Processes to use (1: this one), or where else to run.
    done : callable, optional
        Called with how many are done and how many there are.
    last : callable, optional
        Tells from an answer that the user has stopped the run: no further task is begun.

    Returns
    -------
    list
        Answers in the order of the tasks; ``None`` for what was not run because of Ctrl-C.

    Raises
    ------
    ClusterLost
        With the answers that had come by then.
    """
    return run_with(function, _call, tasks, jobs, done=done, last=last)


def _call(function: Callable[[Task], Answer], task: Task) -> Answer:
    return function(task)


def run_with(
    common: Common,
    function: Callable[[Common, Task], Answer],
    tasks: Sequence[Task],
    jobs: Jobs = 1,
    *,
    done: Callable[[int, int], None] | None = None,
    last: Callable[[Answer], bool] | None = None,
) -> list[Answer | None]:
    """Run a function on what all tasks have in common and on every task.

    ``common`` is packed once and opened once by each worker, not with each task: the place for plan data. The
    rest is as in ``run_all``.
    """
    answers: list[Answer | None] = [None] * len(tasks)
    count = 0

    def keep(at: int, answer: Answer) -> bool:
        nonlocal count
        answers[at] = answer
        count += 1
        if done is not None:
            done(count, len(tasks))
        return last is not None and last(answer)

    try:
        runner_of(jobs).run(function, common, dict(enumerate(tasks)), keep)
    except KeyboardInterrupt:
        pass  # what is finished is kept
    except ClusterLost as lost:
        lost.finished, lost.count, lost.answers = count, len(tasks), answers
        raise
    return answers


def runner_of(jobs: Jobs) -> Runner:
    """Return where to run: a number means processes."""
    if not isinstance(jobs, int):
        return jobs
    return Here() if jobs == 1 else Processes(jobs)


def threads_each(jobs: Jobs, threads: int = 0) -> int:
    """Return the solver threads of each run: as asked where it runs alone, one where runs share a machine."""
    return threads if runner_of(jobs).alone else 1


@dataclass(frozen=True)
class Here:
    """One run after the other, in this process."""

    name: str = "1"
    alone: bool = True
    lost: None = None

    def run(
        self,
        function: Callable[[Common, Task], Answer],
        common: Common,
        tasks: Mapping[int, Task],
        keep: Callable[[int, Answer], bool],
    ) -> None:
        """Run the tasks in their order."""
        for at, task in tasks.items():
            if keep(at, function(common, task)):
                break

    def places(self) -> AbstractContextManager[Sequence[Place]]:
        """Return none."""
        return nullcontext(())


class Processes:
    """Runs in processes of this machine, started for a set of runs; in a ``with`` they stay for the next."""

    alone = False
    lost = None

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._stays = False

    @property
    def name(self) -> str:
        """How many."""
        return str(self.count)

    def __enter__(self) -> Self:
        self._stays = True
        return self

    def __exit__(self, *_: object) -> None:
        self._stays = False
        self._end(self._pool)

    def run(
        self,
        function: Callable[[Common, Task], Answer],
        common: Common,
        tasks: Mapping[int, Task],
        keep: Callable[[int, Answer], bool],
    ) -> None:
        """Run the tasks as processes get free; what one that is killed leaves over goes to fresh ones."""
        left = dict(tasks)
        enough = False
        shared = uuid.uuid4().hex, pickle.dumps((function, common), pickle.HIGHEST_PROTOCOL)

        def kept(at: int, answer: Answer) -> bool:
            nonlocal enough
            del left[at]
            enough = keep(at, answer)
            return enough

        for _ in range(FRESH_POOLS):
            if left and not enough:
                self._run(shared, left, kept)
        if left and not enough:
            # One after the other there is all the memory of the machine for each.
            Here().run(function, common, dict(left), kept)

    def _run(
        self, shared: tuple[str, bytes], tasks: Mapping[int, Task], keep: Callable[[int, Any], bool]
    ) -> None:
        pool = self._pool = self._pool or _processes(self.count)
        waiting: dict[Future[Any], int] = {}
        stays = self._stays
        try:
            for at, task in tasks.items():
                waiting[pool.submit(_perform, shared, task)] = at
            for future in as_completed(waiting):
                if keep(waiting[future], future.result()):
                    break
        except BrokenProcessPool:
            stays = False  # a process was killed (out of memory, say); the caller goes on with what is left
        except KeyboardInterrupt:
            stays = False
            for process in list(pool._processes.values()):  # noqa: SLF001 (public from Python 3.14 on)
                process.kill()
            raise
        finally:
            for future in waiting:
                future.cancel()
            if not stays:
                self._end(pool)

    def _end(self, pool: ProcessPoolExecutor | None) -> None:
        self._pool = None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    @contextmanager
    def places(self) -> Iterator[Sequence[Place]]:
        """Return so many processes, of their own."""
        places = [_Process() for _ in range(self.count)]
        try:
            yield places
        finally:
            for place in places:
                place.end()


def _processes(count: int) -> ProcessPoolExecutor:
    # Forking a process in which HiGHS or Pyomo have run threads can hang.
    spawned = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=spawned, initializer=begin_worker)


class _Process:
    """A process of its own that answers one call at a time."""

    def __init__(self) -> None:
        self._pool = _processes(1)
        self._future: Future[Any] | None = None

    def begin(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Begin a call; in a fresh process, if the last one was killed in the meantime."""
        try:
            self._future = self._pool.submit(function, *arguments)
        except BrokenProcessPool:
            self._renew()
            self._future = self._pool.submit(function, *arguments)

    def answer(self) -> Any:
        """Wait for the answer."""
        if self._future is None:
            raise PlaceLost
        try:
            return self._future.result()
        except BrokenProcessPool as error:
            self._renew()
            raise PlaceLost from error

    def end(self) -> None:
        """End the process."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _renew(self) -> None:
        self.end()
        self._pool, self._future = _processes(1), None


_received: dict[str, Any] = {}
"""In a worker process: the function of the run under way and what its tasks have in common."""


def _perform(shared: tuple[str, bytes], task: Any) -> Any:
    run, packed = shared
    if run not in _received:
        _received.clear()
        _received[run] = pickle.loads(packed)  # noqa: S301 (packed by the process that started this one)
    function, common = _received[run]
    return function(common, task)
