"""What is read anew when the program or its data change."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.vocabulary import data_folder
from kg.workspace import fingerprint

# Tells which files under ontology/ one reading of a sentence opens.
OPENED = """
import json, sys
from pathlib import Path
from kg.vocabulary import data_folder
home, opened = data_folder("ontology").resolve(), set()
def note(event, args):
    if event == "open" and isinstance(args[0], str):
        path = Path(args[0]).resolve()
        if path.is_file() and path.is_relative_to(home):
            opened.add(path.relative_to(home).as_posix())
sys.addaudithook(note)
from kg.extraction import extract
from kg.extraction.trial import read_text
extract(read_text("2010年，阿里巴巴推出了速卖通。"))
print(json.dumps(sorted(opened)))
"""


def test_all_data_that_reading_opens_makes_a_graph_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = subprocess.run([sys.executable, "-c", OPENED], capture_output=True, encoding="utf-8", check=True)
    opened = json.loads(told.stdout)
    assert {"confidence.toml", "rules/common.toml"} <= set(opened)
    shutil.copytree(data_folder("ontology"), tmp_path / "ontology")
    monkeypatch.setattr(fingerprint, "data_folder", lambda name: tmp_path / name)
    found = fingerprint.program_fingerprint.__wrapped__
    before = found()
    for name in opened:
        changed = tmp_path / "ontology" / name
        kept = changed.read_bytes()
        changed.write_bytes(kept + b"\n")
        assert found() != before, name
        changed.write_bytes(kept)
