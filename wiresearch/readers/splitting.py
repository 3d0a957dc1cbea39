"""Lines to dispatches: ZCZC … NNNN, a service slug around each, or headline and dateline again and again.

Where a dispatch ends is seen from its own lines and the one behind them, never from the rest of the file. But most files
are one dispatch, with nothing in them that could end it, and then no line is looked at alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from wiresearch import datelines
from wiresearch.agencies import is_signoff
from wiresearch.config import Limits
from wiresearch.errors import Refused
from wiresearch.readers.decoding import lost
from wiresearch.readers.heading import is_ednote
from wiresearch.readers.lines import PIECE, Line, Piece, letter_size, letters, lines_in, pieces_of
from wiresearch.turns import Turns

SLUG = re.compile(r"[A-Z][A-Z0-9]{1,15}\.[A-Z][A-Z0-9]{1,15}")
_IN_SLUG = re.compile(r"\.(?<=[A-Z0-9]{2}\.)[A-Z][A-Z0-9]")
"""The middle of one, its full stop first, for that is looked for much faster than a capital."""
_SLUG_AGAIN = re.compile(rf"\s*({SLUG.pattern})(?:\s*\1)*")
START = re.compile(r"[\s\x00-\x1f\x7f]{0,9}ZCZC(?![a-z])")
OPENING = re.compile(r"[A-Za-z]{2,8}\d{3,5}[ \t]+\S[ \t]+[A-Za-z]{1,3}[ \t]+\d{1,5}(?!\S)")
"""The header of IPTC 7901 where its control characters are gone."""
_NUMBERED = re.compile(r"\s*\d+ of \d+ DOCUMENTS?")
END = re.compile(r"[\s\x00-\x1f\x7f]{0,9}N{4}[\s\x00-\x1f\x7f]*")
_RULE = re.compile(r"[\s_=*#–—-]*")
_TAG = re.compile(r"[(*•]|By\s")
_ENDED = re.compile(r"[.,;:]$")
_SIGN = re.compile(r"[(/0-9\u0660-\U0010ffff](?<=[(/\d])")
"""What stands near the start of every line that begins with a place and a date or an agency. Ranges are looked for faster than digits."""
_LONGEST_PLACE = 100
_BEFORE_PLACE = ">* \t"
_STATELESS = frozenset({"ascii", "utf-8", "cp1252"})
"""Encodings of nearly all files, in which a text can be read at once or line by line, with the same result."""
_LINE_ENDS = (b"", b"\n", b"\r")
_LONGEST_HEADLINE = 200
_LONGEST_HEADER = 8
_SLUG_TO_DATELINE = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One dispatch of a file: its lines, its own bytes, where these begin in the file, and how their encoding was decided.

    Lines are without the blanks at their ends. `letters_above` gives the number of code points before a line.
    """

    lines: Sequence[str]
    letters_above: Callable[[int], int]
    data: bytes
    offset: int
    encoding: str
    replacements: int
    rule: str = ""


def parts(stream: BinaryIO, encoding: str | None, source: str, limits: Limits, size: int = PIECE) -> Iterator[Part | None]:
    """The dispatches in a text, of which about `size` bytes and one dispatch are in memory; None where another text may take its turn.

    Raises Refused for one over a limit, ReadError for an unknown `encoding`, and what the stream raises,
    after the dispatches that came whole before it.
    """
    pieces = pieces_of(stream, encoding, limits.dispatch_bytes, size)
    for first in pieces:
        yield None
        if first.is_last and (single := (yield from _single(first, limits))):
            yield single
        else:
            yield from _several(itertools.chain([first], pieces), source, limits)


def _single(piece: Piece, limits: Limits) -> Turns[Part | None]:
    """The one dispatch that a whole file is, or None where there may be several, or more to look at than can be seen at once."""
    data = piece.data.rstrip()
    if piece.encoding not in _STATELESS or len(data) > min(limits.line_bytes, limits.dispatch_bytes):
        return None
    if (b"\r" in data and data.count(b"\r") > data.count(b"\r\n")) or piece.data[len(data) : len(data) + 1] not in _LINE_ENDS:
        return None
    text = data.decode(piece.encoding, "replace")
    if "\ufffd" in text or "ZCZC" in text or "NNNN" in text or " DOCUMENTS" in text or _IN_SLUG.search(text):
        return None
    printed = text.split("\n")
    lines = [line.rstrip() for line in printed]
    if not (lines[0] and lines[-1]) or len(lines) > limits.dispatch_lines:
        return None
    yield
    signed = [line for line in lines if line and _has_sign(line)]
    yield
    if any(map(OPENING.match, signed)) or sum(map(_reads_as_dateline, signed)) > 1:
        return None
    return Part(lines, lambda number: sum(map(len, printed[:number])) + number, data, piece.offset, piece.encoding, 0, piece.rule)


