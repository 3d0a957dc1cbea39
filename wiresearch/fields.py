"""FIELDS: the one table of what can be searched.

The engines' schemas, the query parser, the facet options of the command line, the report and docs/fields.md are all
made from it. A change of the table is a change of SCHEMA_VERSION.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from wiresearch.dispatch import Dispatch, WireTime

SCHEMA_VERSION = 4

FieldKind = Literal["text", "keyword", "number", "date", "id"]


@dataclass(frozen=True, slots=True)
class Field:
    """One searchable field.

    `values(dispatch)` gives what is indexed: paragraphs of text, keyword values in printed form, whole numbers, or for
    a date field the pair (first day, last day) that the date may mean; empty when the dispatch has none. `aliases` are
    second spellings in queries. `facet` fields can be counted and have `--name` and `--no-name` options.
    """

    name: str
    kind: FieldKind
    help: str
    values: Callable[[Dispatch], tuple[str, ...]] | Callable[[Dispatch], tuple[int, ...]] | Callable[[Dispatch], tuple[date, ...]]
    aliases: tuple[str, ...] = ()
    facet: bool = False


def one(value: str | None) -> tuple[str, ...]:
    """A field of at most one value as a tuple."""
    return (value,) if value else ()


def numbers(value: int | None) -> tuple[int, ...]:
    """A number field of at most one value as a tuple."""
    return () if value is None else (value,)


def names(kind: str) -> Callable[[Dispatch], tuple[str, ...]]:
    """The canonical names of a dispatch's entities of `kind`."""

    def values(dispatch: Dispatch) -> tuple[str, ...]:
        return tuple(dict.fromkeys([entity.name for entity in dispatch.entities if entity.kind == kind and entity.origin != "feed"]))

    return values


def days(time: WireTime | None) -> tuple[date, ...]:
    """First and last day that a time may mean (equal unless only its month or year is known), or nothing."""
    if time is None:
        return ()
    day = time.day
    if time.precision == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if time.precision == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


