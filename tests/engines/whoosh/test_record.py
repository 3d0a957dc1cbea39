"""Stored dispatches come back as they went in."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import dispatches

from wiresearch.dispatch import Dateline, Dispatch, Entity, Evidence, Provenance, Subject, WireTime, WireWarning
from wiresearch.engines.whoosh.preset import DICTIONARY
from wiresearch.engines.whoosh.record import ZstdError, decode, encode, zstd

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


def test_halves_of_a_surrogate_pair_stay_two() -> None:
    """Escaped as JSON does by default they would come back as the one character that they encode."""
    torn = dataclasses.replace(FULL, headline="\ud83d\ude00")
    assert decode(encode(torn)) == torn


def test_numbers_beyond_a_machine_word() -> None:
    large = dataclasses.replace(FULL, wordcount=1 << 70)
    assert decode(encode(large)) == large


def test_stored_form() -> None:
    """A record as an earlier run wrote it. If this fails, so will every index: change SCHEMA_VERSION, then the bytes."""
    written = base64.b64decode(
        "KLUv/QQArQMApAJbWyJ3aXJlLnQwLDIxLCIwXSxbMDBhYSIsIng6MSJUb3BlbiJUaGV5M10bADMTOFgW2C8IWijQQFCiDlogfIXBfh1IHSSocGtTK0AA/CKg58AIGWj4QlMbYCKQxBheKNOFCjrIiWAH9cwB8hkBxImZ28pHDrKHOw=="
    )
    dispatch = Dispatch(
        Provenance("wire.txt", 0, 21, "0" * 64, "plain-text", "ascii"),
        key="00aa",
        uri="x:1",
        headline="Talks open",
        paragraphs=("They open today.",),
        wordcount=3,
    )
    assert decode(written) == dispatch


@pytest.mark.parametrize("stored", [b"", b"rubbish", encode(FULL)[:-1], encode(FULL) + b"\0"])
def test_other_bytes_are_refused(stored: bytes) -> None:
    with pytest.raises((ValueError, ZstdError)):
        decode(stored)


@pytest.mark.parametrize("text", ["3", "{}", "[]", '[["a.txt"]]', '"text"', "[[", "[[],1]"])
def test_other_json_is_refused(text: str) -> None:
    stored = zstd.compress(text.encode(), zstd_dict=zstd.ZstdDict(DICTIONARY, is_raw=True))
    with pytest.raises((ValueError, KeyError, TypeError)):
        decode(stored)


@given(st.integers(0, len(encode(FULL)) * 8 - 1))
def test_damage_is_never_another_dispatch(bit: int) -> None:
    stored = bytearray(encode(FULL))
    stored[bit // 8] ^= 1 << bit % 8
    with contextlib.suppress(ValueError, KeyError, TypeError, ZstdError):
        assert decode(bytes(stored)) == FULL  # bits of a frame that mean nothing
