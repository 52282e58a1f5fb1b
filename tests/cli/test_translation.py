"""Help and messages in Chinese: all there, values in place, and data the same in either language."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT
from graph.toy import toy_graph
from hypothesis import given
from hypothesis import strategies as st

from cli.examples import commands
from cli.texts import helps, messages
from kg.cli import cli, main
from kg.cli.translation import LANGUAGES, catalogue, language_of, set_language, translated
from kg.cli.wrapping import columns, wrapped
from kg.exchange import export_graph
from kg.vocabulary.errors import InputError

HAN = re.compile(r"[\u4e00-\u9fff]")
HELP = dict(helps())
MESSAGES = dict(messages())
FOLDER = ROOT / "kg" / "cli" / "messages"
NAMES = [" ".join(path) for path, _ in commands()]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    set_language("en")


def _sections(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name in ("help", "messages"):
        found |= tomllib.loads((FOLDER / language / f"{name}.toml").read_text(encoding="utf-8"))
    return found


def test_every_help_text_has_its_translation() -> None:
    known = _sections("zh")["help"]
    assert {text: command for text, command in HELP.items() if text not in known} == {}
    assert sorted(set(known) - set(HELP)) == []  # no text stands there that is no more


def test_every_message_has_its_translation() -> None:
    sections = _sections("zh")
    known = {text for name, section in sections.items() if name != "help" for text in section}
    assert {text: place for text, place in MESSAGES.items() if text not in known} == {}
    assert sorted(set(sections["messages"]) - set(MESSAGES)) == []


def test_translations_have_the_values_of_the_english_texts() -> None:
    plural = {text for text in MESSAGES if text.endswith("{}") and "problem{}" in text}
    for text, other in catalogue("zh").items():
        if text in HELP:
            continue
        count = text.count("{}")
        numbered = [int(number) for number in re.findall(r"\{(\d+)\}", other)]
        used = len(set(numbered)) if numbered else other.count("{}")
        assert used == count - (text in plural), (text, other)
        assert sorted(numbered) == list(range(len(numbered)))


def test_chinese_is_chinese() -> None:
    names = {"Turtle", "N-Triples", "RDF/XML", "Cytoscape JSON"}
    words = {text for text in HELP if len(text.split()) > 2}
    assert [text for text in words if not HAN.search(catalogue("zh")[text]) and text not in names] == []
    halfwidth = re.compile(r"[\u4e00-\u9fff][,;!?]|[\u4e00-\u9fff]\.(?:\s|$)")
    assert [text for text in catalogue("zh").values() if halfwidth.search(text)] == []


def _echoes(path: Path) -> Iterator[ast.Call]:
    """What a module prints on standard error by click itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "echo":
            yield from [node] * any(one.arg == "err" for one in node.keywords)


def test_nothing_is_told_past_the_catalogue() -> None:
    paths = sorted((ROOT / "kg" / "cli").glob("*.py"))
    past = [f"{path.name}:{one.lineno}" for path in paths for one in _echoes(path)]
    assert {place.partition(":")[0] for place in past} == {"help_pages.py", "telling.py"}, past  # tell() says it


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "zha_CN"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"KG_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"KG_LANG": "zh", "LC_ALL": "en_GB.UTF-8"}, "zh"),
        ({"KG_LANG": "fr"}, "en"),
    ],
)
def test_the_language_that_an_environment_asks_for(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("'x' is no day; write it as 2025-04-21", "'x' 不是日期；请写成 2025-04-21"),
        ("a.md: the file is empty", "a.md: 文件为空"),
        ("rules.toml:12: unknown key 'a'", "rules.toml:12: 未知的键 'a'"),
        ("kg.ttl cannot be written: No space left on device", "无法写入 kg.ttl：设备空间不足"),
        ("more than 1,000 paths of up to 3 relations join the two; lower --max-length or raise --limit",
         "连接两者、不超过 3 步的路径多于 1,000 条；请减小 --max-length 或增大 --limit"),
        ("malformed SPARQL at line 1, column 2: 'SELCT' is no word of SPARQL; did you mean SELECT?",
         "SPARQL 语法错误，第 1 行第 2 列：'SELCT' 不是 SPARQL 的词；是否想写 SELECT？"),
        ("nothing in the graph is named 'no number'; nearest: 淘宝 (Taobao)",
         "图谱中没有名为 'no number' 的实体；最接近的有：淘宝 (Taobao)"),
        ("words that nobody ever translated", "words that nobody ever translated"),
    ],
)  # fmt: skip
def test_messages_with_values(english: str, chinese: str) -> None:
    set_language("zh")
    assert translated(english) == chinese
    set_language("en")
    assert translated(english) == english


