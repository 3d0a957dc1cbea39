"""IPTC ninjs 1, 2 and 3, and Superdesk's dialect: one item, items behind one another, a list of them, a package.

The editions differ in names alone: `versioncreated` and `versionCreated`, `body_html` and `bodies`, `subject` and
`subjects`; here all are read in small letters and the older names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, Provenance, RawDocument, WireWarning
from wiresearch.readers import iptc, jsonrecords, jsontext
from wiresearch.readers import jsonvalues as values
from wiresearch.readers.paragraphs import Body
from wiresearch.readers.story import merged, story

NAME = "ninjs"
VERSION = 1
RECOGNISES = "a JSON object with uri or guid and a headline or body, or a list of such"

WRAPPERS = ("item", "items", "_items")
_NO_TEXT = frozenset(["picture", "photo", "image", "graphic", "animation", "video", "audio", "sound", "event", "planning", "component"])
_PACKAGE = "composite"
_IDENTIFIERS = ("uri", "guid", "_id")
_HEADLINES = ("headline", "headlines", "headline_main")
_CONTENT = (*_HEADLINES, "body_html", "body_text", "body_xhtml", "bodies", "body_main", "versioncreated", "pubstatus")
_OWN = {"paragraphs", "provenance", "snippets"}
_TIMES_OF_OTHERS = {"date", "datetime", "published", "published_at", "publishedat", "pub_date", "pubdate", "timestamp"}
"""An object that is dated by one of these, and not as ninjs dates, is a plain one."""
_OF_OTHERS = {"entry_id", "article_html", "content_elements"}
"""Of digitalwires, and of what newspapers keep their articles in (namedfields.py)."""
_IDENTIFIER_HOST = re.compile(r"(?:urn:newsml|tag|https?)[:/]+(?:www\.)?([\w-]{1,30}(?:\.[\w-]{1,30}){1,4})[:,/]", re.IGNORECASE)
_STATES = {"corrected": "corrected", "killed": "kill", "recalled": "kill"}
_KINDS_OF_BODY = ("html", "richtext", "main", "text", "plain", "")
_EDITORS = {"editor", "subeditor", "photographer"}

Item = dict[str, Any]


def sniff(raw: RawDocument) -> float:
    """1 for one item, 0.9 for a list of items, 0.6 for what looks like one as far as the head goes."""
    seen = jsontext.peek(raw.head)
    if seen is None or seen.several:
        return 0.0
    path = _path(seen.value)
    score = _score(_first(seen.value, path), cut=seen.cut)
    return min(score, 0.9) if path is not None else score


def _first(value: Any, path: jsonrecords.Path | None) -> Any:
    for key in path or ():
        value = value[key]
    return (value[0] if value else None) if path is not None else value


def _path(value: Any) -> jsonrecords.Path | None:
    """Where the list of items is, None for an item that stands alone."""
    if isinstance(value, list):
        return ()
    if isinstance(value, dict) and not any(key in value for key in _IDENTIFIERS[:2]):
        return next(((key,) for key in WRAPPERS if isinstance(value.get(key), list)), None)
    return None


def recognises(value: Any) -> bool:
    """Whether a whole JSON value is an item."""
    return _score(value, cut=False) >= 0.5


def _score(value: Any, *, cut: bool) -> float:
    if not isinstance(value, dict):
        return 0.0
    keys = {key.lower() for key in value}
    content = any(key in keys for key in _CONTENT) or any(key.startswith(("headline_", "body_")) for key in keys)
    altids = value.get("altids")  # a list in ninjs, an object in JSON of AP
    if keys & _TIMES_OF_OTHERS and not keys & {"versioncreated", "firstcreated"}:
        return 0.0
    if not content or keys & (_OWN | _OF_OTHERS) or (isinstance(altids, dict) and "itemid" in altids):
        return 0.0
    if any(key in keys for key in _IDENTIFIERS):
        return 1.0
    return 0.6 if cut else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each text item, and those that a package brings along. Raises ReadError, and Skipped if all are pictures and the like."""
    seen = jsontext.peek(raw.head)
    records = jsonrecords.records(raw, limits, NAME, VERSION, _path(seen.value) if seen else None)
    yield from jsonrecords.kept((dispatches(record, limits) for record in records), raw.source)


def dispatches(record: jsonrecords.Json, limits: Limits) -> Iterator[Dispatch | str]:
    """The dispatches of one record, or, as text, why an item is none. Raises MalformedDispatch."""
    value, provenance = record
    if not isinstance(value, dict):
        yield "not an item: a JSON value that is no object"
        return
    item = _folded(value)
    yield dispatch(item, provenance, limits) or f"{_type(item) or 'an item without text'}: {_uri(item) or 'no identifier'}"
    for number, inner in enumerate(_associated(item), 1):
        part = _folded(inner)
        if not _uri(part):
            part["uri"] = f"{_uri(item) or f'sha256:{provenance.sha256}'}#{number}"
        if _type(part) not in _NO_TEXT and _bodies(part) and (found := dispatch(part, provenance, limits)):
            yield found


