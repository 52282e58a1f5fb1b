"""Help in the reader's language: what click writes of a command, translated as it is written."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable

import click

from kg.cli.translation import LANGUAGES, catalogue, chosen_language, translated
from kg.cli.wrapping import columns, wrapped

__all__ = ["first_sentence", "paragraphs", "show_mistake", "speaking"]

_VERBATIM = "\b"  # click: lines of this paragraph stay as they are
_REMARK = re.compile(r"(?P<line>\s*\S.*?)(?P<gap>\s{2,}(?:# )?)(?P<remark>\S.*)")
_EXTRAS = re.compile(
    r"(?P<text>.*?)(?:  )?\[(?P<extras>(?:default|required|env var|[\d.]*<=?x|x[<>])[^\[\]]*)\]", re.DOTALL
)
_GAP, _WIDEST = 2, 30  # between columns; of the first one


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each on one line but for those that stay as they are."""
    parts = re.split(r"\n\s*\n", inspect.cleandoc(text).partition("\f")[0])
    return [part if part.startswith(_VERBATIM) else " ".join(part.split()) for part in parts]


def first_sentence(text: str) -> str:
    """What the list of commands says of one."""
    return re.split(r"(?<=[.:])\s", paragraphs(text)[0], maxsplit=1)[0].rstrip(":")


def _verbatim(text: str) -> list[str]:
    """Lines that stay as they are, but for remarks behind them."""
    lines = []
    for line in text.split("\n")[1:]:
        match = _REMARK.fullmatch(line)
        lines.append(match["line"] + match["gap"] + translated(match["remark"]) if match else line)
    return lines


def _option(text: str) -> str:
    """The text of an option, with what click adds to it in brackets."""
    match = None if text in catalogue(chosen_language()) else _EXTRAS.fullmatch(text)
    if not match:
        return translated(text)
    extras = translated("; ").join(translated(extra) for extra in match["extras"].split("; "))
    return f"{translated(match['text'])}[{extras}]"


class _Formatter(click.HelpFormatter):
    """Writes help in the chosen language; in English, as click does."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, translated("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + translated(f"{heading}:") + "\n")

    def write_text(self, text: str) -> None:
        if chosen_language() == LANGUAGES[0]:
            super().write_text(text)
            return
        indent = " " * self.current_indent
        written = []
        for part in paragraphs(text):
            lines = _verbatim(part) if part.startswith(_VERBATIM) else wrapped(translated(part), self._room())
            written.append("".join(f"{indent}{line}\n" for line in lines))
        self.write("\n".join(written))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST, col_spacing: int = _GAP) -> None:
        if chosen_language() == LANGUAGES[0]:
            super().write_dl(rows, col_max, col_spacing)
            return
        listed = list(rows)
        first = min(max((columns(term) for term, _ in listed), default=0), col_max) + col_spacing
        indent, margin = " " * self.current_indent, " " * (self.current_indent + first)
        for term, text in listed:
            lines = wrapped(_option(text), self._room() - first)
            fits = columns(term) + col_spacing <= first
            head = indent + term + (" " * (first - columns(term)) if fits and lines else "\n" if lines else "")
            rest = lines if fits else [margin + lines[0], *lines[1:]] if lines else []
            self.write(head + f"\n{margin}".join(rest) + "\n")

    def _room(self) -> int:
        return max(self.width - self.current_indent, 20)


class _Context(click.Context):
    formatter_class = _Formatter


def speaking(command: click.Command) -> click.Command:
    """A command whose help, and that of the commands below it, is in the chosen language."""
    command.context_class = _Context
    if isinstance(command, click.Group):
        for below in command.commands.values():
            below.short_help = below.short_help or first_sentence(below.help or "")
            speaking(below)
    return command


def show_mistake(error: click.ClickException) -> None:
    """Tell what is wrong with a command line: how it is used, where help is, and the mistake."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None and error.format_message() == context.get_help():  # nothing was given: help is the answer
        click.echo(context.get_help(), err=True)
        return
    if context is not None:
        click.echo(context.get_usage(), err=True)
        if context.command.get_help_option(context):
            click.echo(translated(f"Try '{context.command_path} --help' for help.") + "\n", err=True)
    click.echo(f"{translated('Error: ')}{translated(error.format_message())}", err=True)
