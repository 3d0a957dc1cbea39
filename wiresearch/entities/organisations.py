"""Where a body or firm begins and ends in a run: by its last word (Inc, Ministry) or its first (Bank of, University of)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wiresearch.entities import tables
from wiresearch.entities.persons import is_title_head
from wiresearch.entities.phrases import GIVEN_NAMES, ORDINARY_WORDS, Part, Reading

_WORDS = tables.sections("organisation_words.txt")
LEGAL = _WORDS["legal"]
ENDINGS = LEGAL | _WORDS["firms"] | _WORDS["bodies"] | _WORDS["press"]
_NO_NAME = LEGAL | _WORDS["bodies"] | _WORDS["goods"] | {"Bank", "Banking", "Banks", "Group", "Holding", "Holdings", "Savings", "Sons"}
_DEEDS = _WORDS["deeds"]
_BANKS = frozenset({"Bank", "Banks"})
_STRONG = LEGAL | _WORDS["bodies"]
_PREFIXED = _WORDS["prefixed"]
_LEADING = _WORDS["leading"]
_GOODS = _WORDS["goods"]
_PAIRED = ENDINGS | {"Loan", "Light"}
_SMALL = frozenset({"of", "for", "on", "and", "&", "the"})
_PLACES = frozenset({"country", "demonym", "region"})

BODY_WORDS = ENDINGS | _LEADING | {"of", "for", "on"}
"""A run without one of these, and without a body of the table, names none."""

_IN_SMALL_LETTERS = re.compile(
    r" (?:(?:agriculture|defen[cs]e|economics?|education|energy|finance|foreign|foreign trade|health|home|industry|information|interior"
    r"|justice|labou?r|oil|planning|trade|trade and industry|transport) ministry|central bank|parliament|army|navy|air force)\b"
)


def in_small_letters(line: str, nation: Reading, start: int, end: int) -> Reading | None:
    """The body that a demonym at `start` to `end` of a line makes of small words behind it ("Russian foreign ministry")."""
    found = _IN_SMALL_LETTERS.match(line, end)
    if found is None:
        return None
    return Reading("organisation", nation.name + found.group(), start, found.end(), "small letters", 0.6, nation.country)


def organisation(parts: Sequence[Part], at: int) -> tuple[Reading, int] | None:
    """The body whose name begins at part `at`, and the part behind it, or None."""
    first = parts[at]
    if first.kind == "organisation":
        return _with_legal_form(parts, at)
    if first.kind in {"agency", "function", "connector"}:
        return None
    end = _end(parts, at)
    if end is None:
        return None
    named = parts[at:end]
    name = canonical(named)
    if (" " not in name and _is_no_name(name, first)) or (end < len(parts) and parts[end].text in _DEEDS):
        return None
    nation = next((part.known.country for part in named if part.kind in _PLACES), None)
    start, stop = named[0].start, named[-1].end
    return Reading("organisation", name, start, stop, "suffix", 0.8, nation), end


def _is_no_name(word: str, part: Part) -> bool:
    """Whether a word with at most a legal form behind it names no body: "Canada Ltd" and "Holdings Plc" are the ends of names."""
    return word in _NO_NAME or part.kind in _PLACES or word.lower() in ORDINARY_WORDS or is_title_head(word)


def canonical(named: Sequence[Part]) -> str:
    """The name of a firm without its legal form, of which some agencies print another or none."""
    kept = list(named)
    while len(kept) > 1 and kept[-1].text in LEGAL:
        kept.pop()
    if kept[-1].kind == "connector":
        kept = list(named)
    return " ".join(part.text for part in kept)


def _with_legal_form(parts: Sequence[Part], at: int) -> tuple[Reading, int]:
    body = parts[at]
    end = at + 1
    while end < len(parts) and parts[end].text in LEGAL:
        end += 1
    longer = _end(parts, at)
    if longer is not None and longer > end:
        named = parts[at:longer]
        return Reading("organisation", canonical(named), body.start, named[-1].end, "suffix", 0.8, body.known.country), longer
    return Reading("organisation", body.known.name, body.start, parts[end - 1].end, "table", 0.95, body.known.country), end


def _end(parts: Sequence[Part], at: int) -> int | None:
    """Behind the last part of the body that begins at `at`, or None when there is no body.

    Everything up to a title or an unfit connector is looked at: the last fitting ending counts.
    """
    end = None
    inside_of = parts[at].text in _LEADING
    joined = False
    position = at
    while position < len(parts):
        part = parts[position]
        if part.kind == "connector" and part.text in _SMALL:
            following = parts[position + 1] if position + 1 < len(parts) else None
            if following is None or following.kind == "function":
                break
            if part.text in {"of", "for", "on"}:
                if not _takes_object(parts, at, position):
                    break
                inside_of = True
            elif not _may_join(parts, at, position, following, inside_of, end):
                break
            joined = joined or (end is None and not inside_of)
        elif position > at and (_breaks(part) or (inside_of and _is_someone(parts, position))):
            break
        elif position > at and (_ends(parts, at, position, joined) or (inside_of and part.kind != "connector")):
            end = position + 1
        position += 1
    return end


def _breaks(part: Part) -> bool:
    known_body = part.kind == "organisation" and part.words > 1
    return part.kind in {"function", "agency"} or known_body or (is_title_head(part.text) and part.text not in ENDINGS)


def _is_someone(parts: Sequence[Part], position: int) -> bool:
    """Whether a person follows the body without a comma: "Office of Trade and Budget Jane Doe"."""
    following = parts[position + 1] if position + 1 < len(parts) else None
    given = parts[position].text in GIVEN_NAMES and parts[position - 1].kind != "connector"
    return given and following is not None and following.kind == "word" and following.text not in ENDINGS


def _ends(parts: Sequence[Part], at: int, position: int, joined: bool) -> bool:
    """Whether the body may end with the part at `position`; of two names joined by "and" only with a strong ending."""
    text = parts[position].text
    if text not in (_STRONG if joined else ENDINGS):
        return False
    before = [part for part in parts[at:position] if part.kind != "connector"]
    if text in _BANKS:
        return not all(part.kind in _PLACES for part in before)
    return not (text in _GOODS and all(part.kind in _PLACES or part.kind == "stop" for part in before))


def _takes_object(parts: Sequence[Part], at: int, position: int) -> bool:
    """Whether the "of", "for" or "on" at `position` follows a word such as Bank or Ministry, and no person comes next."""
    if position == at or parts[position - 1].kind == "connector":
        return position > at
    following = parts[position + 1 : position + 3]
    person = len(following) == 2 and following[0].text in GIVEN_NAMES
    return parts[position - 1].text in _PREFIXED and not person


def _may_join(parts: Sequence[Part], at: int, position: int, following: Part, inside_of: bool, end: int | None) -> bool:
    """Whether the "and" at `position` is part of the name: "Ministry of Trade and Industry", "Smith and Wesson Corp"."""
    if parts[position].text == "the":
        return True
    if following.kind not in {"word", "ordinary", "stop"} or is_title_head(following.text):
        return False
    if inside_of:
        return parts[position - 1].text not in LEGAL
    left = parts[at:position]
    if end == position and following.text in _PAIRED:
        return left[-1].text not in LEGAL
    return end is None and len(left) <= 2 and all(part.kind in {"word", "ordinary"} and part.text not in GIVEN_NAMES for part in left)
