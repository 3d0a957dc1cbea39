"""A dispatch made ready for a segment: all that can be done without knowing what is already in it."""

from __future__ import annotations

from typing import Any, NamedTuple

from wiresearch import words
from wiresearch.dispatch import Dispatch
from wiresearch.engines.whoosh.record import encode
from wiresearch.engines.whoosh.schema import INSTANT, MISSING, NUMBER_COLUMNS, TEXT_GROUPS, VALUE_FIELDS, bounds, instant
from wiresearch.fields import FIELDS, Field

_SEPARATOR = "\n"  # stands in no word


class Document(NamedTuple):
    """What is written for one dispatch; plain values, so that another process can make it.

    `texts`: for each text group the words as printed, joined by line ends, and how many there are in each paragraph of
    each field. `values`: for each value field that has some, those as printed. `numbers`: for each number column. Bit n
    of `filled` says that field n of the table has something.
    """

    key: str
    record: bytes
    texts: tuple[tuple[str, tuple[tuple[int, ...], ...]], ...]
    values: dict[str, tuple[str, ...]]
    numbers: tuple[int, ...]
    filled: int


def prepare(dispatch: Dispatch) -> Document:
    """The document of a dispatch."""
    contents: dict[str, tuple[Any, ...]] = {}
    filled = 0
    for number, field in enumerate(FIELDS):
        contents[field.name] = content = field.values(dispatch)
        if content and any(value != "" for value in content):
            filled |= 1 << number
    numbers = {INSTANT: instant(dispatch.versioncreated)}
    for field in _NUMBERS:
        numbers |= _numbers(field, contents[field.name])
    return Document(
        dispatch.key,
        encode(dispatch),
        tuple(_words(fields, contents) for fields in TEXT_GROUPS.values()),
        {name: contents[name] for name in VALUE_FIELDS if contents[name]},
        tuple(numbers[name] for name in NUMBER_COLUMNS),
        filled,
    )


_NUMBERS = tuple(field for field in FIELDS if field.kind in ("number", "date"))


def _words(fields: tuple[str, ...], contents: dict[str, tuple[Any, ...]]) -> tuple[str, tuple[tuple[int, ...], ...]]:
    found: list[str] = []
    counts = []
    for field in fields:
        of_field = []
        for paragraph in contents[field]:
            before = len(found)
            found += words.find(paragraph)
            of_field.append(len(found) - before)
        counts.append(tuple(of_field))
    return _SEPARATOR.join(found), tuple(counts)


def words_of(joined: str) -> list[str]:
    """The words that `prepare` joined."""
    return joined.split(_SEPARATOR) if joined else []


def _numbers(field: Field, content: tuple[Any, ...]) -> dict[str, int]:
    if field.kind == "number":
        return {field.name: max(min(content[0], -MISSING), MISSING + 1) if content else MISSING}
    return {name: day.toordinal() if day else 0 for name, day in zip(bounds(field.name), content or (None, None), strict=True)}
