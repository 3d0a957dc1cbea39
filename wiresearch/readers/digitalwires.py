"""dpa digitalwires: one entry, or the list of entries that its API gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Entity, RawDocument, WireWarning, warn
from wiresearch.readers import iptc, jsonrecords, jsontext
from wiresearch.readers import jsonvalues as values
from wiresearch.readers.story import merged, story

NAME = "dpa-digitalwires"
VERSION = 1
RECOGNISES = "a JSON object whose format begins with digitalwires, or a list of such"

_WRAPPERS = ("entries", "items", "item")
_NOTES = re.compile(r"(?:editorialnote|correction|correctionshort|publicnote|holdnote|killnote)$")
_REGIONS = ("geosubject", "scope")
_SUBJECT = "dpasubject"
_OF_IPTC = ("medtop:", "subj:")
_CLOSING, _CORRECTION = re.compile("closingline$"), re.compile("correction$")


def sniff(raw: RawDocument) -> float:
    """1 for an entry or a list of entries."""
    seen = jsontext.peek(raw.head)
    if seen is None or seen.several:
        return 0.0
    path = _path(seen.value)
    value = seen.value if path is None else seen.value[path[0]] if path else seen.value
    return 1.0 if recognises(value[0] if isinstance(value, list) and value else value) else 0.0


def recognises(value: Any) -> bool:
    """Whether a whole JSON value is an entry."""
    return isinstance(value, dict) and values.text(value.get("format")).startswith("digitalwires")


def _path(value: Any) -> jsonrecords.Path | None:
    if isinstance(value, list):
        return ()
    if isinstance(value, dict) and not recognises(value):
        return next(((key,) for key in _WRAPPERS if isinstance(value.get(key), list)), None)
    return None


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each entry. Raises ReadError, and Skipped if none has text."""
    seen = jsontext.peek(raw.head)
    records = jsonrecords.records(raw, limits, NAME, VERSION, _path(seen.value) if seen else None)
    yield from jsonrecords.kept((dispatches(record, limits) for record in records), raw.source)


def dispatches(record: jsonrecords.Json, limits: Limits) -> Iterator[Dispatch | str]:
    """The dispatch of one entry, or, as text, why it is none. Raises MalformedDispatch."""
    entry, provenance = record
    if not isinstance(entry, dict):
        yield "not an entry: a JSON value that is no object"
        return
    text = values.body(entry.get("article_html"), limits, provenance.source)
    dateline = values.line(entry.get("dateline")) or text.dateline
    headline = values.line(entry.get("headline"))
    categories = _categories(entry)
    signals = tuple(dict.fromkeys([*values.texts(entry.get("signal")), *_codes(categories.get("signal"))]))
    status = iptc.pubstatus(values.text(entry.get("pubstatus")), *_codes(categories.get("pubstatus")))
    if not (headline or text.body.paragraphs or iptc.label(signals) or status != "usable"):
        yield f"an entry without text: {values.text(entry.get('urn')) or 'no identifier'}"
        return
    credit = values.text(entry.get("creditline"))
    providers = [values.text(item.get("name")) for item in categories.get("provider", ())]
    above = map(values.line, (entry.get("kicker"), entry.get("subhead")))
    box = values.body(entry.get("infobox_html"), limits, provenance.source).body.paragraphs
    declared: dict[str, Any] = {
        **iptc.byline(values.line(entry.get("byline"))),
        "uri": values.first(entry.get("urn"), entry.get("entry_id")),
        "version": values.text(entry.get("version")) or None,
        "versioncreated": values.time(entry.get("version_created")) or values.time(entry.get("updated")),
        "firstcreated": values.time(entry.get("first_created")),
        "contentcreated": values.time(entry.get("content_created")),
        "embargoed": values.time(entry.get("embargoed")),
        "headline": headline,
        "headlines": tuple(dict.fromkeys(filter(None, (*above, *text.headings)))),
        "abstract": "\n".join(filter(None, (values.line(entry.get("teaser")), *box))) or None,
        "agency": iptc.agency(*providers, credit, "dpa"),
        "provider": next(filter(None, providers), None),
        "infosource": iptc.credited([*providers, credit]),
        "creditline": credit or None,
        "copyrightnotice": values.line(entry.get("copyrightnotice")) or None,
        "usageterms": values.line(entry.get("usageterms")) or None,
        "ednote": values.note(*_notes(entry)),
        "signoff": next(iter(_ednotes(entry, _CLOSING)), None),
        "urgency": values.urgency(entry.get("urgency")),
        "pubstatus": status,
        "signals": signals,
        "version_label": iptc.label(signals, headline),
        "language": iptc.language(values.text(entry.get("language"))),
        "genre": values.texts(categories.get("genre"), "name", "qcode"),
        "keywords": values.texts(categories.get("keyword"), "name"),
        "service": tuple(dict.fromkeys([*values.texts(categories.get("desk"), "name"), *values.texts(categories.get("wire"), "name")])),
        "subject": values.subjects([item for kind, items in categories.items() for item in items if _is_subject(kind, item)]),
        "entities": values.merged(_entities(categories)),
    }
    found = replace(Dispatch(provenance), **merged(declared, story(text.body, Dateline(dateline) if dateline else None, headline)))
    yield warn(found, *(WireWarning("correction", note) for note in _ednotes(entry, _CORRECTION)))


def _categories(entry: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """By what stands behind `dnltype:`."""
    found: dict[str, list[dict[str, Any]]] = {}
    for item in values.objects(entry.get("categories")):
        found.setdefault(values.text(item.get("type")).rpartition(":")[2], []).append(item)
    return found


def _is_subject(kind: str, item: dict[str, Any]) -> bool:
    """Whether a category is a subject of dpa's own, or one of IPTC under whatever kind."""
    code = values.text(item.get("qcode"))
    return bool(code) and (kind == _SUBJECT or code.startswith(_OF_IPTC))


def _codes(items: list[dict[str, Any]] | None) -> list[str]:
    return [values.text(item.get("qcode")) for item in items or () if values.text(item.get("qcode"))]


def _ednotes(entry: dict[str, Any], role: re.Pattern[str]) -> list[str]:
    """Notes that may be published, of one kind."""
    notes = values.objects(entry.get("ednotes"))
    return [values.text(n.get("ednote")) for n in notes if n.get("is_publishable") is not False and role.search(values.text(n.get("role")))]


def _notes(entry: dict[str, Any]) -> list[str]:
    """The notes to the editor; of the notepad only its public part, and only where there are no others."""
    notepad = entry.get("notepad")
    notes = _ednotes(entry, _NOTES) or list(filter(None, [values.text(entry.get("ednote"))]))
    return notes or ([values.text(notepad.get("public_html"))] if isinstance(notepad, dict) else [])


def _entities(categories: dict[str, list[dict[str, Any]]]) -> Iterator[Entity]:
    for kind in _REGIONS:
        yield from values.entities("place", categories.get(kind, []))
    yield from values.entities("person", categories.get("person", []))
    yield from values.entities("organisation", [*categories.get("organisation", []), *categories.get("company", [])])
