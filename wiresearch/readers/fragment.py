"""XML whose first element says nothing: a known element is looked for inside it, as `nitf` in a bare contentSet."""

from __future__ import annotations

from collections.abc import Iterator

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import UnknownFormat
from wiresearch.readers import blocks, markup, newsml1, newsmlg2, nitf, rcv1, ritzau
from wiresearch.readers.items import given, items
from wiresearch.readers.story import story

NAME = "xml-fragment"
VERSION = 1
RECOGNISES = "the first element is one that no other reader knows, with nitf, a NewsML item or XHTML inside it"

_CLAIM = 0.5
_OF_OTHERS = frozenset(
    {
        *("nitf", "NewsML", "newsMessage", *newsmlg2.ITEMS, "newsitem", "RBNews"),
        *("REUTERS", "DOC", "doc", "rss", "RDF", "feed", "html", "HTML", "Html"),
    }
)
_KNOWN = ("newsItem", "NewsItem", "nitf", "newsitem", "RBNews", "html")


def sniff(raw: RawDocument) -> float:
    """0.5 if there is a first element and no other reader knows it, else 0."""
    name = markup.root(raw.head)
    return _CLAIM if name and name not in _OF_OTHERS else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each known element inside as a dispatch. Raises ReadError, UnknownFormat where there is none."""
    return given(_items(raw, limits), raw.source)


def _items(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | str]:
    for document in markup.documents(raw, limits, NAME, VERSION):
        found = items(document, _KNOWN)
        if not found:
            raise UnknownFormat(f"{raw.source}: no reader knows the element {document.root.tag}, nor anything in it")
        for item in found:
            match item.element.tag:
                case "newsItem":
                    yield newsmlg2.dispatch(item, {}, limits)
                case "NewsItem":
                    yield from newsml1.dispatches(item, None, limits)
                case "nitf":
                    yield Dispatch(item.provenance, **nitf.fields(item.element))
                case "newsitem":
                    yield Dispatch(item.provenance, **rcv1.fields(item.element))
                case "RBNews":
                    yield Dispatch(item.provenance, **ritzau.fields(item.element, limits, raw.source))
                case _:
                    title = blocks.line(item.element.find("head/title"))
                    yield Dispatch(item.provenance, headline=title, **story(blocks.body(item.element), headline=title))
