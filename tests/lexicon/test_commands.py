"""``kg lexicon check`` and ``kg lexicon add``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from kg.cli.lexicon_command import lexicon_command
from kg.lexicon import check_lexicon, read_lexicon
from kg.lexicon.additions import Addition, add_name
from kg.vocabulary import ConformanceError, DataFileError, UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "lexicon"
    shutil.copytree(ROOT / "ontology" / "lexicon", place)
    return place


def test_the_lexicon_is_sound() -> None:
    found = CliRunner().invoke(lexicon_command, ["check"])
    assert (found.exit_code, found.output) == (0, "the lexicon is sound\n")


def test_problems_are_listed(folder: Path) -> None:
    with (folder / "brands.ttl").open("a", encoding="utf-8") as stream:
        stream.write('xbr:twice a xb:Organization ; skos:prefLabel "速卖通"@zh-Hans ; rdfs:label "速卖通"@zh-Hans .\n')
    found = CliRunner().invoke(lexicon_command, ["check", str(folder)])
    assert isinstance(found.exception, ConformanceError)
    assert "brands.ttl" in found.output
    assert "速卖通" in found.output


@pytest.mark.parametrize(
    ("one", "slug", "place"),
    [
        (Addition("MediaOutlet", zh="某某晚报", en="Some Evening News"), "some-evening-news", "media.ttl"),
        (Addition("Person", zh="欧阳某某", aliases=('某"某',)), "ou-yang-mou-mou", "people.ttl"),
        (Addition("LogisticsNetwork", en="Example Freight"), "example-freight", "logistics.ttl"),
    ],
)
def test_a_name_is_added_where_its_like_stands(one: Addition, slug: str, place: str, folder: Path) -> None:
    added, path = add_name(one, folder)
    assert (added, path.name) == (slug, place)
    entry = read_lexicon(folder).entries[slug]
    assert set(one.aliases) <= set(entry.names())
    assert check_lexicon(folder) == []
    assert {each.name for each in folder.iterdir()} == {each.name for each in (ROOT / "ontology" / "lexicon").iterdir()}


@pytest.mark.parametrize(
    ("one", "error", "message"),
    [
        (Addition("Marketplace", zh="速賣通"), UsageError, "xbr:aliexpress"),
        (Addition("Marketplace", zh="某某购", slug="aliexpress"), UsageError, "--slug"),
        (Addition("Marketplace", zh="某某购", slug="Some Slug"), DataFileError, "not added"),
        (Addition("Statement", zh="某某购"), UsageError, "Marketplace"),
        (Addition("Marketplace"), UsageError, "Chinese"),
    ],
)
def test_what_is_not_added(one: Addition, error: type[Exception], message: str, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(error, match=message):
        add_name(one, folder)
    same = before == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert same


def test_the_command_adds(folder: Path) -> None:
    args = ["add", "Company", "--zh", "某某科技", "--en", "Example Tech", "--folder", str(folder)]
    found = CliRunner().invoke(lexicon_command, args, catch_exceptions=False)
    assert found.exit_code == 0
    assert "xbr:example-tech" in found.output
