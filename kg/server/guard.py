"""What stands before every page: limits, the host check, CORS, security headers, plain errors, the access log."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.refusals import Refusal
from kg.server.settings import Settings

__all__ = ["Guard", "refusal_headers"]

METHODS = "GET, HEAD, POST, OPTIONS"
_HEADERS = "Accept, Content-Type, If-None-Match"
_EXPOSED = "ETag, Link, KG-Row-Limit, KG-Truncated"
_NOT_MODIFIED, _TOO_LARGE = 304, 413
_VERSIONS = ("1.0", "1.1")
_BEARABLE = 3.0  # seconds
_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")


def refusal_headers(extra: dict[str, str], length: int, problem: bool = False) -> list[tuple[bytes, bytes]]:
    """The headers of an answer that refuses."""
    kind = b"application/problem+json" if problem else b"text/plain; charset=utf-8"
    own = [(b"content-type", kind), (b"content-length", str(length).encode()), (b"cache-control", b"no-store")]
    return own + [(key.lower().encode(), value.encode("latin-1", "replace")) for key, value in extra.items()]


@dataclass
class _Seen:
    """What was sent of an answer."""

    status: int = 0
    size: int = 0


class Guard:
    """The outermost layer of the application.

    Args:
        application: what answers a request that passes.
        settings: the limits.
        log: where lines of the access log go; None for standard error.
    """

    def __init__(self, application: ASGIApp, settings: Settings, log: Callable[[str], None] | None = None) -> None:
        self._application = application
        self._settings = settings
        self._log = log or _to_stderr

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        started, seen = time.perf_counter(), _Seen()
        sending = self._watched(scope, send, seen)
        try:
            await self._answer(scope, receive, sending)
        except Refusal as refusal:
            if refusal.status == _TOO_LARGE:
                await _drain(scope, receive, 8 * self._settings.body_bytes)
            await self._refuse(refusal, scope, sending, seen.status)
        except Exception as error:  # noqa: BLE001 (whatever it is, the next request is to be answered)
            print(f"kg serve: internal error: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
            internal = Refusal(500, "internal error; the server's log says more")
            await self._refuse(internal, scope, sending, seen.status)
        finally:
            if not self._settings.quiet:
                self._log(_line(scope, seen, time.perf_counter() - started))

    def _watched(self, scope: Scope, send: Send, seen: _Seen) -> Send:
        """`send` with the headers that every answer has, which notes what is sent."""
        own = self._own_headers(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                headers = message.setdefault("headers", [])
                present = {name for name, _ in headers}
                if seen.status == _NOT_MODIFIED:  # its headers replace those of the page that is kept
                    present.add(_POLICY[0])
                headers += [(name, value) for name, value in own if name not in present]
                if self._settings.cors and "*" not in self._settings.cors:
                    headers.append((b"vary", b"Origin"))
            elif message["type"] == "http.response.body":
                seen.size += len(message.get("body", b""))
            await send(message)

        return sending

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = scope["headers"]
        if len(scope["raw_path"]) + len(scope["query_string"]) > self._settings.url_bytes:
            raise Refusal(414, f"the URL is longer than {self._settings.url_bytes} bytes; send the query by POST")
        if sum(len(name) + len(value) + 4 for name, value in headers) > self._settings.header_bytes:
            raise Refusal(431, f"the headers are longer than {self._settings.header_bytes} bytes")
        if scope["http_version"] not in _VERSIONS:
            raise Refusal(505, "this server speaks HTTP/1.1")
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) > 1 or (hosts and not self._settings.answers_to(hosts[0].decode("latin-1"))):
            raise Refusal(421, "this server does not answer to that host; start it with --allow-host NAME")
        lengths = [value for name, value in headers if name == b"content-length"]
        if any(not value.isdigit() or int(value) > self._settings.body_bytes for value in lengths):
            raise Refusal(413, f"the body is longer than {self._settings.body_bytes} bytes", {"Connection": "close"})
        if scope["method"] not in METHODS.split(", "):
            raise Refusal(405, f"this server is asked by {METHODS}", {"Allow": METHODS})
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", METHODS.encode())]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._application(scope, receive, send)

    async def _refuse(self, refusal: Refusal, scope: Scope, send: Send, sent: int) -> None:
        if sent:  # an answer has begun: only cutting the connection tells that it is not whole
            raise ConnectionAbortedError
        accept = b",".join(value for name, value in scope["headers"] if name == b"accept")
        problem = b"problem+json" in accept
        body = refusal.problem() if problem else refusal.text()
        start = {"status": refusal.status, "headers": refusal_headers(refusal.headers, len(body), problem)}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": body})

    def _own_headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        headers = [*_SECURITY, _POLICY]
        allowed = self._settings.cors
        if not allowed:
            return headers
        origin = next((value for name, value in scope["headers"] if name == b"origin"), b"").decode("latin-1")
        if "*" in allowed:
            headers.append((b"access-control-allow-origin", b"*"))
        elif origin in allowed:
            headers.append((b"access-control-allow-origin", origin.encode("latin-1")))
        else:
            return headers
        headers.append((b"access-control-expose-headers", _EXPOSED.encode()))
        if scope["method"] == "OPTIONS":
            headers += [
                (b"access-control-allow-methods", METHODS.encode()),
                (b"access-control-allow-headers", _HEADERS.encode()),
                (b"access-control-max-age", b"600"),
            ]
        return headers


def _line(scope: Scope, seen: _Seen, seconds: float) -> str:
    """A line of the access log: the target as it came over the wire, which is printable ASCII, and cut off."""
    target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    shown = target[:200].decode("ascii", "backslashreplace") + ("…" if len(target) > 200 else "")
    client = scope.get("client") or ("-", 0)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f'{now} {client[0]} "{scope["method"]} {shown}" {seen.status or "-"} {seen.size} {seconds * 1000:.0f} ms'


async def _drain(scope: Scope, receive: Receive, most: int) -> None:
    """Read on what is refused, while that is bearable: who still writes does not read why (RFC 9112 §9.6)."""
    if any(name == b"expect" for name, _ in scope["headers"]):
        return  # it waits for leave to send, and gets none
    with suppress(TimeoutError):
        async with asyncio.timeout(_BEARABLE):
            while most > 0:
                message = await receive()
                most -= len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201
