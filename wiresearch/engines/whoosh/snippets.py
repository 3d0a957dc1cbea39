"""Pieces of the text around the words that a query looks for, as offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wiresearch import words
from wiresearch.dispatch import Dispatch
from wiresearch.engines.whoosh.occurrences import Paragraph, occurrences
from wiresearch.query import And, Or, Query, TextNode, WordNode, Words
from wiresearch.results import Snippet


@dataclass(frozen=True, slots=True)
class _Mark:
    """Words `first`..`last` (numbers within a paragraph) are what `node` looks for."""

    first: int
    last: int
    node: WordNode


@dataclass(frozen=True, slots=True)
class _Window:
    paragraph: int
    first: int
    last: int
    marks: tuple[_Mark, ...]

    @property
    def worth(self) -> tuple[int, int]:
        return len({mark.node for mark in self.marks}), len(self.marks)


def wanted_nodes(query: Query) -> Iterator[TextNode]:
    """The text nodes that make a dispatch match: none below a Not."""
    match query:
        case And(items) | Or(items) | Words(items):
            for item in items:
                yield from wanted_nodes(item)
        case _ if isinstance(query, TextNode):
            yield query
        case _:
            return


def snippets(dispatch: Dispatch, query: Query, count: int, context: int) -> tuple[Snippet, ...]:
    """At most `count` pieces of the paragraphs, in their order, with at most `context` words on either side of a match.

    Pieces with more of the different words come first when there are too many. Without a match in the text: the
    beginning of the lead, no spans.
    """
    if count <= 0 or not dispatch.paragraphs:
        return ()
    nodes = tuple(dict.fromkeys(wanted_nodes(query)))
    windows = [
        window
        for paragraph, text in enumerate(dispatch.paragraphs)
        for window in _windows(paragraph, _marks(words.tokenise(text), nodes, _field(paragraph)), context)
    ]
    best = sorted(sorted(windows, key=lambda w: w.worth, reverse=True)[:count], key=lambda w: (w.paragraph, w.first))
    return tuple(_cut(dispatch, window) for window in best or [_Window(0, 0, 2 * context, ())])


def _field(paragraph: int) -> str:
    return "body" if paragraph else "lead"


def _marks(forms: list[str], nodes: tuple[TextNode, ...], field: str) -> list[_Mark]:
    paragraph = Paragraph(forms)
    found = (pair for node in nodes if field in node.fields for pair in occurrences(node, paragraph))
    marks = {_Mark(place.first, place.last, node) for node, place in found}
    return sorted(marks, key=lambda mark: (mark.first, mark.last))


def _windows(paragraph: int, marks: list[_Mark], context: int) -> Iterator[_Window]:
    """Marks of which the last is within twice `context` words of the first share a window; windows do not overlap."""
    start, free = 0, 0
    while start < len(marks):
        end = start
        while end < len(marks) and marks[end].first <= marks[start].last + 2 * context:
            end += 1
        inside = tuple(marks[start:end])
        first = max(free, inside[0].first - context)
        last = max(mark.last for mark in inside) + context
        if end < len(marks):
            last = min(last, marks[end].first - 1)
        yield _Window(paragraph, first, last, inside)
        start, free = end, last + 1


def _cut(dispatch: Dispatch, window: _Window) -> Snippet:
    text = dispatch.paragraphs[window.paragraph]
    spans = [(start, end) for _, start, end in words.spans(text)]
    if not spans:
        return Snippet(_field(window.paragraph), text.strip())
    begin = spans[window.first][0] if window.first else 0
    end = spans[window.last][1] if window.last < len(spans) - 1 else len(text)
    found = sorted((spans[mark.first][0] - begin, spans[mark.last][1] - begin) for mark in window.marks)
    return Snippet(_field(window.paragraph), text[begin:end].rstrip(), _merged(found))


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
