"""TREC, CLEF and AQUAINT collections of newspapers and wires: AP, Financial Times, Los Angeles Times, Wall Street Journal, EFE ...

All are DOC elements with a DOCNO; every source has tags of its own, and the same rules read them all. What only one source
has is in `trec_sources`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, RawDocument, WireTime, WireWarning
from wiresearch.errors import MalformedDispatch
from wiresearch.readers import sgml, trec_sources
from wiresearch.readers.bodies import blocks, lines_of
from wiresearch.readers.docno import Identified, identified
from wiresearch.readers.paragraphs import body, without_signoff
from wiresearch.readers.stamps import filed, stamp

NAME = "trec-sgml"
VERSION = 2
RECOGNISES = "the first element is DOC without an id"

_EDITION = re.compile(r"[^,]{1,40}\bEdition\b")
_BY = re.compile(r"by\s+", re.IGNORECASE)
_HAS_ID = re.compile(rb"\sid\s*=", re.IGNORECASE)


def sniff(raw: RawDocument) -> float:
    """1 if the first element is DOC; one with an id is of the LDC, another format."""
    tag = sgml.document(raw.head)
    return 1.0 if tag and not _HAS_ID.search(tag) else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each DOC element as a dispatch. Raises ReadError."""
    found = False
    with raw.open() as stream:
        for record in sgml.records(stream, "DOC", limits.dispatch_bytes, raw.source):
            found = True
            yield _dispatch(raw, record)
    if not found:
        raise MalformedDispatch(f"{raw.source}: there is no DOC element")


def _dispatch(raw: RawDocument, record: sgml.Record) -> Dispatch:
    text, provenance = sgml.decoded(raw, record, NAME, VERSION)
    if text.startswith("<doc"):
        text = sgml.in_capitals(text)
    if "<BODY>" in text:
        text = trec_sources.aquaint(text)
    uri = sgml.held(text, "DOCNO", "DOCID")
    known = identified(uri)
    dateline = sgml.held(text, "DATELINE")
    byline = sgml.held(text, "BYLINE", "AUTHOR")
    length = re.match(r"\d{1,6}", sgml.held(text, "LENGTH", "WORD.CT"))
    correction = sgml.held(text, "CORRECTION")
    heads = [sgml.on_one_line(head) for tag in ("HEADLINE", "HEAD", "HL", "TITLE") for head in sgml.contents(text, tag)]
    heads = [head for head in dict.fromkeys(heads) if head] or [""]
    dispatch = Dispatch(
        provenance,
        uri=uri,
        versioncreated=_time(text, known),
        headline=heads[0],
        headlines=tuple(heads[1:]),
        agency=known.agency,
        language=known.language,
        provider=sgml.held(text, "PUB", "SO", "SOURCE") or None,
        service=_services(text),
        dateline=Dateline(dateline) if dateline else None,
        byline=byline or None,
        authors=_authors(byline),
        ednote=sgml.held(text, "NOTE") or correction or None,
        version_label="corrected" if correction else None,
        genre=tuple(filter(None, [sgml.held(text, "TYPE")])),
        keywords=tuple(filter(None, (word.strip() for word in sgml.held(text, "SUBJECT").split(";")))),
        wordcount_declared=int(length.group()) if length else None,
    )
    text_of_body = "\n".join(held for tag in ("LP", "LEADPARA", "TEXT") for held in sgml.contents(text, tag))
    match dispatch.agency:
        case "EFE":
            dispatch, lines = trec_sources.efe(dispatch, text, lines_of(text_of_body))
            set_out = body(lines)
        case _ if "<P" in text_of_body:
            dispatch = trec_sources.of(dispatch, text)
            set_out = blocks(trec_sources.ANNOTATION.sub("", text_of_body))
        case _:
            dispatch = trec_sources.of(dispatch, text)
            lines, signoff = without_signoff(lines_of(text_of_body))
            dispatch = dataclasses.replace(dispatch, signoff=signoff)
            set_out = body(lines)
    if set_out.is_table:
        dispatch = dataclasses.replace(dispatch, body_format="table", kind="table")
    dispatch = dataclasses.replace(dispatch, paragraphs=set_out.paragraphs)
    if set_out.paragraphs or dispatch.headline or correction:
        return dispatch
    warnings = (*provenance.warnings, WireWarning("empty-item", "neither headline nor text"))
    return dataclasses.replace(dispatch, provenance=dataclasses.replace(provenance, warnings=warnings))


def _time(text: str, known: Identified) -> WireTime | None:
    """FILEID and TRAILER have the minute and the zone, DATE_TIME a second, DATE and its like a day, TIME of EFE the minute."""
    return (
        filed(sgml.held(text, "FILEID"))
        or filed(sgml.held(text, "TRAILER"))
        or stamp(sgml.held(text, "DATE_TIME", "DATETIME"))
        or stamp(sgml.held(text, "DATE", "DD", "PUBDATE"), sgml.held(text, "TIME"))
        or (WireTime(known.day, "day") if known.day else None)
    )


def _services(text: str) -> tuple[str, ...]:
    """Edition, section, page and category."""
    edition = _EDITION.search(sgml.held(text, "DATE"))
    parts = [edition.group().strip() if edition else "", *(sgml.held(text, tag) for tag in ("EDITION", "SECTION", "CATEGORY", "PAGE"))]
    return tuple(dict.fromkeys(filter(None, parts)))


def _authors(byline: str) -> tuple[str, ...]:
    names = _BY.sub("", byline.partition(",")[0], count=1)
    return tuple(name.strip() for name in names.split(" and ") if name.strip())
