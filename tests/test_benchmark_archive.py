"""The synthetic archive of benchmarks/, over a handful of made-up dispatches."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from wiresearch.dispatch import Dispatch, Provenance, WireTime

FILE = Path(__file__).parents[1] / "benchmarks" / "archive.py"
SENTENCES = ("Alpha beta gamma delta epsilon.", "Zeta eta theta iota kappa.", "Lambda mu nu xi omicron.", "Pi rho sigma tau upsilon.")
OWN = {word for sentence in SENTENCES for word in sentence.lower().strip(".").split()}
DAY = WireTime(datetime(1987, 3, 1, tzinfo=UTC))
ORIGINALS = [
    Dispatch(
        Provenance("a.txt", 0, 1, "0" * 64, "seed", "ascii"), key=f"{n:016x}", headline="Omega", paragraphs=SENTENCES, versioncreated=DAY
    )
    for n in range(3)
]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("archive", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made(generator: ModuleType, start: int, stop: int, seed: int = 1) -> list[Dispatch]:
    def passes() -> Iterator[Dispatch]:
        return iter(ORIGINALS)

    return list(generator.archive(passes, ("other",), start, stop, seed))


def words(dispatches: list[Dispatch]) -> list[str]:
    return [word.strip(".") for d in dispatches for text in d.paragraphs for word in text.lower().split()]


def test_the_same_seed_gives_the_same_archive_and_a_part_is_a_part_of_it(generator: ModuleType) -> None:
    whole = made(generator, 0, 40)
    assert whole[:3] == ORIGINALS
    assert whole == made(generator, 0, 40)
    assert whole[7:20] == made(generator, 7, 20)
    assert whole[3:] != made(generator, 3, 40, seed=2)


def test_copies_are_dispatches_of_their_own_of_the_same_shape(generator: ModuleType) -> None:
    copies = made(generator, 3, 600)
    assert len({d.key for d in copies} | {d.key for d in ORIGINALS}) == 600
    assert {len(d.paragraphs) for d in copies} == {len(SENTENCES)}
    assert {len(words([d])) for d in copies} == {20}
    years = {d.day.year for d in copies if d.day}
    assert years == {1987, 1988, 1989, 1990, 1991}


def test_words_are_replaced_and_the_vocabulary_grows(generator: ModuleType) -> None:
    found = words(made(generator, 3, 3_000))
    assert found.count("other") / len(found) == pytest.approx(0.15, abs=0.01)
    invented = [len(set(words(made(generator, 3, stop))) - OWN - {"other"}) for stop in (750, 1_500, 3_000)]
    assert invented[0] * 1.5 < invented[1]
    assert invented[1] * 1.5 < invented[2]
