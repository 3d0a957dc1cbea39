"""The oracle itself, on one dispatch whose answers can be told by eye."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from oracle import matches

from wiresearch.dispatch import Dispatch, Provenance, WireTime
from wiresearch.fields import LOOSE_FIELDS
from wiresearch.query import And, DateRange, Has, Is, IsPrefix, MatchAll, Not, NumberRange, Or, Phrase, Prefix, Query, Term, Words

DISPATCH = Dispatch(
    Provenance("a.txt", 0, 1, "", "seed", "ascii"),
    uri="urn:A",
    headline="Talks on weapons",
    paragraphs=("Envoys met in São Paulo.", "Inspectors waited."),
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
