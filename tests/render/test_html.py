from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from wiresearch.dispatch import Dateline
from wiresearch.errors import WiresearchError
from wiresearch.render import data, html
from wiresearch.results import Hit, ResultPage

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


class Page(HTMLParser):
    """Elements, attributes and text of a page; complains of tags that do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self._open), data))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, within: str) -> list[str]:
        return [text for stack, text in self.texts if within in stack]


def test_golden_but_for_the_style_sheet(answer: ResultPage, golden: Callable[[str, str], None]) -> None:
    source = html.report(answer, command="wiresearch report 'losyukov talks' -o r.html", version="0.0.0")
    source = re.sub(r"<style>.*?</style>", "<style></style>", source, flags=re.DOTALL)
    golden("report.html", re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-", source))


def test_same_answer_same_bytes(answer: ResultPage) -> None:
    assert html.report(answer, version="1") == html.report(answer, version="1")


@pytest.mark.parametrize("name", ["answer", "nothing", "hostile"])
def test_page_runs_and_fetches_nothing(name: str, request: pytest.FixtureRequest) -> None:
    result: ResultPage = request.getfixturevalue(name)
    source = html.report(result, title=result.text, command=result.text, version="0.0.0")
    page = Page(source)
    names = {tag for tag, _ in page.elements}
    assert not names & {"script", "img", "iframe", "object", "embed", "base", "form", "link", "frame", "audio", "video", "style-src"}
    for _, attributes in page.elements:
        assert not [key for key in attributes if key.startswith("on")]
        assert not attributes.keys() & {"style", "src", "srcset", "srcdoc", "xlink:href", "action", "formaction", "background", "ping"}
        assert re.match(r"https?://|#|$", attributes.get("href", ""))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", source)
    assert source.encode()


@pytest.mark.parametrize("name", ["answer", "hostile"])
def test_policy_names_the_very_style(name: str, request: pytest.FixtureRequest) -> None:
    source = html.report(request.getfixturevalue(name), version="0.0.0")
    styles = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    assert len(styles) == 1
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    policies = [meta["content"] for meta in Page(source).all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"]
    assert source.index("Content-Security-Policy") < source.index("<style>")
    assert not re.search(r"url\(|@import|</", styles[0])


def test_header_says_what_was_asked_and_how_it_was_read(answer: ResultPage) -> None:
    page = Page(html.report(answer, title="Six-party talks", version="0.0.0"))
    assert page.text("h1") == ["losyukov talks"]
    assert page.text("title")[0] == "Six-party talks – wiresearch"
    everything = "".join(page.text("body"))
    assert "Read as: losyukov talks (all, then some of the words)" in everything
    assert "1 dispatch and 2 with some of the words, 3 shown" in everything
    assert "agency:(AFP OR Reuters)" in page.text("dd")
    assert '"last week" = 2003-08-04..2003-08-10' in page.text("li")


def test_status_without_second_part(answer: ResultPage) -> None:
    source = html.report(replace(answer, total=240, partial_total=0), version="0.0.0")
    assert '<p class="status" role="status">240 dispatches, 3 shown</p>' in source


def test_hits_are_marked_dated_and_traced(answer: ResultPage) -> None:
    page = Page(html.report(answer, version="0.0.0"))
    assert page.text("mark") == ["talks", "Losyukov", "talks", "talks", "talks"]
    assert [time["datetime"] for time in page.all("time")] == ["2003-08-13", "2003-08-13", "1987-10"]
    assert page.text("time") == ["13 August 2003", "13 August 2003", "October 1987"]
    assert len(page.all("article")) == 3
    everything = "".join(page.text("main"))
    assert "seeds/sgml/reut.sgm at byte 20,480 · reuters21578, cp1252, 1 character replaced · sha256 9e419e419e41" in everything
    assert "1 dispatch has all of the words; below the line: 2 more that have some of them, best first." in everything
    assert everything.count("without: losyukov") == 2
    assert "would clear the way for a longer meeting in Beijing." in everything


def test_another_language_is_declared(answer: ResultPage) -> None:
    page = Page(html.report(answer, version="0.0.0"))
    assert page.all("html")[0]["lang"] == "en"
    assert {h3.get("lang") for h3 in page.all("h3")} == {None, "pt-BR"}


def test_only_web_addresses_become_links(answer: ResultPage) -> None:
    def links(uri: str) -> list[str]:
        hit = replace(answer.hits[0], dispatch=replace(answer.hits[0].dispatch, uri=uri))
        page = Page(html.report(replace(answer, hits=(hit,)), version="0.0.0"))
        return [a["href"] for a in page.all("a") if not a["href"].startswith("#")]

    assert links("https://example.org/a?b=1&c=2") == ["https://example.org/a?b=1&c=2"]
    for uri in (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a b",
        "tag:example.org,2003:1",
        "\nhttps://example.org",
    ):
        assert links(uri) == []


def test_every_table_is_labelled(answer: ResultPage, nothing: ResultPage) -> None:
    for result in (answer, nothing):
        page = Page(html.report(result, version="0.0.0"))
        assert len(page.all("caption")) == len(page.all("table"))
        assert all(th.get("scope") in ("row", "col") for th in page.all("th"))


def test_ids_are_unique_and_every_anchor_has_its_target(answer: ResultPage) -> None:
    page = Page(html.report(answer, version="0.0.0"))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    anchors = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")}
    labels = {label for _, attributes in page.elements for label in attributes.get("aria-labelledby", "").split()}
    assert anchors | labels <= set(ids)


def test_every_number_is_that_of_the_json(answer: ResultPage) -> None:
    record = json.loads(data.json_page(answer))
    cells = [cell.replace(",", "") for cell in Page(html.report(answer, version="0.0.0")).text("td")]
    numbers = [part for cell in cells for part in re.findall(r"\d+", cell)]
    expected = [str(item["count"]) for item in record["histogram"]["bins"]] + [str(record["histogram"]["undated"])]
    for counts in record["facets"].values():
        for item in counts:
            expected.append(str(item["count"]))
            expected += [str(item["lifted"])] if item["lifted"] != item["count"] else []
    assert numbers == expected


def test_no_hits_is_explained(nothing: ResultPage) -> None:
    everything = "".join(Page(html.report(nothing, version="0.0.0")).text("main"))
    assert "No dispatch matches." in everything
    assert "losyukov (99)" in everything


def test_long_answers_keep_the_first_texts_and_say_so(answer: ResultPage) -> None:
    dispatch = replace(answer.hits[0].dispatch, paragraphs=("The whole text.",))
    hits = tuple(Hit(rank, 1.0, dispatch) for rank in range(41, 41 + html.FULL_TEXTS + 5))
    source = html.report(replace(answer, offset=40, total=500, hits=hits), version="0.0.0")
    assert source.count("The whole text.") == html.FULL_TEXTS
    assert "the full text of the dispatches after the first 100" in source


def test_template_is_small(answer: ResultPage) -> None:
    empty = html.report(replace(answer, hits=(), facets={}, histogram=None), version="0.0.0")
    assert len(empty.encode()) < 20_000


def test_a_thousand_hits_stay_within_a_megabyte(answer: ResultPage) -> None:
    hits = tuple(replace(answer.hits[0], rank=rank) for rank in range(1, 1_001))
    assert len(html.report(replace(answer, hits=hits), version="0.0.0").encode()) < 1_000_000


def test_a_place_without_agency_and_date(answer: ResultPage) -> None:
    dispatch = replace(answer.hits[0].dispatch, agency=None, versioncreated=None, dateline=Dateline("GENEVA"), headline="")
    source = html.report(replace(answer, hits=(Hit(1, 1.0, dispatch),)), version="0.0.0")
    assert "(no headline)" in source
    assert "GENEVA" in source
    assert "undated" in source


def test_the_rows_of_a_table_inside_a_text_are_set_as_printed(answer: ResultPage) -> None:
    rows = "Wheat      310     295\nBarley     140     150"
    dispatch = replace(answer.hits[0].dispatch, paragraphs=("Prices were as follows.", rows))
    source = html.report(replace(answer, hits=(Hit(1, 1.0, dispatch),)), version="0.0.0")
    assert f'<p dir="auto" class="rows">{rows}</p>' in source
    assert '<p dir="auto">Prices were as follows.</p>' in source


def test_missing_templates_are_an_error_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(html, "__file__", str(tmp_path / "wiresearch" / "render" / "html.py"))
    with pytest.raises(WiresearchError, match="no templates") as caught:
        html.templates()
    assert caught.value.hint
