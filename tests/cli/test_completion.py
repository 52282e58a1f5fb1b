"""What shells offer while a command is typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import need
from graph.toy import toy_graph

from kg.exchange import export_graph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph and its store."""
    place = tmp_path_factory.mktemp("completion")
    (place / "graph").mkdir()
    export_graph(toy_graph(), "trig", place / "graph" / "kg.trig")
    _run(place, "stats")
    (place / "kg").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n')
    (place / "kg").chmod(0o700)
    return place


def _run(folder: Path, *words: str, **variables: str) -> str:
    environment = {key: value for key, value in os.environ.items() if key not in ("KG_GRAPH", "KG_DEBUG")} | variables
    done = subprocess.run(
        [sys.executable, "-m", "kg", *words], cwd=folder, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not done.stderr
    return done.stdout.decode()


def offered(folder: Path, line: str) -> list[str]:
    """The words that a shell offers for the last one of a line."""
    words = line.split(" ")
    said = _run(folder, _KG_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    return [item.partition(",")[2] for item in said.split()]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("kg qu", ["query"]),
        ("kg lexicon ch", ["check"]),
        ("kg build --str", ["--strict"]),
        ("kg --lang z", ["zh"]),
        ("kg export turt", ["turtle", "turtle12"]),
        ("kg release x --formats trig,nq", ["trig,nquads"]),
        ("kg show 速卖", ["速卖通"]),
        ("kg show AliE", ["AliExpress"]),
        ("kg show -g graph 速卖", ["速卖通"]),
        ("kg show -g nowhere 速卖", []),
        ("kg path 速卖通 aid", ["AIDC"]),
        ("kg ask who-l", ["who-leads"]),
        ("kg ask who-leads --name 速卖", ["速卖通"]),
        ("kg viz --query who-l", ["who-leads"]),
        ("kg viz --focus 速卖", ["速卖通"]),
        ("kg explain 速卖通 partO", ["partOf"]),
        ("kg why-not 速卖通 revenueS", ["revenueShare"]),
        ("kg rank --type Market", ["Marketplace"]),
    ],
)
def test_what_is_offered(folder: Path, line: str, wanted: list[str]) -> None:
    assert set(wanted) <= set(offered(folder, line))
    assert bool(wanted) == bool(offered(folder, line))


def test_articles_are_offered(folder: Path) -> None:
    ids = offered(folder, "kg viz --article ")
    assert ids
    assert ids == offered(folder, "kg review --article ")


def test_names_that_a_shell_would_break_are_not_offered(folder: Path) -> None:
    assert not [name for name in offered(folder, "kg show ") if set(name) & set(" '\"$`;&|<>()")]


@pytest.mark.parametrize("line", ["kg show 速", "kg ask wh", "kg why-not 速卖通 comp", "kg export n"])
def test_completion_is_quick_and_loads_no_language_model(folder: Path, line: str) -> None:
    code = (
        "import resource, sys\nfrom kg.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'networkx', 'scipy', 'rdflib'} & set(sys.modules)\nassert not heavy, heavy\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\nprint(used.ru_utime + used.ru_stime, file=sys.stderr)"
    )
    given = {"_KG_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    spent = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env=os.environ | given, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        spent.append(float(done.stderr.decode().split()[-1]))
    assert min(spent) < 0.6  # seconds of the processor, half of it Python's own start on a slow machine


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(folder: Path, shell: str) -> None:
    script = _run(folder, "completion", shell)
    assert "_KG_COMPLETE" in script
    _run(folder, "completion", shell, "-o", f"kg.{shell}")
    same = (folder / f"kg.{shell}").read_text() == script
    assert same
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n", f"kg.{shell}"], cwd=folder, capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_bash_completes_with_it(folder: Path) -> None:
    need(shutil.which("bash") is not None, "bash")
    (folder / "kg.bash").write_text(_run(folder, "completion", "bash"))
    told = "source kg.bash; COMP_WORDS=(kg show 速卖); COMP_CWORD=2; _kg_completion kg; echo ${COMPREPLY[@]}"
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", told], cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, check=False
    )
    assert done.stdout.decode().split()[:1] == ["速卖通"], done.stderr.decode()
