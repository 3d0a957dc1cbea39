"""What stands above the text of a dispatch: slug, headline, byline, note, take and bullets, in any order.

Position and the dateline grammar decide what a line is, not blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from wiresearch import datelines
from wiresearch.words import fold_word

_HEADER_LINES = 12
_LONGEST_HEADLINE = 200
_NAMES_ONLY = r"(?=(?:(?:[^\W\d_a-z]\S*|and|in|at)(?:\s+|$))+$)"
_BYLINE = re.compile(rf"(?:(?:By|BY|Von|Por|Par|De)\s+|by\s+{_NAMES_ONLY})(?P<names>[^\W\d_].{{1,78}})")
_NAMES_END = re.compile(r",|\s+[=<]$")
_ORDINAL = r"\d{1,2}\.?(?:st|nd|rd|th)?"
_TAKE = re.compile(
    rf"\(?(?:urgent|bulletin|flash|extra|eilmeldung|eil|snap|achtung|attention|refile|repeat|rpt|writethru|korrektur|berichtigung|correct(?:ion|ed)"
    rf"|zusammenfassung|wiederholung|roundup|advisory|(?:{_ORDINAL} )?(?:ld|lead|add|update|zusammenfassung)(?:[ -]writethru)?"
    r"|(?:update|lead|ld|add) \d{1,2}|kill(?: kill kill)?|hold(?: hold hold)?)\)?:?",
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
    take_key: str | None = None
    slugline_raw: str | None = None
    at: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """Those that are filled, under the names of a dispatch."""
        names = ("headline", "headlines", "byline", "authors", "abstract", "ednote", "take_key", "slugline_raw")
        return {name: value for name in names if (value := getattr(self, name))}


def layout(lines: Sequence[str], start: int, end: int, *, headed: bool = True) -> Layout:
    """Where, of `lines[start:end]`, the text begins and what stands above it.

    Without a dateline the first line may be a headline, but not if `headed` is False: then that is known from elsewhere.
    """
    filled = [k for k in range(start, end) if lines[k].strip()][:_HEADER_LINES]
    for at, k in enumerate(filled):
        if found := datelines.match(lines[k]):
            return Layout(filled[:at], k if datelines.alone(lines[k]) is None else k + 1, k, found)
        if _is_prose(lines, k, end):
            break
    if headed and filled and _is_headline(lines, filled, end):
        first = next((at for at in range(1, len(filled)) if not is_tag(lines[filled[at]].strip())), len(filled))
        return Layout(filled[:first], filled[first - 1] + 1)
    return Layout((), start)


def heading(lines: Sequence[str], above: Iterable[int], slug: str | None = None) -> Heading:
    """What the lines `above` a text say; the first that is nothing else is the headline. `slug` is one that is known already."""
    headlines: list[str] = []
    notes: list[str] = []
    points: list[str] = []
    takes: list[str] = []
    byline = names = printed_slug = at = None
    for k in above:
        line = lines[k].strip().removeprefix("^")
        if _BULLET.match(line):
            points.append(_BULLET.sub("", line, count=1))
        elif _EDNOTE.fullmatch(line) or (headlines and _PHOTO.fullmatch(line)):
            notes.append(line)
        elif _TAKE.fullmatch(line):
            takes.append(line.removesuffix(":"))
        elif slug and fold_word(line.replace(" ", "-")) == fold_word(slug):
            continue
        elif not headlines and not slug and _SLUG.fullmatch(line):
            slug = printed_slug = line.removesuffix("/")
        elif headlines and byline is None and (found := _BYLINE.fullmatch(line)):
            byline, names = _END_MARK.sub("", line), found["names"]
        elif headlines and not points and line.endswith(" =") and not headlines[-1].endswith(" ="):
            headlines[-1] += f" {line}"
        elif not headlines or (len(line) <= _LONGEST_HEADLINE and not _ENDED.search(line)):
            at = k if at is None else at
            headlines.append(line)
        else:
            points.append(line)
    return Heading(
        headline=headlines[0] if headlines else "",
        headlines=tuple(headlines[1:]),
        byline=byline,
        authors=authors(names) if names else (),
        abstract="\n".join(points) or None,
        ednote=" ".join(notes) or None,
        take_key=", ".join(takes) or None,
        slugline_raw=printed_slug,
        at=at,
    )


def byline(line: str) -> tuple[str, tuple[str, ...]] | None:
    """A byline that is all of `line`, without its end mark, and the names in it."""
    found = _BYLINE.fullmatch(line)
    return (_END_MARK.sub("", line), authors(found["names"])) if found else None


def authors(names: str) -> tuple[str, ...]:
    """The names of a byline, which end at a comma or an end mark."""
    return tuple(name.strip() for name in _NAMES_END.split(names, maxsplit=1)[0].split(" and ") if name.strip())


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
