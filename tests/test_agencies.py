"""The table of agencies, and where a name counts as credit, citation or sign-off."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from wiresearch.agencies import AGENCIES, cited, credit, is_signoff, named, signoff
from wiresearch.words import fold_value


def test_codes_are_unique_upper_case_ascii() -> None:
    assert len(AGENCIES) >= 60
    assert len({agency.code for agency in AGENCIES}) == len(AGENCIES)
    assert all(agency.code.isascii() and agency.code == agency.code.upper() for agency in AGENCIES)


def test_a_name_leads_to_one_agency() -> None:
    owners = Counter(name for agency in AGENCIES for name in {fold_value(name) for name in (*agency.names, agency.code)})
    assert [name for name, count in owners.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("reuters", "RTRS"),
        ("ITAR-TASS", "TASS"),
        ("itar-tass", "TASS"),
        ("Agence France-Presse", "AFP"),
        ("télam", "TELAM"),
        ("čtk", "CTK"),
    ],
)
def test_names_are_known_whatever_case_and_accents(name: str, code: str) -> None:
    assert named(name) == code


def test_other_words_are_no_agency() -> None:
    assert named("Guardian") is None
    assert named("") is None


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("AFP", "AFP"),
        ("Itar-Tass", "TASS"),
        ("tca/dpa", "DPA"),
        ("NTB-AFP", "AFP"),
        ("NTB-Tea", None),
        ("dpa-AFX", "DPA-AFX"),
        ("KCNA Correspondent", "KCNA"),
        ("©NTB", "NTB"),
        ("Reuters", "RTRS"),
        ("Gracenote", "GRACENOTE"),
        ("invented", None),
        ("un", None),
        ("ap", None),
        ("N.Y.", None),
        ("UP", "UPI"),
        ("A.A", "AA"),
        ("Saba", "SABA"),
        ("ANA/MPA", "ANA-MPA"),
        ("GLOBE NEWSWIRE", "GLOBENEWSWIRE"),
        ("Interfax-Ukraine", "INTERFAX"),
    ],
)
def test_credit(printed: str, code: str | None) -> None:
    assert credit(printed) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("the minister told the ITAR-TASS news agency", ["TASS"]),
        ("the pact was near, Interfax reported, and Yonhap agreed", ["INTERFAX", "YONHAP"]),
        ("according to AP, the ship sank", ["AP"]),
        ("MENA said the talks went on", ["MENA"]),
        ("según la agencia Efe", ["EFE"]),
        ("state news agency SANA", ["SANA"]),
        ("trade in the MENA region fell, the AA battery maker grew", []),
        ("the Dow Jones average fell; Petra won the Tap prize", []),
        ("Dow Jones reported a merger", ["DJ"]),
        ("the Korean Central News Agency said", ["KCNA"]),
        ("Financial Times reported", []),
        ("Bloomberg, mayor of the city, left; Interfaxing is no word", []),
        ("the Sudan News Agency (SUNA) said", ["SUNA"]),
        ("AIM said its shares went up; UP said so too, and INS reported", []),
    ],
)
def test_citations_in_running_text(text: str, codes: list[str]) -> None:
    found = list(cited(text))
    assert [code for code, _, _ in found] == codes
    assert all(named(text[start:end]) == code for code, start, end in found)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Reuter", "RTRS"),
        ("REUTER\x03", "RTRS"),
        ("AAP bc lg", "AAP"),
        ("EFE abc/de 01/01/01-02/95", "EFE"),
        ("(©NTB)", "NTB"),
        ("/ritzau/", "RITZAU"),
        ("AP-WF-03-04-05 1234GMT<", "AP"),
        ("dpa xyz uvw", "DPA"),
        ("Enditem", None),
        ("ab/cd/ef", None),
        ("NNNN", None),
        ("(MORE)", None),
        ("(more)", None),
        ("MORE", None),
        ("(END)", None),
        ("(Ends)", None),
        ("END", None),
        ("ends", None),
        ("Ends", None),
        ("Fin", None),
        ("Enditem.", None),
        ("* * * *", None),
        ("-- Jo Bloggs, Oslo newsroom", None),
        ("(ANSA).", "ANSA"),
        ("(PAP)", "PAP"),
        ("REUTER 1542", "RTRS"),
        ("ab-cd/ef/gh", None),
        ("abc/ def/", None),
        ("-0-", None),
        ("<>", None),
        ("（完）", None),
        ("(끝)", None),
        ("(foto) (vídeo)", None),
        ("1412**1420", None),
        ("BBC Mon TE1 TeaPol jd/ap", None),
        ("/BBC Monitoring/(c) BBC", None),
        ("==Kyodo", "KYODO"),
        ("AAP RTV sk/jd/", "AAP"),
    ],
)
def test_signoffs(line: str, code: str | None) -> None:
    assert is_signoff(line)
    assert signoff(line) == code


@pytest.mark.parametrize(
    "line",
    [
        "",
        "The end",
        "AP said so",
        "He left.",
        "Reuter was a German.",
        "and/or both",
        "long-term",
        "(NATO)",
        "(photographs)",
        "BBC Monitoring said so",
        "2003-2004",
        "Talks end",
        "More.",
        "More",
        "more",
        "Ends.",
        "End.",
        "Fin.",
    ],
)
def test_sentences_are_no_signoff(line: str) -> None:
    assert not is_signoff(line)
    assert signoff(line) is None


@pytest.mark.parametrize("hostile", ["A" * 200_000, "told the " * 20_000, "Reuters " * 20_000, "AAP " + "ab " * 60_000, "(©" * 50_000])
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    began = time.monotonic()
    list(cited(hostile))
    is_signoff(hostile)
    assert time.monotonic() - began < 5
