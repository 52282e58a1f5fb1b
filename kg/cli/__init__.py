"""The command line: each command parses, calls one public function, and prints.

Data goes to stdout, progress and warnings to stderr. Exit codes: 0 fine, 1 does not conform or nothing found, 2 usage,
3 bad input or output, 4 internal, 5 stopped at a limit, 130 interrupted.
"""

from __future__ import annotations

import difflib
import errno
import os
import sys
from importlib import import_module

import click

from kg.cli.help_pages import show_mistake, speaking
from kg.cli.telling import tell
from kg.cli.translation import LANGUAGES, set_language
from kg.cli.versions import versions
from kg.vocabulary.errors import KgError

__all__ = ["cli", "main"]

# Command → one-line help and module; a command's module is loaded only where it runs, so that `kg --help` is quick.
_COMMANDS = {
    "add": "Add articles to the graph.",
    "ask": "Ask a saved question, or list them.",
    "build": "Build the graph from articles (without PATH: the seeds, into exports/).",
    "communities": "Find communities: things that have more to do with each other than with others.",
    "compare": "Compare two things: what is told of both, what of one alone, their figures.",
    "completion": "Write the script with which a shell completes commands and names.",
    "diff": "Tell what facts came, went and changed between two graphs.",
    "docs": "Write the ontology's documentation as HTML.",
    "doctor": "Look the folder of the graph over, and mend it.",
    "eval": "Score graphs against gold annotations.",
    "explain": "Show how a fact was read: article, sentence, rule, and each step.",
    "export": "Write the graph in another format.",
    "forget": "Take a person out of the graph, for good.",
    "import": "Add facts of your own, from RDF or CSV.",
    "lexicon": "Check the known names, or add one.",
    "path": "Show how two things hang together, each step with its evidence.",
    "push": "Load the graph into a SPARQL store.",
    "query": "Ask the graph in SPARQL.",
    "rank": "Rank things by degree, PageRank or betweenness.",
    "read": "Show what is seen in an article: names, times, quantities, references, speakers.",
    "release": "Pack the graph as a versioned data set.",
    "remove": "Take articles out of the graph.",
    "review": "Walk through facts and accept, reject or correct them.",
    "serve": "Serve the graph over HTTP: SPARQL endpoint, query page, a page for everything.",
    "show": "Show everything that the graph says about a thing, with quotes and sources.",
    "stats": "Count what the graph holds.",
    "status": "Tell which articles are new, changed, stale or gone.",
    "timeline": "Tell the facts of a thing in order of time, with their sources.",
    "validate": "Check the graph against its shapes and the ontology.",
    "viz": "Write an interactive picture of the graph as one HTML file.",
    "watch": "Keep the graph current with a folder of articles.",
    "why-not": "Show why an article does not yield a fact.",
}

# How the help lists them; what stands nowhere here is listed last.
_SECTIONS = {
    "Build and change a graph": ("build", "add", "remove", "status", "watch", "import", "forget", "review", "doctor"),
    "Ask it": ("show", "ask", "query", "timeline", "path", "compare", "rank", "communities", "stats"),
    "See and share it": ("viz", "serve", "export", "push", "release", "diff"),
    "Understand and check it": ("explain", "why-not", "read", "validate", "eval"),
    "Names, ontology, this program": ("lexicon", "docs", "completion"),
}

# Why a device refuses more data. Files that a room writes tell of it themselves; what is left is standard output.
_REFUSED = (errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC)


class _LazyGroup(click.Group):
    """A group whose commands live in modules of their own: `kg.cli.NAME_command`, function `NAME_command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        name = f"{cmd_name.replace('-', '_')}_command"
        return speaking(getattr(import_module(f"kg.cli.{name}"), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = [] if args[0].startswith("-") else difflib.get_close_matches(args[0], _COMMANDS, 1)
            if not near:
                raise
            raise click.UsageError(f"No such command '{args[0]}'. Did you mean '{near[0]}'?", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        told = {name for names in _SECTIONS.values() for name in names}
        rest = {"More": tuple(name for name in _COMMANDS if name not in told)}
        with formatter.section("Commands"):
            for title, names in (_SECTIONS | rest).items():
                if names:
                    with formatter.section(title):
                        formatter.write_dl([(name, _COMMANDS[name]) for name in names])


def _speak(_: click.Context, __: click.Parameter, language: str | None) -> None:
    if language:
        set_language(language)


def _show_versions(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(versions())
        context.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    expose_value=False,
    callback=_speak,
    help="Language of help and messages. [default: $KG_LANG, else the locale's]",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_versions,
    help="Show the versions of what matters.",
)
def cli() -> None:
    """Chinese business news on cross-border e-commerce as an RDF knowledge graph.

    \b
    kg build                              # the graph of the two articles of seeds/
    kg show 速卖通                        # what it says of a thing
    kg --lang zh build --help
    kg --version
    """  # noqa: D301 (click reads the \b)


speaking(cli)


def _flush_quietly() -> None:
    """Have no more said where nobody reads our output any longer (``kg query … | head``)."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _report(error: Exception) -> int:
    """Tell of what no room foresaw in one line; its exit code."""
    if isinstance(error, OSError) and error.errno in _REFUSED:
        tell(f"kg: standard output cannot be written: {error.strerror}")
        _flush_quietly()
        return 3
    if isinstance(error, RuntimeError) and "Corruption:" in str(error):  # of the database, on reading a block
        tell("kg: the store of the graph is damaged; `kg doctor --fix` mends it")
        return 3
    tell(f"kg: internal error: {type(error).__name__}: {error} (KG_DEBUG=1 shows where)")
    return 4


def _prepare_streams() -> None:
    """Standard output and error take any text, whatever the locale."""
    if sys.stdout is None:  # closed by whoever called: nobody wants the data
        _flush_quietly()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    _prepare_streams()
    set_language()
    try:
        code = cli.main(prog_name="kg", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.ClickException as error:
        show_mistake(error)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        tell("kg: interrupted")
        code = 130
    except (BrokenPipeError, SystemExit):  # click makes the second of the first
        _flush_quietly()
        code = 0
    except KgError as error:
        tell(f"kg: {error}")
        code = error.exit_code
    except Exception as error:
        if os.environ.get("KG_DEBUG"):
            raise
        code = _report(error)
    sys.exit(code if isinstance(code, int) else 0)
