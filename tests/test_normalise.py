"""Rules that hold for every wire format: what a reader gives, and what comes out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.dispatch import Dateline, Dispatch, Provenance, WireTime
from wiresearch.normalise import normalise
from wiresearch.normalise.paragraphs import wordcount

PROVENANCE = Provenance("a.txt", 0, 10, "ab" * 32, "plain-text", "ascii")
LEAD = "Two ministers met on Monday."


def dispatch(*paragraphs: str, **fields: object) -> Dispatch:
    return replace(Dispatch(PROVENANCE, headline="Ministers meet", paragraphs=paragraphs), **fields)


def codes(result: Dispatch) -> list[str]:
    return [warning.code for warning in result.provenance.warnings]


def test_the_dateline_is_cut_from_the_first_paragraph() -> None:
    result = normalise(dispatch(f"OSLO, May 4, 2011 (AFP) -- {LEAD}", "Second."))
    assert result.paragraphs == (LEAD, "Second.")
    assert result.dateline
    assert (result.dateline.city, result.dateline.country, result.dateline.text) == ("Oslo", "NO", "OSLO, May 4, 2011 (AFP) --")
    assert result.agency == "AFP"
    assert result.versioncreated == WireTime(datetime(2011, 5, 4, tzinfo=UTC), "day")


def test_a_dateline_on_its_own_line_is_completed() -> None:
    result = normalise(dispatch(LEAD, dateline=Dateline(text="LISBON (AFP) Mar 3, 2001")))
    assert result.paragraphs == (LEAD,)
    assert result.dateline
    assert (result.dateline.city, result.dateline.form) == ("Lisbon", 2)
    assert {item.field: item.rule for item in result.provenance.evidence} == {
        "agency": "dateline",
        "dateline": "form 2",
        "date": "dateline, year from text",
    }


def test_a_dateline_paragraph_leaves_no_empty_paragraph() -> None:
    assert normalise(dispatch("LISBON (AFP) Mar 3, 2001", LEAD)).paragraphs == (LEAD,)


def test_rubbish_in_a_dateline_tag_is_kept_as_it_is() -> None:
    given_ = Dateline(text="MAR8  --     --")
    assert normalise(dispatch(LEAD, dateline=given_)).dateline == given_


def test_the_year_comes_from_the_declared_time_then_from_the_caller() -> None:
    declared = normalise(dispatch(f"OSLO, Dec 31 - {LEAD}", versioncreated=WireTime(datetime(1988, 1, 1, tzinfo=UTC))), year=1950)
    assert declared.dateline
    assert declared.dateline.date == datetime(1987, 12, 31, tzinfo=UTC).date()
    assert declared.day == datetime(1988, 1, 1, tzinfo=UTC).date()
    by_year = normalise(dispatch(f"OSLO, Dec 31 - {LEAD}"), year=1987)
    assert by_year.versioncreated
    assert (by_year.versioncreated.text, by_year.versioncreated.inferred) == ("1987-12-31", "given year")
    unknown = normalise(dispatch(f"OSLO, Dec 31 - {LEAD}"))
    assert unknown.versioncreated is None
    assert codes(unknown) == ["no-year"]


@pytest.mark.parametrize(
    ("printed", "date_text"),
    [
        ("PARIS (AFP) Feb 30, 2003", "2003-02-30"),
        ("PARIS, April 31 (AFP) -", "--04-31"),
        ("PARIS, 32 mai 2003 (AFP) -", "2003-05-32"),
    ],
)
def test_a_day_that_does_not_exist_leaves_place_and_agency(printed: str, date_text: str) -> None:
    found = normalise(dispatch(f"{printed} {LEAD}"), year=2003)
    assert found.dateline
    assert (found.dateline.city, found.dateline.date, found.dateline.date_text, found.agency) == ("Paris", None, date_text, "AFP")
    assert (found.versioncreated, found.paragraphs, codes(found)) == (None, (LEAD,), ["bad-date"])


@pytest.mark.parametrize(
    ("source", "printed", "day"),
    [
        ("plain/2003-08/a.txt", "Aug 16", "2003-08-16"),
        ("wire/20030102.txt", "Dec 31", "2002-12-31"),
        ("2001/kcna/2003.txt", "Aug 16", "2003-08-16"),
        ("wire/120031/a.txt", "Aug 16", None),
    ],
)
def test_the_path_may_tell_the_year(source: str, printed: str, day: str | None) -> None:
    result = normalise(dispatch(f"OSLO, {printed} - {LEAD}", provenance=replace(PROVENANCE, source=source)))
    assert (result.versioncreated and result.versioncreated.text) == day
    assert (result.versioncreated and result.versioncreated.inferred) == (day and "path")


@pytest.mark.parametrize(
    ("fields", "agency"),
    [
        ({"dateline": Dateline("OSLO (AP) --"), "agency": "RTRS", "provider": "AAP"}, "AP"),
        ({"agency": "RTRS", "uri": "AFP_ENG_20010101.0001", "provider": "AAP"}, "RTRS"),
        ({"uri": "AFP_ENG_20010101.0001", "provider": "AAP", "signoff": "Reuter"}, "AFP"),
        ({"provider": "AAP", "signoff": "Reuter"}, "AAP"),
        ({"signoff": "Reuter"}, "RTRS"),
        ({"provider": "example.org"}, None),
    ],
)
def test_precedence_of_the_agency(fields: dict[str, object], agency: str | None) -> None:
    assert normalise(dispatch(LEAD, **fields)).agency == agency


@pytest.mark.parametrize(
    ("last", "signoff"),
    [
        ("Reuter", "Reuter"),
        ("ab/cd/ef", "ab/cd/ef"),
        ("Enditem", "Enditem"),
        ("AAP bc lg", "AAP bc lg"),
        ("It ended. Enditem", "Enditem"),
        ("It ended. (ANSA).", "(ANSA)"),
        ("It ended. EFE", "EFE"),
        ("It ended. -0-", "-0-"),
        ("It ended.（完）", "（完）"),
        ("It ended. (©NTB)", "(©NTB)"),
        ("It ended. dpa ab cd", "dpa ab cd"),
        ("ITEM ENDS", "ITEM ENDS"),
        ("REUTER 1412 GMT", "REUTER 1412 GMT"),
        ("-0- abc/def", "-0- abc/def"),
        ("(Schluss) ab/cd", "(Schluss) ab/cd"),
        ("(SDA-ATS/ab/cd)", "(SDA-ATS/ab/cd)"),
        ("Lusa/Fim", "Lusa/Fim"),
        ("-- BERNAMA", "-- BERNAMA"),
        ("MORE abc/de", "MORE abc/de"),
        ("::irna 04/09/2004 14:22", "::irna 04/09/2004 14:22"),
    ],
)
def test_the_signoff_is_no_paragraph(last: str, signoff: str) -> None:
    result = normalise(dispatch(LEAD, last))
    assert result.signoff == signoff
    assert result.paragraphs in {(LEAD,), (LEAD, "It ended.")}


@pytest.mark.parametrize("last", ["So said the party (PAP).", "It ended (ANSA).", "So it ended. (NATO)", "He works for EFE"])
def test_names_that_end_a_sentence_are_no_signoff(last: str) -> None:
    assert normalise(dispatch(LEAD, last)).paragraphs == (LEAD, last)


def test_a_signoff_in_the_middle_is_no_paragraph() -> None:
    assert normalise(dispatch(LEAD, "Reuter", "More to say.")).paragraphs == (LEAD, "More to say.")


def test_white_space_quotes_and_dashes() -> None:
    result = normalise(dispatch("He said ``no''\n and\x03 left _ quickly.", "____", "  "))
    assert result.paragraphs == ('He said "no" and left – quickly.',)


def test_a_table_keeps_its_columns() -> None:
    result = normalise(dispatch("a   1\nb   2", body_format="table"))
    assert (result.paragraphs, result.kind) == (("a   1\nb   2",), "table")


def test_a_table_inside_a_text_keeps_its_rows() -> None:
    rows = "             May    June\n  Wheat      310     295\n  Barley     140     150"
    result = normalise(dispatch("Prices a tonne were as follows.", rows + "  \n", "Traders\nhad  expected\nless."))
    assert result.paragraphs == ("Prices a tonne were as follows.", rows, "Traders had expected less.")
    assert (result.kind, result.wordcount) == ("story", 6 + 8 + 4)


@pytest.mark.parametrize(
    ("printed", "headline", "label", "number"),
    [
        ("UPDATE 2-Ministers meet", "Ministers meet", "update", 2),
        ("CORRECTED - MINISTERS MEET", "MINISTERS MEET", "corrected", None),
        ("Eilmeldung: Minister treffen sich", "Minister treffen sich", "extra", None),
        ("OFFICIAL CORRECTED - Ministers meet", "Ministers meet", "corrected", None),
        ("(CORRECTED) Ministers meet", "Ministers meet", "corrected", None),
        ("UPDATE 1-CORRECTED-Ministers meet", "Ministers meet", "corrected", None),
        ("RPT-MINISTERS MEET", "MINISTERS MEET", "repeat", None),
        ("BRIEF-Tea Corp says tea is dear", "Tea Corp says tea is dear", "brief", None),
        ("Brief: tea is dear", "Brief: tea is dear", None, None),
        ("Urgent: ministers meet", "ministers meet", "urgent", None),
        ("(2nd LD) Ministers meet", "Ministers meet", "lead", 2),
        ("Ministers meet =", "Ministers meet", None, None),
        ("Ministers meet <", "Ministers meet", None, None),
        ("Hold on: ministers meet", "Hold on: ministers meet", None, None),
        ("Lead: prices fall", "Lead: prices fall", None, None),
        ("Flash-flood warnings", "Flash-flood warnings", None, None),
        ("Update on talks - minister", "Update on talks - minister", None, None),
        ("KILL - Ministers meet", "Ministers meet", "kill", None),
        ("Story withdrawn: Ministers meet", "Ministers meet", "kill", None),
        ("ADVISORY-Ministers meet", "Ministers meet", "advisory", None),
        ("Advisory-board meets", "Advisory-board meets", None, None),
    ],
)
def test_version_words_only_at_a_label_position(printed: str, headline: str, label: str | None, number: int | None) -> None:
    result = normalise(dispatch(LEAD, headline=printed))
    assert (result.headline, result.version_label, result.version_number) == (headline, label, number)
    assert result.headline_raw == (printed if headline != printed else None)


def test_a_missing_headline_is_the_first_sentence() -> None:
    result = normalise(dispatch(f"OSLO (AP) -- {LEAD} They left.", headline=""))
    assert (result.headline, result.headline_derived) == (LEAD, True)
    assert normalise(dispatch()).headline_derived is False


def test_the_slug_and_its_parts() -> None:
    result = normalise(dispatch(LEAD, slugline_raw="BC-OSLO-TALKS, 1st Ld-Writethru"))
    assert (result.slugline, result.keywords) == ("OSLO-TALKS", ("OSLO", "TALKS"))
    assert (result.version_label, result.version_number) == ("writethru", 1)
    assert normalise(dispatch(LEAD, slugline_raw="US--OsloTalks/")).keywords == ("Oslo", "Talks")


@pytest.mark.parametrize(
    ("fields", "uri"),
    [
        ({}, f"sha256:{'ab' * 32}"),
        ({"uri": "17"}, "plain-text:17"),
        ({"uri": "17", "agency": "RTRS"}, "RTRS:17"),
        ({"uri": "17", "agency": "RTRS", "provider": "AAP"}, "AAP:17"),
        ({"uri": "tag:example.org,2001:17", "provider": "AAP"}, "tag:example.org,2001:17"),
    ],
)
def test_identifiers(fields: dict[str, object], uri: str) -> None:
    result = normalise(dispatch(LEAD, **fields))
    assert result.uri == uri
    assert result.key == hashlib.sha256(f"{uri}\n\n{'ab' * 32}".encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("result", "kind"),
    [(dispatch(LEAD), "story"), (dispatch(), "alert"), (dispatch("Impressum"), "test"), (dispatch(LEAD, headline="TEST MESSAGE"), "test")],
)
def test_kinds(result: Dispatch, kind: str) -> None:
    assert normalise(result).kind == kind


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (("The International Energy Agencyofficials left.",), ["run-on-word"]),
        (("The Security Counciladopted the text.",), ["run-on-word"]),
        (("Councilmen and Unionists met the Commissioner at Parkland Courthouse.",), []),
        (('He said the aim "was to build trust.', '"We go on," he said.'), ["unbalanced-quote"]),
        (('He said, "We go on. We do not stop.', '"We go on," he said.'), []),
        (('He said, "We go on. We do not stop.', "He left."), ["unbalanced-quote"]),
        (('He called it "good." She did not.', 'A 5" pipe'), []),
    ],
)
def test_damage_is_reported_and_kept(paragraphs: tuple[str, ...], found: list[str]) -> None:
    result = normalise(dispatch(*paragraphs))
    assert codes(result) == found
    assert result.paragraphs == paragraphs


def test_doubts_about_dateline_and_decoding() -> None:
    damaged = replace(
        dispatch(LEAD, dateline=Dateline("QWERTZUHEIM, Monday, March 3, 2001 -")), provenance=replace(PROVENANCE, replacements=2)
    )
    assert codes(normalise(damaged)) == ["replaced-characters", "weekday-mismatch", "unresolved-place"]


def test_words_are_counted() -> None:
    assert normalise(dispatch("OSLO (AP) -- Two U.S. ministers didn't meet -- yet.")).wordcount == 6


@given(st.lists(st.text(st.sampled_from("aZ9é½中_-–.\"' \n\t\x00\x1c\u00a0\u2028")), max_size=4))
def test_a_word_is_what_holds_a_letter_or_digit_between_blanks(paragraphs: list[str]) -> None:
    pieces = [piece for text in paragraphs for piece in text.split()]
    assert wordcount(tuple(paragraphs)) == sum(any(letter.isalnum() for letter in piece) for piece in pieces)


PIECES = st.sampled_from(
    [
        "OSLO, March 4 - ",
        "LISBON (AFP) Mar 3, 2001",
        "Reuter",
        "Enditem",
        "UPDATE 1-",
        "(LEAD) ",
        "``",
        "''",
        " _ ",
        '"',
        "____",
        "BC-A-B,",
        " =",
        "<",
        ".",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=6).map("".join)


@given(
    paragraphs=st.lists(TEXTS, max_size=4).map(tuple),
    headline=TEXTS,
    slug=st.none() | TEXTS,
    dateline=st.none() | TEXTS.map(lambda text: Dateline(text=text)),
    uri=TEXTS,
    provider=st.none() | TEXTS,
    signoff=st.none() | TEXTS,
    body_format=st.sampled_from(["text", "table", "pre"]),
    year=st.none() | st.integers(-10, 12_000),
)
def test_normalising_twice_is_normalising_once(year: int | None, **fields: object) -> None:
    once = normalise(Dispatch(PROVENANCE, **{name.replace("slug", "slugline_raw"): value for name, value in fields.items()}), year=year)
    assert normalise(once, year=year) == once


def test_the_seed(shared: Path) -> None:
    data = (shared / "seed" / "000_f36a8f7c389c7624.txt").read_bytes()
    lines = data.decode("ascii").split("\n")
    provenance = Provenance("seed", 0, len(data), hashlib.sha256(data).hexdigest(), "plain-text", "ascii")
    texts = tuple(line for line in lines[3:-1] if line)
    result = normalise(
        Dispatch(provenance, headline=lines[1], slugline_raw=lines[0], service=(lines[0],), dateline=Dateline(lines[2]), paragraphs=texts)
    )
    found = result.dateline
    assert found
    assert (found.text, found.city, found.country, found.date_text) == ("MOSCOW (AFP) Aug 13, 2003", "Moscow", "RU", "2003-08-13")
    assert (found.latitude, found.longitude) == (pytest.approx(55.752, abs=0.01), pytest.approx(37.618, abs=0.01))
    assert result.versioncreated == WireTime(datetime(2003, 8, 13, tzinfo=UTC), "day")
    assert (result.agency, result.kind, result.slugline, len(result.paragraphs)) == ("AFP", "story", "WAR.WIRE", 22)
    assert (result.headline_raw, result.version_label, result.signoff) == (None, None, None)
    assert [(warning.code, warning.detail.split()[0], warning.paragraph) for warning in result.provenance.warnings] == [
        ("unbalanced-quote", '"was', 9),
        ("run-on-word", "Agencymonitors", 19),
    ]


@pytest.mark.parametrize(
    ("slug", "label"),
    [
        ("BC-KILL-Tea-Talks", "kill"),
        ("BC-APNewsAlert-Kill", "kill"),
        ("BC-Tea-Kill-Talks", None),
        ("TEA-EARTHQUAKE-KILL", None),
        ("BC-TEA 1STLD-WRITETHRU", None),
        ("BC-Tea, 1stLd-Writethru", "writethru"),
        ("BC-Tea, 1STADD", "add"),
    ],
)
def test_version_words_in_a_slug(slug: str, label: str | None) -> None:
    assert normalise(dispatch(LEAD, slugline_raw=slug)).version_label == label


def test_dili_is_no_delhi() -> None:
    dateline = normalise(dispatch("Díli, 25 mai (Lusa) - O Presidente falou.")).dateline
    assert dateline
    assert (dateline.city, dateline.country) == ("Dili", "TL")
