"""The synthetic files of benchmarks/: each wire format, read, says what was put into it."""

from __future__ import annotations

import importlib
import io
from pathlib import Path
from types import ModuleType

import pytest

from wiresearch import normalise, readers
from wiresearch.dispatch import Dispatch, RawDocument

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
NAMES = (
    *("plain-text", "plain-text-cp1252", "trec-sgml", "gigaword-sgml", "nitf", "newsml-g2", "newsml1", "anpa1312", "iptc7901"),
    *("teletype", "ninjs", "rss-atom", "rfc822", "html"),
)


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        return importlib.import_module("wires")


def found(data: bytes) -> list[Dispatch]:
    raw = RawDocument("a", data[:20_000], lambda: io.BytesIO(data))
    return [normalise.normalise(dispatch) for dispatch in readers.read(raw)]


def test_every_wire_is_tested(generator: ModuleType) -> None:
    assert tuple(generator.wires()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_what_was_put_into_it(generator: ModuleType, name: str) -> None:
    told = list(generator.stories(12))
    wire = generator.wires()[name]
    files = list(wire.files(told))
    assert files == list(generator.wires()[name].files(list(generator.stories(12))))
    dispatches = [dispatch for data in files for dispatch in found(data)]
    assert {dispatch.provenance.format for dispatch in dispatches} <= {name, "plain-text", "newsml1.2"}
    assert [dispatch.headline for dispatch in dispatches] == [wire.said(story.headline) for story in told]
    assert [dispatch.day for dispatch in dispatches] == [story.day for story in told]
    for dispatch, story in zip(dispatches, told, strict=True):
        assert dispatch.dateline
        assert dispatch.dateline.place
        words = " ".join(wire.said(" ".join(story.paragraphs)).split())
        assert words in " ".join(dispatch.paragraphs)


def test_an_archive_in_cp1252_has_letters_that_are_not_ascii(generator: ModuleType) -> None:
    wire = generator.wires()["plain-text-cp1252"]
    encodings = [dispatch.provenance.encoding for data in wire.files(list(generator.stories(60))) for dispatch in found(data)]
    assert encodings.count("cp1252") >= 20
    assert set(encodings) == {"ascii", "cp1252"}
