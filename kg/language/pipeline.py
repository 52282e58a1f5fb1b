"""The spaCy pipeline: what it is made of, in which order, and running it over an article."""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

# The factories register themselves where their modules are imported.
from kg.language import names, new_names, quantities, references, sentences, speakers, stance, times  # noqa: F401
from kg.language.tokens import blank_pipeline
from kg.model import Article, simplify

__all__ = ["COMPONENTS", "analyse", "pipeline"]

COMPONENTS = (
    "kg_sentences",
    "kg_lexicon_names",
    "kg_new_names",
    "kg_times",
    "kg_quantities",
    "kg_references",
    "kg_speakers",
    "kg_stance",
)

# What is found hangs on the Doc and nowhere else.
_LISTS = ("sentences", "mentions", "times", "vague_times", "quantities", "references", "speech", "stance")


def _register() -> None:
    for name in _LISTS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])
    for name, default in (("blocks", ()), ("published", None), ("owners", {})):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


@cache
def pipeline() -> Language:
    """The pipeline, built once a process."""
    _register()
    nlp = blank_pipeline()
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def analyse(article: Article, nlp: Language | None = None) -> Doc:
    """Run the pipeline over the body of an article.

    The Doc's text is the simplified view of the body: every offset holds in both.
    """
    nlp = nlp or pipeline()
    doc = nlp.make_doc(simplify(article.body.text))
    doc._.blocks = article.body.blocks
    doc._.published = article.published
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
