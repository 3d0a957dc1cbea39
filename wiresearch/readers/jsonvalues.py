"""Values of JSON to fields of a dispatch. The values are the sender's: nothing is taken to be of the kind it should be."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal

from wiresearch import agencies
from wiresearch.config import Limits
from wiresearch.dispatch import Entity, Precision, Pubstatus, Subject, WireTime
from wiresearch.readers import blocks, markup
from wiresearch.readers.paragraphs import Body
from wiresearch.words import fold_value

URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
"""By ANPA priority letter; anything else is 6."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]{0,2000}>")
_PLACEHOLDER_YEARS = {1, 1900, 1970, 9999}
_TIME = re.compile(
    r"(?P<day>\d{4}-?\d\d-?\d\d)[T ]+(?P<clock>\d\d:?\d\d(?P<second>:?\d\d)?(?:[.,]\d{1,9})?)\s*(?P<zone>Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?"
)
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-?(?P<day>\d\d))?")
_CONTACT = re.compile(
    r"[\w.+-]{1,60}@[\w-]{1,60}\.\w|(?:\+|\b00)\d[\d ()/–-]{6,40}\d|\b(?:tel|phone|fax|mobil)\w{0,6}[.: ]{1,3}[+(\d]", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-z])")
_BYLINE = re.compile(r"(?i:by|von|por|par|de|di|door|av|af|fra|text|texte)\s*:?\s+(?=[^\W\d_a-z])")
_JOINTS = re.compile(r"\s+(?:and|und|et|y|e|og|och|ja|en|&)\s+|\s*[;/]\s*")
_SCHEMES = {
    "mediatopic": "medtop",
    "medtop": "medtop",
    "subjectcode": "subj",
    "subj": "subj",
    "iptc_subject_code": "subj",
    "iptc": "subj",
    "subject_custom": "subj",
}
_STATUS: dict[str, Pubstatus] = {
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
    "recalled": "canceled",
    "unpublished": "canceled",
    "withdrawn": "canceled",
    "deleted": "canceled",
    "withheld": "withheld",
    "embargoed": "withheld",
}
_SIGNALS = {"correction": "corrected", "corrected": "corrected", "update": "update", "alert": "alert", "kill": "kill", "refile": "refile"}


def text(value: Any) -> str:
    """A string or a number as text without blanks around it, "" for all else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def first(*values: Any) -> str:
    """The first of `values` that is text."""
    return next(filter(None, map(text, values)), "")


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, or the object itself, or those that the object names; nothing for all else."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: Any, *keys: str) -> tuple[str, ...]:
    """The texts of a text or a list of texts or objects; of an object the first of `keys` that it has. Each once."""
    items = value if isinstance(value, list) else [value]
    found = (first(*(item.get(key) for key in keys)) if isinstance(item, dict) else text(item) for item in items)
    return tuple(dict.fromkeys(filter(None, found)))


def whole(value: Any) -> int | None:
    """A whole number, printed or not, or None."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value.strip()) <= 18:
        return int(value)
    if isinstance(value, float) and math.isfinite(value) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def urgency(value: Any) -> int | None:
    """1 to 9, or None."""
    number = whole(value)
    return number if number is not None and 1 <= number <= 9 else None


def time(value: Any) -> WireTime | None:
    """A time or day in ISO 8601, or seconds or milliseconds since 1970; None for a placeholder and for what is no time."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    printed = text(value)
    if found := _TIME.fullmatch(printed):
        day, clock = found["day"].replace("-", ""), found["clock"].replace(":", "").replace(",", ".")
        zone = (found["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
        precision: Precision = "s" if found["second"] else "min"
        iso = f"{day}T{clock}{zone}"
    elif (found := _DAY.fullmatch(printed)) and (found["month"] or not found["day"]):
        precision = "day" if found["day"] else "month" if found["month"] else "year"
        iso, zone = f"{found['year']}{found['month'] or '01'}{found['day'] or '01'}", ""
    elif _DAY.fullmatch(printed[:8]) and len(printed) == 8:
        precision, iso, zone = "day", printed, ""
    else:
        return None
    try:
        when = datetime.fromisoformat(iso)
        if when.year in _PLACEHOLDER_YEARS:
            return None
        return WireTime(when if zone else when.replace(tzinfo=UTC), precision, tz_declared=bool(zone))
    except (ValueError, OverflowError):
        return None


def _since_1970(value: float) -> WireTime | None:
    if not math.isfinite(value) or value < 10**8:
        return None
    try:
        return WireTime(datetime.fromtimestamp(value / 1000 if value > 10**11 else value, UTC), tz_declared=True)
    except (ValueError, OverflowError, OSError):
        return None


def language(value: Any) -> str | None:
    """A BCP 47 tag, its primary part in small letters."""
    primary, joint, rest = text(value).replace("_", "-").partition("-")
    return f"{primary.lower()}{joint}{rest}" if 2 <= len(primary) <= 8 and primary.isalpha() else None


def line(value: Any) -> str:
    """Text on one line, without mark-up."""
    printed = text(value)
    if _MARKUP.search(printed):
        limits = Limits()
        printed = " ".join(blocks.body_of(printed[: limits.line_bytes], limits, "").paragraphs)
    return " ".join(printed.split())


def body(value: Any, limits: Limits, source: str) -> tuple[Body, tuple[str, ...]]:
    """The paragraphs of text or HTML, and the headings between them. Raises MalformedDispatch over a limit."""
    printed = text(value)
    if not _MARKUP.search(printed):
        return blocks.body_of(printed, limits, source), ()
    tree = markup.html(printed, limits, source)
    headings = () if tree is None else tuple(filter(None, map(blocks.line, tree.iter(*HEADINGS))))
    return blocks.body(tree, blocks.SKIPPED.union(HEADINGS)), headings


def laid_out(found: Body) -> dict[str, Any]:
    """The fields of a body."""
    fields: dict[str, Any] = {"paragraphs": found.paragraphs}
    return fields | {"body_format": "table", "kind": "table"} if found.is_table else fields


def note(*values: Any) -> str | None:
    """Editor's notes as one text, without the sentences that hold addresses or telephone numbers: those are never indexed."""
    sentences = (" ".join(part.split()) for value in values for line in _lines(value) for part in _SENTENCE_END.split(line))
    return " ".join(dict.fromkeys(part for part in sentences if part and not _CONTACT.search(part))) or None


