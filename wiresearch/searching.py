"""Text to a page of results: parse, ask the engine, page. The policy of "all, then some" lives here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self, get_args

from wiresearch import layout
from wiresearch.config import Limits, check_choice, check_least
from wiresearch.dispatch import Dispatch
from wiresearch.engines import Engine, open_engine
from wiresearch.errors import BadDate, ConfigError, QuerySyntaxError, TooManyWords
from wiresearch.fields import FACETS
from wiresearch.ledger import Ledger
from wiresearch.query import (
    And,
    AtLeast,
    DateRange,
    Fuzzy,
    Is,
    MatchAll,
    Near,
    Or,
    Prefix,
    Query,
    SamePara,
    Term,
    Wildcard,
    Words,
    loose_words,
    relax,
    walk,
)
from wiresearch.queryparser import ParsedQuery, date_bounds, filter_query, is_relative, parse, unparse
from wiresearch.results import (
    ClauseCount,
    EngineAnswer,
    FacetRequest,
    Hit,
    IndexIdentity,
    IndexStats,
    Interval,
    Match,
    ResultPage,
    SearchRequest,
    Sort,
)

PAGE = 20
_COUNTED = ("format", "encoding", "agency", "warning")
_POLICY = {"best": "all, then some", "all": "all", "any": "any"}


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What to ask besides the query text.

    `literal`: the text has no syntax, it is words. `missing`: each dispatch with some of the words says which it lacks.
    `select` and `reject` map facet fields to a literal value or several: OR inside a field, AND between fields. `since`
    and `until` are days or date expressions of the query language, both ends included. `now` is the day (in text:
    2003-08-13) that relative dates count from (default: the newest dispatch). `limit` None means every hit, 0 counts
    only. Raises ConfigError for what none of this can be.
    """

    match: Match = "best"
    literal: bool = False
    missing: bool = True
    offset: int = 0
    limit: int | None = PAGE
    sort: Sort = "score"
    select: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    reject: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    since: str | date | None = None
    until: str | date | None = None
    now: str | date | None = None
    facets: tuple[FacetRequest, ...] = ()
    histogram: Interval | None = None
    snippets: int = 2
    context: int = 12
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        check_choice("match", self.match, get_args(Match))
        check_choice("sort", self.sort, get_args(Sort))
        if self.histogram is not None:
            check_choice("histogram", self.histogram, get_args(Interval))
        for facet in self.facets:
            check_choice("facets", facet.field, FACETS)
            check_least("facets", facet.top, 1)
        for name in ("offset", "limit", "snippets", "context"):
            check_least(name, getattr(self, name), 0)
        self.anchor(None)

    def anchor(self, newest: date | None) -> date | None:
        """The day that relative dates count from, where the newest dispatch is of the day `newest`."""
        if not isinstance(self.now, str):
            return self.now or newest
        try:
            return date.fromisoformat(self.now)
        except ValueError:
            raise ConfigError(f"now is not a day: {self.now}", "write it as 2003-08-13") from None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A query and its filters as they were read, with what is to be told about that."""

    parsed: ParsedQuery
    filters: tuple[Query, ...]
    notes: tuple[str, ...]


class Archive:
    """An open index: search it, get a dispatch, count it. Use it as a context manager, or `close` it.

    Opening reads the manifest alone; the engine is opened by the first question, so that a query with a fault in it
    is answered without it. `folder` holds the generation that is open.
    """

    def __init__(self, location: Path | str) -> None:
        """Open the index in the folder `location`. Raises IndexNotFound, NotAnIndex, SchemaMismatch or IndexDamaged."""
        self.folder, manifest = layout.read(Path(location))
        self.identity = IndexIdentity(
            location=str(location),
            engine=manifest.engine,
            schema=manifest.schema,
            dispatches=manifest.dispatches,
            undated=manifest.undated,
            fingerprint=manifest.fingerprint,
            anchor=manifest.last,
        )
        self._manifest = manifest

    @cached_property
    def _engine(self) -> Engine:
        return open_engine(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Release the engine's files."""
        if "_engine" in self.__dict__:
            self._engine.close()

    def search(self, text: str, options: SearchOptions | None = None) -> ResultPage:
        """The page of results for a query.

        An empty `text` under filters, facets or a histogram means every dispatch. Raises QueryError or EngineError.
        """
        options = options or SearchOptions()
        reading = self._read(text, options)
        try:
            return self._answer(text, reading, options)
        except TooManyWords as error:
            raise _pointed(error, reading.parsed) from error

    def _answer(self, text: str, reading: _Reading, options: SearchOptions) -> ResultPage:
        query = reading.parsed.query
        loose = loose_words(query)
        if options.match == "best" and loose is not None and len(loose.items) > 1:
            first, second = self._all_then_some(query, reading.filters, options)
        else:
            first = self._engine.search(self._request(relax(query, 1 if options.match == "any" else None), reading.filters, options))
            second = EngineAnswer(0)
        hits = first.hits + self._with_missing(second.hits, loose if options.missing else None)
        counted = first if first.total or not second.total else second
        notes = list(reading.notes)
        if counted is second and (options.facets or options.histogram):
            notes.append("no dispatch has all the words: facets and timeline count those that have some of them")
        return ResultPage(
            text=text,
            read_as=_read_as(reading.parsed.query, options.match, loose),
            match=options.match,
            filters=tuple(unparse(node) for node in reading.filters),
            anchor=options.anchor(self.identity.anchor),
            index=self.identity,
            total=first.total,
            partial_total=second.total,
            offset=options.offset,
            limit=options.limit,
            hits=tuple(dataclasses.replace(hit, rank=options.offset + i + 1) for i, hit in enumerate(hits)),
            facets=counted.facets,
            histogram=counted.histogram,
            notes=tuple(notes),
            clauses=() if first.total or second.total else self._explain(reading),
            sort=options.sort,
        )

    def get(self, name: str) -> tuple[Dispatch, ...]:
        """The dispatches whose key begins with `name` or whose uri it is, newest first."""
        return self._engine.get(name)

    def stats(self) -> IndexStats:
        """Numbers about the index."""
        facets = tuple(FacetRequest(name, None) for name in _COUNTED)
        counts = self._engine.search(SearchRequest(limit=0, facets=facets)).facets
        with Ledger(self.folder / "ledger.sqlite", must_exist=True) as ledger:
            sources = ledger.sources()
        return IndexStats(
            identity=self.identity,
            path=str(self.folder),
            bytes=sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file()),
            sources=sources,
            first=self._manifest.first,
            last=self._manifest.last,
            by_format=counts["format"],
            by_encoding=counts["encoding"],
            by_agency=counts["agency"],
            by_warning=counts["warning"],
        )

    def _read(self, text: str, options: SearchOptions) -> _Reading:
        anchor = options.anchor(self.identity.anchor)
        filters: list[Query] = []
        notes: list[str] = []
        for chosen, negate in ((options.select, False), (options.reject, True)):
            for name, values in chosen.items():
                listed = (values,) if isinstance(values, str) else values
                node, told = filter_query(name, listed, anchor=anchor, limits=options.limits, negate=negate)
                filters.append(node)
                notes.extend(told)
        if options.since or options.until:
            first = _bound("since", options.since, anchor, notes)
            last = _bound("until", options.until, anchor, notes)
            if first and last and first > last:
                written = f"{options.since}..{options.until}"
                raise BadDate("the range ends before it begins", written, 0, len(written), "--since comes before --until")
            filters.append(DateRange("date", first, last))
        if not text.strip() and (filters or options.facets or options.histogram):
            parsed = parse("*", anchor=anchor)
        else:
            parsed = parse(text, anchor=anchor, limits=options.limits, literal=options.literal)
        notes = [*parsed.notes, *notes]
        dated = any(isinstance(node, DateRange) for query in (parsed.query, *filters) for node in walk(query))
        if dated and self.identity.undated:
            notes.append(_undated_note(self.identity.undated))
        return _Reading(parsed, tuple(filters), tuple(notes))

    def _request(self, query: Query, filters: tuple[Query, ...], options: SearchOptions) -> SearchRequest:
        return SearchRequest(
            query=query,
            filters=filters,
            offset=options.offset,
            limit=options.limit,
            sort=options.sort,
            facets=options.facets,
            histogram=options.histogram,
            snippets=options.snippets,
            context=options.context,
            expansions=options.limits.expansions,
        )

    def _all_then_some(self, query: Query, filters: tuple[Query, ...], options: SearchOptions) -> tuple[EngineAnswer, EngineAnswer]:
        complete = relax(query, None)
        request = self._request(complete, filters, options)
        first = self._engine.search(request)
        if first.total >= PAGE:  # whatever the limit: pages of any size, and counts without one, are parts of one answer
            return first, EngineAnswer(0)
        second = self._engine.search(
            dataclasses.replace(
                request,
                query=relax(query, 1),
                exclude=complete,
                offset=max(0, options.offset - first.total),
                limit=None if options.limit is None else max(0, options.limit - len(first.hits)),
            )
        )
        return first, second

    def _with_missing(self, hits: tuple[Hit, ...], loose: Words | None) -> tuple[Hit, ...]:
        """The hits of the second part, each with those of the `loose` words that it lacks."""
        if not hits or loose is None:
            return tuple(dataclasses.replace(hit, tier="some") for hit in hits)
        shown = Or(tuple(Is("key", hit.dispatch.key) for hit in hits))
        lacking: dict[str, list[str]] = {hit.dispatch.key: [] for hit in hits}
        for item in loose.items:
            answer = self._engine.search(SearchRequest(query=item, filters=(shown,), limit=len(hits), snippets=0))
            found = {hit.dispatch.key for hit in answer.hits}
            for key in lacking.keys() - found:
                lacking[key].append(unparse(item))
        return tuple(dataclasses.replace(hit, tier="some", missing=tuple(lacking[hit.dispatch.key])) for hit in hits)

    def _explain(self, reading: _Reading) -> tuple[ClauseCount, ...]:
        """Why nothing was found: each clause counted alone, the nearest spelling where a word or value is unknown."""
        clauses = [clause for node in (reading.parsed.query, *reading.filters) for clause in _clauses(node)]
        counted = []
        for clause in clauses:
            count = self._engine.search(SearchRequest(query=clause, limit=0)).total
            nearest = None if count else self._nearest(clause)
            counted.append(ClauseCount(unparse(clause), count, *(nearest or (None, 0))))
        return tuple(counted)

    def _nearest(self, clause: Query) -> tuple[str, int] | None:
        match clause:
            case Term(text=word) | Prefix(text=word) | Fuzzy(text=word):
                return self._engine.suggest("", word)
            case Is(name, value):
                return self._engine.suggest(name, value)
            case _:
                return None


