"""Bytes to dispatches. One module per wire format; agency is data (agencies.py), never a reader.

A reader is a module that satisfies `Reader`. READERS is explicit and ordered; `pick` chooses by content alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from wiresearch.dispatch import Dispatch, RawDocument


class Reader(Protocol):
    """One wire format. `read` raises ReadError only, whatever the bytes."""

    NAME: str
    VERSION: int
    RECOGNISES: str

    def sniff(self, raw: RawDocument) -> float:
        """0 to 1: how surely `raw` is of this format; 0.5 and more is a claim."""

    def read(self, raw: RawDocument) -> Iterator[Dispatch]:
        """The dispatches of `raw`, in file order."""
