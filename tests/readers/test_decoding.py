"""Each step of the ladder, and that no bytes break it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.dispatch import Evidence
from wiresearch.errors import ReadError
from wiresearch.readers.decoding import Decoded, decode

DATA = Path(__file__).parent.parent / "data"
RUSSIAN = "Представители России и Северной Кореи встретились в среду в Москве, чтобы согласовать повестку дня переговоров в Пекине."
JAPANESE = "ロシア外務省の当局者は水曜日、北朝鮮の代表団とモスクワで会談し、北京での六者協議の議題を話し合った。"
CHINESE = "俄罗斯外交部官员星期三在莫斯科会见了朝鲜代表团,讨论北京六方会谈的议程。\n会谈将于本月晚些时候举行。\n"
GREEK = "Οι διαπραγματεύσεις θα ξεκινήσουν την Τετάρτη στη Μόσχα, δήλωσε ο υπουργός Εξωτερικών."
ENGLISH = "The envoy said the café where the naïve plan was drawn up had charged £5. " + "Talks go on in Geneva on Friday. " * 10


@pytest.mark.parametrize(
    ("text", "encoding", "expected", "rule"),
    [
        ("plain", "ascii", "ascii", "utf-8"),
        ("Moscú", "utf-8", "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8", "bom"),
        (RUSSIAN, "utf-16", "utf-16-le", "bom"),
        (RUSSIAN, "utf-32", "utf-32-le", "bom"),
        (ENGLISH, "utf-16-le", "utf-16-le", "utf-16"),
        (ENGLISH, "utf-16-be", "utf-16-be", "utf-16"),
        (RUSSIAN, "utf-16-be", "utf-16-be", "utf-16"),
        (CHINESE, "utf-16-be", "utf-16-be", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16-le", "utf-16"),
        (JAPANESE, "iso2022_jp", "iso2022_jp", "iso-2022"),
        (ENGLISH, "cp1252", "cp1252", "few high bytes"),
        ("Moscú", "latin-1", "cp1252", "few high bytes"),
        (RUSSIAN, "koi8-r", "koi8-r", "detector"),
        (RUSSIAN, "cp1251", "cp1251", "detector"),
        (RUSSIAN, "cp866", "cp866", "detector"),
        (JAPANESE, "shift_jis", "cp932", "detector"),
        (JAPANESE, "euc_jp", "euc_jp", "detector"),
        (CHINESE, "gb18030", "gb18030", "detector"),
        (GREEK, "iso8859-7", "iso8859-7", "detector"),
    ],
)
def test_each_step_of_the_ladder(text: str, encoding: str, expected: str, rule: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.rule == rule
    if rule != "detector":
        assert decoded.encoding == expected


def test_utf8_wins_over_a_declared_latin1() -> None:
    assert decode("København".encode(), declared="iso-8859-1").text == "København"


@pytest.mark.parametrize("name", ["utf-7", "UTF7", "unicode-1-1-utf-7", "utf-32", "UTF-32BE", "utf_32_le"])
def test_utf7_and_utf32_declared_are_refused(name: str) -> None:
    text = "1 +AD4- 0, says Moscú"
    decoded = decode(text.encode("cp1252"), declared=name)
    assert (decoded.text, decoded.encoding, decoded.rule) == (text, "cp1252", "few high bytes")
    assert decoded.evidence == Evidence("encoding", f"few high bytes, not {name} as declared", 0, 0)


def test_what_was_declared_is_told_where_it_was_not_followed() -> None:
    assert decode("København".encode(), declared="iso-8859-1").refused == "iso-8859-1"
    assert decode("København".encode(), declared="UTF-8").refused is None
    assert decode("København".encode("cp1252"), declared="iso-8859-1").refused is None
    assert decode(b"Copenhagen", declared="iso-8859-1").refused is None
    assert decode("København".encode(), declared="x" * 999).refused == "x" * 40


def test_the_rule_is_evidence() -> None:
    assert decode("Moscú".encode("latin-1")).evidence == Evidence("encoding", "few high bytes", 0, 0)
    assert decode(RUSSIAN.encode("koi8-r"), declared="koi8-r").evidence == Evidence("encoding", "declared", 0, 0)


def test_escapes_of_seven_bits() -> None:
    assert decode(CHINESE.encode("hz")) == Decoded(CHINESE, "hz", 0, "hz")
    for text in ("if (a) ~{ b ~}", "a ~{odd~} b", "~{ no end", "~~{AB~}"):
        assert decode(text.encode()).text == text


def test_letters_of_older_machines_among_few_are_those_that_make_words() -> None:
    text = "The naïve owner of the café at Malmö spoke. " + "Talks go on in Geneva on Friday. " * 10
    for encoding in ("cp850", "cp437", "mac_roman", "cp1252"):
        assert decode(text.encode(encoding)).text == text
    typeset = "It’s “over”, he said… the plan—all of it—failed at £5½ a head. " + "Talks go on in Geneva on Friday. " * 10
    assert decode(typeset.encode("cp1252")).text == typeset


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Lo sciopero è cominciato: già cancellate più di cento corse.", "cp850"),
        ('Café owners in Dublin protested on Friday at a levy. "It is naïve", said Seán of the owners\' group in Málaga.', "mac_roman"),
    ],
)
def test_letters_of_older_machines_in_short_texts(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize(("text", "encoding"), [("Über Zürich schließt es höher ab.", "cp437"), (RUSSIAN, "cp866")])
def test_the_letters_between_drawn_lines_are_those_of_dos(text: str, encoding: str) -> None:
    table = f"╔{'═' * 20}╗\n║ {text} ║\n╚{'═' * 20}╝\n{'─' * 20}\n{text}\n"
    found = decode(table.encode(encoding))
    assert (found.text, found.rule) == (table, "drawn lines")


def test_a_declared_encoding_holds_where_utf8_does_not() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), declared="koi8-r") == Decoded(RUSSIAN, "koi8-r", 0, "declared")
    assert decode("“quoted”".encode("cp1252"), declared="iso-8859-1").text == "“quoted”"


@pytest.mark.parametrize("declared", ["utf-7", "utf-32", "no-such-thing", "hex", "", "x\0y", "us-ascii", "utf-8", "idna"])
def test_a_declared_encoding_that_cannot_be_is_passed_over(declared: str) -> None:
    assert decode("Moscú, Bogotá".encode("latin-1"), declared=declared).text == "Moscú, Bogotá"


def test_the_user_overrides_all() -> None:
    assert decode("Moscú".encode(), declared="utf-8", override="latin-1").text == "MoscÃº"
    assert decode("Moscú".encode("utf-8-sig"), override="utf-8").text == "Moscú"
    for name in ("utf-16", "utf-32", "utf-8-sig"):
        assert decode("Moscú".encode(name), override=name).text == "Moscú"
    assert decode("Moscú".encode("utf-16-le"), override="utf-16") == Decoded("Moscú", "utf-16-le", 0, "override")
    assert decode(b"caf\xe9", override="UTF-8") == Decoded("caf\ufffd", "utf-8", 1, "override")


@pytest.mark.parametrize("name", ["latin-99", "hex", "rot13", "", "a\0b"])
def test_an_override_that_is_no_encoding_is_an_error_with_a_mend(name: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(b"caf\xe9", override=name)
    assert "is not a text encoding" in caught.value.message
    assert caught.value.hint is not None
    assert "cp1252" in caught.value.hint


def test_mixed_files_are_decided_line_by_line() -> None:
    data = "Zürich – “talks”\n".encode() * 3 + "Malmö\n".encode("cp1252") + b"end"
    assert decode(data) == Decoded("Zürich – “talks”\n" * 3 + "Malmö\nend", "mixed", 0, "mixed")


def test_stray_nuls_do_not_make_utf16() -> None:
    for text in (ENGLISH.encode("cp1252"), RUSSIAN.encode(), b"GENEVA (AP) -- Talks began."):
        decoded = decode(b"\0\0" + text)
        assert decoded.text[:2] == "\0\0"
        assert decoded.text[2:] == decode(text).text


def test_controls_do_not_blind_the_detector() -> None:
    data = RUSSIAN.encode("koi8-r").replace(b" ", b" \x13\x11")
    assert RUSSIAN[:13] in decode(data).text


def test_replacements_are_counted_but_not_those_that_were_there() -> None:
    assert decode(b"CAF\x81 one \x8d") == Decoded("CAF\ufffd one \ufffd", "cp1252", 2, "few high bytes")
    assert decode("caf\ufffd".encode()).replacements == 0
    assert decode("a\ufffdb".encode() + b"\xff", override="utf-8").replacements == 1


def test_terminal_escapes_stay_what_they_are() -> None:
    assert decode(b"\x1b$red \x1b[31m text").text == "\x1b$red \x1b[31m text"


def test_chardet_is_not_loaded_for_ordinary_files() -> None:
    calls = "d.decode('é'.encode()); d.decode(b'caf\\xe9')"
    code = f"import sys; from wiresearch.readers import decoding as d; {calls}; print('chardet' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((DATA / "texts").glob("*.txt"))}
TABLE = [line.split("\t") for line in (DATA / "encodings.tsv").read_text("utf-8").splitlines()[1:]]


def test_the_table_of_encodings_is_as_wide_as_the_measurement_it_follows() -> None:
    assert " ".join(sorted(TEXTS)) == "ar da de el en es fi fr ja ko nb pl ru tr zh zh-Hant"
    assert len(TABLE) >= 28


@pytest.mark.parametrize(("encoding", "languages", "right", "total", "wrong"), TABLE, ids=[row[0] for row in TABLE])
def test_texts_come_out_right_in_each_encoding(encoding: str, languages: str, right: str, total: str, wrong: str) -> None:
    """The text of each language that is written in the encoding, its first 300 characters and its first line, as the table says."""
    cases = {}
    for name in languages.split():
        text = TEXTS[name]
        cases |= {name: text, f"{name}/300": text[:300], f"{name}/line": text[: text.index("\n")]}
    came_out = {name: decode(text.encode(encoding)).text == text for name, text in cases.items()}
    assert ([name for name, is_right in came_out.items() if not is_right], len(cases)) == (wrong.split(), int(total))
    assert int(right) == sum(came_out.values())


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "koi8-r", "utf-16", "shift_jis", "nonsense"]))
def test_no_bytes_are_refused(data: bytes, declared: str | None) -> None:
    decoded = decode(data, declared=declared)
    assert decoded.replacements <= decoded.text.count("\ufffd")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1b\ufeff")))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()).text == text
