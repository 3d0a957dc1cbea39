"""Messages of a teletype: `ZCZC` and a number, lines in capitals, `NNNN`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.readers import plaintext

NAME = "teletype"
VERSION = 1
RECOGNISES = "a line that begins with ZCZC"

_START = re.compile(rb"^[\s\x00-\x1f\x7f\xef\xbb\xbf\xff\xfe]{0,9}ZCZC(?![a-z])", re.MULTILINE)


def sniff(raw: RawDocument) -> float:
    """0.8 if a line begins with ZCZC, else 0."""
    head = raw.head.replace(b"\0", b"")
    return 0.8 if b"ZCZC" in head and _START.search(head) else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """The messages of a file, and the texts between them. Raises ReadError, and Skipped for a text of blanks."""
    return plaintext.dispatches(raw, limits, NAME, VERSION)
