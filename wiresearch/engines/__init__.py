"""The seam between a search and whatever answers it. `open_engine` imports an engine only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from wiresearch.associations import PairCounts
from wiresearch.dispatch import Dispatch, NameKind
from wiresearch.results import EngineAnswer, SearchRequest


class Engine(Protocol):
    """Answers searches over one committed state.

    Promises: the matching set of tests/oracle.py, exact totals and facet counts, snippets as offsets, the same order
    for the same index and query (score, then newer first, then `key`). Scores are not comparable between engines.
    """

    def search(self, request: SearchRequest) -> EngineAnswer:
        """Hits, total, facets and histogram of one request."""

    def get(self, name: str) -> tuple[Dispatch, ...]:
        """Dispatches whose key begins with `name`, or whose uri is `name`; newest first; empty when there is none."""

    def pairs(self, request: SearchRequest, kinds: Sequence[NameKind], names: int, least: int) -> PairCounts:
        """The pairs of names that at least `least` of the dispatches matching the request have both of.

        Of the kinds asked, the `names` most frequent in these dispatches are paired.
        """

    def every(self) -> Iterator[Dispatch]:
        """Every dispatch, one after another, in no order that is promised."""

    def suggest(self, field: str, text: str) -> tuple[str, int] | None:
        """The indexed form or value nearest in spelling to `text` with its number of dispatches, or None.

        `field` "" stands for the loose text fields.
        """

    def close(self) -> None:
        """Release files."""


class Prepared(Protocol):
    """A dispatch made ready for a writer; it can be pickled."""

    @property
    def key(self) -> str:
        """The key of the dispatch."""

    @property
    def record(self) -> bytes:
        """What is stored of it."""


class Writer(Protocol):
    """Changes an index in batches; leaving the `with` block commits, an exception in it discards what is uncommitted."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def add(self, dispatch: Dispatch) -> None:
        """Add the dispatch, in place of any other of the same `key`."""

    def add_prepared(self, document: Any) -> None:
        """The same for what the engine's own `prepare` made of a dispatch, in this process or another."""

    def delete(self, key: str) -> None:
        """Take the dispatch of that key out, if it is there."""

    def commit(self) -> None:
        """Make what was added and deleted so far durable and visible, and go on."""

    def merge(self) -> None:
        """Commit, and leave nothing to put together when it is searched: the fastest index, at the cost of one long write."""


def open_engine(folder: Path) -> Engine:
    """The embedded engine over the files in `folder` (one generation of an index)."""
    from wiresearch.engines.whoosh.engine import WhooshEngine

    return WhooshEngine(folder)


def prepare(dispatch: Dispatch) -> Prepared:
    """The part of `Writer.add` that needs nothing of the index."""
    from wiresearch.engines.whoosh.document import prepare

    return prepare(dispatch)


def prepared_again(document: Prepared, change: Callable[[Dispatch], Dispatch]) -> Prepared:
    """What `prepare` makes of the dispatch of `document` changed."""
    from wiresearch.engines.whoosh.document import prepare
    from wiresearch.engines.whoosh.record import decode

    return prepare(change(decode(document.record)))


def open_writer(folder: Path, *, lock_timeout: float = 0.0) -> Writer:
    """A writer on `folder`, made if it is not there. Raises IndexLocked after `lock_timeout` seconds."""
    from wiresearch.engines.whoosh.writer import WhooshWriter

    return WhooshWriter(folder, lock_timeout=lock_timeout)


__all__ = ["Engine", "Prepared", "Writer", "open_engine", "open_writer", "prepare", "prepared_again"]
