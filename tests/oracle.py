"""What each node of a query means for one dispatch: the table of the query language in plain Python, slow and obvious.

Text fields are compared as stems of the exact forms (or the forms themselves when `exact`), each value a paragraph of
its own, so that no phrase or window crosses two. Keyword values are compared folded; values of id fields as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import TypeAlias, assert_never

import Stemmer

from wiresearch.dispatch import Dispatch
from wiresearch.fields import BY_NAME
from wiresearch.query import (
    And,
    AtLeast,
    DateRange,
    Fuzzy,
    Has,
    Is,
    IsPrefix,
    MatchAll,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    SamePara,
    Term,
    Wildcard,
    WordNode,
    Words,
)
from wiresearch.words import fold_value, tokenise

_STEMMER = Stemmer.Stemmer("english")
Place: TypeAlias = tuple[int, int]  # the first and the last word, counted in the paragraph


@lru_cache(maxsize=1 << 12)
def stem(form: str) -> str:
    """The English Snowball stem of an exact form, or a number without the s of its plural."""
    if re.fullmatch(r"\d+s", form):
        return form.removesuffix("s")
    stemmed: str = _STEMMER.stemWord(form)
    return stemmed


def matches(query: Query, dispatch: Dispatch) -> bool:  # noqa: C901 - one branch for each node
    """Whether `dispatch` is in the answer to `query`."""
    match query:
        case MatchAll():
            return True
        case Term(fields) | Phrase(fields) | Prefix(fields) | Wildcard(fields) | Fuzzy(fields):
            return any(places(query, words) for field in fields for words in paragraphs(dispatch, field))
        case Near(fields) | SamePara(fields):
            return any(_together(query, words) for field in fields for words in paragraphs(dispatch, field))
        case AtLeast(fields, text, count):
            return sum(len(places(Term(fields, text), words)) for field in fields for words in paragraphs(dispatch, field)) >= count
        case Is(field, value):
            return value in keywords(dispatch, field)
        case IsPrefix(field, text):
            return any(value.startswith(text) for value in keywords(dispatch, field))
        case NumberRange(field, low, high):
            return any((low is None or low <= n) and (high is None or n <= high) for n in BY_NAME[field].values(dispatch))
        case DateRange(field, first, last):
            days = BY_NAME[field].values(dispatch)
            return bool(days) and (first is None or first <= days[1]) and (last is None or days[0] <= last)
        case Has(field):
            return any(value != "" for value in BY_NAME[field].values(dispatch))
        case And(items):
            return all(matches(item, dispatch) for item in items)
        case Or(items):
            return any(matches(item, dispatch) for item in items)
        case Not(item):
            return not matches(item, dispatch)
        case Words(items, minimum):
            return sum(matches(item, dispatch) for item in items) >= minimum
        case _:
            assert_never(query)


def paragraphs(dispatch: Dispatch, field: str) -> list[list[str]]:
    """The exact forms of each paragraph of a text field."""
    return [tokenise(value) for value in BY_NAME[field].values(dispatch)]


def keywords(dispatch: Dispatch, field: str) -> set[str]:
    """The values of a keyword or id field, as they are compared."""
    compared: Callable[[str], str] = str if BY_NAME[field].kind == "id" else fold_value
    return {compared(value) for value in BY_NAME[field].values(dispatch)} - {""}


def places(node: WordNode, words: list[str]) -> list[Place]:
    """Where the word or phrase stands in a paragraph."""
    match node:
        case Term(_, text, exact):
            return _runs(words, (text,), exact)
        case Phrase(_, texts, exact):
            return _runs(words, texts, exact)
        case Prefix(_, text):
            return [(i, i) for i, word in enumerate(words) if word.startswith(text)]
        case Wildcard(_, pattern):
            return [(i, i) for i, word in enumerate(words) if fits(word, pattern)]
        case Fuzzy(_, text, edits):
            return [(i, i) for i, word in enumerate(words) if word[0] == text[0] and edits_between(word, text) <= edits]
        case _:
            assert_never(node)


def fits(word: str, pattern: str) -> bool:
    """Whether the whole word is what the pattern says."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(fits(word[n:], pattern[1:]) for n in range(len(word) + 1))
    return bool(word) and pattern[0] in ("?", word[0]) and fits(word[1:], pattern[1:])


@lru_cache(maxsize=1 << 16)
def edits_between(one: str, other: str) -> int:
    """The fewest letters inserted, deleted, replaced, or neighbours transposed, no part edited twice."""
    if not one or not other:
        return len(one) + len(other)
    last = edits_between(one[:-1], other[:-1]) + (one[-1] != other[-1])
    found = min(last, edits_between(one[:-1], other) + 1, edits_between(one, other[:-1]) + 1)
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[-1] + other[-2]:
        found = min(found, edits_between(one[:-2], other[:-2]) + 1)
    return found


def _together(node: WordNode | Near | SamePara, words: list[str]) -> bool:
    """Whether one paragraph holds all that the node asks for."""
    match node:
        case SamePara(_, parts):
            return all(_together(part, words) for part in parts)
        case Near(_, items, distance, ordered):
            longer = sum(len(item.texts) - 1 for item in items if isinstance(item, Phrase))
            return any(
                max(last for _, last in chosen) - min(first for first, _ in chosen) - longer <= distance
                and (_in_order(chosen) if ordered else _apart(items, chosen))
                for chosen in product(*(places(item, words) for item in items))
            )
        case _:
            return bool(places(node, words))


def _in_order(chosen: tuple[Place, ...]) -> bool:
    return all(before[1] < behind[0] for before, behind in pairwise(chosen))


def _apart(items: tuple[WordNode, ...], chosen: tuple[Place, ...]) -> bool:
    """Whether items that ask for the same have each a place of their own."""
    pairs = combinations(zip(map(_asked, items), chosen, strict=True), 2)
    return all(one != other for one, other in pairs)


def _asked(item: WordNode) -> object:
    match item:
        case Term(_, text, False):
            return stem(text)
        case Phrase(_, texts, False):
            return [stem(text) for text in texts]
        case _:
            return item


def _runs(words: list[str], texts: tuple[str, ...], exact: bool) -> list[Place]:
    form = (lambda word: word) if exact else stem
    shown, wanted = [form(word) for word in words], [form(text) for text in texts]
    size = len(wanted)
    return [(start, start + size - 1) for start in range(len(words) - size + 1) if shown[start : start + size] == wanted]
