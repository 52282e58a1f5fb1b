"""A server on a small graph made by hand, one for the tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .running import Running, write_graph


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(write_graph(tmp_path_factory.mktemp("served") / "graph"), "--timeout", "5") as running:
        yield running
