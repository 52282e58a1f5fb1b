"""Two more arrangements of the same things: by time and by type."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Arrangement", "Band", "by_time", "by_type"]

_CELL_WIDE, _CELL_HIGH = 96, 46
_GOLDEN = 2.399963229728653  # the angle that spreads points evenly (Vogel 1979)


@dataclass(frozen=True)
class Band:
    """A labelled part of an arrangement: a rectangle, or a disc where `radius` is set."""

    label: str
    x: int
    y: int
    width: int = 0
    height: int = 0
    radius: int = 0


@dataclass(frozen=True)
class Arrangement:
    """Coordinates by key, and the labelled parts."""

    points: dict[str, tuple[int, int]]
    bands: tuple[Band, ...]


def by_type(kinds: Mapping[str, str], weight: Mapping[str, float], order: Sequence[str]) -> Arrangement:
    """A disc a type, the weightiest things in its middle.

    Args:
        kinds: the type of each thing.
        weight: how much each counts.
        order: the types from left to right; others follow by name.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(kinds, key=lambda key: (-weight.get(key, 0), key)):
        groups[kinds[key]].append(key)
    names = [name for name in order if name in groups] + sorted(set(groups) - set(order))
    step = 46.0
    reach = {name: step * math.sqrt(len(groups[name])) + 40 for name in names}
    rows = _rows(names, reach)
    points, bands, y = {}, [], 0.0
    for row in rows:
        high, wide = max(reach[name] for name in row), sum(2 * reach[name] for name in row)
        x = -wide / 2
        for name in row:
            x += reach[name]
            for index, key in enumerate(groups[name]):
                far, angle = step * math.sqrt(index), index * _GOLDEN
                points[key] = (round(x + far * math.cos(angle)), round(y + far * math.sin(angle)))
            bands.append(Band(name, round(x), round(y), radius=round(reach[name])))
            x += reach[name] + 30
        y += 2 * high + 70
    return Arrangement(points, tuple(bands))


def _rows(names: list[str], reach: Mapping[str, float]) -> list[list[str]]:
    """The discs in rows of about one width."""
    total = sum(4 * reach[name] ** 2 for name in names)
    limit = max([1.5 * math.sqrt(total), *(2 * reach[name] for name in names)], default=0)
    rows: list[list[str]] = []
    wide = 0.0
    for name in names:
        if not rows or wide + 2 * reach[name] > limit:
            rows.append([])
            wide = 0.0
        rows[-1].append(name)
        wide += 2 * reach[name]
    return rows


def by_time(
    kinds: Mapping[str, str], first: Mapping[str, str], weight: Mapping[str, float], order: Sequence[str]
) -> Arrangement:
    """Years from left to right, a lane a type; what has no date stands in a column of its own at the left.

    Args:
        kinds: the type of each thing.
        first: the first day known of each thing, ISO 8601; things without one are left out.
        weight: how much each counts; the weightiest stand at the top of their lane.
        order: the types from top to bottom.
    """
    names = [name for name in order if name in set(kinds.values())]
    names += sorted(set(kinds.values()) - set(order))
    bins = {key: first[key][:4] if first.get(key) else "" for key in kinds}
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(kinds, key=lambda key: (first.get(key, "")[:7], -weight.get(key, 0), key)):
        cells[kinds[key], bins[key]].append(key)
    rows = {name: _lane_rows([len(v) for (kind, _), v in cells.items() if kind == name], len(kinds)) for name in names}
    points: dict[str, tuple[int, int]] = {}
    bands: list[Band] = []
    total = sum(rows.values()) * _CELL_HIGH + len(names) * 26
    x = 0
    for year in sorted(set(bins.values())):
        wide = max(math.ceil(len(cells[name, year]) / rows[name]) for name in names)
        wide_px = max(1, wide) * _CELL_WIDE + 24
        y = 0
        for name in names:
            for index, key in enumerate(cells[name, year]):
                column, row = divmod(index, rows[name])
                points[key] = (x + 12 + column * _CELL_WIDE + _CELL_WIDE // 2, y + row * _CELL_HIGH + _CELL_HIGH // 2)
            y += rows[name] * _CELL_HIGH + 26
        bands.append(Band(year, x, 0, wide_px, total))
        x += wide_px
    shift_x, shift_y = x // 2, total // 2
    moved = {key: (px - shift_x, py - shift_y) for key, (px, py) in points.items()}
    lanes = []
    y = -shift_y
    for name in names:
        lanes.append(Band(f"@{name}", -shift_x, y, x, rows[name] * _CELL_HIGH))
        y += rows[name] * _CELL_HIGH + 26
    years = [Band(band.label, band.x - shift_x, band.y - shift_y, band.width, band.height) for band in bands]
    return Arrangement(moved, (*years, *lanes))


def _lane_rows(counts: list[int], things: int) -> int:
    """Rows of a lane: enough that the whole is about as wide as a screen."""
    largest = max(counts, default=1)
    limit = max(3, round(math.sqrt(things) / 3))
    return max(1, min(largest, limit))
