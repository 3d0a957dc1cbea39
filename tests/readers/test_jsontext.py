"""Damage that files of JSON suffer: what is mended, what is refused, and what is said of it."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.config import Limits
from wiresearch.dispatch import WireWarning
from wiresearch.errors import MalformedDispatch
from wiresearch.readers.jsontext import loads, on_one_line, peek

LIMITS = Limits()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=5)


@given(OBJECTS, st.booleans())
def test_sound_json_is_read_as_it_is(value: dict[str, object], escaped: bool) -> None:
    assert loads(json.dumps(value, ensure_ascii=escaped), LIMITS, "a") == (json.loads(json.dumps(value)), ())


@given(OBJECTS, st.booleans(), st.data())
def test_what_is_cut_off_keeps_what_stood_before(value: dict[str, object], escaped: bool, data: st.DataObject) -> None:
    """Members before the one that was cut are whole; no member is invented."""
    text = json.dumps(value, ensure_ascii=escaped)
    cut = data.draw(st.integers(1, len(text)))
    found, warnings = loads(text[:cut], LIMITS, "a")
    whole = list(json.loads(text).items())
    names = list(found)
    assert names == [name for name, _ in whole[: len(names)]]
    assert all(found[name] == member for name, member in whole[: max(0, len(names) - 1)])
    codes = {warning.code for warning in warnings} - {"lone-surrogate"}  # a pair of escapes may be cut in half
    assert codes == ({"truncated"} if cut < len(text) else set())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "one tw', {"a": "one tw"}),
        ('{"a": "one \\', {"a": "one "}),
        ('{"a": "one \\u00e', {"a": "one "}),
        ('{"a": [1, {"b": "c"', {"a": [1, {"b": "c"}]}),
        ('{"a": 1, "b', {"a": 1}),
        ('{"a": 1, "b"', {"a": 1}),
        ('{"a": 1, "b":', {"a": 1, "b": None}),
        ('{"a": 1, "b": tr', {"a": 1, "b": None}),
        ('{"a": 1, ', {"a": 1}),
        ('{"a": ["x", ', {"a": ["x"]}),
        ("{", {}),
    ],
)
def test_a_cut_at_every_kind_of_place(text: str, value: object) -> None:
    assert loads(text, LIMITS, "a")[0] == value


@pytest.mark.parametrize(
    ("text", "value", "warning"),
    [
        ('{"a": 1, "a": 2, "b": 3}', {"a": 2, "b": 3}, WireWarning("duplicate-key", "a")),
        ('{"a": NaN, "b": -Infinity}', {"a": None, "b": None}, WireWarning("not-a-number", "NaN, -Infinity")),
        ('{"a": "x\\ud83dy"}', {"a": "x\ufffdy"}, WireWarning("lone-surrogate", "1")),
        ('{"a": "\\udc00\\ud800"}', {"a": "\ufffd\ufffd"}, WireWarning("lone-surrogate", "2")),
    ],
)
def test_damage_is_mended_and_told(text: str, value: object, warning: WireWarning) -> None:
    assert loads(text, LIMITS, "a") == (value, (warning,))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
        ('{"a": "\\\\ud83d"}', {"a": "\\ud83d"}),
        ('{"a": "two\nlines\tand a tab"}', {"a": "two\nlines\tand a tab"}),
        ('{"a": ' + "9" * 5_000 + "}", {"a": "9" * 5_000}),
        ('{"a": 123456789012345678}', {"a": 123456789012345678}),
    ],
)
def test_what_is_odd_but_no_damage_is_read_in_silence(text: str, value: object) -> None:
    assert loads(text, LIMITS, "a") == (value, ())


@pytest.mark.parametrize("text", ["{broken", '{"a" 1}', '{"a": 1 "b": 2}', "{'a': 1}", '{"a": .}'])
def test_what_is_no_json_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(MalformedDispatch, match=r"^a: not JSON: .* line 1 column") as caught:
        loads(text, LIMITS, "a")
    assert "\n" not in caught.value.message


def test_nesting_is_bounded_by_a_setting() -> None:
    assert loads('{"a": [[["]"]]]}', Limits(json_depth=4), "a")[0] == {"a": [[["]"]]]}
    with pytest.raises(MalformedDispatch, match=r"^a: nested deeper than limits\.json_depth \(4\)$"):
        loads('{"a": [[[[]]]]}', Limits(json_depth=4), "a")
    with pytest.raises(MalformedDispatch, match="json_depth"):
        loads('{"a": ' + "[" * 200_000, LIMITS, "a")


def test_brackets_in_strings_are_no_nesting() -> None:
    assert loads('{"a": "[[[[[[[[[["}', Limits(json_depth=2), "a")[0] == {"a": "[" * 10}


@pytest.mark.parametrize(
    ("head", "value", "several", "cut"),
    [
        (b'{"a": 1}', {"a": 1}, False, False),
        (b'\xef\xbb\xbf\r\n {"a": 1}\n', {"a": 1}, False, False),
        ('{"a": "é"}'.encode("utf-16"), {"a": "é"}, False, False),
        ('{"a": "é"}'.encode("utf-16-be"), {"a": "é"}, False, False),
        (b'{"a": 1}\n{"a": 2}', {"a": 1}, True, False),
        (b'[{"a": ",]"},\n]', [{"a": ",]"}], False, False),
        (b'{"a": 1,}\n{"a": 2}', {"a": 1}, True, False),
        (b'[{"a": 1}, {"b', [{"a": 1}, {}], False, True),
        (b"{no json", None, False, True),
        (b'{"a": ' + b"[" * 19_000, {"a": []}, False, True),
    ],
)
def test_the_head_shows_the_first_value(head: bytes, value: object, several: bool, cut: bool) -> None:
    seen = peek(head)
    assert seen is not None
    shown = {"a": []} if head.endswith(b"[[[[") and isinstance(seen.value, dict) else seen.value
    assert (shown, seen.several, seen.cut) == (value, several, cut)


@pytest.mark.parametrize("head", [b"", b" ", b"<html>", b"Tea is dear {", b"(AP)", b'"a"', b"\0\0", b"\xff\xfe<\0"])
def test_what_begins_with_no_bracket_is_no_json(head: bytes) -> None:
    assert peek(head) is None


def test_a_first_line_is_told_from_a_value_over_several() -> None:
    assert on_one_line(b'\n{"a": 1}\n{"b": 2}')
    assert not on_one_line(b'{"a":\n 1}\n{"b": 2}')


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        '{"a": "' + '\\"' * 400_000,
        '{"a": "' + "\\ud800" * 100_000 + '"}',
        '{"a":' * 90_000,
        "[" * 400_000,
        '{"a": 1,' + '"a": 1,' * 100_000 + '"b": 2}',
    ],
    ids=["escapes", "surrogates", "objects", "lists", "one key"],
)
def test_no_repetition_takes_long(text: str) -> None:
    peek(text.encode())
    with contextlib.suppress(MalformedDispatch):
        loads(text, LIMITS, "a")
