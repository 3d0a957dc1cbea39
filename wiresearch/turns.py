"""Work in steps, which many dispatches take in turn: the first step of each, then the second of each.

A step that takes many in a row finds its code and tables in the processor's cache; a dispatch taken through all steps at once finds
those of the last one there. docs/adr/0010-steps-in-turn.md has the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TypeVar

from wiresearch.errors import ReadError

T = TypeVar("T")
Turns = Generator[None, None, T]
"""Work that pauses between its steps, where another may take its turn, and at last returns a result."""
_GROUP, _GROUP_BYTES = 64, 1 << 20


def at_once(work: Turns[T]) -> T:
    """The result of work that takes turns with no other."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result


def all_through(items: Sequence[T], steps: Iterable[Callable[[T], None]]) -> Turns[None]:
    """Take the items through the steps, all of them through one before the next."""
    for step in steps:
        for item in items:
            step(item)
        yield


def together(works: Iterable[Turns[T]]) -> Turns[list[T]]:
    """The results of several works that take each step together, in their order. Raises what the first that fails raises."""
    results: dict[int, T] = {}
    waiting = dict(enumerate(works))
    count = len(waiting)
    while waiting:
        for number, work in list(waiting.items()):
            try:
                next(work)
            except StopIteration as end:
                results[number] = end.value
                del waiting[number]
        yield
    return [results[number] for number in range(count)]


def in_groups(items: Iterable[T | None], size: Callable[[T], int]) -> Iterator[list[T] | None]:
    """Items in groups of as many as are worth a step together, `size` (bytes) of all limited too; the last group may be empty.

    None is passed on where none waits. A ReadError of the iterator comes behind the items before it.
    """
    group: list[T] = []
    held = 0
    try:
        for item in items:
            if item is not None:
                group.append(item)
                held += size(item)
            elif not group:
                yield None
            if len(group) == _GROUP or held >= _GROUP_BYTES:
                yield group
                group, held = [], 0
    except ReadError:
        yield group
        raise
    yield group
