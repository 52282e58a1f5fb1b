"""``kg push``: the graph into a SPARQL 1.1 store."""

from __future__ import annotations

import dataclasses
import os

import click

from kg.cli.options import graph_option
from kg.cli.telling import tell

__all__ = ["push_command"]


@click.command("push")
@click.argument("url")
@graph_option
@click.option("--update", is_flag=True, help="URL takes SPARQL updates. [default: it is a graph store]")
@click.option(
    "--no-default", is_flag=True, help="Leave out the default graph (GraphDB, Neptune: they show all graphs)."
)
@click.option("--model", is_flag=True, help="Send the ontology and the lexicon too, as graphs of their own.")
@click.option("--dry-run", is_flag=True, help="Send nothing; tell what would be sent.")
@click.option("--restart", is_flag=True, help="Send everything, also what an interrupted push has sent.")
@click.option("--retries", type=click.IntRange(0, 20), default=5, show_default=True, help="Tries more of each request.")
@click.option("--timeout", type=click.FloatRange(1), default=300, show_default=True, help="Seconds for an answer.")
def push_command(
    url: str,
    graph: str | None,
    update: bool,
    no_default: bool,
    model: bool,
    dry_run: bool,
    restart: bool,
    retries: int,
    timeout: float,
) -> None:
    """Load the graph into the store at URL, a graph an article, and all of them together as its default graph.

    URL is the store's Graph Store Protocol, or with --update where it takes SPARQL updates. The same push twice changes
    nothing; one that was interrupted goes on where it stopped. User and password, or a token, are read from
    $KG_PUSH_USER and $KG_PUSH_PASSWORD, or $KG_PUSH_TOKEN.

    \b
    kg push http://localhost:7878/store
    kg push http://localhost:7878/store --dry-run
    kg push http://localhost:7878/store --restart --retries 2 --timeout 60
    kg push http://localhost:3030/kg/update --update --no-default --model -g graph
    """  # noqa: D301 (click reads the \b)
    from kg.cli.progress_bar import ProgressBar
    from kg.exchange.http_send import endpoint
    from kg.exchange.push import push_graph
    from kg.graph import open_graph

    user, password, token = (os.environ.get(f"KG_PUSH_{name}") for name in ("USER", "PASSWORD", "TOKEN"))
    store = dataclasses.replace(endpoint(url, user, password, token), retries=retries, timeout=timeout)
    with ProgressBar() as bar:
        done = push_graph(
            open_graph(graph),
            store,
            protocol="update" if update else "store",
            default=not no_default,
            model=model,
            dry_run=dry_run,
            restart=restart,
            progress=bar.sending,
        )
    if dry_run:
        for name in done.sent:
            click.echo(name or "default graph")
        tell(f"kg push: {len(done.sent)} graphs would be sent, {done.triples} triples")
        return
    tell(f"kg push: {len(done.sent)} graphs sent, {done.triples} triples")
    if done.kept:
        tell(f"kg push: {done.kept} graphs were there from an interrupted push")
