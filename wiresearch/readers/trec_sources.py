"""What one source of the TREC collections has and no other: headers of AP and AQUAINT, headlines of FT and WSJ, codes, the ends of EFE."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from wiresearch.dispatch import Entity, Subject
from wiresearch.readers import sgml

NAMES = frozenset({"FIRST", "1ST_LINE", "SECOND", "2ND_LINE", "HEADER", "SLUG", "CO", "CN", "IN", "TP", "GV", "PRIORIDAD", "NUM"})
"""The elements that are looked at here."""

ANNOTATION = re.compile(r"<ANNOTATION>.*?(?:</ANNOTATION>|\Z)", re.DOTALL)
"""What an editor of the wire wrote into a text of AQUAINT."""

PREAMBLE = re.compile(
    r"\s*Language:.{0,120}?Article Type:[ \t]?\w{0,12}\s*(?:<F P=\d{3}>.{0,200}?</F>\s*)?(?:\[[A-Z][\w ]{0,40}\]\s)?", re.DOTALL
)
"""What FBIS says of a text before it begins."""

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


def own(agency: str | None, facts: dict[str, Any], elements: sgml.Elements, text: str) -> dict[str, Any]:
    """The fields of a dispatch that its source has of its own or tells better than the `facts` which hold for all."""
    match agency:
        case "FT":
            return _financial_times(facts, elements)
        case "WSJ":
            return _wall_street_journal(facts, elements)
        case "EFE":
            return _efe(elements)
        case _:
            return _header(facts, elements) | (_above_the_text(text) if "<BODY>" in text else {})


def _header(facts: dict[str, Any], elements: sgml.Elements) -> dict[str, Any]:
    """The header of ANPA: two lines in AP (`u i AM-Story-Name 02-12 0398` and `AM-Story-Name, 1st Ld,0411`), HEADER and SLUG in AQUAINT."""
    header = "\n".join(elements.all("HEADER"))
    slug, *marks = (part.strip() for part in elements.text("SECOND", "2ND_LINE", "SLUG").split(","))
    take = ", ".join(mark for mark in marks if mark and mark != "Bjt" and not mark.isdigit())
    found = _HEADER.search(header or elements.text("FIRST", "1ST_LINE"))
    sequence = _SEQUENCE.match(header)
    own: dict[str, Any] = {"slugline_raw": slug or None, "take_key": take or None}
    if found:
        own["priority_raw"] = found["priority"]
        own["urgency"] = _URGENCY.get(found["priority"], 6)
        own["service"] = (found["category"], *facts["service"])
        own["slugline_raw"] = found["slug"]
        own["wordcount_declared"] = int(found["words"] or 0) or facts["wordcount_declared"]
    if sequence:
        own["sequence"] = sequence[1]
    return own


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


def _financial_times(facts: dict[str, Any], elements: sgml.Elements) -> dict[str, Any]:
    """`FT  14 MAY 91 / Headline`; companies in CO, countries in CN, industries in IN, kinds of text in TP."""
    headline = _FT_PREFIX.sub("", facts["headline"], count=1)
    countries = [
        Entity("place", name.partition(",")[0], surfaces=(name,), code=code, origin="feed", rule="CN")
        for code, name in _codes(elements, "CN")
    ]
    companies = [
        Entity("organisation", name, surfaces=(name,), origin="feed", rule="CO")
        for name in (line.removesuffix(".") for line in _lines(elements, "CO"))
    ]
    return {
        "headline": headline,
        "headline_raw": facts["headline"] if headline != facts["headline"] else None,
        "entities": (*countries, *companies),
        "subject": tuple(Subject(code, "ft-industry", name) for code, name in _codes(elements, "IN")),
        "genre": (*facts["genre"], *(name for _, name in _codes(elements, "TP"))),
    }


def _codes(elements: sgml.Elements, tag: str) -> Iterator[tuple[str, str]]:
    """The lines of `tag` as codes and names, without the full stop behind a name."""
    for line in _lines(elements, tag):
        if found := _FT_CODE.fullmatch(line):
            yield found["code"], found["name"].removesuffix(".")


def _lines(elements: sgml.Elements, tag: str) -> Iterator[str]:
    for held in elements.all(tag):
        for line in sgml.plain(held).split("\n"):
            if line := line[:_LONGEST_CODE].strip(" \t*"):
                yield line


def _wall_street_journal(facts: dict[str, Any], elements: sgml.Elements) -> dict[str, Any]:
    """Headlines and byline in one, `@` at the ends of its lines and dashes between its parts; codes in parentheses in IN and GV."""
    headline = " ".join(facts["headline"].replace("@", " ").split())
    parts = [part.strip() for part in _WSJ_PARTS.split(headline) if part.strip()]
    byline = next((part for part in parts[1:] if part.startswith(("By ", "by ", "BY "))), None)
    heads = [part for part in parts if part != byline] or [headline]
    names = _WSJ_STAFF.sub("", byline[3:]) if byline else ""
    authors = tuple(name.strip() for name in re.split(r" and |, ", names) if name.strip())
    subjects = tuple(
        Subject(found["code"], scheme, found["name"].strip())
        for tag, scheme in (("IN", "wsj-industry"), ("GV", "wsj-government"))
        for line in _lines(elements, tag)
        if (found := _WSJ_CODE.fullmatch(line))
    )
    provider, _, page = (facts["provider"] or "").partition(", ")
    tickers = tuple(dict.fromkeys(elements.text("CO").split()))
    return {
        "headline": heads[0],
        "headline_raw": facts["headline"] if facts["headline"] != heads[0] else None,
        "headlines": (*heads[1:], *facts["headlines"]),
        "byline": facts["byline"] or byline,
        "authors": facts["authors"] or authors,
        "provider": provider or None,
        "service": (*facts["service"], page) if page else facts["service"],
        "subject": subjects,
        "entities": tuple(Entity("organisation", ticker, surfaces=(ticker,), code=ticker, origin="feed", rule="CO") for ticker in tickers),
    }


def _efe(elements: sgml.Elements) -> dict[str, Any]:
    """The slug is the first line of the title."""
    title = [line.strip() for line in sgml.plain("\n".join(elements.all("TITLE"))).split("\n") if line.strip()]
    priority = elements.text("PRIORIDAD")
    return {
        "headline": " ".join(title[1:] or title),
        "headlines": (),
        "slugline_raw": title[0] if len(title) > 1 else None,
        "priority_raw": priority or None,
        "urgency": _EFE_URGENCY.get(priority),
        "version_label": "urgent" if priority == "U" else None,
        "sequence": elements.text("NUM") or None,
    }


def without_end_of_efe(lines: Sequence[str]) -> tuple[list[str], str | None]:
    """`lines` without the end, `.EFE`, then initials, then the hour of filing; and these on one line."""
    kept = [line.rstrip() for line in lines]
    end = len(kept)
    while end and (not kept[end - 1] or (_EFE_INITIALS.fullmatch(kept[end - 1].strip()) and not kept[end - 1].endswith("EFE"))):
        end -= 1
    if not end or not (closed := _EFE_END.search(kept[end - 1])):
        return kept, None
    last = kept[end - 1][: closed.start()]
    return kept[: end - 1] + ([] if last.strip() == "." else [last]), " ".join(["EFE", *" ".join(kept[end:]).split()])
