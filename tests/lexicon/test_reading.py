"""Lexicon files as they are read, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.lexicon import check_lexicon, read_lexicon
from kg.vocabulary import DataFileError
from tests.lexicon.conftest import Write

SHOP = """\
xbr:shop a xb:Platform , xb:Marketplace ;
    skos:prefLabel "万里店"@zh-Hans , "Shop"@en ;
    skos:altLabel "全球万里店"@zh-Hans ;
    rdfs:label "Shop"@en .
"""


def test_a_thing_with_all_that_it_can_have(write: Write) -> None:
    folder = write(
        shops=SHOP
        + """\
xbr:bird a xb:Organization ;
    skos:prefLabel "菜鸟"@zh-Hans , "菜鳥"@zh-Hant , "Bird"@en ; rdfs:label "Bird"@en ;
    skos:altLabel "菜鸟网络"@zh-Hans ;
    xb:ambiguousLabel "菜鸟"@zh-Hans ; xb:contextWord "快递" ; xb:notWithin "菜鸟卖家" ;
    skos:exactMatch <http://example.org/bird> .
xbr:latin a xb:Platform ; skos:prefLabel "Temu"@en ; rdfs:label "Temu"@en .
"""
    )
    known = read_lexicon(folder)
    shop = known.entries["shop"]
    assert (shop.type, shop.subclass, shop.zh, shop.zh_hant, shop.en) == (
        "Platform",
        "Marketplace",
        "万里店",
        "萬里店",
        "Shop",
    )
    assert shop.aliases == ("全球万里店",)
    bird = known.entries["bird"]
    assert bird.ambiguous == ("菜鸟",)
    assert bird.context == ("快递", "菜鸟网络")  # its own name decides too
    assert bird.exact_match == ("http://example.org/bird",)
    assert "菜鸟卖家" in known.blocked()
    assert [row for row in known.forms() if row[1] == "bird"] == [
        ("Bird", "bird", False),
        ("菜鸟", "bird", True),
        ("菜鸟网络", "bird", False),
    ]
    latin = known.entries["latin"]
    assert (latin.zh, latin.zh_hant, latin.en) == ("Temu", "Temu", "Temu")
    assert latin.entity().name == "Temu"


def test_context_is_a_word_and_not_a_run_of_letters(write: Write) -> None:
    folder = write(
        names='xbr:ai-thing a xb:Platform ; skos:prefLabel "夸克"@zh-Hans ; rdfs:label "夸克"@zh-Hans ;'
        ' xb:ambiguousLabel "夸克"@zh-Hans ; xb:contextWord "AI" .\n'
    )
    thing = read_lexicon(folder).entries["ai-thing"]
    assert thing.counts_in("夸克的ai搜索")
    assert not thing.counts_in("PAID 夸克")


def test_one_form_may_mean_two_things_if_at_most_one_surely(write: Write) -> None:
    folder = write(
        names=SHOP
        + """\
xbr:other a xb:Organization ; skos:prefLabel "万里公司"@zh-Hans ; rdfs:label "万里公司"@zh-Hans ;
    xb:ambiguousLabel "万里店"@zh-Hans ; xb:contextWord "公司" .
"""
    )
    assert check_lexicon(folder) == []
    assert [entry.slug for entry in read_lexicon(folder).find("萬里店")] == ["shop", "other"]


def test_a_file_adds_names_to_a_place_of_cldr(write: Write) -> None:
    folder = write(
        places="""\
