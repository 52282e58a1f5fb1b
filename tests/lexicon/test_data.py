"""The names that the project brings."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kg.lexicon import check_lexicon, lexicon
from kg.model import fold, simplify


def test_the_data_has_no_problem() -> None:
    assert check_lexicon() == []


def test_it_holds_the_field_beyond_the_countries() -> None:
    own = [entry for entry in lexicon().entries.values() if entry.subclass != "Country"]
    assert len(own) >= 350
    for kind in ("Organization", "Platform", "Program", "Person", "Event", "Place"):
        assert sum(entry.type == kind for entry in own) >= 50, kind


def test_every_thing_is_a_value_of_the_fact_model() -> None:
    for slug, entry in lexicon().entries.items():
        thing = entry.entity()
        assert (thing.slug, thing.name, thing.linked) == (slug, entry.zh, True)
        assert entry.label == (entry.en or entry.zh)
        assert simplify(entry.zh) == entry.zh, slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("阿里巴巴", "alibaba"),
        ("阿里", "alibaba"),
        ("阿裏巴巴", "alibaba"),  # as converters write it
        ("阿里巴巴集团", "alibaba"),
        ("阿里国际", "aidc"),
        ("AIDC", "aidc"),
        ("淘宝天猫", "taotian"),
        ("速賣通", "aliexpress"),
        ("ＡliExpress", "aliexpress"),
        ("ali express", "aliexpress"),
        ("阿里巴巴国际站", "alibaba-com"),
        ("希音", "shein"),
        ("TikTokShop", "tiktok-shop"),
        ("PDD", "pinduoduo"),
        ("亞馬遜", "amazon"),
        ("臉書", "facebook"),
        ("貝克漢", "david-beckham"),
        ("贝索斯", "jeff-bezos"),
        ("双十一", "double-11"),
        ("雙 11", "double-11"),
        ("黑五", "black-friday"),
        ("半托", "semi-managed"),
        ("仅退款", "only-refund"),
        ("雷鋒網", "leiphone"),
        ("美区", "united-states"),
        ("南韓", "south-korea"),
        ("沙特阿拉伯", "saudi-arabia"),
        ("沙烏地阿拉伯", "saudi-arabia"),
        ("拉丁美洲", "latin-america"),
        ("中东", "middle-east"),
        ("义乌", "yiwu"),
    ],
)
def test_a_name_is_found_however_it_is_written(name: str, slug: str) -> None:
    assert lexicon().find(name)[0].slug == slug


@pytest.mark.parametrize("name", ["美", "英", "韩", "中美", "", "  ", "不存在的名字"])
def test_what_is_no_name_is_not_found(name: str) -> None:
    assert lexicon().find(name) == ()


def test_one_company_and_its_platform_are_one_platform() -> None:
    for name in ("SHEIN", "Lazada", "Temu", "亚马逊", "Shopee", "eBay", "京东", "拼多多"):
        (found,) = lexicon().find(name)
        assert (found.type, found.subclass) == ("Platform", "Marketplace"), name


def test_ordinary_words_count_only_in_context() -> None:
    for name in ("菜鸟", "苹果", "小米", "Wish", "Noon", "Choice", "Prime", "POP", "自营", "晚点", "荣耀", "联想"):
        (found,) = lexicon().find(name)
        assert name in found.ambiguous, name
        assert found.context, name
    assert lexicon().entries["cainiao"].counts_in("菜鸟的包裹由阿里的物流网络运送")
    assert not lexicon().entries["cainiao"].counts_in("我还是个菜鸟")
    assert lexicon().entries["apple"].counts_in("新款 iphone 發佈")


def test_no_form_is_a_single_character_and_none_is_sure_twice() -> None:
    sure: dict[str, str] = {}
    for form, slug, ambiguous in lexicon().forms():
        assert len(form) > 1, form
        assert simplify(form) == form
        if not ambiguous:
            assert sure.setdefault(form.lower(), slug) == slug, form


def test_forms_and_blocked_strings_are_sorted_and_apart() -> None:
    forms, blocked = lexicon().forms(), lexicon().blocked()
    assert list(forms) == sorted(forms)
    assert list(blocked) == sorted(blocked)
    assert not {form.lower() for form, _, _ in forms} & {text.lower() for text in blocked}
    assert {"亚马逊河", "菜鸟卖家", "京东南亚", "美国队长", "其中亚"} <= set(blocked)


def test_places_lie_in_places_up_to_a_continent() -> None:
    entries = lexicon().entries

    def above(slug: str) -> set[str]:
        direct = set(entries[slug].broader)
        return direct.union(*(above(wider) for wider in direct)) if direct else direct

    assert {"zhejiang", "china", "eastern-asia", "asia"} <= above("yiwu")
    assert {"southeast-asia", "asia"} <= above("vietnam")
    assert {"middle-east", "western-asia", "gulf"} <= above("saudi-arabia")
    assert {"north-america", "latin-america"} <= above("mexico")
    lost = [
        slug
        for slug, entry in entries.items()
        if entry.subclass in ("City", "Country") and not entry.broader and slug not in ("antarctica",)
    ]
    assert [slug for slug in lost if entries[slug].subclass == "City"] == []
    assert {"united-states", "china", "brazil", "poland", "south-korea"}.isdisjoint(lost)


def test_the_countries_are_those_of_cldr() -> None:
    entries = lexicon().entries
    assert entries["south-korea"].zh_hant == "南韓"
    assert entries["hong-kong"].zh == "香港"
    assert entries["hong-kong"].en == "Hong Kong"
    assert "中国香港特别行政区" in entries["hong-kong"].aliases
    assert entries["united-arab-emirates"].zh == "阿联酋"
    assert entries["turkiye"].exact_match == ("http://lexvo.org/id/iso3166/TR",)
    assert entries["southeast-asia"].subclass == "Region"
    assert entries["european-union"].type == "Organization"
    assert sum(entry.subclass == "Country" for entry in entries.values()) > 230


@pytest.mark.parametrize(
    ("wrong", "slug"),
    [("速买通", "aliexpress"), ("sumaitong", "aliexpress"), ("京冻", "jd"), ("Temuu", "temu"), ("阿里八八", "alibaba")],
)
def test_a_slip_finds_the_name_that_looks_or_sounds_like_it(wrong: str, slug: str) -> None:
    assert lexicon().find(wrong) == ()
    assert lexicon().nearest(wrong)[0].slug == slug


def test_nothing_is_offered_for_nothing() -> None:
    assert lexicon().nearest("") == ()
    assert lexicon().nearest("qxqxqxqxqx") == ()
    assert lexicon().nearest("速买通", 0) == ()
    assert len(lexicon().nearest("阿里", 5)) == 5
    assert fold("阿里" * 1000)
    lexicon().nearest("阿里" * 1000)


def test_loading_takes_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from kg.lexicon import lexicon; lexicon().find('速卖通');"
        "print(sorted({'spacy', 'rdflib', 'networkx', 'pypinyin'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_order_does_not_hang_on_the_hash_seed() -> None:
    code = (
        "import hashlib; from kg.lexicon import lexicon; l = lexicon();"
        "print(hashlib.sha256(repr((l.forms(), l.blocked(), list(l.entries.values()), l.nearest('淘包')))"
        ".encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("0", "1")
    }
    assert len(digests) == 1
