"""Ctrl-C, answered where nothing is lost."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator

from wiresearch.sources import Source


class Stopped(Exception):
    """Ctrl-C, at a place where the run can stop without loss."""


class Interrupt:
    """Holds a Ctrl-C back until `check`, so that it does not leave half a dispatch in the writer; a second one is not held.

    Without effect in other threads, and where the program has a handler of its own.
    """

    def __init__(self) -> None:
        self._asked = False

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._hold)

    def __exit__(self, *_: object) -> None:
        if signal.getsignal(signal.SIGINT) == self._hold:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _hold(self, *_: object) -> None:
        self._asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def check(self) -> None:
        """Raise Stopped if Ctrl-C was pressed."""
        if self._asked:
            raise Stopped


def stoppable(found: Iterable[Source]) -> Iterator[Source]:
    """The sources; a Ctrl-C while one is looked for or awaited on standard input is no danger to the writer."""
    try:
        yield from found
    except KeyboardInterrupt:
        raise Stopped from None
