"""JSON of the AP Media API: what the seeds do not show."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import Skipped
from wiresearch.readers import ap_media

Document = Callable[..., RawDocument]
BASE = {"altids": {"itemid": "7ab3", "etag": "7ab3_0"}, "type": "text", "headline": "Storm", "provider": "AP"}


@pytest.fixture
def one(document: Document) -> Callable[..., Dispatch]:
    """Reads an answer with one item, BASE with these members over it."""

    def read(**members: Any) -> Dispatch:
        (dispatch,) = readers.read(document(json.dumps({"data": {"item": BASE | members}})))
        return dispatch

    return read


@pytest.mark.parametrize(
    ("value", "score"),
    [
        ({"data": {"item": BASE}}, 1.0),
        ({"data": {"items": []}}, 1.0),
        (BASE, 1.0),
        ([BASE], 1.0),
        ({"item": BASE}, 1.0),
        ({"data": {"x": 1}}, 0.0),
        ({"altids": [{"role": "a"}]}, 0.0),
        ({"altids": {"x": "a"}}, 0.0),
        ([], 0.0),
        (["a"], 0.0),
    ],
)
def test_an_answer_is_recognised_by_its_item(value: Any, score: float, document: Document) -> None:
    assert ap_media.sniff(document(json.dumps(value))) == score


@pytest.mark.parametrize(
    ("members", "urgency", "raw"),
    [
        ({"urgency": 5, "editorialpriority": "d"}, 5, "d"),
        ({"editorialpriority": "f"}, 1, "f"),
        ({"editorialpriority": "x"}, 6, "x"),
        ({}, None, None),
    ],
)
def test_urgency_is_given_or_that_of_the_letter(
    members: dict[str, Any], urgency: int | None, raw: str | None, one: Callable[..., Dispatch]
) -> None:
    found = one(**members)
    assert (found.urgency, found.priority_raw) == (urgency, raw)


def test_the_title_is_the_keyword_line_or_a_headline(one: Callable[..., Dispatch]) -> None:
    found = one(slugline="BC-US--Storm", title="US--Storm, 2nd Ld-Writethru")
    assert (found.slugline_raw, found.take_key, found.headlines) == ("BC-US--Storm", "2nd Ld-Writethru", ())
    found = one(slugline="BC-US--Storm", title="Storm, again")
    assert (found.take_key, found.headlines) == (None, ("Storm, again",))


def test_categories_are_services_and_no_subjects(one: Callable[..., Dispatch]) -> None:
    found = one(
        subject=[
            {"rels": ["category"], "code": "a"},
            {"rels": ["suppcategory"], "code": "ent"},
            {"rels": ["direct"], "code": "abc", "scheme": "x"},
        ]
    )
    assert (found.service, [subject.code for subject in found.subject]) == (("a", "ent"), ["abc"])


def test_the_text_has_the_last_word_on_the_dateline(one: Callable[..., Dispatch]) -> None:
    place = {"city": "New York", "countryareaname": "NEW YORK", "countryname": "UNITED STATES"}
    without_text = one(datelinelocation=place)
    assert without_text.dateline is not None
    assert without_text.dateline.text == "New York, New York, United States"
    assert one(datelinelocation=place, body_text="ALBANY, N.Y. (AP) — It blew.").dateline is None
    assert one(datelinelocation="New York").dateline is None


def test_a_text_that_is_only_a_link_is_told(one: Callable[..., Dispatch]) -> None:
    found = one(renditions={"nitf": {"words": 311, "href": "https://example.org"}})
    assert (found.paragraphs, found.wordcount_declared) == ((), 311)
    assert [(warning.code, warning.detail) for warning in found.provenance.warnings] == [("text-elsewhere", "renditions.nitf")]


def test_each_byline_has_its_names(one: Callable[..., Dispatch]) -> None:
    found = one(bylines=[{"by": "By ANN LEE and BO EK", "title": "Associated Press"}, {"by": "CY ZED"}])
    assert (found.byline, found.authors) == ("By ANN LEE and BO EK", ("ANN LEE", "BO EK", "CY ZED"))


@pytest.mark.parametrize(
    ("members", "agency"), [({}, "AP"), ({"infosource": [{"name": "AP"}]}, "AP"), ({"infosource": [{"name": "The Observer"}]}, None)]
)
def test_what_is_credited_to_nobody_is_by_ap(members: dict[str, Any], agency: str | None, one: Callable[..., Dispatch]) -> None:
    assert one(provider=None, **members).agency == agency


@pytest.mark.parametrize(("kind", "label"), [("Alert", "alert"), ("Corrective", "corrected"), ("Kill", "kill"), ("Lead", None)])
def test_an_editorial_type_is_a_version(kind: str, label: str | None, one: Callable[..., Dispatch]) -> None:
    assert one(editorialtypes=[kind]).version_label == label


@pytest.mark.parametrize("members", [{"type": "picture"}, {"headline": "", "signals": ["newscontent"]}])
def test_what_has_no_text_is_skipped(members: dict[str, Any], document: Document) -> None:
    with pytest.raises(Skipped, match="7ab3"):
        list(readers.read(document(json.dumps({"data": {"item": BASE | members}}))))


@pytest.mark.parametrize("value", [{"data": {"items": [1, {"item": 2}]}}, {"data": {"item": [BASE]}}, {"data": {"item": {"altids": 3}}}])
def test_items_of_another_kind_are_skipped(value: Any, document: Document) -> None:
    with pytest.raises(Skipped, match="an item without text"):
        list(readers.read(document(json.dumps(value))))
