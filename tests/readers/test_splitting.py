"""Where one dispatch of a file ends and the next begins, and that its bytes are its own."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import MalformedDispatch, ReadError
from wiresearch.readers.lines import lines_of
from wiresearch.readers.splitting import parts, split

Document = Callable[..., RawDocument]

FIRST = "TEA.WIRE\nTea is dear\nGENEVA (AFP) Aug 13, 2003\nTea was dear on Wednesday.\n\nNobody drank it.\n\nTEA.WIRE"
SECOND = "TEA.WIRE\nCoffee is dear\nPARIS (AFP) Aug 14, 2003\nCoffee was dear on Thursday.\n\nTEA.WIRE"
OTHER = "BEAN.WIRE\nBeans are dear\nOSLO (AFP) Aug 15, 2003\nBeans were dear on Friday.\n\nBEAN.WIRE"


def read(document: Document, text: str | bytes) -> list[Dispatch]:
    return list(readers.read(document(text)))


def headlines(document: Document, text: str) -> list[str]:
    return [dispatch.headline for dispatch in read(document, text)]


@pytest.mark.parametrize("between", ["", "\n", "\n\n\n", "\r\n"])
def test_files_joined_end_to_start(between: str, document: Document) -> None:
    dispatches = read(document, FIRST + between + SECOND + between + FIRST)
    assert [dispatch.headline for dispatch in dispatches] == ["Tea is dear", "Coffee is dear", "Tea is dear"]
    assert [dispatch.service for dispatch in dispatches] == [("TEA.WIRE",)] * 3
    assert not any("WIRE" in paragraph for dispatch in dispatches for paragraph in dispatch.paragraphs)


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le"])
@pytest.mark.parametrize("between", [" ", "  \t", "TEA.WIRE", " TEA.WIRE\nTEA.WIRE ", "\n\nTEA.WIRE\n\n"])
def test_files_joined_by_blanks_or_another_slug(between: str, encoding: str, document: Document) -> None:
    data = (FIRST + between + SECOND + between + OTHER + between.replace("TEA", "BEAN") + FIRST).encode(encoding)
    dispatches = read(document, data)
    assert [dispatch.headline for dispatch in dispatches] == ["Tea is dear", "Coffee is dear", "Beans are dear", "Tea is dear"]
    assert not any("WIRE" in paragraph for dispatch in dispatches for paragraph in dispatch.paragraphs)
    own = [data[place.offset :][: place.length].decode(encoding) for place in (dispatch.provenance for dispatch in dispatches)]
    assert all(text in found for found, text in zip(own, (FIRST, SECOND, OTHER, FIRST), strict=True))
    assert "".join("".join(own).split()) == "".join(data.decode(encoding).split())


def test_slugs_in_a_line_of_other_words_are_words(document: Document) -> None:
    (dispatch,) = read(document, FIRST.replace("Nobody drank it.", "TEA.WIRE drank it.\nTEA.WIRE, BEAN.WIRE\nBEAN.WIRE too."))
    assert len(" ".join(dispatch.paragraphs).split("WIRE")) == 5


def test_a_joined_dispatch_is_the_same_bytes_as_alone(document: Document) -> None:
    alone = [read(document, text)[0].provenance for text in (FIRST, SECOND)]
    joined = [dispatch.provenance for dispatch in read(document, FIRST + SECOND)]
    assert [place.sha256 for place in joined] == [place.sha256 for place in alone]
    assert [(place.offset, place.length) for place in joined] == [(0, len(FIRST)), (len(FIRST), len(SECOND))]


def test_files_of_two_services_joined(document: Document) -> None:
    dispatches = read(document, FIRST + OTHER + SECOND)
    assert [dispatch.service for dispatch in dispatches] == [("TEA.WIRE",), ("BEAN.WIRE",), ("TEA.WIRE",)]


def test_one_slug_between_two_dispatches_serves_both(document: Document) -> None:
    assert headlines(document, FIRST + SECOND.removeprefix("TEA.WIRE")) == ["Tea is dear", "Coffee is dear"]


def test_teletype(document: Document) -> None:
    first = "ZCZC A1 041\n^TEA IS DEAR\n   GENEVA, AUG 13 (AP) - TEA.\nNNNN\n"
    second = "ZCZC A2 042\n^NO COFFEE\n   OSLO, AUG 13 (AP) - NONE.\nNNNN\n"
    text = f"noise\n{first}\n{second}\nafter all"
    dispatches = read(document, text)
    assert [(dispatch.sequence, dispatch.headline) for dispatch in dispatches[1:3]] == [("041", "TEA IS DEAR"), ("042", "NO COFFEE")]
    assert [dispatches[0].headline, dispatches[3].headline] == ["noise", "after all"]


def test_what_ends_a_message_ends_one_that_was_never_opened(document: Document) -> None:
    assert headlines(document, "TEA IS DEAR\n\nTEA ROSE.\n\nNNNN\n\nNO COFFEE\n\nNONE CAME.\nNNNN\n") == ["TEA IS DEAR", "NO COFFEE"]


def test_headers_of_iptc_7901_without_control_characters(document: Document) -> None:
    first = "bdt0321 4 pl 287  dpa 1123\n\nTee/Preis/\nTee ist teuer\n   Berlin (dpa) - Tee stieg.\ndpa xy yyzz n1 ab\n\n"
    second = "bdt0322 4 pl 111  dpa 1124\n\nKaffee/\nKaffee nicht\n   Berlin (dpa) - Kaffee fiel.\n"
    found = [(dispatch.sequence, dispatch.slugline_raw, dispatch.headline) for dispatch in read(document, first + second)]
    assert found == [("0321", "Tee/Preis", "Tee ist teuer"), ("0322", "Kaffee", "Kaffee nicht")]


def test_a_note_above_a_headline_is_of_its_dispatch(document: Document) -> None:
    first = "Tea is dear\nGENEVA (AP) - Tea rose.\n\n(Reporting by Jo Doe)\n\n"
    second = "(ATTN: ADDS quotes)\nCoffee is\nnot\nOSLO (AP) - Coffee fell.\n"
    one, two = read(document, first + second)
    assert (one.headline, one.creditline, one.ednote) == ("Tea is dear", "(Reporting by Jo Doe)", None)
    assert (two.headline, two.ednote) == ("Coffee is not", "(ATTN: ADDS quotes)")


def test_a_page_of_headlines_and_datelines(document: Document) -> None:
    text = """Tea Is Served

    Pyongyang, August 22 (KCNA) -- Tea was served today.
    All drank it.

