"""Articles: files of any supported format as `kg.model.Article`, each character of the body with its place in the file.

A file's format is recognised by its content: markdown with GitBook's hint block, markdown or HTML behind front matter,
saved pages, other markdown, plain text; any of them packed with gzip or xz, in folders, tar archives, WARC files and
EPUB books. The body is the article without the furniture of its page; a ``manifest.toml`` beside a file says what the
file does not.
"""

from kg.articles.batches import read_articles
from kg.articles.given import Given
from kg.articles.manifest import Manifest
from kg.articles.reading import read_article
from kg.articles.sources import Source, article_files, article_of, article_sources

__all__ = [
    "Given",
    "Manifest",
    "Source",
    "article_files",
    "article_of",
    "article_sources",
    "read_article",
    "read_articles",
]
