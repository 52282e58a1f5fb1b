"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.graph import atomic_output, write_file
from kg.vocabulary import OutputError


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError), atomic_output(target) as stream:
        stream.write(b"new")
        raise RuntimeError
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    write_file(target, [b"n", b"ew"])
    assert target.read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_the_mode_is_that_of_any_new_file(tmp_path: Path) -> None:
    write_file(tmp_path / "a", [b""])
    (tmp_path / "b").touch()
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_file(tmp_path / "link", [b"new"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, [b"x"])
    assert os.read(reader, 9) == b"x"
    os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", [".", "missing/a.txt"])
def test_what_cannot_be_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write_file(tmp_path / name, [b"x"])
    assert str(tmp_path) in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_file("-", [b"x\n"])
    assert capfdbinary.readouterr().out == b"x\n"
