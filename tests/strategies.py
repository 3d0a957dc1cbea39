"""Random dispatches and queries over one small vocabulary, so that queries find something.

`dispatches()` gives one dispatch, `archives()` several with distinct keys. `queries()` gives any tree, `spoken_queries()`
only trees that a person can type (what `parse` returns).
"""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from wiresearch.dispatch import Dateline, Dispatch, Entity, Provenance, Subject, WireTime
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
    Words,
)
from wiresearch.words import fold_value, tokenise

PRINTED = (
    *("talks", "talk", "Talking", "nuclear", "weapons", "weapon", "Korea", "BEIJING", "c-130", "U.S.", "São", "Paulo", "Kim's", "Kim"),
    *("inspectors", "inspection", "the", "of", "agencies", "agency", "six-party", "ship", "shipping", "13", "F-16s", "C130", "AT&T"),
)
FORMS = tuple(dict.fromkeys(form for word in PRINTED for form in tokenise(word)))
PREFIXES = ("tal", "talk", "nuc", "weapon", "inspect", "agen", "shi", "kore", "zzz")
PATTERNS = ("talk?", "weap?n", "ins*ion", "insp?ct*", "wea*n*", "age?c*", "shi??*", "kor?a", "tal*s", "nuc??ar", "zzz?")
MISSPELT = ("tlaks", "talk", "nucelar", "wepons", "korae", "beijng", "shpi", "agecny", "paolo", "teh", "fo", "130")
AGENCIES = ("AFP", "AP", "TASS", "XINHUA")
CITIES = ("Paris", "Beijing", "São Paulo", "New York")
COUNTRIES = ("FR", "CN", "BR", "US", "KP")
PEOPLE = ("Kim Jong Il", "Losyukov", "Alexander Losyukov")
ORGANISATIONS = ("IAEA", "UN", "Foreign Ministry")
SLUGS = ("korea-talks", "ship", "us-weapons-inspectors")
SUBJECTS = (Subject("trade", "reuters-topic", "Talks of trade"), Subject("grain", "subj"))
VALUES = {
    "agency": AGENCIES,
    "cites": AGENCIES,
    "dateline_city": CITIES,
    "dateline_country": COUNTRIES,
    "country": COUNTRIES,
    "place": CITIES,
    "person": PEOPLE,
    "organisation": ORGANISATIONS,
    "service": ("WAR.WIRE", "world"),
    "subject": ("trade", "grain"),
    "kind": ("story", "alert"),
    "status": ("current", "killed"),
    "inferred": ("date",),
}
KEYS = ("00aa000000000001", "00aa000000000002", "00bb000000000003", "ff00000000000004")
TEXT_FIELDS = (
    *(LOOSE_FIELDS,) * 3,
    *(text_fields(name) for name in ("headline", "lead", "body", "slugline", "byline", "subject_name", "dateline")),
)
FIRST, LAST = date(2003, 1, 1), date(2004, 12, 31)

_texts = st.lists(st.sampled_from(PRINTED), min_size=1, max_size=8).map(" ".join)
_forms = st.sampled_from(FORMS)
_days = st.dates(FIRST, LAST)
_many = {"max_size": 2, "unique": True}


def _times() -> st.SearchStrategy[WireTime]:
    return st.builds(
        lambda day, precision, inferred: WireTime(datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC), precision, inferred=inferred),
        _days,
        st.sampled_from(("s", "min", "day", "month", "year")),
        st.sampled_from((None, None, "path")),
    )


def _datelines() -> st.SearchStrategy[Dateline]:
    return st.builds(
        lambda city, country: Dateline(text=f"{city.upper()}, Aug 13", place=city.upper(), city=city, country=country),
        st.sampled_from(CITIES),
        st.sampled_from((*COUNTRIES, None)),
    )


def _entities() -> st.SearchStrategy[tuple[Entity, ...]]:
    kinds = {"place": CITIES, "person": PEOPLE, "organisation": ORGANISATIONS}
    one = st.sampled_from([Entity(kind, name) for kind, names in kinds.items() for name in names])
    return st.lists(one, max_size=3, unique=True).map(tuple)


