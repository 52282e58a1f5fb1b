"""What someone says of one article on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.articles.manifest import MANIFEST_NAME
from kg.articles.metadata import clean_url, published_date
from kg.model import Article
from kg.vocabulary import UsageError

__all__ = ["Given"]


@dataclass(frozen=True)
class Given:
    """Metadata of one article, which win over what its file and its manifest say; None where nothing is said.

    Attributes:
        title: as in `kg.model.Article`.
        published: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.
        publisher: as there.
        source: an http or https URL.

    Raises:
        UsageError: a date of no calendar, or a source that is no URL.
    """

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        if self.published is not None and published_date(self.published) != self.published:
            raise UsageError(f"date {self.published!r} is not YYYY-MM-DD, YYYY-MM or YYYY")
        if self.source is not None and clean_url(self.source) is None:
            raise UsageError(f"source {self.source!r} is no http or https URL")

    def applied(self, articles: Sequence[Article]) -> list[Article]:
        """The one article with what is said of it.

        Raises:
            UsageError: something is said, and there are several articles.
        """
        said = {key: value for key, value in vars(self).items() if value is not None}
        if said and len(articles) > 1:
            raise UsageError(
                f"date, title, publisher and source are of one article, and there are {len(articles)}; write them into"
                f" a {MANIFEST_NAME} beside the files"
            )
        return [replace(article, **said) for article in articles]
