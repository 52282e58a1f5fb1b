"""The spaCy pipeline: what it is made of, in which order, and running it over an article."""

from __future__ import annotations

import os
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

# The factories register themselves where their modules are imported.
from kg.language import (  # noqa: F401
    names,
    new_names,
    own_words,
    quantities,
    references,
    sentences,
    speakers,
    stance,
    statistical,
    times,
)
from kg.language.quote_marks import straighten_quotes
from kg.language.tokens import blank_pipeline
from kg.model import Article, simplify
from kg.vocabulary.errors import UsageError

__all__ = ["COMPONENTS", "NAME_FINDERS", "analyse", "pipeline"]

# How names that no lexicon holds are found: by cues alone, or by a statistical tagger besides (the extra [names]).
NAME_FINDERS = ("rules", "tagger")

COMPONENTS = (
    "kg_sentences",
    "kg_lexicon_names",
    "kg_new_names",
    "kg_times",
    "kg_quantities",
    "kg_references",
    "kg_speakers",
    "kg_own_words",
    "kg_stance",
)

# What is found hangs on the Doc and nowhere else.
_LISTS = (
    "sentences",
    "mentions",
    "times",
    "vague_times",
    "named_times",
    "quantities",
    "references",
    "open_references",
    "speech",
    "own_words",
    "stance",
)


def _register() -> None:
    for name in _LISTS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])
    for name, default in (("blocks", ()), ("published", None), ("owners", {})):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def pipeline(name_finder: str | None = None) -> Language:
    """The pipeline, built once a process for each setting.

    Args:
        name_finder: one of `NAME_FINDERS`; by default what ``$KG_NAMES`` says, else ``rules``. What is installed plays
            no part: ``tagger`` without its package is an error.

    Raises:
        UsageError: there is no such finder, or its package is missing.
    """
    finder = name_finder or os.environ.get("KG_NAMES") or NAME_FINDERS[0]
    if finder not in NAME_FINDERS:
        raise UsageError(f"KG_NAMES={finder!r}: choose {' or '.join(NAME_FINDERS)}")
    return _built(finder)


@cache
def _built(finder: str) -> Language:
    _register()
    nlp = blank_pipeline()
    for component in COMPONENTS:
        nlp.add_pipe(component)
    if finder == "tagger":
        statistical.tagger()  # fails now, not in the middle of an article
        nlp.add_pipe("kg_statistical_names", after="kg_new_names")
    return nlp


def analyse(article: Article, nlp: Language | None = None) -> Doc:
    """Run the pipeline over the body of an article.

    The Doc's text is the simplified view of the body, its quotation marks put right: every offset holds in both.
    """
    nlp = nlp or pipeline()
    doc = nlp.make_doc(straighten_quotes(simplify(article.body.text)))
    doc._.blocks = article.body.blocks
    doc._.published = article.published
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
