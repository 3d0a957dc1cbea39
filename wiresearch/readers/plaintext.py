"""Plain text: dispatches as a web service, a wire's terminal or a teletype prints them.

Position and the dateline grammar decide what a line is, not blank lines: a service slug, then tags, headline, byline,
bullets in any order, then a dateline alone on its line or at the start of the first paragraph.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Sequence

from wiresearch import datelines
from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Evidence, Provenance, RawDocument
from wiresearch.errors import Skipped
from wiresearch.readers.decoding import decided
from wiresearch.readers.lines import Line, letters
from wiresearch.readers.paragraphs import body, without_signoff
from wiresearch.readers.splitting import SLUG, START, Part, parts
from wiresearch.words import fold_word

NAME = "plain-text"
VERSION = 1
RECOGNISES = "anything that no other reader claims"

_HEADER_LINES = 12
_LONGEST_HEADLINE = 200
_SEQUENCE = re.compile(r"\b(\d{2,5})\s*$")
_ANPA = re.compile(r"(?P<priority>[a-z]) (?P<category>[a-z]) (?P<slug>[\w*-]{1,40}) +\d\d-\d\d(?: (?P<words>\d{1,5}))?", re.IGNORECASE)
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_NAMES_ONLY = r"(?=(?:(?:[^\W\d_a-z]\S*|and|in|at)(?:\s+|$))+$)"
_BYLINE = re.compile(rf"(?:(?:By|BY|Von|Por|Par|De)\s+|by\s+{_NAMES_ONLY})(?P<names>[^\W\d_].{{1,78}})")
_TAKE = re.compile(
    r"\(?(?:urgent|bulletin|flash|extra|eilmeldung|(?:\d(?:st|nd|rd|th) )?(?:ld|lead|add)(?:-writethru)?)\)?:?", re.IGNORECASE
)
_EDNOTE = re.compile(
    r"\((?:ATTN|Eds?|Adds?|Updates?|Recasts?|Corrects?|Correction|Repeats?|Refiles?|Writes? through|New throughout)\b.*|Eds?: .*",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\((?:Additional )?(?:Reporting|Writing|Editing|Compiled)\b[^()]{1,400}\)", re.IGNORECASE)
_BULLET = re.compile(r"[*•]+\s*(?=[^\s*])")
_ENDED = re.compile(r"[.!?…:;,]$")


def sniff(raw: RawDocument) -> float:
    """Always 0.1: text is what nobody else claims."""
    return 0.1


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """The dispatches of a text, in file order. Raises ReadError, and Skipped for a text of blanks."""
    found = False
    with raw.open() as stream:
        for part in parts(stream, raw.encoding, raw.source, limits):
            found = True
            yield _dispatch(part.lines, _provenance(raw.source, part))
    if not found:
        raise Skipped("no text in it")


def _provenance(source: str, part: Part) -> Provenance:
    return Provenance(
        source=source,
        offset=part.offset,
        length=len(part.data),
        sha256=hashlib.sha256(part.data).hexdigest(),
        format=NAME,
        encoding=part.encoding,
        replacements=part.replacements,
        reader_version=VERSION,
        evidence=(decided(part.rule),),
    )


def _dispatch(lines: Sequence[Line], provenance: Provenance) -> Dispatch:
    """One dispatch. Whatever is not placed elsewhere becomes a paragraph."""
    dispatch = Dispatch(provenance)
    start, end = 0, len(lines)
    if START.match(lines[0].text):
        dispatch, start = _teletype(dispatch, lines)
    elif _is_service(lines):
        slug = lines[0].text.strip()
        dispatch = dataclasses.replace(dispatch, service=(slug,), slugline=slug, slugline_raw=slug)
        dispatch = _proved(dispatch, "service", "first line", lines, 0)
        while start < end and lines[start].text.strip() in ("", slug):
            start += 1
        while start < end and lines[end - 1].text.strip() in ("", slug):
            end -= 1
    dispatch, start = _with_header(dispatch, lines, start, end)
    texts, signoff = without_signoff([line.text for line in lines[start:end]])
    set_out = body(texts)
    if set_out.is_table:
        dispatch = dataclasses.replace(dispatch, body_format="table", kind="table")
    texts = list(set_out.paragraphs)
    credit = texts.pop() if len(texts) > 1 and _CREDIT.fullmatch(texts[-1]) else None
    return dataclasses.replace(dispatch, paragraphs=tuple(texts), signoff=signoff, creditline=credit)


def _is_service(lines: Sequence[Line]) -> bool:
    """The slug of a service stands first, and last too or with a dateline soon after."""
    slug = lines[0].text.strip()
    if len(lines) < 2 or not SLUG.fullmatch(slug):
        return False
    return lines[-1].text.strip() == slug or any(datelines.match(line.text) for line in lines[1:5])


def _teletype(dispatch: Dispatch, lines: Sequence[Line]) -> tuple[Dispatch, int]:
    """`ZCZC XAA012 041`, then perhaps the header line of ANPA: what they say, and the number of lines."""
    sequence = _SEQUENCE.search(lines[0].text)
    dispatch = dataclasses.replace(dispatch, sequence=sequence.group(1) if sequence else None)
    found = _ANPA.fullmatch(lines[1].text.strip()) if len(lines) > 1 else None
    if not found:
        return dispatch, 1
    header = dataclasses.replace(
        dispatch,
        priority_raw=found["priority"],
        urgency=_URGENCY.get(found["priority"].lower(), 6),
        service=(found["category"],),
        slugline_raw=found["slug"],
        wordcount_declared=int(found["words"] or 0) or None,
    )
    return header, 2


def _with_header(dispatch: Dispatch, lines: Sequence[Line], start: int, end: int) -> tuple[Dispatch, int]:
    """The dispatch with what stands above its text, and the line where the text begins."""
    filled = [k for k in range(start, end) if lines[k].text.strip()][:_HEADER_LINES]
    for at, k in enumerate(filled):
        if found := datelines.match(lines[k].text):
            dispatch = _with_lines_above(dispatch, lines, filled[:at])
            if datelines.alone(lines[k].text) is None:
                return _proved(dispatch, "dateline", f"form {found.form}", lines, k, found.text), k
            dispatch = dataclasses.replace(dispatch, dateline=Dateline(lines[k].text.strip()))
            return _proved(dispatch, "dateline", f"alone on its line, form {found.form}", lines, k), k + 1
        if _is_prose(lines, k):
            break
    if filled and _is_headline(lines, filled):
        first = next((at for at in range(1, len(filled)) if not _is_tag(lines[filled[at]].text.strip())), len(filled))
        return _with_lines_above(dispatch, lines, filled[:first]), filled[first - 1] + 1
    return dispatch, start


def _is_prose(lines: Sequence[Line], k: int) -> bool:
    """Whether a line is a paragraph, or goes on in the next line: no dateline of this dispatch comes after that."""
    following = lines[k + 1].text.strip() if k + 1 < len(lines) else ""
    return len(lines[k].text) > _LONGEST_HEADLINE or (following[:1].islower() and not _BYLINE.fullmatch(following))


def _is_headline(lines: Sequence[Line], filled: Sequence[int]) -> bool:
    """Without a dateline: a first line that is short, not ended, and not carried on by the next."""
    first = lines[filled[0]].text.strip()
    return not _ENDED.search(first) and not _is_prose(lines, filled[0])


def _is_tag(line: str) -> bool:
    return bool(_BULLET.match(line) or any(pattern.fullmatch(line) for pattern in (_EDNOTE, _BYLINE, _TAKE)))


def _with_lines_above(dispatch: Dispatch, lines: Sequence[Line], above: Sequence[int]) -> Dispatch:
    """Headline, byline, note, take and bullets, in any order; the first line that is none of the others is the headline."""
    headlines: list[str] = []
    notes: list[str] = []
    points: list[str] = []
    for k in above:
        line = lines[k].text.strip().removeprefix("^")
        if _BULLET.match(line):
            points.append(_BULLET.sub("", line, count=1))
        elif _EDNOTE.fullmatch(line):
            notes.append(line)
        elif _TAKE.fullmatch(line):
            dispatch = dataclasses.replace(dispatch, take_key=line.strip("():"))
        elif dispatch.slugline_raw and fold_word(line.replace(" ", "-")) == fold_word(dispatch.slugline_raw):
            continue
        elif headlines and dispatch.byline is None and (found := _BYLINE.fullmatch(line)):
            dispatch = dataclasses.replace(dispatch, byline=line, authors=_authors(found["names"]))
        elif not headlines:
            headlines.append(line)
            dispatch = _proved(dispatch, "headline", "first line above the text", lines, k)
        elif len(line) <= _LONGEST_HEADLINE and not _ENDED.search(line):
            headlines.append(line)
        else:
            points.append(line)
    return dataclasses.replace(
        dispatch,
        headline=headlines[0] if headlines else "",
        headlines=tuple(headlines[1:]),
        abstract="\n".join(points) or None,
        ednote=" ".join(notes) or None,
    )


def _authors(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.partition(",")[0].split(" and ") if name.strip())


def _proved(dispatch: Dispatch, field: str, rule: str, lines: Sequence[Line], k: int, words: str = "") -> Dispatch:
    """With the evidence that `words` of a line, or all of it, are the field."""
    words = words or lines[k].text.strip()
    start = letters(lines[:k]) + lines[k].text.index(words)
    evidence = (*dispatch.provenance.evidence, Evidence(field, rule, start, start + len(words)))
    return dataclasses.replace(dispatch, provenance=dataclasses.replace(dispatch.provenance, evidence=evidence))
