"""Options of a language model that reads beside the rules or in their place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.workspace.build import Reader

__all__ = ["model_options", "model_reader"]

_Command = Callable[..., Any]
_OPTIONS = (
    click.option(
        "--extractor",
        type=click.Choice(["rules", "llm", "both"]),
        default="rules",
        show_default=True,
        help="What reads the facts: the rules, a language model, or both.",
    ),
    click.option("--llm-url", metavar="URL", envvar="KG_LLM_URL", help="Any OpenAI-compatible API. [env: KG_LLM_URL]"),
    click.option("--llm-model", metavar="NAME", envvar="KG_LLM_MODEL", help="Its model. [env: KG_LLM_MODEL]"),
    click.option("--llm-key", metavar="KEY", envvar="KG_LLM_KEY", help="Its key, if any. [env: KG_LLM_KEY]"),
    click.option(
        "--llm-timeout",
        metavar="SECONDS",
        type=click.FloatRange(min=0.1),
        default=120.0,
        show_default=True,
        help="Wait so long for an answer of it.",
    ),
)


def model_options(command: _Command) -> _Command:
    """Add ``--extractor`` and what tells where the model is."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def model_reader(
    extractor: str,
    cache: Path,
    note: Callable[[str], None],
    url: str | None,
    model: str | None,
    key: str | None,
    timeout: float,
) -> Reader | None:
    """What reads articles with the model; None for the rules alone.

    Args:
        extractor: ``rules``, ``llm`` or ``both``.
        cache: folder that keeps the model's answers.
        note: told what the model said that is no fact.
        url: address of its API.
        model: its name.
        key: its key.
        timeout: seconds to wait for an answer.

    Raises:
        UsageError: a model is asked for, and none is named.
    """
    if extractor == "rules":
        return None
    from kg.explore.plain import plain_text
    from kg.extraction.endpoint import Endpoint
    from kg.workspace.extractors import ModelReader

    endpoint = Endpoint(url, model or "", key, cache, timeout) if url else None
    reader = ModelReader.of(
        extractor, endpoint, lambda article, one: note(plain_text(f"{article}: not taken: {one.said}: {one.reason}"))
    )
    return reader.quads if reader else None
