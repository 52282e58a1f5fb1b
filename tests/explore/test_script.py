from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import need

from kg.explore import page
from kg.explore.script import joined_script, without_blanks


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("const a = 1; // one\nconst b = a / 2;\n", "const a=1;const b=a/2;"),
        ("let a = b\nlet c = d\n", "let a=b\nlet c=d"),
        ("say(\"a  //  b\", '/* c */')", "say(\"a  //  b\",'/* c */')"),
        ("x = `a  ${ f({ b: `c  d` }) }  // e`;", "x=`a  ${ f({ b: `c  d` }) }  // e`;"),
        ("t.replace(/[/  ]\\/  \"/gu, '')", "t.replace(/[/  ]\\/  \"/gu,'')"),
        ("return /a b/.test(c) ? d / e / f : typeof /g h/;", "return/a b/.test(c)?d/e/f:typeof/g h/;"),
        ("a + +b - -c + ++d", "a+ +b- -c+ ++d"),
        ("if (a) {\n  b();\n}\nelse {\n  c();\n}", "if(a){b();}\nelse{c();}"),
    ],
)
def test_only_what_readers_need_goes(source: str, expected: str) -> None:
    assert without_blanks(source) == expected


@pytest.mark.node
def test_the_pages_script_is_what_its_modules_say(tmp_path: Path) -> None:
    """It parses, and a program of odd spellings prints the same before and after."""
    node = shutil.which("node")
    need(node is not None, "Node.js (Debian: apt-get install nodejs)")
    assert node is not None
    script = tmp_path / "page.js"
    script.write_text(page._script(), encoding="utf-8")
    assert subprocess.run([node, "--check", script], capture_output=True, check=False).stderr == b""
    program = (
        "const f = (a) => {\n  // odd\n  const { b, ...c } = a;\n  return `${ b }  ${JSON.stringify(c)}`\n}\n"
        "const r = /[^/]+ \\/  x/u, o = []\no.push(f({ b: 1 - -1, d: 4 / 2 / 1 }))\n"
        "o.push('a /  b'.replace(/ \\/ {2}/, '!'), r.test('q /  x'))\nconsole.log(JSON.stringify(o))\n"
    )
    told = []
    for text in (program, joined_script([program])):
        script.write_text(text, encoding="utf-8")
        told.append(json.loads(subprocess.run([node, script], capture_output=True, check=True).stdout))
    assert told[0] == told[1] == ['2  {"d":2}', "a!b", True]
