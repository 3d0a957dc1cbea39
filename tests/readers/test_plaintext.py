"""Plain text: what becomes of each line of a dispatch."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, RawDocument
from wiresearch.errors import ReadError, Skipped
from wiresearch.normalise import normalise
from wiresearch.readers.decoding import decode

Document = Callable[..., RawDocument]

SEED_FORM = """\
TEA.WIRE
Tea ministers meet to settle the price of a cup
GENEVA (AFP) Aug 13, 2003
Ministers of tea met Wednesday, an agencymonitors said.

They said "nobody drank it.

TEA.WIRE"""


def one(document: Document, text: str | bytes) -> Dispatch:
    (dispatch,) = readers.read(document(text))
    return dispatch


def test_the_form_of_a_web_service(document: Document) -> None:
    dispatch = one(document, SEED_FORM)
    assert (dispatch.service, dispatch.slugline) == (("TEA.WIRE",), "TEA.WIRE")
    assert dispatch.headline == "Tea ministers meet to settle the price of a cup"
    assert dispatch.dateline == Dateline("GENEVA (AFP) Aug 13, 2003")
    assert dispatch.paragraphs == ("Ministers of tea met Wednesday, an agencymonitors said.", 'They said "nobody drank it.')
    assert (dispatch.byline, dispatch.urgency, dispatch.uri) == (None, None, "")
    place = dispatch.provenance
    assert (place.offset, place.length, place.encoding, place.replacements, place.format) == (0, len(SEED_FORM), "ascii", 0, "plain-text")
    assert {item.field: SEED_FORM[item.start : item.end] for item in place.evidence if item.end} == {
        "service": "TEA.WIRE",
        "headline": "Tea ministers meet to settle the price of a cup",
        "dateline": "GENEVA (AFP) Aug 13, 2003",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    ("above", "dateline", "text"),
    [
        ("TEA.WIRE\nThé – “tea” is dear\n", "GENEVA (AFP) Aug 13, 2003", "\nTea rose.\nTEA.WIRE"),
        ("\n\nThé is dear\n\n   ", "GENÈVE, Aug 13, 2003 (Reuters) -", " Tea rose.\n"),
        ("* ", "GENEVA, Aug 13, 2003 (AP) -", " Tea rose.\n"),
    ],
)
def test_the_evidence_for_a_dateline_points_at_it(above: str, dateline: str, text: str, encoding: str, document: Document) -> None:
    data = (above + dateline + text).encode(encoding)
    found = normalise(one(document, data)).provenance
    own = decode(data[found.offset :][: found.length], override=found.encoding).text
    proved = {item.field: own[item.start : item.end] for item in found.evidence if item.field in {"agency", "date", "dateline"}}
    assert proved == dict.fromkeys(["agency", "date", "dateline"], dateline)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends(newline: str, document: Document) -> None:
    text = SEED_FORM.replace("\n", newline)
    dispatch = one(document, text)
    assert dispatch.paragraphs == one(document, SEED_FORM).paragraphs
    assert [text[item.start : item.end] for item in dispatch.provenance.evidence if item.end][:2] == ["TEA.WIRE", dispatch.headline]


@pytest.mark.parametrize("newline", ["\r", "\r\n", "\r\r\n"])
def test_line_ends_of_two_kinds_in_one_file(newline: str, document: Document) -> None:
    text = "Tea is dear\n\nOSLO, Oct 2, 2003 (Reuters) - Tea rose.\n\nCoffee\nfell.".replace("\n", newline) + "\n"
    dispatch = normalise(one(document, text))
    assert dispatch.headline == "Tea is dear"
    assert (dispatch.dateline and dispatch.dateline.city, dispatch.agency) == ("Oslo", "RTRS")
    assert dispatch.paragraphs == ("Tea rose.", "Coffee fell.")


def test_a_slug_at_the_top_alone(document: Document) -> None:
    dispatch = one(document, SEED_FORM.removesuffix("TEA.WIRE"))
    assert dispatch.service == ("TEA.WIRE",)
    assert one(document, "ASP.NET\n\nA text about it.").service == ()


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON, Aug 13 (Reuters) -",
        "PARIS (AP) —",
        "BEIJING, Aug. 13 (Xinhua) --",
        "Moscú, 1 ene (EFE).-",
        "(ANSA) - ROMA, 1 LUG -",
        "LONDON, Aug 13 -",
    ],
)
def test_a_dateline_in_line_stays_for_normalise_to_cut(dateline: str, document: Document) -> None:
    dispatch = one(document, f"Tea is dear\n\n{dateline} Tea rose.\n\nCoffee fell.")
    assert dispatch.headline == "Tea is dear"
    assert dispatch.dateline is None
    assert dispatch.paragraphs == (f"{dateline} Tea rose.", "Coffee fell.")


def test_the_lines_above_the_lead(document: Document) -> None:
    dispatch = one(
        document,
        """\
