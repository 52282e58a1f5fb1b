"""Requests to a store, tried again where it is busy; what it answers, as one clear line."""

from __future__ import annotations

import base64
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from kg import __version__
from kg.vocabulary import OutputError, UsageError

__all__ = ["Endpoint", "endpoint"]

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT = 60.0  # seconds


@dataclass(frozen=True)
class Endpoint:
    """Where requests go to.

    Attributes:
        url: the address, without user and password.
        headers: what every request carries; credentials are here and nowhere else.
        retries: how often a request is tried again.
        timeout: seconds that an answer may take.
        wait: how to wait some seconds.
    """

    url: str
    headers: Mapping[str, str] = field(repr=False)
    retries: int = 5
    timeout: float = 300.0
    wait: Callable[[float], None] = field(default=time.sleep, repr=False)

    def send(self, method: str, body: bytes, media_type: str, query: str = "") -> None:
        """Send a request, again and again where the store is busy or away, ever longer apart.

        Raises:
            OutputError: the store refuses it, or cannot be reached after all tries.
        """
        url = self.url + (("&" if "?" in self.url else "?") + query if query else "")
        request = urllib.request.Request(url, data=body, method=method)
        for name, value in {**self.headers, "Content-Type": media_type}.items():
            request.add_header(name, value)
        for attempt in range(self.retries + 1):
            problem, wait = self._tried(request)
            if problem is None:
                return
            if wait is None or attempt == self.retries:
                tried = f", after {attempt + 1} tries" if attempt else ""
                raise OutputError(f"{self.url}: {problem}{tried}")
            self.wait(max(wait, min(_LONGEST_WAIT, 0.5 * 2**attempt)))

    def _tried(self, request: urllib.request.Request) -> tuple[str | None, float | None]:
        """What is wrong (None for nothing), and how long to wait for the next try at least (None for never)."""
        try:
            with _OPENER.open(request, timeout=self.timeout) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            with error:
                said = _first_line(error.read(2000))
            where = error.headers.get("Location")
            if 300 <= error.code < 400 and where:
                return f"the server sends on to {where}; push there", None
            told = f"the server answered {error.code} {error.reason}" + (f": {said}" if said else "")
            return told, _after(error.headers.get("Retry-After")) if error.code in _AGAIN else None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            return f"cannot be reached: {getattr(reason, 'strerror', None) or reason or type(error).__name__}", 0.0
        return None, None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A request that changes a store goes where the user said, with its credentials, and nowhere else."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def _after(header: str | None) -> float:
    """Seconds of ``Retry-After`` (RFC 9110 §10.2.3); a date counts as none."""
    return min(float(header), 2 * _LONGEST_WAIT) if header and header.isdigit() else 0.0


def _first_line(body: bytes) -> str:
    """The first line of an answer that says something, without what steers a terminal."""
    lines = (" ".join(line.split()) for line in body.decode("utf-8", "replace").splitlines())
    return next(("".join(char for char in line if char.isprintable())[:200] for line in lines if line), "")


def endpoint(url: str, user: str | None = None, password: str | None = None, token: str | None = None) -> Endpoint:
    """An address as an endpoint.

    Args:
        url: ``http://`` or ``https://``; it may hold user and password.
        user: whom to log in as (HTTP Basic).
        password: with what.
        token: a bearer token, in their place.

    Raises:
        UsageError: it is no such address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"not an address: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise UsageError("name the store by an address such as http://localhost:7878/store")
    user = user or (unquote(parts.username) if parts.username else None)
    password = password or (unquote(parts.password) if parts.password else None)
    headers = {"User-Agent": f"alibaba-xborder-kg/{__version__}"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    elif user:
        packed = base64.b64encode(f"{user}:{password or ''}".encode()).decode()
        headers["Authorization"] = f"Basic {packed}"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    bare = urlunsplit((parts.scheme, host + (f":{port}" if port else ""), parts.path or "/", parts.query, ""))
    return Endpoint(bare, headers)
