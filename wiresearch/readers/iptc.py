"""Values that the XML formats of IPTC share: times, subject codes, agencies, urgency, words for the status of an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from wiresearch import agencies, places
from wiresearch.dispatch import Precision, Pubstatus, Subject, WireTime

_TIME = re.compile(
    r"(?P<day>\d{4}-?\d\d-?\d\d)(?:T|\s)?\s*(?P<clock>\d\d:?\d\d(?P<second>:?\d\d(?:[.,]\d{1,9})?)?)"
    r"\s*(?P<zone>Z|UTC|(?:GMT)?[+-]\d\d(?::?\d\d)?|GMT)?(?:[+-]HHMM)?",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d))?)?(?:T?0{6}\s*(?:[+-]HHMM)?)?", re.IGNORECASE)
_PLACEHOLDER_YEARS = frozenset({1, 1900, 1904, 9999})
_SCHEMES = {"mediatopic": "medtop", "subjectcode": "subj"}
_STATUS: dict[str, Pubstatus] = {
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
    "kill": "canceled",
    "withdrawn": "canceled",
    "deleted": "canceled",
    "delete": "canceled",
    "withheld": "withheld",
    "hold": "withheld",
    "embargoed": "withheld",
}
_LABELS = {
    "update": "update",
    "edstat:u": "update",
    "correction": "corrected",
    "corrected": "corrected",
    "corrective": "corrected",
    "edstat:c": "corrected",
    "alert": "alert",
    "kill": "kill",
    "refile": "refile",
    "advisory": "advisory",
    "urgent": "urgent",
    "flash": "flash",
}
_SAYS_WHICH = re.compile(r"(?:^\W*|[,(]\s*)(?:(?:update|wrapup)\s\d|\d(?:st|nd|rd|th)\s(?:ld|lead)\b|lead\)|correct)", re.IGNORECASE)
_CONTACT = re.compile(
    r"[\w.+-]@[\w-]{1,60}\.\w|(?:\+|\b00)\d[\d ()/–-]{6,}\d|\b(?:tel|tél|tlf|puh|phone|fax|mobil)\w{0,6}[.: ]{1,3}[+(\d]",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?i:by|von|por|par|de|di|door|av|af)\s*:?\s+(?=[^\W\d_a-z])")
_AND = re.compile(r",?\s+(?:and|und|et|y|e|og|och|ja|en|&|with|mit|avec|con)\s+")
_NEXT = re.compile(r"\s*[;/]\s*")
_WHERE = re.compile(
    r"\s(?:in|à)\s[^\W\d_a-z].*|\s\([^()]*\)$"
    r"|\s(?:AP|AFP|UPI|AAP|(?:The )?Associated Press)\s(?:\S+\s){0,3}(?:Writers?|Correspondents?|Editor|Reporter)$"
)
"""What stands behind a name without a comma: where the writer is, of whom, and what."""
_WHERE_IN_SPANISH = re.compile(r"(^Por\s|,\scon\s)(.{2,60}?)\sen\s[^\W\d_a-z][^,;/]*$")
_FULL_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]{0,20}(?: (?:[^\W\d_a-z][\w.'’-]{0,20}|al|bin|da|de|der|van|von)){1,3}")
_OFFICE = re.compile(
    r"writer|editor|correspond|korrespond|report|redakt|columnist|analyst|press|news|staff|service|bureau|chief|agenc|\b(?:times|post)\b",
    re.IGNORECASE,
)
_IN_PARENTHESES = re.compile(r"\s*\(([^()]{2,30})\)")
_LANGUAGES = (
    "en english|de german deutsch|fr french français|es spanish español|it italian italiano|pt portuguese português|nl dutch nederlands"
    "|sv swedish svenska|da danish dansk|nb norwegian norsk|fi finnish suomi|pl polish polski|ru russian русский|tr turkish türkçe"
    "|ar arabic|zh chinese|ja japanese|ko korean"
)
_BY_NAME = {name: code for code, *names in map(str.split, _LANGUAGES.split("|")) for name in names}
_QUALIFIERS = re.compile("[:/]")
_LONGEST_BYLINE = 400
_INITIALS = re.compile(r"[a-z]{1,4}(?:[/-][A-Za-z]{1,4})*|[A-Z]{1,4}(?:/[A-Za-z]{1,4})+")


def time(text: str | None) -> WireTime | None:
    """A time in ISO 8601, basic or extended, with or without zone; None for a placeholder and for what is no time."""
    printed = (text or "").strip()
    if day := _DAY.fullmatch(printed):
        precision: Precision = "day" if day["day"] else "month" if day["month"] else "year"
        iso, zone = f"{day['year']}{day['month'] or '01'}{day['day'] or '01'}", ""
    elif found := _TIME.fullmatch(printed):
        precision = "s" if found["second"] else "min"
        zone = (found["zone"] or "").upper().removeprefix("GMT").removeprefix("UTC") or ("Z" if found["zone"] else "")
        iso = f"{found['day'].replace('-', '')}T{found['clock'].replace(':', '').replace(',', '.')}{zone}"
    else:
        return None
    try:
        when = datetime.fromisoformat(iso)
        if when.year in _PLACEHOLDER_YEARS:
            return None
        when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return WireTime(when if zone else when.replace(tzinfo=UTC), precision, tz_declared=bool(zone))


def later(a: WireTime | None, b: WireTime | None) -> WireTime | None:
    """`a` where it is later than `b`: a time of release that is no later than the time of issue is no embargo."""
    return a if a and (not b or a.when > b.when) else None


def whole(text: str | None) -> int | None:
    """A positive whole number of at most six digits, or None: a count of 0 words says that nobody counted."""
    printed = (text or "").strip()
    return int(printed) or None if printed.isascii() and printed.isdigit() and len(printed) <= 6 else None


def urgency(text: str | None) -> int | None:
    """1 to 9, or None."""
    number = whole(text)
    return number if number and number <= 9 else None


def pubstatus(*words: str | None) -> Pubstatus:
    """What the first of `words` that says something says (`stat:canceled`, `Withheld`); usable if none does."""
    said = (last(word).lower() for word in words)
    return next((_STATUS[word] for word in said if word in _STATUS), "usable")


def label(marks: Iterable[str], *printed: str | None) -> str | None:
    """The version label that the first known of `marks` stands for (`sig:update`, `edStat:C`, the genre `Update`).

    None where `printed`, headline or slug, says it too: there the number stands beside it, and normalise reads both.
    """
    if any(text and _SAYS_WHICH.search(text) for text in printed):
        return None
    words = (mark.lower() for mark in marks)
    return next((label for word in words if (label := _LABELS.get(word) or _LABELS.get(word.rpartition(":")[2]))), None)


def language(text: str | None) -> str | None:
    """A BCP 47 tag, its primary part in small letters; that of a language by its name (`English`). None for what is neither."""
    primary, joint, rest = (text or "").strip().replace("_", "-").partition("-")
    primary = _BY_NAME.get(primary.lower(), primary.lower())
    return f"{primary}{joint}{rest}" if 2 <= len(primary) <= 3 and primary.isalpha() else None


def last(code: str | None) -> str:
    """The last part of a qualified code or an address: `picture` of `ninat:picture`, `…/newscodes/ninature/picture`."""
    return _QUALIFIERS.split((code or "").strip().rstrip("/"))[-1]


def subject(code: str, scheme: str, name: str | None = None) -> Subject:
    """A subject code under the scheme as we call it, taken from a prefix (`subj:04000000`) or an address where there is one."""
    code = code.strip().rstrip("/")
    prefix, _, rest = code.rpartition("/" if "//" in code else ":")
    if prefix and rest:
        scheme, code = prefix.rpartition("/")[2], rest
    return Subject(code, _SCHEMES.get(scheme, scheme), name or None)


def with_parents(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """Each subject once, and the parents of the codes of eight digits (04016007: 04016000, 04000000), which come behind."""
    found = {(given.scheme, given.code): given for given in subjects if given.code}
    for scheme, code in list(found):
        if scheme.endswith("subj") and len(code) == 8 and code.isascii() and code.isdigit():
            for parent in (f"{code[:5]}000", f"{code[:2]}000000"):
                found.setdefault((scheme, parent), Subject(parent, scheme))
    return tuple(found.values())


def agency(*names: str | None) -> str | None:
    """The agency's code of the first of `names` that names one: `AFP`, `nprov:REUTERS`, `afp.com`, `/ritzau/`, `STT–`."""
    for name in names:
        bare = (name or "").strip(" \t\n/©()-–—")
        if not bare:
            continue
        for form in (bare, last(bare), bare.removeprefix("www.").partition(".")[0]):
            if code := agencies.named(form):
                return code
    return None


