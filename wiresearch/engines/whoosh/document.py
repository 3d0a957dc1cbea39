"""A dispatch made ready for a segment: all that can be done without knowing what is already in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from wiresearch.dispatch import Dispatch
from wiresearch.engines.whoosh.record import encode
from wiresearch.engines.whoosh.schema import MISSING, TEXT_GROUPS, VALUE_FIELDS, instant
from wiresearch.fields import FIELDS, Field

# Pieces between blanks that stand in a joined text for the end of a paragraph, and of a field.
PARAGRAPH_END, FIELD_END = "\0", "\0\0"
_BETWEEN_PARAGRAPHS, _BEHIND_FIELD = f" {PARAGRAPH_END} ", f" {FIELD_END} "


class Document(NamedTuple):
    """What is written for one dispatch; plain values, so that another process can make it.

    `texts`: for each text group the paragraphs of all its fields joined, an end behind each field; "" where all are
    empty. `values`: for each value field those as printed. `numbers`: for each number column. Bit n of `filled` says
    that field n of the table has something.
    """

    key: str
    record: bytes
    texts: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    filled: int


def prepare(dispatch: Dispatch) -> Document:
    """The document of a dispatch."""
    contents: list[Any] = []
    filled = 0
    for bit, values, holds in _FIELDS:
        content = values(dispatch)
        if holds(content):
            filled |= bit
            contents.append(content)
        else:
            contents.append(())
    return Document(
        dispatch.key,
        encode(dispatch),
        tuple([_joined([contents[place] for place in places]) for places in _TEXTS]),
        tuple([contents[place] for place in _VALUES]),
        _numbers(dispatch, contents),
        filled,
    )


def _holds(field: Field) -> Callable[[tuple[Any, ...]], bool]:
    """What says whether a field with those values has something: 0 is a number, an empty text is none."""
    return bool if field.kind == "number" else any


_FIELDS = tuple((1 << number, field.values, _holds(field)) for number, field in enumerate(FIELDS))
_PLACES = {field.name: place for place, field in enumerate(FIELDS)}
_TEXTS = tuple(tuple(_PLACES[name] for name in fields) for fields in TEXT_GROUPS.values())
_VALUES = tuple(_PLACES[name] for name in VALUE_FIELDS)
_INTEGERS, _DAYS = (tuple(_PLACES[field.name] for field in FIELDS if field.kind == kind) for kind in ("number", "date"))


def _joined(fields: Sequence[tuple[str, ...]]) -> str:
    return "".join([_paragraphs(texts) + _BEHIND_FIELD for texts in fields]) if any(fields) else ""


def _paragraphs(texts: tuple[str, ...]) -> str:
    joined = _BETWEEN_PARAGRAPHS.join(texts)
    if joined.count(PARAGRAPH_END) >= len(texts) > 0:  # a character of damaged text that is in no word
        return _BETWEEN_PARAGRAPHS.join([text.replace(PARAGRAPH_END, " ") for text in texts])
    return joined


def _numbers(dispatch: Dispatch, contents: Sequence[Any]) -> tuple[int, ...]:
    """The values of NUMBER_COLUMNS."""
    integers = [max(min(contents[place][0], -MISSING), MISSING + 1) if contents[place] else MISSING for place in _INTEGERS]
    days = [ordinal for place in _DAYS for ordinal in ([day.toordinal() for day in contents[place]] or (0, 0))]
    return (instant(dispatch.versioncreated), *integers, *days)
