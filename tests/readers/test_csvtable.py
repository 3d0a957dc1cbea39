"""Tables whose columns the user has declared."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import MalformedDispatch, ReadError, Skipped
from wiresearch.readers import csvtable

COLUMNS = "headline=Titel; body = Text\ndate=Datum; source=Dienst"
TABLE = """Nr,Titel,Text,Datum,Dienst
1,"Sturm, wieder","Es war
windig.

Dann nicht mehr.",2003-08-13,dpa
2,Regen,"Er sagte ""nass"".",2003-08-14,The Observer
"""


def raw(data: bytes | str, columns: str = COLUMNS, encoding: str | None = None) -> RawDocument:
    content = data.encode() if isinstance(data, str) else data
    return RawDocument("a.csv", content[:20_000], lambda: io.BytesIO(content), encoding, columns)


def read(data: bytes | str, columns: str = COLUMNS, limits: Limits | None = None) -> list[Dispatch]:
    return list(readers.read(raw(data, columns), "csv", limits or Limits()))


def test_each_row_is_a_dispatch_with_the_bytes_of_its_lines() -> None:
    first, second = found = read(TABLE)
    assert [(d.headline, d.agency, d.infosource, d.versioncreated and d.versioncreated.text) for d in found] == [
        ("Sturm, wieder", "DPA", (), "2003-08-13"),
        ("Regen", None, ("The Observer",), "2003-08-14"),
    ]
    assert first.paragraphs == ("Es war windig.", "Dann nicht mehr.")
    assert second.paragraphs == ('Er sagte "nass".',)
    rows = [TABLE.encode()[d.provenance.offset :][: d.provenance.length] for d in found]
    assert b"".join(rows).decode() == TABLE.partition("\n")[2]
    assert [d.provenance.sha256 for d in found] == [hashlib.sha256(row).hexdigest() for row in rows]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_excel_writes_above_the_heads_is_no_row(line: str) -> None:
    (found,) = read(f"\ufeff{line}\r\nTitel;Text\r\nSturm;Es war windig.\r\n", "headline=Titel; body=Text")
    assert (found.headline, found.paragraphs) == ("Sturm", ("Es war windig.",))


def test_quotation_marks_behind_backslashes_are_inside_a_cell() -> None:
    (found,) = read('Titel,Text\n"Er sagte \\"nass\\"","Es \\"regnet\\", sehr."\n', "headline=Titel; body=Text")
    assert (found.headline, found.paragraphs) == ('Er sagte "nass"', ('Es "regnet", sehr.',))
    (found,) = read('Titel,Text\nSturm,"Aus C:\\"\n', "headline=Titel; body=Text")
    assert found.paragraphs == ("Aus C:\\",)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_finds_the_columns(separator: str) -> None:
    table = separator.join(["Nr", "Titel", "Text"]) + "\r\n" + separator.join(["1", "Sturm", "Es war windig."]) + "\r\n"
    (found,) = read(table, "headline=Titel; body=Text")
    assert (found.headline, found.paragraphs) == ("Sturm", ("Es war windig.",))


@pytest.mark.parametrize(
    ("text", "columns", "score"),
    [
        (TABLE, COLUMNS, 0.9),
        ("\ufeff\n" + TABLE, COLUMNS, 0.9),
        (TABLE, "", 0.0),
        (TABLE, "headline=Title", 0.0),
        ("Titel\nSturm\n", COLUMNS, 0.0),
        ('"Titel', COLUMNS, 0.0),
    ],
)
def test_only_a_table_with_the_declared_columns_is_claimed(text: str, columns: str, score: float) -> None:
    assert csvtable.sniff(raw(text, columns)) == score


def test_without_a_declaration_a_table_is_text() -> None:
    assert readers.pick(raw(TABLE, "")) is readers.plaintext
    with pytest.raises(MalformedDispatch, match=r"^a\.csv: no columns are declared for it$"):
        read(TABLE, "")


def test_latin_1_with_an_end_of_line_of_a_mac() -> None:
    (found,) = read("Titel;Text\rStürme;Überall\r".encode("latin-1"), "headline=Titel; body=Text")
    assert (found.headline, found.paragraphs, found.provenance.encoding) == ("Stürme", ("Überall",), "cp1252")
    assert [(item.field, item.rule) for item in found.provenance.evidence] == [("encoding", "few high bytes")]


@pytest.mark.parametrize("declared", ["Titel", "headlin=Titel", "headline=", "=Titel", "; ;"])
def test_a_mapping_to_no_field_is_refused(declared: str) -> None:
    with pytest.raises(ReadError, match="is no FIELD=COLUMN"):
        csvtable.mapping(declared)
    assert csvtable.sniff(raw(TABLE, declared)) == 0


def test_rows_without_a_text_are_left_out_and_long_ones_are_told() -> None:
    (found,) = read("Titel,Text\nSturm,Wind,x,y\n\n,\n,  \n", "headline=Titel; body=Text")
    assert [(w.code, w.detail) for w in found.provenance.warnings] == [("row-length", "2 cells too many")]
    with pytest.raises(Skipped, match="a row without headline and text at byte 20"):
        read("Titel,Text,Nr,Jahr\n\n,,1,2\n", "headline=Titel; body=Text")


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(MalformedDispatch, match="the first row has none of the columns Titel, Text"):
        read("a,b\n1,2\n", "headline=Titel; body=Text")


def test_a_quotation_mark_that_is_never_closed_is_bounded() -> None:
    table = 'Titel,Text\nSturm,Wind\nRegen,"' + "x\n" * 50_000
    found = []
    with pytest.raises(MalformedDispatch, match=r"the row at byte 22 is longer than limits\.dispatch_bytes \(20000\)"):
        found.extend(readers.read(raw(table, "headline=Titel; body=Text"), "csv", Limits(dispatch_bytes=20_000)))
    assert [d.headline for d in found] == ["Sturm"]


@given(st.binary(max_size=200), st.sampled_from([b"", b"Titel,Text\n", b'Titel;Text\r\n"a']))
def test_any_bytes_give_dispatches_or_a_read_error(data: bytes, head: bytes) -> None:
    document = raw(head + data, "headline=Titel; body=Text")
    assert 0 <= csvtable.sniff(document) <= 1
    with contextlib.suppress(ReadError):
        for dispatch in csvtable.read(document, Limits()):
            place = dispatch.provenance
            assert dataclasses.asdict(place)["sha256"] == hashlib.sha256((head + data)[place.offset :][: place.length]).hexdigest()
