"""Entities found again in what the index holds: other aliases or another model of names than before, and the same sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wiresearch import additions
from wiresearch.dispatch import Dispatch
from wiresearch.engines import open_engine
from wiresearch.indexing.reading import IndexOptions
from wiresearch.turns import at_once


def renamed(folder: Path, options: IndexOptions) -> Iterator[Dispatch | None]:
    """Each dispatch of a committed generation with other entities than it has, None for each that keeps its own."""
    from wiresearch.entities import extractor  # every table of names: most runs need none

    additions.use(options.additions)
    extract = extractor(options.aliases, options.ner_model, options.ner_mode)
    engine = open_engine(folder)
    try:
        for dispatch in engine.every():
            (again,) = at_once(extract([dispatch]))
            yield None if again == dispatch else again
    finally:
        engine.close()
