"""Kill a build at many points inside each stage, and see that a rerun comes to the same bytes each time.

python benchmarks/kill_points.py [--points N] [--stage NAME]...

N points (by default 25) inside each of read, extract, store write and file move, evenly spread. After each the graph is
asked, and must be the one of before or the one of after; the rerun must come to the store and files of a build that
nobody disturbed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from workspace.killing import STAGES, killed_at, points, seen, totals

from kg.workspace import build_graph

ARTICLES = {
    "one": "# 速卖通\n\n2024年，速卖通进入韩国市场。速卖通隶属于阿里国际数字商业集团。\n",
    "two": "# 蒋凡\n\n蒋凡担任阿里国际数字商业集团的首席执行官。\n",
    "three": "# 菜鸟\n\n菜鸟隶属于阿里巴巴。2023年，菜鸟的营收为778亿元，同比增长16%。\n",
}
LATER = {"one": "# 速卖通\n\n2025年3月，速卖通收购了Trendyol。\n", "four": "# 来赞达\n\nLazada隶属于阿里巴巴。\n"}
BUILD = ["build", "news", "-o", "graph", "--jobs", "1"]


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write articles into a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def prepared(home: Path) -> Path:
    """A folder with a graph, changed articles, and the graph that they yield."""
    write(home / "old", ARTICLES)
    write(home / "news", ARTICLES | LATER)
    build_graph([home / "old"], home / "graph")
    build_graph([home / "news"], home / "undisturbed")
    return home


def fault(template: Path, here: Path, stage: str, number: int) -> str:
    """What is wrong after a build that was killed at a point; "" for nothing, "not reached" for no kill."""
    for name in ("old", "news", "graph"):
        shutil.copytree(template / name, here / name)
    if not killed_at(stage, number, BUILD, here):
        return "not reached"
    between = seen(here / "graph")[0]
    if between not in (seen(template / "graph")[0], seen(template / "undisturbed")[0]):
        return "the graph in between is neither"
    build_graph([here / "news"], here / "graph")
    return "" if seen(here / "graph") == seen(template / "undisturbed") else "the rerun comes to something else"


def run(stages: list[str], wanted: int) -> dict[str, list[str]]:
    """The faults by stage, one a point."""
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        template = Path(name, "template")
        template.mkdir()
        prepared(template)
        counting = Path(name, "counting")
        counting.mkdir()
        for one in ("old", "news", "graph"):
            shutil.copytree(template / one, counting / one)
        counts = totals(BUILD, counting)
        for stage in stages:
            found[stage] = []
            for number in points(counts[stage], wanted):
                here = Path(name, f"{stage}-{number}")
                here.mkdir()
                found[stage].append(fault(template, here, stage, number))
                shutil.rmtree(here)
    return found


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=25)
    parser.add_argument("--stage", action="append", choices=sorted(STAGES))
    given = parser.parse_args()
    started = time.monotonic()
    found = run(given.stage or sorted(STAGES), given.points)
    for stage, faults in found.items():
        wrong = [one for one in faults if one]
        print(f"{stage:8} {len(faults)} points, {len(wrong)} wrong {sorted(set(wrong))}")
    print(f"{sum(map(len, found.values()))} points in {time.monotonic() - started:.0f} s")
    sys.exit(any(one for faults in found.values() for one in faults))


if __name__ == "__main__":
    main()
