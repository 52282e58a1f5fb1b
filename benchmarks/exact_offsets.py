"""Reads every fact of a corpus and checks that the file has the quoted words, character by character, at its offsets.

    python benchmarks/exact_offsets.py TAR [STEP]

With STEP only every so many-th article is read.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from articles.corpus import every
from articles.exact import assert_exact, assert_facts_exact

from kg.articles.reading import article_in
from kg.extraction import extract


def main() -> int:
    step = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    articles = facts = characters = 0
    started = time.monotonic()
    for name, data in every(Path(sys.argv[1]), step):
        article = article_in(data, name, Path(name).stem, ".md")
        assert_exact(article)
        facts += assert_facts_exact(extract(article))
        articles += 1
        characters += len(article.body.text)
    took = time.monotonic() - started
    print(f"{articles} articles, {characters:,} characters, {facts:,} facts: all in place ({took:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
