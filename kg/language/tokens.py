"""The tokeniser: a token a Han character, one a Latin or digit run; spaces never move an offset."""

from __future__ import annotations

import re

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

__all__ = ["CharTokenizer", "blank_pipeline", "text_of"]

_TEXT = "kg.text"  # where a Doc keeps its text
# Digit runs keep inner separators (1,234.56), Latin runs inner apostrophes and dots between letters stay apart.
_TOKEN = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\u3040-\u30ff]+|\s+|.", re.DOTALL
)


class CharTokenizer:
    """A tokeniser whose tokens, with their trailing spaces, join to exactly the text they came from."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of `text`; a single blank belongs to the token before it, other white space is a token."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            word = match.group()
            if word[0] == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
                word = word[1:]
                if not word:
                    continue
            words.append(word)
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces, user_data={_TEXT: text})

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to store: the tokeniser has no state."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> CharTokenizer:
        """Nothing to load."""
        return self

    def to_disk(self, _path: object, **__: object) -> None:
        """Nothing to store."""

    def from_disk(self, _path: object, **__: object) -> CharTokenizer:
        """Nothing to load."""
        return self


def text_of(doc: Doc) -> str:
    """The text of a Doc, kept where it was analysed: spaCy joins it of its tokens at each access."""
    kept = doc.user_data.get(_TEXT)
    if kept is None:
        kept = doc.user_data[_TEXT] = doc.text
    return str(kept)


@registry.tokenizers("kg.char_tokenizer.v1")  # type: ignore[untyped-decorator]
def _char_tokenizer() -> object:
    return lambda nlp: CharTokenizer(nlp.vocab)


def blank_pipeline() -> Language:
    """An empty spaCy pipeline with this tokeniser, without limits on the length of a text."""
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "kg.char_tokenizer.v1"}}})
    nlp.max_length = 1 << 40
    return nlp