def _bound(name: str, text: str | date | None, anchor: date | None, notes: list[str]) -> date | None:
    """The day that since or until stands for, with a note if it counts from the anchor. Raises BadDate that names the option."""
    if not isinstance(text, str) or not text:
        return text or None
    try:
        first, last = date_bounds(text, anchor)
    except BadDate as error:
        raise BadDate(f"--{name}: {error.message}", error.text, error.start, error.end, error.hint) from None
    day = first if name == "since" else last
    if is_relative(text):
        notes.append(f'--{name} "{text}" = {day} (counted from {anchor})')
    return day


def _pointed(error: TooManyWords, parsed: ParsedQuery) -> QuerySyntaxError:
    """The error at its place in the query."""
    inexact = (node for node in walk(parsed.query) if isinstance(node, Prefix | Wildcard | Fuzzy))
    span = next((node.span for node in inexact if node.written == error.word), (0, len(parsed.text)))
    return QuerySyntaxError(error.message, parsed.text, *span, error.hint)


def _undated_note(undated: int) -> str:
    subject = "1 dispatch has" if undated == 1 else f"{undated:,} dispatches have"
    return f"{subject} no date: a date filter leaves them out, date:none finds them"


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


def _read_as(query: Query, match: Match, loose: Words | None) -> str:
    text = unparse(query)
    if loose is None or len(loose.items) < 2:
        return text
    return f"{text} ({_POLICY[match]} of the words)"
