"""What a page says about its article: a draft of the metadata, and the forms in which dates and URLs are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from kg.articles.blocks import RawBlock

__all__ = ["Draft", "clean_url", "published_date"]


@dataclass(frozen=True)
class Draft:
    """What a format's reader finds in a file; None where the file says nothing.

    Attributes:
        blocks: the article's blocks, without site chrome.
        title, published, publisher, author, source, id: as in `kg.model.Article`.
        wall: what the page says instead of its article, where it shows that only after a login.
    """

    blocks: list[RawBlock]
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    source: str | None = None
    id: str | None = None
    wall: str | None = None


_DATE = re.compile(
    r"(?P<year>[12]\d{3})(?:\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d))?(?!\d)|年?(?!\d))"
)


def published_date(text: str) -> str | None:
    """The date that a text begins with (2025-04-21, 2025/4/21 08:00, 2025年4月), as in `kg.model.Article`.

    None where it begins with none, or with one that no calendar has.
    """
    match = _DATE.match(text.strip())
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])


def clean_url(text: str) -> str | None:
    """An http or https URL; None for anything else."""
    url = text.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", url) else None
