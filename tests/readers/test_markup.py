"""XML and HTML made of bytes of every kind: what is refused, what is mended, and that nothing outside is opened."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiresearch.config import Limits
from wiresearch.dispatch import RawDocument
from wiresearch.errors import MalformedDispatch, ReadError
from wiresearch.readers import blocks, fragment, markup, newsml1, newsmlg2, nitf, rcv1, ritzau

Document = Callable[..., RawDocument]

LIMITS = Limits()
XML_READERS = (nitf, newsml1, newsmlg2, rcv1, ritzau, fragment)
SEEDS = Path(__file__).parent.parent.parent / "seeds" / "archive"
FOLDERS = ("nitf", "newsml1", "newsmlg2", "rcv1", "ritzau", "xml-fragment")
SAMPLES = [path.read_bytes() for folder in FOLDERS for path in sorted((SEEDS / folder).iterdir())]


def text(document: RawDocument, limits: Limits = LIMITS) -> list[tuple[str, ...]]:
    """The paragraphs of each document of a file."""
    return [blocks.body(found.root).paragraphs for found in markup.documents(document, limits, "xml", 1, ("a", "r"))]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<nitf>", "nitf"),
        (b'\xef\xbb\xbf \r\n<?xml version="1.0"?><!-- <a> --><?pi x?>\n<ns0:newsMessage xmlns:ns0="u">', "newsMessage"),
        (b'<!DOCTYPE nitf SYSTEM "a.dtd" [<!ENTITY a "<b>">]><nitf/>', "nitf"),
        ("\ufeff<nitf>".encode("utf-16-le"), "nitf"),
        ('<?xml version="1.0"?><nitf>'.encode("utf-16-be"), "nitf"),
        (b"text <nitf>", ""),
        (b"<nitf", ""),
        (b"< nitf>", ""),
        (b"", ""),
    ],
)
def test_the_root_is_told_from_the_head(head: bytes, name: str) -> None:
    assert markup.root(head) == name


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>', "f: declares an entity of its own (x), which is not read"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "f: declares an entity of its own (x), which is not read"),
        (
            b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="f"/></a>',
            "f: includes other documents (XInclude), which are not read",
        ),
        (b"<r>" + b"<a>" * 202 + b"</a>" * 202 + b"</r>", "f: nested deeper than limits.xml_depth (200)"),
        (b"<r>" + b"<a>" * 9_000 + b"</a>" * 9_000 + b"</r>", "f: nested deeper than limits.xml_depth (200)"),
        (b"<a><p>text", "f: the element a at byte 0 has no end"),
        (b"<a", "f: there is no element"),
        (b"<a/>", "f: the element a has no end"),
        (b"<nitf></nitf>", "f: the first element is nitf, not a or r"),
        ("<a><p>text".encode("utf-16"), "f: the element a at byte 0 has no end"),
        (b"<a>" + b"x" * 11_000_000 + b"</a>", "f: more than libxml2 takes: Resource limit exceeded: Text node too long"),
        (b"", "f: there is no element"),
        (b"<a>" + b"x" * 300 + b"</a>", "f: longer than limits.dispatch_bytes (200)"),
        ("<a>".encode("utf-16") + b"x\0" * 300, "f: longer than limits.dispatch_bytes (200)"),
        (b"<a>" + b"<b/>" * 40 + b"</a>", "f: more tags, attributes and references than limits.xml_tags (30)"),
        (b"<a>" + b"&lt;" * 40 + b"</a>", "f: more tags, attributes and references than limits.xml_tags (30)"),
    ],
)
def test_hostile_xml_is_refused_in_one_line(data: bytes, message: str, document: Document) -> None:
    limits = Limits(dispatch_bytes=200, xml_tags=30) if "dispatch_bytes" in message or "xml_tags" in message else LIMITS
    with pytest.raises(MalformedDispatch) as refusal:
        text(document(data, "f"), limits)
    assert refusal.value.message == message


def test_nothing_outside_is_read(tmp_path: Path, document: Document) -> None:
    (tmp_path / "own.dtd").write_text('<!ENTITY secret "found"><!ATTLIST a b CDATA "default">')
    declared = (
        f'<!DOCTYPE a SYSTEM "{(tmp_path / "own.dtd").as_uri()}" [<!ENTITY % more SYSTEM "{(tmp_path / "own.dtd").as_uri()}"> %more;]>'
    )
    (found,) = markup.documents(document(f"{declared}<a>&secret;</a>"), LIMITS, "xml", 1)
    assert (found.root.text, dict(found.root.attrib)) == ("&secret;", {})


def test_references_of_html_are_read_and_lone_ampersands_kept(document: Document) -> None:
    source = (
        "<!DOCTYPE a SYSTEM 'missing.dtd'><a>R&D &eacute;t&eacute; &nbsp;&mdash; &#146;&#x92; &lt;1 &amp; &unknown; &#1;<![CDATA[&D]]></a>"
    )
    (found,) = markup.documents(document(source), LIMITS, "xml", 1)
    assert found.root.text == "R&D été \u00a0— ’’ <1 & &unknown; &D"
    assert found.provenance.warnings == ()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>£5</a>'.encode(), "utf-8"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>£5</a>'.encode("latin-1"), "cp1252"),
        ('<?xml version="1.0" encoding="utf-8"?><a>£5</a>'.encode("cp1252"), "cp1252"),
        ('<?xml version="1.0" encoding="UTF-16"?><a>£5</a>'.encode("utf-16"), "utf-16-le"),
        ('<?xml version="1.0" encoding="koi8-r"?><a>Москва £5</a>'.replace("£", "").encode("koi8-r"), "koi8-r"),
    ],
)
def test_the_bytes_outweigh_the_declared_encoding(data: bytes, encoding: str, document: Document) -> None:
    (found,) = markup.documents(document(data), LIMITS, "xml", 1)
    assert found.provenance.encoding == encoding
    assert found.root.text in ("£5", "Москва 5")


def test_names_lose_their_namespace_declared_or_not(document: Document) -> None:
    (plain,) = markup.documents(document('<x:a xmlns:x="u" xmlns="v"><b><x:c/></b></x:a>'), LIMITS, "xml", 1)
    (undeclared,) = markup.documents(document("<a><y:b><y:1/></y:b></a>"), LIMITS, "xml", 1)
    assert [element.tag for element in plain.root.iter()] == ["a", "b", "c"]
    assert [element.tag for element in undeclared.root.iter()][:2] == ["a", "b"]
    assert [warning.code for warning in undeclared.provenance.warnings] == ["damaged-markup"]


def test_small_damage_loses_no_text_and_is_told(document: Document) -> None:
    (found,) = markup.documents(document("<a><p>one<br>two</p><p>three</a>"), LIMITS, "xml", 1)
    assert "".join(found.root.itertext()) == "onetwothree"
    assert "tag mismatch" in found.provenance.warnings[0].detail


def test_behind_damage_references_and_signs_stay(document: Document) -> None:
    (found,) = markup.documents(
        document("<a><p>1 < 2<p>R&D &amp; &lt;b&gt; &nosuch; &eacute;</p><c d='&quot;&apos;'/></a>"), LIMITS, "xml", 1
    )
    assert "".join(found.root.itertext()) == "1 < 2R&D & <b> &nosuch; é"
    assert found.root.find(".//c").get("d") == "\"'"


def test_documents_behind_one_another_are_read_one_by_one(document: Document) -> None:
    good, deep = "<a><p>{}</p></a>", "<a>" + "<b>" * 300 + "</b>" * 300 + "</a>"
    given_: list[markup.XmlDocument] = []
    source = f'<?xml version="1.0"?>{good.format(1)}\n{deep}\n<?xml version="1.0"?><!DOCTYPE a>\n{good.format(2)}'
    with pytest.raises(MalformedDispatch, match="xml_depth"):
        given_.extend(markup.documents(document(source), LIMITS, "xml", 1, ("a",)))
    assert [found.root.findtext("p") for found in given_] == ["1", "2"]
    assert [source[found.provenance.offset :][: found.provenance.length] for found in given_] == [good.format(1), good.format(2)]


def test_an_unknown_element_may_lie_inside_itself(document: Document) -> None:
    (found,) = markup.documents(document("<a><a>x</a><a/></a>"), LIMITS, "xml", 1)
    assert [element.tag for element in found.root.iter()] == ["a", "a", "a"]


def test_html_is_read_whatever_it_is() -> None:
    assert markup.html("", LIMITS, "f") is None
    assert blocks.body(markup.html("just text \0 &eacute;", LIMITS, "f")).paragraphs == ("just text é",)
    with pytest.raises(MalformedDispatch, match="xml_depth"):
        markup.html("<div>" * 400 + "lost", LIMITS, "f")


def test_a_limit_above_what_libxml2_bears_does_not_cut_html_off() -> None:
    with pytest.raises(MalformedDispatch, match=r"limits.xml_depth \(250\)"):
        markup.html("<div>" * 400 + "lost", Limits(xml_depth=5_000), "f")


def test_reading_other_formats_does_not_import_lxml() -> None:
    code = (
        "import io, sys; from wiresearch import readers; from wiresearch.dispatch import RawDocument;"
        "data = b'<DOC>\\n<DOCNO> AP1 </DOCNO>\\n<TEXT>\\n  Tea.\\n</TEXT>\\n</DOC>';"
        "list(readers.read(RawDocument('f', data, lambda: io.BytesIO(data)))); sys.exit('lxml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sample cut, repeated in parts, and with pieces of mark-up put anywhere."""
    data = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 6))):
        start, size = draw(st.integers(0, len(data))), draw(st.integers(0, 80))
        pieces = [
            b"",
            b"<",
            b"&",
            b"</p>",
            b"<p>",
            b"\0",
            b"\xff",
            b"<![CDATA[",
            b"<!--",
            b"&#55296;",
            b"<a:1:b>",
            data[start : start + size],
        ]
        data = data[:start] + draw(st.sampled_from(pieces)) + data[start + draw(st.sampled_from([0, size])) :]
    return data


@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=300) | damaged(),
    reader=st.sampled_from(XML_READERS),
    encoding=st.sampled_from([None, None, "utf-16", "cp1252"]),
)
def test_readers_of_xml_raise_nothing_but_read_errors(data: bytes, reader: object, encoding: str | None) -> None:
    raw = RawDocument("f", data[:20_000], lambda: io.BytesIO(data), encoding)
    assert 0 <= reader.sniff(raw) <= 1  # type: ignore[attr-defined]  # a module
    with contextlib.suppress(ReadError):
        list(reader.read(raw, LIMITS))  # type: ignore[attr-defined]  # a module
