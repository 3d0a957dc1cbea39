"""NewsML-G2: messages, items, packages; content of every kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dateline, Dispatch, RawDocument
from wiresearch.errors import MalformedDispatch, Skipped
from wiresearch.readers import newsmlg2

Document = Callable[..., RawDocument]

HTML = "<inlineXML><html><body>{}</body></html></inlineXML>"


def item(meta: str = "", content_meta: str = "", content: str = HTML.format("<p>Tea.</p>"), attributes: str = 'guid="urn:tea:1"') -> str:
    parts = f"<itemMeta>{meta}</itemMeta><contentMeta>{content_meta}</contentMeta><contentSet>{content}</contentSet>"
    return f"<newsItem {attributes}>{parts}</newsItem>"


def of(document: Document, source: str) -> list[Dispatch]:
    return list(readers.read(document(source), newsmlg2.NAME))


@pytest.mark.parametrize(
    ("content", "paragraphs"),
    [
        (HTML.format("<p>One.</p><p>Two.</p>"), ("One.", "Two.")),
        ("<inlineXML><nitf><body><body.content><p>One.</p></body.content></body></nitf></inlineXML>", ("One.",)),
        ("<inlineXML/>" + HTML.format("") + HTML.format("<p>One.</p>"), ("One.",)),
        ("<inlineData contenttype='text/plain'>One goes\non.\n\nTwo.</inlineData>", ("One goes on.", "Two.")),
        ("<inlineData contenttype='text/html'><![CDATA[<p>One.</p>]]></inlineData>", ("One.",)),
        ("<inlineData encoding='base64'>T25l</inlineData><remoteContent href='x'/>", ()),
        ("", ()),
    ],
)
def test_content_of_every_kind(content: str, paragraphs: tuple[str, ...], document: Document) -> None:
    (found,) = of(document, item("", "<headline>Tea</headline>", content))
    assert found.paragraphs == paragraphs


def test_nitf_inside_says_what_the_item_does_not(document: Document) -> None:
    head = "<body.head><hedline><hl1>Inner</hl1></hedline><byline>By Jane Doe</byline></body.head>"
    inner = f"<inlineXML><nitf><body>{head}<body.content><p>x</p><p>ab/cd</p></body.content></body></nitf></inlineXML>"
    (bare,) = of(document, item("", "", inner))
    (found,) = of(document, item("", "<headline>Outer</headline>", inner))
    assert [(d.headline, d.byline, d.signoff) for d in (bare, found)] == [
        ("Inner", "By Jane Doe", "ab/cd"),
        ("Outer", "By Jane Doe", "ab/cd"),
    ]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ('qcode="ninat:picture"', "picture"),
        ('qcode="icls:video"', "video"),
        ('qcode="ninat:graphic"', "graphic"),
        ('uri="http://cv.iptc.org/newscodes/ninature/composite"', "composite"),
    ],
)
def test_what_is_no_text_is_skipped(kind: str, name: str, document: Document) -> None:
    with pytest.raises(Skipped, match=f"no text in it: {name} urn:tea:1"):
        of(document, item(f"<itemClass {kind}/>", "<headline>Photo</headline>"))


def test_a_package_is_skipped(document: Document) -> None:
    with pytest.raises(Skipped, match="no text in it: packageItem urn:tea:9"):
        of(document, '<packageItem guid="urn:tea:9"><groupSet/></packageItem>')


def test_an_empty_item_is_skipped_but_a_kill_is_kept(document: Document) -> None:
    with pytest.raises(Skipped, match="item without headline and text"):
        of(document, item("", "", ""))
    (kill,) = of(document, item('<pubStatus qcode="stat:canceled"/>', "", ""))
    assert (kill.pubstatus, kill.headline, kill.paragraphs) == ("canceled", "", ())


def test_a_message_without_items_is_malformed(document: Document) -> None:
    with pytest.raises(MalformedDispatch, match="there is no item in it"):
        of(document, "<newsMessage><header/></newsMessage>")


def test_a_message_lends_what_its_items_do_not_say(document: Document) -> None:
    header = "<header><sent>2003-08-12T10:00:00Z</sent><sender>reuters.com</sender><priority>3</priority></header>"
    own = item('<versionCreated>2003-08-12T09:00:00Z</versionCreated><provider literal="STT"/>')
    found = of(document, f"<newsMessage>{header}<itemSet>{item()}{own}</itemSet></newsMessage>")
    assert [(d.versioncreated and d.versioncreated.text, d.provider, d.priority_raw) for d in found] == [
        ("2003-08-12T10:00:00Z", "reuters.com", "3"),
        ("2003-08-12T09:00:00Z", "STT", "3"),
    ]


def test_people_agencies_and_initials_stand_in_the_same_elements(document: Document) -> None:
    creators = '<creator><name>Jane Doe</name></creator><creator literal="VRG"/><creator literal="Reuters"/>'
    meta = f'<infoSource literal="AFP"/><infoSource uri="http://tea"/>{creators}'
    (named,) = of(document, item('<provider qcode="p:7"><name>Agence France-Presse</name></provider>'))
    assert (named.agency, named.provider) == ("AFP", "Agence France-Presse")
    (found,) = of(document, item('<provider qcode="nprov:STT"/>', meta))
    assert (found.agency, found.provider, found.infosource) == ("AFP", "nprov:STT", ("AFP", "RTRS"))
    assert (found.authors, found.signoff) == (("Jane Doe",), "VRG")


@pytest.mark.parametrize(
    ("printed", "dateline"),
    [
        ("Helsinki", Dateline("Helsinki", "Helsinki", "Helsinki")),
        ("2014-07-16 13:00:03 GMT+00:00", None),
        ("2014-07-16T13:00:03Z", None),
        ("", None),
    ],
)
def test_a_dateline_may_be_a_time(printed: str, dateline: Dateline | None, document: Document) -> None:
    assert of(document, item("", f"<dateline>{printed}</dateline>"))[0].dateline == dateline


def test_subjects_and_what_they_name(document: Document) -> None:
    meta = (
        '<language tag="de"/><subject qcode="medtop:20000523"><name xml:lang="en">labour</name><name xml:lang="de">Arbeit</name></subject>'
        '<subject uri="http://cv.iptc.org/newscodes/subjectcode/04016007"/><subject type="cptype:cat" literal="ALR"/>'
        '<subject type="cpnat:person" qcode="p:1"><name>Jane Doe</name></subject>'
        '<subject type="cpnat:geoArea" qcode="iso3166-1a2:FI"><name>Suomi</name></subject>'
    )
    (found,) = of(document, item("", meta))
    assert [(s.scheme, s.code, s.name) for s in found.subject] == [
        ("medtop", "20000523", "Arbeit"),
        ("subj", "04016007", None),
        ("cat", "ALR", None),
        ("subj", "04016000", None),
        ("subj", "04000000", None),
    ]
    assert [(e.kind, e.name, e.country) for e in found.entities] == [("person", "Jane Doe", None), ("place", "Suomi", "FI")]


def test_headlines_slug_and_take(document: Document) -> None:
    meta = (
        '<headline role="hld:subHeadline">Sub</headline><headline>Main</headline><slugline separator="-">TEA-PRICES (UPDATE 1)</slugline>'
    )
    (found,) = of(document, item("", meta))
    assert (found.headline, found.headlines, found.take_key, found.slugline_raw) == ("Main", ("Sub",), "UPDATE 1", "TEA-PRICES (UPDATE 1)")


def test_summary_is_the_abstract_and_a_caption_is_not(document: Document) -> None:
    meta = '<description role="descRole:caption">slug:headline</description><description role="drol:summary">Short.</description>'
    assert of(document, item("", meta))[0].abstract == "Short."


def test_what_an_item_supersedes(document: Document) -> None:
    links = '<link rel="irel:seeAlso" href="x"/><link guidref="urn:tea:1" version="2"/><link rel="irel:evolvedFrom" residref="urn:tea:0"/>'
    assert of(document, item(links))[0].supersedes == "urn:tea:0"


def test_notes_signals_and_words(document: Document) -> None:
    meta = (
        '<edNote>Mind the <b>embargo</b></edNote><signal qcode="sig:correction"/><signal qcode="sig:correction"/><service qcode="svc:tea"/>'
    )
    (found,) = of(document, item(meta, "", HTML.format("<p>x</p>").replace("<inlineXML>", '<inlineXML wordcount="348">')))
    assert (found.ednote, found.signals, found.version_label) == ("Mind the embargo", ("sig:correction",), "corrected")
    assert (found.service, found.wordcount_declared) == (("tea",), 348)


def test_the_provider_of_an_item_that_was_killed(document: Document) -> None:
    killed = '<newsItem guid="x"><itemMeta><provider qcode="nprov:AFP"/><pubStatus qcode="stat:canceled"/></itemMeta></newsItem>'
    (found,) = of(document, killed)
    assert (found.agency, found.pubstatus) == ("AFP", "canceled")


def test_a_typed_text_is_read_as_text(document: Document) -> None:
    content = "<inlineData contenttype='text/plain'>MOSCOW. Feb 29 (Interfax) - Tea rose.\n\nIt is dear.\n\nmz dp</inlineData>"
    (found,) = of(document, item("", "<headline>Tea</headline>", content))
    assert (found.paragraphs, found.signoff) == (("MOSCOW. Feb 29 (Interfax) - Tea rose.", "It is dear."), "mz dp")
