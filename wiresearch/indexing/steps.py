"""From a source to dispatches as they are indexed: read, told what the owner knows, normalised, with language and entities."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from wiresearch import additions, entities, languages, normalise, owner, readers
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import ReadError
from wiresearch.indexing.reading import IndexOptions

_GROUP, _GROUP_BYTES = 64, 1 << 20


def groups(raw: RawDocument, options: IndexOptions) -> Iterator[list[Dispatch] | None]:
    """The dispatches of one source, some at a time, the last time perhaps none; None between two steps. Raises ReadError."""
    extract = entities.extractor(options.aliases, options.ner_model, options.ner_mode)
    for group in normalised(raw, options):
        yield None
        if group is not None:
            known = [languages.detected(dispatch) for dispatch in group]
            yield None
            yield (yield from extract(known))


def normalised(raw: RawDocument, options: IndexOptions) -> Iterator[list[Dispatch] | None]:
    """The same without what is found in the text: languages and entities."""
    neighbour = None
    facts = owner.known(options.sources, raw.source)
    additions.use(options.additions)
    year, day = (options.year, None) if options.year else (facts.year, facts.day)
    if facts.columns:
        raw = dataclasses.replace(raw, columns=facts.columns)
    for group in _groups(readers.in_turns(raw, options.format, options.limits)):
        yield None
        if group is not None:
            told = [owner.told(dispatch, facts) for dispatch in group]
            done = yield from normalise.normalised(told, year=year, day=day, neighbour=neighbour)
            neighbour = next((dispatch.day for dispatch in reversed(done) if dispatch.day), neighbour)
            yield done


def _groups(found: Iterable[Dispatch | None]) -> Iterator[list[Dispatch] | None]:
    """`found` in groups, which take each step together (turns.py); None where no dispatch waits and another source may take its turn.

    An error of the reader comes behind the dispatches before it.
    """
    group: list[Dispatch] = []
    size = 0
    try:
        for dispatch in found:
            if dispatch is None:
                if not group:
                    yield None
                continue
            group.append(dispatch)
            size += dispatch.provenance.length
            if len(group) == _GROUP or size >= _GROUP_BYTES:
                yield group
                group, size = [], 0
    except ReadError:
        yield group
        raise
    yield group
