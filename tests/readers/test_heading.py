"""What stands above a text: lines that a wire broke, and those that show the header where no dateline does."""

from __future__ import annotations

from typing import Any

import pytest

from wiresearch.readers import text


def fields(printed: str, **options: Any) -> dict[str, Any]:
    return {name: value for name, value in text.read(printed.split("\n"), **options)[0].items() if value}


def test_broken_lines_above_a_dateline_are_put_together() -> None:
    found = fields(
        "Tea ministers agree on the size of a cup after nine days of\ntalks\n(ADDS quotes, background, details of\nSaucer Act)\n"
        "* Cup to hold two decilitres from next\n  spring on\n* Saucers stay\nBy Jane Doe\n\n"
        "GENEVA, Aug 13 (Reuters) - Ministers agreed.\n"
    )
    assert found == {
        "headline": "Tea ministers agree on the size of a cup after nine days of talks",
        "ednote": "(ADDS quotes, background, details of Saucer Act)",
        "abstract": "Cup to hold two decilitres from next spring on\nSaucers stay",
        "byline": "By Jane Doe",
        "authors": ("Jane Doe",),
        "paragraphs": ("GENEVA, Aug 13 (Reuters) - Ministers agreed.",),
    }


@pytest.mark.parametrize(
    "prose",
    [
        "Tea rose in Geneva and\nwas dear.",  # a sentence
        "Tea rose in Geneva and\nwas sold to\nNorway on Monday",  # goes on
        "Tea\nrose\nand\nrose\nand rose",  # longer than headlines are
    ],
)
def test_a_dateline_below_prose_is_of_another_text(prose: str) -> None:
    found = fields(f"{prose}\n\nOSLO (AP) - Tea fell.")
    assert "headline" not in found
    assert found["paragraphs"][-1] == "OSLO (AP) - Tea fell."


def test_a_byline_closes_the_header_of_a_text_without_dateline() -> None:
    found = fields("Baker cleared\nJury takes ten minutes\n\nBy Jo de Doe, dpa\n\nA baker was cleared.\n\nHe wept.")
    assert (found["headline"], found["headlines"]) == ("Baker cleared", ("Jury takes ten minutes",))
    assert (found["byline"], found["authors"]) == ("By Jo de Doe, dpa", ("Jo de Doe",))
    assert found["paragraphs"] == ("A baker was cleared.", "He wept.")


@pytest.mark.parametrize("line", ["By Monday all had gone", "By Monday, Jo Doe.", "by and by"])
def test_a_sentence_is_no_byline(line: str) -> None:
    assert fields(f"Baker cleared\n\nThe jury was quick\n\n{line}\n\nHe wept.")["paragraphs"][1] == line


def test_writers_of_an_agency_are_named_one_behind_the_other() -> None:
    found = fields("Kilns smoke again\n\nby Tea Wire writers Li Hua, Wang Ming and Jo Doe\n\nNANCHANG, Nov. 3 (Xinhua) -- Smoke rose.")
    assert found["authors"] == ("Li Hua", "Wang Ming", "Jo Doe")


def test_marks_of_the_wire_show_the_header_where_no_dateline_does() -> None:
    found = fields(
        "^Flood-Gotham,Bjt<\n^Eds: Adds quotes.<\n^River crests below dike<\n^By Jo Doe=\n^THE TEA PRESS=\n   The river crested."
    )
    assert found == {
        "slugline_raw": "Flood-Gotham,Bjt",
        "ednote": "Eds: Adds quotes.",
        "headline": "River crests below dike",
        "byline": "By Jo Doe",
        "authors": ("Jo Doe",),
        "creditline": "THE TEA PRESS",
        "paragraphs": ("The river crested.",),
    }


@pytest.mark.parametrize("slug", ["Iran-gaz-nucléaire, lead", "ESPAÑA-PESCA", "DEL12"])
def test_words_joined_above_a_headline_are_its_slug(slug: str) -> None:
    found = fields(f"{slug}\nTea is dear\n\nOSLO (AP) - Tea rose.")
    assert (found["slugline_raw"], found["headline"]) == (slug, "Tea is dear")


