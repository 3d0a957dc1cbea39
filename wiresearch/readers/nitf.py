"""NITF 3.x: one dispatch for each `nitf` element, with or without namespace; as the body of a NewsML item too."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Literal

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Entity, RawDocument, Subject
from wiresearch.readers import blocks, iptc, markup
from wiresearch.readers.markup import Element
from wiresearch.readers.story import merged, story

NAME = "nitf"
VERSION = 1
RECOGNISES = "the first element is nitf"

_SLUGS = ("anpa-keyword", "slugline", "slug", "NTBStikkord")
_SEQUENCES = ("anpa-sequence", "NTBIPTCSequence", "sequence")
_PRIORITIES = ("aap-priority", "NTBPrioritet", "anpa-priority", "priority")
_SOURCES = ("aap-original-source", "NTBKilde", "aap-source", "source")
_SERVICES = ("anpa-category", "anpa-service", "service", "category", "NTBTjeneste", "online_sections")
_LONGEST_SLUG = 6
_KINDS: tuple[tuple[str, Literal["person", "organisation", "place", "event"]], ...] = (
    ("person", "person"),
    ("org", "organisation"),
    ("location", "place"),
    ("event", "event"),
)
_NO_BODY = blocks.SKIPPED | {"datasource", "distributor"}


def sniff(raw: RawDocument) -> float:
    """1 if the first element is nitf, else 0."""
    return 1.0 if markup.root(raw.head) == "nitf" else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each nitf element as a dispatch. Raises ReadError."""
    for document in markup.documents(raw, limits, NAME, VERSION):
        yield Dispatch(document.provenance, **fields(document.root))


def fields(nitf: Element) -> dict[str, Any]:
    """The fields of a dispatch that a `nitf` element holds."""
    heading = nitf.find("body/body.head")
    text = story(blocks.body(_content(nitf), _NO_BODY), _dateline(heading))
    declared = _identity(nitf) | _headings(nitf, heading) | _codes(nitf)
    return merged(declared, text)


def _content(nitf: Element) -> Element | None:
    """The body; of one that has the full text and its lead in blocks of their own, the full text."""
    content = nitf.find("body/body.content")
    if content is None:
        return nitf.find(".//body.content")
    full = content.find("block[@class='full_text']")
    return content if full is None else full


def _identity(nitf: Element) -> dict[str, Any]:
    """What docdata says: which dispatch, when, by whom, for whom."""
    data = nitf.find(".//docdata")
    meta = _meta(nitf)
    paper = nitf.find(".//pubdata")
    issued = iptc.time(_get(data, "date.issue", "norm")) or iptc.time(paper.get("date.publication") if paper is not None else "")
    key = _get(data, "du-key", "key")
    uri = _get(data, "doc-id", "id-string").strip()
    holder, rights = (data.find(tag) if data is not None else None for tag in ("doc.copyright", "doc.rights"))
    owner = holder.get("holder", "") if holder is not None else ""
    source = iptc.agency(*(meta.get(name) for name in _SOURCES), _get(data, "del-list/from-src", "src-name"))
    slug = _first(meta, _SLUGS)
    return {
        "uri": uri,
        "version": _get(data, "du-key", "version") or None,
        "versioncreated": issued,
        "contentcreated": iptc.time(_get(nitf, "body/body.head/dateline/story.date", "norm")),
        "embargoed": iptc.later(iptc.time(_get(data, "date.release", "norm")), issued),
        "expires": iptc.time(_get(data, "date.expire", "norm")),
        "agency": source or iptc.agency(uri.partition(".")[0] if "." in uri[:9] else "", _get(data, "doc-id", "regsrc")),
        "provider": blocks.line(nitf.find("body/body.head/distributor"))
        or _get(data, "doc-id", "regsrc")
        or (rights.get("owner") if rights is not None else None)
        or owner
        or (paper.get("name") if paper is not None else None)
        or None,
        "urgency": iptc.urgency(_get(nitf, ".//urgency", "ed-urg")),
        "priority_raw": _first(meta, _PRIORITIES) or None,
        "pubstatus": iptc.pubstatus(data.get("management-status") if data is not None else None),
        "supersedes": (data.get("management-doc-idref") if data is not None else None) or None,
        "series_part": _part(data.find("series") if data is not None else None),
        "ednote": iptc.note(_get(data, "ed-msg", "info"), blocks.line(data.find("ed-msg") if data is not None else None)),
        "slugline_raw": slug or _short_title(nitf) or key or None,
        "take_key": meta.get("anpa-takekey") or None,
        "sequence": _first(meta, _SEQUENCES) or None,
        "service": _services(nitf, meta, paper),
        "wordcount_declared": iptc.whole(meta.get("anpa-wordcount")) or _words(paper),
        "copyrightnotice": " ".join(filter(None, [holder.get("year"), owner])) or None if holder is not None else None,
        "usageterms": (rights.get("limitations") or rights.get("type") or None) if rights is not None else None,
        "language": iptc.language(nitf.get("baselang") or nitf.get(markup.LANG) or _get(nitf, "body", markup.LANG)),
    }


def _part(series: Element | None) -> str | None:
    """The number of a part. Some feeds number every dispatch as part 1 of nothing."""
    number, of = (series.get("series.part", ""), series.get("series.totalpart", "")) if series is not None else ("", "")
    return number if number not in ("", "0", "1") or (number and of not in ("", "0", "1")) else None


