"""The lines that open a message of a teletype: `ZCZC XAA012 041`, perhaps the header of ANPA, perhaps a slug."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_SEQUENCE = re.compile(r"\b(\d{2,5})\W*$")
_ANPA = re.compile(
    r"(?P<priority>[a-z]) (?P<category>[a-z])(?: +(?P<slug>[\w*./ -]{1,40}?)(?: +\d\d-\d\d(?: +(?P<words>\d{1,5}))?)?)?", re.IGNORECASE
)
_SLUG = re.compile(r"\^?(?P<slug>(?:BC|AM|PM|AP)-[\w*./ -]{1,40}?)(?P<date> +\d\d-\d\d)?(?: +(?P<words>\d{1,5}))?", re.IGNORECASE)
_TAKE = re.compile(r"[ -](?P<take>\d{1,2}(?:st|nd|rd|th) ?(?:ld|lead|add)(?:[ -]?writethru)?|urgent|bulletin|flash)$", re.IGNORECASE)
_IDLE = re.compile(r"(?:RY){3,}R?|\W*")
URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
"""The priority letters of ANPA; any other is 6 (formats.md, 2.6)."""


def header(lines: Sequence[str]) -> tuple[dict[str, Any], int]:
    """The fields of the opening lines, and how many lines these are."""
    sequence = _SEQUENCE.search(lines[0])
    fields: dict[str, Any] = {"sequence": sequence[1] if sequence else None}
    at = _next(lines, 1)
    line = lines[at].strip() if at < len(lines) else ""
    if found := _ANPA.fullmatch(line):
        fields |= {"priority_raw": found["priority"], "urgency": URGENCY.get(found["priority"].lower(), 6), "service": (found["category"],)}
        at = _next(lines, at + 1)
        line = lines[at].strip() if at < len(lines) else ""
    if not found or not found["slug"]:
        found = _SLUG.fullmatch(line)
        at = _next(lines, at + 1) if found else at
    if found:
        fields |= {"slugline_raw": found["slug"], "wordcount_declared": int(found["words"] or 0) or None}
        if take := _TAKE.search(found["slug"]):
            fields["take_key"] = take["take"]
    return fields, at


def is_idle(lines: Sequence[str]) -> bool:
    """Whether lines say nothing: a machine types RYRYRY to keep the line open."""
    return all(_IDLE.fullmatch(line.strip()) for line in lines) and any("RYRY" in line for line in lines)


def _next(lines: Sequence[str], at: int) -> int:
    """The first line from `at` on that says anything."""
    return next((k for k in range(at, len(lines)) if not _IDLE.fullmatch(lines[k].strip())), len(lines))
