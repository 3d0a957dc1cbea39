"""Sources read in this process and others, each by the first that is free; what they give comes in the order in which it is asked for."""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
from collections import deque
from collections.abc import Iterator
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
# A process may be as far ahead as another needs to read a source of ten thousand dispatches: in bytes, but for _MESSAGES_AHEAD, each of
# which _MESSAGE bytes fill; _ITEM is what a dispatch takes beside its record. Large messages, for one is on its way only when that
# before it is taken: of small ones too few come between two steps of this process to tell it in time that another has nothing to read.
_ITEM, _MESSAGE, _MESSAGES_AHEAD, _READ_AHEAD = 1 << 12, 1 << 20, 48, 48 << 20
_LOOK_SECONDS = 1.0


class Lost(ReadError):
    """The process that read the source is gone: no fault of its bytes, the next run reads it again."""


class _End(NamedTuple):
    """Behind all that a source gives; `error` is Lost, or one that ends the run, such as of a model that cannot be loaded."""

    error: WiresearchError | None


class _Reader:
    """One process that reads, and what it gave so far.

    `given` are the sources that nobody has come for yet, in order, `unread` the last of these, of which the process has
    more to give. `items` are what the first of `given` gave, and the others behind it, `held` bytes in all.
    """

    def __init__(self, options: IndexOptions) -> None:
        self.given: deque[Source] = deque()
        self.unread: deque[Source] = deque()
        self.items: deque[list[Read] | Outcome | _End] = deque()
        self._options = options
        self.held = self._to_read = 0

    def give(self, task: list[Source]) -> None:
        """Give it sources to read, several if they are to be read together."""
        self.given += task
        self.unread += task
        self._to_read += sum(source.size for source in task)

    def next_of(self, source: Source) -> list[Read] | Outcome | _End | None:
        """The next item of the source, if it is there. Those of sources before it, which nobody came for, are passed over.

        Raises what ends the run, even there: anything but a ReadError.
        """
        while self.items:
            item, giver = self.items.popleft(), self.given[0]
            self.held -= _size(item)
            if isinstance(item, _End):
                self.given.popleft()
            if giver.path == source.path:
                return item
            if isinstance(item, _End) and item.error is not None and not isinstance(item.error, ReadError):
                raise item.error
        return None

    def _taken(self, items: list[list[Read] | Outcome | _End]) -> None:
        for item in items:
            self.items.append(item)
            self.held += _size(item)
            if isinstance(item, _End):
                self._to_read -= self.unread.popleft().size


class _Here(_Reader):
    """This process, which reads when the others have sent nothing."""

    def __init__(self, options: IndexOptions) -> None:
        super().__init__(options)
        self._tasks: deque[list[Source]] = deque()
        self._begun: Iterator[list[Read] | Outcome | _End] = iter(())

    def give(self, task: list[Source]) -> None:
        super().give(task)
        self._tasks.append(task)

    def take(self) -> None:
        """Read as far as the next item."""
        while (item := next(self._begun, None)) is None:
            self._begun = _all_of(self._tasks.popleft(), self._options)
        self._taken([item])


class _Worker(_Reader):
    """Another process."""

    def __init__(self, options: IndexOptions) -> None:
        super().__init__(options)
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
            self._tasks.put([source])

    @property
    def sends(self) -> Any:
        """What `wait` of multiprocessing waits for: the process has sent something, or has ended."""
        return self._results._reader

    @property
    def bytes_next(self) -> int:
        """How much it was given beside the source at hand, so that it never waits for the next; -1 where it has nothing to read."""
        return self._to_read - self.unread[0].size if self.unread else -1

    def give(self, task: list[Source]) -> None:
        super().give(task)
        self._tasks.put(task)

    def take(self) -> None:
        """Take what the process sent. One that has ended costs the source at hand; another process reads the others."""
        try:
            self._taken(self._results.get())
        except (EOFError, OSError):  # perhaps in the middle of a message
            self._process.join()
            exitcode = self._process.exitcode
            self._taken([_End(Lost(f"the process that read it ended with {exitcode}; the next run reads it again"))])
            self._start()

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()
        for channel in (self._tasks, self._results):
            channel.cancel_join_thread()
            channel.close()