def _meta(nitf: Element) -> dict[str, str]:
    return {name: (meta.get("content") or "").strip() for meta in nitf.iterfind("head/meta") if (name := meta.get("name"))}


def _get(element: Element | None, path: str, attribute: str) -> str:
    found = None if element is None else element.find(path)
    return "" if found is None else found.get(attribute, "")


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _short_title(nitf: Element) -> str:
    """The title of a document that is another than its headline: a slug."""
    title = blocks.line(nitf.find("head/title"))
    headline = nitf.find("body/body.head/hedline")
    return title if headline is not None and len(title.split()) <= _LONGEST_SLUG and title != blocks.line(headline.find("hl1")) else ""


def _services(nitf: Element, meta: dict[str, str], paper: Element | None) -> tuple[str, ...]:
    found = [meta.get(name, "") for name in _SERVICES] + meta.get("aap-selectors", "").split()
    kind = _get(nitf, "head/tobject", "tobject.type")
    found += [kind if kind.lower() != "news" else ""]
    if paper is not None:
        found += [paper.get(name, "") for name in ("position.section", "edition.name", "position.sequence")]
    return tuple(dict.fromkeys(filter(None, found)))


def _words(paper: Element | None) -> int | None:
    return iptc.whole(paper.get("item-length")) if paper is not None and paper.get("unit-of-measure") == "word" else None


def _headings(nitf: Element, heading: Element | None) -> dict[str, Any]:
    """Headlines, byline, abstract and notes."""
    if heading is None:
        return {"headline": blocks.line(nitf.find("head/title"))}
    lines = [blocks.line(line) for line in heading.iterfind("hedline/*")]
    lines = [line for line in lines if line]
    bylines = [line for line in heading.iterfind("byline") if line.get("class") != "normalized_byline"]
    found = iptc.byline(" ".join(filter(None, map(blocks.line, bylines))))
    people = tuple(filter(None, (blocks.line(person) for line in bylines for person in line.iterfind("person"))))
    abstract = heading.find("abstract")
    notes = [blocks.line(note) for note in heading.iterfind("note")]
    return {
        "headline": lines[0] if lines else blocks.line(heading.find("hedline")) or blocks.line(nitf.find("head/title")),
        "headlines": tuple(lines[1:]),
        "abstract": "\n".join(blocks.body(abstract).paragraphs) or None,
        **({"ednote": iptc.note(*notes)} if notes else {}),
        **found,
        **({"authors": people} if people else {}),
    }


def _dateline(heading: Element | None) -> Dateline | None:
    """The dateline as printed; the place as its elements have it, for a place that no table knows."""
    dateline = heading.find("dateline") if heading is not None else None
    text = blocks.line(dateline)
    if dateline is None or not text:
        return None
    city = blocks.line(dateline.find(".//city")) or blocks.line(dateline.find("location"))
    if not city and not any(map(str.isdigit, text)):
        city = text.partition(",")[0].strip()
    country = dateline.find(".//country")
    code = country.get("iso-cc", "") if country is not None else ""
    return Dateline(text, place=city or None, city=city or None, country=code.upper() if len(code) == 2 else None)


def _codes(nitf: Element) -> dict[str, Any]:
    """Subjects, genre, keywords, and what the feed says is named in the text."""
    subjects = [
        iptc.subject(code, "subj", subject.get("tobject.subject.detail") or subject.get("tobject.subject.matter") or kind)
        for subject in nitf.iter("tobject.subject")
        for kind in (subject.get("tobject.subject.type"),)
        if (code := (subject.get("tobject.subject.refnum") or subject.get("tobject.subject.code") or "").strip())
    ]
    subjects += [
        Subject(text, classifier.get("type") or "classifier") for classifier in nitf.iter("classifier") if (text := blocks.line(classifier))
    ]
    keywords = [keyword.get("key", "") or blocks.line(keyword) for keyword in nitf.iter("keyword")]
    slug = _first(_meta(nitf), _SLUGS)
    return {
        "subject": iptc.with_parents(subjects),
        "genre": tuple(dict.fromkeys(filter(None, (p.get("tobject.property.type") for p in nitf.iter("tobject.property"))))),
        "keywords": tuple(dict.fromkeys(keyword for keyword in keywords if keyword and keyword != slug)),
        "entities": _entities(nitf),
    }


def _entities(nitf: Element) -> tuple[Entity, ...]:
    """What is marked as a name in the text or listed in the head, each once."""
    found: dict[tuple[str, str], Entity] = {}
    for tag, kind in _KINDS:
        for element in nitf.iter(tag):
            parent = element.getparent()
            if parent is not None and parent.tag in ("byline", "distributor", "dateline"):
                continue
            if name := blocks.line(element):
                entity = Entity(kind, name, (name,), element.get("value") or element.get("code") or None, origin="feed", rule=tag)
                old = found.get((kind, name))
                found[kind, name] = dataclasses.replace(old, mentions=old.mentions + 1) if old else entity
    for place in nitf.iter("evloc"):
        names = [name for key in ("city", "county-dist", "state-prov") if (name := place.get(key))]
        for name in names:
            found.setdefault(("place", name), Entity("place", name, (name,), place.get("iso-cc") or None, origin="feed", rule="evloc"))
    return tuple(found.values())
