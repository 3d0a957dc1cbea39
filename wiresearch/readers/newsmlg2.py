"""NewsML-G2: newsMessage, newsItem, packageItem, with the namespace of IPTC, another or none.

Each newsItem of text is a dispatch. Pictures, packages and other items are counted in the warnings of the dispatch beside
them; a file that holds nothing else is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Entity, RawDocument, Subject, made
from wiresearch.errors import MalformedDispatch
from wiresearch.readers import blocks, iptc, markup, nitf, text
from wiresearch.readers.items import Item, given, items
from wiresearch.readers.markup import Element
from wiresearch.readers.paragraphs import Body
from wiresearch.readers.story import merged, story
from wiresearch.turns import Turns

NAME = "newsml-g2"
VERSION = 1
RECOGNISES = "the first element is newsMessage, newsItem or packageItem"

ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_ROOTS = ("newsMessage", *ITEMS)
_NO_TEXT = ("picture", "photo", "video", "audio", "graphic", "animation", "composite", "multimedia")
_SUPERSEDING = ("evolvedfrom", "previousversion", "supersedes", "replaces")
_TAKE = re.compile(r"\(([^()]{2,60})\)\s*$")
_KINDS: dict[str, Literal["person", "organisation", "place", "event"]] = {
    "person": "person",
    "organisation": "organisation",
    "organization": "organisation",
    "geoarea": "place",
    "poi": "place",
    "event": "event",
}


def sniff(raw: RawDocument) -> float:
    """1 if the first element is newsMessage or an item, else 0."""
    return 1.0 if markup.root(raw.head) in _ROOTS else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """Each newsItem of text as a dispatch. Raises ReadError, and Skipped for a file without one."""
    return given(_items(raw, limits), raw.source)


def _items(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | str | None]:
    for document in markup.documents(raw, limits, NAME, VERSION, _ROOTS):
        found = items(document, ITEMS)
        if not found:
            raise MalformedDispatch(f"{raw.source}: there is no item in it")
        header = _header(document.root.find("header"))
        for item in found:
            yield None
            yield (yield from dispatch(item, header, limits))


def dispatch(item: Item, header: dict[str, Any], limits: Limits) -> Turns[Dispatch | str]:
    """The dispatch that an item is, with what the message around it says, or the reason why it is none; in turns."""
    element = item.element
    name = element.get("guid", "")
    if element.tag != "newsItem":
        return f"{element.tag} {name}"
    kind = iptc.last(_code(element.find("itemMeta/itemClass"))).lower()
    if kind in _NO_TEXT:
        return f"{kind} {name}"
    found = yield from _fields(element, limits, item.provenance.source)
    yield
    signalled = found["pubstatus"] != "usable" or found["signals"]
    if not (found.get("headline") or found["paragraphs"] or signalled):
        return f"item without headline and text {name}"
    return made(
        Dispatch, provenance=item.provenance, **(header | {key: value for key, value in found.items() if value or not header.get(key)})
    )


def _header(header: Element | None) -> dict[str, Any]:
    """What a message says of all its items: the last resort for time and provider."""
    if header is None:
        return {}
    return {
        "versioncreated": iptc.time(header.findtext("sent")),
        "provider": blocks.line(header.find("sender")) or None,
        "priority_raw": blocks.line(header.find("priority")) or None,
    }


def _fields(item: Element, limits: Limits, source: str) -> Turns[dict[str, Any]]:
    """The fields of a dispatch that a `newsItem` holds. Raises Refused for text inside it that is over a limit."""
    dateline = blocks.line(item.find("contentMeta/dateline"))
    declared = _item_meta(item)
    yield
    declared |= _content_meta(item)
    yield
    declared["version_label"] = iptc.label(declared["signals"], declared["headline"], declared.get("slugline_raw"))
    place = Dateline(dateline, place=dateline, city=dateline.partition(",")[0]) if dateline and not _is_time(dateline) else None
    content, inner, words = _content(item, limits, source)
    yield
    told = story(content, place, declared["headline"])
    return merged(declared | {"wordcount_declared": words}, merged(inner, told))


def _is_time(dateline: str) -> bool:
    """Whether a "dateline" is only a time: `2014-07-16 13:00:03 GMT+00:00`."""
    return not any(map(str.isalpha, dateline.partition("GMT")[0].replace("T", "").replace("Z", "")))


def _code(element: Element | None) -> str:
    """What identifies a concept: its code, address, literal, or the text of its name or of itself."""
    if element is None:
        return ""
    found = element.get("qcode") or element.get("uri") or element.get("literal")
    return (found or blocks.line(element.find("name")) or blocks.line(element)).strip()


def _named(element: Element) -> str:
    """What a concept is called: its name, literal or code, in this order."""
    return blocks.line(element.find("name")) or (element.get("literal") or "").strip() or _code(element)


def _provider(item: Element) -> str:
    provider = item.find("itemMeta/provider")
    return "" if provider is None else _named(provider)


def _item_meta(item: Element) -> dict[str, Any]:
    meta = item.find("itemMeta")
    rights = item.find("rightsInfo")
    found: dict[str, Any] = {
        "uri": item.get("guid", "").strip(),
        "version": item.get("version") or None,
        "copyrightnotice": _joined(rights, "copyrightNotice"),
        "usageterms": _joined(rights, "usageTerms"),
        "pubstatus": "usable",
        "signals": (),
    }
    if meta is None:
        return found
    services = [_named(service).removeprefix("svc:") for service in meta.iterfind("service")]
    links = (link for link in meta.iterfind("link") if iptc.last(link.get("rel")).lower() in _SUPERSEDING)
    older = next((link.get("residref") or link.get("guidref") or link.get("href") for link in links), None)
    return found | {
        "provider": _provider(item) or None,
        "agency": iptc.agency(_code(meta.find("provider")), _provider(item)),
        "versioncreated": iptc.time(meta.findtext("versionCreated")),
        "firstcreated": iptc.time(meta.findtext("firstCreated")),
        "embargoed": iptc.time(meta.findtext("embargoed")),
        "pubstatus": iptc.pubstatus(_code(meta.find("pubStatus"))),
        "ednote": iptc.note(*("\n".join(blocks.body(note).paragraphs) for note in meta.iterfind("edNote"))),
        "signals": tuple(dict.fromkeys(filter(None, map(_code, meta.iterfind("signal"))))),
        "service": tuple(dict.fromkeys(filter(None, services))),
        "supersedes": older or None,
    }


def _joined(element: Element | None, tag: str) -> str | None:
    texts = () if element is None else (blocks.line(child) for child in element.iterfind(tag))
    return " ".join(dict.fromkeys(filter(None, texts))) or None


def _content_meta(item: Element) -> dict[str, Any]:
    meta = item.find("contentMeta")
    language = item.get(markup.LANG)
    if meta is None:
        return {"headline": blocks.line(item.find("itemMeta/title")), "language": iptc.language(language), "entities": _asserted(item)}
    tag = meta.find("language")
    spoken = iptc.language(tag.get("tag") if tag is not None else None) or iptc.language(language)
    headlines = _headlines(meta)
    slug = next(filter(None, map(blocks.line, meta.iterfind("slugline"))), "")
    take = _TAKE.search(slug)
    subjects, entities = _subjects(meta, spoken)
    return {
        **_people(item, meta),
        "urgency": iptc.urgency(meta.findtext("urgency")),
        "contentcreated": iptc.time(meta.findtext("contentCreated")),
        "located": next(filter(None, map(_named, meta.iterfind("located"))), None),
        "headline": headlines[0] if headlines else blocks.line(item.find("itemMeta/title")),
        "headlines": tuple(headlines[1:]),
        "slugline_raw": slug or None,
        "take_key": take[1] if take else None,
        "keywords": tuple(dict.fromkeys(filter(None, map(blocks.line, meta.iterfind("keyword"))))),
        "creditline": blocks.line(meta.find("creditline")) or None,
        "sequence": _sequence(meta),
        "language": spoken,
        "genre": tuple(dict.fromkeys(filter(None, map(_named, meta.iterfind("genre"))))),
        "subject": iptc.with_parents(subjects),
        "entities": (*entities, *_asserted(item)),
        "abstract": _abstract(meta),
    }


def _headlines(meta: Element) -> list[str]:
    """The headlines, that without the role of a secondary one first."""
    found = [(("sub" in line.get("role", "").lower()), blocks.line(line)) for line in meta.iterfind("headline")]
    return [text for _, text in sorted(found, key=lambda pair: pair[0]) if text]


def _sequence(meta: Element) -> str | None:
    """The transmission number: Reuters' USN, a running number."""
    found = {iptc.last(alternative.get("type")).lower(): blocks.line(alternative) for alternative in meta.iterfind("altId")}
    return next((found[kind] for kind in ("usn", "runningnumber", "transref", "sequence") if found.get(kind)), None)


