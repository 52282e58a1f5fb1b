"""A server in a process of its own, and requests to it byte by byte."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

from explore.samples import HEAD, SAMPLE

__all__ = ["Answer", "Running", "write_graph"]

# What an article could say to harm a page that shows it.
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{7*7}}'
_MORE = f"""
xba:a2 {{
  xba:a2 a xb:Article ; dcterms:title "第二篇"@zh-Hans ; xb:mentions xbr:evil ; dcterms:source <javascript:alert(3)> .
  xbr:evil a xb:Organization ; skos:prefLabel {json.dumps(HOSTILE)}@zh-Hans ; rdfs:label {json.dumps(HOSTILE)}@zh-Hans .
  xbr:aidc a xb:Organization .
  xbs:9 a xb:Statement ; xb:subject xbr:evil ; xb:predicate xb:responsibleFor ; xb:objectText {json.dumps(HOSTILE)} ;
    xb:time {json.dumps(HOSTILE)} ; xb:role {json.dumps(HOSTILE)} ; xb:modality xb:asserted ; xb:negated false ;
    xb:evidence xbe:9 .
  xbe:9 a xb:Evidence ; xb:article xba:a2 ; xb:quote {json.dumps(HOSTILE)}@zh-Hans ; xb:start 1 ; xb:end 9 .
  xbr:a.ttl a xb:Program ; skos:prefLabel "a.ttl"@en ; rdfs:label "a.ttl"@en .
}}
"""


def write_graph(folder: Path, trig: str | None = None) -> Path:
    """A folder with a graph in it: the sample, and names that no page should believe."""
    folder.mkdir(parents=True, exist_ok=True)
    own = f"xba:a1 {{ {SAMPLE} }}\n{_MORE}"
    (folder / "kg.trig").write_text(HEAD + own if trig is None else trig, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.raw) if self.headers.get("content-encoding") == "gzip" else self.raw

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class Running:
    """``kg serve`` in a process of its own; a context manager."""

    def __init__(self, graph: Path, *options: str, code: str | None = None) -> None:
        command = [sys.executable, "-m", "kg", "serve", "-g", str(graph), "--port", "0", *options]
        if code is not None:  # a server with settings that the command does not offer
            command = [sys.executable, "-c", code, str(graph)]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.log: list[str] = []
        self._said = threading.Event()
        self.address = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._said.wait(60) or not self.address:
            self.process.kill()
            raise RuntimeError(f"the server did not start: {self.log}")
        self.host, self.port = urlsplit(self.address).hostname or "", urlsplit(self.address).port or 0

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            text = line.decode("utf-8", "replace").rstrip("\n")
            self.log.append(text)
            if text.startswith("kg serve: http://"):
                self.address = text.split()[2].rstrip("/")
                self._said.set()
        self._said.set()

    def ask(
        self,
        target: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 60,
    ) -> Answer:
        """Send a request as it stands: nothing is added but ``Host`` and the length of the body."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True, skip_host="Host" in (headers or {}))
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    def query(self, query: str, accept: str | None = None, extra: str = "", **headers: str) -> Answer:
        """Ask a query by GET."""
        given = {**({"Accept": accept} if accept else {}), **headers}
        return self.ask(f"/sparql?query={quote(query, safe='')}{extra}", headers=given)

    def post(self, query: str, accept: str = "application/sparql-results+json", timeout: float = 60) -> Answer:
        """Ask a query by POST."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.ask("/sparql", "POST", headers, query.encode(), timeout)

    def connect(self, timeout: float = 30) -> socket.socket:
        """A bare connection."""
        return socket.create_connection((self.host, self.port), timeout=timeout)

    def raw(self, data: bytes, timeout: float = 30, half_close: bool = False) -> bytes:
        """Send bytes, and read until the server closes or says no more."""
        with self.connect(timeout) as connection:
            found = b""
            try:
                connection.sendall(data)
                if half_close:
                    connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(65536):
                    found += piece
            except (ConnectionError, TimeoutError):
                pass
            return found

    def answers(self) -> bool:
        """Whether an ordinary query is answered, rightly."""
        answer = self.post("SELECT (6 * 7 AS ?n) {}")
        return answer.status == 200 and answer.json["results"]["bindings"][0]["n"]["value"] == "42"

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Tell the server to stop; its exit code."""
        self.process.send_signal(sign)
        return self.process.wait(60)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                self._reader.join(5)
                stream.close()
