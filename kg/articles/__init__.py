"""Articles: files of any supported format as `kg.model.Article`, each character of the body with its place in the file.

A file's format is recognised by its content: markdown with GitBook's hint block, other markdown, plain text. The body
is the article without the furniture of its page; a ``manifest.toml`` beside a file says what the file does not.
"""

from kg.articles.manifest import Manifest
from kg.articles.reading import read_article, read_articles

__all__ = ["Manifest", "read_article", "read_articles"]
