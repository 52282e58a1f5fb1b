"""Answers over HTTP: forms, ETag, gzip, and bodies that are read to their end or refused."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import zlib
from collections.abc import AsyncIterator, Iterable

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from kg.server.negotiation import Form, accepts_gzip, choose, named_form
from kg.server.refusals import Refusal

__all__ = ["answer", "entity_tag", "negotiate", "not_modified", "read_body", "stream"]

_WORTH = 1024  # bytes from which compression pays
_VARY = "Accept, Accept-Encoding"


def negotiate(accept: str | None, named: str | None, forms: Iterable[Form]) -> Form:
    """The form to answer in, by ``format=`` or else by ``Accept``.

    Raises:
        Refusal: 406, there is none; lists those that there are.
    """
    forms = list(forms)
    form = named_form(named, forms) if named is not None else choose(accept, forms)
    if form is None:
        listed = ", ".join(f"{one.media_type} (format={one.name})" for one in forms)
        raise Refusal(406, f"this answer can be had as {listed}")
    return form


def entity_tag(*parts: object) -> str:
    """A weak ETag of what an answer depends on (RFC 9110 §8.8.3); compression does not change it."""
    digest = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f'W/"{digest[:24]}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """304 where the client has the answer already (RFC 9110 §13.1.2)."""
    given = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if "*" not in given and tag.removeprefix("W/") not in given:
        return None
    return Response(status_code=304, headers={"etag": tag, "vary": _VARY, "cache-control": "no-cache"})


def _headers(form: Form, tag: str | None, extra: dict[str, str] | None) -> dict[str, str]:
    headers = {"content-type": form.content_type, "vary": _VARY, "cache-control": "no-cache", **(extra or {})}
    if tag:
        headers["etag"] = tag
    return headers


def answer(
    request: Request, body: bytes, form: Form, tag: str | None = None, extra: dict[str, str] | None = None
) -> Response:
    """A whole answer, compressed where that pays and the client takes it."""
    headers = _headers(form, tag, extra)
    if len(body) >= _WORTH and accepts_gzip(request.headers.get("accept-encoding")):
        body = gzip.compress(body, 5, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, headers=headers)


async def _compressed(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    packer = zlib.compressobj(5, zlib.DEFLATED, 31)
    async for piece in pieces:
        packed = packer.compress(piece)
        if packed:
            yield packed
    yield packer.flush()


def stream(
    request: Request,
    pieces: Iterable[bytes],
    size: int,
    form: Form,
    tag: str | None = None,
    extra: dict[str, str] | None = None,
) -> Response:
    """An answer in pieces, which are known to come whole; `size` is their sum in bytes."""
    headers = _headers(form, tag, extra)
    body: AsyncIterator[bytes] = iterate_in_threadpool(pieces)
    if accepts_gzip(request.headers.get("accept-encoding")):
        headers["content-encoding"] = "gzip"
        body = _compressed(body)
    else:
        headers["content-length"] = str(size)
    return StreamingResponse(body, headers=headers)


async def read_body(request: Request, most: int, patience: float) -> bytes:
    """The body of a request.

    Raises:
        Refusal: 413, it is longer than `most` bytes; 408, it took longer than `patience` seconds.
    """
    found = bytearray()
    try:
        async with asyncio.timeout(patience):
            async for piece in request.stream():
                found += piece
                if len(found) > most:
                    raise Refusal(413, f"the body is longer than {most} bytes", {"Connection": "close"})
    except TimeoutError:
        raise Refusal(408, "the body took too long to arrive", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise Refusal(400, "the connection was closed before the body was whole", {"Connection": "close"}) from None
    return bytes(found)
