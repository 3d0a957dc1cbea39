"""Work in steps, which many dispatches take in turn: the first step of each, then the second of each.

A step that takes many in a row finds its code and tables in the processor's cache; a dispatch taken through all steps at once finds
those of the last one there. docs/adr/0010-steps-in-turn.md has the figures.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")
Turns = Generator[None, None, T]
"""Work that pauses between its steps, where another may take its turn, and at last returns a result."""


def at_once(work: Turns[T]) -> T:
    """The result of work that takes turns with no other."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
