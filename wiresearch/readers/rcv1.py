"""Reuters Corpus, Volume 1 (RCV1) and 2: one `newsitem` for each dispatch of 1996 and 1997."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Entity, RawDocument, Subject
from wiresearch.readers import blocks, iptc, markup
from wiresearch.readers.markup import Element
from wiresearch.readers.paragraphs import Body, body
from wiresearch.readers.story import merged, story

NAME = "rcv1-xml"
VERSION = 1
RECOGNISES = "the first element is newsitem"

_COUNTRY = re.compile(r"[^:a-z]{2,60}:\s+(?=\S)")
_FULL_STOP = re.compile(r"(?<=[^\W\d_.]{2})\.$|(?<=\d)\.$")
_SCHEMES = {"topics": "rcv1-topic", "industries": "rcv1-industry"}


def sniff(raw: RawDocument) -> float:
    """1 if the first element is newsitem, else 0."""
    return 1.0 if markup.root(raw.head) == "newsitem" else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each newsitem element as a dispatch. Raises ReadError."""
    for document in markup.documents(raw, limits, NAME, VERSION, ("newsitem",)):
        yield Dispatch(document.provenance, **fields(document.root))


def fields(item: Element) -> dict[str, Any]:
    """The fields of a dispatch that a `newsitem` holds."""
    dateline = blocks.line(item.find("dateline"))
    dublin = {
        element.get("element", "").lower(): element.get("value", "").strip()
        for element in item.iterfind(".//metadata/dc")
        if element.get("value")
    }
    title = blocks.line(item.find("title"))
    headline = blocks.line(item.find("headline")) or _COUNTRY.sub("", title, count=1)
    cleaned = _FULL_STOP.sub("", headline)
    subjects, entities = _codes(item)
    declared = {
        "uri": item.get("itemid", "").strip(),
        "versioncreated": iptc.time(item.get("date")) or iptc.time(dublin.get("dc.date.published") or dublin.get("dc.date.created")),
        "headline": cleaned,
        "headline_raw": headline if cleaned != headline else None,
        "agency": "RTRS",
        "provider": dublin.get("dc.publisher") or None,
        "located": dublin.get("dc.creator.location") or None,
        "language": iptc.language(item.get(markup.LANG)),
        "copyrightnotice": blocks.line(item.find("copyright")) or None,
        "subject": subjects,
        "entities": entities,
        **iptc.byline(blocks.line(item.find("byline"))),
    }
    return merged(declared, story(_text(item.find("text")), Dateline(dateline) if dateline else None, cleaned))


def _text(element: Element | None) -> Body:
    """The paragraphs; of a table each row is one, set in columns by blanks."""
    rows: list[str] = []
    for paragraph in () if element is None else element.iterfind("p"):
        row = (paragraph.text or "").rstrip()
        rows += [row] if "  " in row.strip() else ["", row, ""]
    typed = body(rows)
    return typed if typed.is_table else blocks.body(element)


def _codes(item: Element) -> tuple[tuple[Subject, ...], tuple[Entity, ...]]:
    """Topics and industries; and countries, whose codes are the corpus' own and no ISO."""
    subjects, entities = [], []
    for codes in item.iterfind(".//metadata/codes"):
        kind = codes.get("class", "").removeprefix("bip:").partition(":")[0]
        for element in codes.iterfind("code"):
            code = element.get("code", "").strip()
            if code and kind == "countries":
                entities.append(Entity("place", code, (code,), origin="feed", rule="bip:countries"))
            elif code:
                subjects.append(Subject(code, _SCHEMES.get(kind, kind)))
    return tuple(dict.fromkeys(subjects)), tuple(dict.fromkeys(entities))
