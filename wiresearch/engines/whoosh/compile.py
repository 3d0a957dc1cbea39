"""The tree of a query to Whoosh query objects. User text never reaches Whoosh's own query parser."""

from __future__ import annotations

import re
from typing import assert_never

from wiresearch.engines.whoosh.analysis import stem
from wiresearch.engines.whoosh.proximity import Run, Window
from wiresearch.engines.whoosh.queries import Everything, Filled, Holds, Node, Overlaps, Some, Together, Without, Word
from wiresearch.engines.whoosh.schema import MISSING, bounds, value_term
from wiresearch.engines.whoosh.spellings import Alike, Exact, Fitting, Spelling, Stem
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


def compile_query(query: Query, expansions: int) -> Node:  # noqa: C901 - one branch for each node
    """`query` as a Whoosh query; a word may stand for at most `expansions` forms (checked when it is run)."""

    def compiled(items: tuple[Query, ...], minimum: int) -> Node:
        return Some(tuple(compile_query(item, expansions) for item in items), minimum)

    match query:
        case MatchAll():
            return Everything()
        case Term(fields) | Prefix(fields) | Wildcard(fields) | Fuzzy(fields):
            return Word(fields, _run(query, expansions).words[0])
        case AtLeast(fields, text, count):
            return Word(fields, Stem(stem(text).encode()), count)
        case Phrase(fields) | Near(fields):
            return Together(fields, (_window(query, expansions),))
        case SamePara(fields, items):
            return Together(fields, tuple(_window(item, expansions) for item in items))
        case Is(field, value):
            return Holds(field, value_term(value))
        case IsPrefix(field, text):
            return Holds(field, value_term(text), prefix=True)
        case NumberRange(field, low, high):
            return Overlaps(field, field, low, high, MISSING)
        case DateRange(field, first, last):
            return Overlaps(*bounds(field), first.toordinal() if first else None, last.toordinal() if last else None, 0)
        case Has(field):
            return Filled(field)
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


def _window(node: WordNode | Near, expansions: int) -> Window:
    match node:
        case Near(_, items, distance, ordered):
            return Window(tuple(_run(item, expansions) for item in items), distance, ordered)
        case _:
            return Window((_run(node, expansions),))


def _run(node: WordNode, expansions: int) -> Run:
    match node:
        case Term(_, text, exact):
            return Run((_spelling(text, exact),))
        case Phrase(_, texts, exact):
            return Run(tuple(_spelling(text, exact) for text in texts))
        case Prefix(_, text):
            return Run((Fitting(node.written, text.encode(), None, expansions),))
        case Wildcard(_, pattern):
            return Run((Fitting(node.written, re.split("[*?]", pattern, maxsplit=1)[0].encode(), pattern, expansions),))
        case Fuzzy(_, text, edits):
            return Run((Alike(node.written, text, edits, expansions),))
        case _:
            assert_never(node)


def _spelling(text: str, exact: bool) -> Spelling:
    return Exact(text.encode()) if exact else Stem(stem(text).encode())
