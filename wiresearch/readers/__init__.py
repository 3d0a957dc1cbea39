"""Bytes to dispatches. One module per wire format; agency is data (agencies.py), never a reader.

A reader is a module that satisfies `Reader`. READERS is explicit and ordered; `pick` chooses by content alone.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Protocol

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument, WireWarning, warn
from wiresearch.errors import MalformedDispatch, ReadError, Refused, Skipped, UnknownFormat
from wiresearch.readers import (
    anpa1312,
    ap_media,
    csvtable,
    digitalwires,
    feeds,
    fragment,
    html,
    iptc7901,
    jsonl,
    jsontext,
    ldc,
    mail,
    newsml1,
    newsmlg2,
    ninjs,
    nitf,
    plaintext,
    rcv1,
    reuters21578,
    ritzau,
    teletype,
    trec,
)


class Reader(Protocol):
    """One wire format. `read` raises ReadError only, whatever the bytes."""

    NAME: str
    VERSION: int
    RECOGNISES: str

    def sniff(self, raw: RawDocument) -> float:
        """0 to 1: how surely `raw` is of this format; 0.5 and more is a claim."""

    def read(self, raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
        """The dispatches of `raw`, in file order; None where another file may take its turn."""


_OF_TAGS: tuple[Reader, ...] = (reuters21578, trec, ldc, nitf, newsml1, newsmlg2, rcv1, ritzau, html, feeds, fragment)
_OF_OBJECTS: tuple[Reader, ...] = (ap_media, digitalwires, ninjs, jsonl)
READERS: tuple[Reader, ...] = (anpa1312, iptc7901, *_OF_TAGS, *_OF_OBJECTS, csvtable, mail, teletype, plaintext)
CLAIM = 0.5
_TAG, _OBJECT = ord("<"), ord("{")
_PERHAPS = {
    (tags, objects): tuple(reader for reader in READERS if (tags or reader not in _OF_TAGS) and (objects or reader not in _OF_OBJECTS))
    for tags in (False, True)
    for objects in (False, True)
}
"""Those that may take a file, by whether its head has a `<` and a `{`: most texts have neither, and need not be asked for either."""
_DEFAULT_LIMITS = Limits()


def pick(raw: RawDocument) -> Reader:
    """The reader that is surest of `raw`, the first of READERS among equals. Raises UnknownFormat if none takes it.

    JSON that no reader claims is no text to fall back on.
    """
    score, reader = 0.0, READERS[-1]
    for other in _PERHAPS[_TAG in raw.head, _OBJECT in raw.head]:
        if (sureness := other.sniff(raw)) > score:
            score, reader = sureness, other
        if score == 1:  # none behind it is surer
            break
    if not score or (score < CLAIM and jsontext.is_json(raw.head)):
        raise UnknownFormat(f"{raw.source}: no reader knows this {'JSON' if score else 'format'}")
    return reader


def about(reader: Reader) -> str:
    """What a reader reads, in a sentence or two: the first paragraph of its module's text."""
    return " ".join((reader.__doc__ or "").partition("\n\n")[0].split())


def by_name(name: str) -> Reader:
    """The reader called `name`. Raises UnknownFormat, with the nearest name and the list of all."""
    for reader in READERS:
        if name == reader.NAME:
            return reader
    names = [reader.NAME for reader in READERS]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    suggestion = f"did you mean {near[0]}? " if near else ""
    raise UnknownFormat(f"unknown format: {name}", f"{suggestion}formats: {', '.join(names)}")


def read(raw: RawDocument, format: str = "auto", limits: Limits = _DEFAULT_LIMITS) -> Iterator[Dispatch]:  # noqa: A002 - the option's name
    """The dispatches of `raw`, in file order, as `in_turns` reads them."""
    return filter(None, in_turns(raw, format, limits))


def in_turns(raw: RawDocument, format: str, limits: Limits) -> Iterator[Dispatch | None]:  # noqa: A002 - the option's name
    """The dispatches of `raw`, in file order, by the reader called `format` or, for "auto", the surest one; None between steps.

    A reader that was chosen automatically and fails before it gave anything is replaced by plain text, with a warning
    in each dispatch, but not where it refused something on purpose. Raises ReadError (Skipped for what holds no
    dispatch); the dispatches given before it stand.
    """
    reader = pick(raw) if format == "auto" else by_name(format)
    yield None
    given = False
    try:
        for dispatch in reader.read(raw, limits):
            given = given or dispatch is not None
            yield dispatch
        return
    except ReadError as error:
        if given or format != "auto" or reader is plaintext or isinstance(error, (Skipped, Refused)):
            raise
        reason = f"{reader.NAME}: {_told(error, raw)}"
    try:
        for dispatch in plaintext.read(raw, limits):
            yield dispatch and warn(dispatch, WireWarning("fallback", reason))
    except ReadError as error:
        if isinstance(error, Skipped) or reason.endswith(f": {_told(error, raw)}"):  # the same, if the file itself cannot be read
            raise
        raise MalformedDispatch(f"{raw.source}: {reason}; as plain text: {_told(error, raw)}", error.hint) from error


def _told(error: ReadError, raw: RawDocument) -> str:
    """What is wrong, without the name of the source."""
    return error.message.removeprefix(f"{raw.source}: ")
