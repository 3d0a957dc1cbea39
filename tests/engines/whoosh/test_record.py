"""Stored dispatches come back as they went in."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from strategies import dispatches

from wiresearch.dispatch import Dateline, Dispatch, Entity, Evidence, Provenance, Subject, WireTime, WireWarning
from wiresearch.engines.whoosh.record import decode, encode

FULL = Dispatch(
    Provenance(
        "a!b.txt", 3, 99, "f" * 64, "nitf", "cp1252", 2, 1, (WireWarning("glued-word", "newsThe", 0),), (Evidence("agency", "line", 3, 8),)
    ),
    key="00aa",
    versioncreated=WireTime(datetime(2003, 8, 13, 12, 30, 5, 250, timezone(timedelta(hours=5, minutes=30))), "min", True),
    embargoed=WireTime(datetime(999, 1, 1, tzinfo=UTC), "year", inferred="path"),
    headline="S\u00e3o \ud800 <b>\x1b",
    headlines=("one", "two"),
    dateline=Dateline("OSLO, Aug 13", candidates=("NO", "SE"), latitude=59.9, date=date(2003, 8, 13), confidence=0.5, span=(0, 12)),
    paragraphs=("", "two"),
    urgency=0,
    subject=(Subject("04000000", "subj", "economy"),),
    entities=(Entity("person", "Kim", ("Kim", "KIM"), spans=((0, 1, 4), (2, 0, 3))),),
    status="killed",
)


@given(dispatches())
def test_round_trip(dispatch: Dispatch) -> None:
    assert decode(encode(dispatch)) == dispatch


def test_round_trip_of_every_part() -> None:
    back = decode(encode(FULL))
    assert back == FULL
    assert back.versioncreated is not None
    assert FULL.versioncreated is not None
    assert back.versioncreated.text == FULL.versioncreated.text


def test_every_field_can_be_read_back() -> None:
    """A new field of a type that the record does not know fails here, not at somebody's search."""
    assert {field.name for field in dataclasses.fields(decode(encode(FULL)))} == {field.name for field in dataclasses.fields(Dispatch)}


@pytest.mark.parametrize("stored", [b"", b"rubbish"])
def test_other_bytes_are_refused(stored: bytes) -> None:
    with pytest.raises(Exception, match=r"incomplete|incorrect"):
        decode(stored)
