"""How long it takes to add one article to a graph, and to remove it, each as a command of its own from a cold start.

python benchmarks/one_article.py [--graph FOLDER --article FILE] [--articles N] [--times N]

Without --graph a graph of N made-up articles is built first, and the article is one more of them. The folder of the
graph is changed and left as it was. The first time fills what later ones find: compiled rules.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.articles import read_article
from kg.lexicon import lexicon
from kg.workspace import build_graph

ROOT = Path(__file__).resolve().parent.parent
GOAL = 2.5  # seconds, of a graph of 6,000 articles
_TELLING = (
    "{year}年{month}月，{one}进入{place}市场。",
    "{one}与{two}达成合作，{two}成为其战略伙伴。",
    "{one}{year}年的营收为{figure}亿元，同比增长{share}%。",
    "{two}收购了{one}旗下的一家公司，交易金额为{figure}亿美元。",
    "业内人士认为，跨境电商的竞争仍将持续，平台需要更好的物流与支付服务。",
)


def articles(folder: Path, count: int) -> None:
    """Write made-up articles, the same for the same count."""
    chosen = random.Random(1)
    entries = [entry for entry in lexicon().entries.values() if entry.zh and not entry.ambiguous]
    actors = [entry.zh for entry in entries if entry.type in ("Organization", "Platform")]
    places = [entry.zh for entry in entries if entry.type == "Place"]
    folder.mkdir()
    for number in range(count):
        lines = [
            chosen.choice(_TELLING).format(
                year=chosen.randint(2015, 2025),
                month=chosen.randint(1, 12),
                one=chosen.choice(actors),
                two=chosen.choice(actors),
                place=chosen.choice(places),
                figure=chosen.randint(1, 9999),
                share=chosen.randint(1, 99),
            )
            for _ in range(30)
        ]
        text = "\n\n".join([f"# 跨境电商观察第{number}期", *lines])
        (folder / f"made-{number}.md").write_text(text + "\n", encoding="utf-8")


def seconds(*command: str) -> float:
    """The time that a command takes from its start to its end.

    Raises:
        SystemExit: it fails.
    """
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "kg", *command], capture_output=True, check=False, cwd=ROOT)
    took = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return took


def measured(graph: Path, article: Path, times: int) -> dict[str, list[float]]:
    """The seconds of adding and of removing, each time."""
    found: dict[str, list[float]] = {"add": [], "remove": []}
    name = read_article(article).id
    for _ in range(times):
        found["add"].append(seconds("add", str(article), "-g", str(graph)))
        found["remove"].append(seconds("remove", name, "-g", str(graph)))
    return found


def run(graph: Path | None, article: Path | None, count: int, times: int) -> dict[str, list[float]]:
    """Measure on a graph, or on one of made-up articles."""
    if graph is not None and article is not None:
        return measured(graph.absolute(), article.absolute(), times)
    with tempfile.TemporaryDirectory() as name:
        news = Path(name, "news")
        articles(news, count + 1)
        one = Path(name, "one")
        one.mkdir()
        last = (news / f"made-{count}.md").rename(one / f"made-{count}.md")
        build_graph([news], Path(name, "graph"), exports=False)
        return measured(Path(name, "graph"), last, times)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--article", type=Path)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    found = run(given.graph, given.article, given.articles, given.times)
    for name, took in found.items():
        best = min(took)
        said = " ".join(f"{one:.2f}" for one in took)
        print(f"kg {name:7} {best:.2f} s at best of {said}  (goal {GOAL} s: {'met' if best <= GOAL else 'missed'})")


if __name__ == "__main__":
    main()
