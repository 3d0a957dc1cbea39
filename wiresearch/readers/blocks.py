"""Trees of mark-up to paragraphs: one for each block of text, whatever the dialect (HTML, XHTML, NITF, NewsML).

A break inside a block ends a line; lines are put together, or kept apart, by the rules for text (paragraphs.py). White
space is white space, but where the lines of one block are set in unevenly: then a whole story stands in it, and a line
set in begins a paragraph.
"""

from __future__ import annotations

import html as _html
import re
from collections.abc import Iterator

from wiresearch.config import Limits
from wiresearch.readers import markup
from wiresearch.readers.markup import Element
from wiresearch.readers.paragraphs import Body
from wiresearch.readers.paragraphs import body as body_of_lines

_BLOCK_NAMES = """
address article aside blockquote block body body.content body.end bq caption center cite.block dd details dialog div dl dt
fieldset fn footer form h1 h2 h3 h4 h5 h6 header hedline hl1 hl2 hr html legend li lead main menu nav note ol option p
paragraph section select subtitle summary table tagline tbody td tfoot th thead tr ul
"""
_SKIPPED_NAMES = """
applet audio base button canvas embed figcaption figure frame frameset head iframe input link map math media media-caption
media-producer media-reference meta noframes noscript object param picture script style svg template textarea title video
"""
_INLINE_NAMES = """
a abbr acronym b bdi bdo big br cite code del dfn em font i ins kbd label mark nobr q s samp small span strike strong sub
sup time tt u var wbr
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
SKIPPED = frozenset(_SKIPPED_NAMES.split())
"""Elements whose text is no text of a story: scripts, forms, and pictures with their captions."""
INLINE = frozenset(_INLINE_NAMES.split())
"""Elements of HTML that stand within a line."""
_APART = _BLOCKS | {"br", "bytag", "byttl"}
"""Elements whose words are none of those beside them, though no blank may stand between: in a byline, a name and a title."""
_CAPTION = re.compile(r"(?:^|\s)(?:[a-z]{2,9}-)?caption(?:-text)?(?:\s|$)")
_LINE = "\v"
"""Stands for a break; no character of XML."""
_OLD = frozenset({"area", "basefont", "blink", "col", "colgroup", "layer", "marquee", "spacer"})
_NAMES = "|".join([r"[a-z]\w{0,9}:\w{1,20}", *map(re.escape, sorted(_BLOCKS | SKIPPED | INLINE | _OLD, reverse=True))])
_TAG = re.compile(rf"</?([a-z][\w.:-]{{0,30}}|(?i:{_NAMES}))(?:\s[^<>]{{0,2000}})?/?>")
"""A tag of HTML, or of what pretends to be (`<endash>`). What is not in small letters is the code of a share: `<TEA.L>`."""
_NO_TAG = re.compile(rf"<(?!/?(?:[a-z]|(?i:{_NAMES})[\s/>])|[!?])")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,31});")
_CELLS = "  "
_OF_CELLS = frozenset({"p", "div", "center"})
_LONGEST_CELL = 300
_LIMITS = Limits()


def body(tree: Element | None, skipped: frozenset[str] = SKIPPED, *, escaped: bool = True) -> Body:
    """The text below `tree` as paragraphs; `skipped` are names of elements whose text is left out.

    Mark-up that was escaped once too often is read as such, unless `escaped` is False. Rows of a table make one
    paragraph of as many lines.
    """
    if tree is None:
        return Body((), is_table=False)
    walk = _Walk(skipped, escaped)
    walk.enter(tree)
    walk.flush()
    return walk.result()


def body_of(text: str, limits: Limits, source: str) -> Body:
    """The paragraphs of a string that is HTML or plain text, whichever it looks like. Raises Refused over a limit."""
    if is_marked_up(text):
        return body(_html_of(text, limits, source))
    return body_of_lines([line.rstrip() for line in _unescaped(text).splitlines()])


def is_marked_up(text: str) -> bool:
    """Whether a string is HTML, and no plain text."""
    return _TAG.search(text) is not None


def is_caption(element: Element) -> bool:
    """Whether the class of an element says that it is the caption of a picture."""
    named = element.get("class")
    return named is not None and "caption" in named and _CAPTION.search(named) is not None


def line(element: Element | None) -> str:
    """All text below an element on one line, "" for None."""
    if element is None:
        return ""
    text = "".join(_words(element)) if len(element) else element.text
    if not text:
        return ""
    if "<" in text:
        text = _TAG.sub(lambda found: " " if found[1].lower() in _APART else "", text)
    return " ".join(_unescaped(text).split())


def _words(element: Element) -> Iterator[str]:
    """The text below an element, with a blank around elements that stand apart."""
    yield element.text or ""
    for child in element:
        apart = " " if child.tag in _APART else ""
        yield apart
        yield from _words(child)
        yield apart
        yield child.tail or ""


def _html_of(text: str, limits: Limits, source: str) -> Element | None:
    """The tree of HTML in which codes of shares stand as text."""
    return markup.html(_NO_TAG.sub("&lt;", text), limits, source)


class _Walk:
    """What a walk through a tree has found so far: paragraphs, and the open text."""

    def __init__(self, skipped: frozenset[str], escaped: bool) -> None:
        self._skipped = skipped
        self._escaped = escaped
        self._open: list[str] = []
        self._paragraphs: list[str] = []
        self._rows = 0
        self._lines = 0

    def enter(self, element: Element) -> None:
        tag = element.tag
        is_block = tag in _BLOCKS
        if is_block and self._open:
            self.flush()
        if tag == "table" and (rows := _rows(element)):
            self._table(rows)
            return
        if element.text:
            self._open.append(element.text)
        for child in element:
            if child.tag not in self._skipped and not is_caption(child):
                self._child(child)
            if child.tail:
                self._open.append(child.tail)
        if is_block and self._open:
            self.flush()

    def _child(self, child: Element) -> None:
        if child.tag == "pre":
            self.flush()
            self._add(body_of_lines("".join(child.itertext()).splitlines()))
            return
        if child.tag == "br":
            self._open.append(_LINE)
        if child.tag != "br" or child.text or len(child):  # a break that was never closed holds what follows it
            self.enter(child)

    def flush(self) -> None:
        """End the open block."""
        text = "".join(self._open)
        self._open.clear()
        if not text or text.isspace():
            return
        if self._escaped and "<" in text and _TAG.search(text):
            self._add(body(_html_of(text, _LIMITS, "mark-up inside the text"), self._skipped, escaped=False))
        elif "\n" in text or _LINE in text:
            self._add(_of_lines(_unescaped(text)))
        elif folded := " ".join(_unescaped(text).split()):
            self._paragraphs.append(folded)
            self._lines += 1

    def _table(self, rows: list[str]) -> None:
        self._paragraphs.append("\n".join(rows))
        self._rows += len(rows)

    def _add(self, found: Body) -> None:
        self._paragraphs += found.paragraphs
        lines = sum(paragraph.count("\n") + 1 for paragraph in found.paragraphs)
        if found.is_table:
            self._rows += lines
        else:
            self._lines += lines

    def result(self) -> Body:
        return Body(tuple(self._paragraphs), is_table=self._rows >= 3 and self._rows > self._lines)


def _unescaped(text: str) -> str:
    """References that were escaped once too often, read."""
    return _REFERENCE.sub(lambda found: _html.unescape(found.group()), text) if "&" in text else text


def _of_lines(text: str) -> Body:
    """The paragraphs of one block that has line ends."""
    if _LINE in text:
        return body_of_lines([_folded(part) for part in text.split(_LINE)])
    lines = text.split("\n")
    filled = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    if len(filled) > 1 and (max(filled) >= min(filled) + 2 or sum(_CELLS in line.strip() for line in lines) > 2):
        found = body_of_lines(lines)
        if found.is_table or max(filled) >= min(filled) + 2:
            return found
    return Body((" ".join(text.split()),), is_table=False)


def _folded(text: str) -> str:
    """One line, with the blanks that it is set in by."""
    words = " ".join(text.split())
    indent = text[: len(text) - len(text.lstrip())].rpartition("\n")[2] if "\n" not in text else ""
    return " " * len(indent) + words if words else ""


def _rows(table: Element) -> list[str]:
    """The rows of a table of cells; none for a table that only lays out a page, or has text beside its cells.

    A cell is a paragraph at most, and no long one.
    """
    if _has_text_beside_cells(table):
        return []
    rows = []
    columns = 0
    for row in table.iter("tr"):
        cells = []
        for cell in row:
            if cell.tag in ("td", "th"):
                inside = [element.tag for element in cell.iterdescendants() if element.tag in _BLOCKS]
                text = line(cell)
                if inside.count("p") > 1 or len(text) > _LONGEST_CELL or not _OF_CELLS.issuperset(inside):
                    return []
                cells.append(text)
        if text := _CELLS.join(cells).strip():
            rows.append(text)
            columns = max(columns, len(cells))
    return rows if columns > 1 else []


def _has_text_beside_cells(element: Element) -> bool:
    if element.tag in ("td", "th", "caption") or not isinstance(element.tag, str):
        return False
    return bool((element.text or "").strip()) or any((child.tail or "").strip() or _has_text_beside_cells(child) for child in element)
