"""Newswire of the Linguistic Data Consortium: Gigaword (AFP, AP, Xinhua, New York Times ...) and what its evaluations use.

The `id` of a document says who wrote it, in which language and on which day; `type` is story, multi, advis or other. Some
repeat the headline above the text; what stands in parentheses in a dateline of the New York Times is the slug.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from wiresearch import datelines
from wiresearch.agencies import is_signoff
from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, RawDocument, WireTime, WireWarning, made
from wiresearch.readers import iptc, sgml
from wiresearch.readers.bodies import blocks
from wiresearch.readers.docno import identified
from wiresearch.readers.stamps import stamp
from wiresearch.readers.story import without_place
from wiresearch.readers.trailers import is_rights
from wiresearch.turns import Turns

NAME = "gigaword-sgml"
VERSION = 1
RECOGNISES = "the first element is DOC with an id"

_NAMES = frozenset({"AUTHOR", "BYLINE", "DATE", "DATELINE", "DATETIME", "DATE_TIME", "HEADLINE", "TEXT"})
_ID = re.compile(r"""\sID\s*=\s*(?:"([^"<>]{1,200})"|'([^'<>]{1,200})'|([^\s"'<>]{1,200}))""", re.IGNORECASE)
_TYPE = re.compile(r"""\sTYPE\s*=\s*["']?([A-Za-z]{1,20})""", re.IGNORECASE)
_SLUG = re.compile(r"\s*\((?P<slug>[A-Z]{2}-[^()]{1,80})\)\s*$")
_TIMED = re.compile(r"\s(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC)$")
_FOR_USE = re.compile(r"\((?:For use by|Attn|ATTN|EDITORS?|Eds)\b.{1,300}\)")
_LEADING_DASH = re.compile(r"^(?:--?|[_–—])\s+(?=\S)")
_BY = re.compile(r"by\s+", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY|by)\s+(?P<names>[^\W\d_a-z][^.!?]{1,78})")
_END = re.compile(r"(?<=[.!?\"”»])\s+(?P<word>Fin|FIN|Fim|Enditem)\.?$")
_SIGNED = re.compile(r"\((?:By|by) (?P<names>[^\W\d_a-z][^()!?]{1,78})\)")
"""The byline of the Central News Agency, below the text."""
_TRIM = re.compile(r"\(?(?:STORY CAN END HERE|OPTIONAL (?:CUT|MATERIAL)|(?:BEGIN |END )?OPTIONAL TRIM)\b[^a-z]{0,60}|nn")
"""Where an editor may cut a text of the New York Times."""
_ABOVE_THE_DATELINE = 4
_LONGEST_HEADLINE = 200


def sniff(raw: RawDocument) -> float:
    """1 if the first element is DOC with an id, else 0."""
    tag = sgml.document(raw.head)
    return 1.0 if tag and _ID.search(tag.decode("ascii", "replace")) else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """Each DOC element as a dispatch, of every type. Raises ReadError."""
    return sgml.dispatches(raw, "DOC", limits, _dispatch)


def _dispatch(raw: RawDocument, record: sgml.Record) -> Turns[Dispatch]:
    text, provenance = sgml.decoded(raw, record, NAME, VERSION)
    if text.startswith("<doc"):
        text = sgml.in_capitals(text)
    yield
    tag, _, text = text.partition(">")
    uri = next(filter(None, found.groups()), "") if (found := _ID.search(tag)) else ""
    known = identified(uri)
    kind = found[1].lower() if (found := _TYPE.search(tag)) else None
    elements = sgml.Elements(text, _NAMES)
    yield
    byline = elements.text("AUTHOR", "BYLINE")
    facts: dict[str, Any] = {
        "uri": uri,
        "versioncreated": stamp(elements.text("DATE_TIME", "DATETIME", "DATE")) or (WireTime(known.day, "day") if known.day else None),
        "headline": elements.text("HEADLINE"),
        "agency": known.agency,
        "language": known.language,
        "byline": byline or None,
        "authors": tuple(filter(None, map(str.strip, re.split(r" and |,", _BY.sub("", byline))))),
        "genre": (kind,) if kind else (),
        "kind": "advisory" if kind == "advis" else "story",
    }
    facts |= _dateline(elements.text("DATELINE"))
    yield
    set_out = blocks("\n".join(elements.all("TEXT")))
    yield
    paragraphs = _text(list(set_out.paragraphs), facts)
    yield
    if set_out.is_table:
        facts["body_format"] = "table"
        facts["kind"] = "table" if facts["kind"] == "story" else facts["kind"]
    if not paragraphs and not facts["headline"]:
        warning = WireWarning("empty-item", "neither headline nor text")
        provenance = dataclasses.replace(provenance, warnings=(*provenance.warnings, warning))
    return made(Dispatch, provenance=provenance, paragraphs=tuple(paragraphs), **facts)


