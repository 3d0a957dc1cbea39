"""NITF 3.x: one dispatch for each `nitf` element, with or without namespace; as the body of a NewsML item too."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Entity, RawDocument, Subject, made
from wiresearch.readers import blocks, iptc, markup
from wiresearch.readers.markup import Element
from wiresearch.readers.story import merged, story
from wiresearch.turns import Turns, at_once

NAME = "nitf"
VERSION = 1
RECOGNISES = "the first element is nitf"

_SLUGS = ("anpa-keyword", "slugline", "slug", "ntbstikkord")
_SEQUENCES = ("anpa-sequence", "ntbiptcsequence", "sequence")
_PRIORITIES = ("aap-priority", "ntbprioritet", "anpa-priority", "priority")
_SOURCES = ("aap-original-source", "ntbkilde", "aap-source", "source")
_SERVICES = ("anpa-category", "anpa-service", "service", "category", "ntbtjeneste", "online_sections")
_LONGEST_SLUG = 6
Kind = Literal["person", "organisation", "place", "event"]
_KINDS: dict[str, Kind] = {"person": "person", "org": "organisation", "location": "place", "event": "event"}
_CODED = ("tobject.subject", "tobject.property", "classifier", "keyword", "evloc", *_KINDS)
_NOT_NAMED_IN = frozenset({"byline", "distributor", "dateline"})
_NO_BODY = blocks.SKIPPED | {"datasource", "distributor"}


def sniff(raw: RawDocument) -> float:
    """1 if the first element is nitf, else 0."""
    return 1.0 if markup.root(raw.head) == "nitf" else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """Each nitf element as a dispatch. Raises ReadError."""
    for document in markup.documents(raw, limits, NAME, VERSION, ("nitf",)):
        yield None
        found = yield from in_turns(document.root)
        yield made(Dispatch, provenance=document.provenance, **found)


def fields(nitf: Element) -> dict[str, Any]:
    """The fields of a dispatch that a `nitf` element holds."""
    return at_once(in_turns(nitf))


def in_turns(nitf: Element) -> Turns[dict[str, Any]]:
    """What `fields` gives, in turns."""
    heading = nitf.find("body/body.head")
    meta = _meta(nitf)
    declared = _identity(nitf, meta)
    yield
    declared |= _headings(nitf, heading) | _codes(nitf, _first(meta, _SLUGS))
    yield
    body = blocks.body(_content(nitf), _NO_BODY)
    yield
    told = story(body, _dateline(heading), declared["headline"])
    yield
    return merged(declared, told)


def _content(nitf: Element) -> Element | None:
    """The body; of one that has the full text and its lead in blocks of their own, the full text."""
    content = nitf.find("body/body.content")
    if content is None:
        return _anywhere(nitf, "body.content")
    full = content.find("block[@class='full_text']")
    return content if full is None else full


def _correction(nitf: Element) -> str:
    """What a newspaper's archive appends to a text that was wrong."""
    return blocks.line(nitf.find("body/body.content/block[@class='correction_text']"))


