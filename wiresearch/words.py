"""Text to words: the one tokeniser and folding that the parser, the analysers and the tests share.

A word is a run of letters and digits (Unicode), with apostrophes inside. Dotted initials (`U.S.`) and short parts joined
by an ampersand (`AT&T`) are one word: us, att. A designator is cut as if it were printed with its hyphen: `C-130` and
`C130` are c 130, `F-16s` and `F16s` are f 16s.
Folding: case-folded, accents removed (NFKD without marks, and a small table for letters that do not decompose), a
possessive `'s` and apostrophes dropped. There is no stop list, and stemming stays in the engine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(
    r"[^\W\d_](?:\.[^\W\d_])+\b(?:\.?['\u2019]s\b)?"  # initials with dots
    r"|(?<![^\W_])[^\W\d_]{1,2}(?:&[^\W\d_]{1,2})+(?![^\W_])(?:['\u2019]s\b)?"  # short parts with an ampersand
    r"|(?<![^\W_])[^\W\d_](?:['\u2019]?[^\W\d_]){0,4}"  # the letters of a designator, before its number
    r"(?=['\u2019]?\d(?:['\u2019]?\d){0,3}['\u2019]?[sS]?(?![^\W_]))"
    r"|[^\W_]+(?:['\u2019][^\W_]+)*"
)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_MARKS = '.,;:!?"()<>-'  # those that most often stand around a word; none of them is part of one at its ends
LONGEST_WORD = 256


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """`text` without case and accents: what two spellings of one name have in common."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    decomposed = "".join(map(_decomposed, lowered.translate(_LETTERS)))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().translate(_LETTERS)


def _decomposed(letter: str) -> str:
    # A raised or circled number stays what it is: "a²" as "a2" would be cut otherwise when it is read again.
    return letter if unicodedata.category(letter) == "No" else unicodedata.normalize("NFKD", letter)


def fold_word(word: str) -> str:
    """The exact form of one word as `tokenise` cuts it: folded, without possessive, apostrophes and dots."""
    if word.isascii() and word.isalnum():  # nearly all are
        return word.lower()[:LONGEST_WORD]
    folded = fold(word)
    if folded.endswith(("'s", "\u2019s")):
        folded = folded[:-2]
    # Folding may leave marks (½ becomes 1⁄2) that would cut the form in two when it is read again.
    kept = folded if folded.isalnum() else "".join(filter(str.isalnum, folded))
    return kept[:LONGEST_WORD]


def cut(piece: str) -> list[str]:
    """The words of a text, or of a piece of it between blanks, as they stand in it; `fold_word` gives their exact forms, perhaps empty."""
    core = piece.strip(_MARKS)
    found: list[str] = [core] if core.isalpha() or core.isdecimal() else _WORD.findall(piece)
    return found


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of `text` in order as (exact form, start, end), offsets in code points."""
    for found in _WORD.finditer(text):
        form = fold_word(found.group())
        if form:
            yield form, found.start(), found.end()


def tokenise(text: str) -> list[str]:
    """The exact forms of the words of `text`, in order."""
    return [form for form, _, _ in spans(text)]


def fold_value(value: str) -> str:
    """A keyword value as it is compared: folded, white space trimmed and joined to single blanks."""
    return " ".join(fold(value).split())