def _several(pieces: Iterable[Piece], source: str, limits: Limits) -> Iterator[Part]:
    for lines in split(itertools.chain.from_iterable(map(lines_in, pieces)), source, limits):
        offset = lines[0].offset
        data = b"".join(line.data for line in lines)[: lines[-1].end - offset]
        used = {line.encoding: line.rule for line in lines}
        if len(used) > 1:
            used.pop("ascii", None)
        replacements = sum(lost(line.data, line.encoding) for line in lines if "\ufffd" in line.text)
        encoding, rule = used.popitem() if len(used) == 1 else ("mixed", "mixed")
        above = partial(_letters_above, lines)
        yield Part([line.text for line in lines], above, data, offset, encoding, replacements, rule)


def _letters_above(lines: Sequence[Line], number: int) -> int:
    return letters(lines[:number])


def split(lines: Iterable[Line], source: str, limits: Limits) -> Iterator[Sequence[Line]]:
    """The lines of each dispatch, without blank ones at either end; every other line is in one of them.

    Raises Refused for a dispatch over a limit, and what `lines` raises.
    """
    open_ = _Open(source, limits)
    for line in _one_slug_a_line(lines):
        given = open_.take(line)
        if given:
            yield given
    if open_.lines:
        yield open_.cut(len(open_.lines))


def parted(lines: Iterable[str], limits: Limits) -> list[list[str]]:
    """The lines of each dispatch in a page or message; one without lines where there is no text, for that may still have a headline.

    Raises Refused for a dispatch over a limit.
    """
    offset = 0
    printed = []
    for line in lines:
        data = f"{line}\n".encode("utf-8", "replace")
        printed.append(Line(line.rstrip(), data, offset, offset + len(data) - 1, "utf-8"))
        offset += len(data)
    return [[line.text for line in part] for part in split(printed, "page", limits)] or [[]]


def _one_slug_a_line(lines: Iterable[Line]) -> Iterator[Line]:
    """Slugs on one line, the end of a dispatch and the start of the next, are lines of their own."""
    slug = ""
    for line in lines:
        starts = _slug_starts(line.text, slug) if "." in line.text else []
        if not starts:
            yield line
            continue
        for start, end in itertools.pairwise([0, *starts[1:]]):
            size = (end - start) * letter_size(line.encoding)
            border = line.offset + size
            yield line._replace(text=line.text[start:end].rstrip(), data=line.data[:size], end=border)
            line = line._replace(data=line.data[size:], offset=border)
        yield line._replace(text=line.text[starts[-1] :])
        slug = line.text[starts[-1] :].strip()


def _slug_starts(text: str, slug: str) -> list[int]:
    """Where each slug of a line of slugs begins: one again and again, perhaps another behind it. [] for any other line."""
    again = _SLUG_AGAIN.fullmatch(text)
    slug = again[1] if again else slug
    if not slug or slug not in text:
        return []
    starts = [found.start() for found in re.finditer(re.escape(slug), text)]
    other = text.replace(slug, " ").strip()
    if not other:
        return starts
    return [*starts, len(text) - len(other)] if SLUG.fullmatch(other) and text.endswith(other) else []


