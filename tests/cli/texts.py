"""Every text that commands say besides their data, as the catalogues of other languages have it: ``{}`` for a value.

    PYTHONPATH=tests python -m cli.texts

prints what the Chinese catalogue lacks, to be put into kg/cli/messages/zh/.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache

import click
from conftest import ROOT

from cli.examples import commands
from kg.cli import _COMMANDS, cli
from kg.cli.help_pages import _REMARK, first_sentence, paragraphs
from kg.exchange import FORMATS

_SAID = ("tell", "translated", "Waiting", "_show", "note", "_note")  # what says a text that stands where it is called
_SPEAKER = re.compile(r"kg(?: [\w{}-]+)?: ")
_CLICK = ("UsageError", "BadParameter", "ClickException")


@cache
def _trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "kg").rglob("*.py"))
    }


@cache
def _errors() -> set[str]:
    """The names of the error classes that commands report."""
    known, size = {"KgError"}, 0
    while len(known) > size:
        size = len(known)
        for tree in _trees().values():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef) and {getattr(base, "id", "") for base in node.bases} & known:
                    known.add(node.name)
    return known | set(_CLICK)


def _readings(node: ast.expr) -> list[str]:
    """The texts that an expression may be; none where only running it tells."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        return [text.replace("{}{}", "{}")]  # a value, and perhaps a hint behind it
    if isinstance(node, ast.IfExp):
        return [*_readings(node.body), *_readings(node.orelse)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [left + right for left in _readings(node.left) for right in _readings(node.right)]
    return []


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", None) or getattr(call.func, "attr", "")


def _bare(text: str) -> str:
    """A text without what tells who says it, or where: the catalogue has what comes after."""
    while ": " in text:
        head, tail = text.split(": ", 1)
        if head.replace("{}", "").strip(":"):
            break
        if not any(char.isalpha() for char in tail.replace("{}", "")):
            break
        text = tail
    return text


def messages() -> Iterator[tuple[str, str]]:
    """Errors and other lines, each with the place where it is said."""
    for path, tree in _trees().items():
        said = _SAID if path.startswith(("kg/cli/", "kg/articles/batches")) else ()
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if _name(call) not in _errors() and _name(call) not in said:
                continue
            given = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "doing")]
            for text in (text for one in given for text in _readings(one)):
                bare = _bare(_SPEAKER.sub("", text))
                if any(char.isalpha() for char in bare.replace("{}", "")):
                    yield bare, f"{path}:{call.lineno}"


def helps() -> Iterator[tuple[str, str]]:
    """The paragraphs, options, one-line texts and remarks of every help page, each with the command."""
    yield from ((text, name) for name, text in _COMMANDS.items())
    yield from ((one.about, f"export {name}") for name, one in FORMATS.items())
    for path, command in [((), cli), *commands()]:
        yield from ((text, " ".join(path)) for text in _of(command))


def _of(command: click.Command) -> Iterator[str]:
    for part in paragraphs(command.help or ""):
        if part.startswith("\b"):
            remarks = (_REMARK.fullmatch(line) for line in part.split("\n")[1:])
            yield from (match["remark"] for match in remarks if match)
        else:
            yield part
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
    if isinstance(command, click.Group) and command is not cli:
        yield from (first_sentence(below.help or "") for below in command.commands.values())


if __name__ == "__main__":
    from kg.cli.translation import catalogue

    for title, found in (("help.toml", helps()), ("messages.toml", messages())):
        print(f"# {title}")  # noqa: T201
        for text in dict.fromkeys(text for text, _ in found):
            if text not in catalogue("zh"):
                print(f'{json.dumps(text, ensure_ascii=False)} = ""')  # noqa: T201
