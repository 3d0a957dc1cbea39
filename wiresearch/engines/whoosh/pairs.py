"""Which values of some facets stand in the same documents, counted as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wiresearch.associations import Name, Pair, PairCounts
from wiresearch.dispatch import NameKind
from wiresearch.engines.whoosh.segment import Docs, Numbers
from wiresearch.engines.whoosh.snapshot import Facet, Snapshot
from wiresearch.engines.whoosh.vocabulary import runs, spread

_MOST_AT_ONCE = 1 << 22


def count_pairs(snapshot: Snapshot, docs: Docs, kinds: Sequence[NameKind], names: int, least: int) -> PairCounts:
    """The pairs that at least `least` of the documents have both of, among the `names` most frequent names of these kinds."""
    facets = [snapshot.facet(kind) for kind in kinds]
    bases = np.cumsum([0, *(len(facet.values) for facet in facets)])
    found = [_occurrences(facet, docs) for facet in facets]
    owners = np.concatenate([np.empty(0, np.int64), *(owner for owner, _ in found)])
    numbers = np.concatenate([np.empty(0, np.int64), *(number + base for (_, number), base in zip(found, bases, strict=False))])
    counts = np.bincount(numbers, minlength=int(bases[-1]))
    chosen = _most_frequent(counts, names, least)
    together = _together(owners, numbers, chosen, len(counts))

    def name(place: int) -> Name:
        number = int(chosen[place])
        kind = int(np.searchsorted(bases, number, "right")) - 1
        return Name(kinds[kind], facets[kind].values[number - int(bases[kind])], int(counts[number]))

    first, second = np.nonzero(together >= max(least, 1))
    pairs = [Pair(name(a), name(b), int(together[a, b]), len(docs)) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    return PairCounts(len(docs), len(chosen), int(np.count_nonzero(counts >= max(least, 1))), tuple(pairs))


def _occurrences(facet: Facet, docs: Docs) -> tuple[Docs, Numbers]:
    """The values of the documents, one after another: the place of the document among `docs`, and the value."""
    counts = facet.counts.take(docs)
    return np.repeat(np.arange(len(docs)), counts), facet.numbers.take(spread(facet.begins.take(docs), counts))


def _most_frequent(counts: Numbers, names: int, least: int) -> Numbers:
    """The values of at least `least` documents, most frequent first, equals in their order; at most `names`."""
    enough = np.flatnonzero(counts >= max(least, 1))
    return enough[np.argsort(-counts[enough], kind="stable")[:names]]


def _together(owners: Docs, numbers: Numbers, chosen: Numbers, different: int) -> Numbers:
    """How many documents have both the chosen value of the row and that of the column; only above the diagonal."""
    size = len(chosen)
    place = np.full(different, -1, np.int64)
    place[chosen] = np.arange(size)
    places = place[numbers]
    kept = places >= 0
    # By document, and in each by place, so that the first of a pair is the more frequent.
    codes = np.sort(owners[kept] * size + places[kept]) if size else np.empty(0, np.int64)
    matrix = np.zeros(size * size, np.int64)
    for owner, inside in _portions(codes // max(size, 1), codes % max(size, 1)):
        ends = np.searchsorted(owner, owner, "right")
        rest = ends - np.arange(len(owner)) - 1
        seconds = inside[spread(np.arange(len(owner)) + 1, rest)]
        matrix += np.bincount(np.repeat(inside, rest) * size + seconds, minlength=size * size)
    return matrix.reshape(size, size)


def _portions(owners: Docs, places: Numbers) -> Iterator[tuple[Docs, Numbers]]:
    """Whole documents at a time, of so many pairs together that the memory for them is bounded."""
    if not len(owners):
        return
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
    sizes = runs(np.r_[starts, len(owners)])
    portion = np.cumsum(sizes * (sizes - 1) // 2) // _MOST_AT_ONCE
    cuts = starts[np.flatnonzero(np.r_[True, portion[1:] != portion[:-1]])]
    for start, end in zip(cuts.tolist(), [*cuts[1:].tolist(), len(owners)], strict=True):
        yield owners[start:end], places[start:end]
