"""Plain text: dispatches as a web service, a wire's terminal or an editor's screen prints them.

A service slug, then tags, headline, byline and bullets in any order, then a dateline alone on its line or at the start
of the first paragraph.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Evidence, Provenance, RawDocument
from wiresearch.errors import Skipped
from wiresearch.readers import text, zczc
from wiresearch.readers.lines import letters
from wiresearch.readers.splitting import START, Part, parts

NAME = "plain-text"
VERSION = 2
RECOGNISES = "anything that no other reader claims"


def sniff(raw: RawDocument) -> float:
    """Always 0.1: text is what nobody else claims."""
    return 0.1


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """The dispatches of a text, in file order. Raises ReadError, and Skipped for a text of blanks."""
    return dispatches(raw, limits, NAME, VERSION)


def dispatches(raw: RawDocument, limits: Limits, name: str, version: int) -> Iterator[Dispatch]:
    """The same under the `name` of another reader, messages between ZCZC and NNNN too."""
    found = False
    with raw.open() as stream:
        for part in parts(stream, raw.encoding, raw.source, limits):
            lines = [line.text for line in part.lines]
            if not zczc.is_idle(lines):
                found = True
                yield _dispatch(part, lines, _provenance(raw.source, part, name, version))
    if not found:
        raise Skipped("no text in it")


def _provenance(source: str, part: Part, name: str, version: int) -> Provenance:
    return Provenance(
        source=source,
        offset=part.offset,
        length=len(part.data),
        sha256=hashlib.sha256(part.data).hexdigest(),
        format=name,
        encoding=part.encoding,
        replacements=part.replacements,
        reader_version=version,
    )


def _dispatch(part: Part, lines: list[str], provenance: Provenance) -> Dispatch:
    if START.match(lines[0]):
        known, start = zczc.header(lines)
        end = len(lines)
    else:
        known, start, end = text.service(lines)
    proofs = [text.Proof("service", "first line", 0, slug) for slug in known.get("service", ()) if start and lines[0].strip() == slug]
    fields, further = text.read(lines, start, end, known.get("slugline_raw"))
    evidence = tuple(_evidence(part, proof) for proof in (*proofs, *further))
    return Dispatch(dataclasses.replace(provenance, evidence=evidence), **(fields | known))


def _evidence(part: Part, proof: text.Proof) -> Evidence:
    start = letters(part.lines[: proof.line]) + part.lines[proof.line].text.index(proof.words)
    return Evidence(proof.field, proof.rule, start, start + len(proof.words))
