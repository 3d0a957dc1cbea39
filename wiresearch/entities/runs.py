"""Capitalised runs: the stretches of a line in which names are looked for.

A run is up to twelve words that begin with a capital, with the small words of names (of, and, de, van, bin ...) between
them. It ends at punctuation, at a possessive and behind the first half of a word such as "Boston-based".
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST_RUN = 12

_CAPITALS = "".join(c for c in map(chr, range(0x41, 0x588)) if c.isupper())
CONNECTORS = frozenset("of for and & on the de del della des du da di do dos das la le las los van von der den al el ul bin ibn y ter ten".split())
_WITH_POSSESSIVE = "Christie Farmers Lloyd Macy McDonald Moody People Poor Sainsbury Sotheby Wendy Women Workers"
_BLANK = r"[ \t\u00a0]{1,3}"
_WORD = (
    rf"(?:(?:[{_CAPITALS}]\.)+(?:[{_CAPITALS}](?![\w.]))?"
    rf"|(?:St|Ste|Mr|Mrs|Ms|Dr|Prof|Rev|Gen|Col|Maj|Capt|Lt|Sgt|Brig|Adm|Sen|Rep|Gov|Ft|Mt|Messrs|Cmdr|Msgr|Alex)\."
    rf"|(?:{_WITH_POSSESSIVE.replace(' ', '|')})['’]s?(?!\w)"
    rf"|al-[{_CAPITALS}]\w*"
    rf"|[{_CAPITALS}]\w*(?:['’](?!s\b)\w+|&[{_CAPITALS}]\w*|\.com\b)*)"
    r"(?:-\w+)*"
)
_CONNECTOR = rf"(?:(?:of|for|on|and){_BLANK}the|de{_BLANK}l[ao]s?|van{_BLANK}de[rn]?|{'|'.join(sorted(CONNECTORS, key=len, reverse=True))})"
_RUN = re.compile(rf"(?<![\w'’-]){_WORD}(?:{_BLANK}(?:{_CONNECTOR}{_BLANK})?{_WORD}){{0,{LONGEST_RUN - 1}}}")
_TOKEN = re.compile(rf"(?<![\w-]){_WORD}|[\w&]+(?:-\w+)*")
_HALVES = re.compile(r"(.+?)-([a-z]\w*(?:-\w+)*)")
_PARTICIPLES = frozenset(
    """aligned allied area backed based bashing born bound brokered built centred centered controlled designed domiciled dominated driven
    educated era flagged funded held imposed initiated inspired issued leaning led like listed made makers managed mediated occupied only
    operated organised organized origin owned produced ranked registered related ruled run sanctioned sized speaking sponsored style
    supplied supported trained type upon wide wing year""".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a run and where it stands in it."""

    text: str
    start: int
    end: int


def runs(line: str) -> Iterator[re.Match[str]]:
    """The capitalised runs of a line, in order."""
    return _RUN.finditer(line)


@lru_cache(maxsize=1 << 15)
def tokens(run: str) -> tuple[tuple[Token, ...], ...]:
    """The words of a run, in the pieces into which words such as "Boston-based" and "Iran-Iraq" cut it."""
    pieces: list[list[Token]] = [[]]
    for found in _TOKEN.finditer(run):
        text, start = found.group(), found.start()
        halves = _HALVES.fullmatch(text)
        if halves and halves[2] in _PARTICIPLES:
            pieces[-1].append(Token(sys.intern(halves[1]), start, start + len(halves[1])))
            pieces.append([])
        else:
            pieces[-1].append(Token(text, start, found.end()))
    return tuple(tuple(piece) for piece in pieces if piece)
