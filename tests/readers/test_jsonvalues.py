"""Values of any kind to fields."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.config import Limits
from wiresearch.dispatch import Subject, WireTime
from wiresearch.readers import jsonvalues as values

LIMITS = Limits()
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "code", "value", "uri", "x"]), inner, max_size=3),
    max_leaves=10,
)


@given(ANY)
def test_no_value_breaks_an_accessor(value: Any) -> None:
    values.first(value, value)
    values.objects(value)
    values.texts(value, "name", "value")
    values.whole(value)
    values.urgency(value)
    values.time(value)
    values.line(value)
    values.note(value)
    values.body(value, LIMITS, "a")
    values.subjects(value)
    list(values.entities("place", value))


@pytest.mark.parametrize(("value", "expected"), [("a ", "a"), (3, "3"), (1.5, "1.5"), (True, ""), (None, ""), (["a"], ""), ({"a": 1}, "")])
def test_text_is_text_or_a_number(value: Any, expected: str) -> None:
    assert values.text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(3, 3), ("3", 3), (3.0, 3), (0, None), (10, None), ("high", None), (True, None), (float("inf"), None)]
)
def test_urgency_is_one_to_nine(value: Any, expected: int | None) -> None:
    assert values.urgency(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2019-05-10T16:02:28+0200", "2019-05-10T16:02:28+02:00"),
        ("2019-05-10", "2019-05-10"),
        (1_557_496_948, "2019-05-10T14:02:28Z"),
        (1_557_496_948_000, "2019-05-10T14:02:28Z"),
    ],
)
def test_a_time_is_iso_8601_or_counted_since_1970(value: Any, expected: str) -> None:
    found = values.time(value)
    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize("value", [True, 7, float("inf"), 1e300, "9999-12-31T00:00:00Z", "soon", None, []])
def test_what_is_no_time_is_none(value: Any) -> None:
    assert values.time(value) is None


def test_a_count_of_seconds_declares_its_zone() -> None:
    assert values.time(1_000_000_000) == WireTime(datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC), tz_declared=True)


def test_texts_of_objects_and_of_lists_come_once() -> None:
    assert values.texts([{"name": "a"}, "b", {"code": "c", "name": ""}, "a", 3, None, {"x": "y"}], "name", "code") == ("a", "b", "c", "3")
    assert values.texts("a") == ("a",)
    assert values.texts(None) == ()


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"code": "04000000", "name": "economy"}, Subject("04000000", "subj", "economy")),
        ({"qcode": "medtop:20000768", "name": "x"}, Subject("20000768", "medtop", "x")),
        ({"uri": "http://cv.iptc.org/newscodes/mediatopic/20000346"}, Subject("20000346", "medtop")),
        ({"code": "15000000", "scheme": "http://cv.iptc.org/newscodes/subjectcode/"}, Subject("15000000", "subj")),
        ({"literal": "20000346", "name": "x"}, Subject("20000346", "medtop", "x")),
        ({"code": "tennis", "scheme": "topics"}, Subject("tennis", "topics")),
        ({"name": "Award", "rel": "about"}, Subject("Award", "", "Award")),
        ("12000000", Subject("12000000", "subj")),
    ],
)
def test_a_subject_has_the_scheme_that_it_or_its_code_tells(item: Any, expected: Subject) -> None:
    assert values.subjects([item]) == (expected,)


def test_parents_of_a_subject_are_added() -> None:
    assert [subject.code for subject in values.subjects({"code": "04016007"})] == ["04016007", "04016000", "04000000"]


def test_a_place_has_its_country_where_the_code_is_one() -> None:
    given_ = [
        {"name": "Norge", "scheme": "http://cvx.iptc.org/iso3166-1a2/", "code": "no"},
        {"name": "Italy", "uri": "http://cvx.iptc.org/iso3166-1a2/it", "rel": "about"},
        {"name": "NSW", "code": "NSW"},
        "Rome",
        {"code": "x"},
    ]
    found = [(place.name, place.code, place.country, place.rule, place.origin) for place in values.entities("place", given_)]
    assert found == [
        ("Norge", "NO", "NO", "place", "feed"),
        ("Italy", "IT", "IT", "about", "feed"),
        ("NSW", "NSW", None, "place", "feed"),
        ("Rome", None, None, "place", "feed"),
    ]


def test_html_gives_paragraphs_and_the_headings_apart() -> None:
    html = "<h1>Storm</h1><p>It blew.</p><h2>Roofs</h2><p>They went &amp; fell.</p><figure><figcaption>A roof</figcaption></figure>"
    found = values.body(html, LIMITS, "a")
    assert (found.body.paragraphs, found.headings, found.dateline) == (("It blew.", "They went & fell."), ("Storm", "Roofs"), "")


@pytest.mark.parametrize(
    ("html", "dateline", "paragraphs"),
    [
        ('<p><span class="dateline">Bremen (dpa) - </span>It blew.</p>', "Bremen (dpa) -", ("It blew.",)),
        ('<div class="dat"><span>Luleå</span> <span>TT</span></div><p>It blew.</p>', "Luleå", ("It blew.",)),
        ('<div class="dat"><span>Sjöfart</span> <span>TT</span></div><p>It blew.</p>', "", ("It blew.",)),
        ('<p class="dateline">Nothing of the kind stands here.</p>', "", ("Nothing of the kind stands here.",)),
    ],
)
def test_a_marked_dateline_is_taken_out_of_the_text(html: str, dateline: str, paragraphs: tuple[str, ...]) -> None:
    found = values.body(html, LIMITS, "a")
    assert (found.dateline, found.body.paragraphs) == (dateline, paragraphs)


def test_of_nitf_in_a_string_the_body_is_read() -> None:
    head = "<head><title>T</title></head><body><body.head><byline>By X</byline></body.head>"
    nitf = f"<?xml version='1.0'?><nitf>{head}<body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"
    assert values.body(nitf, LIMITS, "a").body.paragraphs == ("One.", "Two.")


def test_text_keeps_its_paragraphs_and_its_signs() -> None:
    assert values.body("2 < 3 & 4 > 3.\n\nTwo.", LIMITS, "a").body.paragraphs == ("2 < 3 & 4 > 3.", "Two.")


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("Adds quotes. Call the desk at +1 212 555 0100.", "Adds quotes."),
        ("<p>Updates.</p><p>desk@example.org</p>", "Updates."),
        ("Tel. +49 30 1234 5678", None),
        ("", None),
        ("Eds: 2 pictures to follow", "Eds: 2 pictures to follow"),
    ],
)
def test_notes_lose_the_sentences_with_addresses(note: str, kept: str | None) -> None:
    assert values.note(note) == kept