def _lines(value: Any) -> Iterable[str]:
    printed = text(value)
    return blocks.body_of(printed, Limits(), "").paragraphs if _MARKUP.search(printed) else printed.split("\n")


def byline(value: Any) -> tuple[str | None, tuple[str, ...]]:
    """The byline as it stands, and the names in it; nothing where it only names an agency."""
    printed = line(value)
    if not printed or agencies.named(_BYLINE.sub("", printed, count=1)):
        return None, ()
    names = (name.partition(",")[0].strip() for name in _JOINTS.split(_BYLINE.sub("", printed, count=1)))
    return printed, tuple(dict.fromkeys(name for name in names if name and not agencies.named(name)))


def agency(*values: str) -> str | None:
    """The code of the first of `values` that names one."""
    return next(filter(None, map(agencies.named, filter(None, values))), None)


def credited(values: Iterable[str]) -> tuple[str, ...]:
    """Agencies credited: codes where they are known, else the names."""
    return tuple(dict.fromkeys(agencies.named(value) or value for value in values if value))


def pubstatus(*values: Any) -> Pubstatus:
    """What the first of `values` that says something says; usable if none does."""
    said = (text(value).lower().rpartition(":")[2] for value in values)
    return next((_STATUS[word] for word in said if word in _STATUS), "usable")


def label(signals: Iterable[str]) -> str | None:
    """The version label that a signal stands for."""
    words = (signal.lower().rpartition(":")[2] for signal in signals)
    return next((_SIGNALS[word] for word in words if word in _SIGNALS), None)


def subjects(value: Any) -> tuple[Subject, ...]:
    """Subjects by `code`, `qcode`, `literal` or `uri`, whichever is there; a bare text is a code."""
    items = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, map(_subject, items))))


def _subject(item: Any) -> Subject | None:
    if not isinstance(item, dict):
        return _coded(text(item), "", None)
    code = first(item.get("code"), item.get("qcode"), item.get("literal"), item.get("uri"), item.get("name"))
    name = line(item.get("name")) or None
    return _coded(code, first(item.get("scheme"), item.get("type")), name)


def _coded(code: str, scheme: str, name: str | None) -> Subject | None:
    """With the scheme as we call it: of the code's prefix or address, else the one declared, else by the look of the code."""
    code = code.rstrip("/")
    prefix, colon, rest = code.rpartition("/" if "//" in code else ":")
    if colon and rest:
        scheme, code = prefix.rstrip("/"), rest
    if not code:
        return None
    known = _SCHEMES.get(scheme.rstrip("/").rpartition("/")[2].lower())
    if not known and len(code) == 8 and code.isascii() and code.isdigit():
        known = "medtop" if code >= "2" else "subj"
    return Subject(code, known or scheme, name)


Kind = Literal["person", "organisation", "place", "event"]


def entities(kind: Kind, value: Any) -> Iterator[Entity]:
    """What the feed names, with its own codes; a place's country where the code is one of ISO 3166."""
    for item in value if isinstance(value, list) else [value]:
        of_object = item if isinstance(item, dict) else {"name": item}
        name = line(first(of_object.get("name"), of_object.get("fullname"), of_object.get("literal")))
        if not name:
            continue
        code = first(of_object.get("code"), of_object.get("qcode"), of_object.get("uri")).removeprefix("iso3166-1a2:") or None
        by_country = kind == "place" and "3166" in first(of_object.get("scheme"), of_object.get("qcode"))
        country = code.upper() if by_country and code and len(code) == 2 else None
        relation = next(iter(texts(of_object.get("rel") or of_object.get("rels"))), "")
        yield Entity(kind, name, (name,), country or code, country, origin="feed", rule=relation or kind)


def merged(found: Iterable[Entity]) -> tuple[Entity, ...]:
    """Each entity of a kind once."""
    return tuple({(entity.kind, fold_value(entity.name)): entity for entity in found}.values())