def credited(names: Iterable[str | None]) -> tuple[str, ...]:
    """Agencies credited: codes where they are known, else the names, each once."""
    return tuple(dict.fromkeys(agency(name) or " ".join(name.split()) for name in names if name and name.strip()))


def byline(*lines: str) -> dict[str, tuple[str, ...] | str]:
    """The fields of a byline: names; or the agencies that it consists of (`NTB-AFP-DPA`); or a desk's initials, a sign-off.

    Each of several `lines` is a byline of its own.
    """
    printed = "; ".join(filter(None, lines))
    if not printed or len(printed) > _LONGEST_BYLINE:
        return {"byline": printed} if printed else {}
    if _INITIALS.fullmatch(printed) and not agency(printed):
        return {"signoff": printed}
    codes = [agencies.named(part) for part in re.split(r"[/\s–-]+", printed)]
    if all(codes):
        return {"byline": printed, "infosource": tuple(dict.fromkeys(filter(None, codes)))}
    found = _names(_WHERE_IN_SPANISH.sub(r"\1\2", printed) if " en " in printed else printed)
    names = [name for name in dict.fromkeys(_BYLINE.sub("", name) for name in found) if name and not agencies.named(name)]
    if names and all(map(_INITIALS.fullmatch, names)):
        return {"signoff": " ".join(names)}
    return {"byline": printed, "authors": tuple(names)}


def _but_agencies(found: re.Match[str]) -> str:
    return "" if agencies.named(found[1]) else found[0]


def _names(printed: str) -> Iterator[str]:
    """The names of a byline. What follows a comma says what the writer is, but in `Ann Lee, Bo Ek and Cy Fox`."""
    for group in _NEXT.split(_IN_PARENTHESES.sub(_but_agencies, printed)):
        *listed, last = _AND.split(group)
        for part in listed:
            first, *others = (_WHERE.sub("", piece.strip()) for piece in part.split(","))
            yield first
            yield from filter(_is_name, others)
        yield _WHERE.sub("", last.partition(",")[0].strip())


def _is_name(printed: str) -> bool:
    return _FULL_NAME.fullmatch(printed) is not None and not _OFFICE.search(printed) and not places.resolve(printed)


def note(*texts: str | None) -> str | None:
    """Editor's notes as one text, without the lines that hold addresses or telephone numbers: those are never indexed."""
    lines = (" ".join(line.split()) for text in texts if text for line in text.split("\n"))
    return " ".join(dict.fromkeys(line for line in lines if line and not _CONTACT.search(line))) or None
