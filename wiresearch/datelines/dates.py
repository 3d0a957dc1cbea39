"""Months, weekdays and dates as datelines print them, in the languages of the wires."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from wiresearch.words import fold

_ENGLISH_MONTHS = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|december dec"
)
_OTHER_MONTHS = (
    "janvier janv enero ene janeiro gennaio gen januar jänner|février fevrier févr fevr fév fev febrero fevereiro febbraio februar"
    "|mars marzo março marco märz maerz|avril avr abril abr aprile|mai mayo maio maggio mag|juin junio junho giugno giu juni"
    "|juillet juil julio julho luglio lug juli|août aout agosto ago|septembre septiembre setiembre setembro settembre set"
    "|octobre octubre outubro out ottobre ott oktober okt|novembre noviembre novembro"
    "|décembre decembre déc diciembre dicembre dic dezembro dezember dez"
)
_NORDIC_AND_DUTCH_MONTHS = (
    "januari tammikuuta|februari helmikuuta|marts maart mrt maaliskuuta|huhtikuuta|maj mei toukokuuta|kesäkuuta kesakuuta"
    "|heinäkuuta heinakuuta|augusti augustus elokuuta|syyskuuta|lokakuuta|marraskuuta|desember joulukuuta"
)
# Hungarian, Slovak, Serbian, Slovene, Croatian (but for `listopada`, which is November in Poland), Romanian, Turkish, Indonesian, Catalan.
_OTHER_LATIN_MONTHS = (
    "január januára januara januarja siječnja sijecnja ianuarie ocak gener"
    "|február februára februara februarja veljače veljace februarie şubat subat febrer"
    "|március marta ožujka ozujka martie mart maret març|április apríla aprila travnja aprilie nisan|május mája svibnja mayıs mayis maig"
    "|június júna juna junija lipnja iunie haziran juny|július júla jula julija srpnja iulie temmuz juliol"
    "|augusztus augusta avgusta kolovoza ağustos agustos agustus agost|szeptember septembra rujna septembrie eylül eylul"
    "|október októbra oktobra octombrie ekim|novembra studenoga studenog noiembrie kasım kasim"
    "|decembra prosinca decembrie aralık aralik desembre"
)
_SLAVIC_AND_GREEK_MONTHS = (
    "января янв січня януари ledna stycznia ιανουαρίου|февраля фев лютого февруари února lutego φεβρουαρίου"
    "|марта мар березня март března marca μαρτίου"
    "|апреля апр квітня април dubna kwietnia απριλίου|мая травня май května maja μαΐου|июня июн червня юни června czerwca ιουνίου"
    "|июля июл липня юли července lipca ιουλίου|августа авг серпня август srpna sierpnia αυγούστου"
    "|сентября сен сент вересня септември září września σεπτεμβρίου|октября окт жовтня октомври října października οκτωβρίου"
    "|ноября ноя листопада ноември listopadu listopada νοεμβρίου|декабря дек грудня декември prosince grudnia δεκεμβρίου"
)
_WEEKDAY_NAMES = (
    "monday mon lundi lunes montag lunedì|tuesday tue tues mardi martes dienstag martedì|wednesday wed mercredi miércoles"
    " mittwoch mercoledì"
    "|thursday thu thurs jeudi jueves donnerstag giovedì|friday fri vendredi viernes freitag venerdì|saturday sat samedi sábado"
    " samstag sabato"
    "|sunday sun dimanche domingo sonntag domenica"
)
_NORDIC_WEEKDAYS = "mandag måndag|tirsdag tisdag|onsdag|torsdag|fredag|lørdag lördag|søndag söndag"
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ARABIC_MONTHS = "يناير|فبراير|مارس|أبريل ابريل|مايو|يونيو|يوليو|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر"
_ALL_MONTHS = (
    _OTHER_MONTHS,
    _NORDIC_AND_DUTCH_MONTHS,
    _OTHER_LATIN_MONTHS,
    _SLAVIC_AND_GREEK_MONTHS,
    _ARABIC_MONTHS,
    _ENGLISH_MONTHS,
)
MONTHS = {fold(n): k for table in _ALL_MONTHS for k, names in enumerate(table.split("|"), 1) for n in names.split()}
WEEKDAYS = {
    fold(n): _ENGLISH_DAYS[k]
    for table in (_NORDIC_WEEKDAYS, _WEEKDAY_NAMES)
    for k, names in enumerate(table.split("|"))
    for n in names.split()
}


def _any(*tables: str) -> str:
    """A pattern of the words, the longest first. One branch for each first letter: most words of a text begin with none of them."""
    words = sorted({word for table in tables for word in table.replace("|", " ").split()}, key=lambda word: (word[0], -len(word), word))
    return "|".join(f"{letter}(?:{'|'.join(word[1:] for word in group)})" for letter, group in groupby(words, key=itemgetter(0)))


_ALSO_BEFORE_THE_DAY = (
    "ene abr ago dic enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"
    " január február március április május június július augusztus szeptember október"
)
BLANK = r"[^\S\n]"
_YEAR = r"(?:19|20)\d\d"
DATE = (
    rf"(?:(?P<y1>{_YEAR})-(?P<m1>\d\d)-(?P<d1>\d\d)"
    rf"|(?P<m2>{_any(_ENGLISH_MONTHS, _ALSO_BEFORE_THE_DAY)})[.,]?{BLANK}*(?P<d2>\d\d?)(?:st|nd|rd|th)?(?:,?{BLANK}+(?P<y2>{_YEAR}))?"
    rf"|(?P<d3>\d\d?)(?:er|[.º°])?{BLANK}+(?:de{BLANK}+)?(?P<m3>{_any(*_ALL_MONTHS)})(?:\.(?!-))?"
    rf"(?:,?{BLANK}+(?:de{BLANK}+)?(?P<y3>{_YEAR}))?)(?![\w/])"
)

Day = tuple[int | None, int, int]


def printed_day(anchor: re.Match[str]) -> Day:
    """Year (None where not printed), month and day of a matched date."""
    if anchor["y1"]:
        return int(anchor["y1"]), int(anchor["m1"]), int(anchor["d1"])
    month, day, year = (anchor["m2"], anchor["d2"], anchor["y2"]) if anchor["m2"] else (anchor["m3"], anchor["d3"], anchor["y3"])
    return int(year) if year else None, MONTHS[fold(month)], int(day)


def is_printed_day(day: Day, code: str | None) -> bool:
    return 1 <= day[1] <= 12 if code else existing(day[0] or 2000, day[1], day[2]) is not None


def existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 14)
def weekday(lead: str) -> str | None:
    return next((WEEKDAYS[name] for part in lead.split(",") if (name := fold(part.strip(" .-"))) in WEEKDAYS), None)


def nearest_month(word: str) -> int | None:
    """The one English month whose full name differs from `word` in one letter (missing, added, changed, two swapped)."""
    printed = word.lower()
    near = {number for number, names in enumerate(_ENGLISH_MONTHS.split("|"), 1) if _one_slip(printed, names.split()[0])}
    return near.pop() if len(near) == 1 else None


def _one_slip(a: str, b: str) -> bool:
    same = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[same:], b[same:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:])
