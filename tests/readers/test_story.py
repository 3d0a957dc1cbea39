"""Paragraphs to a story: what stands above the lead and below the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.dispatch import Dateline
from wiresearch.readers.paragraphs import Body
from wiresearch.readers.story import merged, story


def of(*paragraphs: str, dateline: str | None = None) -> dict[str, object]:
    found = story(Body(paragraphs, is_table=False), Dateline(dateline) if dateline else None)
    return {name: value for name, value in found.items() if value}


def under(headline: str, *paragraphs: str) -> object:
    return story(Body(paragraphs, is_table=False), None, headline)["paragraphs"]


def test_lines_of_a_teletype_above_and_below() -> None:
    found = of(
        "(Adds quote, paragraph 2)",
        "* Tea is dear",
        "By Jane Doe",
        "GENEVA, Aug 13 (Reuters) - Tea was dear.",
        '"Very dear," he said.',
        "(Reporting by Jane Doe; Editing by John Roe)",
        "ab/cd",
    )
    assert found == {
        "ednote": "(Adds quote, paragraph 2)",
        "abstract": "Tea is dear",
        "byline": "By Jane Doe",
        "authors": ("Jane Doe",),
        "paragraphs": ("GENEVA, Aug 13 (Reuters) - Tea was dear.", '"Very dear," he said.'),
        "creditline": "(Reporting by Jane Doe; Editing by John Roe)",
        "signoff": "ab/cd",
    }


def test_a_trash_line_ends_with_its_parenthesis() -> None:
    assert of("(Adds quote (paragraph 2), detail)", "Tea.")["ednote"] == "(Adds quote (paragraph 2), detail)"
    assert of("(Corrects name) GENEVA (AP) - Tea.", "More.")["paragraphs"] == ("(Corrects name) GENEVA (AP) - Tea.", "More.")


def test_bullets_without_a_dateline_behind_them_are_the_text() -> None:
    assert of("* One.", "* Two.") == {"paragraphs": ("* One.", "* Two.")}


def test_a_sentence_that_begins_like_a_byline_is_none() -> None:
    assert of("By Tuesday the tea was gone.", "So was the coffee.")["paragraphs"] == ("By Tuesday the tea was gone.", "So was the coffee.")


def test_a_text_is_never_all_sign_off() -> None:
    assert of("By Jane Doe")["paragraphs"] == ("By Jane Doe",)
    assert of("ab/cd")["paragraphs"] == ("ab/cd",)


def test_sign_offs_of_agencies() -> None:
    assert of("Text.", "AAP RTV ar")["signoff"] == "AAP RTV ar"
    assert of("Text.", "(Schluss) abc/de")["signoff"] == "(Schluss) abc/de"
    assert of("Text.", "bur-dar-gl/fz")["signoff"] == "bur-dar-gl/fz"
    assert of("Text.", "((London Newsroom +44 20 5550 0100))")["signoff"] == "((London Newsroom +44 20 5550 0100))"
    assert of("Text.", "/ritzau/Reuters")["signoff"] == "/ritzau/Reuters"
    assert "signoff" not in of("Text.", "USA won it")


@pytest.mark.parametrize(
    "credit",
    [
        "(Bengaluru Newsroom)",
        "Source text for Eikon:",
        "Further company coverage:",
        "Associated Press writer Jo Doe in Oslo contributed to this report.",
    ],
)
def test_credits_below_the_text(credit: str) -> None:
    assert (of("Text.", credit)["paragraphs"], of("Text.", credit)["creditline"]) == (("Text.",), credit)


def test_what_is_for_editors_behind_the_text_is_no_text() -> None:
    found = of("Text.", "More.", "Redaktionshinweise", "Zusammenfassung bis 0600", "Desk: +49 30 5550 0100")
    assert (found["paragraphs"], found["ednote"]) == (("Text.", "More."), "Zusammenfassung bis 0600")
    found = of("Text.", "Jo Doe, jo.doe@example.org, +1 212 555 0100")
    assert (found["paragraphs"], found["creditline"]) == (("Text.",), "Jo Doe, jo.doe@example.org, +1 212 555 0100")


def test_of_two_datelines_the_printed_one_stays_for_normalise() -> None:
    assert "dateline" not in of("PARIS (AP) — Tea.", dateline="PARIS")
    assert of("Tea.", dateline="PARIS")["dateline"] == Dateline("PARIS")


def test_a_printed_dateline_without_place_does_not_hide_the_declared_one() -> None:
    found = of("Jan 30 (Reuters) - Tea.", dateline="Geneva")
    assert (found["dateline"], found["paragraphs"]) == (Dateline("Geneva"), ("Tea.",))


def test_tables_are_marked() -> None:
    assert story(Body(("a  1\nb  2\nc  3",), is_table=True))["kind"] == "table"


def test_declared_fields_win_but_for_empty_ones_and_the_credit() -> None:
    declared = {"headline": "A", "byline": None, "creditline": "Reuters", "service": ()}
    printed = {"headline": "B", "byline": "By C", "creditline": "(Reporting by C)", "signoff": None}
    assert merged(declared, printed) == {
        "headline": "A",
        "byline": "By C",
        "creditline": "(Reporting by C)",
        "service": (),
        "signoff": None,
    }


def test_a_headline_that_the_text_repeats_is_no_paragraph() -> None:
    assert under("Tea", "Tea", "It is dear.") == ("It is dear.",)
    assert under("Tea", "Tea") == ("Tea",)
    assert under("UPDATE 2-Tea is dear again", "Tea is dear again", "It is dear.") == ("It is dear.",)
    assert under("All is over, the end", "The end", "It is dear.") == ("The end", "It is dear.")


def test_below_a_repeated_headline_byline_and_dateline_are_found() -> None:
    found = story(Body(("Tea is dear", "By Jane Doe", "PARIS (AP) — Tea."), is_table=False), Dateline("PARIS"), "Tea is dear")
    assert (found["byline"], found["dateline"], found["paragraphs"]) == ("By Jane Doe", None, ("PARIS (AP) — Tea.",))


PIECES = ["By Jane Doe", "* Point", "(Adds x)", "Text.", "ab/cd", "(Editing by x)", "PARIS (AP) — Tea.", "AAP ab cd"]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_every_paragraph_goes_somewhere(pieces: list[str]) -> None:
    found = story(Body(tuple(pieces), is_table=False))
    kept = " ".join(
        [*found["paragraphs"], *(str(found.get(name) or "") for name in ("ednote", "abstract", "byline", "creditline", "signoff"))]
    )
    assert all(piece.removeprefix("* ") in kept for piece in pieces)
    assert bool(found["paragraphs"]) == bool(pieces)


@pytest.mark.parametrize(
    "line",
    ["dpa mmu yyzz n1 ab", "mz dp", "ats", "- Taipei Newsroom (02-500-4881)", "13-AGO-03 15:42 NNN", "Enditem/J", "(dz-rs)", "Lusa/Fim"],
)
def test_what_closes_a_text_in_an_element_is_no_paragraph(line: str) -> None:
    assert of("Tea was dear.", line) == {"paragraphs": ("Tea was dear.",), "signoff": line}


def test_initials_stand_above_a_signoff_only() -> None:
    assert of("Tea.", "JPC.", "Lusa/Fim") == {"paragraphs": ("Tea.",), "signoff": "JPC. Lusa/Fim"}
    assert of("Tea.", "JPC.") == {"paragraphs": ("Tea.", "JPC.")}


def test_a_credit_may_stand_at_the_end_of_the_last_paragraph() -> None:
    found = of("Tea.", "It rose. (Writing by Jane Doe; Editing by John Roe)")
    assert found == {"paragraphs": ("Tea.", "It rose."), "creditline": "(Writing by Jane Doe; Editing by John Roe)"}
    assert of("Tea (green).", "It rose (by 3 percent)") == {"paragraphs": ("Tea (green).", "It rose (by 3 percent)")}


def test_whose_text_it_is_stands_below() -> None:
    assert of("Tea.", "(c) Reuters Limited 1996") == {"paragraphs": ("Tea.",), "copyrightnotice": "(c) Reuters Limited 1996"}


@pytest.mark.parametrize(
    "credit",
    ["(Reporte de Jane Doe; Editado por John Roe)", "(Jane Doe, édité par John Roe)", "(Reportagem de Jane Doe; Edição de John Roe)"],
)
def test_credits_in_other_languages(credit: str) -> None:
    assert of("Tea.", credit) == {"paragraphs": ("Tea.",), "creditline": credit}


@pytest.mark.parametrize("note", ["EMBARGOED UNTIL 0001 GMT, Jan 2", "(In Jan 1 story, corrects bank name in paragraph 2)"])
def test_notes_to_editors_above_the_text(note: str) -> None:
    assert of(note, "Tea.") == {"ednote": note, "paragraphs": ("Tea.",)}


def test_initials_around_a_signoff() -> None:
    assert of("Tea.", "It rose. PTI JD MKJ", "MKJ") == {"paragraphs": ("Tea.", "It rose."), "signoff": "PTI JD MKJ MKJ"}
    assert of("Tea.", "-- BERNAMA", "JR JD JR") == {"paragraphs": ("Tea.",), "signoff": "-- BERNAMA JR JD JR"}


def test_keywords_below_the_text_are_the_slug() -> None:
    found = of("Tea.", "((Tea desk, +44 20 5550 0000))", "Keywords: TEA PRICES/")
    assert (found["paragraphs"], found["slugline_raw"]) == (("Tea.",), "TEA PRICES")


def test_a_declared_place_that_the_text_begins_with() -> None:
    assert of("HALIFAX _ Tea rose.", dateline="Halifax")["paragraphs"] == ("Tea rose.",)
    assert of("Halifax rose.", dateline="Halifax")["paragraphs"] == ("Halifax rose.",)


def test_desk_and_hour_on_one_line() -> None:
    assert of("Tea.", "Y12-ABC 04-MAR-22 06:06 NNNN")["signoff"] == "Y12-ABC 04-MAR-22 06:06 NNNN"
