"""Where a body or firm begins and ends in a run: by its last word (Inc, Ministry) or its first (Bank of, University of)."""

from __future__ import annotations

from collections.abc import Sequence

from wiresearch.entities import tables
from wiresearch.entities.persons import is_title_head
from wiresearch.entities.phrases import GIVEN_NAMES, Part, Reading

_WORDS = tables.sections("organisation_words.txt")
LEGAL = _WORDS["legal"]
ENDINGS = LEGAL | _WORDS["firms"] | _WORDS["bodies"] | _WORDS["press"]
_PREFIXED = _WORDS["prefixed"]
_LEADING = _WORDS["leading"]
_GOODS = _WORDS["goods"]
_SMALL = frozenset({"of", "for", "on", "and", "&", "the"})
_PLACES = frozenset({"country", "demonym", "region"})


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
    nation = next((part.known.country for part in named if part.known and part.kind in _PLACES), None)
    start, stop = named[0].start, named[-1].end
    return Reading("organisation", canonical(named), start, stop, "suffix", 0.8, nation), end


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
    assert body.known is not None
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
        elif position > at and _breaks(part):
            break
        elif position > at and _ends(parts, at, position):
            end = position + 1
        elif position > at and inside_of and part.kind != "connector":
            end = position + 1
        position += 1
    return end


def _breaks(part: Part) -> bool:
    known_body = part.kind == "organisation" and part.words > 1
    return part.kind in {"function", "agency"} or known_body or (is_title_head(part.text) and part.text not in ENDINGS)


def _ends(parts: Sequence[Part], at: int, position: int) -> bool:
    text = parts[position].text
    if text not in ENDINGS:
        return False
    before = [part for part in parts[at:position] if part.kind != "connector"]
    return not (text in _GOODS and all(part.kind in _PLACES or part.kind == "stop" for part in before))


def _takes_object(parts: Sequence[Part], at: int, position: int) -> bool:
    """Whether the "of", "for" or "on" at `position` follows a word such as Bank or Ministry, and no person comes next."""
    following = parts[position + 1 : position + 3]
    person = bool(following) and following[0].text in GIVEN_NAMES and len(following) > 1
    return position > at and parts[position - 1].text in _PREFIXED and not person or (position > at and parts[position - 1].kind == "connector")


def _may_join(parts: Sequence[Part], at: int, position: int, following: Part, inside_of: bool, end: int | None) -> bool:
    """Whether the "and" at `position` is part of the name: "Ministry of Trade and Industry", "Smith and Wesson Corp"."""
    if parts[position].text == "the":
        return True
    if following.kind not in {"word", "ordinary", "stop"} or is_title_head(following.text):
        return False
    if inside_of:
        return parts[position - 1].text not in LEGAL
    left = parts[at:position]
    return end is None and len(left) <= 2 and all(part.kind in {"word", "ordinary"} and part.text not in GIVEN_NAMES for part in left)
