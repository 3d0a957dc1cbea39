"""Entities found again in what the index holds: the user says other things of names than before, and the sources are the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wiresearch import additions
from wiresearch.dispatch import Dispatch
from wiresearch.engines import open_engine
from wiresearch.indexing.reading import IndexOptions


def renamed(folder: Path, options: IndexOptions) -> Iterator[Dispatch | None]:
    """Each dispatch of a committed generation with other entities than it has, None for each that keeps its own."""
    from wiresearch.entities import extractor  # every table of names: most runs need none

    additions.use(options.additions)
    extract = extractor(options.aliases)
    engine = open_engine(folder)
    try:
        for dispatch in engine.every():
            again = extract(dispatch)
            yield None if again == dispatch else again
    finally:
        engine.close()
