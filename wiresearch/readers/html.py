"""Saved pages of the web: what the page declares, then the rules for plain text on its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from wiresearch import datelines
from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, RawDocument
from wiresearch.errors import Refused, Skipped
from wiresearch.readers import blocks, bylines, heading, markup, pages, stamps, stories, text
from wiresearch.readers.decoding import decode
from wiresearch.readers.splitting import SLUG, parted
from wiresearch.readers.trailers import RESERVED
from wiresearch.words import fold_value

NAME = "html"
VERSION = 1
RECOGNISES = "the first element is html, or a doctype of html; or a block of a page, with its end"

_PAGES = frozenset({"html", "head", "body"})
_PIECES = frozenset({"div", "p", "section", "main", "center", "table", "h1", "h2", "h3", "h4"})
ROOTS = _PAGES | _PIECES
"""First elements, in small letters, of a page and of a piece that was cut out of one."""
_BLOCK = 1 << 18
_DOCTYPE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,5000}?-->\s*)*<!doctype\s+html\b", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"<meta\s[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=(?:\(\d+\))?(\S{1,2000})\s*-->")
_STAMP = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:(?:first )?(?:published|updated|posted|modified|last)\b|\d{1,2}[:.]\d\d\b|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}"
    r"|\d{1,2}\.? [^\W\d_]{3,9}\.? \d{4}|(?:(?:source:|(?:[\w-]{1,30}\.){1,3}[a-z]{2,3})[^.!?]{1,30})?\d{4}-\d\d-\d\d).{0,60}",
    re.IGNORECASE,
)
_FULL_SENTENCE = re.compile(r".{60,}[.!?\"”’)]$", re.DOTALL)
_SENTENCE = re.compile(r"\S.{8,}[.!?\"”’]")
_FAR = 12
_SHORTEST_HEADLINE = 10
_RIGHTS = re.compile(
    rf"(?:©|\(c\)|copyright (?:©|\(c\)|\w+ \d|\d)|{RESERVED}|sections of the information\b"
    r"|riproduzione riservata\b|the contents? herein\b)",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:copyright\b|related (?:links|stories|articles|news)\b|read (?:more|next)\b|share this\b|follow us\b|advertisement\b|subscribe\b"
    r"|sign up\b|(?:e-?mail|print) this\b|(?:post a |leave a )?comments?\b|more from\b|topics:|tags:|search\b"
    r"|our standards:|mehr zum thema\b|lesen sie auch\b|[àa] lire aussi\b|lire aussi\b|lee también\b|leia mais\b|leggi anche\b|les også\b"
    r"|läs (?:mer|också)\b|lue myös\b)",
    re.IGNORECASE,
)
_LONGEST_RIGHTS, _LONGEST_BELOW = 400, 60


def sniff(raw: RawDocument) -> float:
    """1 if the first element or the doctype is of HTML, else 0."""
    if markup.LESS_THAN not in raw.head:
        return 0.0
    is_page = _DOCTYPE.match(raw.head.lstrip(b"\xef\xbb\xbf")) or markup.root(raw.head).lower() in _PAGES
    return 1.0 if is_page or _is_piece(raw) else 0.0


def _is_piece(raw: RawDocument) -> bool:
    return b"</" in raw.head and markup.root(raw.head).lower() in _PIECES


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """The dispatches of a page, most often one. Raises ReadError, and Skipped for a page without any text."""
    data = _whole(raw, limits)
    charset = _CHARSET.search(data, 0, 4_096)
    decoded = decode(data, declared=charset[1].decode("ascii", "replace") if charset else None, override=raw.encoding)
    tree = markup.html(decoded.text, limits, raw.source)
    if tree is None:
        raise Skipped("no text in it")
    provenance = decoded.provenance(data, 0, raw.source, NAME, VERSION)
    saved = _SAVED_FROM.search(data, 0, 4_096)
    address = saved[1].decode("ascii", "replace") if saved else ""
    found = [Dispatch(provenance, **fields) for fields in _dispatches(tree, address, limits, is_piece=_is_piece(raw))]
    if not found:
        raise Skipped("no text in it")
    uri = found[0].uri or f"sha256:{provenance.sha256}"
    yield from found if len(found) == 1 else (replace(one, uri=f"{uri}#{number}") for number, one in enumerate(found, 1))


def _whole(raw: RawDocument, limits: Limits) -> bytes:
    """All bytes. Raises Refused for more than limits.dispatch_bytes."""
    data = b""
    with raw.open() as stream:
        while block := stream.read(_BLOCK):
            data += block
            if len(data) > limits.dispatch_bytes:
                raise Refused(f"{raw.source}: longer than limits.dispatch_bytes ({limits.dispatch_bytes})")
    return data


def _dispatches(tree: markup.Element, saved_from: str, limits: Limits, *, is_piece: bool) -> Iterator[dict[str, Any]]:
    """The fields of each dispatch of a page, or of a piece of one, which is all story."""
    known = pages.metadata(tree)
    title = pages.title(tree)
    body, place, marked = known.pop("body", ""), known.pop("dateline", ""), known.pop("marked", False)
    lines, is_story = stories.story(tree, marked=marked)
    is_story = is_story or is_piece
    if len(body) > 2 * sum(map(len, lines)):
        paragraphs = blocks.body_of(body, limits, "articleBody").paragraphs if "</" in body else filter(str.strip, body.split("\n"))
        lines, is_story = "\n\n".join(paragraphs).split("\n"), True
    if "versioncreated" not in known and (printed := next(filter(None, map(stamps.within, filter(_STAMP.fullmatch, lines))), None)):
        known["versioncreated"] = printed
    if saved_from:
        known.setdefault("uri", saved_from)
    kept = lines if is_story else _cut(lines, known.get("headline") or title)
    for part in parted(_without_below(kept, everywhere=not is_story), limits):
        fields = _read(part, known)
        if place and fields.get("dateline") is None and not (fields["paragraphs"] and datelines.match(fields["paragraphs"][0])):
            fields["dateline"] = Dateline(place)
        if not fields.get("headline"):
            fields["headline"] = title
        if fields["headline"] or fields["paragraphs"]:
            yield fields


def _read(lines: Sequence[str], known: dict[str, Any]) -> dict[str, Any]:
    """The fields of one dispatch, those `known` from the page over those printed in its text."""
    headline = known.get("headline", "")
    service, start, end = text.service(lines) if lines else ({}, 0, 0)
    wanted = fold_value(headline)
    kept = [
        line
        for k, line in enumerate(lines[start:end])
        if k > _FAR or not (_STAMP.fullmatch(line) or (wanted and fold_value(line) == wanted))
    ]
    fields, _ = text.read(kept, headed=not headline)
    printed = fields.pop("headline", "")
    if printed and headline and fold_value(printed) not in wanted:
        fields["headlines"] = tuple(other for other in (printed, *fields.get("headlines", ())) if other.count(" ") >= 2)
    best = printed if printed and (not headline or fold_value(printed) in wanted) else headline
    merged = {name: value for name, value in known.items() if name != "headline" and (name != "service" or not service)}
    return fields | merged | service | {"headline": best}


def _cut(lines: Sequence[str], headline: str) -> Sequence[str]:
    """The lines from the headline above the first dateline on; without a dateline, that above the first full sentence, to the last."""
    dated = ((k, datelines.match(line)) for k, line in enumerate(lines) if line)
    at, end = next((k for k, found in dated if found and found.place and (found.agency or found.day)), None), len(lines)
    is_dated = at is not None
    if at is None:
        full = [k for k, line in enumerate(lines) if _FULL_SENTENCE.match(line)]
        if not full:
            return ()
        at, end = full[0], _end(lines, full[-1] + 1)
    near = [k for k in range(at - 1, max(-1, at - _FAR), -1) if lines[k].strip()]
    wanted = fold_value(headline)
    start = next((k for k in near if wanted and _begins(wanted, fold_value(lines[k]))), None)
    if start is None and is_dated:
        start = next((k for k in near if not _is_byline_or_stamp(lines[k].strip())), None)
    if start is None:
        return lines[at:end]
    above = next((k for k in near if k < start), start)
    return lines[above if SLUG.fullmatch(lines[above].strip()) or heading.is_tag(lines[above].strip()) else start : end]


def _is_byline_or_stamp(line: str) -> bool:
    return heading.is_tag(line) or bylines.is_title(line) or _STAMP.fullmatch(line) is not None


def _end(lines: Sequence[str], end: int) -> int:
    """Behind the last of the sentences that follow one another, from `end` on."""
    for k in range(end, len(lines)):
        if _SENTENCE.fullmatch(lines[k]):
            end = k + 1
        elif lines[k].strip():
            break
    return end


def _begins(title: str, line: str) -> bool:
    """Whether a title is a line, or that and the name of the site behind it."""
    return title == line or (len(line) >= _SHORTEST_HEADLINE and title.startswith(line))


def _without_below(lines: Sequence[str], *, everywhere: bool) -> list[str]:
    """The lines without what stands below a story: all behind the first such line, or, of a marked story, only the last ones."""
    slug = lines[0] if lines and SLUG.fullmatch(lines[0]) else None
    end = next((k + 1 for k, line in enumerate(lines) if k and line == slug), len(lines))
    below = [k for k in range(1, end) if _is_below(lines[k].strip())]
    if everywhere and below:
        return list(lines[: below[0]])
    while end - 1 in below or (end and not lines[end - 1].strip()):
        end -= 1
    return list(lines[:end])


def _is_below(line: str) -> bool:
    return bool((len(line) <= _LONGEST_BELOW and _BELOW.match(line)) or (len(line) <= _LONGEST_RIGHTS and _RIGHTS.match(line)))
