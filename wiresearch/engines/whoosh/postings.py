"""The documents of a word through all segments, how often each has it, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.schema import TEXT_GROUPS, group_of
from wiresearch.engines.whoosh.segment import Docs, Forms, TextColumn
from wiresearch.engines.whoosh.snapshot import Reals, Snapshot
from wiresearch.engines.whoosh.spellings import Spelling

K1, B = 0.9, 0.4
_FEW = 2_000


@dataclass(frozen=True, slots=True)
class Postings:
    """Live documents, ascending; for each field asked, how much each has of the word; in how many documents it is at all."""

    docs: Docs
    counts: list[NDArray[np.generic]]
    frequency: int

    def of(self, docs: Docs, size: int) -> Postings:
        """The postings of some of the documents; `size` counts all."""
        if len(docs) < _FEW:
            at = np.searchsorted(self.docs, docs)
        else:
            place = np.empty(size, np.int64)
            place[self.docs] = np.arange(len(self.docs))
            at = place[docs]
        return Postings(docs, [count[at] for count in self.counts], self.frequency)


def find_postings(snapshot: Snapshot, fields: tuple[str, ...], spelling: Spelling) -> Postings:
    """The postings of a word in the fields (of one text group)."""
    group = group_of(fields[0])
    asked = [number for number, field in enumerate(TEXT_GROUPS[group]) if field in fields]
    parts: list[tuple[Docs, list[NDArray[np.generic]]]] = []
    finders = spelling.finders(snapshot, group)
    for leaf in snapshot.leaves:
        found = [
            _in_segment(leaf.texts[group], forms, asked, weight)
            for find, weight in finders
            if (forms := find(leaf.texts[group])) is not None
        ]
        docs, counts = found[0] if len(found) == 1 else _added(found, len(asked))
        parts.append((docs + leaf.base, counts))
    docs = np.concatenate([np.empty(0, np.int64), *(docs for docs, _ in parts)])
    counts = [np.concatenate([np.empty(0, np.uint8), *(counts[n] for _, counts in parts)]) for n in range(len(asked))]
    kept = snapshot.kept(docs)
    if kept is not None:
        docs, counts = docs[kept], [count[kept] for count in counts]
    return Postings(docs, counts, len(docs))


def _in_segment(text: TextColumn, forms: Forms, asked: list[int], weight: float) -> tuple[Docs, list[NDArray[np.generic]]]:
    if forms.forms is None and len(forms.stems) == 1:
        docs, every = text.rows(int(forms.stems[0]))
        counts = [every[number] for number in asked]
        docs = docs.astype(np.int64)
        if len(asked) < len(every):
            kept = np.any([count > 0 for count in counts], axis=0)
            docs, counts = docs[kept], [count[kept] for count in counts]
        return docs, counts
    docs, places = text.spots(forms)
    field_of = text.field_of(docs, places)
    inside = np.isin(field_of, asked)
    owners, place = np.unique(docs[inside], return_inverse=True)
    return owners, [
        weight * np.bincount(place, weights=field_of[inside] == number, minlength=len(owners)) for number in asked
    ]


def _added(found: list[tuple[Docs, list[NDArray[np.generic]]]], fields: int) -> tuple[Docs, list[NDArray[np.generic]]]:
    """Several postings as one."""
    owners, place = np.unique(np.concatenate([np.empty(0, np.int64), *(docs for docs, _ in found)]), return_inverse=True)
    joined = [np.concatenate([np.empty(0), *(counts[number] for _, counts in found)]) for number in range(fields)]
    return owners, [np.bincount(place, weights=counts, minlength=len(owners)) for counts in joined]


def bm25f(snapshot: Snapshot, fields: tuple[str, ...], postings: Postings) -> Reals:
    """BM25F (Robertson and Zaragoza 2009, section 3.6.1; weights 1): frequencies are added before they are saturated."""
    group = group_of(fields[0])
    weight = np.zeros(len(postings.docs))
    asked = [field for field in TEXT_GROUPS[group] if field in fields]
    for field, counts in zip(asked, postings.counts, strict=True):
        weight += counts * snapshot.length_factors(group, field, B)[postings.docs]
    idf = np.log(1 + (snapshot.documents - postings.frequency + 0.5) / (postings.frequency + 0.5))
    scores: Reals = idf * (K1 + 1) * weight / (weight + K1)
    return scores
