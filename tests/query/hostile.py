"""Hostile queries, for whoever runs queries: ``tests/query/hostile.toml`` with its repetitions written out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Hostile", "hostile_bytes", "hostile_queries"]

_REPEATED = re.compile(r"«((?:[^«»]|«[^«»]*»)*)×(\d+)»")


@dataclass(frozen=True)
class Hostile:
    """A query that is meant to do harm.

    Attributes:
        name: its class and its number there.
        text: the query.
        ends: how it may end: ``fine``, ``malformed``, ``refused``, ``failed``, or the name of a limit.
    """

    name: str
    text: str
    ends: frozenset[str]


def _written_out(text: str) -> str:
    def repeat(match: re.Match[str]) -> str:
        inner, count = _written_out(match[1]), int(match[2])
        if "⟨" not in inner:
            return inner * count
        return "".join(inner.replace("⟨i⟩", str(i)).replace("⟨i+1⟩", str(i + 1)) for i in range(count))

    return _REPEATED.sub(repeat, text)


def _classes() -> list[dict[str, object]]:
    data = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))
    classes: list[dict[str, object]] = data["class"]
    return classes


def hostile_queries() -> list[Hostile]:
    """All of them that are text."""
    return [
        Hostile(f"{one['name']}-{number}", _written_out(query), frozenset(one["ends"]))
        for one in _classes()
        for number, query in enumerate(one["queries"], 1)
    ]


def hostile_bytes() -> list[bytes]:
    """Those that are not even text."""
    return [bytes.fromhex(given) for one in _classes() for given in one.get("hex", ())]
