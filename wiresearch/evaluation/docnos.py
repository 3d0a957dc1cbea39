"""Which dispatches of an index the docnos of judgements name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from wiresearch.dispatch import Dispatch
from wiresearch.ledger import Ledger
from wiresearch.normalise.draft import prefixed
from wiresearch.results import FacetRequest
from wiresearch.searching import Archive, SearchOptions

# What a bare identifier may be put under (normalise/).
_GIVERS = ("provider", "agency", "format")
_KEY = re.compile(r"[0-9a-f]{16}")
_PLACE = re.compile(r"(.+)#([1-9][0-9]{0,8})")
_AT_ONCE = 1_000


def identify(archive: Archive, docnos: Collection[str]) -> dict[str, set[str]]:
    """The keys of the dispatches that each docno names; one that names none is left out.

    A docno is a uri, with its prefix (`AP:AP880212-0001`) or without; a key; or the path of a source, from any of its
    folders on, with the place of the dispatch in it (`ap/880212.sgml#1`). A uri names every version of its item.
    """
    counts = archive.search("", SearchOptions(limit=0, facets=tuple(FacetRequest(giver, None) for giver in _GIVERS))).facets
    givers = sorted({count.value for giver in _GIVERS for count in counts[giver]})
    uris: dict[str, list[str]] = {}
    for docno in docnos:
        for uri in {docno, *(prefixed(docno, giver) for giver in givers)}:
            if ":" in uri:
                uris.setdefault(uri, []).append(docno)
    named: dict[str, set[str]] = {}
    for hit in _named(archive, "uri", list(uris)):
        for docno in uris[hit.uri]:
            named.setdefault(docno, set()).add(hit.key)
    for hit in _named(archive, "key", list(filter(_KEY.fullmatch, docnos))):
        named.setdefault(hit.key, set()).add(hit.key)
    places = {(found[1], int(found[2]) - 1): docno for docno in docnos if (found := _PLACE.fullmatch(docno))}
    with Ledger(archive.folder / "ledger.sqlite") as ledger:
        for place, keys in ledger.placed(places).items():
            named.setdefault(places[place], set()).update(keys)
    return named


def _named(archive: Archive, field: str, names: Sequence[str]) -> Iterator[Dispatch]:
    for start in range(0, len(names), _AT_ONCE):
        asked = SearchOptions(select={field: tuple(names[start : start + _AT_ONCE])}, limit=None, snippets=0)
        yield from (hit.dispatch for hit in archive.search("", asked).hits)
