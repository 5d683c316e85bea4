"""Runs on a cluster: real schedulers and workers on the loopback, some of them killed."""

from __future__ import annotations

import contextlib
import operator
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from machines import PATIENCE, ROOT, Machines

from models.errors import ClusterLost, ClusterMissing, ClusterUnreachable, NoWorkers, VersionsDiffer
from models.runs.cluster import Cluster, connect, in_clear, local_cluster
from models.runs.run import Here, Jobs, Processes, run_all, run_with, threads_each


def later(task: int) -> int:
    """Take a moment."""
    time.sleep(0.3)
    return task * 2


def held(dask_scheduler: Any) -> list[str]:
    """Return the names of what a scheduler holds."""
    return [*dask_scheduler.task_metadata, *dask_scheduler.tasks]


def fails(task: int) -> int:
    """Raise on the second task."""
    if task == 2:
        raise ArithmeticError(task)
    return task


def kills(task: int) -> int:
    """Kill the worker that runs the second task."""
    if task == 2:
        os._exit(9)
    return task


def worker_of(moment: float, _: int) -> int:
    """Take a moment and say which process ran the task."""
    time.sleep(moment)
    return os.getpid()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait longer for processes to start than anyone at a terminal would."""
    for seconds in ("CONNECT_SECONDS", "WORKER_SECONDS"):
        monkeypatch.setattr(f"models.runs.cluster.{seconds}", PATIENCE)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """Start a scheduler."""
    pytest.importorskip("distributed")
    started = Machines(tmp_path)
    yield started
    started.end()


@pytest.fixture
def two(machines: Machines) -> Iterator[tuple[Machines, Cluster]]:
    """Start two workers and connect."""
    machines.add_worker()
    machines.add_worker()
    with connect(machines.address) as cluster:
        yield machines, cluster


def at_first(act: Callable[[], None]) -> Callable[[int, int], None]:
    """Return a listener that acts when the first task is done."""

    def hear(done: int, _: int) -> None:
        if done == 1:
            act()

    return hear


@pytest.mark.slow
def test_a_cluster_on_this_machine_answers_as_one_process_and_many_do() -> None:
    """Numbers and their order are the same from each, whatever ends first."""
    tasks = [5, 3, 1, 2, 4]
    with local_cluster(2) as cluster:
        for jobs in (1, 2, cluster):
            assert run_all(operator.neg, tasks, jobs) == [-5, -3, -1, -2, -4]
            assert run_with(10, operator.add, tasks, jobs) == [15, 13, 11, 12, 14]
        assert run_all(later, [], cluster) == []


@pytest.mark.slow
def test_both_workers_of_a_scheduler_elsewhere_run_tasks(two: tuple[Machines, Cluster]) -> None:
    """What they share is sent to them, and the listener hears of each answer."""
    machines, cluster = two
    cluster._client.wait_for_workers(2, timeout=PATIENCE)
    heard: list[tuple[int, int]] = []
    found = run_all(later, [3, 1, 2], cluster, done=lambda *told: heard.append(told))
    assert found == [6, 2, 4]
    assert heard == [(1, 3), (2, 3), (3, 3)]
    ran = set(run_with(1.0, worker_of, range(4), cluster))
    assert ran == {worker.pid for worker in machines.workers}


@pytest.mark.slow
def test_nothing_of_a_run_stays_with_the_scheduler(two: tuple[Machines, Cluster]) -> None:
    """What the tasks shared is let go of with the run."""
    _, cluster = two
    assert run_with([1], operator.add, [[2]], cluster) == [[1, 2]]
    deadline = time.monotonic() + PATIENCE
    while cluster._client.run_on_scheduler(held):
        assert time.monotonic() < deadline, "the scheduler still holds the plan"
        time.sleep(0.1)


@pytest.mark.slow
def test_what_a_task_raises_on_a_worker_is_raised_here(two: tuple[Machines, Cluster]) -> None:
    """A bug in a task ends the run, and the cluster can still be used."""
    _, cluster = two
    with pytest.raises(ArithmeticError):
        run_all(fails, [1, 2, 3], cluster)
    assert run_all(fails, [1, 3], cluster) == [1, 3]


@pytest.mark.slow
def test_a_run_on_a_cluster_ends_after_an_answer_that_says_so(two: tuple[Machines, Cluster]) -> None:
    """What was not finished by then has no answer."""
    _, cluster = two
    found = run_all(later, range(12), cluster, last=lambda answer: answer >= 0)
    assert sum(answer is not None for answer in found) == 1


@pytest.mark.slow
def test_a_worker_killed_in_mid_run_costs_time_not_the_answer(two: tuple[Machines, Cluster]) -> None:
    """Its tasks, and what it had finished but not handed over, are run by the other."""
    machines, cluster = two
    cluster._client.wait_for_workers(2, timeout=PATIENCE)
    found = run_all(later, range(12), cluster, done=at_first(machines.workers[0].kill))
    assert found == [2 * task for task in range(12)]
    assert machines.workers[0].poll() is not None


@pytest.mark.slow
def test_a_lost_scheduler_ends_the_run_with_what_is_finished(two: tuple[Machines, Cluster]) -> None:
    """The error says how far the run was and has the answers; a further run does not wait for it again."""
    machines, cluster = two
    begin = time.monotonic()
    with pytest.raises(ClusterLost) as caught:
        run_all(later, range(12), cluster, done=at_first(machines.scheduler.kill))
    lost = caught.value
    assert time.monotonic() - begin < PATIENCE
    assert (lost.reason, lost.where, lost.count) == ("connection", machines.address, 12)
    assert [at for at, answer in enumerate(lost.answers) if answer is not None]
    assert lost.finished == sum(answer is not None for answer in lost.answers) < 12
    assert all(answer == 2 * at for at, answer in enumerate(lost.answers) if answer is not None)
    with pytest.raises(ClusterLost) as again:
        run_all(later, [1, 2], cluster)
    assert again.value.answers == [None, None]
    assert cluster.lost is again.value


@pytest.mark.slow
def test_a_scheduler_lost_between_runs_is_noticed_by_the_next(two: tuple[Machines, Cluster]) -> None:
    """Nothing is handed in to a connection that is gone."""
    machines, cluster = two
    machines.scheduler.kill()
    machines.scheduler.wait()
    with pytest.raises(ClusterLost) as caught:
        run_all(later, [1, 2], cluster)
    assert (caught.value.reason, caught.value.answers) == ("connection", [None, None])


@pytest.mark.slow
def test_a_cluster_without_workers_left_is_given_up(
    two: tuple[Machines, Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all workers are killed and none takes their place, the run does not wait for ever."""
    machines, cluster = two
    monkeypatch.setattr("models.runs.cluster.WORKER_SECONDS", 2.0)

    def kill_all() -> None:
        for worker in machines.workers:
            worker.kill()

    with pytest.raises(ClusterLost) as caught:
        run_all(later, range(12), cluster, done=at_first(kill_all))
    assert caught.value.reason == "no_workers"
    assert caught.value.finished < 12


