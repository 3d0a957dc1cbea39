"""RSS and Atom: where the text of an item is. What whole feeds say is in seeds/formats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import Skipped

Document = Callable[..., RawDocument]
LONG = "Tea rose on Wednesday, and so did the price of cups, saucers and spoons."


def items(document: Document, inside: str) -> list[Dispatch]:
    names = 'xmlns:content="urn:c" xmlns:x="urn:x" xmlns:wp="urn:w"'
    data = f'<?xml version="1.0"?><rss version="2.0" {names}><channel>{inside}</channel></rss>'
    found = list(readers.read(document(data)))
    assert {dispatch.provenance.format for dispatch in found} <= {"rss-atom"}
    return found


@pytest.mark.parametrize(
    ("inside", "paragraphs", "abstract"),
    [
        (f"<description>{LONG}</description>", (LONG,), None),
        ("<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>", ("One.", "Two."), None),
        (f"<description>Short.</description><content:encoded><![CDATA[<p>{LONG}</p>]]></content:encoded>", (LONG,), "Short."),
        (f"<content>Stub.</content><x:fulltext>{LONG}</x:fulltext>", (LONG,), None),
        (f"<x:group><x:body>{LONG}</x:body></x:group><description>Short.</description>", (LONG,), "Short."),
        ("<description/>", (), None),
    ],
)
def test_the_text_is_the_fullest_that_the_item_has(
    inside: str, paragraphs: tuple[str, ...], abstract: str | None, document: Document
) -> None:
    (dispatch,) = items(document, f"<item><title>Tea</title>{inside}</item>")
    assert (dispatch.headline, dispatch.paragraphs, dispatch.abstract) == ("Tea", paragraphs, abstract)


def test_each_item_has_its_own_bytes(document: Document) -> None:
    first, second = items(document, "<item><title>Tea</title></item>\n<item><title>Cup</title></item>")
    assert (first.provenance.length, second.provenance.offset - first.provenance.offset) == (31, 32)
    assert first.provenance.sha256 != second.provenance.sha256


def test_items_whose_bytes_cannot_be_told_have_names_of_their_own(document: Document) -> None:
    inside = "".join(f"<a:item><a:title>{title}</a:title></a:item>" for title in ("Tea", "Cup"))
    data = f'<a:rss xmlns:a="urn:a"><a:channel>{inside}</a:channel></a:rss>'
    first, second = readers.read(document(data))
    assert first.provenance == second.provenance
    assert (first.uri[-2:], second.uri[-2:]) == ("#1", "#2")


def test_what_a_blog_exports_beside_posts_is_left_out(document: Document) -> None:
    kinds = "".join(f"<item><title>{kind}</title><wp:post_type>{kind}</wp:post_type></item>" for kind in ("post", "attachment", "page"))
    assert [dispatch.headline for dispatch in items(document, kinds)] == ["post"]
    (draft,) = items(document, "<item><title>Tea</title><wp:status>draft</wp:status></item>")
    assert draft.pubstatus == "withheld"


def test_a_post_as_its_writer_typed_it_has_blank_lines_for_paragraphs(document: Document) -> None:
    text = (
        "Tea is <em>dear</em>.\r\n\r\n[caption id='a' width='3']<img src='a.jpg'/> A cup[/caption]\n\nIt was [sic] so.\n"
        "<!-- wp:paragraph -->\n<p>And is.</p>\n<!-- /wp:paragraph -->\n\n[gallery ids='1,2']\n\nSo it\nis.\n\n"
        "<p>The post <a href='b'>Tea</a> appeared first on <a>Cup</a>.</p><p><a>Read more</a></p>"
    )
    (post,) = items(
        document, f"<item><title>Tea</title><content:encoded><![CDATA[{text}]]></content:encoded><wp:post_type>post</wp:post_type></item>"
    )
    assert post.paragraphs == ("Tea is dear.", "It was [sic] so.", "And is.", "So it is.")


def test_accounts_and_times_of_an_exported_blog(document: Document) -> None:
    writer = "<wp:author><wp:author_login>jo</wp:author_login><wp:author_display_name>Jo Doe</wp:author_display_name></wp:author>"
    times = "<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate><wp:post_date>2008-01-01 11:00:00</wp:post_date>"
    times += "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
    (post,) = items(document, f"{writer}<item><title>Tea</title><creator>jo</creator>{times}</item>")
    assert post.authors == ("Jo Doe",)
    assert post.versioncreated is not None
    assert post.versioncreated.text == "2008-01-01T11:00:00"


def test_of_what_blogger_exports_only_posts_are_read(document: Document) -> None:
    entry = '<entry><title>{0}</title><category scheme="urn:g#kind" term="urn:k#{0}"/><category term="cups"/></entry>'
    data = f"<feed>{''.join(map(entry.format, ('settings', 'post', 'comment')))}</feed>"
    (post,) = readers.read(document(data))
    assert (post.headline, post.keywords) == ("post", ("cups",))


def test_captions_of_pictures_are_no_text(document: Document) -> None:
    caption = f"<x:description type='plain'>{LONG}</x:description><x:credit role='photographer'>Jo Doe</x:credit>"
    media = f"<x:content url='a.jpg' medium='image'>{caption}</x:content>"
    for inside in (media, f"<x:group>{media}</x:group>", f"<x:thumbnail url='a.jpg'/>{caption}"):
        (dispatch,) = items(document, f"<item><title>Tea</title><description>Dear.</description>{inside}</item>")
        assert (dispatch.paragraphs, dispatch.infosource) == (("Dear.",), ())


def test_nitf_in_an_entry_is_read_as_such(document: Document) -> None:
    head = "<hedline><hl1>Tea</hl1></hedline><byline>By Jo Doe<byttl>Tea Writer</byttl></byline><distributor>Tea Press</distributor>"
    inner = f"<nitf><body><body.head>{head}</body.head><body.content><p>PARIS (AP) — Tea.</p></body.content></body></nitf>"
    status = "<a:NewsManagement><a:PublishingStatus>Canceled</a:PublishingStatus></a:NewsManagement>"
    (entry,) = readers.read(
        document(
            f"<feed xmlns:a='urn:a'><entry><id>urn:1</id><title>Tea</title>{status}<content type='xml'>{inner}</content></entry></feed>"
        )
    )
    assert (entry.uri, entry.headline, entry.byline, entry.pubstatus) == ("urn:1", "Tea", "By Jo Doe, Tea Writer", "canceled")
    assert entry.paragraphs == ("PARIS (AP) — Tea.",)


def test_writers_behind_by_and_an_agency_before_the_text(document: Document) -> None:
    (dispatch,) = items(
        document, "<item><title>Tea</title><creator>By Jo Doe and Ann Roe</creator><description>AP - Tea rose.</description></item>"
    )
    assert (dispatch.authors, dispatch.agency, dispatch.paragraphs) == (("Jo Doe", "Ann Roe"), "AP", ("Tea rose.",))


def test_titles_are_free_of_mark_up(document: Document) -> None:
    (dispatch,) = items(document, "<item><title>Tea &lt;em&gt;is&lt;/em&gt; &amp;amp; stays <![CDATA[<b>dear</b>]]></title></item>")
    assert dispatch.headline == "Tea is & stays dear"


def test_an_agency_among_the_writers_is_no_person(document: Document) -> None:
    writers = "<author>AFP</author><author>jo@example.org (Jo Doe)</author><source>Reuters</source>"
    (dispatch,) = items(document, f"<item><title>Tea</title>{writers}</item>")
    assert (dispatch.authors, dispatch.agency, dispatch.infosource) == (("Jo Doe",), "RTRS", ("RTRS", "AFP"))


def test_rdf_is_a_feed_too(document: Document) -> None:
    data = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="urn:dc">'
        "<channel><title>Tea</title></channel>"
        '<item rdf:about="http://example.org/1"><title>Cup</title>'
        "<dc:date>2003-08-13T10:00+02:00</dc:date><dc:creator>Jo Doe</dc:creator><dc:subject>Cups</dc:subject></item></rdf:RDF>"
    )
    (dispatch,) = readers.read(document(data))
    assert (dispatch.headline, dispatch.uri, dispatch.authors, dispatch.provider) == ("Cup", "http://example.org/1", ("Jo Doe",), "Tea")
    assert dispatch.keywords == ("Cups",)


def test_a_feed_without_text_is_skipped(document: Document) -> None:
    with pytest.raises(Skipped, match="a feed without any text"):
        items(document, '<item><enclosure url="http://example.org/a.mp3"/></item>')


def test_the_excerpt_of_wordpress_has_the_name_of_the_text(document: Document) -> None:
    texts = f"<content:encoded>{LONG}</content:encoded><x:encoded>Tea rose.</x:encoded><wp:post_type>post</wp:post_type>"
    (found,) = items(document, f"<item><title>Tea</title>{texts}</item>")
    assert (found.paragraphs, found.abstract) == ((LONG,), "Tea rose.")
