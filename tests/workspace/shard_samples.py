"""A few articles made by hand, and ways to make shards of them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from kg.workspace.pool import Lost
from kg.workspace.shard_work import Shard

SENTENCES = (
    "速卖通隶属于阿里国际数字商业集团。",
    "2024年9月，菜鸟在韩国建立了海外仓。",
    "蒋凡担任阿里国际数字商业集团的首席执行官。",
    "Temu与SHEIN在美国市场竞争激烈。",
    "2024年，Lazada营收同比增长32%。",
    "速卖通在西班牙推出Choice。",
    "阿里巴巴收购了Trendyol。",
)


def write_articles(folder: Path, count: int = len(SENTENCES)) -> Path:
    """A folder of so many articles."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        write_article(folder / f"a{number:02}.md", SENTENCES[number % len(SENTENCES)], f"第{number}篇")
    return folder


def write_article(path: Path, sentence: str, title: str = "标题") -> None:
    path.write_text(f"---\ntitle: {title}\ndate: 2025-04-21\n---\n\n{sentence}这是今天的消息。\n", encoding="utf-8")


class Here:
    """A pool that works in this process, and loses the shards that hold a place whose name ends so."""

    def __init__(self, target: str, arguments: Sequence[Any], deadly: str = "") -> None:
        module, _, name = target.partition(":")
        self._work = getattr(import_module(module), name)(*arguments)
        self._deadly = deadly
        self.made: list[int] = []

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, tasks: Iterable[Shard]) -> Iterator[Any]:
        for shard in tasks:
            first, behind = shard.part or (0, len(shard.listed))
            read = [
                one.place for at, one in enumerate(shard.listed) if first <= at < behind and at not in shard.skipped
            ]
            if self._deadly and any(place.endswith(self._deadly) for place in read):
                yield Lost(shard, "signal 9")
            else:
                self.made.append(shard.number)
                yield self._work(shard)


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder but for its own notes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".kg" not in path.parts
    }


def quads(folder: Path, kind: str = "graphs") -> set[bytes]:
    """The lines of all shards."""
    packed = sorted((folder / kind).glob("*.gz"))
    return {line for path in packed for line in gzip.decompress(path.read_bytes()).splitlines()}