def _abstract(meta: Element) -> str | None:
    """The summary; a description that only repeats slug and headline, as a caption, is none."""
    found = [d for d in meta.iterfind("description") if not d.get("role", "").lower().endswith("caption")]
    return "\n".join(filter(None, ("\n".join(blocks.body(d).paragraphs) for d in found))) or None


def _people(item: Element, meta: Element) -> dict[str, Any]:
    """Who wrote, is credited and sent: agencies and people stand in the same elements."""
    sources = [_named(source) for source in meta.iterfind("infoSource") if source.get("literal") or source.find("name") is not None]
    creators = [_named(creator) for creator in (*meta.iterfind("creator"), *meta.iterfind("contributor"))]
    credit = blocks.line(meta.find("creditline"))
    found = iptc.byline(*map(blocks.line, meta.iterfind("by")))
    people = [creator for creator in creators if not iptc.agency(creator) and "//" not in creator]
    signed = [person for person in people if person.isupper() and len(person) <= 4]
    agencies = (*sources, *creators, credit)
    return {
        "infosource": iptc.credited(dict.fromkeys([*sources, *(creator for creator in creators if iptc.agency(creator))])),
        "agency": iptc.agency(*agencies, credit.partition("–")[0], _code(item.find("itemMeta/provider")), _provider(item)),
        "authors": tuple(dict.fromkeys(person for person in people if person not in signed)),
        "signoff": " ".join(signed) or None,
        **found,
    }


