"""Label Studio's JSON (labelstud.io/guide/export): a task with its text, regions, and relations between them.

Label Studio runs in a browser and counts UTF-16 code units; ours are code points, so offsets are converted both ways,
and on the way in checked against the words that a region holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from kg.exchange.annotations import DOCUMENT, ROLES, Mark, Marked, labels
from kg.vocabulary import InputError

__all__ = ["label_studio_files", "read_label_studio"]


def _units(text: str, at: int) -> int:
    """A code point's place in UTF-16 code units."""
    return at + sum(char > "\uffff" for char in text[:at])


def _points(text: str, unit: int) -> int:
    """A place in UTF-16 code units as one in code points."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * unit].decode("utf-16-le", "replace"))


def label_studio_files(marked: Marked, name: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A task to import, and the labelling configuration that it needs.

    Args:
        marked: the text and its marks.
        name: what the task is called.
    """
    result: list[dict[str, Any]] = []
    for mark in marked.marks.values():
        value = {
            "start": _units(marked.text, mark.start),
            "end": _units(marked.text, mark.end),
            "text": marked.text[mark.start : mark.end],
            "labels": [mark.label],
        }
        region: dict[str, Any] = {
            "id": mark.id,
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": value,
        }
        if mark.note:
            region["meta"] = {"text": [json.dumps(mark.note, ensure_ascii=False)]}
        result.append(region)
    for source, role, target in marked.links:
        result.append({"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [role]})
    task = {"data": {"text": marked.text, "article": name}, "annotations": [{"result": result}]}
    yield f"{name}.json", iter([(json.dumps([task], ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")])
    types, facts = labels()
    values = "".join(f'    <Label value="{escape(one)}"/>\n' for one in (*types, *facts, DOCUMENT))
    roles = "".join(f'    <Relation value="{role}"/>\n' for role in ROLES)
    config = f"""<View>
  <Relations>
{roles}  </Relations>
  <Labels name="label" toName="text">
{values}  </Labels>
  <Text name="text" value="$text"/>
</View>
"""
    yield "label-studio.xml", iter([config.encode()])


def _region(one: dict[str, Any], text: str, where: str) -> Mark:
    value = one["value"]
    label = (value.get("labels") or [""])[0]
    start, end = int(value["start"]), int(value["end"])
    candidates = [(_points(text, start), _points(text, end)), (start, end)]
    words = value.get("text")
    fitting = [run for run in candidates if words is None or text[run[0] : run[1]] == words]
    if not fitting or not 0 <= fitting[0][0] < fitting[0][1] <= len(text):
        raise InputError(f"{where}: region {one.get('id')} does not hold the words that it says")
    note: dict[str, Any] = {}
    for line in (one.get("meta") or {}).get("text", ()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        note |= found if isinstance(found, dict) else {}
    return Mark(str(one["id"]), label, *fitting[0], note)


def read_label_studio(task: Any, where: str) -> Marked:
    """An annotated task.

    Args:
        task: as its JSON has it; of several annotations the first that was not cancelled counts.
        where: the file, for messages.

    Raises:
        InputError: it is no task with annotations.
    """
    try:
        text = task["data"]["text"]
        annotations = task.get("annotations") or task.get("predictions") or []
        result = next(one["result"] for one in annotations if not one.get("was_cancelled"))
        marked = Marked(text)
        for one in result:
            if one.get("type") == "labels":
                mark = _region(one, text, where)
                marked.marks[mark.id] = mark
        for one in result:
            if one.get("type") == "relation":
                label, ends = (one.get("labels") or [""])[0], (str(one["from_id"]), str(one["to_id"]))
                if label in ROLES:
                    marked.links.append((ends[0], label, ends[1]))
                else:
                    marked.pairs.append((label, *ends))
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise InputError(
            f"{where}: no annotated task of Label Studio: {type(error).__name__} {error}".rstrip()
        ) from error
    return marked
