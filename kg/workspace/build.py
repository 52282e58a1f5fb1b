"""Building a graph: articles in, a folder out that holds exactly what they yield."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.articles import Given, read_articles
from kg.extraction import extract
from kg.graph.changing import work_folder
from kg.graph.forgotten import Forgotten, read_forgotten
from kg.graph.statistics import GraphStatistics
from kg.graph.store import fill_store
from kg.graph.terms import article_iri
from kg.model import Article
from kg.vocabulary import InputError, KgError, ModelError, OutputError, UsageError, data_folder
from kg.workspace.graph_files import finish_graph, put_in_place
from kg.workspace.reviews import Review, reviewed_quads, reviews_beside
from kg.workspace.texts import keep_texts

__all__ = ["BuildReport", "Listener", "Progress", "Reader", "build_graph"]

Progress = Callable[[int, int, str], None]
Reader = Callable[[Article, Sequence[Review]], list[ox.Quad]]


@dataclass(frozen=True)
class BuildReport:
    """What a build made.

    Attributes:
        folder: where the graph is.
        counts: what it holds.
        left_out: how many articles could not be read.
        undated: paths of the articles without a date, whose relative times stay open.
    """

    folder: Path
    counts: GraphStatistics
    left_out: int = 0
    undated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listener:
    """Who is told how a build goes; whatever is None is not told.

    Attributes:
        reading: how many files are read, of how many, and which is next.
        extracting: how many articles are done, of how many, and which is next.
        problem: what is wrong with an article, which is then left out; without it the first problem ends the build.
        note: texts that are given twice.
    """

    reading: Progress | None = None
    extracting: Progress | None = None
    problem: Callable[[KgError], None] | None = None
    note: Callable[[str], None] | None = None


class _Problems:
    """The problems of a build: told one by one, but where there is one alone and nothing else, that is the error."""

    def __init__(self, tell: Callable[[KgError], None] | None) -> None:
        self.found: list[KgError] = []
        self._tell = tell
        self._settled = False

    def add(self, error: KgError) -> None:
        """Take note of a problem, or raise it where nobody listens."""
        if self._tell is None:
            raise error
        self.found.append(error)
        if len(self.found) == 2 and not self._settled:
            self._tell(self.found[0])
        if len(self.found) > 1 or self._settled:
            self._tell(error)

    def settle(self, articles: int, folder: Path) -> None:
        """Tell what is not told yet.

        Raises:
            KgError: no article is left.
        """
        if not articles and len(self.found) == 1:
            raise self.found[0]
        if not articles:
            raise InputError(f"no article could be read; {folder} is left as it was")
        if self._tell and len(self.found) == 1:
            self._tell(self.found[0])
        self._settled = True


def _quads(
    articles: Sequence[Article],
    progress: Progress | None,
    reviews: Sequence[Review],
    problems: _Problems,
    reader: Reader | None,
) -> Iterator[list[ox.Quad]]:
    """The graphs of articles, telling how far it has come before each."""
    for done, article in enumerate(articles):
        if progress:
            progress(done, len(articles), article.id)
        try:
            quads = reader(article, reviews) if reader else reviewed_quads(extract(article), reviews)
        except ModelError as error:
            problems.add(InputError(f"{article.path}: {error}"))
            continue
        yield quads
    if progress:
        progress(len(articles), len(articles), "")


def _write(
    articles: Sequence[Article],
    work: Path,
    folder: Path,
    inferred: bool,
    quads: Iterator[list[ox.Quad]],
    forgotten: Forgotten,
) -> GraphStatistics:
    """Make store and files of a graph in the empty folder `work`."""
    store = ox.Store(str(work / "store"))
    fill_store(store, map(forgotten.without, quads))
    kept = (article for article in articles if article_iri(article.id).value not in forgotten.articles)
    keep_texts(kept, work / "texts")
    return finish_graph(store, work, folder, inferred)  # the store is given up here, and with it its lock


def build_graph(
    paths: Sequence[str | os.PathLike[str]] | None = None,
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    *,
    given: Given | None = None,
    listener: Listener | None = None,
    inferred: bool = False,
    reader: Reader | None = None,
) -> BuildReport:
    """Build the graph of articles: its store, its Turtle, TriG, GraphML and picture.

    The folder then holds exactly what these articles yield, whatever it held before. A build that fails or is
    interrupted leaves the former graph whole. Decisions of people in a ``reviews.toml`` beside the articles are
    honoured (:mod:`kg.workspace.reviews`), as are people whom the folder leaves out (:mod:`kg.graph.forgotten`);
    facts of the user's own that were imported into it stay (:mod:`kg.graph.sources`).

    Args:
        paths: files, folders and archives of articles; without them the seeds.
        out: the folder of the graph; by default ``./graph``, and ``./exports`` for the seeds.
        progress: told how many articles are done, of how many, and which is next.
        given: what is said of the one article.
        listener: who else is told what; one that hears of problems lets the build go on without those articles.
        inferred: whether the store also gets what follows by the ontology, as the graph ``xbr:graph-inferred``.
        reader: what reads the graphs of an article, given the decisions of people, in place of the rules
            (:class:`kg.workspace.extractors.ModelReader`); never for the seeds.

    Raises:
        InputError: an article cannot be read, or two texts have one id, and nobody listens; or none can be read.
        UsageError: `given` says something, and there are several articles; or `reader` is to read the seeds.
        OutputError: the folder cannot be written.
    """
    if reader is not None and not paths:
        raise UsageError("the seeds are read by rules alone; name articles to read them with a model")
    folder = Path(out) if out is not None else Path("graph" if paths else "exports")
    listener = listener or Listener()
    places = [Path(path) for path in paths] if paths else [data_folder("seeds")]
    problems = _Problems(listener.problem)
    read = read_articles(places, on_problem=problems.add, on_note=listener.note, progress=listener.reading)
    problems.settle(len(read), folder)
    articles = sorted((given or Given()).applied(read), key=lambda article: article.id)
    progress = progress or listener.extracting
    reviews, forgotten = reviews_beside(places), read_forgotten(folder)
    try:
        with work_folder(folder) as work:
            quads = _quads(articles, progress, reviews, problems, reader)
            counts = _write(articles, work, folder, inferred, quads, forgotten)
            put_in_place(work, folder, inferred)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error
    undated = tuple(article.path for article in articles if article.published is None)
    return BuildReport(folder, counts, len(problems.found), undated)
