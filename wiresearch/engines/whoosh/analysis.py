"""Paragraphs to index terms: stems, and exact forms marked with "=", at the same positions.

No word contains "=", so the two vocabularies of a text field never meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from wiresearch import words

PARAGRAPH_GAP = 1_000
LONGEST_PARAGRAPH = 1_000
EXACT = "="


@cache
def _stemmer() -> Stemmer.Stemmer:
    # Its own cache is off: it is slower than ours once full.
    return Stemmer.Stemmer("english", 0)


@lru_cache(maxsize=1 << 18)
def stem(form: str) -> str:
    """The English Snowball stem of one exact form; the plural of a number (`F-16s`, `1980s`) loses its s."""
    return stem_all([form])[0]


def stem_all(forms: Sequence[str]) -> list[str]:
    """The stems of many forms at once: none is kept, for a third of the time that one by one takes."""
    stemmed = _stemmer().stemWords(forms)
    return [form[:-1] if form.endswith("s") and form[:-1].isdecimal() else each for form, each in zip(forms, stemmed, strict=True)]


def index_term(form: str, exact: bool) -> bytes:
    """The term under which a word is indexed: its stem, or its exact form."""
    return (EXACT + form if exact else stem(form)).encode()


@dataclass(frozen=True, slots=True)
class Analysed:
    """The words of one text field: how many, and where each term stands (positions ascending)."""

    length: int
    positions: dict[str, list[int]]


def analyse(paragraphs: Iterable[str]) -> Analysed:
    """Terms and positions of a text field.

    Positions run on, with a gap of 1,000 between paragraphs so that no phrase or window crosses one; a paragraph of
    more than 1,000 words counts as several.
    """
    positions: dict[str, list[int]] = {}
    length = position = 0
    for paragraph in paragraphs:
        forms = words.tokenise(paragraph)
        if not forms:
            continue
        for number, form in enumerate(forms):
            if number and number % LONGEST_PARAGRAPH == 0:
                position += PARAGRAPH_GAP
            positions.setdefault(EXACT + form, []).append(position)
            positions.setdefault(stem(form), []).append(position)
            position += 1
        length += len(forms)
        position += PARAGRAPH_GAP
    return Analysed(length, positions)
