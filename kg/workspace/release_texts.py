"""What stands beside the data of a release: description, citation, changelog, and a page to begin with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg import __version__
from kg.exchange.difference import Difference, StatedFact
from kg.graph import GraphView
from kg.graph.dataset import dataset_triples
from kg.graph.statistics import count_graph
from kg.graph.terms import term, text
from kg.graph.turtle import turtle_bytes
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import XBR

__all__ = ["Packed", "changelog", "citation", "description", "readme"]

_TITLE = "Alibaba cross-border e-commerce knowledge graph"
_TITLE_ZH = "阿里巴巴跨境电商知识图谱"
_DCAT, _SPDX = "http://www.w3.org/ns/dcat#", "http://spdx.org/rdf/terms#"
_LICENCE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
_DATASET = ox.NamedNode(XBR + "dataset")
_LISTED = 20  # facts of a kind that the changelog names


@dataclass(frozen=True)
class Packed:
    """A file of a release: its name in it, its media type, and where it is now."""

    name: str
    media_type: str
    path: Path


def _number(count: int) -> ox.Literal:
    return ox.Literal(str(count), datatype=term("xsd:integer"))


def _day(day: date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=term("xsd:date"))


def _distribution(one: Packed) -> Iterator[ox.Triple]:
    """A file with size, media type and SHA-256 (DCAT 3 §6.8)."""
    node = ox.NamedNode(f"{_DATASET.value}/{quote(one.name)}")
    checksum = ox.NamedNode(f"{node.value}-checksum")
    with one.path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    media = ox.NamedNode("https://www.iana.org/assignments/media-types/" + one.media_type)
    yield ox.Triple(_DATASET, ox.NamedNode(_DCAT + "distribution"), node)
    yield ox.Triple(node, term("rdf:type"), ox.NamedNode(_DCAT + "Distribution"))
    yield ox.Triple(node, term("dcterms:title"), text(one.name))
    yield ox.Triple(node, term("dcterms:license"), _LICENCE)
    yield ox.Triple(node, ox.NamedNode(_DCAT + "mediaType"), media)
    if one.name.endswith(".gz"):
        gzipped = ox.NamedNode("https://www.iana.org/assignments/media-types/application/gzip")
        yield ox.Triple(node, ox.NamedNode(_DCAT + "compressFormat"), gzipped)
    yield ox.Triple(node, ox.NamedNode(_DCAT + "byteSize"), _number(one.path.stat().st_size))
    yield ox.Triple(node, ox.NamedNode(_SPDX + "checksum"), checksum)
    yield ox.Triple(checksum, term("rdf:type"), ox.NamedNode(_SPDX + "Checksum"))
    yield ox.Triple(checksum, ox.NamedNode(_SPDX + "algorithm"), ox.NamedNode(_SPDX + "checksumAlgorithm_sha256"))
    yield ox.Triple(checksum, ox.NamedNode(_SPDX + "checksumValue"), text(digest))


def description(graph: GraphView, version: str, issued: date, data: Sequence[Packed]) -> bytes:
    """The data set in VoID and DCAT, with counts and distributions, as Turtle.

    Args:
        graph: what is released.
        version: its version.
        issued: its day.
        data: its files.
    """
    triples = list(dataset_triples(GraphView(graph.store, None, graph.has_articles)))
    triples.append(ox.Triple(_DATASET, ox.NamedNode(_DCAT + "version"), text(version)))
    triples.append(ox.Triple(_DATASET, term("dcterms:issued"), _day(issued)))
    for one in data:
        triples += _distribution(one)
    return turtle_bytes(triples)


def citation(version: str, issued: date) -> bytes:
    """``CITATION.cff`` (Citation File Format 1.2.0)."""
    rows = [
        "cff-version: 1.2.0",
        'message: "If you use this data set, please cite it as below."',
        "type: dataset",
        f'title: "{_TITLE}"',
        f'version: "{version}"',
        f"date-released: {issued.isoformat()}",
        "license: CC-BY-4.0",
        "authors:",
        '  - name: "The alibaba-xborder-kg project"',
        "url: https://w3id.org/alibaba-xborder/id/dataset",
        "keywords:",
        '  - "knowledge graph"',
        '  - "cross-border e-commerce"',
        '  - "Chinese business news"',
    ]
    return ("\n".join(rows) + "\n").encode()


def _plain(text: str) -> str:
    """Words of an article within Markdown: on one line, and no markup."""
    joined = " ".join(text.split())
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#|!~$" else char for char in joined)


def _told(one: StatedFact) -> str:
    known = vocabulary()
    found = known.predicates.get(one.term) or known.metrics.get(one.term)
    return (
        f"{_plain(one.subject) or '—'} {found.zh if found else one.term} {_plain(one.object)} ({_plain(one.article)})"
    )


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    more = [f"- … and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    return [f"\n### {title} ({len(lines)})\n", *(f"- {line}" for line in lines[:_LISTED]), *more]


def changelog(version: str, issued: date, compared: Difference | None) -> bytes:
    """What changed since the former release, counted and, as far as it is short, named.

    Args:
        version: of this release.
        issued: its day.
        compared: what differs; None for a first release.
    """
    lines = ["# Changelog", "", f"## {version} - {issued.isoformat()}", ""]
    if compared is None:
        lines.append("First release, or none to compare with.")
    elif not compared:
        lines.append("The same facts as in the former release.")
    else:
        lines.append(f"{len(compared.came)} facts came, {len(compared.went)} went, {len(compared.changed)} changed.")
        lines += _listed("Articles that came", [_plain(one) for one in compared.articles_came])
        lines += _listed("Articles that went", [_plain(one) for one in compared.articles_went])
        lines += _listed("Facts that came", [_told(one) for one in compared.came])
        lines += _listed("Facts that went", [_told(one) for one in compared.went])
        changed = [f"{_told(one.after)}: {', '.join(one.differing)}" for one in compared.changed]
        lines += _listed("Facts that changed", changed)
        lines += _listed("Things that came", [_plain(one) for one in compared.things_came])
        lines += _listed("Things that went", [_plain(one) for one in compared.things_went])
    return ("\n".join(lines) + "\n").encode()


def readme(graph: GraphView, version: str, issued: date, data: Sequence[Packed], without_persons: bool) -> bytes:
    """The page to begin with: what it is, how much, which file is what.

    Args:
        graph: what is released.
        version: its version.
        issued: its day.
        data: its files.
        without_persons: whether people are left out.
    """
    counts = count_graph(graph)
    people = (
        "\nPeople are left out: no statement is about one, and in quotations their names are covered by █.\n"
        if without_persons
        else ""
    )
    rows = "".join(f"| `{one.name}` | {one.media_type} | {one.path.stat().st_size:,} |\n" for one in data)
    page = f"""# {_TITLE} {version}

{_TITLE_ZH} · {issued.isoformat()}

What articles of Chinese business news state of cross-border e-commerce: each statement and figure with its time, its
source and the exact words that state it.
{people}
| articles | things | statements | observations | triples |
| ---: | ---: | ---: | ---: | ---: |
| {counts.articles:,} | {counts.things:,} | {counts.statements:,} | {counts.observations:,} | {counts.triples:,} |

| file | kind | bytes |
| --- | --- | ---: |
{rows}
`dataset.ttl` describes the data set in VoID and DCAT. `codebook.md` explains the tables. `CHANGELOG.md` tells what
changed. `sha256sum -c SHA256SUMS` checks all files. `CITATION.cff` says how to cite it, `LICENSE` what may be done with
it. Its terms are those of <https://w3id.org/alibaba-xborder/ontology#>. Made with alibaba-xborder-kg {__version__}.
"""
    return page.encode()
