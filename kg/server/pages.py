"""Pages over HTTP: the policy of what they may load, and the files that they load."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kg.server.answers import answer, entity_tag, not_modified
from kg.server.negotiation import HTML, Form
from kg.server.refusals import Refusal

__all__ = ["POLICY", "page", "static"]

# Nothing from elsewhere, no script or style in the page itself (Content Security Policy Level 3).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".css": Form("css", "text/css"),
    ".js": Form("js", "text/javascript"),
    ".svg": Form("svg", "image/svg+xml", text=False),
}


def page(
    request: Request, body: bytes, tag: str | None = None, extra: dict[str, str] | None = None, policy: str = POLICY
) -> Response:
    """A page; without `tag` one is made of its bytes."""
    tag = tag or entity_tag(body)
    known = not_modified(request, tag)
    return known or answer(request, body, HTML, tag, {"content-security-policy": policy, **(extra or {})})


@cache
def _files() -> dict[str, tuple[bytes, Form, str]]:
    """The files of the pages by name, read once; a name that is not among them is not looked for on the disk."""
    found = {}
    for path in sorted(_STATIC.iterdir()):
        if path.suffix in _TYPES:
            body = path.read_bytes()
            found[path.name] = body, _TYPES[path.suffix], f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    return found


async def static(request: Request) -> Response:
    """A file of the pages."""
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, "files are only read", {"Allow": "GET, HEAD, OPTIONS"})
    known = _files().get(request.path_params["name"])
    if known is None:
        raise Refusal(404, "there is no such file")
    body, form, tag = known
    return not_modified(request, tag) or answer(request, body, form, tag)
