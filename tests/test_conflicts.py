"""One uri, no version, and several texts, from the outside: every later text says where its uri was before, whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import wiresearch
from wiresearch.indexing import workers
from wiresearch.results import IndexReport

Warned = dict[str, list[tuple[str, str | None]]]


def item(uri: str, headline: str, **more: str) -> dict[str, str]:
    return {"uri": uri, "type": "text", "headline": headline, "body_text": f"A pier was opened near {headline}.", **more}


def write(path: Path, items: Sequence[dict[str, str]]) -> str:
    path.write_text("".join(json.dumps(each) + "\n" for each in items))
    return str(path)


def others(first: int, last: int) -> list[dict[str, str]]:
    return [item(f"urn:{number}", f"Pier {number}") for number in range(first, last)]


@pytest.fixture(params=[1, 2])
def index(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., IndexReport]:
    monkeypatch.setattr(workers, "WORTH_STARTING", 0)
    return lambda *paths, **options: wiresearch.index(paths, tmp_path / "index", jobs=request.param, **options)


def warned(tmp_path: Path) -> Warned:
    """The warnings of each dispatch that has some, by its headline."""
    found = wiresearch.search("*", tmp_path / "index", limit=None, snippets=0).hits
    return {
        hit.dispatch.headline: [(each.code, each.detail) for each in hit.dispatch.provenance.warnings]
        for hit in found
        if hit.dispatch.provenance.warnings
    }


def test_of_one_group(tmp_path: Path, index: Callable[..., IndexReport]) -> None:
    file = write(tmp_path / "a.ndjson", [item("urn:x", "Pier"), *others(0, 3), item("urn:x", "Jetty"), item("urn:x", "Quay")])
    report = index(file)
    assert (report.total, report.outcomes[0].warnings) == (6, 2)
    assert warned(tmp_path) == {"Jetty": [("uri-conflict", file)], "Quay": [("uri-conflict", file)]}


def test_far_apart_in_one_source(tmp_path: Path, index: Callable[..., IndexReport]) -> None:
    file = write(tmp_path / "a.ndjson", [item("urn:x", "Pier"), *others(0, 300), item("urn:x", "Jetty")])
    report = index(file)
    assert (report.total, report.outcomes[0].warnings) == (302, 1)
    assert warned(tmp_path) == {"Jetty": [("uri-conflict", file)]}


def test_two_of_one_group_with_one_of_another_source(tmp_path: Path, index: Callable[..., IndexReport]) -> None:
    first = write(tmp_path / "a.ndjson", [item("urn:x", "Pier")])
    second = write(tmp_path / "b.ndjson", [item("urn:x", "Jetty"), item("urn:x", "Pier"), item("urn:x", "Quay")])
    report = index(first, second)
    assert (report.total, report.outcomes[1].duplicates) == (3, 1)
    assert warned(tmp_path) == {"Jetty": [("uri-conflict", first)], "Quay": [("uri-conflict", first)]}


def test_equal_texts_are_duplicates(tmp_path: Path, index: Callable[..., IndexReport]) -> None:
    file = write(tmp_path / "a.ndjson", [item("urn:x", "Pier"), *others(0, 80), item("urn:x", "Pier")])
    report = index(file)
    assert (report.total, report.outcomes[0].duplicates, report.outcomes[0].warnings) == (81, 1, 0)
    assert warned(tmp_path) == {}


def test_versions_are_no_conflict(tmp_path: Path, index: Callable[..., IndexReport]) -> None:
    report = index(write(tmp_path / "a.ndjson", [item("urn:x", "Pier", version="1"), item("urn:x", "Jetty", version="2")]))
    assert (report.total, report.outcomes[0].warnings) == (2, 0)


def test_a_source_read_again_conflicts_with_nothing_that_it_gave_before(tmp_path: Path, index: Callable[..., IndexReport]) -> None:
    index(write(tmp_path / "a.ndjson", [item("urn:x", "Pier"), item("urn:y", "Mole")]))
    file = write(tmp_path / "a.ndjson", [item("urn:x", "Jetty"), item("urn:y", "Mole"), item("urn:z", "Quay")])
    report = index(file)
    assert (report.total, report.outcomes[0].warnings) == (3, 0)
    assert warned(tmp_path) == {}


def test_the_same_after_a_source_is_read_once_more(tmp_path: Path, index: Callable[..., IndexReport]) -> None:
    file = write(tmp_path / "a.ndjson", [item("urn:x", "Pier"), item("urn:x", "Jetty")])
    index(file)
    before = warned(tmp_path)
    assert index(file, full=True).outcomes[0].warnings == 1
    assert warned(tmp_path) == before == {"Jetty": [("uri-conflict", file)]}
