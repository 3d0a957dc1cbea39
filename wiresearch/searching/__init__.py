"""Text to a page of results: parse, ask the engine, page. The policy of "all, then some" lives here."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from wiresearch import layout
from wiresearch.associations import PairCounts, Profile
from wiresearch.dispatch import NAME_KINDS, Dispatch, NameKind
from wiresearch.engines import Engine, open_engine
from wiresearch.errors import TooManyWords
from wiresearch.ledger import Ledger
from wiresearch.query import Is, Or, Query, Words, loose_words, relax
from wiresearch.queryparser import unparse
from wiresearch.results import EngineAnswer, FacetRequest, Hit, IndexIdentity, IndexStats, ResultPage, SearchRequest
from wiresearch.searching import naming
from wiresearch.searching.explaining import explain, pointed
from wiresearch.searching.options import PAGE, SearchOptions
from wiresearch.searching.reading import Reading, read, read_as
from wiresearch.words import fold_value

__all__ = ["PAGE", "Archive", "SearchOptions"]

_COUNTED = ("format", "encoding", "agency", "warning")


class Archive:
    """An open index: search it, get a dispatch, count it. Use it as a context manager, or `close` it.

    Opening reads the manifest alone; the engine is opened by the first question, so that a query with a fault in it
    is answered without it. `folder` holds the generation that is open.
    """

    def __init__(self, location: Path | str) -> None:
        """Open the index in the folder `location`. Raises IndexNotFound, NotAnIndex, SchemaMismatch or IndexDamaged."""
        self.folder, manifest = layout.read(Path(location))
        self.identity = IndexIdentity(
            location=str(location),
            engine=manifest.engine,
            schema=manifest.schema,
            dispatches=manifest.dispatches,
            undated=manifest.undated,
            fingerprint=manifest.fingerprint,
            anchor=manifest.last,
        )
        self._manifest = manifest

    @cached_property
    def _engine(self) -> Engine:
        return open_engine(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Release the engine's files."""
        if "_engine" in self.__dict__:
            self._engine.close()

    def search(self, text: str, options: SearchOptions | None = None) -> ResultPage:
        """The page of results for a query.

        An empty `text` under filters, facets or a histogram means every dispatch. Raises QueryError or EngineError.
        """
        options = options or SearchOptions()
        reading = read(text, options, self.identity)
        try:
            return self._answer(text, reading, options)
        except TooManyWords as error:
            raise pointed(error, reading.parsed) from error

    def _answer(self, text: str, reading: Reading, options: SearchOptions) -> ResultPage:
        query = reading.parsed.query
        loose = loose_words(query)
        if options.match == "best" and loose is not None and len(loose.items) > 1:
            first, second = self._all_then_some(query, reading.filters, options)
        else:
            first = self._engine.search(self._request(relax(query, 1 if options.match == "any" else None), reading.filters, options))
            second = EngineAnswer(0)
        hits = first.hits + self._with_missing(second.hits, loose if options.missing else None)
        counted = first if first.total or not second.total else second
        notes = list(reading.notes)
        if counted is second and (options.facets or options.histogram):
            notes.append("no dispatch has all the words: facets and timeline count those that have some of them")
        return ResultPage(
            text=text,
            read_as=read_as(reading.parsed.query, options.match, loose),
            match=options.match,
            filters=tuple(unparse(node) for node in reading.filters),
            anchor=options.anchor(self.identity.anchor),
            index=self.identity,
            total=first.total,
            partial_total=second.total,
            offset=options.offset,
            limit=options.limit,
            hits=tuple(dataclasses.replace(hit, rank=options.offset + i + 1) for i, hit in enumerate(hits)),
            facets=counted.facets,
            histogram=counted.histogram,
            notes=tuple(notes),
            clauses=() if first.total or second.total else explain(self._engine, reading),
            sort=options.sort,
        )

    def get(self, name: str) -> tuple[Dispatch, ...]:
        """The dispatches whose key begins with `name` or whose uri it is, newest first."""
        return self._engine.get(name)

    def pairs(
        self, text: str, options: SearchOptions | None = None, *, kinds: Sequence[NameKind] = NAME_KINDS, least: int = 3
    ) -> PairCounts:
        """The names that are together in what a query finds (every dispatch for ""), the strongest pairs first. Raises QueryError.

        All loose words are wanted, or one of them where no dispatch has all.
        """
        options = options or SearchOptions()
        reading = read(text if text.strip() else "*", options, self.identity)
        query = reading.parsed.query
        for wanted in (1,) if options.match == "any" else (None, 1):
            request = self._request(relax(query, wanted), reading.filters, options)
            found = naming.pairs(self._engine, request, kinds, least)
            if found.total or options.match == "all":
                break
        return found

    @property
    def naming(self) -> str:
        """The fingerprint of what the user said of names when the index was written; "" for nothing."""
        return self._manifest.naming

    def has_words(self, name: str) -> bool:
        """Whether the words of a name stand side by side in the text of a dispatch."""
        return naming.has_words(self._engine, name)

    def alike_names(self) -> list[tuple[NameKind, tuple[str, ...]]]:
        """Names of a kind that differ in case, accents, dots and hyphens alone, the most frequent first of all and of each group."""
        return naming.alike(self._engine)

    def profiles(self, name: str, kinds: Sequence[NameKind] = NAME_KINDS) -> list[Profile]:
        """What the archive says of a person, organisation or place, as each kind that the name is found as."""
        return naming.profiles(self._engine, name, kinds)

    def similar_names(self, name: str, kinds: Sequence[NameKind] = NAME_KINDS) -> list[tuple[str, int]]:
        """Names in the index that share all words with `name`, or are nearest in spelling, each with its number of dispatches."""
        akin = [(other.name, other.count) for kind in kinds for other in naming.akin(self._engine, kind, name)]
        return akin or [near for kind in kinds if (near := self._engine.suggest(kind, fold_value(name)))]

    def stats(self) -> IndexStats:
        """Numbers about the index."""
        facets = tuple(FacetRequest(name, None) for name in _COUNTED)
        counts = self._engine.search(SearchRequest(limit=0, facets=facets)).facets
        with Ledger(self.folder / "ledger.sqlite", must_exist=True) as ledger:
            sources = ledger.sources()
        return IndexStats(
            identity=self.identity,
            path=str(self.folder),
            bytes=sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file()),
            sources=sources,
            first=self._manifest.first,
            last=self._manifest.last,
            by_format=counts["format"],
            by_encoding=counts["encoding"],
            by_agency=counts["agency"],
            by_warning=counts["warning"],
        )

    def _request(self, query: Query, filters: tuple[Query, ...], options: SearchOptions) -> SearchRequest:
        return SearchRequest(
            query=query,
            filters=filters,
            offset=options.offset,
            limit=options.limit,
            sort=options.sort,
            facets=options.facets,
            histogram=options.histogram,
            snippets=options.snippets,
            context=options.context,
            expansions=options.limits.expansions,
        )

    def _all_then_some(self, query: Query, filters: tuple[Query, ...], options: SearchOptions) -> tuple[EngineAnswer, EngineAnswer]:
        complete = relax(query, None)
        request = self._request(complete, filters, options)
        first = self._engine.search(request)
        if first.total >= PAGE:  # whatever the limit: pages of any size, and counts without one, are parts of one answer
            return first, EngineAnswer(0)
        second = self._engine.search(
            dataclasses.replace(
                request,
                query=relax(query, 1),
                exclude=complete,
                offset=max(0, options.offset - first.total),
                limit=None if options.limit is None else max(0, options.limit - len(first.hits)),
            )
        )
        return first, second

    def _with_missing(self, hits: tuple[Hit, ...], loose: Words | None) -> tuple[Hit, ...]:
        """The hits of the second part, each with those of the `loose` words that it lacks."""
        if not hits or loose is None:
            return tuple(dataclasses.replace(hit, tier="some") for hit in hits)
        shown = Or(tuple(Is("key", hit.dispatch.key) for hit in hits))
        lacking: dict[str, list[str]] = {hit.dispatch.key: [] for hit in hits}
        for item in loose.items:
            answer = self._engine.search(SearchRequest(query=item, filters=(shown,), limit=len(hits), keys_only=True))
            for key in lacking.keys() - set(answer.keys):
                lacking[key].append(unparse(item))
        return tuple(dataclasses.replace(hit, tier="some", missing=tuple(lacking[hit.dispatch.key])) for hit in hits)
