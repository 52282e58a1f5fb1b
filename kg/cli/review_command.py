"""``kg review``: a person walks through facts and decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import completing
from kg.cli.options import graph_option
from kg.cli.telling import tell
from kg.cli.translation import translated

if TYPE_CHECKING:
    from kg.explore.facts import Figure, StatedRelation
    from kg.workspace.reviews import Review

__all__ = ["review_command"]

_KEYS = {"a": "accept", "r": "reject", "c": "correct", "n": "note", "s": "skip", "e": "explain", "q": "quit"}
_QUESTION = "[a]ccept [r]eject [c]orrect [n]ote [e]xplain [s]kip [q]uit"


@click.command("review")
@click.argument("corpus", required=False, default=".", type=click.Path(path_type=Path))
@graph_option
@click.option("--by", metavar="NAME", envvar="KG_REVIEWER", required=True, help="Who decides. [env: KG_REVIEWER]")
@click.option("--on", metavar="DATE", help="When. [default: today]")
@click.option("--article", metavar="ID", shell_complete=completing.articles, help="Only the facts of one article.")
@click.option("--again", is_flag=True, help="Show facts, too, that are decided already.")
def review_command(corpus: Path, graph: str | None, by: str, on: str | None, article: str | None, again: bool) -> None:
    """Walk through the facts of the graph, the least certain first, and accept, reject or correct them.

    Decisions go to reviews.toml in the folder CORPUS (by default the current one), where the articles are: each later
    `kg build` of those articles leaves rejected facts out, changes corrected ones, and marks who checked which when.

    \b
    kg review news --by "Li Wei"
    kg review news -g graph --by "Li Wei" --on 2026-01-31 --article 000_1a7cadfdf621ab76 --again
    """  # noqa: D301 (click reads the \b)
    from kg.graph import open_graph
    from kg.workspace.reviewing import open_facts
    from kg.workspace.reviews import REVIEWS_NAME, read_reviews, write_reviews

    opened = open_graph(graph)
    path = (corpus if corpus.is_dir() else corpus.parent) / REVIEWS_NAME
    reviews = read_reviews(path)
    facts = open_facts(opened, reviews, article, again)
    made = 0
    for review in _walk(facts, by, on or dt.datetime.now().astimezone().date().isoformat(), graph):
        reviews = [one for one in reviews if (one.article, one.fact) != (review.article, review.fact)] + [review]
        write_reviews(path, reviews)
        made += 1
    tell(f"{made} decided; {path} holds {len(reviews)}")


def _walk(facts: list[StatedRelation | Figure], by: str, on: str, graph: str | None) -> Iterator[Review]:
    """The decisions of a person, one by one; ends where the input does."""
    from kg.workspace.explained import fact_lines
    from kg.workspace.reviews import review_of

    for number, fact in enumerate(facts, 1):
        click.echo(f"\n{number}/{len(facts)}  " + "\n".join(fact_lines(fact)))
        try:
            decision, more = _decide(fact, graph)
        except (click.Abort, EOFError):
            return
        if decision == "quit":
            return
        if decision != "skip":
            yield review_of(fact, decision, by, on, **more)


def _decide(fact: StatedRelation | Figure, graph: str | None) -> tuple[str, dict[str, object]]:
    while True:
        answer = click.prompt(translated(_QUESTION), default="s", show_default=False).strip().lower()[:1]
        decision = _KEYS.get(answer, "")
        if decision == "explain":
            _explain(fact, graph)
        elif decision == "note":
            return "note", {"note": click.prompt(translated("note"))}
        elif decision == "correct":
            change = _change(fact)
            if change:
                return "correct", {"change": change}
            tell("nothing changed", err=False)
        elif decision:
            return decision, {}


def _explain(fact: StatedRelation | Figure, graph: str | None) -> None:
    from kg.graph import open_graph
    from kg.vocabulary.errors import KgError
    from kg.workspace.explain import explain_facts
    from kg.workspace.explained import as_text

    try:
        click.echo(as_text(explain_facts(open_graph(graph), [fact.iri])), nl=False)
    except KgError as error:
        tell(str(error), err=False)


def _change(fact: StatedRelation | Figure) -> dict[str, str]:
    """What a person changes; an empty answer keeps a part, - stands for no time."""
    from kg.vocabulary.errors import UsageError
    from kg.workspace.reviewing import parts_of
    from kg.workspace.reviews import checked_change

    changed = {}
    for part, now in parts_of(fact):

        def check(answer: str, part: str = part, now: str = now) -> str:
            value = answer.strip()
            try:
                return value if value == now else checked_change(part, value)
            except UsageError as error:
                raise click.UsageError(str(error)) from error

        value = click.prompt(f"  {part}", default=now, value_proc=check)
        if value != now:
            changed[part] = value
    return changed
