"""Lines to paragraphs, as teletypes and text files set them.

A paragraph ends at a blank line, before a line set in deeper than the others, before a bullet or an ideographic blank,
and, where nothing is set in, after a sentence whose next word would have fitted on the line: nobody broke the line there but the writer.
Rows of a table stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

from wiresearch.agencies import is_signoff

_CELLS = re.compile(r" {2,}")
_NUMBER = re.compile(r"[-+(]?[\d$][\d,./ $%-]{0,30}[A-Z]{0,2}\)?")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]{0,2}$")
_BULLETS = ("* ", "• ", "** ")
_DASHES = ("- ", "-- ", "– ", "— ")
_MARKS = frozenset("*•-–—")
_IDEOGRAPHIC_BLANK = "\u3000"
_UNSPACED = re.compile(r"[\u3001-\u9fff\uf900-\ufaff\uff01-\uff60]")
"""Letters and marks of Chinese and Japanese, which have no blanks between words."""
_WIDEST_CELL = 40
_WIDEST_WRAPPED = 100


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs, wrapped lines joined by a blank and table rows by a line end; and whether most lines are rows."""

    paragraphs: tuple[str, ...]
    is_table: bool


def body(lines: Sequence[str]) -> Body:
    """The body that `lines` make."""
    lines = [line.expandtabs() if "\t" in line else line for line in map(str.rstrip, lines)]
    rows = ["  " in line and _is_row(line) for line in lines]
    if not any(rows) and not any(line and following for line, following in pairwise(lines)):  # no line goes on in the next
        return Body(tuple(map(str.strip, filter(None, lines))), is_table=False)
    is_table = sum(rows) >= 3 and sum(rows) * 2 > sum(map(bool, lines))
    return Body(tuple(["\n".join(block) if row else joined(block) for block, row in _blocks(lines, rows)]), is_table)


def _is_row(line: str) -> bool:
    """Whether `line` is set in columns: three short cells, or a last one that is a number."""
    text = line.strip()
    if "  " not in text:
        return False
    cells = _CELLS.split(text)
    if max(map(len, cells)) > _WIDEST_CELL:
        return False
    return len(cells) >= 3 or _NUMBER.fullmatch(cells[-1]) is not None


def without_signoff(lines: Sequence[str]) -> tuple[list[str], str | None]:
    """`lines` without blank ones and sign-offs at the end, and the sign-offs on one line."""
    signoffs: list[str] = []
    end = len(lines)
    while end and (not lines[end - 1].strip() or (len(signoffs) < 3 and is_signoff(lines[end - 1]))):
        end -= 1
        signoffs[:0] = filter(None, [" ".join(lines[end].split())])
    return list(lines[:end]), " ".join(signoffs) or None


def _blocks(lines: Sequence[str], rows: Sequence[bool]) -> Iterator[tuple[list[str], bool]]:
    """The lines of each paragraph, and those of each table with True."""
    depths = [len(line) - len(line.lstrip()) for line in lines]
    margin = min(compress(depths, lines), default=0)
    deep = margin + 2
    longest = max(map(len, lines), default=0)
    set_in = max(depths, default=0) >= deep
    width = 0 if set_in else min(longest, _WIDEST_WRAPPED)
    if width and len(lines) > 2 and all(not line or _SENTENCE_END.search(line) for line in lines):  # of two it may be chance
        width = longest + _WIDEST_WRAPPED
    only_marked = set_in and longest <= _WIDEST_WRAPPED  # lines that begin a paragraph: blanks or a mark stand before it
    block: list[str] = []
    in_table = False
    for line, row, depth in zip(lines, rows, depths, strict=True):
        if not block:
            ends = False
        elif not line or row != in_table:
            ends = True
        elif row or (only_marked and not depth and line[0] not in _MARKS):
            ends = False
        else:
            ends = depth >= deep or _begins(line, depth, block[-1], width)
        if ends:
            yield block, in_table
            block = []
        if line:
            block.append(line)
            in_table = row
    if block:
        yield block, in_table


def _begins(line: str, depth: int, previous: str, width: int) -> bool:
    """Whether `line`, a few blanks in, begins a paragraph; `width` is 0 where setting in marks them."""
    if len(previous) > _WIDEST_WRAPPED or line.startswith(_BULLETS, depth) or line[0] == _IDEOGRAPHIC_BLANK:
        return True
    if line.startswith("(", depth) and previous.endswith(")"):
        return True
    if line.startswith(_DASHES, depth) and (previous.endswith(":") or previous.lstrip().startswith(_DASHES)):
        return not line.lstrip(" -–—")[:1].islower()
    if not (depth >= 2 or width) or not _SENTENCE_END.search(previous, max(0, len(previous) - 4)):
        return False
    return depth >= 2 or len(previous) + 1 + len(line.split(None, 1)[0]) <= width


def joined(block: Sequence[str]) -> str:
    """The lines of a paragraph as one: by a blank, or by nothing behind a hyphen and where the script has no blanks."""
    if len(block) == 1:
        return block[0].strip()
    text = " ".join(map(str.strip, block))
    if "- " not in text and (text.isascii() or not _UNSPACED.search(text)):
        return text
    text, *lines = map(str.strip, block)
    for line in lines:
        text += ("" if _is_glued(text, line) else " ") + line
    return text


def _is_glued(text: str, following: str) -> bool:
    if text[-1:] == "-":
        return text[-2:-1].isalnum()
    return _UNSPACED.match(text[-1:]) is not None and _UNSPACED.match(following) is not None