class Workers:
    """Reads sources with `jobs` processes, of which this is one; the others are started when there is enough to read. `with` ends them."""

    def __init__(self, options: IndexOptions) -> None:
        self._options = options
        self._here = _Here(options)
        self._workers: list[_Worker] = []
        self._given: dict[str, _Reader] = {}
        self._waiting: deque[list[Source]] = deque()
        self._asked = self._left = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.stop()

    def ask(self, source: Source) -> None:
        """Say that a source will be wanted; sources are to be read in the order in which they were asked for."""
        self._asked += source.size
        self._left += source.size
        if self._waiting and joins(source, self._waiting[-1]):
            self._waiting[-1].append(source)
        else:
            self._give(_NEXT, last=1 + len(self._workers))
            self._waiting.append([source])
        if not self._workers and self._asked >= WORTH_STARTING:
            self._workers = [_Worker(self._options) for _ in range(1, self._options.jobs)]

    @property
    def left(self) -> int:
        """Bytes of the sources that were asked for and nobody has come for yet; 0 where this process alone reads."""
        return self._left if self._workers else 0

    def stock(self, size: int) -> None:
        """Give the other processes so many bytes to read, for this one is not going to give them any for a while."""
        self._give(max(size, _NEXT), last=0)

    def _give(self, size: int, last: int) -> None:
        """Give each of the other processes so many bytes to read; each of the last tasks only to one that has nothing else."""
        while self._workers and self._waiting:
            first = min(self._workers, key=lambda worker: worker.bytes_next)
            if first.bytes_next >= (size if len(self._waiting) > last else 0):
                return
            self._give_next(first)

    def _give_next(self, reader: _Reader) -> None:
        task = self._waiting.popleft()
        reader.give(task)
        self._given.update((source.path, reader) for source in task)

    def read(self, source: Source) -> Iterator[list[Read] | Outcome]:
        """What a source gives, as `read_here` does. Raises Lost."""
        if source.path not in self._given and not any(source in task for task in self._waiting):  # one that nobody asked for
            yield from read_here(source, self._options)
            return
        while source.path not in self._given:  # all that was given is older: nobody came for it
            for reader in (*self._workers, self._here):
                reader.next_of(source)
            self._read_on()
        reader = self._given.pop(source.path)
        self._left -= source.size
        while not isinstance(item := reader.next_of(source), _End):
            if item is None:
                self._read_on()
            else:
                yield item
        if item.error is not None:
            raise item.error

    def _read_on(self) -> None:
        """Take what other processes have sent; if it is nothing, read on here, and wait for them only if there is nothing to read."""
        self._give(_NEXT, last=1 + len(self._workers))
        others = len(self._workers)
        sending = {worker.sends: worker for worker in self._workers if worker.unread and worker.held * others < _READ_AHEAD}
        may_read = bool(self._here.unread or self._waiting) and self._here.held < _READ_AHEAD
        ready = wait(sending, timeout=0 if may_read else None) if sending else ()
        for sent in ready:
            sending[sent].take()
        if may_read and not ready:
            if not self._here.unread:  # not before: the others may be given it while this process does something else
                self._give_next(self._here)
            self._here.take()


def _work(parent: int, options: IndexOptions, tasks: Any, results: Any) -> None:
    """The life of a worker. Ctrl-C is the parent's to answer; without a parent it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(RARELY)
    while True:
        message: list[list[Read] | Outcome | _End] = []
        size = 0
        for item in _all_of(_patient(parent, tasks.get), options):
            message.append(item)
            size += _size(item)
            if size > _MESSAGE:
                _patient(parent, results.put, message)
                message, size = [], 0
        _patient(parent, results.put, message)


def _size(item: list[Read] | Outcome | _End) -> int:
    """The bytes of an item, more or less; what is said of a source is not worth counting."""
    return sum([_ITEM + len(one.document.record) for one in item]) if isinstance(item, list) else 0


def _all_of(task: list[Source], options: IndexOptions) -> Iterator[list[Read] | Outcome | _End]:
    """What the sources of a task give, an end behind each."""
    for items in read_together(task, options):
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
