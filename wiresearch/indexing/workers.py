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

from wiresearch.engines import Prepared, prepare
from wiresearch.errors import ConfigError, ReadError
from wiresearch.indexing.reading import IndexOptions, read
from wiresearch.ledger import item_number
from wiresearch.results import Outcome
from wiresearch.sources import Source

# Starting processes takes as long as reading so many bytes here.
WORTH_STARTING = 1 << 20
# Dispatches hold no circles: to look for some at every 700 new values, as Python does, costs a twentieth of the time.
RARELY = 100_000
_ITEM, _MESSAGE, _MESSAGES_AHEAD = 1 << 12, 1 << 18, 32
_LOOK_SECONDS = 1.0


class Read(NamedTuple):
    """One dispatch as it is to be written, and the number that stands for its uri in the ledger."""

    document: Prepared
    item: int | None


def read_here(source: Source, options: IndexOptions) -> Iterator[list[Read] | Outcome]:
    """What a source gives, some dispatches at a time, and behind those of each member what became of it; made by this process."""
    for item in read(source, options):
        if isinstance(item, Outcome):
            yield item
        else:
            yield [Read(prepare(dispatch), item_number(dispatch.uri, dispatch.version)) for dispatch in item]


class Lost(ReadError):
    """The process that read the source is gone: no fault of its bytes, the next run reads it again."""


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
        self._process = context.Process(target=_work, args=(os.getpid(), self._options, self._tasks, self._results), daemon=True)
        self._process.start()
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
            try:
                message = self._results.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                if self._process.is_alive():
                    continue
                message = Lost(f"the process that read it ended with {self._process.exitcode}; the next run reads it again")
            if isinstance(message, list):
                yield from message
                continue
            self.waiting.popleft()
            if not self._process.is_alive():
                self._start()
            if message is not None:
                raise message
            return

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
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.stop()

    def ask(self, source: Source) -> None:
        """Say that a source will be wanted; sources are to be read in the order in which they were asked for."""
        self._asked += source.size
        if self._options.jobs < 2:
            return
        self._here.append(source)
        if self._asked < WORTH_STARTING:
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
        worker = self._given.pop(source.path, None)
        if source in self._here:
            while self._here.popleft() != source:
                pass
        return read_here(source, self._options) if worker is None else worker.read(source)


def _work(parent: int, options: IndexOptions, tasks: Any, results: Any) -> None:
    """The life of a worker. Ctrl-C is the parent's to answer; without a parent it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(RARELY)
    while True:
        source = _patient(parent, tasks.get)
        message: list[list[Read] | Outcome] = []
        size = 0
        end: ConfigError | None = None
        try:
            for item in read_here(source, options):
                message.append(item)
                size += _ITEM if isinstance(item, Outcome) else sum(_ITEM + len(one.document.record) for one in item)
                if size > _MESSAGE:
                    _patient(parent, results.put, message)
                    message, size = [], 0
        except ConfigError as error:  # such as of a model that cannot be loaded
            end = error
        _patient(parent, results.put, message)
        _patient(parent, results.put, end)


def _patient(parent: int, call: Any, *values: Any) -> Any:
    """Wait on a queue for as long as the parent lives."""
    while True:
        try:
            return call(*values, timeout=_LOOK_SECONDS)
        except (queue.Empty, queue.Full):
            if os.getppid() != parent:
                os._exit(1)