def _dateline(text: str) -> dict[str, Any]:
    """Dateline and slug, and the time behind a dateline of AP, `TEHRAN, Iran 2008-07-14 10:00:00 UTC`.

    `MIAMI (BC-FBC-MIAMI-COSTA-TEX)` of the New York Times: what stands in parentheses is the slug.
    """
    if found := _SLUG.search(text):
        text = text[: found.start()]
    timed = _TIMED.search(text)
    if timed:
        text = text[: timed.start()]
    return {
        "dateline": made(Dateline, text=text) if text else None,
        "slugline_raw": found["slug"].strip() if found else None,
        **({"versioncreated": time} if timed and (time := iptc.time(timed["time"])) else {}),
    }


def _text(paragraphs: list[str], facts: dict[str, Any]) -> list[str]:
    """The paragraphs without the headline that some repeat above them, and without headline, byline and sign-off, which go to `facts`.

    Short paragraphs above one with a dateline are headline and byline; above a text whose dateline has a tag, a byline is.
    """
    while paragraphs and facts["headline"] and _same(paragraphs[0], facts["headline"]):
        del paragraphs[0]
    if facts["dateline"]:
        if paragraphs and paragraphs[0].startswith(facts["dateline"].text) and datelines.match(paragraphs[0]):
            facts["dateline"] = None  # it stands in the text as well: normalise cuts and reads it
        start = _above(paragraphs)
    else:
        start = next((k for k, text in enumerate(paragraphs[:_ABOVE_THE_DATELINE]) if datelines.match(text)), 0)
    if all(len(text) <= _LONGEST_HEADLINE for text in paragraphs[:start]):
        _take(paragraphs[:start], facts)
        del paragraphs[:start]
    if paragraphs and facts["dateline"]:
        paragraphs[0] = _LEADING_DASH.sub("", without_place(facts["dateline"].text, paragraphs[0]), count=1)
    if paragraphs and (found := _END.search(paragraphs[-1], max(0, len(paragraphs[-1]) - 20))):
        paragraphs[-1] = paragraphs[-1][: found.start()]
        facts["signoff"] = found["word"]
    return _without_signature([text for text in paragraphs if not _TRIM.fullmatch(text)] or paragraphs, facts)


def _take(above: list[str], facts: dict[str, Any]) -> None:
    """Put what stands above a text into `facts`."""
    for text in above:
        if not facts["byline"] and (found := _BYLINE.fullmatch(text.rstrip(" ="))):
            facts["byline"], facts["authors"] = found.group(), tuple(found["names"].partition(",")[0].split(" and "))
        elif is_rights(text):
            facts["copyrightnotice"] = text
        elif _FOR_USE.fullmatch(text):
            facts["ednote"] = text
        elif not facts["headline"]:
            facts["headline"], facts["headline_derived"] = text, True
        else:
            facts["headlines"] = (*facts.get("headlines", ()), text)


def _above(paragraphs: list[str]) -> int:
    """How many paragraphs above a text whose dateline has a tag are a byline, whose the text is, or a note."""
    for k, text in enumerate(paragraphs[:_ABOVE_THE_DATELINE]):
        if not (_BYLINE.fullmatch(text.rstrip(" =")) or is_rights(text) or _FOR_USE.fullmatch(text)):
            return k
    return 0


def _without_signature(paragraphs: list[str], facts: dict[str, Any]) -> list[str]:
    """The paragraphs without the byline in parentheses below them, over a sign-off: `(By Jane Lu)`, `Enditem/J`."""
    end = len(paragraphs) - (len(paragraphs) > 1 and is_signoff(paragraphs[-1]))
    if end > 1 and (found := _SIGNED.fullmatch(paragraphs[end - 1])):
        facts["byline"], facts["authors"] = found.group().strip("()"), tuple(re.split(r" and |, ", found["names"]))
        facts["signoff"] = " ".join(filter(None, [*paragraphs[end:], facts.get("signoff")]))
        del paragraphs[end - 1 :]
    return paragraphs


def _same(paragraph: str, headline: str) -> bool:
    return len(paragraph) <= 2 * len(headline) and " ".join(paragraph.split()).casefold() == headline.casefold()
