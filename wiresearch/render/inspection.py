"""How dispatches were read, as text for people: each field with the rule that found it and its place, each warning."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wiresearch.dispatch import Dateline, Dispatch, Entity, Evidence, Provenance, WireTime, to_record
from wiresearch.render.facts import listed, replaced, warning_text
from wiresearch.render.hits import plural
from wiresearch.render.terminal import Style, clean, one_line

_APART = {"provenance", "dateline", "paragraphs", "entities", "headline_derived"}
_DEFAULTS = {field.name: field.default for field in dataclasses.fields(Dispatch)}
_PRECISIONS = {"s": "second", "min": "minute"}
_RULES = {
    "key": "sha256 of uri, version and sha256",
    "wordcount": "counted",
    "cited_agencies": "agencies named as sources in the text",
    "countries": "from places and demonyms, those of weight",
    "countries_all": "from places and demonyms, every one",
    "kind": "from headline and text",
}
"""Of fields that follow from others. What has neither rule nor evidence is as its format gives it."""
_KINDS = ("person", "organisation", "place", "event", "demonym", "acronym")
_RULE_OF_PART = {"city": "rule", "country": "rule", "date": "date_rule"}
_SHOWN_PARTS = ("place", "city", "area", "country", "candidates", "latitude", "longitude", "date", "date_text", "weekday", "agency")


def inspection(dispatches: Sequence[Dispatch], style: Style) -> str:
    """How each dispatch was read: where from, what is doubtful, every field that is filled, the entities, the text.

    Behind a value stand the rule that found it and its place: characters of the dispatch's decoded text, or, for
    entities, paragraph and characters in it.
    """
    return "\n".join(_inspected(item, f"{number} of {len(dispatches)}", style) for number, item in enumerate(dispatches, 1))


def _inspected(item: Dispatch, which: str, style: Style) -> str:
    head = clean(one_line(f"{which}: {item.provenance.source}, {item.provenance.format}"))
    evidence: dict[str, list[Evidence]] = {}
    for found in item.provenance.evidence:
        evidence.setdefault(found.field, []).append(found)
    pairs = [
        *_origin(item, evidence),
        *(("warning", warning_text(warning)) for warning in item.provenance.warnings),
        *_fields(item, evidence),
        *((name, _in_brackets(map(_proof, rest))) for name, rest in evidence.items()),
        *(pair for kind in _KINDS for entity in item.entities if entity.kind == kind for pair in _entity(entity)),
        *((f"paragraph {number}", text) for number, text in enumerate(item.paragraphs, 1)),
    ]
    return "\n".join([style.bold(head), *listed(pairs, style), ""])


def _origin(item: Dispatch, evidence: dict[str, list[Evidence]]) -> Iterator[tuple[str, str]]:
    """Where the bytes are, and how they became text; takes its part out of the evidence."""
    origin: Provenance = item.provenance
    yield "bytes", f"{plural(origin.length, 'byte')} from byte {origin.offset:,}"
    yield "sha256", origin.sha256
    yield "format", f"{origin.format}, version {origin.reader_version} of its reader"
    yield "encoding", origin.encoding + replaced(item) + _in_brackets(map(_proof, evidence.pop("encoding", [])))


def _fields(item: Dispatch, evidence: dict[str, list[Evidence]]) -> Iterator[tuple[str, str]]:
    """Every field that says more than its default; takes its part out of the evidence."""
    for field in dataclasses.fields(Dispatch):
        value = getattr(item, field.name)
        if field.name == "dateline" and item.dateline:
            yield from _dateline(item.dateline, evidence)
        if field.name in _APART or value == _DEFAULTS.get(field.name):
            continue
        proofs = [_proof(found) for found in evidence.pop(field.name, [])]
        yield field.name, _text(value) + _in_brackets(proofs or [_rule(item, field.name)])


def _rule(item: Dispatch, name: str) -> str:
    if name == "headline" and item.headline_derived:
        return "derived from text or slug"
    if name == "uri" and item.uri == f"sha256:{item.provenance.sha256}":
        return "sha256 of its bytes"
    time = item.versioncreated
    if name == "versioncreated" and time and time.precision == "day" and item.dateline and item.dateline.date == time.day:
        return "of the dateline"
    return _RULES.get(name, item.provenance.format)


def _dateline(dateline: Dateline, evidence: dict[str, list[Evidence]]) -> Iterator[tuple[str, str]]:
    """The dateline and its parts; takes its part, and that of its date, out of the evidence."""
    proofs = {part: [_proof(found) for found in evidence.pop(name, [])] for part, name in (("", "dateline"), ("date", "date"))}
    yield "dateline", dateline.text + _in_brackets(proofs[""])
    for part in _SHOWN_PARTS:
        value = getattr(dateline, part)
        rule = getattr(dateline, _RULE_OF_PART.get(part, ""), None)
        if value in (None, (), "") or (part == "date_text" and dateline.date and value == dateline.date.isoformat()):
            continue
        if part == "city" and rule:
            rule = f"{rule}, {dateline.confidence:.0%} sure"
        elif part == "date" and rule:
            rule = f"year from {rule}"
        yield f"dateline.{part}", _text(value) + _in_brackets(proofs.get(part) or ([rule] if rule else []))


def _entity(entity: Entity) -> Iterator[tuple[str, str]]:
    places = [f"{paragraph + 1}:{start}..{end}" for paragraph, start, end in entity.spans]
    found_by = entity.rule or "no rule" if entity.origin != "feed" else f"{entity.origin} {entity.rule or ''}".rstrip()
    yield entity.kind, entity.name + _in_brackets([", ".join([found_by, *places])])


def _proof(found: Evidence) -> str:
    return f"{found.rule}, {found.start}..{found.end}" if found.end else found.rule


def _in_brackets(rules: Iterable[str]) -> str:
    return "".join(f"   [{rule}]" for rule in rules)


def _text(value: Any) -> str:
    if isinstance(value, WireTime):
        zone = "" if value.tz_declared or value.precision not in ("s", "min") else ", no zone given"
        worked_out = f", worked out: {value.inferred}" if value.inferred else ""
        return f"{value.text} (to the {_PRECISIONS.get(value.precision, value.precision)}{zone}{worked_out})"
    if isinstance(value, tuple):
        return ", ".join(str(getattr(part, "code", part)) for part in value)
    return str(to_record(value))