xbr:united-arab-emirates skos:prefLabel "阿联酋"@zh-Hans ; xb:notWithin "阿联酋航空" .
xbr:europe skos:narrower xbr:france .
"""
    )
    known = read_lexicon(folder)
    emirates = known.entries["united-arab-emirates"]
    assert (emirates.zh, emirates.zh_hant, emirates.label) == ("阿联酋", "阿聯酋", "United Arab Emirates")
    assert {"阿拉伯联合酋长国", "阿拉伯聯合大公國"} <= set(emirates.aliases)
    assert known.entries["france"].broader == ("europe",)


def test_names_of_a_slug_in_two_files_come_together_whatever_their_order(write: Write) -> None:
    folder = write(a='xbr:shop skos:altLabel "小店"@zh-Hans .\n', b=SHOP)
    assert set(read_lexicon(folder).entries["shop"].aliases) == {"小店", "全球万里店"}


BAD = [
    ('xbr:x a xb:Shop ; skos:prefLabel "某店"@zh-Hans ; rdfs:label "某店"@zh-Hans .', "'Shop' is no class"),
    ('xbr:x a xb:Article ; skos:prefLabel "某店"@zh-Hans ; rdfs:label "某店"@zh-Hans .', "'Article' is no class"),
    ('xbr:x a xb:Marketplace ; skos:prefLabel "某店"@zh-Hans ; rdfs:label "某店"@zh-Hans .', "one top type"),
    (
        'xbr:x a xb:Person , xb:Marketplace ; skos:prefLabel "某店"@zh-Hans ; rdfs:label "某店"@zh-Hans .',
        "no subclass of Person",
    ),
    ('xbr:x skos:prefLabel "某店"@zh-Hans ; rdfs:label "某店"@zh-Hans .', "has no type"),
    ('xbr:x a xb:Platform ; rdfs:label "某店"@zh-Hans .', "no preferred name"),
    ('xbr:x a xb:Platform ; skos:prefLabel "某店"@zh-Hans .', "exactly one rdfs:label"),
    (
        'xbr:x a xb:Platform ; skos:prefLabel "某店"@zh-Hans , "Shop"@en ; rdfs:label "某店"@zh-Hans .',
        "not its English name",
    ),
    (
        'xbr:x a xb:Platform ; skos:prefLabel "某店"@zh-Hans , "他店"@zh-Hans ; rdfs:label "某店"@zh-Hans .',
        "two preferred names in zh-Hans",
    ),
    ('xbr:x a xb:Platform ; skos:prefLabel "某店" ; rdfs:label "某店"@zh-Hans .', "needs a language"),
    ('xbr:x a xb:Place ; skos:prefLabel "美"@zh-Hans ; rdfs:label "美"@zh-Hans .', "too short"),
    ('xbr:X_y a xb:Place ; skos:prefLabel "某地"@zh-Hans ; rdfs:label "某地"@zh-Hans .', "is no slug"),
    ('xbr:graph-x a xb:Place ; skos:prefLabel "某地"@zh-Hans ; rdfs:label "某地"@zh-Hans .', "is no slug"),
    ('xbr:x a xb:Place ; skos:prefLabel "某地"@zh-Hans ; rdfs:label "某地"@zh-Hans ; xb:role "x" .', "no property"),
    (
        'xbr:x a xb:Place ; skos:prefLabel "某地"@zh-Hans ; rdfs:label "某地"@zh-Hans ; xb:ambiguousLabel "某地" .',
        "no context word",
    ),
]


@pytest.mark.parametrize(("body", "says"), BAD, ids=[says for _, says in BAD])
def test_bad_data_is_refused_with_file_and_line(write: Write, body: str, says: str) -> None:
    folder = write(good=SHOP, names=f"# a comment\n{body}\n")
    with pytest.raises(DataFileError) as raised:
        read_lexicon(folder)
    message = str(raised.value)
    assert f"{folder / 'names.ttl'}:6: " in message
    assert says in message
    assert "\n" not in message
    assert message in check_lexicon(folder)


def test_broken_turtle_names_its_line(write: Write) -> None:
    folder = write(names="xbr:x a xb:Platform ;;; .\nxbr:y a\n")
    with pytest.raises(DataFileError, match=r"names\.ttl:\d+: no valid Turtle"):
        read_lexicon(folder)
    assert len(check_lexicon(folder)) == 1


@pytest.mark.parametrize("subject", ["<http://example.org/thing>", "[]"])
def test_only_things_of_the_graph_are_described(write: Write, subject: str) -> None:
    folder = write(names=f'{subject} skos:altLabel "某店"@zh-Hans .\n')
    with pytest.raises(DataFileError, match="write xbr:NAME"):
        read_lexicon(folder)


def test_the_check_sees_what_only_all_files_show(write: Write) -> None:
    folder = write(
        a=SHOP,
        b="""\
xbr:second a xb:Organization ; skos:prefLabel "第二"@zh-Hans ; rdfs:label "第二"@zh-Hans ;
    skos:altLabel "全球 万里店"@zh-Hans ; xb:notWithin "毫无关系" .
xbr:town a xb:Place , xb:City ; skos:prefLabel "某城"@zh-Hans ; rdfs:label "某城"@zh-Hans ;
    skos:broader xbr:nowhere .
xbr:town a xb:Place , xb:City .
""",
    )
    problems = check_lexicon(folder)
    assert len(problems) == 4
    told = "\n".join(problem.removeprefix(f"{folder}/") for problem in problems)
    assert "a.ttl:5: shop: '全球万里店' also names second" in told
    assert "b.ttl:5: second: xb:notWithin '毫无关系' holds none of its names" in told
    assert "b.ttl:7: town: lies in 'nowhere'" in told
    assert "b.ttl:9: town: defined twice, first in line 7" in told


def test_the_same_slug_in_two_files_is_refused(write: Write) -> None:
    folder = write(a=SHOP, b=SHOP)
    with pytest.raises(DataFileError, match=r"defined twice, first in a\.ttl"):
        read_lexicon(folder)


def test_an_unreadable_file_is_an_error_of_input(write: Write) -> None:
    folder = write(a=SHOP)
    (folder / "b.ttl").mkdir()
    with pytest.raises(DataFileError, match=r"b\.ttl"):
        read_lexicon(folder)


def test_a_folder_without_files_knows_the_countries(tmp_path: Path) -> None:
    assert read_lexicon(tmp_path).find("法国")[0].slug == "france"
