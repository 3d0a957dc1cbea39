"""NITF: the variants of agencies and of newspapers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dateline, Dispatch, RawDocument
from wiresearch.errors import MalformedDispatch
from wiresearch.readers import nitf

Document = Callable[..., RawDocument]


def one(document: Document, head: str = "", body_head: str = "", content: str = "<p>Tea.</p>", attributes: str = "") -> Dispatch:
    body = f"<body><body.head>{body_head}</body.head><body.content>{content}</body.content></body>"
    (dispatch,) = readers.read(document(f"<nitf {attributes}><head>{head}</head>{body}</nitf>"))
    return dispatch


def test_an_item_carried_by_another_agency(document: Document) -> None:
    found = one(document, '<docdata><doc-id id-string="AFP.1154.22"/><doc.rights owner="AAP"/></docdata>')
    assert (found.agency, found.provider, found.uri) == ("AFP", "AAP", "AFP.1154.22")


def test_the_declared_source_outranks_the_identifier(document: Document) -> None:
    found = one(document, '<meta name="aap-source" content="Reuters"/><docdata><doc-id id-string="AAP.1"/></docdata>')
    assert found.agency == "RTRS"


def test_urgency_outside_docdata_and_initials_for_a_byline(document: Document) -> None:
    found = one(document, '<urgency ed-urg="4"/>', "<hedline><hl1>Tea</hl1></hedline><byline>jm/pt</byline>")
    assert (found.urgency, found.byline, found.signoff) == (4, None, "jm/pt")


def test_release_at_the_time_of_issue_is_no_embargo(document: Document) -> None:
    data = '<docdata><date.issue norm="20030812T100000Z"/><date.release norm="{}"/></docdata>'
    assert one(document, data.format("20030812T100000Z")).embargoed is None
    later = one(document, data.format("20030812T110000Z")).embargoed
    assert later is not None
    assert later.text == "2003-08-12T11:00:00Z"


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        (
            "<location><city>Sydney</city>, <country iso-cc='au'>Australia</country></location>",
            Dateline("Sydney, Australia", "Sydney", "Sydney", country="AU"),
        ),
        ("SYDNEY March 22 AAP -", Dateline("SYDNEY March 22 AAP -")),
        ("Utopia", Dateline("Utopia", "Utopia", "Utopia")),
        ("<location/> ", None),
        ("<story.date norm='20140319T123000'>19/03/2014 12:30</story.date>", None),
    ],
)
def test_datelines(dateline: str, expected: Dateline | None, document: Document) -> None:
    assert one(document, "", f"<dateline>{dateline}</dateline>").dateline == expected


def test_a_newspaper_s_archive_gives_the_full_text_once(document: Document) -> None:
    found = one(
        document,
        '<docdata><doc-id id-string="17"/><identified-content><classifier class="indexing_service" type="descriptor">TEA</classifier>'
        "<person>DOE, JANE</person></identified-content></docdata>"
        '<pubdata date.publication="19870101T000000" item-length="12" unit-of-measure="word" name="The Tea Times"/>',
        '<hedline><hl1>Tea Is Dear</hl1></hedline><byline class="print_byline">By Jane Doe</byline>'
        '<byline class="normalized_byline">DOE, JANE</byline>',
        '<block class="lead_paragraph"><p>Tea is dear.</p></block><block class="full_text"><p>Tea is dear.</p><p>Coffee too.</p></block>'
        '<block class="correction_text"><p>Tea is not dear.</p></block>',
    )
    assert found.paragraphs == ("Tea is dear.", "Coffee too.")
    assert (found.byline, found.authors, found.provider, found.wordcount_declared) == ("By Jane Doe", ("Jane Doe",), "The Tea Times", 12)
    assert found.ednote == "Tea is not dear."
    assert found.versioncreated is not None
    assert (found.versioncreated.text, found.versioncreated.precision) == ("1987-01-01", "day")
    assert [(s.scheme, s.code) for s in found.subject] == [("descriptor", "TEA")]
    assert [(e.kind, e.name, e.origin) for e in found.entities] == [("person", "DOE, JANE", "feed")]


def test_names_in_the_text_are_counted_and_bylines_are_none(document: Document) -> None:
    found = one(
        document,
        "",
        "<byline><person>X</person></byline>",
        "<p><org value='T'>Tea Board</org> and <org>Tea Board</org> of <location>Ceylon</location>,"
        " <location><city>Galle</city>, <country>Ceylon</country></location></p>",
    )
    assert [(e.kind, e.name, e.code, e.mentions) for e in found.entities] == [
        ("organisation", "Tea Board", "T", 2),
        ("place", "Ceylon", None, 1),
        ("place", "Galle", None, 1),
    ]
    assert found.paragraphs == ("Tea Board and Tea Board of Ceylon, Galle, Ceylon",)


@pytest.mark.parametrize(
    "byline",
    ["By Jane Doe<byttl>Tea Writer</byttl>", "By <person>Jane Doe</person>, <byttl>Tea Writer</byttl>", "By Jane Doe, Tea Writer"],
)
def test_the_title_of_a_writer_is_parted_from_the_name(byline: str, document: Document) -> None:
    found = one(document, "", f"<byline>{byline}</byline>")
    assert (found.byline, found.authors) == ("By Jane Doe, Tea Writer", ("Jane Doe",))


def test_status_supersession_and_parts(document: Document) -> None:
    data = '<docdata management-status="canceled" management-doc-idref="old"><series series.part="2" series.totalpart="3"/></docdata>'
    found = one(document, data, "", "")
    assert (found.pubstatus, found.supersedes, found.series_part, found.paragraphs) == ("canceled", "old", "2", ())
    assert one(document, '<docdata><series series.part="1"/></docdata>').series_part is None


@pytest.mark.parametrize(
    ("head", "slug"),
    [
        ('<meta name="anpa-keyword" content="BC-Tea"/><title>Other</title>', "BC-Tea"),
        ('<meta name="ANPA-Keyword" content="BC-Tea"/>', "BC-Tea"),
        ("<title>1 TEA Prices</title>", "1 TEA Prices"),
        ("<title>Tea is dear</title>", None),
        ('<title>Tea is dear</title><docdata><du-key key="tea"/></docdata>', "tea"),
        ("<title>A title of very many words is no slug at all</title>", None),
    ],
)
def test_slugs(head: str, slug: str | None, document: Document) -> None:
    assert one(document, head, "<hedline><hl1>Tea is dear</hl1></hedline>").slugline_raw == slug


def test_language_and_subjects_of_the_sender_s_own(document: Document) -> None:
    found = one(
        document,
        '<tobject><tobject.subject tobject.subject.code="FIN" tobject.subject.type="Finance"/></tobject>',
        attributes='baselang="DE-at"',
    )
    assert found.language == "de-at"
    assert [(s.code, s.name) for s in found.subject] == [("FIN", "Finance")]


def test_another_root_is_an_error_when_nitf_is_asked_for(document: Document) -> None:
    with pytest.raises(MalformedDispatch, match="the first element is doc, not nitf"):
        list(readers.read(document("<doc></doc>"), nitf.NAME))


def test_a_newspaper_that_prints_its_headline_twice(document: Document) -> None:
    twice = "<hedline><hl1>Tea is dear</hl1><hl2 class='online_headline'>Tea is dear</hl2><hl2>Very</hl2></hedline>"
    found = one(document, '<pubdata name="The New York Times" date.publication="19880412T000000"/>', twice)
    assert (found.agency, found.headline, found.headlines) == ("NYT", "Tea is dear", ("Very",))


def test_the_title_of_a_writer_may_stand_on_a_line_of_its_own(document: Document) -> None:
    found = one(document, "", "<hedline><hl1>Tea</hl1></hedline><byline>By Jane Doe<br/>Tea Staff Writer</byline>")
    assert found.authors == ("Jane Doe",)
