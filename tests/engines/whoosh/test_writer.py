"""What a writer leaves behind."""

from __future__ import annotations

import dataclasses
import math
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiresearch.dispatch import Dispatch
from wiresearch.engines import open_engine, open_writer
from wiresearch.engines.whoosh.writer import LARGEST_MERGED, to_merge
from wiresearch.errors import IndexLocked
from wiresearch.results import SearchRequest

Make = Callable[..., Dispatch]


def headlines(folder: Path) -> dict[str, str]:
    engine = open_engine(folder)
    answer = engine.search(SearchRequest(limit=None))
    engine.close()
    assert answer.total == len(answer.hits)
    return {hit.dispatch.key: hit.dispatch.headline for hit in answer.hits}


def test_the_last_of_one_key_wins_in_a_batch_and_between_batches(tmp_path: Path, make: Make) -> None:
    with open_writer(tmp_path) as writer:
        for headline in ("one", "two", "three"):
            writer.add(make("a", headline=headline))
        writer.add(make("b", headline="b"))
        writer.delete("b")
        writer.delete("never there")
    assert headlines(tmp_path) == {"a": "three"}
    with open_writer(tmp_path) as writer:
        writer.add(make("a", headline="four"))
        writer.delete("a")
        writer.add(make("a", headline="five"))
    assert headlines(tmp_path) == {"a": "five"}


def test_an_exception_discards_what_is_uncommitted(tmp_path: Path, make: Make) -> None:
    with pytest.raises(KeyboardInterrupt), open_writer(tmp_path) as writer:  # noqa: PT012 - the block is what is tested
        writer.add(make("a", headline="kept"))
        writer.commit()
        writer.add(make("b"))
        writer.delete("a")
        raise KeyboardInterrupt
    assert headlines(tmp_path) == {"a": "kept"}
    with open_writer(tmp_path) as writer:
        writer.add(make("c", headline="next"))
    assert headlines(tmp_path) == {"a": "kept", "c": "next"}


def test_a_batch_without_changes_writes_nothing(tmp_path: Path, make: Make) -> None:
    with open_writer(tmp_path) as writer:
        writer.add(make("a"))
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.name != "writer.lock"}
    with open_writer(tmp_path) as writer:
        writer.commit()
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.name != "writer.lock"} == before


def test_segments_stay_few_over_many_commits_with_deletes(tmp_path: Path, make: Make) -> None:
    days = 40
    with open_writer(tmp_path) as writer:
        for number in range(days):
            writer.add(make(f"{number:04}", f"talks about number {number}", headline=str(number), day="2003-08-13", agency="AFP"))
            writer.add(make("always", headline=str(number)))
            if number % 4 == 3:
                writer.delete(f"{number - 1:04}")
            writer.commit()
            # As the digits of a binary number: a year of days leaves nine at most.
            assert len(list(tmp_path.glob("*.arr"))) <= math.ceil(math.log2(number + 2)) + 1
    expected = {f"{n:04}": str(n) for n in range(days) if n % 4 != 2}
    assert headlines(tmp_path) == expected | {"always": str(days - 1)}


def test_all_can_be_made_one_segment(tmp_path: Path, make: Make) -> None:
    with open_writer(tmp_path) as writer:
        for number in range(7):
            writer.add(make(f"{number:04}", f"talks about number {number}", headline=str(number)))
            writer.commit()
        writer.delete("0003")
        writer.merge()
        assert len(list(tmp_path.glob("*.arr"))) == 1
        before = sorted(path.name for path in tmp_path.iterdir())
        writer.merge()
        assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert headlines(tmp_path) == {f"{n:04}": str(n) for n in (0, 1, 2, 4, 5, 6)}


@settings(max_examples=200)
@given(st.lists(st.integers(1, 300_000), min_size=1, max_size=40))
def test_merging_ends_and_never_makes_a_segment_too_large(sizes: list[int]) -> None:
    left = list(sizes)
    for _ in range(len(sizes)):
        places = to_merge(left)
        if not places:
            break
        assert len(places) > 1
        merged = sum(left[place] for place in places)
        assert merged <= LARGEST_MERGED
        left = [size for place, size in enumerate(left) if place not in places] + [merged]
    assert not to_merge(left)
    assert sum(left) == sum(sizes)


def test_an_open_engine_keeps_its_state_while_others_commit(tmp_path: Path, make: Make) -> None:
    with open_writer(tmp_path) as writer:
        writer.add(make("a"))
    engine = open_engine(tmp_path)
    with open_writer(tmp_path) as writer:
        writer.delete("a")
        writer.add(make("b"))
    assert [hit.dispatch.key for hit in engine.search(SearchRequest()).hits] == ["a"]
    engine.close()
    assert headlines(tmp_path) == {"b": ""}


def hold(folder: Path, ready: multiprocessing.synchronize.Event, enough: multiprocessing.synchronize.Event) -> None:
    with open_writer(folder):
        ready.set()
        enough.wait(30)


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, enough = context.Event(), context.Event()
    holder = context.Process(target=hold, args=(tmp_path, ready, enough))
    holder.start()
    assert ready.wait(30)
    with pytest.raises(IndexLocked, match=f"being written by process {holder.pid}$"):
        open_writer(tmp_path, lock_timeout=0.1)
    holder.kill()
    holder.join()
    # A lock whose process died is no lock.
    with open_writer(tmp_path, lock_timeout=5):
        assert (tmp_path / "writer.lock").read_text() == str(os.getpid())


def test_hostile_text_is_only_text(tmp_path: Path, make: Make) -> None:
    odd = dataclasses.replace(make("k\ud800", "\x00\x1b[31m \ud800 word" * 3, headline="= * ("), keywords=("", "\x1f", "\ud800", "a\x1fb"))
    with open_writer(tmp_path) as writer:
        writer.add(odd)
    engine = open_engine(tmp_path)
    assert [hit.dispatch for hit in engine.search(SearchRequest()).hits] == [odd]
    engine.close()
