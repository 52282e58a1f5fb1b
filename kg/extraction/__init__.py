"""Facts read off an analysed text by declarative rules."""

from kg.extraction.extract import extract, find_candidates, views_of
from kg.extraction.rules import Example, Rule, RuleBook, load_rules, rule_book

__all__ = ["Example", "Rule", "RuleBook", "extract", "find_candidates", "load_rules", "rule_book", "views_of"]
