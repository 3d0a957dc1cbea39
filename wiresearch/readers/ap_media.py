"""JSON of the AP Media API: the metadata of a story, whose text is most often only a link to NITF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Entity, Provenance, RawDocument, Subject, WireWarning, warn
from wiresearch.readers import iptc, jsonrecords, jsontext
from wiresearch.readers import jsonvalues as values
from wiresearch.readers.story import merged, story

NAME = "ap-media-json"
VERSION = 1
RECOGNISES = "a JSON object with data.item or data.items, whose item has altids"

_BODIES = ("body_nitf", "body_xhtml", "body_html", "body", "body_text", "text")
_CATEGORIES = {"category", "suppcategory"}
_CYCLE = re.compile("(?:AM|AP|BC|PM)-+")
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_OWN = "AP"
"""Who wrote what is credited to nobody."""
_SUMMARIES = ("headline_extended", "description_summary", "description_caption")

Item = dict[str, Any]


def sniff(raw: RawDocument) -> float:
    """1 for an answer of the API."""
    seen = jsontext.peek(raw.head)
    if seen is None or seen.several:
        return 0.0
    value = seen.value
    return 1.0 if recognises(value[0] if isinstance(value, list) and value else value) else 0.0


def recognises(value: Any) -> bool:
    """Whether a whole JSON value is an answer of the API or an item of one."""
    if not isinstance(value, dict):
        return False
    data = value.get("data")
    if isinstance(data, dict) and ("item" in data or "items" in data):
        return True
    altids = _item(value).get("altids")
    return isinstance(altids, dict) and "itemid" in altids


def _item(value: Item) -> Item:
    """The item in an answer, in one of its `items`, or itself."""
    for key in ("data", "item"):
        if isinstance(value.get(key), dict):
            value = value[key]
    return value


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each text item. Raises ReadError, and Skipped if all are pictures and the like."""
    seen = jsontext.peek(raw.head)
    path: jsonrecords.Path | None = None
    if seen and isinstance(seen.value, list):
        path = ()
    elif seen and isinstance(seen.value, dict) and isinstance(seen.value.get("data"), dict) and "items" in seen.value["data"]:
        path = ("data", "items")
    records = jsonrecords.records(raw, limits, NAME, VERSION, path)
    yield from jsonrecords.kept((dispatches(record, limits) for record in records), raw.source)


def dispatches(record: jsonrecords.Json, limits: Limits) -> Iterator[Dispatch | str]:
    """The dispatches of one item or answer, or, as text, why an item is none. Raises MalformedDispatch."""
    value, provenance = record
    item = _item(value) if isinstance(value, dict) else {}
    for part in values.objects(item["items"]) if isinstance(item.get("items"), list) else [item]:
        yield _dispatch(_item(part), provenance, limits)


