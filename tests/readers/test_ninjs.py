"""ninjs in its editions and Superdesk's dialect: what the seeds do not show."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Provenance, RawDocument
from wiresearch.errors import MalformedDispatch, ReadError, Skipped
from wiresearch.readers import jsonrecords, ninjs

Document = Callable[..., RawDocument]
BASE = {"uri": "urn:x:1", "type": "text", "headline": "Storm"}


@pytest.fixture
def one(document: Document) -> Callable[..., Dispatch]:
    """Reads one item, BASE with these members over it."""

    def read(**members: Any) -> Dispatch:
        (dispatch,) = readers.read(document(json.dumps(BASE | members), "a.json"), "ninjs")
        return dispatch

    return read


@pytest.mark.parametrize(
    ("value", "score"),
    [
        (BASE, 1.0),
        ({"guid": "1", "body_html": "x"}, 1.0),
        ({"_id": "1", "versioncreated": "2003-08-13"}, 1.0),
        ({"uri": "1", "versionCreated": "2003-08-13", "pubStatus": "canceled"}, 1.0),
        ({"uri": "1", "headline_x": "a"}, 1.0),
        ({"uri": "1", "headline": "h", "altids": [{"role": "a", "value": "b"}]}, 1.0),
        ([BASE, BASE], 0.9),
        ({"total": 1, "item": [BASE]}, 0.9),
        ({"_items": [BASE], "_meta": {}}, 0.9),
        ({"uri": "1"}, 0.0),
        ({"headline": "h", "body_html": "x"}, 0.0),
        ({"uri": "1", "headline": "h", "altids": {"itemid": "b"}}, 0.0),
        ({"uri": "1", "headline": "h", "paragraphs": [], "provenance": {}}, 0.0),
        ([], 0.0),
        ([1], 0.0),
        ({"item": []}, 0.0),
        ({"item": {"a": 1}}, 0.0),
    ],
)
def test_an_item_is_recognised_by_its_members(value: Any, score: float, document: Document) -> None:
    assert ninjs.sniff(document(json.dumps(value))) == score


def test_an_item_longer_than_the_head_is_recognised_by_what_is_seen(document: Document) -> None:
    item = {"type": "text", "body_html": "<p>x</p>" * 5_000, "uri": "urn:x:1", "headline": "h"}
    assert ninjs.sniff(document(json.dumps(item))) == 0.6
    assert readers.pick(document(json.dumps(item))) is readers.by_name("ninjs")


@pytest.mark.parametrize(
    ("members", "paragraphs"),
    [
        ({"body_text": "One. Two.", "body_xhtml": "<p>One.</p><p>Two.</p>"}, ("One.", "Two.")),
        ({"body_main": "One. Two.", "body_richtext": "<p>One.</p><p>Two.</p>"}, ("One.", "Two.")),
        (
            {
                "bodies": [
                    {"role": "text", "contenttype": "text/plain", "value": "One. Two."},
                    {"role": "html5", "contenttype": "text/html", "value": "<p>One.</p><p>Two.</p>"},
                ]
            },
            ("One.", "Two."),
        ),
        (
            {
                "bodies": [
                    {"role": "main", "contentType": "text/plain", "value": "One."},
                    {"role": "x", "contentType": "application/xhtml+xml", "value": "<p>Two.</p>"},
                ]
            },
            ("Two.",),
        ),
        (
            {
                "bodies": [
                    {
                        "role": "nitf",
                        "contenttype": "text/vnd.IPTC.NITF",
                        "value": "<nitf><body><body.content><p>Two.</p></body.content></body></nitf>",
                    },
                    {"value": "One."},
                ]
            },
            ("One.",),
        ),
        ({"body": [{"name": "xhtml", "value": "<p>One.</p>"}]}, ("One.",)),
        ({"body_html": " ", "body_text": "One.\n\nTwo."}, ("One.", "Two.")),
        ({"body_html": "<p>One.</p>", "body_footer": "<p>Help: 116 123.</p>"}, ("One.", "Help: 116 123.")),
        ({"descriptions": [{"role": "text", "value": "One."}]}, ("One.",)),
        ({"description_text": "One.", "description_html": "<p>One.</p>"}, ("One.",)),
        ({"body_html": "<p>One.</p><p>(Reporting by A; Editing by B)</p>"}, ("One.",)),
    ],
)
def test_of_several_bodies_one_is_the_text(members: dict[str, Any], paragraphs: tuple[str, ...], one: Callable[..., Dispatch]) -> None:
    assert one(**members).paragraphs == paragraphs


def test_a_description_beside_a_body_is_the_abstract(one: Callable[..., Dispatch]) -> None:
    assert one(body_text="One.", description_text="In short.").abstract == "In short."


@pytest.mark.parametrize(
    ("members", "headline", "others"),
    [
        ({"headlines": [{"role": "sub", "value": "B"}, {"role": "main", "value": "A"}], "headline": None}, "A", ("B",)),
        ({"headline": [{"name": "test", "value": "B"}, {"name": "main", "value": "A"}]}, "A", ("B",)),
        ({"headline": None, "headline_main": "A", "headline_short": "B"}, "A", ("B",)),
        ({"headline": "<p>A &amp; B</p>"}, "A & B", ()),
        ({"headline": "A", "body_html": "<h1>A</h1><p>One.</p><h2>B</h2><p>Two.</p>"}, "A", ("B",)),
        ({"headline": "A", "title": "A"}, "A", ()),
    ],
)
def test_the_main_headline_comes_first(
    members: dict[str, Any], headline: str, others: tuple[str, ...], one: Callable[..., Dispatch]
) -> None:
    found = one(**members)
    assert (found.headline, found.headlines) == (headline, others)


@pytest.mark.parametrize(
    ("members", "agency"),
    [
        ({"source": "Reuters", "copyrightholder": "Australian Associated Press"}, "RTRS"),
        ({"infosource": [{"name": "AFP"}], "copyrightholder": "TT"}, "AFP"),
        ({"copyrightHolder": "dpa"}, "DPA"),
        ({"by": "NTB"}, "NTB"),
        ({"uri": "urn:newsml:dpa.com:20090101:1"}, "DPA"),
        ({"uri": "tag:reuters.com,2014:newsml_K"}, "RTRS"),
        ({"uri": "http://www.afp.com/x/1"}, "AFP"),
        ({"uri": "urn:newsml:localhost:2017"}, None),
        ({"source": "The Hintertux Observer"}, None),
    ],
)
def test_the_agency_is_who_is_named_first(members: dict[str, Any], agency: str | None, one: Callable[..., Dispatch]) -> None:
    assert one(**members).agency == agency


@pytest.mark.parametrize(
    ("members", "label", "pubstatus"),
    [
        ({"signal": [{"code": "sig:correction"}]}, "corrected", "usable"),
        ({"state": "killed"}, "kill", "canceled"),
        ({"state": "corrected"}, "corrected", "usable"),
        ({"pubStatus": "stat:withheld"}, None, "withheld"),
        ({"pubstatus": "Canceled"}, None, "canceled"),
    ],
)
def test_status_and_version(members: dict[str, Any], label: str | None, pubstatus: str, one: Callable[..., Dispatch]) -> None:
    found = one(**members)
    assert (found.version_label, found.pubstatus) == (label, pubstatus)


def test_superdesk_s_own_members(one: Callable[..., Dispatch]) -> None:
    found = one(
        dateline={"text": "SYDNEY, Aug 24 AAP -", "located": {"city": "Sydney"}},
        rewrite_of="urn:x:0",
        anpa_take_key="1st lead",
        anpa_category=[{"qcode": "a", "name": "Australian"}],
        sign_off="jd",
        expiry="2004-01-01T00:00:00+0000",
        authors=[{"name": "Ann", "role": "writer"}, {"name": "Ed", "role": "editor"}],
        byline="By Bo Ek",
        word_count=12,
    )
    assert found.dateline is not None
    assert (found.dateline.text, found.supersedes, found.take_key, found.service) == ("SYDNEY, Aug 24 AAP -", "urn:x:0", "1st lead", ("a",))
    assert (found.signoff, found.authors, found.wordcount_declared) == ("jd", ("Ann", "Bo Ek"), 12)
    assert found.expires is not None


def test_a_subject_is_known_by_its_address_before_a_literal(one: Callable[..., Dispatch]) -> None:
    given = [
        {"name": "quake", "literal": "quake-1", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000151"},
        {"literal": "tea", "uri": "x"},
    ]
    assert [(subject.scheme, subject.code) for subject in one(subjects=given).subject] == [("medtop", "20000151"), ("", "tea")]


def test_an_article_of_a_newspaper_is_no_item(document: Document) -> None:
    article = {"_id": "1", "headlines": {"basic": "Gale"}, "content_elements": [{"type": "text", "content": "One."}]}
    (found,) = readers.read(document(json.dumps(article)))
    assert (found.provenance.format, found.headline, found.paragraphs) == ("jsonl", "Gale", ("One.",))


def test_what_an_item_replaces_is_superseded(one: Callable[..., Dispatch]) -> None:
    assert one(replacing=["urn:x:0"]).supersedes == "urn:x:0"


@pytest.mark.parametrize(
    ("kind", "name", "value"), [("advisory", "kind", "advisory"), ("preformatted", "body_format", "pre"), ("story", "kind", "story")]
)
def test_types_of_text(kind: str, name: str, value: str, one: Callable[..., Dispatch]) -> None:
    assert getattr(one(type=kind, body_text="One."), name) == value


@pytest.mark.parametrize("kind", ["picture", "video", "audio", "graphic", "composite", "event", "Picture"])
def test_what_has_no_text_is_skipped_with_the_reason(kind: str, document: Document) -> None:
    with pytest.raises(Skipped, match=f"^{kind.lower()}: urn:x:1$"):
        list(readers.read(document(json.dumps(BASE | {"type": kind}))))


def test_an_item_without_anything_is_skipped(document: Document) -> None:
    with pytest.raises(Skipped, match=r"^text: urn:x:1$"):
        list(readers.read(document(json.dumps(BASE | {"headline": " ", "body_html": "<p></p>"}))))


def test_an_empty_item_may_be_a_kill(one: Callable[..., Dispatch]) -> None:
    found = one(headline="", pubstatus="canceled", version="3")
    assert (found.uri, found.version, found.pubstatus, found.paragraphs) == ("urn:x:1", "3", "canceled", ())


@pytest.mark.parametrize("as_list", [False, True])
def test_a_package_gives_its_texts(as_list: bool, document: Document) -> None:
    parts: dict[str, Any] = {
        "main": {"uri": "urn:x:2", "type": "text", "headline": "A", "body_text": "One."},
        "side": {"type": "text", "headline": "B", "bodies": [{"value": "Two."}]},
        "link": {"uri": "urn:x:4", "type": "text", "headline": "only a link"},
        "pic": {"uri": "urn:x:5", "type": "picture", "body_text": "a caption"},
    }
    package = BASE | {"type": "composite", "associations": list(parts.values()) if as_list else parts}
    found = list(readers.read(document(json.dumps(package))))
    assert [(dispatch.uri, dispatch.headline) for dispatch in found] == [("urn:x:2", "A"), ("urn:x:1#2", "B")]
    assert found[0].provenance.warnings[0].detail == "composite: urn:x:1"


def test_a_package_with_a_text_of_its_own_is_a_dispatch(one: Callable[..., Dispatch]) -> None:
    assert one(type="composite", body_text="One.").paragraphs == ("One.",)


def test_a_time_that_is_none_is_told(one: Callable[..., Dispatch]) -> None:
    found = one(versioncreated="yesterday", expires="9999-12-31T00:00:00Z")
    assert (found.versioncreated, found.expires) == (None, None)
    assert [(warning.code, warning.detail) for warning in found.provenance.warnings] == [("bad-date", "yesterday")]


def test_html_nested_without_end_is_refused(document: Document) -> None:
    item = BASE | {"body_html": "<div>" * 1_000 + "x"}
    with pytest.raises(MalformedDispatch, match=r"limits\.xml_depth"):
        list(readers.read(document(json.dumps(item)), "ninjs"))


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "value", "role", "code", "uri", "type", "text"]), inner, max_size=3)
    ),
    max_leaves=8,
)
_MEMBERS = """
uri type headline headlines title body body_html body_footer bodies description_text descriptions byline by
authors source infosource provider copyrightholder creditline usageterms ednote sign_off located dateline
versioncreated embargoed urgency priority version slugline sluglines keywords subject subjects genre service
person people place event language wordcount signal pubstatus state associations profile
"""


@given(st.dictionaries(st.sampled_from(_MEMBERS.split()), ANY, max_size=12))
def test_members_of_any_kind_give_dispatches_or_a_read_error(item: dict[str, Any]) -> None:
    try:
        found = list(ninjs.dispatches(jsonrecords.Json(item, Provenance("a", 0, 1, "ab", "ninjs", "ascii")), Limits()))
    except ReadError:
        return
    assert all(isinstance(dispatch, Dispatch | str) for dispatch in found)
