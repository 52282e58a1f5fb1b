"""How the columns of a user's table become facts: a TOML file, or nothing where they are called as the fields are.

name = "registry"                                  # the source's name
derived_from = "https://example.org/registry"      # where the facts come from
[columns]                                          # field = column
subject = "company"
object = "parent"
[constants]                                        # field = the same value for every row
predicate = "partOf"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.vocabulary import DataFileError
from kg.vocabulary.tables import load_toml

__all__ = ["FIELDS", "ImportMap", "read_map"]

FIELDS = (
    "subject",
    "subject_type",
    "predicate",
    "object",
    "object_type",
    "object_text",
    "metric",
    "value",
    "unit",
    "time",
    "time_text",
    "modality",
    "negated",
    "former",
    "attributed_to",
    "attributed_to_type",
    "role",
    "scope",
    "facility",
    "label",
    "per",
    "list",
    "comparison",
    "also_given_as",
    "place",
    "joint_with",
    "joint_with_type",
    "from",
    "max",
    "bound",
    "approx",
    "until",
    "announced",
    "effective",
    "amount",
    "amount_unit",
    "derived_from",
)


@dataclass(frozen=True)
class ImportMap:
    """How a table is read.

    Attributes:
        name: the name of the source; None where it is that of the file.
        derived_from: where its facts come from, as an IRI.
        columns: columns by field.
        constants: values by field.
    """

    name: str | None = None
    derived_from: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


def read_map(path: Path) -> ImportMap:
    """A column map.

    Raises:
        DataFileError: it breaks the schema; says what is wrong.
    """
    table = load_toml(path)
    unknown = set(table) - {"name", "derived_from", "columns", "constants"}
    if unknown:
        raise DataFileError(f"{min(unknown)!r} is no key of a column map", path)
    for section in ("columns", "constants"):
        rows = table.get(section, {})
        if not isinstance(rows, dict):
            raise DataFileError(f"[{section}] must be a section", path)
        for key, value in rows.items():
            if key not in FIELDS:
                raise DataFileError(f"{section}.{key}: there is no such field; there are {', '.join(FIELDS)}", path)
            if not isinstance(value, str):
                raise DataFileError(f"{section}.{key} must be a text", path)
    for key in ("name", "derived_from"):
        if not isinstance(table.get(key, ""), str):
            raise DataFileError(f"{key} must be a text", path)
    return ImportMap(table.get("name"), table.get("derived_from"), table.get("columns", {}), table.get("constants", {}))
