"""A cluster: joining or starting one, what runs on it, and what becomes of that when a part of it is lost.

This file and ``models.runs.cluster_tasks`` alone know Dask ``distributed`` (docs/decisions/0012,
docs/cluster.md).
"""

from __future__ import annotations

import queue
import socket
import ssl
import struct
import time
import uuid
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, NoReturn, Self

from models.errors import ClusterLost, ClusterMissing, ClusterUnreachable, NoWorkers, VersionsDiffer
from models.runs.cluster_tasks import Answer, Common, Task, TasksRun, call, pack, unpack
from models.runs.run import PlaceLost

PACKAGES = ("planner", "highspy", "pyomo", "numpy", "scipy", "pandas", "distributed")
"""What must be the same on client, scheduler and workers, besides Python itself (major and minor)."""
CONNECT_SECONDS = 10.0
WORKER_SECONDS = 30.0
"""How long to wait for a first worker at the start, and for any worker while tasks are waiting."""
END_SECONDS = 30.0
"""How long a cluster started here may take to end; what it is at is given up within a few."""
GREETING = struct.Struct("<Q")
"""How a scheduler begins: with the length of what it says first."""
LONGEST_GREETING = 1 << 20
DEFAULT_PORT = 8786
LOOK_SECONDS = 1.0
"""How often to see whether the scheduler is still there while nothing comes."""


class Cluster:
    """Runs on the workers of a Dask scheduler; made by ``connect`` or ``local_cluster``."""

    name = "dask"
    alone = False

    def __init__(self, client: Any, where: str, local: Any = None) -> None:
        self.lost: ClusterLost | None = None
        self._client, self._where, self._local = client, where, local
        self._workers: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster; end it, if it was started here."""
        with suppress(OSError):  # it is gone already, or does not answer
            self._client.close(timeout=CONNECT_SECONDS)
        if self._local is not None:
            with suppress(OSError):  # then its processes end with this one
                self._local.close(timeout=END_SECONDS)

    def run(
        self,
        function: Callable[[Common, Task], Answer],
        common: Common,
        tasks: Mapping[int, Task],
        keep: Callable[[int, Answer], bool],
    ) -> None:
        """Run the tasks as workers get free; those of a worker that dies are run by others.

        Raises
        ------
        ClusterLost
            The scheduler or every worker is gone, or a task is given up.
        """
        if self.lost is not None:
            self.lose(self.lost.reason)
        if not tasks:
            return
        seen = self._look(time.monotonic())  # much may have been solved here since the start
        run = TasksRun(self._client, function, common, tasks)
        try:
            while run.futures:
                try:
                    at, future = run.ended.get(timeout=LOOK_SECONDS)
                except queue.Empty:
                    seen = self._look(seen)
                    continue
                if at not in run.futures or run.futures[at] is not future:
                    continue  # handed in again since
                if future.status == "error":
                    self._mend(run, at, future.exception())
                    continue
                if future.cancelled():
                    self.lose("connection")
                try:
                    answer = future.result(timeout=LOOK_SECONDS)
                except (TimeoutError, OSError, CancelledError):  # its worker died with it: it is made again
                    run.watch(at)
                    seen = self._look(seen)
                    continue
                del run.futures[at]
                if keep(at, unpack(answer)):
                    break
        finally:
            if self.lost is None:
                with suppress(OSError):  # the scheduler is gone just now
                    run.cancel()

    @contextmanager
    def places(self) -> Iterator[Sequence[_Seat]]:
        """Return a place in each worker there is; none may be left where the cluster was lost before.

        Raises
        ------
        ClusterLost
        """
        if self.lost is not None:
            self.lose(self.lost.reason)
        yield [_Seat(self, worker) for worker in self.workers()]

    def workers(self) -> list[str]:
        """Return the addresses of the workers there are, once there is one.

        Raises
        ------
        ClusterLost
        """
        seen = time.monotonic()
        while True:
            seen = self._look(seen)
            if self._workers:
                return self._workers
            time.sleep(LOOK_SECONDS)

    def submit(self, worker: str, packed: bytes) -> Any:
        """Hand a call in to one worker."""
        return self._client.submit(call, packed, key=f"planner-{uuid.uuid4().hex}", workers=[worker])

    def check(self, worker: str) -> bool:
        """Tell whether a worker is still there.

        Raises
        ------
        ClusterLost
        """
        self._look(time.monotonic())
        return worker in self._workers

    def _mend(self, run: TasksRun, at: int, error: BaseException) -> None:
        """Hand a task in again whose workers were killed; any other error is the task's own."""
        from distributed import KilledWorker  # noqa: PLC0415

        if not isinstance(error, KilledWorker):
            raise error
        if not run.again(at):
            self.lose("killed")

    def _look(self, seen: float) -> float:
        """Return when workers were last seen.

        Raises
        ------
        ClusterLost
            The scheduler is gone, or there has been no worker for too long.
        """
        self._workers = self._told_workers()
        if self._workers:
            return time.monotonic()
        if time.monotonic() - seen > WORKER_SECONDS:
            self.lose("no_workers")
        return seen

    def _told_workers(self) -> list[str]:
        client, begin = self._client, time.monotonic()
        while True:
            if client.status != "running" or time.monotonic() - begin > CONNECT_SECONDS:
                self.lose("connection")
            try:
                told = client.sync(client.scheduler.identity, n_workers=-1, callback_timeout=LOOK_SECONDS)
            except TimeoutError:
                continue  # it is busy, or the client does not know yet that it is gone
            except OSError:
                self.lose("connection")
            return sorted(told["workers"])

    def lose(self, reason: str) -> NoReturn:
        """Give the cluster up.

        Raises
        ------
        ClusterLost
        """
        self.lost = ClusterLost(self._where, reason)
        raise self.lost


