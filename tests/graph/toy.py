"""Three small articles made by hand, and the few names that a lexicon knows for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox
import pytest

from kg.graph import GraphView, article_quads, names
from kg.graph.store import fill_store
from kg.model import (
    Article,
    ArticleFacts,
    Body,
    Entity,
    Evidence,
    Observation,
    Qualifiers,
    Relation,
    Segment,
    TimeSpan,
)


def entry(slug: str, kind: str, zh: str, **more: Any) -> Any:
    """What the lexicon knows of a name."""
    known = {
        "zh_hant": zh,
        "en": None,
        "aliases": (),
        "ambiguous": (),
        "broader": (),
        "exact_match": (),
        "subclass": None,
    }
    fields = known | more
    label = fields["en"] or zh
    return SimpleNamespace(slug=slug, type=kind, zh=zh, label=label, **fields)


ENTRIES = {
    one.slug: one
    for one in (
        entry(
            "aliexpress",
            "Platform",
            "速卖通",
            zh_hant="速賣通",
            en="AliExpress",
            subclass="Marketplace",
            aliases=("全球速卖通",),
            exact_match=("https://www.wikidata.org/entity/Q1234",),
        ),
        entry("cainiao", "Organization", "菜鸟", zh_hant="菜鳥", en="Cainiao"),
        entry("aidc", "Organization", "阿里国际数字商业集团", en="AIDC"),
        entry("temu", "Platform", "Temu", en="Temu"),
        entry("leiphone", "Organization", "雷峰网", zh_hant="雷鋒網", subclass="MediaOutlet"),
        entry("korea", "Place", "韩国", zh_hant="韓國", en="South Korea", broader=("east-asia",), subclass="Country"),
        entry("east-asia", "Place", "东亚", en="East Asia", broader=("asia",)),
        entry("asia", "Place", "亚洲", en="Asia"),
    )
}


@contextmanager
def toy_lexicon() -> Iterator[None]:
    """Let the graph know the names above instead of the lexicon's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "lexicon", lambda: SimpleNamespace(entries=ENTRIES))
        _forget()
        yield
    _forget()


def _forget() -> None:
    names._organizations.cache_clear()
    names._known_triples.cache_clear()


def known(slug: str, *aliases: str) -> Entity:
    """A thing of the lexicon, with the forms in which the article writes it."""
    one = ENTRIES[slug]
    return Entity(slug, one.type, one.zh, en=one.en, aliases=aliases, linked=True, subclass=one.subclass)


def unknown(slug: str, kind: str, name: str, *aliases: str, en: str | None = None) -> Entity:
    return Entity(slug, kind, name, en=en, aliases=aliases)


def article(name: str, text: str, **more: Any) -> Article:
    body = Body(text, (Segment(0, 0, len(text), len(text)),))
    return Article(name, text, "ab" * 32, body, path=f"{name}.md", **more)


def proof(one: Article, sentence: str, text: str | None = None) -> Evidence:
    """The place of a sentence in an article."""
    start = one.file_text.index(sentence)
    return Evidence(one.id, start, start + len(sentence), sentence, text or sentence)


TEAM = unknown("cainiao-team-000001", "Organization", "菜鸟国际电商物流团队", "菜鳥國際電商物流團隊", "物流團隊")
MERGED = "今年初菜鳥部分國際電商物流團隊與速賣通融合。"


def hant_facts() -> ArticleFacts:
    """The article in traditional characters."""
    one = article("a", f"前言。{MERGED}韓國份額約85%。", published="2025-03", publisher="雷峰網")
    aliexpress, korea = known("aliexpress", "速賣通"), known("korea", "韓國")
    merged = Relation(
        predicate="integratesWith",
        subject=TEAM,
        object=aliexpress,
        evidence=proof(one, MERGED),
        time=TimeSpan("2025"),
        time_text="今年初",
        rule="integrates.merge",
        qualifiers=Qualifiers(scope="部分團隊"),
    )
    part = Relation(predicate="partOf", subject=TEAM, object=known("cainiao", "菜鳥"), evidence=proof(one, MERGED))
    share = Observation(
        metric="marketShare",
        subject=aliexpress,
        value=Decimal("85.0"),
        value_text="85%",
        unit="percent",
        evidence=proof(one, "韓國份額約85%。"),
        qualifiers=Qualifiers(place=korea, approx=True),
    )
    return ArticleFacts(one, (aliexpress, known("cainiao"), TEAM, korea), (merged, part), (share,))


SUN = unknown("sun-xing-000002", "Person", "孙兴")
CHOICE = unknown("choice-000003", "Program", "Choice")
RIVALS = "速卖通与**Temu**竞争。"