def _subjects(meta: Element, language: str | None) -> tuple[list[Subject], list[Entity]]:
    """Subject codes, and the people, organisations and places among the subjects."""
    subjects: list[Subject] = []
    entities: list[Entity] = []
    for subject in meta.iterfind("subject"):
        kind = _KINDS.get(iptc.last(subject.get("type")).lower())
        code = subject.get("qcode") or subject.get("uri") or ""
        name = _name_in(subject, language) if len(subject) else ""
        if kind and (name or subject.get("literal")):
            entities.append(_entity(kind, name or subject.get("literal", ""), code, "subject"))
            continue
        if code:
            subjects.append(iptc.subject(code, "", name))
        elif literal := subject.get("literal") or name:
            subjects.append(Subject(literal, iptc.last(subject.get("type")), name if name and name != literal else None))
    return subjects, entities


def _name_in(element: Element, language: str | None) -> str:
    """The name of a concept in `language`, else the first."""
    names = [(name.get(markup.LANG), blocks.line(name)) for name in element.iterfind("name")]
    primary = (language or "").partition("-")[0]
    return next((text for tag, text in names if tag and primary and tag.lower().startswith(primary)), names[0][1] if names else "")


def _entity(kind: Literal["person", "organisation", "place", "event"], name: str, code: str, rule: str) -> Entity:
    country = code.rpartition(":")[2].upper() if kind == "place" and code.startswith("iso3166-1a2:") else None
    return Entity(kind, name, (name,), country or code or None, country, origin="feed", rule=rule)


def _asserted(item: Element) -> tuple[Entity, ...]:
    """What is said of places, people and organisations apart from the content, and of what is around them."""
    found: dict[tuple[str, str], Entity] = {}
    for concept in item.iterfind("assert"):
        is_place = concept.find("geoAreaDetails") is not None or concept.find("POIDetails") is not None
        kind = "place" if is_place else _KINDS.get(iptc.last(concept.get("type")).lower())
        parts = [(concept, kind), *((b, _KINDS.get(iptc.last(b.get("type")).lower())) for b in concept.iterfind("broader"))]
        for part, its_kind in parts:
            name = blocks.line(part.find("name"))
            if its_kind and name and name != "N/A":
                found.setdefault((its_kind, name), _entity(its_kind, name, part.get("qcode", ""), "assert"))
    return tuple(found.values())


def _content(item: Element, limits: Limits, source: str) -> tuple[Body, dict[str, Any], int | None]:
    """The text of the first part of the content that has any, what NITF inside it says, and the words counted by the sender."""
    for part in item.iterfind("contentSet/*"):
        if part.tag == "inlineXML":
            inner = part.find("nitf")
            known = nitf.fields(inner) if inner is not None else {}
            body = Body(known.pop("paragraphs", ()), known.get("body_format") == "table") if known else blocks.body(part)
        elif part.tag == "inlineData" and not part.get("encoding") and "image" not in part.get("contenttype", ""):
            known, body = text.inside(part, limits, source)
        else:
            continue
        if body.paragraphs or known.get("headline"):
            return body, known, iptc.whole(part.get("wordcount"))
    return Body((), is_table=False), {}, None
