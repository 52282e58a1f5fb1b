"""What people decided about names: kept in ``names.toml`` beside the corpus, honoured by every build.

A line is a decision, in the order in which they were made; taking one back is removing its line::

    decisions = [
      { join = "速卖通", with = "全球速卖通平台", thing = "aliexpress", type = "Platform", other = "quan-qiu-1f2e3d" },
      { split = "张伟", as = "张伟（菜鸟）", thing = "zhang-wei-0a1b2c", type = "Person", articles = ["6207665"] },
      { rename = "推特", to = "X", thing = "twitter" },
    ]

``thing`` and ``other`` are local names of IRIs, which tell things of one name apart.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.graph.files import write_file
from kg.model import simplify
from kg.vocabulary import TOP_TYPES, DataFileError
from kg.vocabulary.namespaces import mint_slug

__all__ = ["NAMES_NAME", "Join", "NameDecision", "Rename", "Split", "add_decision", "names_beside", "read_names"]

NAMES_NAME = "names.toml"
_HEADER = "# Decisions about names: kg build honours them, kg lexicon join, split and rename add to them."
_SLUG = re.compile(r"[^\s/<>\"{}|\\^`]+")


@dataclass(frozen=True)
class Join:
    """Two things are one, with both names and the first one's IRI.

    Attributes:
        join: the name that stays.
        with_: the other name.
        thing: slug of the thing that stays.
        type: its top type.
        other: slug of the thing that it takes in.
    """

    join: str
    with_: str
    thing: str
    type: str
    other: str


@dataclass(frozen=True)
class Split:
    """In some articles a name means another thing.

    Attributes:
        split: the name.
        as_: the name of the other thing.
        thing: slug of the thing that has the name.
        type: top type of both.
        articles: ids of the articles in which it is the other one.
    """

    split: str
    as_: str
    thing: str
    type: str
    articles: tuple[str, ...]

    @property
    def other(self) -> str:
        """Slug of the other thing."""
        return mint_slug(self.type, simplify(self.as_.strip()))


@dataclass(frozen=True)
class Rename:
    """A thing is called otherwise; its IRI stays.

    Attributes:
        rename: its former name.
        to: its name.
        thing: its slug.
    """

    rename: str
    to: str
    thing: str


NameDecision = Join | Split | Rename
_KINDS: dict[str, type[NameDecision]] = {"join": Join, "split": Split, "rename": Rename}
_KEYS: dict[str, tuple[str, ...]] = {
    "join": ("join", "with", "thing", "type", "other"),
    "split": ("split", "as", "thing", "type", "articles"),
    "rename": ("rename", "to", "thing"),
}


def _fault(row: Any) -> str | None:
    """What is wrong with the table of a decision."""
    kinds = [kind for kind in _KINDS if isinstance(row, dict) and kind in row]
    if len(kinds) != 1:
        return f"a decision is one of {', '.join(_KINDS)}"
    keys = _KEYS[kinds[0]]
    odd, missing = sorted(set(row) - set(keys)), [key for key in keys if key not in row]
    if odd or missing:
        return f"{kinds[0]} " + (f"knows no {', '.join(odd)}" if odd else f"needs {', '.join(missing)}")
    for key in keys:
        value = row[key]
        if key == "articles":
            if not value or not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
                return "articles is a list of ids"
        elif not isinstance(value, str) or not value.strip():
            return f"{key} must be a text"
        elif key in ("thing", "other") and not _SLUG.fullmatch(value):
            return f"{key} {value!r} is no local name of an IRI"
    if row.get("type", "Person") not in TOP_TYPES:
        return f"type {row['type']!r} is not one of {', '.join(TOP_TYPES)}"
    return "a thing cannot be joined with itself" if row["thing"] == row.get("other") else None


def _decision(row: Mapping[str, Any]) -> NameDecision:
    kind = next(kind for kind in _KINDS if kind in row)
    fields = {{"with": "with_", "as": "as_"}.get(key, key): value for key, value in row.items()}
    if kind == "split":
        fields["articles"] = tuple(fields["articles"])
    return _KINDS[kind](**fields)


def _line_of(text: str, number: int) -> int | None:
    """The line of a decision, by its place in the list: each begins with a brace."""
    lines = [place for place, line in enumerate(text.split("\n"), 1) if line.lstrip().startswith("{")]
    return lines[number] if number < len(lines) else None


def read_names(path: Path) -> list[NameDecision]:
    """The decisions of a file, in its order; none where there is no file.

    Raises:
        DataFileError: it breaks the schema, or joins go round in a circle; names the line.
    """
    if not path.is_file():
        return []
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise DataFileError(f"cannot be read: {error.strerror}", path) from error
    except UnicodeDecodeError as error:
        raise DataFileError("is not UTF-8", path) from error
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"is no TOML: {error}", path) from error
    rows = table.get("decisions", [])
    if set(table) - {"decisions"} or not isinstance(rows, list):
        raise DataFileError("holds nothing but the list decisions", path)
    found: list[NameDecision] = []
    into: dict[str, str] = {}
    for number, row in enumerate(rows):
        fault = _fault(row)
        if fault is None:
            decision = _decision(row)
            found.append(decision)
            fault = _circle(into, decision)
        if fault:
            raise DataFileError(f"decision {number + 1}: {fault}", path, _line_of(text, number))
    return found


def _circle(into: dict[str, str], decision: NameDecision) -> str | None:
    """Take note of a join; what is wrong where it leads back to where it began, or joins a thing twice."""
    if not isinstance(decision, Join):
        return None
    if decision.other in into:
        return f"{decision.other} is joined with {into[decision.other]} already"
    into[decision.other] = one = decision.thing
    while one in into:
        one = into[one]
        if one == decision.thing:
            return "joins go round in a circle"
    return None


def _toml(value: str | Sequence[str]) -> str:
    if not isinstance(value, str):
        return f"[{', '.join(map(_toml, value))}]"
    clean = re.sub("[\ud800-\udfff]", "\ufffd", value)
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def _row(decision: NameDecision) -> str:
    kind = next(kind for kind, of in _KINDS.items() if isinstance(decision, of))
    names = {"with": "with_", "as": "as_"}
    inside = ", ".join(f"{key} = {_toml(getattr(decision, names.get(key, key)))}" for key in _KEYS[kind])
    return f"  {{ {inside} }},"


def add_decision(path: Path, decision: NameDecision) -> None:
    """Append a decision to a file; its other lines, remarks included, stay as they are.

    Raises:
        DataFileError: the file breaks the schema, or would with it.
        OutputError: it cannot be written.
    """
    read_names(path)
    old = path.read_text(encoding="utf-8") if path.is_file() else f"{_HEADER}\ndecisions = [\n]\n"
    place = old.rstrip().rfind("]")
    head = old[:place].rstrip()
    comma = "" if head.endswith(("[", ",")) or _ends_in_remark(head) else ","
    new = (
        f"{head}{comma}\n{_row(decision)}\n]\n"
        if place >= 0
        else f"{old.rstrip()}\ndecisions = [\n{_row(decision)}\n]\n"
    )
    trial = path.with_name(f".{path.name}.new")
    try:
        write_file(trial, [new.encode()])
        read_names(trial)
    except DataFileError as error:
        raise DataFileError(f"not added: {error}", path) from error
    finally:
        trial.unlink(missing_ok=True)
    write_file(path, [new.encode()])


def _ends_in_remark(text: str) -> bool:
    return text.rpartition("\n")[2].lstrip().startswith("#")


def names_beside(paths: Iterable[str | os.PathLike[str]]) -> list[NameDecision]:
    """The decisions that stand beside a corpus: in each folder given, and in the folder of each file given."""
    folders = {(path if path.is_dir() else path.parent).resolve() for path in map(Path, paths)}
    return [one for folder in sorted(folders) for one in read_names(folder / NAMES_NAME)]