def hans_facts() -> ArticleFacts:
    """An article with every kind of statement."""
    text = (
        f"速卖通隶属于AIDC。{RIVALS}孙兴曾任速卖通总裁。速卖通将进入韩国。2024年9月速卖通推出Choice，去年推出Choice。"
        "AIDC营收377.56亿元。雷峰网称速卖通未进入韩国。速卖通负责招商。"
    )
    one = article(
        "b",
        text,
        title="速卖通",
        published="2025-04-21",
        publisher="光子星球",
        author="某甲",
        source="https://x.org/1?a=b c",
    )
    aliexpress, aidc, temu, korea = (
        known("aliexpress", "全球速卖通", "国际版淘宝"),
        known("aidc"),
        known("temu"),
        known("korea"),
    )
    relations = (
        Relation(predicate="partOf", subject=aliexpress, object=aidc, evidence=proof(one, "速卖通隶属于AIDC。")),
        Relation(
            predicate="competesWith",
            subject=aliexpress,
            object=temu,
            evidence=proof(one, RIVALS, RIVALS.replace("*", "")),
        ),
        Relation(
            predicate="leads",
            subject=SUN,
            object=aliexpress,
            evidence=proof(one, "孙兴曾任速卖通总裁。"),
            qualifiers=Qualifiers(role="总裁", former=True),
        ),
        Relation(
            predicate="targetsMarket",
            subject=aliexpress,
            object=korea,
            modality="planned",
            evidence=proof(one, "速卖通将进入韩国。"),
        ),
        Relation(
            predicate="launches",
            subject=aliexpress,
            object=CHOICE,
            time=TimeSpan("2024-09"),
            time_text="2024年9月",
            evidence=proof(one, "2024年9月速卖通推出Choice，"),
        ),
        Relation(
            predicate="launches",
            subject=aliexpress,
            object=CHOICE,
            time=TimeSpan("2024"),
            evidence=proof(one, "去年推出Choice。"),
        ),
        Relation(
            predicate="targetsMarket",
            subject=aliexpress,
            object=korea,
            negated=True,
            attributed_to=known("leiphone"),
            evidence=proof(one, "雷峰网称速卖通未进入韩国。"),
        ),
        Relation(
            predicate="responsibleFor", subject=aliexpress, object_text="招商", evidence=proof(one, "速卖通负责招商。")
        ),
    )
    revenue = Observation(
        metric="revenue",
        subject=aidc,
        value=Decimal("37756000000"),
        value_text="377.56亿元",
        unit="CNY",
        time=TimeSpan("2024-Q4"),
        evidence=proof(one, "AIDC营收377.56亿元。"),
        qualifiers=Qualifiers(from_value=Decimal("285.50"), max=Decimal(5)),
    )
    entities = (aliexpress, aidc, temu, korea, known("leiphone"), SUN, CHOICE)
    return ArticleFacts(one, entities, relations, (revenue,))


def third_facts() -> ArticleFacts:
    """An article that agrees with the second on one relation, and not on a figure."""
    one = article("c", "全球速卖通属AIDC。AIDC营收370亿元。", published="2025", publisher="光子星球")
    aidc = known("aidc")
    part = Relation(
        predicate="partOf", subject=known("aliexpress"), object=aidc, evidence=proof(one, "全球速卖通属AIDC。")
    )
    revenue = Observation(
        metric="revenue",
        subject=aidc,
        value=Decimal("37000000000"),
        value_text="370亿元",
        unit="CNY",
        time=TimeSpan("2024-Q4"),
        evidence=proof(one, "AIDC营收370亿元。"),
    )
    return ArticleFacts(one, (known("aliexpress"), aidc), (part,), (revenue,))


def fourth_facts() -> ArticleFacts:
    """A third voice for the same relation."""
    one = article("d", "速卖通是AIDC的平台。")
    part = Relation(
        predicate="partOf",
        subject=known("aliexpress"),
        object=known("aidc"),
        evidence=proof(one, "速卖通是AIDC的平台。"),
    )
    return ArticleFacts(one, (known("aliexpress"), known("aidc")), (part,))


def all_facts() -> tuple[ArticleFacts, ...]:
    return hant_facts(), hans_facts(), third_facts(), fourth_facts()


def toy_graph(*facts: ArticleFacts) -> GraphView:
    """A graph in memory of these articles, or of all."""
    store = ox.Store()
    with toy_lexicon():
        fill_store(store, [article_quads(one) for one in facts or all_facts()])
    return GraphView(store)
