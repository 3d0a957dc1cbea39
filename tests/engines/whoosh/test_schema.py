"""The schema holds every field of the table, and every dispatch fills it."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

from whoosh.fields import Schema

from wiresearch.dispatch import Dispatch, Provenance, WireTime
from wiresearch.engines.whoosh.schema import FILLED, INSTANT, KEY, MISSING, RECORD, document, instant, make_schema
from wiresearch.fields import BY_NAME, FIELDS

EMPTY = Dispatch(Provenance("a.txt", 0, 1, "0" * 64, "seed", "ascii"), key="k")


def test_hidden_fields_have_names_of_their_own() -> None:
    assert not {KEY, RECORD, INSTANT, FILLED} & set(BY_NAME)


def test_every_field_of_the_table_is_there() -> None:
    names = set(make_schema().names())
    assert {field.name for field in FIELDS if field.kind != "date"} <= names
    assert {"date_first", "date_last"} <= names


def test_even_an_empty_dispatch_has_a_value_for_every_field() -> None:
    assert set(document(EMPTY)) == set(make_schema().names())


def test_the_schema_survives_a_pickle() -> None:
    copy = pickle.loads(pickle.dumps(make_schema(), 2))
    assert isinstance(copy, Schema)
    assert copy.names() == make_schema().names()


def test_instants_are_microseconds_since_1970() -> None:
    assert instant(WireTime(datetime(1970, 1, 2, tzinfo=UTC))) == 86_400_000_000
    assert instant(WireTime(datetime(1, 1, 1, tzinfo=UTC))) > MISSING
    assert instant(None) == MISSING


def test_a_number_beyond_the_column_is_held_at_its_bound() -> None:
    huge = Dispatch(EMPTY.provenance, key="k", urgency=10**30, wordcount=-(10**30))
    assert document(huge)["urgency"] == 1 << 62
    assert document(huge)["wordcount"] == MISSING + 1
