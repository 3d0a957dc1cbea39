"""What stands above the text of a dispatch: slug, headline, byline, note, take and bullets, in any order.

Position and the dateline grammar decide what a line is, not blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from wiresearch import agencies, datelines
from wiresearch.dispatch import WireTime
from wiresearch.readers import bylines
from wiresearch.readers.trailers import closing, is_rights
from wiresearch.readers.webtimes import written
from wiresearch.words import fold_word

_HEADER_LINES = 16
_LONGEST_HEADLINE = 200
_MOST_CONTINUED = 3
_LONGEST_TAKE = 16
_ORDINAL = r"\d{1,2}\.?(?:st|nd|rd|th)?"
_TAKE = re.compile(
    rf"\(?(?:urgent|bulletin|flash|extra|eilmeldung|eil|snap|achtung|attention|refile|repeat|rpt|writethru|korrektur|berichtigung|correct(?:ion|ed)"
    rf"|zusammenfassung|wiederholung|roundup|advisory|(?:{_ORDINAL} )?(?:ld|lead|add|update|zusammenfassung)(?:[ -]writethru)?"
    r"|(?:update|lead|ld|add) \d{1,2}|kill(?: kill kill)?|stor(?:y|ies) (?:killed|withdrawn)"
    r"|hold(?: hold hold)?)(?: ?[-–]? ?\d{1,2}[.:]?\d\d)?\)?:?",
    re.IGNORECASE,
)
_EDNOTE = re.compile(
    r"\((?:ATTN|Eds?|Adds?|Updates?|Updating|Recasts?|Corrects?|Correcting|Correction|Corrected|Repeats?|Refiles?|Releads?|Rewrites?|Writethru"
    r"|Writes? through|New throughout|Changes?|Combines?|Clarifies|Clarification|Fixes|Removes?|Deletes?|Restores?|Inserts?|Wraps?"
    r"|Edits?|Includes?|Embargoed|Note to editors|Eds note|With (?:photos?|graphics?)|For (?:other|more|a)\b|Berichtig\w+"
    r"|(?:In|This) [^()]{0,40}\bstory|Zusammenfassung|Wiederholung)\b.*"
    r"|(?:Eds?|EDS|EDITORS?'?S?'?(?: NOTE)?|Editors?'?s?'? [Nn]ote|ATTN|ATTENTION|Achtung|Sperrfrist|Berichtigung|Korrektur)\b ?[:_–—-].*"
    r"|(?:(?:strictly )?embargoed (?:for|until|till)\b|embargo(?: until\b| ?:)"
    r"|not for (?:use|release|publication|broadcast) (?:before|until)\b"
    r"|for release (?:(?:on|at|after|anytime|[ap]ms) )?(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day|[\d(]|[ap]\.?m)).*|\$adv\w{0,8}"
    r"|(?:text|excerpts?) (?:of|from) (?:an? )?(?:report|article|commentary|interview|announcement)\b.{1,30}\bby\b.*",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"(?:With )?A[FP]P? (?:Photos?|Graphics?|Video)\b.{0,120}|\(?(?:Photos?|Graphics?|Pix) (?:available|by)\b.{0,120}", re.IGNORECASE
)
_BULLET = re.compile(r"[*•]+\s*(?=[^\s*])")
_SLUG = re.compile(r"[^\W_][\w.&'’ -]{1,38}(?:/[\w.&'’ -]{1,38}){0,4}/")
_ANPA_SLUG = re.compile(
    r"(?:BC|AM|PM|AP|bc|am|pm)-+(?:[\w*./ ,&'-]{2,60} \d\d-\d\d(?: +\d{2,5})?|(?:[\w*./,&'-]| (?![a-z](?!\d{3,5}\b))){2,60})"
)
_JOINED_SLUG = re.compile(r"[^\W_]\w*(?:[-/][\w.'’]+)+(?:, ?[\w. -]{1,30})*(?: \((?P<take>[^()]{2,30})\))?|[A-Z]{3}\d{1,3}")
_CAPITAL_SLUG = re.compile(r"[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?(?:-[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?){1,3}")
"""As EFE prints it above a headline in small letters: `SRI LANKA-GUERRILLA`."""
_SLUG_TAKE = re.compile(
    r"[ ,-]+(?P<take>\d{1,2}(?:st|nd|rd|th) ?(?:ld|lead|add)(?:[ -]?writethru)?|urgent|bulletin|flash)(?=[ ,]|$)", re.IGNORECASE
)
_CORRECTED = re.compile(r"\(?(?P<take>Berichtigung|Korrektur|Correction|Corrected)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<who>[A-Za-z]{2,8})[ -]?\d{3,4}(?: [\dA-Z:/]{1,12}){0,5}|[A-Z]{4}\d\d [A-Z]{4} \d{6}|INDEX: .{2,60}|[_=*#–—-]{3,}"
    r"|\d\d?[:.]\d\d(?: [A-Z]{3,4})?(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}))?"
)
"""What is no headline: the number of a dispatch behind the name of its agency, that of a weather office, a rule, the hour alone."""
_DIGIT = re.compile(r"\d")
SUBTITLE = "Utl.: "
"""What APA writes before a second headline."""
_ENDED = re.compile(r"[.!?…:;,]$")


class Layout(NamedTuple):
    """The lines above the text, the line the text begins with, and the line of a dateline with the match, if one was found."""

    above: Sequence[int]
    start: int
    dateline: int | None = None
    match: datelines.DatelineMatch | None = None

    @property
    def is_alone(self) -> bool:
        """Whether the dateline is all of its line, which then is no part of the text."""
        return self.dateline is not None and self.start > self.dateline


class Heading(NamedTuple):
    """The fields that the lines above a text fill, and which of them is the headline."""

    headline: str = ""
    headlines: tuple[str, ...] = ()
    byline: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    ednote: str | None = None
    agency: str | None = None
    versioncreated: WireTime | None = None
    copyrightnotice: str | None = None
    creditline: str | None = None
    take_key: str | None = None
    slugline_raw: str | None = None
    at: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """Those that are filled, under the names of a dispatch."""
        return {name: value for name, value in zip(self._fields[:-1], self, strict=False) if value}  # all but `at`


def layout(lines: Sequence[str], start: int, end: int, *, headed: bool = True) -> Layout:
    """Where, of `lines[start:end]`, the text begins and what stands above it.

    Without a dateline the first line may be a headline, but not if `headed` is False: then that is known from elsewhere.
    """
    filled = list(islice((k for k in range(start, end) if lines[k].strip()), _HEADER_LINES))
    signed = goes_on_to = 0
    for at, k in enumerate(filled):
        if k < goes_on_to:
            continue
        if found := datelines.match(lines[k]):
            is_alone = not lines[k][found.span[1] :].strip()
            if is_alone and at > 1 and not found.day and not closing(lines[k + 1 : end]).lines:
                break  # it signs the text above
            return Layout(filled[:at], k + is_alone, k, found)
        goes_on_to = _end_of_block(lines, k, end)
        if _is_prose(lines, k, goes_on_to, end):
            break
        is_marked = headed and lines[k].lstrip().startswith("^")
        if is_marked or ((at > 0) == headed and bylines.is_sure(lines[k].strip())):  # the first line, where no headline is above it
            signed = at + 1
    if signed:
        return Layout(filled[:signed], filled[signed - 1] + 1)
    if headed and filled and _is_headline(lines, filled, end):
        first = next((at for at in range(1, len(filled)) if not is_tag(lines[filled[at]].strip())), len(filled))
        return Layout(filled[:first], filled[first - 1] + 1)
    return Layout((), start)


def heading(lines: Sequence[str], above: Sequence[int], slug: str | None = None) -> Heading:
    """What the lines `above` a text say; the first that is nothing else is the headline. `slug` is one that is known already."""
    found = _Found(slug)
    goes_on_to = 0
    end = max(above, default=-1) + 1
    for k in above:
        if k < goes_on_to:
            continue
        goes_on_to = _end_of_block(lines, k, end)
        line = " ".join(line.strip() for line in lines[k:goes_on_to])
        if line.startswith("^") or line.endswith("<"):  # marks of ANPA
            line = line.removeprefix("^").rstrip(" <=")
        if not (found.tag(line) or found.person(line)):
            found.words(line, k)
    return found.heading()


class _Found:
    """What the lines so far have said."""

    def __init__(self, slug: str | None) -> None:
        self._slug = slug
        self._own_slug: str | None = None
        self._headlines: list[str] = []
        self._points: list[str] = []
        self._notes: list[str] = []
        self._takes: list[str] = []
        self._byline: tuple[str, tuple[str, ...]] | None = None
        self._title: str | None = None
        self._rights: str | None = None
        self._time: WireTime | None = None
        self._starts: list[int] = []

    def tag(self, line: str) -> bool:
        """Take a bullet, a note, a version word or a slug; False for any other line."""
        if _BULLET.match(line):
            self._points.append(_BULLET.sub("", line, count=1))
        elif _TAKE.fullmatch(line):
            self._takes.append(line.removesuffix(":"))
        elif is_aside(line) or _EDNOTE.fullmatch(line) or ((self._headlines or self._slug) and _PHOTO.fullmatch(line)):
            self._notes.append(line)
            self._takes += (found["take"] for found in _CORRECTED.finditer(line, 0, _LONGEST_TAKE))
        elif is_rights(line):
            self._rights = line
        elif _DIGIT.search(line) and (time := written(line.removeprefix("DATE: "))):
            self._time = time
        elif self._headlines and line.startswith(SUBTITLE):
            self._headlines.append(line.removeprefix(SUBTITLE))
        elif not self._headlines and (_SLUG.fullmatch(line) or _ANPA_SLUG.fullmatch(line)):
            self._own_slug = self._own_slug or line.removesuffix("/")
            self._slug = self._slug or self._own_slug
            self._takes += (found["take"] for found in _SLUG_TAKE.finditer(line))
        elif (self._headlines and not _JOINED_SLUG.fullmatch(self._headlines[-1])) or not is_number(line):
            return self._slug is not None and fold_word(line.replace(" ", "-")) == fold_word(self._slug)
        return True

    def person(self, line: str) -> bool:
        """Take a byline below a headline or slug, or what the writer is; False for any other line."""
        if self._byline is None:
            self._byline = bylines.byline(line) if self._headlines or self._slug or self._notes or bylines.is_sure(line) else None
            return self._byline is not None
        if self._title is None and bylines.is_title(line):
            self._title = line
            return True
        return False

    def words(self, line: str, k: int) -> None:
        """Take a headline, or the rest of one, or else a point of the text."""
        if self._headlines and not self._points and _is_broken(self._headlines[-1], line):
            self._headlines[-1] += f" {line}"
        elif not self._headlines or (len(line) <= _LONGEST_HEADLINE and not _ENDED.search(line)):
            self._starts.append(k)
            self._headlines.append(line)
        else:
            self._points.append(line)

    def heading(self) -> Heading:
        printed, names = self._byline or (None, ())
        while self._slug is None and len(self._headlines) > 1 and _is_slug_above(*self._headlines[:2]):
            if (joined := _JOINED_SLUG.fullmatch(self._headlines[0])) and joined["take"] and is_take(joined["take"]):
                self._takes.append(joined["take"])
            self._own_slug = self._headlines.pop(0)
            del self._starts[0]
        return Heading(
            headline="".join(self._headlines[:1]),
            headlines=tuple(self._headlines[1:]),
            byline=printed,
            authors=names,
            abstract="\n".join(self._points) or None,
            ednote=" ".join(self._notes) or None,
            creditline=self._title,
            take_key=", ".join(self._takes) or None,
            agency=next(filter(None, map(agencies.credit, (printed or "").split(",")[1:])), None),
            versioncreated=self._time,
            copyrightnotice=self._rights,
            slugline_raw=self._own_slug,
            at=next(iter(self._starts), None),
        )


def _is_slug_above(line: str, below: str) -> bool:
    if _JOINED_SLUG.fullmatch(line):
        return True
    return line.isupper() and not below.isupper() and _CAPITAL_SLUG.fullmatch(line) is not None


def _is_broken(headline: str, line: str) -> bool:
    """Whether a headline goes on in the next line: that has the end mark, or the first ends with a dash."""
    if _JOINED_SLUG.fullmatch(headline):
        return False
    return headline.endswith(" -") or (line.endswith(" =") and not headline.endswith(" ="))


def signed(names: Iterable[str]) -> dict[str, Any]:
    """The fields of a declared list of authors, of whom some are agencies."""
    people = [name for name in dict.fromkeys(filter(None, names)) if agencies.named(name) is None]
    codes = dict.fromkeys(code for name in names if (code := agencies.named(name)))
    return {"authors": tuple(people), "infosource": tuple(codes), "agency": next(iter(codes), None)}


def is_slug(line: str) -> bool:
    """Whether a line is a slug as the American wires print it: `BC-Tea-Talks, 1st Ld, 0211`."""
    return _ANPA_SLUG.fullmatch(line) is not None


def is_number(line: str) -> bool:
    """Whether a line only numbers the dispatch or says at which hour it came: `TASS 0231`, `12:44`."""
    found = _NUMBER.fullmatch(line)
    return found is not None and (found["who"] is None or agencies.credit(found["who"]) is not None)


def is_take(line: str) -> bool:
    """Whether a line is only a version word: `1ST LEAD`, `EXTRA`, `(Achtung)`."""
    return _TAKE.fullmatch(line) is not None


def is_aside(line: str) -> bool:
    """Whether all of a line stands in parentheses: above a text it speaks to editors, whatever the language."""
    return line.startswith("(") and line.endswith(")") and line.count("(") == 1


def is_ednote(line: str) -> bool:
    """Whether a line speaks to editors: `(ATTN: …)`, `Eds: …`, `AP Photo …`."""
    return bool(_EDNOTE.fullmatch(line) or _PHOTO.fullmatch(line))


def _end_of_block(lines: Sequence[str], k: int, end: int) -> int:
    """The line behind the one from `k` on and those in which it goes on: a parenthesis is open, or they begin with a small letter."""
    behind = k + 1
    text = lines[k].strip()
    while behind < end and behind - k <= _MOST_CONTINUED and (following := lines[behind].strip()):
        is_open = text.startswith("(") and text.count("(") > text.count(")")
        if not is_open and (not following[:1].islower() or following.endswith(" =") or bylines.is_line(following)):
            break
        text = f"{text} {following}"
        behind += 1
    return behind


def _is_prose(lines: Sequence[str], k: int, behind: int, end: int) -> bool:
    """Whether the lines from `k` to `behind` are a paragraph: no dateline of this dispatch comes after that.

    A headline or note may be broken too, but a headline is no sentence, and nothing of its kind comes directly below.
    """
    if behind == k + 1 and len(lines[k]) <= _LONGEST_HEADLINE:
        return False
    text = " ".join(line.strip() for line in lines[k:behind])
    if is_ednote(text):
        return False
    if behind - k > 1 and not _BULLET.match(text):
        below = lines[behind].strip() if behind < end else ""
        return _ENDED.search(text) is not None or bool(below and not is_tag(below) and not datelines.match(below))
    return len(text) > _LONGEST_HEADLINE


def _is_headline(lines: Sequence[str], filled: Sequence[int], end: int) -> bool:
    """Without a dateline: a first line that is short, not ended, and not carried on by the next."""
    k = filled[0]
    return len(lines[k]) <= _LONGEST_HEADLINE and not _ENDED.search(lines[k].strip()) and _end_of_block(lines, k, end) == k + 1


def is_tag(line: str) -> bool:
    """Whether a line is a bullet, a note to editors, a byline, a version word or a notice of rights."""
    return bool(
        _BULLET.match(line) or any(pattern.fullmatch(line) for pattern in (_EDNOTE, _TAKE)) or bylines.is_line(line) or is_rights(line)
    )
