"""A tenth of the corpus: words in their place; and sixty of its articles, whose first and last lines people read."""

from pathlib import Path

import pytest
from conftest import need

from articles.corpus import every
from articles.exact import assert_exact, assert_facts_exact
from kg.articles.reading import article_in
from kg.extraction import extract
from kg.model import Article

pytestmark = [pytest.mark.shared, pytest.mark.long]

_TABLE = Path(__file__).parent / "corpus_edges.tsv"
_EDGES = {
    name: (first, last)
    for name, first, last in (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:])
}
_STEP = 10


@pytest.fixture(scope="module")
def corpus() -> dict[str, Article]:
    path = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "woshipm.tar.xz"
    need(path.is_file(), "the corpus ../shared/corpus/woshipm.tar.xz")
    names = {f"woshipm/{name}.md" for name in _EDGES}
    articles = (article_in(data, name, Path(name).stem, ".md") for name, data in every(path, _STEP, names))
    return {article.id: article for article in articles}


def test_first_and_last_lines_of_sixty_articles(corpus: dict[str, Article]) -> None:
    assert len(_EDGES) == 60
    for name, (first, last) in _EDGES.items():
        lines = corpus[name].body.text.split("\n")
        assert lines[0] == corpus[name].title
        assert lines[1].startswith(first), name
        assert lines[-1].endswith(last), name


def test_every_word_of_a_tenth_of_the_corpus_is_in_place(corpus: dict[str, Article]) -> None:
    facts = 0
    assert len(corpus) > 550
    for article in corpus.values():
        assert_exact(article)
        facts += assert_facts_exact(extract(article))
    assert facts > 100
