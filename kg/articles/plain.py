"""Plain text: a paragraph a line, with or without a block of headline, date and source before it."""

from __future__ import annotations

import re

from kg.articles.blocks import Piece, RawBlock
from kg.articles.chrome import closing_site, without_chrome
from kg.articles.front_matter import FIELDS, fields_draft
from kg.articles.inline import verbatim_blocks
from kg.articles.metadata import Draft, clean_url
from kg.articles.page_metadata import line_data
from kg.articles.page_signs import is_meta_line
from kg.articles.sites import NOWHERE, site_at
from kg.model import simplify

__all__ = ["is_plain", "read_plain"]

_LABELLED = re.compile(r"[【\[]?(?P<key>[A-Za-z_ ]{2,20}|[\u4e00-\u9fff]{2,6})[】\]]?\s*[:：]\s*(?P<value>\S.*)")
_FIELD_OF = {key: field for field, keys in FIELDS.items() for key in keys}
_HEAD = 12  # lines in which such a block stands
_LONGEST_TITLE = 60
_LONGEST_META = 120
_SENTENCE_END = re.compile("[。！；：…，,]|[.;:]$")


def is_plain(text: str, suffix: str) -> bool:
    """Whether a file can be read as plain text: always."""
    return True


def _labelled(block: RawBlock) -> tuple[str, str] | None:
    """The field that a line gives, and its value."""
    match = _LABELLED.fullmatch(block.text)
    field = _FIELD_OF.get(match["key"].strip().lower()) if match else None
    return (field, match["value"].strip()) if match and field else None


def _value_block(block: RawBlock, value: str) -> RawBlock | None:
    """The value of a labelled line as a heading; None where the line is not one run of the file."""
    if len(block.pieces) != 1 or not block.text.endswith(value):
        return None
    end = block.end
    pieces: list[Piece] = [(end - len(value), end, None)]
    return RawBlock("heading", value, pieces, [])


def _is_title(block: RawBlock) -> bool:
    return len(block.text) <= _LONGEST_TITLE and not _SENTENCE_END.search(block.text)


def _headline(blocks: list[RawBlock]) -> tuple[Draft, int, RawBlock | None]:
    """What the block of headline, date and source says, how many lines it has, and the title's line."""
    fields: dict[str, list[str]] = {}
    title: RawBlock | None = None
    used = 0
    for index, block in enumerate(blocks[:_HEAD]):
        given = _labelled(block)
        short = not given and len(block.text) <= _LONGEST_META
        said = line_data(block.text) if short and is_meta_line(simplify(block.text)) else None
        if given and not (given[0] == "author" and not fields and title is None):
            fields.setdefault(given[0], []).append(given[1])
            if given[0] == "title" and title is None:
                title = _value_block(block, given[1])
        elif said and (said.published or said.publisher):
            for field, value in (("published", said.published), ("publisher", said.publisher), ("author", said.author)):
                if value:
                    fields.setdefault(field, []).append(value)
        elif index and clean_url(block.text):
            fields.setdefault("source", []).append(block.text)
        elif index == 0 and _is_title(block):
            title = block
            continue
        else:
            break
        used = index + 1
    return fields_draft(fields), used, title


def read_plain(text: str) -> Draft:
    """Read plain text.

    Args:
        text: the decoded file.
    """
    blocks = verbatim_blocks("paragraph", text, 0, len(text))
    said, used, title = _headline(blocks)
    if used:
        blocks = blocks[used:]
        if title:
            title.kind = "heading"
            blocks = [title, *blocks]
    site = site_at(said.source)
    if site is NOWHERE:
        site = closing_site(blocks)
    return Draft(
        without_chrome(blocks, site),
        title=said.title or (title.text if used and title else None),
        published=said.published,
        publisher=said.publisher or site.publisher or None,
        author=said.author,
        source=said.source,
        id=said.id,
    )