def dispatches() -> st.SearchStrategy[Dispatch]:
    """One dispatch with any of its parts missing; its key is one of KEYS."""
    return st.builds(
        Dispatch,
        provenance=st.sampled_from(("seed", "trec")).map(lambda name: Provenance("wire.txt", 0, 100, "0" * 64, name, "utf-8")),
        key=st.sampled_from(KEYS),
        uri=st.sampled_from(("urn:newsml:Kim:1", "urn:newsml:talks:2")),
        chain=st.sampled_from(("", "korea-talks")),
        versioncreated=st.none() | _times(),
        headline=st.just("") | _texts,
        headlines=st.lists(_texts, max_size=1).map(tuple),
        slugline=st.none() | st.sampled_from(SLUGS),
        byline=st.none() | _texts,
        service=st.lists(st.sampled_from(VALUES["service"]), **_many).map(tuple),
        dateline=st.none() | _datelines(),
        agency=st.none() | st.sampled_from(AGENCIES),
        cited_agencies=st.lists(st.sampled_from(AGENCIES), **_many).map(tuple),
        paragraphs=st.lists(_texts, max_size=4).map(tuple),
        urgency=st.none() | st.integers(0, 9),
        wordcount=st.integers(0, 40),
        status=st.sampled_from(VALUES["status"]),
        kind=st.sampled_from(VALUES["kind"]),
        subject=st.lists(st.sampled_from(SUBJECTS), **_many).map(tuple),
        entities=_entities(),
        countries=st.lists(st.sampled_from(COUNTRIES), **_many).map(tuple),
    )


def archives(max_size: int = 8) -> st.SearchStrategy[tuple[Dispatch, ...]]:
    """Up to `max_size` dispatches, each with a key of its own."""

    def keyed(found: list[Dispatch]) -> tuple[Dispatch, ...]:
        keys = [*KEYS, *(hashlib.sha256(bytes([n])).hexdigest()[:16] for n in range(len(KEYS), max_size))]
        return tuple(dataclasses.replace(dispatch, key=key) for dispatch, key in zip(found, keys, strict=False))

    return st.lists(dispatches(), min_size=1, max_size=max_size).map(keyed)


def _terms() -> st.SearchStrategy[Query]:
    return st.builds(Term, st.sampled_from(TEXT_FIELDS), _forms, st.booleans())


def _phrases() -> st.SearchStrategy[Query]:
    return st.builds(Phrase, st.sampled_from(TEXT_FIELDS), st.lists(_forms, min_size=2, max_size=3).map(tuple), st.booleans())


def _inexact(fields: tuple[str, ...]) -> st.SearchStrategy[Query]:
    return st.one_of(
        st.sampled_from(PREFIXES).map(lambda text: Prefix(fields, text)),
        st.sampled_from(PATTERNS).map(lambda pattern: Wildcard(fields, pattern)),
        st.builds(lambda text, edits: Fuzzy(fields, text, edits), st.sampled_from(MISSPELT), st.integers(1, 2)),
    )


def _items(fields: tuple[str, ...]) -> st.SearchStrategy[Query]:
    """Words and phrases of one field, in which plain words are frequent."""
    terms = st.builds(lambda text, exact: Term(fields, text, exact), _forms, st.booleans())
    phrases = st.builds(
        lambda texts, exact: Phrase(fields, texts, exact), st.lists(_forms, min_size=2, max_size=3).map(tuple), st.booleans()
    )
    return st.one_of(terms, terms, phrases, _inexact(fields))


def _near(fields: tuple[str, ...]) -> st.SearchStrategy[Query]:
    items = st.lists(_items(fields), min_size=2, max_size=3).map(tuple)
    return items.flatmap(
        lambda words: st.builds(
            lambda distance, ordered: Near(fields, words, distance, ordered), st.integers(len(words) - 1, 9), st.booleans()
        )
    )


def _loose_phrases(fields: tuple[str, ...]) -> st.SearchStrategy[Query]:
    """Windows as `"a b"~5` asks for them."""
    return st.builds(
        lambda texts, exact, others: Near(fields, tuple(Term(fields, text, exact) for text in texts), len(texts) - 1 + others),
        st.lists(_forms, min_size=2, max_size=4),
        st.booleans(),
        st.integers(0, 4),
    )


def _same_para(fields: tuple[str, ...]) -> st.SearchStrategy[Query]:
    items = st.lists(_items(fields) | _loose_phrases(fields), min_size=2, max_size=3).map(tuple)
    return items.map(lambda found: SamePara(fields, found))


