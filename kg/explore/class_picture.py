"""A picture of the ontology's classes as SVG: how they hang together, and the tree of subclasses."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import hypot
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.analysis.colours import OTHER_COLOUR, TYPE_COLOURS
from kg.explore.ontology_terms import OntologyTerms

__all__ = ["class_picture"]

_HERE = Path(__file__).parent
_HIGH, _GAP, _COLUMN, _LEFT = 30, 10, 225, 24
_TREE_TOP = 430  # below the scheme

# The scheme: where the middles of the chief classes stand, and the properties between them (from, to, names).
_PLACES = {
    "NamedThing": (460, 60),
    "Statement": (160, 170),
    "Observation": (760, 170),
    "Occurrence": (160, 340),
    "Evidence": (460, 260),
    "Article": (760, 340),
}
_TIES = (
    ("Statement", "NamedThing", ("subject", "object")),
    ("Observation", "NamedThing", ("about",)),
    ("Statement", "Evidence", ("evidence",)),
    ("Observation", "Evidence", ("evidence",)),
    ("Evidence", "Article", ("article",)),
    ("Statement", "Occurrence", ("tells",)),
)


@dataclass(frozen=True)
class _Box:
    name: str
    label: str
    x: float
    y: float
    width: float
    colour: str


def _wide(text: str) -> float:
    """The width of a text in pixels, near enough for a box: a Chinese character is as wide as it is high."""
    return sum(13 if unicodedata.east_asian_width(char) in "WF" else 7.2 for char in text)


def _top(name: str, parents: dict[str, str | None]) -> str:
    """The coloured class at or above a class."""
    above: str | None = name
    while above is not None and above not in TYPE_COLOURS:
        above = parents.get(above)
    return above or ""


def _box(terms: OntologyTerms, name: str, x: float, y: float) -> _Box:
    labels = terms.labels(name)
    label = f"{name} {labels.get('zh', '')}".strip()
    colour = TYPE_COLOURS.get(_top(name, terms.parents), OTHER_COLOUR)
    return _Box(name, label, x, y, round(_wide(label) + 20, 1), colour)


def _centred(box: _Box) -> _Box:
    return replace(box, x=round(box.x - box.width / 2, 1))


def _tree(terms: OntologyTerms) -> Iterator[_Box]:
    """The classes as a tree, depth from left to right, each class at the height of its first subclass."""
    below: dict[str | None, list[str]] = defaultdict(list)
    for name, above in sorted(terms.parents.items()):
        below[above].append(name)
    row = 0

    def placed(name: str, depth: int) -> Iterator[_Box]:
        nonlocal row
        yield _box(terms, name, _LEFT + depth * _COLUMN, _TREE_TOP + row * (_HIGH + _GAP))
        if not below[name]:
            row += 1
        for child in below[name]:
            yield from placed(child, depth + 1)

    for root in below[None]:
        yield from placed(root, 0)


def _edge(box: _Box, towards: _Box) -> tuple[float, float]:
    """Where the line from the middle of a box towards another leaves it."""
    x, y = box.x + box.width / 2, box.y + _HIGH / 2
    dx, dy = towards.x + towards.width / 2 - x, towards.y + _HIGH / 2 - y
    scale = min(box.width / 2 / abs(dx) if dx else 9e9, _HIGH / 2 / abs(dy) if dy else 9e9)
    length = hypot(dx, dy) * scale + 3  # a little outside
    return round(x + dx / hypot(dx, dy) * length, 1), round(y + dy / hypot(dx, dy) * length, 1)


def class_picture(terms: OntologyTerms) -> str:
    """The picture as an SVG document; the same ontology gives the same text."""
    scheme = {name: _centred(_box(terms, name, x, y)) for name, (x, y) in _PLACES.items()}
    ties = []
    for one, other, names in _TIES:
        start, end = _edge(scheme[one], scheme[other]), _edge(scheme[other], scheme[one])
        label = " / ".join(f"{name} {terms.labels(name).get('zh', '')}" for name in names)
        ties.append({"start": start, "end": end, "label": label, "at": _middle(start, end)})
    tree = list(_tree(terms))
    places = {box.name: box for box in tree}
    lines = [(places[above], places[name]) for name, above in sorted(terms.parents.items()) if above is not None]
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        undefined=StrictUndefined,
        autoescape=True,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    high = round(max(box.y for box in tree) + _HIGH + 24)
    wide = round(max(box.x + box.width for box in (*tree, *scheme.values())) + 24)
    return environment.get_template("classes.svg").render(
        width=wide,
        height=high,
        box_height=_HIGH,
        scheme=list(scheme.values()),
        ties=ties,
        tree=tree,
        lines=lines,
        tree_top=_TREE_TOP,
    )


def _middle(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    return round((start[0] + end[0]) / 2, 1), round((start[1] + end[1]) / 2 + 4, 1)