def _dispatch(item: Item, provenance: Provenance, limits: Limits) -> Dispatch | str:
    altids = item["altids"] if isinstance(item.get("altids"), dict) else {}
    uri = values.first(altids.get("itemid"), item.get("uri"))
    if (kind := values.text(item.get("type"))) not in ("", "text"):
        return f"{kind}: {uri or 'no identifier'}"
    text = values.body(values.first(*(item.get(key) for key in _BODIES)), limits, provenance.source)
    slug, title = values.line(item.get("slugline")), values.line(item.get("title"))
    keyword_line, _, take = title.partition(",")  # `US--Storm Damage, 1st Ld-Writethru`
    is_slug = bool(keyword_line) and keyword_line in (slug, _CYCLE.sub("", slug))
    headlines = tuple(dict.fromkeys(filter(None, (values.line(item.get("headline")), title if not is_slug else ""))))
    signals = values.texts(item.get("signals"), "code", "name")
    status = iptc.pubstatus(values.text(item.get("pubstatus")))
    if not (text.body.paragraphs or headlines or iptc.label(signals) or status != "usable"):
        return f"an item without text: {uri or 'no identifier'}"
    priority = values.text(item.get("editorialpriority"))
    declared: dict[str, Any] = {
        **_who(item),
        "uri": uri,
        "version": values.text(item.get("version")) or None,
        "versioncreated": values.time(item.get("versioncreated")),
        "firstcreated": values.time(item.get("firstcreated")),
        "contentcreated": values.time(item.get("contentcreated")),
        "embargoed": values.time(item.get("embargoed")),
        "headline": next(iter(headlines), ""),
        "headlines": (*headlines[1:], *text.headings),
        "abstract": "\n".join(dict.fromkeys(filter(None, (values.line(item.get(key)) for key in _SUMMARIES)))) or None,
        "slugline_raw": slug or None,
        "take_key": take.strip() or None if is_slug else None,
        "keywords": values.texts(item.get("keywords"), "name"),
        "sequence": values.first(altids.get("transref")) or None,
        "service": _services(item),
        "subject": _subjects(item),
        "urgency": values.urgency(item.get("urgency")) or (_URGENCY.get(priority[:1].lower(), 6) if priority else None),
        "priority_raw": priority or None,
        "pubstatus": status,
        "signals": signals,
        "version_label": iptc.label((*signals, *values.texts(item.get("editorialtypes"), "name")), *headlines, take),
        "language": iptc.language(values.text(item.get("language"))),
        "entities": values.merged(_entities(item)),
    }
    found = replace(
        Dispatch(provenance), **merged(declared, story(text.body, _dateline(item.get("datelinelocation")), next(iter(headlines), "")))
    )
    link = item["renditions"].get("nitf") if isinstance(item.get("renditions"), dict) else None
    if isinstance(link, dict):
        found = replace(found, wordcount_declared=values.whole(link.get("words")) or None)
        found = found if text.body.paragraphs else warn(found, WireWarning("text-elsewhere", "renditions.nitf"))
    return found


def _who(item: Item) -> Item:
    bylines = [iptc.byline(name) for name in values.texts(item.get("bylines") or item.get("byline"), "by", "name")]
    sources = values.texts(item.get("infosource"), "name", "type")
    provider = values.text(item.get("provider"))
    return {
        **(bylines[0] if bylines else {}),
        "authors": tuple(dict.fromkeys(name for byline in bylines for name in byline.get("authors", ()))),
        "agency": iptc.agency(*sources, *values.texts(item.get("infosource"), "type"), provider) or (None if sources else _OWN),
        "infosource": iptc.credited(sources),
        "provider": provider or None,
        "creditline": values.first(item.get("creditline"), item.get("description_creditline")) or None,
        "copyrightnotice": values.line(item.get("copyrightnotice")) or None,
        "usageterms": " ".join(values.texts(item.get("usageterms"))) or None,
        "ednote": values.note(*values.texts(item.get("ednote"))),
        "located": values.line(item.get("located")) or None,
    }


def _entities(item: Item) -> Iterator[Entity]:
    yield from values.entities("person", item.get("person"))
    yield from values.entities("organisation", [*values.objects(item.get("organisation")), *values.objects(item.get("company"))])
    yield from values.entities("place", item.get("place"))
    yield from values.entities("event", item.get("event"))


def _is_category(subject: Item) -> bool:
    return not _CATEGORIES.isdisjoint(values.texts(subject.get("rels")))


def _services(item: Item) -> tuple[str, ...]:
    """AP's categories are letters of the wire, as in the header of ANPA."""
    return tuple(
        dict.fromkeys(values.text(s.get("code")) for s in values.objects(item.get("subject")) if _is_category(s) and s.get("code"))
    )


def _subjects(item: Item) -> tuple[Subject, ...]:
    return values.subjects([subject for subject in values.objects(item.get("subject")) if not _is_category(subject)])


def _dateline(place: Any) -> Dateline | None:
    """AP gives the place of the dateline as data, whether or not the text has one."""
    if not isinstance(place, dict):
        return None
    city, area, country = (values.text(place.get(key)).title() for key in ("city", "countryareaname", "countryname"))
    printed = ", ".join(filter(None, (city, area, country)))
    return Dateline(printed) if printed else None
