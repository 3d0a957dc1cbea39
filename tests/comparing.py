"""How an expected fact of the third-party samples is compared with what our record has in its place, rule by rule of their README.

Each rule is asked for (expected, ours).
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from wiresearch import agencies, places
from wiresearch.dispatch import WireTime, WireWarning


def flat(text: str) -> str:
    """As the README compares running text: white space folded, references read, typewriter quotation marks as such."""
    return " ".join(html.unescape(text).replace("``", '"').replace("''", '"').split())


def folded(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def equal(expected: Any, ours: Any) -> bool:
    return bool(expected == ours)


def as_text(expected: Any, ours: str | None) -> bool:
    return str(expected) == ours


def same_text(expected: str | None, ours: str | None) -> bool:
    return folded(ours) == folded(expected) or (expected is None and not ours)


def any_text(expected: str, ours: tuple[str | None, ...]) -> bool:
    return any(same_text(expected, text) for text in ours)


def held(expected: str, ours: str | None) -> bool:
    return flat(expected) in " ".join((ours or "").split())


def all_held(expected: list[str], ours: str) -> bool:
    return all(held(text, ours) for text in expected)


def none_held(expected: list[str], ours: str) -> bool:
    return not any(held(text, ours) for text in expected)


def begins(expected: str, ours: str) -> bool:
    return " ".join(ours.split()).startswith(flat(expected))


def ends(expected: str, ours: str) -> bool:
    return " ".join(ours.split()).endswith(flat(expected))


def uri(expected: str, ours: str) -> bool:
    """The identifier as the file gives it, perhaps with who gave it before it."""
    return ours == expected or re.fullmatch(rf"[A-Za-z][\w.+-]*:{re.escape(expected)}", ours) is not None


def headline(expected: str | None, ours: tuple[str, bool]) -> bool:
    text, derived = ours
    return same_text(expected, text) if expected is not None else not text or derived


def derived_headline(expected: str, ours: tuple[str, bool]) -> bool:
    return ours == (expected, True)


def headline_of_body(expected: str, ours: tuple[str, bool, str]) -> bool:
    text, derived, body = ours
    return expected == "body" and derived and " ".join(body.split()).startswith(text)


def count(expected: int | None, ours: int) -> bool:
    """None: a table, not to be counted."""
    return expected is None or expected == ours


def time(expected: str | None, ours: WireTime | None) -> bool:
    """A civil date to the day; a time with `Z` as the instant that it is, without as printed and without a zone."""
    if expected is None or ours is None:
        return ours is None or (expected is None and ours.inferred is not None)
    if len(expected) == len("2003-08-13"):
        return (ours.day.isoformat(), ours.precision) == (expected, "day")
    when = datetime.fromisoformat(expected)
    if ours.precision not in {"s", "min"} or ours.tz_declared != (when.tzinfo is not None):
        return False
    return ours.when == when if when.tzinfo else ours.when.replace(tzinfo=None) == when


def dateline_date(expected: str, ours: tuple[date | None, str | None]) -> bool:
    """`--MM-DD`: the text has no year, whatever year was worked out for it."""
    day, printed = ours
    return expected == printed if expected.startswith("--") else day is not None and expected == day.isoformat()


def city(expected: str, ours: tuple[str | None, str | None]) -> bool:
    """Any name of the same place in the table of places."""
    name, country = ours
    if name is None or places.fold_place(name) == places.fold_place(expected):
        return name is not None
    meant, found = places.resolve(expected), places.resolve(name)
    return (
        meant is not None and found is not None and (meant.name, meant.country) == (found.name, found.country) and meant.country == country
    )


def code(text: str) -> str:
    """The agency's code for a code, a name, a qualified code (`nprov:…`) or the name of a host."""
    bare = re.sub(r"^\w+:|^www\.|\.[a-z]{2,3}$", "", text)
    return agencies.named(text) or agencies.credit(text) or agencies.named(bare) or text


def same_agency(expected: str, ours: str | None) -> bool:
    return ours is not None and code(ours) == code(expected)


def same_agencies(expected: list[str], ours: tuple[str, ...]) -> bool:
    return {code(text) for text in ours} == {code(text) for text in expected}


def language(expected: str, ours: str | None) -> bool:
    return ours is not None and ours.partition("-")[0] == expected.partition("-")[0].lower()


def encoding(expected: str, ours: str) -> bool:
    same = {"iso8859-1": "cp1252"}
    names = [codecs.lookup(name).name for name in (expected, ours)]
    return len({same.get(name, name) for name in names}) == 1


def members(expected: str | list[str], ours: tuple[str, ...]) -> bool:
    return {expected} <= set(ours) if isinstance(expected, str) else set(expected) <= set(ours)


def same_members(expected: list[str], ours: tuple[str, ...]) -> bool:
    return set(expected) == set(ours)


def warned(code: str, words: str | None = None) -> Callable[[Any, tuple[WireWarning, ...]], bool]:
    """That there is a warning `code`, which quotes the expected words, or those that the pattern `words` finds in them."""

    def compare(expected: Any, ours: tuple[WireWarning, ...]) -> bool:
        wanted = [expected] if isinstance(expected, str) else expected if isinstance(expected, list) else []
        wanted = [found.group() for text in wanted for found in re.finditer(words or ".+", text)]
        details = [warning.detail for warning in ours if warning.code == code]
        return any(all(word in detail or (detail and detail in word) for word in wanted) for detail in details)

    return compare
