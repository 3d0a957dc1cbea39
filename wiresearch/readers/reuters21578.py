"""Reuters-21578, Distribution 1.0: the Reuters wire of 1987 in SGML, with the ANPA header in UNKNOWN."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Entity, RawDocument, Subject, WireTime, WireWarning, warn
from wiresearch.errors import MalformedDispatch
from wiresearch.readers import sgml
from wiresearch.readers.paragraphs import is_table, paragraphs

NAME = "reuters21578-sgml"
VERSION = 1
RECOGNISES = "the first element is REUTERS"

_NEWID = re.compile(r'\bNEWID="([^"<>]{1,20})"')
_TYPE = re.compile(r'<TEXT\s+TYPE="([A-Z]{1,12})"')
_DATE = re.compile(r"\s*(\d\d?)-([A-Z]{3})-(\d{4})\s+(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?")
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_HEADER = re.compile(r"^[a-z]?(?P<priority>[a-z]) (?P<category>[a-z]) (?P<slug>\S.*?) +\d\d-\d\d(?: (?P<words>\d{1,5}))?\s*$", re.MULTILINE)
_SEQUENCE = re.compile(r"^f?[a-z](\d{4})reute", re.MULTILINE)
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_LABELS = {"BRIEF": "brief", "UNPROC": "unprocessed"}
_BYLINE = re.compile(r"by\s+", re.IGNORECASE)
_SIGNOFF = re.compile(r"(?:reu[ie]?ter|reute|more)(?: [A-Z])?(?:\.{3})?(?:\^M)?", re.IGNORECASE)
_CORRECTS = re.compile(r"\s*--?\s?corrects?\b", re.IGNORECASE)
_FILLER = "Blah blah blah."
_TAGS = (("PLACES", "place"), ("PEOPLE", "person"), ("ORGS", "organisation"), ("EXCHANGES", "organisation"), ("COMPANIES", "organisation"))


def sniff(raw: RawDocument) -> float:
    """1 if the first element is REUTERS, else 0."""
    return 1.0 if re.match(rb"<REUTERS[\s>]", sgml.root(raw.head)) else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each REUTERS element as a dispatch, BRIEF and UNPROC too. Raises ReadError."""
    found = False
    with raw.open() as stream:
        for record in sgml.records(stream, "REUTERS", limits.dispatch_bytes, raw.source):
            found = True
            yield _dispatch(raw, record)
    if not found:
        raise MalformedDispatch(f"{raw.source}: there is no REUTERS element")


def _dispatch(raw: RawDocument, record: sgml.Record) -> Dispatch:
    text, provenance = sgml.decoded(raw, record, NAME, VERSION)
    head, _, rest = text.partition("<TEXT")
    kind = _TYPE.match("<TEXT" + rest[:40])
    newid = _NEWID.search(head, 0, 1_000)
    dispatch = Dispatch(
        provenance,
        uri=newid.group(1) if newid else "",
        versioncreated=_time(sgml.content(head, "DATE") or ""),
        agency="RTRS",
        version_label=_LABELS.get(kind.group(1)) if kind else None,
        kind="alert" if kind and kind.group(1) == "BRIEF" else "story",
        subject=tuple(Subject(code, "reuters-topic") for code in _tags(head, "TOPICS")),
        entities=_entities(head),
    )
    dispatch = _with_header(dispatch, sgml.plain("\n".join(sgml.contents(head, "UNKNOWN"))))
    return _with_text(dispatch, rest.partition(">")[2].partition("</TEXT>")[0])


def _time(text: str) -> WireTime | None:
    found = _DATE.match(text)
    if not found or found[2] not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(found[k]) for k in (1, 3, 4, 5, 6))
    try:
        when = datetime(year, _MONTHS.index(found[2]) + 1, day, hour, minute, second, int((found[7] or "0").ljust(6, "0")), UTC)
    except ValueError:
        return None
    return WireTime(when)


