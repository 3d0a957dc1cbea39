"""Names by a user's own spaCy model: a second opinion on what the rules find, or the names themselves.

The only place that knows spaCy, which is an extra. Of a model only what finds names is loaded. Its labels PERSON (PER), ORG and
GPE, LOC, FAC are persons, organisations and places; others are left out.

"only": persons, organisations and places are the model's (`origin` "model", rule "model"); spaCy says not how sure it is, so
their confidence is one for all, the share that was right on the gold. The tables give those that they know their canonical name
and country, the rest of the dispatch gives surnames their full names, and the user's aliases are applied, all as for the rules. News
agencies are no organisations. Demonyms, acronyms, countries and cited agencies are those of the rules.

"second": the entities are those of the rules. One stays where its rule is strong, or where the model sees a name of the same
kind at one of its mentions, which its rule and confidence (the share of such names that was right on the gold) then tell; others
are dropped, and count for no country. Strong are titles, the user's aliases, bodies in small letters (made of words of tables), and the
rules that were right in most of what the small model does not see in the tuning half of the gold (benchmarks/gold.py):
given names 5 of 5, bodies of the table 2 of 2, cities 12 of 15, countries 7 of 10; not endings of firms (3 of 7), regions
(0 of 2), surnames alone (0 of 1), and those of which it sees all.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wiresearch import models
from wiresearch.dispatch import NAME_KINDS, NameKind
from wiresearch.entities.linking import Found
from wiresearch.entities.phrases import Reading
from wiresearch.entities.readings import read_run
from wiresearch.errors import ConfigError

STRONG = frozenset({"alias", "table", "country", "city", "title", "given name", "small letters"})
"""Rules whose entities need no second opinion."""
_KINDS: dict[str, NameKind] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
_RULE, _CONFIDENCE = "model", 0.7
_AGREED, _AGREED_CONFIDENCE = ", and the model", 0.94
_FINDERS = frozenset({"ner", "beam_ner", "entity_ruler", "span_ruler"})
_NO_FINDERS = (
    "tagger",
    "parser",
    "senter",
    "sentencizer",
    "attribute_ruler",
    "lemmatizer",
    "trainable_lemmatizer",
    "morphologizer",
    "entity_linker",
    "textcat",
    "textcat_multilabel",
)
# What the model holds in memory at a time grows with the letters that it is given at a time.
_PIECE, _PIECES = 4_000, 8
_LONGEST_NAME = 400
_ARTICLES = ("the ", "The ", "THE ")
_POSSESSIVES = ("'s", "’s", "'", "’")


@dataclass(frozen=True, slots=True)
class Model:
    """A pipeline of spaCy that finds names, and what it is for."""

    nlp: Any
    mode: str

    def found(self, lines: Sequence[tuple[int, str]]) -> list[Found]:
        """The names in numbered lines, in their order. Raises ConfigError."""
        pieces = [(number, line, start, end) for number, line in lines for start, end in _pieces(line, min(_PIECE, self.nlp.max_length))]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            documents = self.nlp.pipe([line[start:end] for _, line, start, end in pieces], batch_size=_PIECES)
            try:
                spans = [
                    (number, line, kind, offset + name.start_char, offset + name.end_char)
                    for (number, line, offset, _), document in zip(pieces, documents, strict=True)
                    for name in document.ents
                    if (kind := _KINDS.get(name.label_))
                ]
            except Exception as error:  # whatever its components, which may be the user's own, stumble over
                raise ConfigError(f"the model of names fails: {_reason(error)}", "train it, or do without:  --ner-model ''") from error
        return [
            Found(number, line, reading.start, reading.end, reading)
            for number, line, kind, start, end in spans
            for reading in _readings(kind, line, start, end)
        ]


def load(name: str, mode: str) -> Model:
    """The model of that name or in that folder, loaded once by a process. Raises ConfigError."""
    models.check(name, mode)
    return Model(_loaded(name, models.fingerprint(name)), mode)


@lru_cache(maxsize=1)
def _loaded(name: str, _: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import spacy  # takes seconds and hundreds of megabytes

            if models.package(name):
                nlp = spacy.util.load_model_from_package(models.package_name(name), exclude=_NO_FINDERS)
            else:
                nlp = spacy.util.load_model_from_path(Path(name), exclude=_NO_FINDERS)
    except Exception as error:  # whatever the files of a folder make spaCy, or the code of a package, stumble over
        raise ConfigError(f"the model {name} cannot be loaded: {_reason(error)}", "train, package or install it again") from error
    if _FINDERS.isdisjoint(nlp.get_pipe_meta(component).factory for component in nlp.pipe_names):
        raise ConfigError(f"the model {name} finds no names: it has no component ner", f"it has: {', '.join(nlp.pipe_names) or 'none'}")
    return nlp


def _reason(error: Exception) -> str:
    """What an error of somebody else says, in a line."""
    return " ".join(str(error).split())[:300] or type(error).__name__


def _pieces(line: str, most: int) -> Iterator[tuple[int, int]]:
    """A line in pieces of at most so many characters, cut behind a sentence or at least a word where one ends there."""
    start = 0
    while len(line) - start > most:
        ends = (line.rfind(mark, start + 1, start + most) for mark in (". ", " "))
        end = next((found + 1 for found in ends if found > 0), start + most)
        yield start, end
        start = end
    if line[start:].strip():
        yield start, len(line)


def _readings(kind: NameKind, line: str, start: int, end: int) -> Iterator[Reading]:
    """A name that the model found; where the tables read it as of that kind, too, they say its canonical name and its country."""
    start, end = _trimmed(line, start, end)
    printed = line[start:end]
    if not printed.strip() or len(printed) > _LONGEST_NAME:
        return
    told = read_run(printed)
    kinds = {reading.kind for reading in told}
    if kinds == {kind} and told[-1].end == len(printed):
        for reading in told:
            at, end = start + reading.start, start + reading.end
            yield reading._replace(start=at, end=end, rule=_RULE, confidence=_CONFIDENCE, sure=True)
    elif "agency" not in kinds:
        yield Reading(kind, " ".join(printed.split()), start, end, _RULE, _CONFIDENCE)


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """The span without the article before and the possessive behind it, which models leave at names."""
    for article in _ARTICLES:
        if line.startswith(article, start, end):
            start += len(article)
            break
    for possessive in _POSSESSIVES:
        if line.endswith(possessive, start, end):
            end -= len(possessive)
            break
    return start, end


class _Seen:
    """Where the model sees names of each kind."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._starts: dict[tuple[int, str], list[int]] = {}
        self._ends: dict[tuple[int, str], list[int]] = {}
        for mention in found:  # in order, and none overlaps another
            self._starts.setdefault((mention.line, mention.reading.kind), []).append(mention.start)
            self._ends.setdefault((mention.line, mention.reading.kind), []).append(mention.end)

    def at(self, mention: Found, kind: str) -> bool:
        """Whether one of that kind overlaps the mention."""
        place = (mention.line, kind)
        before = bisect_left(self._starts.get(place, ()), mention.end) - 1
        return before >= 0 and self._ends[place][before] > mention.start


