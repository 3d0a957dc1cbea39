"""Plain text: dispatches as a web service, a wire's terminal or an editor's screen prints them.

A service slug, then tags, headline, byline and bullets in any order, then a dateline alone on its line or at the start
of the first paragraph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Evidence, Provenance, RawDocument, made
from wiresearch.errors import Skipped
from wiresearch.readers import iptc7901, labelled, text, zczc
from wiresearch.readers.decoding import decided
from wiresearch.readers.splitting import START, Part, parts
from wiresearch.turns import Turns

NAME = "plain-text"
VERSION = 2
RECOGNISES = "anything that no other reader claims"


def sniff(raw: RawDocument) -> float:
    """Always 0.1: text is what nobody else claims."""
    return 0.1


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """The dispatches of a text, in file order, and None between steps. Raises ReadError, and Skipped for a text of blanks."""
    return dispatches(raw, limits, NAME, VERSION)


def dispatches(raw: RawDocument, limits: Limits, name: str, version: int) -> Iterator[Dispatch | None]:
    """The same under the `name` of another reader, messages between ZCZC and NNNN too."""
    found = False
    with raw.open() as stream:
        for part in parts(stream, raw.encoding, raw.source, limits):
            yield None
            if part and not zczc.is_idle(part.lines):
                found = True
                fields, evidence = yield from _fields(part)
                yield made(Dispatch, provenance=_provenance(raw.source, part, evidence, name, version), **fields)
    if not found:
        raise Skipped("no text in it")


def _provenance(source: str, part: Part, evidence: tuple[Evidence, ...], name: str, version: int) -> Provenance:
    return made(
        Provenance,
        source=source,
        offset=part.offset,
        length=len(part.data),
        sha256=hashlib.sha256(part.data).hexdigest(),
        format=name,
        encoding=part.encoding,
        replacements=part.replacements,
        reader_version=version,
        evidence=(decided(part.rule), *evidence),
    )


def _fields(part: Part) -> Turns[tuple[dict[str, Any], tuple[Evidence, ...]]]:
    lines = part.lines
    proofs = []
    if (opens := labelled.body_line(lines)) is not None:
        return labelled.read(lines, opens), ()
    if START.match(lines[0]) or zczc.is_anpa(lines):
        known, start = zczc.header(lines)
        end = len(lines)
        if start < end and (opening := iptc7901.opening(lines[start])) is not None:
            known, start = opening | {name: value for name, value in known.items() if value}, start + 1
    elif (opening := iptc7901.opening(lines[0])) is not None:
        known, start, end = opening, 1, len(lines)
    else:
        known, start, end = text.service(lines)
        proofs = [text.Proof("service", "first line", 0, slug) for slug in known.get("service", ())]
    yield
    fields, further = yield from text.in_turns(lines, start, end, known.get("slugline_raw"))
    yield
    return fields | known, tuple(_evidence(part, proof) for proof in (*proofs, *further))


def _evidence(part: Part, proof: text.Proof) -> Evidence:
    start = part.letters_above(proof.line) + part.lines[proof.line].index(proof.words)
    return Evidence(proof.field, proof.rule, start, start + len(proof.words))
