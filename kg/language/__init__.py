"""The language layer: a spaCy pipeline that finds names, times, quantities, references, speakers and stance."""

from kg.language.marks import Clause, Mention, OpenReference, QuantityMark, Sentence, SpeechMark, TimeMark
from kg.language.pipeline import COMPONENTS, NAME_FINDERS, analyse, pipeline
from kg.language.stance import StanceMark

__all__ = [
    "COMPONENTS",
    "NAME_FINDERS",
    "Clause",
    "Mention",
    "OpenReference",
    "QuantityMark",
    "Sentence",
    "SpeechMark",
    "StanceMark",
    "TimeMark",
    "analyse",
    "pipeline",
]
