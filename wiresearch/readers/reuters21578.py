"""Reuters-21578, Distribution 1.0: the Reuters wire of 1987 in SGML, with the ANPA header in UNKNOWN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Entity, RawDocument, Subject, WireTime, WireWarning, changed, made
from wiresearch.readers import sgml
from wiresearch.readers.paragraphs import body
from wiresearch.turns import Turns

NAME = "reuters21578-sgml"
VERSION = 1
RECOGNISES = "the first element is REUTERS"

_NEWID = re.compile(r'\bNEWID="([^"<>]{1,20})"')
_TYPE = re.compile(r'\s+TYPE="([A-Z]{1,12})"')
_DATE = re.compile(r"\s*(\d\d?)-([A-Z]{3})-(\d{4})\s+")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?")
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_HEADER = re.compile(
    r"^[a-z]?(?P<priority>[a-z]) (?P<category>[a-z]) (?P<slug>\S.{0,80}?) {1,20}\d\d-\d\d(?: (?P<words>\d{1,5}))?[ \t]{0,20}$", re.MULTILINE
)
_SEQUENCE = re.compile(r"&#1;[a-z](\d{4})&#31;reute")
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_LABELS = {"BRIEF": "brief", "UNPROC": "unprocessed"}
_BYLINE = re.compile(r"by\s+", re.IGNORECASE)
_SIGNOFF = re.compile(r"(?:reu[ie]?ter|reute|more)(?: [A-Z])?(?:\.{3})?(?:\^M)?", re.IGNORECASE)
_CORRECTS = re.compile(r"\s*--?\s?corrects?\b", re.IGNORECASE)
_FILLER = "Blah blah blah."
_KINDS: tuple[tuple[str, Literal["place", "person", "organisation"]], ...] = (
    ("PLACES", "place"),
    ("PEOPLE", "person"),
    ("ORGS", "organisation"),
    ("EXCHANGES", "organisation"),
    ("COMPANIES", "organisation"),
)


def sniff(raw: RawDocument) -> float:
    """1 if the first element is REUTERS, else 0."""
    return 1.0 if sgml.document(raw.head, (b"REUTERS",)) else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """Each REUTERS element as a dispatch, BRIEF and UNPROC too. Raises ReadError."""
    return sgml.dispatches(raw, "REUTERS", limits, _dispatch)


def _dispatch(raw: RawDocument, record: sgml.Record) -> Turns[Dispatch]:
    text, provenance = sgml.decoded(raw, record, NAME, VERSION)
    yield
    head, _, rest = text.partition("<TEXT")
    fields = yield from _text(rest.partition(">")[2].partition("</TEXT>")[0])
    yield
    kind = _TYPE.match(rest)
    newid = _NEWID.search(head, 0, 1_000)
    time, warnings = _time(sgml.content(head, "DATE") or "")
    if kind and kind[1] == "BRIEF":
        fields.setdefault("kind", "alert")
    if _FILLER in fields["paragraphs"]:
        fields["paragraphs"] = tuple(text for text in fields["paragraphs"] if text != _FILLER)
        warnings = (*warnings, WireWarning("filler-body", _FILLER))
    yield
    return made(
        Dispatch,
        provenance=changed(provenance, warnings=provenance.warnings + warnings) if warnings else provenance,
        uri=newid[1] if newid else "",
        versioncreated=time,
        agency="RTRS",
        version_label=_LABELS.get(kind[1]) if kind else None,
        subject=tuple(Subject(code, "reuters-topic") for code in _codes(head, "TOPICS")),
        entities=_entities(head),
        **_header("\n".join(sgml.contents(head, "UNKNOWN"))),
        **fields,
    )


def _time(text: str) -> tuple[WireTime | None, tuple[WireWarning, ...]]:
    """The DATE, to the day where its hour is damaged (`605:12:19.12`)."""
    found = _DATE.match(text)
    if not found or found[2] not in _MONTHS:
        return None, (WireWarning("bad-date", text.strip()[:80]),) if text.strip() else ()
    clock = _CLOCK.match(text, found.end())
    hour, minute, second, fraction = clock.groups("") if clock else ("0", "0", "0", "")
    day = int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])
    try:
        when = datetime(*day, int(hour), int(minute), int(second), int(fraction.ljust(6, "0")), tzinfo=UTC)
    except ValueError:
        return None, (WireWarning("bad-date", text.strip()[:80]),)
    return (WireTime(when), ()) if clock else (WireTime(when, "day"), (WireWarning("bad-date", text.strip()[:80]),))


def _codes(head: str, tag: str) -> list[str]:
    held = sgml.content(head, tag)
    return [sgml.plain(code).strip() for code in sgml.contents(held, "D") if code.strip()] if held else []


def _entities(head: str) -> tuple[Entity, ...]:
    return tuple(_entity(kind, code, tag) for tag, kind in _KINDS for code in dict.fromkeys(_codes(head, tag)))


@lru_cache(maxsize=1 << 12)
def _entity(kind: Literal["place", "person", "organisation"], code: str, tag: str) -> Entity:
    """One for all dispatches: the same codes come again and again."""
    return Entity(kind, code, surfaces=(code,), origin="feed", rule=tag)


def _header(text: str) -> dict[str, Any]:
    """The fields of the ANPA header: `&#1;f0704&#31;reute`, then `u f BC-BAHIA-COCOA-REVIEW   02-26 0105`."""
    sequence = _SEQUENCE.search(text)
    fields: dict[str, Any] = {"sequence": sequence[1]} if sequence else {}
    if found := _HEADER.search(text):
        fields["priority_raw"] = found["priority"]
        fields["urgency"] = _URGENCY.get(found["priority"], 6)
        fields["service"] = (found["category"],)
        fields["slugline_raw"] = sgml.plain(found["slug"])
        fields["wordcount_declared"] = int(found["words"] or 0) or None
    return fields


def _text(text: str) -> Turns[dict[str, Any]]:
    """The fields of what TEXT holds."""
    held, rest = sgml.split(text, ("TITLE", "AUTHOR", "DATELINE", "BODY"), ("TITLE", "AUTHOR", "DATELINE"))
    yield
    title, author, dateline = (" ".join(sgml.plain(held.get(tag, "")).split()) for tag in ("TITLE", "AUTHOR", "DATELINE"))
    lines = [line.rstrip() for line in sgml.plain(rest).split("\n")]
    yield
    lines, signoff = _without_signoff([line for line in lines if line.strip("* ") or not line])
    lines, ednote = _without_ednote(lines)
    fields: dict[str, Any] = {"headline": title, "signoff": signoff, "ednote": ednote}
    if not title:
        fields["headline"], lines = _first_line(lines)
        fields["headline_derived"] = bool(fields["headline"])
    if author:
        fields["byline"], fields["authors"] = author, _authors(author)
    if dateline:
        fields["dateline"] = made(Dateline, text=dateline)
    yield
    set_out = body(lines)
    if set_out.is_table:
        fields["body_format"] = fields["kind"] = "table"
    return fields | {"paragraphs": set_out.paragraphs}


def _without_signoff(lines: list[str]) -> tuple[list[str], str | None]:
    """`Reuter` closes a text; sent on, it may stand there twice."""
    signoff = None
    while lines and (not lines[-1] or _SIGNOFF.fullmatch(lines[-1].strip())):
        signoff = lines.pop().strip() or signoff
    return lines, signoff


def _without_ednote(lines: list[str]) -> tuple[list[str], str | None]:
    start = next((k for k, line in enumerate(lines) if "-" in line and _CORRECTS.match(line)), None)
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
