from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.toy import toy_lexicon


@pytest.fixture(autouse=True)
def _known_names() -> Iterator[None]:
    with toy_lexicon():
        yield
