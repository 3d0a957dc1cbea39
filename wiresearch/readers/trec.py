"""TREC, CLEF and AQUAINT collections of newspapers and wires: AP, Financial Times, Los Angeles Times, Wall Street Journal, EFE ...

All are DOC elements with a DOCNO, or DOCID; every source has tags of its own, and the same rules read them all. What only
one source has is in `trec_sources`. The number of a document says who wrote it, and the day where no element does.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, RawDocument, WireTime, WireWarning, made
from wiresearch.readers import sgml, trec_sources, webtimes
from wiresearch.readers.bodies import blocks, lines_of
from wiresearch.readers.docno import Identified, identified, language
from wiresearch.readers.heading import is_ednote
from wiresearch.readers.paragraphs import Body, body, without_signoff
from wiresearch.readers.stamps import filed, stamp, within
from wiresearch.turns import Turns

NAME = "trec-sgml"
VERSION = 2
RECOGNISES = "the first element is DOC without an id"

_NAMES = frozenset(
    {"DOCNO", "DOCID", "FILEID", "TRAILER", "DATE_TIME", "DATETIME", "DATE", "DATE1", "DD", "PUBDATE", "TIME"}
    | {
        "HEADLINE",
        "HEAD",
        "HL",
        "TITLE",
        "TI",
        "DATELINE",
        "BYLINE",
        "AUTHOR",
        "LP",
        "LEADPARA",
        "LD",
        "TEXT",
        "TX",
        "LENGTH",
        "WORD.CT",
        "NOTE",
        "CORRECTION",
    }
    | {"EDITION", "SECTION", "CATEGORY", "PAGE", "PUB", "SO", "SOURCE", "TYPE", "SUBJECT", "LANGUAGE", "SUMMARY", "JOURNAL"}
    | trec_sources.NAMES
)
_EDITION = re.compile(r"[^,]{1,40}\bEdition\b")
_BY = re.compile(r"by\s+", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_HAS_ID = re.compile(rb"\sid\s*=", re.IGNORECASE)


def sniff(raw: RawDocument) -> float:
    """1 if the first element is DOC; one with an id is of the LDC, another format."""
    tag = sgml.document(raw.head)
    return 1.0 if tag and not _HAS_ID.search(tag) else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """Each DOC element as a dispatch. Raises ReadError."""
    return sgml.dispatches(raw, "DOC", limits, _dispatch)


def _dispatch(raw: RawDocument, record: sgml.Record) -> Turns[Dispatch]:
    text, provenance = sgml.decoded(raw, record, NAME, VERSION)
    if text.startswith("<doc"):
        text = sgml.in_capitals(text)
    if "<BODY>" in text:
        text = trec_sources.aquaint(text)
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    yield
    elements = sgml.Elements(text, _NAMES)
    yield
    uri = elements.text("DOCNO", "DOCID")
    known = identified(uri)
    dateline = elements.text("DATELINE")
    byline = elements.text("BYLINE", "AUTHOR")
    length = re.match(r"\d{1,6}", elements.text("LENGTH", "WORD.CT"))
    correction = elements.text("CORRECTION")
    heads = [sgml.on_one_line(head) for head in elements.all("HEADLINE", "HEAD", "HL", "TITLE", "TI")]
    heads = [head for head in dict.fromkeys(heads) if head] or [""]
    notes = [head for head in heads if is_ednote(head)]
    heads = [head for head in heads if head not in notes] or [""]
    facts: dict[str, Any] = {
        "uri": uri,
        "versioncreated": _time(elements, known),
        "headline": heads[0],
        "headlines": tuple(heads[1:]),
        "agency": known.agency,
        "language": known.language or language(elements.text("LANGUAGE")),
        "provider": elements.text("PUB", "SO", "SOURCE") or None,
        "service": _services(elements),
        "dateline": made(Dateline, text=dateline) if dateline else None,
        "byline": byline or None,
        "authors": _authors(byline),
        "ednote": " ".join(notes) or elements.text("NOTE") or correction or None,
        "abstract": (elements.text("SUMMARY") if text.find("<SUMMARY") < text.find("<TEXT") else "") or None,
        "version_label": "corrected" if correction else None,
        "genre": tuple(filter(None, [elements.text("TYPE")])),
        "keywords": tuple(filter(None, (word.strip() for word in elements.text("SUBJECT").split(";")))),
        "wordcount_declared": int(length.group()) if length else None,
    }
    yield
    facts |= trec_sources.own(known.agency, facts, elements, text)
    set_out, facts["signoff"] = _body(known.agency, "\n\n".join(elements.all("LP", "LEADPARA", "LD", "TEXT", "TX")))
    yield
    if set_out.is_table:
        facts["body_format"] = facts["kind"] = "table"
    if not (set_out.paragraphs or facts["headline"] or correction):
        warning = WireWarning("empty-item", "neither headline nor text")
        provenance = dataclasses.replace(provenance, warnings=(*provenance.warnings, warning))
    return made(Dispatch, provenance=provenance, paragraphs=set_out.paragraphs, **facts)


def _body(agency: str | None, text: str) -> tuple[Body, str | None]:
    """The paragraphs and the sign-off."""
    if "Article Type:" in text[:400]:
        text = trec_sources.PREAMBLE.sub("", text, count=1)
    if "<P" in text:
        return blocks(trec_sources.ANNOTATION.sub("", text)), None
    lines, signoff = (trec_sources.without_end_of_efe if agency == "EFE" else without_signoff)(lines_of(text))
    return body(lines), signoff


def _time(elements: sgml.Elements, known: Identified) -> WireTime | None:
    """FILEID and TRAILER have the minute and the zone, DATE_TIME a second, DATE and its like a day, TIME of EFE the minute."""
    return (
        filed(elements.text("FILEID"))
        or filed(elements.text("TRAILER"))
        or stamp(elements.text("DATE_TIME", "DATETIME"))
        or stamp(elements.text("DATE", "DD", "PUBDATE"), elements.text("TIME"))
        or webtimes.time(elements.text("DATE1"))
        or within(elements.text("JOURNAL"))
        or (WireTime(known.day, "day") if known.day else None)
    )


def _services(elements: sgml.Elements) -> tuple[str, ...]:
    """Edition, section, page and category."""
    edition = _EDITION.search(elements.text("DATE"))
    parts = [edition.group().strip() if edition else "", *(elements.text(tag) for tag in ("EDITION", "SECTION", "CATEGORY", "PAGE"))]
    return tuple(dict.fromkeys(filter(None, parts)))


def _authors(byline: str) -> tuple[str, ...]:
    names = _BY.sub("", byline.partition(",")[0], count=1)
    return tuple(name.strip() for name in names.split(" and ") if name.strip())
