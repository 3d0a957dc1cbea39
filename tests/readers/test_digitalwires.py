"""dpa digitalwires: what the seeds do not show."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import Skipped
from wiresearch.normalise import normalise
from wiresearch.readers import digitalwires

Document = Callable[..., RawDocument]
BASE = {"format": "digitalwires@1.0.0", "urn": "urn:newsml:dpa.com:1", "headline": "Sturm", "article_html": "<p>Es war windig.</p>"}


@pytest.fixture
def one(document: Document) -> Callable[..., Dispatch]:
    """Reads one entry, BASE with these members over it."""

    def read(**members: Any) -> Dispatch:
        (dispatch,) = readers.read(document(json.dumps(BASE | members)))
        return dispatch

    return read


@pytest.mark.parametrize(
    ("value", "score"),
    [
        (BASE, 1.0),
        ([BASE], 1.0),
        ({"entries": [BASE]}, 1.0),
        ({"format": "ninjs"}, 0.0),
        ({"entries": []}, 0.0),
        ([], 0.0),
        ({"format": 3}, 0.0),
    ],
)
def test_an_entry_is_recognised_by_its_format(value: Any, score: float, document: Document) -> None:
    assert digitalwires.sniff(document(json.dumps(value))) == score


@pytest.mark.parametrize(
    "html",
    ["<p>Bonn (dpa) - Es war windig.</p>", '<p><span class="dateline">Bonn (dpa) - </span>Es war windig.</p>', "<p>Es war windig.</p>"],
)
def test_a_dateline_given_twice_stands_once(html: str, one: Callable[..., Dispatch]) -> None:
    found = normalise(one(dateline="Bonn (dpa) - ", article_html=html))
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.city, found.paragraphs) == ("Bonn (dpa) -", "Bonn", ("Es war windig.",))


def test_notes_that_are_not_for_publication_are_nowhere(one: Callable[..., Dispatch]) -> None:
    found = one(
        ednotes=[
            {"role": "dpaednoterole:editorialnote", "ednote": "Mit Bild.", "is_publishable": True},
            {"role": "dpaednoterole:editorialnote", "ednote": "Geheim.", "is_publishable": False},
            {"role": "dpaednoterole:contacts", "ednote": "Anna Amt, +49 30 1234 5678", "is_publishable": True},
        ],
        notepad={"public_html": "<p>Oeffentlich.</p>", "nonpublic_html": "<p>Redaktion: x@dpa.com</p>"},
    )
    assert found.ednote == "Mit Bild."


def test_the_notepad_is_read_where_there_are_no_notes(one: Callable[..., Dispatch]) -> None:
    assert (
        one(notepad={"public_html": "<h4>Hinweis</h4><p>Mit Bild.</p><p>x@dpa.com</p>", "nonpublic_html": "<p>y</p>"}).ednote
        == "Hinweis Mit Bild."
    )
    assert one(ednote="Sperrfrist: 4. Mai", notepad={"public_html": "<p>Mit Bild.</p>"}).ednote == "Sperrfrist: 4. Mai"


def test_subjects_of_iptc_stand_under_any_kind(one: Callable[..., Dispatch]) -> None:
    categories = [{"type": "dnltype:subject", "qcode": "medtop:20000343"}, {"type": "dnltype:desk", "qcode": "dpacat:hs", "name": "Hessen"}]
    assert [(subject.scheme, subject.code) for subject in one(categories=categories).subject] == [("medtop", "20000343")]


@pytest.mark.parametrize(
    ("members", "agency", "provider"),
    [
        ({}, "DPA", None),
        ({"categories": [{"type": "dnltype:provider", "name": "dpa-AFX"}], "creditline": "dpa-AFX"}, "DPA-AFX", "dpa-AFX"),
        ({"creditline": "AFP"}, "AFP", None),
    ],
)
def test_the_agency_is_the_provider_or_who_is_credited(
    members: dict[str, Any], agency: str, provider: str | None, one: Callable[..., Dispatch]
) -> None:
    found = one(**members)
    assert (found.agency, found.provider) == (agency, provider)


@pytest.mark.parametrize("members", [{"pubstatus": "canceled"}, {"categories": [{"type": "dnltype:pubstatus", "qcode": "stat:canceled"}]}])
def test_a_cancelled_entry_may_be_empty(members: dict[str, Any], one: Callable[..., Dispatch]) -> None:
    assert one(headline="", article_html=None, **members).pubstatus == "canceled"


def test_an_entry_without_text_is_skipped(document: Document) -> None:
    with pytest.raises(Skipped, match="an entry without text: urn:newsml:dpa"):
        list(readers.read(document(json.dumps(BASE | {"headline": None, "article_html": ""}))))


@pytest.mark.parametrize(
    "name", ["categories", "ednotes", "notepad", "headline", "article_html", "signal", "version", "byline", "embargoed"]
)
@pytest.mark.parametrize("value", [3, [1, [2]], {"type": 4}, True, [{"type": {"a": []}, "name": 1}]])
def test_members_of_another_kind_do_no_harm(name: str, value: Any, one: Callable[..., Dispatch]) -> None:
    assert one(**{name: value}).agency == "DPA"
