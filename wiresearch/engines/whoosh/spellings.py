"""What a word of a query stands for: a stem, an exact form, or all the exact forms that fit."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from wiresearch.engines.whoosh.edits import edits_between
from wiresearch.engines.whoosh.segment import SHARES, Forms, Numbers, TextColumn
from wiresearch.engines.whoosh.snapshot import Snapshot
from wiresearch.errors import TooManyWords

# The words of each segment of a snapshot; None: there are none.
Expansion: TypeAlias = list[Forms | None]


class Spelling(ABC):
    """A word as it is looked up."""

    @abstractmethod
    def expand(self, snapshot: Snapshot, group: str) -> Expansion:
        """The words of each segment that it stands for in a text group. Raises TooManyWords."""


@dataclass(frozen=True, slots=True)
class Stem(Spelling):
    """Every form of a stem."""

    word: bytes

    def expand(self, snapshot: Snapshot, group: str) -> Expansion:
        places = [leaf.texts[group].stems.find(self.word) for leaf in snapshot.leaves]
        return [None if place is None else Forms(np.array([place])) for place in places]


@dataclass(frozen=True, slots=True)
class Exact(Spelling):
    """One exact form."""

    form: bytes

    def expand(self, snapshot: Snapshot, group: str) -> Expansion:
        texts = [leaf.texts[group] for leaf in snapshot.leaves]
        places = [text.exact.find(self.form) for text in texts]
        return [_forms(text, [] if place is None else [place]) for text, place in zip(texts, places, strict=True)]


@dataclass(frozen=True, slots=True)
class Fitting(Spelling):
    """The exact forms that begin with `prefix` and are `pattern` as a whole (None: all); at most `limit`.

    `written` is the word as it stands in the query, for messages.
    """

    written: str
    prefix: bytes
    pattern: str | None
    limit: int

    def expand(self, snapshot: Snapshot, group: str) -> Expansion:
        texts = [leaf.texts[group] for leaf in snapshot.leaves]
        ranges = [range(*text.exact.beginning(self.prefix)) for text in texts]
        if self.pattern is None and sum(map(len, ranges)) <= self.limit:
            return [_forms(text, places) for text, places in zip(texts, ranges, strict=True)]
        fits = re.compile(b"".join(map(_regular, self.pattern or "*"))).fullmatch
        found = [
            {word: place for place, word in enumerate(text.exact[places.start : places.stop], places.start) if fits(word)}
            for text, places in zip(texts, ranges, strict=True)
        ]
        _check(self.written, len(set().union(*found)), self.limit)
        return [_forms(text, list(places.values())) for text, places in zip(texts, found, strict=True)]


def _regular(letter: str) -> bytes:
    # A form is UTF-8: one letter is a first byte and the continuation bytes that follow.
    return {"*": b".*", "?": rb"[^\x80-\xbf][\x80-\xbf]*"}.get(letter) or re.escape(letter).encode()


@dataclass(frozen=True, slots=True)
class Alike(Spelling):
    """The exact forms with the same first letter, at most `edits` edits away; a form counts 1 / (1 + its edits)."""

    written: str
    word: str
    edits: int
    limit: int

    def expand(self, snapshot: Snapshot, group: str) -> Expansion:
        forms = snapshot.first_letter_forms(group, self.word[:1])
        found, edits = edits_between(self.word, forms.letters, self.edits)
        _check(self.written, len(found), self.limit)
        shares = np.maximum(np.rint(SHARES / (1 + edits)), 1).astype(np.int64)
        expansion = []
        for leaf, places in zip(snapshot.leaves, forms.places, strict=True):
            here = places.take(found)
            there = here >= 0
            expansion.append(_forms(leaf.texts[group], here.compress(there), shares.compress(there)))
        return expansion


def _forms(text: TextColumn, places: range | list[int] | Numbers, shares: Numbers | None = None) -> Forms | None:
    return text.exact_forms(np.asarray(places, np.int64), shares) if len(places) else None


def _check(written: str, count: int, limit: int) -> None:
    if count > limit:
        raise TooManyWords(written, count, limit)