class _Seat:
    """A place in a worker; in another one, once that is gone."""

    def __init__(self, cluster: Cluster, worker: str) -> None:
        self._cluster, self._worker = cluster, worker
        self._future: Any = None

    def begin(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Begin a call."""
        self._future = self._cluster.submit(self._worker, pack((function, arguments)))

    def answer(self) -> Any:
        """Wait for the answer; if the worker is gone, the next call begins in another."""
        from distributed import KilledWorker  # noqa: PLC0415

        while True:
            try:
                return unpack(self._future.result(timeout=LOOK_SECONDS))
            except KilledWorker as error:
                self._move()
                raise PlaceLost from error
            except CancelledError:
                self._cluster.lose("connection")
            except (TimeoutError, OSError) as error:
                if not self._cluster.check(self._worker):
                    self._move()
                    raise PlaceLost from error

    def _move(self) -> None:
        workers = self._cluster.workers()
        self._worker = next((worker for worker in workers if worker > self._worker), workers[0])


def connect(address: str) -> Cluster:
    """Use a cluster that runs already.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``tcp://host:8786`` or ``tls://host:8786``; certificates come from Dask's
        own configuration.

    Raises
    ------
    ClusterMissing, ClusterUnreachable, NoWorkers, VersionsDiffer
    """
    distributed = _distributed(address)
    try:
        _greet(address)
        client = _client(distributed, address)
    except (OSError, ValueError, TypeError) as error:  # refused, no such address, no certificate
        raise ClusterUnreachable(address, str(error) or type(error).__name__) from error
    return _checked(Cluster(client, address))


def _greet(address: str) -> None:
    """See whether what listens there begins to talk as a scheduler does.

    Dask waits without end for what never answers, and takes the first bytes of anything else for the length
    of a message.

    Raises
    ------
    OSError
        It does not.
    """
    from distributed.comm.addressing import parse_address, parse_host_port  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    scheme, place = parse_address(address)
    if scheme not in {"tcp", "tls"}:
        return
    with socket.create_connection(parse_host_port(place, DEFAULT_PORT), timeout=CONNECT_SECONDS) as plain:
        with suppress(TimeoutError):
            told = _first_bytes(plain, Security().get_connection_args("client"), scheme)
            if len(told) == GREETING.size and GREETING.unpack(told)[0] <= LONGEST_GREETING:
                return
            raise OSError("what listens there is no Dask scheduler")
        raise OSError("what listens there does not answer")


def _first_bytes(plain: socket.socket, how: Mapping[str, Any], scheme: str) -> bytes:
    talking = plain
    if scheme == "tls":
        context = how.get("ssl_context")
        if not isinstance(context, ssl.SSLContext):
            return GREETING.pack(0)  # no certificate: Dask says which one is missing
        talking = context.wrap_socket(plain)
    told = b""
    with talking:
        while len(told) < GREETING.size and (more := talking.recv(GREETING.size - len(told))):
            told += more
    return told


def in_clear(address: str) -> bool:
    """Tell whether what goes to a scheduler could be read on the way."""
    scheme, _, place = address.rpartition("://")
    host = place.rpartition(":")[0].strip("[]")
    return scheme not in _SAFE and host not in _THIS_MACHINE


_SAFE = frozenset({"tls", "wss", "inproc"})
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def local_cluster(workers: int | None = None) -> Cluster:
    """Start a scheduler and workers (by default one for each core) on this machine, for this program only.

    Whoever may talk to a scheduler may run code in it, and other users of a machine reach its loopback too:
    so they all show a certificate that is made here, kept in memory and passed on to nobody else.

    Raises
    ------
    ClusterMissing, NoWorkers
    """
    distributed = _distributed("dask")
    import dask  # noqa: PLC0415
    from dask.system import CPU_COUNT  # noqa: PLC0415

    try:
        security = distributed.Security.temporary()
    except ImportError as error:
        raise ClusterMissing("dask", str(error)) from error
    dask.config.set({f"distributed.{role}.http.routes": [] for role in ("scheduler", "worker")})
    local = distributed.LocalCluster(
        security=security,
        n_workers=workers or CPU_COUNT,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        silence_logs="CRITICAL",
        preload="from models.runs.standard_output import begin_worker; begin_worker()",
    )
    return _checked(Cluster(_client(distributed, local), "dask", local))


def _distributed(where: str) -> Any:
    try:
        import dask  # noqa: PLC0415

        # What it has to say the errors here say; its logs would stand between the lines of a command.
        dask.config.set(
            {
                "logging": {"distributed": "critical", "distributed.client": "critical"},
                "distributed.admin.large-graph-warning-threshold": "1 GiB",
            }
        )
        import distributed  # noqa: PLC0415
    except ImportError as error:
        raise ClusterMissing(where, str(error)) from error
    return distributed


def _client(distributed: Any, target: Any) -> Any:
    # One that fails is closed here and now: left to the garbage collector it would be closed in whatever
    # thread that runs in, and may wait there for a lock that the next client holds.
    client = distributed.Client.__new__(distributed.Client)
    try:
        client.__init__(target, timeout=CONNECT_SECONDS, set_as_default=False)
    except BaseException:
        with suppress(OSError):
            client.close(timeout=CONNECT_SECONDS)
        raise
    return client


def _checked(cluster: Cluster) -> Cluster:
    """Return the cluster, if it has workers and everything on it has the versions of this program."""
    client, where = cluster._client, cluster._where  # noqa: SLF001 (made in this file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: these are compared here
            client.wait_for_workers(1, timeout=WORKER_SECONDS)
            found = client.get_versions(packages=PACKAGES)
    except TimeoutError as error:
        cluster.close()
        raise NoWorkers(where) from error
    except OSError as error:
        cluster.close()
        raise ClusterUnreachable(where, str(error)) from error
    here = _versions(found["client"])
    differences = [
        (name, here[name], at, version)
        for at, other in {where: found["scheduler"], **found["workers"]}.items()
        for name, version in _versions(other).items()
        if version != here[name]
    ]
    if differences:
        cluster.close()
        raise VersionsDiffer(where, differences)
    return cluster


def _versions(told: Mapping[str, Any]) -> dict[str, str]:
    """Return the versions that matter from what Dask tells of one process; ``""``: not installed."""
    packages = told["packages"]
    python = ".".join(str(packages["python"]).split(".")[:2])
    return {"Python": python, **{name: packages.get(name) or "" for name in PACKAGES}}
