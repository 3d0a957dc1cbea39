"""XML whose first element says nothing: a known element is looked for inside it, as `nitf` in a bare contentSet."""

from __future__ import annotations

from collections.abc import Iterator

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import UnknownFormat
from wiresearch.readers import blocks, feeds, html, markup, newsml1, newsmlg2, nitf, rcv1, ritzau
from wiresearch.readers.items import Item, given, items
from wiresearch.readers.markup import XmlDocument
from wiresearch.readers.story import story

NAME = "xml-fragment"
VERSION = 1
RECOGNISES = "the first element is one that no other reader knows, with nitf, a NewsML item, an item of a feed or paragraphs inside it"

_CLAIM = 0.5
_OF_OTHERS = frozenset(
    {
        *("nitf", "NewsML", "newsMessage", *newsmlg2.ITEMS, "newsitem", "RBNews"),
        *("REUTERS", "DOC", "doc", "rss", "RDF", "feed"),
    }
)
_KNOWN = ("newsItem", "NewsItem", "nitf", "newsitem", "RBNews", "html")
_PARTS = ("NewsComponent", "inlineData")
_RECORDS = ("item", "entry", "article", "story")
_HEADLINES = ("title", "headline")
_HEADINGS = ("hl1", "h1", *_HEADLINES)


def sniff(raw: RawDocument) -> float:
    """0.5 if there is a first element and no other reader knows it, else 0."""
    name = markup.root(raw.head)
    return _CLAIM if name and name not in _OF_OTHERS and name.lower() not in html.ROOTS else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """Each known element inside as a dispatch. Raises ReadError, UnknownFormat where there is none."""
    return given(_items(raw, limits), raw.source)


def _items(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | str | None]:
    for document in markup.documents(raw, limits, NAME, VERSION):
        found = items(document, _KNOWN) or items(document, _PARTS) or _records(document) or _paragraphs(document)
        if not found:
            raise UnknownFormat(f"{raw.source}: no reader knows the element {document.root.tag}, nor anything in it")
        for item in found:
            yield from _dispatches(item, limits)


def _dispatches(item: Item, limits: Limits) -> Iterator[Dispatch | str | None]:
    """What one of the elements that were found holds."""
    source = item.provenance.source
    match item.element.tag:
        case "newsItem":
            yield (yield from newsmlg2.dispatch(item, {}, limits))
        case "NewsItem" | "NewsComponent":
            yield from newsml1.dispatches(item, None, limits)
        case "nitf":
            yield Dispatch(item.provenance, **nitf.fields(item.element))
        case "newsitem":
            yield Dispatch(item.provenance, **rcv1.fields(item.element))
        case "RBNews":
            yield Dispatch(item.provenance, **ritzau.fields(item.element, limits, source))
        case "inlineData":
            yield Dispatch(item.provenance, **story(blocks.body_of("".join(item.element.itertext()), limits, source)))
        case tag if tag in _RECORDS and _is_record(item):
            told = feeds.fields(item.element, limits, source)
            yield Dispatch(item.provenance, **told) if told else f"{tag} without headline and text"
        case _:
            headings = (blocks.line(element) for tag in _HEADINGS for element in item.element.iter(tag))
            title = next(filter(None, headings), "")
            yield Dispatch(item.provenance, headline=title, **story(blocks.body(item.element), headline=title))


def _records(document: XmlDocument) -> list[Item]:
    """Elements as of a feed, each with a headline."""
    return [item for item in items(document, _RECORDS) if _is_record(item)]


def _is_record(item: Item) -> bool:
    return any(item.element.find(tag) is not None for tag in _HEADLINES)


def _paragraphs(document: XmlDocument) -> list[Item]:
    """The whole document where there are paragraphs in it."""
    return [] if next(document.root.iter("p"), None) is None else [Item(document.root, document.provenance)]
