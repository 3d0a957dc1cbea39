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
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from wiresearch import places
from wiresearch.agencies import BY_CODE, credit
from wiresearch.dispatch import Dateline, changed, made
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
    "|octobre octubre outubro out ottobre ott oktober okt|novembre noviembre novembro"
    "|décembre decembre déc diciembre dicembre dic dezembro dezember dez"
)
_WEEKDAY_NAMES = (
    "monday mon lundi lunes montag lunedì|tuesday tue tues mardi martes dienstag martedì|wednesday wed mercredi miércoles"
    " mittwoch mercoledì"
    "|thursday thu thurs jeudi jueves donnerstag giovedì|friday fri vendredi viernes freitag venerdì|saturday sat samedi sábado"
    " samstag sabato"
    "|sunday sun dimanche domingo sonntag domenica"
)
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = {fold(n): k for table in (_OTHER_MONTHS, _ENGLISH_MONTHS) for k, names in enumerate(table.split("|"), 1) for n in names.split()}
_WEEKDAYS = {fold(n): _ENGLISH_DAYS[k] for k, names in enumerate(_WEEKDAY_NAMES.split("|")) for n in names.split()}


def _any(*tables: str) -> str:
    words = {word for table in tables for word in table.replace("|", " ").split()}
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_ALSO_BEFORE_THE_DAY = "ene abr ago dic"
_BLANK = r"[^\S\n]"
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:(?P<y1>{_YEAR})-(?P<m1>\d\d)-(?P<d1>\d\d)"
    rf"|(?P<m2>{_any(_ENGLISH_MONTHS, _ALSO_BEFORE_THE_DAY)})[.,]?{_BLANK}*(?P<d2>\d\d?)(?:st|nd|rd|th)?(?:,?{_BLANK}+(?P<y2>{_YEAR}))?"
    rf"|(?P<d3>\d\d?)(?:er|[.º°])?{_BLANK}+(?:de{_BLANK}+)?(?P<m3>{_any(_ENGLISH_MONTHS, _OTHER_MONTHS)})(?:\.(?!-))?"
    rf"(?:,?{_BLANK}+(?:de{_BLANK}+)?(?P<y3>{_YEAR}))?)(?![\w/])"
)
_AGENCY = rf"(?:\({_BLANK}*(?P<round>[^()\n]{{2,30}}?){_BLANK}*\)|/{_BLANK}?(?P<slashed>[A-Z][A-Z -]{{2,12}}|ritzau){_BLANK}?/)"
_ANCHOR = re.compile(rf"(?<![\w/-]){_DATE}|{_AGENCY}", re.IGNORECASE)
_SIGN = re.compile(r"\d+|[(/]")
_DATE_ANYWHERE = re.compile(rf"(?<![\w/-]){_DATE}", re.IGNORECASE)
_DATE_HERE = re.compile(rf",?{_BLANK}*{_DATE}", re.IGNORECASE)
_AGENCY_HERE = re.compile(rf"[.,]{{0,2}}{_BLANK}*{_AGENCY}", re.IGNORECASE)
_BARE_AGENCY_HERE = re.compile(rf",?{_BLANK}+(?P<name>[^\W\d_][\w-]{{1,14}})(?={_BLANK}*[-–—])")
_SEPARATOR = re.compile(rf"{_BLANK}*(?:[.,]?{_BLANK}*[-–—]{{1,3}}(?![\d-])|[:_](?=\s|$))\s*")
_FULL_STOP = re.compile(r"[.:]\s*")
_LINE_END = re.compile(rf"{_BLANK}*(?:\n|$)")
_SPACE = re.compile(r"\s*")
_SENTENCE = re.compile(rf"{_BLANK}+(?=[\"“«'‘]?[^\W\d_])")
_START = re.compile(rf"(?:{_BLANK}|[>*])*")
_PERHAPS_A_DATE = re.compile(
    rf"(?P<lead>[^\W\d_][^\n\d()]{{2,60}}?),{_BLANK}*(?P<month>[^\W\d_]{{3,9}}){_BLANK}+(?P<day>\d\d?)(?!\d){_SEPARATOR.pattern}"
)
_IN_CAPITALS = re.compile(rf"(?P<place>[^\W\d_][^\d\n()–—:;\"!?]{{2,40}}?){_BLANK}*(?:--?|[–—])(?:{_BLANK}+|$)")
_PLACE_PART = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’/ -])*")
_PROVINCE = re.compile(rf"{_BLANK}*\(([^()\n]{{2,30}})\)")
_NOT_FIRST = frozenset({"In", "On", "At", "By", "From", "After", "Since", "Until", "For"})
_CONNECTING = frozenset(
    {
        "of",
        "and",
        "the",
        "de",
        "da",
        "do",
        "du",
        "la",
        "le",
        "el",
        "al",
        "les",
        "los",
        "las",
        "sur",
        "am",
        "bei",
        "an",
        "der",
        "di",
        "y",
        "et",
    }
)
_LONGEST_LEAD = 70
_SHORT = 1_000
_REACH = 130
_HEAD = 1_500
_BIG_CITY, _HUGE_CITY = 200_000, 1_000_000
_COUNTRY_ALONE = frozenset({"country", "region", "state", "nowhere"})


