"""What a competitor is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path

from questions import TOP, Answer, Question

from wiresearch.dispatch import Dispatch


class Peer:
    """A competitor over the files in `folder`: written by `write` and `merge`, read between `open` and `close`.

    With `keep_segments` a `write` is to leave the segments of earlier ones apart, where that can be had.
    """

    keep_segments = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, dispatches: Iterable[Dispatch]) -> None:
        """Add the dispatches to the index, made if it is not there, in one commit."""
        raise NotImplementedError

    def merge(self) -> bool:
        """Make one segment of all; False where there is no such command."""
        return False

    def open(self) -> None:
        """Make ready to search."""
        raise NotImplementedError

    def segments(self) -> int | None:
        """How many parts the index has, where that is known; asked while open."""
        return None

    def search(self, question: Question) -> Answer | None:
        """The answer, or None where the competitor has no such query."""
        raise NotImplementedError

    def total(self, question: Question) -> int | None:
        """The exact total, at whatever cost."""
        answer = self.search(question)
        return answer.total if answer else None

    def close(self) -> None:
        """Release files."""
        raise NotImplementedError


def city(dispatch: Dispatch) -> str:
    """Where it was filed from, or nothing."""
    return dispatch.dateline.city or "" if dispatch.dateline else ""


def noon(day: date) -> datetime:
    """The day as an instant, for indexes of instants."""
    return datetime.combine(day, time(12), UTC)


def largest(counts: Iterable[int], top: int | None = TOP) -> tuple[int, ...]:
    """The `top` largest counts (None: all), without zeros."""
    return tuple(sorted(filter(None, counts), reverse=True)[:top])
