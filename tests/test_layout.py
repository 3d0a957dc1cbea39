"""The index folder: what opens, what is refused, and what a crash leaves behind."""

from __future__ import annotations

import multiprocessing
import os
from datetime import date
from pathlib import Path

import pytest

from wiresearch import layout
from wiresearch.errors import IndexDamaged, IndexLocked, IndexNotFound, NotAnIndex, SchemaMismatch
from wiresearch.fields import SCHEMA_VERSION

MANIFEST = layout.Manifest("whoosh", SCHEMA_VERSION, "wiresearch 0", 3, 1, date(2003, 8, 1), date(2003, 8, 13), "sha256:00")


def build(location: Path, manifest: layout.Manifest = MANIFEST) -> Path:
    layout.prepare(location)
    folder = layout.new_generation(location)
    layout.write(folder, manifest)
    layout.publish(folder)
    return folder


def test_what_is_written_is_read(tmp_path: Path) -> None:
    folder = build(tmp_path / "index")
    assert layout.read(tmp_path / "index") == (folder, MANIFEST)
    assert folder.name == "gen-000001"


@pytest.mark.parametrize("made", [False, True], ids=["missing", "empty"])
def test_no_index(tmp_path: Path, made: bool) -> None:
    location = tmp_path / "index"
    if made:
        location.mkdir()
    with pytest.raises(IndexNotFound) as caught:
        layout.read(location)
    assert "wiresearch --index" in (caught.value.hint or "")
    assert "index PATH" in (caught.value.hint or "")


def test_a_folder_of_somebody_else_is_neither_read_nor_written(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine")
    for attempt in (layout.read, layout.prepare):
        with pytest.raises(NotAnIndex, match="thesis"):
            attempt(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    place = tmp_path / "index"
    place.write_text("a file")
    for attempt in (layout.read, layout.prepare):
        with pytest.raises(NotAnIndex, match="not a folder"):
            attempt(place)


def test_a_generation_with_files_of_somebody_else_is_never_deleted(tmp_path: Path) -> None:
    (tmp_path / "gen-000001").mkdir()
    (tmp_path / "gen-000001" / "mine.txt").write_text("mine")
    for attempt in (layout.read, layout.prepare):
        with pytest.raises(NotAnIndex, match=r"gen-000001/mine\.txt"):
            attempt(tmp_path)
    built = tmp_path / "built"
    first = build(built)
    (first / "mine.txt").write_text("mine")
    for _ in range(3):
        build(built)
    assert (first / "mine.txt").read_text() == "mine"


def test_the_readme_of_the_default_folder_is_not_foreign(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("ours")
    build(tmp_path)
    assert layout.read(tmp_path)[1] == MANIFEST


def test_another_schema_is_refused_with_the_mend(tmp_path: Path) -> None:
    import dataclasses

    build(tmp_path, dataclasses.replace(MANIFEST, schema=SCHEMA_VERSION + 1))
    with pytest.raises(SchemaMismatch, match=f"schema {SCHEMA_VERSION + 1}, this version needs {SCHEMA_VERSION}") as caught:
        layout.read(tmp_path)
    assert "index --full" in (caught.value.hint or "")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"engine": 1}', "null", None])
def test_a_spoilt_manifest_is_damage(tmp_path: Path, text: str | None) -> None:
    file = build(tmp_path) / "manifest.json"
    file.write_text(file.read_text().replace('"dispatches": 3', '"dispatches": "many"') if text is None else text)
    with pytest.raises(IndexDamaged):
        layout.read(tmp_path)


@pytest.mark.parametrize("text", ["", "gen-999999", "../../etc", "gen-000001\n/x", "\xff"])
def test_a_spoilt_pointer_is_damage(tmp_path: Path, text: str) -> None:
    build(tmp_path)
    (tmp_path / "CURRENT").write_bytes(text.encode("latin-1"))
    with pytest.raises(IndexDamaged):
        layout.read(tmp_path)


def test_a_spoilt_pointer_costs_no_generation(tmp_path: Path) -> None:
    first, second = build(tmp_path), build(tmp_path)
    (tmp_path / "CURRENT").write_bytes(b"\xff")
    third = layout.new_generation(tmp_path)
    assert third.name == "gen-000003"
    assert [first.exists(), second.exists()] == [True, True]


def test_what_may_not_be_read_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path)

    def forbidden(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", "CURRENT")

    monkeypatch.setattr(Path, "read_text", forbidden)
    with pytest.raises(PermissionError):
        layout.read(tmp_path)


def test_a_new_generation_is_the_index_only_when_published_and_one_older_stays(tmp_path: Path) -> None:
    first = build(tmp_path)
    second = layout.new_generation(tmp_path)
    assert layout.current(tmp_path) == first
    layout.write(second, MANIFEST)
    layout.publish(second)
    assert layout.current(tmp_path) == second
    third = build(tmp_path)
    assert sorted(path.name for path in tmp_path.glob("gen-*")) == [second.name, third.name]


def test_what_an_interrupted_build_left_is_cleared(tmp_path: Path) -> None:
    first = build(tmp_path)
    left = layout.new_generation(tmp_path)
    (left / "MAIN_half.seg").write_text("x")
    again = layout.new_generation(tmp_path)
    assert again == left
    assert list(again.iterdir()) == []
    assert layout.current(tmp_path) == first


def _hold(location: str, ready: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event) -> None:
    with layout.lock(Path(location)):
        ready.set()
        done.wait(30)


def test_a_second_writer_is_told_which_process_writes(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path), ready, done))
    holder.start()
    try:
        assert ready.wait(30)
        with pytest.raises(IndexLocked, match=str(holder.pid)) as caught, layout.lock(tmp_path):
            pass
        assert "--lock-timeout" in (caught.value.hint or "")
        done.set()
        with layout.lock(tmp_path, timeout=30):
            assert (tmp_path / "writer.lock").read_text() == str(os.getpid())
    finally:
        done.set()
        holder.join(30)
