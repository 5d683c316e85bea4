"""The tasks of a run on a cluster, and what a worker does with them (docs/decisions/0012).

Each task has a name of its own and is sent as bytes, so that Dask neither compares nor looks into it. What
all tasks share lies with the scheduler, and each worker fetches it once. (As the result of a task it would be
quicker written, but Dask sends tasks where the data are, and leaves the other workers idle.)
"""

from __future__ import annotations

import pickle
import queue
import threading
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Common = TypeVar("Common")

MOST_KEPT = 2
"""Runs of which a worker keeps what their tasks share, where several clients use the cluster at once."""
ATTEMPTS = 3
"""Times that a task is handed in: each time Dask gives it up when four workers died of it."""
_one_at_a_time = threading.Lock()
"""In a worker: HiGHS's threads belong to the process, so runs in one process must not overlap."""


class TasksRun:
    """The tasks of one run and what has become of them."""

    def __init__(
        self,
        client: Any,
        function: Callable[[Common, Task], Answer],
        common: Common,
        tasks: Mapping[int, Task],
    ) -> None:
        self._client = client
        self._name = f"planner-{uuid.uuid4().hex}"  # tells nothing of the plan: names stand on dashboards
        # The scheduler lets go of what it holds under the name of a task when it forgets the task: when it is
        # cancelled, or when this process is gone.
        self._shared = client.submit(_nothing, key=self._name)
        client.set_metadata([self._name], pack((function, common)))
        self._packed = {at: pack(task) for at, task in tasks.items()}
        self._attempts = dict.fromkeys(tasks, 1)
        self.ended: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        handed_in = client.map(
            _perform,
            list(self._packed.values()),
            run=self._name,
            key=[f"{self._name}-{at}" for at in tasks],
        )
        self.futures: dict[int, Any] = dict(zip(tasks, handed_in, strict=True))
        for at in tasks:
            self.watch(at)

    def watch(self, at: int) -> None:
        """Put a task's future in the queue when it ends."""
        self.futures[at].add_done_callback(partial(_tell, self.ended, at))

    def again(self, at: int) -> bool:
        """Hand a task in once more, if it may be."""
        if self._attempts[at] >= ATTEMPTS:
            return False
        self._attempts[at] += 1
        key = f"{self._name}-{at}-{self._attempts[at]}"
        self.futures[at] = self._client.submit(_perform, self._packed[at], run=self._name, key=key)
        self.watch(at)
        return True

    def cancel(self) -> None:
        """Take back what has not been done."""
        self._client.cancel([*self.futures.values(), self._shared])


def _tell(ended: queue.SimpleQueue[tuple[int, Any]], at: int, future: Any) -> None:
    ended.put((at, future))


def pack(thing: object) -> bytes:
    """Return a thing as bytes."""
    return pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)


def unpack(packed: bytes) -> Any:
    """Return what was packed."""
    return pickle.loads(packed)  # noqa: S301 (from this program: client and workers must trust each other)


def _nothing() -> None:
    """Do nothing."""


_received: dict[str, tuple[Callable[[Any, Any], Any], Any]] = {}
"""In a worker: the functions of the last runs and what their tasks have in common."""


def _perform(packed: bytes, *, run: str) -> bytes:
    with _one_at_a_time:
        if run not in _received:
            while len(_received) >= MOST_KEPT:
                del _received[next(iter(_received))]
            _received[run] = unpack(_fetched(run))
        function, common = _received[run]
        return pack(function(common, unpack(packed)))


def _fetched(run: str) -> bytes:
    from distributed import get_worker  # noqa: PLC0415
    from distributed.utils import sync  # noqa: PLC0415

    worker = get_worker()
    found: bytes = sync(worker.loop, worker.scheduler.get_metadata, keys=[run])
    return found


def call(packed: bytes) -> bytes:
    """Answer one call (in a worker)."""
    function, arguments = unpack(packed)
    with _one_at_a_time:
        return pack(function(*arguments))
