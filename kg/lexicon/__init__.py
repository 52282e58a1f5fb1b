"""Known names and aliases, places; which string may mean which thing."""

from kg.lexicon.catalogue import Lexicon, lexicon, read_lexicon
from kg.lexicon.checks import check_lexicon
from kg.lexicon.entries import LexiconEntry

__all__ = ["Lexicon", "LexiconEntry", "check_lexicon", "lexicon", "read_lexicon"]