def match(text: str) -> DatelineMatch | None:
    """The dateline at the start of `text`, behind blanks, `>` and `*`, or None."""
    return _match_again(text) if len(text) <= _SHORT else _match_line(text, 0)


@lru_cache(maxsize=1 << 10)
def _match_again(text: str) -> DatelineMatch | None:
    """The same: who cuts a file, who reads its parts and who normalises them each ask of the same lines, some dispatches later."""
    return _match_line(text, 0)


def alone(line: str) -> DatelineMatch | None:
    """The dateline that is the whole of `line`, or None."""
    found = match(line)
    return found if found and not line[found.span[1] :].strip() else None


@lru_cache(maxsize=1 << 14)
def declared(text: str) -> DatelineMatch | None:
    """The dateline in a text that a tag says is one: any form, or a place that the table knows (form 0)."""
    bare = text.strip(" \t\n-–—_.")
    return match(text.strip()) or (_found(text, 0, len(text), bare, None, None, 0) if places.resolve(bare) else None)


def find(text: str) -> DatelineMatch | None:
    """The first dateline at the start of a line in the first 1,500 characters, its span in `text`; or None."""
    line = 0
    while line < min(len(text), _HEAD):
        if found := _match_line(text, line):
            return found
        line = text.find("\n", line) + 1
        if not line:
            break
    return None


def _match_line(text: str, line: int) -> DatelineMatch | None:
    start = _end(_START, text, line) or line
    anchor = _anchor(text, start)
    found = _anchored(text, start, anchor) if anchor else None
    found = found or _misspelt(text, start) or _city_alone(text, start)
    return changed(found, span=(line, found.span[1])) if found else None


def _anchor(text: str, start: int) -> re.Match[str] | None:
    """The first match of _ANCHOR, if what stands before it may be a place.

    It is looked for only where a number or a mark is: most lines have none, and to try every letter takes five times as long.
    """
    newline = text.find("\n", start, start + _REACH)
    reach = newline if newline >= 0 else start + _REACH
    for sign in _SIGN.finditer(text, start, reach):
        at = sign.start()
        word = at if text[at] in "(/" else _word_before(text, start, at)
        if word - start > _LONGEST_LEAD:
            break
        if found := (word < at and _ANCHOR.match(text, word, reach)) or _ANCHOR.match(text, at, reach):
            return found if found.start() - start <= _LONGEST_LEAD else None
    return None


def _word_before(text: str, start: int, at: int) -> int:
    """Where the word before a number begins, which may be the month; `at` where there is none."""
    head = text[start:at].rstrip()
    end = len(head) - head.endswith((".", ","))
    begin = end
    while begin and head[begin - 1].isalpha():
        begin -= 1
    return start + begin if begin < end else at


def _anchored(text: str, start: int, anchor: re.Match[str]) -> DatelineMatch | None:
    if anchor["round"] or anchor["slashed"]:
        return _agency_first(text, start, anchor) if anchor.start() > start else _agency_alone(text, start, anchor)
    return _date_first(text, start, anchor)


def _date_first(text: str, start: int, anchor: re.Match[str]) -> DatelineMatch | None:
    """Forms 1, 4, 6, 7 and 8."""
    day, end = _day(anchor), anchor.end()
    lead = text[start : anchor.start()]
    if agency := _AGENCY_HERE.match(text, end):
        code = credit(agency["round"] or agency["slashed"])
        if agency["slashed"]:
            return _found(text, start, _end(_FULL_STOP, text, agency.end()) or agency.end(), lead, code, day, 4) if code else None
        after = _end(_SEPARATOR, text, agency.end())
        if code or after:
            return _found(text, start, after or _end(_SPACE, text, agency.end()), lead, code, day, 1 if lead.strip(" ,-") else 6)
    if not lead.strip():
        return None
    if anchor["y1"] and _LINE_END.match(text, end):
        return _found(text, start, end, lead, None, day, 8)
    name = _BARE_AGENCY_HERE.match(text, end)
    code = credit(name["name"]) if name else None
    after = _end(_SEPARATOR, text, name.end() if name and code else end)
    sure = lead.rstrip().endswith((",", ".")) or _is_city(lead.strip(" -–—"))
    return _found(text, start, after, lead, code, day, 7) if after and sure else None


