"""``kg lexicon suggest``, ``join``, ``split`` and ``rename``: what the names of a graph mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import completing
from kg.cli.options import graph_option, output_option
from kg.cli.progress_bar import ProgressBar
from kg.cli.telling import tell
from kg.cli.waiting import Waiting

if TYPE_CHECKING:
    from kg.graph import GraphView
    from kg.workspace.name_plans import NamePlan

__all__ = ["join_names", "rename_thing", "split_name", "suggest_names"]

_SHOWN = 20  # articles that a plan lists


@click.command("suggest")
@graph_option
@click.option("--top", type=click.IntRange(min=0), default=50, show_default=True, help="Names at most; 0 shows all.")
@click.option(
    "--least", type=click.IntRange(min=1), default=2, show_default=True, help="Independent sources of a name."
)
@click.option("--type", "kind", metavar="TYPE", shell_complete=completing.classes, help="Only names of a top type.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "toml"]), help="[default: as FILE ends, else text]"
)
@output_option()
def suggest_names(graph: str | None, top: int, least: int, kind: str | None, form: str | None, output: str) -> None:
    """Report names that the lexicon lacks, those that most independent sources use first.

    Each comes with its type, its sources and facts, other forms of it, the known things that it is like, and sentences.
    Names of people whom articles tie to different bodies follow, with the commands that would split them. The TOML is
    what `kg lexicon add --from` takes.

    \b
    kg lexicon suggest
    kg lexicon suggest --top 10 --least 3 --type Platform -g graph
    kg lexicon suggest --format json -o names.json
    kg lexicon suggest --least 1 -o new.toml
    """  # noqa: D301 (click reads the \b)
    from kg.explore.new_names import NameReport, name_clashes, new_names, new_names_text, new_names_toml
    from kg.explore.render import json_text
    from kg.graph import open_graph, write_file
    from kg.vocabulary import TOP_TYPES, UsageError

    if kind is not None and kind not in TOP_TYPES:
        raise UsageError(f"{kind!r} is no top type; there are {', '.join(TOP_TYPES)}")
    suffix = Path(output).suffix.lower().removeprefix(".")
    form = form or (suffix if suffix in ("json", "toml") else "text")
    opened = open_graph(graph)
    with Waiting(doing="looking through names"):
        names = new_names(opened, top or None, least, kind)
        clashes = name_clashes(opened) if kind in (None, "Person") and form != "toml" else []
    if form == "json":
        text = json_text(NameReport(tuple(names), tuple(clashes)))
    elif form == "toml":
        text = new_names_toml(names)
    else:
        text = "".join(f"{line}\n" for line in new_names_text(names, clashes))
    write_file(output, [text.encode()])


def _deciding(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of commands that decide on a name."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing."),
        click.option(
            "--corpus",
            metavar="DIR",
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            help="Folder of the articles, where names.toml stands. [default: what the graph was built of]",
        ),
        graph_option,
    ):
        command = option(command)
    return command


@click.command("join")
@click.argument("name", metavar="A", shell_complete=completing.things)
@click.argument("other", metavar="B", shell_complete=completing.things)
@_deciding
def join_names(name: str, other: str, graph: str | None, corpus: Path | None, dry_run: bool) -> None:
    """Decide that A and B are one thing: with both names, called A.

    The decision is a line of names.toml beside the articles; every later build honours it, and removing the line takes
    it back. The graph follows at once where it is known what it was built of.

    \b
    kg lexicon join 速卖通 Coupang --dry-run
    kg lexicon join 速卖通 Coupang -g graph --corpus news
    """  # noqa: D301 (click reads the \b)
    from kg.workspace.name_plans import join_plan

    _decide(graph, corpus, dry_run, lambda opened: join_plan(opened, name, other))


@click.command("split")
@click.argument("name", metavar="NAME", shell_complete=completing.things)
@click.option("--as", "new", metavar="NAME", required=True, help="What the other thing is called.")
@click.option(
    "--in",
    "articles",
    metavar="ID",
    multiple=True,
    required=True,
    shell_complete=completing.articles,
    help="An article in which NAME is the other thing; may be given again.",
)
@_deciding
def split_name(
    name: str, new: str, articles: tuple[str, ...], graph: str | None, corpus: Path | None, dry_run: bool
) -> None:
    """Decide that NAME means another thing in some articles, which gets a name and an IRI of its own.

    \b
    kg lexicon split 速卖通 --as 速卖通俄罗斯 --in 000_1a7cadfdf621ab76 --dry-run
    kg lexicon split 速卖通 --as 速卖通俄罗斯 --in 000_1a7cadfdf621ab76 -g graph --corpus news
    """  # noqa: D301 (click reads the \b)
    from kg.workspace.name_plans import split_plan

    _decide(graph, corpus, dry_run, lambda opened: split_plan(opened, name, new, articles))


@click.command("rename")
@click.argument("old", metavar="OLD", shell_complete=completing.things)
@click.argument("new", metavar="NEW")
@_deciding
def rename_thing(old: str, new: str, graph: str | None, corpus: Path | None, dry_run: bool) -> None:
    """Decide that the thing named OLD is called NEW; its IRI stays, and OLD is a further name.

    \b
    kg lexicon rename Coupang 酷澎 --dry-run
    kg lexicon rename Coupang 酷澎 -g graph --corpus news
    """  # noqa: D301 (click reads the \b)
    from kg.workspace.name_plans import rename_plan

    _decide(graph, corpus, dry_run, lambda opened: rename_plan(opened, old, new))


def _decide(graph: str | None, corpus: Path | None, dry_run: bool, plan_of: Callable[[GraphView], NamePlan]) -> None:
    """Show a plan; unless it is all that is wanted, write the decision down and have the graph follow."""
    from kg.graph import find_graph, open_graph
    from kg.workspace.name_file import NAMES_NAME, add_decision
    from kg.workspace.name_plans import built_of, corpus_of

    place = find_graph(graph)
    folder = place if place.is_dir() else None
    plan = plan_of(open_graph(place))
    for line in _lines(plan):
        click.echo(line)
    if dry_run:
        return
    beside = corpus or corpus_of(folder)
    add_decision(beside / NAMES_NAME, plan.decision)
    here, kept = Path.cwd(), (beside / NAMES_NAME).absolute()
    shown = kept.relative_to(here) if kept.is_relative_to(here) else kept
    tell(f"decided; {shown} holds it, and removing its line takes it back")
    paths = built_of(folder)
    if folder is None or not any(beside.resolve() in (path.resolve(), path.resolve().parent) for path in paths):
        tell("build the graph again for it to follow")
        return
    _follow(folder, paths)


def _lines(plan: NamePlan) -> list[str]:
    from kg.explore.plain import plain_text

    shown = plain_text(", ".join(plan.articles[:_SHOWN]), 600)
    more = f" and {len(plan.articles) - _SHOWN} more" if len(plan.articles) > _SHOWN else ""
    lines = [f"thing     {plain_text(one, 200)}" for one in plan.things]
    lines.append(f"articles  {len(plan.articles)} change" + (f": {shown}{more}" if plan.articles else ""))
    lines.append(f"facts     {plan.facts} change")
    lines += [f"dropped   {plain_text(one, 200)}" for one in plan.dropped]
    return lines


def _follow(folder: Path, paths: list[Path]) -> None:
    """Build a graph again of what it was built of: what was read is known, and only what is concerned is made anew."""
    from kg.workspace import Listener, build_graph

    with ProgressBar() as bar:
        listener = Listener(bar.reading, bar.extracting, bar.problem, None)
        build_graph(paths, folder, listener=listener)
    tell(f"{folder} follows")
