"""JSON lines: each line what it is, and one bad line no harm to the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from wiresearch import readers
from wiresearch.dispatch import RawDocument
from wiresearch.errors import MalformedDispatch, Skipped
from wiresearch.readers import jsonl

Document = Callable[..., RawDocument]
NINJS = {"uri": "urn:x:1", "headline": "Storm", "body_text": "It blew."}
WIRES = {"format": "digitalwires@1.0.0", "urn": "urn:y:1", "headline": "Sturm", "article_html": "<p>Es war windig.</p>"}
AP = {"data": {"item": {"altids": {"itemid": "7ab3"}, "type": "text", "headline": "Blizzard"}}}
PLAIN = {"title": "Gale", "text": "It blew harder."}


def joined(*values: Any) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        (joined(NINJS, PLAIN), 0.8),
        (joined(PLAIN, NINJS), 0.8),
        (joined(WIRES, WIRES), 0.8),
        (joined(PLAIN), 0.8),
        (json.dumps([PLAIN, PLAIN], indent=2), 0.8),
        (json.dumps({"schema_version": 1, "dispatches": [{"headline": "a", "paragraphs": [], "provenance": {"source": "a"}}]}), 0.8),
        (json.dumps(NINJS, indent=2) + "\n" + json.dumps(NINJS, indent=2), 0.8),
        (json.dumps({"status": "ok", "articles": [PLAIN, PLAIN]}), 0.8),
        (json.dumps({"title": "A feed", "description": "of tea", "items": [PLAIN]}), 0.8),
        (json.dumps({"took": 1, "hits": {"total": 1, "hits": [{"_id": "1", "_source": PLAIN}]}}), 0.8),
        (json.dumps({"_id": "1", "headline": "Gale", "pub_date": "2003-08-13"}), 0.8),
        (json.dumps({"status": "ok", "articles": [{"a": 1}], "title": "no dispatch"}), 0.0),
        (json.dumps({"menu": [{"title": "Home", "url": "/"}]}), 0.0),
        (joined(NINJS), 0.0),
        (joined([NINJS]), 0.0),
        (joined(AP), 0.0),
        (joined({"a": 1}, {"a": 2}), 0.0),
        (joined({"title": "only one of ours"}), 0.0),
        (joined([1, 2]), 0.0),
        ("{no json}\n", 0.0),
        ("Gale\n", 0.0),
    ],
)
def test_lines_are_recognised_by_the_first_object(text: str, score: float, document: Document) -> None:
    raw = document(text)
    assert jsonl.sniff(raw) == score
    if score:
        assert readers.pick(raw) is readers.by_name("jsonl")


def test_each_line_is_what_it_is(document: Document) -> None:
    text = joined(NINJS, WIRES, AP, PLAIN)
    found = list(readers.read(document(text)))
    assert [(dispatch.headline, dispatch.agency) for dispatch in found] == [
        ("Storm", None),
        ("Sturm", "DPA"),
        ("Blizzard", "AP"),
        ("Gale", None),
    ]
    assert {dispatch.provenance.format for dispatch in found} == {"jsonl"}
    places = [(dispatch.provenance.offset, dispatch.provenance.length) for dispatch in found]
    assert [text[start : start + length] for start, length in places] == text.splitlines()


def test_an_answer_of_many_items_may_be_a_line(document: Document) -> None:
    answer = {"data": {"items": [{"item": {"altids": {"itemid": str(n)}, "headline": f"Storm {n}"}} for n in range(3)]}}
    assert [dispatch.uri for dispatch in readers.read(document(joined(answer, PLAIN)))] == ["0", "1", "2", ""]


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "ok", "articles": [PLAIN, PLAIN | {"title": "Storm"}]},
        {"took": 1, "hits": {"total": 2, "hits": [{"_id": "1", "_source": PLAIN}, {"_id": "2", "_source": PLAIN | {"title": "Storm"}}]}},
    ],
)
def test_the_list_in_an_answer(answer: dict[str, Any], document: Document) -> None:
    text = json.dumps(answer)
    found = list(readers.read(document(text)))
    assert [dispatch.headline for dispatch in found] == ["Gale", "Storm"]
    places = [(dispatch.provenance.offset, dispatch.provenance.length) for dispatch in found]
    assert all(json.loads(text[start : start + length]) for start, length in places)


def test_an_interface_may_give_the_text_apart(document: Document) -> None:
    entry = {
        "id": "world/1",
        "webTitle": "Gale",
        "webPublicationDate": "2019-05-01T10:00:00Z",
        "fields": {"body": "<p>One.</p><p>Two.</p>"},
    }
    (found,) = readers.read(document(json.dumps({"response": {"status": "ok", "results": [entry]}})))
    assert (found.uri, found.headline, found.paragraphs) == ("world/1", "Gale", ("One.", "Two."))


def test_commas_behind_the_last_member_do_no_harm(document: Document) -> None:
    first, second = json.dumps(PLAIN)[:-1], json.dumps(PLAIN | {"title": "a, ]"})
    found = list(readers.read(document(f"[\r\n{first}, }},\r\n{second},\r\n]\r\n")))
    assert [(dispatch.headline, dispatch.provenance.warnings) for dispatch in found] == [("Gale", ()), ("a, ]", ())]


def test_a_plain_object_with_an_identifier_is_no_ninjs(document: Document) -> None:
    text = json.dumps({"uri": "tea:1", "headline": "Gale", "body": "It blew.", "date": "2003-08-13"})
    (dispatch,) = readers.read(document(text))
    assert dispatch.provenance.format == "jsonl"
    assert dispatch.versioncreated is not None
    assert (dispatch.uri, dispatch.versioncreated.text, dispatch.paragraphs) == ("tea:1", "2003-08-13", ("It blew.",))


def test_a_bad_line_is_an_error_behind_all_others(document: Document) -> None:
    found = []
    with pytest.raises(MalformedDispatch, match=rf"^a\.txt: the record at byte {len(joined(NINJS))}: not JSON"):
        found.extend(readers.read(document(joined(NINJS) + "{broken}\n" + joined(PLAIN))))
    assert [dispatch.headline for dispatch in found] == ["Storm", "Gale"]


def test_the_last_line_may_be_cut_off(document: Document) -> None:
    *_, last = readers.read(document(joined(NINJS, PLAIN)[:-10]))
    assert (last.headline, last.paragraphs) == ("Gale", ("It blew",))
    assert [warning.code for warning in last.provenance.warnings] == ["truncated"]


def test_objects_that_are_no_dispatches_are_left_out_with_the_reason(document: Document) -> None:
    found = list(readers.read(document(joined(NINJS, {"a": 1}, NINJS | {"type": "picture"}, [1]))))
    assert [warning.detail for warning in found[0].provenance.warnings] == [
        f"an object without headline and text at byte {len(joined(NINJS))}",
        "picture: urn:x:1",
        "not a dispatch: a JSON value that is no object",
    ]


def test_our_own_lines_of_hits_are_read_and_their_end_is_no_dispatch(document: Document) -> None:
    hit = {
        "type": "hit",
        "rank": 1,
        "uri": "AFP:1",
        "headline": "Storm",
        "agency": "AFP",
        "date": "2003-08-13",
        "dateline_city": "Oslo",
        "snippets": [],
    }
    (found,) = readers.read(document(joined(hit, {"type": "end", "schema_version": 1, "total": 1})))
    assert (found.uri, found.headline, found.agency, found.dateline and found.dateline.text) == ("AFP:1", "Storm", "AFP", "Oslo")
    assert found.provenance.warnings == ()


def test_lines_without_any_dispatch_are_skipped(document: Document) -> None:
    with pytest.raises(Skipped, match="picture: urn:x:1"):
        list(readers.read(document(joined(NINJS | {"type": "picture"}, NINJS | {"type": "video"}))))