@given(st.text(max_size=200))
def test_any_text_is_told_in_either_language(text: str) -> None:
    for language in LANGUAGES:
        set_language(language)
        assert isinstance(translated(str(InputError(text))), str)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_in_either_language(name: str, language: str) -> None:
    done = CliRunner().invoke(cli, ["--lang", language, *name.split(), "--help"], prog_name="kg")
    assert done.exit_code == 0, done.output
    assert ("选项：" in done.output) == (language == "zh")
    if language == "zh":
        long = [line for line in done.output.splitlines() if columns(line) > 80 and HAN.search(line)]
        assert [line for line in long if not line.startswith("  kg ")] == []
        untold = re.sub(r"^ +(kg|/).*$", "", done.output, flags=re.MULTILINE)
        assert not re.search(r"\b[a-z]+ [a-z]+ [a-z]+ [a-z]+\b", untold), done.output


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("show", "缺少参数“NAME”"),
        ("shwo", "没有命令“shwo”"),
        ("show a b", "多余的参数"),
        ("build --foo", "没有选项“--foo”"),
        ("build --date", "选项“--date”需要一个值"),
        ("build --strict=1", "选项“--strict”不带值"),
        ("serve --port x", "“--port”的值无效：“x”不是整数"),
        ("serve --port 99999", "不在范围"),
        ("rank --by x", "不在 'degree', 'pagerank', 'betweenness' 之中"),
        ("lexicon check nowhere", "不存在"),
        ("release x", "缺少选项“--version”"),
        ("stats -g nowhere", "kg: nowhere: 没有此文件或目录；可用 `kg build -o nowhere` 在该处构建图谱"),
        ("query ''", "kg: 查询为空"),
    ],
)
def test_mistakes_in_chinese(
    line: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    export_graph(toy_graph(), "trig", tmp_path / "kg.trig")
    for language in LANGUAGES:
        monkeypatch.setattr(sys, "argv", ["kg", "--lang", language, *[part.strip("'") for part in line.split(" ")]])
        monkeypatch.setenv("KG_GRAPH", "kg.trig")
        with pytest.raises(SystemExit) as leaving:
            main()
        said = capfd.readouterr().err
        assert leaving.value.code in (2, 3)
        assert (words in said) == (language == "zh"), said
        assert bool(HAN.search(said)) == (language == "zh"), said


def _run(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "kg", *words], cwd=folder, env=environment | variables, capture_output=True, check=False
    )


def test_data_is_the_same_in_either_language(tmp_path: Path) -> None:
    export_graph(toy_graph(), "trig", tmp_path / "kg.trig")
    for line in ("stats", "show 速卖通", "export ntriples -o -", "query SELECT(?s)WHERE{?s?p?o}"):
        english, chinese = (_run(tmp_path, *line.split(), KG_GRAPH="kg.trig", LANG=one) for one in ("C", "zh_CN.UTF-8"))
        same = (english.stdout, english.returncode) == (chinese.stdout, chinese.returncode)
        assert same, line
    assert "用法：" in _run(tmp_path, "--help", LANG="zh_CN.UTF-8").stdout.decode()
    assert "Usage:" in _run(tmp_path, "--help", LANG="zh_CN.UTF-8", KG_LANG="en").stdout.decode()


def test_english_loads_no_catalogue() -> None:
    code = "import sys; sys.argv = ['kg', '--help']\nfrom kg.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    code += "heavy = {'tomllib', 'spacy', 'pyoxigraph', 'rich', 'networkx'} & set(sys.modules)\nassert not heavy, heavy"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=os.environ | {"KG_LANG": "en"}, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_catalogue_is_quick() -> None:
    started = time.process_time()
    catalogue.cache_clear()
    set_language("zh")
    assert translated("'x' is no day; write it as 2025-04-21") != "'x' is no day; write it as 2025-04-21"
    assert time.process_time() - started < 0.5


@given(st.text(alphabet="a中，。 （）b1-", max_size=120), st.integers(min_value=8, max_value=60))
def test_lines_hold_the_words_and_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= width or len(re.findall(r"[a中]|[^a中]+", line)) >= 1 for line in lines)


def test_no_line_starts_with_a_mark_that_ends_a_clause() -> None:
    assert wrapped("知识图谱，事实。", 8) == ["知识图", "谱，事", "实。"]
    assert wrapped("图谱（事实）kg", 6) == ["图谱", "（事", "实）kg"]
    assert wrapped("图谱 kg build", 8) == ["图谱 kg", "build"]


def test_click_knows_no_command_that_is_not_listed() -> None:
    assert isinstance(cli, click.Group)
    assert set(cli.list_commands(click.Context(cli))) == {path[0] for path, _ in commands()}