def _identity(nitf: Element, meta: dict[str, str]) -> dict[str, Any]:
    """What docdata says: which dispatch, when, by whom, for whom."""
    data = nitf.find("head/docdata")
    data = _anywhere(nitf, "docdata") if data is None else data
    said = _children(data)
    paper = _anywhere(nitf, "pubdata")
    rights = said.get("doc.rights", {})
    holder = said.get("doc.copyright", {})
    of_paper = {} if paper is None else paper.attrib
    issued = iptc.time(said.get("date.issue", {}).get("norm")) or iptc.time(of_paper.get("date.publication"))
    key = said.get("du-key", {})
    name = said.get("doc-id", {})
    uri = name.get("id-string", "").strip()
    origin = data.find("del-list/from-src") if "del-list" in said else None
    source = iptc.agency(*(meta.get(name) for name in _SOURCES), origin.get("src-name") if origin is not None else None)
    urgency = said["urgency"] if "urgency" in said else _anywhere(nitf, "urgency")
    heading = nitf.find("body/body.head/distributor")
    return {
        "uri": uri,
        "version": key.get("version") or None,
        "versioncreated": issued,
        "embargoed": iptc.later(iptc.time(said.get("date.release", {}).get("norm")), issued),
        "expires": iptc.time(said.get("date.expire", {}).get("norm")),
        "agency": source or iptc.agency(uri.partition(".")[0] if "." in uri[:9] else "", name.get("regsrc"), of_paper.get("name")),
        "provider": blocks.line(heading)
        or name.get("regsrc")
        or rights.get("owner")
        or holder.get("holder")
        or of_paper.get("name")
        or None,
        "urgency": iptc.urgency(urgency.get("ed-urg") if urgency is not None else None),
        "priority_raw": _first(meta, _PRIORITIES) or None,
        "pubstatus": iptc.pubstatus(data.get("management-status") if data is not None else None),
        "supersedes": (data.get("management-doc-idref") if data is not None else None) or None,
        "series_part": _part(said.get("series", {})),
        "ednote": iptc.note(said.get("ed-msg", {}).get("info"), blocks.line(said.get("ed-msg")), _correction(nitf)),
        "slugline_raw": _first(meta, _SLUGS) or _short_title(nitf) or key.get("key") or None,
        "take_key": meta.get("anpa-takekey") or None,
        "sequence": _first(meta, _SEQUENCES) or None,
        "service": _services(nitf, meta, of_paper),
        "wordcount_declared": iptc.whole(meta.get("anpa-wordcount"))
        or iptc.whole(of_paper.get("item-length") if of_paper.get("unit-of-measure") == "word" else None),
        "copyrightnotice": " ".join(filter(None, [holder.get("year"), holder.get("holder")])) or None,
        "usageterms": rights.get("limitations") or rights.get("type") or None,
        "language": iptc.language(nitf.get("baselang") or nitf.get(markup.LANG) or _get(nitf, "body", markup.LANG)),
    }


def _anywhere(nitf: Element, tag: str) -> Element:
    """The first element `tag`, or None; a path (`.//urgency`) takes longer to look for it."""
    return next(nitf.iter(tag), None)


def _children(element: Element | None) -> dict[str, Element]:
    """The first child of each name."""
    return {} if element is None else {child.tag: child for child in reversed(element)}


def _part(series: Element | dict[str, str]) -> str | None:
    """The number of a part. Some feeds number every dispatch as part 1 of nothing."""
    number, of = series.get("series.part", ""), series.get("series.totalpart", "")
    return number if number not in ("", "0", "1") or (number and of not in ("", "0", "1")) else None


def _meta(nitf: Element) -> dict[str, str]:
    """What `meta` elements say, under their names in small letters."""
    return {name.lower(): (meta.get("content") or "").strip() for meta in nitf.iterfind("head/meta") if (name := meta.get("name"))}


