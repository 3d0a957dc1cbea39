"""Files that hold several items, of which some are no text: each item with its own bytes, and an account of the others."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wiresearch.dispatch import Dispatch, Provenance, WireWarning, warn
from wiresearch.errors import Skipped
from wiresearch.readers.markup import Element, XmlDocument

_MOST_TOLD, _LONGEST_REASON = 20, 200


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a document, and where its own bytes are."""

    element: Element
    provenance: Provenance


def items(document: XmlDocument, tags: tuple[str, ...]) -> list[Item]:
    """The elements `tags` of a document that lie in no other of them, the root too, in order.

    Where their bytes cannot be told, as in text of 16 bits, all have those of the document.
    """
    root = document.root
    if root.tag in tags:
        return [Item(root, document.provenance)]
    elements = [element for element in root.iter(*tags) if not any(parent.tag in tags for parent in element.iterancestors())]
    slices = _slices(document.data, tags)
    if len(slices) != len(elements):
        return [Item(element, document.provenance) for element in elements]
    return [Item(element, _part(document, *borders)) for element, borders in zip(elements, slices, strict=True)]


def _slices(data: bytes, tags: tuple[str, ...]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    depth = start = 0
    for edge in _edges(tags).finditer(data):
        if not edge.group(1):
            start = start if depth else edge.start()
            depth += not edge.group().endswith(b"/>")
        elif depth:
            depth -= 1
        if not depth:
            found.append((start, edge.end()))
    return found


@lru_cache
def _edges(tags: tuple[str, ...]) -> re.Pattern[bytes]:
    names = "|".join(tags).encode()
    return re.compile(rb"<(/?)(?:[A-Za-z_][\w.-]{0,40}:)?(?:%b)(?:\s[^<>]*)?/?>" % names)


def _part(document: XmlDocument, start: int, end: int) -> Provenance:
    whole = document.provenance
    digest = hashlib.sha256(document.data[start:end]).hexdigest()
    return dataclasses.replace(whole, offset=whole.offset + start, length=end - start, sha256=digest)


def given(found: Iterable[Dispatch | str | None], source: str) -> Iterator[Dispatch | None]:
    """The dispatches among `found`; the reasons why others are none go to the warnings of the one behind or the last before.

    None, between two steps, is passed on.

    Raises Skipped where there is no dispatch, and what `found` raises.
    """
    held: Dispatch | None = None
    reasons: list[str] = []
    for item in found:
        if item is None:
            yield None
            continue
        if isinstance(item, str):
            reasons.append(item)
            continue
        if held:
            yield held
        held = warn(item, *skipped(reasons))
        reasons.clear()
    if held:
        yield warn(held, *skipped(reasons))
    elif reasons:
        raise Skipped(f"no text in it: {reasons[0].strip()}" + (f" and {len(reasons) - 1} more" if len(reasons) > 1 else ""))


def skipped(reasons: Sequence[str]) -> list[WireWarning]:
    """A warning for each item that is no dispatch; of many, for the first, and the number of the others."""
    told = [" ".join(reason.split())[:_LONGEST_REASON] for reason in reasons[:_MOST_TOLD]]  # identifiers are the sender's
    more = [f"{len(reasons) - _MOST_TOLD} more"] if len(reasons) > _MOST_TOLD else []
    return [WireWarning("skipped-item", reason) for reason in told + more]
