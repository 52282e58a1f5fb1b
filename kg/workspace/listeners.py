"""Who is told how a build or a change goes: how far it is, and what is wrong with which article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.vocabulary import InputError, KgError

__all__ = ["Listener", "Problems", "Progress", "Share", "Teller"]

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Listener:
    """Who is told how a build goes; whatever is None is not told.

    Attributes:
        reading: how many files are taken in, of how many, and which is next.
        extracting: how many articles are done, of how many (as far as is known), and which is next.
        problem: what is wrong with an article, which is then left out; without it the first problem ends the build.
        note: texts that are given twice.
        facts: how many facts there are so far.
        storing: what is done when all articles are read, in a word or two.
    """

    reading: Progress | None = None
    extracting: Progress | None = None
    problem: Callable[[KgError], None] | None = None
    note: Callable[[str], None] | None = None
    facts: Callable[[int], None] | None = None
    storing: Callable[[str], None] | None = None


class Problems:
    """The problems of a build: told one by one, but where there is one alone and nothing else, that is the error."""

    def __init__(self, tell: Callable[[KgError], None] | None) -> None:
        self.count = 0
        self._first: KgError | None = None
        self._tell = tell

    def add(self, error: KgError) -> None:
        """Take note of a problem, or raise it where nobody listens."""
        if self._tell is None:
            raise error
        self.count += 1
        if self.count == 1:
            self._first = error
            return
        self._tell_first()
        self._tell(error)

    def _tell_first(self) -> None:
        if self._first is not None and self._tell is not None:
            self._tell(self._first)
        self._first = None

    def settle(self, articles: int, folder: Path) -> None:
        """Tell what is not told yet.

        Raises:
            KgError: no article is left.
        """
        if not articles and self._first is not None:
            raise self._first
        self._tell_first()
        if not articles:
            raise InputError(f"no article could be read; {folder} is left as it was")


class Share:
    """How much of the input is taken in, as far as files tell."""

    def __init__(self, tell: Progress | None) -> None:
        self._tell = tell
        self.share = 0.0

    def __call__(self, done: int, total: int, name: str) -> None:
        """Tell how many files are taken in, of how many, and which is next."""
        self.share = done / total if total else 1.0
        if self._tell:
            self._tell(done, total, name)


class Teller:
    """Who is told how far the work is.

    Args:
        progress: told how many articles are done, of how many (as far as is known), and which is next.
        facts: told how many facts there are so far.
        share: how much of the input is taken in, from 0 to 1.
    """

    def __init__(
        self,
        progress: Progress | None,
        facts: Callable[[int], None] | None,
        share: Callable[[], float],
    ) -> None:
        self._progress, self._facts, self._share = progress, facts, share
        self.given = self.done = self.facts = 0

    def next(self, name: str) -> None:
        """Tell which article is next."""
        if self._progress:
            share = self._share()
            total = round(self.given / share) if 0 < share < 1 else self.given
            self._progress(self.done, max(total, self.given), name)

    def finished(self, facts: int) -> None:
        """Tell that an article is done."""
        self.done += 1
        self.facts += facts
        if self._facts:
            self._facts(self.facts)

    def end(self) -> None:
        """Tell that all are done."""
        if self._progress:
            self._progress(self.given, self.given, "")
