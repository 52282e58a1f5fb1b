"""What the tests of exports share."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import Any

from conftest import need
from graph.toy import CHOICE, SUN, all_facts, article, known, proof, toy_graph

from kg.graph import GraphView
from kg.model import ArticleFacts, Relation

HOSTILE = 'a<b>&amp;"c"\t\r\n]]>\\u0041 \\ é 🙂\ufffe\x01'
FORMULA = "=cmd|'/c calc'!A1"


def library(name: str) -> Any:
    """A package that only tests need; without it the test is skipped, or fails under KG_REQUIRE_ALL=1."""
    need(importlib.util.find_spec(name) is not None, f"the Python package {name}")
    return importlib.import_module(name)


@cache
def hostile_graph() -> GraphView:
    """The toy graph with an article whose words are hostile."""
    text = article("e", f"{HOSTILE}{FORMULA}")
    led = Relation(predicate="leads", subject=SUN, object=known("temu"), evidence=proof(text, HOSTILE), rule=HOSTILE)
    owned = Relation(predicate="partOf", subject=CHOICE, object=known("temu"), evidence=proof(text, FORMULA))
    return toy_graph(*all_facts(), ArticleFacts(text, (CHOICE,), (led, owned)))
