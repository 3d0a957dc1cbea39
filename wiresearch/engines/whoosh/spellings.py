"""What a word of a query stands for: a stem, an exact form, or all the exact forms that fit."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from wiresearch.engines.whoosh.edits import edits_between
from wiresearch.engines.whoosh.segment import Forms, TextColumn
from wiresearch.engines.whoosh.snapshot import Snapshot
from wiresearch.errors import TooManyWords

# What finds the forms in one segment, and how much each of their occurrences counts.
Finder: TypeAlias = tuple[Callable[[TextColumn], Forms | None], float]


class Spelling(ABC):
    """A word as it is looked up."""

    @abstractmethod
    def finders(self, snapshot: Snapshot, group: str) -> Sequence[Finder]:
        """How to find its forms in the segments of `snapshot`. Raises TooManyWords."""


@dataclass(frozen=True, slots=True)
class Stem(Spelling):
    """Every form of a stem."""

    word: bytes

    def finders(self, snapshot: Snapshot, group: str) -> Sequence[Finder]:
        return [(lambda text: text.of_stem(self.word), 1.0)]


@dataclass(frozen=True, slots=True)
class Exact(Spelling):
    """One exact form."""

    form: bytes

    def finders(self, snapshot: Snapshot, group: str) -> Sequence[Finder]:
        return [(lambda text: text.of_exact(text.exact.places({self.form})), 1.0)]


@dataclass(frozen=True, slots=True)
class Fitting(Spelling):
    """The exact forms that begin with `prefix` and are `pattern` as a whole (None: all); at most `limit`.

    `written` is the word as it stands in the query, for messages.
    """

    written: str
    prefix: bytes
    pattern: str | None
    limit: int

    def finders(self, snapshot: Snapshot, group: str) -> Sequence[Finder]:
        forms = snapshot.exact_forms(group, self.prefix)
        if self.pattern is not None:
            fits = re.compile("".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in self.pattern)).fullmatch
            forms = {form for form in forms if fits(form.decode())}
        _check(self.written, len(forms), self.limit)
        return [(lambda text: text.of_exact(text.exact.places(forms, self.prefix)), 1.0)]


@dataclass(frozen=True, slots=True)
class Alike(Spelling):
    """The exact forms with the same first letter, at most `edits` edits away; a form counts 1 / (1 + its edits)."""

    written: str
    word: str
    edits: int
    limit: int

    def finders(self, snapshot: Snapshot, group: str) -> Sequence[Finder]:
        prefix = self.word[:1].encode()
        forms = snapshot.first_letter_forms(group, prefix)
        near = edits_between(self.word, forms.letters, forms.lengths, self.edits)
        found: dict[int, set[bytes]] = defaultdict(set)
        for place in np.flatnonzero(near <= self.edits).tolist():
            found[int(near[place])].add(forms.words[place])
        _check(self.written, sum(map(len, found.values())), self.limit)
        return [(_finder(words, prefix), 1 / (1 + edits)) for edits, words in sorted(found.items())]


def _finder(words: set[bytes], prefix: bytes) -> Callable[[TextColumn], Forms | None]:
    return lambda text: text.of_exact(text.exact.places(words, prefix))


def _check(written: str, count: int, limit: int) -> None:
    if count > limit:
        raise TooManyWords(written, count, limit)
