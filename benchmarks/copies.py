"""Reprints and near-copies in a folder of articles: seconds of each step, pairs and links.

    python benchmarks/copies.py corpus                    all articles of a folder
    python benchmarks/copies.py --made 2000               so many made-up articles, always the same
    python benchmarks/copies.py corpus --pairs            the pairs, too

One article more and one less are timed on the whole index, each the median of ten.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kg.articles import article_of, article_sources
from kg.model import simplify
from kg.vocabulary import KgError
from kg.workspace.copies import CopyIndex, Sketch, sketch, sketch_of

_HAN = [chr(code) for code in range(0x4E00, 0x6E00)]
_EACH = 50  # made-up articles of which one is a reprint
_AT_ONCE = 2000


def made(count: int) -> Iterator[Sketch]:
    """Made-up articles of 5,000 characters; each fiftieth is a reprint of the one before, with a line more."""
    chance = random.Random(20)
    before = ""
    for number in range(count):
        text = simplify("".join(chance.choices(_HAN, k=5000)))
        if number % _EACH == _EACH - 1:
            text = before + text[:40]
        before = text
        yield sketch_of(f"m{number:07}", "1", f"20{number % 25:02}-01-01", text)


def read(folder: Path) -> Iterator[Sketch]:
    """The sketches of a folder's articles; those that cannot be read are left out."""
    for source in article_sources([folder]):
        try:
            yield sketch(article_of(source))
        except KgError:
            continue


def run(sketches: Iterator[Sketch], path: Path) -> dict[str, float | int]:
    """Seconds and numbers of an index that is made in a file."""
    started = time.perf_counter()
    known = list(sketches)
    found: dict[str, float | int] = {"articles": len(known), "characters": sum(one.length for one in known)}
    found["sketching s"] = time.perf_counter() - started
    with CopyIndex(path) as index:
        started = time.perf_counter()
        for start in range(0, len(known), _AT_ONCE):
            index.update(known[start : start + _AT_ONCE])
        found["indexing s"] = time.perf_counter() - started
        started = time.perf_counter()
        links = index.links()
        found["linking s"] = time.perf_counter() - started
        found |= {"pairs": len(index.pairs()), "links": len(links)}
        out, again = [], []
        for one in random.Random(4).sample(known, min(10, len(known))):
            started = time.perf_counter()
            index.update(gone=[one.id])
            out.append(time.perf_counter() - started)
            started = time.perf_counter()
            index.update([one])
            again.append(time.perf_counter() - started)
        found |= {"one less s": statistics.median(out), "one more s": statistics.median(again)}
        found["same after"] = int(index.links() == links)
    found["index MB"] = path.stat().st_size / 1e6
    found["memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--made", type=int, default=2000)
    parser.add_argument("--pairs", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copies.db"
        for name, value in run(read(given.folder) if given.folder else made(given.made), path).items():
            print(f"{name:14} {value:12.3f}" if isinstance(value, float) else f"{name:14} {value:8}")
        if given.pairs:
            with CopyIndex(path) as index:
                for first, second, share in index.pairs():
                    print(f"{share:.3f}  {first}  {second}")


if __name__ == "__main__":
    main()
