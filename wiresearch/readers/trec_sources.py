"""What one source of the TREC collections has and no other: headers of AP and AQUAINT, headlines of FT and WSJ, codes, the ends of EFE."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from wiresearch.dispatch import Dispatch, Entity, Subject
from wiresearch.readers import sgml

ANNOTATION = re.compile(r"<ANNOTATION>.*?(?:</ANNOTATION>|\Z)", re.DOTALL)
"""What an editor of the wire wrote into a text of AQUAINT."""

_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_CONTROL = r"(?:&[A-Za-z0-9]{1,6};|\s)+"
_HEADER = re.compile(
    rf"(?:^|\s)(?P<priority>[a-z]) (?P<category>[a-z])\b{_CONTROL}(?P<slug>[^\s&]+)"
    rf"(?:[^&\n]{{0,40}}?{_CONTROL}\d\d-\d\d(?: (?P<words>\d{{1,5}}))?)?"
)
_AQUAINT_BLANK = re.compile(r"&(?:[UL]R|[QT][LCR]|HT|Cx[0-9a-f]{2});")
_BYLINE = re.compile(r"[Bb][Yy] (?P<names>\S.{1,78})")
_COPYRIGHT = re.compile(r"(?:c\.|\(c\)|©) ?(?:19|20)\d\d\b.{0,80}")
_SEQUENCE = re.compile(r"\s*[A-Za-z](\d{4})\b")
_FT_PREFIX = re.compile(r"FT\s+\d\d [A-Z]{3} \d\d\s*/\s*")
_FT_CODE = re.compile(r"(?P<code>[A-Z]{2,4}|[A-Z]\d{4}[A-Z]?)\s+(?P<name>\S.*)")
_WSJ_CODE = re.compile(r"(?P<name>[^()]{2,80})\((?P<code>[A-Z0-9]{2,4})\)")
_LONGEST_CODE = 200
_WSJ_PARTS = re.compile(r"(?:^|\s)-{3,}(?=\s|$)")
_WSJ_STAFF = re.compile(r"\s*,?\s*(?:Staff Reporters? of|Special to) The Wall Street Journal.*", re.IGNORECASE)
_EFE_URGENCY = {"U": 3, "R": 5}
_EFE_END = re.compile(r"(?<=[.\"»)!?])\s*EFE$")
_EFE_INITIALS = re.compile(r"[\w/.-]{2,24}")


def of(dispatch: Dispatch, text: str) -> Dispatch:
    """The dispatch with what its source has of its own."""
    match dispatch.agency:
        case "FT":
            return _financial_times(dispatch, text)
        case "WSJ":
            return _wall_street_journal(dispatch, text)
        case _:
            return _with_header(dispatch, text)


def _with_header(dispatch: Dispatch, text: str) -> Dispatch:
    """The header of ANPA: two lines in AP (`u i AM-Story-Name 02-12 0398` and `AM-Story-Name, 1st Ld,0411`), HEADER and SLUG in AQUAINT."""
    header = sgml.content(text, "HEADER") or ""
    slug, *marks = (part.strip() for part in sgml.held(text, "SECOND", "2ND_LINE", "SLUG").split(","))
    take = ", ".join(mark for mark in marks if mark and mark != "Bjt" and not mark.isdigit())
    found = _HEADER.search(header or sgml.held(text, "FIRST", "1ST_LINE"))
    sequence = _SEQUENCE.match(header)
    facts: dict[str, Any] = {"slugline_raw": slug or None, "take_key": take or None}
    if found:
        facts["priority_raw"] = found["priority"]
        facts["urgency"] = _URGENCY.get(found["priority"], 6)
        facts["service"] = (found["category"], *dispatch.service)
        facts["slugline_raw"] = found["slug"]
        facts["wordcount_declared"] = int(found["words"] or 0) or dispatch.wordcount_declared
    if sequence:
        facts["sequence"] = sequence[1]
    return dataclasses.replace(dispatch, **facts, **_above_the_text(text) if "<BODY>" in text else {})


def aquaint(text: str) -> str:
    """`text` without the references by which AQUAINT writes the wire's blanks and control characters."""
    return _AQUAINT_BLANK.sub(" ", text.replace("&MD;", " -- "))


def _above_the_text(text: str) -> dict[str, Any]:
    """Byline and copyright, which stand in no element between the headline and TEXT of AQUAINT."""
    facts: dict[str, Any] = {}
    for line in map(str.strip, text.partition("</HEADLINE>")[2].partition("<TEXT>")[0].split("\n")):
        if found := _BYLINE.fullmatch(line):
            facts["byline"], facts["authors"] = line, tuple(found["names"].partition(",")[0].split(" and "))
        elif _COPYRIGHT.fullmatch(line):
            facts["copyrightnotice"] = line
    return facts


