"""A graph in the project's own shape, of any size and always the same: for benchmarks of whatever reads graphs.

python benchmarks/generated.py FOLDER                    a million triples of the default graph
python benchmarks/generated.py FOLDER --triples 100000   fewer

FOLDER gets kg.nt (the default graph) and .kg/store (the same with a graph an article). Things have names in Chinese and
English and are mentioned as unevenly as in news; organizations form a tree; articles state relations and figures with
times, modality and evidence; a quarter of the relations is told again by another article.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyoxigraph as ox

from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBE, XBO, XBR, XBS, XBU, content_id

DEFAULT_TRIPLES = 1_000_000
_RDF_TYPE = f"<{PREFIXES['rdf']}type>"
_BOOLEAN, _DATE, _INTEGER = (f"^^<{PREFIXES['xsd']}{name}>" for name in ("boolean", "date", "integer"))
_FIRST = "云海星光远东新天金龙华安易通达盛跨洋"
_SECOND = ["科技", "物流", "电商", "支付", "国际", "集团", "供应链", "数据", "优选", "出海"]
_PREDICATES = (
    ("leads", "Person", "Organization"),
    ("partOf", "Organization", "Organization"),
    ("partnersWith", "Organization", "Organization"),
    ("competesWith", "Platform", "Platform"),
    ("targetsMarket", "Platform", "Place"),
    ("investsIn", "Organization", "Organization"),
    ("integratesWith", "Platform", "Organization"),
    ("hasFacilityIn", "Organization", "Place"),
)
_METRICS = ("revenue", "orders", "users", "revenueGrowth", "marketShare")
_WORDS = ["增长", "下滑", "布局", "出海", "全托管", "半托管", "海外仓", "旺季", "补贴", "合规"]
_SHARES = (("Organization", 50), ("Platform", 20), ("Person", 25), ("Place", 5))


def _literal(text: str, suffix: str = "") -> str:
    return f'"{text}"{suffix}'


class _Maker:
    """Makes the graph; what it makes depends on the number of articles alone."""

    def __init__(self, articles: int) -> None:
        self._random = Random(20250421)
        self._articles = articles
        self._things = {
            kind: [f"{kind.lower()}-{n}" for n in range(max(8, articles * share // 100))] for kind, share in _SHARES
        }
        self._told: list[tuple[str, str, str]] = []

    def _below(self, bound: int) -> int:
        return int(self._random.random() * bound)

    def _thing(self, kind: str) -> str:
        """A thing of a kind; the first ones far oftener than the last."""
        things = self._things[kind]
        return things[int(len(things) * self._random.random() ** 3)]

    def _iri(self, name: str) -> str:
        return f"<{XBR}{name}>"

    def things(self) -> Iterator[str]:
        """What the graph says of its things."""
        for kind, names in self._things.items():
            for number, name in enumerate(names):
                zh = _FIRST[number % 17] + _FIRST[number // 17 % 17] + _SECOND[number % 10] + str(number)
                node, skos, rdfs = self._iri(name), PREFIXES["skos"], PREFIXES["rdfs"]
                english = f"{kind} {number}"
                yield f"{node} {_RDF_TYPE} <{XB}{kind}>"
                yield f"{node} <{skos}prefLabel> {_literal(zh, '@zh-Hans')}"
                yield f"{node} <{skos}prefLabel> {_literal(english, '@en')}"
                yield f"{node} <{skos}altLabel> {_literal(zh + '公司', '@zh-Hans')}"
                yield f"{node} <{rdfs}label> {_literal(english, '@en')}"
                if kind == "Organization" and number:
                    yield f"{node} <{XB}partOf> {self._iri(names[(number - 1) // 3])}"

    def article(self, number: int) -> Iterator[str]:
        """What an article says."""
        article = f"<{XBA}{number:06d}>"
        day = date(2019, 1, 1) + timedelta(days=self._below(2500))
        dcterms = PREFIXES["dcterms"]
        yield f"{article} {_RDF_TYPE} <{XB}Article>"
        yield f"{article} <{dcterms}title> {_literal(f'{_WORDS[number % 10]}之年：第{number}篇', '@zh-Hans')}"
        yield f"{article} <{dcterms}issued> {_literal(day.isoformat(), _DATE)}"
        yield f"{article} <{dcterms}publisher> {self._iri(f'organization-{number % 8}')}"
        for fact in range(14):
            yield from self._statement(article, f"{number}-{fact}", day)
        for figure in range(5):
            yield from self._observation(article, f"{number}-{figure}", day)

    def _fact(self) -> tuple[str, str, str]:
        if self._told and self._random.random() < 0.25:
            return self._told[self._below(len(self._told))]
        predicate, subject, thing = _PREDICATES[self._below(len(_PREDICATES))]
        fact = (self._thing(subject), predicate, self._thing(thing))
        self._told.append(fact)
        return fact

    def _common(self, node: str, article: str, key: str, day: date) -> Iterator[str]:
        """Time, modality and evidence of a statement or observation."""
        then = day - timedelta(days=self._below(700))
        yield f"{node} <{XB}timeStart> {_literal(then.replace(day=1).isoformat(), _DATE)}"
        yield f"{node} <{XB}timeEnd> {_literal(then.replace(day=28).isoformat(), _DATE)}"
        yield f"{node} <{XB}negated> {_literal('false', _BOOLEAN)}"
        modality = ("asserted", "asserted", "asserted", "planned", "hedged")[self._below(5)]
        yield f"{node} <{XB}modality> <{XB}{modality}>"
        evidence = f"<{XBE}{content_id('evidence', node, key)}>"
        yield f"{node} <{XB}evidence> {evidence}"
        quote = "".join(_WORDS[self._below(10)] for _ in range(8)) + f"，据{key}报道。"
        start = self._below(9000)
        yield f"{evidence} {_RDF_TYPE} <{XB}Evidence>"
        yield f"{evidence} <{XB}article> {article}"
        yield f"{evidence} <{XB}quote> {_literal(quote, '@zh-Hans')}"
        yield f"{evidence} <{XB}start> {_literal(str(start), _INTEGER)}"
        yield f"{evidence} <{XB}end> {_literal(str(start + len(quote)), _INTEGER)}"

    def _statement(self, article: str, key: str, day: date) -> Iterator[str]:
        subject, predicate, thing = self._fact()
        node = f"<{XBS}{content_id('statement', key)}>"
        yield f"{article} <{XB}mentions> {self._iri(subject)}"
        yield f"{article} <{XB}mentions> {self._iri(thing)}"
        yield f"{self._iri(subject)} <{XB}{predicate}> {self._iri(thing)}"
        yield f"{self._iri(subject)} <{XB}hasStatement> {node}"
        yield f"{node} {_RDF_TYPE} <{XB}Statement>"
        yield f"{node} <{XB}subject> {self._iri(subject)}"
        yield f"{node} <{XB}predicate> <{XB}{predicate}>"
        yield f"{node} <{XB}object> {self._iri(thing)}"
        yield f"{node} <{XB}rule> {_literal(f'{predicate}.plain')}"
        if self._random.random() < 0.3:
            yield f"{node} <{XB}role> {_literal(('总裁', '总经理', '首席执行官')[self._below(3)])}"
        yield from self._common(node, article, key, day)

    def _observation(self, article: str, key: str, day: date) -> Iterator[str]:
        about, metric = self._thing("Organization"), _METRICS[self._below(5)]
        node = f"<{XBO}{content_id('observation', key)}>"
        value = _literal(str(self._below(10**9)), _INTEGER)
        yield f"{article} <{XB}mentions> {self._iri(about)}"
        yield f"{self._iri(about)} <{XB}hasObservation> {node}"
        yield f"{node} {_RDF_TYPE} <{XB}Observation>"
        yield f"{node} <{XB}about> {self._iri(about)}"
        yield f"{node} <{XB}metric> <{XB}{metric}>"
        yield f"{node} <{XB}value> {value}"
        yield f"{node} <{XB}unit> <{XBU}{'CNY' if metric == 'revenue' else 'percent'}>"
        yield from self._common(node, article, key, day)


_OF_AN_ARTICLE = 351  # triples of the default graph for each article, all else counted in


def make_graph(folder: Path, triples: int = DEFAULT_TRIPLES) -> tuple[Path, Path]:
    """Write kg.nt and .kg/store into a folder, unless they are there; their paths.

    Args:
        folder: where to.
        triples: about how many triples the default graph holds.
    """
    file, store = folder / "kg.nt", folder / ".kg" / "store"
    if file.is_file() and store.is_dir():
        return file, store
    if store.exists():
        shutil.rmtree(store)
    store.parent.mkdir(parents=True, exist_ok=True)
    maker = _Maker(max(1, round(triples / _OF_AN_ARTICLE)))
    quads, partial = folder / "articles.nq", folder / "kg.nt.part"
    seen: set[str] = set()
    with quads.open("w", encoding="utf-8") as named, partial.open("w", encoding="utf-8") as plain:
        for number in range(maker._articles):
            graph = f"<{XBA}{number:06d}>"
            for line in [*(maker.things() if not number else ()), *maker.article(number)]:
                named.write(f"{line} {graph} .\n")
                if line not in seen:
                    plain.write(f"{line} .\n")
                    seen.add(line)
    opened = ox.Store(str(store))
    opened.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    opened.bulk_load(path=str(partial), format=ox.RdfFormat.N_TRIPLES)
    opened.optimize()
    opened.flush()
    del opened
    quads.unlink()
    return partial.rename(file), store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--triples", type=int, default=DEFAULT_TRIPLES)
    chosen = parser.parse_args()
    file, _ = make_graph(chosen.folder, chosen.triples)
    with file.open("rb") as stream:
        print(f"{sum(1 for _ in stream):,} triples in {file}")


if __name__ == "__main__":
    main()
