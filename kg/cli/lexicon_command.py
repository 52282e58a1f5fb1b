"""``kg lexicon``: checking the lexicon, adding names to it, and deciding what names mean."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import completing
from kg.cli.lexicon_names import join_names, rename_thing, split_name, suggest_names
from kg.cli.telling import tell

__all__ = ["lexicon_command"]

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group("lexicon")
def lexicon_command() -> None:
    """Check the names that the program knows, add some, and decide what names mean."""


@lexicon_command.command("check")
@click.argument("folder", required=False, type=_FOLDER)
def check_names(folder: Path | None) -> None:
    """Find duplicates, clashes, missing labels and the like, each with its file and line.

    FOLDER is a folder of Turtle files; without it, this installation's ontology/lexicon. The exit code is 1 where
    something is wrong.

    \b
    kg lexicon check
    kg lexicon check lexicon
    """  # noqa: D301 (click reads the \b)
    from kg.lexicon import check_lexicon
    from kg.vocabulary import ConformanceError

    problems = check_lexicon(folder)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise ConformanceError(f"the lexicon has {len(problems)} problem{'s' * (len(problems) > 1)}")
    tell("the lexicon is sound")


@lexicon_command.command("add")
@click.argument("kind", metavar="[CLASS]", required=False, shell_complete=completing.classes)
@click.option("--zh", help="Its name in simplified Chinese.")
@click.option("--zh-hant", help="Its name in traditional Chinese, where conversion does not give it.")
@click.option("--en", help="Its name in English.")
@click.option("--alias", "aliases", multiple=True, help="A further name; may be given again.")
@click.option("--slug", help="Local name of its IRI. [default: from the English name, else from pinyin]")
@click.option(
    "--from", "file", metavar="FILE", type=_FILE, help="Add the names of a TOML file, as `suggest` writes it."
)
@click.option("--folder", type=_FOLDER, help="Folder of Turtle files. [default: this installation's ontology/lexicon]")
def add_one(
    kind: str | None,
    zh: str | None,
    zh_hant: str | None,
    en: str | None,
    aliases: tuple[str, ...],
    slug: str | None,
    file: Path | None,
    folder: Path | None,
) -> None:
    """Add a thing of CLASS (such as Company, Marketplace or Person) to the file that holds its like.

    Nothing is written where one of its names is known already or the lexicon would not be sound.

    With --from, all things of a file are added, or none.

    \b
    kg lexicon add Company --zh 某某科技 --en "Example Tech" --alias 某某 --folder lexicon
    kg lexicon add Marketplace --zh 某某购 --zh-hant 某某購 --slug mou-mou-gou --folder lexicon
    kg lexicon add --from new.toml --folder lexicon
    """  # noqa: D301 (click reads the \b)
    from kg.lexicon.additions import Addition, add_names, read_additions
    from kg.vocabulary import UsageError

    if (kind is None) == (file is None):
        raise UsageError("give a class and a name, or a file of them with --from")
    many = read_additions(file) if file else [Addition(kind or "", zh, zh_hant, en, aliases, slug)]
    for added, place in add_names(many, folder):
        tell(f"xbr:{added} added to {place}", err=False)


for _command in (suggest_names, join_names, split_name, rename_thing):
    lexicon_command.add_command(_command)
