"""Plain objects under our names, and what wiresearch itself writes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from strategies import dispatches

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Provenance, RawDocument, to_record
from wiresearch.normalise import normalise
from wiresearch.readers import namedfields

Document = Callable[..., RawDocument]
PLACE = Provenance("a", 0, 1, "ab" * 32, "jsonl", "ascii")


def read(value: dict[str, Any]) -> Dispatch:
    found = namedfields.dispatch(value, PLACE, Limits())
    assert found is not None
    return found


def test_every_field_of_the_table_is_one_of_the_record() -> None:
    beside = {"person", "organisation", "place", "event"}
    assert beside | {field.name for field in dataclasses.fields(Dispatch)} >= namedfields.FIELDS


@pytest.mark.parametrize(
    ("value", "field", "expected"),
    [
        ({"Title": "Gale"}, "headline", "Gale"),
        ({"hl1": "Gale", "headline": "Storm"}, "headline", "Storm"),
        ({"docno": "AP1", "title": "x"}, "uri", "AP1"),
        ({"Message-ID": "m@x", "title": "x"}, "uri", "m@x"),
        ({"title": "x", "body": "<p>One.</p><p>Two.</p>"}, "paragraphs", ("One.", "Two.")),
        ({"title": "x", "content": "One.\n\nTwo."}, "paragraphs", ("One.", "Two.")),
        ({"title": "x", "paragraphs": ["One.", "", "Two.", "One."]}, "paragraphs", ("One.", "Two.", "One.")),
        ({"title": "x", "source": "Reuters"}, "agency", "RTRS"),
        ({"title": "x", "source": "The Observer"}, "infosource", ("The Observer",)),
        ({"title": "x", "author": "By Ann Lee and Bo Ek"}, "authors", ("Ann Lee", "Bo Ek")),
        ({"title": "x", "tags": ["a", "b"]}, "keywords", ("a", "b")),
        ({"title": "x", "section": "Sport"}, "service", ("Sport",)),
        ({"title": "x", "dateline": "OSLO (AFP) Aug 13, 2003"}, "dateline.text", "OSLO (AFP) Aug 13, 2003"),
        ({"title": "x", "lang": "en_GB"}, "language", "en-GB"),
        ({"title": "x", "words": "120"}, "wordcount_declared", 120),
        ({"title": "x", "signals": ["sig:correction"]}, "version_label", "corrected"),
        ({"title": "x", "date": "Wed, 13 Aug 2003 10:00:00 +0200"}, "versioncreated.text", "2003-08-13T10:00:00+02:00"),
        ({"title": "x", "date": {"when": "2003-08-13", "inferred": "path"}}, "versioncreated.inferred", "path"),
        ({"title": {"rendered": "Tea &#8216;up&#8217;"}, "date": "2003"}, "headline", "Tea ‘up’"),
        ({"headline": {"main": "Gale", "kicker": None}, "date": "2003"}, "headline", "Gale"),
        ({"title": ["Gale", "Storm"], "date": "2003"}, "headlines", ("Storm",)),
        ({"title": "x", "content": {"rendered": "<p>One.</p>", "protected": False}}, "paragraphs", ("One.",)),
        ({"title": "x", "body": {"text": "One.\n\nTwo."}}, "paragraphs", ("One.", "Two.")),
        ({"title": "x", "source": {"id": None, "name": "Reuters"}}, "agency", "RTRS"),
        ({"title": "x", "author": {"name": "Ann Lee"}}, "authors", ("Ann Lee",)),
        ({"title": "x", "byline": ["By Ann Lee", "By Bo Ek"]}, "authors", ("Ann Lee", "Bo Ek")),
        ({"title": "x", "byline": {"original": "By Ann Lee", "person": []}}, "byline", "By Ann Lee"),
        ({"title": "x", "tags": "tea, coffee; milk"}, "keywords", ("tea", "coffee", "milk")),
        ({"title": "x", "keywords": [{"name": "subject", "value": "Tea"}, {"name": "Cup"}]}, "keywords", ("Tea", "Cup")),
        ({"title": "x", "date": "30.08.2009 15:42"}, "versioncreated.text", "2009-08-30T15:42"),
        ({"title": "x", "date": "1060761600"}, "versioncreated.text", "2003-08-13T08:00:00Z"),
        ({"title": "x", "date": {"$date": "2003-08-13T08:00:00Z"}}, "versioncreated.text", "2003-08-13T08:00:00Z"),
        ({"title": "x", "timestamp": 1_060_761_600}, "versioncreated.text", "2003-08-13T08:00:00Z"),
        ({"title": "x", "date": {"$date": {"$numberLong": "1060761600000"}}}, "versioncreated.text", "2003-08-13T08:00:00Z"),
        ({"title": "x", "created_at": "Wed Aug 13 08:00:00 +0000 2003"}, "versioncreated.text", "2003-08-13T08:00:00Z"),
        ({"title": "x", "date_publish": "2019-01-04 10:22:31"}, "versioncreated.text", "2019-01-04T10:22:31"),
        ({"title": "x", "dateTime": "2020-01-02T03:04:05Z", "date": "2020-01-02"}, "versioncreated.text", "2020-01-02T03:04:05Z"),
        ({"title": "x", "publication_datetime": 1_060_761_600_000}, "versioncreated.text", "2003-08-13T08:00:00Z"),
        ({"headlines": {"basic": "Gale", "mobile": ""}, "content_elements": []}, "headline", "Gale"),
        ({"title": "x", "credits": {"by": [{"name": "Ann Lee"}, {"name": "Bo Ek"}]}}, "authors", ("Ann Lee", "Bo Ek")),
        ({"Title": "x", "Document": {"Content": "One.\n\nTwo."}}, "paragraphs", ("One.", "Two.")),
        ({"title": "x", "source_name": "Reuters News"}, "agency", "RTRS"),
        ({"title": "x", "source": {"uri": "e.example", "title": "The Observer"}}, "infosource", ("The Observer",)),
        ({"title": "x", "guid": {"rendered": "https://example.org/?p=1"}}, "uri", "https://example.org/?p=1"),
        ({"title": "x", "_id": {"$oid": "5c0a79"}}, "uri", "5c0a79"),
        ({"title": "x", "@id": "https://example.org/1"}, "uri", "https://example.org/1"),
        ({"title": "x", "maintext": "One.\n\nTwo."}, "paragraphs", ("One.", "Two.")),
        ({"title": "x", "inLanguage": "en"}, "language", "en"),
        ({"title": "x", "word_count": 320}, "wordcount_declared", 320),
        ({"title": "x", "section_name": "World"}, "service", ("World",)),
        ({"title": "x", "media_name": "The Observer"}, "infosource", ("The Observer",)),
        ({"titel": "Sturm", "datum": "03.02.1997", "quelle": "dpa"}, "agency", "DPA"),
        (
            {
                "title": "x",
                "contents": [
                    {"type": "kicker", "content": "Tea"},
                    {"type": "sanitized_html", "subtype": "paragraph", "content": "One <b>cup</b>."},
                    {"type": "image", "content": "A cup"},
                    {"type": "text", "content": "<p>Two.</p>"},
                ],
            },
            "paragraphs",
            ("One cup.", "Two."),
        ),
    ],
)
def test_a_name_leads_to_its_field(value: dict[str, Any], field: str, expected: Any) -> None:
    found: Any = read(value)
    for name in field.split("."):
        found = getattr(found, name)
    assert found == expected


@pytest.mark.parametrize("value", [{}, {"title": " "}, {"text": ""}, {"paragraphs": []}, {"date": "2003-08-13", "uri": "x"}])
def test_without_headline_and_text_there_is_no_dispatch(value: dict[str, Any]) -> None:
    assert namedfields.dispatch(value, PLACE, Limits()) is None


def test_a_date_that_is_none_is_told() -> None:
    assert [(w.code, w.detail) for w in read({"title": "x", "date": "next week"}).provenance.warnings] == [("bad-date", "next week")]


@given(dispatches())
def test_what_we_write_is_read_again(dispatch: Dispatch) -> None:
    clean = normalise(dispatch)
    found = namedfields.dispatch(json.loads(json.dumps(to_record(clean))), PLACE, Limits())
    if found is None:
        assert (clean.headline, clean.paragraphs) == ("", ())
        return
    for name in ("uri", "headline", "paragraphs", "agency", "kind", "pubstatus", "service", "version_label"):
        assert getattr(found, name) == getattr(clean, name), name
    assert (found.versioncreated and found.versioncreated.text) == (clean.versioncreated and clean.versioncreated.text)


def test_a_seed_that_was_inspected_is_read_again_as_it_was(document: Document) -> None:
    text = "TEA.WIRE\nTea is dear\nGENEVA (AFP) Aug 13, 2003\nTea was dear, ITAR-TASS said.\n\nIt may be dearer.\n\nTEA.WIRE"
    (once,) = map(normalise, readers.read(document(text)))
    again = normalise(read(json.loads(json.dumps(to_record(once)))))
    for field in dataclasses.fields(Dispatch):
        if field.name not in ("provenance", "key", "dateline"):
            assert getattr(again, field.name) == getattr(once, field.name), field.name
    assert again.dateline is not None
    assert once.dateline is not None
    assert dataclasses.replace(again.dateline, span=None) == dataclasses.replace(once.dateline, span=None)
