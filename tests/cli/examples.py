"""The examples that the help of commands gives, and a folder in which they run."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
from conftest import ROOT

from kg.cli import cli

ARTICLE = "# 速卖通进入韩国\n\n2024年，速卖通进入韩国市场。速卖通与Coupang竞争。\n"
PAGE = "<html><head><title>速卖通进入韩国</title></head><body><article><p>{}</p></article></body></html>"
_EXAMPLE = re.compile(r"^ *(?P<command>kg .+?)(?:\s+# .*)?$", re.MULTILINE)


def commands(group: click.Command = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below a group with the words that call it; groups too, but for `kg` itself."""
    if path:
        yield path, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            yield from commands(found, (*path, name))


def examples(command: click.Command) -> list[str]:
    """The lines of a command's help that show how to call it."""
    return [match["command"] for match in _EXAMPLE.finditer(inspect.cleandoc(command.help or ""))]


class _Service(BaseHTTPRequestHandler):
    """A SPARQL store and a language model that know nothing, and take everything."""

    def _answer(self, media: str = "text/plain", body: bytes = b"") -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _any(self) -> None:
        if "chat" in self.path:
            said = {"choices": [{"message": {"role": "assistant", "content": '{"facts": []}'}}]}
            self._answer("application/json", json.dumps(said).encode())
        elif "sparql" in self.path:
            rows: dict[str, object] = {"head": {"vars": ["s", "p", "o"]}, "results": {"bindings": []}}
            self._answer("application/sparql-results+json", json.dumps(rows).encode())
        else:
            self._answer()

    do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def services() -> Iterator[int]:
    """The port of the store and the model, while they run."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def furnish(folder: Path) -> None:
    """Lay out what the examples name: articles, gold annotations, tables, graphs."""
    import kg

    (folder / "news").mkdir()
    (folder / "news" / "one.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "news.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "saved.html").write_text(PAGE.format(ARTICLE.splitlines()[2] * 3), encoding="utf-8")
    (folder / "question.rq").write_text("SELECT ?what { ?what a xb:Platform }\n", encoding="utf-8")
    (folder / "new.toml").write_text('[[name]]\nclass = "Company"\nzh = "某某网络科技"\n', encoding="utf-8")
    (folder / "own.ttl").write_text(OWN, encoding="utf-8")
    (folder / "registry.csv").write_text("Firm,Group\n速卖通,阿里巴巴\n", encoding="utf-8")
    (folder / "registry.toml").write_text(MAP, encoding="utf-8")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "ontology" / "lexicon", folder / "lexicon")
    kg.build_graph((), folder / "graph", inferred=True)
    shutil.copytree(folder / "graph", folder / "exports")
    shutil.copy(folder / "graph" / "kg.ttl", folder)
    for name, article in (("one", "000_1a7cadfdf621ab76"), ("two", "001_88b91df809469b87")):
        shutil.copy(ROOT / "seeds" / f"{article}.txt", folder / f"{name}.txt")
        shutil.copy(ROOT / "tests" / "gold" / f"{article}.json", folder / f"{name}.json")
        kg.build_graph((ROOT / "seeds" / f"{article}.txt",), folder / name)


OWN = """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xb: <https://w3id.org/alibaba-xborder/ontology#>
PREFIX xbr: <https://w3id.org/alibaba-xborder/id/>
xbr:one a xb:Organization ; skos:prefLabel "One"@en ; rdfs:label "One"@en ; xb:partOf xbr:two .
xbr:two a xb:Organization ; skos:prefLabel "Two"@en ; rdfs:label "Two"@en .
"""
MAP = """\
[columns]
subject = "Firm"
object = "Group"

[constants]
predicate = "partOf"
"""
