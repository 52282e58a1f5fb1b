"""Fits the weights of confidence to annotated articles, and tells how reliable they are on articles left out.

python benchmarks/confidence.py GOLD... --articles FOLDER...           prints the tables of docs/confidence.md
python benchmarks/confidence.py GOLD... --articles FOLDER... --write   writes ontology/confidence.toml as well

GOLD are gold annotations, or folders of them; their articles are looked for under --articles by the names of the
annotations. Facts of further articles that a person judged stand beside this script as counts (confidence.toml).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # the matrices are small
    os.environ.setdefault(variable, "1")

from kg.articles import read_article  # noqa: E402 (numpy reads the variables as it loads)
from kg.evaluation.calibration import (  # noqa: E402
    Judged,
    Reliability,
    as_toml,
    fitted,
    judged_facts,
    read_counts,
    reliability,
)
from kg.evaluation.gold import read_gold  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
COUNTS = Path(__file__).with_suffix(".toml")
TITLE = "How much speaks for a fact: weights that benchmarks/confidence.py fitted. Licence: CC BY 4.0."


def annotated(gold: Sequence[str], folders: Sequence[str]) -> Iterator[Judged]:
    """The judged facts of annotated articles; an article that is nowhere ends the script."""
    given = [Path(name) for name in gold]
    for path in sorted({file for one in given for file in (one.glob("*.json") if one.is_dir() else [one])}):
        places = [Path(folder) / f"{path.stem}{ending}" for folder in folders for ending in (".txt", ".md", ".html")]
        article = next((place for place in places if place.is_file()), None)
        if article is None:
            sys.exit(f"{path}: no article {path.stem}.txt, .md or .html in {', '.join(folders)}")
        print(f"reading {path.stem}", file=sys.stderr)
        yield from judged_facts(read_article(article), read_gold(path))


def table(title: str, found: Reliability) -> Iterator[str]:
    """A reliability table in Markdown."""
    facts = sum(band.of for band in found.bands)
    right = sum(band.right for band in found.bands)
    scores = f"Brier score {found.brier:.3f}, calibration error {found.error:.3f}"
    yield f"{title}: {right} of {facts} facts right, {scores}."
    yield ""
    yield "| confidence | facts | right | share | expected |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for band in found.bands:
        if band.of:
            span = f"{band.low:.1f} to {'1' if band.high == 1 else f'below {band.high:.1f}'}"
            yield f"| {span} | {band.of} | {band.right} | {band.right / band.of:.2f} | {band.expected:.2f} |"
    yield ""


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the weights of confidence.")
    parser.add_argument("gold", nargs="+", help="gold annotations (.json), or folders of them")
    parser.add_argument("--articles", nargs="+", required=True, help="folders of the articles")
    parser.add_argument("--write", action="store_true", help="write ontology/confidence.toml")
    args = parser.parse_args()
    gold, read = list(annotated(args.gold, args.articles)), read_counts(COUNTS)
    for line in table("Annotated articles, each left out in turn", reliability(gold, read)):
        print(line)
    for line in table("Facts of other articles, each half left out in turn", reliability(read, gold)):
        print(line)
    if args.write:
        (ROOT / "ontology" / "confidence.toml").write_text(as_toml(fitted([*gold, *read]), TITLE), encoding="utf-8")


if __name__ == "__main__":
    main()
