"""The oracle itself, on one dispatch whose answers can be told by eye."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from oracle import edits_between, matches

from wiresearch.dispatch import Dispatch, Provenance, WireTime
from wiresearch.fields import LOOSE_FIELDS
from wiresearch.query import (
    And,
    AtLeast,
    DateRange,
    Fuzzy,
    Has,
    Is,
    IsPrefix,
    MatchAll,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    SamePara,
    Term,
    Wildcard,
    Words,
)

BODY = ("lead", "body")


def words(text: str) -> tuple[Term, ...]:
    return tuple(Term(BODY, form) for form in text.split())


DISPATCH = Dispatch(
    Provenance("a.txt", 0, 1, "", "seed", "ascii"),
    uri="urn:A",
    headline="Talks on weapons",
    paragraphs=("Envoys met in São Paulo.", "Inspectors waited, and waited for envoys."),
    agency="AFP",
    urgency=4,
    versioncreated=WireTime(datetime(2003, 8, 1, tzinfo=UTC), "month"),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (MatchAll(), True),
        (Term(LOOSE_FIELDS, "talk"), True),
        (Term(LOOSE_FIELDS, "talk", exact=True), False),
        (Term(("headline",), "inspectors"), False),
        (Phrase(LOOSE_FIELDS, ("sao", "paulo")), True),
        (Phrase(LOOSE_FIELDS, ("paulo", "sao")), False),
        (Phrase(LOOSE_FIELDS, ("paulo", "inspectors")), False),
        (Phrase(LOOSE_FIELDS, ("weapons", "envoys")), False),
        (Prefix(LOOSE_FIELDS, "inspec"), True),
        (Wildcard(LOOSE_FIELDS, "ins*tor?"), True),
        (Wildcard(LOOSE_FIELDS, "ins*tor"), False),
        (Wildcard(LOOSE_FIELDS, "inspectors*"), True),
        (Wildcard(LOOSE_FIELDS, "inspectors?"), False),
        (Wildcard(("headline",), "ins*"), False),
        (Fuzzy(LOOSE_FIELDS, "evnoys", 1), True),
        (Fuzzy(LOOSE_FIELDS, "envoysxx", 1), False),
        (Fuzzy(LOOSE_FIELDS, "envoysxx", 2), True),
        (Fuzzy(LOOSE_FIELDS, "nvoys", 2), False),
        (Near(BODY, words("paulo envoys"), 4), True),
        (Near(BODY, words("paulo envoys"), 3), False),
        (Near(BODY, words("paulo envoys"), 4, ordered=True), False),
        (Near(BODY, words("envoys paulo"), 4, ordered=True), True),
        (Near(BODY, words("paulo inspectors"), 9), False),
        (Near(BODY, words("wait waiting"), 2), True),
        (Near(BODY, words("wait wait"), 1), False),
        (Near(BODY, words("met met"), 9), False),
        (Near(BODY, (Term(BODY, "met"), Prefix(BODY, "met")), 9), True),
        (Near(BODY, (Term(BODY, "met"), Prefix(BODY, "met")), 9, ordered=True), False),
        (Near(BODY, (Phrase(BODY, ("sao", "paulo")), Term(BODY, "in")), 1), True),
        (Near(BODY, (Phrase(BODY, ("sao", "paulo")), Term(BODY, "met")), 1), False),
        (Near(BODY, (Phrase(BODY, ("in", "sao")), Term(BODY, "paulo")), 1, ordered=True), True),
        (Near(BODY, (Phrase(BODY, ("in", "sao")), Term(BODY, "sao")), 1, ordered=True), False),
        (SamePara(BODY, words("envoys paulo")), True),
        (SamePara(BODY, words("paulo waited")), False),
        (SamePara(LOOSE_FIELDS, words("weapons envoys")), False),
        (SamePara(BODY, (Near(BODY, words("paulo sao"), 1), Phrase(BODY, ("envoys", "met")))), True),
        (SamePara(BODY, (Near(BODY, words("paulo in"), 1), Phrase(BODY, ("envoys", "met")))), False),
        (AtLeast(LOOSE_FIELDS, "envoy", 2), True),
        (AtLeast(LOOSE_FIELDS, "envoy", 3), False),
        (AtLeast(("lead",), "envoy", 2), False),
        (Is("agency", "afp"), True),
        (Is("agency", "AFP"), False),
        (Is("uri", "urn:A"), True),
        (IsPrefix("agency", "af"), True),
        (NumberRange("urgency", 1, 3), False),
        (NumberRange("urgency", None, 4), True),
        (DateRange("date", date(2003, 8, 31), None), True),
        (DateRange("date", date(2003, 9, 1), None), False),
        (Has("byline"), False),
        (Not(Has("byline")), True),
        (And((Has("date"), Has("agency"))), True),
        (Or((Has("byline"), Has("agency"))), True),
        (Words((Term(LOOSE_FIELDS, "envoy"), Term(LOOSE_FIELDS, "moon")), 1), True),
        (Words((Term(LOOSE_FIELDS, "envoy"), Term(LOOSE_FIELDS, "moon")), 2), False),
    ],
)
def test_each_node_means_what_the_language_says(query: Query, expected: bool) -> None:
    assert matches(query, DISPATCH) is expected


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("bank", "bakn", 1),
        ("bank", "bank", 0),
        ("", "ab", 2),
        ("ca", "abc", 3),  # by Damerau's own measure 2: it may edit between what it transposed
        ("kitten", "sitting", 3),
        ("losyukov", "losyukof", 1),
        ("losyukov", "lsoyuokv", 2),
    ],
)
def test_the_edits_between_two_words(one: str, other: str, edits: int) -> None:
    assert edits_between(one, other) == edits_between(other, one) == edits
