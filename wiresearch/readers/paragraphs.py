"""Lines to paragraphs, as teletypes and text files set them.

A paragraph ends at a blank line, before a line set in deeper than the others, before a bullet, and, where nothing is
set in, after a sentence whose next word would have fitted on the line: nobody broke the line there but the writer.
Rows of a table stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wiresearch.agencies import is_signoff

_CELLS = re.compile(r"\s{2,}|\t")
_NUMBER = re.compile(r"[-+(]?[\d$][\d,./ $%-]{0,30}[A-Z]{0,2}\)?")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]{0,2}$")
_BULLETS = ("* ", "• ", "** ")
_WIDEST_CELL = 40
_WIDEST_WRAPPED = 100


def paragraphs(lines: Sequence[str]) -> list[str]:
    """The paragraphs of `lines`: wrapped lines joined by a blank, table rows by a line end."""
    return ["\n".join(block) if is_row(block[0]) else _joined(block) for block in _blocks([line.expandtabs().rstrip() for line in lines])]


def is_table(lines: Sequence[str]) -> bool:
    """Whether most of `lines` are rows of a table."""
    rows = sum(is_row(line) for line in lines)
    return rows >= 3 and rows * 2 > sum(1 for line in lines if line.strip())


def is_row(line: str) -> bool:
    """Whether `line` is set in columns: three short cells, or a last one that is a number."""
    stripped = line.strip()
    if "  " not in stripped and "\t" not in stripped:
        return False
    cells = _CELLS.split(stripped)
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


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    depths = [_depth(line) for line in lines if line]
    margin = min(depths, default=0)
    set_in = any(depth >= margin + 2 for depth in depths)
    width = min(max(map(len, lines), default=0), _WIDEST_WRAPPED)
    block: list[str] = []
    for line in lines:
        if block and (not line or _begins(line, block[-1], margin, None if set_in else width)):
            yield block
            block = []
        if line:
            block.append(line)
    if block:
        yield block


def _begins(line: str, previous: str, margin: int, width: int | None) -> bool:
    if is_row(line) or is_row(previous):
        return not (is_row(line) and is_row(previous))
    depth = _depth(line)
    if depth >= margin + 2 or line.startswith(_BULLETS, depth) or len(previous) > _WIDEST_WRAPPED:
        return True
    if not _SENTENCE_END.search(previous):
        return False
    return depth >= 2 or (width is not None and len(previous) + 1 + len(line.split(None, 1)[0]) <= width)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _joined(block: Sequence[str]) -> str:
    text = block[0].strip()
    for line in block[1:]:
        text += ("" if text[-1:] == "-" and text[-2:-1].isalnum() else " ") + line.strip()
    return text