@pytest.mark.parametrize("headlines", ["Tea-time\nOSLO (AP) - Tea rose.", "Tea is dear\nCoffee-free\n\nOSLO (AP) - Tea rose."])
def test_words_joined_that_stand_elsewhere_are_a_headline(headlines: str) -> None:
    assert "slugline_raw" not in fields(headlines)


@pytest.mark.parametrize(
    "note",
    [
        "EMBARGOED FOR RELEASE UNTIL 0001 GMT THURSDAY MARCH 4",
        "Not for publication before 6 a.m. Monday",
        "ATTENTION - ADDS quotes ///",
        "Sperrfrist: Montag 0600",
        "(Zusammenfassung 1530 - neu: Preise)",
        "Text of report in English by Tea News Agency",
    ],
)
def test_notes_to_editors(note: str) -> None:
    found = fields(f"{note}\n\nTea is dear\n\nOSLO (AP) - Tea rose.")
    assert (found["ednote"], found["headline"]) == (note, "Tea is dear")


@pytest.mark.parametrize(
    "headline", ["Embargo on tea lifted", "Attention turns to tea", "Text of treaty leaked", "Copyright law of 1998 stands"]
)
def test_headlines_that_begin_like_notes(headline: str) -> None:
    assert fields(f"{headline}\n\nOSLO (AP) - Tea rose.")["headline"] == headline


@pytest.mark.parametrize(
    "rights",
    [
        "Copyright 1996 by Reuters",
        "Copyright (c) 1996 Tea Press",
        "(c) Copyright Tea Wire Ltd 2012. Click For Restrictions",
        "© 2004 Agence Example. All rights reserved.",
        "c.1998 Tea Times News Service",
        "All rights reserved. Sections of the information are protected.",
    ],
)
def test_notices_of_rights_above_and_below_a_text(rights: str) -> None:
    for printed in (f"{rights}\n\nTea is dear\n\nOSLO (AP) - Tea rose.", f"Tea is dear\n\nOSLO (AP) - Tea rose.\n\n{rights}"):
        assert fields(printed) == {"headline": "Tea is dear", "copyrightnotice": rights, "paragraphs": ("OSLO (AP) - Tea rose.",)}


def test_the_agency_behind_the_names_of_a_byline() -> None:
    assert fields("Tea is dear\nVon Max Muster, dpa =\n\nTee stieg.")["agency"] == "DPA"
    assert "agency" not in fields("Tea is dear\nBy Jo Doe, Chief of Tea\n\nTea rose.")


def test_names_before_an_agency_are_a_byline() -> None:
    found = fields("Tea is dear\n\nJo van Doe, The Canadian Press\n\nOSLO - Tea rose.")
    assert (found["byline"], found["authors"], found["agency"]) == ("Jo van Doe, The Canadian Press", ("Jo van Doe",), "CP")
    assert "byline" not in fields("Tea is dear\n\nRome, ANSA\n\nOSLO (AP) - Tea rose.")


@pytest.mark.parametrize(
    ("line", "time"), [("04.06.2003, 14.20", "2003-06-04T14:20"), ("Wednesday, June 4, 2003 2:20 PM", "2003-06-04T14:20")]
)
def test_the_time_above_a_text(line: str, time: str) -> None:
    found = fields(f"Tea is dear\n\n{line}\n\nOSLO (AP) - Tea rose.")
    assert (found["versioncreated"].text, found["headline"], "headlines" in found) == (time, "Tea is dear", False)
    later = fields(f"Tea is dear\n\n{line}\n\nOSLO (AP) - Tea rose.\n\nAP-NY-06-05-03 1423EDT")
    assert later["versioncreated"].text == "2003-06-05T14:23-04:00"


DATED = "OSLO, Aug 13 (Reuters) - Tea rose."


