"""The indexed spelling that is nearest to one that found nothing."""

from __future__ import annotations

import difflib

import numpy as np

from wiresearch.engines.whoosh.analysis import EXACT
from wiresearch.engines.whoosh.schema import value_term
from wiresearch.engines.whoosh.snapshot import Snapshot
from wiresearch.fields import BY_NAME, LOOSE_FIELDS, text_fields
from wiresearch.words import fold_value

_MOST_COMPARED = 5_000
_LIKE = 0.7
_LENGTHS_APART = 3


def nearest(snapshot: Snapshot, field: str, text: str) -> tuple[str, int] | None:
    """The word or value most like `text` with the same first letter, and the number of dispatches that hold it, or None.

    `field` "" stands for the loose text fields. A facet value is given as printed.
    """
    if not text:
        return None
    is_text = not field or BY_NAME[field].kind == "text"
    fields = (text_fields(field) if field else LOOSE_FIELDS) if is_text else (field,)
    mark = EXACT if is_text else ""
    near = _most_like(snapshot, fields, mark, text)
    if near is None:
        return None
    holders = [snapshot.postings(name, value_term(mark + near))[0] for name in fields]
    count = len(np.unique(np.concatenate(holders)))
    if count and BY_NAME.get(field) and BY_NAME[field].facet:
        near = next(value for value in snapshot.facet(field).values if fold_value(value) == near)
    return (near, count) if count else None


def _most_like(snapshot: Snapshot, fields: tuple[str, ...], mark: str, text: str) -> str | None:
    prefix = value_term(mark + text[0])
    terms = {term.decode("utf-8", "surrogatepass")[len(mark) :] for name in fields for term in snapshot.vocabulary(name, prefix)}
    alike = sorted(term for term in terms - {text} if abs(len(term) - len(text)) <= _LENGTHS_APART)[:_MOST_COMPARED]
    return next(iter(difflib.get_close_matches(text, alike, n=1, cutoff=_LIKE)), None)
