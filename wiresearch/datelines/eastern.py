"""Datelines of East Asia, whose parts stand without blanks: `新华社武汉5月3日电`, `【名古屋共同】`, `(부산=연합뉴스) 김철수 기자 =`."""

from __future__ import annotations

import re
from typing import NamedTuple

from wiresearch.agencies import credit

_HAN = "\u3007\u4e00-\u9fff"
_REPORTERS = rf"(?:[（(]记者[{_HAN}·、 ]{{2,40}}[）)])?"
_DAY = r"(?:(?P<month{0}>\d\d?)月)?(?P<day{0}>\d\d?)日"
_FORMS = re.compile(
    rf"(?:(?P<agency1>新华社|新華社|中新社)(?P<place1>[{_HAN}]{{2,10}}?){_DAY.format(1)}[电電]{_REPORTERS}"
    rf"|[（(](?P<agency2>中央社)(?:記者[{_HAN}]{{3}})?(?P<place2>[{_HAN}]{{2,10}}?){_DAY.format(2)}[^（）()\n]{{0,8}}[電导導][）)]"
    rf"|【(?P<place3>[^\W\d_]{{1,12}}?)(?:{_DAY.format(3)})?[ 　=＝]?(?P<agency3>共同|時事|ロイター)】"
    r"|\((?P<place4>[가-힣]{2,8}(?:[·=][가-힣]{2,8}){0,2}?)=(?P<agency4>연합뉴스)\)(?: (?:[가-힣]{2,4}[ ·]?){1,3}(?:기자|특파원) =)?)"
    r"[ 　]*"
)
FIRST = frozenset("新中（(【")
"""What such a dateline begins with."""


class Eastern(NamedTuple):
    """The parts of such a dateline: place as printed, code of the agency, month and day where both are printed, the end in the text."""

    place: str
    agency: str | None
    day: tuple[None, int, int] | None
    end: int


def eastern(text: str, start: int) -> Eastern | None:
    """The dateline of East Asia at `start`, or None."""
    found = _FORMS.match(text, start)
    if not found:
        return None
    parts = {name.rstrip("1234"): value for name, value in found.groupdict().items() if value}
    month, day = parts.get("month"), parts.get("day")
    return Eastern(parts["place"], credit(parts["agency"]), (None, int(month), int(day)) if month and day else None, found.end())