@pytest.mark.parametrize(
    "above",
    [
        "TASS 0231",
        "AFP 0412 GMT",
        "12:44",
        "16:05 GMT, Mar 17",
        "TTAA00 KNHC 162033",
        "01-AUG-1989 11:04:17.22",
        "DATE: August 13, 1985",
        "--------------------",
        "TEA-TALKS (Corrected)\nINDEX: Labour",
        "TEA/TALKS/ROUNDUP",
        "(Resumen)",
    ],
)
def test_what_stands_above_a_headline_is_none(above: str) -> None:
    found = fields(f"{above}\nTEA IS DEAR =\n{DATED}")
    assert (found["headline"], found.get("headlines")) == ("TEA IS DEAR =", None)


def test_a_number_of_another_kind_is_a_headline() -> None:
    assert fields(f"Boeing 747\n{DATED}")["headline"] == "Boeing 747"


def test_the_slug_may_say_what_version_it_is() -> None:
    assert fields(f"TEA-TALKS (CORRECTED)\nTea is dear\n{DATED}")["take_key"] == "CORRECTED"
    assert fields(f"Tea is dear\n(Berichtigung: Preis im 1. Satz)\n{DATED}")["take_key"] == "Berichtigung"


def test_a_note_in_parentheses_is_for_editors_in_any_language() -> None:
    assert fields(f"Le thé est cher\n(complément: réactions)\n{DATED}")["ednote"] == "(complément: réactions)"


def test_a_second_headline_of_apa() -> None:
    found = fields(f"Tee ist teuer\nUtl.: Kaffee billig\n{DATED}")
    assert (found["headline"], found["headlines"]) == ("Tee ist teuer", ("Kaffee billig",))


def test_photos_below_a_slug() -> None:
    found = fields(f"BC-Tea-Talks, 1st Ld,0412\nAP Photos OSL101-105\nTea is dear\n{DATED}")
    assert (found["headline"], found["ednote"]) == ("Tea is dear", "AP Photos OSL101-105")


def test_a_name_and_an_agency_below_a_text_are_no_dateline() -> None:
    found = fields("Herbata drozeje (opis)\n\nHerbata znowu drozeje, podano w srode.\n\nAnna Nowak (PAP)\n\nan/ je/")
    assert found["paragraphs"] == ("Herbata znowu drozeje, podano w srode.",)
    assert (found["signoff"], found.get("dateline")) == ("Anna Nowak (PAP) an/ je/", None)


def test_names_in_other_languages_are_each_an_author() -> None:
    for line, names in (
        ("Von Jan Müller und Karin Weiß, dpa", ("Jan Müller", "Karin Weiß")),
        ("Par Anne Roux et Luc Petit", ("Anne Roux", "Luc Petit")),
        ("Por Ana Soto y Luis Paz", ("Ana Soto", "Luis Paz")),
        ("BY ANN LEE AND BO EK", ("ANN LEE", "BO EK")),
    ):
        assert fields(f"Tea is dear\n{line}\n{DATED}")["authors"] == names


def test_a_byline_may_be_the_first_line_where_the_headline_is_known() -> None:
    found = fields("By Jane Doe, PA\n\nTea is dear in all of the country.\n\nCoffee is not.", headed=False)
    assert (found["authors"], found["paragraphs"][0]) == (("Jane Doe",), "Tea is dear in all of the country.")


def test_a_slug_in_capitals_above_a_headline_in_small_letters() -> None:
    found = fields(f"SRI LANKA-TEA\nTea is dear\n{DATED}")
    assert (found["slugline_raw"], found["headline"]) == ("SRI LANKA-TEA", "Tea is dear")
    assert fields(f"SRI LANKA-TEA\nTEA IS DEAR\n{DATED}")["headline"] == "SRI LANKA-TEA"


def test_writers_of_xinhua_with_commas_between() -> None:
    assert fields(f"Tea is dear\nby Li Hua, Wang Ming\n{DATED}")["authors"] == ("Li Hua", "Wang Ming")
