"""Which part of a saved page is the story: what is marked as one, else all that is no menu, line by line as a browser sets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from wiresearch import datelines
from wiresearch.readers import blocks
from wiresearch.readers.markup import Element

_STORY = re.compile(
    r"(?:^|[\s_-])(?:article|story|entry|post|news)[_-]?(?:body|text|content|copy|full)?(?:$|[\s_-])|articlebody|storybody|entry-content|post-content",
    re.IGNORECASE,
)
_BODY = re.compile(r"(?:^|[\s_-])(?:article|story|entry|post|news)[_-]?(?:body|text|content|copy)(?:$|[\s_-])", re.IGNORECASE)
"""Names of elements that mark a story on a page that marks nothing else."""
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|footer|sidebar|share|sharing|social|related|recommend\w*|comments?|promo\w*|advert\w*|ads?|sponsor\w*|banner"
    r"|breadcrumbs?|cookies?|newsletter|subscri\w*|tags?|tools?|popular|most-read|more-stories|pagination|skip-link|login|search|visually-?hidden|sr-only|screen-reader\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_AROUND_NAMES = frozenset({"nav", "footer", "aside", "form", "menu", "dialog", "button", "select"})
_FEWEST_ROWS, _WIDEST_CELL = 3, 40
_WIDEST_WRAPPED = 80
_SHORTEST_STORY = 80
_MOST_LINKED, _LONGEST_MENU = 0.6, 1_000
_MOST_CANDIDATES = 50
_LISTS = frozenset({"ul", "ol", "li", "p", "td", "dl", "div"})
_PARTS = frozenset({"html", "head", "body", "article", "main"})


def story(tree: Element, *, marked: bool) -> tuple[list[str], bool]:
    """The lines of the story, and True; those of the whole page, and False, where no element is marked as the story.

    `marked` says that the page declares itself an article. A text as it was typed (`pre`), the most of a page, is a story.
    Menus and links are taken out of `tree` first. A blank line stands between blocks, none where only a break does.
    """
    letters, _ = _prune(tree)
    typed = max(tree.iter("pre"), key=lambda text: _letters("".join(text.itertext())), default=None)
    if typed is not None and 2 * _letters("".join(typed.itertext())) > letters:
        return _Lines().of(typed), True
    if (
        marked
        or any(tree.find(path) is not None for path in (".//article", ".//*[@itemprop='articleBody']"))
        or any(map(_is_body, tree.iter("div")))
    ):
        for element in _candidates(tree):
            lines = _Lines().of(element)
            if sum(map(len, lines)) >= _SHORTEST_STORY:
                return lines, True
    return _Lines().of(tree), False


class _Lines:
    """The lines of a tree as a browser sets them, without its width."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open: list[str] = []
        self._begun = 0

    def of(self, element: Element) -> list[str]:
        self._enter(element)
        self._end_block()
        return self._lines

    def _enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "br" and not self._end_line():
            self._end_block()
        if tag in blocks.SKIPPED:
            return
        is_block = tag not in blocks.INLINE
        if is_block:
            self._end_block()
        if tag == "pre":
            self._lines += "".join(element.itertext()).expandtabs().splitlines()
            self._begun = len(self._lines)
        elif tag == "table" and (rows := _rows(element)):
            self._lines += rows
            self._begun = len(self._lines)
        else:
            self._open.append(element.text or "")
            for child in element:
                self._enter(child)
                self._open.append(child.tail or "")
        if is_block:
            self._end_block()

    def _end_line(self) -> bool:
        """End the open line; False if there was none."""
        text = " ".join("".join(self._open).split())
        self._open.clear()
        if text:
            self._lines.append(text)
        return bool(text)

    def _end_block(self) -> None:
        """End the open block. Breaks between lines longer than a wrapped one are ends of paragraphs."""
        self._end_line()
        block = self._lines[self._begun :]
        if len(block) > 1 and max(map(len, block)) > _WIDEST_WRAPPED:
            self._lines[self._begun :] = [line for text in block for line in (text, "")]
        if self._lines and self._lines[-1].strip():
            self._lines.append("")
        self._begun = len(self._lines)


def _rows(table: Element) -> list[str]:
    """The rows of a table of short cells; none for one that only lays out a page."""
    rows = [[blocks.line(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    short = all(len(cell) <= _WIDEST_CELL for row in rows for cell in row)
    return ["  ".join(row) for row in rows] if short and len(rows) >= _FEWEST_ROWS and max(map(len, rows)) > 1 else []


def _prune(element: Element) -> tuple[int, int]:
    """Take out what stands around a story: menus, footers, forms, and blocks that are links for the most part.

    What is left has so many letters, and so many of them in links.
    """
    letters, linked = _letters(element.text), 0
    for child in list(element):
        if _is_around(child):
            letters += _letters(child.tail)
            _remove(element, child)
            continue
        inside, inside_linked = _prune(child)
        if child.tag == "a" and child.get("href"):
            inside_linked = inside
        if child.tag in _LISTS and _is_menu(child, inside, inside_linked):
            _remove(element, child)
            continue
        letters, linked = letters + inside + _letters(child.tail), linked + inside_linked
    return letters, linked


def _letters(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _is_around(element: Element) -> bool:
    words = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    is_named = not words.isspace() and element.tag not in _PARTS and _AROUND.search(words) is not None and not _STORY.search(words)
    return element.tag in _AROUND_NAMES or is_named or blocks.is_caption(element)


def _is_menu(element: Element, letters: int, linked: int) -> bool:
    """Whether a text is short and of links for the most part, and no dateline."""
    return 0 < letters < _LONGEST_MENU and linked > _MOST_LINKED * letters and not datelines.match(blocks.line(element))


def _remove(parent: Element, element: Element) -> None:
    """Take an element out, the text behind it stays."""
    if tail := element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + tail
        else:
            previous.tail = (previous.tail or "") + tail
    parent.remove(element)


def _candidates(tree: Element) -> Iterator[Element]:
    """Elements that may be the story, the likeliest first."""
    yield from tree.iterfind(".//*[@itemprop='articleBody']")
    named = (element for element in tree.iter("div", "section", "td") if _is_story(element))
    yield from sorted(islice(named, _MOST_CANDIDATES), key=_prose, reverse=True)
    yield from sorted(islice(tree.iter("article"), _MOST_CANDIDATES), key=_prose, reverse=True)
    yield from tree.iter("main")


def _is_story(element: Element) -> bool:
    return _STORY.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _is_body(element: Element) -> bool:
    return _BODY.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _prose(element: Element) -> int:
    """How many letters of paragraphs stand in an element."""
    return sum(len(blocks.line(paragraph)) for paragraph in element.iter("p"))