def _financial_times(dispatch: Dispatch, text: str) -> Dispatch:
    """`FT  14 MAY 91 / Headline`; companies in CO, countries in CN, industries in IN, kinds of text in TP."""
    headline = _FT_PREFIX.sub("", dispatch.headline, count=1)
    countries = [
        Entity("place", name.partition(",")[0], surfaces=(name,), code=code, origin="feed", rule="CN") for code, name in _codes(text, "CN")
    ]
    companies = [
        Entity("organisation", name, surfaces=(name,), origin="feed", rule="CO")
        for name in (line.removesuffix(".") for line in _lines(text, "CO"))
    ]
    return dataclasses.replace(
        dispatch,
        headline=headline,
        headline_raw=dispatch.headline if headline != dispatch.headline else None,
        entities=(*dispatch.entities, *countries, *companies),
        subject=tuple(Subject(code, "ft-industry", name) for code, name in _codes(text, "IN")),
        genre=(*dispatch.genre, *(name for _, name in _codes(text, "TP"))),
    )


def _codes(text: str, tag: str) -> Iterator[tuple[str, str]]:
    """The lines of `tag` as codes and names, without the full stop behind a name."""
    for line in _lines(text, tag):
        if found := _FT_CODE.fullmatch(line):
            yield found["code"], found["name"].removesuffix(".")


def _lines(text: str, tag: str) -> Iterator[str]:
    for held in sgml.contents(text, tag):
        for line in sgml.plain(held).split("\n"):
            if line := line[:_LONGEST_CODE].strip(" \t*"):
                yield line


def _wall_street_journal(dispatch: Dispatch, text: str) -> Dispatch:
    """Headlines and byline in one, `@` at the ends of its lines and dashes between its parts; codes in parentheses in IN and GV."""
    headline = " ".join(dispatch.headline.replace("@", " ").split())
    parts = [part.strip() for part in _WSJ_PARTS.split(headline) if part.strip()]
    byline = next((part for part in parts[1:] if part.startswith(("By ", "by ", "BY "))), None)
    heads = [part for part in parts if part != byline] or [headline]
    names = _WSJ_STAFF.sub("", byline[3:]) if byline else ""
    authors = tuple(name.strip() for name in re.split(r" and |, ", names) if name.strip())
    subjects = tuple(
        Subject(found["code"], scheme, found["name"].strip())
        for tag, scheme in (("IN", "wsj-industry"), ("GV", "wsj-government"))
        for line in _lines(text, tag)
        if (found := _WSJ_CODE.fullmatch(line))
    )
    provider, _, page = (dispatch.provider or "").partition(", ")
    tickers = tuple(dict.fromkeys(sgml.held(text, "CO").split()))
    return dataclasses.replace(
        dispatch,
        headline=heads[0],
        headline_raw=dispatch.headline if dispatch.headline != heads[0] else None,
        headlines=(*heads[1:], *dispatch.headlines),
        byline=dispatch.byline or byline,
        authors=dispatch.authors or authors,
        provider=provider or None,
        service=(*dispatch.service, page) if page else dispatch.service,
        subject=subjects,
        entities=tuple(Entity("organisation", ticker, surfaces=(ticker,), code=ticker, origin="feed", rule="CO") for ticker in tickers),
    )


def efe(dispatch: Dispatch, text: str, lines: list[str]) -> tuple[Dispatch, list[str]]:
    """The slug is the first line of the title; the text ends `.EFE`, then initials, then the hour of filing.

    Gives the lines without these, too.
    """
    title = [line.strip() for line in sgml.plain(sgml.content(text, "TITLE") or "").split("\n") if line.strip()]
    priority = sgml.held(text, "PRIORIDAD")
    lines = [line.rstrip() for line in lines]
    end = len(lines)
    while end and (not lines[end - 1] or _EFE_INITIALS.fullmatch(lines[end - 1].strip())):
        end -= 1
    signoff = None
    if end and (closed := _EFE_END.search(lines[end - 1])):
        signoff = " ".join(["EFE", *" ".join(lines[end:]).split()])
        lines = [*lines[: end - 1], lines[end - 1][: closed.start()]]
    dispatch = dataclasses.replace(
        dispatch,
        headline=" ".join(title[1:] or title),
        headlines=(),
        slugline_raw=title[0] if len(title) > 1 else None,
        priority_raw=priority or None,
        urgency=_EFE_URGENCY.get(priority),
        version_label="urgent" if priority == "U" else None,
        sequence=sgml.held(text, "NUM") or None,
        signoff=signoff,
    )
    return dispatch, lines
