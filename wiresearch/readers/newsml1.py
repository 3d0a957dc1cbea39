"""NewsML 1.0 to 1.2: one dispatch for each text in each NewsItem, wherever its NewsComponents nest it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Entity, RawDocument, Subject
from wiresearch.errors import MalformedDispatch
from wiresearch.readers import blocks, iptc, markup, nitf, text
from wiresearch.readers.items import Item, given, items
from wiresearch.readers.markup import Element
from wiresearch.readers.paragraphs import Body
from wiresearch.readers.story import merged, story

NAME = "newsml1.2"
VERSION = 1
RECOGNISES = "the first element is NewsML"

ITEMS = ("NewsItem",)
_NO_TEXT = frozenset({"photo", "picture", "graphic", "graphics", "video", "audio", "animation", "complexdata", "infographic"})
_NO_STORY = ("caption", "thumbnail", "preview", "quicklook", "photo", "picture")
_NOTES = ("advisoryline", "editornote", "editorsnote", "noteline")


def sniff(raw: RawDocument) -> float:
    """1 if the first element is NewsML, else 0."""
    return 1.0 if markup.root(raw.head) == "NewsML" else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """Each text of each NewsItem as a dispatch. Raises ReadError, and Skipped for a file without one."""
    return given(_items(raw, limits), raw.source)


def _items(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | str]:
    for document in markup.documents(raw, limits, NAME, VERSION, ("NewsML",)):
        found = items(document, ITEMS)
        if not found:
            raise MalformedDispatch(f"{raw.source}: there is no NewsItem in it")
        for item in found:
            yield from dispatches(item, document.root.find("NewsEnvelope"), limits)


def dispatches(item: Item, envelope: Element | None, limits: Limits) -> Iterator[Dispatch | str]:
    """The dispatches that an item holds, with what the envelope around it says, or the reason why it holds none."""
    common = _envelope(envelope) | _identity(item.element)
    texts = [component for component in item.element.iter("NewsComponent") if _is_text(component)]
    told = [component for component in texts if component.find("NewsLines/HeadLine") is not None]
    parts = told if len(told) > 1 else texts[:1]
    known: dict[Element, dict[str, Any]] = {}
    for number, component in enumerate(parts, 1):
        found = _fields(_told(component, known), texts if len(parts) == 1 else [component], limits, item.provenance.source)
        fields = merged(found, common)
        if number > 1 and common["uri"]:
            fields["uri"] = f"{common['uri']}#{number}"
        if fields.get("headline") or fields.get("paragraphs") or fields["pubstatus"] != "usable":
            yield Dispatch(item.provenance, **fields)
        else:
            yield f"item without headline and text {common['uri']}"
    if not parts:
        headline = next(filter(None, map(blocks.line, item.element.iter("HeadLine"))), "")
        if common["pubstatus"] != "usable":
            yield Dispatch(item.provenance, **common, headline=headline)
        else:
            kinds = [kind for media in item.element.iter("MediaType") if (kind := media.get("FormalName"))]
            yield f"{kinds[0].lower() if kinds else 'item without text'} {common['uri']}"


def _is_text(component: Element) -> bool:
    """Whether a component holds text itself, and no caption."""
    role = _formal(component, "Role").lower()
    return not any(word in role for word in _NO_STORY) and any(
        content.find("DataContent") is not None and _formal(content, "MediaType").lower() not in _NO_TEXT
        for content in component.iterfind("ContentItem")
    )


def _formal(element: Element | None, path: str) -> str:
    found = None if element is None else element.find(path)
    return "" if found is None else (found.get("FormalName") or blocks.line(found)).strip()


def _formals(element: Element, *paths: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for path in paths for found in element.iterfind(path) if (name := found.get("FormalName", "").strip())))


def _envelope(envelope: Element | None) -> dict[str, Any]:
    if envelope is None:
        return {}
    return {
        "versioncreated": iptc.time(envelope.findtext("DateAndTime")),
        "sequence": blocks.line(envelope.find("TransmissionId")) or None,
        "service": _formals(envelope, "NewsService", "NewsProduct"),
        "priority_raw": _formal(envelope, "Priority") or None,
    }


def _identity(item: Element) -> dict[str, Any]:
    """Identification and NewsManagement. What they leave empty does not hide what the envelope says."""
    name = item.find("Identification/NewsIdentifier")
    management = item.find("NewsManagement")
    parts = [blocks.line(name.find(tag)) for tag in ("ProviderId", "DateId", "NewsItemId", "RevisionId")] if name is not None else []
    found: dict[str, Any] = {
        "uri": blocks.line(name.find("PublicIdentifier")) if name is not None else "",
        "version": parts[3] if parts and parts[3] else None,
        "provider": parts[0] if parts and parts[0] else None,
        "agency": iptc.agency(parts[0] if parts else None),
        "slugline_raw": blocks.line(item.find("Identification/NameLabel")) or None,
        "language": iptc.language(item.get(markup.LANG)),
        "pubstatus": "usable",
    }
    if not found["uri"] and parts and parts[2]:
        found["uri"] = ":".join(["urn:newsml", *filter(None, parts)])
    if management is None:
        return found
    older = management.find("DerivedFrom")
    instruction = management.find("Instruction")
    found |= {
        "firstcreated": iptc.time(management.findtext("FirstCreated")),
        "urgency": iptc.urgency(_formal(management, "Urgency")),
        "pubstatus": iptc.pubstatus(_formal(management, "Status"), instruction.get("FormalName") if instruction is not None else None),
        "embargoed": iptc.time(management.findtext("StatusWillChange/DateAndTime"))
        if iptc.pubstatus(_formal(management, "Status")) == "withheld"
        else None,
        "supersedes": (older.get("NewsItem") if older is not None else None) or None,
    }
    revised = iptc.time(management.findtext("ThisRevisionCreated"))
    return found | ({"versioncreated": revised} if revised else {})


def _fields(declared: dict[str, Any], texts: list[Element], limits: Limits, source: str) -> dict[str, Any]:
    """The fields of one dispatch: what its component and those around it declare, and its text, of which NITF may say more."""
    inner, body, words = _text(texts, limits, source)
    place = declared.pop("dateline", None) or declared.pop("origin", None)
    declared.pop("origin", None)
    declared["version_label"] = iptc.label(declared.get("genre", ()), declared.get("headline"), declared.get("slugline_raw"))
    return merged(
        declared | {"wordcount_declared": words}, merged(inner, story(body, place, declared.get("headline") or inner.get("headline", "")))
    )


def _told(component: Element | None, known: dict[Element, dict[str, Any]]) -> dict[str, Any]:
    """What the lines and metadata of a component say, and where they say nothing, those around it."""
    if component is None or component.tag != "NewsComponent":
        return {}
    if component not in known:
        said = merged(_lines(component), _metadata(component))
        said["language"] = said.get("language") or iptc.language(component.get(markup.LANG))
        known[component] = merged(said, _told(component.getparent(), known))
    return dict(known[component])


def _lines(component: Element) -> dict[str, Any]:
    """What NewsLines says."""
    lines = component.find("NewsLines")
    if lines is None:
        return {}
    other = [(_formal(line, "NewsLineType").lower(), blocks.line(line.find("NewsLineText"))) for line in lines.iterfind("NewsLine")]
    dateline = blocks.line(lines.find("DateLine"))
    slug = blocks.line(lines.find("SlugLine")) or next((said for kind, said in other if kind == "slugline"), "")
    keywords = [keyword for line in lines.iterfind("KeywordLine") for keyword in blocks.line(line).replace(";", ",").split(",")]
    return {
        "headline": blocks.line(lines.find("HeadLine")),
        "headlines": tuple(filter(None, map(blocks.line, lines.iterfind("SubHeadLine")))),
        "dateline": Dateline(dateline) if any(map(str.isalpha, dateline)) else None,
        "slugline_raw": slug or None,
        "creditline": blocks.line(lines.find("CreditLine")) or None,
        "copyrightnotice": blocks.line(lines.find("CopyrightLine")) or None,
        "usageterms": blocks.line(lines.find("RightsLine")) or None,
        "ednote": iptc.note(*(said for kind, said in other if kind in _NOTES)),
        "keywords": tuple(dict.fromkeys(word.strip() for word in keywords if word.strip())),
        **iptc.byline(*map(blocks.line, lines.iterfind("ByLine"))),
    }


def _metadata(component: Element) -> dict[str, Any]:
    """What the administrative, rights and descriptive metadata say."""
    parties = {tag: _parties(component, f"AdministrativeMetadata/{tag}/Party") for tag in ("Provider", "Source", "Creator", "Contributor")}
    described = component.find("DescriptiveMetadata")
    rights = component.find("RightsMetadata")
    people = tuple(name for name in parties["Creator"] if not iptc.agency(name))
    found: dict[str, Any] = {
        "provider": parties["Provider"][0] if parties["Provider"] else None,
        "agency": iptc.agency(*parties["Source"], *parties["Creator"], *parties["Provider"]),
        "infosource": iptc.credited(parties["Source"]),
        "authors": people,
        "usageterms": " ".join(dict.fromkeys(map(blocks.line, rights.iterfind("UsageRights/UsageType")))) or None
        if rights is not None
        else None,
        "copyrightnotice": blocks.line(rights.find("Copyright")) or None if rights is not None else None,
    }
    return found | (_described(described) if described is not None else {})


def _parties(component: Element, path: str) -> list[str]:
    return [name for party in component.iterfind(path) if (name := " ".join(party.get("FormalName", "").split()))]


def _described(described: Element) -> dict[str, Any]:
    codes = [
        iptc.subject(code, "subj", detail.get("Name"))
        for subject in described.iter("SubjectCode")
        for detail in (subject, *subject)
        if (code := detail.get("FormalName", ""))
    ]
    topics = [Subject(code, "topic") for topic in described.iterfind("TopicOccurrence") if (code := topic.get("Topic", "").lstrip("#"))]
    keywords, entities = [], []
    for item in described.iter("Property"):
        value, kind = item.get("Value", "").strip(), item.get("FormalName")
        if value and kind == "Keyword" and item.get("Role", "").startswith("Person"):
            entities.append(Entity("person", value, (value,), origin="feed", rule=item.get("Role")))
        elif value and kind == "Keyword":
            keywords.append(value)
        elif value and kind in ("City", "Country"):
            entities.append(Entity("place", value, (value,), value if kind == "Country" else None, origin="feed", rule=kind))
    return {
        "language": iptc.language(_formal(described, "Language")),
        "genre": _formals(described, "Genre"),
        "subject": iptc.with_parents((*codes, *topics)),
        "keywords": tuple(dict.fromkeys(keywords)),
        "entities": tuple({(entity.kind, entity.name): entity for entity in entities}.values()),
        "origin": _origin(described),
        "contentcreated": iptc.time(described.findtext("DateLineDate")),
    }


def _origin(described: Element) -> Dateline | None:
    """The place that stands for a dateline where the item prints none."""
    for location in described.iterfind("Location"):
        if location.get("HowPresent") == "Origin":
            city = next((p.get("Value", "").strip() for p in location.iterfind("Property") if p.get("FormalName") == "City"), "")
            return Dateline(city, place=city, city=city) if city else None
    return None


def _text(components: list[Element], limits: Limits, source: str) -> tuple[dict[str, Any], Body, int | None]:
    """What NITF in the components says, their text in order, and the words counted by the sender."""
    inner: dict[str, Any] = {}
    paragraphs: list[str] = []
    words = None
    table = False
    for content in (content for component in components for content in component.iterfind("ContentItem")):
        data = content.find("DataContent")
        if data is None or _formal(content, "MediaType").lower() in _NO_TEXT:
            continue
        nested = data.find("nitf")
        if nested is not None:
            known = nitf.fields(nested)
            found = Body(known.pop("paragraphs"), known.get("body_format") == "table")
            inner = merged(inner, known)
        else:
            known, found = text.inside(data, limits, source)
            inner = merged(inner, known)
        if len(found.paragraphs) == len(paragraphs) and list(found.paragraphs) == paragraphs:
            continue  # the same text in another format
        paragraphs += found.paragraphs
        table = table or found.is_table
        counts = (p.get("Value") for p in content.iterfind("Characteristics/Property") if p.get("FormalName") in ("Words", "WordCount"))
        words = words or iptc.whole(next(counts, None))
    return inner, Body(tuple(paragraphs), table), words
