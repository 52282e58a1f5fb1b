"""The notebook of the tutorial runs from a clean kernel, and its file holds no outputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, need

NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"
PROGRAM = """
import sys, nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": sys.argv[3]}}).execute()
nbformat.write(book, sys.argv[2])
"""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """What each code cell gives."""
    missing = [name for name in ("ipykernel", "matplotlib", "nbclient", "pandas") if find_spec(name) is None]
    need(not missing, f"{', '.join(missing)} (pip install -e '.[notebook]')")
    folder = tmp_path_factory.mktemp("notebook")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    environment |= {"IPYTHONDIR": str(folder / "ipython"), "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    environment |= {"JUPYTER_RUNTIME_DIR": str(folder / "runtime"), "MPLCONFIGDIR": str(folder / "matplotlib")}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, NOTEBOOK, folder / "done.ipynb", NOTEBOOK.parent], env=environment, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode()[-3000:]
    cells = json.loads((folder / "done.ipynb").read_text(encoding="utf-8"))["cells"]
    return [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]


def text_of(output: dict[str, Any]) -> str:
    return "".join(output.get("text", output.get("data", {}).get("text/plain", "")))


def test_the_notebook_answers_the_question(outputs: list[list[dict[str, Any]]]) -> None:
    said = [" ".join(map(text_of, cell)) for cell in outputs]
    assert said[0] == "7"
    by_year = next(text for text in said if "year" in text and "2022" in text)
    assert {"supplies", "partnersWith", "integratesWith"} <= set(by_year.split())
    assert any("AliExpress" in text and "Cainiao - " in text for text in said)
    assert "菜鸟国际电商物流团队并入速卖通。" in said[-1]
    assert "(denied)" in said[-1]


def test_the_notebook_draws_the_figure(outputs: list[list[dict[str, Any]]]) -> None:
    data = [output.get("data", {}) for cell in outputs for output in cell]
    assert [len(one["image/png"]) > 10_000 for one in data if "image/png" in one] == [True]


def test_no_cell_warns(outputs: list[list[dict[str, Any]]]) -> None:
    assert [text_of(output) for cell in outputs for output in cell if output.get("name") == "stderr"] == []


def test_the_file_holds_no_outputs_and_nothing_of_a_machine() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    book = json.loads(text)
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert len(code) >= 8
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] or cell["metadata"]] == []
    assert book["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    same = text == json.dumps(book, ensure_ascii=False, indent=1) + "\n"
    assert same


def test_links_to_the_notebook() -> None:
    for page in (Path("README.md"), Path("docs/tutorial.md")):
        assert "tutorial.ipynb" in (ROOT / page).read_text(encoding="utf-8")
