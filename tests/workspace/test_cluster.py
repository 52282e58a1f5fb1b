"""Builds on a real scheduler with worker processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT, need

from kg.vocabulary import InputError, UsageError
from kg.workspace import Listener, build_graph
from kg.workspace import cluster as module
from kg.workspace.shards import build_shards
from workspace.shard_samples import Here, contents, write_articles

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(all(map(find_spec, ("distributed", "fsspec", "pyarrow"))), "distributed, fsspec, pyarrow: the extra [cluster]")
    return tmp_path_factory.mktemp("dask")


def _dask(folder: Path, *args: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    command = [sys.executable, "-m", "dask", *args]
    with (folder / f"{args[0]}.log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)


def _worker(folder: Path, address: str) -> subprocess.Popen[bytes]:
    """A worker that is one process, and that nothing starts again."""
    return _dask(folder, "worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard")


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    port = _port()
    scheduler = _dask(folder, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    yield f"tcp://127.0.0.1:{port}"
    scheduler.terminate()
    scheduler.wait(20)


@pytest.fixture(scope="module")
def _alive(folder: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for one in started:
        one.terminate()
    for one in started:
        one.wait(20)


@pytest.fixture
def workers(folder: Path, address: str, _alive: list[subprocess.Popen[bytes]]) -> list[subprocess.Popen[bytes]]:
    """Two workers that live."""
    _alive[:] = [one for one in _alive if one.poll() is None]
    _alive += [_worker(folder, address) for _ in range(2 - len(_alive))]
    deadline = time.monotonic() + 120
    while True:
        try:
            with module.Cluster(address) as cluster:
                if len(cluster.workers()) == 2:
                    return list(_alive)
        except InputError:  # not up yet
            pass
        assert time.monotonic() < deadline, "the workers do not come up"
        time.sleep(0.5)


class _Killing:
    """Kills a worker once something is done."""

    def __init__(self, victim: subprocess.Popen[bytes]) -> None:
        self._victim = victim
        self.after: int | None = None

    def __call__(self, done: int, total: int, name: str) -> None:
        if done and self.after is None:
            self.after = done
            self._victim.send_signal(signal.SIGKILL)

    def has_killed(self, before: int) -> bool:
        return self.after is not None and self.after < before and self._victim.wait(20) == -signal.SIGKILL


def test_a_worker_that_is_killed_changes_nothing_of_shards(
    address: str, workers: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    articles, killing = write_articles(tmp_path / "news", 24), _Killing(workers[0])
    build_shards([articles], str(tmp_path / "here"), Here, size=2)
    with module.Cluster(address) as cluster:
        report = build_shards([articles], str(tmp_path / "there"), cluster.pool, size=2, progress=killing)
    assert killing.has_killed(24)
    assert report.articles == 24
    same = contents(tmp_path / "here") == contents(tmp_path / "there")
    assert same


def test_a_worker_that_is_killed_changes_nothing_of_a_graph(
    address: str, workers: list[subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    articles, killing = write_articles(tmp_path / "news", 24), _Killing(workers[-1])
    (articles / "bad.md").write_bytes(b"")
    told: list[str] = []
    listener = Listener(extracting=killing, problem=lambda error: told.append(str(error)))
    with module.Cluster(address) as cluster:
        report = build_graph([articles], tmp_path / "there", listener=listener, make_pool=cluster.pool)
    assert killing.has_killed(24)
    assert (report.counts.articles, report.left_out, len(told)) == (24, 1, 1)
    build_graph([articles], tmp_path / "here", listener=Listener(problem=lambda _: None))
    for name in ("kg.ttl", "kg.trig", "kg.graphml"):
        same = (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()
        assert same, name


def test_workers_of_another_version_are_refused(
    address: str, workers: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "program_fingerprint", lambda: "other")
    module.cluster_fingerprint.cache_clear()
    try:
        with pytest.raises(InputError, match="another version of the program") as caught:
            module.Cluster(address)
    finally:
        module.cluster_fingerprint.cache_clear()
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="another version of the program"):
        module.on_worker("0" * 64, "kg.workspace.shard_work:ShardMaker", b"", b"")


def test_a_scheduler_that_does_not_answer_is_told_in_a_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 1.0)
    with pytest.raises(InputError, match="no scheduler answers there") as caught:
        module.Cluster(f"tcp://127.0.0.1:{_port()}")
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="no scheduler answers there"):
        module.Cluster("nosuch://x")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"alibaba-xborder-kg\[cluster\]"):
        module.Cluster("tcp://127.0.0.1:1")