def confirmed(mentions: Sequence[Found], seen: Iterable[Found]) -> list[Found]:
    """The mentions of the rules without those of entities that are weak and that the model does not see."""
    places = _Seen(seen)
    strong, agreed = set(), set()
    for mention in mentions:
        reading = mention.reading
        entity = (reading.kind, reading.name)
        if reading.kind not in NAME_KINDS or reading.rule in STRONG:
            strong.add(entity)
        if places.at(mention, reading.kind):
            agreed.add(entity)
    return [_agreed(mention) if entity in agreed else mention for mention in mentions if (entity := mention.reading[:2]) in strong | agreed]


def _agreed(mention: Found) -> Found:
    reading = mention.reading
    return mention._replace(reading=reading._replace(rule=reading.rule + _AGREED, confidence=max(reading.confidence, _AGREED_CONFIDENCE)))


def replaced(mentions: Iterable[Found], named: Sequence[Found]) -> list[Found]:
    """The model's mentions, with those of the rules that are of other kinds and at other places."""
    places = _Seen(named)
    others = [
        mention
        for mention in mentions
        if mention.reading.kind == "demonym" or (mention.reading.kind == "acronym" and not any(places.at(mention, k) for k in NAME_KINDS))
    ]
    return sorted([*named, *others], key=lambda mention: (mention.line, mention.start))