def _get(element: Element, path: str, attribute: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(attribute, "")


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _short_title(nitf: Element) -> str:
    """The title of a document that is another than its headline: a slug."""
    title = blocks.line(nitf.find("head/title"))
    headline = nitf.find("body/body.head/hedline")
    return title if headline is not None and len(title.split()) <= _LONGEST_SLUG and title != blocks.line(headline.find("hl1")) else ""


def _services(nitf: Element, meta: dict[str, str], of_paper: Mapping[str, str]) -> tuple[str, ...]:
    kind = _get(nitf, "head/tobject", "tobject.type")
    found = [meta.get(name, "") for name in _SERVICES] + meta.get("aap-selectors", "").split()
    found += [kind if kind.lower() != "news" else ""]
    found += [of_paper.get(name, "") for name in ("position.section", "edition.name", "position.sequence")]
    return tuple(dict.fromkeys(filter(None, found)))


def _headings(nitf: Element, heading: Element | None) -> dict[str, Any]:
    """Headlines, byline, abstract and notes."""
    if heading is None:
        return {"headline": blocks.line(nitf.find("head/title"))}
    lines = [blocks.line(line) for line in heading.iterfind("hedline/*")]
    lines = [line for line in lines if line]
    bylines = [line for line in heading.iterfind("byline") if line.get("class") != "normalized_byline"]
    found = iptc.byline(*map(_byline, bylines))
    people = tuple(filter(None, (blocks.line(person) for line in bylines for person in line.iterfind("person"))))
    abstract = heading.find("abstract")
    stamp = heading.find("dateline/story.date")
    notes = [blocks.line(note) for note in heading.iterfind("note")]
    return {
        "headline": lines[0] if lines else blocks.line(heading.find("hedline")) or blocks.line(nitf.find("head/title")),
        "headlines": tuple(line for line in dict.fromkeys(lines) if line != lines[0]),
        "contentcreated": iptc.time(stamp.get("norm")) if stamp is not None else None,
        "abstract": "\n".join(blocks.body(abstract).paragraphs) or None,
        **({"ednote": iptc.note(*notes)} if notes else {}),
        **found,
        **({"authors": people} if people else {}),
    }


def _byline(byline: Element) -> str:
    """A byline on one line; a comma parts the name from the title of the writer, which stands in an element or line behind it."""
    line_end = byline.find("br")
    title = blocks.line(byline.find("byttl")) or ("" if line_end is None else " ".join((line_end.tail or "").split()))
    printed = blocks.line(byline)
    name = printed.removesuffix(title).rstrip(" ,")
    return f"{name}, {title}" if title and name and printed.endswith(title) else printed


def _dateline(heading: Element | None) -> Dateline | None:
    """The dateline as printed; the place as its elements have it, for a place that no table knows."""
    dateline = heading.find("dateline") if heading is not None else None
    text = blocks.line(dateline)
    if dateline is None or not any(map(str.isalpha, text)):
        return None
    city = blocks.line(dateline.find(".//city")) or blocks.line(dateline.find("location"))
    if not city and not any(map(str.isdigit, text)):
        city = text.partition(",")[0].strip()
    country = dateline.find(".//country")
    code = country.get("iso-cc", "") if country is not None else ""
    return Dateline(text, place=city or None, city=city or None, country=code.upper() if len(code) == 2 else None)


def _codes(nitf: Element, slug: str) -> dict[str, Any]:
    """Subjects, genre, keywords but for the `slug`, and what the feed says is named in the text."""
    subjects: list[Subject] = []
    keywords: list[str] = []
    genres: list[str] = []
    named: list[tuple[Kind, str, str | None, str]] = []
    for element in nitf.iter(*_CODED):
        match element.tag:
            case "tobject.subject":
                code = (element.get("tobject.subject.refnum") or element.get("tobject.subject.code") or "").strip()
                names = (element.get(f"tobject.subject.{part}") for part in ("detail", "matter", "type"))
                subjects.append(iptc.subject(code, "subj", next(filter(None, names), None)))
            case "classifier":
                subjects.append(Subject(blocks.line(element), element.get("type") or "classifier"))
            case "keyword":
                keywords.append(element.get("key") or blocks.line(element))
            case "tobject.property":
                genres.append(element.get("tobject.property.type", ""))
            case "evloc":
                places = (element.get(part) for part in ("city", "county-dist", "state-prov"))
                named += [("place", place, element.get("iso-cc"), "evloc") for place in places if place]
            case tag if element.getparent().tag not in _NOT_NAMED_IN and (
                name := blocks.line(element.find("city")) or blocks.line(element)
            ):
                named.append((_KINDS[tag], name, element.get("value") or element.get("code"), tag))
    return {
        "subject": iptc.with_parents(subjects),
        "genre": tuple(dict.fromkeys(filter(None, genres))),
        "keywords": tuple(dict.fromkeys(keyword for keyword in keywords if keyword and keyword != slug)),
        "entities": _entities(named),
    }


def _entities(named: list[tuple[Kind, str, str | None, str]]) -> tuple[Entity, ...]:
    """What is marked as a name in the text or listed in the head, each once."""
    found: dict[tuple[str, str], Entity] = {}
    for kind, name, code, rule in named:
        old = found.get((kind, name))
        entity = Entity(kind, name, (name,), code or None, origin="feed", rule=rule)
        found[kind, name] = dataclasses.replace(old, mentions=old.mentions + 1) if old else entity
    return tuple(found.values())
