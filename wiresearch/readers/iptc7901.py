"""IPTC 7901, the layout of the European wires (dpa, KNA, APA): header and slug before STX, the text up to ETX, the hour behind it.

Between STX and the line that ends ` =` stand version words, the headline and the byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from wiresearch import agencies, datelines
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.readers import bylines, heading, messages, sgml, text, trailers
from wiresearch.readers.splitting import OPENING
from wiresearch.turns import Turns

NAME = "iptc7901"
VERSION = 1
RECOGNISES = "SOH, a service and a number, then priority, category and count of words"

_START = re.compile(rb"\x16*\x01[A-Za-z]{2,8}\d{3,5}[ \t]{1,3}(?=\S[ \t]{1,3}[A-Za-z]{1,3}[ \t]{1,3}\d)")
_EDGE = re.compile(_START.pattern + b"|" + messages.EOT)
_HEADER = re.compile(
    r"\x16*\x01?(?P<service>[A-Za-z]{2,8})(?P<number>\d{3,5})[ \t]+(?P<priority>\S)[ \t]+(?:(?P<category>[A-Za-z]{1,3})[ \t]+)?"
    r"(?P<words>\d{1,5})?(?P<rest>[^\r\n\x02]{0,120})"
)
_SENDER = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]{1,15})\s+\d{1,5}\s*$")
_LINE_END = re.compile(r"\r*\n|\r")
_HEADER_LINES = 8
_CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32), 127])


def sniff(raw: RawDocument) -> float:
    """1 for a message of IPTC 7901 behind nothing but line ends, NUL and DEL, else 0."""
    return 1.0 if _START.match(raw.head.lstrip(b"\r\n\0\x7f \t\x0c")) else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """Each message as a dispatch. Raises ReadError."""
    return messages.dispatches(raw, _EDGE, limits, _dispatch, "IPTC 7901")


def _dispatch(raw: RawDocument, record: sgml.Record) -> Turns[Dispatch]:
    message = messages.parted(raw, record, NAME, VERSION)
    yield
    header = _HEADER.search(message.head)
    known = _header(header) if header else {}
    if message.head is not message.text:
        known |= _slug(message.head[header.end() if header else 0 :])
    lines = [line.translate(_CONTROLS).rstrip() for line in _LINE_END.split(message.text)]
    yield
    fields = yield from _marked(lines)
    yield
    filed = next((time for line in _LINE_END.split(message.tail) if (time := trailers.time(line))), None)
    if filed:
        known["versioncreated"] = filed
    return Dispatch(message.provenance, **(fields | known))


def _header(found: re.Match[str]) -> dict[str, Any]:
    """`eca062 4 i 211 ccccb   dpa 061`: service, number, priority, category, words, perhaps the sender and its number."""
    sender = _SENDER.search(found["rest"])
    provider = sender["name"] if sender and agencies.named(sender["name"]) else None
    priority = found["priority"]
    return {
        "service": tuple(dict.fromkeys(filter(None, [found["service"], found["category"]]))),
        "sequence": found["number"],
        "priority_raw": priority,
        "urgency": int(priority) if priority in "123456789" else None,
        "wordcount_declared": int(found["words"] or 0) or None,
        "provider": provider,
    }


def opening(line: str) -> dict[str, Any] | None:
    """The fields of a line that is such a header without SOH, as terminals and archives keep it; None for any other line."""
    found = _HEADER.match(line) if OPENING.match(line) else None
    return _header(found) if found else None


def _slug(between: str) -> dict[str, Any]:
    """The slug between header and STX, which ends with a slash."""
    lines = [line for printed in _LINE_END.split(between) if (line := printed.translate(_CONTROLS).strip())]
    slug = " ".join(lines).removesuffix("/").strip()
    return {"slugline": slug, "slugline_raw": slug} if slug else {}


def _marked(lines: Sequence[str]) -> Turns[dict[str, Any]]:
    """The fields of the text, the lines down to one that ends ` =` being its header."""
    filled = [k for k, line in enumerate(lines) if line.strip()][:_HEADER_LINES]
    marked = [k for k in filled if lines[k].endswith("=")]
    first = next((k for k in filled if datelines.match(lines[k])), len(lines))
    if not marked or marked[-1] >= first:
        return (yield from text.in_turns(lines))[0]
    header: list[str] = []
    for k in filled[: filled.index(marked[-1]) + 1]:
        line = lines[k].strip()
        if _stands_alone(bare := line.removesuffix("=").rstrip()):
            line = bare
        if header and not _stands_alone(header[-1]) and not _stands_alone(line):
            header[-1] += f" {line}"
        else:
            header.append(line)
    fields, _ = yield from text.in_turns(lines, marked[-1] + 1, headed=False)
    return fields | heading.heading(header, range(len(header))).fields


def _stands_alone(line: str) -> bool:
    return (
        heading.is_take(line)
        or heading.is_aside(line)
        or heading.is_ednote(line)
        or line.startswith(heading.SUBTITLE)
        or bylines.byline(line) is not None
    )