@pytest.mark.slow
def test_a_task_that_kills_its_workers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task too large for the workers is not tried for ever; the others are kept."""
    pytest.importorskip("distributed")
    monkeypatch.setattr("models.runs.cluster_tasks.ATTEMPTS", 1)
    with local_cluster(1) as cluster, pytest.raises(ClusterLost) as caught:
        run_all(kills, [1, 2], cluster)
    assert caught.value.reason == "killed"
    assert caught.value.answers[1] is None


@pytest.mark.slow
def test_versions_are_compared_before_anything_runs(machines: Machines, tmp_path: Path) -> None:
    """A worker that finds an older HiGHS is refused, and both versions are named."""
    older = tmp_path / "older" / "highspy-0.0.1.dist-info"
    older.mkdir(parents=True)
    (older / "METADATA").write_text("Metadata-Version: 2.1\nName: highspy\nVersion: 0.0.1\n")
    machines.add_worker(older.parent)
    with pytest.raises(VersionsDiffer) as caught:
        connect(machines.address)
    ((package, here, at, there),) = caught.value.differences
    assert (package, there) == ("highspy", "0.0.1")
    assert here not in ("", "0.0.1")
    assert at.startswith("tcp://127.0.0.1:")
    assert at != machines.address


@pytest.mark.slow
def test_certificates_of_dask_s_own_configuration_are_used(tmp_path: Path) -> None:
    """With them a cluster that speaks TLS is reached, without them it is not."""
    dask = pytest.importorskip("dask")
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make certificates with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=planner", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    files = ("--tls-ca-file", str(certificate), "--tls-cert", str(certificate), "--tls-key", str(key))
    machines = Machines(tmp_path, ("--protocol", "tls", *files))
    try:
        machines.add_worker()
        assert machines.address.startswith("tls://")
        with pytest.raises(ClusterUnreachable):
            connect(machines.address)
        own = {
            "distributed.comm.tls.ca-file": str(certificate),
            "distributed.comm.tls.client.cert": str(certificate),
            "distributed.comm.tls.client.key": str(key),
        }
        with dask.config.set(own), connect(machines.address) as cluster:
            assert run_all(operator.neg, [3, 1, 2], cluster) == [-3, -1, -2]
    finally:
        machines.end()


@pytest.mark.slow
def test_a_scheduler_without_workers_is_said_to_have_none(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing waits for workers that never come."""
    monkeypatch.setattr("models.runs.cluster.WORKER_SECONDS", 1.0)
    with pytest.raises(NoWorkers):
        connect(machines.address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "ftp://127.0.0.1:9"])
def test_a_scheduler_that_is_not_there_is_said_to_be_unreachable(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong with the address."""
    pytest.importorskip("distributed")
    monkeypatch.setattr("models.runs.cluster.CONNECT_SECONDS", 1.0)
    with pytest.raises(ClusterUnreachable):
        connect(address)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals reach groups of processes on POSIX only")
@pytest.mark.parametrize("jobs", ["once", "stays", "dask"])
def test_ctrl_c_ends_the_workers_and_keeps_what_is_finished(jobs: str) -> None:
    """Pressed on a terminal it reaches every process; only the one that was started says anything."""
    if jobs == "dask":
        pytest.importorskip("distributed")
    program = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("interrupted_runs.py")), jobs],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "begun\n"
        os.killpg(program.pid, signal.SIGINT)
        said, _ = program.communicate(timeout=PATIENCE)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
    assert said == "[0, None, None]\n"


def test_without_dask_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The optional package is not installed."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    for start in (lambda: connect("tcp://127.0.0.1:9"), local_cluster):
        with pytest.raises(ClusterMissing):
            start()


def test_runs_that_share_a_machine_take_one_thread_each() -> None:
    """One run after the other may have them all."""
    shared: list[Jobs] = [2, Processes(3)]
    assert [threads_each(jobs, 4) for jobs in (1, Here(), *shared)] == [4, 4, 1, 1]


@pytest.mark.parametrize(
    ("address", "clear"),
    [
        ("tcp://10.0.0.7:8786", True),
        ("cluster.example:8786", True),
        ("tls://cluster.example:8786", False),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://[::1]:8786", False),
    ],
)
def test_prices_that_leave_this_machine_unencrypted_are_noticed(address: str, clear: bool) -> None:
    """TLS and the loopback keep them to ourselves."""
    assert in_clear(address) == clear
