"""What it costs to build an archive: time, time an article, and the memory of all processes together.

python benchmarks/archive.py ARCHIVE                 a folder or archive of articles
python benchmarks/archive.py --size 6000             so many generated short news items
python benchmarks/archive.py --size 600 6000 60000   a cost curve
python benchmarks/archive.py ARCHIVE --efficiency 300   one process against all, on so many of its articles
python benchmarks/archive.py ARCHIVE --json FILE     the figures as JSON besides

Each step is a `kg build` of its own: from nothing without files; again with nothing changed; one article more; the
files alone; and with --with-files, from nothing with files. Memory is the sum of the proportional set sizes (PSS) of
the process and all below it, looked at four times a second (Linux; elsewhere it is left out). Steps on a machine that
does other things besides are upper bounds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent))

from memory import MemoryWatch

ROOT = Path(__file__).resolve().parent.parent
_ORGANIZATIONS = ("阿里巴巴", "菜鸟", "京东", "拼多多", "腾讯", "字节跳动", "顺丰", "云海科技", "星远物流", "通达优选")
_PLATFORMS = ("速卖通", "Lazada", "Temu", "淘宝", "1688", "TikTok Shop", "小红书", "亚马逊", "SHEIN", "虾皮")
_PLACES = ("韩国", "美国", "巴西", "西班牙", "波兰", "越南", "泰国", "墨西哥", "法国", "英国")
_WORDS = (
    *(
        "增长",
        "下滑",
        "布局",
        "旺季",
        "补贴",
        "合规",
        "仓储",
        "客服",
        "物流",
        "订单",
        "退货",
        "广告",
        "流量",
        "选品",
        "定价",
    ),
    *(
        "直播",
        "商家",
        "买家",
        "时效",
        "关税",
        "汇率",
        "支付",
        "品牌",
        "工厂",
        "样品",
        "评价",
        "搜索",
        "推荐",
        "折扣",
        "新品",
    ),
    *(
        "库存",
        "渠道",
        "成本",
        "利润",
        "团队",
        "培训",
        "门槛",
        "扶持",
        "试点",
        "扩张",
        "收缩",
        "调整",
        "优化",
        "升级",
        "尝试",
    ),
)
_PEOPLE = ("蒋凡", "陈宇航", "林思远", "周明轩", "吴晓波")


@dataclass(frozen=True)
class Step:
    """A measured step.

    Attributes:
        name: what was done.
        articles: how many articles the graph has.
        seconds: how long it took.
        processor: seconds of all cores together.
        memory: the most that all processes took together, in MB; 0 where it is not known.
    """

    name: str
    articles: int
    seconds: float
    processor: float
    memory: int

    @property
    def each(self) -> float:
        """Milliseconds an article."""
        return 1000 * self.seconds / max(1, self.articles)


def news_item(number: int) -> str:
    """A short news item, always the same for a number, and unlike all others."""
    random = Random(number)
    platform, place, body = random.choice(_PLATFORMS), random.choice(_PLACES), random.choice(_ORGANIZATIONS)
    person, month, day = random.choice(_PEOPLE), 1 + number % 12, 1 + number // 12 % 28

    def words(count: int) -> str:
        return "".join(random.choice(_WORDS) for _ in range(count))

    sentences = [
        f"{2020 + number % 5}年{month}月，{words(1)}后{platform}进入{place}市场。",
        f"{words(2)}，{body}与{platform}达成合作，{words(2)}。",
        f"{words(1)}，{person}担任{body}的总裁，{words(3)}。",
        f"{platform}第{random.randint(1, 4)}季度营收为{random.randint(9, 9999)}万元，{words(2)}。",
        f"{words(6)}，{words(5)}，{words(7)}。",
        f"{words(4)}，{place}的{words(3)}在{random.randint(3, 20)}天内{words(2)}。",
    ]
    random.shuffle(sentences)
    head = f"---\ntitle: {platform}在{place}（{number}）\ndate: {2020 + number % 5}-{month:02}-{day:02}\n---\n"
    return head + "".join(sentences[: 3 + number % 4]) + "\n"


def make_archive(folder: Path, size: int) -> None:
    """Write so many generated articles, a thousand a folder."""
    for number in range(size):
        place = folder / f"{number // 1000:04}"
        if number % 1000 == 0:
            place.mkdir(parents=True, exist_ok=True)
        (place / f"item-{number:07}.md").write_text(news_item(number), encoding="utf-8")


def measure(name: str, arguments: Sequence[str], articles: int = 0) -> Step:
    """Run a command of kg and measure it.

    Args:
        name: what to call it.
        arguments: of the command.
        articles: how many articles it is about; by default what it says itself.
    """
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    before, started = os.times(), time.monotonic()
    running = subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments],
        env=os.environ | {"PYTHONPATH": path, "KG_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = MemoryWatch(running.pid)
    watch.start()
    said, errors = running.communicate()
    seconds, after, memory = time.monotonic() - started, os.times(), int(watch.end())
    if running.returncode not in (0, 3) or " articles, " not in said:
        raise SystemExit(f"kg {' '.join(arguments)}: {errors.strip() or said}")
    count = articles or int(said.rpartition(": ")[2].split()[0])
    used = sum(getattr(after, one) - getattr(before, one) for one in ("children_user", "children_system"))
    return Step(name, count, round(seconds, 2), round(used, 2), memory)


def steps(paths: Sequence[str], folder: Path, jobs: Sequence[str], with_files: bool) -> Iterator[Step]:
    """Build articles in the steps that are told of above."""
    place = str(folder / "graph")
    yield measure("build, no files", ["build", *paths, "-o", place, "--no-exports", *jobs])
    yield measure("nothing changed", ["build", *paths, "-o", place, "--no-exports", *jobs])
    more = folder / "more" / "one-more.md"
    more.parent.mkdir()
    more.write_text(news_item(10**7), encoding="utf-8")
    yield measure("one article more", ["build", *paths, str(more), "-o", place, "--no-exports", *jobs])
    yield measure("the files", ["build", *paths, str(more), "-o", place, *jobs])
    if with_files:
        yield measure("build with files", ["build", *paths, "-o", str(folder / "whole"), *jobs])


def efficiency(paths: Sequence[str], folder: Path, size: int, jobs: int) -> tuple[list[Step], float]:
    """How much of each core is made use of: one process against several, on the first articles."""
    from kg.articles import article_sources

    sample = folder / "sample"
    sample.mkdir()
    for source in islice(article_sources(paths, on_problem=lambda error: None), size):
        (sample / f"{source.stem}{source.suffix}").write_bytes(source.data)
    found = []
    for number in (1, jobs):
        place = str(folder / f"jobs-{number}")
        command = ["build", str(sample), "-o", place, "--no-exports", f"-j{number}"]
        found.append(measure(f"{number} process{'es' * (number > 1)}", command))
    return found, found[0].seconds / (jobs * found[1].seconds)


def _row(step: Step) -> str:
    memory = f"{step.memory:>8,}" if step.memory else f"{'?':>8}"
    return f"{step.name:<20}{step.articles:>9,}{step.seconds:>10.1f}{step.processor:>11.1f}{step.each:>12.2f}{memory}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", help="articles, in files, folders or archives")
    parser.add_argument("--size", type=int, nargs="+", default=[], help="of generated archives, in articles")
    parser.add_argument("--jobs", type=int, default=0, help="processes that read; by default one a core")
    parser.add_argument("--with-files", action="store_true", help="also build from nothing with files")
    parser.add_argument("--efficiency", type=int, default=0, metavar="N", help="compare processes on N articles")
    parser.add_argument("--folder", type=Path, help="where to work; by default a temporary folder")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    given = parser.parse_args(arguments)
    if not given.paths and not given.size:
        parser.error("name an archive, or sizes to generate")
    jobs = [f"-j{given.jobs}"] if given.jobs else []
    found: list[Step] = []
    told: dict[str, object] = {}
    print(f"{'step':<20}{'articles':>9}{'seconds':>10}{'processor':>11}{'ms/article':>12}{'MB':>8}")
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        work = Path(name)
        archives = [(given.paths, 0)] if given.paths else []
        for number, (paths, size) in enumerate([*archives, *(([], size) for size in given.size)]):
            folder = work / str(number)
            folder.mkdir()
            if size:
                make_archive(folder / "archive", size)
            places = paths or [str(folder / "archive")]
            for step in steps(places, folder, jobs, given.with_files):
                found.append(step)
                print(_row(step), flush=True)
            if given.efficiency:
                cores = given.jobs or os.cpu_count() or 1
                compared, share = efficiency(places, folder, given.efficiency, cores)
                found += compared
                told["efficiency"] = round(share, 3)
                print("\n".join(map(_row, compared)))
                print(f"parallel efficiency on {cores} cores: {share:.2f}", flush=True)
            shutil.rmtree(folder)
    if given.json:
        told["steps"] = [asdict(step) | {"each": round(step.each, 3)} for step in found]
        given.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
