"""The grammar of one line (the forms are in the text of the package)."""

from __future__ import annotations

import re
from typing import NamedTuple

from wiresearch import places
from wiresearch.agencies import by_code, credit
from wiresearch.datelines.dates import BLANK, DATE, Day, is_printed_day, nearest_month, printed_day, weekday
from wiresearch.datelines.eastern import FIRST, eastern
from wiresearch.datelines.leads import is_city, is_well_known, place_of
from wiresearch.kept import kept


class DatelineMatch(NamedTuple):
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


_WHO_OF_IT = r"(?: (?:corr|world service|exclusive|[А-Я])[^/\n]{0,60})?"
"""`ITAR-TASS correspondent Ivan Petrov`; in Russian the name alone."""
_AGENCY = (
    rf"(?:\({BLANK}*(?P<round>[^()\n]{{2,30}}?){BLANK}*\)"
    rf"|/{BLANK}?(?:Корр\. )?(?P<slashed>[A-ZЀ-ӿ][A-ZЀ-ӿ -]{{2,22}}?|ritzau){_WHO_OF_IT}{BLANK}?/)"
)
_ANCHOR = re.compile(rf"(?<![\w/-]){DATE}|{_AGENCY}", re.IGNORECASE)
_SIGN = re.compile(r"[(/0-9\u0660-\U0010ffff](?<=[(/\d])(?<!\d\d)")
"""The first digit of a number, or a mark; one set of ranges first, which is looked for four times as fast as one of two patterns."""
_DATE_ANYWHERE = re.compile(rf"(?<![\w/-]){DATE}", re.IGNORECASE)
_DATE_HERE = re.compile(rf",?{BLANK}*{DATE}", re.IGNORECASE)
_AGENCY_HERE = re.compile(rf"[.,]{{0,2}}{BLANK}*{_AGENCY}", re.IGNORECASE)
_BARE_AGENCY_HERE = re.compile(rf"[.,]?{BLANK}+(?P<name>[^\W\d_][\w.-]{{1,14}})(?={BLANK}*[-–—])")
_AGENCY_SENTENCE = re.compile(rf"(?P<name>[^\W\d_][\w-]{{1,14}}(?: [\w-]{{2,14}})?)\.{BLANK}+")
"""`МОСКВА, 12 авг - РИА Новости. Рубль ...`."""
_DAY_IN_NUMBERS = re.compile(r"(?P<place>\D{3,60}?),? (?P<day>\d\d?)[./](?P<month>\d\d?)\.? ?")
"""`GENT 12/11 (BELGA) = `; no agency of America prints the day so."""
_DAY_AHEAD = re.compile(rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.{BLANK}?(?=[^\W\d_])")
"""`16.01. Poznan (PAP) - `, as PAP prints it."""
_SEPARATOR = re.compile(rf"{BLANK}*(?:[.,]?{BLANK}*[-–—]{{1,3}}(?![\d-])|[:_=](?=\s|$))\s*")
_FULL_STOP = re.compile(r"[.:]\s*")
_LINE_END = re.compile(rf"{BLANK}*(?:\n|$)")
_SPACE = re.compile(r"\s*")
_SENTENCE = re.compile(rf"{BLANK}+(?=[\"“«'‘]?[^\W\d_])")
_START = re.compile(rf"(?:{BLANK}|[>*])*")
_PERHAPS_A_DATE = re.compile(
    rf"(?P<lead>[^\W\d_][^\n\d()]{{2,60}}?),{BLANK}*(?P<month>[^\W\d_]{{3,9}}){BLANK}+(?P<day>[\dOl]{{1,3}})(?!\w){_SEPARATOR.pattern}"
)
_IN_CAPITALS = re.compile(rf"(?P<place>[^\W\d_][^\d\n()–—:;\"!?]{{2,40}}?){BLANK}*(?:--?|[–—])(?:{BLANK}+|$)")
_LONGEST_LEAD = 70
_SHORT = 1_000
_REACH = 130
_HEAD = 1_500


def match(text: str) -> DatelineMatch | None:
    """The dateline at the start of `text`, behind blanks, `>` and `*`, or None."""
    return _match_again(text) if len(text) <= _SHORT else _match_line(text, 0)


@kept(1 << 10)
def _match_again(text: str) -> DatelineMatch | None:
    """The same: who cuts a file, who reads its parts and who normalises them each ask of the same lines, some dispatches later."""
    return _match_line(text, 0)


def alone(line: str) -> DatelineMatch | None:
    """The dateline that is the whole of `line`, or None."""
    found = match(line)
    return found if found and not line[found.span[1] :].strip() else None


@kept(1 << 14)
def declared(text: str) -> DatelineMatch | None:
    """The dateline in a text that a tag says is one: any form, or a place that the table knows, perhaps with a date (form 0)."""
    if found := match(text.strip()):
        return found
    bare = text.strip(" \t\n-–—_.")
    dated = next((date_ for date_ in _DATE_ANYWHERE.finditer(bare) if date_.end() == len(bare)), None)
    lead = bare[: dated.start()].rstrip(" ,") if dated else bare
    return _found(text, 0, len(text), lead, None, printed_day(dated) if dated else None, 0) if places.resolve(lead) else None


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
    first = text[start : start + 1]
    if first.isdecimal() and (ahead := _DAY_AHEAD.match(text, start)) and (found := _dated_ahead(text, line, ahead)):
        return found
    anchor = _anchor(text, start, start)
    found = _anchored(text, start, anchor) or _qualified(text, start, anchor) if anchor else None
    found = found or _misspelt(text, start) or _city_alone(text, start) or (_eastern(text, start) if first in FIRST else None)
    return found._replace(span=(line, found.span[1])) if found and start > line else found


def _dated_ahead(text: str, line: int, ahead: re.Match[str]) -> DatelineMatch | None:
    """Form 3 with the day before the place."""
    anchor = _anchor(text, ahead.end(), ahead.end())
    found = _agency_first(text, ahead.end(), anchor) if anchor and anchor["round"] and anchor.start() > ahead.end() else None
    day = (None, int(ahead["month"]), int(ahead["day"]))
    if not found or found.day or not is_printed_day(day, None):
        return None
    return found._replace(month=day[1], day=day[2], text=text[line : found.span[1]].strip(), span=(line, found.span[1]))


def _anchor(text: str, start: int, behind: int) -> re.Match[str] | None:
    """The first match of _ANCHOR from `behind` on, if what stands before it in the line may be a place.

    It is looked for only where a number or a mark is: most lines have none, and to try every letter takes five times as long.
    """
    newline = text.find("\n", start, start + _REACH)
    reach = newline if newline >= 0 else start + _REACH
    for sign in _SIGN.finditer(text, behind, reach):
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


def _qualified(text: str, start: int, anchor: re.Match[str]) -> DatelineMatch | None:
    """Form 1 or 7 where the first parentheses hold a country or, with an agency behind, a province: `Porto (Portugal), 4 mar (EFE)`."""
    if not anchor["round"] or not text.startswith(",", anchor.end()):
        return None
    behind = _anchor(text, start, anchor.end())
    found = _anchored(text, start, behind) if behind else None
    return found if found and (found.agency or places.country(anchor["round"])) else None


def _date_first(text: str, start: int, anchor: re.Match[str]) -> DatelineMatch | None:
    """Forms 1, 4, 6, 7 and 8."""
    day, end = printed_day(anchor), anchor.end()
    lead = text[start : anchor.start()]
    if agency := _AGENCY_HERE.match(text, end):
        code = credit(agency["round"] or agency["slashed"])
        if agency["slashed"]:
            return (
                _found(text, start, _first_end((_SEPARATOR, _FULL_STOP), text, agency.end()) or agency.end(), lead, code, day, 4)
                if code
                else None
            )
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
    sure = lead.rstrip().endswith((",", ".")) or is_city(lead.strip(" -–—"))
    if not after or not sure:
        return None
    sentence = None if code else _AGENCY_SENTENCE.match(text, after)
    if sentence and (code := credit(sentence["name"])):
        after = sentence.end()
    return _found(text, start, after, lead, code, day, 7)


def _agency_first(text: str, start: int, anchor: re.Match[str]) -> DatelineMatch | None:
    """Forms 2, 3 and 4 (without a date)."""
    code, end = credit(anchor["round"] or anchor["slashed"]), anchor.end()
    lead = text[start : anchor.start()]
    after = _end(_SEPARATOR, text, end)
    if code and after and (numbers := _DAY_IN_NUMBERS.fullmatch(lead)):
        day = (None, int(numbers["month"]), int(numbers["day"]))
        return _found(text, start, after, numbers["place"], code, day, 1) if is_printed_day(day, None) else None
    if not code:
        return _found(text, start, after, lead, None, None, 3) if after and weekday(lead) else None
    if anchor["slashed"]:
        after = after or _first_end((_FULL_STOP, _LINE_END), text, end)
        return _found(text, start, after, lead, code, None, 4) if after else None
    if (date_ := _DATE_HERE.match(text, end)) and (after_date := _first_end((_LINE_END, _SEPARATOR, _SENTENCE), text, date_.end())):
        return _found(text, start, after_date, lead, code, printed_day(date_), 2)
    if (
        after
        and (date_ := _DATE_HERE.match(text, after))
        and (date_["y2"] or date_["y3"])
        and (after_date := _end(_SEPARATOR, text, date_.end()))
    ):
        return _found(text, start, after_date, lead, code, printed_day(date_), 2)  # CHICAGO--(BUSINESS WIRE)--Jan. 2, 2006--
    if after or _LINE_END.match(text, end):
        return _found(text, start, after or end, lead, code, None, 3)
    sentence = _end(_SENTENCE, text, end)
    return _found(text, start, sentence, lead, code, None, 3) if sentence and places.resolve(lead.strip()) else None


def _agency_alone(text: str, start: int, anchor: re.Match[str]) -> DatelineMatch | None:
    """Forms 5 and 9, and form 7 in parentheses."""
    code, after = credit(anchor["round"] or ""), _end(_SEPARATOR, text, anchor.end())
    if not code and (inside := _DATE_ANYWHERE.search(text, start, anchor.end())) and inside.end() == anchor.end() - 1:
        return _found(text, start, anchor.end(), text[start + 1 : inside.start()], None, printed_day(inside), 7)
    if not code or not after:
        return None
    date_ = _DATE_ANYWHERE.search(text, after, after + _LONGEST_LEAD)
    end = _end(_SEPARATOR, text, date_.end()) if date_ else None
    if date_ and end and (found := _found(text, start, end, text[after : date_.start()], code, printed_day(date_), 5)):
        return found
    return _found(text, start, after, "", code, None, 9)


def _misspelt(text: str, start: int) -> DatelineMatch | None:
    """Form 7 with a letter wrong in the month, or a day that cannot be read (`March 119`), behind a city that the table knows."""
    found = _PERHAPS_A_DATE.match(text, start) if "," in text[start : start + _LONGEST_LEAD] else None
    month = nearest_month(found["month"]) if found and is_city(found["lead"]) else None
    if not found or not month:
        return None
    readable = found["day"].isdecimal() and len(found["day"]) <= 2
    return _found(text, start, found.end(), found["lead"], None, (None, month, int(found["day"])) if readable else None, 7)


def _city_alone(text: str, start: int) -> DatelineMatch | None:
    """Form 10: only a city that the table of places knows well, or one with its qualifier."""
    found = None if text[start + 1 : start + 2].islower() else _IN_CAPITALS.match(text, start)
    if not found or not found["place"].partition(",")[0].isupper():
        return None
    return _found(text, start, found.end(), found["place"], None, None, 10) if is_well_known(found["place"]) else None


def _eastern(text: str, start: int) -> DatelineMatch | None:
    """Form 11."""
    found = eastern(text, start)
    if not found or (found.day and not is_printed_day(found.day, found.agency)):
        return None
    year, month, day = found.day or (None, None, None)
    return DatelineMatch(text[start : found.end].strip(), found.place, found.agency, year, month, day, None, 11, (start, found.end))


def _found(text: str, start: int, end: int | None, lead: str, code: str | None, day: Day | None, form: int) -> DatelineMatch | None:
    """The match, if what stands before the anchor is a place (or nothing, where the form allows it).

    A day that does not exist is a misprint where an agency stands beside it, else it may be anything (`March 88`).
    """
    place = place_of(lead)
    if end is None or (place is None and (lead.strip(" ,") or form not in {6, 9})) or (day and not is_printed_day(day, code)):
        return None
    author = code if code and by_code(code).role == "agency" else None
    year, month, number = day or (None, None, None)
    return DatelineMatch(text[start:end].strip(), place, author, year, month, number, weekday(lead), form, (start, end))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int | None:
    found = pattern.match(text, at)
    return found.end() if found else None


def _first_end(patterns: tuple[re.Pattern[str], ...], text: str, at: int) -> int | None:
    return next((end for pattern in patterns if (end := _end(pattern, text, at))), None)
