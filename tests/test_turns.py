"""Work in turns: the same results as one after the other, in the same order, whatever takes how many steps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.errors import ReadError
from wiresearch.turns import Turns, all_through, at_once, in_groups, together


def counted(steps: int, log: list[tuple[int, int]], name: int = 0) -> Turns[int]:
    for step in range(steps):
        log.append((name, step))
        yield
    return steps * 10


def failing(error: Exception) -> Turns[int]:
    yield
    raise error


@given(st.lists(st.integers(0, 5), max_size=8))
def test_together_gives_what_each_gives_alone_step_by_step(lengths: list[int]) -> None:
    log: list[tuple[int, int]] = []
    assert at_once(together(counted(steps, log, name) for name, steps in enumerate(lengths))) == [
        at_once(counted(steps, [])) for steps in lengths
    ]
    assert log == sorted(log, key=lambda entry: (entry[1], entry[0]))


def test_a_failure_reaches_whoever_asked() -> None:
    with pytest.raises(ReadError, match="torn"):
        at_once(together([counted(3, []), failing(ReadError("torn"))]))


def test_groups_hold_what_is_worth_a_step_and_no_more_than_a_megabyte() -> None:
    def sizes(items: list[int]) -> list[int]:
        return [len(group) for group in in_groups(items, lambda item: item) if group is not None]

    assert sizes([1] * 130) == [64, 64, 2]
    assert sizes([400_000] * 7) == [3, 3, 1]
    assert sizes([]) == [0]


def test_an_error_comes_behind_the_items_before_it_and_none_only_where_nothing_waits() -> None:
    def items() -> Iterator[str | None]:
        yield from (None, "a", None, "b")
        raise ReadError("torn")

    groups = in_groups(items(), len)
    assert [next(groups), next(groups)] == [None, ["a", "b"]]
    with pytest.raises(ReadError, match="torn"):
        next(groups)


def test_all_go_through_a_step_before_the_next() -> None:
    log: list[tuple[str, int]] = []

    def first(item: int) -> None:
        log.append(("first", item))

    def second(item: int) -> None:
        log.append(("second", item))

    at_once(all_through([1, 2], [first, second]))
    assert log == [("first", 1), ("first", 2), ("second", 1), ("second", 2)]
