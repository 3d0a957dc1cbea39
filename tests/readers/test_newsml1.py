"""NewsML 1: components in components, several texts, none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dateline, Dispatch, RawDocument
from wiresearch.errors import Skipped
from wiresearch.readers import newsml1

Document = Callable[..., RawDocument]

NAME = (
    "<Identification><NewsIdentifier><ProviderId>tea.org</ProviderId><DateId>20030812</DateId><NewsItemId>7</NewsItemId><RevisionId>1</RevisionId>"
    "<PublicIdentifier>urn:newsml:tea.org:20030812:7:1</PublicIdentifier></NewsIdentifier></Identification>"
)
TEXT = "<ContentItem><MediaType FormalName='Text'/><DataContent>{}</DataContent></ContentItem>"


def of(document: Document, components: str, management: str = "", envelope: str = "") -> list[Dispatch]:
    source = f"<NewsML>{envelope}<NewsItem>{NAME}<NewsManagement>{management}</NewsManagement>{components}</NewsItem></NewsML>"
    return list(readers.read(document(source), newsml1.NAME))


def lines(headline: str, more: str = "") -> str:
    return f"<NewsLines><HeadLine>{headline}</HeadLine>{more}</NewsLines>"


def test_the_language_may_stand_at_any_component_around_the_text(document: Document) -> None:
    inner = f"<NewsComponent>{TEXT.format('Thé.')}</NewsComponent>"
    (found,) = of(document, f"<NewsComponent xml:lang='fr'>{inner}</NewsComponent>")
    assert found.language == "fr"
    described = "<DescriptiveMetadata><Language FormalName='fr-CA'/></DescriptiveMetadata>"
    (found,) = of(document, f"<NewsComponent xml:lang='fr'>{described}{inner}</NewsComponent>")
    assert found.language == "fr-CA"


def test_a_cancelled_item_may_be_empty(document: Document) -> None:
    (found,) = of(document, f"<NewsComponent>{TEXT.format('')}</NewsComponent>", "<Status FormalName='Canceled'/>")
    assert (found.pubstatus, found.paragraphs) == ("canceled", ())


@pytest.mark.parametrize(
    ("content", "paragraphs"),
    [
        ("<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>", ("One.", "Two.")),
        ("<p>One.</p><p>Two.</p>", ("One.", "Two.")),
        ("<html><head><title>x</title></head><body><p>One.</p>Two.</body></html>", ("One.", "Two.")),
        ("<![CDATA[<HTML><BODY><P>One.<P>Two.</BODY></HTML>]]>", ("One.", "Two.")),
        ("One goes\non.\n\nTwo.", ("One goes on.", "Two.")),
    ],
)
def test_text_in_every_dress(content: str, paragraphs: tuple[str, ...], document: Document) -> None:
    (found,) = of(document, f"<NewsComponent>{lines('Tea')}{TEXT.format(content)}</NewsComponent>")
    assert (found.headline, found.paragraphs) == ("Tea", paragraphs)


def test_inner_components_take_from_the_outer_ones_what_they_do_not_say(document: Document) -> None:
    source = "<AdministrativeMetadata><Source><Party FormalName='Reuters'/></Source></AdministrativeMetadata>"
    inner = f"<NewsComponent>{lines('Inner')}{TEXT.format('<p>x</p>')}</NewsComponent>"
    (found,) = of(
        document, f"<NewsComponent>{lines('Outer', '<ByLine>By Jane Doe</ByLine><SlugLine>tea</SlugLine>')}{source}{inner}</NewsComponent>"
    )
    assert (found.headline, found.byline, found.slugline_raw) == ("Inner", "By Jane Doe", "tea")
    assert (found.agency, found.provider, found.infosource) == ("RTRS", "tea.org", ("RTRS",))


def test_several_texts_with_headlines_are_several_dispatches(document: Document) -> None:
    parts = "".join(f"<NewsComponent>{lines(f'H{n}')}{TEXT.format(f'<p>{n}</p>')}</NewsComponent>" for n in (1, 2))
    found = of(document, f"<NewsComponent>{parts}</NewsComponent>")
    assert [(d.headline, d.paragraphs) for d in found] == [("H1", ("1",)), ("H2", ("2",))]
    assert [d.uri for d in found] == ["urn:newsml:tea.org:20030812:7:1", "urn:newsml:tea.org:20030812:7:1#2"]


def test_texts_without_headlines_of_their_own_are_parts_of_one(document: Document) -> None:
    parts = "".join(f"<NewsComponent>{TEXT.format(f'<p>{n}</p>')}</NewsComponent>" for n in (1, 2))
    caption = f"<NewsComponent><Role FormalName='Caption'/>{TEXT.format('<p>photo</p>')}</NewsComponent>"
    (found,) = of(document, f"<NewsComponent>{lines('Tea')}{parts}{caption}</NewsComponent>")
    assert found.paragraphs == ("1", "2")


def test_a_kill_without_text_is_kept(document: Document) -> None:
    (found,) = of(document, f"<NewsComponent>{lines('Tea')}</NewsComponent>", "<Status FormalName='Canceled'/>")
    assert (found.pubstatus, found.headline, found.paragraphs) == ("canceled", "Tea", ())
    (deleted,) = of(document, "<NewsComponent/>", "<Status FormalName='Usable'/><Instruction FormalName='Delete'/>")
    assert deleted.pubstatus == "canceled"


def test_a_photo_alone_is_skipped(document: Document) -> None:
    with pytest.raises(Skipped, match=r"no text in it: photo urn:newsml:tea\.org:20030812:7:1"):
        of(document, "<NewsComponent><ContentItem><MediaType FormalName='Photo'/></ContentItem></NewsComponent>")


def test_a_bare_date_is_no_dateline_and_the_origin_stands_for_it(document: Document) -> None:
    origin = (
        "<DescriptiveMetadata><Location HowPresent='Origin'><Property FormalName='City' Value='Athens'/></Location></DescriptiveMetadata>"
    )
    part = f"<NewsComponent>{lines('Tea', '<DateLine>4/4/2018</DateLine>')}{origin}{TEXT.format('<p>x</p>')}</NewsComponent>"
    assert of(document, part)[0].dateline == Dateline("Athens", "Athens", "Athens")
    assert of(document, part.replace("4/4/2018", "ATHENS, April 4 -"))[0].dateline == Dateline("ATHENS, April 4 -")


def test_the_envelope_is_the_last_resort(document: Document) -> None:
    sent = "<TransmissionId>0042</TransmissionId><DateAndTime>20030812T100000Z</DateAndTime><Priority FormalName='2'/>"
    envelope = f"<NewsEnvelope>{sent}</NewsEnvelope>"
    part = f"<NewsComponent>{lines('Tea')}{TEXT.format('<p>x</p>')}</NewsComponent>"
    (found,) = of(document, part, "", envelope)
    (revised,) = of(document, part, "<ThisRevisionCreated>20030812T110000Z</ThisRevisionCreated><Urgency FormalName='4'/>", envelope)
    assert (found.sequence, found.priority_raw, found.urgency) == ("0042", "2", None)
    assert [d.versioncreated and d.versioncreated.text for d in (found, revised)] == ["2003-08-12T10:00:00Z", "2003-08-12T11:00:00Z"]
    assert (found.version, revised.urgency) == ("1", 4)


def test_the_provider_wrote_what_nobody_else_is_said_to_have_written(document: Document) -> None:
    source = (
        f"<NewsML><NewsItem>{NAME.replace('tea.org', 'xinhua.org')}<NewsComponent>{TEXT.format('Tea.')}</NewsComponent></NewsItem></NewsML>"
    )
    (found,) = readers.read(document(source))
    assert (found.agency, found.provider) == ("XINHUA", "xinhua.org")


@pytest.mark.parametrize("form", ["{}", "<pre>{}</pre>"])
def test_a_typed_text_is_read_as_text(form: str, document: Document) -> None:
    typed = (
        "\n(ATTN: ADDS quotes)\nBy Kim Min-su\n   BUSAN, Oct. 10 (Yonhap) -- Tea was\ndear here.\n   It rose.\n   kim@tea.example\n(END)\n"
        "10-OCT-05 15:42 NNNN\n"
    )
    (found,) = of(
        document,
        f"<NewsComponent>{lines('Tea')}{TEXT.format(form.format(typed))}</NewsComponent>",
        "<ThisRevisionCreated>20051010T101010Z</ThisRevisionCreated>",
    )
    assert found.paragraphs == ("BUSAN, Oct. 10 (Yonhap) -- Tea was dear here.", "It rose.")
    assert (found.headline, found.authors, found.ednote) == ("Tea", ("Kim Min-su",), "(ATTN: ADDS quotes)")
    assert found.versioncreated is not None
    assert found.versioncreated.text == "2005-10-10T10:10:10Z"
