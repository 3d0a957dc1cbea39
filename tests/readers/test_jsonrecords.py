"""Where in a file of JSON the records are: their bytes, and that one does no harm to another."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Provenance, RawDocument, WireWarning
from wiresearch.errors import MalformedDispatch, ReadError, Refused, Skipped
from wiresearch.readers.jsonrecords import Json, Path, kept, lines, records

Document = Callable[..., RawDocument]
LIMITS = Limits()
OBJECTS = st.lists(
    st.dictionaries(st.text(max_size=8), st.text(max_size=30) | st.integers(0, 10**9), min_size=1, max_size=3), min_size=1, max_size=5
)
SHAPES: list[tuple[Path | None, str]] = [
    (None, "{}"),
    (None, "\n{}\n\n"),
    ((), " [{}]\n"),
    (("item",), '{{"total": 2, "meta": {{"item": [3, "["]}}, "item": [{}], "next": {{"x": "]"}}}}'),
    (("data", "items"), '{{"items": [{{"no": 1}}], "data": {{"items": [{}], "meta": [1]}}}}'),
]


def read(data: bytes, path: Path | None = None, limits: Limits = LIMITS, encoding: str | None = None) -> list[Json]:
    return list(records(RawDocument("a.json", data[:20_000], lambda: io.BytesIO(data), encoding), limits, "ninjs", 3, path))


def own_bytes(data: bytes, place: Provenance) -> bytes:
    own = data[place.offset :][: place.length]
    assert hashlib.sha256(own).hexdigest() == place.sha256
    return own


@given(OBJECTS, st.sampled_from(SHAPES), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"]), st.booleans())
def test_each_record_is_its_own_bytes(values: list[dict[str, object]], shape: tuple[Path | None, str], encoding: str, pretty: bool) -> None:
    path, frame = shape
    joint = "\n" if path is None else ",\n"
    data = frame.format(joint.join(json.dumps(value, ensure_ascii=False, indent=1 if pretty else None) for value in values)).encode(
        encoding
    )
    found = read(data, path, encoding=encoding)
    assert [record.value for record in found] == values
    assert [json.loads(own_bytes(data, record.provenance).decode(encoding)) for record in found] == values
    assert {(record.provenance.source, record.provenance.format, record.provenance.reader_version) for record in found} == {
        ("a.json", "ninjs", 3)
    }


def test_letters_that_hold_the_bytes_of_brackets_are_read_whole() -> None:
    value = {"a": "表ソ能{", "b": "x"}  # in Shift_JIS each of the first two letters ends in a backslash
    own = json.dumps(value, ensure_ascii=False).encode("shift_jis")
    data = b"[" + own + b", " + own + b"]"
    found = read(data, (), encoding="shift_jis")
    assert [record.value for record in found] == [value, value]
    assert [own_bytes(data, record.provenance) for record in found] == [own, own]


def test_a_file_of_many_blocks_is_read_record_by_record() -> None:
    values = [{"n": n, "text": '[{"' * 3_000} for n in range(400)]
    data = json.dumps(values).encode()
    assert [record.value for record in read(data, (), Limits(dispatch_bytes=1 << 15))] == values


def test_a_record_over_the_limit_is_refused_by_name_behind_those_before_it() -> None:
    data = b'[{"a": 1}, {"a": "' + b"x" * 600_000 + b'"}]'
    given_: list[Json] = []
    with pytest.raises(MalformedDispatch, match=r"^a\.json: the record at byte 11 is longer than limits\.dispatch_bytes \(500000\)$"):
        given_.extend(
            records(RawDocument("a.json", data[:20_000], lambda: io.BytesIO(data)), Limits(dispatch_bytes=500_000), "ninjs", 1, ())
        )
    assert [record.value for record in given_] == [{"a": 1}]


def test_a_bad_record_does_not_keep_back_the_others() -> None:
    data = b'[{"a": 1}, {"b" 2}, {"c" 3}, {"d": 4}]'
    found = []
    with pytest.raises(MalformedDispatch, match=r"^a\.json: the record at byte 11: not JSON: "):
        found.extend(records(RawDocument("a.json", data, lambda: io.BytesIO(data)), LIMITS, "ninjs", 1, ()))
    assert [record.value for record in found] == [{"a": 1}, {"d": 4}]


def test_what_is_refused_on_purpose_is_told_before_damage() -> None:
    data = b'[{"b" 2}, {"c": ' + b"[" * 200 + b"]" * 200 + b'}, {"c" 3}]'
    with pytest.raises(Refused, match=r"^a\.json: the record at byte 10: nested deeper than limits\.json_depth \(100\)$"):
        list(records(RawDocument("a.json", data, lambda: io.BytesIO(data)), LIMITS, "ninjs", 1, ()))


def test_the_last_record_may_be_cut_off() -> None:
    whole, cut = read(b'{"item": [{"a": "b"}, {"c": "d", "e": "f g', ("item",))
    assert (whole.value, whole.provenance.warnings) == ({"a": "b"}, ())
    assert (cut.value, [warning.code for warning in cut.provenance.warnings]) == ({"c": "d", "e": "f g"}, ["truncated"])


@pytest.mark.parametrize("data", [b"", b"[]", b"[1, 2]", b'{"item": 3}', b"\0\0"])
def test_a_file_without_records_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedDispatch, match=r"^a\.json: there is no JSON object in the list 'item'$"):
        read(data, ("item",))


def test_an_unknown_encoding_is_a_read_error() -> None:
    with pytest.raises(ReadError, match="'latin-99' is not a text encoding"):
        read(b'{"a": 1}', encoding="latin-99")


def test_lines_are_read_one_by_one(document: Document) -> None:
    data = b'\xef\xbb\xbf{"a": 1}\r\n\r\n  {"b": "\xc3\xa9"}\r\n{broken}\r\n"text"\n{"c": "cut'
    found = []
    with pytest.raises(MalformedDispatch, match=rf"^a\.txt: the record at byte {data.index(b'{broken')}: not JSON"):
        found.extend(lines(document(data), LIMITS, "jsonl", 1))
    assert [record.value for record in found] == [{"a": 1}, {"b": "é"}, "text", {"c": "cut"}]
    assert [own_bytes(data, record.provenance).strip() for record in found] == [b'{"a": 1}', b'{"b": "\xc3\xa9"}', b'"text"', b'{"c": "cut']


def test_a_line_over_the_limit_is_refused_by_name(document: Document) -> None:
    data = b'{"a": 1}\n{"a": "' + b"x" * 3_000_000 + b'"}\n{"a": 3}\n'
    found = []
    with pytest.raises(MalformedDispatch, match=r"^a\.txt: the record at byte 9: longer than limits\.dispatch_bytes \(1000000\)$"):
        found.extend(lines(document(data), Limits(dispatch_bytes=1_000_000), "jsonl", 1))
    assert [record.value for record in found] == [{"a": 1}, {"a": 3}]


PLACE = Provenance("a", 0, 1, "ab", "ninjs", "ascii")


def group(*found: Dispatch | str | ReadError) -> Iterator[Dispatch | str]:
    for item in found:
        if isinstance(item, ReadError):
            raise item
        yield item


def test_what_is_left_out_is_told_by_the_dispatch_before_or_else_behind_it() -> None:
    one, two = Dispatch(PLACE, uri="1"), Dispatch(PLACE, uri="2")
    found = list(kept([group("picture: p0"), group(one), group("picture: p1"), group(two), group("video: v")], "a"))
    assert [dispatch.provenance.warnings for dispatch in found] == [
        (WireWarning("skipped-item", "picture: p0"), WireWarning("skipped-item", "picture: p1")),
        (WireWarning("skipped-item", "video: v"),),
    ]


def test_of_many_left_out_the_number_is_told() -> None:
    (found,) = kept([group(Dispatch(PLACE), *(f"picture: {n}" for n in range(50)))], "a")
    assert len(found.provenance.warnings) == 21
    assert found.provenance.warnings[-1].detail == "30 more"


def test_where_all_is_left_out_the_source_is_skipped_with_the_reason() -> None:
    with pytest.raises(Skipped, match=r"^picture: p 1$"):
        list(kept([group("picture: p\n1"), group("video: v")], "a"))


def test_a_refusal_comes_behind_all_dispatches() -> None:
    found = []
    with pytest.raises(MalformedDispatch, match="bad"):
        found.extend(kept([group(MalformedDispatch("bad")), group(Dispatch(PLACE)), group(MalformedDispatch("worse"))], "a"))
    assert len(found) == 1