def dispatch(item: Item, provenance: Provenance, limits: Limits) -> Dispatch | None:
    """The dispatch of one item; None for a picture, an empty package, or an item without headline, text and status."""
    kind = _type(item)
    if kind in _NO_TEXT:
        return None
    text = _body(item, limits, provenance.source)
    descriptions = _described(item, "description", "descriptions", "abstract")
    abstract: str | None = "\n".join(map(values.line, descriptions)) or None
    if not text.body.paragraphs and descriptions:
        text, abstract = values.body("\n\n".join(descriptions), limits, provenance.source), None
    headlines = tuple(filter(None, map(values.line, _described(item, "headline", "headlines", "title"))))
    status = iptc.pubstatus(values.text(item.get("pubstatus")), values.text(item.get("state")))
    signals = values.texts(item.get("signal") or item.get("signals"), "code", "qcode", "uri", "name")
    declared: dict[str, Any] = {
        **_who(item),
        **_when(item),
        **_what(item),
        "uri": _uri(item),
        "version": values.first(item.get("version"), item.get("_current_version")) or None,
        "headline": next(iter(headlines), ""),
        "headlines": tuple(heading for heading in dict.fromkeys([*headlines[1:], *text.headings]) if heading not in headlines[:1]),
        "abstract": abstract,
        "pubstatus": status,
        "signals": signals,
        "version_label": iptc.label(signals, *headlines) or _STATES.get(values.text(item.get("state"))),
    }
    is_empty = not (text.body.paragraphs or headlines or iptc.label(signals) or status != "usable")
    if is_empty or (kind == _PACKAGE and not text.body.paragraphs):
        return None
    if kind == "advisory":
        declared["kind"] = "advisory"
    if kind == "preformatted" and not text.body.is_table:
        declared["body_format"] = "pre"
    dateline = _dateline(item.get("dateline")) or text.dateline
    return replace(
        Dispatch(_doubted(item, provenance)),
        **merged(declared, story(text.body, Dateline(dateline) if dateline else None, next(iter(headlines), ""))),
    )


def _folded(value: Item) -> Item:
    return {key.lower(): member for key, member in value.items()}


def _type(item: Item) -> str:
    return values.text(item.get("type")).lower().rpartition(":")[2]


def _uri(item: Item) -> str:
    return values.first(*(item.get(key) for key in _IDENTIFIERS))


def _associated(item: Item) -> list[Item]:
    """The items that an item brings along: under names in the older editions, in a list in the newer ones."""
    found = item.get("associations")
    return values.objects(list(found.values()) if isinstance(found, dict) else found)


def _described(item: Item, *keys: str) -> list[str]:
    """Texts under one of `keys`, under such a key with a suffix, or in a list of objects; each once, as text or as HTML."""
    parts: list[str] = []
    for key in keys:
        held = item.get(key)
        ordered = sorted(map(_folded, values.objects(held)), key=_is_secondary)
        parts += [values.first(part.get("value"), part.get("literal")) for part in ordered] or [values.text(held)]
        suffixed = ("main", "text", "html", *(name[len(key) + 1 :] for name in item if name.startswith(f"{key}_")))
        parts += [values.text(item.get(f"{key}_{suffix}")) for suffix in dict.fromkeys(suffixed)]
    once: dict[str, str] = {}
    for part in filter(None, parts):
        once.setdefault("".join(values.line(part).split()).casefold(), part)
    return [part for words, part in once.items() if words]


def _is_secondary(part: Item) -> bool:
    return values.first(part.get("role"), part.get("name")).lower() not in ("main", "headline", "")


def _bodies(item: Item) -> list[tuple[str, str]]:
    """Kind and text of each body, the fittest first: HTML keeps the paragraphs that plain text may have lost."""
    parts = map(_folded, values.objects(item.get("bodies")) + values.objects(item.get("body")))
    found = [(_body_kind(part), values.first(part.get("value"), part.get("literal"))) for part in parts]
    found += [(key.removeprefix("body").strip("_"), values.text(item[key])) for key in item if key == "body" or key.startswith("body_")]
    order = {kind: rank for rank, kind in enumerate(_KINDS_OF_BODY)}
    return sorted(((kind.removeprefix("x"), text) for kind, text in found if text), key=lambda body: order.get(body[0], len(order)))


def _body_kind(part: Item) -> str:
    role, kind = values.first(part.get("role"), part.get("name")).lower(), values.text(part.get("contenttype")).lower()
    if "nitf" in role or "nitf" in kind:
        return "nitf"
    return "html" if "html" in kind or "html" in role else role


