"""The pages of ``docs/`` are carried out, block by block, and show what comes of it; their links lead somewhere."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pages
import pytest
import readme
from conftest import ROOT, need

pytestmark = pytest.mark.long

DOCS = ROOT / "docs"
RUN = [page for page in readme.PAGES if page != "README.md"]
# Their commands need other programs, large corpora, or annotations that are not in the repository.
NOT_RUN = ("docs/recipes/", "docs/confidence.md", "docs/many-articles.md", "docs/scaling.md")


def first_difference(old: str, new: str) -> str:
    """The first line that is not the same, for a message of bearable length."""
    both = zip([*old.splitlines(), ""], [*new.splitlines(), ""], strict=False)
    return next((f"shown: {a[:300]!r}\nis now: {b[:300]!r}" for a, b in both if a != b), "the ends differ")


@pytest.mark.parametrize("page", RUN)
def test_a_page_shows_what_its_blocks_yield(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    if "import matplotlib" in text:
        need(find_spec("matplotlib") is not None, "matplotlib (pip install -e '.[notebook]')")
    now = pages.rewritten(text, readme.session_of(page, tmp_path))
    same = now == text
    assert same, f"{page} is stale, `python tests/readme.py {page}` writes it anew\n{first_difference(text, now)}"
    for picture in readme.PAGES[page]:
        assert (tmp_path / picture).stat().st_size > 5000
        assert (DOCS / "images" / picture).is_file()


@pytest.mark.parametrize("page", RUN)
def test_every_block_is_of_a_kind_that_is_carried_out(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    left = pages.BLOCK.sub("", text)
    assert "```" not in left
    kinds = [block["kind"] for block in pages.BLOCK.finditer(text) if not block["title"]]
    assert set(kinds) <= set(pages.RUN)


def test_every_page_is_carried_out_or_has_nothing_to_carry_out() -> None:
    others = {path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md")} - set(RUN)
    with_blocks = {page for page in others if "```" in (ROOT / page).read_text(encoding="utf-8")}
    assert {page for page in with_blocks if not page.startswith(NOT_RUN)} == set()


def test_the_fact_model_has_an_example_of_each_relation_that_it_names() -> None:
    said, nothing = (DOCS / "fact-model.md").read_text(encoding="utf-8").split("\n## What is no fact\n")
    examples = re.findall(r"^### (\w+) · .*?```facts\n(.*?)```", said, re.MULTILINE | re.DOTALL)
    assert len(examples) >= 20
    assert [name for name, facts in examples if not re.search(rf"^{name}\(", facts, re.MULTILINE)] == []
    assert "nothing\n" not in said
    assert set(re.findall(r"```facts\n(.*?)```", nothing, re.DOTALL)) == {"nothing\n"}


def test_the_cookbook_has_answers() -> None:
    text = (DOCS / "sparql.md").read_text(encoding="utf-8")
    answers = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    assert len(answers) == text.count("```sparql\n") >= 20
    assert [answer for answer in answers if answer.count("\n") < 3 and answer != "true\n"] == []


def test_blocks_with_titles_are_files(tmp_path: Path) -> None:
    session = pages.Session(tmp_path)
    page = (
        '```toml title="new/a.toml"\nx = 1\ny = 2\n```\n'
        '```toml title="at the end of new/a.toml"\nz = 3\n```\n'
        '```toml title="in new/a.toml, below: x ="\nmiddle = 1\n```\n'
        "```sh\ncp new/a.toml b.toml\n```\n"
    )
    assert pages.rewritten(page, session) == page
    assert (tmp_path / "b.toml").read_text() == "x = 1\nmiddle = 1\ny = 2\n\nz = 3\n"
    with pytest.raises(SystemExit, match="has 0 lines"):
        pages.rewritten('```toml title="in new/a.toml, below: q"\na\n```', session)


def test_a_sentence_and_a_query_show_their_answers(tmp_path: Path) -> None:
    session = pages.Session(tmp_path)
    page = (
        "> 今年初，菜鸟与速卖通融合。\n\n```facts\n```\n"
        "```sh\nkg import --list -g none || true\n```\n```console\n$ echo a; echo ' b'\nstale\n\n$ true\n```\n"
    )
    assert pages.rewritten(page, session).split("```")[1] == "facts\nintegratesWith(菜鸟, 速卖通)  [time 2025]\n"
    assert "$ echo a; echo ' b'\na\n b\n\n$ true\n" in pages.rewritten(page, session)
    (tmp_path / "g.ttl").write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    session.graph = "g.ttl"
    asked = pages.rewritten("```sparql\nSELECT ?o { ?s ?p ?o }\n```\n\n```text\nold\n```\n", session)
    assert asked == "```sparql\nSELECT ?o { ?s ?p ?o }\n```\n\n```text\no\n─\n1\n```\n"


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the site and code hosts both make them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize(
    "page", sorted([ROOT / "README.md", *DOCS.rglob("*.md")]), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    lost = []
    for target in re.findall(r"\]\(<?([^)\s>]+)>?\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = page.parent / file if file else page
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            lost.append(target)
    assert lost == []
