"""Folders that hold no index, another one, or a damaged one; and what is synced before a commit shows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import index
from whoosh.fields import ID, Schema

from wiresearch.dispatch import Dispatch
from wiresearch.engines import open_engine, open_writer
from wiresearch.errors import IndexDamaged, IndexNotFound, SchemaMismatch, WiresearchError
from wiresearch.query import Term
from wiresearch.results import FacetRequest, SearchRequest

Make = Callable[..., Dispatch]


@pytest.mark.parametrize("name", [".", "absent"])
def test_no_index(tmp_path: Path, name: str) -> None:
    with pytest.raises(IndexNotFound, match="no index in"):
        open_engine(tmp_path / name)


def test_another_index(tmp_path: Path) -> None:
    index.create_in(str(tmp_path), Schema(path=ID))
    for opened in (open_engine, open_writer):
        with pytest.raises(SchemaMismatch):
            opened(tmp_path)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, make: Make) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    with open_writer(folder) as writer:
        for number in range(20):
            writer.add(make(f"{number:04}", "talks about talks", f"number {number}", day="2003-08-13", agency="AFP"))
    return folder


def ask_everything(folder: Path) -> None:
    with closing(open_engine(folder)) as engine:
        engine.search(SearchRequest(Term(("lead",), "talks"), limit=None, facets=(FacetRequest("agency"),), histogram="day"))
        engine.get("0001")
        engine.suggest("", "talkz")


@pytest.mark.parametrize("pattern", ["*.toc", "*.arr"])
@pytest.mark.parametrize("content", [b"", b"rubbish" * 40])
def test_a_file_that_is_not_what_was_written(sound: Path, tmp_path: Path, pattern: str, content: bytes) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(sound, folder)
    next(folder.glob(pattern)).write_bytes(content)
    with pytest.raises(IndexDamaged, match="is damaged") as caught:
        ask_everything(folder)
    assert caught.value.hint


def test_a_file_that_is_missing(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(sound, folder)
    next(folder.glob("*.arr")).unlink()
    with pytest.raises(IndexDamaged):
        ask_everything(folder)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), pattern=st.sampled_from(["*.toc", "*.arr"]))
def test_a_truncated_file_gives_an_error_of_ours_or_an_answer(sound: Path, tmp_path: Path, place: float, pattern: str) -> None:
    folder = tmp_path / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    file = next(folder.glob(pattern))
    os.truncate(file, int(file.stat().st_size * place))
    with suppress(WiresearchError):
        ask_everything(folder)


def test_every_file_is_synced_before_the_commit_shows(tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    really = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name if Path("/proc/self/fd").exists() else "?")
        really(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with open_writer(tmp_path) as writer:
        synced.clear()
        writer.add(make("a", "text"))
    if "?" not in synced:
        segment = next(tmp_path.glob("*.arr")).name
        assert segment in synced
        assert any(".toc" in name for name in synced)
        assert synced[-1] == tmp_path.name
