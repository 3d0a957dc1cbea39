"""Lines in capitals and headlines in title case, where capitals say nothing: names of the tables, people behind titles, firms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wiresearch.entities import tables
from wiresearch.entities.geography import town
from wiresearch.entities.organisations import ENDINGS, LEGAL
from wiresearch.entities.phrases import FUNCTION_WORDS, GIVEN_NAMES, ORDINARY_WORDS, Known, Reading, known_phrases, place_openings
from wiresearch.entities.runs import CONNECTORS
from wiresearch.kept import kept
from wiresearch.places import country, country_name, dissolved, region

_WORD = re.compile(r"(?:\w\.)+\w?|\w+(?:[&-]\w+)*")
CAPITALS = "capitals"
_SAMPLE = 100
_MANY_SMALL = re.compile(r"(?:[^a-z]*+[a-z]){16}")
_SMALL_SHARE = 0.15
_MOST_WORDS = 4
_LONGEST_PHRASE = 60
_KNOWN_CITY = 300_000
_WORDS_OF_FIRMS = tables.sections("organisation_words.txt")
_ORDINARY = _WORDS_OF_FIRMS["ordinary"] | {ending.upper() for ending in ENDINGS} | {"POLISH"}
_HEADS = tables.sections("titles.txt")
_TITLES = frozenset(head.upper() for head in _HEADS["heads"] if len(head) > 1)
_BEFORE_NAMES = _HEADS["capitals"]
_CROWNED = frozenset({"QUEEN", "KING", "PRINCE", "PRINCESS", "EMPEROR", "EMPRESS", "POPE"})  # a surname stands behind none of these
_VERBS, _SHORT = _WORDS_OF_FIRMS["verbs"], _WORDS_OF_FIRMS["short"]
_COMPANIES = frozenset({"CO", "COS"})
_LEGAL = frozenset(ending.upper() for ending in LEGAL if ending.isalpha()) - {"SPA", "AS"}
_CAPITAL_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[AEIOUYÄÖÜÉ]")
_INITIALS = 3
_SPEECH = frozenset(verb.upper() for verb in tables.words("speech_verbs.txt"))
_NAMED = frozenset({"agency", "organisation", "demonym", "country", "region"})


@kept(None)
def _upper() -> dict[str, Known]:
    return {phrase.upper(): known for phrase, known in known_phrases().items() if known.kind in _NAMED}


@kept(None)
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split(" ", 1)[0] for phrase in _upper() if " " in phrase) | place_openings()


def in_capitals(line: str) -> bool:
    """Whether at most 15 % of the letters at the beginning of a line are small."""
    if _MANY_SMALL.match(line, 0, _SAMPLE):
        return False
    beginning = line[:_SAMPLE]
    return beginning.isupper() or sum(map(str.islower, beginning)) <= _SMALL_SHARE * sum(map(str.isalpha, beginning))


def in_title_case(line: str) -> bool:
    """Whether four or more words, and nearly all long ones, begin with a capital."""
    long_words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(long_words) >= 4 and sum(word[0].isupper() for word in long_words) >= 0.9 * len(long_words)


def read_capitals(line: str) -> Iterator[Reading]:
    """Countries, regions, demonyms, bodies and cities of more than 300,000 people, the longest name first; titled people and firms.

    Other words are names of unknown kind by the rule "capitals": only a person of that surname in the text makes them one.
    """
    words = list(_WORD.finditer(line))
    firms = any(word.group() in _LEGAL for word in words)
    at = 0
    while at < len(words):
        word = words[at].group()
        start, end = words[at].span()
        most, opens_place, may_be_surname, known = _word(word)
        taken = 1
        told = (firms and _firm(words, at, line)) or (word in _TITLES and _titled(words, at, line))
        if told:
            yield told[0]
            at += told[1]
            continue
        for count in range(min(most, len(words) - at), 1, -1):
            last = words[at + count - 1].end()
            phrase = line[start:last].upper()
            longer = _upper().get(phrase) or (_meaning(phrase) if opens_place and len(phrase) <= _LONGEST_PHRASE else None)
            if longer:
                known, end, taken = longer, last, count
                break
        if known:
            yield _reading(known, start, end)
        elif may_be_surname:
            yield Reading("name", word, start, end, CAPITALS, 0.3, sure=False)
        at += taken


def _firm(words: Sequence[re.Match[str]], at: int, line: str) -> tuple[Reading, int] | None:
    """The firm whose name begins at `at` and ends with its legal form ("ACME STEEL CORP"), and how many words that takes."""
    if line[words[at].start() - 1 : words[at].start()] in {"&", "'"}:
        return None
    for count in range(1, min(_MOST_WORDS + 1, len(words) - at)):
        between = line[words[at + count - 1].end() : words[at + count].start()]
        word = words[at + count - 1].group()
        if between not in {" ", " & ", ", "} or not word.isupper() or word.lower() in FUNCTION_WORDS or word.lower() in ORDINARY_WORDS:
            return None
        if word in _VERBS:
            return None
        legal = words[at + count].group()
        if legal in _LEGAL and word not in _LEGAL:
            if count == 1 and (legal in _COMPANIES or word.capitalize() in ENDINGS or _meaning(word)):
                return None  # "SHARES OF TEXAS CO" speak of a company in Texas
            start, end = words[at].start(), words[at + count - 1].end()
            known = _meaning(line[start:end])
            if known and known.kind != "organisation":
                return None
            name = known.name if known else _CAPITAL_WORD.sub(_small, line[start:end])
            return Reading("organisation", name, start, words[at + count].end(), CAPITALS, 0.6), count + 1
    return None


def _small(word: re.Match[str]) -> str:
    """A word in capitals as it is printed elsewhere: three letters and what has no vowel stay as they are."""
    text = word.group()
    if text.capitalize() in ENDINGS or text.capitalize() in _SHORT:
        return text.capitalize()
    return text if len(text) <= _INITIALS or _VOWEL.search(text) is None else text.capitalize()


def _titled(words: Sequence[re.Match[str]], at: int, line: str) -> tuple[Reading, int] | None:
    """The person behind the title at `at`, and how many words that takes: a given name and what follows, or one word behind some titles.

    "PRESIDENT" also stands before verbs: the word behind it is a name where a verb of speech follows.
    """
    named: list[str] = []
    for before, found in pairwise(words[at : at + 2 + _MOST_WORDS]):
        between = line[before.end() : found.start()]
        word = found.group()
        if between not in {" ", ". "} or (between == ". " and named and len(before.group()) > 1) or not _may_be_name(word):
            break
        named.append(word)
        if word.capitalize() not in GIVEN_NAMES and len(word.rstrip(".")) > 1 and word.lower() not in CONNECTORS:
            break  # the surname; behind it stands a verb
    given = bool(named) and named[0].capitalize() in GIVEN_NAMES
    if given and words[at].group() in _CROWNED and named[-1].capitalize() not in GIVEN_NAMES:
        named.pop()
    if not given and words[at].group() not in _BEFORE_NAMES:
        behind = words[at + 2].group() if len(words) > at + 2 else ""
        named = named[:1] if behind in _SPEECH else []
    if not named or (len(named) == 1 and len(named[0]) < 3):
        return None
    end = words[at + len(named)].end()
    return Reading("person", " ".join(named).title(), words[at + 1].start(), end, "title", 0.8), len(named) + 1


def _may_be_name(word: str) -> bool:
    small = word.lower()
    ordinary = (small in FUNCTION_WORDS and small not in CONNECTORS) or small in ORDINARY_WORDS
    return word.isupper() and not ordinary and word not in _TITLES and word not in _SPEECH


@kept(1 << 15)
def _word(word: str) -> tuple[int, bool, bool, Known | None]:
    """How many words a name that begins with this one may have, whether that may be a place, whether it may be a surname, what it means."""
    small, large = word.lower(), word.upper()
    may_be_surname = len(small) > 2 and small not in FUNCTION_WORDS and small not in ORDINARY_WORDS
    meaning = _meaning(large) if len(word) <= _LONGEST_PHRASE else None
    return _MOST_WORDS if large in _first_words() else 1, large in place_openings(), may_be_surname, meaning


@kept(1 << 15)
def _meaning(phrase: str) -> Known | None:
    folded = phrase.lower()
    if phrase in _ORDINARY or folded in FUNCTION_WORDS or folded in ORDINARY_WORDS or len(phrase) < 2:
        return None
    if found := _upper().get(phrase):
        return found
    if len(phrase) < 3 or folded in CONNECTORS:
        return None
    if code := country(phrase):
        return Known("country", dissolved(phrase) or country_name(code), code)
    if (state := region(phrase)) and state.name.upper() == phrase:
        return Known("region", state.name, state.country)
    place = town(phrase)
    return Known("word", place.name, place.country) if place and place.population >= _KNOWN_CITY else None


def _reading(known: Known, start: int, end: int) -> Reading:
    if known.kind == "organisation":
        return Reading("organisation", known.name, start, end, "table", 0.8, known.country)
    if known.kind == "demonym":
        return Reading("demonym", known.name, start, end, "demonym", 0.8, known.country, known.country)
    if known.kind == "agency":
        return Reading("agency", known.name, start, end, "table", 0.8, code=known.name)
    code = known.country if known.kind == "country" else None
    return Reading("place", known.name, start, end, "city" if known.kind == "word" else known.kind, 0.7, known.country, code)
