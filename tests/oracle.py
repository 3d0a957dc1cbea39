"""What each node of a query means for one dispatch: the table of the query language in plain Python, slow and obvious.

Text fields are compared as stems of the exact forms (or the forms themselves when `exact`), each value a paragraph of
its own, so that a phrase never crosses two. Keyword values are compared folded; values of id fields as they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import assert_never

import Stemmer

from wiresearch.dispatch import Dispatch
from wiresearch.fields import BY_NAME
from wiresearch.query import And, DateRange, Has, Is, IsPrefix, MatchAll, Not, NumberRange, Or, Phrase, Prefix, Query, Term, Words
from wiresearch.words import fold_value, tokenise

_STEMMER = Stemmer.Stemmer("english")


@lru_cache(maxsize=1 << 12)
def stem(form: str) -> str:
    """The English Snowball stem of an exact form."""
    stemmed: str = _STEMMER.stemWord(form)
    return stemmed


def matches(query: Query, dispatch: Dispatch) -> bool:  # noqa: C901 - one branch for each node
    """Whether `dispatch` is in the answer to `query`."""
    match query:
        case MatchAll():
            return True
        case Term(fields, text, exact):
            return _holds(dispatch, fields, (text,), exact)
        case Phrase(fields, texts, exact):
            return _holds(dispatch, fields, texts, exact)
        case Prefix(fields, text):
            return any(form.startswith(text) for field in fields for words in paragraphs(dispatch, field) for form in words)
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


def _holds(dispatch: Dispatch, fields: tuple[str, ...], texts: tuple[str, ...], exact: bool) -> bool:
    form = (lambda word: word) if exact else stem
    wanted = [form(text) for text in texts]
    return any(_runs([form(word) for word in words], wanted) for field in fields for words in paragraphs(dispatch, field))


def _runs(words: list[str], wanted: list[str]) -> bool:
    return any(words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1))
