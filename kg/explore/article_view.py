"""An article with what was found in it: as lines for a terminal, and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from kg.explore.plain import plain_text
from kg.language.findings import KINDS, Finding, find_everything
from kg.model import Article, Block

__all__ = ["ArticleLine", "article_html", "article_lines", "article_text"]

_LONGEST = 400  # characters of an expression that are shown


class ArticleLine(NamedTuple):
    """A line: how far it is indented, what it says, and what it is.

    `style` is ``title``, ``heading``, ``text``, or a kind of find.
    """

    indent: int
    text: str
    style: str


def _blocks(article: Article) -> tuple[Block, ...]:
    if article.body.blocks:
        return article.body.blocks
    return (Block("paragraph", 0, len(article.body.text)),) if article.body.text else ()


def article_lines(article: Article) -> Iterator[ArticleLine]:
    """The article block by block, under each block what was found in it, one find a line.

    Args:
        article: the article.
    """
    found = find_everything(article)
    yield ArticleLine(0, plain_text(article.title or article.id), "title")
    index = 0
    for block in _blocks(article):
        text = plain_text(article.body.text[block.start : block.end])
        if not text:
            continue
        yield ArticleLine(0, "", "text")
        yield ArticleLine(0, text, "heading" if block.kind == "heading" else "text")
        while index < len(found) and found[index].start < block.end:
            yield _find_line(found[index])
            index += 1


def _find_line(find: Finding) -> ArticleLine:
    words = plain_text(find.words, 40 if find.kind == "speech" else _LONGEST)
    return ArticleLine(
        1, f"{find.start:>6}  {find.kind:<10}  {words} → {plain_text(find.meaning, _LONGEST)}", find.kind
    )


def article_text(article: Article) -> str:
    """The same as plain text."""
    return "".join(f"{'  ' * line.indent}{line.text}".rstrip() + "\n" for line in article_lines(article))


class _Piece(NamedTuple):
    """A run of the text on the page: its words, the kinds of the finds that cover it, and what they mean."""

    text: str
    kinds: tuple[str, ...]
    title: str


def _pieces(text: str, block: Block, found: list[Finding]) -> list[_Piece]:
    """A block cut wherever a find starts or ends."""
    edges = {block.start, block.end}
    for find in found:
        edges.update(edge for edge in (find.start, find.end) if block.start < edge < block.end)
    cuts = sorted(edges)
    pieces, position, active = [], 0, []
    for start, end in pairwise(cuts):
        while position < len(found) and found[position].start <= start:
            active.append(found[position])
            position += 1
        active = [find for find in active if find.end > start]
        kinds = tuple(sorted({find.kind.replace(" ", "-") for find in active}))
        title = "\n".join(f"{find.kind}: {plain_text(find.meaning, _LONGEST)}" for find in active)
        pieces.append(_Piece(_clean(text[start:end]), kinds, title))
    return pieces


def _clean(text: str) -> str:
    """Without what steers a page, the blanks at both ends kept: words on both sides of a mark must not run together."""
    inner = plain_text(text)
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and inner else ""
    return left + inner + right


def article_html(article: Article) -> str:
    """A page of its own: the article with its finds marked; pointing at one says what it resolves to.

    Args:
        article: the article; all that it says is escaped.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = find_everything(article)
    blocks: list[dict[str, Any]] = []
    position = 0
    inside: list[Finding] = []
    for block in _blocks(article):
        while position < len(found) and found[position].start < block.end:
            inside.append(found[position])
            position += 1
        inside = [find for find in inside if find.end > block.start]
        blocks.append({"kind": block.kind, "pieces": _pieces(article.body.text, block, inside)})
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    page = environment.get_template("article_view.html").render(
        title=plain_text(article.title or article.id),
        source=" ".join(plain_text(part) for part in (article.publisher, article.published) if part),
        blocks=blocks,
        kinds=[kind.replace(" ", "-") for kind in KINDS],
    )
    return page if page.endswith("\n") else page + "\n"
