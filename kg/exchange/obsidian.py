"""A vault for Obsidian: a note a thing and a note an article, linked by what the articles state.

Names of files are those of the things, without what file systems and links do not take. Nothing of an article is markup
in a note: every character that Markdown, links, tags or plug-ins read is escaped.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from kg.exchange.records import Records
from kg.graph import GraphView
from kg.vocabulary import vocabulary

__all__ = ["files", "markdown_text"]

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!$~=%^+:@&()-])")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|#^\[\]%`\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]')
_LONGEST = 150  # bytes of a name, so that suffix and number fit everywhere
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}


def markdown_text(text: str) -> str:
    r"""A text whose characters all stand for themselves in Markdown, on one line.

    >>> markdown_text("[[a]] *b*")
    '\\[\\[a\\]\\] \\*b\\*'
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _file_name(name: str) -> str:
    plain = " ".join(_NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", name)).split()).strip(". ")
    while len(plain.encode()) > _LONGEST:
        plain = plain[:-1].rstrip(". ")
    return f"_{plain}" if plain.lower() in _RESERVED or not plain else plain


class _Notes:
    """The names of the notes: of things by their Chinese name, of articles by their title."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.names: dict[str, str] = {}
        taken: dict[str, str] = {}
        for kind in ("things", "articles"):
            for iri in records.all(kind):
                called = records.name(iri, "zh-Hans") or records.name(iri) if kind == "things" else self._title(iri)
                name = _file_name(called or "")
                if name.casefold() in taken:
                    name = _file_name(f"{name} ({records.short(iri)})"[-_LONGEST:])
                number = 2
                while name.casefold() in taken:
                    name, number = f"{name} {number}", number + 1
                taken[name.casefold()] = iri
                self.names[iri] = name

    def _title(self, article: str) -> str:
        return self._records.value(article, "dcterms:title") or self._records.short(article)

    def link(self, iri: str | None, shown: str | None = None) -> str:
        """A link to a note, or escaped text where there is none."""
        if iri is None:
            return "—"
        name = self.names.get(iri)
        text = re.sub(r"[\[\]|\s]+", " ", shown) if shown else ""
        if name is None:
            return markdown_text(text or self._records.short(iri))
        return f"[[{name}|{text}]]" if text and text != name else f"[[{name}]]"


def _front(fields: dict[str, object]) -> str:
    """Properties of a note: values as JSON, which is YAML."""
    rows = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in fields.items()
        if value not in (None, [], "")
    ]
    return "---\n" + "".join(rows) + "---\n"


def _remarks(records: Records, fact: str, notes: _Notes) -> str:
    parts = [records.value(fact, name) for name in ("time", "period", "role", "scope", "list", "label")]
    found = [markdown_text(one) for one in parts if one]
    modality = records.local(fact, "modality")
    found += [modality] if modality and modality != "asserted" else []
    found += ["denied 否认"] if records.truth(fact, "negated") else []
    found += ["former 曾经"] if records.truth(fact, "former") else []
    speaker = records.value(fact, "attributedTo")
    found += [f"according to {notes.link(speaker)}"] if speaker else []
    return f" ({'; '.join(found)})" if found else ""


def _quote(records: Records, fact: str, notes: _Notes) -> str:
    evidence = records.value(fact, "evidence")
    words = evidence and (records.value(evidence, "text") or records.value(evidence, "quote"))
    return f"\n    > {markdown_text(words or '')} — {notes.link(records.article_of(fact))}"


def _relation(records: Records, fact: str, notes: _Notes) -> str:
    predicate = records.local(fact, "predicate") or ""
    known = vocabulary().predicates.get(predicate)
    text = records.value(fact, "objectText")
    obj = markdown_text(text) if text else notes.link(records.value(fact, "object"))
    line = f"- {notes.link(records.value(fact, 'subject'))} **{known.zh if known else predicate}** {obj}"
    return line + _remarks(records, fact, notes) + _quote(records, fact, notes) + "\n"


def _figure(records: Records, fact: str, notes: _Notes) -> str:
    metric = records.local(fact, "metric") or ""
    known = vocabulary().metrics.get(metric)
    line = f"- **{known.zh if known else metric}** {markdown_text(records.value(fact, 'valueText') or '')}"
    return line + _remarks(records, fact, notes) + _quote(records, fact, notes) + "\n"


def _section(title: str, lines: list[str]) -> str:
    return f"\n## {title}\n\n{''.join(lines)}" if lines else ""


def _thing(records: Records, iri: str, notes: _Notes, mentioned: list[str]) -> str:
    preferred = [value for value, _ in records.tagged(iri, "skos:prefLabel")]
    further = [value for value, _ in records.tagged(iri, "skos:altLabel")]
    types = records.types(iri)
    fields: dict[str, object] = {
        "aliases": [one for one in dict.fromkeys((*preferred, *further)) if one != notes.names[iri]],
        "tags": [f"kg/{name}" for name in types],
        "type": records.top_type(iri),
        "iri": iri,
        "same_as": records.values(iri, "skos:exactMatch"),
    }
    facts = [_relation(records, one, notes) for one in records.values(iri, "hasStatement")]
    figures = [_figure(records, one, notes) for one in records.values(iri, "hasObservation")]
    places = [f"- {notes.link(one)}\n" for one in records.values(iri, "skos:broader")]
    articles = [f"- {notes.link(one)}\n" for one in mentioned]
    body = _section("Relations 关系", facts) + _section("Figures 数据", figures) + _section("Lies in 所属地区", places)
    heading = " / ".join(markdown_text(name) for name in dict.fromkeys(preferred))
    return _front(fields) + f"\n# {heading}\n" + body + _section("Articles 文章", articles)


def _article(records: Records, iri: str, notes: _Notes, facts: list[str]) -> str:
    fields: dict[str, object] = {
        "tags": ["kg/Article"],
        "title": records.value(iri, "dcterms:title"),
        "issued": records.value(iri, "dcterms:issued"),
        "byline": records.value(iri, "byline"),
        "source": records.value(iri, "dcterms:source"),
        "iri": iri,
    }
    publisher = records.value(iri, "dcterms:publisher")
    said = [
        _relation(records, one, notes) if records.value(one, "predicate") else _about(records, one, notes)
        for one in facts
    ]
    mentions = [f"- {notes.link(one)}\n" for one in records.values(iri, "mentions")]
    heading = f"\n# {markdown_text(records.value(iri, 'dcterms:title') or records.short(iri))}\n"
    source = f"\nPublisher 出版者: {notes.link(publisher)}\n" if publisher else ""
    return _front(fields) + heading + source + _section("States 陈述", said) + _section("Mentions 提及", mentions)


def _about(records: Records, fact: str, notes: _Notes) -> str:
    return f"- {notes.link(records.value(fact, 'about'))}: " + _figure(records, fact, notes).removeprefix("- ")


def files(graph: GraphView) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Notes of things in folders by type, and of articles."""
    records = Records(graph)
    notes = _Notes(records)
    stated: dict[str, list[str]] = defaultdict(list)
    for kind in ("statements", "observations"):
        for fact in records.all(kind):
            stated[records.article_of(fact) or ""].append(fact)
    mentioned: dict[str, list[str]] = defaultdict(list)
    for article in records.all("articles"):
        for thing in records.values(article, "mentions"):
            mentioned[thing].append(article)
    for iri in records.all("things"):
        name = f"{records.top_type(iri)}/{notes.names[iri]}.md"
        yield name, iter([_thing(records, iri, notes, mentioned[iri]).encode()])
    for iri in records.all("articles"):
        yield f"Article/{notes.names[iri]}.md", iter([_article(records, iri, notes, stated[iri]).encode()])
