"""LDC newswire: invented documents in its forms. What whole samples say is in seeds/formats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dateline, Dispatch, RawDocument
from wiresearch.readers import ldc

Document = Callable[..., RawDocument]

STORY = """<DOC id="APW_ENG_20030818.0101" type="story" >
<HEADLINE>
Tea is dear
</HEADLINE>
<DATELINE>
GENEVA
</DATELINE>
<TEXT>
<P>
Tea was
dear.
</P>
</TEXT>
</DOC>
"""


def one(document: Document, text: str) -> Dispatch:
    (dispatch,) = readers.read(document(text))
    assert dispatch.provenance.format == "gigaword-sgml"
    return dispatch


def of_text(document: Document, text: str, headline: str = "") -> Dispatch:
    head = f"<HEADLINE>\n{headline}\n</HEADLINE>\n" if headline else ""
    return one(document, f'<DOC id="X_1">\n{head}<TEXT>\n{text}\n</TEXT>\n</DOC>\n')


@pytest.mark.parametrize(
    ("start", "claimed"),
    [
        ('<DOC id="AFP_ENG_20030818.0001" type="story" >', True),
        ('<DOC    id="ENG_NW_001278_20130413_F00012OVI">', True),
        ("<DOC num=\"0\" ID='A'>", True),
        ("<DOC id=A>", True),
        ('<DOC\n  id="A">', True),
        ('<DOC\tid="A" type="story">', True),
        ('<doc id="bolt-eng-1">', True),
        ('<?xml version="1.0"?>\n<DOCS>\n<DOC id="A">', True),
        ("<DOC>\n<DOCNO> A </DOCNO>", False),
        ('<DOC grid="1">', False),
        ("<DOCS>\n<STORY>", False),
        ('Text <DOC id="A">', False),
    ],
)
def test_a_doc_with_an_id_is_claimed(start: str, claimed: bool, document: Document) -> None:
    assert ldc.sniff(document(start + "\n")) == (1.0 if claimed else 0.0)


def test_a_story(document: Document) -> None:
    dispatch = one(document, STORY)
    assert (dispatch.uri, dispatch.agency, dispatch.language, dispatch.genre) == ("APW_ENG_20030818.0101", "AP", "en", ("story",))
    assert (dispatch.headline, dispatch.dateline, dispatch.paragraphs) == ("Tea is dear", Dateline("GENEVA"), ("Tea was dear.",))
    assert dispatch.versioncreated is not None
    assert (dispatch.versioncreated.text, dispatch.versioncreated.precision) == ("2003-08-18", "day")


def test_small_letters_other_quotes_and_a_wrapper_make_no_difference(document: Document) -> None:
    dispatch = one(document, STORY)
    small = one(document, STORY.replace('id="', "ID='").replace('0101"', "0101'").swapcase().replace("apw_eng", "APW_ENG"))
    assert (small.uri, small.headline, small.paragraphs) == (dispatch.uri, "tEA IS DEAR", ("tEA WAS DEAR.",))
    wrapped = one(document, f"<DOCS>\n{STORY}</DOCS>\n")
    assert (wrapped.uri, wrapped.paragraphs, wrapped.provenance.offset) == (dispatch.uri, dispatch.paragraphs, len("<DOCS>\n"))


@pytest.mark.parametrize(
    ("printed", "dateline", "slug"),
    [
        ("MIAMI  (BC-FBC-MIAMI-COSTA-TEX)", "MIAMI", "BC-FBC-MIAMI-COSTA-TEX"),
        ("(BC-WIND-ARIZ-AZR)", None, "BC-WIND-ARIZ-AZR"),
        ("LUSAKA, Zambia (AP)", "LUSAKA, Zambia (AP)", None),
        ("", None, None),
    ],
)
def test_the_parenthesis_of_the_new_york_times_is_a_slug(printed: str, dateline: str | None, slug: str | None, document: Document) -> None:
    dispatch = one(document, STORY.replace("GENEVA", printed))
    assert (dispatch.dateline and dispatch.dateline.text, dispatch.slugline_raw) == (dateline, slug)


@pytest.mark.parametrize("type_", ["multi", "advis", "other"])
def test_other_types_are_read_too(type_: str, document: Document) -> None:
    dispatch = one(document, STORY.replace('"story"', f'"{type_}"'))
    assert (dispatch.genre, dispatch.kind) == ((type_,), "advisory" if type_ == "advis" else "story")
    assert dispatch.paragraphs == ("Tea was dear.",)


def test_a_headline_repeated_in_the_text_is_no_paragraph(document: Document) -> None:
    dispatch = of_text(document, "Tea  IS dear\n\nTea is dear\n\nTea is dear, they said.", "Tea is dear")
    assert dispatch.paragraphs == ("Tea is dear, they said.",)


def test_what_stands_above_the_dateline_is_headline_and_byline(document: Document) -> None:
    dispatch = of_text(document, "   Tea is dear\n   And dearer\n   By ANN TEA\n   PARIS, Jan 1 (AFP) - Tea was\ndear.\n   It rose.")
    assert (dispatch.headline, dispatch.headline_derived, dispatch.headlines) == ("Tea is dear", True, ("And dearer",))
    assert (dispatch.byline, dispatch.authors) == ("By ANN TEA", ("ANN TEA",))
    assert dispatch.paragraphs == ("PARIS, Jan 1 (AFP) - Tea was dear.", "It rose.")


def test_a_paragraph_above_the_dateline_stays(document: Document) -> None:
    long = "Tea was dear. " * 20
    assert of_text(document, f"<P>\n{long}\n</P>\n<P>\nPARIS, Jan 1 (AFP) - It rose.\n</P>").paragraphs == (
        long.strip(),
        "PARIS, Jan 1 (AFP) - It rose.",
    )


@pytest.mark.parametrize("word", ["Fin", "FIN", "Fim", "Enditem"])
def test_the_word_at_the_end_is_the_sign_off(word: str, document: Document) -> None:
    dispatch = of_text(document, f"<P>\nLe thé est cher. {word}\n</P>")
    assert (dispatch.paragraphs, dispatch.signoff) == (("Le thé est cher.",), word)


def test_a_sentence_may_end_in_such_a_word(document: Document) -> None:
    assert of_text(document, "<P>\nThey call it a Fin\n</P>").paragraphs == ("They call it a Fin",)


def test_the_time_of_newer_newswire_and_several_authors(document: Document) -> None:
    dispatch = one(
        document,
        '<DOC    id="ENG_NW_001278_20131206_F00013SSC">\n<DATE_TIME>2013-12-06T15:19:25</DATE_TIME>\n<AUTHOR>MIGO, Li Tea</AUTHOR>\n</DOC>',
    )
    assert dispatch.versioncreated is not None
    assert (dispatch.versioncreated.text, dispatch.versioncreated.tz_declared) == ("2013-12-06T15:19:25", False)
    assert dispatch.authors == ("MIGO", "Li Tea")


def test_a_table_keeps_its_rows(document: Document) -> None:
    dispatch = of_text(document, "<P>\nTea      1.5    2.5\nCoffee   3.5    4.5\nMilk     0.5    0.7\n</P>")
    assert (dispatch.body_format, dispatch.kind) == ("table", "table")
    assert dispatch.paragraphs[0].splitlines()[1] == "Coffee   3.5    4.5"


def test_an_item_without_headline_and_text_is_told(document: Document) -> None:
    dispatch = one(document, '<DOC id="AFP_ENG_20030818.0001" type="other">\n<TEXT>\n</TEXT>\n</DOC>')
    assert [warning.code for warning in dispatch.provenance.warnings] == ["empty-item"]


def test_lines_of_a_paragraph_are_joined_as_those_of_a_text(document: Document) -> None:
    text = "<P>\n茶叶价格\n上涨。\n</P>\n<P>\nA long-\nawaited tea --\nat last.\n</P>"
    printed = f'<DOC id="XIN_CMN_20030813.0001" type="story">\n<TEXT>\n{text}\n</TEXT>\n</DOC>'
    (dispatch,) = readers.read(document(printed))
    assert dispatch.paragraphs == ("茶叶价格上涨。", "A long-awaited tea -- at last.")


def test_a_dateline_that_stands_in_the_text_as_well(document: Document) -> None:
    line = "GENEVA, March 2 (Xinhua)"
    text = STORY.replace("\nGENEVA\n", f"\n{line}\n").replace("Tea was\n", f"{line} -- Tea was\n")
    found = one(document, text)
    assert (found.dateline, found.paragraphs) == (None, (f"{line} -- Tea was dear.",))


def test_where_an_editor_may_cut_is_no_paragraph(document: Document) -> None:
    found = of_text(
        document, "<P>\nTea.\n</P>\n<P>\n(STORY CAN END HERE. OPTIONAL MATERIAL FOLLOWS.)\n</P>\n<P>\nCups.\n</P>\n<P>\nnn\n</P>"
    )
    assert found.paragraphs == ("Tea.", "Cups.")


@pytest.mark.parametrize(("below", "signoff"), [("<P>\nENDITEM/J\n</P>", "ENDITEM/J"), ("", None)])
def test_a_byline_in_parentheses_below_the_text(below: str, signoff: str | None, document: Document) -> None:
    found = of_text(document, f"<P>\nTea rose.\n</P>\n<P>\n(By Jane Doe and J.F. Roe)\n</P>\n{below}", "Tea")
    assert (found.paragraphs, found.authors, found.signoff or None) == (("Tea rose.",), ("Jane Doe", "J.F. Roe"), signoff)


def test_what_the_newspapers_print_above_a_text_whose_dateline_has_a_tag(document: Document) -> None:
    above = "".join(
        f"<P>\n{text}\n</P>\n" for text in ("(For use by New York Times News Service clients)", "By JANE DOE=", "c.2003 The Boston Globe")
    )
    found = one(document, STORY.replace("<TEXT>\n", f"<TEXT>\n{above}").replace("Tea was\n", "GENEVA _ Tea was - at last -\n"))
    assert (found.paragraphs, found.authors) == (("Tea was - at last - dear.",), ("JANE DOE",))
    assert (found.ednote, found.copyrightnotice) == ("(For use by New York Times News Service clients)", "c.2003 The Boston Globe")


def test_a_dash_left_of_the_dateline(document: Document) -> None:
    assert one(document, STORY.replace("Tea was\n", "-- Tea was\n")).paragraphs == ("Tea was dear.",)
    assert one(document, STORY.replace("Tea was\n", "Tea -- was\n")).paragraphs == ("Tea -- was dear.",)


def test_a_time_behind_the_dateline(document: Document) -> None:
    found = one(document, STORY.replace("\nGENEVA\n", "\nGENEVA 2003-08-18 10:00:00 UTC\n"))
    assert found.versioncreated is not None
    assert (found.dateline, found.versioncreated.text) == (Dateline("GENEVA"), "2003-08-18T10:00:00Z")
