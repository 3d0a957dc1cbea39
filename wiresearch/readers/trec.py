"""TREC and CLEF collections of newspapers and wires: AP, Financial Times, Los Angeles Times, Wall Street Journal, EFE.

All are DOC elements with a DOCNO; every source has tags of its own, and the same rules read them all.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, RawDocument, WireTime
from wiresearch.errors import MalformedDispatch
from wiresearch.readers import sgml
from wiresearch.readers.paragraphs import body, without_signoff

NAME = "trec-sgml"
VERSION = 1
RECOGNISES = "the first element is DOC without attributes"

_AGENCIES = {"AP": "AP", "FT": "FT", "LA": "LATIMES", "WSJ": "WSJ", "EFE": "EFE"}
_PREFIX = re.compile(r"[A-Z]{2,4}")
_FT_PREFIX = re.compile(r"FT\s+\d\d [A-Z]{3} \d\d\s*/\s*")
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_FILEID = re.compile(r"AP-[A-Z]{2}-(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d)(E[SD]T)")
_DIGITS = re.compile(r"=?\s*(\d\d)?(\d\d)(\d\d)(\d\d)(?!\d)")
_SLASHED = re.compile(r"(\d\d)/(\d\d)/(\d\d)")
_LONG_DATE = re.compile(r"([A-Za-z]{3,9}) (\d\d?), (\d{4})")
_CLOCK = re.compile(r"(\d\d)[.:](\d\d)")
_EDITION = re.compile(r"[^,]{1,40}\bEdition\b")
_HEADER = re.compile(r"(?P<priority>[a-z]) (?P<category>[a-z]) (?P<slug>\S+) +\d\d-\d\d(?: (?P<words>\d{1,5}))?")
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_EFE_URGENCY = {"U": 3, "R": 5}
_EFE_END = re.compile(r"(?<=[.\"»)])EFE$")
_EFE_INITIALS = re.compile(r"[\w/.-]{2,24}")
_BYLINE = re.compile(r"by\s+", re.IGNORECASE)
_P = re.compile(r"</?P>")


def sniff(raw: RawDocument) -> float:
    """1 if the first element is a bare DOC; one with attributes is of the LDC, another format."""
    return 1.0 if re.fullmatch(rb"<DOC\s*>", sgml.root(raw.head)) else 0.0


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
    uri = _held(text, "DOCNO")
    prefix = _PREFIX.match(uri)
    dateline = _held(text, "DATELINE")
    byline = _held(text, "BYLINE", "AUTHOR")
    length = re.match(r"\d{1,6}", _held(text, "LENGTH"))
    dispatch = Dispatch(
        provenance,
        uri=uri,
        versioncreated=_time(text),
        headline=_held(text, "HEADLINE", "HEAD", "HL", "TITLE"),
        agency=_AGENCIES.get(prefix.group()) if prefix else None,
        provider=_held(text, "PUB", "SO") or None,
        service=_services(text),
        dateline=Dateline(dateline) if dateline else None,
        byline=byline or None,
        authors=_authors(byline),
        ednote=_held(text, "NOTE", "CORRECTION") or None,
        genre=tuple(filter(None, [_held(text, "TYPE", "TP")])),
        wordcount_declared=int(length.group()) if length else None,
    )
    match dispatch.agency:
        case "AP":
            dispatch = _with_header(dispatch, text)
        case "FT":
            dispatch = _without_prefix(dispatch)
        case "EFE":
            return _efe(dispatch, text)
    lines, signoff = without_signoff(_lines(text))
    return dataclasses.replace(_with_body(dispatch, lines), signoff=signoff)


def _held(text: str, *tags: str) -> str:
    """What the first of `tags` that holds any text says, on one line."""
    for tag in tags:
        lines = sgml.plain(sgml.without_tags(sgml.content(text, tag) or "")).split("\n")
        if held := " ".join(line.strip() for line in lines if line.strip()):
            return held
    return ""


def _lines(text: str) -> list[str]:
    """The lines of the body; a blank line stands for each P."""
    text = "\n".join(held for tag in ("LP", "TEXT") for held in sgml.contents(text, tag))
    if "<P>" in text:
        text = "\n\n".join(" ".join(part.split()) for part in _P.split(text))
    return sgml.plain(sgml.without_tags(text)).split("\n")


def _with_body(dispatch: Dispatch, lines: list[str]) -> Dispatch:
    set_out = body(lines)
    if set_out.is_table:
        dispatch = dataclasses.replace(dispatch, body_format="table", kind="table")
    return dataclasses.replace(dispatch, paragraphs=set_out.paragraphs)


def _time(text: str) -> WireTime | None:
    """FILEID has the minute and the zone, DATE a day in one of four notations, TIME of EFE the minute."""
    try:
        if found := _FILEID.search(_held(text, "FILEID")):
            month, day, year, hour, minute = (int(found[k]) for k in range(1, 6))
            zone = timezone(timedelta(hours=-5 if found[6] == "EST" else -4), found[6])
            return WireTime(datetime(_year(year), month, day, hour, minute, tzinfo=zone), "min", tz_declared=True)
        day_of = _day(_held(text, "DATE", "DD"))
        clock = _CLOCK.fullmatch(_held(text, "TIME"))
        if day_of and clock:
            return WireTime(day_of.replace(hour=int(clock[1]), minute=int(clock[2])), "min")
    except ValueError:
        return None
    return WireTime(day_of, "day") if day_of else None


def _day(date: str) -> datetime | None:
    if found := _DIGITS.match(date):
        century, year, month, day = (int(part or 0) for part in found.groups())
        year = century * 100 + year if century else _year(year)
    elif found := _SLASHED.match(date):
        month, day, year = (int(part) for part in found.groups())
        year = _year(year)
    elif (found := _LONG_DATE.match(date)) and found[1].lower() in _MONTHS:
        month, day, year = _MONTHS.index(found[1].lower()) + 1, int(found[2]), int(found[3])
    else:
        return None
    return datetime(year, month, day, tzinfo=UTC)


def _year(two_digits: int) -> int:
    """The wires of TREC are of the years from 1987 on."""
    return two_digits + (1900 if two_digits >= 70 else 2000)


def _services(text: str) -> tuple[str, ...]:
    """Edition, section, page and category."""
    edition = _EDITION.search(_held(text, "DATE"))
    parts = [edition.group().strip() if edition else "", *(_held(text, tag) for tag in ("SECTION", "CATEGORY", "PAGE"))]
    return tuple(dict.fromkeys(filter(None, parts)))


def _authors(byline: str) -> tuple[str, ...]:
    names = _BYLINE.sub("", byline.partition(",")[0], count=1)
    return tuple(name.strip() for name in names.split(" and ") if name.strip())


def _with_header(dispatch: Dispatch, text: str) -> Dispatch:
    """The two lines of the ANPA header: `u i AM-Story-Name 02-12 0398` and `AM-Story-Name, 1st Ld,0411`."""
    keyword_line = _held(text, "SECOND", "2ND_LINE").split(",")
    take = ",".join(keyword_line[1:-1]).strip()
    found = _HEADER.match(_held(text, "FIRST", "1ST_LINE"))
    if not found:
        return dataclasses.replace(dispatch, slugline_raw=keyword_line[0] or None, take_key=take or None)
    return dataclasses.replace(
        dispatch,
        priority_raw=found["priority"],
        urgency=_URGENCY.get(found["priority"], 6),
        service=(found["category"], *dispatch.service),
        slugline_raw=found["slug"],
        take_key=take or None,
        wordcount_declared=int(found["words"] or 0) or None,
    )


def _without_prefix(dispatch: Dispatch) -> Dispatch:
    headline = _FT_PREFIX.sub("", dispatch.headline, count=1)
    return dataclasses.replace(dispatch, headline=headline, headline_raw=dispatch.headline if headline != dispatch.headline else None)


def _efe(dispatch: Dispatch, text: str) -> Dispatch:
    """The slug is the first line of the title; the text ends `.EFE`, then initials, then the hour of filing."""
    title = [line.strip() for line in sgml.plain(sgml.content(text, "TITLE") or "").split("\n") if line.strip()]
    priority = _held(text, "PRIORIDAD")
    lines = [line.rstrip() for line in _lines(text)]
    end = len(lines)
    while end and (not lines[end - 1] or _EFE_INITIALS.fullmatch(lines[end - 1].strip())):
        end -= 1
    closed = end and _EFE_END.search(lines[end - 1])
    signoff = None
    if closed:
        signoff = " ".join(["EFE", *" ".join(lines[end:]).split()])
        lines = [*lines[: end - 1], lines[end - 1].removesuffix("EFE")]
    return dataclasses.replace(
        _with_body(dispatch, lines),
        headline=" ".join(title[1:] or title),
        slugline_raw=title[0] if len(title) > 1 else None,
        priority_raw=priority or None,
        urgency=_EFE_URGENCY.get(priority),
        version_label="urgent" if priority == "U" else None,
        sequence=_held(text, "NUM") or None,
        signoff=signoff,
    )
