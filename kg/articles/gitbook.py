"""GitBook pages: markdown with a hint block that carries the metadata.

A heading with the title; the hint block with lines such as ``**Author:** [name](URL)``, ``**Published:** 2025-04-21``
and ``**Original:** [View on example.com](URL)``; often the lead, a rule, and title and lead once more.
"""

from __future__ import annotations

import re
from html import unescape

from kg.articles.blocks import RawBlock
from kg.articles.chrome import closing_site, without_chrome
from kg.articles.markdown import markdown_blocks
from kg.articles.metadata import Draft, clean_url, published_date
from kg.articles.sites import NOWHERE, site_at

__all__ = ["is_gitbook", "is_markdown", "read_gitbook", "read_markdown"]

_HEAD = 20_000  # characters in which the hint block must begin
_HINT = re.compile(r"\{%[ \t]*hint\b[^%\n]*%\}(?P<content>.*?)\{%[ \t]*endhint[ \t]*%\}", re.DOTALL)
_FIELD = re.compile(r"^[ \t>]*\*\*(?P<key>[^*:：\n]{1,40})[:：]?\*\*[:：]?(?P<value>[^\n]*)", re.MULTILINE)
_KNOWN = frozenset({"author", "published", "original", "date", "source", "publisher", "tags", "category"})
_LINK = re.compile(r"\[(?P<text>.*)\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_COPY_RULE = re.compile(r"^[ \t]*(?:-[ \t]*){3,}\r?$", re.MULTILINE)
_NO_LETTERS = re.compile(r"[\W_]+")
_COPIED = 4000  # characters in which the second copy of title and lead stands
_TITLE = re.compile(r"^#[ \t]+\S", re.MULTILINE)


def _hint(text: str) -> re.Match[str] | None:
    """The hint block with the metadata."""
    match = _HINT.search(text, 0, _HEAD)
    if not match:
        return None
    keys = {field["key"].strip().lower() for field in _FIELD.finditer(match["content"])}
    return match if keys & _KNOWN else None


def is_gitbook(text: str, suffix: str) -> bool:
    """Whether a file is a page with a hint block, whatever its suffix."""
    return "{%" in text[:_HEAD] and _hint(text) is not None


def is_markdown(text: str, suffix: str) -> bool:
    """Whether a file is markdown of another kind: by its suffix, or because it begins with a title line."""
    return suffix in (".md", ".markdown") or bool(_TITLE.match(text.lstrip()[:200]))


def _value(raw: str) -> tuple[str | None, str | None]:
    """The text of a field and the URL that it links to."""
    raw = raw.strip()
    link = _LINK.fullmatch(raw)
    text = unescape(_ESCAPE.sub(r"\1", link["text"] if link else raw)).strip()
    return text or None, clean_url(link["url"]) if link else None


def _second_copy(text: str, start: int, title: str | None) -> int:
    """Where the article begins: behind the rule that follows a first copy of title and lead, if there is one."""
    rule = _COPY_RULE.search(text, start, start + _HEAD)
    if not rule:
        return start
    before = {_letters(block.text) for block in markdown_blocks(text, start, rule.start())}
    after = markdown_blocks(text, rule.end(), min(len(text), rule.end() + _COPIED))
    if after and after[0].kind == "heading" and (not title or _letters(after[0].text) == _letters(title)):
        return rule.end()
    return rule.end() if before <= {_letters(block.text) for block in after} else start


def _letters(text: str) -> str:
    """A text without spacing and marks, in which copies may differ."""
    return _NO_LETTERS.sub("", text)


def read_gitbook(text: str) -> Draft:
    """Read a GitBook page with a hint block.

    Where title and lead stand twice, the second copy, in the body, counts.

    Args:
        text: the decoded file.
    """
    hint = _hint(text)
    if not hint:
        return read_markdown(text)
    fields = {field["key"].strip().lower(): _value(field["value"]) for field in _FIELD.finditer(hint["content"])}
    title = _first_heading(markdown_blocks(text, 0, hint.start()))
    blocks = markdown_blocks(text, _second_copy(text, hint.end(), title))
    if blocks and blocks[0].kind == "heading" and (not title or _letters(blocks[0].text) == _letters(title)):
        title = blocks[0].text
    source = next((url for key in ("original", "source") if (url := fields.get(key, (None, None))[1])), None)
    published = next((value for key in ("published", "date") if (value := fields.get(key, (None, None))[0])), None)
    site = site_at(source)
    if site is NOWHERE:
        site = closing_site(blocks)
    return Draft(
        without_chrome(blocks, site),
        title=title,
        published=published_date(published) if published else None,
        publisher=fields.get("publisher", (None, None))[0] or site.publisher or None,
        author=fields.get("author", (None, None))[0],
        source=source,
    )


def _first_heading(blocks: list[RawBlock]) -> str | None:
    return next((block.text for block in blocks if block.kind == "heading"), None)


def read_markdown(text: str) -> Draft:
    """Read markdown without a hint block; its title is the heading that it begins with.

    Args:
        text: the decoded file.
    """
    blocks = markdown_blocks(text)
    site = closing_site(blocks)
    title = blocks[0].text if blocks and blocks[0].kind == "heading" else None
    return Draft(without_chrome(blocks, site), title=title, publisher=site.publisher or None)
