"""The lines that close a dispatch: notes for editors alone, sign-offs, and the hour of filing as the wires print it.

`AP-WF-11-13-13 1509GMT` (AP), `131137 GMT Nov 13` (IPTC 7901: day, hour, minute), `UPI 08-28-83 02:10 PM EDT`,
`UPI 08-28-83 02:10 PED` (the half of the day and the zone in one), `13-AGO-03 15:42 NNNN` (ANSA),
`13 Aug 2003 15:42:10RTRS` (Reuters), `APA0123    2003-08-13/15:42` (APA), `2003-08-13 15:42:10==Kyodo`,
`13 August 2003 15:42 GMT`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from wiresearch.agencies import credit, is_signoff, named
from wiresearch.dispatch import WireTime

_ZONES = {"GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "BST": 1, "MEZ": 1, "CET": 1, "MET": 1, "MESZ": 2, "CEST": 2, "MEST": 2, "MSK": 3}
_ZONES |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_MONTHS = (
    "jan jän gen ene jän|feb fev fév|mar mär mrz mrt maa|apr abr avr|may mai mag maj mei|jun giu|jul lug|aug ago aoû aou|sep set"
    "|oct okt ott out|nov|dec dez dic déc des"
)
_MONTH = {name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()} | {"juin": 6, "juil": 7}
_WHO = r"(?:[A-Za-z]{2,8}[ -]{1,2})?"
_AMERICAN = re.compile(
    r"(?:[A-Za-z]{2,8}[ -](?:[A-Z]{2}-)?)(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d(?:\d\d)?)\s(?P<hour>\d\d?):?(?P<minute>\d\d)"
    r"\s?(?:(?P<half>[ap])(?:\.?m\.?|(?=[ecmp][sd]<?$)))?\s?(?P<zone>[a-z]{1,4})?<?",
    re.IGNORECASE,
)
_IPTC = re.compile(
    rf"{_WHO}(?P<day>\d\d)(?P<hour>\d\d):?(?P<minute>\d\d)\s?(?P<zone>[a-z]{{1,4}}\s)?\s?(?P<month>[^\W\d_]{{3,9}})\.?\s?(?P<year>\d\d(?:\d\d)?)",
    re.IGNORECASE,
)
_ITALIAN = re.compile(
    r"(?:[A-Z\d]{1,4}[/-][A-Z]{2,4} )?(?P<day>\d\d?)-(?P<month>[A-Z]{3})-(?P<year>\d\d(?:\d\d)?)"
    r" (?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?(?P<zone>)(?: N{3,4})?"
)
_REUTERS = re.compile(
    r"(?:[A-Z][a-z]{2,8}, )?(?P<day>\d\d)[ -](?P<month>[A-Z][a-z]{2,8})[ -](?P<year>\d{4}) (?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?"
    r"(?P<zone>) ?RTRS\b.*"
)
_AUSTRIAN = re.compile(r"[A-Z]{3}\d{4}\s+(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)/(?P<hour>\d\d):(?P<minute>\d\d)(?P<zone>)")
_CLOCK = r",? (?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?(?: ?(?P<zone>[A-Z]{1,4}))?"
_ISO = re.compile(rf"{_WHO}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_CLOCK}(?:==[A-Z][a-z]{{2,8}})?")
_IN_WORDS = re.compile(rf"(?P<day>\d\d?) (?P<month>[A-Z][a-z]{{2,8}}) (?P<year>\d{{4}}){_CLOCK}")
_FORMS = (_AMERICAN, _IPTC, _ITALIAN, _REUTERS, _AUSTRIAN, _ISO, _IN_WORDS)
_DIGITS = re.compile(r"\d\d")
_LONGEST_TIME = 60
"""Only Reuters writes anything behind."""
_LONGEST_CLOSING = 120
"""But for a time."""
_MOST_LINES = 5
_LONGEST_NAME = 40
_GERMAN = re.compile(r"dpa(?: (?:[a-z]{2,5}|[a-z]?\d{1,2})){2,7}")
_NUMBERED = re.compile(
    r"\([A-Z]{2,6} ?- ?[\d/-]{5,20}\)|Document [a-z\d]{4,12}(?:19|20)\d{6}[a-z\d]{5,12}|\(PROFILE\b.*|\((?:CO|IG|TS|CAT|SRC):.*|\)"
)
"""The number of a dispatch, of a database too, and the companies that AP lists behind one."""
_SIGNED = re.compile(r"(?P<agency>[A-Z]{2,6})(?: [A-Z]{2,4}){1,4}(?: \d{6,10})?(?: NNNN)?")
_CODES = re.compile(r"APA\d{4}\s{1,8}\d{4}-\d\d-\d\d/\d\d:\d\d|\[[A-Z]{2,4}(?: [A-Z]{2,8}){1,12}\]|[A-Za-z][a-z](?: [a-z]{2}){1,3}")
"""The number and hour of APA; where Interfax sends a dispatch, and who did."""
_INITIALS = re.compile(r"[A-Z]{2,4}|[A-Z]{2,4}(?:[/-][A-Z]{2,4}){1,3}\.?")
_NAMED = re.compile(r"(?:[^\W\d_a-z][\w.'’-]{1,20} ){2,3}\((?P<agency>[A-Z]{2,6})\)")
"""`Jan Kowalski (PAP)` below a text."""
_NOTEBOOK = re.compile(
    r"\s*(?:#+\s*(?:dpa[ -])?(?:notebook|notizblock|notepad|contacts|kontakte|redaktionelle|editorial|internet|service)\b"
    r"|\*(?:\s?\*){3,}\s*$|the following information is not\b|die folgenden informationen sind nicht\b)",
    re.IGNORECASE,
)
_NO_NOTE = re.compile(rf"\s*[#*]|{_NOTEBOOK.pattern}", re.IGNORECASE)
_NOTEBOOK_STARTS = frozenset("#*TtDd ")
_CONTACT_SIGN = re.compile(r"[@+(\d]")
"""What stands in each of these: most lines have none, and are not tried letter by letter."""
_CONTACT = re.compile(
    r"[\w.+-]{1,60}@[\w-]{1,60}\.\w|(?:\+|\b00)\d[\d ()/–-]{6,}\d|\b(?:tel|phone|fax|mobil)\w{0,6}[.: ]{1,3}[+(\d]", re.IGNORECASE
)

RESERVED = (
    r"(?:all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados|todos os direitos reservados)\b"
)
"""What keeps a text from being copied, in small letters."""
_RIGHTS = re.compile(
    r"(?:©|\(c\)|c\.) ?(?:copyright\b|[12]\d{3}\b)|(?:©|\(c\)) ?(?-i:(?:[A-Z]\S* ){1,4})[12]\d{3}\b"
    rf"|{RESERVED}|(?:©|\(c\))? ?riproduzione riservata\b"
    r"|copyright,? (?:©|\(c\)|by\b|[12]\d{3}\b|(?-i:(?:[A-Z]\S* ){1,4})[12]\d{3}\b)",
    re.IGNORECASE,
)
_LONGEST_RIGHTS = 600


KEYWORDS = re.compile(r"Keywords: (?P<slug>[^.]{2,100}?)/?")
"""The slug of Reuters, below a text."""


def time(line: str) -> WireTime | None:
    """The hour of filing that is all of `line`, to the minute, or None. The zone is declared where the line names one."""
    line = line.strip(" \t\x00\x03\x04\x0c\x7f")
    if (len(line) > _LONGEST_TIME and "RTRS" not in line) or not _DIGITS.search(line):
        return None
    found = next(filter(None, (form.fullmatch(line) for form in _FORMS)), None)
    if not found:
        return None
    printed = found["month"]
    hour = int(found["hour"])
    if half := found.groupdict().get("half"):
        hour = hour % 12 + (12 if half in "pP" else 0)
    zone = (found["zone"] or "").strip().upper()
    if half and len(zone) == 2:
        zone += "T"
    offset = _ZONES.get(zone)
    try:
        number = int(printed) if printed.isdigit() else month(printed)
        when = datetime(_year(found["year"]), number, int(found["day"]), hour, int(found["minute"]), tzinfo=UTC)
    except ValueError:
        return None
    if offset:
        when = when.replace(tzinfo=timezone(timedelta(hours=offset), zone))
    return WireTime(when, "min", tz_declared=offset is not None)


def month(name: str) -> int:
    """The number of a month by its name or the beginning of it, in the languages of the wires; 0 for what is none."""
    printed = name.lower()
    return _MONTH.get(printed[:4], _MONTH.get(printed[:3], 0))


class Closing(NamedTuple):
    """The lines for publication; those of a notebook for editors alone, without addresses; the sign-offs; the hour of filing."""

    lines: list[str]
    notes: list[str]
    signoffs: list[str]
    filed: WireTime | None


def closing(lines: Sequence[str]) -> Closing:
    """`lines` without blank ones at the end and those that close a dispatch, and these, each on one line."""
    closed: list[str] = []
    filed = None
    end = len(lines)
    while end and (not (line := lines[end - 1].strip()) or (len(closed) < _MOST_LINES and _closes(line, bool(closed)))):
        end -= 1
        filed = filed or (time(line) if line else None)
        closed[:0] = filter(None, [" ".join(line.split())])
    cut = next((k for k in range(end) if lines[k][:1] in _NOTEBOOK_STARTS and _NOTEBOOK.match(lines[k])), end)
    notes = [" ".join(line.split()).strip("- ") for line in lines[cut:end] if not (is_contact(line) or _NO_NOTE.match(line))]
    return Closing(list(lines[:cut]), [note for note in notes if note], closed, filed)


def is_closing(line: str) -> bool:
    """Whether a line alone below the text closes a dispatch: sign-off, hour of filing, initials of those who sent it."""
    return _closes(line, is_above_other=False)


def is_contact(line: str) -> bool:
    """Whether a line holds an address of mail or a telephone number."""
    return _CONTACT_SIGN.search(line) is not None and _CONTACT.search(line) is not None


def is_rights(text: str) -> bool:
    """Whether a line or paragraph says whose the text is: `Copyright 1996 by Reuters`, `All rights reserved. …`."""
    return len(text) <= _LONGEST_RIGHTS and _RIGHTS.match(text) is not None


def _closes(line: str, is_above_other: bool) -> bool:
    if time(line) is not None:
        return True
    if len(line) > _LONGEST_CLOSING:
        return False
    if is_signoff(line) or any(form.fullmatch(line) for form in (_GERMAN, _NUMBERED, _CODES)):
        return True
    if (len(line) <= _LONGEST_NAME and credit(line) is not None) or (is_above_other and _INITIALS.fullmatch(line)):
        return True
    signed = (_NAMED if line.endswith(")") else _SIGNED).fullmatch(line)
    return signed is not None and named(signed["agency"]) is not None


def _year(printed: str) -> int:
    """No wire of ours is of before 1970."""
    year = int(printed)
    return year if year > 99 else year + (1900 if year >= 70 else 2000)
