"""A difference of graphs as text, as a patch, and as a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kg.exchange.difference import Change, Difference, StatedFact, difference
from kg.graph import GraphView
from kg.graph.paragraphs import ntriples_lines, with_canonical_language
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import XBA

__all__ = ["DIFFERENCE_FORMATS", "difference_html", "difference_patch", "difference_text", "write_difference"]

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SIGNS = {"came": "+", "went": "-", "changed": "~"}


def _clean(text: str) -> str:
    return _STEERING.sub(" ", text)


def _term(name: str) -> str:
    known = vocabulary()
    found = known.predicates.get(name) or known.metrics.get(name)
    return found.zh if found else name


def _shown(fact: StatedFact) -> str:
    said = f"{fact.subject or '—'} {_term(fact.term)} {fact.object}"
    time = fact.details.get("time") or fact.details.get("period")
    status = [fact.details[name] for name in ("modality",) if fact.details.get(name) != "asserted"]
    status += ["denied"] if fact.details.get("negated") == "true" else []
    remarks = "; ".join(one for one in (time, *status) if one)
    return _clean(said + (f" [{remarks}]" if remarks else ""))


def _details(change: Change) -> Iterator[tuple[str, str, str]]:
    """What differs: its name, before, after."""
    for name in change.differing:
        before, after = (
            getattr(one, name) if name in ("object", "subject") else one.details.get(name, "")
            for one in (change.before, change.after)
        )
        yield name, _clean(before) or "nothing", _clean(after) or "nothing"


def _summary(found: Difference) -> str:
    counts = f"{len(found.came)} came, {len(found.went)} went, {len(found.changed)} changed"
    articles = f"articles +{len(found.articles_came)} -{len(found.articles_went)}"
    return f"facts: {counts}; {articles}; things +{len(found.things_came)} -{len(found.things_went)}"


def _by_article(found: Difference) -> Iterator[tuple[str, list[tuple[str, StatedFact, Change | None]]]]:
    rows: list[tuple[str, str, StatedFact, Change | None]] = []
    rows += [(one.article, "went", one, None) for one in found.went]
    rows += [(one.after.article, "changed", one.after, one) for one in found.changed]
    rows += [(one.article, "came", one, None) for one in found.came]
    rows.sort(key=lambda row: (row[0], row[2], row[1]))
    for article, group in groupby(rows, key=lambda row: row[0]):
        yield article, [row[1:] for row in group]


def difference_text(found: Difference) -> str:
    """A difference in lines, article by article: ``+`` came, ``-`` went, ``~`` changed, with the words that say so."""
    lines = [_summary(found)]
    for sign, names in (("+", found.articles_came), ("-", found.articles_went)):
        lines += [f"{sign} article {_clean(name)}" for name in names]
    for article, rows in _by_article(found):
        lines.append(f"{_clean(article)}:")
        for kind, fact, change in rows:
            lines.append(f"  {_SIGNS[kind]} {_shown(fact)}")
            if change is not None:
                lines += [f"      {name}: {before} → {after}" for name, before, after in _details(change)]
            elif fact.details.get("quote"):
                lines.append(f"      “{_clean(fact.details['quote'])}”")
    return "\n".join(lines) + "\n"


def _row(kind: str, fact: StatedFact, change: Change | None) -> tuple[str, str, str, list[tuple[str, str, str]]]:
    """What the page shows of a fact."""
    return kind, _shown(fact), _clean(fact.details.get("quote", "")), list(_details(change)) if change else []


def difference_html(found: Difference) -> str:
    """A difference as a page that needs no network; every value is text."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((Path(__file__).parent / "difference.html").read_text(encoding="utf-8"))
    articles = [(article, [_row(*row) for row in rows]) for article, rows in _by_article(found)]
    return template.render(summary=_summary(found), found=found, articles=articles) + "\n"


def _graphs(graph: GraphView) -> dict[str, set[bytes]]:
    """The graphs that a patch is about: ``""`` is the default graph."""
    names: list[ox.NamedNode | ox.DefaultGraph] = [ox.DefaultGraph()]
    if graph.has_articles:
        named = {one.value for one in graph.store.named_graphs() if isinstance(one, ox.NamedNode)}
        names += [ox.NamedNode(one) for one in sorted(named) if one.startswith(XBA)]
    found = {}
    for name in names:
        quads = graph.store.quads_for_pattern(None, None, None, name)
        iri = name.value if isinstance(name, ox.NamedNode) else ""
        found[iri] = set(ntriples_lines(quad.triple for quad in quads))
    return found


def _data(verb: str, graphs: dict[str, set[bytes]]) -> Iterator[bytes]:
    if not any(graphs.values()):
        return
    yield verb.encode() + b" DATA {\n"
    for name, lines in sorted(graphs.items()):
        if lines:
            written = [with_canonical_language(line) for line in sorted(lines)]
            yield f"GRAPH <{name}> {{\n".encode() if name else b""
            yield b"\n".join([*written, b""])
            yield b"}\n" if name else b""
    yield b"} ;\n"


def difference_patch(old: GraphView, new: GraphView) -> Iterator[bytes]:
    """A difference as a TurtlePatch: ``DELETE DATA`` and ``INSERT DATA`` of SPARQL 1.1 Update, nothing else.

    Run on the graph before, it makes the graph after: default graph and, where both have them, article graphs.
    """
    first, second = _graphs(old), _graphs(new)
    if not (old.has_articles and new.has_articles):
        first, second = {"": first[""]}, {"": second[""]}
    names = first.keys() | second.keys()
    gone = {name: first.get(name, set()) - second.get(name, set()) for name in names}
    come = {name: second.get(name, set()) - first.get(name, set()) for name in names}
    yield from _data("DELETE", gone)
    yield from _data("INSERT", come)


DIFFERENCE_FORMATS: dict[str, Callable[[GraphView, GraphView], Iterator[bytes]]] = {
    "text": lambda old, new: iter([difference_text(difference(old, new)).encode()]),
    "patch": difference_patch,
    "html": lambda old, new: iter([difference_html(difference(old, new)).encode()]),
}


def write_difference(old: GraphView, new: GraphView, form: str) -> Iterator[bytes]:
    """A difference in one of :data:`DIFFERENCE_FORMATS`."""
    return DIFFERENCE_FORMATS[form](old, new)
