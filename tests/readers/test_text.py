"""Lines of text as the agencies set them: what stands above, inside and below."""

from __future__ import annotations

from typing import Any

import pytest

from wiresearch.readers import text

REUTERS = """\
UPDATE 2-Tea prices jump as Assam plucks late
(Adds analyst quotes, background)
* Prices up 12 pct on the week
* Traders blame late rains
By Jane Doe
KOLKATA, Aug 13 (Reuters) - Tea prices jumped on Wednesday after late
rains delayed plucking.

Nobody has leaves to sell.

(Additional reporting by John Roe in Guwahati; Editing by Ann Poe)

((jane.doe@example.com; +91 33 2222 1111))
"""
YONHAP = """\
(2nd LD) Tea ministers agree on cup size
(ATTN: UPDATES with details from 4th para; CHANGES headline)
By Kim Cha-hee
BUSAN, Aug. 13 (Yonhap) -- Ministers agreed on the size of a cup.

chakim@example.co.kr
(END)
"""
DPA = """\
Tee/Streik/
(Zusammenfassung - 1530)
Streik der Teepacker beendet -
Gewerkschaft: Angebot angenommen
Von Max Muster, dpa =

Bremen (dpa) - Der Streik der Teepacker ist am Mittwoch zu Ende
gegangen.

# dpa-Notizblock
- Foto folgt

dpa mmu yyzz n1 ab
131542 Okt 03
"""
AP = """\
BC-TEA 1ST LD-WRITETHRU 08-13 0232
Tea exchange closes early
By JANE DOE
Associated Press Writer

COLOMBO, Sri Lanka (AP) _ The tea exchange closed early Wednesday.

Eds: UPDATES with quotes.

AP-NY-08-13-03 1423EDT
"""
ANSA = """\
TEA: PRICES UP

(ANSA) - ROME, AUG 13 - Tea prices rose.
     AB/CD
13-AGO-03 15:42 NNNN
"""


def fields(printed: str, **options: Any) -> dict[str, Any]:
    found = {name: value for name, value in text.read(printed.split("\n"), **options)[0].items() if value}
    time = found.pop("versioncreated", None)
    return found | ({"time": time.text} if time else {})


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            REUTERS,
            {
                "headline": "UPDATE 2-Tea prices jump as Assam plucks late",
                "ednote": "(Adds analyst quotes, background)",
                "abstract": "Prices up 12 pct on the week\nTraders blame late rains",
                "byline": "By Jane Doe",
                "authors": ("Jane Doe",),
                "paragraphs": (
                    "KOLKATA, Aug 13 (Reuters) - Tea prices jumped on Wednesday after late rains delayed plucking.",
                    "Nobody has leaves to sell.",
                ),
                "creditline": (
                    "(Additional reporting by John Roe in Guwahati; Editing by Ann Poe)\n((jane.doe@example.com; +91 33 2222 1111))"
                ),
            },
        ),
        (
            YONHAP,
            {
                "headline": "(2nd LD) Tea ministers agree on cup size",
                "ednote": "(ATTN: UPDATES with details from 4th para; CHANGES headline)",
                "byline": "By Kim Cha-hee",
                "authors": ("Kim Cha-hee",),
                "paragraphs": ("BUSAN, Aug. 13 (Yonhap) -- Ministers agreed on the size of a cup.",),
                "creditline": "chakim@example.co.kr",
                "signoff": "(END)",
            },
        ),
        (
            DPA,
            {
                "slugline_raw": "Tee/Streik",
                "take_key": "(Zusammenfassung - 1530)",
                "headline": "Streik der Teepacker beendet - Gewerkschaft: Angebot angenommen",
                "byline": "Von Max Muster, dpa",
                "authors": ("Max Muster",),
                "agency": "DPA",
                "paragraphs": ("Bremen (dpa) - Der Streik der Teepacker ist am Mittwoch zu Ende gegangen.",),
                "ednote": "Foto folgt",
                "signoff": "dpa mmu yyzz n1 ab 131542 Okt 03",
                "time": "2003-10-13T15:42",
            },
        ),
        (
            AP,
            {
                "slugline_raw": "BC-TEA 1ST LD-WRITETHRU 08-13 0232",
                "take_key": "1ST LD-WRITETHRU",
                "headline": "Tea exchange closes early",
                "byline": "By JANE DOE",
                "authors": ("JANE DOE",),
                "creditline": "Associated Press Writer",
                "paragraphs": ("COLOMBO, Sri Lanka (AP) _ The tea exchange closed early Wednesday.",),
                "ednote": "Eds: UPDATES with quotes.",
                "signoff": "AP-NY-08-13-03 1423EDT",
                "time": "2003-08-13T14:23-04:00",
            },
        ),
        (
            ANSA,
            {
                "headline": "TEA: PRICES UP",
                "paragraphs": ("(ANSA) - ROME, AUG 13 - Tea prices rose.",),
                "signoff": "AB/CD 13-AGO-03 15:42 NNNN",
                "time": "2003-08-13T15:42",
            },
        ),
    ],
    ids=["Reuters", "Yonhap", "dpa", "AP", "ANSA"],
)
def test_the_layout_of_an_agency(printed: str, expected: dict[str, Any]) -> None:
    assert fields(printed) == expected


