"""Speed and memory of the language layer over a folder of articles, with a profile by component.

    python benchmarks/language.py FOLDER [--every N] [--names rules|tagger]

One process, one core; reading the files is not counted.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from kg.articles import read_article
from kg.language import NAME_FINDERS, pipeline
from kg.model import simplify
from kg.vocabulary.errors import KgError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read every N-th article only")
    parser.add_argument("--names", choices=NAME_FINDERS, default=NAME_FINDERS[0])
    chosen = parser.parse_args()
    nlp = pipeline(chosen.names)
    spent: dict[str, float] = {}
    articles = characters = 0
    memory = []

    def timed(name: str, since: float) -> None:
        spent[name] = spent.get(name, 0.0) + time.process_time() - since

    for path in sorted(chosen.folder.iterdir())[:: chosen.every]:
        try:
            article = read_article(path)
        except KgError as error:
            print(f"left out: {error}")
            continue
        start = time.process_time()
        text = simplify(article.body.text)
        timed("simplify", start)
        start = time.process_time()
        doc = nlp.make_doc(text)
        timed("tokens", start)
        doc._.blocks, doc._.published = article.body.blocks, article.published
        for name, component in nlp.pipeline:
            start = time.process_time()
            doc = component(doc)
            timed(name, start)
        if articles % 500 == 0:
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        articles += 1
        characters += len(text)
    whole = sum(spent.values())
    print(f"{articles} articles, {characters} characters, {whole:.1f} s: {characters / whole:,.0f} characters a second")
    for name, seconds in sorted(spent.items(), key=lambda row: -row[1]):
        print(f"  {name:<22} {seconds:8.2f} s {seconds / whole:6.1%}")
    print(f"memory, MB, every 500 articles: {' '.join(map(str, memory))}")


if __name__ == "__main__":
    main()
