"""Plain text: a paragraph a line."""

from __future__ import annotations

from kg.articles.chrome import closing_site, without_chrome
from kg.articles.inline import verbatim_blocks
from kg.articles.metadata import Draft

__all__ = ["is_plain", "read_plain"]


def is_plain(text: str, suffix: str) -> bool:
    """Whether a file can be read as plain text: always."""
    return True


def read_plain(text: str) -> Draft:
    """Read plain text.

    Args:
        text: the decoded file.
    """
    blocks = verbatim_blocks("paragraph", text, 0, len(text))
    site = closing_site(blocks)
    return Draft(without_chrome(blocks, site), publisher=site.publisher or None)
