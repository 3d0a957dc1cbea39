"""Query to text that parses back to the same tree; used to tell how a query was read."""

from __future__ import annotations

import calendar
import dataclasses
import re
from datetime import date
from typing import assert_never

from wiresearch.fields import LOOSE_FIELDS, text_fields
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

_PLAIN_VALUE = re.compile(r"\w[\w.,:/&'+-]*")
_ODD = re.compile(r"^-|[^\w.,:/&'+-]")


def unparse(query: Query) -> str:
    """The text of `query`.

    A tree that no text gives (loose words below the top, or with another minimum than all; a range open on both sides;
    a conjunction or window of one) is written as the nearest that a text can say.
    """
    match query:
        case And(items) if any(isinstance(item, Words) for item in items):
            return " ".join(f"({_unit(item)})" if _is_bare(item) else _beside(item) for item in items)
        case And(items) if sum(map(_is_bare, items)) < 2:
            return " ".join(map(_unit, items))
        case _:
            return _inside(query)


def _beside(item: Query) -> str:
    return _inside(item) if isinstance(item, Words) else _unit(item)


def _is_bare(query: Query) -> bool:
    return isinstance(query, Term | Prefix | Wildcard | Fuzzy) and query.fields == LOOSE_FIELDS


def _inside(query: Query) -> str:
    """The text of `query` as it stands between parentheses."""
    match query:
        case And(items):
            return " AND ".join(map(_unit, items))
        case Or(items):
            return " OR ".join(map(_unit, items))
        case Words(items):
            return " ".join(map(_loose, items))
        case Near() if query.fields == LOOSE_FIELDS:
            return _loose_phrase(query, least=3) or _window(query)
        case _:
            return _unit(query)


def _loose(item: Query) -> str:
    """A loose word: one that the tokeniser cuts must not be quoted, quotes would make it required."""
    if isinstance(item, Phrase):
        return "=" * item.exact + "-".join(item.texts)
    return _unit(item)


def _unit(query: Query) -> str:  # noqa: C901 - one branch for each node
    """The text of `query` as one operand."""
    match query:
        case And() | Or() | Words():
            return f"({_inside(query)})"
        case Not(item):
            unit = _unit(item)
            return f"-{unit}" if unit[0].isalnum() or unit[0] in '"=(' else f"NOT {unit}"
        case MatchAll():
            return "*"
        case Term(fields, text, exact):
            return _named(fields) + "=" * exact + text
        case Phrase(fields, texts, exact):
            return f'{_named(fields)}{"=" * exact}"{" ".join(texts)}"'
        case Prefix(fields) | Wildcard(fields) | Fuzzy(fields):
            return _named(fields) + query.written
        case Near(fields):
            return _named(fields) + (_loose_phrase(query, least=3) or f"({_window(query)})")
        case SamePara(fields, items):
            return f"{_named(fields)}same-para({' '.join(map(_bare, items))})"
        case AtLeast(fields, text, count):
            return f"{_named(fields)}atleast{count}({text})"
        case Is(field, value):
            return f"{field}:{_quoted(value)}"
        case IsPrefix(field, text):
            return f"{field}:{_ODD.sub(_escape, text)}*"
        case NumberRange(field, low, high):
            return _between(field, low, high)
        case DateRange(field, first, last):
            return _days(field, first, last)
        case Has(field):
            return f"has:{field}"
        case _:
            assert_never(query)


def _bare(item: WordNode | Near) -> str:
    """The text of `item` without the name of its field, as it stands in a window or function."""
    if isinstance(item, Near):
        return _loose_phrase(item, least=2) or " ".join(map(_bare, item.items))
    return _unit(dataclasses.replace(item, fields=LOOSE_FIELDS))


def _window(near: Near) -> str:
    distance = max(near.distance, len(near.items) - 1)
    return f" {'ADJ' if near.ordered else 'NEAR'}/{distance} ".join(map(_bare, near.items))


def _loose_phrase(near: Near, least: int) -> str:
    """The window as `"a b c"~5`, if it is one of at least `least` words of one kind, else nothing."""
    words = [item for item in near.items if isinstance(item, Term)]
    if near.ordered or not least <= len(near.items) == len(words) or len({word.exact for word in words}) > 1:
        return ""
    others = max(near.distance - len(words) + 1, 0)
    return f'{"=" * words[0].exact}"{" ".join(word.text for word in words)}"~{others}'


def _named(fields: tuple[str, ...]) -> str:
    if fields == LOOSE_FIELDS:
        return ""
    return "body:" if fields == text_fields("body") else f"{fields[0]}:"


def _escape(found: re.Match[str]) -> str:
    return "\\" + found.group()


def _quoted(value: str) -> str:
    if _PLAIN_VALUE.fullmatch(value):
        return value
    return '"' + re.sub(r'(["“”„\\])', r"\\\1", value) + '"'


def _between(field: str, low: object, high: object) -> str:
    if low is None and high is None:
        return f"has:{field}"
    if low == high:
        return f"{field}:{low}"
    return f"{field}:{'' if low is None else low}..{'' if high is None else high}"


def _days(field: str, first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return _between(field, first, last)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{field}:{first.year:04}"
    if first.day == 1 and last == first.replace(day=calendar.monthrange(first.year, first.month)[1]):
        return f"{field}:{first.year:04}-{first.month:02}"
    return _between(field, first, last)
