"""The explorer page of a large graph: time to make it, its size, time until it answers, frames while it is dragged.

    python benchmarks/explorer.py                        10,000 things and 16,000 facts
    python benchmarks/explorer.py --things 300 --facts 480
    python benchmarks/explorer.py --page kg.html         a page that is there already

The graph is made up, always the same: hubs, communities, a fiftieth of the things without relations, a sentence on each
fact. The page runs in a headless Chromium without a GPU.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from explore.browser import Browser, find_chromium

from kg.vocabulary.namespaces import PREFIXES

_KINDS = (("Organization", 45), ("Platform", 12), ("Program", 20), ("Person", 9), ("Event", 3), ("Place", 11))
_PREDICATES = ("partOf", "launches", "targetsMarket", "partnersWith", "competesWith", "offers", "supplies", "sellsOn")
_METRICS = (("revenue", "CNY"), ("marketShare", "percent"), ("rank", "rank"), ("users", "count"))
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_WORDS = "云海星源达通盛远新博安联众易捷优品汇智瑞丰恒泰嘉禾远航启明德信"
_SENTENCE = "据报道，{a}近日与{b}就跨境业务达成新的安排，双方表示将在物流、支付与本地化运营方面继续投入，覆盖更多市场。"

_FRAMES = """(() => { const times = []; let last = performance.now(), on = true;
  const tick = (now) => { times.push(now - last); last = now; if (on) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  window.framesDone = () => { on = false; times.shift(); times.sort((a, b) => a - b);
    const sum = times.reduce((a, b) => a + b, 0);
    return { fps: times.length / sum * 1000, p95: times[Math.floor(times.length * 0.95)], frames: times.length };
  }; })()"""
# Since navigation began: the page has drawn, and the main thread has time for a task and another frame.
_READY = """new Promise((done) => {
  const free = () => setTimeout(() => requestAnimationFrame(() => done(performance.now())), 0);
  const wait = () => window.kgviz && (kgviz.stats().visibleNodes || !kgviz.stats().nodes)
    ? free() : requestAnimationFrame(wait);
  wait(); })"""
_PLACES = "JSON.stringify(kgviz.positions().slice(0, 3))"


# ---------------------------------------------------------------- the graph
def _things(chance: random.Random, names: list[str]) -> Iterator[str]:
    kinds = [kind for kind, share in _KINDS for _ in range(share)]
    for i, name in enumerate(names):
        yield (
            f"xbr:n{i} a xb:{kinds[i % 100]} ; skos:prefLabel {json.dumps(name, ensure_ascii=False)}@zh-Hans , "
            f'"Thing {i}"@en ; rdfs:label "Thing {i}"@en .'
        )


def _articles(count: int) -> Iterator[str]:
    for i in range(count):
        day = f"20{10 + i % 16:02}-{i % 12 + 1:02}-{i % 28 + 1:02}"
        yield f'xba:a{i} a xb:Article ; dcterms:title "报道之{i}"@zh-Hans ; dcterms:issued "{day}"^^xsd:date .'


def _facts(chance: random.Random, names: list[str], facts: int, articles: int) -> Iterator[str]:
    """Facts about each thing in turn, most of them within its community, where few things get most of them."""
    things = range(len(names))
    communities = max(1, len(names) // 60)
    home = {i: int(communities * chance.random() ** 1.6) for i in things if chance.random() > 0.02}
    members: list[list[int]] = [[i for i in home if home[i] == number] for number in range(communities)]
    joined = sorted(home)
    for i in range(facts):
        a = i if i < len(names) else joined[int(len(joined) * chance.random())]
        inside = a in home and chance.random() < 0.85
        near = members[home[a]] if inside else members[int(communities * chance.random() ** 1.6)]
        b = near[int(len(near) * chance.random() ** 3)] if near else joined[0]
        sentence, digits = _SENTENCE.format(a=names[a], b=names[b]) + f"（{i}）", f"{i:016x}"
        year = 2010 + i % 16
        bounds = f'"{year}" ; xb:timeStart "{year}-01-01"^^xsd:date ; xb:timeEnd "{year}-12-31"^^xsd:date'
        end = f'xb:modality xb:asserted ; xb:negated false ; xb:rule "made.up" ; xb:evidence xbe:{digits} .'
        if a not in home or i % 10 == 0:
            metric, unit = _METRICS[i % 4]
            said = f"xb:about xbr:n{a} ; xb:metric xb:{metric} ; xb:value {i} ; xb:unit xbu:{unit} ; xb:period {bounds}"
            yield f"xbo:{digits} a xb:Observation ; {said} ; {end}"
        else:
            said = f"xb:subject xbr:n{a} ; xb:predicate xb:{_PREDICATES[i % 8]} ; xb:object xbr:n{b} ; xb:time {bounds}"
            yield f"xbs:{digits} a xb:Statement ; {said} ; {end}"
        place = f"xb:start {i} ; xb:end {i + len(sentence)}"
        yield f'xbe:{digits} a xb:Evidence ; xb:article xba:a{i % articles} ; xb:quote "{sentence}"@zh-Hans ; {place} .'


def write_graph(folder: Path, things: int, facts: int) -> None:
    """Write a graph of so many things and facts as ``kg.ttl``."""
    chance = random.Random(11)
    surnames = [
        chance.choice(_SURNAMES) + "".join(chance.choices(_WORDS, k=chance.randint(1, 3))) for _ in range(things)
    ]
    names = [f"{name}{i}" for i, name in enumerate(surnames)]
    articles = max(1, facts // 12)
    rows = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()]
    rows += [*_articles(articles), *_things(chance, names), *_facts(chance, names, facts, articles)]
    (folder / "kg.ttl").write_text("\n".join(rows) + "\n", encoding="utf-8")


# ---------------------------------------------------------------- the page
def _moved(browser: Browser, seconds: float, step: Callable[[int], None]) -> dict[str, float]:
    """Frames while `step` is called over and over; it must move the picture."""
    before = browser.ask(_PLACES)
    browser.ask(_FRAMES)
    until, count = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        step(count)
        count += 1
        browser.rest(0.012)
    found: dict[str, float] = browser.ask("framesDone()")
    if before == browser.ask(_PLACES):
        sys.exit("the picture did not move: its frames mean nothing")
    return {name: round(value, 1) for name, value in found.items()}


def measure_page(page: Path, seconds: float = 4.0, flags: tuple[str, ...] = ()) -> dict[str, Any]:
    """Open a page, drag it and zoom it.

    Returns:
        Seconds from navigation until it has drawn and the main thread is free; frames of both movements; heap.
    """
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium on the PATH")
    with Browser(chromium, *flags, size=(1400, 900)) as browser:
        browser.open(page)
        ready = browser.ask(_READY)
        stats = browser.ask("kgviz.stats()")

        def drag(count: int) -> None:
            across, down = 180 * (count * 7 % 81 / 40 - 1), 60 * (count * 3 % 53 / 25 - 1)
            browser.mouse("mouseMoved", 640 + across, 130 + down, button="left", buttons=1)

        def wheel(count: int) -> None:
            browser.mouse("mouseWheel", 640, 450, deltaX=0, deltaY=-60 if count // 12 % 2 else 60)

        browser.mouse("mouseMoved", 640, 130)
        browser.mouse("mousePressed", 640, 130, button="left", clickCount=1)
        pan = _moved(browser, seconds, drag)
        browser.mouse("mouseReleased", 640, 130, button="left", clickCount=1)
        browser.rest(0.5)
        zoom = _moved(browser, seconds * 0.75, wheel)
        heap = browser.ask("performance.memory ? performance.memory.usedJSHeapSize : 0")
        loaded = [address for address in browser.requests if not address.startswith(("file:", "data:", "blob:"))]
        return {
            "interactive_s": round(ready / 1000, 2), "pan": pan, "zoom": zoom, "stats": stats,
            "heap_mb": round(heap / 1e6), "requests": loaded, "said": list(browser.said),
        }  # fmt: skip


def run(things: int, facts: int, folder: Path, seconds: float = 4.0) -> dict[str, Any]:
    """Make graph and page in `folder` and measure both; processor time tells how busy the machine was besides."""
    write_graph(folder, things, facts)
    command = [sys.executable, "-m", "kg", "stats", "-g", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # makes the store
    page = folder / "explorer.html"
    start, spent = time.monotonic(), os.times()
    subprocess.run([sys.executable, "-m", "kg", "viz", "-g", str(folder), "-o", str(page)], check=True)
    made, after = time.monotonic() - start, os.times()
    cpu = after.children_user + after.children_system - spent.children_user - spent.children_system
    found = {"viz_s": round(made, 2), "viz_cpu_s": round(cpu, 2), "kb": round(page.stat().st_size / 1000)}
    return found | {"kb_allowed": 60 + facts} | measure_page(page, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--things", type=int, default=10_000)
    parser.add_argument("--facts", type=int, default=16_000)
    parser.add_argument("--keep", type=Path, help="make graph and page here and keep them")
    parser.add_argument("--page", type=Path, help="measure this page only")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        found = measure_page(given.page.resolve()) if given.page else run(given.things, given.facts, folder)
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
