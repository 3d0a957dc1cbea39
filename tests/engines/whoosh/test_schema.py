"""The schema holds every field of the table."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

from whoosh.fields import Schema

from wiresearch.dispatch import WireTime
from wiresearch.engines.whoosh.schema import FILLED, INSTANT, MISSING, RECORD, TEXT_GROUPS, instant, make_schema
from wiresearch.fields import BY_NAME, FIELDS


def test_hidden_columns_have_names_of_their_own() -> None:
    assert not {RECORD, INSTANT, FILLED} & set(BY_NAME)
    assert not {name for name in TEXT_GROUPS if name not in BY_NAME} & set(make_schema().names())


def test_every_field_of_the_table_is_there() -> None:
    names = set(make_schema().names())
    assert {field.name for field in FIELDS if field.kind != "date"} <= names
    assert {"date_first", "date_last"} <= names


def test_the_schema_survives_a_pickle() -> None:
    copy = pickle.loads(pickle.dumps(make_schema(), 2))
    assert isinstance(copy, Schema)
    assert copy.names() == make_schema().names()


def test_instants_are_microseconds_since_1970() -> None:
    assert instant(WireTime(datetime(1970, 1, 2, tzinfo=UTC))) == 86_400_000_000
    assert instant(WireTime(datetime(1, 1, 1, tzinfo=UTC))) > MISSING
    assert instant(None) == MISSING
