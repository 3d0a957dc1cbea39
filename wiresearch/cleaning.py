"""Characters of a dispatch as they are kept: composed, without those that only typesetters see, mojibake repaired.

What is changed is said in the provenance. The only place that knows ftfy.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter
from itertools import chain
from operator import attrgetter
from typing import Any

from wiresearch.dispatch import Dateline, Dispatch, WireWarning, warn

_TEXTS = (
    *("headline", "slugline", "slugline_raw", "byline", "located", "provider", "abstract", "ednote", "signoff", "creditline"),
    *("usageterms", "copyrightnotice", "take_key"),
)
_ROWS = ("headlines", "keywords", "service", "authors", "infosource", "genre", "paragraphs")
_values = attrgetter(*_TEXTS, *_ROWS)

_UPPER_HALF = "".join(bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xC0)).replace("\ufffd", "")
_MOJIBAKE = re.compile(rf"[ÃÂâ][\x80-\xbf{re.escape(_UPPER_HALF)}]|Р[°ѕ]")
"""The first byte of a letter in UTF-8, and the second, each read as a letter of its own (formats.md, section 4); `а` and `о` in cp1251."""
_LONGEST_EXAMPLE = 40
CONTROLS = dict.fromkeys(set(range(0x20)) - set(b"\t\n\r") | {0x7F})
"""Those that are taken out of every text, for `str.translate`."""

_NO_BREAK = "\xa0\u2007\u202f"
_ZERO_WIDTH = "\xad\u200b\u200e\u200f\u2060\ufeff"
_FOLDED = re.compile(
    rf"[\x80-\x9f{_NO_BREAK}{_ZERO_WIDTH}]"
    # Between letters of Arabic and Indian scripts, and in pictures of persons, joiners are part of the spelling.
    r"|(?<![^\x00-\u058f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u058f])"
)


def cleaned(dispatch: Dispatch) -> Dispatch:
    """The dispatch with every text in NFC, no-break blanks as blanks, and nothing of no width; a clean one as it is.

    Text that was encoded twice (`KÃ¸benhavn`) is repaired where its marks show it, and controls of the second half of
    Latin-1 become what the same bytes are in cp1252. The provenance gets one warning for each kind of change.
    """
    values = _values(dispatch)
    if _is_clean(values, dispatch.dateline):
        return dispatch
    seen = _Seen()
    fields: dict[str, Any] = {
        name: tuple(map(seen.clean, value)) if isinstance(value, tuple) else value and seen.clean(value)
        for name, value in zip((*_TEXTS, *_ROWS), values, strict=True)
    }
    dateline = dispatch.dateline
    if dateline and dateline.form is None:  # one with a form was cut from a text that is clean already
        fields["dateline"] = dataclasses.replace(dateline, text=seen.clean(dateline.text))
    warnings = seen.warnings()
    if not warnings:
        return dispatch
    if fields["headline"] != dispatch.headline and dispatch.headline_raw is None:
        fields["headline_raw"] = dispatch.headline
    return warn(dataclasses.replace(dispatch, **fields), *warnings)


def _is_clean(values: tuple[Any, ...], dateline: Dateline | None) -> bool:
    """Whether nothing is to be changed, as one look at all texts together tells for most: what has no mark has none in any part."""
    texts, rows = values[: len(_TEXTS)], values[len(_TEXTS) :]
    whole = "".join(chain(filter(None, texts), *rows, (dateline.text,) if dateline else ()))
    return whole.isascii() or (whole.isprintable() and not _may_be_mojibake(whole) and unicodedata.is_normalized("NFC", whole))


def _may_be_mojibake(text: str) -> bool:
    return "Ã" in text or "Â" in text or "â" in text or "Р°" in text or "Рѕ" in text


class _Seen:
    """What was changed so far."""

    def __init__(self) -> None:
        self._repaired: list[str] = []
        self._folded: Counter[str] = Counter()
        self._composed = 0

    def clean(self, text: str) -> str:
        if text.isascii():
            return text
        text = self._repair(text)
        if not text.isprintable():  # as all of these characters are not, and nearly all texts are
            text = self._repair(_FOLDED.sub(self._fold, text))  # the second byte may have been a control
        if not unicodedata.is_normalized("NFC", text):
            self._composed += 1
            text = unicodedata.normalize("NFC", text)
        return text

    def _repair(self, text: str) -> str:
        if not _may_be_mojibake(text):
            return text
        bare = text.translate(CONTROLS)  # one between the two halves of a letter goes later on
        found = _MOJIBAKE.search(bare)
        if not found:
            return text
        import ftfy  # few archives need it, and it takes long to import

        repaired = ftfy.fix_encoding(bare)
        if repaired == bare:
            return text
        start = max(map(bare[: found.start()].rfind, " \n")) + 1
        self._repaired.append(bare[start : start + _LONGEST_EXAMPLE].split()[0])
        return repaired

    def _fold(self, found: re.Match[str]) -> str:
        letter = found.group()
        if letter < "\xa0":
            read = letter.encode("latin-1").decode("cp1252", "ignore")
            kind = f"{_name(letter)} read as {read}" if read else f"{_name(letter)} taken out"
        else:
            read = " " if letter in _NO_BREAK else ""
            kind = f"{_name(letter)} {'to a blank' if read else 'taken out'}"
        self._folded[kind] += 1
        return read

    def warnings(self) -> list[WireWarning]:
        found = []
        if self._repaired:
            more = len(self._repaired) - 1
            found.append(WireWarning("mojibake", self._repaired[0] + (f" and in {_texts(more)} more" if more else "")))
        if self._folded:
            found.append(WireWarning("folded-characters", ", ".join(f"{count:,} {kind}" for kind, count in self._folded.items())))
        if self._composed:
            found.append(WireWarning("composed-characters", f"{_texts(self._composed)} to NFC"))
        return found


def _texts(count: int) -> str:
    return f"{count:,} text{'s' if count > 1 else ''}"


def _name(letter: str) -> str:
    return f"U+{ord(letter):04X}"
