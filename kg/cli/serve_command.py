"""``kg serve``: the graph over HTTP."""

from __future__ import annotations

import click

from kg.cli.options import graph_option
from kg.cli.telling import tell

__all__ = ["serve_command"]


@click.command("serve")
@graph_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; others than this need care."
)
@click.option("--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="TCP port; 0 is any free.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Answer to this host name too; * is any.")
@click.option(
    "--cors", multiple=True, metavar="ORIGIN", help="Let pages of this origin read; * is any. [default: none]"
)
@click.option(
    "--timeout", type=click.FloatRange(0.1, 3600), default=30, show_default=True, help="Seconds a query may take."
)
@click.option("--memory", type=click.IntRange(64), default=2048, show_default=True, help="MiB a query may take.")
@click.option("--rows", type=click.IntRange(1), default=500_000, show_default=True, help="Rows an answer may hold.")
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="Queries that run at a time.")
@click.option("--quiet", is_flag=True, help="Keep no access log on standard error.")
def serve_command(
    graph: str | None,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    cors: tuple[str, ...],
    timeout: float,
    memory: int,
    rows: int,
    workers: int,
    quiet: bool,
) -> None:
    """Serve the graph over HTTP, to read: a SPARQL 1.1 endpoint, a query page, a page for everything in it.

    \b
    /                  query page
    /sparql            SPARQL 1.1 Protocol; without a query, its description
    /data?default      Graph Store Protocol; also /data?graph=IRI
    /id/NAME           a thing, article or statement: page, or .ttl, .jsonld, .nt, .rdf
    /ontology          the ontology and, below it, its terms
    /search?q=NAME     things by any name
    /explore           the explorer
    /health            whether it answers

    Stop it with Ctrl-C or SIGTERM: queries that run are answered first.

    \b
    kg serve
    kg serve -g graph --port 0 --timeout 5 --memory 1024 --rows 10000 --workers 2 --quiet
    kg serve --host 0.0.0.0 --port 8080 --allow-host kg.example.org --cors https://example.org
    """  # noqa: D301 (click reads the \b)
    from kg.server import Settings, serve

    settings = Settings(
        host=host,
        port=port,
        hosts=hosts,
        cors=cors,
        timeout=timeout,
        memory=memory,
        rows=rows,
        workers=workers,
        quiet=quiet,
    )
    if not settings.loopback:
        tell("kg serve: anyone who reaches this machine can read the graph")
    serve(graph, settings, lambda address: tell(f"kg serve: {address} (Ctrl-C stops it)"))
