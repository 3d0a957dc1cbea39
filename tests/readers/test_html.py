"""Saved pages: which part is the story, and what the page says of itself. What whole pages say is in seeds/formats."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import MalformedDispatch, Skipped
from wiresearch.normalise import normalise
from wiresearch.readers import html

Document = Callable[..., RawDocument]
STORY = "<p>OSLO, Aug 13 (Reuters) - Tea rose on Wednesday, and nobody in the port knew why it had.</p><p>Coffee fell.</p>"
MENU = "<ul><li><a href=/>Home</a></li><li><a href=/tea>All about tea</a></li></ul>"


def one(document: Document, body: str, head: str = "") -> Dispatch:
    (dispatch,) = readers.read(document(f"<html><head>{head}</head><body>{body}</body></html>"))
    assert dispatch.provenance.format == "html"
    return normalise(dispatch)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Tea is dear</h1>{STORY}",
        f"{MENU}<h2>Tea is dear</h2>{STORY}<p>Copyright 2003 The Wire</p><p>Contact us here.</p>",
        f"<table><tr><td>{MENU}</td><td>Tea is dear<br>{STORY}</td></tr></table>",
        f"<div class=nav>News</div><article><h1>Tea is dear</h1><div class='article-body'>{STORY}</div></article>",
        f"<article><h1>Tea is dear</h1><div class='story'>{STORY}</div><div class=comments>First!</div></article>",
        f"<nav>Home</nav><main><article><h1>Tea is dear</h1>{STORY}<p><a href=/x>More about tea</a></p></article></main>",
        f"<h3>Tea is dear</h3>{STORY}<p>Share this story</p><p>A long sentence about other things that no reader wants.</p>",
        f"<h1>Tea is dear</h1><p>Published: 13 August 2003</p>{STORY}<form>Search <input></form>",
        "<pre>\nTea is dear\n\n   OSLO, Aug 13 (Reuters) - Tea rose on Wednesday, and nobody\nin the port knew why it had.\n\n"
        "   Coffee fell.\n</pre>",
        "Tea is dear<br>OSLO, Aug 13 (Reuters) - Tea rose on Wednesday, and nobody in the port knew why it had.<br>Coffee fell.<br>",
        f"<script>var a = '<p>PARIS (AP) - No.</p>'</script><h3>Tea is dear</h3>{STORY}",
    ],
)
def test_the_story_is_found_on_the_page(body: str, document: Document) -> None:
    dispatch = one(document, body)
    assert dispatch.headline == "Tea is dear"
    assert dispatch.paragraphs == ("Tea rose on Wednesday, and nobody in the port knew why it had.", "Coffee fell.")
    assert dispatch.agency == "RTRS"


def ld(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ('<meta property="og:title" content="Tea &amp; cups">', {"headline": "Tea & cups"}),
        ("<title>Tea is dear | The Wire</title>", {"headline": "Tea is dear"}),
        (
            '<meta name="author" content="By Jo Doe"><meta name="news_keywords" content="tea, cups">',
            {"authors": ("Jo Doe",), "keywords": ("tea", "cups")},
        ),
        ('<meta name="DC.date" content="2003-08-13">', {"time": "2003-08-13"}),
        ('<meta property="article:published_time" content="2003-08-13T10:00:00Z">', {"time": "2003-08-13T10:00:00Z"}),
        ('<meta name="OriginalPublicationDate" content="2003/08/13 10:00:00">', {"time": "2003-08-13T10:00:00"}),
        ("<body><span itemprop='author'>Von <b itemprop='name'>Jo Doe</b></span>", {"authors": ("Jo Doe",)}),
        ("<body><a rel='author' href='/jo'>By Jo Doe</a>", {"authors": ("Jo Doe",)}),
        ('<link rel="canonical" href="http://tea.example/1">', {"uri": "http://tea.example/1", "provider": "tea.example"}),
        (
            ld({"@type": "NewsArticle", "headline": "Tea", "author": "Jo Doe", "publisher": {"name": "AFP"}}),
            {"headline": "Tea", "provider": "AFP"},
        ),
        (
            ld([{"@type": "WebPage", "headline": "No"}, {"@graph": [{"@type": ["Thing", "ReportageNewsArticle"], "headline": "Tea"}]}]),
            {"headline": "Tea"},
        ),
        (
            ld({"@type": "NewsArticle", "author": [{"name": "Jo"}, {"name": "Al"}, {"name": "Jo"}], "keywords": ["a", "b"]}),
            {"authors": ("Jo", "Al"), "keywords": ("a", "b")},
        ),
        (
            ld({"@type": "NewsArticle", "author": "By Jo Doe and Ann Roe"}),
            {"authors": ("Jo Doe", "Ann Roe")},
        ),
        (
            '<meta property="article:author" content="Jo Doe"><meta name="author" content="https://tea.example/jo">',
            {"authors": ("Jo Doe",)},
        ),
        (
            ld({"@type": "NewsArticle", "author": [{"name": "Jo Doe"}, {"name": "Agence France-Presse"}]}),
            {"authors": ("Jo Doe",), "infosource": ("AFP",)},
        ),
        (
            ld({"@type": "NewsArticle", "dateline": "Bergen, Norway", "headline": ["Tea", 1], "author": 7, "datePublished": {}}),
            {"headline": "Tea"},
        ),
        ("<script type='application/ld+json'>{broken</script><title>Tea</title>", {"headline": "Tea"}),
    ],
)
def test_what_a_page_says_of_itself(head: str, fields: dict[str, Any], document: Document) -> None:
    dispatch = one(document, STORY, head)
    found = {"time": dispatch.versioncreated and dispatch.versioncreated.text} | {
        name: getattr(dispatch, name) for name in fields if name != "time"
    }
    assert {name: found[name] for name in fields} == fields


def test_a_dateline_of_metadata_serves_where_the_text_has_none(document: Document) -> None:
    head = ld({"@type": "NewsArticle", "headline": "Tea", "dateline": "Bergen, Norway"})
    dispatch = one(document, "<article><p>Tea rose on Wednesday, and nobody in the whole port knew why it had risen.</p></article>", head)
    assert (dispatch.dateline and dispatch.dateline.city, len(dispatch.paragraphs)) == ("Bergen", 1)


def test_the_text_of_metadata_serves_where_the_page_has_none(document: Document) -> None:
    head = ld({"@type": "NewsArticle", "headline": "Tea", "articleBody": "OSLO (AP) - Tea rose.\n\nCoffee fell.\n"})
    assert one(document, "<div id=root></div>", head).paragraphs == ("Tea rose.", "Coffee fell.")


@pytest.mark.parametrize(
    ("charset", "encoding"), [("iso-8859-1", "utf-8"), ("utf-8", "windows-1252"), ("windows-1251", "windows-1251"), ("nonsense", "utf-8")]
)
def test_a_declared_charset_is_a_hint(charset: str, encoding: str, document: Document) -> None:
    word = "Чай" if encoding == "windows-1251" else "Thé à l’œil"
    data = f'<html><head><meta charset="{charset}"><title>{word}</title></head><body>{STORY}</body></html>'.encode(encoding)
    (dispatch,) = readers.read(document(data))
    assert dispatch.headline == word


def test_a_page_without_text_is_skipped(document: Document) -> None:
    with pytest.raises(Skipped, match="no text in it"):
        list(readers.read(document("<html><body><img src=a></body></html>")))


def test_limits_are_named(document: Document) -> None:
    with pytest.raises(MalformedDispatch, match=r"longer than limits\.dispatch_bytes \(99\)"):
        list(html.read(document(f"<html>{STORY}</html>"), Limits(dispatch_bytes=99)))
    with pytest.raises(MalformedDispatch, match=r"limits\.xml_depth"):
        list(html.read(document("<html>" + "<div>" * 300 + "Tea"), Limits()))


@pytest.mark.parametrize(
    "head", ["<!DOCTYPE html>\n", "\ufeff<HTML>", "<!-- saved from url=(0018)http://a.example/ -->\n<html>", "<body><p>"]
)
def test_html_is_known_by_its_first_element(head: str, document: Document) -> None:
    assert html.sniff(document(head)) == 1


def test_the_headline_that_the_title_begins_with_stands_above_tools_of_the_page(document: Document) -> None:
    body = f"<div>Tea rises in Oslo</div><div>www.example.no 2003-08-13 10:11:12</div><div>FeedbackPrint</div>{STORY}"
    found = one(document, body, "<title>Tea rises in Oslo_English_Wire</title>")
    assert found.headline == "Tea rises in Oslo"
    assert found.versioncreated is not None
    assert found.versioncreated.text == "2003-08-13T10:11:12"
    assert found.dateline is not None
    assert found.dateline.date_text == "--08-13"
    assert str(found.dateline.date) == "2003-08-13"


def test_without_dateline_and_metadata_headline_byline_and_date_are_those_printed(document: Document) -> None:
    text = "<p>Tea rose on Wednesday, and nobody in the port knew why it had.</p>"
    text += "<p>Coffee fell as far as it had never fallen before, and cocoa too.</p>"
    body = f"<div>Home | News</div><h2>Tea is dear</h2><p>Published: 13 August 2003 06:00</p><p>By Jo Doe, Oslo</p>{text}<p>Contact</p>"
    found = one(document, body, "<title>The Cup - Tea is dear</title>")
    assert (found.headline, found.byline, found.authors, len(found.paragraphs)) == ("Tea is dear", "By Jo Doe, Oslo", ("Jo Doe",), 2)
    assert found.versioncreated is not None
    assert found.versioncreated.text == "2003-08-13"


def test_short_paragraphs_at_the_end_are_text_and_menus_are_none(document: Document) -> None:
    text = f"<p>{'Tea rose on Wednesday, and nobody in the port of Oslo knew why.'}</p><p>&quot;It is dear,&quot; one said.</p>"
    assert len(one(document, f"<h1>Tea</h1>{text}<p>Story Tools</p><p>Say what you think.</p>").paragraphs) == 2


def test_a_body_by_name_is_the_story(document: Document) -> None:
    text = "<p>Tea rose on Wednesday, and nobody in the port of Oslo knew why.</p><h2>Third day</h2><p>It may go on.</p>"
    found = one(
        document,
        f"<p>Menu of today</p><div class='story-body'>{text}</div><p>Another long sentence that no reader of tea ever wants to see.</p>",
    )
    assert found.paragraphs == ("Tea rose on Wednesday, and nobody in the port of Oslo knew why.", "Third day", "It may go on.")


def test_the_headline_stands_above_byline_and_title_of_the_writer(document: Document) -> None:
    body = f"<font>Wednesday, August 13, 2003; Page A01</font><h2>Tea Is Dear</h2><p>By Jo Doe<br>Tea Post Staff Writer</p>{STORY}"
    found = one(document, body, "<title>The Tea Post: Archive</title>")
    assert (found.headline, found.byline) == ("Tea Is Dear", "By Jo Doe")
    assert found.versioncreated is not None
    assert found.versioncreated.text == "2003-08-13"


def test_a_text_as_it_was_typed_is_all_story(document: Document) -> None:
    typed = "Tea is dear\nBy JO DOE\nAssociated Press Writer\n\n   OSLO (AP) -- Tea rose.\n   Coffee fell."
    found = one(document, f"<p>Archive</p><pre>\n{typed}\n</pre>")
    assert (found.headline, found.byline, found.paragraphs) == ("Tea is dear", "By JO DOE", ("Tea rose.", "Coffee fell."))


def test_what_a_browser_hides_and_credits_below_are_no_text(document: Document) -> None:
    text = f"{STORY}<p>So did <a href=/x>(TEA.L)<span class='visually-hidden'>, opens new tab</span></a>.</p>"
    text += "<p>Reporting by Jo Doe; Editing by Ann Roe</p><p>À lire aussi : thé</p>"
    text += "<p>Mehr zum Thema</p><p>Our Standards: The Example Trust Principles, in full.</p>"
    found = one(document, f"<article><h1>Tea is dear</h1><div class=article-body>{text}</div></article>")
    assert found.paragraphs[1:] == ("Coffee fell.", "So did (TEA.L).")
    assert found.creditline == "Reporting by Jo Doe; Editing by Ann Roe"


def test_a_text_of_metadata_may_be_mark_up(document: Document) -> None:
    data = {"@type": "NewsArticle", "headline": "Tea &amp; cups", "articleBody": "<p>Tea rose.</p><p>Coffee &amp; cocoa fell.</p>"}
    found = one(document, "<div id=root></div>", f'<script type="application/ld+json">{json.dumps(data)}</script>')
    assert (found.headline, found.paragraphs) == ("Tea & cups", ("Tea rose.", "Coffee & cocoa fell."))


def test_a_piece_of_a_page_is_all_story(document: Document) -> None:
    (found,) = readers.read(document("<div class='x'><h1>Tea</h1><p>Is dear.</p><p>Very.</p></div>"))
    assert (found.provenance.format, found.headline, found.paragraphs) == ("html", "Tea", ("Is dear.", "Very."))
    (found,) = readers.read(document("<p>Tea is dear.</p>\n<p>Very.</p>"))
    assert found.paragraphs == ("Tea is dear.", "Very.")


@pytest.mark.parametrize("head", ["<nitf><head>", "<p>Tea", "Tea <html>", "<rss>", "<?xml version='1.0'?><newsItem>"])
def test_other_markup_is_not_claimed(head: str, document: Document) -> None:
    assert html.sniff(document(head)) == 0


def test_the_byline_of_old_pages_of_newspapers(document: Document) -> None:
    assert one(document, f"<h1>Tea is dear</h1>{STORY}", "<meta name=byl content='By JANE DOE'>").authors == ("JANE DOE",)


@pytest.mark.parametrize("rights", ["Riproduzione riservata © Copyright ANSA", "Tous droits réservés", "Todos los derechos reservados"])
def test_notices_of_rights_in_other_languages(rights: str, document: Document) -> None:
    page = one(document, f"<article><h1>Tea is dear</h1>{STORY}<p>{rights}</p></article>")
    assert page.paragraphs[-1] == "Coffee fell."
