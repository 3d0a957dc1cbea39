"""Newswire as the Linguistic Data Consortium publishes it: Gigaword (AFP, AP, Xinhua, New York Times ...) and the newswire of its
evaluations. What the document is, it says in its `id`; `type` is story, multi, advis or other.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from wiresearch import datelines
from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, RawDocument, WireTime, WireWarning
from wiresearch.errors import MalformedDispatch
from wiresearch.readers import sgml
from wiresearch.readers.bodies import blocks
from wiresearch.readers.docno import identified
from wiresearch.readers.stamps import stamp

NAME = "gigaword-sgml"
VERSION = 1
RECOGNISES = "the first element is DOC with an id"

_NAMES = frozenset({"AUTHOR", "BYLINE", "DATE", "DATELINE", "DATETIME", "DATE_TIME", "HEADLINE", "TEXT"})
_ID = re.compile(r"""\sID\s*=\s*(?:"([^"<>]{1,200})"|'([^'<>]{1,200})'|([^\s"'<>]{1,200}))""", re.IGNORECASE)
_TYPE = re.compile(r"""\sTYPE\s*=\s*["']?([A-Za-z]{1,20})""", re.IGNORECASE)
_SLUG = re.compile(r"\s*\((?P<slug>[A-Z]{2}-[^()]{1,80})\)\s*$")
_BY = re.compile(r"by\s+", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY|by)\s+(?P<names>[^\W\d_a-z][^.!?]{1,78})")
_END = re.compile(r"(?<=[.!?\"”»])\s+(?P<word>Fin|FIN|Fim|Enditem)\.?$")
_ABOVE_THE_DATELINE = 4
_LONGEST_HEADLINE = 200


def sniff(raw: RawDocument) -> float:
    """1 if the first element is DOC with an id, else 0."""
    tag = sgml.document(raw.head)
    return 1.0 if _ID.search(tag.decode("ascii", "replace")) else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each DOC element as a dispatch, of every type. Raises ReadError."""
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
    tag, _, text = text.partition(">")
    uri = next(filter(None, found.groups()), "") if (found := _ID.search(tag)) else ""
    known = identified(uri)
    kind = found[1].lower() if (found := _TYPE.search(tag)) else None
    elements = sgml.Elements(text, _NAMES)
    byline = elements.text("AUTHOR", "BYLINE")
    dispatch = Dispatch(
        provenance,
        uri=uri,
        versioncreated=stamp(elements.text("DATE_TIME", "DATETIME", "DATE")) or (WireTime(known.day, "day") if known.day else None),
        headline=elements.text("HEADLINE"),
        agency=known.agency,
        language=known.language,
        byline=byline or None,
        authors=tuple(filter(None, map(str.strip, re.split(r" and |,", _BY.sub("", byline))))),
        genre=(kind,) if kind else (),
        kind="advisory" if kind == "advis" else "story",
    )
    return _with_body(_with_dateline(dispatch, elements.text("DATELINE")), "\n".join(elements.all("TEXT")))


def _with_dateline(dispatch: Dispatch, text: str) -> Dispatch:
    """`MIAMI (BC-FBC-MIAMI-COSTA-TEX)` of the New York Times: what stands in parentheses is the slug."""
    found = _SLUG.search(text)
    if found:
        text = text[: found.start()]
    return dataclasses.replace(
        dispatch, dateline=Dateline(text) if text else None, slugline_raw=found["slug"].strip() if found else dispatch.slugline_raw
    )


def _with_body(dispatch: Dispatch, text: str) -> Dispatch:
    """The paragraphs without the headline that some repeat above them, and without what else stands above the dateline."""
    set_out = blocks(text)
    paragraphs = list(set_out.paragraphs)
    while paragraphs and dispatch.headline and _same(paragraphs[0], dispatch.headline):
        del paragraphs[0]
    dispatch, paragraphs = _with_lines_above(dispatch, paragraphs)
    if paragraphs and (found := _END.search(paragraphs[-1], max(0, len(paragraphs[-1]) - 20))):
        paragraphs[-1] = paragraphs[-1][: found.start()]
        dispatch = dataclasses.replace(dispatch, signoff=found["word"])
    if set_out.is_table:
        dispatch = dataclasses.replace(dispatch, body_format="table", kind="table" if dispatch.kind == "story" else dispatch.kind)
    dispatch = dataclasses.replace(dispatch, paragraphs=tuple(paragraphs))
    if paragraphs or dispatch.headline:
        return dispatch
    warning = WireWarning("empty-item", "neither headline nor text")
    return dataclasses.replace(
        dispatch, provenance=dataclasses.replace(dispatch.provenance, warnings=(*dispatch.provenance.warnings, warning))
    )


def _with_lines_above(dispatch: Dispatch, paragraphs: list[str]) -> tuple[Dispatch, list[str]]:
    """Byline and headline, where short paragraphs stand above one with a dateline, or above a text whose dateline has a tag."""
    if dispatch.dateline:
        start = 1 if paragraphs and _BYLINE.fullmatch(paragraphs[0]) else 0
    else:
        start = next((k for k, text in enumerate(paragraphs[:_ABOVE_THE_DATELINE]) if datelines.match(text)), 0)
    above = paragraphs[:start]
    if any(len(text) > _LONGEST_HEADLINE for text in above):
        return dispatch, paragraphs
    for text in above:
        if not dispatch.byline and (found := _BYLINE.fullmatch(text)):
            dispatch = dataclasses.replace(dispatch, byline=text, authors=tuple(found["names"].partition(",")[0].split(" and ")))
        elif not dispatch.headline:
            dispatch = dataclasses.replace(dispatch, headline=text, headline_derived=True)
        else:
            dispatch = dataclasses.replace(dispatch, headlines=(*dispatch.headlines, text))
    return dispatch, paragraphs[start:]


def _same(paragraph: str, headline: str) -> bool:
    return len(paragraph) <= 2 * len(headline) and " ".join(paragraph.split()).casefold() == headline.casefold()
