"""Text to JSON values, with all that files of JSON suffer: cut off, nested without end, keys twice, halves of characters."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import WireWarning
from wiresearch.errors import MalformedDispatch, Refused
from wiresearch.readers.decoding import decode, mark

_HEAD = 20_000
_PEEK_DEPTH = 50
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{}]', re.DOTALL)
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?P<low>\\u[dD][c-fC-F][0-9a-fA-F]{2})?|(?P<lone>\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_HALF_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?\Z")
_HALF_WORD = re.compile(r"(?<=[:,\[])\s*[-+.\w]+\Z")
_LAST_COMMA = re.compile(r'("[^"\\]*+(?:\\.[^"\\]*+)*+"?)|,(?=\s*+[\]}])', re.DOTALL)
"""A string, or a comma behind the last member: people write it, JSON forbids it."""
_LONGEST_INTEGER = 18
_OPEN = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Peek:
    """What the head of a file shows: the first `value`, perhaps cut off (`cut`), and whether another follows (`several`).

    `ended` is False where text follows that is no JSON.
    """

    value: Any
    several: bool
    cut: bool
    ended: bool = True


def peek(head: bytes) -> Peek | None:
    """The value that `head`, the beginning of a file, begins with; None where it begins with no `{` or `[`."""
    return _peek(head[:_HEAD])


def is_json(head: bytes) -> bool:
    """Whether `head` is JSON, perhaps cut off, and no text that begins with a bracket: `[1] Notes`, `[Eds: add]`."""
    seen = peek(head)
    return seen is not None and seen.ended and (bool(seen.value) or not seen.cut)


@lru_cache(maxsize=4)
def _peek(head: bytes) -> Peek | None:
    if not _begins(head):
        return None
    text = decode(head).text.lstrip("\ufeff \t\r\n\0")
    if text[:1] not in _OPEN:
        return None
    try:
        value, rest = _first_value(json.JSONDecoder(strict=False, parse_int=_integer), _shallow(text))
        following = rest.lstrip(" \t\r\n,")[:1]
        return Peek(value, following in _OPEN, cut=False, ended=not following or following in _OPEN)
    except (ValueError, RecursionError):
        pass
    try:
        return Peek(json.loads(_closed(_shallow(text)), strict=False, parse_int=_integer), several=False, cut=True)
    except (ValueError, RecursionError):
        return Peek(None, several=False, cut=True)


def _first_value(decoder: json.JSONDecoder, text: str) -> tuple[Any, str]:
    """The value that `text` begins with, and what is behind it. Raises ValueError, RecursionError."""
    try:
        value, end = decoder.raw_decode(text)
    except ValueError:
        mended = _LAST_COMMA.sub(lambda found: found[1] or "", text)
        if mended == text:
            raise
        text = mended
        value, end = decoder.raw_decode(text)
    return value, text[end:]


def _begins(head: bytes) -> bool:
    """Whether the first sign in `head` may be a bracket: quick, for most files are no JSON."""
    return head[len(mark(head)[0]) :].lstrip(b" \t\r\n\0")[:1] in (b"{", b"[")


def _shallow(text: str) -> str:
    """`text` up to where it is nested too deeply to be looked at."""
    at = _deeper(text, _PEEK_DEPTH)
    return text if at is None else text[:at]


def _deeper(text: str, most: int) -> int | None:
    """Where `text` is first nested deeper than `most`."""
    depth = 0
    for token in _TOKEN.finditer(text):
        letter = text[token.start()]
        if token.group() == '"':  # the end is missing: all that follows is in this string
            return None
        depth += (letter in "{[") - (letter in "}]")
        if depth > most:
            return token.start()
    return None


def on_one_line(head: bytes) -> bool:
    """Whether the first line of a file that is not blank is a whole JSON value."""
    text = decode(head[:_HEAD]).text.lstrip("\ufeff \t\r\n\0")
    try:
        json.loads(_shallow(text.partition("\n")[0]), strict=False, parse_int=_integer)
    except (ValueError, RecursionError):
        return False
    return True


def loads(text: str, limits: Limits, place: str) -> tuple[Any, tuple[WireWarning, ...]]:
    """The value of a JSON text, and what was wrong with it. Raises MalformedDispatch, `place` before its message:
    Refused for one that is nested too deep.

    Halves of characters become U+FFFD, of two equal keys the last counts, numbers that are none become None, long ones
    stay text, and a text that is cut off is closed where it ends.
    """
    if text.count("{") + text.count("[") > limits.json_depth and _deeper(text, limits.json_depth) is not None:
        raise Refused(f"{place}: nested deeper than limits.json_depth ({limits.json_depth})")
    warnings: list[WireWarning] = []
    if _SURROGATE.search(text):
        text, count = _with_whole_characters(text)
        if count:
            warnings.append(WireWarning("lone-surrogate", str(count)))
    twice: list[str] = []
    numbers: list[str] = []

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(members)
        if len(value) < len(members):
            twice.extend(key for key, count in Counter(key for key, _ in members).items() if count > 1)
        return value

    decoder = json.JSONDecoder(object_pairs_hook=pairs, parse_int=_integer, parse_constant=numbers.append, strict=False)
    try:
        value = _first_value(decoder, text)[0]
    except (ValueError, RecursionError) as error:
        twice.clear()
        numbers.clear()
        try:
            value = decoder.raw_decode(_closed(text))[0]
        except (ValueError, RecursionError):
            raise MalformedDispatch(f"{place}: not JSON: {error}") from error
        warnings.append(WireWarning("truncated", text[-40:].strip()))
    if twice:
        warnings.append(WireWarning("duplicate-key", ", ".join(dict.fromkeys(twice))[:200]))
    if numbers:
        warnings.append(WireWarning("not-a-number", ", ".join(dict.fromkeys(numbers))))
    return value, tuple(warnings)


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else digits


def _with_whole_characters(text: str) -> tuple[str, int]:
    """`text` with U+FFFD for each surrogate that is not one of a pair, and their number."""
    count = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal count
        if found["low"] or (found["lone"] is None and not found.group().startswith(("\\ud", "\\uD"))):
            return found.group()
        count += 1
        return "\\ufffd"

    return _ESCAPE.sub(mend, text), count


def _closed(text: str) -> str:
    """A text of JSON that is cut off somewhere, with what was open closed, and without the member that is only half there."""
    opened: list[str] = []
    last = 0
    for token in _TOKEN.finditer(text):
        letter = text[token.start()]
        if letter == '"':
            last = token.start()
            if token.end() == last + 1:
                if not _is_key(text, last, opened):
                    return _HALF_ESCAPE.sub("", text) + '"' + "".join(reversed(opened))
                text = text[:last]
                break
        elif letter in _OPEN:
            opened.append(_OPEN[letter])
        elif opened:
            opened.pop()
    text = text.rstrip()
    if text.endswith('"') and _is_key(text, last, opened):
        text = text[:last].rstrip()
    text = _HALF_WORD.sub("null", text)
    text = text + "null" if text.endswith(":") else text.rstrip(",")
    return text + "".join(reversed(opened))


def _is_key(text: str, at: int, opened: list[str]) -> bool:
    """Whether the string that begins at `at` is the name of a member."""
    return opened[-1:] == ["}"] and text[max(0, at - 1_000) : at].rstrip()[-1:] in ("{", ",")
