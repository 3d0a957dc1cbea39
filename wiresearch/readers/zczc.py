"""The lines that open a message of a teletype: `ZCZC XAA012 041`, perhaps the header of ANPA or ANSA, perhaps a slug."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_SEQUENCE = re.compile(r"\b(?:[A-Z]{1,4})?(\d{2,5})(?:/[A-Z]{2,4}|\s[A-Z]{3})?\W*$")
_ANPA = re.compile(
    r"(?P<priority>[a-z]) (?P<category>[a-z])(?: +(?P<slug>[\w*./ -]{1,40}?)(?P<dated> +\d\d-\d\d(?: +(?P<words>\d{1,5}))?)?)?",
    re.IGNORECASE,
)
_ITALIAN_NUMBER = re.compile(r"[A-Z]{3}(\d{3,6})(?:/[A-Z]{2,4})?")
_TRANSMISSION_NUMBER = re.compile(r"[A-Za-z](\d{3,5})\W{0,8}")
_ITALIAN = re.compile(r"(?P<priority>[A-Z]) (?P<category>[A-Z]{3})(?: [A-Z0-9]{3,5}){1,5}(?P<slug>)")
_SLUG = re.compile(r"(?P<slug>(?:BC|AM|PM|AP)-[\w*./ -]{1,40}?)(?P<date> +\d\d-\d\d)?(?: +(?P<words>\d{1,5}))?", re.IGNORECASE)
_TAKE = re.compile(r"[ -](?P<take>\d{1,2}(?:st|nd|rd|th) ?(?:ld|lead|add)(?:[ -]?writethru)?|urgent|bulletin|flash)$", re.IGNORECASE)
_IDLE = re.compile(r"(?:RY){3,}R?|\W*")
URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
"""The priority letters of ANPA; any other is 6 (formats.md, 2.6)."""


def header(lines: Sequence[str]) -> tuple[dict[str, Any], int]:
    """The fields of the opening lines, and how many lines these are. The line with ZCZC may be missing."""
    sequence = _SEQUENCE.search(lines[0]) if "ZCZC" in lines[0] else None
    fields: dict[str, Any] = {"sequence": sequence[1] if sequence else None}
    at, line = _next(lines, 1 if "ZCZC" in lines[0] else 0)
    if number := _ITALIAN_NUMBER.fullmatch(line) or _TRANSMISSION_NUMBER.fullmatch(line):
        fields["sequence"] = fields["sequence"] or number[1]
        at, line = _next(lines, at + 1)
    if found := _ANPA.fullmatch(line) or _ITALIAN.fullmatch(line):
        fields |= {"priority_raw": found["priority"], "urgency": URGENCY.get(found["priority"].lower(), 6), "service": (found["category"],)}
        at, line = _next(lines, at + 1)
    if not found or not found["slug"]:
        found = _SLUG.fullmatch(line)
        at = _next(lines, at + 1)[0] if found else at
    if found:
        fields |= {"slugline_raw": found["slug"], "wordcount_declared": int(found["words"] or 0) or None}
        if take := _TAKE.search(found["slug"]):
            fields["take_key"] = take["take"]
    return fields, at


def is_anpa(lines: Sequence[str]) -> bool:
    """Whether lines begin with a header of ANPA with its slug and date, as archives keep it without ZCZC or SOH.

    The number of the transmission (`a0456`) may stand above it.
    """
    line = lines[0]
    if len(lines) > 1 and _TRANSMISSION_NUMBER.fullmatch(line.strip()):
        line = lines[1]
    found = _ANPA.fullmatch(line.strip()) if line[1:2] == " " and line[3:4] == " " else None
    return found is not None and found["dated"] is not None


def is_idle(lines: Sequence[str]) -> bool:
    """Whether lines say nothing: a machine types RYRYRY to keep the line open."""
    return all(_IDLE.fullmatch(line.strip()) for line in lines) and any("RYRY" in line for line in lines)


def _next(lines: Sequence[str], at: int) -> tuple[int, str]:
    """The number of the first line from `at` on that says anything, and the line without the mark of the wire before it."""
    at = next((k for k in range(at, len(lines)) if not _IDLE.fullmatch(lines[k].strip())), len(lines))
    return at, lines[at].strip().removeprefix("^") if at < len(lines) else ""
