"""JSON lines: each line a dispatch of another JSON format, or a plain object under our names (namedfields.py).

Such objects are read as well where they are not one to a line: several behind one another, a list, or the answer of an
interface or of `wiresearch inspect --json`, an object with a list of them in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.readers import ap_media, digitalwires, jsonrecords, jsontext, namedfields, ninjs

NAME = "jsonl"
VERSION = 1
RECOGNISES = "a JSON object on each line, or JSON objects with our names of fields"

_OWN = "dispatches"
_BEYOND = {"end", "source", "totals"}
"""Lines of our own output that stand beside dispatches."""
_OTHERS = (digitalwires, ap_media, ninjs)


def sniff(raw: RawDocument) -> float:
    """0.8 for several objects, one of which is a dispatch, and for plain objects that are."""
    seen = jsontext.peek(raw.head)
    if seen is None:
        return 0.0
    path = _path(seen.value)
    value = _bare(_first(seen.value, path))
    of_another = any(other.recognises(value) for other in _OTHERS)
    if seen.several or path:
        return 0.8 if of_another or namedfields.recognises(value) else 0.0
    return 0.8 if not of_another and not any(other.sniff(raw) for other in _OTHERS) and namedfields.recognises(value) else 0.0


def _path(value: Any) -> jsonrecords.Path | None:
    """Where the list of dispatches is, () for the whole; None for an object that has a text itself or no such list in it."""
    if isinstance(value, list):
        return ()
    if not isinstance(value, dict) or "paragraphs" in namedfields.named(value) or any(other.recognises(value) for other in _OTHERS):
        return None
    if isinstance(value.get(_OWN), list):
        return (_OWN,)
    inner = [(key, member) for key, member in value.items() if isinstance(member, dict)]
    paths: list[tuple[jsonrecords.Path, Any]] = [((key,), member) for key, member in value.items()]
    paths += [((key, below), member) for key, held in inner for below, member in held.items()]
    return next((path for path, member in paths if isinstance(member, list) and member and _is_dispatch(_bare(member[0]))), None)


def _bare(value: Any) -> Any:
    """The document in what Elasticsearch writes around it, or with the `fields` that an interface gives apart."""
    if not isinstance(value, dict):
        return value
    inner = value.get("_source")
    if isinstance(inner, dict):
        return inner
    inner = value.get("fields")
    return {**value, **inner} if isinstance(inner, dict) and "paragraphs" in namedfields.named(inner) else value


def _is_dispatch(value: Any) -> bool:
    """Whether an object somewhere in another is one: many have a title and an address, only dispatches a text or a date."""
    is_plain = namedfields.recognises(value) and not {"paragraphs", "versioncreated"}.isdisjoint(namedfields.named(value))
    return is_plain or any(other.recognises(value) for other in _OTHERS)


def _first(value: Any, path: jsonrecords.Path | None) -> Any:
    found = value
    for key in path or ():
        found = found[key]
    return (found[0] if found else None) if isinstance(found, list) else found


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """The dispatch of each object. Raises ReadError, behind all that can be read, and Skipped if nothing is a dispatch."""
    seen = jsontext.peek(raw.head)
    path = _path(seen.value) if seen else None
    if seen and path is None and jsontext.on_one_line(raw.head):
        records = jsonrecords.lines(raw, limits, NAME, VERSION)
    else:
        records = jsonrecords.records(raw, limits, NAME, VERSION, path)
    yield from jsonrecords.kept((_dispatches(record, limits) for record in records), raw.source)


def _dispatches(record: jsonrecords.Json, limits: Limits) -> Iterator[Dispatch | str]:
    value, provenance = _bare(record.value), record.provenance
    if other := next((other for other in _OTHERS if other.recognises(value)), None):
        yield from other.dispatches(jsonrecords.Json(value, provenance), limits)
        return
    if not isinstance(value, dict):
        yield "not a dispatch: a JSON value that is no object"
    elif value.get("type") not in _BEYOND or namedfields.recognises(value):
        yield namedfields.dispatch(value, provenance, limits) or f"an object without headline and text at byte {provenance.offset}"
