"""A synthetic archive of any size, made from the Reuters-21578 collection: the same seed gives the same archive.

The first 21,578 dispatches are the collection as wiresearch reads it (normalised, with entities). Each further pass over it gives
copies: sentences shuffled, 15 % of the words replaced by words drawn from the running text of the collection, dates anywhere in
five years. One replaced word in fifty is an invented one, of a stock that grows with the archive, so that its vocabulary does too.
Dispatch n is made from the seed and n alone: a larger archive begins with the smaller one.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pickle
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from wiresearch.dispatch import Dispatch, WireTime

SIZES = (21_578, 215_780, 1_078_900)
REPLACED, INVENTED, INVENTED_A_DISPATCH = 0.15, 0.02, 0.5
FIRST, SPAN = datetime(1987, 1, 1, tzinfo=UTC), timedelta(days=5 * 365)
_POOL, _PAGE = 1 << 16, 500
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SYLLABLES = tuple(first + second for first in "bdfgklmnprstvz" for second in "aeiou")

Passes = Callable[[], Iterator[Dispatch]]


def archive(passes: Passes, pool: Sequence[str], start: int, stop: int, seed: int = 1) -> Iterator[Dispatch]:
    """Dispatches `start` to `stop` (exclusive) of the archive.

    `passes()` gives the originals anew, always in the same order; `pool` the words that replace others.
    """
    number = 0
    while number < stop:
        before = number
        for original in passes():
            if number >= stop:
                return
            if number >= start:
                yield original if before == 0 else mutated(original, pool, number, seed)
            number += 1
        if number == before:
            raise ValueError("there are no originals")


def mutated(original: Dispatch, pool: Sequence[str], number: int, seed: int) -> Dispatch:
    """The copy of `original` that is dispatch `number` of the archive."""
    rng = random.Random(seed << 40 | number)
    texts = [_reworded(text, pool, number, rng) for text in original.paragraphs]
    when = FIRST + timedelta(seconds=rng.randrange(int(SPAN.total_seconds())))
    return dataclasses.replace(
        original,
        key=hashlib.sha256(f"{original.key} {number}".encode()).hexdigest()[:16],
        uri=f"{original.uri}:{number}",
        versioncreated=WireTime(when),
        headline=" ".join(_reworded(original.headline, pool, number, rng)),
        paragraphs=_shuffled(texts, rng),
    )


def _reworded(text: str, pool: Sequence[str], number: int, rng: random.Random) -> list[str]:
    """The sentences of a text, some words exchanged; a mark at the end of a word stays."""
    sentences = []
    for sentence in _SENTENCE.split(text):
        words = sentence.split(" ")
        for place, word in enumerate(words):
            if word and rng.random() < REPLACED:
                other = _invented(rng.random() * number) if rng.random() < INVENTED else pool[int(rng.random() * len(pool))]
                words[place] = other if word[-1].isalnum() else other + word[-1]
        sentences.append(" ".join(words))
    return sentences


def _invented(place: float) -> str:
    """A pronounceable word that is in no dictionary; there is one for every second dispatch of the archive so far."""
    number = int(place * INVENTED_A_DISPATCH) + len(_SYLLABLES) ** 2
    word = ""
    while number:
        number, syllable = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[syllable]
    return word


def _shuffled(paragraphs: list[list[str]], rng: random.Random) -> tuple[str, ...]:
    """All sentences in another order, in paragraphs of as many sentences as before."""
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    rng.shuffle(sentences)
    order = iter(sentences)
    return tuple(" ".join(islice(order, len(paragraph))) for paragraph in paragraphs)


class Reuters:
    """The archive of `size` dispatches made from the collection; the originals are read once and kept in the folder `work`.

    Exits with a message when WIRESEARCH_SHARED does not lead to the collection.
    """

    def __init__(self, work: Path, size: int, seed: int = 1) -> None:
        from wiresearch.indexing import IndexOptions

        self.size = size
        self.seed = seed
        self.fingerprint = hashlib.sha256(f"{IndexOptions().rules} {seed}".encode()).hexdigest()[:12]
        self._file = work / f"originals-{self.fingerprint}.pickle"
        if not self._file.exists():
            work.mkdir(parents=True, exist_ok=True)
            _keep(collection(), self._file, seed)
        with self._file.open("rb") as file:
            self._pool: tuple[str, ...] = pickle.load(file)

    def __iter__(self) -> Iterator[Dispatch]:
        return self.part(0, self.size)

    def part(self, start: int, stop: int) -> Iterator[Dispatch]:
        """Dispatches `start` to `stop` of the archive, which may lie beyond its size."""
        return archive(self._originals, self._pool, start, stop, self.seed)

    def sample(self) -> Iterator[Dispatch]:
        """The archive, or its first 21,578 dispatches, which have the word frequencies of all."""
        return self.part(0, min(self.size, SIZES[0]))

    def _originals(self) -> Iterator[Dispatch]:
        with self._file.open("rb") as file:
            pickle.load(file)
            while page := pickle.load(file):
                yield from page


def collection() -> Path:
    """The folder of the collection. Exits with a message when WIRESEARCH_SHARED does not lead to it."""
    folder = Path(os.environ.get("WIRESEARCH_SHARED", "")) / "corpora" / "reuters21578"
    if not os.environ.get("WIRESEARCH_SHARED") or not folder.is_dir():
        sys.exit("WIRESEARCH_SHARED does not name a folder with corpora/reuters21578 (Distribution 1.0, not part of this repository)")
    return folder


def _keep(source: Path, to: Path, seed: int) -> None:
    """Pool and originals into one file: pickles one after another, the last an empty page."""
    from wiresearch.indexing import inspect

    print("reading the collection, once ...", file=sys.stderr)
    originals = [dispatch for _, dispatches in inspect([str(source)]) for dispatch in dispatches]
    running = [word for dispatch in originals for text in dispatch.paragraphs for word in text.split() if word.isalpha()]
    half = to.with_suffix(".half")
    with half.open("wb") as file:
        pickle.dump(tuple(random.Random(seed).choices(running, k=_POOL)), file)
        for first in range(0, len(originals), _PAGE):
            pickle.dump(originals[first : first + _PAGE], file)
        pickle.dump([], file)
    half.replace(to)
