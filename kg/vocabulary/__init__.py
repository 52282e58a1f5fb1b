"""The ontology and its data files as plain Python values; namespaces and IRIs; what the model may say."""

from kg.vocabulary.errors import (
    ConformanceError,
    DataFileError,
    InputError,
    KgError,
    LimitError,
    ModelError,
    NotFoundError,
    OutputError,
    UsageError,
)
from kg.vocabulary.paths import data_folder
from kg.vocabulary.schema import TOP_TYPES, Concept, Predicate, Vocabulary, parse_turtle_file, vocabulary

__all__ = [
    "TOP_TYPES",
    "Concept",
    "ConformanceError",
    "DataFileError",
    "InputError",
    "KgError",
    "LimitError",
    "ModelError",
    "NotFoundError",
    "OutputError",
    "Predicate",
    "UsageError",
    "Vocabulary",
    "data_folder",
    "parse_turtle_file",
    "vocabulary",
]