def _tags(head: str, name: str) -> list[str]:
    return [sgml.plain(tag).strip() for tag in sgml.contents(sgml.content(head, name) or "", "D") if tag.strip()]


def _entities(head: str) -> tuple[Entity, ...]:
    return tuple(
        Entity(kind, tag, surfaces=(tag,), origin="feed", rule=name)  # type: ignore[arg-type]  # a literal of _TAGS
        for name, kind in _TAGS
        for tag in dict.fromkeys(_tags(head, name))
    )


def _with_header(dispatch: Dispatch, header: str) -> Dispatch:
    """What the ANPA header says: `f0704reute`, then `u f BC-BAHIA-COCOA-REVIEW   02-26 0105`."""
    sequence = _SEQUENCE.search(header)
    dispatch = dataclasses.replace(dispatch, sequence=sequence.group(1) if sequence else None)
    found = _HEADER.search(header)
    if not found:
        return dispatch
    return dataclasses.replace(
        dispatch,
        priority_raw=found["priority"],
        urgency=_URGENCY.get(found["priority"], 6),
        service=(found["category"],),
        slugline_raw=found["slug"],
        wordcount_declared=int(found["words"] or 0) or None,
    )


def _with_text(dispatch: Dispatch, text: str) -> Dispatch:
    held, body = sgml.split(text, ("TITLE", "AUTHOR", "DATELINE", "BODY"), ("TITLE", "AUTHOR", "DATELINE"))
    title, author, dateline = (" ".join(sgml.plain(held.get(tag, "")).split()) for tag in ("TITLE", "AUTHOR", "DATELINE"))
    lines = [line.rstrip() for line in sgml.plain(body).split("\n")]
    lines = [line for line in lines if line.strip("* ") or not line]
    lines, signoff = _without_signoff(lines)
    lines, ednote = _without_ednote(lines)
    if _FILLER in lines:
        lines.remove(_FILLER)
        dispatch = warn(dispatch, WireWarning("filler-body", _FILLER))
    derived = not title
    if derived:
        title, lines = _first_line(lines)
    table = is_table(lines)
    return dataclasses.replace(
        dispatch,
        headline=title,
        headline_derived=derived and bool(title),
        byline=author or None,
        authors=_authors(author),
        dateline=Dateline(dateline) if dateline else None,
        paragraphs=tuple(paragraphs(lines)),
        body_format="table" if table else "text",
        kind="table" if table else dispatch.kind,
        signoff=signoff,
        ednote=ednote,
    )


def _without_signoff(lines: list[str]) -> tuple[list[str], str | None]:
    """`Reuter` closes a text; sent on, it may stand there twice."""
    signoff = None
    while lines and (not lines[-1] or _SIGNOFF.fullmatch(lines[-1].strip())):
        signoff = lines.pop().strip() or signoff
    return lines, signoff


def _without_ednote(lines: list[str]) -> tuple[list[str], str | None]:
    start = next((k for k, line in enumerate(lines) if _CORRECTS.match(line)), None)
    if start is None:
        return lines, None
    end = next((k for k in range(start + 1, len(lines)) if lines[k].startswith("    ")), len(lines))
    return lines[:start] + lines[end:], " ".join(" ".join(lines[start:end]).split())


def _first_line(lines: list[str]) -> tuple[str, list[str]]:
    """The headline of an unprocessed text. It leaves the body where a blank or set-in line shows that it ends there."""
    start = next((k for k, line in enumerate(lines) if line), len(lines))
    first, rest = " ".join("".join(lines[start : start + 1]).split()), lines[start + 1 :]
    return first, rest if rest and (not rest[0] or rest[0].startswith(" ")) else lines


def _authors(author: str) -> tuple[str, ...]:
    names = re.split(r" and |, ", _BYLINE.sub("", author, count=1))
    return tuple(name.strip() for name in names if name.strip() and name.strip().lower() not in ("reuters", "reuter"))
