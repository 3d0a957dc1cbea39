"""Sources read in other processes, each by the first that is free; what they give comes back in the order in which it is asked for."""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import wait
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
# Bytes that a process is given beside the source at hand, so that it never waits for the next.
_NEXT = 1 << 18
# A process may be as far ahead as another needs to read a source of ten thousand dispatches.
_ITEM, _MESSAGE, _MESSAGES_AHEAD, _ITEMS_TAKEN_AHEAD = 1 << 12, 1 << 18, 192, 64
_LOOK_SECONDS = 1.0


class Lost(ReadError):
    """The process that read the source is gone: no fault of its bytes, the next run reads it again."""


class _End(NamedTuple):
    """Behind all that a source gives; `error` is Lost, or one that ends the run, such as of a model that cannot be loaded."""

    error: WiresearchError | None


class _Worker:
    """One process, and what was taken of what it sent.

    `given` are the sources that nobody has come for yet, in order, `unread` the last of these, of which the process has
    more to send. `items` are what the first of `given` gave, and the others behind it.
    """

    def __init__(self, options: IndexOptions) -> None:
        self.given: deque[Source] = deque()
        self.unread: deque[Source] = deque()
        self.items: deque[list[Read] | Outcome | _End] = deque()
        self._options = options
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._tasks: Any = context.Queue()
        self._results: Any = context.Queue(_MESSAGES_AHEAD)
        self._process = context.Process(target=_work, args=(os.getpid(), self._options, self._tasks, self._results), daemon=True)
        self._process.start()
        # Without this end of our own, one that dies in the middle of a message is not waited for; a queue has no other name for it.
        self._results._writer.close()  # type: ignore[attr-defined]
        for source in self.unread:
            self._tasks.put(source)

    @property
    def sends(self) -> Any:
        """What `wait` of multiprocessing waits for: the process has sent something, or has ended."""
        return self._results._reader

    @property
    def bytes_next(self) -> int:
        """How much it was given beside the source at hand; -1 where it has nothing to read."""
        return sum(source.size for source in self.unread) - self.unread[0].size if self.unread else -1

    def give(self, source: Source) -> None:
        self.given.append(source)
        self.unread.append(source)
        self._tasks.put(source)

    def take(self) -> None:
        """Take what the process sent. One that has ended costs the source at hand; another process reads the others."""
        try:
            self._taken(self._results.get())
        except (EOFError, OSError):  # perhaps in the middle of a message
            self._process.join()
            exitcode = self._process.exitcode
            self._taken([_End(Lost(f"the process that read it ended with {exitcode}; the next run reads it again"))])
            self._start()

    def _taken(self, items: list[list[Read] | Outcome | _End]) -> None:
        self.items.extend(items)
        for _ in range(sum(isinstance(item, _End) for item in items)):
            self.unread.popleft()

    def next_of(self, source: Source) -> list[Read] | Outcome | _End | None:
        """The next item of the source, if it was taken. Those of sources before it, which nobody came for, are passed over.

        Raises what ends the run, even there: anything but a ReadError.
        """
        while self.items:
            item, giver = self.items.popleft(), self.given[0]
            if isinstance(item, _End):
                self.given.popleft()
            if giver.path == source.path:
                return item
            if isinstance(item, _End) and item.error is not None and not isinstance(item.error, ReadError):
                raise item.error
        return None

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
        self._give()

    def _give(self) -> None:
        """Give each process enough to read; of the last sources each to the first that has nothing else."""
        while self._here:
            first = min(self._workers, key=lambda worker: worker.bytes_next)
            if first.bytes_next >= (_NEXT if len(self._here) > len(self._workers) else 0):
                return
            source = self._here.popleft()
            first.give(source)
            self._given[source.path] = first

    def read(self, source: Source) -> Iterator[list[Read] | Outcome]:
        """What a source gives, as `read_here` does. Raises Lost."""
        if self._workers and (source.path in self._given or source in self._here):
            return self._sent(source)
        if source.path not in self._begun and source in self._here:
            self._begin(source)
        return self._begun.pop(source.path, None) or read_here(source, self._options)

    def _sent(self, source: Source) -> Iterator[list[Read] | Outcome]:
        """What the process that the source was given to, or is going to be, sends of it."""
        while source.path not in self._given:  # all that was given is older: nobody came for it
            for worker in self._workers:
                worker.next_of(source)
            self._listen()
        reader = self._given.pop(source.path)
        while not isinstance(item := reader.next_of(source), _End):
            if item is None:
                self._listen()
            else:
                yield item
        if item.error is not None:
            raise item.error

    def _listen(self) -> None:
        """Wait until a process has sent something, take what there is, and give them more to read."""
        sending = {worker.sends: worker for worker in self._workers if worker.unread and len(worker.items) < _ITEMS_TAKEN_AHEAD}
        for ready in wait(sending):
            sending[ready].take()
        self._give()

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
