"""The classes of queries that the competitors answer, and seeded questions drawn from an archive by how frequent its words are."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from stemming import stem

from wiresearch.dispatch import Dispatch
from wiresearch.words import tokenise

How = Literal["all", "any", "phrase", "prefix", "fuzzy", "everything"]
FACETS = ("country", "dateline_city")
TOP = 10
WINDOW = timedelta(days=29)


@dataclass(frozen=True, slots=True)
class Question:
    """What all competitors are asked: the first 10 hits, the exact total, and perhaps counts.

    `words` are exact forms (a prefix, or a misspelled form, stands alone) looked for in headline, lead and body;
    `edits` belongs to "fuzzy"; `days` are first and last day; `facets`: the 10 most frequent values of each of FACETS.
    """

    how: How
    words: tuple[str, ...] = ()
    edits: int = 0
    days: tuple[date, date] | None = None
    newest_first: bool = False
    facets: bool = False
    months: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Keys of the first hits; the total, or None where it takes the competitor a second search; counts by name, largest first."""

    keys: tuple[str, ...]
    total: int | None
    counts: dict[str, tuple[int, ...]]


class Words:
    """The words of a sample of dispatches and the share of dispatches that hold each."""

    def __init__(self, sample: Iterable[Dispatch]) -> None:
        self.texts: list[tuple[date, list[list[str]]]] = []
        holding: Counter[str] = Counter()
        for dispatch in sample:
            paragraphs = [tokenise(text) for text in dispatch.paragraphs]
            holding.update({word for words in (*paragraphs, tokenise(dispatch.headline)) for word in words})
            if dispatch.day and paragraphs:
                self.texts.append((dispatch.day, paragraphs))
        self._share = {word: count / max(len(self.texts), 1) for word, count in holding.items() if count > 1 and _plain(word)}

    def between(self, low: float, high: float, words: Iterable[str] | None = None) -> list[str]:
        """The words held by that share of dispatches, of `words` or all; sorted, so that a seed means the same everywhere."""
        chosen = self._share if words is None else set(words)
        return sorted(word for word in chosen if low <= self._share.get(word, 0.0) <= high)


def _plain(word: str) -> bool:
    """Whether every competitor's tokeniser cuts and folds the word alike."""
    return word.isascii() and word.isalpha() and len(word) > 2


Draw = Callable[[Words, random.Random], Question]


def _together(words: Words, rng: random.Random, many: int) -> tuple[date, tuple[str, ...]]:
    """Frequent words of one dispatch, and its day: a conjunction of them finds something."""
    while True:
        day, paragraphs = rng.choice(words.texts)
        frequent = words.between(0.01, 0.3, (word for paragraph in paragraphs for word in paragraph))
        if len(frequent) >= many:
            return day, tuple(rng.sample(frequent, many))


def _common(words: Words, rng: random.Random) -> tuple[str, ...]:
    return (rng.choice(words.between(0.05, 0.3)),)


def _phrase(words: Words, rng: random.Random) -> Question:
    while True:
        _, paragraphs = rng.choice(words.texts)
        pairs = [
            pair for paragraph in paragraphs for pair in pairwise(paragraph) if len(words.between(0.0005, 0.3, pair)) == len(set(pair)) == 2
        ]
        if pairs:
            return Question("phrase", rng.choice(pairs))


def _prefix(words: Words, rng: random.Random) -> Question:
    return Question("prefix", (rng.choice([word for word in words.between(0.0005, 0.3) if len(word) > 5])[:4],))


def _fuzzy(words: Words, rng: random.Random, edits: int) -> Question:
    """A misspelling of a word that is its own stem: stems and exact forms are equally far away."""
    text = rng.choice([word for word in words.between(0.001, 0.3) if len(word) > 5 and stem(word) == word])
    for place in rng.sample(range(1, len(text) - 1), edits):
        text = rng.choice(
            (
                text[:place] + text[place + 1 :],
                text[:place] + rng.choice("etaoinsr") + text[place + 1 :],
                text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
            )
        )
    return Question("fuzzy", (text,), edits=edits)


def _in_days(words: Words, rng: random.Random) -> Question:
    day, found = _together(words, rng, 2)
    first = day - timedelta(days=rng.randrange(WINDOW.days))
    return Question("all", found, days=(first, first + WINDOW))


CLASSES: dict[str, Draw] = {
    "rare term": lambda words, rng: Question("all", (rng.choice(words.between(0.0, max(0.0005, 2 / len(words.texts)))),)),
    "common term": lambda words, rng: Question("all", _common(words, rng)),
    "3-term AND": lambda words, rng: Question("all", _together(words, rng, 3)[1]),
    "5-term OR": lambda words, rng: Question("any", _together(words, rng, 5)[1]),
    "phrase": _phrase,
    "prefix": _prefix,
    "fuzzy 1": lambda words, rng: _fuzzy(words, rng, 1),
    "fuzzy 2": lambda words, rng: _fuzzy(words, rng, 2),
    "AND + 30 days": _in_days,
    "sort by date": lambda words, rng: Question("all", _common(words, rng), newest_first=True),
    "top 10 + 2 facets": lambda words, rng: Question("all", _common(words, rng), facets=True),
    "all + 2 facets": lambda words, rng: Question("everything", facets=True),
    "month histogram": lambda words, rng: Question("all", _common(words, rng), months=True),
}


def draw(words: Words, name: str, many: int, seed: int = 1) -> list[Question]:
    """`many` questions of the class `name`; the same for the same sample and seed."""
    rng = random.Random(f"{seed} {name}")
    return [CLASSES[name](words, rng) for _ in range(many)]
