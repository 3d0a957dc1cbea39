"""Paragraphs as they are kept: folded to one line each but for the rows of tables, without rule lines and sign-offs."""

from __future__ import annotations

import re

from wiresearch import agencies
from wiresearch.cleaning import CONTROLS
from wiresearch.dispatch import Dispatch

_LONE_UNDERSCORE = re.compile(r"(?<!\S)_(?!\S)")
RULE_LINE = re.compile(r"[\s_=–—-]{3,}")
_COLUMNS = re.compile(r"\S {2,}\S")
_RULE_MARKS = frozenset("_=–—-")
_REUTER = frozenset({"Reuter", "REUTER"})
_SIGNED_END = re.compile(
    r"(?<=[.!?\"”’)。！？」])\s*(?P<word>(?P<sure>REUTER|Reuter|Enditem|EFE|-0-|dpa(?: [a-z]\w{1,3}){1,4}|DPA(?: [A-Z]{2,3}){1,3})"
    r"|\((?:© ?)?[A-Z][A-Za-z-]{1,9}\)|[(（][完了끝][)）])\.?$"
)
"""A word in parentheses is a sign-off where it is of the table: else it may be anything."""
_WESTERN = "cp1252"
_LETTERS = [bytes([code]).decode(_WESTERN, "replace") for code in range(256)]
_MARKS = bytes(code for code, letter in enumerate(_LETTERS) if not letter.isalnum() and not letter.isspace())
_IN_WORDS = bytes(ord(" " if letter.isspace() else "w") for letter in _LETTERS)


def folded(text: str) -> str:
    """One line: no control characters, single blanks, typewriter quotation marks and dashes as such."""
    if not text.isprintable():  # most texts are, and then their only white space is the blank
        text = " ".join(text.translate(CONTROLS).split())
    elif "  " in text:
        text = " ".join(text.split())
    else:
        text = text.strip()
    if "`" in text or "'" in text:
        text = text.replace("``", '"').replace("''", '"')
    return _LONE_UNDERSCORE.sub("–", text) if "_" in text else text


def cleaned(dispatch: Dispatch) -> tuple[str, ...]:
    """The paragraphs folded, without empty ones and rule lines."""
    if dispatch.body_format == "text":
        texts = [_in_lines(text) if "\n" in text and _are_rows(text) else folded(text) for text in dispatch.paragraphs]
    else:
        texts = list(map(_in_lines, dispatch.paragraphs))
    return tuple([text for text in texts if text and not (text[-1] in _RULE_MARKS and RULE_LINE.fullmatch(text))])


def _are_rows(text: str) -> bool:
    """Whether each line of a paragraph is set in columns: a table inside a text."""
    return all(map(_COLUMNS.search, text.rstrip().split("\n")))


def _in_lines(text: str) -> str:
    return text.translate(CONTROLS).rstrip()


def unsigned(paragraphs: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """The paragraphs without sign-offs, and those."""
    texts = list(paragraphs)
    signed: list[str] = []
    if not _REUTER.isdisjoint(paragraphs):
        signed = [text for text in paragraphs[1:] if text in _REUTER]
        texts[1:] = [text for text in paragraphs[1:] if text not in _REUTER]
    while texts:
        if agencies.is_signoff(texts[-1]):
            signed.insert(0, texts.pop())
        elif (ends := _SIGNED_END.search(texts[-1], max(0, len(texts[-1]) - 20))) and (ends["sure"] or agencies.is_signoff(ends["word"])):
            signed.insert(0, ends["word"])
            texts[-1] = texts[-1][: ends.start()].rstrip()
        else:
            break
    return tuple(texts), signed


def wordcount(paragraphs: tuple[str, ...]) -> int:
    """How many pieces between blanks hold a letter or digit."""
    whole = " ".join(("", *paragraphs))
    try:  # as bytes, in a third of the time
        return whole.encode("ascii" if whole.isascii() else _WESTERN).translate(_IN_WORDS, _MARKS).count(b" w")
    except UnicodeEncodeError:
        return len([piece for piece in whole.split() if piece[0].isalnum() or any(map(str.isalnum, piece))])
