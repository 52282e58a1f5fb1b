"""What a folder's store was made from: its stamp, ``.kg/store.json``.

A store counts as current while the file that it was made from is as it was. After articles were added to the store
alone, or removed from it, it is ahead of the folder's files: it then counts as current whatever they hold, until they
are written again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["GRAPH_FILES", "SHAPE", "STAMP", "Stamp", "file_state", "read_stamp", "source_file", "write_stamp"]

SHAPE = 1  # of the graph: one more with each change by which articles yield other triples than before
GRAPH_FILES = ("kg.trig", "kg.ttl")  # what a store is made from, the better one first
STAMP = Path(".kg", "store.json")


@dataclass(frozen=True)
class Stamp:
    """What is known of a store.

    Attributes:
        shape: the version of the graph's shape in which it was written.
        ahead: whether it holds more or less than the file, since articles were added or removed.
        inferred: whether it holds inferences.
        file: name of the file that it was made from, or that was made from it; None where there was none.
        size: of the file, in bytes.
        time: of its last change, in ns.
        sha256: of its content, hex.
    """

    shape: int = SHAPE
    ahead: bool = False
    inferred: bool = False
    file: str | None = None
    size: int = 0
    time: int = 0
    sha256: str = ""

    def fits(self, path: Path) -> bool:
        """Whether a file is as it was (by size and time, else by content)."""
        state = path.stat()
        if self.file != path.name or self.size != state.st_size:
            return False
        return self.time == state.st_mtime_ns or self.sha256 == file_state(path)["sha256"]


def source_file(folder: Path) -> Path | None:
    """The file of a folder that a store can be made from."""
    return next((folder / name for name in GRAPH_FILES if (folder / name).is_file()), None)


def file_state(path: Path) -> dict[str, object]:
    """What tells whether a file is still the same, as fields of :class:`Stamp`."""
    state = path.stat()
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"file": path.name, "size": state.st_size, "time": state.st_mtime_ns, "sha256": digest}


def read_stamp(folder: Path) -> Stamp | None:
    """The stamp of a folder's store; None where there is none that can be read."""
    try:
        table = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        stamp = Stamp(**table)
        kinds = {"shape": int, "ahead": bool, "inferred": bool, "size": int, "time": int, "sha256": str}
        sound = all(isinstance(getattr(stamp, name), kind) for name, kind in kinds.items())
    except (OSError, ValueError, TypeError):
        return None
    return stamp if sound and "shape" in table else None


def write_stamp(place: Path, stamp: Stamp) -> None:
    """Write a stamp as the file `place`."""
    place.write_text(json.dumps(asdict(stamp)) + "\n", encoding="utf-8")