def together() -> st.SearchStrategy[Query]:
    """Windows, words of one paragraph and counted words, mostly in the fields that have some text."""
    fields = st.sampled_from((*(LOOSE_FIELDS,) * 6, *(text_fields("body"),) * 6, *TEXT_FIELDS))
    counted = st.builds(AtLeast, fields, _forms, st.integers(1, 3))
    return st.one_of(fields.flatmap(_near), fields.flatmap(_loose_phrases), fields.flatmap(_same_para), counted)


def _keywords() -> st.SearchStrategy[Query]:
    pairs = [(field, fold_value(value)) for field, values in VALUES.items() for value in values]
    exact = [Is(field, value) for field, value in pairs] + [Is("uri", "urn:newsml:Kim:1"), Is("key", KEYS[0]), Is("agency", "nobody")]
    begun = [IsPrefix(field, value[:3]) for field, value in pairs if value[:3].isalnum() and len(value) > 2]
    return st.sampled_from([*exact, *begun, IsPrefix("key", KEYS[0][:4])])


def _ranges(*, both_open: bool) -> st.SearchStrategy[Query]:
    dates = st.tuples(st.none() | _days, st.none() | _days).filter(lambda ends: None in ends or ends[0] <= ends[1])
    counts = st.tuples(st.none() | st.integers(0, 40), st.none() | st.integers(0, 40)).filter(lambda e: None in e or e[0] <= e[1])
    ranges = st.one_of(
        dates.map(lambda ends: DateRange("date", *ends)),
        st.builds(lambda name, ends: NumberRange(name, *ends), st.sampled_from(("urgency", "wordcount")), counts),
    )
    return ranges if both_open else ranges.filter(lambda node: node not in (DateRange("date", None, None), _OPEN_URGENCY, _OPEN_COUNT))


_OPEN_URGENCY, _OPEN_COUNT = NumberRange("urgency", None, None), NumberRange("wordcount", None, None)


def _presence() -> st.SearchStrategy[Query]:
    names = ("headline", "lead", "slugline", "dateline", "agency", "cites", "urgency", "date", "person", "chain")
    return st.just(MatchAll()) | st.sampled_from(names).map(Has)


def _leaves(*, both_open: bool) -> st.SearchStrategy[Query]:
    return st.one_of(
        _terms(),
        _phrases(),
        st.sampled_from(TEXT_FIELDS).flatmap(_inexact),
        together(),
        _keywords(),
        _ranges(both_open=both_open),
        _presence(),
    )


def _grown(leaves: st.SearchStrategy[Query], least: int, *, words: bool) -> st.SearchStrategy[Query]:
    def grow(smaller: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
        items = st.lists(smaller, min_size=least, max_size=3).map(tuple)
        loose = st.lists(smaller, min_size=1, max_size=4).flatmap(lambda found: _words(tuple(found)))
        return st.one_of(items.map(And), items.map(Or), smaller.map(Not), *([loose] if words else []))

    return st.recursive(leaves, grow, max_leaves=8)


def _words(items: tuple[Query, ...]) -> st.SearchStrategy[Query]:
    return st.integers(1, len(items)).map(lambda minimum: Words(items, minimum))


def queries() -> st.SearchStrategy[Query]:
    """Any tree: conjunctions of one item, open ranges, and loose words of any minimum at any depth among them."""
    return _grown(_leaves(both_open=True), 1, words=True)


def spoken_queries() -> st.SearchStrategy[Query]:
    """Trees as `parse` returns them: loose words stand at the top or in the top conjunction, and all are asked for."""
    trees = _grown(_leaves(both_open=False), 2, words=False)
    loose = st.one_of(
        st.builds(Term, st.just(LOOSE_FIELDS), _forms, st.booleans()),
        _inexact(LOOSE_FIELDS),
        st.builds(Phrase, st.just(LOOSE_FIELDS), st.lists(_forms, min_size=2, max_size=3).map(tuple), st.booleans()),
    )
    words = st.lists(loose, min_size=2, max_size=4).map(lambda items: Words(tuple(items), len(items)))
    mixed = st.builds(lambda before, node, after: (*before, node, *after), st.lists(trees, max_size=2), words, st.lists(trees, max_size=2))
    return st.one_of(trees, words, mixed.filter(lambda items: len(items) > 1).map(And))
