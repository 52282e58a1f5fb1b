"""Reads thousands of mutated articles, each in bounded time and memory, and says which do not end in a clear line.

python benchmarks/fuzz_articles.py [COUNT] [SEED]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from articles.exact import assert_exact
from articles.mutations import mutated

from kg.articles import read_articles
from kg.vocabulary import KgError

SLOW = 10.0  # seconds


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    read = refused = 0
    faults: list[str] = []
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder, "in")
        inside.mkdir()
        for number, (name, data) in enumerate(mutated(count, seed)):
            path = inside / name
            path.write_bytes(data)
            problems: list[KgError] = []
            started = time.monotonic()
            try:
                articles = read_articles([path], on_problem=problems.append)
                for article in articles:
                    assert_exact(article)
                if not all(str(error).isprintable() for error in problems) or not (articles or problems):
                    faults.append(f"{number} {name}: no clear line")
                read += len(articles)
                refused += len(problems)
            except Exception as error:  # noqa: BLE001 (any is a fault)
                faults.append(f"{number} {name}: {type(error).__name__}: {error}")
            slowest = max(slowest, time.monotonic() - started)
            path.unlink()
            if list(Path(folder).rglob("*")) != [inside]:
                faults.append(f"{number} {name}: wrote a file")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} files: {read} articles, {refused} lines; slowest {slowest:.2f} s, peak memory {memory:.0f} MB")
    for fault in faults[:50]:
        print(fault)
    return 1 if faults or slowest > SLOW else 0


if __name__ == "__main__":
    sys.exit(main())