def _agency_first(text: str, start: int, anchor: re.Match[str]) -> DatelineMatch | None:
    """Forms 2, 3 and 4 (without a date)."""
    code, end = credit(anchor["round"] or anchor["slashed"]), anchor.end()
    lead = text[start : anchor.start()]
    after = _end(_SEPARATOR, text, end)
    if not code:
        return _found(text, start, after, lead, None, None, 3) if after and _weekday(lead) else None
    if anchor["slashed"]:
        after = _end(_FULL_STOP, text, end) or after
        return _found(text, start, after, lead, code, None, 4) if after else None
    if (date_ := _DATE_HERE.match(text, end)) and (after_date := _first_end((_LINE_END, _SEPARATOR, _SENTENCE), text, date_.end())):
        return _found(text, start, after_date, lead, code, _day(date_), 2)
    if after or _LINE_END.match(text, end):
        return _found(text, start, after or end, lead, code, None, 3)
    sentence = _end(_SENTENCE, text, end)
    return _found(text, start, sentence, lead, code, None, 3) if sentence and places.resolve(lead.strip()) else None


def _agency_alone(text: str, start: int, anchor: re.Match[str]) -> DatelineMatch | None:
    """Forms 5 and 9, and form 7 in parentheses."""
    code, after = credit(anchor["round"] or ""), _end(_SEPARATOR, text, anchor.end())
    if not code and (inside := _DATE_ANYWHERE.search(text, start, anchor.end())) and inside.end() == anchor.end() - 1:
        return _found(text, start, anchor.end(), text[start + 1 : inside.start()], None, _day(inside), 7)
    if not code or not after:
        return None
    date_ = _DATE_ANYWHERE.search(text, after, after + _LONGEST_LEAD)
    end = _end(_SEPARATOR, text, date_.end()) if date_ else None
    if date_ and end and (found := _found(text, start, end, _PROVINCE.sub(r", \1", text[after : date_.start()]), code, _day(date_), 5)):
        return found
    return _found(text, start, after, "", code, None, 9)


def _misspelt(text: str, start: int) -> DatelineMatch | None:
    """Form 7 with a letter wrong in the month, behind a city that the table knows."""
    found = _PERHAPS_A_DATE.match(text, start) if "," in text[start : start + _LONGEST_LEAD] else None
    month = _nearest_month(found["month"]) if found and _is_city(found["lead"]) else None
    return _found(text, start, found.end(), found["lead"], None, (None, month, int(found["day"])), 7) if found and month else None


def _nearest_month(word: str) -> int | None:
    """The one English month whose full name differs from `word` in one letter (missing, added, changed, two swapped)."""
    printed = word.lower()
    near = {number for number, names in enumerate(_ENGLISH_MONTHS.split("|"), 1) if _one_slip(printed, names.split()[0])}
    return near.pop() if len(near) == 1 else None


def _one_slip(a: str, b: str) -> bool:
    same = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[same:], b[same:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _city_alone(text: str, start: int) -> DatelineMatch | None:
    """Form 10: only a city that the table of places knows well, or one with its qualifier."""
    found = None if text[start + 1 : start + 2].islower() else _IN_CAPITALS.match(text, start)
    if not found or not found["place"].partition(",")[0].isupper():
        return None
    return _found(text, start, found.end(), found["place"], None, None, 10) if _is_well_known(found["place"]) else None


def _is_well_known(printed: str) -> bool:
    place = places.resolve(printed)
    if not place or place.rule in _COUNTRY_ALONE:
        return False
    its_name = places.fold_place(printed) == places.fold_place(place.name)
    return "qualifier" in place.rule or place.rule in {"override", "by hand"} or place.population > (_BIG_CITY if its_name else _HUGE_CITY)


def _is_city(printed: str) -> bool:
    place = places.resolve(printed)
    return place is not None and place.rule not in _COUNTRY_ALONE


_Day = tuple[int | None, int, int]


def _day(anchor: re.Match[str]) -> _Day:
    """Year (None where not printed), month and day of a matched date."""
    if anchor["y1"]:
        return int(anchor["y1"]), int(anchor["m1"]), int(anchor["d1"])
    month, day, year = (anchor["m2"], anchor["d2"], anchor["y2"]) if anchor["m2"] else (anchor["m3"], anchor["d3"], anchor["y3"])
    return int(year) if year else None, _MONTHS[fold(month)], int(day)


def _found(text: str, start: int, end: int | None, lead: str, code: str | None, day: _Day | None, form: int) -> DatelineMatch | None:
    """The match, if what stands before the anchor is a place (or nothing, where the form allows it).

    A day that does not exist is a misprint where an agency stands beside it, else it may be anything (`March 88`).
    """
    place = _place(lead)
    if end is None or (place is None and (lead.strip(" ,") or form not in {6, 9})) or (day and not _is_printed_day(day, code)):
        return None
    author = code if code and BY_CODE[code].role == "agency" else None
    year, month, number = day or (None, None, None)
    return DatelineMatch(text[start:end].strip(), place, author, year, month, number, _weekday(lead), form, (start, end))


def _is_printed_day(day: _Day, code: str | None) -> bool:
    return 1 <= day[1] <= 12 if code else _date(day[0] or 2000, day[1], day[2]) is not None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 14)
