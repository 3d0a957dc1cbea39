"""What stands above the text of a dispatch: slug, headline, byline, note, take and bullets, in any order.

Position and the dateline grammar decide what a line is, not blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from wiresearch import agencies, datelines
from wiresearch.words import fold_word

_HEADER_LINES = 12
_LONGEST_HEADLINE = 200
_NAMES_ONLY = r"(?=(?:(?:[^\W\d_a-z]\S*|and|in|at)(?:\s+|$))+$)"
_BYLINE = re.compile(rf"(?:(?:By|BY|Von|Por|Par|De)\s+|by\s+{_NAMES_ONLY})(?P<names>[^\W\d_].{{1,78}})")
_BY = re.compile(r"(?i:by|von|por|par)\s+(?=[^\W\d_a-z])")
_NAMES_END = re.compile(r",|\s+[=<]$")
_ORDINAL = r"\d{1,2}\.?(?:st|nd|rd|th)?"
_TAKE = re.compile(
    rf"\(?(?:urgent|bulletin|flash|extra|eilmeldung|eil|snap|achtung|attention|refile|repeat|rpt|writethru|korrektur|berichtigung|correct(?:ion|ed)"
    rf"|zusammenfassung|wiederholung|roundup|advisory|(?:{_ORDINAL} )?(?:ld|lead|add|update|zusammenfassung)(?:[ -]writethru)?"
    r"|(?:update|lead|ld|add) \d{1,2}|kill(?: kill kill)?|hold(?: hold hold)?)(?: ?[-–]? ?\d{1,2}[.:]?\d\d)?\)?:?",
    re.IGNORECASE,
)
_EDNOTE = re.compile(
    r"\((?:ATTN|Eds?|Adds?|Updates?|Updating|Recasts?|Corrects?|Correcting|Correction|Corrected|Repeats?|Refiles?|Releads?|Rewrites?|Writethru"
    r"|Writes? through|New throughout|Changes?|Combines?|Clarifies|Clarification|Fixes|Removes?|Deletes?|Restores?|Inserts?|Wraps?"
    r"|Edits?|Includes?|Embargoed|Note to editors|Eds note|With (?:photos?|graphics?)|For (?:other|more|a)\b)\b.*"
    r"|(?:Eds?|EDS|EDITORS?'?S?'? NOTE|Editors?'?s?'? [Nn]ote|ATTN|Achtung)\b ?[:_–—-].*",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"(?:With )?A[FP]P? (?:Photos?|Graphics?|Video)\b.{0,120}|\(?(?:Photos?|Graphics?|Pix) (?:available|by)\b.{0,120}", re.IGNORECASE
)
_BULLET = re.compile(r"[*•]+\s*(?=[^\s*])")
_SLUG = re.compile(r"[^\W_][\w.&'’ -]{1,38}(?:/[\w.&'’ -]{1,38}){0,4}/")
_ANPA_SLUG = re.compile(r"(?:BC|AM|PM|AP|bc|am|pm)-+(?:[\w*./ ,&'-]{2,60} \d\d-\d\d(?: +\d{2,5})?|(?:[\w*./,&'-]| (?![a-z])){2,60})")
_SLUG_TAKE = re.compile(
    r"[ ,-]+(?P<take>\d{1,2}(?:st|nd|rd|th) ?(?:ld|lead|add)(?:[ -]?writethru)?|urgent|bulletin|flash)(?=[ ,]|$)", re.IGNORECASE
)
_TITLE = re.compile(
    r"(?:The )?(?:Associated Press|AP\b.*"
    r"|(?:\S+ ){0,4}(?:Writers?|Editor|Correspondent|Reporter|Columnist|Analyst|Press|News|Service|Staff|Newspapers))"
)
_ENDED = re.compile(r"[.!?…:;,]$")
_END_MARK = re.compile(r"\s*[=<]$")


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


@dataclass(frozen=True, slots=True)
class Heading:
    """The fields that the lines above a text fill, and which of them is the headline."""

    headline: str = ""
    headlines: tuple[str, ...] = ()
    byline: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    ednote: str | None = None
    creditline: str | None = None
    take_key: str | None = None
    slugline_raw: str | None = None
    at: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """Those that are filled, under the names of a dispatch."""
        names = ("headline", "headlines", "byline", "authors", "abstract", "ednote", "creditline", "take_key", "slugline_raw")
        return {name: value for name in names if (value := getattr(self, name))}


def layout(lines: Sequence[str], start: int, end: int, *, headed: bool = True) -> Layout:
    """Where, of `lines[start:end]`, the text begins and what stands above it.

    Without a dateline the first line may be a headline, but not if `headed` is False: then that is known from elsewhere.
    """
    filled = [k for k in range(start, end) if lines[k].strip()][:_HEADER_LINES]
    for at, k in enumerate(filled):
        if found := datelines.match(lines[k]):
            is_alone = not lines[k][found.span[1] :].strip()
            return Layout(filled[:at], k + is_alone, k, found)
        if _is_prose(lines, k, end):
            break
    if headed and filled and _is_headline(lines, filled, end):
        first = next((at for at in range(1, len(filled)) if not is_tag(lines[filled[at]].strip())), len(filled))
        return Layout(filled[:first], filled[first - 1] + 1)
    return Layout((), start)


def heading(lines: Sequence[str], above: Iterable[int], slug: str | None = None) -> Heading:
    """What the lines `above` a text say; the first that is nothing else is the headline. `slug` is one that is known already."""
    found = _Found(slug)
    for k in above:
        line = lines[k].strip().removeprefix("^")
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
        self._at: int | None = None

    def tag(self, line: str) -> bool:
        """Take a bullet, a note, a version word or a slug; False for any other line."""
        if _BULLET.match(line):
            self._points.append(_BULLET.sub("", line, count=1))
        elif _EDNOTE.fullmatch(line) or (self._headlines and _PHOTO.fullmatch(line)):
            self._notes.append(line)
        elif _TAKE.fullmatch(line):
            self._takes.append(line.removesuffix(":"))
        elif self._slug:
            return fold_word(line.replace(" ", "-")) == fold_word(self._slug)
        elif not self._headlines and (_SLUG.fullmatch(line) or _ANPA_SLUG.fullmatch(line)):
            self._slug = self._own_slug = line.removesuffix("/")
            self._takes += (found["take"] for found in _SLUG_TAKE.finditer(line))
        else:
            return False
        return True

    def person(self, line: str) -> bool:
        """Take a byline below a headline, or what the writer is; False for any other line."""
        if self._byline is None:
            self._byline = byline(line) if self._headlines else None
            return self._byline is not None
        if self._title is None and _TITLE.fullmatch(line):
            self._title = line
            return True
        return False

    def words(self, line: str, k: int) -> None:
        """Take a headline, or the rest of one, or else a point of the text."""
        if self._headlines and not self._points and _is_broken(self._headlines[-1], line):
            self._headlines[-1] += f" {line}"
        elif not self._headlines or (len(line) <= _LONGEST_HEADLINE and not _ENDED.search(line)):
            self._at = k if self._at is None else self._at
            self._headlines.append(line)
        else:
            self._points.append(line)

    def heading(self) -> Heading:
        printed, names = self._byline or (None, ())
        return Heading(
            headline="".join(self._headlines[:1]),
            headlines=tuple(self._headlines[1:]),
            byline=printed,
            authors=names,
            abstract="\n".join(self._points) or None,
            ednote=" ".join(self._notes) or None,
            creditline=self._title,
            take_key=", ".join(self._takes) or None,
            slugline_raw=self._own_slug,
            at=self._at,
        )


def _is_broken(headline: str, line: str) -> bool:
    """Whether a headline goes on in the next line: that has the end mark, or the first ends with a dash."""
    return headline.endswith(" -") or (line.endswith(" =") and not headline.endswith(" ="))


def is_title(line: str) -> bool:
    """Whether a line below a byline says what the writer is, or of whom: `Associated Press Writer`."""
    return _TITLE.fullmatch(line) is not None


def byline(line: str) -> tuple[str, tuple[str, ...]] | None:
    """A byline that is all of `line`, without its end mark, and the names in it."""
    found = _BYLINE.fullmatch(line)
    return (_END_MARK.sub("", line), authors(found["names"])) if found else None


def authors(names: str) -> tuple[str, ...]:
    """The names of a byline, which end at a comma or an end mark."""
    return tuple(name.strip() for name in _NAMES_END.split(names, maxsplit=1)[0].split(" and ") if name.strip())


def people(printed: str) -> list[str]:
    """The names in a field for a writer, which may hold a byline: `Jane Doe`, `By Jane Doe and John Roe`."""
    return _BY.sub("", printed, count=1).split(" and ") if _BY.match(printed) else [printed]


def signed(names: Iterable[str]) -> dict[str, Any]:
    """The fields of a declared list of authors, of whom some are agencies."""
    people = [name for name in dict.fromkeys(filter(None, names)) if agencies.named(name) is None]
    codes = dict.fromkeys(code for name in names if (code := agencies.named(name)))
    return {"authors": tuple(people), "infosource": tuple(codes), "agency": next(iter(codes), None)}


def is_take(line: str) -> bool:
    """Whether a line is only a version word: `1ST LEAD`, `EXTRA`, `(Achtung)`."""
    return _TAKE.fullmatch(line) is not None


def is_ednote(line: str) -> bool:
    """Whether a line speaks to editors: `(ATTN: …)`, `Eds: …`, `AP Photo …`."""
    return bool(_EDNOTE.fullmatch(line) or _PHOTO.fullmatch(line))


def _is_prose(lines: Sequence[str], k: int, end: int) -> bool:
    """Whether a line is a paragraph, or goes on in the next line: no dateline of this dispatch comes after that."""
    following = lines[k + 1].strip() if k + 1 < end else ""
    goes_on = following[:1].islower() and not following.endswith(" =") and not _BYLINE.fullmatch(following)
    return goes_on or len(lines[k]) > _LONGEST_HEADLINE


def _is_headline(lines: Sequence[str], filled: Sequence[int], end: int) -> bool:
    """Without a dateline: a first line that is short, not ended, and not carried on by the next."""
    return not _ENDED.search(lines[filled[0]].strip()) and not _is_prose(lines, filled[0], end)


def is_tag(line: str) -> bool:
    """Whether a line is a bullet, a note to editors, a byline or a version word."""
    return bool(_BULLET.match(line) or any(pattern.fullmatch(line) for pattern in (_EDNOTE, _BYLINE, _TAKE)))
