"""Sources read in other processes; what they give comes back in the order in which it is asked for."""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, NamedTuple, Self

from wiresearch.errors import ReadError, WiresearchError
from wiresearch.indexing.reading import IndexOptions
from wiresearch.indexing.together import Read, joins, read_here, read_together
from wiresearch.results import Outcome
from wiresearch.sources import Source

# Starting processes takes as long as reading so many bytes here.
WORTH_STARTING = 1 << 20
# Dispatches hold no circles: to look for some at every 700 new values, as Python does, costs a twentieth of the time.
RARELY = 100_000
_ITEM, _MESSAGE, _MESSAGES_AHEAD = 1 << 12, 1 << 18, 32
_LOOK_SECONDS = 1.0


class Lost(ReadError):
    """The process that read the source is gone: no fault of its bytes, the next run reads it again."""


class _End(NamedTuple):
    """Behind all that a source gives; `error` is one that ends the run, such as of a model that cannot be loaded."""

    error: WiresearchError | None


class _Worker:
    """One process, and the sources that it was given and that are not read yet, in order."""

    def __init__(self, options: IndexOptions) -> None:
        self.waiting: deque[Source] = deque()
        self._options = options
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._tasks: Any = context.Queue()
        self._results: Any = context.Queue(_MESSAGES_AHEAD)
        self._given: deque[list[Read] | Outcome | _End] = deque()
        self._process = context.Process(target=_work, args=(os.getpid(), self._options, self._tasks, self._results), daemon=True)
        self._process.start()
        # Without this end of our own, one that dies in the middle of a message is not waited for; a queue has no other name for it.
        self._results._writer.close()  # type: ignore[attr-defined]
        for source in self.waiting:
            self._tasks.put(source)

    def give(self, source: Source) -> None:
        self.waiting.append(source)
        self._tasks.put(source)

    def read(self, source: Source) -> Iterator[list[Read] | Outcome]:
        """What the source gives; those before it that nobody came for are passed over."""
        while self.waiting[0].path != source.path:
            with suppress(ReadError):
                deque(self._first(), maxlen=0)
        yield from self._first()

    def _first(self) -> Iterator[list[Read] | Outcome]:
        """What the first of the waiting sources gives."""
        while True:
            while not self._given:
                self._take()
            item = self._given.popleft()
            if not isinstance(item, _End):
                yield item
                continue
            self.waiting.popleft()
            if item.error is not None:
                raise item.error
            return

    def _take(self) -> None:
        """Take the next message of the process. Raises Lost for the first of the waiting sources where it has ended."""
        try:
            self._given.extend(self._results.get())
        except (EOFError, OSError):  # perhaps in the middle of a message
            self.waiting.popleft()
            self._process.join()
            exitcode = self._process.exitcode
            self._start()
            raise Lost(f"the process that read it ended with {exitcode}; the next run reads it again") from None

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()
        for channel in (self._tasks, self._results):
            channel.cancel_join_thread()
            channel.close()


class Workers:
    """Reads sources with `jobs` processes, started when there is enough to read; `with` ends them."""

    def __init__(self, options: IndexOptions) -> None:
        self._options = options
        self._workers: list[_Worker] = []
        self._given: dict[str, _Worker] = {}
        self._here: deque[Source] = deque()
        self._begun: dict[str, Iterator[list[Read] | Outcome]] = {}
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.stop()

    def ask(self, source: Source) -> None:
        """Say that a source will be wanted; sources are to be read in the order in which they were asked for."""
        self._asked += source.size
        self._here.append(source)
        if self._options.jobs < 2 or self._asked < WORTH_STARTING:
            return
        if not self._workers:
            self._workers = [_Worker(self._options) for _ in range(self._options.jobs)]
        while self._here:  # those before it, too: what this process read itself would keep the others waiting
            first = self._here.popleft()
            least = min(self._workers, key=lambda worker: sum(waiting.size for waiting in worker.waiting))
            least.give(first)
            self._given[first.path] = least

    def read(self, source: Source) -> Iterator[list[Read] | Outcome]:
        """What a source gives, as `read_here` does. Raises Lost."""
        if worker := self._given.pop(source.path, None):
            return worker.read(source)
        if source.path not in self._begun and source in self._here:
            self._begin(source)
        return self._begun.pop(source.path, None) or read_here(source, self._options)

    def _begin(self, source: Source) -> None:
        """Begin to read a source that this process reads, together with those behind it; nobody came for those before."""
        while self._here.popleft() != source:
            pass
        together = [source]
        while self._here and joins(self._here[0], together):
            together.append(self._here.popleft())
        self._begun = {one.path: items for one, items in zip(together, read_together(together, self._options), strict=True)}


def _work(parent: int, options: IndexOptions, tasks: Any, results: Any) -> None:
    """The life of a worker. Ctrl-C is the parent's to answer; without a parent it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(RARELY)
    waiting: deque[Source] = deque()
    while True:
        message: list[list[Read] | Outcome | _End] = []
        size = 0
        for items in read_together(_small_ones(parent, tasks, waiting), options):
            for item in _ended(items):
                message.append(item)
                size += sum(_ITEM + len(one.document.record) for one in item) if isinstance(item, list) else _ITEM
                if size > _MESSAGE:
                    _patient(parent, results.put, message)
                    message, size = [], 0
        _patient(parent, results.put, message)


def _small_ones(parent: int, tasks: Any, waiting: deque[Source]) -> list[Source]:
    """The next sources that are to be read together; one that was taken and is not among them is `waiting`."""
    together = [waiting.popleft() if waiting else _patient(parent, tasks.get)]
    with suppress(queue.Empty):
        while not waiting:
            waiting.append(tasks.get_nowait())
            if joins(waiting[0], together):
                together.append(waiting.popleft())
    return together


def _ended(items: Iterator[list[Read] | Outcome]) -> Iterator[list[Read] | Outcome | _End]:
    try:
        yield from items
    except WiresearchError as error:
        yield _End(error)
    else:
        yield _End(None)


def _patient(parent: int, call: Any, *values: Any) -> Any:
    """Wait on a queue for as long as the parent lives."""
    while True:
        try:
            return call(*values, timeout=_LOOK_SECONDS)
        except (queue.Empty, queue.Full):
            if os.getppid() != parent:
                os._exit(1)
