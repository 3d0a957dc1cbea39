"""What a node of a query finds: documents as a list, as a mask or as a test, and what they are worth.

The best hits are found without scoring all, as in MaxScore (Turtle and Flood 1995): a document whose bound is below the
score of the last hit wanted is not scored. Sets and totals stay exact.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.segment import Docs
from wiresearch.engines.whoosh.snapshot import Mask, Reals

Bounds: TypeAlias = NDArray[np.float32]

_FEW = 2_000
_SAMPLING_STEP, _LIKELY = 64, 64  # the best are looked for among the 64th part with the highest bounds
_FIRST = 16  # so many more than are wanted are scored for a threshold
_LITTLE = 1e-30  # marks what is found and not scored
_ROUNDED = 1 - 1e-5  # bounds are sums of a few numbers of single precision


class Score(ABC):
    """What the documents that were found are worth; `most` is what no score exceeds."""

    most: float

    @abstractmethod
    def __call__(self, docs: Docs) -> Reals:
        """The scores of some of the documents, ascending."""

    def bounds(self) -> Bounds | None:
        """For each of the documents what its score does not exceed; None: `most`."""
        return None


class Found(ABC):
    """Live documents, and what gives the scores of some of them."""

    @property
    @abstractmethod
    def score(self) -> Score | None:
        """What gives the scores; None: all are 0."""

    @abstractmethod
    def listed(self) -> Docs:
        """The documents, ascending."""

    @abstractmethod
    def among(self, docs: Docs, size: int) -> Mask:
        """Which of `docs` are here; `size` counts all documents."""

    @abstractmethod
    def add_to(self, mask: Mask) -> None:
        """Set the documents in a mask over all."""

    def count(self) -> int:
        """How many documents there are."""
        return len(self.listed())

    def scores(self, docs: Docs) -> Reals:
        """The scores of some of the documents, ascending."""
        return np.zeros(len(docs)) if self.score is None else self.score(docs)

    def leading(self, docs: Docs | None, wanted: int) -> tuple[Docs, Reals]:
        """Those of `docs` (found here; None: all), ascending, that may be among the `wanted` best, perhaps more; and their scores."""
        docs = self.listed() if docs is None else docs
        return docs, self.scores(docs)


@dataclass(frozen=True, slots=True)
class Every(Found):
    """All live documents."""

    live: Mask
    docs: Docs
    score: None = None

    def listed(self) -> Docs:
        return self.docs

    def among(self, docs: Docs, size: int) -> Mask:
        return self.live.take(docs)

    def add_to(self, mask: Mask) -> None:
        mask |= self.live


@dataclass(frozen=True, slots=True)
class Listed(Found):
    """Documents as ascending numbers."""

    docs: Docs
    score: Score | None = None

    def listed(self) -> Docs:
        return self.docs

    def among(self, docs: Docs, size: int) -> Mask:
        if len(docs) < _FEW and len(self.docs):
            at = np.searchsorted(self.docs, docs)
            at[at == len(self.docs)] = 0
            there: Mask = self.docs.take(at) == docs
            return there
        mask = np.zeros(size, np.bool_)
        mask[self.docs] = True
        return mask.take(docs)

    def add_to(self, mask: Mask) -> None:
        mask[self.docs] = True

    def leading(self, docs: Docs | None, wanted: int) -> tuple[Docs, Reals]:
        best = None
        if docs is None and self.score is not None and len(self.docs) > _FEW:
            bounds = self.score.bounds()
            best = None if bounds is None else _best(self.docs, bounds, self.score, wanted)
        return best or Found.leading(self, docs, wanted)


@dataclass(frozen=True, slots=True)
class Masked(Found):
    """Documents as a mask over all."""

    mask: Mask
    score: Score | None = None

    def listed(self) -> Docs:
        return np.flatnonzero(self.mask)

    def among(self, docs: Docs, size: int) -> Mask:
        return self.mask.take(docs)

    def add_to(self, mask: Mask) -> None:
        mask |= self.mask

    def count(self) -> int:
        return int(np.count_nonzero(self.mask))


@dataclass(frozen=True, slots=True)
class Tested(Found):
    """Those of the `live` documents that pass a test; of few candidates only these are tested."""

    test: Callable[[Docs | slice], Mask]
    live: Mask
    score: None = None

    def listed(self) -> Docs:
        return np.flatnonzero(self._mask())

    def among(self, docs: Docs, size: int) -> Mask:
        return self.test(docs)

    def add_to(self, mask: Mask) -> None:
        mask |= self._mask()

    def _mask(self) -> Mask:
        return self.test(slice(None)) & self.live


class Sum(Score):
    """The scores of several answers, all of which hold the documents, added."""

    def __init__(self, parts: Sequence[Score]) -> None:
        self._parts = parts
        self.most = sum(part.most for part in parts)

    def __call__(self, docs: Docs) -> Reals:
        total: Reals = np.add.reduce([part(docs) for part in self._parts], axis=0)
        return total


class Known(Score):
    """Scores that were made beforehand, one for each document of the index."""

    def __init__(self, scores: Reals) -> None:
        self._scores = scores
        self.most = float(scores.max(initial=0))

    def __call__(self, docs: Docs) -> Reals:
        return self._scores.take(docs)


def all_of(found: Sequence[Found], size: int) -> Listed:
    """The intersection, shortest list first."""
    lists = sorted((item for item in found if isinstance(item, Listed)), key=lambda item: len(item.docs))
    ordered: list[Found] = [*lists, *(item for item in found if not isinstance(item, Listed))]
    docs = ordered[0].listed()
    for item in ordered[1:]:
        docs = docs.compress(item.among(docs, size))
    scores = [item.score for item in found if item.score is not None]
    return Listed(docs, Sum(scores) if scores else None)


class SomeOf(Found, Score):
    """The documents in at least `minimum` of the answers; the scores of those that have it are added."""

    def __init__(self, found: Sequence[Found], minimum: int, size: int) -> None:
        self._found = found
        self._scored = [(item, item.score) for item in found if item.score is not None]
        self._minimum = minimum
        self._size = size
        self.most = sum(score.most for _, score in self._scored)

    @property
    def score(self) -> Score | None:
        # Kept, it would be a circle, and all arrays of the search in memory until Python looks for circles.
        return self if self._scored else None

    @cached_property
    def _mask(self) -> Mask:
        if self._minimum == 1:
            return self._bounds > 0
        counts = np.zeros(self._size, np.int32)
        for item in self._found:
            counts[item.listed()] += 1
        return counts >= self._minimum

    @cached_property
    def _bounds(self) -> Bounds:
        """For each document of the index what its score does not exceed; above 0 in all that one of the answers holds."""
        total = np.zeros(self._size, np.float32)
        for item in self._found:
            most, bounds = (_LITTLE, None) if item.score is None else (item.score.most, item.score.bounds())
            np.add.at(total, item.listed(), np.float32(most) if bounds is None else bounds)
        return total

    def listed(self) -> Docs:
        return np.flatnonzero(self._mask)

    def among(self, docs: Docs, size: int) -> Mask:
        return self._mask.take(docs)

    def add_to(self, mask: Mask) -> None:
        mask |= self._mask

    def count(self) -> int:
        return int(np.count_nonzero(self._mask))

    def bounds(self) -> Bounds:
        return self._bounds.take(self.listed())

    def __call__(self, docs: Docs) -> Reals:
        if len(docs) < _FEW:
            few = np.zeros(len(docs))
            for item, score in self._scored:
                at = np.flatnonzero(item.among(docs, self._size))
                few[at] += score(docs.take(at))
            return few
        total = np.zeros(self._size)
        for item, score in self._scored:
            inside = item.listed()
            np.add.at(total, inside, score(inside))
        return total.take(docs)

    def leading(self, docs: Docs | None, wanted: int) -> tuple[Docs, Reals]:
        if docs is None and self._minimum != 1:
            docs = self.listed()
        return _best(docs, self._bounds if docs is None else self._bounds.take(docs), self, wanted) or super().leading(docs, wanted)


def _best(docs: Docs | None, bounds: Bounds, score: Score, wanted: int) -> tuple[Docs, Reals] | None:
    """Those of `docs` (None: 0, 1 ...), of which `bounds` are given, that may be among the `wanted` best, and their scores.

    Some of the highest bounds are scored, then all others that the last wanted of these does not exceed. None where that
    would not leave much out.
    """

    def scored(places: Docs) -> tuple[Docs, Reals]:
        chosen = places if docs is None else docs.take(places)
        return chosen, score(chosen)

    sample = bounds[::_SAMPLING_STEP]
    rank = -1 - len(sample) // _LIKELY
    floor = np.partition(sample, rank)[rank] if len(sample) else 0
    likely = np.flatnonzero(bounds > floor)
    many = wanted + _FIRST
    if not 0 < many < len(likely):
        return None
    highest = bounds.take(likely)
    first = np.argpartition(highest, -many)[-many:]
    chosen, scores = scored(np.sort(likely.take(first)))
    least = np.partition(scores, -wanted)[-wanted] * _ROUNDED
    if least > highest[first[0]]:
        return chosen, scores
    # Where fewer than wanted score at all, what is found without a score counts, and what is not found does not.
    return scored(likely.compress(highest >= least) if least > floor else np.flatnonzero(bounds >= max(least, _LITTLE)))
