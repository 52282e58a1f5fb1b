"""What tests share: the folder ../shared where it stands beside the project, and other things that pip cannot bring."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

os.environ["KG_LANG"] = "en"  # whatever the machine's locale
if "KG_CACHE" not in os.environ:  # rules are compiled once for all tests and the processes that they start
    os.environ["KG_CACHE"] = tempfile.mkdtemp(prefix="kg-cache-")
    atexit.register(shutil.rmtree, os.environ["KG_CACHE"], ignore_errors=True)
# Tests started in the background may ignore Ctrl-C, and so would the processes that they start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take the longest: what runs beside them ends with them."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def need(present: bool, what: str) -> None:
    """Skip with a line that says what is missing; fail under KG_REQUIRE_ALL=1."""
    if present:
        return
    if os.environ.get("KG_REQUIRE_ALL") == "1":
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


@pytest.fixture
def shared() -> Path:
    """The folder ../shared."""
    folder = ROOT.parent / "shared"
    need(folder.is_dir(), "the folder ../shared (gold annotations, corpus, scorer)")
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes a file system of so many KB in the test's folder; gone afterwards, whatever the test left open there."""
    places: list[Path] = []

    def make(size: int) -> Path:
        place = tmp_path / f"disk{len(places)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)]
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        done = root and subprocess.run(command, capture_output=True, check=False).returncode == 0
        need(done, "the right to mount a small file system (run as root)")
        places.append(place)
        return place

    yield make
    for place in places:  # --lazy: a failed test's traceback holds files open, and pytest cannot remove what is mounted
        subprocess.run(["umount", "--lazy", str(place)], check=True)
