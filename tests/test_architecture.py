"""The rooms: imports run downward, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).resolve().parent

# From the top of the house to its bottom; a room may import those below it.
ROOMS = (
    "cli",
    "server",
    "workspace",
    "evaluation",
    "explore",
    "exchange",
    "analysis",
    "query",
    "graph",
    "extraction",
    "language",
    "lexicon",
    "articles",
    "model",
    "vocabulary",
)
HEAVY = ("networkx", "opencc", "pyoxigraph", "pypinyin", "pyvis", "rdflib", "rjieba", "scipy", "spacy")


def _imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and room of every import of the package, inside functions too."""
    package = ("kg", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) + 1 - node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "kg" else [module]
        for name in names:
            parts = name.split(".")
            if parts[0] == "kg" and len(parts) > 1 and not parts[1].startswith("__"):
                yield getattr(node, "lineno", 0), parts[1]


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if len(parts) > 1 and parts[0] not in ("ontology", "seeds"):
            yield parts[0], path


def test_every_folder_is_a_room() -> None:
    assert {room for room, _ in _modules()} <= set(ROOMS)


def test_imports_run_downward() -> None:
    climbing = [
        f"{path.relative_to(PACKAGE)}:{line}: {room} imports {target}"
        for room, path in _modules()
        for line, target in _imported(path)
        if target not in ROOMS or ROOMS.index(target) < ROOMS.index(room)
    ]
    assert climbing == []


def test_the_walk_sees_every_form_of_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.PACKAGE", tmp_path)
    (tmp_path / "model").mkdir()
    path = tmp_path / "model" / "a.py"
    path.write_text(
        "import kg.cli.main, os\nfrom kg import graph, __version__\nfrom kg.query.run import x\n"
        "def f():\n    from ..articles import y\n    from .times import z\n    from .. import language\n",
        encoding="utf-8",
    )
    assert sorted(_imported(path)) == [
        (1, "cli"),
        (2, "graph"),
        (3, "query"),
        (5, "articles"),
        (6, "model"),
        (7, "language"),
    ]


def test_no_public_function_of_the_package_is_called_as_a_room() -> None:
    assert not set(kg.__all__) & set(ROOMS)


def _run(code: str) -> str:
    command = [sys.executable, "-c", f"import sys, time\n{code}"]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def _loaded(code: str) -> list[str]:
    """The heavy packages that a fresh interpreter has loaded after some code."""
    last = _run(f"{code}\nprint()\nprint(*[m for m in {HEAVY!r} if m in sys.modules])").splitlines()[-1:]
    return " ".join(last).split()


def test_importing_the_package_is_quick_and_light() -> None:
    code = "start = time.perf_counter()\nimport kg\nprint(time.perf_counter() - start)"
    assert min(float(_run(code)) for _ in range(3)) < 0.1
    assert _loaded("import kg") == []


def test_help_loads_nothing_heavy() -> None:
    run = "from kg.cli import main\nsys.argv = ['kg', '--help']\n"
    code = run + "try:\n    main()\nexcept SystemExit as left:\n    assert left.code == 0"
    assert _loaded(code) == []


def test_help_of_the_commands_loads_no_text_pipeline() -> None:
    names = sorted(path.stem for path in (PACKAGE / "cli").glob("*_command.py"))
    code = "".join(f"import kg.cli.{name}\n" for name in names)
    assert not {"spacy", "networkx", "rdflib", "pyvis"} & set(_loaded(code))


def test_reading_the_vocabulary_loads_no_other_library_of_rdf() -> None:
    assert _loaded("from kg.vocabulary import vocabulary\nvocabulary()") == ["pyoxigraph"]
