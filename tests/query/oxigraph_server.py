"""The server of the PyPI package `oxigraph` on a graph, for tests that ask another server than ours."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from conftest import need

__all__ = ["oxigraph_program", "oxigraph_serving"]


def oxigraph_program() -> str:
    """The program, or a skipped test."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    need(found is not None, "the program oxigraph (python -m pip install oxigraph)")
    return str(found)


@contextmanager
def oxigraph_serving(quads: bytes, folder: Path) -> Iterator[str]:
    """The address for queries of a server on N-Quads.

    Args:
        quads: the graph.
        folder: an empty folder for its store.
    """
    program = oxigraph_program()
    store = ox.Store(str(folder))
    store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.kill()
        server.wait()
