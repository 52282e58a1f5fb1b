"""What --help says: every command and option with a text and with examples, which run as they stand."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import need
from query.oxigraph_server import oxigraph_program

from cli.examples import commands, examples, furnish, services
from kg.cli import cli, main

ALL = {" ".join(path): command for path, command in commands()}
CALLED = {name: command for name, command in ALL.items() if not isinstance(command, click.Group)}
CODES = {"serve": (0, 130), "watch": (0, 130), "status": (0, 1)}  # others than 0: stopped; there is something to do
LASTING = ("serve", "watch")  # they run until somebody stops them
_SHELL = re.compile(r"[|<>*;&]")
_PORT = re.compile(r"localhost:\d+")
_SCHEDULER = re.compile(r"tcp://\S+")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    yield from services()


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    furnish(folder)
    return folder


@pytest.fixture
def here(furnished: Path, tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that examples name, for one command."""
    folder = tmp_path / "here"
    shutil.copytree(furnished, folder)
    (tmp_path / "kg").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n')
    (tmp_path / "kg").chmod(stat.S_IRWXU)
    for name in ("KG_GRAPH", "KG_DEBUG", "KG_LLM_KEY", "KG_LLM_MODEL", "KG_REVIEWER", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("KG_LLM_URL", f"http://localhost:{port}/v1")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a Dask scheduler with a worker, both in this process."""
    need(all(map(find_spec, ("distributed", "fsspec", "pyarrow"))), "distributed, fsspec, pyarrow: the extra [cluster]")
    from distributed import LocalCluster

    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with LocalCluster(protocol="tcp", host="127.0.0.1", **options) as cluster:
        yield cluster.scheduler_address


def _needs_another_program(example: str) -> bool:
    """Whether an example asks the engine's own program, which is no part of the package: it comes last."""
    return "--explain" in example and example.startswith("kg query")


def _run_here(line: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code of a command in this process."""
    monkeypatch.setattr(sys, "argv", shlex.split(line))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"q\n")))
    with pytest.raises(SystemExit) as leaving:
        main()
    return int(str(leaving.value.code))


def _run_until_stopped(line: str) -> int:
    """The exit code of a command that lasts, stopped once it has said that it runs."""
    with subprocess.Popen(shlex.split(line), stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stderr is not None
        process.stderr.readline()
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        process.stderr.read()
    return process.returncode


@pytest.mark.parametrize("name", CALLED)
def test_the_examples_of_a_command_run(
    name: str,
    here: Path,
    port: int,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    for example in sorted(examples(CALLED[name]), key=_needs_another_program):
        if _needs_another_program(example):
            oxigraph_program()
        line = _PORT.sub(f"localhost:{port}", example)
        if "--cluster" in line:
            line = _SCHEDULER.sub(request.getfixturevalue("scheduler"), line)
        if name in LASTING:
            code = _run_until_stopped(line)
        elif _SHELL.search(re.sub(r"'[^']*'", "", line)):
            code = subprocess.run(
                ["bash", "-o", "pipefail", "-c", line], stdin=subprocess.DEVNULL, check=False
            ).returncode
        else:
            code = _run_here(line, monkeypatch)
        said = capfd.readouterr().err
        assert code in CODES.get(name, (0,)), f"{example}\n{said}"


def _options(command: click.Command) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names and the help of every option of a command."""
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            yield (*parameter.opts, *parameter.secondary_opts), parameter.help or ""


def test_every_command_and_option_has_a_text() -> None:
    mute = [name for name, command in ALL.items() if not command.help]
    mute += [f"{name} {opts}" for name, command in ALL.items() for opts, text in _options(command) if not text]
    assert mute == []
    assert [opts for opts, text in _options(cli) if not text] == []


def test_every_command_and_option_has_an_example() -> None:
    shown: set[tuple[tuple[str, ...], str]] = set()
    for command in CALLED.values():
        words = {word for line in examples(command) for word in line.split()}
        shown |= {(opts, text) for opts, text in _options(command) if words & set(opts)}
    assert [name for name, command in CALLED.items() if not examples(command)] == []
    lacking = {
        (name, opts)
        for name, command in CALLED.items()
        for opts, text in _options(command)
        if (opts, text) not in shown
    }
    assert lacking == set()


@pytest.mark.parametrize("name", CALLED)
def test_an_example_calls_its_command(name: str) -> None:
    assert [line for line in examples(CALLED[name]) if not line.startswith(f"kg {name}")] == []


def test_the_help_lists_every_command_once_under_its_purpose() -> None:
    page = CliRunner().invoke(cli, ["--help"], prog_name="kg").output
    listed = re.findall(r"^    ([a-z-]+)  ", page[page.index("Commands:") :], re.MULTILINE)
    assert sorted(listed) == sorted({name.split()[0] for name in ALL})
    assert "More:" not in page  # each stands in one of the sections of kg.cli