class _Open:
    """The dispatch at hand: its lines so far, of which the first is not blank."""

    def __init__(self, source: str, limits: Limits) -> None:
        self.lines: list[Line] = []
        self._filled: list[int] = []
        self._slugs: list[str | None] = []
        self._dated = False
        self._is_message = False
        self._source = source
        self._limits = limits

    def take(self, line: Line) -> Sequence[Line]:
        """Put `line` behind the others; give the lines of a dispatch that ended before it, or none."""
        if not line.text:
            return self._take_blank(line)
        slug = _slug(line.text) if "." in line.text else None
        border, is_dateline = self._border(line, slug)
        given = self.cut(border) if border else ()
        self._dated |= is_dateline
        self._filled.append(len(self.lines))
        self._slugs.append(slug)
        self.lines.append(line)
        if len(self.lines) == 1:
            self._is_message = _starts_message(line)
        if line.end - line.offset > self._limits.line_bytes:
            self._check(len(self.lines))
            raise Refused(f"{self._source}: the line at byte {line.offset} is longer than limits.line_bytes ({self._limits.line_bytes})")
        if len(self._filled) > _LONGEST_HEADER:  # the lines behind may be the header of the next
            self._check(self._filled[-_LONGEST_HEADER])
        return given

    def _take_blank(self, line: Line) -> Sequence[Line]:
        """No dispatch has more blank lines in a row than it may have lines or bytes: what follows is another."""
        if not self.lines:
            return ()
        self.lines.append(line)
        last = self._filled[-1]
        blanks, size = len(self.lines) - last, line.offset + len(line.data) - self.lines[last].end
        return self.cut(len(self.lines)) if blanks > self._limits.dispatch_lines or size > self._limits.dispatch_bytes else ()

    def cut(self, border: int) -> Sequence[Line]:
        """Take out the lines before `border`, and give them. Raises Refused if they are more than a limit allows."""
        inside = [k for k in self._filled if k < border]
        self._check(inside[-1] + 1)
        given, self.lines = self.lines[: inside[-1] + 1], self.lines[border:]
        self._filled = [k - border for k in self._filled[len(inside) :]]
        self._slugs = self._slugs[len(inside) :]
        self._is_message = bool(self.lines) and _starts_message(self.lines[0])
        self._dated = False
        return given

    def _check(self, count: int) -> None:
        """Raise Refused if the first `count` lines are more than a dispatch may have."""
        at, limits = self.lines[0].offset, self._limits
        if self.lines[count - 1].end - at > limits.dispatch_bytes:
            raise Refused(f"{self._source}: the dispatch at byte {at} is longer than limits.dispatch_bytes ({limits.dispatch_bytes})")
        if count > limits.dispatch_lines:
            raise Refused(f"{self._source}: the dispatch at byte {at} has more lines than limits.dispatch_lines ({limits.dispatch_lines})")

    def _border(self, line: Line, slug: str | None) -> tuple[int | None, bool]:
        """Which of the lines so far the next dispatch begins with, if `line` shows it; and whether that is a dateline."""
        if _starts_message(line):
            return len(self.lines), False
        if not self.lines:
            return None, _is_dateline(line)
        last = self.lines[self._filled[-1]].text
        if ("NNNN" in last and END.fullmatch(last)) or (not self.lines[-1].text and OPENING.match(line.text)):
            return len(self.lines), _is_dateline(line)
        if self._is_message:
            return None, False
        if slug is None and self._slugs[-1] is not None and self._opens_another():
            return self._filled[-1], False
        if self._slugs[0]:
            return self._other_slug_above(line), False
        is_dateline = _is_dateline(line)
        return self._header() if is_dateline and self._dated else None, is_dateline

    def _opens_another(self) -> bool:
        """Whether the last line is a slug behind other lines: it closes a dispatch when another follows it, else it opens the next."""
        own, last = self._slugs[0], self._slugs[-1]
        if last is None or (last != own and (len(self._slugs) < 2 or self._slugs[-2] not in {last, own} - {None})):
            return False
        return any(slug is None or slug not in {last, own} for slug in reversed(self._slugs))

    def _other_slug_above(self, line: Line) -> int | None:
        """The slug of another service not far above a dateline."""
        near = range(max(1, len(self._slugs) - _SLUG_TO_DATELINE), len(self._slugs))
        number = next((number for number in reversed(near) if self._slugs[number]), None)
        return self._filled[number] if number and _is_dateline(line) else None

    def _header(self) -> int | None:
        """The line where the header above a dateline begins: what stands free between it and the end of the text before."""
        headline, below = None, len(self.lines)
        for k in reversed(self._filled[-_LONGEST_HEADER:]):
            bare = self.lines[k].text.strip()
            is_rule = _RULE.fullmatch(bare)
            if headline is not None and (is_rule or k + 1 < below):
                break
            if not is_rule and not _TAG.match(bare):
                if len(bare) > _LONGEST_HEADLINE or _ENDED.search(bare) or is_signoff(bare) or datelines.match(bare):
                    break
                headline = k
            elif headline is not None and bare.startswith("(") and is_ednote(bare):
                headline = k
            below = k
        return headline


def _starts_message(line: Line) -> bool:
    if "ZCZC" in line.text:
        return START.match(line.text) is not None
    return " DOCUMENT" in line.text and _NUMBERED.fullmatch(line.text) is not None


def _slug(line: str) -> str | None:
    """The slug that a line consists of, or None."""
    text = line.strip()
    return text if SLUG.fullmatch(text) else None


def _has_sign(line: str) -> bool:
    """Whether a line may begin with a place and a date or an agency: most do not, and this takes a tenth of the time of the grammar."""
    return _SIGN.search(line.lstrip(_BEFORE_PLACE), 0, _LONGEST_PLACE) is not None


def has_datelines(lines: Iterable[str]) -> bool:
    """Whether more than one of the lines begins with a place and a date or an agency."""
    found = (line for line in lines if line and _has_sign(line) and _reads_as_dateline(line))
    return len(list(itertools.islice(found, 2))) == 2


def _is_dateline(line: Line) -> bool:
    """Whether a line begins with a place and a date or an agency."""
    return _has_sign(line.text) and _reads_as_dateline(line.text)


def _reads_as_dateline(line: str) -> bool:
    found = datelines.match(line)
    return bool(found and found.place and (found.agency or found.day))
