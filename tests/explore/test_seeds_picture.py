"""What the seeds' graph shows of the joining of Cainiao's team and AliExpress."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT, need

from kg.explore import View, entity_page, render_text, write_page, write_pyvis_page
from kg.graph import open_graph

from .test_pyvis_page import Page

_GRAPH = ROOT / "exports" / "kg.ttl"


def test_the_integration_shows_in_the_picture_with_its_sentence(tmp_path: Path) -> None:
    need(_GRAPH.is_file(), "exports/kg.ttl (make it with `kg build`)")
    write_pyvis_page(open_graph(_GRAPH), tmp_path / "kg.html", View(focus=("速卖通",)))
    page = Page((tmp_path / "kg.html").read_text(encoding="utf-8"))
    titles = [edge["title"] for edge in page.data("edges") if edge["label"] == "融合"]
    (joined,) = [title for title in titles if "菜鸟" in title and "速卖通" in title]
    sentence = next(line for line in joined.splitlines() if line.startswith("“"))
    assert "融合" in sentence
    assert sentence in page.text


def test_the_page_of_cainiao_leads_to_its_team() -> None:
    need(_GRAPH.is_file(), "exports/kg.ttl (make it with `kg build`)")
    text = render_text(entity_page(open_graph(_GRAPH), "Cainiao"))
    assert "隶属于 part of" in text
    assert "国际电商物流团队" in text


def test_the_explorer_of_the_seeds_is_small_and_can_hold_their_texts(tmp_path: Path) -> None:
    need(_GRAPH.is_file(), "exports/kg.ttl (make it with `kg build`)")
    page, texts = tmp_path / "kg.html", tmp_path / "texts.html"
    summary = write_page(open_graph(_GRAPH), page)
    assert page.stat().st_size <= 60_000 + 1_000 * summary.facts
    command = [sys.executable, "-m", "kg", "viz", "-g", str(_GRAPH), "--with-text", "-o", str(texts)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    told, short = texts.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    assert len(seeds) == 2
    for seed in seeds:
        runs = re.findall("[\u4e00-\u9fff]{8,}", seed.read_text(encoding="utf-8"))
        assert sum(run in told for run in runs) > 0.8 * len(runs)
        assert sum(run in short for run in runs) < 0.8 * len(runs)  # quoted sentences only
