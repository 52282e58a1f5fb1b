"""Libraries that the package does without until someone wants what needs them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kg.vocabulary.errors import UsageError

__all__ = ["extra"]


def extra(module: str, group: str) -> Any:
    """An optional library.

    Args:
        module: how it is imported.
        group: the extra of the distribution that brings it.

    Raises:
        UsageError: it is not installed; says how to install it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        wanted = f"pip install 'alibaba-xborder-kg[{group}]'"
        raise UsageError(f"this needs {module}, which is not installed; {wanted} brings it") from error
