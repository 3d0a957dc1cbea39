"""Text that is safe on a terminal, and the measures of one: columns, lines, bars, bold and marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# C0, DEL, C1; line separators and bidi controls (UAX #9, 2.1-2.6), which reorder what stands around them; lone
# surrogates, which stand for the undecodable bytes of a file name and cannot be written.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WORD = re.compile(r"\S+")
_ONE_LINE = str.maketrans("\t\n\r", "   ")
_EIGHTHS = " ▏▎▍▌▋▊▉"


def clean(text: str, *, layout: bool = False) -> str:
    r"""`text` with its control characters shown, as `\x1b` or `\u202e`; with `layout`, newline and tab stay."""
    return UNSAFE.sub(_kept_layout if layout else _shown, text)


def _shown(found: re.Match[str]) -> str:
    code = ord(found.group())
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _kept_layout(found: re.Match[str]) -> str:
    return found.group() if found.group() in "\n\t" else _shown(found)


def one_line(text: str) -> str:
    """`text` with each tab and line end as one blank, so that offsets into it stay good."""
    return text.translate(_ONE_LINE)


def columns(text: str) -> int:
    """How many columns cleaned `text` takes: two for wide East Asian characters, none for marks (UAX #11)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with blanks to `width` columns, on the left if `right`."""
    blanks = " " * (width - columns(text))
    return blanks + text if right else text + blanks


def cut(text: str, width: int, *, keep_end: bool = False) -> str:
    """`text` if it fits `width` columns, else its beginning (or end) with an ellipsis; `width` at least 1."""
    if columns(text) <= width:
        return text
    room, kept = width - 1, []
    for character in reversed(text) if keep_end else text:
        room -= _columns(character)
        if room < 0:
            break
        kept.append(character)
    return "…" + "".join(reversed(kept)) if keep_end else "".join(kept) + "…"


def wrapped(text: str, width: int | None) -> list[tuple[int, int]]:
    """Lines of `text` as (start, end) code-point offsets: as many whole words as fit `width` columns, at least one."""
    if width is None:
        return [(0, len(text))]
    lines: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        start = lines[-1][0] if lines else 0
        if lines and columns(text[start : word.end()]) <= width:
            lines[-1] = (start, word.end())
        else:
            lines.append(word.span())
    return lines


def bar(count: int, highest: int, width: int) -> str:
    """A bar of `width` columns for `highest`, in eighths of a column; any count but 0 is visible."""
    if not count:
        return ""
    eighths = max(1, count * width * 8 // highest)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


@dataclass(frozen=True, slots=True)
class Style:
    """How to set text: `colour` allows our own escape codes, `width` is the terminal's (None: never wrap or cut)."""

    colour: bool = False
    width: int | None = None

    def room(self, indent: int) -> int | None:
        """Columns left beside an indent, at least 20."""
        return None if self.width is None else max(20, self.width - indent)

    def bold(self, text: str) -> str:
        """Cleaned `text` as a headline."""
        return self._set("1", text)

    def dim(self, text: str) -> str:
        """Cleaned `text` as an aside."""
        return self._set("2", text)

    def alarm(self, text: str) -> str:
        """Cleaned `text` that must be seen."""
        return self._set("1;31", text)

    def mark(self, text: str) -> str:
        """Cleaned `text` as a match: bold and underlined, `**text**` without colour."""
        return self._set("1;4", text) if self.colour else f"**{text}**"

    def _set(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text
