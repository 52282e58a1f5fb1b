"""Shards: the same bytes whoever makes them, nothing twice, nothing half."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
from conftest import need

from kg.articles.listing import Listed, list_articles, read_listed, stamp_of
from kg.vocabulary import DataFileError, InputError, KgError, UsageError
from kg.workspace.decisions import Decisions
from kg.workspace.pool import WorkerPool
from kg.workspace.shard_store import shard_store
from kg.workspace.shard_work import Shard, ShardMaker
from kg.workspace.shards import ShardReport, build_shards, shards_of
from workspace.shard_samples import SENTENCES, Here, contents, quads, write_article, write_articles


@pytest.fixture(autouse=True)
def _libraries() -> None:
    from importlib.util import find_spec

    need(all(find_spec(name) for name in ("fsspec", "pyarrow")), "fsspec and pyarrow, of the extra [cluster]")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "news")


def build(paths: list[Path | str], place: Path, size: int = 3, deadly: str = "") -> tuple[ShardReport, list[str]]:
    told: list[str] = []
    report = build_shards(
        paths,
        str(place),
        lambda target, arguments: Here(target, arguments, deadly),
        size=size,
        problem=lambda error: told.append(str(error)),
        note=told.append,
    )
    return report, told


def test_shards_hold_what_a_built_graph_holds(articles: Path, tmp_path: Path) -> None:
    from kg.exchange import export_graph
    from kg.graph import open_graph
    from kg.workspace import build_graph

    report, told = build([articles], tmp_path / "shards")
    assert (report.shards, report.articles, report.left_out, told) == (3, len(SENTENCES), 0, [])
    assert report.relations >= 4
    build_graph([articles], tmp_path / "graph")
    graph = open_graph(tmp_path / "graph")
    export_graph(graph, "nquads", tmp_path / "all.nq")
    export_graph(graph, "ntriples", tmp_path / "all.nt")
    same = quads(tmp_path / "shards") == set((tmp_path / "all.nq").read_bytes().splitlines())
    assert same
    same = quads(tmp_path / "shards", "default") == set((tmp_path / "all.nt").read_bytes().splitlines())
    assert same


def test_several_processes_give_the_same_bytes(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "one")
    build_shards([articles], str(tmp_path / "two"), lambda target, given: WorkerPool[Shard](target, given, 2), size=3)
    same = contents(tmp_path / "one") == contents(tmp_path / "two")
    assert same


def test_the_index_lists_every_file_with_its_size(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "shards")
    index = json.loads((tmp_path / "shards" / "shards.json").read_text(encoding="utf-8"))
    files = contents(tmp_path / "shards")
    del files["shards.json"]
    assert {one["name"]: one["size"] for one in index["files"]} == {name: len(data) for name, data in files.items()}
    assert index["counts"]["articles"] == len(SENTENCES)
    assert str(tmp_path) not in json.dumps(index)


def test_copies_are_linked_across_shards_as_in_a_built_graph(articles: Path, tmp_path: Path) -> None:
    from kg.exchange import export_graph
    from kg.graph import open_graph
    from kg.workspace import build_graph

    long = "".join(
        f"{sentence}第{number}段说的是另一件事，与前文无关。" for number, sentence in enumerate(SENTENCES * 3)
    )
    write_article(articles / "a02.md", long)
    write_article(articles / "a06.md", long + "转载时加的一句。", "转载")
    build([articles], tmp_path / "shards")
    build_graph([articles], tmp_path / "graph")
    export_graph(open_graph(tmp_path / "graph"), "nquads", tmp_path / "all.nq")
    found = quads(tmp_path / "shards")
    assert [line for line in found if b"#copyOf" in line]
    same = found == set((tmp_path / "all.nq").read_bytes().splitlines())
    assert same


def test_facts_are_tables_that_one_query_reads(articles: Path, tmp_path: Path) -> None:
    from pyarrow import dataset

    report, _ = build([articles], tmp_path / "shards")
    facts = dataset.dataset(tmp_path / "shards" / "facts").to_table().to_pylist()
    assert len(facts) == report.relations
    assert "sources" not in facts[0]
    assert {(row["predicate"], row["object"]) for row in facts} >= {("partOf", "阿里国际数字商业集团")}


def test_what_is_made_already_is_not_made_again(articles: Path, tmp_path: Path) -> None:
    place = tmp_path / "shards"
    build([articles], place)
    before = contents(place)
    times = {path: path.stat().st_mtime_ns for path in place.rglob("part-*")}
    (place / "facts" / "part-00001.parquet").unlink()
    build([articles], place)
    changed = {path.name.partition(".")[0] for path, time in times.items() if path.stat().st_mtime_ns != time}
    assert changed == {"part-00001"}
    write_article(articles / "a06.md", "京东物流在日本开设了办公室，并与当地企业签约。")
    build([articles], place)
    after = contents(place)
    assert {name for name in after if after[name] != before[name] and name.startswith("graphs/")} == {
        "graphs/part-00002.nq.gz"
    }


def test_shards_of_an_earlier_run_that_are_no_longer_needed_go(articles: Path, tmp_path: Path) -> None:
    place = tmp_path / "shards"
    build([articles], place, size=2)
    build([articles], place, size=5)
    build([articles], tmp_path / "fresh", size=5)
    same = contents(place) == contents(tmp_path / "fresh")
    assert same


def test_bad_articles_are_told_and_left_out(articles: Path, tmp_path: Path) -> None:
    (articles / "a03.md").write_bytes(b"\xff\xfe\x00")
    (articles / "a04.md").write_bytes(b"")
    report, told = build([articles], tmp_path / "shards")
    assert (report.articles, report.left_out, len(told)) == (len(SENTENCES) - 2, 2, 2)
    assert all("\n" not in line for line in told)
    with pytest.raises(InputError):
        build_shards([articles], str(tmp_path / "strict"), Here, size=3)


def test_one_id_in_two_shards_is_one_article(articles: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    write_articles(more, 1)  # a00 once more
    write_article(more / "a01.md", SENTENCES[6], "另一篇")
    report, told = build([articles, more], tmp_path / "shards")
    assert report.articles == len(SENTENCES)
    assert [line.partition(": ")[2][:13] for line in told] == ["the same file", "has the same "]
    alone, _ = build([articles], tmp_path / "alone")
    assert report.relations == alone.relations
    same = quads(tmp_path / "shards") == quads(tmp_path / "alone")
    assert same


def test_an_article_that_kills_workers_is_found_and_left_out(articles: Path, tmp_path: Path) -> None:
    report, told = build([articles], tmp_path / "shards", deadly="a04.md")
    assert report.articles == len(SENTENCES) - 1
    assert [line.rpartition("/")[2] for line in told] == ["a04.md: left out: signal 9"]
    (articles / "a04.md").unlink()
    build([articles / f"a{n:02}.md" for n in range(7) if n != 4], tmp_path / "without", size=3)
    same = quads(tmp_path / "shards") == quads(tmp_path / "without")
    assert same


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no article could be read"):
        build([tmp_path / "nowhere.md"], tmp_path / "shards", deadly="nowhere.md")


# ---------------------------------------------------------------------- where articles are
def test_an_archive_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.articles.listing._PIECE", 3)
    write_articles(tmp_path / "news")
    with tarfile.open(tmp_path / "news.tar.xz", "w:xz") as archive:
        for path in sorted((tmp_path / "news").iterdir()):
            archive.add(path, path.name)
    listed = list(list_articles([tmp_path / "news.tar.xz"]))
    assert [one.members for one in listed] == [(0, 3), (3, 6), (6, 7)]
    assert [len(shard.listed) for shard in shards_of(listed, 100)] == [1, 1, 1]
    stems = [source.stem for one in listed for source in read_listed(one) if not isinstance(source, KgError)]
    assert stems == [f"a{number:02}" for number in range(7)]


def test_urls_are_read_by_fsspec(tmp_path: Path) -> None:
    import fsspec

    system = fsspec.filesystem("memory")
    for number in range(3):
        system.pipe_file(f"/press/2025/a{number}.md", f"# 标题\n\n{SENTENCES[number]}\n".encode())
    system.pipe_file("/press/2025/.hidden.md", b"x")
    system.pipe_file("/press/2025/manifest.toml", b'[[article]]\nid = "a1"\npublished = 2024-05-06\n')
    listed = list(list_articles(["memory://press/2025/"]))
    assert [one.place for one in listed] == [f"memory:///press/2025/a{number}.md" for number in range(3)]
    found = [source for one in listed for source in read_listed(one)]
    assert [getattr(source, "stem", None) for source in found] == ["a0", "a1", "a2"]
    assert [one.entry and one.entry.published for one in listed] == [None, "2024-05-06", None]
    assert [one.place[-5:] for one in list_articles(["memory://press/2025/a[12].md"])] == ["a1.md", "a2.md"]
    before = stamp_of(listed[0])
    system.pipe_file("/press/2025/a0.md", b"# other\n\nx")
    assert stamp_of(listed[0]) != before
    missing = list(read_listed(Listed("memory://press/none.md")))
    assert [str(one) for one in missing] == ["memory://press/none.md: no such file"]


def test_an_archive_behind_a_url_is_read(tmp_path: Path) -> None:
    import fsspec

    write_articles(tmp_path / "news", 2)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for path in sorted((tmp_path / "news").iterdir()):
            archive.add(path, path.name)
    fsspec.filesystem("memory").pipe_file("/press/all.tar.gz", stream.getvalue())
    found = list(read_listed(Listed("memory://press/all.tar.gz")))
    assert [getattr(one, "name", "") for one in found] == [
        "memory://press/all.tar.gz:a00.md",
        "memory://press/all.tar.gz:a01.md",
    ]


def test_a_url_whose_driver_is_missing_is_told_in_a_line() -> None:
    with pytest.raises(UsageError, match=r"nosuch://a/b\.md: cannot be opened") as caught:
        list(list_articles(["nosuch://a/b.md"]))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["toml", "jsonl"])
def test_a_list_names_paths_and_urls_with_what_is_known(articles: Path, tmp_path: Path, kind: str) -> None:
    url = (articles / "a01.md").as_uri()
    if kind == "toml":
        place = tmp_path / "manifest.toml"
        lines = [
            '[[article]]\nid = "x"\nfile = "news/a00.md"\npublished = 2023-01-02',
            f'[[article]]\nid = "y"\nfile = "{url}"',
        ]
    else:
        place = tmp_path / "list.jsonl"
        lines = ['{"id": "x", "file": "news/a00.md", "published": "2023-01-02"}', f'{{"id": "y", "file": "{url}"}}', ""]
    place.write_text("\n".join(lines), encoding="utf-8")
    report, told = build([place], tmp_path / "shards")
    assert (report.articles, told) == (2, [])
    said = b"\n".join(quads(tmp_path / "shards"))
    assert b'/id/article/x> <http://purl.org/dc/terms/issued> "2023-01-02"' in said
    assert b'/id/article/y> <http://purl.org/dc/terms/issued> "2025-04-21"' in said


@pytest.mark.parametrize(
    ("line", "words"),
    [("{", "no JSON object"), ('{"id": "a"}', "file among them"), ('{"file": "a.md", "titel": "x"}', "unknown key")],
)
def test_a_bad_list_is_told_with_its_line(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "list.jsonl").write_text('{"file": "b.md"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=words) as caught:
        list(list_articles([tmp_path / "list.jsonl"]))
    assert caught.value.line == 2


# ---------------------------------------------------------------------- where shards are written
@pytest.mark.parametrize("scheme", ["memory", "file"])
def test_shards_are_written_behind_urls(articles: Path, tmp_path: Path, scheme: str) -> None:
    place = f"memory://{tmp_path.name}/shards" if scheme == "memory" else (tmp_path / "there").as_uri()
    listed = tuple(list_articles([articles]))
    made = ShardMaker(place, "1", Decisions())(Shard(0, listed))
    here = ShardMaker(str(tmp_path / "here"), "1", Decisions())(Shard(0, listed))
    assert made is not None
    assert here is not None
    store, other = shard_store(place), shard_store(str(tmp_path / "here"))
    assert made.files == here.files
    for name in made.files:
        same = store.read(name) == other.read(name)
        assert same, name
    assert list(store.names("facts")) == ["facts/part-00000.parquet"]
    assert store.read("facts/none") is None