def _body(item: Item, limits: Limits, source: str) -> values.Text:
    """The text, of several bodies the fittest, with what stands behind it (`body_footer`)."""
    bodies = _bodies(item)
    shown = values.Text(Body((), is_table=False))
    for kind, text in bodies:
        if kind not in ("header", "footer"):
            shown = values.body(text, limits, source)
            if shown.body.paragraphs:
                break
    behind = [part for kind, text in bodies if kind == "footer" for part in values.body(text, limits, source).body.paragraphs]
    paragraphs = (*shown.body.paragraphs, *(part for part in behind if part not in shown.body.paragraphs))
    return shown._replace(body=Body(paragraphs, shown.body.is_table))


def _who(item: Item) -> Item:
    """Who wrote it, who sent it, who is credited."""
    printed = iptc.byline(values.line(values.first(item.get("byline"), item.get("by"))))
    sources = chain(*(values.texts(item.get(key), "name", "literal", "code", "uri") for key in ("source", "infosource", "infosources")))
    infosource = tuple(dict.fromkeys([*sources, *printed.get("infosource", ())]))
    holder, credit = values.text(item.get("copyrightholder")), values.first(item.get("creditline"), item.get("credit"))
    host = _IDENTIFIER_HOST.match(_uri(item))
    people = values.objects(item.get("authors") or item.get("contributors"))
    named = values.texts([person for person in people if values.text(person.get("role")) not in _EDITORS], "name")
    return {
        **printed,
        "authors": tuple(dict.fromkeys([*named, *printed.get("authors", ())])),
        "agency": iptc.agency(*infosource, holder, credit, host[1] if host else None),
        "infosource": iptc.credited(infosource),
        "provider": next(iter(values.texts(item.get("provider"), "name", "code", "literal", "uri")), None),
        "creditline": credit or None,
        "copyrightnotice": values.line(item.get("copyrightnotice")) or None,
        "usageterms": " ".join(map(values.line, values.texts(item.get("usageterms"), "value"))) or None,
        "ednote": values.note(*values.texts(item.get("ednote"), "value")),
        "signoff": values.text(item.get("sign_off")) or printed.get("signoff"),
        "located": values.first(item.get("located")) or None,
    }


def _when(item: Item) -> Item:
    return {
        "versioncreated": values.time(item.get("versioncreated")) or values.time(item.get("_updated")),
        "firstcreated": values.time(item.get("firstcreated")),
        "contentcreated": values.time(item.get("contentcreated")),
        "embargoed": values.time(item.get("embargoed")),
        "expires": values.time(item.get("expires")) or values.time(item.get("expiry")),
        "urgency": values.urgency(item.get("urgency")),
        "priority_raw": values.text(item.get("priority")) or None,
        "supersedes": values.first(item.get("evolvedfrom"), item.get("rewrite_of"), *values.texts(item.get("replacing"))) or None,
        "take_key": values.text(item.get("anpa_take_key")) or None,
    }


def _what(item: Item) -> Item:
    """What it is about, and how it is filed."""
    kinds: tuple[tuple[values.Kind, tuple[str, ...]], ...] = (
        ("person", ("person", "people", "persons")),
        ("organisation", ("organisation", "organisations", "organization")),
        ("place", ("place", "places")),
        ("event", ("event", "events")),
    )
    entities = chain.from_iterable(values.entities(kind, item[key]) for kind, keys in kinds for key in keys if key in item)
    services = (values.texts(item.get(key), "code", "qcode", "literal", "name") for key in ("service", "services", "anpa_category"))
    counts = [
        item.get("wordcount"),
        item.get("word_count"),
        *(_folded(part).get("wordcount") for part in values.objects(item.get("bodies"))),
    ]
    return {
        "slugline_raw": values.line(values.first(item.get("slugline"), *values.texts(item.get("sluglines"), "value"))) or None,
        "keywords": tuple(chain(*(values.keywords(item.get(key)) for key in ("keyword", "keywords")))),
        "subject": tuple(dict.fromkeys([*values.subjects(item.get("subject")), *values.subjects(item.get("subjects"))])),
        "genre": tuple(chain(*(values.texts(item.get(key), "name", "code", "literal", "uri") for key in ("genre", "genres")))),
        "service": tuple(dict.fromkeys(chain(*services))),
        "entities": values.merged(entities),
        "language": iptc.language(values.text(item.get("language"))),
        "wordcount_declared": next(filter(None, map(values.whole, counts)), None),
    }


def _dateline(value: Any) -> str:
    """Superdesk has it as an object, others as text."""
    return values.line(value.get("text") if isinstance(value, dict) else value)


def _doubted(item: Item, provenance: Provenance) -> Provenance:
    """With a warning for each time that cannot be read."""
    keys = ("versioncreated", "firstcreated", "contentcreated", "embargoed")
    printed = [values.text(item.get(key)) for key in keys if values.text(item.get(key)) and values.time(item.get(key)) is None]
    return replace(provenance, warnings=provenance.warnings + tuple(WireWarning("bad-date", text[:80]) for text in printed))
