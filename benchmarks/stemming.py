"""The analyser of the plain Whoosh peer: the words of wiresearch, stemmed by PyStemmer, at the same positions.

It is pickled into that index by name, so this module imports nothing that a bare search script would not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer

PARAGRAPH, PARAGRAPH_GAP = "\n\n", 1_000


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english", 0)


@lru_cache(maxsize=1 << 18)
def stem(word: str) -> str:
    """The English Snowball stem of a folded word."""
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


class StemmedWords(Tokenizer):
    """Paragraphs to stems; no phrase reaches from one paragraph into the next."""

    def __call__(self, value: str, positions: bool = False, mode: str = "", **_: Any) -> Iterator[Token]:
        from wiresearch.words import tokenise

        token = Token(positions, False, mode=mode)
        token.boost = 1.0
        position = 0
        for paragraph in value.split(PARAGRAPH):
            for word in tokenise(paragraph):
                token.text = stem(word)
                token.pos = position
                yield token
                position += 1
            position += PARAGRAPH_GAP
