"""Which reader reads what, and what happens when one fails."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument, WireWarning
from wiresearch.errors import MalformedDispatch, ReadError, Refused, Skipped, UnknownFormat
from wiresearch.sources import scan

Document = Callable[..., RawDocument]

SEEDS = Path(__file__).parent.parent.parent / "seeds"
REUTERS = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS NEWID="7"><DATE>26-FEB-1987 15:01:01.79</DATE><TOPICS><D>tea</D></TOPICS><UNKNOWN>
&#5;&#5;&#5;C T
&#22;&#22;&#1;f0704&#31;reute
u f BC-TEA   02-26 0105</UNKNOWN><TEXT>&#2;
<TITLE>TEA REVIEW</TITLE><DATELINE>    GENEVA, Feb 26 - </DATELINE><BODY>Tea was dear.
    It may be dearer.
 Reuter
&#3;</BODY></TEXT></REUTERS>
"""
TREC = "<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<HEAD>Tea Dear</HEAD>\n<TEXT>\n   Tea was dear.\n</TEXT>\n</DOC>\n"
PLAIN = "TEA.WIRE\nTea is dear\nGENEVA (AFP) Aug 13, 2003\nTea was dear.\n\nTEA.WIRE"
TELETYPE = "ZCZC XAA012 041\nu i bc-tea 08-13 0062\n^TEA IS DEAR\n   GENEVA, AUG 13 (AP) - TEA WAS DEAR.\nNNNN\n"
SAMPLES = [text.encode() for text in (REUTERS, TREC, PLAIN, TELETYPE)]


def claimed(raw: RawDocument) -> list[str]:
    return [reader.NAME for reader in readers.READERS if reader.sniff(raw) >= 0.5]


@pytest.mark.parametrize(
    ("text", "name"), [(REUTERS, "reuters21578-sgml"), (TREC, "trec-sgml"), (PLAIN, "plain-text"), (TELETYPE, "teletype")]
)
def test_each_form_finds_its_reader(text: str, name: str, document: Document) -> None:
    assert claimed(document(text)) == ([] if name == "plain-text" else [name])
    assert readers.pick(document(text)) is readers.by_name(name)
    assert [dispatch.provenance.format for dispatch in readers.read(document(text))] == [name]


def test_each_sample_is_claimed_by_no_reader_but_its_own(shared: Path, document: Document) -> None:
    ours = {reader.NAME for reader in readers.READERS} - {"plain-text"}
    folder = shared / "wire-samples"
    formats = dict(line.split("\t")[:2] for line in (folder / "MANIFEST.tsv").read_text("utf-8").splitlines()[1:])
    for name, form in formats.items():
        assert claimed(document(folder / name)) == ([form] if form in ours else []), name


def test_a_reader_is_found_by_its_name() -> None:
    assert [readers.by_name(reader.NAME) for reader in readers.READERS] == list(readers.READERS)


@pytest.mark.parametrize("reader", readers.READERS, ids=lambda reader: reader.NAME)
def test_a_reader_says_what_it_reads(reader: readers.Reader) -> None:
    told = readers.about(reader)
    assert told.endswith(".")
    assert "\n" not in told


def test_an_unknown_name_is_answered_with_the_nearest_and_the_list(document: Document) -> None:
    with pytest.raises(UnknownFormat, match="unknown format: reuters") as caught:
        next(readers.read(document(PLAIN), "reuters"))
    assert caught.value.hint == "did you mean reuters21578-sgml? formats: " + ", ".join(reader.NAME for reader in readers.READERS)


@pytest.mark.parametrize(
    "text", ['{"name": "a package", "version": 3}', "[1, 2]", '{"total": 0, "item": []}', "{}", "[" * 5_000, "[1, 2", str([9] * 20_000)]
)
def test_json_without_dispatches_is_no_text(text: str, document: Document) -> None:
    with pytest.raises(UnknownFormat, match=r"^a\.txt: no reader knows this JSON$"):
        list(readers.read(document(text)))


@pytest.mark.parametrize("text", ["[AP] Tea was dear.", "{Tea} was dear.", "{", "[1] Tea was dear.", "[]\nTea was dear."])
def test_text_in_brackets_is_text(text: str, document: Document) -> None:
    assert readers.pick(document(text)) is readers.plaintext


def giving_up(after: int, error: type[ReadError] = MalformedDispatch) -> SimpleNamespace:
    """A reader that claims everything and fails after so many dispatches."""

    def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
        yield from islice(readers.plaintext.read(raw, limits), after)
        raise error(f"{raw.source}: too hard")

    return SimpleNamespace(NAME="hard", VERSION=1, RECOGNISES="all", sniff=lambda raw: 1.0, read=read)


