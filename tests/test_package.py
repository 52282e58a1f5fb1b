"""The distribution: what it says that it needs, and the wheel in an environment of its own."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from conftest import ROOT, need
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kg

pytestmark = pytest.mark.long

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
META = PROJECT["project"]
FILES = ("kg.graphml", "kg.trig", "kg.ttl")


def _named(lines: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in lines}


def _third_party() -> Iterator[str]:
    """The top-level modules that the package imports and neither it nor Python has."""
    for path in sorted((ROOT / "kg").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [str(node.module)]
            yield from (top for top in (name.partition(".")[0] for name in names) if top not in _OWN)


_OWN = {"kg", *sys.stdlib_module_names}


def test_every_library_that_is_imported_is_a_stated_dependency() -> None:
    stated = _named(META["dependencies"])
    groups = ("cluster", "names", "notebook", "tables")
    extras = {name for key in groups for name in _named(META["optional-dependencies"][key])}
    known = packages_distributions()
    assert {
        top
        for top in _third_party()
        if canonicalize_name(top) not in extras  # imported where used, and perhaps not installed
        and not {canonicalize_name(name) for name in known.get(top, ())} & stated
    } == set()


def test_networkx_has_the_scipy_that_its_layouts_need() -> None:
    assert "scipy" in _named(META["dependencies"])


def _needed(lines: list[str], extra: str = "") -> Iterator[str]:
    """Names of everything that requirements bring where it is installed, at any depth."""
    waiting, seen = [(line, extra) for line in lines], set()
    while waiting:
        line, wanted = waiting.pop()
        need_of_it = Requirement(line)
        if need_of_it.marker and not need_of_it.marker.evaluate({"extra": wanted}):
            continue
        for inner in ("", *sorted(need_of_it.extras)):
            key = (canonicalize_name(need_of_it.name), inner)
            if key in seen:
                continue
            seen.add(key)
            yield key[0]
            try:
                waiting += [(one, inner) for one in requires(need_of_it.name) or ()]
            except PackageNotFoundError:
                continue


def test_every_library_has_its_version_in_the_constraints() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!-]+", line) for line in lines)
    pinned = _named(lines)
    assert len(pinned) == len(lines)
    wanted = [*META["dependencies"], *(line for extra in META["optional-dependencies"].values() for line in extra)]
    own = {canonicalize_name(META["name"]), "setuptools"}  # setuptools is of the environment, like pip
    assert set(_needed([*wanted, *PROJECT["build-system"]["requires"]])) - pinned - own == set()


def test_the_version_stands_once_and_twice_the_same() -> None:
    assert META["version"] == kg.__version__


def test_the_licences_are_there() -> None:
    assert META["license"] == "Apache-2.0 AND CC-BY-4.0"
    assert "Version 2.0, January 2004" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Attribution 4.0 International" in (ROOT / "LICENSES" / "CC-BY-4.0.txt").read_text(encoding="utf-8")


def _pip(python: Path | str, *args: object) -> str:
    done = subprocess.run(
        [python, "-m", "pip", *map(str, args)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    said = done.stdout.decode(errors="replace")
    need("No matching distribution" not in said, "a package index that pip reaches")
    assert done.returncode == 0, said
    return said


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _pip(sys.executable, "wheel", "-q", "--no-deps", "-w", folder, ROOT)
    (path,) = folder.glob("*.whl")
    return path


@pytest.mark.wheel
def test_the_wheel_holds_the_data_and_nothing_besides(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "seeds"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        missing = {f"kg/{path.relative_to(ROOT).as_posix()}" for path in files} - names
        assert files
        assert missing == set()
    assert {name.split("/")[0] for name in names} == {
        "kg",
        f"{META['name'].replace('-', '_')}-{META['version']}.dist-info",
    }
    assert {name.rpartition("/")[2] for name in names} >= {"LICENSE", "CC-BY-4.0.txt", "py.typed"}


@pytest.mark.wheel
def test_the_wheel_builds_the_seeds_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    bin_folder = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    _pip(bin_folder / "python", "install", "-q", "-c", ROOT / "constraints.txt", wheel)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "PYTHON"))}

    def run(*command: object) -> str:
        done = subprocess.run(
            [str(part) for part in command], cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    where = run(bin_folder / "python", "-c", "import kg; print(kg.__file__)")
    assert not Path(where.strip()).is_relative_to(ROOT)
    assert run(bin_folder / "kg", "--version").startswith(f"kg, version {META['version']}\nontology 0.")
    assert run(bin_folder / "kg", "build").startswith("exports: 2 articles, ")
    run(sys.executable, "-m", "kg", "build", "-o", tmp_path / "checkout")
    for name in FILES:
        same = (tmp_path / "exports" / name).read_bytes() == (tmp_path / "checkout" / name).read_bytes()
        assert same
    rows = run(bin_folder / "kg", "query", "SELECT ?t { ?t xb:partOf xbr:cainiao ; xb:integratesWith xbr:aliexpress }")
    assert len(rows.splitlines()) == 2
