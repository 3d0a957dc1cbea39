"""What sources give, made ready to be written; small sources are read in step.

A step that takes many dispatches in turn keeps its code and tables in the processor's cache. A file of one dispatch has no
others, so that such files take each step together: a fifth less time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wiresearch.engines import Prepared, prepare
from wiresearch.errors import WiresearchError
from wiresearch.indexing.reading import IndexOptions, read
from wiresearch.ledger import item_number
from wiresearch.results import Outcome
from wiresearch.sources import Source

SMALL, MOST = 1 << 15, 64


class Read(NamedTuple):
    """One dispatch as it is to be written, and the number that stands for its uri in the ledger."""

    document: Prepared
    item: int | None


def read_here(source: Source, options: IndexOptions) -> Iterator[list[Read] | Outcome]:
    """What a source gives, some dispatches at a time, and behind those of each member what became of it; made by this process."""
    return (item for item in _steps(source, options) if item is not None)


def read_together(sources: Sequence[Source], options: IndexOptions) -> list[Iterator[list[Read] | Outcome]]:
    """What each of some sources gives, as `read_here` tells it. Up to the first that each gives they are read now, in step."""
    begun = [_Begun(_steps(source, options)) for source in sources]
    waiting = begun
    while waiting:
        waiting = [one for one in waiting if one.step()]
    return list(map(iter, begun))


def joins(source: Source, others: Sequence[Source]) -> bool:
    """Whether a source is to be read together with the others before it."""
    return len(others) < MOST and all(one.size <= SMALL for one in (source, *others[-1:]))


def _steps(source: Source, options: IndexOptions) -> Iterator[list[Read] | Outcome | None]:
    for item in read(source, options):
        if isinstance(item, list):
            yield None
            yield [Read(prepare(dispatch), item_number(dispatch.uri, dispatch.version)) for dispatch in item]
        else:
            yield item


class _Begun:
    """What a source gives, of which the first is made step by step, and the rest when it is asked for."""

    def __init__(self, items: Iterator[list[Read] | Outcome | None]) -> None:
        self._items = items
        self._first: list[Read] | Outcome | None = None
        self._error: WiresearchError | None = None

    def step(self) -> bool:
        """Take one step; whether there are more before the first."""
        try:
            self._first = next(self._items)
        except WiresearchError as error:
            self._error = error
        return self._first is None and self._error is None

    def __iter__(self) -> Iterator[list[Read] | Outcome]:
        if self._error is not None:
            raise self._error
        if self._first is not None:
            yield self._first
        yield from (item for item in self._items if item is not None)
