"""What validation finds, as text for people, JSON, and the report that SHACL defines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import pyoxigraph as ox

from kg.graph.findings import Finding
from kg.graph.shapes import SH, XBSH
from kg.graph.turtle import turtle_bytes
from kg.vocabulary.namespaces import PREFIXES, compact_iri

__all__ = ["REPORT_FORMATS", "report_json", "report_lines", "report_turtle"]

REPORT_FORMATS = ("text", "json", "ttl")
_WIDEST = 80  # characters of a value
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")  # nothing of an article steers a terminal
_COMPONENTS = {"class": "Class", "or": "Or", "in": "In", "sparql": "SPARQL"}


def _node(text: str) -> str:
    compact = compact_iri(text[1:-1]) if text.startswith("<") else None
    return ":".join(compact) if compact else text


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def _short(text: str) -> str:
    clean = _clean(text)
    return clean if len(clean) <= _WIDEST else clean[: _WIDEST - 1] + "…"


def report_lines(findings: Iterable[Finding], source: str) -> Iterator[str]:
    """Findings as lines: the file, then article by article node, what is wrong in both languages, how to mend it.

    Args:
        findings: what was found, in its order.
        source: the file or folder that was checked.
    """
    article: str | None = ""
    node = ""
    for one in findings:
        if one.article != article:
            article, node = one.article, ""
            yield f"{source}: {_node(f'<{article}>') if article else 'all articles together'}"
        if one.node != node:
            node = one.node
            yield f"  {_short(_node(node))}"
        where = f" [{one.path}]" if one.path else ""
        yield f"    {'warning' if one.warning else 'error'}{where}: {_clean(one.message.get('en', one.component))}"
        if "zh" in one.message:
            yield f"      {_clean(one.message['zh'])}"
        if one.value is not None:
            yield f"      found: {_short(one.value)}"
        if "en" in one.remedy:
            yield f"      mend: {one.remedy['en']} {one.remedy.get('zh', '')}".rstrip()
        yield f"      shape: {one.shape}, {one.component}"


def report_json(findings: Iterable[Finding], source: str) -> str:
    """Findings as one JSON object: ``conforms``, ``source``, ``results``."""
    results = [asdict(one) for one in findings]
    conforms = all(one["warning"] for one in results)
    return json.dumps({"conforms": conforms, "source": source, "results": results}, ensure_ascii=False, indent=1) + "\n"


def _term(text: str) -> ox.NamedNode | ox.Literal:
    """A node or value as it is shown, as a term again; what is no IRI stays a string."""
    prefix, _, local = text.partition(":")
    if text.startswith("<") and text.endswith(">"):
        return ox.NamedNode(text[1:-1])
    return ox.NamedNode(PREFIXES[prefix] + local) if prefix in PREFIXES else ox.Literal(text)


def _component(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{SH}{_COMPONENTS.get(name) or name[0].upper() + name[1:]}ConstraintComponent")


def _result(number: int, one: Finding) -> Iterator[ox.Triple]:
    node = ox.BlankNode(f"r{number}")

    def said(name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(node, ox.NamedNode(SH + name), value)

    yield ox.Triple(ox.BlankNode("report"), ox.NamedNode(SH + "result"), node)
    yield ox.Triple(node, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(SH + "ValidationResult"))
    yield said("focusNode", _term(one.node))
    if one.path and "/" not in one.path and "^" not in one.path:
        yield said("resultPath", _term(one.path))
    if one.value is not None:
        yield said("value", _term(one.value))
    yield said("sourceShape", ox.NamedNode(XBSH + one.shape))
    yield said("sourceConstraintComponent", _component(one.component))
    yield said("resultSeverity", ox.NamedNode(SH + ("Warning" if one.warning else "Violation")))
    for language, text in one.message.items():
        yield said("resultMessage", ox.Literal(text, language="zh-Hans" if language == "zh" else language))


def report_turtle(findings: Iterable[Finding]) -> bytes:
    """Findings as a validation report of SHACL (§3.6) in Turtle."""
    report = ox.BlankNode("report")
    triples = [ox.Triple(report, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(SH + "ValidationReport"))]
    conforms = True
    for number, one in enumerate(findings, 1):
        triples += _result(number, one)
        conforms = conforms and one.warning
    value = ox.Literal("true" if conforms else "false", datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean"))
    triples.append(ox.Triple(report, ox.NamedNode(SH + "conforms"), value))
    return turtle_bytes(triples)
