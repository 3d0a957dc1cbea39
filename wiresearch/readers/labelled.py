"""Dispatches as databases of newspapers print them: `HEADLINE: …`, `DATELINE: …`, `BODY:`, the text, `LOAD-DATE: …`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wiresearch import agencies
from wiresearch.dispatch import Dateline
from wiresearch.readers import bylines, stamps, text, webtimes
from wiresearch.readers.trailers import is_rights

_BODY = "BODY:"
_HEADER_LINES = 60
_LABEL = re.compile(r"(?P<name>[A-Z][A-Z-]{3,15}):(?:\s+(?P<value>.*))?")
_WORDS = re.compile(r"(\d{1,6}) words?")


def body_line(lines: Sequence[str]) -> int | None:
    """The number of the line that opens the text of such a dispatch; None for any other text."""
    header = lines[:_HEADER_LINES]
    return header.index(_BODY) if _BODY in header else None


def read(lines: Sequence[str], at: int) -> dict[str, Any]:
    """The fields of a dispatch whose text begins behind line `at`."""
    labels, loose = _header(lines[:at])
    end = len(lines)
    while end > at + 1 and (not lines[end - 1].strip() or _LABEL.match(lines[end - 1])):
        end -= 1
    fields, _ = text.read(lines, at + 1, end, headed=False)
    printed = labels.get("BYLINE", "")
    words = _WORDS.match(labels.get("LENGTH", ""))
    known = {
        "headline": labels.get("HEADLINE", ""),
        "byline": printed,
        "authors": (bylines.byline(printed) or ("", bylines.authors(printed)))[1],
        "dateline": Dateline(labels["DATELINE"]) if labels.get("DATELINE") else None,
        "service": tuple(filter(None, [labels.get("SECTION")])),
        "wordcount_declared": int(words[1]) if words else None,
        "provider": next(filter(None, map(agencies.named, loose)), None),
        "copyrightnotice": next(filter(is_rights, loose), None),
        "versioncreated": next(filter(None, (webtimes.written(line) or stamps.stamp(line) for line in loose)), None),
    }
    return fields | {name: value for name, value in known.items() if value}


def _header(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What stands behind each label, on one line, and the lines without one."""
    labels: dict[str, str] = {}
    loose: list[str] = []
    name = ""
    for line in map(str.strip, lines):
        if label := _LABEL.match(line):
            name = label["name"]
            labels[name] = label["value"] or ""
        elif line and name:
            labels[name] = f"{labels[name]} {line}".strip()
        elif line:
            loose.append(line)
        else:
            name = ""
    return labels, loose
