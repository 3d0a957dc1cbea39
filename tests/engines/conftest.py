"""A dispatch in one line, and engines over a handful of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wiresearch.dispatch import Dispatch, Provenance, WireTime
from wiresearch.engines import Engine, open_engine, open_writer

Make = Callable[..., Dispatch]
Over = Callable[..., Engine]


@pytest.fixture(scope="session")
def make() -> Make:
    """A dispatch with a key, paragraphs, perhaps an ISO day, and any other part by name."""

    def made(key: str, *paragraphs: str, day: str | None = None, **parts: Any) -> Dispatch:
        if day:
            parts["versioncreated"] = WireTime(datetime.fromisoformat(day).replace(tzinfo=UTC), "day")
        return Dispatch(Provenance("a.txt", 0, 1, "0" * 64, "seed", "ascii"), key=key, paragraphs=paragraphs, **parts)

    return made


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Over]:
    """An engine over some dispatches, written in as many commits as there are arguments that are lists."""
    engines = []

    def opened(*batches: list[Dispatch]) -> Engine:
        folder = tmp_path / f"index{len(engines)}"
        with open_writer(folder) as writer:
            for batch in batches:
                for dispatch in batch:
                    writer.add(dispatch)
                writer.commit()
        engines.append(open_engine(folder))
        return engines[-1]

    yield opened
    for engine in engines:
        engine.close()
