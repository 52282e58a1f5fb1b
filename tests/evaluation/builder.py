"""Graphs and gold annotations for tests: by hand from short Turtle, and from annotations with seeded faults."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from kg.model import traditionalize
from kg.vocabulary import TOP_TYPES, vocabulary
from kg.vocabulary.namespaces import PREFIXES

XB, XBU, XBR = (Namespace(PREFIXES[p]) for p in ("xb", "xbu", "xbr"))
XBA, XBS, XBO, XBE = (Namespace(PREFIXES[p]) for p in ("xba", "xbs", "xbo", "xbe"))

_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

Json = dict[str, Any]


def write_turtle(path: Path, body: str) -> Path:
    """A graph file from Turtle without its prefixes."""
    path.write_text(_HEAD + body, encoding="utf-8")
    return path


def write_gold(path: Path, entities: list[Json], facts: list[Json], **article: Any) -> Path:
    """A file of gold annotations."""
    found = {"article": {"id": "a1", **article}, "entities": entities, "facts": facts}
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return path


def entity(key: str, name: str, kind: str = "Platform", **more: Any) -> Json:
    return {"id": key, "name": name, "type": kind, "aliases": [], **more}


def relation(subject: str | None, predicate: str, target: str, **more: Any) -> Json:
    return {"kind": "relation", "subject": subject, "predicate": predicate, "object": target, **more}


def figure(subject: str, metric: str, value: float | str, unit: str | None, **more: Any) -> Json:
    return {"kind": "observation", "subject": subject, "metric": metric, "value": value, "unit": unit, **more}


class FaultyGraph:
    """A graph of gold annotations in which a share of everything is wrong, the same for the same seed.

    Args:
        gold: annotations as they stand in the file.
        seed: of the random choices.
        noise: share of choices that go wrong, 0 to 1.
    """

    def __init__(self, gold: Json, seed: int, noise: float) -> None:
        self._gold, self._random, self._noise = gold, random.Random(seed), noise
        self.graph = Graph()
        self._nodes: dict[str, list[URIRef]] = {}
        self._article = XBA[gold["article"]["id"]]
        self._quotes = [fact["evidence"] for fact in gold["facts"]] or [""]
        self._count = 0
        self._build()

    def _wrong(self, weight: float = 1.0) -> bool:
        return self._random.random() < self._noise * weight

    def _build(self) -> None:
        self.graph.add((self._article, RDF.type, XB.Article))
        for one in self._gold["entities"]:
            self._add_entity(one)
        for n in range(int(8 * self._noise)):
            stranger = self._named(XBR[f"stranger-{n}"], [f"路人{n}", f"Stranger {n}"], "Organization")
            self._nodes[f"stranger {n}"] = [stranger]
            self.graph.add((self._article, XB.mentions, stranger))
        for fact in self._gold["facts"]:
            if self._wrong():
                continue
            for _ in range(2 if self._wrong(0.5) else 1):
                self._add_fact(dict(fact))
            if self._wrong(0.5):
                self._add_fact(self._mistaken(fact))

    def _add_entity(self, one: Json) -> None:
        names = [one["name"], *one["aliases"], *([one["en"]] if "en" in one else [])]
        nodes = []
        for n in range(2 if self._wrong(0.5) else 1):
            kind = self._random.choice(TOP_TYPES) if self._wrong() else one["type"]
            some = self._random.sample(names, self._random.randint(1, len(names))) if self._wrong() else names
            node = XBR[f"{one['id']}-{n}-{self._random.randrange(1000)}"]
            nodes.append(self._named(node, [] if self._wrong(0.1) else some, kind))
            if not self._wrong():
                self.graph.add((self._article, XB.mentions, nodes[-1]))
        self._nodes[one["id"]] = nodes

    def _named(self, node: URIRef, names: list[str], kind: str) -> URIRef:
        self.graph.add((node, RDF.type, XB[kind]))
        changes: list[Callable[[str], str]] = [traditionalize, str.upper, " ".join, lambda name: f"“{name}”"]
        for name, place in zip(names, [SKOS.prefLabel, RDFS.label, *[SKOS.altLabel] * len(names)], strict=False):
            written = self._random.choice(changes)(name) if self._wrong() else name
            self.graph.add((node, place, Literal(written, lang="zh-Hans")))
        return node

    def _thing(self, key: str | None) -> URIRef | None:
        if key not in self._nodes or self._wrong(0.2):
            key = self._random.choice(sorted(self._nodes))
        return self._random.choice(self._nodes[key])

    def _mistaken(self, fact: Json) -> Json:
        """Another claim about the same: another predicate or metric, turned round, or denied."""
        found = dict(fact)
        if fact["kind"] == "observation":
            found["metric"] = self._random.choice(["other", *sorted(vocabulary().metrics)])
        elif self._random.random() < 0.5 and fact["subject"] and fact["object"] in self._nodes:
            found["subject"], found["object"] = fact["object"], fact["subject"]
        else:
            found["predicate"] = self._random.choice(sorted(vocabulary().predicates))
        return found

    def _time(self, time: str | None) -> str | None:
        if not self._wrong():
            return time
        if time is None:
            return "2024"
        same = {"2024-Q4": "2024-10/2024-12", "2024": "2024-01/2024-12", "2023": "2023-01-01/2023-12-31"}
        return self._random.choice([same.get(time, f"{time}/{time}"), f"{time}/..", "2001-04", None])

    def _quote(self, quote: str) -> str | None:
        if not self._wrong():
            return quote
        half, other = quote[: len(quote) // 2], self._random.choice(self._quotes)
        return self._random.choice([half, quote + other, other, other + quote[-8:], traditionalize(quote), "", None])

    def _add_fact(self, fact: Json) -> None:
        self._count += 1
        is_relation = fact["kind"] == "relation"
        node = (XBS if is_relation else XBO)[f"{self._random.randrange(16**8):08x}{self._count:04x}"]
        if is_relation:
            self._add_relation(node, fact)
        else:
            self._add_observation(node, fact)
        self._add_common(node, fact, self._time(fact.get("time") or fact.get("period")))

    def _add_relation(self, node: URIRef, fact: Json) -> None:
        self.graph.add((node, RDF.type, XB.Statement))
        self.graph.add((node, XB.predicate, XB[fact["predicate"]]))
        if fact["subject"] is not None:
            self.graph.add((node, XB.subject, self._thing(fact["subject"])))
        target = fact["object"]
        if target not in self._nodes or (vocabulary().predicates[fact["predicate"]].takes_text and self._wrong()):
            names = {one["id"]: one["name"] for one in self._gold["entities"]}
            text = names.get(target, target) + ("模式" if self._wrong() else "（新）" if self._wrong() else "")
            self.graph.add((node, XB.objectText, Literal(text[1:] if self._wrong() else text, lang="zh-Hans")))
        else:
            self.graph.add((node, XB.object, self._thing(target)))

    def _add_observation(self, node: URIRef, fact: Json) -> None:
        self.graph.add((node, RDF.type, XB.Observation))
        self.graph.add((node, XB.metric, XB[fact["metric"]]))
        self.graph.add((node, XB.about, self._thing(fact["subject"])))
        value = fact["value"]
        if isinstance(value, (int, float)) and self._wrong():
            value = float(f"{value * self._random.choice([0.95, 0.9899, 0.9901, 1.0, 1.0099, 1.0101, 1.3]):.10g}")
        datatype = self._random.choice([XSD.decimal, XSD.double]) if isinstance(value, float) else None
        self.graph.add((node, XB.value, Literal(str(value), datatype=datatype) if datatype else Literal(value)))
        unit = self._random.choice(["CNY", "percent"]) if self._wrong(0.5) else fact["unit"]
        if unit:
            self.graph.add((node, XB.unit, XBU[unit]))

    def _add_common(self, node: URIRef, fact: Json, time: str | None) -> None:
        add = self.graph.add
        if time:
            add((node, XB.time if fact["kind"] == "relation" else XB.period, Literal(time)))
        modality = self._random.choice(["asserted", "planned", "hedged"]) if self._wrong() else fact["modality"]
        add((node, XB.modality, XB[modality or "asserted"]))
        add((node, XB.negated, Literal(bool(fact["negated"]) != self._wrong(0.3))))
        if bool(fact.get("attributedTo")) != self._wrong(0.5):
            add((node, XB.attributedTo, self._thing(fact.get("attributedTo"))))
        given = {key: fact[key] for key in ("place", "list", "comparison") if fact.get(key) is not None}
        for key, wanted in sorted({**fact["qualifiers"], **given}.items()):
            if not self._wrong():
                add((node, XB[key], self._qualifier(key, wanted)))
        quote = self._quote(fact["evidence"])
        if quote is not None:
            evidence = XBE[node.rpartition("/")[2]]
            add((node, XB.evidence, evidence))
            add((evidence, RDF.type, XB.Evidence))
            add((evidence, XB.quote, Literal(quote, lang="zh-Hans")))

    def _qualifier(self, key: str, wanted: Any) -> URIRef | Literal:
        if key == "bound":
            return XB[wanted]
        if wanted in self._nodes:
            return self._thing(wanted)  # type: ignore[return-value]
        if isinstance(wanted, bool):
            return Literal(wanted != self._wrong())
        if isinstance(wanted, (int, float)):
            return self._random.choice([Literal(wanted), Literal(str(float(wanted)), datatype=XSD.decimal)])
        return Literal(str(wanted)[1:] if self._wrong() else str(wanted), lang="zh-Hans")
