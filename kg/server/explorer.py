"""``/explore``: the explorer's page of the graph, made by a process of its own and kept until the graph changes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kg.server.answers import entity_tag, not_modified
from kg.server.context import Context, context_of
from kg.server.pages import page
from kg.server.refusals import Refusal

__all__ = ["explorer"]

# The page carries its scripts within it, under a policy of its own; this one adds that nobody may frame it.
_POLICY = "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"  # noqa: E501
_PATIENCE = 300.0  # seconds
# In a process of its own: layouts want libraries that take four times the memory of the server.
_CODE = """
import sys
from kg.explore import write_page
from kg.graph import open_graph
write_page(open_graph(sys.argv[1]), sys.argv[2])
"""


async def explorer(request: Request) -> Response:
    """The page that ``kg viz`` writes."""
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, "pages are only read", {"Allow": "GET, HEAD, OPTIONS"})
    context = context_of(request)
    tag = entity_tag(context.site.fingerprint, "explore")
    known = not_modified(request, tag)
    if known:
        return known
    async with context.making:
        body = await context.page(_made, context)
    return page(request, body, tag, policy=_POLICY)


def _made(context: Context) -> bytes:
    kept = context.kept.get("explore")
    if isinstance(kept, bytes):
        return kept
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        target = Path(folder, "kg.html")
        command = [sys.executable, "-c", _CODE, str(context.site.place), str(target)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
            body = target.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise Refusal(
                503, "the explorer's page cannot be made of this graph; `kg viz --focus` draws part of it"
            ) from error
    context.kept["explore"] = body
    return body
