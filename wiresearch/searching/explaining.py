"""Why a query found nothing, and where one stands for too many words."""

from __future__ import annotations

from wiresearch.engines import Engine
from wiresearch.errors import QuerySyntaxError, TooManyWords
from wiresearch.query import And, AtLeast, Fuzzy, Is, MatchAll, Near, Prefix, Query, SamePara, Term, Wildcard, Words, walk
from wiresearch.queryparser import ParsedQuery, unparse
from wiresearch.results import ClauseCount, SearchRequest
from wiresearch.searching.reading import Reading


def explain(engine: Engine, reading: Reading) -> tuple[ClauseCount, ...]:
    """Why nothing was found: each clause counted alone, the nearest spelling where a word or value is unknown."""
    clauses = [clause for node in (reading.parsed.query, *reading.filters) for clause in _clauses(node)]
    counted = []
    for clause in clauses:
        count = engine.search(SearchRequest(query=clause, limit=0)).total
        nearest = None if count else _nearest(engine, clause)
        counted.append(ClauseCount(unparse(clause), count, *(nearest or (None, 0))))
    return tuple(counted)


def _nearest(engine: Engine, clause: Query) -> tuple[str, int] | None:
    match clause:
        case Term(text=word) | Prefix(text=word) | Fuzzy(text=word):
            return engine.suggest("", word)
        case Is(name, value):
            return engine.suggest(name, value)
        case _:
            return None


def _clauses(query: Query) -> tuple[Query, ...]:
    """What is counted alone: each part of a conjunction; a window as it is, and its words."""
    match query:
        case And(items) | Words(items):
            return tuple(clause for item in items for clause in _clauses(item))
        case Near(_, items) | SamePara(_, items):
            return (query, *items)
        case AtLeast(fields, text):
            return (query, Term(fields, text))
        case MatchAll():
            return ()
        case _:
            return (query,)


def pointed(error: TooManyWords, parsed: ParsedQuery) -> QuerySyntaxError:
    """The error at its place in the query."""
    inexact = (node for node in walk(parsed.query) if isinstance(node, Prefix | Wildcard | Fuzzy))
    span = next((node.span for node in inexact if node.written == error.word), (0, len(parsed.text)))
    return QuerySyntaxError(error.message, parsed.text, *span, error.hint)