(2nd LD)
Tea talks fail
Ministers leave Geneva in a hurry
(ATTN: ADDS quotes in paras 3-5)
By Jane Doe and John Roe, Tea Correspondents
* Ministers leave
* Price of a cup stays where it is.
The ministers could not agree on the cup.

GENEVA, Aug. 13 (Yonhap) -- Ministers left.
""",
    )
    assert (dispatch.take_key, dispatch.headline, dispatch.headlines) == (
        "(2nd LD)",
        "Tea talks fail",
        ("Ministers leave Geneva in a hurry",),
    )
    assert dispatch.ednote == "(ATTN: ADDS quotes in paras 3-5)"
    assert (dispatch.byline, dispatch.authors) == ("By Jane Doe and John Roe, Tea Correspondents", ("Jane Doe", "John Roe"))
    assert dispatch.abstract == "Ministers leave\nPrice of a cup stays where it is.\nThe ministers could not agree on the cup."
    assert dispatch.paragraphs == ("GENEVA, Aug. 13 (Yonhap) -- Ministers left.",)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [("by Staff Writers", ("Staff Writers",)), ("by Jane Doe and John Roe in Geneva", ("Jane Doe", "John Roe in Geneva"))],
)
def test_a_byline_in_small_letters_leaves_the_header_whole(byline: str, authors: tuple[str, ...], document: Document) -> None:
    dispatch = one(document, SEED_FORM.replace("GENEVA (AFP)", f"{byline}\nGENEVA (AFP)"))
    assert (dispatch.byline, dispatch.authors) == (byline, authors)
    assert dispatch.headline == "Tea ministers meet to settle the price of a cup"
    assert dispatch.dateline == Dateline("GENEVA (AFP) Aug 13, 2003")
    assert len(dispatch.paragraphs) == 2


def test_a_line_that_goes_on_with_by_is_no_byline(document: Document) -> None:
    text = "The price of a cup was settled on Monday\nby the ministers of Tea and Coffee.\n\nOSLO (AP) — was how one report began."
    dispatch = one(document, text)
    assert (dispatch.byline, dispatch.headline) == (None, "")
    assert dispatch.paragraphs[0].endswith("by the ministers of Tea and Coffee.")


def test_a_dispatch_that_begins_with_its_dateline_has_no_headline(document: Document) -> None:
    dispatch = one(document, "GENEVA (AP) — Tea rose.\n\nCoffee fell.")
    assert (dispatch.headline, len(dispatch.paragraphs)) == ("", 2)


@pytest.mark.parametrize(
    ("text", "headline", "paragraphs"),
    [
        ("Tea is dear\n\nTea rose.", "Tea is dear", ("Tea rose.",)),
        ("Tea is dear\nTea rose.", "Tea is dear", ("Tea rose.",)),
        ("Tea is dear", "Tea is dear", ()),
        ("Tea is dear\nBy Jane Doe\n\nTea rose.", "Tea is dear", ("Tea rose.",)),
        ("Tea rose.\n\nCoffee fell.", "", ("Tea rose.", "Coffee fell.")),
        ("The ministers of tea said that the\nprice of a cup rose.", "", ("The ministers of tea said that the price of a cup rose.",)),
    ],
)
def test_without_a_dateline(text: str, headline: str, paragraphs: tuple[str, ...], document: Document) -> None:
    dispatch = one(document, text)
    assert (dispatch.headline, dispatch.paragraphs) == (headline, paragraphs)


def test_a_dateline_deep_in_the_text_is_not_its_own(document: Document) -> None:
    text = "Tea rose on Monday, and the ministers who had said that it would\nfall were silent.\n\nOSLO (AP) — was how one report began."
    assert one(document, text).paragraphs[0].startswith("Tea rose on Monday")


def test_teletype(document: Document) -> None:
    dispatch = one(
        document,
        "ZCZC XAA012 041\r\nu i bc-tea-talks 08-13 0062\r\n^URGENT\r\n^BC-TEA TALKS\r\n^TEA TALKS OPEN\r\n"
        "   GENEVA, AUG 13 (AP) - TEA.\r\n   COFFEE.\r\nMORE\r\nNNNN\r\n",
    )
    assert (dispatch.sequence, dispatch.priority_raw, dispatch.urgency, dispatch.service) == ("041", "u", 3, ("i",))
    assert (dispatch.slugline_raw, dispatch.wordcount_declared, dispatch.take_key) == ("bc-tea-talks", 62, "URGENT")
    assert (dispatch.headline, dispatch.signoff) == ("TEA TALKS OPEN", "MORE NNNN")
    assert dispatch.paragraphs == ("GENEVA, AUG 13 (AP) - TEA.", "COFFEE.")


def test_credits_and_signoffs_are_no_paragraphs(document: Document) -> None:
    dispatch = one(document, "Tea is dear\nGENEVA, Aug 13 (Reuters) - Tea rose.\n\n(Reporting by Jane Doe; Editing by John Roe)\n")
    assert (dispatch.paragraphs, dispatch.creditline) == (
        ("GENEVA, Aug 13 (Reuters) - Tea rose.",),
        "(Reporting by Jane Doe; Editing by John Roe)",
    )
    assert one(document, "Tea is dear\nBEIJING, Aug. 13 (Xinhua) -- Tea rose.\n\nEnditem").signoff == "Enditem"


@pytest.mark.parametrize("word", ["More.", "Ends.", "Fin."])
def test_an_ordinary_last_paragraph_of_one_word_stays(word: str, document: Document) -> None:
    dispatch = normalise(one(document, f"Tea is dear\n\nGENEVA, Aug 13 (Reuters) - What do they want?\n\n{word}\n"))
    assert (dispatch.paragraphs, dispatch.signoff) == (("What do they want?", word), None)


def test_the_end_of_yonhap_is_a_signoff(document: Document) -> None:
    dispatch = normalise(one(document, "Tea is dear\n\nSEOUL, Aug. 13 (Yonhap) -- Tea rose.\n(END)\n"))
    assert (dispatch.paragraphs, dispatch.signoff) == (("Tea rose.",), "(END)")


def test_a_table(document: Document) -> None:
    rows = "Assam       4.10   up\nDarjeeling  6.20   down\nKenya       3.00   unch"
    dispatch = one(document, f"Tea prices\n\n{rows}\n")
    assert (dispatch.body_format, dispatch.kind, dispatch.paragraphs) == ("table", "table", (rows,))


def test_replacements_are_counted_where_they_are(document: Document) -> None:
    first, second = readers.read(document(b"Caf\x81\nPARIS (AP) -- Tea.\n\nTea\nOSLO (AP) -- Tea.\n", encoding="cp1252"))
    assert (first.provenance.replacements, second.provenance.replacements) == (1, 0)
    assert first.headline == "Caf\ufffd"


@pytest.mark.parametrize("data", [b"", b"\n \r\n\t\n", b"\xef\xbb\xbf"])
def test_a_file_without_text_is_skipped(data: bytes, document: Document) -> None:
    with pytest.raises(Skipped, match="no text in it"):
        list(readers.read(document(data)))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(dispatch_bytes=100), "the dispatch at byte 0 is longer than limits.dispatch_bytes (100)"),
        (Limits(line_bytes=30), "the line at byte 9 is longer than limits.line_bytes (30)"),
    ],
)
def test_limits_are_named(limits: Limits, message: str, document: Document) -> None:
    with pytest.raises(ReadError) as caught:
        list(readers.read(document(SEED_FORM), limits=limits))
    assert caught.value.message == f"a.txt: {message}"


LINES = [
    "Tea is dear",
    "GENEVA (AP) — Tea rose.",
    "Tea rose.",
    "",
    "By Jane Doe",
    "* point",
    "(ATTN: x)",
    "Reuter",
    "a  1",
    "TEA.WIRE",
    "   Set in.",
    "URGENT",
]


@given(lines=st.lists(st.sampled_from(LINES), max_size=14))
def test_no_word_is_lost(document: Document, lines: list[str]) -> None:
    try:
        dispatches = list(readers.read(document("\n".join(lines))))
    except Skipped:
        assert not "".join(lines).strip()
        return
    kept = " ".join(
        " ".join(
            (
                d.headline,
                *d.headlines,
                *d.paragraphs,
                *d.service,
                *(text or "" for text in (d.byline, d.abstract, d.ednote, d.signoff, d.take_key)),
            )
        )
        for d in dispatches
    )
    assert set(" ".join(lines).replace("*", "").split()) <= set(kept.split())


def test_the_seed(shared: Path, document: Document) -> None:
    file = shared / "seed" / "000_f36a8f7c389c7624.txt"
    sample = shared / "wire-samples" / "seed_war_wire.txt.expected.json"
    (item,) = json.loads(sample.read_text("utf-8"))["items"]
    dispatch = one(document, file.read_bytes())
    assert (dispatch.service, dispatch.slugline) == ((item["service"],), item["slugline"])
    assert dispatch.headline == item["headline"]
    assert dispatch.dateline == Dateline(item["dateline"]["text"])
    assert len(dispatch.paragraphs) == 22
    assert dispatch.paragraphs[0].startswith(item["body_starts"])
    assert dispatch.paragraphs[-1].endswith(item["body_ends"])
    assert sum(item["runon_word"] in paragraph for paragraph in dispatch.paragraphs) == 1
    assert any(item["unbalanced_quote_in"] in paragraph for paragraph in dispatch.paragraphs)
    assert dispatch.provenance.sha256 == "e902e102d7d5aab73f55a1a40ca1359e73e4c686a071be80cccfcc15d8880733"


def test_two_seeds_joined(shared: Path, document: Document) -> None:
    data = (shared / "seed" / "000_f36a8f7c389c7624.txt").read_bytes()
    first, second = readers.read(document(data + data))
    assert (first.paragraphs, first.headline) == (second.paragraphs, second.headline)
    assert [(d.provenance.offset, d.provenance.length) for d in (first, second)] == [(0, 3684), (3684, 3684)]
    assert first.provenance.sha256 == second.provenance.sha256


def test_the_teletype_sample(shared: Path, document: Document) -> None:
    file = shared / "wire-samples" / "teletype_zczc_synthetic.txt"
    (item,) = json.loads(file.with_name(file.name + ".expected.json").read_text("utf-8"))["items"]
    dispatch = one(document, file)
    assert (dispatch.headline, dispatch.sequence, len(dispatch.paragraphs)) == (item["headline"], item["sequence"], item["paragraph_count"])


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("bdt0321 4 pl 287  dpa 1123", (("bdt", "pl"), "0321", 4, 287, "dpa")),
        ("FRA0123 5 POL 0312 FRA /AFP-XY12", (("FRA", "POL"), "0123", 5, 312, None)),
    ],
)
def test_a_header_of_iptc_7901_without_its_control_characters(header: str, fields: tuple[object, ...], document: Document) -> None:
    d = one(document, f"{header}\n\nTee/Preis/\nTee ist teuer =\n   Bremen (dpa) - Tee.\n")
    assert (d.service, d.sequence, d.urgency, d.wordcount_declared, d.provider) == fields
    assert (d.headline, d.slugline_raw, d.provenance.format) == ("Tee ist teuer =", "Tee/Preis", "plain-text")


def test_a_headline_is_no_header_of_iptc_7901(document: Document) -> None:
    assert one(document, "Area51 4 ever 51st\n\nOSLO (AP) - Tea.").headline == "Area51 4 ever 51st"


def test_a_slug_in_capitals_around_a_dispatch(document: Document) -> None:
    dispatch = one(document, "TEA AND MILK\nTea is dear\nGENEVA (AFP) Aug 13, 2003\nTea rose.\n\nMilk fell.\nTEA AND MILK")
    assert (dispatch.service, dispatch.headline, dispatch.paragraphs) == (("TEA AND MILK",), "Tea is dear", ("Tea rose.", "Milk fell."))
