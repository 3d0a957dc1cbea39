"""ANPA 1312: the lines of a message. What whole messages say is in seeds/formats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import MalformedDispatch
from wiresearch.normalise import normalise
from wiresearch.readers import anpa1312

Document = Callable[..., RawDocument]
HEAD = "\x16\x16\x01a0123\x1fworld\r\n"


def one(
    document: Document, text: str, first: str = "u i\x13\x11 BC-Tea   08-13 0412", tail: str = "\x03AP-NY-08-13-03 1423EDT<\r\n\x04"
) -> Dispatch:
    (dispatch,) = readers.read(document(f"{HEAD}{first}\r\n\x02{text}\r\n{tail}".encode("latin-1")))
    assert dispatch.provenance.format == "anpa1312"
    return normalise(dispatch)


@pytest.mark.parametrize(
    ("first", "fields"),
    [
        ("u i\x13\x11 BC-US--TeaTalks 2ndLd-Writethru   08-29 0590", ("u", 3, "i", "BC-US--TeaTalks 2ndLd-Writethru", 590)),
        ("f k\x13\x11 4-Cups   08-29", ("f", 1, "k", "4-Cups", None)),
        ("x bus\x14\x12 BC-Tea 08-29 0000", ("x", 6, "bus", "BC-Tea", None)),
        ("R S BC-TEA  08-29 0100", ("R", 4, "S", "BC-TEA", 100)),
        ("b i\x13\x11 BC-Tea", ("b", 2, "i", "BC-Tea", None)),
    ],
)
def test_the_header(first: str, fields: tuple[str, int, str, str, int | None], document: Document) -> None:
    dispatch = one(document, "\tTea.", first)
    assert (dispatch.priority_raw, dispatch.urgency, dispatch.service[0], dispatch.slugline_raw, dispatch.wordcount_declared) == fields
    assert (dispatch.sequence, dispatch.service[1:]) == ("a0123", ("world", "a"))


@pytest.mark.parametrize(
    ("line", "slugline", "take", "label"),
    [
        ("^BC-US--Giant Teapot, 1st Ld-Writethru,127<", "Giant Teapot", "1st Ld-Writethru", "writethru"),
        ("^AM-Tea Talks, Bjt,0800<", "Tea Talks", None, None),
        ("^BC-AS--Tea, 2nd Ld, AS,300<", "Tea", "2nd Ld", "lead"),
        ("^BC-Tea, Advisory<", "Tea", "Advisory", "advisory"),
        ("^BC-US--APNewsAlert,17<", "APNewsAlert", None, "alert"),
    ],
)
def test_the_keyword_line(line: str, slugline: str, take: str | None, label: str | None, document: Document) -> None:
    dispatch = one(document, f"{line}\r\n^Tea is dear<\r\n\tTea.")
    assert (dispatch.slugline, dispatch.take_key, dispatch.version_label, dispatch.headline) == (slugline, take, label, "Tea is dear")


def test_lines_that_the_wire_broke_are_joined(document: Document) -> None:
    dispatch = one(document, "^BC-Tea,10<\r\n^Tea is dear, say\r\nministers<\r\n\tTea was\r\ndear.\r\n \r\n\tCoffee\r\nfell.")
    assert (dispatch.headline, dispatch.paragraphs) == ("Tea is dear, say ministers", ("Tea was dear.", "Coffee fell."))


def test_a_version_word_a_note_and_a_photo_are_no_headline(document: Document) -> None:
    dispatch = one(
        document,
        "^BC-Tea,10<\r\n^URGENT<\r\n^AP Photo NY101<\r\n^Tea is dear<\r\n^Eds: ADDS cup.<\r\n^By JO DOE=\r\n^AP Tea Writer=\r\n\tTea.",
    )
    assert (dispatch.headline, dispatch.take_key, dispatch.ednote) == ("Tea is dear", "URGENT", "AP Photo NY101 Eds: ADDS cup.")
    assert (dispatch.byline, dispatch.authors, dispatch.creditline) == ("By JO DOE", ("JO DOE",), "AP Tea Writer")


def test_a_half_is_a_brace_behind_a_number_only(document: Document) -> None:
    assert one(document, "\tPrices rose 3{ pct; {so they say}.").paragraphs == ("Prices rose 3½ pct; {so they say}.",)


def test_rows_of_a_table_make_one_paragraph(document: Document) -> None:
    dispatch = one(document, "^BC-Tea,10<\r\n\b;W;L\x10 \r\n\bAssam\x10 Tea;3;1\x10 \r\n^Sunday's=\r\n\tTea 2, Coffee 1<")
    assert (dispatch.body_format, dispatch.headline_derived, dispatch.headline) == ("table", True, "Tea")
    assert dispatch.paragraphs == (";W;L\nAssam Tea;3;1", "Sunday's", "Tea 2, Coffee 1")


def test_a_message_without_stx_and_etx_is_read(document: Document) -> None:
    (dispatch,) = readers.read(document(f"{HEAD}u i\x13\x11 BC-Tea 08-13\r\n\tTea.\r\n"))
    assert dispatch.paragraphs[-1] == "Tea."
    assert [warning.code for warning in dispatch.provenance.warnings] == ["unclosed-record"]


def test_reuters_of_1987_sent_in_these_frames_too(document: Document) -> None:
    (dispatch,) = readers.read(
        document(
            "\x16\x16\x01f0704\x1freute\r\nu f BC-TEA   02-26 0105\r\n\x02TEA REVIEW\r\n    LONDON, Feb 26 - Tea.\r\n Reuter\r\n\x03\x04"
        )
    )
    assert (dispatch.agency, dispatch.sequence, dispatch.urgency) == ("RTRS", "f0704", 3)


def test_a_file_without_a_message_is_refused(document: Document) -> None:
    with pytest.raises(MalformedDispatch, match="there is no message of ANPA 1312"):
        list(readers.read(document("\x04\x04"), "anpa1312"))
    assert anpa1312.sniff(document("u i BC-Tea 08-13")) == 0


def test_a_keyword_line_that_repeats_the_header(document: Document) -> None:
    dispatch = one(document, "^AML-POL TEA<\r\n^El té es caro<\r\n\tTea.", "r i \x13\x11 AML-POL TEA 12-07 0233")
    assert (dispatch.slugline_raw, dispatch.headline) == ("AML-POL TEA", "El té es caro")


def test_when_a_feature_may_be_printed_is_for_editors(document: Document) -> None:
    dispatch = one(document, "^BC-ADV20-Tea,10<\r\n^$adv20<\r\n^FOR RELEASE MAY 20<\r\n^Tea is dear<\r\n\tTea.\r\n^END ADV for MAY 20<")
    assert (dispatch.headline, dispatch.paragraphs) == ("Tea is dear", ("Tea.",))
    assert dispatch.ednote == "$adv20 FOR RELEASE MAY 20 END ADV for MAY 20"


def test_a_kill(document: Document) -> None:
    assert one(document, "^BC-KILL-Tea,10<\r\n^STORY KILLED<\r\n\tTea is not dear.").version_label == "kill"