def test_a_reader_that_fails_at_once_is_replaced_by_plain_text(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "pick", lambda raw: giving_up(after=0))
    (dispatch,) = readers.read(document(PLAIN))
    assert dispatch.headline == "Tea is dear"
    assert WireWarning("fallback", "hard: too hard") in dispatch.provenance.warnings


def test_what_a_reader_refuses_on_purpose_is_not_read_as_text(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "pick", lambda raw: giving_up(after=0, error=Refused))
    with pytest.raises(Refused, match=r"^a\.txt: too hard$"):
        list(readers.read(document(PLAIN)))


@pytest.mark.parametrize(
    ("data", "limit"),
    [
        ('<!DOCTYPE nitf [<!ENTITY x "ha">]><nitf>&x;</nitf>', "declares an entity"),
        ("<nitf>cut</nit><nitf>" + "<b>" * 300 + "</b>" * 300 + "</nitf>", "xml_depth"),
        ("<html>" + "<div>" * 300 + "deep", "xml_depth"),
        ("<html>" + "x" * 3_000, "dispatch_bytes"),
        ("<REUTERS>" + "x" * 3_000, "dispatch_bytes"),
        ("Subject: a\nFrom: b\n\n" + "x\n" * 1_500, "dispatch_bytes"),
        (TELETYPE.replace("DEAR", "DEAR\n" * 600), "dispatch_bytes"),
        ('{"uri": "x", "headline": "H", "body_text": "B", "n": ' + "[" * 300 + "]" * 300 + "}", "json_depth"),
        ('{"uri": "x", "headline": "H", "body_text": "' + "x" * 3_000, "dispatch_bytes"),
    ],
)
def test_limits_and_entities_are_refused(data: str, limit: str, document: Document) -> None:
    with pytest.raises(Refused, match=limit):
        list(readers.read(document(data), limits=Limits(dispatch_bytes=2_500)))


def test_of_a_reader_and_plain_text_that_both_fail_both_are_told(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "pick", lambda raw: giving_up(after=0))
    with pytest.raises(MalformedDispatch) as caught:
        list(readers.read(document("x" * 500), limits=Limits(line_bytes=99)))
    told = "a.txt: hard: too hard; as plain text: the line at byte 0 is longer than limits.line_bytes (99)"
    assert caught.value.message == told
    with pytest.raises(Skipped, match=r"^no text in it$"):
        list(readers.read(document(" \n")))


def test_a_file_that_cannot_be_read_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> io.BytesIO:
        raise ReadError("a.txt: cannot read on")

    monkeypatch.setattr(readers, "pick", lambda raw: SimpleNamespace(**vars(giving_up(0)) | {"read": readers.trec.read}))
    with pytest.raises(ReadError, match=r"^a\.txt: cannot read on$"):
        list(readers.read(RawDocument("a.txt", b"", fails)))


def test_a_reader_that_the_user_chose_is_not_replaced(document: Document) -> None:
    with pytest.raises(MalformedDispatch, match=r"a\.txt: there is no REUTERS element"):
        list(readers.read(document(PLAIN), "reuters21578-sgml"))
    with pytest.raises(MalformedDispatch, match=r"a\.txt: there is no DOC element"):
        list(readers.read(document(PLAIN), "trec-sgml"))


def test_what_was_read_before_a_failure_stands(document: Document) -> None:
    raw = document(REUTERS + "<REUTERS>" + "x" * 5_000)
    given: list[Dispatch] = []
    with pytest.raises(
        MalformedDispatch, match=rf"a\.txt: the record at byte {len(REUTERS)} is longer than limits\.dispatch_bytes \(2500\)"
    ):
        given.extend(readers.read(raw, limits=Limits(dispatch_bytes=2_500)))
    assert [dispatch.uri for dispatch in given] == ["7"]


def test_dispatches_before_the_end_of_a_truncated_gzip_stand(tmp_path: Path) -> None:
    text = "".join(REUTERS.replace('NEWID="7"', f'NEWID="{k}"').replace("dear", f"dear by {k * 7919 % 1000} pct") for k in range(2_000))
    (tmp_path / "a.gz").write_bytes(gzip.compress(text.encode())[:-5_000])
    (source,) = scan([str(tmp_path / "a.gz")], limits=Limits())
    given: list[Dispatch] = []
    with pytest.raises(ReadError, match="cannot read on after byte"):
        given.extend(readers.read(source.load()))
    assert len(given) > 1_000
    assert [dispatch.uri for dispatch in given] == [str(k) for k in range(len(given))]


