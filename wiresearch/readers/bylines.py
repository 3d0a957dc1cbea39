"""Lines that say who wrote a text: `By Jo Doe =`, `Von Max Muster, dpa`, `by Xinhua writers Li Hua, Wang Ming`."""

from __future__ import annotations

import re

from wiresearch import agencies

_NAMES_ONLY = r"(?=(?:(?:[^\W\d_a-z]\S*|and|in|at|de|van|von|der|dpa|writers?|correspondents?)(?:\s+|$))+$)"
_BYLINE = re.compile(rf"(?:(?:By|BY|Von|Por|Par|De)\s+|by\s+{_NAMES_ONLY})(?P<names>[^\W\d_].{{1,78}})")
_BY = re.compile(r"(?i:by|von|por|par)\s+(?=[^\W\d_a-z])")
_SIGNED = re.compile(rf"(?:By|BY|by|Von|Por|Par)\s+{_NAMES_ONLY}[^\W\d_].{{1,77}}[^.!?:;,]")
_TWO_NAMES = re.compile(r"[^\W\d_a-z][\w.'’-]{0,20}(?: (?:[^\W\d_a-z][\w.'’-]{0,20}|and|de|van|von|der)){1,6}")
_WRITERS = re.compile(r"(?:\S+ ){0,2}(?:writers?|correspondents?):? ")
_AND = re.compile(r" (?:and|und|et|y|AND|UND|ET|Y) ")
_NAMES_END = re.compile(r",|\s+[=<]$")
_TITLE = re.compile(
    r"(?:The )?(?:Associated Press|AP\b.*"
    r"|(?:\S+ ){0,4}(?:Writers?|Editor|Correspondent|Reporter|Columnist|Analyst|Press|PRESS|News|Service|Staff|Newspapers))"
)
_END_MARK = re.compile(r"\s*[=<]$")


def is_line(line: str) -> bool:
    """Whether a line begins as a byline does, and may be one."""
    return _BYLINE.fullmatch(line) is not None


def is_sure(line: str) -> bool:
    """Whether a line is a byline wherever it stands: it has names only, and is no sentence."""
    return _SIGNED.fullmatch(line) is not None


def is_title(line: str) -> bool:
    """Whether a line below a byline says what the writer is, or of whom: `Associated Press Writer`."""
    return _TITLE.fullmatch(line) is not None


def byline(line: str) -> tuple[str, tuple[str, ...]] | None:
    """A byline that is all of `line`, without its end mark, and the names in it: `By Jo Doe =`, `Jo Doe, The Canadian Press`."""
    if found := _BYLINE.fullmatch(line):
        names = found["names"].replace(", ", " and ") if line.startswith("by ") else found["names"]  # as Xinhua does
        return _END_MARK.sub("", line), authors(names)
    names, _, agency = line.partition(", ")
    return (line, authors(names)) if _TWO_NAMES.fullmatch(names) and agencies.credit(agency) else None


def authors(names: str) -> tuple[str, ...]:
    """The names of a byline, which end at a comma or an end mark, but for those behind `Xinhua writers`."""
    if found := _WRITERS.match(names):
        return tuple(filter(None, map(str.strip, re.split(r",| and ", names[found.end() :]))))
    return tuple(name.strip() for name in _AND.split(_NAMES_END.split(names, maxsplit=1)[0]) if name.strip())


def people(printed: str) -> list[str]:
    """The names in a field for a writer, which may hold a byline: `Jane Doe`, `By Jane Doe and John Roe`."""
    return _AND.split(_BY.sub("", printed, count=1)) if _BY.match(printed) else [printed]
