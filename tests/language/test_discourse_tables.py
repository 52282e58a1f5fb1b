"""Tables of references and speech: the share read right does not fall."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.extraction.context import Context
from kg.extraction.extract import views_of
from kg.language import analyse
from kg.model import Article, Body, Segment, fold

from .table_rows import report, rows

ACTING = frozenset({"Organization", "Platform", "Program", "Person"})
# What is reached; the failures are printed where a share falls below.
FLOORS = {
    "references_before": 0.94,
    "references_after": 0.87,
    "speech_before": 0.97,
    "speech_after": 0.95,
}


def analysed(clause):
    body = Body(clause, (Segment(0, 0, len(clause), len(clause)),))
    return analyse(Article(id="a", file_text=clause, sha256="0" * 64, body=body, published="2024-08-15"))


def same(entity, name):
    return fold(name) in {fold(n) for n in (entity.name, entity.en or "", *entity.aliases)}


def known_as(doc, clause, entity, name):
    """Whether a thing is what the clause calls so: by a name of its own, or by the mention of that name."""
    return same(entity, name) or any(
        m.entity == entity and fold(clause[m.start : m.end]) == fold(name) for m in doc._.mentions
    )


def left_out(doc, clause, verb):
    """The subject that the article leaves out before a verb: ∅ in the table, nothing in the text."""
    context = Context(doc, views_of(doc))
    offset = clause.index(verb)
    number = next(n for n, view in enumerate(context.views) if view.sentence.start <= offset < view.sentence.end)
    found = context.subject(number, context.views[number].position_of(offset), ACTING)
    return list(found.entities) if found else None


def reference_fault(row):
    clause = row.clause.replace("∅", "")
    row = replace(row, clause=clause)
    doc = analysed(clause)
    found = {clause[m.start : m.end]: [m.entity, *m.others] for m in doc._.references}
    found |= {w: left_out(doc, clause, w[1:]) for w, _ in row.expected if w.startswith("∅")}
    for words, things in row.expected:
        if things == "-":
            if found.get(words):
                return f"{words}={[e.name for e in found[words]]}"
            continue
        meant = found.get(words)
        names = things.split("+")
        if meant is None or len(meant) != len(names):
            return f"{words} open" if meant is None else f"{words}={[e.name for e in meant]}"
        if not all(any(known_as(doc, row.clause, e, name) for e in meant) for name in names):
            return f"{words}={[e.name for e in meant]}"
    return "" if row.expected else "".join(f"found {w}" for w in found)


def speech_fault(row):
    doc = analysed(row.clause)
    for said, speaker in row.expected:
        at = row.clause.index(said)
        covering = [m for m in doc._.speech if m.start <= at < m.end]
        heard = max(covering, key=lambda m: (m.start, m.cue)).speaker if covering else None
        if speaker == "?":
            return f"said by {heard.name}" if heard else ""
        if heard is None:
            return "by nobody"
        return "" if known_as(doc, row.clause, heard, speaker) else f"said by {heard.name}"
    return ""


def check(name, fault):
    wrong, right = [], 0
    for row in rows(name):
        said = fault(row)
        right += not said
        wrong += [f"{row.article} {row.clause} ({row.expected}): {said}"] if said else []
    assert right / (right + len(wrong)) >= FLOORS[name], report(wrong, right, name)
    return wrong, right


@pytest.mark.parametrize("half", ["references_before", "references_after"])
def test_references_of_the_table(half):
    check(half, reference_fault)


@pytest.mark.parametrize("half", ["speech_before", "speech_after"])
def test_speech_of_the_table(half):
    check(half, speech_fault)


def test_the_tables_are_large():
    references, speech = (
        [row for half in ("before", "after") for row in rows(f"{kind}_{half}")] for kind in ("references", "speech")
    )
    assert len(references) >= 190 and len({row.clause for row in references}) == len(references)
    assert len(speech) >= 150
    assert not [row.clause for row in (*references, *speech) if not row.article.isdigit()]
