"""A small graph made by hand, in the shape that the program writes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.graph import GraphView
from kg.vocabulary.namespaces import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

SAMPLE = """
xba:a1 a xb:Article ; dcterms:title "速卖通与菜鸟"@zh-Hans ; dcterms:issued "2025-03-01"^^xsd:date ;
    dcterms:publisher xbr:leiphone ; dcterms:source <https://example.org/1> ;
    xb:mentions xbr:aliexpress , xbr:cainiao , xbr:team , xbr:korea , xbr:temu .
xba:a2 a xb:Article ; xb:byline "某甲" ; xb:mentions xbr:aliexpress , xbr:aidc , xbr:choice-app , xbr:choice-plan .

xbr:aliexpress a xb:Platform , xb:Marketplace ; skos:prefLabel "速卖通"@zh-Hans , "速賣通"@zh-Hant , "AliExpress"@en ;
    skos:altLabel "全球速卖通"@zh-Hans ; rdfs:label "AliExpress"@en ; xb:partOf xbr:aidc ; xb:hasStatement xbs:1 .
xbr:cainiao a xb:Organization ; skos:prefLabel "菜鸟"@zh-Hans , "Cainiao"@en ; rdfs:label "Cainiao"@en .
xbr:team a xb:Organization ; skos:prefLabel "菜鸟国际电商物流团队"@zh-Hans ; rdfs:label "菜鸟国际电商物流团队"@zh-Hans .
xbr:aidc a xb:Organization ; skos:prefLabel "阿里国际数字商业集团"@zh-Hans , "AIDC"@en ; rdfs:label "AIDC"@en .
xbr:temu a xb:Platform ; skos:prefLabel "Temu"@zh-Hans ; rdfs:label "Temu" .
xbr:leiphone a xb:Organization ; skos:prefLabel "雷峰网"@zh-Hans ; rdfs:label "雷峰网"@zh-Hans .
xbr:korea a xb:Place , xb:Country ; skos:prefLabel "韩国"@zh-Hans , "South Korea"@en ; rdfs:label "South Korea"@en ;
    skos:broader xbr:asia .
xbr:asia a xb:Place ; skos:prefLabel "亚洲"@zh-Hans ; rdfs:label "亚洲"@zh-Hans .
xbr:choice-app a xb:Platform ; skos:prefLabel "精选"@zh-Hans ; rdfs:label "精选"@zh-Hans .
xbr:choice-plan a xb:Program ; skos:prefLabel "精选"@zh-Hans ; rdfs:label "精选"@zh-Hans .

xbs:1 a xb:Statement ; xb:subject xbr:team ; xb:predicate xb:integratesWith ; xb:object xbr:aliexpress ;
    xb:time "2025" ; xb:timeText "今年初" ; xb:modality xb:asserted ; xb:negated false ; xb:rule "integrates.merge" ;
    xb:scope "部分" ; xb:attributedTo xbr:leiphone ; xb:evidence xbe:1 ; xb:alsoIn xbe:1b ; xb:tells xbv:1 .
xbe:1 a xb:Evidence ; xb:article xba:a1 ; xb:quote "菜鳥**國際**電商物流團隊與速賣通融合"@zh-Hant ;
    xb:text "菜鳥國際電商物流團隊與速賣通融合"@zh-Hant ; xb:start 120 ; xb:end 140 .
xbe:1b a xb:Evidence ; xb:article xba:a1 ; xb:quote "团队并入速卖通"@zh-Hans ; xb:start 300 ; xb:end 307 .
xbv:1 a xb:IntegrationEvent , xb:Occurrence ; xb:agent xbr:team ; xb:affected xbr:aliexpress ; xb:time "2025" ;
    xb:modality xb:asserted ; rdfs:label "融合" .
xbs:2 a xb:Statement ; xb:subject xbr:team ; xb:predicate xb:partOf ; xb:object xbr:cainiao ;
    xb:modality xb:asserted ; xb:negated false ; xb:evidence xbe:1 .
xbs:3 a xb:Statement ; xb:subject xbr:aliexpress ; xb:predicate xb:partOf ; xb:object xbr:aidc ;
    xb:modality xb:asserted ; xb:negated false ; xb:evidence xbe:3 .
xbe:3 a xb:Evidence ; xb:article xba:a2 ; xb:quote "速卖通隶属于AIDC"@zh-Hans ; xb:start 10 ; xb:end 20 .
xbs:4 a xb:Statement ; xb:subject xbr:aliexpress ; xb:predicate xb:targetsMarket ; xb:object xbr:korea ;
    xb:time "2026" ; xb:modality xb:planned ; xb:negated false ; xb:evidence xbe:3 .
xbs:5 a xb:Statement ; xb:subject xbr:aliexpress ; xb:predicate xb:competesWith ; xb:object xbr:temu ;
    xb:modality xb:asserted ; xb:negated true ; xb:evidence xbe:3 .
xbs:6 a xb:Statement ; xb:subject xbr:aliexpress ; xb:predicate xb:targetsMarket ; xb:object xbr:korea ;
    xb:time "2023" ; xb:modality xb:asserted ; xb:negated false ; xb:evidence xbe:1 .
xbs:7 a xb:Statement ; xb:subject xbr:aliexpress ; xb:predicate xb:responsibleFor ; xb:objectText "招商" ;
    xb:modality xb:asserted ; xb:negated false ; xb:evidence xbe:3 .
xbo:1 a xb:Observation ; xb:about xbr:aliexpress ; xb:metric xb:marketShare ; xb:value 85 ; xb:valueText "85%" ;
    xb:unit xbu:percent ; xb:place xbr:korea ; xb:modality xb:asserted ; xb:negated false ; xb:evidence xbe:1 .
xbo:2 a xb:Observation ; xb:about xbr:aidc ; xb:metric xb:revenue ; xb:value 37756000000 ; xb:valueText "377.56亿元" ;
    xb:unit xbu:CNY ; xb:period "2024-Q4" ; xb:modality xb:asserted ; xb:negated false ; xb:evidence xbe:3 .
xbo:3 a xb:Observation ; xb:about xbr:aidc ; xb:metric xb:revenue ; xb:value 25618000000.5 ; xb:unit xbu:CNY ;
    xb:period "2024-Q3" ; xb:modality xb:asserted ; xb:negated false ; xb:approx true ; xb:evidence xbe:3 .
"""


def graph_of(turtle: str) -> GraphView:
    """The graph that a Turtle text says, prefixes given."""
    store = ox.Store()
    store.load((HEAD + turtle).encode(), ox.RdfFormat.TURTLE)
    return GraphView(store, has_articles=False)


def write_sample(folder: Path) -> str:
    """The sample graph as a file, for commands."""
    path = folder / "kg.ttl"
    path.write_text(HEAD + SAMPLE, encoding="utf-8")
    return str(path)


def quoted(text: str) -> str:
    """`text` as a Turtle literal."""
    return str(ox.Literal(text))
