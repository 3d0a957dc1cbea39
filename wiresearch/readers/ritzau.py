"""Ritzau's own XML: one RBNews element for each dispatch, the text escaped HTML, times without zone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, RawDocument, Subject
from wiresearch.readers import blocks, iptc, markup
from wiresearch.readers.markup import Element
from wiresearch.readers.paragraphs import Body
from wiresearch.readers.story import merged, story

NAME = "ritzau-xml"
VERSION = 1
RECOGNISES = "the first element is RBNews"

_LABELS = {"flash": "flash", "haster": "urgent", "urgent": "urgent", "bulletin": "bulletin", "breaking": "alert"}


def sniff(raw: RawDocument) -> float:
    """1 if the first element is RBNews, else 0."""
    return 1.0 if markup.root(raw.head) == "RBNews" else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each RBNews element as a dispatch. Raises ReadError."""
    for document in markup.documents(raw, limits, NAME, VERSION, ("RBNews",)):
        yield Dispatch(document.provenance, **fields(document.root, limits, raw.source))


def fields(news: Element, limits: Limits, source: str) -> dict[str, Any]:
    """The fields of a dispatch that an `RBNews` holds. Raises Refused for text inside it that is over a limit.

    Addresses and telephone numbers of the byline are left out.
    """
    town = _held(news, "town")
    slug = _held(news, "strapline")
    cancelled, corrected, renewed = (_held(news, tag).lower() == "true" for tag in ("Annuleret", "Korrektion", "NyVersion"))
    label = _LABELS.get(_held(news, "format").lower())
    if corrected or renewed:
        label = "corrected" if corrected else "update"
    replaced = _held(news, "replacedID") or _held(news, "Replaces")
    codes = filter(None, (blocks.line(code) for code in news.iterfind("IPTCList//*") if not len(code)))
    declared = {
        "uri": _held(news, "NewsID"),
        "version": _held(news, "version") or None,
        "versioncreated": iptc.time(_held(news, "PublishDate")),
        "headline": _held(news, "headline"),
        "headlines": tuple(filter(None, [_held(news, "subtitle")])),
        "slugline_raw": slug or None,
        "agency": iptc.agency(*_held(news, "origin").strip("/").split("/")) or "RITZAU",
        "infosource": iptc.credited(_held(news, "origin").strip("/").split("/")),
        "provider": "Ritzau",
        "service": tuple(filter(None, [_held(news, "section")])),
        "sequence": _held(news, "HistID") or None,
        "priority_raw": _held(news, "Priority") or None,
        "version_label": label,
        "pubstatus": "canceled" if cancelled else "usable",
        "supersedes": replaced or None,
        "ednote": iptc.note("\n".join(_body(news, "TilRedaktionen", limits, source).paragraphs)),
        "keywords": tuple(dict.fromkeys(filter(None, (blocks.line(word) for word in news.iterfind("SubjectKeyword/*"))))),
        "subject": iptc.with_parents(Subject(code, "subj" if code.isdigit() else "ritzau") for code in codes),
        **iptc.byline(_held(news, "byLine")),
    }
    dateline = Dateline(town, place=town, city=town.partition(",")[0]) if town else None
    return merged(declared, story(_body(news, "content", limits, source), dateline, _held(news, "headline")))


def _held(news: Element, tag: str) -> str:
    return blocks.line(news.find(tag))


def _body(news: Element, tag: str, limits: Limits, source: str) -> Body:
    element = news.find(tag)
    if element is None:
        return Body((), is_table=False)
    return blocks.body(element) if len(element) else blocks.body_of(element.text or "", limits, source)