def test_a_byline_below_a_dateline_alone_on_its_line() -> None:
    found = fields("Tea is dear\nOSLO (AFP) Aug 13, 2003\nby Staff Writers\nTea rose.\n\nCoffee fell.")
    assert (found["byline"], found["paragraphs"]) == ("by Staff Writers", ("Tea rose.", "Coffee fell."))


def test_a_first_line_is_no_headline_where_that_is_known() -> None:
    printed = "Tea is dear\n\nTea rose."
    assert fields(printed)["headline"] == "Tea is dear"
    assert fields(printed, headed=False) == {"paragraphs": ("Tea is dear", "Tea rose.")}


@pytest.mark.parametrize(
    ("below", "field"),
    [
        ("(Gotham Newsroom)", "creditline"),
        ("AP writer Jo Doe in Oslo contributed to this report.", "creditline"),
        ("(Li Hua in Beijing contributed to the story.)", "creditline"),
        ("Source: Tea News Agency, Oslo, in English 1412 gmt 12 Apr 03", "creditline"),
        ("Follow Jo Doe on Twitter at http://twitter.example/jodoe", "creditline"),
        ("Further company coverage: [TEA.XX]", "creditline"),
        ("This report by The Tea Press was first published May 3, 2009.", "creditline"),
        ("Keywords: TEA DEAR/", "slugline_raw"),
        ("The Canadian Press", "signoff"),
        ("==Kyodo", "signoff"),
        ("[RU EUROPE EEU EMRG]\nas ab", "signoff"),
        ("BBC Mon TE1 TeaPol jd/ap", "signoff"),
        ("PTI ABC DE", "signoff"),
        ("REUTER 1542", "signoff"),
        ("Wednesday, 13 August 2003 15:42:10RTRS [nTEA123] {C}ENDS", "signoff"),
    ],
)
def test_what_stands_below_a_text(below: str, field: str) -> None:
    found = fields(f"Tea rose.\n\n___\n\n{below}\n\nReuter\n", headed=False)
    assert (found["paragraphs"], found[field].removesuffix(" Reuter")) == (
        ("Tea rose.",),
        below.removeprefix("Keywords: ").strip("/").replace("\n", " "),
    )


def test_what_does_not_stand_in_a_text_is_left_to_those_who_know_it() -> None:
    assert {"copyrightnotice", "creditline", "slugline_raw", "ednote"}.isdisjoint(text.read(["Tea rose."])[0])


def test_a_slug_above_the_text_is_surer_than_keywords_below_it() -> None:
    assert fields("Tee/\nTee teuer\nBremen (dpa) - Tee.\n\nKeywords: TEA DEAR/")["slugline_raw"] == "Tee"


def test_a_text_of_contacts_alone_stays() -> None:
    assert fields("Write to tea@example.com for tea.", headed=False) == {"paragraphs": ("Write to tea@example.com for tea.",)}


def test_stories_about_mail_keep_their_last_paragraph() -> None:
    last = (
        "The minister, whose address minister@example.org had been printed on every tin of tea for years, said that he had read"
        " all of the letters and would answer each of them in the order in which they came."
    )
    assert fields(f"Tea rose.\n\n{last}", headed=False)["paragraphs"][-1] == last
