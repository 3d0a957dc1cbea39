"""The body of an SGML document: its P elements, or what its lines make where it has none."""

from __future__ import annotations

import re

from wiresearch.readers import sgml
from wiresearch.readers.paragraphs import Body, body, joined

_P = re.compile(r"</?P(?:\s[^<>]*)?>")
_COLUMNS = re.compile(r"\S {3,}\S")


def lines_of(text: str) -> list[str]:
    """The lines of an element, references read and tags gone; a blank line stands for each P."""
    return sgml.plain(sgml.without_tags(_P.sub("\n\n", text) if "<P" in text else text)).split("\n")


def blocks(text: str) -> Body:
    """The paragraphs of an element. A P is one whatever its lines look like, but for the rows of a table."""
    if "<P" not in text:
        return body(lines_of(text))
    paragraphs: list[str] = []
    tables = 0
    for part in _P.split(text):
        block = sgml.plain(sgml.without_tags(part))
        if not block.strip():
            continue
        if "   " in block and "\n" in block.strip() and _COLUMNS.search(block) and (table := body(block.split("\n"))).is_table:
            paragraphs += table.paragraphs
            tables += 1
        else:
            paragraphs.append(_on_one_line(block))
    return Body(tuple(paragraphs), tables * 2 > len(paragraphs))


def _on_one_line(block: str) -> str:
    if block.isascii() and "-\n" not in block:  # as nearly all are, and this is much faster
        return " ".join(block.split())
    return joined([folded for line in block.split("\n") if (folded := " ".join(line.split()))])