FIELDS: tuple[Field, ...] = (
    Field("headline", "text", "the headline and secondary headlines", lambda d: (*one(d.headline), *d.headlines), ("title",)),
    Field("lead", "text", "the first paragraph", lambda d: d.paragraphs[:1]),
    Field("body", "text", "all paragraphs, the lead included", lambda d: d.paragraphs[1:]),
    Field("slugline", "text", "the slug without its version words", lambda d: one(d.slugline), ("slug",)),
    Field("byline", "text", "who wrote it, as printed", lambda d: one(d.byline)),
    Field("ednote", "text", "notes to editors", lambda d: one(d.ednote)),
    Field("abstract", "text", "summary supplied with the dispatch", lambda d: one(d.abstract)),
    Field("subject_name", "text", "names of the subject codes", lambda d: tuple(s.name for s in d.subject if s.name)),
    Field("dateline", "text", "the dateline as printed", lambda d: one(d.dateline.text if d.dateline else None)),
    Field("agency", "keyword", "the agency that filed it, never one merely quoted", lambda d: one(d.agency), facet=True),
    Field("cites", "keyword", "agencies quoted in the text", lambda d: d.cited_agencies, facet=True),
    Field("infosource", "keyword", "every agency credited", lambda d: d.infosource, facet=True),
    Field("provider", "keyword", "who sent it", lambda d: one(d.provider), facet=True),
    Field("service", "keyword", "wire service, banner, selector or category", lambda d: d.service, facet=True),
    Field("author", "keyword", "names of the byline", lambda d: d.authors, facet=True),
    Field("keyword", "keyword", "parts of the slug and declared keywords", lambda d: d.keywords, facet=True),
    Field("dateline_city", "keyword", "where it was filed from", lambda d: one(d.dateline.city if d.dateline else None), facet=True),
    Field(
        "dateline_country",
        "keyword",
        "country it was filed from (ISO code or name)",
        lambda d: one(d.dateline.country if d.dateline else None),
        facet=True,
    ),
    Field("country", "keyword", "salient countries of the story (ISO code or name)", lambda d: d.countries, facet=True),
    Field("country_all", "keyword", "every country with any evidence", lambda d: d.countries_all, facet=True),
    Field("place", "keyword", "places named in it", names("place"), ("loc",), facet=True),
    Field("person", "keyword", "people named in it", names("person"), facet=True),
    Field("organisation", "keyword", "organisations named in it", names("organisation"), ("org",), facet=True),
    Field("subject", "keyword", "subject codes", lambda d: tuple(s.code for s in d.subject), facet=True),
    Field("genre", "keyword", "genre as declared", lambda d: d.genre, facet=True),
    Field("kind", "keyword", "story, alert, advisory, table or test", lambda d: (d.kind,), facet=True),
    Field("body_format", "keyword", "text, table or pre", lambda d: (d.body_format,), facet=True),
    Field("language", "keyword", "language as declared", lambda d: one(d.language), ("lang",), facet=True),
    Field("language_detected", "keyword", "language as detected", lambda d: one(d.language_detected), facet=True),
    Field("version", "keyword", "version label: lead, update, corrected ...", lambda d: one(d.version_label), facet=True),
    Field("status", "keyword", "current, superseded, killed or withheld", lambda d: (d.status,), facet=True),
    Field("pubstatus", "keyword", "status as declared", lambda d: (d.pubstatus,), facet=True),
    Field("signal", "keyword", "signals as declared", lambda d: d.signals, facet=True),
    Field("format", "keyword", "wire format it was read from", lambda d: (d.provenance.format,), facet=True),
    Field("encoding", "keyword", "character encoding it was decoded from", lambda d: (d.provenance.encoding,), facet=True),
    Field("warning", "keyword", "damage found while reading", lambda d: _warning_codes(d), facet=True),
    Field("inferred", "keyword", "facts worked out, not read (date)", lambda d: _inferred(d)),
    Field("urgency", "number", "1 (highest) to 9", lambda d: numbers(d.urgency)),
    Field("wordcount", "number", "words of the body", lambda d: numbers(d.wordcount)),
    Field("year", "keyword", "year of its date (2003)", lambda d: _year(d.versioncreated), facet=True),
    Field("month", "keyword", "month of its date (2003-08)", lambda d: _month(d.versioncreated), facet=True),
    Field("date", "date", "day of the dispatch", lambda d: days(d.versioncreated)),
    Field("chain", "id", "one story with all its versions", lambda d: one(d.chain)),
    Field("uri", "id", "one item with all its versions", lambda d: one(d.uri), ("id",)),
    Field("key", "id", "one dispatch", lambda d: one(d.key)),
)


def _year(time: WireTime | None) -> tuple[str, ...]:
    return () if time is None else (_printed(time.day)[0],)


def _month(time: WireTime | None) -> tuple[str, ...]:
    return () if time is None or time.precision == "year" else (_printed(time.day)[1],)


@lru_cache(maxsize=1 << 10)
def _printed(day: date) -> tuple[str, str]:
    """Year and month of a day in ISO 8601; those of neighbours in an archive are mostly the same."""
    text = day.isoformat()
    return text[:4], text[:7]


def _warning_codes(dispatch: Dispatch) -> tuple[str, ...]:
    warnings = dispatch.provenance.warnings
    return tuple(dict.fromkeys([warning.code for warning in warnings])) if warnings else ()


def _inferred(dispatch: Dispatch) -> tuple[str, ...]:
    return ("date",) if dispatch.versioncreated and dispatch.versioncreated.inferred else ()


BY_NAME: dict[str, Field] = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
LOOSE_FIELDS: tuple[str, ...] = ("headline", "lead", "body")
FACETS: tuple[str, ...] = tuple(field.name for field in FIELDS if field.facet)
REPORT_FACETS: tuple[str, ...] = ("agency", "dateline_city", "country", "place", "person", "organisation", "cites")


def text_fields(name: str) -> tuple[str, ...]:
    """The index fields that a query on the text field `name` asks: `body` means the lead too."""
    return ("lead", "body") if name == "body" else (name,)
