"""Messages one after the other in a file: between SOH and EOT, as ANPA 1312 and IPTC 7901 frame them, or in an mbox."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Provenance, RawDocument, WireWarning
from wiresearch.errors import Refused
from wiresearch.readers import sgml
from wiresearch.readers.sgml import Make, Record

_BLOCK = 1 << 18
_LONGEST_EDGE = 1_000
EOT = rb"\x04"
_NOISE = bytes(set(range(0x21)) - {0x01, 0x02, 0x03, 0x16}) + b"\x7f"
"""What stands between messages: line ends, NUL, DEL, form feeds; never SOH, STX, ETX and the SYN before SOH."""


def messages(stream: BinaryIO, edge: re.Pattern[bytes], limit: int, source: str) -> Iterator[Record]:
    """Each message of `stream`, never more than one in memory; `edge` (at most 1,000 bytes) is how one begins, or EOT.

    A message ends behind EOT or where the next begins. What has no start of its own is a message too, so that nothing is
    lost. Raises Refused for one of more than `limit` bytes, and what the stream raises, after the messages
    before it.
    """
    buffer = b""
    base = seen = 0
    while block := stream.read(_BLOCK):
        buffer += block
        begun = 0
        for found in edge.finditer(buffer, seen):
            end = found.end() if found.group() == b"\x04" else found.start()
            yield from _message(buffer[begun:end], base + begun)
            begun = end
        if len(buffer) - begun > limit:
            raise Refused(f"{source}: the message at byte {base + begun} is longer than limits.dispatch_bytes ({limit})")
        buffer, base = buffer[begun:], base + begun
        seen = max(0, len(buffer) - _LONGEST_EDGE)
    yield from _message(buffer, base)


def _message(data: bytes, offset: int) -> Iterator[Record]:
    ink = data.lstrip(_NOISE)
    if ink.strip(b"\x01\x02\x03\x16" + _NOISE):
        yield Record(ink.rstrip(_NOISE), offset + len(data) - len(ink), closed=True)


def dispatches(raw: RawDocument, edge: re.Pattern[bytes], limits: Limits, make: Make, layout: str) -> Iterator[Dispatch | None]:
    """Each message of `raw` as `make` reads it; `layout` names it for people. Raises ReadError, also where there is none."""
    with raw.open() as stream:
        yield from sgml.each(raw, messages(stream, edge, limits.dispatch_bytes, raw.source), make, f"message of {layout}")


class Message(NamedTuple):
    """The parts of a message: before STX, between it and ETX, and behind ETX. STX missing: all before ETX is the middle too."""

    head: str
    text: str
    tail: str
    provenance: Provenance


def parted(raw: RawDocument, record: Record, name: str, version: int) -> Message:
    """The parts of one message of `raw`, with a warning where ETX is missing. Raises ReadError for an unknown encoding override."""
    whole, provenance = sgml.decoded(raw, record, name, version)
    head, stx, rest = whole.partition("\x02")
    text, etx, tail = (rest if stx else whole).rpartition("\x03")
    if not etx:
        text, tail = tail, ""
        provenance = dataclasses.replace(provenance, warnings=(*provenance.warnings, WireWarning("unclosed-record", "ETX is missing")))
    return Message(head if stx else text, text, tail, provenance)
