"""The tree of a query to Whoosh query objects. User text never reaches Whoosh's own query parser."""

from __future__ import annotations

import re
from typing import assert_never

from wiresearch.engines.whoosh.analysis import index_term
from wiresearch.engines.whoosh.queries import (
    Consecutive,
    Everything,
    Holds,
    HoldsBeginning,
    Inexact,
    Node,
    Overlaps,
    Some,
    Together,
    Without,
    Word,
)
from wiresearch.engines.whoosh.schema import FILLED, MISSING, bounds, value_term
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
    Words,
)


def compile_query(query: Query, expansions: int) -> Node:  # noqa: C901 - one branch for each node
    """`query` as a Whoosh query; a prefix may stand for at most `expansions` words (checked when it is run)."""

    def compiled(items: tuple[Query, ...], minimum: int) -> Node:
        return Some(tuple(compile_query(item, expansions) for item in items), minimum)

    match query:
        case MatchAll():
            return Everything()
        case Term(fields, text, exact):
            return Word(fields, (index_term(text, exact),))
        case Phrase(fields, texts, exact):
            return Consecutive(fields, tuple(index_term(text, exact) for text in texts))
        case Prefix(_, text):
            return Inexact(query, index_term(text, exact=True), expansions)
        case Wildcard(_, pattern):
            return Inexact(query, index_term(re.split("[*?]", pattern, maxsplit=1)[0], exact=True), expansions)
        case Fuzzy(_, text):
            return Inexact(query, index_term(text[:1], exact=True), expansions)
        case Near(_, words):
            return Together(compiled(words, len(words)), query)
        case SamePara(_, parts):
            return Together(compiled(parts, len(parts)), query)
        case AtLeast(fields, text):
            return Together(Word(fields, (index_term(text, exact=False),)), query)
        case Is(field, value):
            return Holds(field, value_term(value))
        case IsPrefix(field, text):
            return HoldsBeginning(field, value_term(text))
        case NumberRange(field, low, high):
            return Overlaps(field, field, low, high, MISSING)
        case DateRange(field, first, last):
            return Overlaps(*bounds(field), first.toordinal() if first else None, last.toordinal() if last else None, 0)
        case Has(field):
            return Holds(FILLED, value_term(field))
        case And(items):
            return compiled(items, len(items))
        case Or(items):
            return compiled(items, 1)
        case Not(item):
            return Without(compile_query(item, expansions))
        case Words(items, minimum):
            return compiled(items, minimum)
        case _:
            assert_never(query)
