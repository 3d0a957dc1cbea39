"""The indexed spelling that is nearest to one that found nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from wiresearch.engines.whoosh.postings import find_postings
from wiresearch.engines.whoosh.schema import group_of, value_term
from wiresearch.engines.whoosh.snapshot import Snapshot
from wiresearch.engines.whoosh.spellings import Exact
from wiresearch.fields import BY_NAME, LOOSE_FIELDS, text_fields
from wiresearch.words import fold_value

_MOST_COMPARED = 5_000
_LIKE = 0.7
_LENGTHS_APART = 3
_MOST_TRIED = 5


def nearest(snapshot: Snapshot, field: str, text: str) -> tuple[str, int] | None:
    """The word or value most like `text` with the same first letter, and the number of dispatches that hold it, or None.

    `field` "" stands for the loose text fields. A facet value is given as printed.
    """
    if not text:
        return None
    if not field or BY_NAME[field].kind == "text":
        return _nearest_form(snapshot, text_fields(field) if field else LOOSE_FIELDS, text)
    return _nearest_value(snapshot, field, text)


def _nearest_form(snapshot: Snapshot, fields: tuple[str, ...], text: str) -> tuple[str, int] | None:
    forms = (form.decode() for form in snapshot.exact_forms(group_of(fields[0]), text[0].encode()))
    for near in _most_like(forms, text):
        count = find_postings(snapshot, fields, Exact(near.encode()).expand(snapshot, group_of(fields[0]))).frequency
        if count:
            return near, count
    return None


def _nearest_value(snapshot: Snapshot, field: str, text: str) -> tuple[str, int] | None:
    values: set[bytes] = set()
    for leaf in snapshot.leaves:
        terms = leaf.values[field].terms
        values.update(terms[slice(*terms.beginning(value_term(text[0])))])
    for near in _most_like((value.decode("utf-8", "surrogatepass") for value in values), text):
        count = len(snapshot.holders(field, value_term(near)))
        if count:
            printed = snapshot.facet(field).values if BY_NAME[field].facet else ()
            return next((value for value in printed if fold_value(value) == near), near), count
    return None


def _most_like(words: Iterable[str], text: str) -> list[str]:
    alike = sorted(word for word in words if word != text and abs(len(word) - len(text)) <= _LENGTHS_APART)[:_MOST_COMPARED]
    return difflib.get_close_matches(text, alike, n=_MOST_TRIED, cutoff=_LIKE)
