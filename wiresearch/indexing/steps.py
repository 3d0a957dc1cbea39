"""From a source to dispatches as they are indexed: read, told what the owner knows, normalised, with language and entities."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from operator import attrgetter

from wiresearch import additions, entities, languages, normalise, owner, readers
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.indexing.reading import IndexOptions
from wiresearch.turns import in_groups

_size = attrgetter("provenance.length")


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
    for group in in_groups(readers.in_turns(raw, options.format, options.limits), _size):
        yield None
        if group is not None:
            told = [owner.told(dispatch, facts) for dispatch in group]
            done = yield from normalise.normalised(told, year=year, day=day, neighbour=neighbour)
            neighbour = next((dispatch.day for dispatch in reversed(done) if dispatch.day), neighbour)
            yield done
