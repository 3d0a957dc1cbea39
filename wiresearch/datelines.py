"""The dateline grammar: where, when and by whom, at the start of a dispatch.

Ten forms, AG an agency of the table, SEP a dash, colon or the like:

== ================================= =====================================
1  place, date (AG) SEP              most agencies
2  place (AG) date                   web services
3  place (AG) SEP                    AP, Kyodo, dpa, EFE
4  place, date. /AG/.                TASS; without date Ritzau
5  (AG) - place, date -              ANSA
6  date (AG) SEP                     UPI of today
7  place, date[, AG] SEP             Reuters of 1987, AAP
8  place ISO-date, end of line       RCV1
9  (AG) SEP                          Reuters without place
10 CITY SEP                          only where the table of places knows it
== ================================= =====================================

The first date or agency of a line is its anchor: what stands before it must be a place, what follows must fit the form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wiresearch import places
from wiresearch.agencies import BY_CODE, credit
from wiresearch.dispatch import Dateline
from wiresearch.words import fold


@dataclass(frozen=True, slots=True)
class DatelineMatch:
    """A dateline found in a text.

    `text` is literal, its separator included; `place` as printed; `agency` a code; `year` None where it is not printed;
    `weekday` in English. `form` is the number of the form. `span` (code points) is what to cut from the text: leading
    blanks, separator and the blanks behind it included.
    """

    text: str
    place: str | None
    agency: str | None
    year: int | None
    month: int | None
    day: int | None
    weekday: str | None
    form: int
    span: tuple[int, int]


_ENGLISH_MONTHS = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|december dec"
)
_OTHER_MONTHS = (
    "janvier janv enero ene janeiro gennaio gen januar jänner|février fevrier févr fevr fév fev febrero fevereiro febbraio februar"
    "|mars marzo março marco märz maerz|avril avr abril abr aprile|mai mayo maio maggio mag|juin junio junho giugno giu juni"
    "|juillet juil julio julho luglio lug juli|août aout agosto ago|septembre septiembre setiembre setembro settembre set"
    "|octobre octubre outubro out ottobre ott oktober okt|novembre noviembre novembro|décembre decembre déc diciembre dicembre dic dezembro dezember dez"
)
_WEEKDAY_NAMES = (
    "monday mon lundi lunes montag lunedì|tuesday tue tues mardi martes dienstag martedì|wednesday wed mercredi miércoles mittwoch mercoledì"
    "|thursday thu thurs jeudi jueves donnerstag giovedì|friday fri vendredi viernes freitag venerdì|saturday sat samedi sábado samstag sabato"
    "|sunday sun dimanche domingo sonntag domenica"
)
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = {fold(n): k for table in (_OTHER_MONTHS, _ENGLISH_MONTHS) for k, names in enumerate(table.split("|"), 1) for n in names.split()}
_WEEKDAYS = {fold(n): _ENGLISH_DAYS[k] for k, names in enumerate(_WEEKDAY_NAMES.split("|")) for n in names.split()}


def _any(*tables: str) -> str:
    words = {word for table in tables for word in table.replace("|", " ").split()}
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?P<iso>(?P<y1>{_YEAR})-(?P<m1>\d\d)-(?P<d1>\d\d))"
    rf"|(?P<m2>{_any(_ENGLISH_MONTHS)})\.?\s+(?P<d2>\d\d?)(?:st|nd|rd|th)?(?:,?\s+(?P<y2>{_YEAR}))?"
    rf"|(?P<d3>\d\d?)(?:er|[.º°])?\s+(?:de\s+)?(?P<m3>{_any(_ENGLISH_MONTHS, _OTHER_MONTHS)})(?:\.(?!-))?(?:\s+(?:de\s+)?(?P<y3>{_YEAR}))?"
)
_AGENCY = r"\(\s*(?P<round>[^()\n]{2,30}?)\s*\)|/\s?(?P<slashed>[A-Z][A-Z -]{2,12}|ritzau)\s?/"
_ANCHOR = re.compile(rf"(?<![\w/-])(?:{_DATE})(?![\w/])|{_AGENCY}", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:\.?\s*[-–—]{1,3}(?![\d-])|[:_](?=\s|$))\s*")
_BARE_AGENCY = re.compile(r",?\s+([A-Z][\w-]{1,14})(?=\s*[-–—])")
_GAP = re.compile(r"[.,]{0,2}\s*")
_START = re.compile(r"[\s>*]*")
_LONGEST_LEAD = 70
_REACH = 130
_HEAD = 1_500


def match(text: str) -> DatelineMatch | None:
    """The dateline at the start of `text`, behind blanks, `>` and `*`, or None."""
    return _match_at(text, 0)


def alone(line: str) -> DatelineMatch | None:
    """The dateline that is the whole of `line`, or None."""
    found = match(line)
    return found if found and not line[found.span[1] :].strip() else None


def find(text: str) -> DatelineMatch | None:
    """The first dateline at the start of a line in the first 1,500 characters, its span in `text`; or None."""
    start = 0
    while 0 <= start < min(len(text), _HEAD):
        if found := _match_at(text, start):
            return found
        start = text.find("\n", start) + 1 or -1
    return None


def _match_at(text: str, line: int) -> DatelineMatch | None:
    start = _start(text, line)
    anchor = _ANCHOR.search(text, start, start + _REACH)
    if anchor and anchor.start() - start <= _LONGEST_LEAD and (found := _anchored(text, start, anchor)):
        return replace(found, span=(line, found.span[1]))
    found = _bare_city(text, start)
    return replace(found, span=(line, found.span[1])) if found else None


def _start(text: str, line: int) -> int:
    found = _START.match(text, line)
    return found.end() if found else line


def _anchored(text: str, start: int, anchor: re.Match[str]) -> DatelineMatch | None:
    lead = text[start : anchor.start()]
    if "\n" in lead:
        return None
    if anchor["round"] or anchor["slashed"]:
        return _agency_first(text, start, lead, anchor)
    return _date_first(text, start, lead, anchor)
