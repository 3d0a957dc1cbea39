"""How agencies of East Asia print where a text comes from: behind the agency, before it, and within other brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

_FORMS = (
    re.compile(
        r"(?P<agency>新华社|新華社|中新社)(?P<place>[^\W\d]{2,12}?)(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日[电電]\s*(?:[（(][^（）()]{1,40}[）)]\s*)?"
    ),
    re.compile(
        r"[（(](?P<place>[^\W\d_]{1,12}(?:[·ㆍ][^\W\d_]{1,12})?)[=＝](?P<agency>연합뉴스)[)）]\s*"
        r"(?:[^\W\d_]{2,5} ?(?:기자|특파원)\s*)?[=＝]?\s*"
    ),
    re.compile(r"【(?P<place>[^\W\d_]{1,15}?)(?P<agency>共同|時事)(?:(?:＝|=)[^\W\d_]{1,10})?】\s*"),
)
STARTS = frozenset("新中（(【")
"""The letters that such a line begins with."""


class Asian(NamedTuple):
    """The place and agency as printed, month and day where there are both, and where the text goes on."""

    place: str
    agency: str
    month: int | None
    day: int | None
    end: int


def match(text: str, start: int) -> Asian | None:
    """Such a line at `start`, or None."""
    found = next(filter(None, (form.match(text, start) for form in _FORMS)), None)
    if not found:
        return None
    printed = found.groupdict()
    dated = bool(printed.get("month"))
    return Asian(
        found["place"], found["agency"], int(printed["month"]) if dated else None, int(printed["day"]) if dated else None, found.end()
    )
