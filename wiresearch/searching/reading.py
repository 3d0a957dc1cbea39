"""A query text and the filters of the options, as they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wiresearch.errors import BadDate
from wiresearch.query import DateRange, Query, Words, walk
from wiresearch.queryparser import ParsedQuery, date_bounds, filter_query, is_relative, parse, unparse
from wiresearch.results import IndexIdentity, Match
from wiresearch.searching.options import SearchOptions

_POLICY = {"best": "all, then some", "all": "all", "any": "any"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A query and its filters as they were read, with what is to be told about that."""

    parsed: ParsedQuery
    filters: tuple[Query, ...]
    notes: tuple[str, ...]


def read(text: str, options: SearchOptions, identity: IndexIdentity) -> Reading:
    """The query and the options over an index. Raises QueryError."""
    anchor = options.anchor(identity.anchor)
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
    if dated and identity.undated:
        notes.append(_undated_note(identity.undated))
    return Reading(parsed, tuple(filters), tuple(notes))


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


def _undated_note(undated: int) -> str:
    subject = "1 dispatch has" if undated == 1 else f"{undated:,} dispatches have"
    return f"{subject} no date: a date filter leaves them out, date:none finds them"


def read_as(query: Query, match: Match, loose: Words | None) -> str:
    """The query as it was read, with the policy for its loose words."""
    text = unparse(query)
    if loose is None or len(loose.items) < 2:
        return text
    return f"{text} ({_POLICY[match]} of the words)"
