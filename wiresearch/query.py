"""The tree of a parsed query: frozen values, no engine, no date arithmetic, no clock.

Each node has one plain meaning for a single dispatch (tests/oracle.py states it in Python); every engine is compared
with that meaning. `span` is the node's place in the query text (code points) and does not take part in equality.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every dispatch."""

    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """One of `fields` holds the word `text` (an exact form of words.py): stemmed, or as it stands when `exact`."""

    fields: tuple[str, ...]
    text: str
    exact: bool = False
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Consecutive words of one paragraph of one of `fields` are `texts`, in order (stemmed, or exact forms)."""

    fields: tuple[str, ...]
    texts: tuple[str, ...]
    exact: bool = False
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """An exact form in one of `fields` begins with `text`."""

    fields: tuple[str, ...]
    text: str
    span: Span = dataclasses.field(default=(0, 0), compare=False)

    @property
    def written(self) -> str:
        """The word as one writes it."""
        return f"{self.text}*"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """An exact form in one of `fields` is `pattern` as a whole, where `?` stands for one letter and `*` for any number."""

    fields: tuple[str, ...]
    pattern: str
    span: Span = dataclasses.field(default=(0, 0), compare=False)

    @property
    def written(self) -> str:
        """The word as one writes it."""
        return self.pattern


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """An exact form in one of `fields` has the first letter of `text` and is at most `edits` edits away from it.

    An edit inserts, deletes or replaces a letter, or transposes two neighbours; no part is edited twice (optimal string
    alignment, also called restricted Damerau-Levenshtein distance).
    """

    fields: tuple[str, ...]
    text: str
    edits: int
    span: Span = dataclasses.field(default=(0, 0), compare=False)

    @property
    def written(self) -> str:
        """The word as one writes it."""
        return f"{self.text}~{'' if self.edits == 1 else self.edits}"


WordNode: TypeAlias = Term | Phrase | Prefix | Wildcard | Fuzzy


@dataclass(frozen=True, slots=True)
class Near:
    """A window of one paragraph of one of `fields` holds every item: its last word is at most `distance` behind its first.

    A phrase counts as one word. An item given twice must be there twice; different items may share a word. When `ordered`,
    each item begins behind the end of the one before it. The items have the same `fields`.
    """

    fields: tuple[str, ...]
    items: tuple[WordNode, ...]
    distance: int
    ordered: bool = False
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class SamePara:
    """One paragraph of one of `fields` holds a match of every item. The items have the same `fields`."""

    fields: tuple[str, ...]
    items: tuple[WordNode | Near, ...]
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The word `text`, stemmed, occurs at least `count` times in all of `fields` together."""

    fields: tuple[str, ...]
    text: str
    count: int
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Is:
    """The keyword field holds the folded `value`."""

    field: str
    value: str
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class IsPrefix:
    """A folded value of the keyword field begins with `text`."""

    field: str
    text: str
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class NumberRange:
    """`low` <= the number field <= `high`; None is open. A dispatch without the number never matches."""

    field: str
    low: int | None
    high: int | None
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class DateRange:
    """The dispatch's day (or its month or year, as far as known) and first..last overlap; None is open."""

    field: str
    first: date | None
    last: date | None
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Has:
    """The field is not empty."""

    field: str
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """Every item matches."""

    items: tuple[Query, ...]
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one item matches."""

    items: tuple[Query, ...]
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The item does not match."""

    item: Query
    span: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Words:
    """At least `minimum` of the loose words match."""

    items: tuple[Query, ...]
    minimum: int
    span: Span = dataclasses.field(default=(0, 0), compare=False)


TextNode: TypeAlias = WordNode | Near | SamePara | AtLeast
Query: TypeAlias = MatchAll | TextNode | Is | IsPrefix | NumberRange | DateRange | Has | And | Or | Not | Words


def walk(query: Query) -> Iterator[Query]:
    """The node and all below it, in the order of the text."""
    stack = [query]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def children(query: Query) -> tuple[Query, ...]:
    """The nodes directly below `query`."""
    match query:
        case And(items) | Or(items) | Words(items):
            return items
        case Near(_, words):
            return words
        case SamePara(_, parts):
            return parts
        case Not(item):
            return (item,)
        case MatchAll() | Is() | IsPrefix() | NumberRange() | DateRange() | Has():
            return ()
        case Term() | Phrase() | Prefix() | Wildcard() | Fuzzy() | AtLeast():
            return ()
        case _:
            assert_never(query)


def relax(query: Query, minimum: int | None) -> Query:
    """The same tree whose loose words ask for `minimum` matches (None: all of them)."""
    match query:
        case Words(items, _):
            wanted = len(items) if minimum is None else min(minimum, len(items))
            return Words(items, wanted, query.span)
        case And(items):
            return And(tuple(relax(item, minimum) for item in items), query.span)
        case _:
            return query


def loose_words(query: Query) -> Words | None:
    """The one `Words` node of a parsed query (at the top, or in the top conjunction), or None."""
    top = query.items if isinstance(query, And) else (query,)
    return next((node for node in top if isinstance(node, Words)), None)


def keyword_field(query: Query) -> str | None:
    """The field of a filter that speaks of one keyword, number or date field only, else None: what a facet lifts."""
    names = set()
    for node in walk(query):
        match node:
            case Is(name) | IsPrefix(name) | NumberRange(name) | DateRange(name) | Has(name):
                names.add(name)
            case And() | Or() | Not() | Words():
                pass
            case _:
                return None
    return names.pop() if len(names) == 1 else None