def _place(lead: str) -> str | None:
    """The place that `lead` prints, without weekday and trailing marks; None if it is not of the shape of a place."""
    parts = [" ".join(part.split()) for part in lead.strip(" \t,-–—").split(",")]
    parts = [part for part in parts if part and fold(part) not in _WEEKDAYS]
    if not 1 <= len(parts) <= 3 or parts[0].split()[0] in _NOT_FIRST:
        return None
    place = ", ".join(parts)
    if not all(_is_place_part(part, number > 0) for number, part in enumerate(parts)) and not _is_city(place):
        return None
    return _without_full_stop(place, len(parts) > 1)


def _is_place_part(part: str, qualifier: bool) -> bool:
    words = part.split()
    return (
        len(words) <= 5
        and _PLACE_PART.fullmatch(part) is not None
        and (words[0][0].isupper() or qualifier)
        and all(word[0].isupper() or word in _CONNECTING or not word[0].isalpha() for word in words)
    )


def _without_full_stop(place: str, qualified: bool) -> str:
    """A trailing dot belongs to the place only after an abbreviation."""
    last = place.split()[-1].rstrip(".")
    abbreviated = "." in last or places.region(last) or len(last) <= (4 if qualified else 2)
    return place if not place.endswith(".") or abbreviated else place[:-1]


@lru_cache(maxsize=1 << 14)
def _weekday(lead: str) -> str | None:
    return next((_WEEKDAYS[name] for part in lead.split(",") if (name := fold(part.strip(" .-"))) in _WEEKDAYS), None)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int | None:
    found = pattern.match(text, at)
    return found.end() if found else None


def _first_end(patterns: tuple[re.Pattern[str], ...], text: str, at: int) -> int | None:
    return next((end for pattern in patterns if (end := _end(pattern, text, at))), None)


_REACH_AHEAD = timedelta(days=2)
_LEAP_YEARS_APART = 9


def complete(found: DatelineMatch, *, reference: date | None, year: int | None, neighbour: date | None = None) -> Dateline:
    """The record of a match, its place resolved and its date with a year where one can be known.

    The year comes from the text, else from `reference` (a day declared in the dispatch: the year that puts the date
    nearest to it, no later than two days after), else from `year`, else from `neighbour` (the day of another dispatch of
    the file: the year that puts the date nearest to it, before or after); `date_rule` says which.
    """
    day, rule = _dated(found, reference, year, neighbour)
    date_text = None if found.month is None else f"{found.year or '-'}-{found.month:02}-{found.day:02}"
    place = (places.resolve(found.place) or places.beside(found.place)) if found.place else None
    if place:
        city = None if place.rule in _COUNTRY_ALONE else place.name
    else:
        city = places.title_case(found.place.partition(",")[0].strip()) if found.place else None
    return made(
        Dateline,
        text=found.text,
        place=found.place,
        city=city,
        area=place.area if place else None,
        country=place.country if place else None,
        candidates=place.candidates if place else (),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        date=day,
        date_text=date_text,
        weekday=found.weekday,
        agency=found.agency,
        form=found.form,
        rule=place.rule if place else "unresolved" if found.place else None,
        date_rule=rule,
        confidence=place.confidence if place else 0.0,
        span=found.span,
    )


def _dated(found: DatelineMatch, reference: date | None, year: int | None, neighbour: date | None) -> tuple[date | None, str | None]:
    if found.month is None or found.day is None:
        return None, None
    if found.year:
        printed = _date(found.year, found.month, found.day)
        return printed, "text" if printed else None
    if reference:
        latest = min(reference, date.max - _REACH_AHEAD) + _REACH_AHEAD
        near = (_date(y, found.month, found.day) for y in range(latest.year, max(0, latest.year - _LEAP_YEARS_APART), -1))
        return next((day for day in near if day and day <= latest), None), "declared time"
    if year is not None:
        given = _date(year, found.month, found.day)
        return given, "given year" if given else None
    if not neighbour:
        return None, None
    around = (_date(y, found.month, found.day) for y in range(max(1, neighbour.year - 1), min(date.max.year, neighbour.year + 1) + 1))
    nearest = min((day for day in around if day), key=lambda day: abs(day - neighbour), default=None)
    return nearest, "neighbour" if nearest else None
