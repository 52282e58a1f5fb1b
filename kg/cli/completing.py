"""What a shell offers for a word that is being typed: read fast, from what is there; never an error.

Each function is a ``shell_complete`` of click.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["articles", "asked", "classes", "files", "formats", "predicates", "questions", "terms", "texts", "things"]

_MOST = 200  # words that a shell lists
_PATIENCE = 0.15  # seconds of looking through names
_AWKWARD = frozenset(" \t\n'\"\\$`;&|<>()*?[]{}!#~")  # what a shell would break a word at
Items = list[CompletionItem]


def _items(words: Iterator[str], incomplete: str) -> Items:
    """The words that go on as the incomplete one does, each once, sorted."""
    wanted = incomplete.casefold()
    fitting = (word for word in words if word.casefold().startswith(wanted) and not _AWKWARD & set(word))
    return [CompletionItem(word) for word in sorted(set(islice(fitting, 10 * _MOST)))[:_MOST]]


def _quietly(find: Callable[[click.Context], Iterator[str]]) -> Callable[[click.Context, click.Parameter, str], Items]:
    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> Items:
        from kg.vocabulary.errors import KgError

        with suppress(KgError, OSError, UnicodeError):
            return _items(find(context), incomplete)
        return []

    complete.__doc__ = find.__doc__
    return complete


def _store(context: click.Context) -> ox.Store | None:
    """The store of the graph that the command line names; none is made."""
    import pyoxigraph as ox

    from kg.graph.changing import STORE
    from kg.graph.location import find_graph

    store = find_graph(context.params.get("graph")) / STORE
    return ox.Store.read_only(str(store)) if store.is_dir() else None


def _pattern(context: click.Context, predicate: str, target: str | None = None) -> Iterator[ox.Quad]:
    """The triples of all articles with a predicate, as many as can be looked through in no time."""
    import pyoxigraph as ox

    store = _store(context)
    if store is None:
        return
    until = time.monotonic() + _PATIENCE
    node = ox.NamedNode(target) if target else None
    for number, quad in enumerate(store.quads_for_pattern(None, ox.NamedNode(predicate), node, ox.DefaultGraph())):
        if not number % 256 and time.monotonic() > until:
            return
        yield quad


@_quietly
def things(context: click.Context) -> Iterator[str]:
    """Names of things in the graph: Chinese in either script, and English."""
    from kg.vocabulary.namespaces import PREFIXES

    for kind in ("prefLabel", "altLabel"):
        yield from (str(getattr(quad.object, "value", "")) for quad in _pattern(context, PREFIXES["skos"] + kind))


@_quietly
def articles(context: click.Context) -> Iterator[str]:
    """Ids of the articles of the graph."""
    from kg.vocabulary.namespaces import PREFIXES, XB, XBA

    found = _pattern(context, PREFIXES["rdf"] + "type", XB + "Article")
    return (str(getattr(quad.subject, "value", "")).removeprefix(XBA) for quad in found)


@_quietly
def questions(_: click.Context) -> Iterator[str]:
    """Names of the saved questions."""
    from kg.vocabulary.paths import data_folder

    return (path.stem for path in (data_folder("ontology") / "questions").glob("*.rq"))


@_quietly
def predicates(_: click.Context) -> Iterator[str]:
    """Relations and metrics of the fact model."""
    from kg.vocabulary import vocabulary

    known = vocabulary()
    yield from known.predicates
    yield from known.metrics


@_quietly
def classes(_: click.Context) -> Iterator[str]:
    """Classes of things."""
    from kg.vocabulary import vocabulary

    return iter(vocabulary().classes)


def terms(context: click.Context, parameter: click.Parameter, incomplete: str) -> Items:
    """Of a fact its subject, then its relation or metric, then its object."""
    given: Any = context.params.get(parameter.name or "") or ()
    return (predicates if len(given) == 1 else things)(context, parameter, incomplete)


def formats(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Formats of exports, several with commas between them."""
    from kg.exchange import FORMATS

    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in FORMATS if name.startswith(last)]


def files(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Files and folders, by the shell itself."""
    return [CompletionItem(incomplete, type="file")]


def texts(context: click.Context, parameter: click.Parameter, incomplete: str) -> Items:
    """Articles of the graph, else files."""
    return articles(context, parameter, incomplete) or files(context, parameter, incomplete)


def asked(context: click.Context, parameter: click.Parameter, incomplete: str) -> Items:
    """Saved questions, else files."""
    return questions(context, parameter, incomplete) or files(context, parameter, incomplete)