def test_an_encoding_that_does_not_exist_is_an_error_for_every_reader(document: Document) -> None:
    for data in SAMPLES:
        with pytest.raises(ReadError, match="'latin-99' is not a text encoding"):
            list(readers.read(document(data, encoding="latin-99")))


def test_every_format_tells_how_the_encoding_was_decided(document: Document) -> None:
    rules: dict[str, set[str]] = {}
    for path in sorted(path for folder in ("archive", "formats") for path in (SEEDS / folder).rglob("*") if path.is_file()):
        with contextlib.suppress(ReadError):  # of damage, and of files with nothing but pictures
            for dispatch in readers.read(document(path)):
                (rule,) = (item.rule for item in dispatch.provenance.evidence if item.field == "encoding")
                rules.setdefault(dispatch.provenance.format, set()).add(rule.partition(",")[0])
    assert set(rules) == {reader.NAME for reader in readers.READERS} - {"csv"}  # which is read where columns are declared
    ladder = {"bom", "declared", "utf-16", "iso-2022", "hz", "utf-8", "mixed", "few high bytes", "detector", "last resort"}
    assert set().union(*rules.values()) <= ladder


def check(data: bytes, form: str) -> None:
    """Any bytes give dispatches that lie inside of them, or a ReadError."""
    raw = RawDocument("a", data[:20_000], lambda: io.BytesIO(data))
    with contextlib.suppress(ReadError):
        for dispatch in readers.read(raw, form):
            place = dispatch.provenance
            assert 0 <= place.offset < place.offset + place.length <= len(data)
            assert place.sha256 == hashlib.sha256(data[place.offset :][: place.length]).hexdigest()


@given(st.binary(max_size=400), st.sampled_from(["auto", *(reader.NAME for reader in readers.READERS)]))
def test_any_bytes(data: bytes, form: str) -> None:
    check(data, form)


@settings(max_examples=300)
@given(st.data())
def test_damaged_samples(data: st.DataObject) -> None:
    sample = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(sample)))
        end = data.draw(st.integers(start, min(len(sample), start + 30)))
        sample[start:end] = data.draw(
            st.one_of(st.binary(max_size=12), st.sampled_from([b"<", b">", b"&#", b"\n\n", b"\xff", b"9" * 30, b"<TEXT>"]))
        )
    check(bytes(sample), data.draw(st.sampled_from(["auto", *(reader.NAME for reader in readers.READERS)])))


HOSTILE = [
    "a",
    "A ",
    " ",
    "\n",
    "1 ",
    "(AP) ",
    "-- ",
    '"',
    "<",
    "<P>",
    "&#",
    "&lt;",
    "A.B\n",
    "u f x      ",
    "* ",
    "a  b  c\n",
    "Aa of ",
    "\0",
    "é",
]
WRAPS = [
    ("", ""),
    ("<REUTERS><UNKNOWN>", "</UNKNOWN><TEXT>x</TEXT></REUTERS>"),
    ("<REUTERS><TEXT><TITLE>x</TITLE>", "</TEXT></REUTERS>"),
    ("<DOC><DOCNO>EFE1</DOCNO><TEXT>", "</TEXT></DOC>"),
    ("<DOC><DOCNO>FT1</DOCNO><HEADLINE>", "</HEADLINE></DOC>"),
    ("<DOC><DOCNO>FT1</DOCNO><CN>", "</CN></DOC>"),
    ("<DOC><DOCNO>WSJ1</DOCNO><IN>", "</IN><HL>x</HL></DOC>"),
    ("<DOC><DOCNO>WSJ1</DOCNO><HL>", "</HL></DOC>"),
    ("<DOC><DOCNO>NYT1</DOCNO><HEADER>", "</HEADER><BODY></BODY></DOC>"),
    ('<DOC id="a"><HEADLINE>x</HEADLINE><TEXT>', "</TEXT></DOC>"),
    ('<DOC id="a"><TEXT><P>', "</P></TEXT></DOC>"),
    ('<DOC id="a"><DATELINE>', "</DATELINE></DOC>"),
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("wrap", WRAPS, ids=lambda wrap: wrap[0][-32:] or "plain")
def test_no_repetition_takes_long(wrap: tuple[str, str]) -> None:
    """A pattern that is not linear would take minutes for 100 kB of some of these."""
    for unit in HOSTILE:
        check((wrap[0] + unit * (100_000 // len(unit)) + wrap[1]).encode(), "auto")