Coffee Is Not

    Wonsan, August 21 (KCNA) -- Coffee was not served.

Visitors Leave

    Pyongyang, August 22 (KCNA) -- The visitors left.
"""
    dispatches = read(document, text)
    assert [dispatch.headline for dispatch in dispatches] == ["Tea Is Served", "Coffee Is Not", "Visitors Leave"]
    assert [len(dispatch.paragraphs) for dispatch in dispatches] == [2, 1, 1]


def test_dispatches_without_blank_lines(document: Document) -> None:
    first = "Tea is dear\nGENEVA (AP) — Tea rose.\nIt may rise more.\n"
    second = "Coffee falls\nBy Jane Doe\nOSLO, Norway (AP) — Coffee fell.\nNobody cared."
    assert headlines(document, first + second) == ["Tea is dear", "Coffee falls"]


@pytest.mark.parametrize(
    "text",
    [
        "Tea talks\n\nGENEVA, Aug 13 (Reuters) - Tea rose.\n\nThey said so.\n\nLONDON, Aug 12 (Reuters) - so began an older one.",
        "Tea talks\nGENEVA (AP) — Tea rose, and so did coffee.\n\nIn Paris, Aug. 14 (the date of the next talks) is a holiday.",
        "Tea talks\nGENEVA (AP) — Tea rose.\n\nPARIS\n\nNothing happened there.",
    ],
)
def test_one_dispatch_stays_one(text: str, document: Document) -> None:
    assert len(read(document, text)) == 1


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_each_dispatch_knows_its_bytes_in_any_encoding(encoding: str, mark: str, document: Document) -> None:
    first = "Zürich: “tea” is dear\n\nZÜRICH, Switzerland (AP) — Tea rose – again.\nÜber all.\n\n"
    second = "Malmö: café closes\n\nMALMÖ, Sweden (AP) — The café closed."
    data = (mark + first + second).encode(encoding)
    dispatches = read(document, data)
    assert [dispatch.headline for dispatch in dispatches] == ["Zürich: “tea” is dear", "Malmö: café closes"]
    place = dispatches[1].provenance
    assert data[place.offset :][: place.length].decode(encoding) == second
    assert place.sha256 == hashlib.sha256(data[place.offset :][: place.length]).hexdigest()


def test_each_dispatch_knows_its_bytes_in_a_mixed_file(document: Document) -> None:
    first = "Zürich: “tea” is dear – says an öffice\n\nZÜRICH (AP) — Tea rose.\n\n".encode()
    second = "Malmö: shop closes\n\nOSLO, Norway (AP) - The shop closed.".encode("cp1252")
    last = read(document, first + second)[-1]
    assert (last.headline, last.provenance.encoding) == ("Malmö: shop closes", "mixed")
    assert (last.provenance.offset, last.provenance.length) == (len(first), len(second))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_long_file_is_read_piece_by_piece_with_the_same_result(encoding: str, document: Document) -> None:
    text = "".join(FIRST.replace("Nobody", f"No café {k}") + "\n" * (k % 5) for k in range(100))
    raw = document(text.encode(encoding))
    whole = list(readers.read(raw))
    assert len(whole) == 100
    assert list(readers.read(raw, limits=Limits(dispatch_bytes=500))) == whole


@pytest.mark.parametrize("padding", range(0, 100, 7))
def test_a_joined_file_longer_than_the_limit_keeps_its_headlines(padding: int, document: Document) -> None:
    first = FIRST.replace("Nobody", "x" * padding)
    text = first + "".join(FIRST.replace("Tea is", f"Tea {k} is") for k in range(20))
    dispatches = list(readers.read(document(text), limits=Limits(dispatch_bytes=900)))
    assert [dispatch.headline for dispatch in dispatches] == ["Tea is dear", *(f"Tea {k} is dear" for k in range(20))]


FORMS = {
    "joined": "TEA.WIRE\nTea {k}\nOSLO (AFP) Apr 3, 2003\n{text}\n\nSecond.\nTEA.WIRE",
    "slugs": "TEA.WIRE\nTea {k}\nOSLO (AFP) Apr 3, 2003\n{text}\n\nTEA.WIRE\n",
    "headlines": "Tea {k}\n\nOSLO, Apr 3 (Reuters) - {text}\n\nSecond.\n\n",
    "teletype": "ZCZC A{k}\nTEA {k}\nOSLO, APR 3 (AP) - {text}\n\nNNNN\n",
}
TEXTS = {"utf-8": "Žluťoučký “kůň”.", "utf-16": "😀 茶.", "utf-16-le": "Чай.", "shift_jis": "茶ソー。", "cp1251": "Чай подорожал."}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", TEXTS)
@given(repeats=st.lists(st.integers(0, 9), min_size=1, max_size=9), size=st.integers(1, 400), newline=st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_same_dispatches_whatever_the_piece(form: str, encoding: str, repeats: list[int], size: int, newline: str) -> None:
    text = "".join(FORMS[form].format(k=k, text=TEXTS[encoding] * count) for k, count in enumerate(repeats))
    data = text.replace("\n", newline).encode(encoding)
    override = None if encoding in ("utf-8", "utf-16") else encoding

    def found(size: int) -> list[tuple[int, bytes, str]]:
        read = filter(None, parts(io.BytesIO(data), override, "a.txt", Limits(), size))
        return [(part.offset, part.data, " ".join(line for line in part.lines if line)) for part in read]

    assert len(found(1 << 20)) == len(repeats)
    assert found(size) == found(1 << 20)
    assert all(data[offset:].startswith(own) for offset, own, _ in found(size))


LINES = [
    *(
        "",
        " ",
        "\u00a0",
        "Tea is dear",
        "By Jo Doe",
        "(MORE)",
        "“Nobody” knows. ",
        "OSLO, Apr 3 (AFP) - Tea rose.",
        "PARIS, March 3 (AP) — Coffee fell.",
    ),
    *("TEA.WIRE", "TEA.WIRE TEA.WIRE", "ZCZC A1", "NNNN", "abc1234 4 i 211 ccccb", "\ufeffOslo", "\r", "\ufffd"),
]


@given(lines=st.lists(st.sampled_from(LINES), max_size=9), newline=st.sampled_from(["\n", "\r\n"]))
def test_one_dispatch_is_the_same_whether_the_file_is_seen_as_a_whole_or_not(lines: list[str], newline: str) -> None:
    data = newline.join(lines).encode()

    def found(size: int) -> list[tuple[int, bytes, list[tuple[int, str]]]]:
        read = filter(None, parts(io.BytesIO(data), "utf-8", "a.txt", Limits(), size))
        return [(part.offset, part.data, [(part.letters_above(k), line) for k, line in enumerate(part.lines) if line]) for part in read]

    assert found(1) == found(1 << 20)


def test_a_dispatch_over_the_limit_is_refused_after_those_before_it(document: Document) -> None:
    raw = document(FIRST + SECOND.replace("Thursday", "Thursday" * 200) + FIRST)
    given: list[Dispatch] = []
    with pytest.raises(MalformedDispatch, match=rf"the dispatch at byte {len(FIRST)} is longer than limits.dispatch_bytes \(500\)"):
        given.extend(readers.read(raw, limits=Limits(dispatch_bytes=500)))
    assert [dispatch.headline for dispatch in given] == ["Tea is dear"]


def test_blank_lines_without_end_are_passed_over(document: Document) -> None:
    raw = document("\n" * 5_000 + FIRST + "\n" * 5_000 + SECOND + "\n" * 5_000)
    assert [dispatch.headline for dispatch in readers.read(raw, limits=Limits(dispatch_bytes=500))] == ["Tea is dear", "Coffee is dear"]


@pytest.mark.parametrize("line", ["a\n", "a\n\n", "a\r\n", "\u00a0\na\n"])
def test_a_dispatch_of_too_many_lines_is_refused_after_those_before_it(line: str, document: Document) -> None:
    raw = document(FIRST + SECOND.removesuffix("TEA.WIRE") + line * 1_000 + "TEA.WIRE" + FIRST)
    given: list[Dispatch] = []
    message = rf"a.txt: the dispatch at byte {len(FIRST)} has more lines than limits.dispatch_lines \(500\)"
    with pytest.raises(MalformedDispatch, match=message):
        given.extend(readers.read(raw, limits=Limits(dispatch_lines=500)))
    assert [dispatch.headline for dispatch in given] == ["Tea is dear"]


@pytest.mark.parametrize("blank", [b"\n", b"\r\n", b" \n", "\u00a0\n".encode()])
def test_a_file_of_blank_lines_is_read_in_little_memory(blank: bytes) -> None:
    data = io.BytesIO(blank * 50_000)
    tracemalloc.start()
    try:
        assert not any(parts(data, None, "a.txt", Limits(), 1 << 14))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1 << 18


def test_blank_lines_in_a_dispatch_are_bounded_like_its_lines() -> None:
    text = FIRST.replace("Nobody", "\u00a0\n" * 1_000 + "Nobody")
    given = list(filter(None, parts(io.BytesIO(text.encode()), None, "a.txt", Limits(dispatch_lines=500))))
    assert [part.lines[-1] for part in given] == ["Tea was dear on Wednesday.", "TEA.WIRE"]


def test_whole_dispatches_before_a_failing_stream_stand() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            block = super().read(100)
            if not block:
                raise ReadError("a.gz: cannot read on")
            return block

    raw = RawDocument("a.gz", FIRST.encode(), lambda: Failing((FIRST + SECOND[:60]).encode()))
    given: list[Dispatch] = []
    with pytest.raises(ReadError, match="cannot read on"):
        given.extend(readers.read(raw))
    assert [dispatch.headline for dispatch in given] == ["Tea is dear"]


@given(
    st.lists(
        st.sampled_from(["T.WI\n", "TEA.WIRE", "TEA.WIRE\n", "\n", "ZCZC 1\n", "NNNN\n", "Tea\n", "OSLO (AP) — x.\n", "é “\n", "\r\n"]),
        max_size=25,
    )
)
def test_every_line_is_in_exactly_one_dispatch(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    lines = list(lines_of(io.BytesIO(data), None, 1_000))
    assert b"".join(line.data for line in lines) == data
    found = list(split(lines, "a.txt", Limits()))
    own = b"".join(data[line.offset : line.end] for part in found for line in part)
    assert b"".join(own.split()) == b"".join(data.split())
