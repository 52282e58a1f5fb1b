"""What a graph costs at several sizes, and what follows for ten million articles: the tables of docs/scaling.md.

    python benchmarks/scaling.py CORPUS --write               100, 600 and all articles; 60,000 and 300,000 short items
    python benchmarks/scaling.py CORPUS --sizes 100,600 --items 6000 --work /tmp/scaling
    python benchmarks/scaling.py CORPUS --only stages         one part: builds, changes, queries, stages, shards, sums

CORPUS is a folder of articles; smaller sizes take every n-th of them. The items are made up, always the same: a few
sentences of news each, packed in one tar archive. Each build runs in processes of its own, on all cores, without
exports unless it says so; memory is that of all processes together (PSS, sampled), and so are seconds of the processor.
What is measured is kept in WORK/measured.json, so that parts can be run one after the other; the sums of the last table
are made of what stands there, and of nothing else. --write puts the tables into docs/scaling.md.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import commands
from archive import news_item
from memory import MemoryWatch

PARTS = ("builds", "changes", "queries", "stages", "shards", "sums")
_BEGIN, _END = "<!-- tables -->", "<!-- end of tables -->"
_GOAL = 10_000_000  # articles
_Measured = dict[str, Any]


# ---------------------------------------------------------------------- what is built
def sample(corpus: Path, size: int, folder: Path) -> Path:
    """A folder with so many articles of a corpus, evenly drawn; the corpus itself where it has no more."""
    files = sorted(path for path in corpus.iterdir() if path.is_file() and not path.name.startswith("."))
    if size >= len(files):
        return corpus
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(size):
        source = files[number * len(files) // size]
        if not (folder / source.name).exists():
            shutil.copyfile(source, folder / source.name)
    return folder


def items(count: int, path: Path) -> Path:
    """A tar archive of so many short items; the same for the same count."""
    if path.exists():
        return path
    with tarfile.open(path, "w") as archive:
        for number in range(count):
            text = news_item(number).encode()
            info = tarfile.TarInfo(f"item{number:07}.md")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    return path


# ---------------------------------------------------------------------- how it is measured
def timed(command: list[str]) -> dict[str, float]:
    """Seconds by the clock and of the processor, and MB of memory, that a command takes with all below it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
        watch = MemoryWatch(process.pid)
        watch.start()
        out = process.communicate()[0]
        most = watch.end()
        if process.returncode not in (0, 3):  # 3: some articles could not be read
            errors.seek(0)
            sys.exit(f"{' '.join(command[:6])}: {errors.read().decode()[-400:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found = {"seconds": time.perf_counter() - started, "processor": spent, "megabytes": most}
    with suppress(ValueError, IndexError):
        found |= json.loads(out.decode().strip().splitlines()[-1])
    return found


def _kg(*args: object) -> list[str]:
    return [sys.executable, "-m", "kg", *map(str, args)]


def build_in_steps(paths: list[str], out: str, exports: bool) -> dict[str, float]:
    """Build in this process, and tell when what was done; for a process of its own."""
    from kg.workspace import Listener, build_graph

    started = time.perf_counter()
    steps: list[tuple[str, float]] = [("reading", started)]

    def storing(what: str) -> None:
        steps.append((what, time.perf_counter()))

    listener = Listener(problem=lambda _: None, storing=storing)
    report = build_graph(paths, out, listener=listener, exports=exports)
    steps.append(("", time.perf_counter()))
    found = {f"step {name}": end - begin for (name, begin), (_, end) in pairwise(steps)}
    counts = report.counts
    return found | {
        "articles": counts.articles,
        "facts": counts.statements + counts.observations,
        "triples": counts.triples,
        "left out": report.left_out,
    }


def measure_build(paths: Path, out: Path, exports: bool = False) -> dict[str, float]:
    """Build a graph anew."""
    shutil.rmtree(out, ignore_errors=True)
    found = timed([sys.executable, __file__, "--build", str(paths), str(out), *(["--exports"] if exports else [])])
    for name in ("store", "cache", "texts"):
        found[f"disk {name}"] = commands.size_of(out / ".kg" / name) / 1e6
    found["disk exports"] = sum(path.stat().st_size for path in out.glob("kg.*")) / 1e6
    found["disk"] = commands.size_of(out) / 1e6
    return found


def measure_changes(source: Path, out: Path, work: Path) -> dict[str, float]:
    """Add one article to a graph, and remove it; the graph is as before."""
    (work / "new").mkdir(exist_ok=True)
    article = work / "new" / "scaling-new.md"
    article.write_text(news_item(10**7), encoding="utf-8")
    added, removed = timed(_kg("add", article, "-g", out)), timed(_kg("remove", "scaling-new", "-g", out))
    again = timed([sys.executable, __file__, "--build", str(source), str(out)])
    return {"add": added["seconds"], "remove": removed["seconds"], "build again": again["seconds"]}


_ASKED = (
    "query",
    "stats",
    "show",
    "ask who-leads",
    "ask held-on",
    "ask timeline",
    "path",
    "timeline",
    "rank",
    "compare",
)


def measure_queries(out: Path) -> dict[str, float]:
    """Seconds of commands that read a graph, each in a process of its own."""
    return {run.name: run.seconds for run in commands.measure(out, _ASKED) if run.name in _ASKED}


def measure_stages(corpus: Path) -> dict[str, float]:
    """Seconds that each stage takes on some articles, in one process."""
    from kg.articles import article_of, article_sources
    from kg.extraction import extract
    from kg.language import pipeline
    from kg.model import simplify
    from kg.workspace.copies import sketch
    from kg.workspace.records import record_of
    from kg.workspace.texts import packed_text

    nlp = pipeline("rules")
    spent: dict[str, float] = {}

    def clocked(name: str, work: Callable[[], Any]) -> Any:
        begin = time.process_time()
        found = work()
        spent[name] = spent.get(name, 0.0) + time.process_time() - begin
        return found

    for number, source in enumerate(article_sources([corpus], on_problem=lambda _: None)):
        try:
            article = clocked("reading the file", lambda one=source: article_of(one))
        except Exception:  # noqa: BLE001  # not readable: not measured
            continue
        if number == 0:
            extract(article)  # loads rules and names
        text = simplify(article.body.text)
        doc = nlp.make_doc(text)
        doc._.blocks, doc._.published = article.body.blocks, article.published
        begin = time.process_time()
        for name, component in nlp.pipeline:
            doc = clocked(f"language: {name}", lambda c=component, d=doc: c(d))
        language = time.process_time() - begin
        begin = time.process_time()
        facts = extract(article)
        spent["rules"] = spent.get("rules", 0.0) + time.process_time() - begin - language
        clocked("graph and record", lambda a=article, f=facts: record_of(a, f))
        clocked("packing the text", lambda a=article: packed_text(a))
        clocked("sketch for copies", lambda a=article: sketch(a))
        spent["articles"] = spent.get("articles", 0) + 1
    return spent


def measure_shards(paths: Path, place: Path) -> dict[str, float]:
    """Leave a graph in shards, made by all cores; MB of each kind of file, and lines."""
    shutil.rmtree(place, ignore_errors=True)
    found = timed(_kg("build", paths, "--shards", place, "--shard-size", 50))
    index = json.loads((place / "shards.json").read_text(encoding="utf-8"))
    for one in index["files"]:
        kind = "model" if "/" not in one["name"] else "tables" if one["name"].endswith(".parquet") else one["name"][:6]
        found[f"disk {kind}"] = found.get(f"disk {kind}", 0.0) + one["size"] / 1e6
    packed = sorted((place / "graphs").glob("*.gz"))
    found["quads"] = sum(gzip.decompress(path.read_bytes()).count(b"\n") for path in packed)
    return found | index["counts"]


# ---------------------------------------------------------------------- the tables
def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    names = list(head)
    yield "| " + " | ".join(names) + " |"
    yield "| --- |" + " ---: |" * (len(names) - 1)
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"
    yield ""


def _cost_rows(builds: _Measured) -> Iterator[list[str]]:
    for name, one in builds.items():
        count = max(1, one["articles"])
        yield [
            name,
            f"{one['seconds']:,.0f}",
            f"{1000 * one['seconds'] / count:,.1f}",
            f"{1000 * one['processor'] / count:,.1f}",
            f"{one['megabytes']:,.0f}",
            f"{one['facts']:,.0f}",
            f"{one['triples']:,.0f}",
            f"{one['disk']:,.0f}",
        ]


def _step_rows(builds: _Measured) -> Iterator[list[str]]:
    for name, one in builds.items():
        steps = [one.get(f"step {step}", 0.0) for step in ("reading", "storing", "writing files")]
        rest = one["seconds"] - sum(steps)
        disk = [one[f"disk {kind}"] for kind in ("store", "cache", "texts", "exports")]
        yield [name, *(f"{step:,.1f}" for step in (rest, *steps)), *(f"{size:,.0f}" for size in disk)]


def _marginal(builds: _Measured, what: str) -> tuple[float, str]:
    """What one more article takes, from the smallest build of the corpus to the largest, and how that is reckoned."""
    corpus = [(one["articles"], one[what]) for name, one in builds.items() if name.replace(",", "").isdigit()]
    (few, less), (many, more) = min(corpus), max(corpus)
    return (more - less) / (many - few), f"({more:,.1f} - {less:,.1f}) / ({many:,.0f} - {few:,.0f}) articles"


def _sum_rows(measured: _Measured) -> Iterator[list[str]]:
    """What ten million articles take, each row with the measure that it follows from."""
    shards = measured["shards"]
    each, how = _marginal(measured["builds"], "processor")
    days = each * _GOAL / 86400
    yield ["processor, all steps", f"{each * 1000:,.1f} ms an article: {how}", f"{days:,.1f} core-days"]
    yield ["cores for a day", "core-days / 1", f"{days:,.1f}"]
    yield ["cores for a week", "core-days / 7", f"{days / 7:,.1f}"]
    yield ["shards of 500 articles", f"{_GOAL:,} / 500", f"{_GOAL // 500:,}"]
    yield ["seconds of a core, a shard", "500 times that of an article", f"{500 * each:,.0f}"]
    count = shards["articles"]
    named = f"{count:,.0f} articles in shards"
    yield ["facts", f"{(shards['relations'] + shards['observations']) / count:,.2f} an article: {named}", ""]
    facts = (shards["relations"] + shards["observations"]) / count * _GOAL / 1e6
    yield ["facts together", "that, times the articles", f"{facts:,.1f} million"]
    quads = shards["quads"] / count
    yield [
        "quads in article graphs",
        f"{quads:,.0f} an article: {named}",
        f"{quads * _GOAL / 1e9:,.2f} thousand million",
    ]
    for kind, what in (("graphs", "N-Quads, packed"), ("defaul", "N-Triples, packed"), ("tables", "Parquet")):
        size = shards[f"disk {kind}"] / count
        yield [what, f"{size * 1000:,.2f} kB an article: {named}", f"{size * _GOAL / 1e3:,.0f} GB"]
    for kind in ("store", "cache", "texts"):
        size, how = _marginal(measured["builds"], f"disk {kind}")
        yield [f"a folder's {kind}", f"{size * 1000:,.1f} kB an article: {how}, MB", f"{size * _GOAL / 1e3:,.0f} GB"]


def tables(measured: _Measured) -> Iterator[str]:
    """All that was measured, as markdown."""
    if builds := measured.get("builds"):
        yield "### Cost\n"
        head = (
            "articles",
            "s",
            "ms an article",
            "ms of the processor",
            "MB, all processes",
            "facts",
            "triples",
            "MB on disk",
        )
        yield from _table(head, _cost_rows(builds))
        yield "### Steps and disk\n"
        head = (
            "articles",
            "start, s",
            "reading, s",
            "storing, s",
            "files, s",
            "store, MB",
            "cache, MB",
            "texts, MB",
            "files, MB",
        )
        yield from _table(head, _step_rows(builds))
    if stages := dict(measured.get("stages", {})):
        count = stages.pop("articles")
        whole = sum(stages.values())
        yield f"### Stages of reading ({count:,.0f} articles, one process)\n"
        rows = (
            [k, f"{1000 * v / count:,.2f}", f"{v / whole:.1%}"] for k, v in sorted(stages.items(), key=lambda r: -r[1])
        )
        yield from _table(("stage", "ms an article", "share"), rows)
    if changes := measured.get("changes"):
        yield "### Changing one article, s\n"
        names = ("add", "remove", "build again")
        yield from _table(("articles", *names), ([k, *(f"{v[n]:.1f}" for n in names)] for k, v in changes.items()))
    if queries := measured.get("queries"):
        yield "### Commands that read, s, each with the start of its process\n"
        names = [name for name in _ASKED if all(name in one for one in queries.values())]
        rows = ([name, *(f"{one[name]:.2f}" for one in queries.values())] for name in names)
        yield from _table(("command", *queries), rows)
    if shards := measured.get("shards"):
        yield "### Shards\n"
        row = [
            f"{shards['articles']:,.0f}",
            f"{shards['shards']:,.0f}",
            f"{shards['seconds']:,.0f}",
            f"{shards['quads']:,.0f}",
        ]
        row += [f"{shards[f'disk {kind}']:,.2f}" for kind in ("graphs", "defaul", "tables")]
        yield from _table(("articles", "shards", "s", "quads", "N-Quads, MB", "N-Triples, MB", "Parquet, MB"), [row])
    if measured.get("sums") and builds and shards:
        yield "### Ten million articles\n"
        yield from _table(("what", "from", "sum"), _sum_rows(measured))


# ---------------------------------------------------------------------- running it
def run(corpus: Path, sizes: list[int], counts: list[int], work: Path, only: Iterable[str] = PARTS) -> _Measured:
    """Measure the parts that are wanted; what was measured before is kept."""
    work.mkdir(parents=True, exist_ok=True)
    kept = work / "measured.json"
    measured: _Measured = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    sources = {f"{size:,}": sample(corpus, size, work / f"sample-{size}") for size in sizes}
    sources |= {f"{count:,} items": items(count, work / f"items-{count}.tar") for count in counts}

    def keep(part: str, name: str, found: dict[str, float]) -> None:
        measured.setdefault(part, {})[name] = found
        kept.write_text(json.dumps(measured, indent=1), encoding="utf-8")
        print(f"{part} {name}: {found}", file=sys.stderr, flush=True)

    for name, source in sources.items():
        out = work / f"graph-{name.replace(',', '').replace(' ', '-')}"
        if "builds" in only:
            keep("builds", name, measure_build(source, out))
        if "changes" in only:
            keep("changes", name, measure_changes(source, out, work))
        if "queries" in only:
            keep("queries", name, measure_queries(out))
    if "builds" in only and sizes:
        largest = f"{max(sizes):,}"
        keep(
            "builds", f"{largest}, with exports", measure_build(sources[largest], work / "graph-exports", exports=True)
        )
    middle = sources[f"{sorted(sizes)[len(sizes) // 2]:,}"] if sizes else None
    if middle and "stages" in only:
        measured["stages"] = measure_stages(middle)
    if middle and "shards" in only:
        measured["shards"] = measure_shards(middle, work / "shards")
    measured["sums"] = "sums" in only or measured.get("sums", False)
    kept.write_text(json.dumps(measured, indent=1), encoding="utf-8")
    return measured


def write_tables(lines: Iterable[str], page: Path) -> None:
    """Put tables in the place of those that a page shows."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    page.write_text(before + _BEGIN + "\n" + "\n".join(["", *lines]) + _END + after, encoding="utf-8")


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--sizes", type=_numbers, default=[100, 600, 6000], help="articles of the corpus")
    parser.add_argument("--items", type=_numbers, default=[60_000, 300_000], help="short items that are made up")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "kg-scaling")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part alone; may be given again")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/scaling.md, too")
    parser.add_argument("--build", nargs=2, metavar=("PATHS", "OUT"), help=argparse.SUPPRESS)
    parser.add_argument("--exports", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        print(json.dumps(build_in_steps([given.build[0]], given.build[1], given.exports)))
        return
    if given.corpus is None:
        parser.error("name the corpus")
    os.environ.setdefault("PYTHONPATH", str(commands.ROOT))
    found = list(tables(run(given.corpus, given.sizes, given.items, given.work, given.only or PARTS)))
    if given.write:
        write_tables(found, commands.ROOT / "docs" / "scaling.md")
    print("\n".join(found))


if __name__ == "__main__":
    main()
