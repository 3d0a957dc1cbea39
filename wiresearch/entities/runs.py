"""Capitalised runs: the stretches of a line in which names are looked for.

A run is up to twelve words that begin with a capital, with the small words of names (of, and, de, van, bin ...) between
them. It ends at punctuation and at a possessive, and is cut behind the first half of a word such as "Boston-based".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from wiresearch.entities import tables

LONGEST_RUN = 12
CONNECTORS = tables.sections("small_words.txt")["connectors"]

_CAPITAL = "[" + "".join(c for c in map(chr, range(0x41, 0x588)) if c.isupper()) + "]"
_BLANK = r"[ \t\u00a0]{1,3}"
_WITH_DOT = "Adm Alex Brig Capt Cmdr Col Dr Ft Gen Gov Lt Maj Messrs Mr Mrs Ms Msgr Mt Prof Rep Rev Sen Sgt St Ste"
_DOT, _POSSESSIVE = r"\.", r"['’]s?(?!\w)"
_WITH_POSSESSIVE = "Christie Farmers Lloyd Macy McDonald Moody People Poor Sainsbury Sotheby Wendy Women Workers"


def _behind_initial(words: str, ending: str) -> str:
    """A pattern of the words without their first letter, which the search has already found."""
    by_letter = groupby(sorted(words.split()), key=lambda word: word[0])
    return "|".join(rf"(?<={letter})(?:{'|'.join(word[1:] for word in group)}){ending}" for letter, group in by_letter)


# The first letter stands alone at the head of the pattern so that the search can skip to it.
_REST = (
    rf"(?:\.(?:{_CAPITAL}\.)*(?:{_CAPITAL}(?![\w.]))?"
    rf"|{_behind_initial(_WITH_DOT, _DOT)}|{_behind_initial(_WITH_POSSESSIVE, _POSSESSIVE)}"
    rf"|\w*(?:['’](?!s\b)\w+|&{_CAPITAL}\w*|\.com\b)*)(?:-(?:U\.S\.|\w+))*"
)
_CONNECTOR = rf"(?:(?:of|for|on|and){_BLANK}the|de{_BLANK}l[ao]s?|van{_BLANK}de[rn]?|{'|'.join(sorted(CONNECTORS, key=len, reverse=True))})"
_RUN = re.compile(
    rf"{_CAPITAL}(?:(?<![\w'’-].)(?<![A-Z]\..)|(?<=\b[ae]l-.)|(?<=\b[dlDL]['’].)|(?<=-U)(?=\.S\.)){_REST}"
    rf"(?:{_BLANK}(?:{_CONNECTOR}{_BLANK})?(?:[ae]l-)?{_CAPITAL}{_REST}){{0,{LONGEST_RUN - 1}}}"
)
_WORD = re.compile(r"\S+")
_HALVES = re.compile(r"(.+?)-([a-z]\w*(?:-\w+)*)")
_PARTICIPLES = tables.sections("small_words.txt")["participles"]


class Token(NamedTuple):
    """One word of a run and where it stands in it."""

    text: str
    start: int
    end: int


def runs(line: str) -> Iterator[re.Match[str]]:
    """The capitalised runs of a line, in order."""
    return _RUN.finditer(line)


def _words(run: str) -> list[Token]:
    words = run.split()
    if run.count(" ") + 1 != len(words):  # nearly always there is one blank between any two
        return [Token(found.group(), *found.span()) for found in _WORD.finditer(run)]
    found, start = [], 0
    for word in words:
        found.append(Token(word, start, start + len(word)))
        start += len(word) + 1
    return found


def tokens(run: str) -> list[list[Token]]:
    """The words of a run, in the pieces into which words such as "Boston-based" cut it."""
    if "-" not in run:
        return [_words(run)]
    pieces: list[list[Token]] = [[]]
    for found in _WORD.finditer(run):
        text, start = found.group(), found.start()
        halves = _HALVES.fullmatch(text) if "-" in text else None
        if halves and halves[2] in _PARTICIPLES:
            pieces[-1].append(Token(halves[1], start, start + len(halves[1])))
            pieces.append([])
        else:
            pieces[-1].append(Token(text, start, found.end()))
    return [piece for piece in pieces if piece]
