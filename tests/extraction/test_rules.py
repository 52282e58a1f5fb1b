"""Rules are data: each keeps what its examples promise, and a broken file is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extraction import load_rules, rule_book
from kg.extraction.trial import example_faults
from kg.vocabulary import DataFileError, data_folder, vocabulary


@pytest.mark.parametrize("rule", rule_book().rules, ids=lambda rule: rule.id)
def test_a_rule_keeps_what_its_examples_promise(rule):
    assert example_faults(rule) == []


def test_every_relation_of_the_fact_model_has_a_rule():
    assert {rule.predicate for rule in rule_book().rules} >= set(vocabulary().predicates)


def _folder(tmp_path: Path, rule: str) -> Path:
    folder = data_folder("ontology") / "rules"
    (tmp_path / "common.toml").write_text((folder / "common.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "bad.toml").write_text(rule, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ('[[rule]]\nid = "x"\npredicate = "likes"\npattern = "a"\n', "unknown predicate 'likes'"),
        ('[[rule]]\nid = "x"\npredicate = "leads"\npatern = "a"\npattern = "a"\n', "did you mean 'pattern'"),
        ('[[rule]]\nid = "x"\npredicate = "leads"\npattern = "(a"\n', "no regular expression"),
        ('[[rule]]\nid = "x"\npredicate = "leads"\npattern = "{object:Planet}"\n', "unknown type Planet"),
        ('[[rule]]\nid = "x"\npredicate = "leads"\npattern = "{@nothing}"\n', "no word list 'nothing'"),
        ('[[rule]]\nid = "x"\npredicate = "leads"\nmetric = "gmv"\npattern = "a"\n', "either predicate or metric"),
        ('[[rule]]\nid = "x"\npredicate = "leads"\nyields_to = ["x"]\npattern = "a"\n', "a list of predicates"),
        ("[[rule]]\nid = \n", "no valid TOML"),
    ],
)
def test_a_broken_rule_is_refused_with_file_and_line(tmp_path, rule, complaint):
    with pytest.raises(DataFileError, match=complaint) as error:
        load_rules(_folder(tmp_path, rule))
    assert error.value.line == 2


def test_two_rules_of_one_name_are_refused(tmp_path):
    rule = '[[rule]]\nid = "x"\npredicate = "leads"\npattern = "{object}由{subject}负责"\n'
    with pytest.raises(DataFileError, match="stands twice"):
        load_rules(_folder(tmp_path, rule + rule))
